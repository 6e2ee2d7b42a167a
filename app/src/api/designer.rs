//! Designating gestionnaires and mandataires (J6), withdrawing and undoing (R52). What is typed stays on the server: addresses
//! hold the number of the structure and ids.

use super::ApiErreur;
use domain::saisie::{SaisieCgu, SaisieHabilite, SaisieInconnu};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed of somebody, or of the terms, kept while it cannot be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DesignationARevoir {
    /// somebody whom no search finds
    pub inconnu: SaisieInconnu,
    /// contact and training
    pub habilite: SaisieHabilite,
    /// terms
    pub cgu: SaisieCgu,
    /// what the register answered, when the form alone could not tell
    pub refus: Option<String>,
}

/// Looks for somebody to designate; what is looked for is kept with the session.
#[server(prefix = "/api", endpoint = "trouver-gestionnaires")]
pub async fn trouver_gestionnaires(
    structure: String,
    #[server(default)] nom: String,
    #[server(default)] prenom: String,
    #[server(default)] identifiant: String,
    #[server(default)] carte: String,
    #[server(default)] lieu: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, noter_saisie, registry};
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().structure_designee(&designateur, &finess).await?;
    let court = |texte: String| texte.trim().chars().take(100).collect::<String>();
    let cherche = registry::designation::RechercheHabilite {
        nom: court(nom),
        prenom: court(prenom),
        identifiant: court(identifiant),
        carte: court(carte),
        structure: court(lieu),
    };
    let note = noter_saisie(&cherche).await?;
    leptos_axum::redirect(&chemin::habilitation::trouves(&finess, note));
    Ok(())
}

/// Puts somebody that the search found, or with `moi` oneself, in the demande under way.
#[server(prefix = "/api", endpoint = "choisir-gestionnaire")]
pub async fn choisir_gestionnaire(
    structure: String,
    #[server(default)] identifiant: String,
    #[server(default)] moi: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, registry};
    use registry::designation::Ajout;
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let ajout = if moi == "on" {
        Ajout::Moi
    } else {
        Ajout::Connu(identifiant.parse().map_err(|_| ApiErreur::introuvable())?)
    };
    let ligne = registry()
        .ajouter_au_panier(&designateur, &finess, &ajout)
        .await?;
    leptos_axum::redirect(&chemin::habilitation::ligne(&finess, ligne));
    Ok(())
}

/// Puts somebody whom no search finds in the demande under way, by the identifier of their card and their name.
#[server(prefix = "/api", endpoint = "nommer-gestionnaire")]
pub async fn nommer_gestionnaire(
    structure: String,
    #[server(flatten)] saisie: SaisieInconnu,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, noter_saisie, registry};
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let vers = if let Ok(inconnu) = saisie.valider() {
        let ajout = registry::designation::Ajout::Nomme(inconnu);
        let ligne = registry()
            .ajouter_au_panier(&designateur, &finess, &ajout)
            .await?;
        chemin::habilitation::ligne(&finess, ligne)
    } else {
        let note = noter_saisie(&DesignationARevoir {
            inconnu: saisie,
            ..DesignationARevoir::default()
        })
        .await?;
        chemin::habilitation::nommer_a_revoir(&finess, note)
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Keeps the contact and the training of somebody of the demande.
#[server(prefix = "/api", endpoint = "completer-gestionnaire")]
pub async fn completer_gestionnaire(
    structure: String,
    ligne: String,
    #[server(flatten)] saisie: SaisieHabilite,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, noter_saisie, registry};
    use registry::ActeError;
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let ligne = ligne.parse().map_err(|_| ApiErreur::introuvable())?;
    let registry = registry();
    let refus = match saisie.valider(registry.aujourd_hui()) {
        // The fields say it themselves.
        Err(_) => {
            registry.ligne_panier(&designateur, &finess, ligne).await?;
            None
        }
        Ok(valide) => match registry
            .completer_ligne(&designateur, &finess, ligne, &valide)
            .await
        {
            Ok(()) => {
                leptos_axum::redirect(&chemin::habilitation::demande(&finess));
                return Ok(());
            }
            Err(ActeError::Designation(refus)) => Some(refus.to_string()),
            Err(autre) => return Err(autre.into()),
        },
    };
    let note = noter_saisie(&DesignationARevoir {
        habilite: saisie,
        refus,
        ..DesignationARevoir::default()
    })
    .await?;
    leptos_axum::redirect(&chemin::habilitation::ligne_a_revoir(&finess, ligne, note));
    Ok(())
}

/// Takes somebody out of the demande under way.
#[server(prefix = "/api", endpoint = "oublier-gestionnaire")]
pub async fn oublier_gestionnaire(structure: String, ligne: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, registry};
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let ligne = ligne.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().retirer_du_panier(&designateur, &finess, ligne).await?;
    leptos_axum::redirect(&chemin::habilitation::demande(&finess));
    Ok(())
}

/// Sends the demande d'habilitation called `demande`, once, when both terms are accepted.
#[server(prefix = "/api", endpoint = "envoyer-habilitations")]
pub async fn envoyer_habilitations(
    structure: String,
    demande: String,
    #[server(flatten)] cgu: SaisieCgu,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, noter_saisie, registry};
    use registry::ActeError;
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let id = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    registry().structure_designee(&designateur, &finess).await?;
    let refus = match cgu.valider() {
        Err(_) => None,
        Ok(acceptees) => match registry().envoyer_designation(&designateur, id, acceptees).await {
            Ok(id) => {
                leptos_axum::redirect(&chemin::habilitation::envoi(&finess, id));
                return Ok(());
            }
            Err(ActeError::Designation(refus)) => Some(refus.to_string()),
            Err(autre) => return Err(autre.into()),
        },
    };
    let note = noter_saisie(&DesignationARevoir {
        cgu,
        refus,
        ..DesignationARevoir::default()
    })
    .await?;
    leptos_axum::redirect(&chemin::habilitation::demande_a_revoir(&finess, note));
    Ok(())
}

/// Sends the designateur a mail of confirmation, once.
#[server(prefix = "/api", endpoint = "confirmer-habilitations")]
pub async fn confirmer_habilitations(
    structure: String,
    demande: String,
    #[server(default)] email: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, noter_saisie, registry};
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let id = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let vers = if let Ok(email) = email.parse() {
        registry().confirmer_envoi(&designateur, id, &email).await?;
        chemin::habilitation::envoi_fini(&finess, id)
    } else {
        registry().envoi(&designateur, id).await?;
        let habilite = SaisieHabilite {
            email,
            ..SaisieHabilite::default()
        };
        let note = noter_saisie(&DesignationARevoir {
            habilite,
            ..DesignationARevoir::default()
        })
        .await?;
        chemin::habilitation::envoi_a_revoir(&finess, id, note)
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// « Me désigner gestionnaire RPPS+ »: contact, training and terms in one go.
#[server(prefix = "/api", endpoint = "me-designer")]
pub async fn me_designer(
    structure: String,
    #[server(default)] cgu: String,
    #[server(default)] cgu_habilitations: String,
    #[server(flatten)] saisie: SaisieHabilite,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, noter_saisie, registry};
    use registry::ActeError;
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let registry = registry();
    registry.structure_designee(&designateur, &finess).await?;
    let cgu = SaisieCgu {
        cgu,
        cgu_habilitations,
    };
    let saisie = SaisieHabilite {
        genre_habilitation: domain::designation::GenreDesignation::Gestionnaire
            .code()
            .to_owned(),
        ..saisie
    };
    let refus = match (saisie.valider(registry.aujourd_hui()), cgu.valider()) {
        (Ok(valide), Ok(acceptees)) => match registry
            .me_designer(&designateur, &finess, &valide, acceptees)
            .await
        {
            Ok(id) => {
                leptos_axum::redirect(&chemin::habilitation::envoi_fini(&finess, id));
                return Ok(());
            }
            Err(ActeError::Designation(refus)) => Some(refus.to_string()),
            Err(autre) => return Err(autre.into()),
        },
        _ => None,
    };
    let note = noter_saisie(&DesignationARevoir {
        habilite: saisie,
        cgu,
        refus,
        ..DesignationARevoir::default()
    })
    .await?;
    leptos_axum::redirect(&chemin::habilitation::moi_a_revoir(&finess, note));
    Ok(())
}

/// Withdraws a right, with `toutes` every other one of the same person too, with effect on their next request.
#[server(prefix = "/api", endpoint = "retirer-designation")]
pub async fn retirer_designation(
    structure: String,
    habilitation: String,
    #[server(default)] motif_retrait: String,
    #[server(default)] toutes: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, registry};
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let id = habilitation.parse().map_err(|_| ApiErreur::introuvable())?;
    let vers = if let Ok(motif) = motif_retrait.parse() {
        registry()
            .retirer_designation(&designateur, id, motif, toutes == "on")
            .await?;
        chemin::habilitation::retiree(&finess, id)
    } else {
        registry().habilite(&designateur, id).await?;
        chemin::habilitation::retirer_a_revoir(&finess, id)
    };
    leptos_axum::redirect(&vers);
    Ok(())
}

/// Undoes a withdrawal.
#[server(prefix = "/api", endpoint = "retablir-designation")]
pub async fn retablir_designation(structure: String, habilitation: String) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::{designateur, registry};
    use registry::ActeError;
    let designateur = designateur()?;
    let finess = structure.parse().map_err(|_| ApiErreur::introuvable())?;
    let id = habilitation.parse().map_err(|_| ApiErreur::introuvable())?;
    let vers = match registry().retablir_designation(&designateur, id).await {
        Ok(_) => chemin::habilitation::retablie(&finess, id),
        Err(ActeError::Designation(refus)) => chemin::habilitation::non_retablie(&finess, refus.code()),
        Err(autre) => return Err(autre.into()),
    };
    leptos_axum::redirect(&vers);
    Ok(())
}
