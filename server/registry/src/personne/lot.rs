//! Giving numbers to many people in one transaction, with few statements: the same rows as `inscription`, for people whom
//! nobody else is registering meanwhile (see [`super::un_a_la_fois`], taken by the caller before it read who exists).

use super::{Inscription, cle_identite, cle_recherche, lieu, rpps_suivants};
use crate::db::{DbError, Tx, Value};
use crate::referentiel::lot;
use crate::{Registry, coordonnee, demande};
use domain::date::Instant;
use domain::etat_civil::Nom;
use domain::identifiant::Rpps;
use domain::ids::PersonneId;
use domain::saisie::DemandeComplete;

/// Somebody to register, or the registered person who gets a situation (R3).
pub(crate) struct ARetenir<'a> {
    /// what was validated
    pub(crate) complete: &'a DemandeComplete,
    /// the person and their number, when registered before
    pub(crate) connue: Option<(PersonneId, Rpps)>,
}

/// Registers them all in their order, or nobody: none when an e-mail or a mobile was taken in between (R19). Then the caller gives its
/// transaction up and looks again.
pub(crate) async fn inscrire_lot(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    gens: &[ARetenir<'_>],
) -> Result<Option<Vec<Inscription>>, DbError> {
    let nouvelles = gens.iter().filter(|qui| qui.connue.is_none()).count();
    let mut numeros = rpps_suivants(tx, nouvelles).await?.into_iter();
    let mut retenues = Vec::with_capacity(gens.len());
    let (mut personnes, mut situations, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
    for qui in gens {
        let (personne, rpps, nouvelle) = if let Some((personne, rpps)) = &qui.connue {
            (*personne, rpps.clone(), false)
        } else {
            let rpps = numeros.next().ok_or_else(|| DbError::stored("compteur.rpps"))?;
            (PersonneId::new(registry.uuid(now)), rpps, true)
        };
        if nouvelle {
            personnes.push(ligne_personne(personne, &rpps, now, qui.complete));
            contacts.push((personne, &qui.complete.contact));
        }
        situations.push(ligne_situation(registry, personne, now, qui.complete));
        retenues.push(Inscription {
            personne,
            rpps,
            nouvelle,
        });
    }
    lot::inserer(
        tx,
        "personne",
        "id, rpps, civilite, sexe, nom_naissance, nom_usage, prenoms, date_naissance, pays_naissance, commune_naissance, \
         ville_naissance, certification, identite, nom_exercice, prenom_exercice, email, mobile, cree_le, version, cle",
        "",
        personnes,
    )
    .await?;
    if !coordonnee::attribuer_lot(tx, &contacts).await? {
        return Ok(None);
    }
    lot::inserer(
        tx,
        "situation",
        "id, personne, finess, profession, role, mode, categorie, debut, fin, cree_le",
        "",
        situations,
    )
    .await?;
    for nouvelle in retenues.iter().filter(|retenue| retenue.nouvelle) {
        demande::suivre_personne(tx, nouvelle.personne).await?;
    }
    Ok(Some(retenues))
}

fn ligne_personne(personne: PersonneId, rpps: &Rpps, now: Instant, complete: &DemandeComplete) -> Vec<Value> {
    let etat_civil = &complete.etat_civil;
    let situation = &complete.situation;
    let (pays, commune, ville) = lieu(etat_civil);
    vec![
        personne.uuid().into(),
        rpps.as_str().into(),
        etat_civil.civilite.code().into(),
        etat_civil.sexe.code().into(),
        etat_civil.nom_naissance.as_str().into(),
        etat_civil.nom_usage.as_ref().map(Nom::as_str).into(),
        etat_civil.prenoms.as_str().into(),
        etat_civil.date_naissance.jour().into(),
        pays.into(),
        commune.into(),
        ville.into(),
        etat_civil.certification.code().into(),
        cle_identite(etat_civil).into(),
        situation.nom_exercice.as_str().into(),
        situation.prenom_exercice.as_str().into(),
        complete.contact.email.as_str().into(),
        complete.contact.mobile.as_e164().into(),
        now.millis().into(),
        1_i64.into(),
        cle_recherche(
            etat_civil,
            &situation.nom_exercice,
            &situation.prenom_exercice,
            rpps,
        )
        .into(),
    ]
}

fn ligne_situation(
    registry: &Registry,
    personne: PersonneId,
    now: Instant,
    complete: &DemandeComplete,
) -> Vec<Value> {
    let situation = &complete.situation;
    vec![
        registry.uuid(now).into(),
        personne.uuid().into(),
        situation.etablissement.as_str().into(),
        situation.profession.as_str().into(),
        situation.role.as_str().into(),
        situation.mode.code().into(),
        situation.categorie.code().into(),
        situation.debut.into(),
        situation.fin.into(),
        now.millis().into(),
    ]
}
