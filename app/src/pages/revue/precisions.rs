//! What more has to be said of those who left or have another rôle, for those answers that were sent as a form: when and why, or which
//! rôle. Each has its own place and its own error.

use super::personnes::{Motifs, Roles};
use super::reviseur;
use crate::api::{ExceptionRevue, PreciserRevue};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{parametre, registry, saisie_notee};
use domain::date::Jour;
use domain::ids::{RechercheId, SituationId};
use domain::nomenclature::Nomenclatures;
use domain::revue::Reponse;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::revue::LigneRevue;
use std::sync::Arc;

/// The page.
#[component]
pub fn Precisions() -> impl IntoView {
    page(async move {
        let reviseur = reviseur().await?;
        let id = reviseur.revue();
        let Some(note) = parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok()) else {
            return Err(Sortie::Vers(chemin::revue(id)));
        };
        let exceptions: Vec<ExceptionRevue> = saisie_notee(note).await?.unwrap_or_default();
        let ids: Vec<SituationId> = exceptions
            .iter()
            .filter_map(|e| e.situation.parse().ok())
            .collect();
        let registry = registry();
        let lignes = registry.lignes_choisies(&reviseur, &ids).await?;
        if lignes.is_empty() {
            return Err(Sortie::Vers(chemin::revue(id)));
        }
        let (n, aujourd_hui) = (registry.nomenclatures(), registry.aujourd_hui());
        let refusees = exceptions.iter().filter(|e| !e.refus.is_empty()).count();
        let prefixe = if refusees > 0 { "Erreur\u{a0}: " } else { "" };
        Ok(view! {
            <Title text=format!("{prefixe}Départs et rôles à préciser") />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::revue(id)>"Revue des accès"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Départs et rôles à préciser"</h1>
                <p class="mt-2">
                    "Les autres réponses sont déjà enregistrées. Une personne partie est prévenue par email, ses accès s’arrêtent après son dernier jour, son numéro RPPS reste le sien. Vous pouvez revenir sur une réponse jusqu’à la fin de la revue."
                </p>
                {(refusees > 0)
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Erreur titre="Des réponses restent à compléter">
                                "Celles qui ne sont plus affichées sont enregistrées."
                            </Bandeau>
                        }
                    })}
                <form method="post" action=PreciserRevue::url()>
                    <input type="hidden" name="revue" value=id.to_string() />
                    <input type="hidden" name="saisie" value=note.to_string() />
                    {lignes
                        .into_iter()
                        .filter_map(|ligne| {
                            let exception = exceptions.iter().find(|e| e.situation == ligne.situation.to_string())?.clone();
                            Some(view! { <Exception ligne=ligne exception=exception n=n.clone() aujourd_hui=aujourd_hui /> })
                        })
                        .collect_view()}
                    <div class="mt-6 flex flex-wrap gap-3">
                        <button class=BOUTON>"Enregistrer"</button>
                        <a class=BOUTON_SECONDAIRE href=chemin::revue(id)>"Revenir à la revue"</a>
                    </div>
                </form>
            </div>
        }
        .into_any())
    })
}

#[component]
fn Exception(
    ligne: LigneRevue,
    exception: ExceptionRevue,
    n: Arc<Nomenclatures>,
    aujourd_hui: Jour,
) -> impl IntoView {
    let id = exception.situation.clone();
    let garde = |nom: &str, sinon: String| exception.champs.get(nom).cloned().unwrap_or(sinon);
    let parti = exception.reponse == Reponse::Parti.code();
    let champs = if parti {
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
        let motif = format!("motif_fin-{id}");
        view! {
            <fieldset class="mt-2">
                <legend class="font-bold">"Dernier jour"</legend>
                <div class="mt-1 flex gap-3">
                    {boites
                        .into_iter()
                        .map(|(nom, libelle, largeur, sinon)| {
                            let champ = format!("{nom}-{id}");
                            view! {
                                <div>
                                    <label for=champ.clone() class="block">{libelle}</label>
                                    <input
                                        id=champ.clone()
                                        name=champ
                                        type="text"
                                        inputmode="numeric"
                                        autocomplete="off"
                                        value=garde(nom, sinon)
                                        class=format!("{SAISIE} {largeur}")
                                    />
                                </div>
                            }
                        })
                        .collect_view()}
                </div>
            </fieldset>
            <label for=motif.clone() class="mt-3 block font-bold">"Motif"</label>
            <Motifs id=motif choisi=garde("motif_fin", String::new()) />
        }
        .into_any()
    } else {
        let role = format!("role-{id}");
        view! {
            <label for=role.clone() class="mt-3 block font-bold">"Nouveau rôle RPPS+"</label>
            <Roles id=role choisi=garde("role", String::new()) n=n />
        }
        .into_any()
    };
    let titre = if parti { "Départ de" } else { "Nouveau rôle de" };
    view! {
        <section class="mt-6 rounded-md border border-line p-4">
            <h2 class="text-lg font-bold">{format!("{titre} {}", ligne.nom)}</h2>
            <p class="text-sm text-soft">{format!("{} · {}", ligne.role, ligne.etablissement)}</p>
            {(!exception.refus.is_empty()).then(|| view! { <p class="mt-2 font-bold text-danger">{format!("Erreur : {}", exception.refus)}</p> })}
            {champs}
        </section>
    }
}
