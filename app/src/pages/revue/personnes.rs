//! The people of a campaign, fifty at a time: three answers each, side by side under the thumb. One button answers « still there » for
//! all those left; without scripts, another one sends the answers of the page.

use crate::api::{ConfirmerPresents, RevoirPage};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, SAISIE, Ton};
use crate::pages::chemin;
use domain::date::{Instant, Jour, court};
use domain::ids::RevueId;
use domain::nomenclature::{MotifFin, Nomenclatures, Role};
use domain::revue::Reponse;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::revue::{LigneRevue, PageRevue, VueRevue};
use std::sync::Arc;

/// What the list shows.
#[derive(Clone)]
pub(super) struct Choix {
    pub(super) revue: RevueId,
    /// FINESS of an establishment; empty for all
    pub(super) eg: String,
    pub(super) vue: VueRevue,
    /// when the page was read
    pub(super) vu_le: Instant,
    /// who came since another page was read, when a confirmation was not taken for that reason
    pub(super) arrivees: Option<Vec<LigneRevue>>,
}

/// The section.
#[component]
pub(super) fn Personnes(
    choix: Choix,
    restantes: i64,
    page: PageRevue,
    n: Arc<Nomenclatures>,
    aujourd_hui: Jour,
) -> impl IntoView {
    let PageRevue {
        lignes,
        total,
        page,
        pages,
    } = page;
    let vide = match (choix.vue, total) {
        (_, 1..) => None,
        (VueRevue::ARevoir, _) => Some("Tout le monde a une réponse ici."),
        (VueRevue::Toutes, _) => Some("Personne n’a de situation ouverte ici."),
        (VueRevue::Changements, _) => Some("Aucun départ ni changement de rôle ici pour l’instant."),
    };
    let plusieurs = choix.eg.is_empty();
    let (de, adresses) = (choix.clone(), choix.clone());
    view! {
        <section id="personnes" tabindex="-1" class="mt-8">
            <h2 class="text-xl font-bold">"Personnes"</h2>
            {(restantes > 0).then(|| view! { <ToutLeMonde choix=choix.clone() restantes=restantes /> }.into_any())}
            <nav aria-label="Personnes montrées" class="mt-4">
                <ul class="flex flex-wrap gap-x-5">
                    {VueRevue::TOUTES
                        .into_iter()
                        .map(|vue| {
                            let ici = vue == de.vue;
                            view! {
                                <li>
                                    <a
                                        class=if ici {
                                            "inline-flex min-h-11 items-center border-b-2 border-action font-bold text-ink no-underline"
                                        } else {
                                            "inline-flex min-h-11 items-center border-b-2 border-transparent text-action no-underline hover:border-action"
                                        }
                                        href=chemin::lignes_revue(de.revue, &de.eg, vue, 1)
                                        aria-current=ici.then_some("true")
                                    >
                                        {vue.libelle()}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </nav>
            {vide.map(|texte| view! { <p class="mt-4">{texte}</p> })}
            {(total > 0)
                .then(|| {
                    view! {
                        <p id="aide-revue" class="mt-2 text-sm text-soft" hidden>
                            "Au clavier, dans la liste\u{a0}: j et k passent d’une personne à l’autre\u{a0}; 1 présent, 2 parti, 3 rôle changé."
                        </p>
                        <form method="post" action=RevoirPage::url()>
                            <input type="hidden" name="revue" value=choix.revue.to_string() />
                            <input type="hidden" name="eg" value=choix.eg.clone() />
                            <input type="hidden" name="vue" value=choix.vue.code() />
                            <input type="hidden" name="page" value=page.to_string() />
                            <div class="mt-2 border-t border-line">
                                {lignes.into_iter().map(|ligne| view! { <Ligne ligne=ligne plusieurs=plusieurs /> }.into_any()).collect_view()}
                            </div>
                            <p class="mt-4" data-sans-script="">
                                <button class=BOUTON>"Enregistrer les réponses de cette page"</button>
                            </p>
                        </form>
                        <Pagination page=page pages=pages adresse=move |page| chemin::lignes_revue(adresses.revue, &adresses.eg, adresses.vue, page) />
                        <Demandes n=n aujourd_hui=aujourd_hui />
                    }
                        .into_any()
                })}
        </section>
    }
}

/// Everybody at once; exceptions come before or after.
#[component]
fn ToutLeMonde(choix: Choix, restantes: i64) -> impl IntoView {
    let combien = if restantes > 1 {
        format!("Les {restantes} sans réponse sont toujours présents")
    } else {
        "La personne sans réponse est toujours présente".to_owned()
    };
    view! {
        {choix.arrivees.clone().map(|arrivees| view! { <Arrivees arrivees=arrivees /> })}
        <form method="post" action=ConfirmerPresents::url() class="mt-2 max-w-lecture rounded-md border border-line bg-surface p-4">
            <input type="hidden" name="revue" value=choix.revue.to_string() />
            <input type="hidden" name="eg" value=choix.eg />
            <input type="hidden" name="vus" value=restantes.to_string() />
            <input type="hidden" name="vu_le" value=choix.vu_le.millis().to_string() />
            <p>"Marquez d’abord ceux qui sont partis ou dont le rôle a changé, puis confirmez tous les autres d’un coup. L’inverse marche aussi\u{a0}: une réponse se change jusqu’à la fin."</p>
            <button class=format!("{BOUTON} mt-3 w-full sm:w-auto")>{combien}</button>
        </form>
    }
}

/// Nothing was confirmed: these were not on the page.
#[component]
fn Arrivees(arrivees: Vec<LigneRevue>) -> impl IntoView {
    let titre = match arrivees.len() {
        0 => "La liste a changé pendant que vous la lisiez".to_owned(),
        1 => "1\u{a0}personne est arrivée pendant que vous lisiez la liste".to_owned(),
        n => format!("{n}\u{a0}personnes sont arrivées pendant que vous lisiez la liste"),
    };
    view! {
        // The address of the page leads here, and the focus with it.
        <div id="arrivees" role="group" aria-label="Rien n’a été enregistré" tabindex="-1">
            <Bandeau ton=Ton::Alerte titre=titre>
                <p>"Rien n’a été enregistré, pour ne pas répondre d’une personne que vous n’avez pas vue. Relisez, puis confirmez."</p>
                <ul class="mt-1 list-disc pl-5">
                    {arrivees
                        .into_iter()
                        .map(|ligne| {
                            view! { <li>{format!("{}, {}, {}, depuis le {}", ligne.nom, ligne.role, ligne.etablissement, court(ligne.debut))}</li> }
                        })
                        .collect_view()}
                </ul>
            </Bandeau>
        </div>
    }
}

/// A person.
#[component]
fn Ligne(ligne: LigneRevue, plusieurs: bool) -> impl IntoView {
    let id = ligne.situation.to_string();
    let nom_radio = format!("r-{id}");
    let qui = format!("qui-{id}");
    let nomme_par = qui.clone();
    let (ancre, nom) = (id.clone(), ligne.nom.clone());
    let depuis = format!("{} · depuis le {}", ligne.role, court(ligne.debut));
    let lieu = plusieurs.then(|| ligne.etablissement.clone());
    let mots = if ligne.soi {
        "C’est vous, ou une personne qui porte votre nom\u{a0}: le responsable est marqué comme tel, il ne se ferme pas lui-même.".to_owned()
    } else {
        ligne.changement.clone()
    };
    let depart = (!ligne.soi).then(|| (chemin::partir(ligne.personne), ligne.nom.clone()));
    let sans_droits = !ligne.droits;
    let au_meme_nom = (!ligne.soi && !ligne.au_meme_nom.is_empty()).then(|| {
        let cartes = ligne.au_meme_nom.join(", ");
        (
            format!("Une habilitation ici porte encore son nom ({cartes}). "),
            chemin::partir(ligne.personne),
            ligne.nom.clone(),
        )
    });
    let reponses: &'static [Reponse] = if ligne.soi {
        &[Reponse::Present]
    } else {
        Reponse::TOUS
    };
    view! {
        <div
            role="radiogroup"
            aria-labelledby=nomme_par
            class="border-b border-line py-3 sm:grid sm:grid-cols-[1fr_22rem] sm:items-center sm:gap-x-4"
            data-ligne=ancre
            data-version=ligne.version.to_string()
            data-nom=nom
        >
            <p id=qui>
                <span class="font-bold">{ligne.nom}</span>
                {ligne.arrivee.then(|| view! { <span class="ml-2 rounded-md bg-info-fond px-2 text-sm text-action">"Arrivée depuis l’ouverture"</span> })}
                <span class="block text-sm text-soft">{depuis}</span>
                {lieu.map(|lieu| view! { <span class="block text-sm text-soft">{lieu}</span> })}
            </p>
            <input type="hidden" name=format!("v-{id}") value=ligne.version.to_string() />
            <div class="mt-2 grid grid-cols-3 gap-2 sm:mt-0">
                {reponses
                    .iter()
                    .map(|reponse| {
                        let coche = ligne.reponse == Some(*reponse);
                        let texte = match reponse {
                            Reponse::Present => "Présent",
                            Reponse::Parti => "Parti",
                            Reponse::RoleChange => "Rôle changé",
                        };
                        view! {
                            <label class="flex min-h-11 cursor-pointer items-center justify-center rounded-md border border-control px-1 text-center text-sm leading-tight has-checked:border-action has-checked:bg-action has-checked:font-bold has-checked:text-sur-action has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-action">
                                <input type="radio" name=nom_radio.clone() value=reponse.code() checked=coche class="sr-only" autocomplete="off" />
                                {texte}
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="min-h-6 text-sm sm:col-span-2" data-etat=id>{mots}</p>
            {depart
                .map(|(adresse, nom)| {
                    view! {
                        <p class="text-sm font-bold text-alerte sm:col-span-2" data-droits="" hidden=sans_droits>
                            "Garde une habilitation ici. "
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>
                                "Terminer son départ" <span class="sr-only">{format!("\u{a0}: {nom}")}</span>
                            </a>
                        </p>
                    }
                })}
            {au_meme_nom
                .map(|(phrase, adresse, nom)| {
                    view! {
                        <p class="text-sm font-bold text-alerte sm:col-span-2">
                            {phrase}
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>
                                "Dire si c’est la même personne" <span class="sr-only">{format!("\u{a0}: {nom}")}</span>
                            </a>
                        </p>
                    }
                })}
        </div>
    }
}

/// What is asked of somebody who left or has another rôle, where scripts run: drawn once, opened over the list.
#[component]
fn Demandes(n: Arc<Nomenclatures>, aujourd_hui: Jour) -> impl IntoView {
    let boites = [
        ("fin_jour", "Jour", "w-16", aujourd_hui.day().to_string()),
        (
            "fin_mois",
            "Mois",
            "w-16",
            u8::from(aujourd_hui.month()).to_string(),
        ),
        ("fin_annee", "Année", "w-24", aujourd_hui.year().to_string()),
    ];
    view! {
        <dialog data-demande="parti" aria-labelledby="titre-parti" class="m-auto w-full max-w-md rounded-md border border-control bg-page p-4 text-ink backdrop:bg-control/50">
            <form method="dialog">
                <h3 id="titre-parti" class="text-lg font-bold">"Départ de " <span data-qui=""></span></h3>
                <fieldset class="mt-3">
                    <legend class="font-bold">"Dernier jour"</legend>
                    <div class="mt-1 flex gap-3">
                        {boites
                            .into_iter()
                            .map(|(nom, libelle, largeur, valeur)| {
                                view! {
                                    <div>
                                        <label for=nom class="block">{libelle}</label>
                                        <input id=nom name=nom type="text" inputmode="numeric" value=valeur autocomplete="off" class=format!("{SAISIE} {largeur}") />
                                    </div>
                                }
                            })
                            .collect_view()}
                    </div>
                </fieldset>
                <label for="motif_fin" class="mt-3 block font-bold">"Motif"</label>
                <Motifs id="motif_fin".to_owned() choisi=String::new() refus=None />
                <Boutons texte="Enregistrer le départ" />
            </form>
        </dialog>
        <dialog data-demande="role_change" aria-labelledby="titre-role" class="m-auto w-full max-w-md rounded-md border border-control bg-page p-4 text-ink backdrop:bg-control/50">
            <form method="dialog">
                <h3 id="titre-role" class="text-lg font-bold">"Nouveau rôle de " <span data-qui=""></span></h3>
                <label for="role" class="mt-3 block font-bold">"Rôle RPPS+"</label>
                <Roles id="role".to_owned() choisi=String::new() n=n refus=None />
                <Boutons texte="Enregistrer le rôle" />
            </form>
        </dialog>
    }
}

#[component]
fn Boutons(texte: &'static str) -> impl IntoView {
    view! {
        <p class="mt-2 min-h-6 font-bold text-danger" role="alert" data-refus=""></p>
        <div class="mt-2 flex flex-wrap gap-3">
            <button class=BOUTON>{texte}</button>
            <button type="button" class=BOUTON_SECONDAIRE data-renoncer="">"Annuler"</button>
        </div>
    }
}

/// The motifs of an end (J92). `refus`: the id of what says that they cannot be accepted.
#[component]
pub(super) fn Motifs(
    id: String,
    choisi: String,
    #[prop(optional_no_strip)] refus: Option<String>,
) -> impl IntoView {
    let nom = id.clone();
    let invalide = refus.is_some().then_some("true");
    view! {
        <select id=id name=nom aria-describedby=refus aria-invalid=invalide class=format!("{SAISIE} mt-1 w-full")>
            <option value="">"Choisissez"</option>
            {MotifFin::TOUS
                .iter()
                .map(|motif| view! { <option value=motif.code() selected=motif.code() == choisi>{motif.libelle()}</option> })
                .collect_view()}
        </select>
    }
}

/// The rôles, those of the social sector first. `refus`: the id of what says that it cannot be accepted.
#[component]
pub(super) fn Roles(
    id: String,
    choisi: String,
    n: Arc<Nomenclatures>,
    #[prop(optional_no_strip)] refus: Option<String>,
) -> impl IntoView {
    let nom = id.clone();
    let invalide = refus.is_some().then_some("true");
    let (sociaux, autres): (Vec<&Role>, Vec<&Role>) = n.roles.iter().partition(|role| role.social);
    view! {
        <select id=id name=nom aria-describedby=refus aria-invalid=invalide class=format!("{SAISIE} mt-1 w-full")>
            <option value="">"Choisissez"</option>
            {sociaux
                .into_iter()
                .chain(autres)
                .map(|role| {
                    let code = role.code.to_string();
                    let ici = code == choisi;
                    view! { <option value=code selected=ici>{role.libelle.clone()}</option> }
                })
                .collect_view()}
        </select>
    }
}
