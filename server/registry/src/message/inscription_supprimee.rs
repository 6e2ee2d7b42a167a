//! An inscription removed by the support because it was out of scope (R6).

use super::Courriel;
use super::gabarit::Bloc;
use domain::demande::Explication;

/// To the person, on removal.
pub(crate) fn inscription_supprimee(appel: &str, email: String, explication: &Explication) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(
            "Le support du répertoire a retiré votre inscription. Votre numéro RPPS n’est plus valable, et l’e-CPS qui en \
             dépendait ne peut plus servir. Ce numéro ne sera attribué à personne d’autre."
                .to_owned(),
        ),
        Bloc::Paragraphe("Raison\u{a0}:".to_owned()),
        Bloc::Citation(explication.as_str().to_owned()),
        Bloc::Paragraphe(
            "Si vous pensez que c’est une erreur, parlez-en à la direction de votre établissement, qui peut saisir le support."
                .to_owned(),
        ),
    ];
    Courriel::a(
        "inscription_supprimee",
        appel,
        email,
        "Votre inscription au répertoire a été retirée".to_owned(),
        &blocs,
    )
}
