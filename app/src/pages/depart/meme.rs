//! Whether a card that bears no number is that of somebody who left: the question, its two answers, and what followed.

use super::formulaire::en_mots;
use crate::api::RepondreMeme;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::chemin;
use crate::requete::parametre;
use domain::ids::{CompteId, DepartId, PersonneId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::depart::{Homonyme, ReponseMeme, SuiteMeme};

/// Whom the question is about, and the page that it is asked on.
#[derive(Clone)]
pub(super) struct Qui {
    pub(super) personne: PersonneId,
    pub(super) nom: String,
    /// the departure that is shown, when it is one
    pub(super) depart: Option<DepartId>,
    /// the departure is to come
    pub(super) prevu: bool,
}

impl Qui {
    /// What every answer sends.
    fn champs(&self, compte: CompteId) -> impl IntoView + use<> {
        let depart = self.depart.map(|depart| depart.to_string()).unwrap_or_default();
        view! {
            <input type="hidden" name="personne" value=self.personne.to_string() />
            <input type="hidden" name="compte" value=compte.to_string() />
            <input type="hidden" name="depart" value=depart />
        }
    }
}

fn droits(carte: &Homonyme) -> String {
    let droits: Vec<String> = carte.habilitations.iter().map(en_mots).collect();
    format!("{}\u{a0}: {}", carte.nom, droits.join("\u{a0}; "))
}

/// The cards under the name of somebody, each with its two answers. Only who could withdraw the right may say that it is somebody
/// else's.
#[component]
pub(super) fn Questions(qui: Qui, cartes: Vec<Homonyme>) -> impl IntoView {
    let bouton = format!("{BOUTON_SECONDAIRE} w-full sm:w-auto");
    view! {
        <ul>
            {cartes
                .into_iter()
                .map(|carte| {
                    let retirable = carte.retirable();
                    let suite = match (retirable, qui.prevu) {
                        (true, false) => "Si c’est elle, l’habilitation est retirée tout de suite.",
                        (true, true) => "Si c’est elle, l’habilitation sera retirée avec son départ.",
                        (false, _) => {
                            "Si c’est elle, le représentant légal doit retirer l’habilitation\u{a0}: il en est prévenu par email s’il a donné une adresse. Lui seul peut dire que c’est quelqu’un d’autre."
                        }
                    };
                    let que = format!(" que {}\u{a0}: {}", qui.nom, carte.nom);
                    view! {
                        <li class="mt-2">
                            <p>{droits(&carte)}</p>
                            <p class="text-soft">{suite}</p>
                            <form method="post" action=RepondreMeme::url() class="mt-2 grid gap-2 sm:flex sm:flex-wrap">
                                {qui.champs(carte.compte)}
                                <button class=bouton.clone() name="reponse" value=ReponseMeme::Oui.code()>
                                    "C’est la même personne" <span class="sr-only">{que.clone()}</span>
                                </button>
                                {retirable
                                    .then(|| {
                                        view! {
                                            <button class=bouton.clone() name="reponse" value=ReponseMeme::Non.code()>
                                                "Ce n’est pas la même personne" <span class="sr-only">{que}</span>
                                            </button>
                                        }
                                    })}
                            </form>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// The cards that were said to be somebody else's, with the way back.
#[component]
pub(super) fn Ecartees(cartes: Vec<(Qui, Homonyme)>) -> impl IntoView {
    if cartes.is_empty() {
        return ().into_any();
    }
    let ouvert = parametre("meme").as_deref() == Some(code(SuiteMeme::Ecartee));
    let titre = match cartes.len() {
        1 => "1\u{a0}habilitation dite celle de quelqu’un d’autre".to_owned(),
        n => format!("{n}\u{a0}habilitations dites celles de quelqu’un d’autre"),
    };
    view! {
        <details class="mt-4" open=ouvert>
            <summary class="flex min-h-11 cursor-pointer items-center text-action underline">{titre}</summary>
            <ul>
                {cartes
                    .into_iter()
                    .map(|(qui, carte)| {
                        let retirable = carte.retirable();
                        let nom = qui.nom.clone();
                        view! {
                            <li class="border-b border-line py-3">
                                <p class="font-bold">{nom.clone()}</p>
                                <p>{droits(&carte)}</p>
                                {retirable
                                    .then(|| {
                                        view! {
                                            <form method="post" action=RepondreMeme::url() class="mt-2">
                                                {qui.champs(carte.compte)}
                                                <button
                                                    class=format!("{BOUTON_SECONDAIRE} w-full sm:w-auto")
                                                    name="reponse"
                                                    value=ReponseMeme::Reprendre.code()
                                                >
                                                    "Revenir sur cette réponse" <span class="sr-only">{format!("\u{a0}: {nom}")}</span>
                                                </button>
                                            </form>
                                        }
                                    })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
    .into_any()
}

/// The word that the address of the page which follows an answer bears.
pub(crate) fn code(suite: SuiteMeme) -> &'static str {
    match suite {
        SuiteMeme::Liee => "liee",
        SuiteMeme::Retiree => "retiree",
        SuiteMeme::Signalee => "signalee",
        SuiteMeme::Ecartee => "ecartee",
        SuiteMeme::Reprise => "reprise",
    }
}

/// What the answer that was just given did.
#[component]
pub(super) fn Repondu() -> impl IntoView {
    let suites = [
        SuiteMeme::Liee,
        SuiteMeme::Retiree,
        SuiteMeme::Signalee,
        SuiteMeme::Ecartee,
        SuiteMeme::Reprise,
    ];
    let suite = parametre("meme").and_then(|lu| suites.into_iter().find(|suite| code(*suite) == lu));
    suite.map(|suite| {
        let (titre, texte) = match suite {
            SuiteMeme::Liee => (
                "C’est noté\u{a0}: cette habilitation est la sienne",
                "Elle compte désormais dans son départ.",
            ),
            SuiteMeme::Retiree => (
                "C’est noté\u{a0}: l’habilitation est retirée",
                "C’était la même personne\u{a0}: son accès s’est arrêté aussitôt. En cas d’erreur, l’habilitation se rend pendant trente jours dans ",
            ),
            SuiteMeme::Signalee => (
                "C’est noté\u{a0}: le représentant légal doit retirer l’habilitation",
                "C’était la même personne. Il en est prévenu par email s’il a donné une adresse, et elle lui est signalée dans «\u{a0}Arrivées et départs\u{a0}».",
            ),
            SuiteMeme::Ecartee => (
                "C’est noté\u{a0}: ce n’est pas la même personne",
                "L’habilitation reste en place, et la question n’est plus posée. Vous pouvez revenir sur cette réponse plus bas.",
            ),
            SuiteMeme::Reprise => (
                "La question est de nouveau posée",
                "Rien d’autre n’a changé.",
            ),
        };
        let rendre = suite == SuiteMeme::Retiree;
        view! {
            // The address of the page leads here, and the focus with it.
            <div id="reponse" role="group" aria-label="Réponse enregistrée" tabindex="-1">
                <Bandeau ton=Ton::Succes titre=titre>
                    {texte} {rendre.then(|| view! { <a class=LIEN href=chemin::HABILITATIONS>"Gestionnaires"</a> "." })}
                </Bandeau>
            </div>
        }
    })
}
