//! Staff lists of the stories: rows that are right, files of them.

use crate::decor::etat_civil;
use domain::date::jour;
use domain::etat_civil::{DateNaissance, EtatCivil};
use domain::ids::ListeId;
use registry::Registry;
use registry::droit::Gestionnaire;
use registry::liste::{EtatLigne, Filtre, LigneListe};

pub(crate) const ENTETE: &str = "Civilité;Sexe;Nom;Prénoms;Date de naissance;Lieu de naissance;Mail;Portable;FINESS;Date d'entrée;Métier;Rôle;Statut";

/// A row that is right, of somebody whose name, birth, mail and mobile are this number's: two of them do not look alike.
pub(crate) fn rangee(n: u32, finess: &str) -> String {
    format!(
        "Madame;F;{};Louise Marie;{};Lyon 3e;personne{n}@example.org;6 12 34 {:02} {:02};{finess};01/09/2026;328;GENR10;salariée",
        nom(n),
        naissance(n),
        n / 100,
        n % 100
    )
}

/// Three figures and two sums of them, a syllable each: two names differ by three syllables at least, which no mistake explains.
pub(crate) fn nom(n: u32) -> String {
    const SYLLABES: [&str; 23] = [
        "BA", "BO", "DA", "DO", "FA", "FO", "GA", "GO", "KA", "LA", "LO", "MA", "MO", "NA", "NO", "PA", "PO",
        "RA", "RO", "TA", "TO", "VA", "VO",
    ];
    let (a, b, c) = (n % 23, n / 23 % 23, n / 529 % 23);
    [a, b, c, a + b + c, a + 2 * b + 3 * c]
        .iter()
        .map(|rang| SYLLABES[(rang % 23) as usize])
        .collect()
}

fn jour_de(n: u32) -> (u32, u32, u32) {
    let rang = n * 7 % 336;
    (1 + rang % 28, 1 + rang / 28, 1950 + n % 45)
}

/// The birth date of that row, as it is written.
pub(crate) fn naissance(n: u32) -> String {
    let (jour, mois, annee) = jour_de(n);
    format!("{jour:02}/{mois:02}/{annee}")
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
    let (j, mois, annee) = jour_de(n);
    let naissance = jour(
        i32::try_from(annee).expect("a year"),
        u8::try_from(mois).expect("a month"),
        u8::try_from(j).expect("a day"),
    );
    EtatCivil {
        date_naissance: DateNaissance::stored(naissance.expect("a day")).expect("a birth date"),
        ..etat_civil(&nom(n), "Louise Marie")
    }
}
