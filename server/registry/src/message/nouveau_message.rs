//! Something was written in the thread of a demande: that it was, never what.

use super::Courriel;
use super::gabarit::Bloc;
use domain::demande::Reference;
use domain::etablissement::EtablissementResume;
use domain::saisie::DemandeComplete;

/// To the applicant, when a gestionnaire writes. `lien`: the page of the demande.
pub(crate) fn nouveau_message(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    lien: &str,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Le gestionnaire de l’établissement {} vous a écrit au sujet de votre demande {reference}.",
            etablissement.raison_sociale
        )),
        Bloc::Paragraphe(
            "Pour lire son message et y répondre, reconnectez-vous au portail avec FranceConnect et ouvrez «\u{a0}Mes demandes\u{a0}». Son \
             contenu n’est pas dans cet email."
                .to_owned(),
        ),
        Bloc::Lien {
            mots: "Lire le message",
            adresse: lien.to_owned(),
        },
    ];
    Courriel::au_demandeur(
        "nouveau_message",
        complete,
        format!("Demande {reference}\u{a0}: nouveau message"),
        &blocs,
    )
}
