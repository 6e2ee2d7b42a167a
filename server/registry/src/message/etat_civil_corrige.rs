//! A civil status corrected by the support (R13, R37): which fields and why, never their values.

use super::Courriel;
use super::gabarit::Bloc;
use domain::demande::Explication;
use domain::saisie::Champ;

/// To the person, on a correction.
pub(crate) fn etat_civil_corrige(
    appel: &str,
    email: String,
    champs: &[Champ],
    explication: &Explication,
) -> Courriel {
    let noms: Vec<&str> = champs.iter().map(|champ| champ.libelle()).collect();
    let blocs = [
        Bloc::Paragraphe(
            "Le support du répertoire a corrigé votre état civil. Votre numéro RPPS, vos coordonnées et vos situations \
             d’exercice n’ont pas changé."
                .to_owned(),
        ),
        Bloc::Encadre {
            titre: "Champs corrigés",
            valeur: noms.join(", "),
        },
        Bloc::Paragraphe("Raison\u{a0}:".to_owned()),
        Bloc::Citation(explication.as_str().to_owned()),
        Bloc::Paragraphe(
            "Vérifiez le résultat sur le portail. S’il ne correspond pas à votre pièce d’identité, répondez au support en \
             indiquant ce qui est faux."
                .to_owned(),
        ),
    ];
    Courriel::a(
        "etat_civil_corrige",
        appel,
        email,
        "Votre état civil au répertoire a été corrigé".to_owned(),
        &blocs,
    )
}
