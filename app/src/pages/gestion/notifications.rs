//! What somebody is told by mail, where and, for a gestionnaire, how often.

use super::resume_hebdo::{self, ResumeHebdo};
use crate::api::{
    ConfirmerAdresseNotification, DemanderCodeNotification, ReglerNotifications, RetirerAdresseNotification,
};
use crate::components::{
    BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, ChampTexte, LIEN, ResumeErreurs, SAISIE, Ton,
};
use crate::pages::{chemin, page};
use crate::requete::{destinataire, parametre, registry, session};
use domain::contact::{Email, EmailError};
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::ActeError;
use registry::notification::{CODE_MINUTES, GenreNotification, ReglagesNotification, Rythme};

/// The page.
#[component]
pub fn Notifications() -> impl IntoView {
    page(async move {
        let destinataire = destinataire().await?;
        let reglages = registry().reglages_notification(&destinataire).await?;
        // Somebody who only answers in a review has an address, and nothing to choose.
        let gere = session().is_some_and(|session| session.est_gestionnaire());
        let accueil = session().map_or(chemin::GESTION, |session| chemin::accueil_de(&session));
        let objet = if gere {
            "Le portail peut vous prévenir par email de ce qui arrive dans vos établissements. Ces messages ne contiennent que des nombres et des références\u{a0}: aucun nom."
        } else {
            "Le portail vous rappelle par email, quand sa date approche, la part de revue des accès qui vous est confiée. Ces messages ne contiennent que des nombres\u{a0}: aucun nom."
        };
        let resume = resume_hebdo::choix().await?;
        let revoir = parametre("a-revoir").unwrap_or_default();
        let saisie = saisie().await?;
        let erreurs = (revoir == "adresse").then(|| {
            let raison = saisie.parse::<Email>().err().unwrap_or(EmailError::Vide);
            Erreurs::une(Champ::Email, raison.to_string())
        });
        let faux = (revoir == "code").then(|| ActeError::CodeFaux.to_string());
        // The field of the code says it; without an address to confirm any more there is no such field.
        let (code_faux, refus) = if reglages.a_confirmer.is_some() {
            (faux, None)
        } else {
            (None, faux)
        };
        let refus = refus.or_else(|| (revoir == "trop").then(|| ActeError::TropDeCodes.to_string()));
        let fait = match parametre("fait").as_deref() {
            Some("adresse-confirmee") => Some((
                "Votre adresse est confirmée",
                "Les notifications y seront envoyées.",
            )),
            Some("adresse-retiree") => Some((
                "Votre adresse est oubliée",
                "Plus aucune notification ne vous sera envoyée.",
            )),
            Some("resume") => Some(("C’est enregistré", "Votre choix vaut à partir de lundi prochain.")),
            Some("rythmes") => Some((
                "C’est enregistré",
                "Vos choix valent pour ce qui arrive à partir de maintenant.",
            )),
            _ => None,
        };
        let en_erreur = erreurs.is_some() || refus.is_some() || code_faux.is_some();
        let titre = if en_erreur {
            "Erreur\u{a0}: Notifications"
        } else {
            "Notifications"
        };
        let sans_adresse = reglages.adresse.is_none();
        let rythmes = reglages.rythmes.clone();
        Ok(view! {
            <Title text=titre />
            <p>
                {if gere {
                    view! { <a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a> }.into_any()
                } else {
                    view! { <a class=LIEN href=accueil>"Revenir à mon espace"</a> }.into_any()
                }}
            </p>
            <h1 class="mt-2 text-3xl font-bold">"Notifications"</h1>
            <p class="mt-2 max-w-lecture">{objet}</p>
            {fait.map(|(titre, texte)| view! { <Bandeau ton=Ton::Succes titre=titre>{texte}</Bandeau> })}
            <ResumeErreurs erreurs=erreurs.clone() />
            {refus.map(|texte| view! { <Bandeau ton=Ton::Erreur titre="Erreur">{texte}</Bandeau> })}
            <Adresse reglages=reglages saisie=saisie erreurs=erreurs code_faux=code_faux />
            {gere.then(|| view! { <Rythmes rythmes=rythmes sans_adresse=sans_adresse /> })}
            {resume.map(|recoit| view! { <ResumeHebdo recoit=recoit /> })}
        })
    })
}

/// The address that was typed and could not be accepted.
async fn saisie() -> Result<String, crate::api::ApiErreur> {
    let (Some(session), Some(note)) = (session(), parametre("saisie").and_then(|note| note.parse().ok()))
    else {
        return Ok(String::new());
    };
    let json = registry().recherche(&session, note).await?;
    Ok(json
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default())
}

/// The address: none yet, waiting for its code, or confirmed.
#[component]
fn Adresse(
    reglages: ReglagesNotification,
    saisie: String,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    /// why the code that was typed is not the right one
    #[prop(optional_no_strip)]
    code_faux: Option<String>,
) -> impl IntoView {
    let ReglagesNotification {
        adresse, a_confirmer, ..
    } = reglages;
    let (connue, attendue) = (adresse.is_some(), a_confirmer.is_some());
    let changer = if connue || attendue {
        "Changer d’adresse"
    } else {
        "Indiquer une adresse"
    };
    // Opened by itself only when it is the one thing to do.
    let ouvert = erreurs.is_some() || !(connue || attendue);
    view! {
        <section class="mt-8 max-w-lecture">
            <h2 class="text-xl font-bold">"Votre adresse"</h2>
            {match adresse {
                Some(adresse) => view! { <p class="mt-2">"Les notifications sont envoyées à " <strong class="wrap-anywhere">{adresse.to_string()}</strong> "."</p> }.into_any(),
                None => view! { <p class="mt-2">"Aucune adresse n’est confirmée\u{a0}: rien ne vous est envoyé."</p> }.into_any(),
            }}
            {a_confirmer.map(|adresse| view! { <Code adresse=adresse erreur=code_faux /> })}
            <details class="mt-4 rounded-md border border-line p-4" open=ouvert>
                <summary class="min-h-11 cursor-pointer py-2 font-bold text-action">{changer}</summary>
                <form method="post" action=DemanderCodeNotification::url() novalidate=true>
                    <ChampTexte
                        champ=Champ::Email
                        valeur=saisie
                        erreurs=erreurs
                        genre="email"
                        autocomplete="email"
                        aide="De préférence votre adresse professionnelle. Un code y sera envoyé pour vérifier qu’elle est bien à vous."
                    />
                    <button class=format!("{BOUTON} mt-4")>"Recevoir un code"</button>
                </form>
            </details>
            {(connue || attendue)
                .then(|| {
                    view! {
                        <form method="post" action=RetirerAdresseNotification::url() class="mt-4">
                            <button class=BOUTON_DANGER>"Oublier mon adresse"</button>
                        </form>
                    }
                })}
        </section>
    }
}

/// Where the code is given back.
#[component]
fn Code(adresse: Email, #[prop(optional_no_strip)] erreur: Option<String>) -> impl IntoView {
    let faux = erreur.is_some();
    view! {
        <div class="mt-4 rounded-md border-2 border-action p-4">
            <h3 class="font-bold">"Confirmez votre adresse"</h3>
            <p class="mt-1">
                "Un code à 6 chiffres vient d’être envoyé à " <strong class="wrap-anywhere">{adresse.to_string()}</strong>
                {format!(". Il est valable {CODE_MINUTES} minutes. S’il n’arrive pas, regardez dans les courriers indésirables.")}
            </p>
            <form method="post" action=ConfirmerAdresseNotification::url() class="mt-4">
                <label for="code" class="block font-bold">"Code reçu"</label>
                <p id="code-erreur" class="font-bold text-danger" hidden=!faux>
                    {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
                </p>
                <input
                    id="code"
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength="12"
                    required
                    autofocus=faux
                    aria-describedby="code-erreur"
                    aria-invalid=faux.then_some("true")
                    class=format!("{SAISIE} mt-1 w-40")
                />
                <button class=format!("{BOUTON} mt-4")>"Confirmer"</button>
            </form>
        </div>
    }
}

/// How often, for each kind.
#[component]
fn Rythmes(rythmes: Vec<(GenreNotification, Rythme)>, sans_adresse: bool) -> impl IntoView {
    view! {
        <section class="mt-8 max-w-lecture">
            <h2 class="text-xl font-bold">"Ce dont vous êtes prévenu"</h2>
            {sans_adresse.then(|| view! { <p class="mt-1 text-soft">"Ces choix prendront effet quand votre adresse sera confirmée."</p> })}
            <form method="post" action=ReglerNotifications::url() class="mt-4 grid gap-4">
                {rythmes
                    .into_iter()
                    .map(|(genre, choisi)| {
                        view! {
                            <div class="grid gap-1">
                                <label for=genre.code() class="font-bold">{genre.libelle()}</label>
                                <select id=genre.code() name=genre.code() class=format!("{SAISIE} w-full max-w-md")>
                                    {Rythme::TOUS
                                        .into_iter()
                                        .map(|rythme| {
                                            view! { <option value=rythme.code() selected=rythme == choisi>{rythme.libelle()}</option> }
                                        })
                                        .collect_view()}
                                </select>
                            </div>
                        }
                    })
                    .collect_view()}
                <div>
                    <button class=BOUTON_SECONDAIRE>"Enregistrer"</button>
                </div>
            </form>
        </section>
    }
}
