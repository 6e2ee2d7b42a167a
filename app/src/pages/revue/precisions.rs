//! What more has to be said of those who left or have another rôle, for those answers that were sent as a form: when and why, or which
//! rôle. Each has its own place and its own error. An answer that somebody changed meanwhile is shown as it is, to be replaced or kept.

use super::personnes::{Motifs, Roles};
use super::reviseur;
use crate::api::{ExceptionRevue, PreciserRevue};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, LIEN, Resume, SAISIE};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{parametre, registry, saisie_notee};
use domain::date::Jour;
use domain::ids::{RechercheId, SituationId};
use domain::nomenclature::Nomenclatures;
use domain::revue::Reponse;
use domain::saisie::{Champ, SaisieFermeture};
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
        let dites: Vec<(LigneRevue, ExceptionRevue)> = lignes
            .into_iter()
            .filter_map(|ligne| {
                let id = ligne.situation.to_string();
                let exception = exceptions.iter().find(|e| e.situation == id)?.clone();
                Some((ligne, exception))
            })
            .collect();
        let refusees: Vec<(String, String)> = dites
            .iter()
            .filter(|(_, exception)| !exception.refus.is_empty())
            .map(|(ligne, exception)| {
                (
                    format!("#{}", premier_champ(exception)),
                    format!("{}\u{a0}: {}", ligne.nom, exception.refus),
                )
            })
            .collect();
        let prefixe = if refusees.is_empty() { "" } else { "Erreur\u{a0}: " };
        Ok(view! {
            <Title text=format!("{prefixe}Départs et rôles à préciser") />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::revue(id)>"Revue des accès"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Départs et rôles à préciser"</h1>
                <p class="mt-2">
                    "Les autres réponses sont déjà enregistrées. Une personne partie est prévenue par email, ses accès s’arrêtent après son dernier jour, son numéro RPPS reste le sien. Vous pouvez revenir sur une réponse jusqu’à la fin de la revue."
                </p>
                {(!refusees.is_empty()).then(|| view! { <Resume lignes=refusees /> })}
                <form method="post" action=PreciserRevue::url()>
                    <input type="hidden" name="revue" value=id.to_string() />
                    <input type="hidden" name="saisie" value=note.to_string() />
                    {dites
                        .into_iter()
                        .map(|(ligne, exception)| view! { <Exception ligne=ligne exception=exception n=n.clone() aujourd_hui=aujourd_hui /> })
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

/// The field of an exception that a reader is led to.
fn premier_champ(exception: &ExceptionRevue) -> String {
    let champ = match exception.reponse.parse() {
        Ok(Reponse::Parti) => "fin_jour",
        Ok(Reponse::RoleChange) => "role",
        _ => "garder",
    };
    format!("{champ}-{}", exception.situation)
}

#[component]
fn Exception(
    ligne: LigneRevue,
    exception: ExceptionRevue,
    n: Arc<Nomenclatures>,
    aujourd_hui: Jour,
) -> impl IntoView {
    let id = exception.situation.clone();
    let refusee = !exception.refus.is_empty();
    let refus = refusee.then(|| format!("refus-{id}"));
    // What was refused is read again: the next answer is on what is shown now.
    let version = if refusee { ligne.version } else { exception.version };
    let deja = match ligne.reponse {
        Some(Reponse::Present) if refusee => Some("toujours présent".to_owned()),
        Some(_) if refusee => Some(ligne.changement.clone()),
        _ => None,
    };
    let reponse = exception.reponse.parse();
    let (titre, champs) = match reponse {
        Ok(Reponse::Parti) => (
            "Départ de",
            view! { <Fin exception=exception.clone() refus=refus.clone() aujourd_hui=aujourd_hui /> }.into_any(),
        ),
        Ok(Reponse::RoleChange) => {
            let role = format!("role-{id}");
            let choisi = exception.champs.get("role").cloned().unwrap_or_default();
            let champ = view! {
                <label for=role.clone() class="mt-3 block font-bold">"Nouveau rôle RPPS+"</label>
                <Roles id=role choisi=choisi n=n refus=refus.clone() />
            };
            ("Nouveau rôle de", champ.into_any())
        }
        _ => (
            "Toujours présent\u{a0}:",
            view! { <p class="mt-2">"Enregistrer remplace la réponse ci-dessus par «\u{a0}Toujours présent\u{a0}»."</p> }.into_any(),
        ),
    };
    let garder = format!("garder-{id}");
    view! {
        <section class="mt-6 rounded-md border border-line p-4">
            <h2 class="text-lg font-bold">{format!("{titre} {}", ligne.nom)}</h2>
            <p class="text-sm text-soft">{format!("{} · {}", ligne.role, ligne.etablissement)}</p>
            {refus
                .clone()
                .map(|refus| {
                    view! { <p id=refus class="mt-2 font-bold text-danger">{format!("Erreur\u{a0}: {}", exception.refus)}</p> }
                })}
            {deja.map(|mots| view! { <p class="mt-2">{format!("Réponse enregistrée\u{a0}: {mots}")}</p> })}
            <input type="hidden" name=format!("version-{id}") value=version.to_string() />
            {champs}
            {refus
                .map(|refus| {
                    view! {
                        <label class="mt-2 flex min-h-11 cursor-pointer items-start gap-3 py-2">
                            <input
                                id=garder.clone()
                                type="checkbox"
                                name=garder
                                value="on"
                                aria-describedby=refus
                                class="mt-0.5 size-5 shrink-0 accent-action"
                            />
                            <span>"Ne rien changer pour cette personne"</span>
                        </label>
                    }
                })}
        </section>
    }
}

/// The last day and the motif of somebody who left.
#[component]
fn Fin(
    exception: ExceptionRevue,
    #[prop(optional_no_strip)] refus: Option<String>,
    aujourd_hui: Jour,
) -> impl IntoView {
    let id = exception.situation.clone();
    let garde = |nom: &str, sinon: String| exception.champs.get(nom).cloned().unwrap_or(sinon);
    let dite = |nom: &str| exception.champs.get(nom).cloned().unwrap_or_default();
    let fautes = SaisieFermeture {
        fin_jour: dite("fin_jour"),
        fin_mois: dite("fin_mois"),
        fin_annee: dite("fin_annee"),
        motif_fin: dite("motif_fin"),
    }
    .valider(Jour::MIN, aujourd_hui)
    .err();
    let faux = |champ| {
        let fautes = fautes.as_ref()?;
        fautes.pour(champ).and(refus.clone())
    };
    let motif_faux = faux(Champ::MotifFin);
    // What only the register knows of is the day: before the person came, say.
    let jour_faux = faux(Champ::DateFin).or(if fautes.is_none() { refus.clone() } else { None });
    let invalide = jour_faux.is_some().then_some("true");
    let boites = [
        ("fin_jour", "Jour", "w-16", aujourd_hui.day().to_string()),
        (
            "fin_mois",
            "Mois",
            "w-20",
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
                                    aria-describedby=jour_faux.clone()
                                    aria-invalid=invalide
                                    class=format!("{SAISIE} {largeur}")
                                />
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
        <label for=motif.clone() class="mt-3 block font-bold">"Motif"</label>
        <Motifs id=motif choisi=garde("motif_fin", String::new()) refus=motif_faux />
    }
}
