//! The attestation of a campaign, as it was written: to be read, printed, and compared with its digest.

use super::reviseur;
use crate::components::{Bandeau, LIEN, Lecture, Ton};
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{chemin, page};
use crate::requete::registry;
use domain::revue::ATTENTE_JOURS;
use leptos::prelude::*;
use leptos_meta::Title;
use registry::revue::{Attestation, AttestationVue, Constat, SansReponse};

/// The page.
#[component]
pub fn AttestationRevue() -> impl IntoView {
    page(async move {
        let reviseur = reviseur().await?;
        let AttestationVue {
            attestation,
            empreinte,
            intacte,
        } = registry().attestation_revue(&reviseur).await?;
        let Attestation {
            structure,
            finess,
            ouverte_le,
            terminee_le,
            par,
            non_terminee,
            reviseurs,
            comptes,
            arrivees,
            tete,
            au_meme_nom,
            changements,
            sans_reponse,
        } = attestation;
        let titre = if non_terminee {
            "Revue des accès non terminée"
        } else {
            "Attestation de revue des accès"
        };
        let (aussi, feuille) = if non_terminee {
            ("Ont répondu", "ce constat")
        } else {
            ("Ont aussi répondu", "cette attestation")
        };
        let autres = if reviseurs.is_empty() {
            (if non_terminee {
                "Personne"
            } else {
                "Personne d’autre"
            })
            .to_owned()
        } else {
            reviseurs.join(", ")
        };
        let revues = match arrivees {
            0 => comptes.phrase(),
            1 => format!("{}, dont 1\u{a0}arrivée depuis l’ouverture", comptes.phrase()),
            n => format!("{}, dont {n}\u{a0}arrivées depuis l’ouverture", comptes.phrase()),
        };
        Ok(view! {
            <Title text=titre />
            <Onglets ici=Onglet::Revues />
            <p class="ecran-seul"><a class=LIEN href=chemin::REVUES>"Revues des accès"</a></p>
            <article class="max-w-lecture">
                <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
                {if non_terminee {
                    view! {
                        <p class="mt-4">
                            "La revue des accès de la structure " <strong>{structure}</strong>
                            {format!(
                                " (FINESS {finess}) n’a pas été attestée dans les {ATTENTE_JOURS}\u{a0}jours qui ont suivi la date prévue. Elle s’est \
                                 fermée d’elle-même le {}, en l’état\u{a0}: personne n’atteste ce qui suit.",
                                terminee_le.affichage(),
                            )}
                        </p>
                    }
                        .into_any()
                } else {
                    view! {
                        <p class="mt-4">
                            <strong>{par}</strong> " atteste que la revue des accès de la structure " <strong>{structure}</strong>
                            {format!(" (FINESS {finess}) a été faite et terminée le {}.", terminee_le.affichage())}
                        </p>
                    }
                        .into_any()
                }}
                {(!intacte)
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Erreur titre="Cette attestation a été modifiée">
                                "Son contenu ne correspond plus à son empreinte\u{a0}: ne vous y fiez pas, et prévenez le support."
                            </Bandeau>
                        }
                    })}
                <dl class="mt-4">
                    <Lecture libelle="Ouverte le" valeur=ouverte_le.affichage() />
                    <Lecture libelle=if non_terminee { "Fermée le" } else { "Terminée le" } valeur=terminee_le.affichage() />
                    <Lecture libelle=aussi valeur=autres />
                    <Lecture libelle="Personnes" valeur=revues />
                    <Lecture libelle="Toujours présentes" valeur=comptes.presents.to_string() />
                    <Lecture libelle="Parties" valeur=comptes.partis.to_string() />
                    <Lecture libelle="Rôle changé" valeur=comptes.roles.to_string() />
                    {(tete > 0).then(|| view! { <Lecture libelle="Responsable, marqué par lui-même" valeur=tete.to_string() /> })}
                    {(au_meme_nom > 0)
                        .then(|| view! { <Lecture libelle="Parties, habilitation à leur nom non vérifiée" valeur=au_meme_nom.to_string() /> })}
                </dl>
                <h2 class="mt-6 text-xl font-bold">"Ce qui a été changé"</h2>
                {if changements.is_empty() {
                    view! { <p class="mt-2">{if non_terminee { "Rien." } else { "Rien\u{a0}: chacun est toujours présent dans son rôle." }}</p> }.into_any()
                } else {
                    view! { <ul class="mt-2">{changements.into_iter().map(ligne).collect_view()}</ul> }.into_any()
                }}
                {(!sans_reponse.is_empty())
                    .then(|| {
                        view! {
                            <h2 class="mt-6 text-xl font-bold">{if non_terminee { "Personnes sans réponse" } else { "Personnes laissées sans réponse" }}</h2>
                            <ul class="mt-2">
                                {sans_reponse
                                    .into_iter()
                                    .map(|SansReponse { nom, etablissement }| {
                                        view! { <li class="border-t border-line py-2">{format!("{nom}, {etablissement}")}</li> }
                                    })
                                    .collect_view()}
                            </ul>
                        }
                    })}
                <p class="mt-6 text-sm text-soft">{format!("Empreinte SHA-256 de {feuille}, aussi gardée dans le journal du portail\u{a0}:")}</p>
                <p class="text-sm break-all">{empreinte}</p>
                <p class="ecran-seul mt-6 text-soft">"Pour la garder, imprimez cette page ou enregistrez-la en PDF depuis votre navigateur."</p>
            </article>
        })
    })
}

/// Something that was changed.
fn ligne(constat: Constat) -> impl IntoView {
    let Constat {
        nom,
        etablissement,
        changement,
        par,
    } = constat;
    let qui = par.map_or_else(
        || "constaté\u{a0}: la situation avait pris fin".to_owned(),
        |par| format!("réponse de {par}"),
    );
    view! {
        <li class="border-t border-line py-2">
            <strong>{nom}</strong>
            {format!(", {etablissement}")}
            <span class="block">{changement}</span>
            <span class="block text-sm text-soft">{qui}</span>
        </li>
    }
}
