//! How long decisions take in these establishments, and what is about to expire.

use leptos::prelude::*;
use registry::demande::Delais;

const HEURE: i64 = 3_600_000;

/// « 3 jours », « 5 heures »: rounded up, for it is read after « en … au plus ».
fn duree(millis: i64) -> String {
    let heures = (millis + HEURE - 1).div_euclid(HEURE);
    match heures {
        ..=1 => "une heure".to_owned(),
        2..=47 => format!("{heures}\u{a0}heures"),
        _ => format!("{}\u{a0}jours", (heures + 23).div_euclid(24)),
    }
}

/// The sentence about decisions.
fn decisions(delais: &Delais) -> String {
    let periode = Delais::PERIODE_JOURS;
    match (delais.mediane, delais.decile) {
        (Some(mediane), Some(decile)) => format!(
            "Délai de décision sur {periode}\u{a0}jours\u{a0}: la moitié en {} au plus, neuf sur dix en {} au plus.",
            duree(mediane),
            duree(decile)
        ),
        _ => format!(
            "Délai de décision sur {periode}\u{a0}jours\u{a0}: pas encore assez de décisions pour le dire."
        ),
    }
}

/// What is about to expire.
fn expirations(delais: &Delais) -> String {
    let proche = Delais::PROCHE_JOURS;
    match delais.expirent {
        0 => format!("Aucune demande n’expire dans les {proche}\u{a0}jours."),
        1 => format!("1\u{a0}demande expire dans les {proche}\u{a0}jours."),
        n => format!("{n}\u{a0}demandes expirent dans les {proche}\u{a0}jours."),
    }
}

/// Two short sentences.
#[component]
pub(super) fn LigneDelais(delais: Delais) -> impl IntoView {
    let presse = delais.expirent > 0;
    view! {
        <p class="mt-2 text-soft">
            {decisions(&delais)} " "
            <span class=if presse { "font-bold text-alerte" } else { "" }>{expirations(&delais)}</span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::{HEURE, decisions, duree, expirations};
    use registry::demande::Delais;

    #[test]
    fn a_delay_is_never_said_shorter_than_it_was() {
        assert_eq!(duree(0), "une heure");
        assert_eq!(duree(HEURE), "une heure");
        assert_eq!(duree(HEURE + 1), "2\u{a0}heures");
        assert_eq!(duree(47 * HEURE), "47\u{a0}heures");
        assert_eq!(duree(48 * HEURE), "2\u{a0}jours");
        assert_eq!(duree(48 * HEURE + 1), "3\u{a0}jours");
    }

    #[test]
    fn few_decisions_say_nothing() {
        let peu = Delais {
            decidees: 4,
            mediane: None,
            decile: None,
            expirent: 1,
        };
        assert!(decisions(&peu).ends_with("pas encore assez de décisions pour le dire."));
        assert_eq!(expirations(&peu), "1\u{a0}demande expire dans les 7\u{a0}jours.");
    }
}
