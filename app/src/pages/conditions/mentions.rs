//! Who runs this portal: what its configuration says, and what is missing said as missing.

use super::texte::Autres;
use crate::components::{Bandeau, LIEN, Ton};
use crate::pages::chemin;
use crate::requete::{config, exploitant};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn MentionsLegales() -> impl IntoView {
    let exploitant = exploitant();
    let lignes = exploitant
        .lignes()
        .into_iter()
        .map(|(libelle, valeur)| {
            view! {
                <div class="border-b border-line py-2 sm:grid sm:grid-cols-[16rem_1fr] sm:gap-4">
                    <dt class="text-soft">{libelle}</dt>
                    <dd class="[overflow-wrap:anywhere]">{valeur.unwrap_or("Non renseigné").to_owned()}</dd>
                </div>
            }
        })
        .collect_view();
    let avis = if config().demonstration {
        Some(
            "Ceci est une démonstration\u{a0}: elle n’est ouverte à personne, et personne n’y est inscrit pour de vrai.",
        )
    } else if exploitant.est_complet() {
        None
    } else {
        Some(
            "L’exploitant de ce portail n’a pas encore dit qui il est. Ses coordonnées sont celles de la structure qui vous a donné cette adresse.",
        )
    };
    view! {
        <Title text="Mentions légales" />
        <article class="max-w-lecture">
            <h1 class="text-3xl font-bold">"Mentions légales"</h1>
            {avis.map(|avis| view! { <Bandeau ton=Ton::Info titre="À savoir">{avis}</Bandeau> })}
            <section class="mt-8">
                <h2 class="text-2xl font-bold">"Qui exploite ce portail"</h2>
                <dl class="mt-3">{lignes}</dl>
            </section>
            <section class="mt-8">
                <h2 class="text-2xl font-bold">"Le logiciel"</h2>
                <p class="mt-3">
                    "Logiciel libre sous licence Apache 2.0, indépendant de l’Agence du numérique en santé. Les listes nationales qu’il contient restent celles de leurs auteurs, citées dans "
                    <a class=LIEN href=chemin::AIDE>"l’aide"</a>
                    "."
                </p>
            </section>
            <Autres sauf="mentions-legales".to_owned() />
        </article>
    }
}
