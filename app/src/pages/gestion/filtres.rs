//! Searching, filtering and sorting the queue: forms that need no script, and what is asked for written as links that take it
//! away again.

use crate::api::Rechercher;
use crate::components::{BOUTON_SECONDAIRE, LIEN, SAISIE};
use crate::pages::chemin;
use domain::etablissement::EtablissementResume;
use domain::ids::RechercheId;
use domain::nomenclature::{CodeProfession, Nomenclatures};
use domain::texte::minuscule;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::demande::{Anciennete, FiltreFile, OrigineDemande, Tri};
use std::sync::Arc;

/// What can be chosen, in words.
pub(super) struct Choix {
    /// establishments of the perimeter
    pub(super) etablissements: Vec<EtablissementResume>,
    /// professions met in the queue
    pub(super) professions: Vec<CodeProfession>,
    /// the lists
    pub(super) nomenclatures: Arc<Nomenclatures>,
}

impl Choix {
    fn profession(&self, code: &CodeProfession) -> String {
        let connue = self.nomenclatures.profession(code);
        connue.map_or_else(|| code.to_string(), |connue| connue.libelle.clone())
    }

    /// What narrows the filter, in words, each with the filter that it would be without.
    pub(super) fn actifs(&self, filtre: &FiltreFile) -> Vec<(String, FiltreFile)> {
        let filtre = FiltreFile {
            page: 1,
            ..filtre.clone()
        };
        let sans = |retirer: &dyn Fn(&mut FiltreFile)| {
            let mut autre = filtre.clone();
            retirer(&mut autre);
            autre
        };
        let mut actifs = Vec::new();
        for finess in &filtre.etablissements {
            let connu = self.etablissements.iter().find(|e| e.finess == *finess);
            let nom = connu.map_or_else(|| format!("FINESS {finess}"), |e| e.raison_sociale.clone());
            actifs.push((nom, sans(&|f| f.etablissements.retain(|autre| autre != finess))));
        }
        for code in &filtre.professions {
            actifs.push((
                self.profession(code),
                sans(&|f| f.professions.retain(|autre| autre != code)),
            ));
        }
        for code in &filtre.roles {
            let connu = self.nomenclatures.role(code);
            let nom = connu.map_or_else(|| code.to_string(), |role| role.court.clone());
            actifs.push((nom, sans(&|f| f.roles.retain(|autre| autre != code))));
        }
        if let Some(age) = filtre.anciennete {
            actifs.push((
                format!("Attente\u{a0}: {}", minuscule(age.libelle())),
                sans(&|f| f.anciennete = None),
            ));
        }
        if let Some(origine) = filtre.origine {
            actifs.push((
                format!("Origine\u{a0}: {}", minuscule(origine.libelle())),
                sans(&|f| f.origine = None),
            ));
        }
        if filtre.avertissement {
            actifs.push((
                "Avec un point à vérifier".to_owned(),
                sans(&|f| f.avertissement = false),
            ));
        }
        actifs
    }
}

/// One box for whatever is at hand.
#[component]
pub(super) fn Recherche(filtre: FiltreFile) -> impl IntoView {
    let codes = filtre.to_string();
    view! {
        <form method="post" action=Rechercher::url() role="search" class="mt-4 flex flex-wrap items-end gap-3">
            <input type="hidden" name="ou" value="demandes" />
            <input type="hidden" name="filtre" value=codes />
            <div class="grow basis-60">
                <label for="texte" class="block font-bold">"Nom, référence, numéro RPPS ou FINESS, email, mobile"</label>
                <input
                    id="texte"
                    name="texte"
                    type="search"
                    value=filtre.texte.unwrap_or_default()
                    class=format!("{SAISIE} w-full")
                    autocomplete="off"
                    aria-describedby="texte-aide"
                />
            </div>
            <button class=BOUTON_SECONDAIRE>"Rechercher"</button>
            <p id="texte-aide" class="basis-full text-soft">"Le début d’un nom suffit. Un email ou un mobile se cherche en entier."</p>
        </form>
    }
}

/// A box to tick.
#[component]
fn Coche(nom: &'static str, valeur: String, libelle: String, coche: bool) -> impl IntoView {
    view! {
        <label class="flex min-h-11 cursor-pointer items-center gap-3">
            <input type="checkbox" name=nom value=valeur checked=coche class="size-5 shrink-0 accent-action" />
            <span>{libelle}</span>
        </label>
    }
}

/// A group of boxes, scrolled when there are many.
#[component]
fn Groupe(titre: &'static str, children: Children) -> impl IntoView {
    view! {
        <fieldset class="min-w-0">
            <legend class="font-bold">{titre}</legend>
            <div class="mt-1 max-h-60 overflow-y-auto rounded-md border border-line px-3 py-1">{children()}</div>
        </fieldset>
    }
}

/// Choices of a list.
#[component]
fn Liste(
    nom: &'static str,
    titre: &'static str,
    options: Vec<(&'static str, &'static str)>,
    choisie: &'static str,
) -> impl IntoView {
    view! {
        <div>
            <label for=nom class="block font-bold">{titre}</label>
            <select id=nom name=nom class=format!("{SAISIE} w-full cursor-pointer")>
                {options
                    .into_iter()
                    .map(|(code, libelle)| view! { <option value=code selected=code == choisie>{libelle}</option> })
                    .collect_view()}
            </select>
        </div>
    }
}

/// Everything that narrows or sorts the queue, folded away. Sent as an address: codes only.
#[component]
pub(super) fn Filtres(
    filtre: FiltreFile,
    #[prop(optional_no_strip)] note: Option<RechercheId>,
    choix: Choix,
) -> impl IntoView {
    let ordinaire = FiltreFile::default();
    let vue = (filtre.vue != ordinaire.vue).then(|| filtre.vue.code());
    let ages = std::iter::once(("", "Peu importe"))
        .chain(Anciennete::TOUS.iter().map(|age| (age.code(), age.libelle())))
        .collect();
    let origines = std::iter::once(("", "Peu importe"))
        .chain(
            OrigineDemande::TOUS
                .iter()
                .map(|origine| (origine.code(), origine.libelle())),
        )
        .collect();
    let tris = Tri::TOUS
        .iter()
        .map(|tri| (if *tri == ordinaire.tri { "" } else { tri.code() }, tri.libelle()))
        .collect();
    let tri = if filtre.tri == ordinaire.tri {
        ""
    } else {
        filtre.tri.code()
    };
    let mut professions: Vec<(String, CodeProfession)> = choix
        .professions
        .iter()
        .chain(&filtre.professions)
        .map(|code| (choix.profession(code), code.clone()))
        .collect();
    professions.sort_unstable();
    professions.dedup();
    let roles: Vec<_> = choix
        .nomenclatures
        .roles
        .iter()
        .map(|role| (role.code.clone(), role.court.clone()))
        .collect();
    let plusieurs = choix.etablissements.len() > 1;
    view! {
        <details class="mt-4 rounded-md border border-line px-4 py-2">
            <summary class="min-h-11 py-2 font-bold">"Filtrer et trier"</summary>
            <form method="get" action=chemin::FILE class="grid gap-4 pb-3 sm:grid-cols-2 lg:grid-cols-3">
                {vue.map(|vue| view! { <input type="hidden" name="vue" value=vue /> })}
                {note.map(|note| view! { <input type="hidden" name="recherche" value=note.to_string() /> })}
                {plusieurs
                    .then(|| {
                        view! {
                            <Groupe titre="Établissements">
                                {choix
                                    .etablissements
                                    .into_iter()
                                    .map(|e| {
                                        let coche = filtre.etablissements.contains(&e.finess);
                                        view! { <Coche nom="etablissement" valeur=e.finess.to_string() libelle=e.raison_sociale coche=coche /> }
                                    })
                                    .collect_view()}
                            </Groupe>
                        }
                    })}
                {(!professions.is_empty())
                    .then(|| {
                        view! {
                            <Groupe titre="Professions">
                                {professions
                                    .into_iter()
                                    .map(|(libelle, code)| {
                                        let coche = filtre.professions.contains(&code);
                                        view! { <Coche nom="profession" valeur=code.to_string() libelle=libelle coche=coche /> }
                                    })
                                    .collect_view()}
                            </Groupe>
                        }
                    })}
                <Groupe titre="Rôles">
                    {roles
                        .into_iter()
                        .map(|(code, libelle)| {
                            let coche = filtre.roles.contains(&code);
                            view! { <Coche nom="role" valeur=code.to_string() libelle=libelle coche=coche /> }
                        })
                        .collect_view()}
                </Groupe>
                <Liste nom="age" titre="Attente" options=ages choisie=filtre.anciennete.map_or("", Anciennete::code) />
                <Liste nom="origine" titre="Origine" options=origines choisie=filtre.origine.map_or("", OrigineDemande::code) />
                <Liste nom="tri" titre="Ordre" options=tris choisie=tri />
                <Coche
                    nom="avertissement"
                    valeur="oui".to_owned()
                    libelle="Seulement avec un point à vérifier".to_owned()
                    coche=filtre.avertissement
                />
                <div class="sm:col-span-2 lg:col-span-3">
                    <button class=BOUTON_SECONDAIRE>"Appliquer"</button>
                </div>
            </form>
        </details>
    }
}

/// What narrows the list, each with the link that takes it away.
#[component]
pub(super) fn Actifs(
    filtre: FiltreFile,
    #[prop(optional_no_strip)] note: Option<RechercheId>,
    actifs: Vec<(String, FiltreFile)>,
) -> impl IntoView {
    let recherche = filtre.texte.clone();
    let sans_recherche = chemin::file(None, &filtre.codes());
    let rien = FiltreFile {
        vue: filtre.vue,
        tri: filtre.tri,
        ..FiltreFile::default()
    };
    (recherche.is_some() || !actifs.is_empty())
        .then(|| {
            view! {
                <div role="group" aria-label="Filtres actifs" class="mt-4 flex flex-wrap items-center gap-2">
                    {recherche
                        .map(|texte| view! { <Actif adresse=sans_recherche libelle=format!("Recherche\u{a0}: «\u{a0}{texte}\u{a0}»") /> })}
                    {actifs
                        .into_iter()
                        .map(|(libelle, sans)| view! { <Actif adresse=chemin::file(note, &sans) libelle=libelle /> })
                        .collect_view()}
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center px-2") href=chemin::file(None, &rien)>"Effacer les filtres"</a>
                </div>
            }
        })
}

#[component]
fn Actif(adresse: String, libelle: String) -> impl IntoView {
    view! {
        <a
            href=adresse
            class="inline-flex min-h-11 max-w-full items-center gap-2 rounded-md border border-control bg-info-fond px-3 py-1 text-ink no-underline hover:border-action"
        >
            <span class="sr-only">"Retirer le filtre "</span>
            <span class="min-w-0">{libelle}</span>
            <svg viewBox="0 0 16 16" class="size-3 shrink-0" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
                <path d="M3 3 13 13M13 3 3 13" />
            </svg>
        </a>
    }
}
