//! One person of the list: what they may do, how to reach them, what tells whether the right is still used.

use crate::api::RetablirDesignation;
use crate::components::{BOUTON_SECONDAIRE, LIEN};
use crate::pages::chemin;
use domain::date::{Instant, anciennete, court, long};
use domain::designation::{GenreDesignation, MotifRetrait, Telephone};
use domain::identifiant::Finess;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::designation::Habilite;

/// From how many months without a sign of life it is said aloud.
const MOIS_SANS_ACTIVITE: i64 = 3;

/// The row. `structure` is the page it stands on.
#[component]
pub(super) fn Rang(
    habilite: Habilite,
    structure: Finess,
    maintenant: Instant,
    voit_fiches: bool,
) -> impl IntoView {
    let nom = habilite.nom.clone();
    let ailleurs = (habilite.finess != structure).then(|| format!(" · {}", habilite.structure));
    let depuis = match &habilite.designee_par {
        Some(par) => format!("Depuis le {}, par {par}", long(habilite.depuis.jour_paris())),
        None => format!("Depuis le {}", long(habilite.depuis.jour_paris())),
    };
    let telephone = habilite.telephone.as_ref().map(|numero| {
        numero
            .parse::<Telephone>()
            .map_or_else(|_| numero.clone(), |telephone| telephone.lisible())
    });
    let contact: Vec<String> = [habilite.email.clone(), telephone]
        .into_iter()
        .flatten()
        .collect();
    let contact = if contact.is_empty() {
        "Coordonnées non renseignées".to_owned()
    } else {
        contact.join(" · ")
    };
    let fiche = habilite.personne.filter(|_| voit_fiches).map(chemin::fiche);
    view! {
        <li class="border-b border-line py-3 sm:grid sm:grid-cols-[1fr_auto] sm:gap-4">
            <div>
                <h3 class="font-bold">
                    {nom.clone()} <span class="font-normal text-soft">{format!(" · {}", habilite.genre.libelle())}{ailleurs}</span>
                </h3>
                {(habilite.retrait.is_none()).then(|| view! { <Signes habilite=habilite.clone() maintenant=maintenant /> })}
                {habilite
                    .retrait
                    .clone()
                    .map(|retrait| {
                        let par = retrait.par.map(|par| format!(" par {par}")).unwrap_or_default();
                        let motif = retrait.motif.map(MotifRetrait::libelle).map(|motif| format!(" · {motif}")).unwrap_or_default();
                        view! { <p>{format!("Retirée le {}{par}{motif}", long(retrait.le.jour_paris()))}</p> }
                    })}
                <p class="text-sm break-words text-soft">{contact}</p>
                <p class="text-sm text-soft">{depuis}</p>
                {fiche
                    .map(|adresse| {
                        view! {
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>
                                "Sa fiche" <span class="sr-only">{format!("\u{a0}: {nom}")}</span>
                            </a>
                        }
                    })}
            </div>
            <Acte habilite=habilite structure=structure />
        </li>
    }
    .into_any()
}

/// Activity, card and training, in words.
#[component]
fn Signes(habilite: Habilite, maintenant: Instant) -> impl IntoView {
    const ALERTE: &str = "font-bold text-alerte";
    let mois = habilite.mois_sans_activite(maintenant);
    let aujourd_hui = maintenant.jour_paris();
    let activite = match habilite.activite {
        _ if mois >= MOIS_SANS_ACTIVITE => (ALERTE, format!("⚠ Sans activité depuis {mois} mois")),
        Some(le) => ("", format!("Dernière activité {}", anciennete(le, maintenant))),
        None => ("", "Ne s’est pas encore connecté(e)".to_owned()),
    };
    let carte = match habilite.carte_jusqu_au {
        Some(jour) if habilite.carte_expiree(aujourd_hui) => (
            ALERTE,
            format!("⚠ Carte expirée le {}\u{a0}: droit suspendu", court(jour)),
        ),
        Some(jour) => ("", format!("Carte valable jusqu’au {}", court(jour))),
        None => ("text-soft", "Carte inconnue du portail".to_owned()),
    };
    let formation = match (&habilite.attestation, habilite.formation_confirmee) {
        (Some(attestation), _) => Some((
            "",
            format!("Attestation de formation du {}", court(attestation.suivie_le)),
        )),
        (None, true) => Some(("", "Formation confirmée".to_owned())),
        (None, false) if habilite.genre == GenreDesignation::Gestionnaire => {
            Some(("text-soft", "Formation non renseignée".to_owned()))
        }
        (None, false) => None,
    };
    view! {
        <ul class="flex flex-wrap gap-x-4">
            {[Some(activite), Some(carte), formation]
                .into_iter()
                .flatten()
                .map(|(classe, texte)| view! { <li class=classe>{texte}</li> })
                .collect_view()}
        </ul>
    }
}

/// Withdrawing, or giving back; nothing for a right that the reader may not touch.
#[component]
fn Acte(habilite: Habilite, structure: Finess) -> impl IntoView {
    let nom = habilite.nom.clone();
    match (habilite.retirable, habilite.retrait.is_some()) {
        (false, _) => ().into_any(),
        (true, false) => view! {
            <p class="mt-2 sm:mt-0">
                <a class=BOUTON_SECONDAIRE href=chemin::habilitation::retirer(&structure, habilite.id)>
                    "Retirer" <span class="sr-only">{format!(" l’habilitation de {nom}")}</span>
                </a>
            </p>
        }
        .into_any(),
        (true, true) => view! {
            <form method="post" action=RetablirDesignation::url() class="mt-2 sm:mt-0">
                <input type="hidden" name="structure" value=structure.to_string() />
                <input type="hidden" name="habilitation" value=habilite.id.to_string() />
                <button class=BOUTON_SECONDAIRE>"Annuler le retrait" <span class="sr-only">{format!(" de l’habilitation de {nom}")}</span></button>
            </form>
        }
        .into_any(),
    }
}
