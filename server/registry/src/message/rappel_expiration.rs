//! « Nobody has answered yet »: told kindly, with what it means and what can be done.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Instant, long};
use domain::demande::{DELAI_EXPIRATION_JOURS, Reference, expire_le};
use domain::etablissement::EtablissementResume;
use domain::saisie::DemandeComplete;

/// To the applicant, once the demande has waited for that many days.
pub(crate) fn rappel_expiration(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    soumise_le: Instant,
    jours: i64,
) -> Courriel {
    let restent = DELAI_EXPIRATION_JOURS - jours;
    let blocs = [
        Bloc::Paragraphe(format!(
            "Votre demande {reference}, envoyée à l’établissement {}, attend encore une réponse. Elle est complète\u{a0}: vous n’avez \
             rien à refaire.",
            etablissement.raison_sociale
        )),
        Bloc::Encadre {
            titre: "Sans réponse, elle expirera le",
            valeur: long(expire_le(soumise_le).jour_paris()),
        },
        Bloc::Paragraphe("Ce que vous pouvez faire d’ici là\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            "Parlez-en à votre employeur (direction ou ressources humaines)\u{a0}: la personne qui répond est le gestionnaire RPPS+ de \
             l’établissement. Donnez-lui la référence de la demande, elle la retrouvera aussitôt."
                .to_owned(),
            "Si vous ne travaillez plus dans cet établissement, vous pouvez retirer la demande en vous reconnectant au portail avec \
             FranceConnect."
                .to_owned(),
        ]),
        Bloc::Paragraphe(
            "Si la demande expire, rien n’est perdu pour autant\u{a0}: vous pourrez en envoyer une autre, où votre état civil sera déjà \
             rempli."
                .to_owned(),
        ),
    ];
    Courriel::au_demandeur(
        "rappel_expiration",
        complete,
        format!("Demande {reference}\u{a0}: encore {restent} jours pour une réponse"),
        &blocs,
    )
}
