//! The invitations of the gestionnaire's establishments, and what became of each.

use super::super::file::numero_de_page;
use crate::api::{RenvoyerInvitation, RetirerInvitation};
use crate::components::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, Ton};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry};
use domain::date::court;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::invitation::{ENVOIS_MAX, EtatInvitation, InvitationVue};

/// The page.
#[component]
pub fn Invitations() -> impl IntoView {
    page(async move {
        let trouvees = registry().invitations(&gestionnaire()?, numero_de_page()).await?;
        let fait = parametre("fait").and_then(|fait| match fait.as_str() {
            "envoyee" => Some((
                "L’invitation est envoyée",
                "La personne a 14\u{a0}jours pour y répondre. Sa demande arrivera dans votre file.",
            )),
            "renvoyee" => Some((
                "L’invitation est renvoyée",
                "Le lien précédent ne sert plus\u{a0}; le nouveau est valable 14\u{a0}jours.",
            )),
            "retiree" => Some((
                "L’invitation est retirée",
                "Le lien reçu ne mène plus à rien. Une demande déjà commencée reste à la personne.",
            )),
            _ => None,
        });
        let aucune = trouvees.total == 0;
        Ok(view! {
            <Title text="Invitations" />
            <p><a class=LIEN href=chemin::AJOUTER>"Ajouter un enregistrement"</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Invitations"</h1>
            {fait
                .map(|(titre, texte)| view! { <Bandeau ton=Ton::Succes titre=titre>{texte}</Bandeau> })}
            <p class="mt-2 max-w-lecture">
                "Vous préparez ce que vous savez du poste\u{a0}; la personne reçoit un lien, confirme son identité avec FranceConnect et complète sa demande."
            </p>
            <p class="mt-4"><a class=BOUTON href=chemin::INVITER>"Inviter une personne"</a></p>
            {aucune
                .then(|| view! { <p class="mt-6">"Aucune invitation pour l’instant. Celles de vos établissements apparaîtront ici."</p> })}
            {(!aucune)
                .then(|| {
                    view! {
                        <ul class="mt-6 border-t border-line">
                            {trouvees.lignes.into_iter().map(|ligne| view! { <Ligne ligne=ligne /> }).collect_view()}
                        </ul>
                    }
                })}
            <Pagination page=trouvees.page pages=trouvees.pages adresse=chemin::invitations />
        })
    })
}

/// Where it stands, in a sentence.
fn suite(ligne: &InvitationVue) -> String {
    let envoyee = court(ligne.envoyee_le.jour_paris());
    let expire = court(ligne.expire_le.jour_paris());
    let envois = match ligne.envois {
        1 => String::new(),
        n => format!(" ({n}\u{a0}envois)"),
    };
    match (ligne.etat, ligne.ouverte_le) {
        (EtatInvitation::Envoyee, _) => {
            format!("Le {envoyee}{envois}, valable jusqu’au {expire}")
        }
        (EtatInvitation::Expiree, _) => format!("Sans réponse depuis le {envoyee}{envois}"),
        (EtatInvitation::Ouverte, Some(le)) => {
            format!(
                "Demande commencée le {}, pas encore envoyée",
                court(le.jour_paris())
            )
        }
        (EtatInvitation::Completee, _) => "La personne a envoyé sa demande".to_owned(),
        _ => format!("Envoyée le {envoyee}{envois}"),
    }
}

#[component]
fn Ligne(ligne: InvitationVue) -> impl IntoView {
    let s = &ligne.saisie;
    let nom = format!("{} {}", s.prenom_exercice, s.nom_exercice);
    let qui = match (nom.trim(), s.email.as_str()) {
        ("", "") => "Personne invitée".to_owned(),
        ("", email) => email.to_owned(),
        (nom, _) => nom.to_owned(),
    };
    let email = (!nom.trim().is_empty()).then(|| s.email.clone());
    let par = ligne
        .par
        .as_ref()
        .map(|par| format!(" · par {par}"))
        .unwrap_or_default();
    let suite = suite(&ligne);
    let id = ligne.id.to_string();
    let renvoyable = ligne.etat.renvoyable() && ligne.envois < ENVOIS_MAX && !s.email.is_empty();
    let retirable = ligne.etat.retirable();
    let pour = format!(" l’invitation de {qui}");
    view! {
        <li class="border-b border-line py-3 sm:grid sm:grid-cols-[1fr_1fr_auto] sm:gap-4">
            <div class="min-w-0">
                <p class="text-lg font-bold break-words">{qui}</p>
                {email.map(|email| view! { <p class="break-words text-soft">{email}</p> })}
                <p class="text-soft">{format!("{}{par}", ligne.etablissement.raison_sociale)}</p>
            </div>
            <div>
                <p class="font-bold">{ligne.etat.libelle()}</p>
                <p>{suite}</p>
                {ligne
                    .demande
                    .map(|(demande, reference)| {
                        view! {
                            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::dossier(demande)>
                                {format!("Demande {reference}")}
                            </a>
                        }
                    })}
            </div>
            <div class="mt-2 flex flex-wrap items-start gap-3 sm:mt-0">
                {renvoyable
                    .then(|| {
                        view! {
                            <form method="post" action=RenvoyerInvitation::url()>
                                <input type="hidden" name="invitation" value=id.clone() />
                                <button class=BOUTON_SECONDAIRE>"Renvoyer"<span class="sr-only">{pour.clone()}</span></button>
                            </form>
                        }
                    })}
                {retirable
                    .then(|| {
                        view! {
                            <form method="post" action=RetirerInvitation::url()>
                                <input type="hidden" name="invitation" value=id.clone() />
                                <button class=BOUTON_DANGER>"Retirer"<span class="sr-only">{pour.clone()}</span></button>
                            </form>
                        }
                    })}
            </div>
        </li>
    }
}
