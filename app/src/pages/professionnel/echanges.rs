//! On the follow-up of a demande, what goes back and forth with the gestionnaires: what is to be corrected, and the thread.

use crate::api::{ApiErreur, EcrireAuGestionnaire};
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::pages::chemin;
use crate::pages::echanges::{Fil, Tours, lire_tours, message_garde};
use crate::pages::gestion::non_lus;
use crate::requete::{parametre, registry};
use domain::date::long;
use domain::ids::DemandeId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::demande::{CorrectionAFaire, FinTour};
use registry::droit::Usager;

/// The two parts of the page.
pub(super) struct Echanges {
    /// what is asked, or that it was sent back
    pub(super) correction: AnyView,
    /// rounds and thread
    pub(super) fil: AnyView,
    /// the latest round was never answered
    pub(super) sans_reponse: bool,
}

/// Reads them.
pub(super) async fn echanges(usager: &Usager, id: DemandeId) -> Result<Echanges, ApiErreur> {
    let registry = registry();
    let a_faire = registry.correction_a_faire(usager, id).await?;
    let tours = registry.mes_tours(usager, id).await?;
    let sans_reponse = tours
        .first()
        .is_some_and(|tour| matches!(tour.fin, FinTour::SansReponse));
    let tours = lire_tours(tours).await?;
    let fil = registry.mon_fil(usager, id).await?;
    let garde = message_garde().await?;
    let renvoyee = parametre("renvoyee").is_some() && a_faire.is_none();
    let correction = view! {
        {renvoyee
            .then(|| {
                view! {
                    <Bandeau ton=Ton::Succes titre="Votre demande est renvoyée">
                        "Elle garde sa référence et sa place. Votre gestionnaire la retrouve dans sa file avec vos corrections."
                    </Bandeau>
                }
            })}
        {a_faire.map(|a_faire| view! { <ACorriger a_faire=a_faire /> })}
    }
    .into_any();
    let fil = view! {
        <Tours tours=tours />
        <Fil
            id=id
            fil=fil
            action=EcrireAuGestionnaire::url()
            aide="Les gestionnaires RPPS+ de votre établissement le liront. N’y mettez pas de document ni de donnée de santé."
            garde=garde
            modele=None
            modeles=None
        />
    }
    .into_any();
    Ok(Echanges {
        correction,
        fil,
        sans_reponse,
    })
}

#[component]
fn ACorriger(a_faire: CorrectionAFaire) -> impl IntoView {
    let points: Vec<_> = a_faire
        .demande
        .points()
        .iter()
        .map(|point| (point.champ.libelle(), point.remarque.to_string()))
        .collect();
    let message = a_faire.demande.message().map(ToString::to_string);
    let avant_le = long(a_faire.avant_le.jour_paris());
    view! {
        <Bandeau ton=Ton::Alerte titre="Votre gestionnaire vous demande une correction">
            {message.map(|message| view! { <p class="whitespace-pre-line">{message}</p> })}
            <ul class="mt-1 list-disc pl-5">
                {points
                    .into_iter()
                    .map(|(nom, remarque)| {
                        view! {
                            <li>
                                <span class="font-bold">{nom}</span>
                                {format!("\u{a0}: {remarque}")}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p class="mt-2">{format!("Répondez avant le {avant_le}, sinon la demande expire.")}</p>
            <p class="mt-3"><a class=BOUTON href=chemin::corriger(a_faire.id)>"Corriger ma demande"</a></p>
        </Bandeau>
    }
}

/// Under a demande of the list: its messages, and the way to follow it while it is to be corrected.
pub(super) fn suite_de(id: DemandeId, a_corriger: bool, nombre: i64) -> AnyView {
    view! {
        {non_lus(nombre)
            .map(|texte| view! { <p class="mt-2"><a class=format!("{LIEN} font-bold") href=chemin::mon_fil(id)>{texte}</a></p> })}
        {a_corriger.then(|| view! { <p class="mt-2"><a class=LIEN href=chemin::suivi(id)>"Voir ce qui est demandé"</a></p> })}
    }
    .into_any()
}
