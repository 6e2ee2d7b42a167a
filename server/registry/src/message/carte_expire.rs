//! A card ends soon, or has ended: to its holder and to the heads of the structure. Nobody is named.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Jour, long};
use domain::structure::{Alerte, renouvellement};

/// What is to be told.
pub(crate) struct CarteQuiExpire<'a> {
    /// the structure's name
    pub(crate) structure: &'a str,
    /// CDE, CPE …
    pub(crate) genre: &'a str,
    /// the last day
    pub(crate) expire_le: Jour,
    /// how soon
    pub(crate) alerte: Alerte,
    /// to the holder, or to a head of the structure
    pub(crate) au_titulaire: bool,
}

/// The mail.
pub(crate) fn carte_expire(email: String, carte: &CarteQuiExpire<'_>) -> Courriel {
    let quelle = if carte.au_titulaire {
        format!("Votre carte {}", carte.genre)
    } else {
        format!("Une carte {} de votre structure", carte.genre)
    };
    let (sujet, effet) = match carte.alerte {
        Alerte::Expiree => (
            format!("{quelle} a expiré"),
            "Les droits qu’elle portait sur le portail sont suspendus. Ils reviennent dès que la nouvelle carte est enregistrée.",
        ),
        Alerte::Bientot(0) => (
            format!("{quelle} expire aujourd’hui"),
            "Demain, les droits qu’elle porte sur le portail seront suspendus, jusqu’à l’enregistrement de la nouvelle carte.",
        ),
        Alerte::Bientot(1) => (
            format!("{quelle} expire demain"),
            "Après ce jour, les droits qu’elle porte sur le portail seront suspendus, jusqu’à l’enregistrement de la nouvelle carte.",
        ),
        Alerte::Bientot(jours) => (
            format!("{quelle} expire dans {jours}\u{a0}jours"),
            "Après ce jour, les droits qu’elle porte sur le portail seront suspendus, jusqu’à l’enregistrement de la nouvelle carte.",
        ),
    };
    let suite = if carte.au_titulaire {
        "Si la nouvelle carte n’est pas arrivée, prévenez le représentant légal de votre structure\u{a0}: c’est lui qui l’enregistre."
    } else {
        "Si elle n’est pas arrivée, commandez-la. Dès qu’elle arrive, enregistrez-la à la page «\u{a0}Mes structures\u{a0}» du portail."
    };
    let blocs = [
        Bloc::Paragraphe(format!("{quelle} ({}) arrive à son terme.", carte.structure)),
        Bloc::Encadre {
            titre: "Dernier jour de validité",
            valeur: long(carte.expire_le),
        },
        Bloc::Paragraphe(effet.to_owned()),
        Bloc::Paragraphe(format!(
            "Une carte est renouvelée d’elle-même et envoyée un mois avant la fin, soit vers le {}, avec les mêmes codes. {suite}",
            long(renouvellement(carte.expire_le))
        )),
    ];
    Courriel::sans_nom("carte_expire", email, sujet, &blocs)
}
