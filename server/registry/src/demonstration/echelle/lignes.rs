//! The rows, written in bulk: what the acts of the register would have left, without their journal and their mails.

use super::super::alea::EntropieFixe;
use super::super::invention::Invention;
use super::super::semis::SemisError;
use super::etablissements;
use super::gens::{etablissement, quelqu_un, situation};
use crate::contexte::Entropy as _;
use crate::db::{Tx, Value};
use crate::referentiel::lot::inserer;
use crate::{demande, personne};
use domain::date::Instant;
use domain::demande::Reference;
use domain::etat_civil::{EtatCivil, Prenom};
use domain::identifiant::Rpps;
use domain::saisie::{
    Contact, DemandeComplete, SaisieContact, SaisieDemande, SaisieEtatCivil, SituationExercice,
};
use std::collections::HashSet;
use uuid::Uuid;

fn id(quoi: &str, rang: u64, le: Instant) -> Uuid {
    EntropieFixe::new(format!("{quoi} {rang}")).uuid(le)
}

/// Registers the people of these ranks.
pub(super) async fn inscrire(
    tx: &mut Tx,
    now: Instant,
    depart: u64,
    nombre: u64,
    rangs: std::ops::Range<u64>,
) -> Result<(), SemisError> {
    let (mut gens, mut situations, mut coordonnees) = (Vec::new(), Vec::new(), Vec::new());
    for rang in rangs {
        let (etat_civil, contact, mut alea) = quelqu_un(rang)?;
        let cree_le = now.plus_days(-30 - i64::from(alea.sous(1_500)));
        let personne = id("personne", rang, cree_le);
        let rpps = Rpps::from_sequence(depart + rang + 1).ok_or(SemisError::Invention("numéro RPPS"))?;
        let lieux = if alea.chance(50) { 2 } else { 1 };
        let mut finess = Vec::new();
        for _ in 0..lieux {
            let ici = etablissement(&mut alea, nombre);
            if !finess.contains(&ici) {
                finess.push(ici);
            }
        }
        let debut = cree_le.plus_days(-i64::from(alea.sous(60))).jour_paris();
        for (autre, ici) in finess.iter().enumerate() {
            let s = situation(&etat_civil, &mut alea, ici, debut)?;
            let situation = id(&format!("situation {autre}"), rang, cree_le);
            situations.push(ligne_situation(situation, personne, &s, cree_le));
        }
        for (genre, valeur) in [
            ("email", contact.email.sans_casse()),
            ("mobile", contact.mobile.as_e164().to_owned()),
        ] {
            coordonnees.push(vec![genre.into(), valeur.into(), Value::from(personne)]);
        }
        gens.push(ligne_personne(personne, &rpps, &etat_civil, &contact, cree_le)?);
    }
    inserer(tx, "personne", PERSONNE, "", gens).await?;
    inserer(tx, "situation", SITUATION, "", situations).await?;
    inserer(tx, "coordonnee", "genre, valeur, personne", "", coordonnees).await?;
    Ok(())
}

const PERSONNE: &str = "id, rpps, civilite, sexe, nom_naissance, prenoms, date_naissance, pays_naissance, \
     commune_naissance, ville_naissance, certification, identite, nom_exercice, prenom_exercice, email, mobile, cree_le, \
     version, cle";

fn ligne_personne(
    id: Uuid,
    rpps: &Rpps,
    etat_civil: &EtatCivil,
    contact: &Contact,
    le: Instant,
) -> Result<Vec<Value>, SemisError> {
    let (pays, commune, ville) = personne::lieu(etat_civil);
    let prenom = etat_civil.prenoms.premier();
    let exercice: Prenom = Invention::lire("prénom", prenom)?;
    Ok(vec![
        id.into(),
        rpps.as_str().into(),
        etat_civil.civilite.code().into(),
        etat_civil.sexe.code().into(),
        etat_civil.nom_naissance.as_str().into(),
        etat_civil.prenoms.as_str().into(),
        etat_civil.date_naissance.jour().into(),
        pays.into(),
        commune.into(),
        ville.into(),
        etat_civil.certification.code().into(),
        personne::cle_identite(etat_civil).into(),
        etat_civil.nom_naissance.as_str().into(),
        prenom.into(),
        contact.email.as_str().into(),
        contact.mobile.as_e164().into(),
        le.millis().into(),
        1_i64.into(),
        personne::cle_recherche(etat_civil, &etat_civil.nom_naissance, &exercice, rpps).into(),
    ])
}

const SITUATION: &str = "id, personne, finess, profession, role, mode, categorie, debut, cree_le";

fn ligne_situation(id: Uuid, personne: Uuid, s: &SituationExercice, le: Instant) -> Vec<Value> {
    vec![
        id.into(),
        personne.into(),
        s.etablissement.as_str().into(),
        s.profession.as_str().into(),
        s.role.as_str().into(),
        s.mode.code().into(),
        s.categorie.code().into(),
        s.debut.into(),
        le.millis().into(),
    ]
}

const DEMANDE: &str = "id, reference, demandeur, statut, version, saisie, cree_le, modifiee_le, soumise_le, finess, nom, \
     profession, role, identite, complete, cle";

/// That many references, always the same ones, each once: by the hundred thousand, two draws give the same.
pub(super) fn references(nombre: u64) -> Vec<Reference> {
    let mut prises = HashSet::new();
    (0..)
        .map(|rang: u64| Reference::from_entropy(rang.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
        .filter(|reference| prises.insert(*reference))
        .take(usize::try_from(nombre).unwrap_or(usize::MAX))
        .collect()
}

/// Sends the demandes of these ranks, the first one under the first of these references.
pub(super) async fn demander(
    tx: &mut Tx,
    now: Instant,
    personnes: u64,
    rangs: std::ops::Range<u64>,
    references: &[Reference],
) -> Result<(), SemisError> {
    let (mut comptes, mut demandes, mut coordonnees) = (Vec::new(), Vec::new(), Vec::new());
    for (rang, reference) in rangs.zip(references.iter().copied()) {
        let (mut etat_civil, contact, mut alea) = quelqu_un(personnes + rang)?;
        if alea.chance(2) {
            // Two in a hundred are registered already, under another place of birth.
            let lieu = etat_civil.lieu_naissance.clone();
            etat_civil = quelqu_un(u64::from(alea.sous(u32::try_from(personnes).unwrap_or(u32::MAX))))?.0;
            etat_civil.lieu_naissance = lieu;
        }
        let soumise_le = now.plus_days(-i64::from(alea.sous(29)));
        let finess = etablissement(&mut alea, etablissements(personnes));
        let s = situation(
            &etat_civil,
            &mut alea,
            &finess,
            soumise_le.plus_days(-10).jour_paris(),
        )?;
        let (compte, demande) = (id("compte", rang, soumise_le), id("demande", rang, soumise_le));
        let identite = SaisieEtatCivil::from(&etat_civil);
        let saisie = SaisieDemande {
            etat_civil: identite.clone(),
            contact: SaisieContact::from(&contact),
            ..SaisieDemande::default()
        };
        let nom = format!("{} {}", s.nom_exercice, s.prenom_exercice);
        comptes.push(vec![
            compte.into(),
            format!("fc:echelle-{rang}").into(),
            "franceconnect".into(),
            nom.clone().into(),
            json(&identite)?.into(),
            soumise_le.millis().into(),
        ]);
        for (genre, valeur) in [
            ("email", contact.email.sans_casse()),
            ("mobile", contact.mobile.as_e164().to_owned()),
        ] {
            coordonnees.push(vec![genre.into(), valeur.into(), Value::from(demande)]);
        }
        let complete = DemandeComplete {
            etat_civil,
            contact,
            situation: s,
        };
        demandes.push(vec![
            demande.into(),
            reference.to_string().into(),
            compte.into(),
            "a_traiter".into(),
            1_i64.into(),
            json(&saisie)?.into(),
            soumise_le.millis().into(),
            soumise_le.millis().into(),
            soumise_le.millis().into(),
            finess.into(),
            nom.into(),
            complete.situation.profession.as_str().into(),
            complete.situation.role.as_str().into(),
            personne::cle_identite(&complete.etat_civil).into(),
            json(&complete)?.into(),
            demande::cle_recherche(&complete, reference).into(),
        ]);
    }
    inserer(
        tx,
        "compte",
        "id, sujet, fournisseur, nom_affiche, etat_civil, cree_le",
        "",
        comptes,
    )
    .await?;
    inserer(tx, "demande", DEMANDE, "", demandes).await?;
    inserer(tx, "coordonnee", "genre, valeur, demande", "", coordonnees).await?;
    Ok(())
}

fn json(valeur: &impl serde::Serialize) -> Result<String, SemisError> {
    serde_json::to_string(valeur).map_err(|_| SemisError::Invention("JSON"))
}

#[cfg(test)]
mod tests {
    use super::references;
    use std::collections::HashSet;

    #[test]
    fn two_hundred_thousand_demandes_have_as_many_references() {
        let toutes = references(200_000);
        assert_eq!(toutes.len(), 200_000);
        assert_eq!(toutes.into_iter().collect::<HashSet<_>>().len(), 200_000);
    }
}
