//! Who leaves: found by name, one gesture away from the form; and the latest departures, with where each stands.

use super::Chemin;
use super::meme::{Ecartees, Questions, Qui, Repondu};
use crate::api::{Rechercher, RouvrirDepart};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, SAISIE, Ton};
use crate::pages::gestion::{critere, numero_de_page, texte_cherche};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, session};
use domain::date::{Jour, court};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::depart::{EtatDepart, Homonyme, LigneDepart};
use registry::personne::{Critere, LignePersonne};

/// The page.
#[component]
pub fn Departs() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let recherche = texte_cherche().await?;
        let (prevus, recents): (Vec<_>, Vec<_>) = registry
            .departs_recents(&gestionnaire)
            .await?
            .into_iter()
            .partition(|ligne| ligne.etat == EtatDepart::Planifie);
        let designateur = session().and_then(|session| session.designateur().ok());
        let (a_verifier, repondues): (Vec<_>, Vec<_>) = registry
            .departs_a_verifier(&gestionnaire, designateur.as_ref())
            .await?
            .into_iter()
            .map(|un| {
                let qui = Qui {
                    personne: un.personne,
                    nom: un.nom,
                    depart: None,
                    prevu: false,
                };
                let ecartees: Vec<_> = un
                    .cartes
                    .ecartes
                    .into_iter()
                    .map(|carte| (qui.clone(), carte))
                    .collect();
                ((qui, un.parti_le, un.cartes.a_dire), ecartees)
            })
            .unzip();
        let a_verifier: Vec<_> = a_verifier
            .into_iter()
            .filter(|(_, _, cartes)| !cartes.is_empty())
            .collect();
        let repondues: Vec<_> = repondues.into_iter().flatten().collect();
        let texte = recherche
            .as_ref()
            .map(|(_, texte)| texte.clone())
            .unwrap_or_default();
        // Without a search nobody is proposed: a list of everybody helps nobody to choose.
        let trouves = match &recherche {
            Some((_, texte)) => {
                let critere = Critere {
                    page: numero_de_page(),
                    ..critere(texte).0
                };
                Some(registry.chercher_personnes(&gestionnaire, &critere).await?)
            }
            None => None,
        };
        let note = recherche.map(|(id, _)| id);
        Ok(view! {
            <Title text="Départs" />
            <Chemin />
            <div class="max-w-lecture">
                <h1 class="mt-2 text-3xl font-bold">"Qui part\u{a0}?"</h1>
                {parametre("perdu")
                    .map(|_| {
                        view! {
                            <Bandeau ton=Ton::Alerte titre="Ce départ n’est pas enregistré">
                                "Il avait été préparé pendant une session qui s’est terminée. Rien n’a été modifié\u{a0}: recherchez la personne, puis recommencez."
                            </Bandeau>
                        }
                    })}
                <p class="mt-2">
                    "En une fois\u{a0}: ses situations sont fermées, son habilitation retirée, ce qu’elle avait en main confié à quelqu’un. Rien ne change avant votre confirmation."
                </p>
                <form method="post" action=Rechercher::url() role="search" class="mt-4 flex flex-wrap items-end gap-3">
                    <input type="hidden" name="ou" value="departs" />
                    <div class="grow basis-60">
                        <label for="texte" class="block font-bold">"Nom ou numéro RPPS de la personne"</label>
                        <input id="texte" name="texte" type="search" value=texte class=format!("{SAISIE} w-full") autocomplete="off" />
                    </div>
                    <button class=BOUTON>"Rechercher"</button>
                </form>
                {trouves
                    .map(|trouves| {
                        let nombre = match trouves.total {
                            0 => "Personne ne correspond dans vos établissements. Vérifiez le nom, ou cherchez par numéro RPPS.".to_owned(),
                            1 => "1 personne".to_owned(),
                            n => format!("{n} personnes"),
                        };
                        view! {
                            <p class="mt-6 font-bold" role="status">{nombre}</p>
                            <ul class="mt-2 border-t border-line">
                                {trouves.lignes.into_iter().map(|ligne| view! { <Personne ligne=ligne /> }).collect_view()}
                            </ul>
                            <Pagination page=trouves.page pages=trouves.pages adresse=move |page| chemin::departs(note, page) />
                        }
                    })}
                <Repondu />
                {(!a_verifier.is_empty()).then(|| view! { <Verifier a_verifier=a_verifier /> })}
                <Ecartees cartes=repondues />
                {(!prevus.is_empty())
                    .then(|| {
                        view! {
                            <h2 class="mt-10 border-b-2 border-line pb-1 text-xl font-bold">"Départs prévus"</h2>
                            <ul>{prevus.into_iter().map(|ligne| view! { <Recent ligne=ligne /> }).collect_view()}</ul>
                        }
                    })}
                <h2 class="mt-10 border-b-2 border-line pb-1 text-xl font-bold">"Départs des 30 derniers jours"</h2>
                {recents
                    .is_empty()
                    .then(|| view! { <p class="mt-3 text-soft">"Aucun départ enregistré dans vos établissements depuis 30 jours."</p> })}
                <ul>{recents.into_iter().map(|ligne| view! { <Recent ligne=ligne /> }).collect_view()}</ul>
                <p class="mt-8 text-soft">
                    "Un gestionnaire sans fiche au répertoire n’apparaît pas ici\u{a0}: son habilitation se retire dans "
                    <a class=LIEN href=chemin::HABILITATIONS>"Gestionnaires"</a> "."
                </p>
            </div>
        })
    })
}

/// Who left without this act, and whose name a card that bears no number still has.
#[component]
fn Verifier(a_verifier: Vec<(Qui, Jour, Vec<Homonyme>)>) -> impl IntoView {
    view! {
        <section class="mt-10" aria-labelledby="a-verifier">
            <h2 id="a-verifier" tabindex="-1" class="border-b-2 border-line pb-1 text-xl font-bold">"À vérifier"</h2>
            <p class="mt-2">
                "Ces personnes n’ont plus de situation chez vous, et une habilitation porte encore leur nom. La carte qui la porte n’a pas de numéro RPPS\u{a0}: seule une personne qui les connaît peut dire si c’est la même."
            </p>
            <ul>
                {a_verifier
                    .into_iter()
                    .map(|(qui, parti_le, cartes)| {
                        let parti = format!("Dernier jour le {}", court(parti_le));
                        view! {
                            <li class="border-b border-line py-3">
                                <p class="font-bold">{qui.nom.clone()}</p>
                                <p class="text-soft">{parti}</p>
                                <Questions qui=qui cartes=cartes />
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// Somebody found. Under a thumb the row also slides to the side, which shows « Départ » in large; the button is always there.
#[component]
fn Personne(ligne: LignePersonne) -> impl IntoView {
    let vers = chemin::partir(ligne.id);
    let glisse = vers.clone();
    view! {
        <li class="border-b border-line">
            <div class="flex snap-x snap-mandatory [scrollbar-width:none] overflow-x-auto">
                <div class="flex w-full shrink-0 snap-start items-center justify-between gap-3 py-3">
                    <div class="min-w-0">
                        <p class="text-lg font-bold">{ligne.nom.clone()}</p>
                        <ul class="text-soft">
                            {ligne
                                .situations
                                .into_iter()
                                .map(|s| {
                                    view! {
                                        <li>{format!("{}, {} · {}", s.profession_libelle, s.etablissement.raison_sociale, s.etat.libelle())}</li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    </div>
                    <a href=vers class=format!("{BOUTON_SECONDAIRE} shrink-0")>
                        "Départ" <span class="sr-only">{format!(" de {}", ligne.nom)}</span>
                    </a>
                </div>
                <a
                    href=glisse
                    tabindex="-1"
                    aria-hidden="true"
                    class="hidden w-32 shrink-0 snap-end items-center justify-center bg-danger-fond font-bold text-danger no-underline pointer-coarse:flex"
                >
                    "Départ"
                </a>
            </div>
        </li>
    }
}

/// Where a departure stands, in words.
pub(super) fn etat_en_mots(ligne: &LigneDepart) -> String {
    match ligne.etat {
        EtatDepart::Annulable(_) => "Vient d’être enregistré".to_owned(),
        EtatDepart::Planifie if ligne.gardee => format!(
            "Prévu\u{a0}: dernier jour le {}. La fin a changé depuis\u{a0}: une habilitation sera gardée",
            court(ligne.fin)
        ),
        EtatDepart::Planifie => format!("Prévu\u{a0}: dernier jour le {}", court(ligne.fin)),
        EtatDepart::Fait if ligne.fin_changee => format!(
            "La fin a changé depuis\u{a0}: plus rien n’est fermé ici au {}",
            court(ligne.fin)
        ),
        EtatDepart::Fait => format!("Parti(e)\u{a0}: dernier jour le {}", court(ligne.fin)),
        EtatDepart::Empeche => format!(
            "Non appliqué\u{a0}: la fin a changé, rien n’a été retiré après le {}",
            court(ligne.fin)
        ),
        EtatDepart::Partiel => format!(
            "Appliqué en partie\u{a0}: une fin a changé, une partie des droits est gardée après le {}",
            court(ligne.fin)
        ),
        EtatDepart::Annule => "Annulé aussitôt".to_owned(),
        EtatDepart::Rouvert => "Rouvert".to_owned(),
    }
}

#[component]
fn Recent(ligne: LigneDepart) -> impl IntoView {
    let etat = etat_en_mots(&ligne);
    let classe = match ligne.etat {
        EtatDepart::Empeche | EtatDepart::Partiel => "font-bold text-alerte",
        EtatDepart::Planifie if ligne.gardee => "font-bold text-alerte",
        _ => "",
    };
    let par = ligne
        .par
        .as_ref()
        .map(|par| format!(" par {par}"))
        .unwrap_or_default();
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3">
            <div class="min-w-0">
                <a class="inline-flex min-h-11 items-center text-lg font-bold text-action underline" href=chemin::depart(ligne.id)>
                    {ligne.nom.clone()}
                </a>
                <p class=classe>{etat} <span class="text-soft">{format!(" · {}", ligne.motif.libelle())}</span></p>
                <p class="text-soft">{format!("Enregistré{par} le {}", ligne.le.affichage())}</p>
                {ligne
                    .habilitation_restante
                    .then(|| {
                        view! {
                            <p class="font-bold text-alerte">
                                "Attention\u{a0}: cette personne garde une habilitation. "
                                <a class=LIEN href=chemin::HABILITATIONS>"La retirer"</a>
                            </p>
                        }
                    })}
            </div>
            {ligne.rouvrable.then(|| view! { <Rouvrir id=ligne.id nom=ligne.nom.clone() /> })}
        </li>
    }
}

/// The traced way back.
#[component]
pub(super) fn Rouvrir(id: domain::ids::DepartId, nom: String) -> impl IntoView {
    view! {
        <form method="post" action=RouvrirDepart::url()>
            <input type="hidden" name="depart" value=id.to_string() />
            <button class=BOUTON_SECONDAIRE>
                "Rouvrir" <span class="sr-only">{format!(" le départ de {nom}")}</span>
            </button>
        </form>
    }
}
