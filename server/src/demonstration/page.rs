//! The provider's own page: who are you? Met only by those who come without having said it at the portal.

use super::personnes::connues;
use app::components::BOUTON_SECONDAIRE;
use app::shell::{Cadre, page_seule};
use leptos::prelude::*;
use registry::droit::Fournisseur;

/// Draws it. `demande` is what the portal asked, to be sent again with the person's choice.
pub(super) fn choisir(
    cadre: &Cadre,
    fournisseur: Fournisseur,
    action: String,
    demande: Vec<(String, String)>,
) -> String {
    let titre = format!("{} de démonstration", fournisseur.libelle());
    page_seule(
        cadre,
        &titre.clone(),
        view! {
            <h1 class="text-2xl font-bold">{titre}</h1>
            <p class="mt-4">
                "Ce service imite le fournisseur d’identité. Choisissez la personne imaginaire dont il confirmera l’identité."
            </p>
            <form method="get" action=action class="mt-6 grid gap-3">
                {demande
                    .into_iter()
                    .map(|(nom, valeur)| view! { <input type="hidden" name=nom value=valeur /> })
                    .collect_view()}
                {connues(fournisseur)
                    .map(|personne| {
                        view! {
                            <button name="login_hint" value=personne.cle class=BOUTON_SECONDAIRE>
                                {format!("Se connecter en tant que {} {}", personne.prenom, personne.nom)}
                            </button>
                        }
                    })
                    .collect_view()}
                <button name="refuser" value="1" class=BOUTON_SECONDAIRE>"Ne pas m’identifier"</button>
            </form>
        },
    )
}
