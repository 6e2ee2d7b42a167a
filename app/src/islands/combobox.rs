//! A field with suggestions, following the ARIA pattern « editable combobox with list autocomplete ». Without it the field is
//! a plain text box: the server looks the text up and offers the matches as answers.

use crate::api::Proposition;
use crate::components::SAISIE;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where suggestions come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// establishments of the register
    Etablissements,
    /// French communes
    Communes,
    /// countries
    Pays,
}

#[cfg(feature = "hydrate")]
impl Source {
    async fn chercher(self, texte: String) -> Result<Vec<Proposition>, crate::api::ApiErreur> {
        match self {
            Self::Etablissements => crate::api::chercher_etablissements(texte).await,
            Self::Communes => crate::api::chercher_communes(texte).await,
            Self::Pays => crate::api::chercher_pays(texte).await,
        }
    }
}

/// What the list says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Liste {
    ouverte: bool,
    active: Option<usize>,
    propositions: Vec<Proposition>,
    /// for screen readers, and shown when there is nothing to choose
    annonce: String,
}

/// The field. `valeur` is what the form keeps, `libelle` what it means when it is already known.
#[island]
pub fn Combobox(
    /// id and name of the field
    nom: String,
    valeur: String,
    libelle: String,
    source: Source,
    invalide: bool,
) -> impl IntoView {
    let id = nom.clone();
    let liste_id = format!("{nom}-liste");
    let initiale = valeur.clone();
    let vivant = RwSignal::new(false);
    let garde = RwSignal::new(valeur);
    let liste = RwSignal::new(Liste::default());
    let saisie = NodeRef::<leptos::html::Input>::new();
    let cachee = NodeRef::<leptos::html::Input>::new();

    // The server draws one text box that posts its text; once awake, a hidden box posts the value and the other shows words.
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(saisie) = saisie.get() {
            // What a person typed before the module arrived is what counts.
            if saisie.value() == garde.get_untracked() {
                if !libelle.is_empty() {
                    saisie.set_value(&libelle);
                }
            } else {
                garde.set(saisie.value());
            }
            vivant.set(true);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (libelle, source, cachee);

    let choisir = move |proposition: Proposition| {
        #[cfg(feature = "hydrate")]
        choix::garder(&proposition, saisie, cachee, garde);
        liste.set(Liste {
            annonce: format!("{} choisi.", proposition.libelle),
            ..Liste::default()
        });
    };

    #[cfg(feature = "hydrate")]
    let recherche = choix::Recherche::new(source, liste, saisie, cachee, garde);
    let taper = move |_: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        if let Some(saisie) = saisie.get_untracked() {
            garde.set(saisie.value());
            recherche.lancer(saisie.value());
        }
    };
    let touche = move |evenement: leptos::ev::KeyboardEvent| {
        let etat = liste.get_untracked();
        let nombre = etat.propositions.len();
        match evenement.key().as_str() {
            "ArrowDown" if nombre > 0 => {
                evenement.prevent_default();
                liste.update(|l| {
                    l.active = Some(if l.ouverte {
                        l.active.map_or(0, |a| (a + 1) % nombre)
                    } else {
                        0
                    });
                    l.ouverte = true;
                });
            }
            "ArrowUp" if nombre > 0 => {
                evenement.prevent_default();
                liste.update(|l| {
                    l.active = Some(l.active.map_or(nombre - 1, |a| (a + nombre - 1) % nombre));
                    l.ouverte = true;
                });
            }
            "Enter" if etat.ouverte && etat.active.is_some() => {
                evenement.prevent_default();
                if let Some(proposition) = etat.active.and_then(|a| etat.propositions.get(a)) {
                    choisir(proposition.clone());
                }
            }
            "Escape" if etat.ouverte => {
                evenement.prevent_default();
                liste.update(|l| l.ouverte = false);
            }
            _ => {}
        }
    };

    let option_id = {
        let liste_id = liste_id.clone();
        move |rang: usize| format!("{liste_id}-{rang}")
    };
    let active_id = {
        let option_id = option_id.clone();
        move || liste.with(|l| l.active.filter(|_| l.ouverte).map(&option_id))
    };
    let decrit = format!("{id}-aide {id}-erreur");
    let nom_visible = nom.clone();
    view! {
        <div class="relative max-w-lecture">
            <input
                node_ref=saisie
                id=id
                type="text"
                class=format!("{SAISIE} w-full")
                name=move || (!vivant.get()).then(|| nom_visible.clone())
                value=initiale
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                role=move || vivant.get().then_some("combobox")
                aria-autocomplete=move || vivant.get().then_some("list")
                aria-expanded=move || vivant.get().then(|| liste.with(|l| l.ouverte).to_string())
                aria-controls={
                    let liste_id = liste_id.clone();
                    move || vivant.get().then(|| liste_id.clone())
                }
                aria-activedescendant=active_id
                aria-describedby=decrit
                aria-invalid=invalide.then_some("true")
                on:input=taper
                on:keydown=touche
                on:blur=move |_| liste.update(|l| l.ouverte = false)
            />
            <input
                node_ref=cachee
                type="hidden"
                name=move || vivant.get().then(|| nom.clone())
                prop:value=move || garde.get()
            />
            <ul
                id=liste_id
                role="listbox"
                aria-label="Propositions"
                class="absolute inset-x-0 top-full z-10 mt-1 max-h-80 overflow-auto rounded-md border border-control bg-page shadow-lg"
                hidden=move || !liste.with(|l| l.ouverte)
            >
                {move || {
                    let option_id = option_id.clone();
                    liste
                        .get()
                        .propositions
                        .into_iter()
                        .enumerate()
                        .map(|(rang, proposition)| {
                            let cette = proposition.clone();
                            view! {
                                <li
                                    id=option_id(rang)
                                    role="option"
                                    class="min-h-11 cursor-pointer border-b border-line px-3 py-2 last:border-0 hover:bg-info-fond aria-selected:bg-info-fond aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-action"
                                    aria-selected=move || liste.with(|l| l.active == Some(rang)).to_string()
                                    on:mousedown=move |e| {
                                        e.prevent_default();
                                        choisir(cette.clone());
                                    }
                                >
                                    <span class="block font-bold">{proposition.libelle}</span>
                                    <span class="block text-soft">{proposition.precision}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            // One line is kept for what the list will say: nothing below moves when it speaks.
            <p role="status" class="min-h-[1lh] text-soft">{move || liste.with(|l| l.annonce.clone())}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod choix {
    use super::{Liste, Proposition, Source};
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use std::time::Duration;
    use web_sys::{CustomEvent, CustomEventInit, Event, EventInit, HtmlInputElement};

    /// Keeps a suggestion and tells the form around, as a person's own typing would.
    pub(super) fn garder(
        proposition: &Proposition,
        saisie: NodeRef<leptos::html::Input>,
        cachee: NodeRef<leptos::html::Input>,
        garde: RwSignal<String>,
    ) {
        garde.set(proposition.valeur.clone());
        if let Some(saisie) = saisie.get_untracked() {
            saisie.set_value(&proposition.libelle);
        }
        let Some(cachee) = cachee.get_untracked() else {
            return;
        };
        let cachee: HtmlInputElement = cachee;
        cachee.set_value(&proposition.valeur);
        let details = CustomEventInit::new();
        details.set_bubbles(true);
        details.set_detail(&serde_json::to_string(proposition).unwrap_or_default().into());
        let remonte = EventInit::new();
        remonte.set_bubbles(true);
        if let (Ok(proposition), Ok(change)) = (
            CustomEvent::new_with_event_init_dict("proposition", &details),
            Event::new_with_event_init_dict("change", &remonte),
        ) {
            let _ = cachee.dispatch_event(&proposition);
            let _ = cachee.dispatch_event(&change);
        }
    }

    /// Asks the server a moment after the last key, and believes only the answer to the last question.
    #[derive(Clone, Copy)]
    pub(super) struct Recherche {
        source: Source,
        liste: RwSignal<Liste>,
        saisie: NodeRef<leptos::html::Input>,
        cachee: NodeRef<leptos::html::Input>,
        garde: RwSignal<String>,
        question: StoredValue<u32>,
        attente: StoredValue<Option<TimeoutHandle>>,
    }

    impl Recherche {
        pub(super) fn new(
            source: Source,
            liste: RwSignal<Liste>,
            saisie: NodeRef<leptos::html::Input>,
            cachee: NodeRef<leptos::html::Input>,
            garde: RwSignal<String>,
        ) -> Self {
            Self {
                source,
                liste,
                saisie,
                cachee,
                garde,
                question: StoredValue::new(0),
                attente: StoredValue::new(None),
            }
        }

        pub(super) fn lancer(self, texte: String) {
            self.question.update_value(|n| *n += 1);
            if let Some(precedente) = self.attente.get_value() {
                precedente.clear();
            }
            if texte.trim().chars().count() < 2 {
                self.liste.set(Liste::default());
                return;
            }
            let attente = set_timeout_with_handle(move || self.demander(texte), Duration::from_millis(120));
            self.attente.set_value(attente.ok());
        }

        /// An answer that comes after the person has moved on opens nothing under their finger.
        fn a_le_focus(self) -> bool {
            let actif = document().active_element();
            self.saisie
                .get_untracked()
                .is_some_and(|saisie| actif.as_ref() == Some(saisie.as_ref()))
        }

        fn demander(self, texte: String) {
            let question = self.question.get_value();
            spawn_local(async move {
                let code: String = texte.split_whitespace().collect();
                let reponse = self.source.chercher(texte).await;
                if self.question.get_value() != question {
                    return;
                }
                // Whoever types a whole number has chosen.
                let exacte = reponse
                    .iter()
                    .flatten()
                    .find(|p| p.valeur.eq_ignore_ascii_case(&code));
                if let Some(proposition) = exacte {
                    garder(proposition, self.saisie, self.cachee, self.garde);
                    self.liste.set(Liste {
                        annonce: format!("{} choisi.", proposition.libelle),
                        ..Liste::default()
                    });
                    return;
                }
                self.liste.set(match reponse {
                    Ok(propositions) => {
                        let annonce = match propositions.len() {
                            0 => {
                                "Aucun résultat. Vérifiez l’orthographe, ou essayez un autre mot.".to_owned()
                            }
                            1 => "1 proposition.".to_owned(),
                            n => format!("{n} propositions."),
                        };
                        Liste {
                            ouverte: !propositions.is_empty() && self.a_le_focus(),
                            active: None,
                            propositions,
                            annonce,
                        }
                    }
                    Err(erreur) => Liste {
                        annonce: erreur.message,
                        ..Liste::default()
                    },
                });
            });
        }
    }
}
