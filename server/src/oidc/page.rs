//! The page of a sign-in that did not succeed: what happened, what was kept, what to do.

use super::echec::Echec;
use app::components::{BOUTON, Bandeau, LIEN, Ton};
use app::pages::chemin;
use app::shell::{Cadre, page_seule};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};
use leptos::prelude::*;

/// Draws it. `reessayer` is the address that begins again.
pub(super) fn page_d_echec(cadre: &Cadre, echec: Echec, reessayer: String) -> Response {
    let titre = echec.titre();
    let ton = match echec {
        Echec::Refuse | Echec::Perime => Ton::Info,
        _ => Ton::Erreur,
    };
    let html = page_seule(
        cadre,
        titre,
        view! {
            <h1 class="text-2xl font-bold">{titre}</h1>
            <Bandeau ton=ton titre="Ce qui s’est passé">{echec.to_string()}</Bandeau>
            <p class="mt-6 flex flex-wrap items-center gap-4">
                <a class=BOUTON href=reessayer>"Réessayer"</a>
                <a class=LIEN href=chemin::CONNEXION>"Choisir un autre moyen de connexion"</a>
            </p>
            <p class="mt-4"><a class=LIEN href="/">"Revenir à l’accueil"</a></p>
        },
    );
    let mut reponse = (echec.status(), [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
    if matches!(echec, Echec::Injoignable | Echec::Lent) {
        reponse
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    reponse
}
