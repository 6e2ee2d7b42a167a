//! The code that shows that an address belongs to whoever asks for notifications. Nobody is named: the address may be wrong.

use super::Courriel;
use super::gabarit::Bloc;

/// To the address to be confirmed.
pub(crate) fn code_notification(email: String, code: &str, minutes: i64) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(
            "Un gestionnaire du répertoire RPPS+ veut recevoir ses notifications à cette adresse. Si c’est vous, saisissez ce \
             code sur le portail, à la page «\u{a0}Notifications\u{a0}»."
                .to_owned(),
        ),
        Bloc::Encadre {
            titre: "Votre code",
            valeur: code.to_owned(),
        },
        Bloc::Paragraphe(format!(
            "Il est valable {minutes} minutes. Si vous n’avez rien demandé, ne faites rien\u{a0}: aucun autre message ne vous sera \
             envoyé."
        )),
    ];
    Courriel::sans_nom(
        "code_notification",
        email,
        "Confirmez votre adresse pour les notifications".to_owned(),
        &blocs,
    )
}
