//! One decision on many demandes: to be confirmed (`lot_a_confirmer`), then how far it is, then what became of each.

use super::file::numero_de_page;
use super::filtre::{ChampFile, DepuisFile};
use super::lot_a_confirmer::Confirmation;
use crate::api::AnnulerLot;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, Ton};
use crate::islands::SuiviLot;
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, saisie_notee, segment};
use domain::saisie::{Champ, Erreurs, SaisieDecision};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::lot::{ActeLot, Avancement, EtatLot, Groupe, LotResume, LotVu, Sort};

pub(super) fn demandes(nombre: i64) -> String {
    match nombre {
        0 => "aucune demande".to_owned(),
        1 => "1 demande".to_owned(),
        n => format!("{n} demandes"),
    }
}

/// « Validation de 18 demandes en cours »
pub(super) fn titre_de_lot(lot: &LotResume) -> String {
    titre_confirme(lot.acte, &lot.avancement)
}

fn titre_confirme(acte: ActeLot, avancement: &Avancement) -> String {
    let lot = format!("{} de {}", nom(acte), demandes(avancement.total));
    match avancement.etat {
        EtatLot::Prepare | EtatLot::EnCours => format!("{lot} en cours"),
        EtatLot::EnSursis => format!("{lot}\u{a0}: encore annulable"),
        EtatLot::EnAnnulation => format!("{lot}\u{a0}: annulation en cours"),
        EtatLot::Termine => format!("{lot}\u{a0}: {}", accorde(acte, "terminé")),
        EtatLot::Annule => format!("{lot}\u{a0}: {}", accorde(acte, "annulé")),
    }
}

fn nom(acte: ActeLot) -> &'static str {
    match acte {
        ActeLot::Valider => "Validation",
        ActeLot::Refuser => "Refus",
    }
}

/// The list of the queue that the lot was prepared from: the page in the address is one of the lot.
pub(super) fn depuis_file() -> DepuisFile {
    DepuisFile::ici().sans_page()
}

/// The page.
#[component]
pub fn Lot() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let lot = registry()
            .lot(&gestionnaire, segment("id")?, numero_de_page())
            .await?;
        let raison = parametre("a-revoir").unwrap_or_default();
        let note = parametre("saisie").and_then(|note| note.parse().ok());
        let saisie: Option<SaisieDecision> = match note.filter(|_| raison == "refus") {
            Some(note) => saisie_notee(note).await?,
            None => None,
        };
        let erreurs = match raison.as_str() {
            "confirmation" => Some(Erreurs::une(
                Champ::Confirmation,
                "Confirmez que vous avez vérifié l’identité, la qualité et l’activité de chacune de ces personnes.",
            )),
            _ => saisie.as_ref().and_then(|saisie| saisie.valider().err()),
        }
        .filter(|_| lot.avancement.etat == EtatLot::Prepare);
        let prefixe = if erreurs.is_some() { "Erreur\u{a0}: " } else { "" };
        let titre = titre(&lot);
        let trop_tard = (raison == "trop-tard").then(|| {
            view! {
                <Bandeau ton=Ton::Alerte titre="Il est trop tard pour annuler">
                    "Toutes les décisions de ce lot ont pris effet."
                </Bandeau>
            }
        });
        let corps = if lot.avancement.etat == EtatLot::Prepare {
            view! { <Confirmation lot=lot saisie=saisie.unwrap_or_default() erreurs=erreurs /> }.into_any()
        } else {
            view! { <Suite lot=lot /> }.into_any()
        };
        Ok(view! {
            <Title text=format!("{prefixe}{titre}") />
            <p><a class=LIEN href=depuis_file().file()>"Demandes à traiter"</a></p>
            {trop_tard}
            <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
            {corps}
        })
    })
}

fn titre(lot: &LotVu) -> String {
    let a_faire = || demandes(combien_de(lot, Sort::AFaire));
    match (lot.avancement.etat, lot.acte) {
        (EtatLot::Prepare, ActeLot::Valider) => format!("Valider {}", a_faire()),
        (EtatLot::Prepare, ActeLot::Refuser) => format!("Refuser {}", a_faire()),
        _ => titre_confirme(lot.acte, &lot.avancement),
    }
}

/// « Validation annulée », « Refus annulé »
fn accorde(acte: ActeLot, participe: &str) -> String {
    match acte {
        ActeLot::Valider => format!("{participe}e"),
        ActeLot::Refuser => participe.to_owned(),
    }
}

pub(super) fn combien_de(lot: &LotVu, sort: Sort) -> i64 {
    lot.groupes
        .iter()
        .filter(|g| g.sort == sort)
        .map(|g| g.nombre)
        .sum()
}

/// Progress, then outcomes.
#[component]
fn Suite(lot: LotVu) -> impl IntoView {
    let Avancement {
        etat,
        total,
        reste,
        secondes,
        ..
    } = lot.avancement;
    let id = lot.id;
    let depuis = depuis_file();
    let en_marche = matches!(etat, EtatLot::EnCours | EtatLot::EnSursis | EtatLot::EnAnnulation);
    // Nothing changes before the end of the delay.
    let retour = secondes.unwrap_or(1) + 1;
    let texte = match etat {
        EtatLot::EnCours => {
            "Les demandes sont traitées une à une. Vous pouvez quitter cette page\u{a0}: le travail continue, et la liste des demandes y ramène."
        }
        EtatLot::EnSursis => {
            "Aucun email n’est encore envoyé, aucun numéro attribué\u{a0}: tout peut être annulé d’un coup."
        }
        EtatLot::EnAnnulation => {
            "Les demandes reviennent dans la liste à traiter. Aucun email ne sera envoyé pour elles."
        }
        EtatLot::Annule => {
            "Les demandes qui n’avaient pas encore pris effet sont revenues dans la liste à traiter."
        }
        EtatLot::Prepare | EtatLot::Termine => "Voici ce qu’est devenue chaque demande.",
    };
    view! {
        <p class="mt-2 max-w-lecture">{texte}</p>
        {en_marche
            .then(|| {
                view! {
                    <SuiviLot lot=id.to_string() etape=format!("{etat:?}") vues=total - reste total=total secondes=secondes />
                    // Where no script follows, the page comes back by itself.
                    <noscript>
                        <meta http-equiv="refresh" content=retour.to_string() />
                    </noscript>
                }
            })}
        {matches!(etat, EtatLot::EnCours | EtatLot::EnSursis)
            .then(|| {
                view! {
                    <form method="post" action=AnnulerLot::url() class="mt-2">
                        <input type="hidden" name="lot" value=id.to_string() />
                        <ChampFile depuis=depuis_file() />
                        <button id="annuler-lot" class=BOUTON_SECONDAIRE>"Annuler tout ce lot"</button>
                    </form>
                }
            })}
        {lot.groupes.into_iter().map(|groupe| view! { <Liste groupe=groupe page=lot.page /> }).collect_view()}
        <Pagination page=lot.page pages=lot.pages adresse=move |page| depuis.avec(&chemin::page_de_lot(id, page)) />
    }
}

/// A group of demandes and what becomes of them.
#[component]
pub(super) fn Liste(groupe: Groupe, page: u32) -> impl IntoView {
    let (titre, explication) = match (groupe.sort, groupe.raison.as_deref()) {
        (Sort::AFaire, _) => ("à traiter", ""),
        (Sort::Decidee, _) => ("décision prise, pas encore d’effet", ""),
        (Sort::Faite, _) => ("décision effective, email parti", ""),
        (Sort::Annulee, _) => ("décision annulée, de nouveau à traiter", ""),
        (Sort::Ecartee | Sort::SansEffet, raison) => raison_en_mots(raison.unwrap_or_default()),
    };
    let sans_effet = (groupe.sort == Sort::SansEffet).then_some("sans effet\u{a0}: ");
    let autres = groupe.nombre - i64::try_from(groupe.elements.len()).unwrap_or(i64::MAX);
    view! {
        <details class="mt-2 max-w-lecture rounded-md border border-line px-4 py-1">
            <summary class="min-h-11 cursor-pointer py-2">
                <strong>{demandes(groupe.nombre)}</strong>
                "\u{a0}: "
                {sans_effet}
                {titre}
            </summary>
            {(!explication.is_empty()).then(|| view! { <p class="text-soft">{explication}</p> })}
            <ul class="my-2 list-disc pl-5">
                {groupe
                    .elements
                    .into_iter()
                    .map(|e| {
                        view! {
                            <li>
                                <a class=LIEN href=depuis_file().dossier(e.demande)>{e.nom}</a>
                                {format!(", {}, {}", e.reference, e.etablissement)}
                            </li>
                        }
                    })
                    .collect_view()}
                {(autres > 0).then(|| view! { <li>{ailleurs(autres, page)}</li> })}
            </ul>
        </details>
    }
}

/// Those of a group that the page does not name: they are on another one, or have left the perimeter.
fn ailleurs(nombre: i64, page: u32) -> String {
    let autres = if nombre == 1 {
        "1 autre".to_owned()
    } else {
        format!("{nombre} autres")
    };
    if page > 1 {
        format!("{autres} sur une autre page")
    } else {
        format!("et {autres}")
    }
}

/// Why a demande was left aside, from the code of the refusal.
fn raison_en_mots(code: &str) -> (&'static str, &'static str) {
    match code {
        "doublon" => (
            "doublon possible",
            "Une personne n’a qu’un numéro RPPS\u{a0}: comparez avant de décider, en ouvrant chaque demande.",
        ),
        "non_eligible" => (
            "règles non remplies",
            "L’établissement, la profession ou le rôle ne le permet pas aujourd’hui\u{a0}: la demande dit pourquoi.",
        ),
        "propre_demande" => (
            "votre propre demande, ou celle d’un homonyme",
            "Un autre gestionnaire de votre structure doit la traiter.",
        ),
        "conflit" | "transition" => (
            "changement entre-temps, ou décision déjà prise",
            "Relisez la demande avant de décider.",
        ),
        "prise" => (
            "examen en cours par un collègue",
            "Un collègue traite cette demande en ce moment.",
        ),
        "doublon_a_trancher" => (
            "ressemblance forte à trancher",
            "Dites d’abord, en ouvrant la demande, s’il s’agit de la même personne.",
        ),
        "decision_prise" => (
            "un collègue vient d’en décider",
            "Sa décision prend effet dans quelques instants.",
        ),
        "interdit" | "introuvable" => (
            "droit retiré entre-temps",
            "Le droit de traiter les demandes de cet établissement a été retiré avant que la décision ne prenne effet.",
        ),
        "situation_existante" => (
            "situation déjà ouverte dans l’établissement",
            "Une seule situation d’exercice est possible par personne et par établissement\u{a0}: fermez d’abord l’existante.",
        ),
        _ => (
            "traitement impossible",
            "Ouvrez la demande pour en voir la raison et la traiter.",
        ),
    }
}
