//! « Your part of the review is not done »: where, how many, until when. Nobody is named.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Jour, long};
use domain::revue::cloture;

/// To somebody whose part of a campaign is not done. `passe`: the last day is behind; `jeton` ends the reminders of that campaign.
pub(crate) fn rappel_revue(
    email: String,
    structure: &str,
    restantes: i64,
    echeance: Jour,
    passe: bool,
    jeton: String,
) -> Courriel {
    let personnes = if restantes > 1 {
        format!("{restantes} personnes attendent")
    } else {
        "1 personne attend".to_owned()
    };
    let sujet = if passe {
        "La date prévue pour la revue des accès est passée"
    } else {
        "Revue des accès\u{a0}: votre part n’est pas terminée"
    };
    let mut blocs = vec![
        Bloc::Paragraphe(format!(
            "La revue des accès de la structure {structure} n’est pas terminée\u{a0}: {personnes} encore une réponse de votre part."
        )),
        Bloc::Encadre {
            titre: if passe { "Date prévue, dépassée" } else { "À faire avant le" },
            valeur: long(echeance),
        },
        Bloc::Paragraphe(
            "Une personne partie dont la situation n’est pas fermée garde son accès aux données de santé. Pour répondre, \
             connectez-vous au portail\u{a0}: «\u{a0}Toujours présents\u{a0}» se dit pour tout le monde à la fois, il ne reste que les \
             exceptions."
                .to_owned(),
        ),
    ];
    if passe {
        blocs.push(Bloc::Paragraphe(format!(
            "Sans attestation avant le {}, la revue se fermera d’elle-même, marquée «\u{a0}non terminée\u{a0}», et la suivante pourra \
             s’ouvrir.",
            long(cloture(echeance))
        )));
    }
    Courriel::sans_nom("rappel_revue", email, sujet.to_owned(), &blocs).avec_desabonnement(jeton)
}
