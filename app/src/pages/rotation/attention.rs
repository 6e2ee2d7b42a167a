//! What needs a look, the most serious first.

use crate::pages::chemin::{A_VERIFIER, AdresseRotation};
use domain::identifiant::Finess;
use leptos::prelude::*;
use registry::rotation::{Attention, Liste};

/// Where a thing is looked at.
#[derive(Clone, Copy)]
enum Vers {
    /// a list of this room
    Liste(&'static str),
    /// the departures, where the question is answered: the head of a structure is a gestionnaire there (R42)
    Departs,
}

/// One thing to look at.
struct Sujet {
    nombre: usize,
    vers: Vers,
    une: &'static str,
    plusieurs: &'static str,
    precision: &'static str,
    grave: bool,
}

fn sujets(a: Attention) -> [Sujet; 7] {
    let vers = |nombre, vers, une, plusieurs, precision, grave| Sujet {
        nombre,
        vers,
        une,
        plusieurs,
        precision,
        grave,
    };
    let sujet = |nombre, liste, une, plusieurs, precision, grave| {
        vers(nombre, Vers::Liste(liste), une, plusieurs, precision, grave)
    };
    [
        sujet(
            a.restes,
            Liste::Restes.code(),
            "personne partie a encore un accès",
            "personnes parties ont encore un accès",
            "Une situation ou une habilitation est restée ouverte après le départ.",
            true,
        ),
        vers(
            a.a_verifier,
            Vers::Departs,
            "personne partie, une habilitation porte son nom",
            "personnes parties, une habilitation porte leur nom",
            "La carte n’a pas de numéro RPPS\u{a0}: dites si c’est la même personne.",
            true,
        ),
        sujet(
            a.cartes,
            "cartes",
            "carte expire bientôt ou a expiré",
            "cartes expirent bientôt ou ont expiré",
            "Dans les 60\u{a0}jours\u{a0}; une carte expirée suspend les droits.",
            true,
        ),
        sujet(
            a.fins,
            Liste::Fins.code(),
            "personne a une situation qui se termine bientôt",
            "personnes ont une situation qui se termine bientôt",
            "Dans les 60\u{a0}jours\u{a0}; l’accès cessera de lui-même à la date prévue.",
            false,
        ),
        sujet(
            a.gestionnaires,
            "gestionnaires",
            "gestionnaire ou mandataire sans activité",
            "gestionnaires ou mandataires sans activité",
            "Rien sur ce portail depuis 6\u{a0}mois.",
            false,
        ),
        sujet(
            a.roles_larges,
            Liste::Roles.code(),
            "personne a un rôle plus large que son métier",
            "personnes ont un rôle plus large que leur métier",
            "Un rôle qui ouvre moins de documents suffirait d’habitude.",
            false,
        ),
        sujet(
            a.sans_signe,
            Liste::SansSigne.code(),
            "personne sans signe depuis 6\u{a0}mois",
            "personnes sans signe depuis 6\u{a0}mois",
            "Ni connexion, ni acte, ni inscription connus de ce portail.",
            false,
        ),
    ]
}

/// The list; a quiet sentence when there is nothing.
#[component]
pub(super) fn ARegarder(
    attention: Attention,
    #[prop(optional_no_strip)] structure: Option<Finess>,
) -> impl IntoView {
    const LIGNE: &str =
        "relative flex min-h-11 items-baseline gap-3 border-b border-line py-3 hover:bg-surface";
    let sujets: Vec<Sujet> = sujets(attention)
        .into_iter()
        .filter(|sujet| sujet.nombre > 0)
        .collect();
    let contenu = if sujets.is_empty() {
        view! { <p class="mt-2">"Rien à signaler aujourd’hui."</p> }.into_any()
    } else {
        let lignes = sujets
            .into_iter()
            .map(|sujet| {
                let adresse = match sujet.vers {
                    Vers::Liste(liste) => AdresseRotation::de(liste, structure.clone()).adresse(),
                    Vers::Departs => A_VERIFIER.to_owned(),
                };
                let texte = if sujet.nombre > 1 { sujet.plusieurs } else { sujet.une };
                let nombre = if sujet.grave {
                    "min-w-8 text-right text-2xl font-bold tabular-nums text-danger"
                } else {
                    "min-w-8 text-right text-2xl font-bold tabular-nums"
                };
                view! {
                    <li class=LIGNE>
                        <span class=nombre aria-hidden="true">{sujet.nombre}</span>
                        <div class="min-w-0">
                            <a href=adresse class="font-bold text-action underline after:absolute after:inset-0">
                                <span class="sr-only">{format!("{} ", sujet.nombre)}</span>
                                {texte}
                            </a>
                            <p class="text-soft">{sujet.precision}</p>
                        </div>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="mt-2 border-t border-line">{lignes}</ul> }.into_any()
    };
    view! {
        <section class="mt-6 max-w-lecture" aria-labelledby="a-regarder">
            <h2 id="a-regarder" class="text-xl font-bold">"À regarder d’abord"</h2>
            {contenu}
        </section>
    }
}
