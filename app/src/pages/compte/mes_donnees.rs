//! What is kept of a person, why and for how long, and the copy they may take away.

use crate::api::ApiErreur;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, LIEN, Ligne, ListeDescription};
use crate::pages::{chemin, chemin_agir, page};
use crate::requete::{config, session};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::designation::DELAI_RETABLISSEMENT_JOURS;
use registry::session::SAISIE_MINUTES;

/// The page.
#[component]
pub fn MesDonnees() -> impl IntoView {
    page(async move {
        let session = session().ok_or_else(ApiErreur::connexion)?;
        let jours = config().conservation.nombre();
        let fournisseur = session.fournisseur().libelle();
        let (usager, inscrit) = (session.est_usager(), session.est_inscrit());
        Ok(view! {
            <Title text="Vos données personnelles" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">"Vos données personnelles"</h1>
                <p class="mt-4">
                    "Le portail garde ce qui sert à vous enregistrer au répertoire RPPS+, et rien d’autre. Personne ne les lit en dehors des gestionnaires de votre établissement et du support du répertoire, et chaque lecture est notée."
                </p>
                <section class="mt-6">
                    <h2 class="text-xl font-bold">"En avoir une copie"</h2>
                    <p class="mt-2">"La copie contient tout ce qui est gardé à votre sujet. Elle n’est faite que pour vous\u{a0}: rangez-la en lieu sûr."</p>
                    <p class="mt-4 flex flex-wrap gap-3">
                        <a class=BOUTON href=chemin::EXPORT_HTML download="">"Exporter mes données, à lire ou à imprimer"</a>
                        <a class=BOUTON_SECONDAIRE href=chemin::EXPORT_JSON download="">
                            "Exporter mes données pour un logiciel (JSON)"
                        </a>
                    </p>
                </section>
                <ListeDescription titre="Votre compte" lignes=compte(fournisseur, jours) />
                {usager.then(|| view! { <ListeDescription titre="Vos demandes" lignes=demandes(jours) /> })}
                {(usager || inscrit)
                    .then(|| view! { <ListeDescription titre="Votre fiche au répertoire" lignes=fiche() /> })}
                <ListeDescription titre="Vos droits sur des structures" lignes=droits(jours) />
                <ListeDescription titre="Ce que vous faites sur le portail" lignes=traces() />
                <p class="mt-8 flex flex-wrap gap-x-6 gap-y-3">
                    <a class=LIEN href=chemin::MES_SESSIONS>"Mes sessions"</a>
                    {usager.then(|| view! { <a class=LIEN href=chemin::MES_DEMANDES>"Mes demandes"</a> })}
                    {inscrit.then(|| view! { <a class=LIEN href=chemin_agir::MA_FICHE>"Ma fiche"</a> })}
                    {(usager || inscrit)
                        .then(|| view! { <a class=LIEN href=chemin::CONSULTATIONS>"Qui a consulté mon dossier"</a> })}
                </p>
            </div>
        })
    })
}

fn compte(fournisseur: &str, jours: i64) -> Vec<Ligne> {
    vec![
        Ligne::new(
            "Ce qui est gardé",
            format!("L’identité transmise par {fournisseur} et l’identifiant par lequel il vous reconnaît."),
        ),
        Ligne::new(
            "Pourquoi",
            "Savoir que c’est bien vous, sans mot de passe de plus.",
        ),
        Ligne::new(
            "Combien de temps",
            format!(
                "Tant que vous avez une demande, une fiche ou des droits, et tant qu’un historique cite ce que vous avez fait pour d’autres personnes. Sinon, {jours} jours après votre première connexion."
            ),
        ),
    ]
}

fn demandes(jours: i64) -> Vec<Ligne> {
    vec![
        Ligne::new(
            "Ce qui est gardé",
            "Vos réponses aux quatre étapes, la décision et son explication, les emails qui vous ont été adressés.",
        ),
        Ligne::new(
            "Pourquoi",
            "Permettre à votre établissement de répondre, et à vous de suivre sa réponse.",
        ),
        Ligne::new(
            "Combien de temps",
            format!(
                "Un brouillon\u{a0}: {jours} jours après votre dernière modification. Une demande refusée, retirée ou expirée\u{a0}: {jours} jours. Vous pouvez les effacer tout de suite. Une demande validée fait partie de votre fiche\u{a0}; si le support supprime votre inscription, elle est effacée {jours} jours après."
            ),
        ),
    ]
}

fn fiche() -> Vec<Ligne> {
    vec![
        Ligne::new(
            "Ce qui est gardé",
            "Votre numéro RPPS, votre état civil, votre nom et votre prénom d’exercice, votre email, votre mobile et vos situations d’exercice.",
        ),
        Ligne::new(
            "Pourquoi",
            "Tenir le répertoire national\u{a0}: votre numéro ouvre les services numériques de santé. L’email et le mobile ne sont jamais publics.",
        ),
        Ligne::new("Combien de temps", "Toute votre vie professionnelle."),
    ]
}

fn droits(jours: i64) -> Vec<Ligne> {
    let jours = jours.max(DELAI_RETABLISSEMENT_JOURS);
    vec![
        Ligne::new(
            "Ce qui est gardé",
            "Qui vous a habilité, sur quelle structure, jusqu’à quand, votre carte, votre formation, et l’email et le téléphone donnés pour vous prévenir.",
        ),
        Ligne::new(
            "Pourquoi",
            "Ouvrir les pages de ces structures à vous seul, et prouver qui avait quel droit.",
        ),
        Ligne::new(
            "Combien de temps",
            format!(
                "Tant que vous avez ces droits. Ensuite, l’email et le téléphone\u{a0}: {jours} jours. Le droit retiré, le nom sur une carte annulée, un contrat abandonné ou remplacé, un départ\u{a0}: un an. L’attestation d’une formation suivie reste, comme preuve."
            ),
        ),
    ]
}

fn traces() -> Vec<Ligne> {
    vec![
        Ligne::new(
            "Vos sessions",
            "L’appareil en deux mots, les heures de connexion et l’attestation de votre fournisseur d’identité, qui sert à vous déconnecter aussi chez lui\u{a0}: jusqu’à la fin de la session.",
        ),
        Ligne::new(
            "Vos recherches",
            "Le texte cherché, jusqu’à la fin de la session.",
        ),
        Ligne::new(
            "Un envoi après la fin d’une session",
            format!(
                "Ce que vous aviez saisi, {SAISIE_MINUTES} minutes, pour que vous puissiez le reprendre."
            ),
        ),
        Ligne::new(
            "Le journal",
            "Qui a fait quoi et quand, par des numéros\u{a0}: c’est la preuve de ce qui a été fait, elle n’est jamais effacée. Le détail écrit à côté disparaît avec la demande, la fiche ou le compte qu’il concerne\u{a0}; seuls restent, pour une inscription supprimée par le support, le numéro RPPS qui ne sera plus donné à personne et le motif.",
        ),
    ]
}
