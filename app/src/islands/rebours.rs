//! The seconds during which a decision can be taken back, and what became of it. Without a script the page says how long there
//! was when it was drawn, and the button works all the same.

use leptos::prelude::*;

/// « … dans 12 s. »
fn attente(debut: &str, secondes: i64) -> String {
    if secondes > 0 {
        format!("{debut} dans {secondes}\u{a0}s.")
    } else {
        format!("{debut} dans un instant.")
    }
}

/// Counts down to the effect of the decision on `demande`: `debut` is the beginning of the sentence (« Le numéro sera
/// attribué »), `depart` when it is a departure instead. The children are what takes the decision back; they go once it is too late, and their room stays.
#[island]
pub fn CompteARebours(
    demande: String,
    debut: String,
    secondes: i64,
    depart: bool,
    children: Children,
) -> impl IntoView {
    let texte = RwSignal::new(attente(&debut, secondes));
    // Seconds are for the eyes; a screen reader hears the outcome, once.
    let annonce = RwSignal::new(String::new());
    let fini = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        marche::compter(
            (demande.clone(), depart),
            debut.clone(),
            secondes,
            texte,
            annonce,
            fini,
        );
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (demande, debut, depart);
    view! {
        <p role="timer" aria-live="off" class="min-h-12">{move || texte.get()}</p>
        <div class:invisible=move || fini.get()>{children()}</div>
        <p role="status" class="sr-only">{move || annonce.get()}</p>
    }
}

#[cfg(feature = "hydrate")]
mod marche {
    use super::attente;
    use crate::api::{Code, etat_decision, etat_depart};
    use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
    use leptos::prelude::{GetUntracked, RwSignal, Set};
    use leptos::task::spawn_local;
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Duration;

    /// Answers « not yet » after which the page stops asking: something is wrong, and the dossier will tell.
    const PATIENCE: u32 = 60;

    pub(super) fn compter(
        (demande, depart): (String, bool),
        debut: String,
        secondes: i64,
        texte: RwSignal<String>,
        annonce: RwSignal<String>,
        fini: RwSignal<bool>,
    ) {
        // A page that sleeps misses ticks: the end is an hour of the clock.
        let fin = Cell::new(maintenant() + secondes * 1000);
        let essais = Rc::new(Cell::new(0));
        let demande_en_vol = Rc::new(Cell::new(false));
        let poignee: Rc<Cell<Option<IntervalHandle>>> = Rc::default();
        let mienne = poignee.clone();
        let tic = move || {
            if fini.get_untracked() {
                return;
            }
            let reste = (fin.get() - maintenant() + 999) / 1000;
            texte.set(attente(&debut, reste));
            if reste > 0 || demande_en_vol.replace(true) {
                return;
            }
            let (demande, en_vol, essais, poignee) = (
                demande.clone(),
                demande_en_vol.clone(),
                essais.clone(),
                mienne.clone(),
            );
            spawn_local(async move {
                let suite = if depart {
                    etat_depart(demande).await
                } else {
                    etat_decision(demande).await
                };
                let phrase = match suite {
                    Ok(suite) if !suite.attend => Some(suite.phrase),
                    Err(erreur) if erreur.code == Code::Connexion => Some(
                        "Votre session est terminée. Votre décision prend effet sans que vous ayez rien à faire."
                            .to_owned(),
                    ),
                    Ok(_) | Err(_) => None,
                };
                en_vol.set(false);
                essais.set(essais.get() + 1);
                let abandon = essais.get() >= PATIENCE;
                if let Some(phrase) = &phrase {
                    texte.set(phrase.clone());
                    annonce.set(phrase.clone());
                    fini.set(true);
                }
                if (phrase.is_some() || abandon)
                    && let Some(poignee) = poignee.take()
                {
                    poignee.clear();
                }
            });
        };
        poignee.set(set_interval_with_handle(tic, Duration::from_secs(1)).ok());
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of this century fit in 53 bits"
    )]
    fn maintenant() -> i64 {
        js_sys::Date::now() as i64
    }
}
