//! Who opened the professional's record and demandes, or decided on them: the journal, read by the person it is about.

use crate::components::{LIEN, Pagination};
use crate::pages::{chemin, chemin_agir, page};
use crate::requete::{inscrit, parametre, registry, session, usager};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::journal::LigneConsultation;

/// The page.
#[component]
pub fn Consultations() -> impl IntoView {
    page(async move {
        let numero = parametre("page").and_then(|n| n.parse().ok()).unwrap_or(1);
        // A card holder is known by their number; anybody else by the account of their demandes.
        let carte = session().is_some_and(|session| !session.est_usager() && session.est_inscrit());
        let (vues, retour, espace) = if carte {
            let vues = registry().consultations_fiche(&inscrit()?, numero).await?;
            (vues, chemin_agir::MA_FICHE, "Ma fiche")
        } else {
            let vues = registry().consultations(&usager()?, numero).await?;
            (vues, chemin::MES_DEMANDES, "Mon espace")
        };
        let aucune = vues.total == 0;
        Ok(view! {
            <Title text="Qui a consulté mon dossier" />
            <div class="max-w-lecture">
                <p><a class=LIEN href=retour>{espace}</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Qui a consulté mon dossier"</h1>
                <p class="mt-2">
                    "Chaque fois qu’une autre personne que vous ouvre votre fiche ou l’une de vos demandes, ou décide sur une demande, c’est noté ici."
                </p>
                {aucune
                    .then(|| {
                        view! {
                            <p class="mt-6 rounded-md border border-line p-4">
                                "Personne n’a encore consulté votre dossier. Une demande est lue par le gestionnaire de l’établissement que vous avez choisi, après son envoi."
                            </p>
                        }
                    })}
                <ol class="mt-6">
                    {vues.lignes.into_iter().map(|ligne| view! { <UneConsultation ligne=ligne /> }).collect_view()}
                </ol>
                <Pagination page=vues.page pages=vues.pages adresse=chemin::consultations />
                <p class="mt-6 text-soft">
                    "Une consultation vous surprend ? Parlez-en à l’établissement, ou écrivez au support."
                </p>
            </div>
        })
    })
}

#[component]
fn UneConsultation(ligne: LigneConsultation) -> impl IntoView {
    let phrase = ligne.phrase();
    view! {
        <li class="border-b border-line py-3">
            <p><strong>{ligne.par}</strong> {format!(" {phrase}")}</p>
            {ligne.etablissement.map(|etablissement| view! { <p>{etablissement}</p> })}
            <p class="text-soft">{format!("Le {}", ligne.le.affichage())}</p>
        </li>
    }
}
