//! The number, for somebody whom a gestionnaire registered from end to end (J3, R37).

use super::Courriel;
use super::gabarit::Bloc;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Rpps;
use domain::saisie::DemandeComplete;

/// To the person, once registered.
pub(crate) fn inscription_directe(
    complete: &DemandeComplete,
    etablissement: &EtablissementResume,
    rpps: &Rpps,
) -> Courriel {
    let blocs = [
        Bloc::Paragraphe(format!(
            "Le gestionnaire de l’établissement {} vous a enregistré(e) au répertoire RPPS+, sur présentation de votre pièce \
             d’identité.",
            etablissement.raison_sociale
        )),
        Bloc::Encadre {
            titre: "Votre numéro RPPS",
            valeur: rpps.to_string(),
        },
        Bloc::Paragraphe(
            "Ce numéro est le vôtre pour toute votre vie professionnelle, même si vous changez d’établissement. Conservez ce \
             message\u{a0}: il fait preuve de votre enregistrement."
                .to_owned(),
        ),
        Bloc::Paragraphe("Ce qui vient ensuite\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            "Sous 24 heures\u{a0}: vous apparaissez dans l’Annuaire santé.".to_owned(),
            "Au bout de 48 heures\u{a0}: vous pouvez activer votre e-CPS, la carte sur téléphone qui ouvre les services de santé. \
             Installez l’application e-CPS, choisissez l’activation par coordonnées, puis saisissez l’identifiant ci-dessous."
                .to_owned(),
        ]),
        Bloc::Encadre {
            titre: "Votre identifiant pour l’e-CPS (8 suivi du numéro RPPS)",
            valeur: rpps.id_nat().to_string(),
        },
        Bloc::Paragraphe(
            "Si vous ne travaillez pas dans cet établissement, ou si une information est fausse, prévenez-le sans attendre."
                .to_owned(),
        ),
    ];
    Courriel::au_demandeur(
        "inscription_directe",
        complete,
        "Vous êtes enregistré(e) au répertoire RPPS+".to_owned(),
        &blocs,
    )
}
