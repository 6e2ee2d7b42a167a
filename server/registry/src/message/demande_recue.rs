//! « We have your demande »: what happens next and until when.

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::{Instant, long};
use domain::demande::{Reference, expire_le};
use domain::etablissement::EtablissementResume;
use domain::saisie::DemandeComplete;

/// To the applicant, on submission.
pub(crate) fn demande_recue(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    soumise_le: Instant,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Votre demande d’enregistrement au répertoire RPPS+ est bien arrivée. Elle attend maintenant une réponse du \
             gestionnaire de l’établissement {} (FINESS {}).",
            etablissement.raison_sociale, etablissement.finess
        )),
        Bloc::Encadre { titre: "Référence de votre demande", valeur: reference.to_string() },
        Bloc::Paragraphe(
            "Gardez cette référence\u{a0}: elle permet de retrouver votre demande. La suite se passe ainsi\u{a0}:".to_owned(),
        ),
        Bloc::Etapes(vec![
            "Le gestionnaire lit votre demande et vérifie votre identité, votre qualité et votre activité dans l’établissement.".to_owned(),
            "S’il la valide, vous recevez votre numéro RPPS à cette adresse.".to_owned(),
            "S’il la refuse, vous recevez le motif et ce que vous pouvez faire.".to_owned(),
        ]),
        Bloc::Paragraphe(format!(
            "Sans réponse de sa part avant le {}, la demande expire et vous pourrez en envoyer une autre. Si rien ne bouge, \
             adressez-vous directement à l’établissement.",
            long(expire_le(soumise_le).jour_paris())
        )),
        Bloc::Paragraphe(
            "D’ici là, vous pouvez suivre votre demande ou la retirer en vous reconnectant au portail avec FranceConnect."
                .to_owned(),
        ),
    ];
    Courriel::au_demandeur(
        "demande_recue",
        complete,
        format!("Demande {reference} reçue"),
        &blocs,
    )
}
