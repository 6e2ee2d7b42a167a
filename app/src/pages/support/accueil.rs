//! The support's home: search in the whole register, and the age of the reference data.

use crate::api::Rechercher;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ligne, ListeDescription, Pagination, SAISIE, Ton};
use crate::pages::gestion::{FauxNumero, LigneTrouvee, critere, numero_de_page, texte_cherche};
use crate::pages::{chemin, page};
use crate::requete::{operateur, parametre, registry};
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::personne::{Critere, PagePersonnes};

/// The page.
#[component]
pub fn Accueil() -> impl IntoView {
    page(async move {
        let operateur = operateur()?;
        let registry = registry();
        let recherche = texte_cherche().await?;
        let texte = recherche
            .as_ref()
            .map(|(_, texte)| texte.clone())
            .unwrap_or_default();
        let (critere, faux_numero) = critere(&texte);
        let critere = Critere {
            page: numero_de_page(),
            ..critere
        };
        // The whole register is nobody's reading: without a name or a number, nobody is listed.
        let trouves = if texte.is_empty() {
            None
        } else {
            Some(registry.chercher_personnes(&operateur, &critere).await?)
        };
        let referentiels: Vec<Ligne> = registry
            .referentiels(&operateur)
            .await?
            .into_iter()
            .map(super::referentiels::ligne)
            .collect();
        let note = recherche.map(|(id, _)| id);
        let retiree = parametre("fait").as_deref() == Some("suppression");
        Ok(view! {
            <Title text="Support du répertoire" />
            <h1 class="text-3xl font-bold">"Support du répertoire"</h1>
            {retiree
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Succes titre="L’inscription est retirée">
                            "La personne en est prévenue par email. Son numéro ne sera donné à personne d’autre."
                        </Bandeau>
                    }
                })}
            <form method="post" action=Rechercher::url() role="search" class="mt-4 flex flex-wrap items-end gap-3">
                <input type="hidden" name="ou" value="registre" />
                <div class="grow basis-60">
                    <label for="texte" class="block font-bold">"Nom, prénom ou numéro RPPS d’une personne"</label>
                    <input id="texte" name="texte" type="search" value=texte class=format!("{SAISIE} w-full") autocomplete="off" />
                </div>
                <button class=BOUTON_SECONDAIRE>"Rechercher"</button>
            </form>
            {faux_numero.then(|| view! { <FauxNumero /> })}
            {trouves.map(|trouves| view! { <Trouves trouves=trouves note=note /> })}
            <p class="mt-6"><a class=LIEN href=chemin::CONTRATS>"Contrats envoyés, en attente de la carte de directeur"</a></p>
            <p class="mt-2"><a class=LIEN href=chemin::COURRIELS>"Emails qui attendent ou ne sont pas arrivés"</a></p>
            <ListeDescription titre="Référentiels" lignes=referentiels />
            <p class="mt-2"><a class=LIEN href=chemin::REFERENTIELS>"Mettre à jour un référentiel"</a></p>
        })
    })
}

/// The people found.
#[component]
fn Trouves(trouves: PagePersonnes, #[prop(optional_no_strip)] note: Option<RechercheId>) -> impl IntoView {
    let nombre = match trouves.total {
        0 => "Personne ne correspond dans le répertoire.".to_owned(),
        1 => "1 personne".to_owned(),
        n => format!("{n} personnes"),
    };
    view! {
        <p class="mt-6 font-bold" role="status">{nombre}</p>
        <ul class="mt-2 border-t border-line">
            {trouves
                .lignes
                .into_iter()
                .map(|ligne| view! { <LigneTrouvee adresse=chemin::support_personne(ligne.id) ligne=ligne /> })
                .collect_view()}
        </ul>
        <Pagination page=trouves.page pages=trouves.pages adresse=move |page| chemin::support(note, page) />
    }
}
