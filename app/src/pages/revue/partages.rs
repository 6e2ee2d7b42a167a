//! The parts of a campaign entrusted to others, for the head of the structure: links made, people who came with one, links ended.

use crate::api::{PartagerRevue, RepondreReviseur, RevoquerPartage};
use crate::components::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, Ton};
use crate::islands::Copier;
use crate::pages::chemin;
use crate::requete::config;
use axum::http::header::HOST;
use axum::http::request::Parts;
use domain::ids::RevueId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::revue::{PartRevue, PartageVu, ReviseurVu, SuiteInvitation};

/// The section. `lien`: the establishment and the secret of a link just made, shown this once.
#[component]
pub(super) fn Partages(
    revue: RevueId,
    parts: Vec<PartRevue>,
    #[prop(optional_no_strip)] lien: Option<(String, String)>,
) -> impl IntoView {
    let attendent: i64 = parts
        .iter()
        .filter_map(|part| part.partage.as_ref())
        .flat_map(|partage| &partage.reviseurs)
        .map(|reviseur| i64::from(reviseur.suite == SuiteInvitation::EnAttente))
        .sum();
    let ouvert = lien.is_some() || attendent > 0;
    let nouveau = lien.map(|(finess, jeton)| {
        let nom = parts
            .iter()
            .find(|part| part.finess.as_str() == finess)
            .map(|part| part.nom.clone())
            .unwrap_or_default();
        view! { <Lien nom=nom adresse=absolue(&chemin::invitation_revue(&jeton)) /> }
    });
    view! {
        <section id="partages" tabindex="-1" class="mt-10 max-w-lecture border-t border-line pt-6">
            <h2 class="text-xl font-bold">"Confier une part"</h2>
            <p class="mt-2">
                "Le responsable d’un établissement peut répondre pour les siens. Envoyez-lui un lien\u{a0}: il se connecte avec son propre compte, vous acceptez sa demande, et il ne voit que les noms et les rôles de son établissement. Le lien seul n’ouvre rien."
            </p>
            {nouveau}
            <details class="mt-2" open=ouvert>
                <summary class="min-h-11 py-2 font-bold text-action">
                    {if attendent > 0 { format!("Liens et demandes ({attendent} à examiner)") } else { "Liens et demandes".to_owned() }}
                </summary>
                <ul>
                    {parts.into_iter().map(|part| view! { <Part revue=revue part=part /> }).collect_view()}
                </ul>
            </details>
        </section>
    }
}

/// The address of a page as somebody else has to type it.
fn absolue(chemin: &str) -> String {
    let hote = use_context::<Parts>()
        .and_then(|parts| Some(parts.headers.get(HOST)?.to_str().ok()?.to_owned()))
        .unwrap_or_default();
    let protocole = if config().https { "https" } else { "http" };
    format!("{protocole}://{hote}{chemin}")
}

/// A link just made.
#[component]
fn Lien(nom: String, adresse: String) -> impl IntoView {
    let copie = adresse.clone();
    view! {
        <Bandeau ton=Ton::Succes titre=format!("Le lien pour {nom} est prêt")>
            <p>"Il n’est montré qu’une fois\u{a0}: copiez-le maintenant. Il vaut jusqu’à la fin de la revue, et vous pouvez le retirer."</p>
            <p class="mt-2 rounded-md border border-line bg-page p-2 font-bold break-all" id="lien-partage">{adresse}</p>
            <p class="mt-2"><Copier texte=copie quoi="le lien".to_owned() /></p>
        </Bandeau>
    }
}

/// An establishment: its link, who came with it.
#[component]
fn Part(revue: RevueId, part: PartRevue) -> impl IntoView {
    let partage = part.partage;
    let libelle = if partage.is_some() {
        "Faire un autre lien"
    } else {
        "Faire un lien"
    };
    view! {
        <li class="border-t border-line py-3">
            <p class="font-bold">{part.nom.clone()}</p>
            {partage
                .as_ref()
                .filter(|partage| partage.reviseurs.is_empty())
                .map(|_| view! { <p class="text-soft">"Un lien est actif, personne n’est encore venu avec."</p> })}
            <div class="mt-2 flex flex-wrap gap-3">
                <form method="post" action=PartagerRevue::url()>
                    <input type="hidden" name="revue" value=revue.to_string() />
                    <input type="hidden" name="eg" value=part.finess.to_string() />
                    <button class=BOUTON_SECONDAIRE>
                        {libelle}
                        <span class="sr-only">{format!(" pour {}", part.nom)}</span>
                    </button>
                </form>
                {partage.clone().map(|partage| view! { <Retirer revue=revue partage=partage nom=part.nom.clone() /> })}
            </div>
            {partage
                .map(|partage| {
                    let id = partage.id.to_string();
                    view! {
                        <ul>
                            {partage
                                .reviseurs
                                .into_iter()
                                .map(|r| view! { <Personne revue=revue partage=id.clone() nom=part.nom.clone() reviseur=r /> })
                                .collect_view()}
                        </ul>
                    }
                })}
        </li>
    }
}

#[component]
fn Retirer(revue: RevueId, partage: PartageVu, nom: String) -> impl IntoView {
    view! {
        <form method="post" action=RevoquerPartage::url()>
            <input type="hidden" name="revue" value=revue.to_string() />
            <input type="hidden" name="partage" value=partage.id.to_string() />
            <button class=BOUTON_DANGER>
                "Retirer le partage" <span class="sr-only">{format!(" de {nom}")}</span>
            </button>
        </form>
    }
}

/// Somebody who came with the link.
#[component]
fn Personne(revue: RevueId, partage: String, nom: String, reviseur: ReviseurVu) -> impl IntoView {
    let texte = match reviseur.suite {
        SuiteInvitation::Acceptee => format!("{} fait la revue de {nom}.", reviseur.nom),
        SuiteInvitation::Arretee => format!(
            "{} ne fait plus la revue de {nom}\u{a0}: son habilitation ici a été retirée ou suspendue, ou sa situation dans la structure a pris fin.",
            reviseur.nom
        ),
        SuiteInvitation::Refusee => format!("Vous avez refusé la demande de {}.", reviseur.nom),
        _ => format!("{} demande à faire la revue de {nom}.", reviseur.nom),
    };
    let compte = reviseur.compte.to_string();
    let bouton = move |reponse: &'static str, texte: &'static str, classe: &'static str| {
        let qui = reviseur.nom.clone();
        view! {
            <form method="post" action=RepondreReviseur::url()>
                <input type="hidden" name="revue" value=revue.to_string() />
                <input type="hidden" name="partage" value=partage.clone() />
                <input type="hidden" name="compte" value=compte.clone() />
                <input type="hidden" name="reponse" value=reponse />
                <button class=classe>{texte} <span class="sr-only">{format!(" {qui}")}</span></button>
            </form>
        }
    };
    let accepter =
        (reviseur.suite != SuiteInvitation::Acceptee).then(|| bouton("accepter", "Accepter", BOUTON));
    let refuser =
        (reviseur.suite != SuiteInvitation::Refusee).then(|| bouton("refuser", "Refuser", BOUTON_SECONDAIRE));
    view! {
        <li class="mt-3">
            <p>{texte}</p>
            <div class="mt-2 flex flex-wrap gap-3">{accepter} {refuser}</div>
        </li>
    }
}
