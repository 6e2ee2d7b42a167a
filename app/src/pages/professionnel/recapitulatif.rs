//! What was sent, on one sheet to print or keep.

use crate::components::{LIEN, ListeDescription};
use crate::pages::{chemin, page};
use crate::requete::{registry, segment, usager};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Recapitulatif() -> impl IntoView {
    page(async move {
        let id = segment("id")?;
        let suivi = registry().demande_de(&usager()?, id).await?;
        let parties =
            super::resume::parties(&registry(), &suivi.saisie, suivi.etablissement.as_ref()).await?;
        let envoyee = suivi.soumise_le.map_or_else(
            || "Pas encore envoyée".to_owned(),
            |le| format!("Envoyée le {}", le.affichage()),
        );
        Ok(view! {
            <Title text=format!("Récapitulatif de la demande {}", suivi.reference) />
            <div class="max-w-lecture">
                <p class="ecran-seul"><a class=LIEN href=chemin::suivi(id)>"Revenir au suivi de la demande"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Récapitulatif de votre demande"</h1>
                <p class="mt-2">"Enregistrement au répertoire RPPS+"</p>
                <p class="text-xl font-bold tracking-wider">{format!("Référence {}", suivi.reference)}</p>
                <p>{format!("{envoyee} · {}", suivi.statut.libelle())}</p>
                {parties
                    .into_iter()
                    .map(|(etape, lignes)| view! { <ListeDescription titre=etape.titre() lignes=lignes /> })
                    .collect_view()}
                <p class="ecran-seul mt-8 text-soft">"Pour l’imprimer ou le garder en PDF, utilisez la commande «\u{a0}Imprimer\u{a0}» de votre navigateur."</p>
            </div>
        })
    })
}
