//! What a gestionnaire does to the situations of a registered person (J4): prepared, shown, then confirmed.

use super::ApiErreur;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Keeps what was typed and shows what it would change, or the form again with what is wrong. Changes nothing.
#[server(prefix = "/api", endpoint = "preparer-situation")]
pub async fn preparer_situation(
    personne: String,
    acte: String,
    #[server(default)] situation: String,
    #[server(flatten)] champs: BTreeMap<String, String>,
) -> Result<(), ApiErreur> {
    use crate::pages::{chemin, chemin_agir};
    use crate::requete::{gestionnaire, noter_saisie, registry};
    use domain::ids::PersonneId;
    use registry::ActeError;
    let gestionnaire = gestionnaire()?;
    let id: PersonneId = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let lu = ssr::lire(&acte, &situation, champs).ok_or_else(ApiErreur::introuvable)?;
    let apercu = registry().apercu_situation(&gestionnaire, id, &lu).await;
    let vers = match apercu {
        Ok(_) => chemin_agir::agir_confirmer(id, &acte, noter_saisie(&lu).await?, false),
        // The record says it.
        Err(ActeError::DemandeEnCours { .. } | ActeError::PropreFiche) => chemin::fiche(id),
        Err(refus @ (ActeError::Introuvable | ActeError::Interdit | ActeError::Indisponible(_))) => {
            return Err(refus.into());
        }
        // The page reads the same rules and says what is wrong.
        Err(_) => chemin_agir::agir_a_revoir(id, &acte, noter_saisie(&lu).await?),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Does what was shown, on the version that was shown.
#[server(prefix = "/api", endpoint = "confirmer-situation")]
pub async fn confirmer_situation(personne: String, version: i64, saisie: String) -> Result<(), ApiErreur> {
    use crate::pages::{chemin, chemin_agir};
    use crate::requete::{gestionnaire, registry, saisie_notee};
    use domain::ids::{PersonneId, RechercheId};
    use registry::ActeError;
    let gestionnaire = gestionnaire()?;
    let id: PersonneId = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let note: RechercheId = saisie.parse().map_err(|_| ApiErreur::introuvable())?;
    let Some(lu) = saisie_notee(note).await? else {
        // Prepared during another session: only who may open the record is told so.
        registry().fiche(&gestionnaire, id).await?;
        leptos_axum::redirect(&chemin_agir::fiche_apres(id, "perdu"));
        return Ok(());
    };
    let acte = ssr::code(&lu);
    let vers = match registry()
        .agir_sur_situation(&gestionnaire, id, version, &lu)
        .await
    {
        Ok(()) => chemin_agir::fiche_apres(id, acte),
        Err(ActeError::FicheModifiee) => chemin_agir::agir_confirmer(id, acte, note, true),
        Err(ActeError::DemandeEnCours { .. } | ActeError::PropreFiche) => chemin::fiche(id),
        Err(refus @ (ActeError::Introuvable | ActeError::Interdit | ActeError::Indisponible(_))) => {
            return Err(refus.into());
        }
        Err(_) => chemin_agir::agir_a_revoir(id, acte, note),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr {
    use domain::saisie::{SaisieFermeture, SaisieSituation};
    use registry::situation::ActeSituation;
    use std::collections::BTreeMap;

    /// What was asked for; none when it is no act, or names no situation.
    pub(super) fn lire(
        acte: &str,
        situation: &str,
        champs: BTreeMap<String, String>,
    ) -> Option<ActeSituation> {
        let situation = situation.parse().ok();
        let saisie = |champs: BTreeMap<String, String>| {
            let mut saisie = SaisieSituation::default();
            for (nom, valeur) in champs {
                saisie.set(&nom, valeur);
            }
            saisie
        };
        Some(match acte {
            "modifier" => ActeSituation::Modifier {
                situation: situation?,
                saisie: saisie(champs),
            },
            "ajouter" => ActeSituation::Ajouter {
                saisie: saisie(champs),
            },
            "fermer" => {
                let mut saisie = SaisieFermeture::default();
                for (nom, valeur) in champs {
                    saisie.set(&nom, valeur);
                }
                ActeSituation::Fermer {
                    situation: situation?,
                    saisie,
                }
            }
            "rouvrir" => ActeSituation::Rouvrir {
                situation: situation?,
            },
            _ => return None,
        })
    }

    /// Its name in an address.
    pub(super) fn code(acte: &ActeSituation) -> &'static str {
        match acte {
            ActeSituation::Modifier { .. } => "modifier",
            ActeSituation::Fermer { .. } => "fermer",
            ActeSituation::Rouvrir { .. } => "rouvrir",
            ActeSituation::Ajouter { .. } => "ajouter",
        }
    }
}
