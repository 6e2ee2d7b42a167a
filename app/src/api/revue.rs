//! Campaigns of review: opened, answered, shared out, ended. A form answers for a page at a time; a script answers for each person at
//! once through [`repondre_revue`].

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a script is told after an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteRevue {
    /// the version to change the answer on
    pub version: i64,
    /// what changed, in words; empty for somebody who is still there
    pub changement: String,
    /// has left and keeps rights that a departure would end
    pub droits: bool,
    /// people answered for
    pub faites: i64,
    /// of how many
    pub total: i64,
    /// the same in words
    pub phrase: String,
}

/// Somebody of whom more has to be said, with what was typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionRevue {
    /// the situation
    pub situation: String,
    /// the version that was read
    pub version: i64,
    /// `parti` or `role_change`; `present` for an answer that could not be changed
    pub reponse: String,
    /// what was typed, by name of field
    pub champs: BTreeMap<String, String>,
    /// why it could not be accepted; empty before anything was typed
    pub refus: String,
}

/// Opens a campaign on a structure, or leads to the one that is open.
#[server(prefix = "/api", endpoint = "ouvrir-revue")]
pub async fn ouvrir_revue(structure: String) -> Result<(), ApiErreur> {
    use crate::requete::{registry, representant};
    let representant = representant()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let id = registry().ouvrir_revue(&representant, &finess).await?;
    leptos_axum::redirect(&crate::pages::chemin::revue(id));
    Ok(())
}

/// Chooses how often campaigns come.
#[server(prefix = "/api", endpoint = "regler-revue")]
pub async fn regler_revue(structure: String, frequence: String) -> Result<(), ApiErreur> {
    use crate::requete::{registry, representant};
    let representant = representant()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let frequence = frequence.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().regler_revue(&representant, &finess, frequence).await?;
    leptos_axum::redirect(&crate::pages::chemin::revues_apres("frequence"));
    Ok(())
}

/// Says of everybody without an answer, in one establishment (`eg`) or everywhere, that they are still there: the `vus` people that the
/// page showed at `vu_le` (UTC milliseconds). When somebody came since, nothing is written and the page says who.
#[server(prefix = "/api", endpoint = "confirmer-presents")]
pub async fn confirmer_presents(
    revue: String,
    #[server(default)] eg: String,
    #[server(default)] vus: i64,
    #[server(default)] vu_le: i64,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::date::Instant;
    use registry::ActeError;
    use registry::revue::{RevueError, Selection, VueRevue, Vus};
    let reviseur = ssr::reviseur(&revue).await?;
    let finess = if eg.is_empty() {
        None
    } else {
        Some(eg.parse().map_err(|_| ApiErreur::introuvable())?)
    };
    let vus = Vus {
        le: Instant::from_millis(vu_le),
        nombre: vus,
    };
    let dit = crate::requete::registry()
        .confirmer_presents(&reviseur, &Selection::Vus(finess, vus))
        .await;
    let vers = match dit {
        Ok(_) => chemin::lignes_revue(reviseur.revue(), &eg, VueRevue::Toutes, 1),
        Err(ActeError::Revue(RevueError::Arrivees(_))) => {
            chemin::revue_arrivees(reviseur.revue(), &eg, vus.le)
        }
        Err(autre) => return Err(autre.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// The answers of a page: `r-…` is the answer for a situation, `v-…` the version it was read on. Those who are still there are
/// written first, in one transaction; more is asked of the others.
#[server(prefix = "/api", endpoint = "revoir-page")]
pub async fn revoir_page(
    revue: String,
    #[server(default)] eg: String,
    #[server(default)] vue: String,
    #[server(default)] page: u32,
    #[server(flatten)] champs: BTreeMap<String, String>,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use registry::revue::VueRevue;
    let reviseur = ssr::reviseur(&revue).await?;
    let exceptions = ssr::repondre_page(&reviseur, &champs).await?;
    let vers = if exceptions.is_empty() {
        chemin::lignes_revue(reviseur.revue(), &eg, VueRevue::lire(&vue), page)
    } else {
        let note = crate::requete::noter_saisie(&exceptions).await?;
        chemin::precisions_revue(reviseur.revue(), note)
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// When those people left, or which rôle they have: fields are named after the situation (`fin_jour-…`). What cannot be accepted is
/// asked again.
#[server(prefix = "/api", endpoint = "preciser-revue")]
pub async fn preciser_revue(
    revue: String,
    #[server(default)] saisie: String,
    #[server(flatten)] champs: BTreeMap<String, String>,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::ids::RechercheId;
    let reviseur = ssr::reviseur(&revue).await?;
    let note: RechercheId = saisie.parse().map_err(|_| ApiErreur::introuvable())?;
    let exceptions: Vec<ExceptionRevue> = crate::requete::saisie_notee(note).await?.unwrap_or_default();
    let restent = ssr::preciser(&reviseur, exceptions, &champs).await?;
    let vers = if restent.is_empty() {
        chemin::revue_apres(reviseur.revue(), "reponses")
    } else {
        let note = crate::requete::noter_saisie(&restent).await?;
        chemin::precisions_revue(reviseur.revue(), note)
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Answers for one person, on the version that was read.
#[server(prefix = "/api", endpoint = "repondre-revue")]
pub async fn repondre_revue(
    revue: String,
    situation: String,
    version: i64,
    reponse: String,
    #[server(flatten)] champs: BTreeMap<String, String>,
) -> Result<SuiteRevue, ApiErreur> {
    use domain::ids::SituationId;
    let reviseur = ssr::reviseur(&revue).await?;
    let id: SituationId = situation.parse().map_err(|_| ApiErreur::introuvable())?;
    let donnee = ssr::lire(&reponse, &champs)?;
    let registry = crate::requete::registry();
    let avance = registry
        .repondre_revue(&reviseur, id, version, &donnee)
        .await
        .map_err(ssr::dire)?;
    let ligne = registry
        .lignes_choisies(&reviseur, &[id])
        .await?
        .pop()
        .ok_or_else(ApiErreur::introuvable)?;
    Ok(SuiteRevue {
        version: ligne.version,
        changement: ligne.changement,
        droits: ligne.droits,
        faites: avance.repondues(),
        total: avance.total,
        phrase: avance.phrase(),
    })
}

/// Ends a campaign with its attestation.
#[server(prefix = "/api", endpoint = "terminer-revue")]
pub async fn terminer_revue(revue: String, #[server(default)] laisser: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use registry::ActeError;
    use registry::revue::RevueError;
    let reviseur = ssr::reviseur(&revue).await?;
    let fini = crate::requete::registry()
        .terminer_revue(&reviseur, laisser == "on")
        .await;
    let vers = match fini {
        Ok(()) => chemin::attestation_revue(reviseur.revue()),
        Err(ActeError::Revue(RevueError::SansReponse(_))) => {
            format!(
                "{}#terminer",
                chemin::revue_apres(reviseur.revue(), "sans-reponse")
            )
        }
        Err(autre) => return Err(autre.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Makes the link of an establishment; it is shown once.
#[server(prefix = "/api", endpoint = "partager-revue")]
pub async fn partager_revue(revue: String, eg: String) -> Result<(), ApiErreur> {
    let reviseur = ssr::reviseur(&revue).await?;
    let finess = eg.parse().map_err(|_| ApiErreur::introuvable())?;
    let jeton = crate::requete::registry()
        .partager_revue(&reviseur, &finess)
        .await?;
    let note = crate::requete::noter_saisie(&(finess.to_string(), jeton.as_str())).await?;
    leptos_axum::redirect(&crate::pages::chemin::revue_lien(reviseur.revue(), note));
    Ok(())
}

/// Ends a link and the right of whoever came with it.
#[server(prefix = "/api", endpoint = "revoquer-partage")]
pub async fn revoquer_partage(revue: String, partage: String) -> Result<(), ApiErreur> {
    let reviseur = ssr::reviseur(&revue).await?;
    let id = partage.parse().map_err(|_| ApiErreur::introuvable())?;
    crate::requete::registry().revoquer_partage(&reviseur, id).await?;
    leptos_axum::redirect(&crate::pages::chemin::revue_apres(
        reviseur.revue(),
        "partage-retire",
    ));
    Ok(())
}

/// Accepts somebody who came with a link, or not.
#[server(prefix = "/api", endpoint = "repondre-reviseur")]
pub async fn repondre_reviseur(
    revue: String,
    partage: String,
    compte: String,
    reponse: String,
) -> Result<(), ApiErreur> {
    let reviseur = ssr::reviseur(&revue).await?;
    let partage = partage.parse().map_err(|_| ApiErreur::introuvable())?;
    let compte = compte.parse().map_err(|_| ApiErreur::introuvable())?;
    let accepter = reponse == "accepter";
    crate::requete::registry()
        .repondre_reviseur(&reviseur, partage, compte, accepter)
        .await?;
    let fait = if accepter { "confiee" } else { "refusee" };
    leptos_axum::redirect(&crate::pages::chemin::revue_apres(reviseur.revue(), fait));
    Ok(())
}

/// Asks to review the establishment of a link.
#[server(prefix = "/api", endpoint = "demander-partage")]
pub async fn demander_partage(jeton: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use registry::revue::SuiteInvitation;
    let session = crate::requete::session().ok_or_else(ApiErreur::connexion)?;
    let invitation = crate::requete::registry()
        .demander_partage(&session, &jeton)
        .await?;
    let vers = if invitation.suite == SuiteInvitation::Acceptee {
        chemin::revue(invitation.revue)
    } else {
        chemin::invitation_revue(&jeton)
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr;
