//! Corrections: what is asked and until when, that a week is left, that it is not asked any more, that it did not come in time.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Instant, long};
use domain::demande::{
    DELAI_CORRECTION_JOURS, DemandeDeCorrection, RAPPEL_CORRECTION_JOURS, Reference, echeance_correction,
};
use domain::etablissement::EtablissementResume;
use domain::saisie::DemandeComplete;

/// The kind of the mail that asks.
pub(crate) const DEMANDEE: &str = "correction_demandee";

/// To the applicant, when a correction is asked for. `lien`: the page where it is made.
pub(crate) fn correction_demandee(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    correction: &DemandeDeCorrection,
    demandee_le: Instant,
    lien: &str,
) -> Courriel {
    let mut blocs = vec![Bloc::Paragraphe(format!(
        "Le gestionnaire de l’établissement {} a lu votre demande {reference}. Pour pouvoir la traiter, il vous demande de revoir \
         ce qui suit\u{a0}:",
        etablissement.raison_sociale
    ))];
    for point in correction.points() {
        blocs.push(Bloc::Paragraphe(format!("{}\u{a0}:", point.champ.libelle())));
        blocs.push(Bloc::Citation(point.remarque.to_string()));
    }
    if let Some(message) = correction.message() {
        blocs.push(Bloc::Paragraphe("Il ajoute\u{a0}:".to_owned()));
        blocs.push(Bloc::Citation(message.to_string()));
    }
    blocs.push(Bloc::Paragraphe("Pour corriger\u{a0}:".to_owned()));
    blocs.push(Bloc::Etapes(vec![
        "Reconnectez-vous au portail avec FranceConnect et ouvrez «\u{a0}Mes demandes\u{a0}».".to_owned(),
        format!("Choisissez «\u{a0}Corriger ma demande\u{a0}» à côté de la référence {reference}\u{a0}: seuls ces champs s’ouvrent."),
        "Renvoyez votre demande. Elle garde sa référence et sa place dans la file.".to_owned(),
    ]));
    blocs.push(Bloc::Lien {
        mots: "Corriger ma demande",
        adresse: lien.to_owned(),
    });
    blocs.push(Bloc::Paragraphe(format!(
        "Vous avez jusqu’au {}. Passé ce jour, la demande expire et il faudra en faire une autre.",
        long(echeance_correction(demandee_le).jour_paris())
    )));
    Courriel::au_demandeur(
        DEMANDEE,
        complete,
        format!("Demande {reference} à corriger"),
        &blocs,
    )
}

/// To the applicant, when the correction has not come and a week is left. `lien`: the page where it is made.
pub(crate) fn rappel_correction(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    demandee_le: Instant,
    lien: &str,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Le {}, le gestionnaire de l’établissement {} vous a demandé de revoir votre demande {reference}. Votre réponse n’est pas \
             encore arrivée\u{a0}: il ne peut rien faire sans elle.",
            long(demandee_le.jour_paris()),
            etablissement.raison_sociale
        )),
        Bloc::Encadre {
            titre: "Sans réponse, la demande expirera le",
            valeur: long(echeance_correction(demandee_le).jour_paris()),
        },
        Bloc::Paragraphe("Ce que vous pouvez faire\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            "Reconnectez-vous au portail avec FranceConnect\u{a0}: la page de la correction redit ce qu’il faut revoir, et ce que vous \
             aviez commencé y est encore."
                .to_owned(),
            "Si vous ne savez pas quoi répondre, écrivez au gestionnaire depuis la page de votre demande.".to_owned(),
            "Si vous ne travaillez plus dans cet établissement, vous pouvez retirer la demande.".to_owned(),
        ]),
        Bloc::Lien {
            mots: "Corriger ma demande",
            adresse: lien.to_owned(),
        },
    ];
    Courriel::au_demandeur(
        "rappel_correction",
        complete,
        format!("Demande {reference}\u{a0}: encore {RAPPEL_CORRECTION_JOURS} jours pour la corriger"),
        &blocs,
    )
}

/// To the applicant, when the gestionnaire takes the demande back as it was.
pub(crate) fn correction_retiree(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Le gestionnaire de l’établissement {} ne vous demande plus de corriger votre demande {reference}\u{a0}: il l’examine telle \
             que vous l’aviez envoyée.",
            etablissement.raison_sociale
        )),
        Bloc::Paragraphe("Vous n’avez rien à faire. Vous recevrez sa réponse à cette adresse.".to_owned()),
    ];
    Courriel::au_demandeur(
        "correction_retiree",
        complete,
        format!("Demande {reference}\u{a0}: plus rien à corriger"),
        &blocs,
    )
}

/// To the applicant, when the correction did not come in time.
pub(crate) fn correction_expiree(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "La correction demandée par le gestionnaire de l’établissement {} pour votre demande {reference} n’est pas arrivée en \
             {DELAI_CORRECTION_JOURS} jours. La demande est arrivée à expiration et ne peut plus être traitée.",
            etablissement.raison_sociale
        )),
        Bloc::Paragraphe("Ce que vous pouvez faire\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            "Refaites une demande sur le portail avec FranceConnect, en tenant compte des remarques reçues\u{a0}: votre état civil y sera \
             déjà rempli."
                .to_owned(),
            "Si vous ne savez pas quoi répondre, adressez-vous au gestionnaire RPPS+ de votre établissement.".to_owned(),
        ]),
    ];
    Courriel::au_demandeur(
        "correction_expiree",
        complete,
        format!("Demande {reference} expirée"),
        &blocs,
    )
}
