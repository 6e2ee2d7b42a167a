//! The thread of a demande, and the form to write in it.

use crate::api::ApiErreur;
use crate::components::{BOUTON_SECONDAIRE, ChampTexteLong, ResumeErreurs};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::gestion::ChampFile;
use crate::pages::professionnel::ErreurEnvoi;
use crate::requete::{parametre, registry, session};
use domain::ids::{DemandeId, RechercheId};
use domain::modele::poser;
use domain::saisie::{Champ, SaisieMessage};
use leptos::prelude::*;
use registry::demande::{Fil as Contenu, MessageFil};

/// The message that could not be sent as typed, kept with the session.
pub(in crate::pages) async fn message_garde() -> Result<Option<SaisieMessage>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let Some(id) = parametre("message").and_then(|id| id.parse::<RechercheId>().ok()) else {
        return Ok(None);
    };
    let texte = registry().recherche(&session, id).await?;
    Ok(texte.and_then(|texte| serde_json::from_str(&texte).ok()))
}

/// The section. `action` is the endpoint of this side, `aide` says who will read.
#[component]
pub(in crate::pages) fn Fil(
    id: DemandeId,
    fil: Contenu,
    action: &'static str,
    aide: &'static str,
    /// what could not be sent, shown again with its error
    #[prop(optional_no_strip)]
    garde: Option<SaisieMessage>,
    /// from the template that was chosen
    #[prop(optional_no_strip)]
    modele: Option<String>,
    /// where a template is chosen
    #[prop(optional_no_strip)]
    modeles: Option<AnyView>,
) -> impl IntoView {
    let vide = fil.messages.is_empty();
    let erreurs = garde.as_ref().and_then(|saisie| saisie.valider().err());
    let ecrit = garde.map(|saisie| saisie.message).unwrap_or_default();
    let valeur = match modele {
        Some(modele) => poser(&ecrit, &modele, []),
        None => ecrit,
    };
    let ferme = (!fil.ouvert).then(|| match fil.ferme_le {
        Some(le) => format!(
            "Cette demande est terminée\u{a0}: on ne peut plus y écrire depuis le {}.",
            le.affichage()
        ),
        None => "On pourra y écrire une fois la demande envoyée.".to_owned(),
    });
    let bientot = fil.ferme_le.filter(|_| fil.ouvert).map(|le| {
        format!(
            "Cette demande est terminée\u{a0}: vous pouvez encore écrire jusqu’au {}.",
            le.affichage()
        )
    });
    view! {
        <section id="fil" class="mt-8 max-w-lecture" aria-labelledby="fil-titre">
            <h2 id="fil-titre" class="border-b-2 border-line pb-1 text-xl font-bold">"Messages"</h2>
            {vide.then(|| view! { <p class="mt-2 text-soft">"Aucun message pour l’instant."</p> })}
            <ol>{fil.messages.into_iter().map(|message| view! { <UnMessage message=message /> }).collect_view()}</ol>
            {ferme.map(|phrase| view! { <p class="mt-4 text-soft">{phrase}</p> })}
            {fil.ouvert
                .then(|| {
                    view! {
                        {bientot.map(|phrase| view! { <p class="mt-4 text-soft">{phrase}</p> })}
                        {modeles}
                        <FormulaireVivant genre=Genre::Message>
                            <form method="post" action=action>
                                <ResumeErreurs erreurs=erreurs.clone() />
                                <ErreurEnvoi />
                                <input type="hidden" name="demande" value=id.to_string() />
                                <ChampFile />
                                <ChampTexteLong champ=Champ::Message valeur=valeur erreurs=erreurs aide=aide />
                                <button class=format!("{BOUTON_SECONDAIRE} mt-4")>"Envoyer le message"</button>
                            </form>
                        </FormulaireVivant>
                    }
                })}
        </section>
    }
    // The pages that hold it are long: their type must not hold this one's.
    .into_any()
}

#[component]
fn UnMessage(message: MessageFil) -> impl IntoView {
    let qui = if message.du_demandeur {
        ""
    } else {
        ", gestionnaire"
    };
    view! {
        <li class="border-b border-line py-3">
            <p>
                <span class="font-bold">{format!("{}{qui}", message.auteur)}</span>
                <span class="text-soft">{format!(" · {}", message.le.affichage())}</span>
                {message
                    .nouveau
                    .then(|| {
                        view! {
                            <span class="ml-2 rounded-md border border-action bg-info-fond px-2 text-sm font-bold text-action">"Nouveau"</span>
                        }
                    })}
            </p>
            <p class="mt-1 whitespace-pre-line">{message.texte}</p>
        </li>
    }
}
