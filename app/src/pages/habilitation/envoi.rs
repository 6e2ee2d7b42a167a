//! After sending: a mail of confirmation or not, then who can act from now on.

use super::demande::Retour;
use super::{Entete, a_revoir};
use crate::api::ConfirmerHabilitations;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampTexte, ResumeErreurs, Ton};
use crate::pages::{chemin, page};
use crate::requete::{designateur, parametre, registry, segment};
use domain::contact::Email;
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page.
#[component]
pub fn Envoi() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let id = segment("id")?;
        let envoi = registry().envoi(&d, id).await?;
        let structure = envoi.structure.clone();
        let finess = structure.finess.clone();
        if parametre("fini").is_none() && !envoi.confirmee {
            let garde = a_revoir().await?;
            let email = garde
                .as_ref()
                .map(|garde| garde.habilite.email.clone())
                .unwrap_or_default();
            let erreurs = garde
                .as_ref()
                .and_then(|garde| garde.habilite.email.parse::<Email>().err())
                .map(|erreur| Erreurs::une(Champ::Email, erreur.to_string()));
            return Ok(view! {
                <Entete structure=structure titre="Demande envoyée" erreur=garde.is_some() />
                <Bandeau ton=Ton::Succes titre="La demande d’habilitation est enregistrée">
                    "Les personnes désignées peuvent agir dès maintenant."
                </Bandeau>
                <h2 class="mt-6 text-xl font-bold">"Recevoir une confirmation par email\u{a0}?"</h2>
                <form method="post" action=ConfirmerHabilitations::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <input type="hidden" name="structure" value=finess.to_string() />
                    <input type="hidden" name="demande" value=id.to_string() />
                    <ChampTexte champ=Champ::Email valeur=email erreurs=erreurs aide="La vôtre. Elle ne sert qu’à cet envoi." genre="email" autocomplete="email" />
                    <div class="mt-4 flex flex-wrap items-center gap-3">
                        <button class=BOUTON>"Valider"</button>
                        <a class=BOUTON_SECONDAIRE href=chemin::habilitation::envoi_fini(&finess, id)>"Passer cette étape"</a>
                    </div>
                </form>
            }
            .into_any());
        }
        let confirmee = envoi.confirmee;
        Ok(view! {
            <Entete structure=structure titre="C’est fait" />
            <Bandeau ton=Ton::Succes titre="Ces personnes peuvent agir dès maintenant">
                <ul>
                    {envoi
                        .lignes
                        .into_iter()
                        .map(|ligne| view! { <li>{format!("{} · {}", ligne.nom, ligne.genre.libelle())}</li> })
                        .collect_view()}
                </ul>
            </Bandeau>
            <p class="mt-4 max-w-lecture">
                "Un email prévient chacune d’elles. Elles se connectent avec Pro Santé Connect et leur carte CPx."
                {confirmee.then_some(" La confirmation est partie à l’adresse que vous avez donnée.")}
            </p>
            <p class="mt-4"><Retour finess=finess /></p>
        }
        .into_any())
    })
}
