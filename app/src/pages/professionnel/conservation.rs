//! How long what leads nowhere is kept, said to its author beforehand, and the way to have it erased at once.

use crate::api::EffacerDemande;
use crate::components::BOUTON_DANGER;
use crate::requete::{config, registry};
use domain::date::{Instant, Jour, long};
use domain::demande::{Reference, Statut};
use domain::ids::DemandeId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The countdown; nothing for a demande that is kept. `sans_fiche`: nobody is registered by it, or not any more.
pub(super) fn compte_a_rebours(statut: Statut, sans_fiche: bool, modifiee_le: Instant) -> Option<String> {
    let efface_le = config()
        .conservation
        .efface_le(statut, sans_fiche, modifiee_le)?
        .jour_paris();
    let quand = format!(
        "{} ({})",
        long(efface_le),
        dans(efface_le, registry().aujourd_hui())
    );
    Some(match statut {
        Statut::Brouillon => format!("Ce brouillon sera effacé le {quand} si vous n’y touchez pas."),
        Statut::Validee => format!(
            "Le support du répertoire a supprimé l’inscription faite par cette demande\u{a0}: elle sera effacée le {quand}."
        ),
        _ => format!("Cette demande sera effacée le {quand}."),
    })
}

fn dans(jour: Jour, aujourd_hui: Jour) -> String {
    match jour.to_julian_day() - aujourd_hui.to_julian_day() {
        ..=0 => "aujourd’hui".to_owned(),
        1 => "demain".to_owned(),
        jours => format!("dans {jours}\u{a0}jours"),
    }
}

/// « Effacer maintenant », folded: one does not erase by accident.
#[component]
pub(super) fn EffacerMaintenant(id: DemandeId, reference: Reference, statut: Statut) -> impl IntoView {
    let quoi = if statut == Statut::Brouillon {
        "Vos réponses, enregistrées ou non, seront perdues."
    } else {
        "Vos réponses, la décision et les emails qui en parlent disparaîtront du portail."
    };
    view! {
        <details class="mt-2">
            <summary class="flex min-h-11 items-center text-action underline underline-offset-2">
                <span>"Effacer maintenant" <span class="sr-only">{format!(" la demande {reference}")}</span></span>
            </summary>
            <p class="mt-1">{format!("{quoi} C’est définitif.")}</p>
            <form method="post" action=EffacerDemande::url() class="mt-3">
                <input type="hidden" name="demande" value=id.to_string() />
                <button class=BOUTON_DANGER>
                    "Confirmer l’effacement" <span class="sr-only">{format!(" de la demande {reference}")}</span>
                </button>
            </form>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::dans;
    use domain::date::jour;

    #[test]
    fn counts_the_days_of_paris() {
        let aujourd_hui = jour(2026, 11, 22).unwrap();
        for (jour, attendu) in [
            (jour(2026, 12, 22), "dans 30\u{a0}jours"),
            (jour(2026, 11, 23), "demain"),
            (jour(2026, 11, 22), "aujourd’hui"),
            (jour(2026, 11, 20), "aujourd’hui"),
        ] {
            assert_eq!(dans(jour.unwrap(), aujourd_hui), attendu);
        }
    }
}
