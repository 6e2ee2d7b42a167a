//! One structure: what one may do, who may act, what was done.

use super::Entete;
use super::historique::Historique;
use super::rang::Rang;
use super::structures::{UneStructure, combien};
use crate::api::RetablirDesignation;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, Ton};
use crate::pages::{chemin, page};
use crate::requete::{designateur, parametre, registry, segment, session};
use domain::ids::HabilitationId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::designation::{DesignationError, Habilite, StructureDesignee};

/// The page.
#[component]
pub fn Structure() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let finess = segment("finess")?;
        let registry = registry();
        let numero = parametre("page").and_then(|n| n.parse().ok()).unwrap_or(1);
        let liste = registry.habilites(&d, &finess, numero).await?;
        let structure = liste.structure;
        let panier = registry.panier(&d, &finess).await?;
        let en_cours = panier
            .map(|panier| panier.lignes.len())
            .filter(|nombre| *nombre > 0);
        let se_designer = registry.peut_se_designer(&d, &structure).await?;
        let etablissements = if structure.centralisee {
            registry.etablissements_designes(&d, &finess).await?
        } else {
            Vec::new()
        };
        let page_historique = parametre("historique").and_then(|n| n.parse().ok()).unwrap_or(1);
        let historique = registry
            .historique_habilitations(&d, &finess, page_historique)
            .await?;
        let suite = match habilitation_de("retiree").or(habilitation_de("retablie")) {
            Some(id) => registry.habilite(&d, id).await.ok(),
            None => None,
        };
        let maintenant = registry.now();
        let voit_fiches = session().is_some_and(|session| session.est_gestionnaire());
        let dirigeants = match liste.dirigeants.as_slice() {
            [] => None,
            noms => Some(format!(
                "{} dirige{} cette structure\u{a0}: ce droit tient à la carte de directeur, il ne se retire pas ici.",
                noms.join(", "),
                if noms.len() > 1 { "nt" } else { "" }
            )),
        };
        let pages = liste.pages;
        let numero = liste.page;
        let base = finess.clone();
        let vide = liste.lignes.is_empty();
        let (ouvertes, retirees): (Vec<_>, Vec<_>) = liste
            .lignes
            .into_iter()
            .partition(|habilite| habilite.retrait.is_none());
        let de = finess.clone();
        let rangs = move |lignes: Vec<Habilite>| {
            lignes
                .into_iter()
                .map(|habilite| {
                    view! { <Rang habilite=habilite structure=de.clone() maintenant=maintenant voit_fiches=voit_fiches /> }
                })
                .collect_view()
        };
        let (ajouter, demande) = (
            chemin::habilitation::ajouter(&finess),
            chemin::habilitation::demande(&finess),
        );
        let moi = chemin::habilitation::moi(&finess);
        let aucune_retiree = retirees.is_empty();
        Ok(view! {
            <Entete structure=structure.clone() titre="Gestionnaires et mandataires" racine=true />
            <p class="text-soft">{format!("{} · FINESS {} · {}", structure.nom, structure.finess, combien(&structure))}</p>
            {suite.map(|habilite| view! { <Suite habilite=habilite structure=structure.clone() voit_fiches=voit_fiches /> })}
            {parametre("refus").map(|code| view! { <NonRetablie code=code /> })}
            {en_cours
                .map(|nombre| {
                    let quoi = if nombre > 1 { format!("{nombre} personnes choisies") } else { "1 personne choisie".to_owned() };
                    view! {
                        <Bandeau ton=Ton::Info titre="Une demande d’habilitation attend d’être envoyée">
                            {quoi} ". "
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=demande>"Reprendre la demande"</a>
                        </Bandeau>
                    }
                })}
            <div class="mt-4 flex flex-wrap gap-3">
                <a class=BOUTON href=ajouter>"Ajouter un gestionnaire RPPS+"</a>
                {se_designer
                    .then(|| view! { <a class=BOUTON_SECONDAIRE href=moi>"Me désigner gestionnaire RPPS+"</a> })}
            </div>
            <h2 class="mt-8 border-b-2 border-line pb-1 text-xl font-bold">"Peuvent agir"</h2>
            {dirigeants.map(|phrase| view! { <p class="mt-2 max-w-lecture text-soft">{phrase}</p> })}
            {vide
                .then(|| {
                    view! {
                        <p class="mt-2 max-w-lecture">
                            "Personne d’autre n’est encore désigné. Sans gestionnaire, les demandes des professionnels attendent la direction."
                        </p>
                    }
                })}
            <ul>{rangs.clone()(ouvertes)}</ul>
            {(!aucune_retiree)
                .then(|| {
                    view! {
                        <h2 class="mt-8 border-b-2 border-line pb-1 text-xl font-bold">"Retirées depuis moins de 30 jours"</h2>
                        <ul>{rangs(retirees)}</ul>
                    }
                })}
            <Pagination page=numero pages=pages adresse=move |page| chemin::habilitation::structure_page(&base, page) />
            {(!etablissements.is_empty()).then(|| view! { <Etablissements etablissements=etablissements dirigee=structure.dirigee /> })}
            <Historique historique=historique adresse=chemin::habilitation::structure(&structure.finess) />
        })
    })
}

fn habilitation_de(nom: &str) -> Option<HabilitationId> {
    parametre(nom).and_then(|id| id.parse().ok())
}

/// What has just been done, and how to undo it.
#[component]
fn Suite(habilite: Habilite, structure: StructureDesignee, voit_fiches: bool) -> impl IntoView {
    let nom = habilite.nom.clone();
    if habilite.retrait.is_none() {
        return view! {
            <Bandeau ton=Ton::Succes titre=format!("{nom} peut de nouveau agir")>
                "L’habilitation est revenue telle qu’elle était."
            </Bandeau>
        }
        .into_any();
    }
    let fiche = habilite.personne.filter(|_| voit_fiches).map(chemin::fiche);
    let situation = habilite.personne.is_some();
    view! {
        <Bandeau ton=Ton::Succes titre=format!("L’habilitation de {nom} est retirée")>
            <p>"Ce retrait a pris effet. S’il s’agit d’une erreur, vous pouvez l’annuler, tout de suite ou pendant 30 jours dans la liste ci-dessous."</p>
            <form method="post" action=RetablirDesignation::url() class="mt-2">
                <input type="hidden" name="structure" value=structure.finess.to_string() />
                <input type="hidden" name="habilitation" value=habilite.id.to_string() />
                <button class=BOUTON_SECONDAIRE>"Annuler le retrait"</button>
            </form>
            {situation
                .then(|| {
                    view! {
                        <p class="mt-3">
                            "La personne quitte la structure\u{a0}? Pensez à fermer aussi sa situation d’exercice\u{a0}: sans cela, elle garderait ses accès. "
                            {match fiche {
                                Some(adresse) => view! { <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>"Ouvrir sa fiche"</a> }.into_any(),
                                None => "Un gestionnaire ou le représentant légal peut le faire depuis sa fiche.".into_any(),
                            }}
                        </p>
                    }
                })}
        </Bandeau>
    }
    .into_any()
}

#[component]
fn NonRetablie(code: String) -> impl IntoView {
    let raison = [DesignationError::DejaHabilitee, DesignationError::TropTard]
        .into_iter()
        .find(|raison| raison.code() == code)
        .unwrap_or(DesignationError::TropTard);
    view! { <Bandeau ton=Ton::Alerte titre="L’habilitation reste retirée">{raison.to_string()}</Bandeau> }
}

#[component]
fn Etablissements(etablissements: Vec<StructureDesignee>, dirigee: bool) -> impl IntoView {
    let phrase = if dirigee {
        "Une désignation vaut pour toute l’organisation. Pour la limiter à un établissement, ou y déléguer les désignations à un mandataire, choisissez-le\u{a0}:"
    } else {
        "Une désignation vaut pour toute l’organisation. Pour la limiter à un établissement, choisissez-le\u{a0}:"
    };
    view! {
        <details class="mt-8">
            <summary class=format!("{LIEN} inline-flex min-h-11 cursor-pointer items-center font-bold")>"Désigner pour un seul établissement"</summary>
            <p class="max-w-lecture">{phrase}</p>
            <ul class="mt-2 border-t border-line">
                {etablissements.into_iter().map(|structure| view! { <UneStructure structure=structure /> }).collect_view()}
            </ul>
        </details>
    }
    .into_any()
}
