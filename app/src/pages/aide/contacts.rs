//! Who to write to, where to read.

use super::fonds::{RELU_LE, fonds};
use crate::components::LIEN;
use crate::pages::chemin;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Contacts() -> impl IntoView {
    let fonds = fonds();
    let groupes = fonds
        .contacts
        .iter()
        .map(|groupe| {
            let liens = groupe
                .liens
                .iter()
                .map(|lien| {
                    let source = fonds.sources.iter().find(|source| source.cle == lien.source);
                    let source = source.map(|source| {
                        view! { <p class="text-sm text-soft">{format!("Source\u{a0}: {} ({}).", source.titre, source.date)}</p> }
                    });
                    view! {
                        <li>
                            <h3 class="font-bold">{lien.nom.clone()}</h3>
                            <p>
                                <a class="inline-flex min-h-11 max-w-full items-center text-action underline underline-offset-2 [overflow-wrap:anywhere]" href=lien.adresse.clone()>
                                    {lien.texte.clone()}
                                </a>
                            </p>
                            <p>{lien.quoi.clone()}</p>
                            {source}
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="mt-8">
                    <h2 class="text-2xl font-bold">{groupe.titre.clone()}</h2>
                    <ul class="mt-3 grid gap-5">{liens}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <Title text="Contacts et liens officiels" />
        <div class="max-w-lecture">
            <p class="ecran-seul"><a class="inline-flex min-h-11 items-center text-action underline underline-offset-2" href=chemin::AIDE>"Aide"</a></p>
            <h1 class="text-3xl font-bold">"Contacts et liens officiels"</h1>
            <p class="mt-2">
                "Pour votre demande, le premier contact est le gestionnaire RPPS+ de votre établissement\u{a0}: écrivez-lui depuis "
                <a class=LIEN href=chemin::MES_DEMANDES>"votre demande"</a>
                "."
            </p>
            {groupes}
            <p class="mt-8 text-soft">{format!("Adresses relevées dans les documents cités, relues le {RELU_LE}.")}</p>
        </div>
    }
}
