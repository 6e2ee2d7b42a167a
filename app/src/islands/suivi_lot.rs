//! How far a decision on many demandes is, without asking for the page again. Without a script the page comes back by itself.

use leptos::prelude::*;

/// « Demandes examinées : 120 sur 300 »
fn compte(vues: i64, total: i64) -> String {
    format!("Demandes examinées\u{a0}: {vues} sur {total}")
}

/// « Les décisions prennent effet dans 12 s. »
fn effet(secondes: Option<i64>) -> String {
    match secondes {
        Some(secondes @ 1..) => format!("Les décisions prennent effet dans {secondes}\u{a0}s."),
        Some(_) => "Les décisions prennent effet.".to_owned(),
        None => String::new(),
    }
}

/// Follows `lot`; `etape` is the stage that the page shows: when it is over, the page is asked for again.
#[island]
pub fn SuiviLot(lot: String, etape: String, vues: i64, total: i64, secondes: Option<i64>) -> impl IntoView {
    let faites = RwSignal::new(vues);
    let reste = RwSignal::new(secondes);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| marche::suivre(lot.clone(), etape.clone(), faites, reste));
    #[cfg(not(feature = "hydrate"))]
    let _ = (lot, etape);
    view! {
        <p class="mt-2">
            <label for="avancement">{move || compte(faites.get(), total)}</label>
        </p>
        <progress id="avancement" class="mt-1 h-3 w-full max-w-lecture" max=total value=move || faites.get()></progress>
        <p role="timer" aria-live="off" class="mt-1 min-h-6">{move || effet(reste.get())}</p>
    }
}

#[cfg(feature = "hydrate")]
mod marche {
    use crate::api::{Code, etat_lot};
    use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
    use leptos::prelude::{RwSignal, Set, window};
    use leptos::task::spawn_local;
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Duration;

    pub(super) fn suivre(lot: String, etape: String, faites: RwSignal<i64>, reste: RwSignal<Option<i64>>) {
        let en_vol = Rc::new(Cell::new(false));
        let poignee: Rc<Cell<Option<IntervalHandle>>> = Rc::default();
        let mienne = poignee.clone();
        let tic = move || {
            if en_vol.replace(true) {
                return;
            }
            let (lot, etape, en_vol, poignee) = (lot.clone(), etape.clone(), en_vol.clone(), mienne.clone());
            spawn_local(async move {
                let finie = match etat_lot(lot).await {
                    Ok(suite) if suite.etape == etape => {
                        faites.set(suite.vues);
                        reste.set(suite.secondes);
                        false
                    }
                    Ok(_) => {
                        let _ = window().location().reload();
                        true
                    }
                    Err(erreur) => erreur.code == Code::Connexion,
                };
                en_vol.set(false);
                if finie && let Some(poignee) = poignee.take() {
                    poignee.clear();
                }
            });
        };
        poignee.set(set_interval_with_handle(tic, Duration::from_secs(1)).ok());
    }
}
