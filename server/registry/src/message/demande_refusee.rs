//! A refusal: why, in the gestionnaire's words, and what can be done (R35).

use super::Courriel;
use super::gabarit::Bloc;
use domain::demande::{Explication, Reference};
use domain::etablissement::EtablissementResume;
use domain::nomenclature::MotifRefus;
use domain::saisie::DemandeComplete;

/// To the applicant, on refusal.
pub(crate) fn demande_refusee(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    motif: MotifRefus,
    explication: &Explication,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Le gestionnaire de l’établissement {} a refusé votre demande {reference}. Aucun numéro RPPS n’a été créé.",
            etablissement.raison_sociale
        )),
        Bloc::Encadre { titre: "Motif", valeur: motif.libelle().to_owned() },
        Bloc::Paragraphe("Son explication\u{a0}:".to_owned()),
        Bloc::Citation(explication.as_str().to_owned()),
        Bloc::Paragraphe("Ce que vous pouvez faire\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            "Si une information est à corriger, refaites une demande sur le portail avec FranceConnect\u{a0}: votre état civil y \
             sera déjà rempli.".to_owned(),
            "Si vous ne comprenez pas ce refus, adressez-vous au gestionnaire ou à la direction de l’établissement\u{a0}: c’est \
             votre employeur qui garantit votre rôle.".to_owned(),
        ]),
    ];
    Courriel::au_demandeur(
        "demande_refusee",
        complete,
        format!("Demande {reference} refusée"),
        &blocs,
    )
}
