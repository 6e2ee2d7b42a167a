//! The front door: what this is, for whom, and the three ways in.

use super::aide::Terme;
use super::chemin;
use crate::components::{BOUTON, LIEN};
use crate::requete::session;
use leptos::prelude::*;
use leptos_meta::Title;

/// The public home page.
#[component]
pub fn Accueil() -> impl IntoView {
    let session = session();
    let (adresse, action) = chemin::entree(session.as_ref());
    // The structures are followed before any card: signing in leads there, whoever one is.
    let structures = match session {
        Some(_) => chemin::STRUCTURES.to_owned(),
        None => chemin::avec_retour(chemin::CONNEXION, Some(chemin::STRUCTURES)),
    };
    let etapes = [
        (
            "Vous remplissez votre demande",
            "Quatre étapes, une dizaine de minutes. Votre identité vient de FranceConnect. Vous pouvez vous interrompre et reprendre sur un autre appareil.",
        ),
        (
            "Votre gestionnaire la vérifie",
            "Le gestionnaire RPPS+ de votre établissement confirme votre identité, votre métier et votre activité.",
        ),
        (
            "Vous recevez votre numéro RPPS",
            "Par email après la validation. Vous apparaissez dans l’annuaire sous 24 heures et activez votre e-CPS au bout de 48 heures.",
        ),
    ];
    let publics = [
        (
            "Professionnels",
            "professionnel",
            "Demander votre numéro RPPS, suivre votre demande, retrouver vos informations.",
            adresse.to_owned(),
        ),
        (
            "Gestionnaires RPPS+",
            "gestionnaire",
            "Traiter les demandes de vos établissements et retrouver les professionnels enregistrés.",
            adresse.to_owned(),
        ),
        (
            "Représentants légaux",
            "representant-legal",
            "Suivre vos structures, du contrat aux cartes, désigner vos gestionnaires et veiller aux départs, même avant d’avoir votre carte.",
            structures,
        ),
    ];
    view! {
        <Title text="" />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold sm:text-4xl">"Obtenir votre numéro RPPS et votre e-CPS"</h1>
            <p class="mt-4 text-lg">
                "Vous travaillez dans le social ou le médico-social et vous avez besoin d’accéder à des données de santé ou à une messagerie sécurisée\u{a0}? Demandez ici votre enregistrement au répertoire national, le RPPS+."
            </p>
            <p class="mt-6 flex flex-wrap items-center gap-4">
                <a href=adresse class=BOUTON>{action}</a>
                <a href=chemin::CONSEIL class=LIEN>"Suis-je concerné, et quel rôle choisir\u{a0}?"</a>
            </p>
        </div>
        <section class="mt-12 max-w-lecture">
            <h2 class="text-2xl font-bold">"Comment cela se passe"</h2>
            <ol class="mt-4 grid gap-6">
                {etapes
                    .into_iter()
                    .zip(1..)
                    .map(|((titre, texte), rang)| {
                        view! {
                            <li class="flex gap-4">
                                <span class="flex size-9 shrink-0 items-center justify-center rounded-md border border-action font-bold text-action" aria-hidden="true">
                                    {rang}
                                </span>
                                <div>
                                    <h3 class="font-bold">{titre}</h3>
                                    <p>{texte}</p>
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
        <section class="mt-12 max-w-lecture">
            <h2 class="text-2xl font-bold">"Ce qu’il vous faut"</h2>
            <ul class="mt-4 list-disc space-y-1 pl-5">
                <li>"un compte FranceConnect\u{a0};"</li>
                <li>"une adresse email et un numéro de mobile qui ne sont qu’à vous\u{a0}: ils reçoivent votre numéro RPPS et vos codes d’activation\u{a0};"</li>
                <li>"le nom ou le numéro " <Terme mot="finess" /> " de votre établissement, et la date de votre prise de fonction."</li>
            </ul>
            <p class="mt-4">
                <a href=chemin::guide("professionnel") class=LIEN>"Tout le chemin, à lire ou à imprimer"</a>
            </p>
            <p class="mt-4">
                "Médecins, infirmiers, psychologues, assistants de service social et les autres professions inscrites auprès d’un ordre, d’une agence régionale de santé ou du service de santé des armées ont déjà un numéro RPPS par cette voie\u{a0}: cette démarche ne les concerne pas."
            </p>
        </section>
        <section class="mt-12">
            <h2 class="text-2xl font-bold">"Trois espaces"</h2>
            <ul class="mt-4 grid gap-4 sm:grid-cols-3">
                {publics
                    .into_iter()
                    .map(|(titre, guide, texte, adresse)| {
                        view! {
                            <li class="rounded-md border border-line p-4">
                                <h3 class="font-bold">{titre}</h3>
                                <p class="mt-1">{texte}</p>
                                <p class="mt-3">
                                    <a class=LIEN href=adresse>{action} <span class="sr-only">{format!(" ({titre})")}</span></a>
                                    " · "
                                    <a class=LIEN href=chemin::guide(guide)>"Comment faire" <span class="sr-only">{format!(" ({titre})")}</span></a>
                                </p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
