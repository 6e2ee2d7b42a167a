//! The demande under way: everybody in it, the terms, sending it.

use super::{Conditions, Entete, a_revoir, refus};
use crate::api::{EnvoyerHabilitations, OublierGestionnaire};
use crate::components::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, LIEN, ResumeErreurs};
use crate::pages::{chemin, page};
use crate::requete::{designateur, registry, segment};
use domain::identifiant::Finess;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::designation::LignePanier;

/// The page.
#[component]
pub fn Demande() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let finess: Finess = segment("finess")?;
        let registry = registry();
        let structure = registry.structure_designee(&d, &finess).await?;
        let panier = registry.panier(&d, &finess).await?;
        let garde = a_revoir().await?;
        let erreurs = garde.as_ref().and_then(|garde| garde.cgu.valider().err());
        let (id, lignes) = panier.map_or((None, Vec::new()), |panier| (Some(panier.id), panier.lignes));
        let envoyer = id.filter(|_| !lignes.is_empty());
        let completes = lignes.iter().all(LignePanier::est_complete);
        let cgu = garde.as_ref().map(|garde| garde.cgu.clone()).unwrap_or_default();
        Ok(view! {
            <Entete structure=structure.clone() titre="Demande d’habilitation" erreur=garde.is_some() />
            <p class="text-soft">{format!("{} · FINESS {}", structure.nom, finess)}</p>
            {refus(garde.as_ref())}
            {lignes.is_empty().then(|| view! { <p class="mt-4">"Personne n’est choisi pour l’instant."</p> })}
            <ul class="mt-4 border-t border-line">
                {lignes.into_iter().map(|ligne| view! { <Personne ligne=ligne finess=finess.clone() /> }).collect_view()}
            </ul>
            <p class="mt-4"><a class=BOUTON_SECONDAIRE href=chemin::habilitation::ajouter(&finess)>"Ajouter une autre personne"</a></p>
            {envoyer
                .map(|id| {
                    view! {
                        <form method="post" action=EnvoyerHabilitations::url() class="mt-6 border-t-2 border-line">
                            <ResumeErreurs erreurs=erreurs.clone() />
                            <input type="hidden" name="structure" value=finess.to_string() />
                            <input type="hidden" name="demande" value=id.to_string() />
                            <Conditions cgu=cgu.cgu == "on" cgu_habilitations=cgu.cgu_habilitations == "on" erreurs=erreurs />
                            {(!completes)
                                .then(|| view! { <p class="mt-4 font-bold text-alerte">"⚠ Complétez d’abord les personnes signalées ci-dessus."</p> })}
                            <p class="mt-6 max-w-lecture text-soft">"Dès l’envoi, ces personnes peuvent agir, et un email les prévient."</p>
                            <button class=format!("{BOUTON} mt-2")>"Envoyer la demande d’habilitation"</button>
                        </form>
                    }
                })}
        })
    })
}

#[component]
fn Personne(ligne: LignePanier, finess: Finess) -> impl IntoView {
    let complete = ligne.est_complete();
    let nom = ligne.nom.clone();
    let (de, retrait) = (nom.clone(), nom.clone());
    let formation = if ligne.formation {
        "formation confirmée"
    } else {
        "formation non confirmée"
    };
    let dit = ligne.email.clone().map_or_else(
        || "Email à renseigner".to_owned(),
        |email| format!("{email} · {formation}"),
    );
    view! {
        <li class="border-b border-line py-3">
            <h2 class="font-bold">{nom} <span class="font-normal text-soft">{format!(" · {}", ligne.genre.libelle())}</span></h2>
            <p class="break-words">{dit}</p>
            {(!complete).then(|| view! { <p class="font-bold text-alerte">"⚠ À compléter"</p> })}
            <div class="mt-2 flex flex-wrap items-start gap-3">
                <a class=BOUTON_SECONDAIRE href=chemin::habilitation::ligne(&finess, ligne.id)>
                    {if complete { "Modifier" } else { "Compléter" }} <span class="sr-only">{format!("\u{a0}: {de}")}</span>
                </a>
                <details>
                    <summary class=BOUTON_SECONDAIRE>"Supprimer" <span class="sr-only">{format!(" {retrait} de la demande")}</span></summary>
                    <form method="post" action=OublierGestionnaire::url() class="mt-3">
                        <input type="hidden" name="structure" value=finess.to_string() />
                        <input type="hidden" name="ligne" value=ligne.id.to_string() />
                        <button class=BOUTON_DANGER>"Confirmer\u{a0}: supprimer de la demande"</button>
                    </form>
                </details>
            </div>
        </li>
    }
    .into_any()
}

/// The way back to it, for the pages that follow.
#[component]
pub(super) fn Retour(finess: Finess) -> impl IntoView {
    view! { <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::habilitation::structure(&finess)>"Voir qui peut agir"</a> }
}
