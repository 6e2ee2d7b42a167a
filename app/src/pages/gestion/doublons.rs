//! Who looks like the person of a demande, in the page of that demande: how much, in what, what was said of it, and what that
//! changes in the decision.

use super::filtre::{ChampFile, DepuisFile};
use crate::api::TrancherDoublon;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::chemin;
use domain::doublon::{Accord, ChoixDoublon, NiveauDoublon, TraitCompare};
use domain::identifiant::Rpps;
use domain::ids::DemandeId;
use domain::saisie::Champ;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::demande::{DoublonVu, SujetDoublon};

/// What accepting a demande will do.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Acceptation {
    /// give a number
    Nouveau,
    /// add a situation to this number (R3)
    Ajout(Rpps),
    /// nothing yet: somebody must first say whether two people are one
    ATrancher,
}

impl Acceptation {
    /// What the look-alikes of a demande make of its acceptance, by the same rule as the register.
    pub(super) fn de(doublons: &[DoublonVu]) -> Self {
        let inscrits = || {
            doublons
                .iter()
                .filter(|vu| matches!(vu.sujet, SujetDoublon::Personne(_)))
        };
        let connu =
            inscrits().find(|vu| vu.niveau == NiveauDoublon::Exacte || vu.choix == Some(ChoixDoublon::Meme));
        if let Some(rpps) = connu.and_then(|vu| vu.rpps.clone()) {
            return Self::Ajout(rpps);
        }
        if inscrits().any(|vu| vu.niveau == NiveauDoublon::Forte && vu.choix.is_none()) {
            return Self::ATrancher;
        }
        Self::Nouveau
    }

    /// The words of the button.
    pub(super) fn bouton(&self) -> &'static str {
        match self {
            Self::Ajout(_) => "Ajouter une situation au RPPS existant",
            Self::Nouveau | Self::ATrancher => "Valider",
        }
    }

    /// What follows, in small below it.
    pub(super) fn suite(&self) -> String {
        match self {
            Self::Ajout(rpps) => format!(
                "La personne est déjà inscrite : la situation s’ajoute à son numéro {rpps}, qui ne change pas, ni son état civil."
            ),
            Self::Nouveau | Self::ATrancher => "Un numéro RPPS est attribué et annoncé par email.".to_owned(),
        }
    }
}

/// In the place of the acceptance, while somebody must be compared first.
#[component]
pub(super) fn ComparerAvant() -> impl IntoView {
    view! {
        <p>"Une personne du répertoire ressemble fortement à celle de la demande. Dites d’abord s’il s’agit de la même personne."</p>
        <a class=format!("{BOUTON} mt-4 w-full") href="#doublons">"Voir les ressemblances"</a>
    }
}

/// The list; nothing when nobody looks alike.
#[component]
pub(super) fn Doublons(demande: DemandeId, doublons: Vec<DoublonVu>) -> impl IntoView {
    (!doublons.is_empty()).then(|| {
        let reste = doublons
            .iter()
            .any(|vu| vu.choix != Some(ChoixDoublon::Differente));
        let (ton, titre) = if reste {
            (Ton::Alerte, "Doublon possible")
        } else {
            (Ton::Info, "Ressemblances écartées")
        };
        view! {
            <section id="doublons" aria-label="Doublons possibles">
                <Bandeau ton=ton titre=titre>
                    <p>"Une personne n’a qu’un numéro RPPS, pour toute sa vie professionnelle. Comparez avant de décider."</p>
                    <ul class="mt-2">
                        {doublons
                            .into_iter()
                            .map(|vu| view! { <UnDoublon demande=demande vu=vu /> })
                            .collect_view()}
                    </ul>
                </Bandeau>
            </section>
        }
    })
}

/// « MARTIN Louise, RPPS 8… »
pub(super) fn designation(vu: &DoublonVu) -> String {
    match (&vu.nom, &vu.rpps, &vu.reference) {
        (Some(nom), Some(rpps), _) => format!("{nom}, RPPS {rpps}"),
        (Some(nom), None, Some(reference)) => format!("{nom}, demande {reference}"),
        (Some(nom), None, None) => nom.clone(),
        (None, ..) => "Demande d’un établissement hors de votre périmètre".to_owned(),
    }
}

#[component]
fn UnDoublon(demande: DemandeId, vu: DoublonVu) -> impl IntoView {
    let qui = designation(&vu);
    let adresse = DepuisFile::ici().avec(&chemin::comparer(demande, vu.sujet.id()));
    let score = format!("{}, {} sur 100", vu.niveau.libelle(), vu.score);
    let raisons = raisons(&vu.traits);
    let choix = vu.choix;
    let sujet = vu.sujet.id().to_string();
    let empreinte = vu.empreinte;
    let comparer = format!("Comparer avec {qui}");
    view! {
        <li class="border-t border-line py-3">
            <p class="font-bold break-words">{qui}</p>
            <p class="text-soft">{score}</p>
            {choix
                .is_none()
                .then(|| view! { <p class="mt-1">{vu.motif}</p> })}
            <ul class="mt-1 text-sm">{raisons.into_iter().map(|raison| view! { <li>{raison}</li> }).collect_view()}</ul>
            {choix
                .map(|choix| {
                    view! {
                        <form method="post" action=TrancherDoublon::url() class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
                            <p class="font-bold">{choix.libelle()}</p>
                            <Cachees demande=demande sujet=sujet empreinte=empreinte />
                            <button class=BOUTON_SECONDAIRE>"Revenir sur ce choix"</button>
                        </form>
                    }
                })}
            <p><a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>{comparer}</a></p>
        </li>
    }
}

/// What every form about a pair holds.
#[component]
pub(super) fn Cachees(demande: DemandeId, sujet: String, empreinte: i64) -> impl IntoView {
    view! {
        <input type="hidden" name="demande" value=demande.to_string() />
        <input type="hidden" name="sujet" value=sujet />
        <input type="hidden" name="empreinte" value=empreinte.to_string() />
        <ChampFile />
    }
}

/// « Identique : nom de naissance, sexe. », then one sentence for each trait that is close, then what differs.
pub(super) fn raisons(traits: &[TraitCompare]) -> Vec<String> {
    let noms = |accord: Accord| -> Vec<String> {
        traits
            .iter()
            .filter(|compare| compare.accord == accord)
            .map(|compare| libelle(compare.champ).to_lowercase())
            .collect()
    };
    let liste = |accord: Accord| {
        let noms = noms(accord);
        (!noms.is_empty()).then(|| format!("{} : {}.", accord.libelle(), noms.join(", ")))
    };
    liste(Accord::Identique)
        .into_iter()
        .chain(
            traits
                .iter()
                .filter(|compare| compare.accord == Accord::Proche)
                .map(|compare| format!("Proche : {}", compare.phrase)),
        )
        .chain(liste(Accord::Different))
        .collect()
}

/// The name of a trait.
pub(super) fn libelle(champ: Champ) -> &'static str {
    match champ {
        Champ::CommuneNaissance => "Lieu de naissance",
        autre => autre.libelle(),
    }
}
