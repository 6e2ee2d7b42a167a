//! A departure in one act: prepared, confirmed once, undone for a moment, opened again later.

use super::{ApiErreur, SuiteDecision};
use domain::saisie::SaisieFermeture;
use leptos::prelude::*;

/// Keeps what was filled in and shows what it would do, or the form again with what is wrong. Changes nothing.
#[server(prefix = "/api", endpoint = "preparer-depart")]
pub async fn preparer_depart(
    personne: String,
    #[server(default)] situations: Vec<String>,
    #[server(default)] habilitations: String,
    #[server(default)] memes: Vec<String>,
    #[server(default)] collegue: String,
    #[server(flatten)] fermeture: SaisieFermeture,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, noter_saisie, registry};
    use domain::ids::PersonneId;
    use registry::ActeError;
    use registry::depart::SaisieDepart;
    let gestionnaire = gestionnaire()?;
    let id: PersonneId = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let saisie = SaisieDepart {
        fermeture,
        situations: situations.iter().filter_map(|id| id.parse().ok()).collect(),
        habilitations: habilitations == "on",
        collegue: collegue.parse().ok(),
        memes: memes.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    let d = ssr::designateur();
    let apercu = registry()
        .apercu_depart(&gestionnaire, d.as_ref(), id, &saisie)
        .await;
    let vers = match apercu {
        Ok(_) => chemin::partir_confirmer(id, noter_saisie(&saisie).await?, false),
        // The form says it.
        Err(ActeError::DemandeEnCours { .. } | ActeError::PropreFiche) => chemin::partir(id),
        Err(refus @ (ActeError::Introuvable | ActeError::Interdit | ActeError::Indisponible(_))) => {
            return Err(refus.into());
        }
        // The page reads the same rules and says what is wrong.
        Err(_) => chemin::partir_a_revoir(id, noter_saisie(&saisie).await?),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Does what was shown, on the version that was shown. Sent again, however late, the same intention changes nothing more.
#[server(prefix = "/api", endpoint = "confirmer-depart")]
pub async fn confirmer_depart(
    personne: String,
    version: i64,
    saisie: String,
    intention: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{gestionnaire, registry, saisie_notee};
    use domain::ids::{DepartId, PersonneId, RechercheId};
    use registry::ActeError;
    let gestionnaire = gestionnaire()?;
    let id: PersonneId = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let depart: DepartId = intention.parse().map_err(|_| ApiErreur::introuvable())?;
    // Confirmed already, perhaps by an answer that was lost: what it was prepared with may be gone, and is not needed.
    if registry()
        .depart_deja_enregistre(&gestionnaire, (depart, id))
        .await?
    {
        leptos_axum::redirect(&chemin::depart(depart));
        return Ok(());
    }
    let note: RechercheId = saisie.parse().map_err(|_| ApiErreur::introuvable())?;
    let Some(lue) = saisie_notee(note).await? else {
        // Prepared during another session, perhaps somebody else's (a tab that waited for the network): nothing is done, nor read, in
        // the name of this one. Only who may open the record is told so.
        registry().partant_du_perimetre(&gestionnaire, id).await?;
        leptos_axum::redirect(&chemin::departs_perdu());
        return Ok(());
    };
    let d = ssr::designateur();
    let fait = registry()
        .enregistrer_depart(&gestionnaire, d.as_ref(), (depart, id), version, &lue)
        .await;
    let vers = match fait {
        Ok(()) => chemin::depart(depart),
        Err(ActeError::FicheModifiee) => chemin::partir_confirmer(id, note, true),
        Err(ActeError::DemandeEnCours { .. } | ActeError::PropreFiche) => chemin::partir(id),
        Err(refus @ (ActeError::Introuvable | ActeError::Interdit | ActeError::Indisponible(_))) => {
            return Err(refus.into());
        }
        Err(_) => chemin::partir_a_revoir(id, note),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Undoes one's own departure, during the delay.
#[server(prefix = "/api", endpoint = "annuler-depart")]
pub async fn annuler_depart(depart: String) -> Result<(), ApiErreur> {
    use crate::requete::{gestionnaire, registry};
    let id = depart.parse().map_err(|_| ApiErreur::introuvable())?;
    let fait = registry().annuler_depart(&gestionnaire()?, id).await;
    ssr::revenir(id, fait)
}

/// Opens a departure again, for thirty days.
#[server(prefix = "/api", endpoint = "rouvrir-depart")]
pub async fn rouvrir_depart(depart: String) -> Result<(), ApiErreur> {
    use crate::requete::{gestionnaire, registry};
    let id = depart.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let d = ssr::designateur();
    match registry().rouvrir_depart(&gestionnaire, d.as_ref(), id).await {
        Ok(refus) => {
            leptos_axum::redirect(&ssr::rouvert(id, &refus));
            Ok(())
        }
        Err(refus) => ssr::revenir(id, Err(refus)),
    }
}

/// Says whether a card under the name of somebody is theirs, from the list of departures or from one of them.
#[server(prefix = "/api", endpoint = "repondre-meme")]
pub async fn repondre_meme(
    personne: String,
    compte: String,
    reponse: String,
    #[server(default)] depart: String,
) -> Result<(), ApiErreur> {
    use crate::pages::{chemin, depart::code_reponse};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::{DepartId, PersonneId};
    use registry::ActeError;
    let gestionnaire = gestionnaire()?;
    let id: PersonneId = personne.parse().map_err(|_| ApiErreur::introuvable())?;
    let compte = compte.parse().map_err(|_| ApiErreur::introuvable())?;
    let reponse = reponse.parse().map_err(|_| ApiErreur::introuvable())?;
    let d = ssr::designateur();
    let suite = registry()
        .repondre_meme(&gestionnaire, d.as_ref(), id, compte, reponse)
        .await;
    let vers = match suite {
        Ok(suite) => match depart.parse::<DepartId>() {
            Ok(depart) => chemin::depart_repondu(depart, code_reponse(suite)),
            Err(_) => chemin::departs_repondu(code_reponse(suite)),
        },
        // The form of the departure says it.
        Err(ActeError::DemandeEnCours { .. } | ActeError::PropreFiche) => chemin::partir(id),
        Err(refus) => return Err(refus.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Whether a departure can still be undone. Asking is not a sign of the person.
#[server(prefix = "/api", endpoint = "etat-depart")]
pub async fn etat_depart(depart: String) -> Result<SuiteDecision, ApiErreur> {
    use crate::requete::{gestionnaire, registry};
    let id = depart.parse().map_err(|_| ApiErreur::introuvable())?;
    Ok(registry()
        .depart(&gestionnaire()?, None, id)
        .await?
        .ligne
        .etat
        .into())
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::{ApiErreur, SuiteDecision};
    use crate::pages::chemin;
    use domain::ids::DepartId;
    use registry::ActeError;
    use registry::depart::EtatDepart;
    use registry::droit::Designateur;

    /// The right to withdraw habilitations, when the person has it; without it the act does the rest (R45).
    pub(super) fn designateur() -> Option<Designateur> {
        crate::requete::session()?.designateur().ok()
    }

    /// Back to the departure, with what could not be done.
    pub(super) fn revenir(id: DepartId, fait: Result<(), ActeError>) -> Result<(), ApiErreur> {
        let vers = match fait {
            Ok(()) => chemin::depart(id),
            Err(ActeError::TropTard) => chemin::depart_a_revoir(id, "trop-tard"),
            Err(ActeError::FicheModifiee) => chemin::depart_a_revoir(id, "change"),
            Err(ActeError::DemandeEnCours { .. }) => chemin::depart_a_revoir(id, "demande"),
            Err(ActeError::NonRouvrable) => chemin::depart_a_revoir(id, "delai"),
            Err(ActeError::SansChangement) => chemin::depart_a_revoir(id, "rien"),
            Err(ActeError::SituationExistante) => chemin::depart_a_revoir(id, "existante"),
            Err(ActeError::NonEligible(_)) => chemin::depart_a_revoir(id, "fermee"),
            Err(refus @ (ActeError::Introuvable | ActeError::Interdit | ActeError::Indisponible(_))) => {
                return Err(refus.into());
            }
            Err(_) => chemin::depart_a_revoir(id, "non"),
        };
        leptos_axum::redirect(&vers);
        Ok(())
    }

    /// Back to a departure that was opened again, with what was left as it is.
    pub(super) fn rouvert(id: DepartId, refus: &[ActeError]) -> String {
        match refus.first() {
            None => chemin::depart(id),
            Some(ActeError::SituationExistante) => chemin::depart_a_revoir(id, "sauf-existante"),
            Some(_) => chemin::depart_a_revoir(id, "sauf-fermee"),
        }
    }

    impl From<EtatDepart> for SuiteDecision {
        fn from(etat: EtatDepart) -> Self {
            let finie = |phrase: &str| Self {
                attend: false,
                secondes: None,
                phrase: phrase.to_owned(),
            };
            match etat {
                EtatDepart::Annulable(secondes) => Self {
                    attend: true,
                    secondes: Some(secondes),
                    phrase: String::new(),
                },
                EtatDepart::Planifie => finie(
                    "C’est enregistré. Le départ prendra effet après le dernier jour\u{a0}; il peut être rouvert jusque-là, et pendant trente jours ensuite.",
                ),
                EtatDepart::Fait => finie(
                    "C’est fait\u{a0}: la personne en est prévenue par email. En cas d’erreur, ce départ peut être rouvert pendant trente jours.",
                ),
                EtatDepart::Empeche => finie("La fin a changé depuis\u{a0}: aucun accès n’a été retiré."),
                EtatDepart::Partiel => {
                    finie("Une fin a changé depuis\u{a0}: une partie des accès est gardée.")
                }
                EtatDepart::Annule => finie("Ce départ est annulé\u{a0}: rien n’a changé."),
                EtatDepart::Rouvert => finie("Ce départ a été rouvert."),
            }
        }
    }
}
