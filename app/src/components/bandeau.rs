//! A message that stands out: what happened, what it means, what to do. The state is said by a word and an icon, never by
//! the colour alone.

use domain::eligibilite::{Constat, Niveau};
use leptos::prelude::*;

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ton {
    /// something prevents going on
    Erreur,
    /// something to know before going on
    Alerte,
    /// it worked
    Succes,
    /// good to know
    Info,
}

impl Ton {
    fn classes(self) -> &'static str {
        match self {
            Self::Erreur => {
                "mt-4 max-w-lecture rounded-md border border-danger border-l-4 bg-danger-fond p-4"
            }
            Self::Alerte => {
                "mt-4 max-w-lecture rounded-md border border-alerte border-l-4 bg-alerte-fond p-4"
            }
            Self::Succes => {
                "mt-4 max-w-lecture rounded-md border border-succes border-l-4 bg-succes-fond p-4"
            }
            Self::Info => {
                "mt-4 max-w-lecture rounded-md border border-line border-l-4 border-l-action bg-info-fond p-4"
            }
        }
    }

    fn titre(self) -> &'static str {
        match self {
            Self::Erreur => "flex items-baseline gap-2 font-bold text-danger",
            Self::Alerte => "flex items-baseline gap-2 font-bold text-alerte",
            Self::Succes => "flex items-baseline gap-2 font-bold text-succes",
            Self::Info => "flex items-baseline gap-2 font-bold text-action",
        }
    }

    fn icone(self) -> &'static str {
        match self {
            Self::Erreur => "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 3h2v5H7V4Zm0 6h2v2H7v-2Z",
            Self::Alerte => "M8 1 0.5 14.5h15L8 1Zm-1 5h2v4H7V6Zm0 5h2v2H7v-2Z",
            Self::Succes => "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 10L3.5 7.5 5 6l2 2 4-4 1.5 1.5L7 11Z",
            Self::Info => "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 3h2v2H7V4Zm0 3h2v5H7V7Z",
        }
    }
}

/// The message.
#[component]
pub fn Bandeau(
    ton: Ton,
    /// one line
    #[prop(into)]
    titre: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=ton.classes()>
            <p class=ton.titre()>
                <svg viewBox="0 0 16 16" class="size-4 shrink-0 translate-y-0.5" aria-hidden="true" fill="currentColor">
                    <path d=ton.icone() />
                </svg>
                <span>{titre}</span>
            </p>
            <div class="mt-1 text-ink">{children()}</div>
        </div>
    }
}

/// What the rules of eligibility say of a situation, most serious first.
#[component]
pub fn ListeConstats(constats: Vec<Constat>) -> impl IntoView {
    constats
        .into_iter()
        .map(|constat| {
            let ton = match constat.niveau {
                Niveau::Refus => Ton::Erreur,
                Niveau::Avertissement => Ton::Alerte,
                Niveau::Information => Ton::Info,
            };
            view! {
                <Bandeau ton=ton titre=constat.titre>
                    <p>{constat.explication}</p>
                    {(!constat.que_faire.is_empty()).then(|| view! { <p class="mt-1">{constat.que_faire}</p> })}
                </Bandeau>
            }
        })
        .collect_view()
}
