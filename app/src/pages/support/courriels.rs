//! The outbox as the support sees it: whether mails leave, and what to do with those that did not arrive. Kinds, dates and codes
//! only: no address and no word of a mail.

use crate::api::{AbandonnerCourriel, RenvoyerCourriel};
use crate::components::{BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, Ton};
use crate::pages::{chemin, page};
use crate::requete::{config, operateur, parametre, registry};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::message::{EtatCourriels, EtatLettre, Lettre};

/// The page.
#[component]
pub fn Courriels() -> impl IntoView {
    page(async move {
        let operateur = operateur()?;
        let demandee = parametre("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let etat = registry().etat_courriels(&operateur, demandee).await?;
        let fait = match parametre("fait").as_deref() {
            Some("renvoi") => Some((
                "Le message va être renvoyé",
                "Il part dans la minute si le serveur d’envoi répond.",
            )),
            Some("abandon") => Some(("Le message est abandonné", "Il ne sera pas envoyé.")),
            _ => None,
        };
        let (numero, pages, total) = (etat.page, etat.pages, etat.total);
        let envoi = envoi(&etat, config().demonstration);
        Ok(view! {
            <Title text="Emails" />
            <p><a class=LIEN href=chemin::SUPPORT>"Support du répertoire"</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Emails"</h1>
            {fait.map(|(titre, texte)| view! { <Bandeau ton=Ton::Succes titre=titre>{texte}</Bandeau> })}
            {envoi}
            <h2 class="mt-8 text-xl font-bold">{a_decider(total)}</h2>
            <p class="mt-1 max-w-lecture text-soft">
                "Ce qui est écrit et à qui n’est pas montré ici. Chaque décision est notée au journal."
            </p>
            <ul class="mt-4 border-t border-line">
                {etat.lettres.into_iter().map(|lettre| view! { <UneLettre lettre=lettre /> }).collect_view()}
            </ul>
            <Pagination page=numero pages=pages adresse=chemin::courriels />
        })
    })
}

/// Whether mails leave.
fn envoi(etat: &EtatCourriels, demonstration: bool) -> AnyView {
    let attente = match etat.en_attente {
        0 => "Aucun message n’attend.".to_owned(),
        1 => "1 message attend d’être envoyé.".to_owned(),
        n => format!("{n} messages attendent d’être envoyés."),
    };
    let depuis = etat
        .plus_ancien
        .map(|le| format!(" Le plus ancien a été écrit le {}.", le.affichage()))
        .unwrap_or_default();
    if demonstration {
        return view! {
            <Bandeau ton=Ton::Info titre="Démonstration\u{a0}: rien n’est envoyé">
                {format!("{attente} ")} <a class=LIEN href=chemin::MESSAGES>"Voir les messages"</a>
            </Bandeau>
        }
        .into_any();
    }
    match &etat.panne {
        None => view! { <p class="mt-4">{format!("L’envoi fonctionne. {attente}{depuis}")}</p> }.into_any(),
        Some((code, le)) => {
            let titre = "Les messages ne partent pas".to_owned();
            let raison = match code.as_str() {
                "non_configure" => "Aucun serveur d’envoi n’est configuré.".to_owned(),
                "delai" => "Le serveur d’envoi ne répond pas à temps.".to_owned(),
                "coupure" => "Le serveur d’envoi est injoignable, ou coupe la liaison.".to_owned(),
                "tls" | "starttls" => {
                    "La liaison avec le serveur d’envoi ne peut pas être chiffrée, ou son certificat n’est pas reconnu.".to_owned()
                }
                code if code.starts_with('5') => {
                    format!(
                        "Le serveur d’envoi refuse le portail\u{a0}: identifiants ou adresse d’expéditeur (code {code})."
                    )
                }
                code => format!("Le serveur d’envoi n’est pas utilisable (code {code})."),
            };
            let quand = format!(
                "Depuis le {}. Ils attendent sans être perdus et partiront d’eux-mêmes.",
                le.affichage()
            );
            view! {
                <Bandeau ton=Ton::Alerte titre=titre>
                    <p>{raison}</p>
                    <p class="mt-1">{format!("{attente}{depuis}")}</p>
                    <p class="mt-1">{quand}</p>
                </Bandeau>
            }
            .into_any()
        }
    }
}

/// « 3 messages à décider »
fn a_decider(nombre: i64) -> String {
    match nombre {
        0 => "Aucun message en échec".to_owned(),
        1 => "1 message en échec".to_owned(),
        n => format!("{n} messages en échec"),
    }
}

#[component]
fn UneLettre(lettre: Lettre) -> impl IntoView {
    let (id, le) = (lettre.id.to_string(), lettre.cree_le.affichage());
    let etat = match lettre.etat {
        EtatLettre::Incertaine => "Incertain",
        EtatLettre::Echouee => "Non remis",
    };
    let precision = format!("\u{a0}: {} du {le}", lettre.libelle());
    let avertissement = (lettre.etat == EtatLettre::Incertaine)
        .then_some(" S’il était arrivé, le renvoyer le ferait arriver deux fois.");
    view! {
        <li class="border-b border-line py-4">
            <h3 class="font-bold">{lettre.libelle()}</h3>
            <p class="text-soft">{format!("Écrit le {le} · {etat}")}</p>
            <p class="max-w-lecture">{lettre.raison()}{avertissement}</p>
            <div class="mt-2 flex flex-wrap gap-3">
                <form method="post" action=RenvoyerCourriel::url()>
                    <input type="hidden" name="courriel" value=id.clone() />
                    <button class=BOUTON_SECONDAIRE>"Renvoyer" <span class="sr-only">{precision.clone()}</span></button>
                </form>
                <form method="post" action=AbandonnerCourriel::url()>
                    <input type="hidden" name="courriel" value=id />
                    <button class=BOUTON_DANGER>"Abandonner" <span class="sr-only">{precision}</span></button>
                </form>
            </div>
        </li>
    }
}
