//! No answer within thirty days: the demande ends, nothing is lost for good.

use super::Courriel;
use super::gabarit::Bloc;
use domain::demande::{DELAI_EXPIRATION_JOURS, Reference};
use domain::etablissement::EtablissementResume;
use domain::saisie::DemandeComplete;

/// To the applicant, when the delay has passed.
pub(crate) fn demande_expiree(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Votre demande {reference} est restée {DELAI_EXPIRATION_JOURS} jours sans réponse de l’établissement {}. Elle est arrivée à \
             expiration et ne peut plus être traitée.",
            etablissement.raison_sociale
        )),
        Bloc::Paragraphe("Ce que vous pouvez faire\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            "Demandez à votre établissement qui est son gestionnaire RPPS+ et prévenez cette personne de votre démarche."
                .to_owned(),
            "Refaites ensuite une demande sur le portail avec FranceConnect\u{a0}: votre état civil y sera déjà rempli.".to_owned(),
        ]),
    ];
    Courriel::au_demandeur(
        "demande_expiree",
        complete,
        format!("Demande {reference} expirée"),
        &blocs,
    )
}
