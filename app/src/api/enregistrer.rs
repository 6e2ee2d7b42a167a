//! Keep what was typed at a step of the demande, valid or not, then go where the person asked.
//!
//! Nothing typed is ever lost: the step is stored first; only then is it read by the rules, and the page that follows shows
//! what is missing. The same endpoint serves the button, the native form and the automatic saving.

use super::ApiErreur;
use domain::saisie::{SaisieContact, SaisieEtatCivil, SaisieLegale, SaisieSituation};
use leptos::prelude::*;

/// Step 1. Fields certified by `FranceConnect` are taken from the account whatever is posted (R14).
#[server(prefix = "/api", endpoint = "enregistrer-etat-civil")]
pub async fn enregistrer_etat_civil(
    demande: String,
    #[server(default)] mode: String,
    #[server(flatten)] saisie: SaisieEtatCivil,
) -> Result<String, ApiErreur> {
    use domain::saisie::Etape;
    let (usager, id) = ssr::sien(&demande)?;
    let le = crate::requete::registry()
        .enregistrer_etat_civil(&usager, id, &saisie)
        .await?;
    ssr::suite(&usager, id, Etape::EtatCivil, &mode, le).await
}

/// Step 2 (R18–R22).
#[server(prefix = "/api", endpoint = "enregistrer-contact")]
pub async fn enregistrer_contact(
    demande: String,
    #[server(default)] mode: String,
    #[server(flatten)] saisie: SaisieContact,
) -> Result<String, ApiErreur> {
    use domain::saisie::Etape;
    let (usager, id) = ssr::sien(&demande)?;
    let le = crate::requete::registry()
        .enregistrer_contact(&usager, id, &saisie)
        .await?;
    ssr::suite(&usager, id, Etape::Contact, &mode, le).await
}

/// Step 3 (R23–R32).
#[server(prefix = "/api", endpoint = "enregistrer-situation")]
pub async fn enregistrer_situation(
    demande: String,
    #[server(default)] mode: String,
    #[server(flatten)] saisie: SaisieSituation,
) -> Result<String, ApiErreur> {
    use domain::saisie::Etape;
    let (usager, id) = ssr::sien(&demande)?;
    let le = crate::requete::registry()
        .enregistrer_situation(&usager, id, &saisie)
        .await?;
    ssr::suite(&usager, id, Etape::Situation, &mode, le).await
}

/// Step 4 (R36, worded for oneself). Nothing is sent yet: the check page comes first.
#[server(prefix = "/api", endpoint = "enregistrer-legale")]
pub async fn enregistrer_legale(
    demande: String,
    #[server(default)] mode: String,
    #[server(flatten)] saisie: SaisieLegale,
) -> Result<String, ApiErreur> {
    use domain::saisie::Etape;
    let (usager, id) = ssr::sien(&demande)?;
    let le = crate::requete::registry()
        .enregistrer_legale(&usager, id, &saisie)
        .await?;
    ssr::suite(&usager, id, Etape::InformationsLegales, &mode, le).await
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::ApiErreur;
    use crate::pages::chemin;
    use crate::requete::{registry, usager};
    use domain::date::Instant;
    use domain::ids::DemandeId;
    use domain::saisie::Etape;
    use registry::droit::Usager;

    pub(super) fn sien(demande: &str) -> Result<(Usager, DemandeId), ApiErreur> {
        let usager = usager()?;
        let id = demande.parse().map_err(|_| ApiErreur::introuvable())?;
        Ok((usager, id))
    }

    /// Where the person goes after a saved step; for the automatic saving, only the time of it.
    pub(super) async fn suite(
        usager: &Usager,
        id: DemandeId,
        etape: Etape,
        mode: &str,
        le: Instant,
    ) -> Result<String, ApiErreur> {
        let (_, heure, minute) = le.paris();
        let quand = format!("{heure:02}:{minute:02}");
        let vers = match mode {
            "auto" => return Ok(quand),
            "quitter" => chemin::MES_DEMANDES.to_owned(),
            // A form taken up after the end of a session: the person sees their step again before going on.
            "rester" => chemin::etape(etape),
            "precedent" => chemin::etape(etape.precedente().unwrap_or(etape)),
            // From the check page one corrects a step and comes back to it.
            "verifier" | "continuer" | "" => {
                let brouillon = registry().brouillon(usager).await?.filter(|b| b.id == id);
                let brouillon = brouillon.ok_or_else(ApiErreur::introuvable)?;
                if registry().erreurs_de_l_etape(&brouillon, etape).is_some() {
                    chemin::etape_a_revoir(etape, mode == "verifier")
                } else if mode == "verifier" {
                    chemin::VERIFICATION.to_owned()
                } else {
                    etape
                        .suivante()
                        .map_or_else(|| chemin::VERIFICATION.to_owned(), chemin::etape)
                }
            }
            _ => return Err(ApiErreur::introuvable()),
        };
        leptos_axum::redirect(&vers);
        Ok(quand)
    }
}
