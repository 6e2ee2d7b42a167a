//! What forms of a campaign become: proofs, answers, exceptions.

use super::{ApiErreur, ExceptionRevue};
use crate::api::Code;
use crate::requete::{registry, session};
use domain::ids::{RevueId, SituationId};
use domain::revue::Reponse;
use domain::saisie::SaisieFermeture;
use registry::ActeError;
use registry::droit::Reviseur;
use registry::revue::{Donnee, Selection};
use std::collections::{BTreeMap, HashSet};

/// The proof for the campaign of that id.
pub(super) async fn reviseur(revue: &str) -> Result<Reviseur, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let id: RevueId = revue.parse().map_err(|_| ApiErreur::introuvable())?;
    Ok(registry().reviseur(&session, id).await?)
}

/// An answer with what it needs.
pub(super) fn lire(reponse: &str, champs: &BTreeMap<String, String>) -> Result<Donnee, ApiErreur> {
    Ok(match reponse.parse::<Reponse>() {
        Ok(Reponse::Present) => Donnee::Present,
        Ok(Reponse::Parti) => {
            let mut saisie = SaisieFermeture::default();
            for (nom, valeur) in champs {
                saisie.set(nom, valeur.clone());
            }
            Donnee::Parti(saisie)
        }
        Ok(Reponse::RoleChange) => {
            let role = champs.get("role").map(String::as_str).unwrap_or_default();
            Donnee::RoleChange(
                role.parse().map_err(|_| {
                    ApiErreur::new(Code::Invalide, "Choisissez le nouveau rôle dans la liste.")
                })?,
            )
        }
        Err(inconnue) => return Err(ApiErreur::new(Code::Invalide, inconnue.to_string())),
    })
}

/// The refusal of an answer in one sentence: a form has its own place for each field, a list has one line per person.
pub(super) fn dire(refus: ActeError) -> ApiErreur {
    match refus {
        ActeError::Invalide(erreurs) => {
            let phrases: Vec<String> = erreurs.iter().map(|erreur| erreur.message.clone()).collect();
            ApiErreur::new(Code::Invalide, phrases.join(" "))
        }
        autre => autre.into(),
    }
}

/// Writes those of a page who are still there, those without an answer first and together; gives those of whom more has to be said,
/// and those whose answer could not be changed, with the reason.
pub(super) async fn repondre_page(
    r: &Reviseur,
    champs: &BTreeMap<String, String>,
) -> Result<Vec<ExceptionRevue>, ApiErreur> {
    let reponses: BTreeMap<SituationId, &str> = champs
        .iter()
        .filter_map(|(nom, valeur)| Some((nom.strip_prefix("r-")?.parse().ok()?, valeur.as_str())))
        .collect();
    let choisies: Vec<SituationId> = reponses.keys().copied().collect();
    let (mut presents, mut changees, mut exceptions) = (HashSet::new(), Vec::new(), Vec::new());
    for ligne in registry().lignes_choisies(r, &choisies).await? {
        let Some(&voulue) = reponses.get(&ligne.situation) else {
            continue;
        };
        if ligne.reponse.map(Reponse::code) == Some(voulue) {
            continue;
        }
        let exception = ExceptionRevue {
            situation: ligne.situation.to_string(),
            version: champs
                .get(&format!("v-{}", ligne.situation))
                .and_then(|version| version.parse().ok())
                .unwrap_or(ligne.version),
            reponse: voulue.to_owned(),
            ..ExceptionRevue::default()
        };
        match (voulue.parse(), ligne.reponse) {
            (Ok(Reponse::Present), None) => {
                presents.insert(ligne.situation);
            }
            (Ok(Reponse::Present), Some(_)) => changees.push((ligne.situation, exception)),
            (Ok(_), _) => exceptions.push(exception),
            (Err(_), _) => {}
        }
    }
    if !presents.is_empty() {
        registry()
            .confirmer_presents(r, &Selection::Ces(presents))
            .await?;
    }
    for (situation, exception) in changees {
        exceptions.extend(repondre(r, situation, exception, Ok(Donnee::Present)).await?);
    }
    Ok(exceptions)
}

/// Answers for each of them; gives those whose answer cannot be accepted, with the reason. `version-…` is the version that the page
/// showed, `garder-…` leaves somebody as they are.
pub(super) async fn preciser(
    r: &Reviseur,
    exceptions: Vec<ExceptionRevue>,
    champs: &BTreeMap<String, String>,
) -> Result<Vec<ExceptionRevue>, ApiErreur> {
    let mut restent = Vec::new();
    for exception in exceptions {
        let suffixe = format!("-{}", exception.situation);
        let siens: BTreeMap<String, String> = champs
            .iter()
            .filter_map(|(nom, valeur)| Some((nom.strip_suffix(&suffixe)?.to_owned(), valeur.clone())))
            .collect();
        let Ok(situation) = exception.situation.parse() else {
            continue;
        };
        if siens.contains_key("garder") {
            continue;
        }
        let donnee = lire(&exception.reponse, &siens);
        let lue = siens.get("version").and_then(|version| version.parse().ok());
        let exception = ExceptionRevue {
            version: lue.unwrap_or(exception.version),
            champs: siens,
            ..exception
        };
        restent.extend(repondre(r, situation, exception, donnee).await?);
    }
    Ok(restent)
}

/// Answers for one of them: given back with the reason when it is refused, unless nothing more can be done for anybody.
async fn repondre(
    r: &Reviseur,
    situation: SituationId,
    exception: ExceptionRevue,
    donnee: Result<Donnee, ApiErreur>,
) -> Result<Option<ExceptionRevue>, ApiErreur> {
    let fait = match donnee {
        Ok(donnee) => registry()
            .repondre_revue(r, situation, exception.version, &donnee)
            .await
            .map(|_| ())
            .map_err(dire),
        Err(refus) => Err(refus),
    };
    match fait {
        Ok(()) => Ok(None),
        Err(refus) if matches!(refus.code, Code::Introuvable | Code::Indisponible) => Err(refus),
        Err(refus) => Ok(Some(ExceptionRevue {
            refus: refus.message,
            ..exception
        })),
    }
}
