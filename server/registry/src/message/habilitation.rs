//! Habilitations (domain.md §4.2): to the person who was designated, and to whoever designated them when they ask for it.

use super::Courriel;
use super::gabarit::Bloc;
use domain::contact::Email;
use domain::designation::GenreDesignation;
use domain::identifiant::Finess;

/// To somebody who may act from now on.
pub(crate) fn habilitation_accordee(
    nom: &str,
    email: &Email,
    genre: GenreDesignation,
    structure: &str,
    finess: &Finess,
) -> Courriel {
    let (sujet, droit, etapes) = match genre {
        GenreDesignation::Gestionnaire => (
            "Vous êtes gestionnaire RPPS+",
            "gestionnaire RPPS+",
            [
                "Connectez-vous au portail avec Pro Santé Connect et votre carte CPx (ou son e-CPS).",
                "Les demandes des personnes de votre structure vous y attendent, la plus ancienne en premier.",
                "Gardez votre attestation de formation\u{a0}: elle vaut aussi dans une autre structure.",
            ],
        ),
        GenreDesignation::Mandataire => (
            "Vous êtes mandataire de votre structure",
            "mandataire",
            [
                "Connectez-vous au portail avec Pro Santé Connect et votre carte CPx (ou son e-CPS).",
                "Dans «\u{a0}Gestionnaires\u{a0}», désignez les personnes qui traitent les demandes, ou retirez leur habilitation.",
                "Pour traiter vous-même les demandes, désignez-vous gestionnaire RPPS+ au même endroit.",
            ],
        ),
    };
    let blocs = [
        Bloc::Paragraphe(format!(
            "Vous avez été désigné(e) {droit} pour {structure} (FINESS {finess}). Cette habilitation prend effet tout de suite."
        )),
        Bloc::Etapes(etapes.map(str::to_owned).to_vec()),
        Bloc::Paragraphe(
            "Vous n’êtes pas la bonne personne, ou vous quittez la structure\u{a0}? Prévenez votre représentant légal\u{a0}: il \
             retire l’habilitation en un instant."
                .to_owned(),
        ),
    ];
    Courriel::a(
        "habilitation_accordee",
        nom,
        email.to_string(),
        sujet.to_owned(),
        &blocs,
    )
}

/// To whoever sent a demande d'habilitation and asked for a confirmation, with who is in it.
pub(crate) fn habilitation_demandee(
    email: &Email,
    structure: &str,
    finess: &Finess,
    personnes: Vec<String>,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Votre demande d’habilitation pour {structure} (FINESS {finess}) est enregistrée. Ces personnes peuvent agir dès \
             maintenant\u{a0}:"
        )),
        Bloc::Puces(personnes),
        Bloc::Paragraphe(
            "Chacune est prévenue par email. Au départ d’une personne, retirez son habilitation et fermez sa situation \
             d’exercice\u{a0}: sans cela, elle garderait ses accès."
                .to_owned(),
        ),
    ];
    Courriel::sans_nom(
        "habilitation_demandee",
        email.to_string(),
        "Votre demande d’habilitation est enregistrée".to_owned(),
        &blocs,
    )
}
