//! How a page that has to read something is drawn, and what is drawn instead when it cannot be.

use super::chemin;
use crate::api::{ApiErreur, Code};
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::requete::{adresse, session};
use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

/// Why a page is not the one that was asked for.
#[derive(Debug)]
pub enum Sortie {
    /// a refusal, with its status and its sentence
    Erreur(ApiErreur),
    /// another page is the right one now
    Vers(String),
}

impl From<ApiErreur> for Sortie {
    fn from(erreur: ApiErreur) -> Self {
        Self::Erreur(erreur)
    }
}

impl From<registry::ActeError> for Sortie {
    fn from(erreur: registry::ActeError) -> Self {
        Self::Erreur(erreur.into())
    }
}

impl From<registry::db::DbError> for Sortie {
    fn from(erreur: registry::db::DbError) -> Self {
        Self::Erreur(erreur.into())
    }
}

impl Sortie {
    fn afficher(self) -> AnyView {
        match self {
            Self::Vers(adresse) => {
                leptos_axum::redirect(&adresse);
                ().into_any()
            }
            Self::Erreur(ApiErreur {
                code: Code::Connexion,
                ..
            }) => {
                leptos_axum::redirect(&chemin::connexion_puis(&adresse()));
                ().into_any()
            }
            Self::Erreur(erreur) => view! { <PageErreur erreur=erreur /> }.into_any(),
        }
    }
}

/// Draws the page once its content has been read. The whole answer waits for it: status, title and redirection are right.
pub fn page<V: IntoView + 'static>(
    contenu: impl Future<Output = Result<V, Sortie>> + Send + 'static,
) -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match contenu.await {
                    Ok(vue) => vue.into_any(),
                    Err(sortie) => sortie.afficher(),
                }
            })}
        </Suspense>
    }
}

/// The page of a refusal.
#[component]
pub fn PageErreur(erreur: ApiErreur) -> impl IntoView {
    if let (Some(response), Ok(status)) = (
        use_context::<ResponseOptions>(),
        StatusCode::from_u16(erreur.code.status()),
    ) {
        response.set_status(status);
    }
    let titre = match erreur.code {
        Code::Introuvable => "Page introuvable",
        Code::Interdit => "Accès réservé",
        Code::Indisponible => "Portail momentanément indisponible",
        _ => "Action impossible",
    };
    // Who is signed in goes back to their own pages, unless it is these that refuse.
    let (retour, libelle) = match session().as_ref().map(chemin::accueil_de) {
        Some(accueil) if accueil != adresse() => (accueil, "Revenir à mon espace"),
        _ => ("/", "Revenir à l’accueil"),
    };
    view! {
        <Title text=titre />
        <h1 class="text-3xl font-bold">{titre}</h1>
        <Bandeau ton=Ton::Erreur titre="Ce qui s’est passé">{erreur.message}</Bandeau>
        <p class="mt-6">
            <a class=BOUTON href=retour>{libelle}</a>
        </p>
        <p class="mt-4"><a class=LIEN href=chemin::AIDE>"Chercher dans l’aide"</a></p>
    }
}
