//! A departure in one act, on a phone: who leaves (`liste`), what is to be closed (`formulaire`), the summary to confirm once
//! (`confirmation`), what was done and how to come back on it (`fait`), whose a card under the same name is (`meme`). Nothing is decided here: every screen asks the register.

mod confirmation;
mod fait;
mod formulaire;
mod liste;
mod meme;

pub use fait::DepartFait;
pub use formulaire::Partir;
pub use liste::Departs;
pub(crate) use meme::code as code_reponse;

use crate::components::{Bandeau, LIEN, Ton};
use crate::pages::chemin;
use crate::pages::structure::{Onglet, Onglets};
use crate::requete::session;
use domain::demande::Reference;
use domain::ids::DemandeId;
use leptos::prelude::*;

/// Where the main action of a screen is: within reach of the thumb on a phone, in its place elsewhere.
const PIED: &str = "sticky bottom-0 z-10 -mx-4 mt-8 flex flex-wrap gap-3 border-t border-line bg-page px-4 py-3 [@media(max-height:30rem)]:static sm:static sm:mx-0 sm:border-0 sm:px-0";

/// The way to the other rooms: those of the head of a structure, or back to the demandes.
#[component]
fn Chemin() -> impl IntoView {
    if session().is_some_and(|session| session.est_representant()) {
        view! { <Onglets ici=Onglet::Rotation /> }.into_any()
    } else {
        view! {
            <p>
                <a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a>
            </p>
        }
        .into_any()
    }
}

/// « 1 demande », « 3 demandes »
fn demandes(nombre: usize) -> String {
    match nombre {
        1 => "1\u{a0}demande".to_owned(),
        n => format!("{n}\u{a0}demandes"),
    }
}

/// The register takes no change, a closing neither, while a demande of the person waits (R33): what to do about it, at once.
#[component]
fn AttendUneDemande(id: DemandeId, reference: Reference) -> impl IntoView {
    let designe = session().is_some_and(|session| session.est_designateur());
    view! {
        <Bandeau ton=Ton::Alerte titre="Une demande de cette personne est en cours">
            <p>
                "Tant qu’elle attend, le répertoire n’admet aucun changement, pas même une fermeture. Traitez d’abord la demande "
                <a class=LIEN href=chemin::dossier(id)>{reference.to_string()}</a>
                "\u{a0}: validez-la si elle est juste, refusez-la si la personne est déjà partie\u{a0}; puis revenez ici."
            </p>
            <p class="mt-1">
                "Son habilitation, si elle en a une, peut être retirée sans attendre "
                {if designe {
                    view! { "dans " <a class=LIEN href=chemin::HABILITATIONS>"Gestionnaires"</a> "." }.into_any()
                } else {
                    view! { "par le représentant légal ou un mandataire." }.into_any()
                }}
            </p>
        </Bandeau>
    }
}
