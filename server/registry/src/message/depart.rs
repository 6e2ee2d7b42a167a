//! A departure recorded in one act: one mail to the person whatever the number of situations (R37), one to the head of a structure
//! who has an habilitation to withdraw (R52), one to the person when it is opened again, one to who planned it when a part of it,
//! or all of it, was kept.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Jour, long};

/// To the person: the last day, and whether it has passed.
pub(crate) fn depart_enregistre(
    appel: &str,
    email: String,
    (fin, passee): (Jour, bool),
    etablissements: Vec<String>,
) -> Courriel {
    let verbe = if passee { "ont pris fin" } else { "prennent fin" };
    let blocs = [
        Bloc::Paragraphe(format!(
            "Votre départ est enregistré au répertoire RPPS+. Vos situations d’exercice dans ces établissements {verbe} le {}\u{a0}:",
            long(fin)
        )),
        Bloc::Puces(etablissements),
        Bloc::Paragraphe(
            "Les accès qu’elles vous ouvraient s’arrêtent après cette date. Votre numéro RPPS reste le vôtre, pour toute votre vie \
             professionnelle. Si c’est une erreur, parlez-en à l’établissement, qui peut revenir en arrière pendant trente jours."
                .to_owned(),
        ),
    ];
    Courriel::a(
        "depart_enregistre",
        appel,
        email,
        "Votre départ est enregistré".to_owned(),
        &blocs,
    )
}

/// To the person, when it was a mistake.
pub(crate) fn depart_rouvert(appel: &str, email: String, etablissements: Vec<String>) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(
            "Le départ qui avait été enregistré au répertoire RPPS+ est annulé. Vos situations d’exercice sont rouvertes dans ces \
             établissements\u{a0}:"
                .to_owned(),
        ),
        Bloc::Puces(etablissements),
        Bloc::Paragraphe(
            "Votre numéro RPPS et votre état civil n’ont pas changé. Si vous n’y travaillez plus, parlez-en à l’établissement."
                .to_owned(),
        ),
    ];
    Courriel::a(
        "depart_rouvert",
        appel,
        email,
        "Votre départ est annulé".to_owned(),
        &blocs,
    )
}

/// To who planned a departure whose day came while an end had moved: nobody is named. `fait` when a part of it was done all the same.
pub(crate) fn depart_empeche(email: String, fin: Jour, fait: bool) -> Courriel {
    let (sujet, suite) = if fait {
        (
            "Un départ prévu n’a été appliqué qu’en partie",
            "Là où cette situation continue, l’habilitation est gardée et les demandes en main restent à la personne. Ailleurs, ce \
             qui était prévu est fait.",
        )
    } else {
        (
            "Un départ prévu n’a pas été appliqué",
            "Aucune habilitation n’a donc été retirée, et aucune demande confiée à un collègue.",
        )
    };
    let blocs = [
        Bloc::Paragraphe(format!(
            "Vous aviez enregistré un départ avec un dernier jour le {}. La fin d’une de ses situations a changé depuis\u{a0}: elle \
             a été repoussée ou annulée. {suite}",
            long(fin)
        )),
        Bloc::Paragraphe(
            "Ouvrez «\u{a0}Départs\u{a0}» dans le portail\u{a0}: la personne y est signalée pendant trente jours. Si elle est bien \
             partie, enregistrez de nouveau son départ, pour que ses accès s’arrêtent\u{a0}; si elle reste, il n’y a rien à faire."
                .to_owned(),
        ),
    ];
    Courriel::sans_nom("depart_empeche", email, sujet.to_owned(), &blocs)
}

/// The page where somebody who left and keeps a right is signalled.
#[derive(Clone, Copy)]
pub(crate) enum OuVoir {
    /// a departure says so
    Departs,
    /// no departure was recorded
    Rotation,
}

/// To the head of structures: nobody is named.
pub(crate) fn habilitation_a_retirer(
    email: String,
    fin: Jour,
    structures: &[String],
    ou: OuVoir,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Le départ d’une personne habilitée est enregistré, avec un dernier jour le {}. Son habilitation ne peut être retirée \
             que par le représentant légal\u{a0}; elle porte sur\u{a0}:",
            long(fin)
        )),
        Bloc::Puces(structures.to_vec()),
        Bloc::Paragraphe(format!(
            "Tant qu’elle n’est pas retirée, cette personne garde l’accès aux demandes et aux fiches. Connectez-vous au portail avec \
             votre carte, puis ouvrez «\u{a0}{}\u{a0}»\u{a0}: la personne y est signalée.",
            match ou {
                OuVoir::Departs => "Départs",
                OuVoir::Rotation => "Arrivées et départs",
            }
        )),
    ];
    Courriel::sans_nom(
        "habilitation_a_retirer",
        email,
        "Une habilitation est à retirer après un départ".to_owned(),
        &blocs,
    )
}
