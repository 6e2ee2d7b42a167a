//! Centralised or decentralised (R39, R40), with the structure's own establishments, and who signs (J8).

use super::Essai;
use crate::api::ChoisirOrganisation;
use crate::components::BOUTON;
use domain::structure::{Organisation, Signataire};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::structure::{Detail, EtablissementLie};
use std::sync::Arc;

const CADRE: &str = "rounded-md border border-line has-checked:border-action has-checked:bg-info-fond";
const ETIQUETTE: &str = "flex min-h-11 cursor-pointer items-start gap-3 p-3";
const COCHE: &str = "mt-0.5 size-5 shrink-0 accent-action";

/// The comparison and the form.
#[component]
pub(super) fn ChoixOrganisation(detail: Arc<Detail>, essai: Essai) -> impl IntoView {
    let vue = &detail.vue;
    let ouverts: Vec<EtablissementLie> = detail
        .etablissements
        .iter()
        .filter(|e| e.ouvert)
        .cloned()
        .collect();
    let nombre = ouverts.len();
    let organisation = essai
        .valeur("organisation")
        .unwrap_or_else(|| vue.organisation.portee().to_owned());
    let actuel = detail
        .contrat
        .as_ref()
        .map_or("directeur", |contrat| contrat.signataire.code());
    let signataire = essai.valeur("signataire").unwrap_or_else(|| actuel.to_owned());
    let coches = essai
        .valeur("etablissements")
        .unwrap_or_else(|| vue.finess.to_string());
    let nom_ej = detail.referentiel.nom_ej.clone();
    let comparaison = [
        (
            "Contrats",
            format!("un seul, pour {nom_ej}"),
            format!("un par établissement choisi ({nombre} ouverts)"),
        ),
        (
            "Carte de directeur",
            "une".to_owned(),
            "une par établissement".to_owned(),
        ),
        (
            "Carte d’un gestionnaire",
            "une, pour tous les établissements".to_owned(),
            "une par établissement où il agit".to_owned(),
        ),
        (
            "Droits d’un gestionnaire",
            format!("sur les {nombre} établissements, et sur ceux qui ouvriront"),
            "sur l’établissement de sa carte, et lui seul".to_owned(),
        ),
    ];
    view! {
        <div class="mt-4 overflow-x-auto" tabindex="0" role="region" aria-label="Comparaison des deux organisations">
            <table class="w-full table-fixed border-collapse text-left text-sm hyphens-auto sm:table-auto sm:text-base">
                <thead>
                    <tr class="border-b border-line">
                        <th scope="col" class="w-[30%] py-2 pr-3 sm:w-auto"><span class="sr-only">"Ce qui change"</span></th>
                        <th scope="col" class="py-2 pr-3 align-top">
                            "Centralisée" <span class="block font-normal">"recommandée"</span>
                        </th>
                        <th scope="col" class="py-2 align-top">"Décentralisée"</th>
                    </tr>
                </thead>
                <tbody>
                    {comparaison
                        .into_iter()
                        .map(|(quoi, centralisee, decentralisee)| {
                            view! {
                                <tr class="border-b border-line align-top">
                                    <th scope="row" class="py-2 pr-3 font-bold">{quoi}</th>
                                    <td class="py-2 pr-3">{centralisee}</td>
                                    <td class="py-2">{decentralisee}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
        <form method="post" action=ChoisirOrganisation::url() novalidate>
            <input type="hidden" name="structure" value=vue.finess.to_string() />
            <fieldset class="mt-4" id="organisation-organisation" tabindex="-1" aria-describedby="organisation-organisation-erreur">
                <legend class="font-bold">"Organisation"</legend>
                {faute("organisation-organisation-erreur", essai.erreur("organisation"))}
                <div class="mt-2 grid gap-2">
                    {Organisation::TOUTES
                        .into_iter()
                        .map(|choix| {
                            let id = format!("organisation-{}", choix.portee());
                            let pour = id.clone();
                            let coche = choix.portee() == organisation;
                            let liste = (choix == Organisation::Decentralisee).then(|| cases(&ouverts, &coches));
                            view! {
                                <div class=CADRE>
                                    <label for=pour class=ETIQUETTE>
                                        <input id=id type="radio" name="organisation" value=choix.portee() checked=coche class=COCHE />
                                        <span>{choix.libelle()}</span>
                                    </label>
                                    {liste}
                                </div>
                            }
                        })
                        .collect_view()}
                </div>
            </fieldset>
            <fieldset class="mt-4" id="signataire-organisation" tabindex="-1" aria-describedby="signataire-organisation-erreur">
                <legend class="font-bold">"Qui est le représentant légal\u{a0}?"</legend>
                {faute("signataire-organisation-erreur", essai.erreur("signataire"))}
                <div class="mt-2 grid gap-2">
                    {Signataire::TOUS
                        .into_iter()
                        .map(|qui| {
                            let id = format!("signataire-{}", qui.code());
                            let pour = id.clone();
                            let coche = qui.code() == signataire;
                            view! {
                                <label for=pour class=format!("{CADRE} {ETIQUETTE}")>
                                    <input id=id type="radio" name="signataire" value=qui.code() checked=coche class=COCHE />
                                    <span>{qui.libelle()} <span class="block text-soft">{qui.precision()}</span></span>
                                </label>
                            }
                        })
                        .collect_view()}
                </div>
            </fieldset>
            <button class=format!("{BOUTON} mt-4")>"Enregistrer ce choix"</button>
        </form>
    }
}

/// What is wrong with a group of answers; its place is there when nothing is.
fn faute(id: &'static str, erreur: Option<String>) -> impl IntoView {
    let absente = erreur.is_none();
    view! {
        <p id=id class="max-w-lecture font-bold text-danger" hidden=absente>
            {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
        </p>
    }
}

/// The open establishments, those of a decentralised contract ticked.
fn cases(ouverts: &[EtablissementLie], coches: &str) -> impl IntoView + use<> {
    let lignes = ouverts
        .iter()
        .map(|etablissement| {
            let finess = etablissement.finess.to_string();
            let id = format!("etablissement-{finess}");
            let pour = id.clone();
            let coche = coches.split(' ').any(|coche| coche == finess);
            let texte = format!("{} · {} · FINESS {finess}", etablissement.nom, etablissement.commune);
            view! {
                <label for=pour class="flex min-h-11 cursor-pointer items-start gap-3 py-2">
                    <input id=id type="checkbox" name="etablissements[]" value=finess checked=coche class=COCHE />
                    <span>{texte}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="pr-3 pb-3 pl-11">
            <legend class="text-soft">"Pour une organisation décentralisée, un contrat pour chacun de ceux-ci\u{a0}:"</legend>
            {lignes}
        </fieldset>
    }
}
