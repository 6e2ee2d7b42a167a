//! Staff lists of the stories: rows that are right, files of them.

use crate::decor::etat_civil;
use domain::etat_civil::EtatCivil;
use domain::ids::ListeId;
use registry::Registry;
use registry::droit::Gestionnaire;
use registry::liste::{EtatLigne, Filtre, LigneListe};

pub(crate) const ENTETE: &str = "Civilité;Sexe;Nom;Prénoms;Date de naissance;Lieu de naissance;Mail;Portable;FINESS;Date d'entrée;Métier;Rôle;Statut";

/// A row that is right, of somebody whose name, mail and mobile are this number's.
pub(crate) fn rangee(n: u32, finess: &str) -> String {
    format!(
        "Madame;F;{};Louise Marie;12/03/1990;Lyon 3e;personne{n}@example.org;6 12 34 {:02} {:02};{finess};01/09/2026;328;GENR10;salariée",
        nom(n),
        n / 100,
        n % 100
    )
}

pub(crate) fn nom(n: u32) -> String {
    let lettres: String = format!("{n:04}")
        .bytes()
        .map(|c| char::from(b'A' + (c - b'0')))
        .collect();
    format!("MARTIN {lettres}")
}

pub(crate) fn fichier(rangees: &[String]) -> Vec<u8> {
    format!("{ENTETE}\n{}\n", rangees.join("\n")).into_bytes()
}

pub(crate) async fn deposer_liste(registry: &Registry, g: &Gestionnaire, rangees: &[String]) -> ListeId {
    match registry.deposer_liste(g, "équipe.csv", fichier(rangees)).await {
        Ok(id) => id,
        Err(erreur) => panic!("la liste n’est pas prise : {erreur}"),
    }
}

pub(crate) async fn lignes(registry: &Registry, g: &Gestionnaire, id: ListeId) -> Vec<LigneListe> {
    let page = registry
        .lignes_liste(g, id, Filtre::Toutes, 1)
        .await
        .expect("rows");
    page.lignes
}

pub(crate) async fn etats(registry: &Registry, g: &Gestionnaire, id: ListeId) -> Vec<EtatLigne> {
    lignes(registry, g, id)
        .await
        .iter()
        .map(|ligne| ligne.etat)
        .collect()
}

pub(crate) async fn inscrire(registry: &Registry, g: &Gestionnaire, id: ListeId) {
    registry.inscrire_liste(g, id, true, true).await.expect("sent");
    registry.avancer_listes().await.expect("registered");
}

pub(crate) fn etat_civil_de(n: u32) -> EtatCivil {
    etat_civil(&nom(n), "Louise Marie")
}
