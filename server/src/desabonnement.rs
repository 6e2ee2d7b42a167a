//! The link at the end of notifications. Opening it asks; sending the form, or the one click of a mail program (RFC 8058, a POST
//! without a session), ends those mails. The token is all the right there is: it ends mails and does nothing else.

use crate::pages_d_erreur::{Etat, indisponible, simple};
use app::components::{BOUTON, Bandeau, Ton};
use app::pages::chemin;
use app::shell::page_seule;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use leptos::prelude::*;
use registry::ActeError;
use registry::notification::Portee;

/// Its routes.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(etat: Etat) -> Router<S> {
    Router::new()
        .route("/desabonnement/{jeton}", get(demander).post(finir))
        .with_state(etat)
}

/// Asks. Programs that open every link of a mail change nothing.
async fn demander(State(etat): State<Etat>, Path(jeton): Path<String>) -> Response {
    match etat.registry.lire_desabonnement(&jeton).await {
        Ok(Some(portee)) => page(&etat, "Ne plus recevoir ces messages", question(portee)),
        Ok(None) => inconnu(&etat),
        Err(cause) => en_panne(&etat, &cause),
    }
}

/// Ends those mails.
async fn finir(State(etat): State<Etat>, Path(jeton): Path<String>) -> Response {
    match etat.registry.desabonner(&jeton).await {
        Ok(portee) => page(&etat, "C’est fait", faite(portee)),
        Err(ActeError::Indisponible(cause)) => en_panne(&etat, &cause),
        Err(_) => inconnu(&etat),
    }
}

fn question(portee: Portee) -> impl IntoView + 'static {
    view! {
        <h1 class="text-2xl font-bold">"Ne plus recevoir ces messages"</h1>
        <p class="mt-4">{format!("Vous ne recevrez plus {} à cette adresse.", portee.libelle())}</p>
        // No address: the form goes back to this very page.
        <form method="post" class="mt-6">
            <button class=BOUTON>"Ne plus recevoir ces messages"</button>
        </form>
        <Suite portee=portee />
    }
}

fn faite(portee: Portee) -> impl IntoView + 'static {
    view! {
        <h1 class="text-2xl font-bold">"C’est fait"</h1>
        <Bandeau ton=Ton::Succes titre="Vous êtes désabonné">
            {format!("Vous ne recevrez plus {} à cette adresse.", portee.libelle())}
        </Bandeau>
        <Suite portee=portee />
    }
}

/// Where the rest is chosen; the reminders of a review are of that review only.
#[component]
fn Suite(portee: Portee) -> impl IntoView {
    if let Portee::Revue(_) = portee {
        return view! {
            <p class="mt-6 text-soft">
                "La revue reste à faire, à la page «\u{a0}Revues des accès\u{a0}» ou par le lien qui vous a été confié. Les suivantes auront leurs propres rappels."
            </p>
        }
        .into_any();
    }
    view! {
        <p class="mt-6 text-soft">
            "Le détail se règle à la page «\u{a0}Notifications\u{a0}», après connexion\u{a0}: "
            <a class="text-action underline" href=chemin::NOTIFICATIONS>"choisir le rythme des notifications"</a>
            "."
        </p>
    }
    .into_any()
}

fn page(etat: &Etat, titre: &'static str, contenu: impl IntoView + 'static) -> Response {
    let html = page_seule(&etat.cadre, titre, contenu);
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

/// Not written by this portal, or of an address that is not in use any more: the two look the same.
fn inconnu(etat: &Etat) -> Response {
    simple(
        &etat.cadre,
        StatusCode::NOT_FOUND,
        "Lien inconnu",
        "Ce lien est incomplet, ou l’adresse à laquelle il a été envoyé ne reçoit déjà plus de messages du portail.".to_owned(),
    )
}

fn en_panne(etat: &Etat, cause: &registry::db::DbError) -> Response {
    tracing::error!(%cause, "an unsubscription could not be read or written");
    indisponible(&etat.cadre)
}
