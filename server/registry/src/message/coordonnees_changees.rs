//! The person changed their e-mail or their mobile (R22): both addresses are told, so that a change made by somebody else is seen.

use super::Courriel;
use super::gabarit::Bloc;

const SUJET: &str = "Vos coordonnées au répertoire ont changé";

/// To the address that is the person's from now on.
pub(crate) fn nouvelle_adresse(appel: &str, email: String, quoi: &str) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Vous avez changé {quoi} au répertoire RPPS+. Ce message confirme que cette adresse est la vôtre\u{a0}: elle recevra \
             désormais ce que le répertoire vous écrit."
        )),
        Bloc::Paragraphe("Votre numéro RPPS et vos situations d’exercice n’ont pas changé.".to_owned()),
    ];
    Courriel::a("coordonnees_changees", appel, email, SUJET.to_owned(), &blocs)
}

/// To the address that was the person's until now. The new one is not told.
pub(crate) fn ancienne_adresse(appel: &str, email: String) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(
            "Votre adresse email au répertoire RPPS+ vient d’être remplacée par une autre. Celle-ci ne recevra plus rien.".to_owned(),
        ),
        Bloc::Paragraphe(
            "Si ce n’est pas vous, prévenez sans attendre votre établissement ou le support du répertoire\u{a0}: quelqu’un s’est \
             servi de votre compte."
                .to_owned(),
        ),
    ];
    Courriel::a("ancienne_adresse", appel, email, SUJET.to_owned(), &blocs)
}
