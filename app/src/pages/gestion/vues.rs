//! The ways to look at the queue: those of the portal, with their counts, and those that gestionnaires have named; and the page
//! where one's own are renamed, shared and removed.

use super::filtre::DepuisFile;
use super::filtres::Choix;
use crate::api::{CreerVue, ModifierVue, SaisieVue, SupprimerVue};
use crate::components::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, session};
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demande::{FiltreFile, Tri, VueFile};
use registry::vue::VueNommee;

const ONGLET: &str = "inline-flex min-h-11 items-center gap-2 rounded-md border border-control px-3 py-1 text-action no-underline hover:border-action aria-[current=page]:border-action aria-[current=page]:bg-info-fond aria-[current=page]:font-bold aria-[current=page]:text-ink";

/// The views of the portal, each with what it holds under the filters of now.
#[component]
pub(super) fn Onglets(
    filtre: FiltreFile,
    #[prop(optional_no_strip)] note: Option<RechercheId>,
    comptes: Vec<i64>,
) -> impl IntoView {
    let courante = filtre.vue;
    // Counts follow other people's acts, under the same filter.
    let suivi = DepuisFile::new(note, filtre.codes()).parametres();
    view! {
        <nav aria-label="Vues de la file" class="mt-4 flex flex-wrap gap-2" data-onglets=suivi>
            {VueFile::TOUS
                .iter()
                .zip(comptes)
                .map(|(&vue, nombre)| {
                    let adresse = chemin::file(note, &FiltreFile { page: 1, ..filtre.dans(vue) });
                    view! {
                        <a class=ONGLET href=adresse aria-current=(vue == courante).then_some("page")>
                            {vue.libelle()} " " <span class="tabular-nums" data-nombre="">{nombre}</span>
                        </a>
                    }
                })
                .collect_view()}
        </nav>
        <p class="mt-2 max-w-lecture text-soft">{courante.definition()}</p>
    }
}

/// The named views, one's own first.
#[component]
pub(super) fn VuesNommees(vues: Vec<VueNommee>, courante: FiltreFile) -> impl IntoView {
    (!vues.is_empty())
        .then(|| {
            view! {
                <nav aria-label="Vues enregistrées" class="mt-3 flex flex-wrap items-center gap-2">
                    {vues
                        .into_iter()
                        .map(|vue| {
                            let ici = vue.filtre == courante;
                            let auteur = (!vue.mienne).then(|| format!(" (par {})", vue.auteur));
                            view! {
                                <a class=ONGLET href=chemin::file(None, &vue.filtre) aria-current=ici.then_some("page")>
                                    <span class="min-w-0">{vue.nom} {auteur}</span>
                                    " "
                                    <span class="tabular-nums" data-vue=vue.id.to_string()>{vue.nombre}</span>
                                </a>
                            }
                        })
                        .collect_view()}
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center px-2") href=chemin::VUES>"Gérer les vues"</a>
                </nav>
            }
        })
}

/// Gives the filter of now a name, once it narrows or sorts something and has none yet.
#[component]
pub(super) fn NommerCetteVue(filtre: FiltreFile, nommee: bool) -> impl IntoView {
    let courante = filtre.codes();
    let recherche = filtre.texte.is_some();
    (!nommee && courante != FiltreFile::default())
        .then(|| {
            view! {
                <details class="mt-3 rounded-md border border-line px-4 py-2">
                    <summary class="min-h-11 py-2 font-bold">"Enregistrer cette vue"</summary>
                    {recherche
                        .then(|| view! { <p class="text-soft">"La recherche n’est pas gardée dans la vue, seulement les filtres et l’ordre."</p> })}
                    <Nommer saisie=SaisieVue { filtre: courante.to_string(), ..SaisieVue::default() } />
                </details>
            }
        })
}

/// Name and readers of a view: a new one, or one to change.
#[component]
fn Nommer(saisie: SaisieVue) -> impl IntoView {
    let nouvelle = saisie.vue.is_none();
    let cle = saisie.vue.clone().unwrap_or_else(|| "nouvelle".to_owned());
    let (action, bouton) = if nouvelle {
        (CreerVue::url(), "Enregistrer la vue")
    } else {
        (ModifierVue::url(), "Enregistrer")
    };
    let refus = (!saisie.refus.is_empty()).then(|| saisie.refus.clone());
    let (id, id_erreur) = (format!("nom-{cle}"), format!("nom-{cle}-erreur"));
    view! {
        <form method="post" action=action class="flex flex-wrap items-end gap-3 pb-3">
            {saisie.vue.map(|vue| view! { <input type="hidden" name="vue" value=vue /> })}
            {nouvelle.then(|| view! { <input type="hidden" name="filtre" value=saisie.filtre /> })}
            <div class="grow basis-60">
                <label for=id.clone() class="block font-bold">"Nom de la vue"</label>
                {refus.clone().map(|refus| view! { <p id=id_erreur.clone() class="font-bold text-danger">{format!("Erreur\u{a0}: {refus}")}</p> })}
                <input
                    id=id
                    name="nom"
                    type="text"
                    value=saisie.nom
                    maxlength="60"
                    required
                    autocomplete="off"
                    class=format!("{SAISIE} w-full")
                    aria-invalid=refus.is_some().then_some("true")
                    aria-describedby=refus.is_some().then_some(id_erreur)
                />
            </div>
            <label class="flex min-h-11 cursor-pointer items-center gap-3">
                <input type="checkbox" name="partagee" checked=saisie.partagee class="size-5 shrink-0 accent-action" />
                <span>"Partager avec les collègues de mes établissements"</span>
            </label>
            <button class=BOUTON_SECONDAIRE>{bouton}</button>
        </form>
    }
}

/// The form that could not be accepted, kept with the session.
async fn a_revoir() -> Option<SaisieVue> {
    let session = session()?;
    let note = parametre("saisie")?.parse::<RechercheId>().ok()?;
    let json = registry().recherche(&session, note).await.ok()??;
    serde_json::from_str(&json).ok()
}

/// The page of one's views.
#[component]
pub fn Vues() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let vues = registry.vues(&gestionnaire).await?;
        let choix = Choix {
            etablissements: registry.etablissements_du_perimetre(&gestionnaire).await?,
            professions: Vec::new(),
            nomenclatures: registry.nomenclatures(),
        };
        let refusee = a_revoir().await;
        let fait = match parametre("fait").as_deref() {
            Some("modifiee") => Some("La vue est enregistrée"),
            Some("supprimee") => Some("La vue est supprimée"),
            _ => None,
        };
        let titre = if refusee.is_some() {
            "Erreur\u{a0}: Vues de la file"
        } else {
            "Vues de la file"
        };
        let nouvelle = refusee.clone().filter(|saisie| saisie.vue.is_none());
        let (miennes, autres): (Vec<_>, Vec<_>) = vues.into_iter().partition(|vue| vue.mienne);
        let aucune = miennes.is_empty();
        let decrire = |vue: &VueNommee| description(&choix, &vue.filtre);
        let miennes: Vec<_> = miennes.into_iter().map(|vue| (decrire(&vue), vue)).collect();
        let autres: Vec<_> = autres.into_iter().map(|vue| (decrire(&vue), vue)).collect();
        Ok(view! {
            <Title text=titre />
            <p><a class=LIEN href=chemin::FILE>"Demandes à traiter"</a></p>
            {fait.map(|fait| view! { <Bandeau ton=Ton::Succes titre=fait>"Vos vues sont à jour."</Bandeau> })}
            <h1 class="mt-2 text-3xl font-bold">"Vues de la file"</h1>
            <p class="mt-2 max-w-lecture text-soft">
                "Une vue garde des filtres et un ordre, jamais une recherche. Partagée, elle est visible de ceux qui gèrent au moins un établissement avec vous\u{a0}; chacun n’y voit que les demandes de son périmètre. Vous seul pouvez la modifier."
            </p>
            {nouvelle
                .map(|saisie| {
                    view! {
                        <h2 class="mt-8 text-xl font-bold">"Enregistrer une vue"</h2>
                        <Nommer saisie=saisie />
                    }
                })}
            <h2 class="mt-8 text-xl font-bold">"Mes vues"</h2>
            {aucune
                .then(|| {
                    view! {
                        <p class="mt-2 max-w-lecture">"Vous n’avez pas encore de vue. Filtrez la file, puis choisissez «\u{a0}Enregistrer cette vue\u{a0}»."</p>
                        <p class="mt-4"><a class=BOUTON href=chemin::FILE>"Aller à la file"</a></p>
                    }
                })}
            <ul class="mt-3 grid gap-4">
                {miennes
                    .into_iter()
                    .map(|(description, vue)| {
                        let refus = refusee.clone().filter(|saisie| saisie.vue.as_deref() == Some(&*vue.id.to_string()));
                        view! { <MaVue vue=vue description=description refus=refus /> }
                    })
                    .collect_view()}
            </ul>
            {(!autres.is_empty())
                .then(|| {
                    view! {
                        <h2 class="mt-8 text-xl font-bold">"Partagées avec moi"</h2>
                        <ul class="mt-3 grid gap-4">
                            {autres
                                .into_iter()
                                .map(|(description, vue)| {
                                    view! {
                                        <li class="rounded-md border border-line p-4">
                                            <Intitule description=description auteur=format!("Par {}. ", vue.auteur) vue=vue />
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    }
                })}
        })
    })
}

/// What a filter shows, in a line.
fn description(choix: &Choix, filtre: &FiltreFile) -> String {
    let mut parties = vec![filtre.vue.libelle().to_owned()];
    parties.extend(choix.actifs(filtre).into_iter().map(|(libelle, _)| libelle));
    if filtre.tri != Tri::Anciennes {
        parties.push(filtre.tri.libelle().to_owned());
    }
    parties.join(" · ")
}

#[component]
fn Intitule(vue: VueNommee, description: String, #[prop(optional)] auteur: String) -> impl IntoView {
    let nombre = match vue.nombre {
        0 => "aucune demande".to_owned(),
        1 => "1\u{a0}demande".to_owned(),
        n => format!("{n}\u{a0}demandes"),
    };
    view! {
        <p>
            <a class="inline-flex min-h-11 items-center font-bold text-action underline" href=chemin::file(None, &vue.filtre)>{vue.nom}</a>
            <span class="text-soft">{format!(" · {nombre}")}</span>
        </p>
        <p class="text-soft">{auteur}{description}</p>
    }
}

#[component]
fn MaVue(
    vue: VueNommee,
    description: String,
    #[prop(optional_no_strip)] refus: Option<SaisieVue>,
) -> impl IntoView {
    let id = vue.id.to_string();
    let partage = if vue.partagee {
        "Partagée. "
    } else {
        "Visible de vous seul. "
    };
    let ouvert = refus.is_some();
    let saisie = refus.unwrap_or_else(|| SaisieVue {
        vue: Some(id.clone()),
        nom: vue.nom.clone(),
        partagee: vue.partagee,
        ..SaisieVue::default()
    });
    let precision = format!(" «\u{a0}{}\u{a0}»", vue.nom);
    view! {
        <li class="rounded-md border border-line p-4">
            <Intitule description=description auteur=partage.to_owned() vue=vue />
            <details class="mt-2" open=ouvert>
                <summary class="min-h-11 py-2 font-bold text-action">"Renommer, partager ou supprimer"</summary>
                <Nommer saisie=saisie />
                <form method="post" action=SupprimerVue::url()>
                    <input type="hidden" name="vue" value=id />
                    <button class=BOUTON_DANGER>"Supprimer cette vue" <span class="sr-only">{precision}</span></button>
                </form>
            </details>
        </li>
    }
}
