//! The campaigns of the structures that somebody heads: the one that goes on, the next one, those that are over.

use super::{Progres, avant_cloture};
use crate::api::{OuvrirRevue, ReglerRevue};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::avis_adresse::adresse_des_rappels;
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{chemin, page};
use crate::requete::{parametre, registry, representant};
use domain::date::{Jour, long};
use domain::revue::{EtatRevue, Frequence, nom_de_periode};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::revue::{RevueResume, StructureRevue};

/// The page.
#[component]
pub fn Revues() -> impl IntoView {
    page(async move {
        let representant = representant()?;
        let registry = registry();
        let structures = registry.mes_revues(&representant).await?;
        let aujourd_hui = registry.aujourd_hui();
        let rappels = adresse_des_rappels("d’une revue à faire").await?;
        let reglee = parametre("fait").as_deref() == Some("frequence");
        Ok(view! {
            <Title text="Revues des accès" />
            <Onglets ici=Onglet::Revues />
            <h1 class="text-3xl font-bold">"Revues des accès"</h1>
            {rappels}
            <p class="mt-2 max-w-lecture">
                "Une personne partie dont la situation n’est pas fermée garde son accès aux données de santé. À chaque revue, vous dites de chacun s’il est toujours là, parti, ou si son rôle a changé. Comptez moins de cinq minutes pour 300 personnes\u{a0}: tout le monde d’un coup, puis les exceptions."
            </p>
            {reglee
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Succes titre="La fréquence est enregistrée">
                            "Elle compte pour les prochaines revues."
                        </Bandeau>
                    }
                })}
            {structures.is_empty().then(|| view! { <p class="mt-6">"Aucune de vos structures n’est dans le référentiel."</p> })}
            {structures
                .into_iter()
                .map(|structure| view! { <Structure structure=structure aujourd_hui=aujourd_hui /> })
                .collect_view()}
        })
    })
}

#[component]
fn Structure(structure: StructureRevue, aujourd_hui: Jour) -> impl IntoView {
    let StructureRevue {
        finess,
        nom,
        reglable,
        frequence,
        prochaine,
        en_cours,
        passees,
    } = structure;
    let numero = finess.to_string();
    let suite = match prochaine {
        None if !reglable => String::new(),
        Some(jour) => format!("La prochaine s’ouvre d’elle-même le {}.", long(jour)),
        None => "Aucune ne s’ouvre d’elle-même.".to_owned(),
    };
    view! {
        <section class="mt-8 max-w-lecture rounded-md border border-line p-4">
            <h2 class="text-xl font-bold">{nom}</h2>
            <p class="text-soft">{format!("FINESS {numero}")}</p>
            {match en_cours {
                Some(revue) => view! { <EnCours revue=revue aujourd_hui=aujourd_hui /> }.into_any(),
                None => {
                    view! {
                        <p class="mt-4">"Aucune revue en cours. " {suite.clone()}</p>
                        <form method="post" action=OuvrirRevue::url() class="mt-2">
                            <input type="hidden" name="structure" value=numero.clone() />
                            <button class=BOUTON_SECONDAIRE>"Commencer une revue maintenant"</button>
                        </form>
                    }
                        .into_any()
                }
            }}
            {(!passees.is_empty()).then(|| view! { <Passees passees=passees /> })}
            {reglable.then(|| view! { <Reglage numero=numero frequence=frequence suite=suite /> })}
        </section>
    }
}

#[component]
fn EnCours(revue: RevueResume, aujourd_hui: Jour) -> impl IntoView {
    let passe = revue.echeance < aujourd_hui;
    let delai = if passe {
        format!("Elle était à faire avant le {}.", long(revue.echeance))
    } else {
        format!("À faire avant le {}.", long(revue.echeance))
    };
    let ouverte = revue.ouverte_le.jour_paris();
    view! {
        <h3 class="mt-4 font-bold">{format!("Revue du {}", nom_de_periode(ouverte))}</h3>
        <p>{format!("{}. Ouverte le {}. {delai}", revue.etat.libelle(), long(ouverte))}</p>
        {passe
            .then(|| {
                view! {
                    <p class="font-bold text-alerte">"La date prévue est dépassée."</p>
                    <p>{avant_cloture(revue.echeance)}</p>
                }
            })}
        <Progres avancement=revue.avancement id=format!("progres-{}", revue.id) />
        <p class="mt-4">
            <a class=BOUTON href=chemin::revue(revue.id)>
                {if revue.avancement.repondues() == 0 { "Commencer la revue" } else { "Continuer la revue" }}
            </a>
        </p>
    }
}

#[component]
fn Passees(passees: Vec<RevueResume>) -> impl IntoView {
    view! {
        <h3 class="mt-6 font-bold">"Revues terminées"</h3>
        <ul class="mt-1">
            {passees
                .into_iter()
                .map(|revue| {
                    let compte = revue.avancement;
                    let titre = if revue.etat == EtatRevue::NonTerminee {
                        "Revue non terminée, fermée le"
                    } else {
                        "Attestation du"
                    };
                    let fin = revue
                        .terminee_le
                        .map(|le| long(le.jour_paris()))
                        .unwrap_or_default();
                    view! {
                        <li class="border-t border-line py-2">
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::attestation_revue(revue.id)>
                                {format!("{titre} {fin}")}
                            </a>
                            <p class="text-soft">
                                {format!("{} · départs\u{a0}: {} · rôles changés\u{a0}: {}", compte.phrase(), compte.partis, compte.roles)}
                            </p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// How often.
#[component]
fn Reglage(numero: String, frequence: Frequence, suite: String) -> impl IntoView {
    let id = format!("frequence-{numero}");
    let pour = id.clone();
    view! {
        <details class="mt-4">
            <summary class="min-h-11 py-2 text-action">{format!("Fréquence\u{a0}: {}", frequence.libelle().to_lowercase())}</summary>
            <p>{suite}</p>
            <form method="post" action=ReglerRevue::url() class="mt-2 flex flex-wrap items-end gap-3">
                <input type="hidden" name="structure" value=numero />
                <div>
                    <label for=pour class="block font-bold">"Une revue s’ouvre"</label>
                    <select id=id name="frequence" class=SAISIE>
                        {Frequence::TOUS
                            .iter()
                            .map(|f| view! { <option value=f.code() selected=*f == frequence>{f.libelle()}</option> })
                            .collect_view()}
                    </select>
                </div>
                <button class=BOUTON_SECONDAIRE>"Enregistrer"</button>
            </form>
        </details>
    }
}
