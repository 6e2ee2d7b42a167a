//! What was answered, in words: the same lines for the check page, the printable summary and the tracking page.

use crate::api::ApiErreur;
use crate::components::Ligne;
use crate::pages::{adresse_courte, proposition_commune};
use crate::requete::registry;
use domain::contact::Mobile;
use domain::date::{court, jour_de_cases};
use domain::eligibilite::Constat;
use domain::etablissement::EtablissementResume;
use domain::etat_civil::{Civilite, Sexe};
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice};
use domain::saisie::{Champ, Etape, SaisieDemande};
use registry::Registry;

/// The answers, step by step. A value that the rules do not read is shown as it was typed.
pub(in crate::pages) async fn parties(
    registry: &Registry,
    saisie: &SaisieDemande,
    etablissement: Option<&EtablissementResume>,
) -> Result<Vec<(Etape, Vec<Ligne>)>, ApiErreur> {
    let nomenclatures = registry.nomenclatures();
    let (civil, situation) = (&saisie.etat_civil, &saisie.situation);
    let ligne = |champ: Champ, valeur: String| Ligne::new(champ.libelle(), valeur);
    let pays = registry.pays_par_code(&civil.pays_naissance).await?;
    let commune = registry.commune(&civil.commune_naissance).await?;
    let mut identite = vec![
        ligne(Champ::Civilite, lire(&civil.civilite, |c: Civilite| c.libelle())),
        ligne(Champ::Sexe, lire(&civil.sexe, |s: Sexe| s.libelle())),
        ligne(Champ::NomNaissance, civil.nom_naissance.clone()),
    ];
    if !civil.nom_usage.is_empty() {
        identite.push(ligne(Champ::NomUsage, civil.nom_usage.clone()));
    }
    identite.push(ligne(Champ::Prenoms, civil.prenoms.clone()));
    identite.push(ligne(
        Champ::DateNaissance,
        date([
            &civil.naissance_jour,
            &civil.naissance_mois,
            &civil.naissance_annee,
        ]),
    ));
    identite.push(ligne(
        Champ::PaysNaissance,
        pays.map_or_else(|| civil.pays_naissance.clone(), |p| p.libelle),
    ));
    if civil.ville_naissance.is_empty() {
        let commune = commune.map_or_else(
            || civil.commune_naissance.clone(),
            |c| proposition_commune(&c).libelle,
        );
        identite.push(ligne(Champ::CommuneNaissance, commune));
    } else {
        identite.push(ligne(Champ::VilleNaissance, civil.ville_naissance.clone()));
    }
    let mobile = saisie.contact.mobile.parse::<Mobile>();
    let contact = vec![
        ligne(Champ::Email, saisie.contact.email.clone()),
        ligne(
            Champ::Mobile,
            mobile.map_or_else(|_| saisie.contact.mobile.clone(), |m| m.national()),
        ),
    ];
    let profession = situation
        .profession
        .parse()
        .ok()
        .and_then(|code| nomenclatures.profession(&code));
    let role = situation
        .role
        .parse()
        .ok()
        .and_then(|code| nomenclatures.role(&code));
    let fin = date([&situation.fin_jour, &situation.fin_mois, &situation.fin_annee]);
    let exercice = vec![
        ligne(Champ::NomExercice, situation.nom_exercice.clone()),
        ligne(Champ::PrenomExercice, situation.prenom_exercice.clone()),
        ligne(
            Champ::Etablissement,
            etablissement.map_or_else(
                || situation.etablissement.clone(),
                |e| format!("{}, {}", e.raison_sociale, adresse_courte(e)),
            ),
        ),
        ligne(
            Champ::DateDebut,
            date([
                &situation.debut_jour,
                &situation.debut_mois,
                &situation.debut_annee,
            ]),
        ),
        ligne(
            Champ::DateFin,
            if fin.is_empty() {
                "Pas de date de fin".to_owned()
            } else {
                fin
            },
        ),
        ligne(
            Champ::Profession,
            profession.map_or_else(|| situation.profession.clone(), |p| p.libelle.clone()),
        ),
        ligne(
            Champ::Role,
            role.map_or_else(|| situation.role.clone(), |r| r.libelle.clone()),
        ),
        ligne(
            Champ::ModeExercice,
            lire(&situation.mode_exercice, |m: ModeExercice| m.libelle()),
        ),
        ligne(
            Champ::Categorie,
            lire(&situation.categorie, |c: CategorieProfessionnelle| c.libelle()),
        ),
    ];
    let oui = |valeur: &str| {
        if valeur == "on" {
            "Oui".to_owned()
        } else {
            String::new()
        }
    };
    let legale = vec![
        ligne(Champ::Exactitude, oui(&saisie.legale.exactitude)),
        ligne(Champ::Cgu, oui(&saisie.legale.cgu)),
    ];
    Ok(vec![
        (Etape::EtatCivil, identite),
        (Etape::Contact, contact),
        (Etape::Situation, exercice),
        (Etape::InformationsLegales, legale),
    ])
}

/// What the rules of eligibility say of the situation.
pub(super) fn constats(saisie: &SaisieDemande, etablissement: Option<&EtablissementResume>) -> Vec<Constat> {
    let nomenclatures = registry().nomenclatures();
    domain::eligibilite::situation(
        saisie
            .situation
            .profession
            .parse()
            .ok()
            .and_then(|code| nomenclatures.profession(&code)),
        saisie
            .situation
            .role
            .parse()
            .ok()
            .and_then(|code| nomenclatures.role(&code)),
        etablissement,
    )
}

fn lire<T: std::str::FromStr>(valeur: &str, libelle: impl FnOnce(T) -> &'static str) -> String {
    valeur
        .parse()
        .map_or_else(|_| valeur.to_owned(), |lue| libelle(lue).to_owned())
}

fn date(cases: [&String; 3]) -> String {
    let [jour, mois, annee] = cases;
    if cases.iter().all(|case| case.trim().is_empty()) {
        return String::new();
    }
    jour_de_cases(jour, mois, annee).map_or_else(|_| format!("{jour} {mois} {annee}"), court)
}
