//! The way between the rooms of the head of a structure, the same on every page of that space.

use crate::pages::chemin;
use crate::requete::session;
use leptos::prelude::*;

/// A room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onglet {
    /// the structures and their path
    Structures,
    /// who arrived, who left
    Rotation,
    /// campaigns of review
    Revues,
    /// gestionnaires and mandataires
    Habilitations,
    /// what every gestionnaire does, which the head of a structure does natively (R42)
    Demandes,
}

impl Onglet {
    const TOUS: [Self; 5] = [
        Self::Structures,
        Self::Rotation,
        Self::Revues,
        Self::Habilitations,
        Self::Demandes,
    ];

    fn adresse(self) -> &'static str {
        match self {
            Self::Structures => chemin::STRUCTURES,
            Self::Rotation => chemin::ROTATION,
            Self::Revues => chemin::REVUES,
            Self::Habilitations => chemin::HABILITATIONS,
            Self::Demandes => chemin::GESTION,
        }
    }

    fn libelle(self) -> &'static str {
        match self {
            Self::Structures => "Mes structures",
            Self::Rotation => "Arrivées et départs",
            Self::Revues => "Revues des accès",
            Self::Habilitations => "Gestionnaires",
            Self::Demandes => "Demandes",
        }
    }
}

/// The links to the rooms that this person may enter, the current one marked. One line that scrolls on a phone.
#[component]
pub fn Onglets(
    /// where one is
    ici: Onglet,
) -> impl IntoView {
    let session = session();
    let ouvert = move |onglet: &Onglet| {
        session.as_ref().is_some_and(|session| match onglet {
            Onglet::Structures | Onglet::Rotation | Onglet::Revues => session.est_representant(),
            Onglet::Habilitations => session.est_designateur(),
            Onglet::Demandes => session.est_gestionnaire(),
        })
    };
    let ouverts: Vec<Onglet> = Onglet::TOUS.into_iter().filter(ouvert).collect();
    // Somebody whose card has not come has one room only: nowhere to go.
    if ouverts.len() < 2 {
        return ().into_any();
    }
    view! {
        <nav aria-label="Espace de la structure" class="ecran-seul -mx-4 mb-6 border-b border-line px-4">
            <ul class="flex flex-wrap gap-x-5">
                {ouverts
                    .into_iter()
                    .map(|onglet| {
                        let classe = if onglet == ici {
                            "flex min-h-11 items-center border-b-2 border-action font-bold text-ink no-underline"
                        } else {
                            "flex min-h-11 items-center border-b-2 border-transparent text-action no-underline hover:border-action"
                        };
                        view! {
                            <li>
                                <a href=onglet.adresse() class=classe aria-current=(onglet == ici).then_some("page")>
                                    {onglet.libelle()}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}
