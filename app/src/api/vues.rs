//! Named views of the queue: recorded, changed and removed by their author.

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed in one of these forms, kept while it cannot be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaisieVue {
    /// the view to change; none for a new one
    pub vue: Option<String>,
    /// as typed
    pub nom: String,
    /// codes of the filter, for a new one
    pub filtre: String,
    /// the box was ticked
    pub partagee: bool,
    /// why it was not accepted
    pub refus: String,
}

/// Gives the codes of a filter a name.
#[server(prefix = "/api", endpoint = "creer-vue")]
pub async fn creer_vue(
    #[server(default)] nom: String,
    #[server(default)] filtre: String,
    #[server(default)] partagee: String,
) -> Result<(), ApiErreur> {
    let gestionnaire = crate::requete::gestionnaire()?;
    let lu: registry::demande::FiltreFile = filtre.parse()?;
    let saisie = SaisieVue {
        vue: None,
        nom,
        filtre,
        partagee: partagee == "on",
        refus: String::new(),
    };
    let issue = match ssr::nom(&saisie) {
        Ok(nom) => {
            crate::requete::registry()
                .creer_vue(&gestionnaire, &nom, &lu, saisie.partagee)
                .await
        }
        Err(refus) => Err(refus),
    };
    match issue {
        Ok(_) => leptos_axum::redirect(&crate::pages::chemin::file(None, &lu.codes())),
        Err(refus) => ssr::revoir(saisie, refus).await?,
    }
    Ok(())
}

/// Gives one's own view another name, shares it or not.
#[server(prefix = "/api", endpoint = "modifier-vue")]
pub async fn modifier_vue(
    vue: String,
    #[server(default)] nom: String,
    #[server(default)] partagee: String,
) -> Result<(), ApiErreur> {
    let gestionnaire = crate::requete::gestionnaire()?;
    let id = vue.parse().map_err(|_| ApiErreur::introuvable())?;
    let saisie = SaisieVue {
        vue: Some(vue),
        nom,
        filtre: String::new(),
        partagee: partagee == "on",
        refus: String::new(),
    };
    let issue = match ssr::nom(&saisie) {
        Ok(nom) => {
            crate::requete::registry()
                .modifier_vue(&gestionnaire, id, &nom, saisie.partagee)
                .await
        }
        Err(refus) => Err(refus),
    };
    match issue {
        Ok(()) => leptos_axum::redirect(&format!("{}?fait=modifiee", crate::pages::chemin::VUES)),
        Err(refus) => ssr::revoir(saisie, refus).await?,
    }
    Ok(())
}

/// Removes one's own view.
#[server(prefix = "/api", endpoint = "supprimer-vue")]
pub async fn supprimer_vue(vue: String) -> Result<(), ApiErreur> {
    let gestionnaire = crate::requete::gestionnaire()?;
    let id = vue.parse().map_err(|_| ApiErreur::introuvable())?;
    crate::requete::registry()
        .supprimer_vue(&gestionnaire, id)
        .await?;
    leptos_axum::redirect(&format!("{}?fait=supprimee", crate::pages::chemin::VUES));
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::{ApiErreur, SaisieVue};
    use registry::ActeError;
    use registry::vue::NomVue;

    pub(super) fn nom(saisie: &SaisieVue) -> Result<NomVue, ActeError> {
        Ok(saisie.nom.parse()?)
    }

    /// Shows the form again with what was typed, which stays on the server.
    pub(super) async fn revoir(saisie: SaisieVue, refus: ActeError) -> Result<(), ApiErreur> {
        if !matches!(
            refus,
            ActeError::NomVue(_) | ActeError::VueExistante | ActeError::TropDeVues
        ) {
            return Err(refus.into());
        }
        let garder = SaisieVue {
            refus: refus.to_string(),
            ..saisie
        };
        let note = crate::requete::noter_saisie(&garder).await?;
        leptos_axum::redirect(&crate::pages::chemin::vue_a_revoir(note));
        Ok(())
    }
}
