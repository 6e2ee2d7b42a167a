//! The RPPS number, and the true calendar of what it opens (domain.md §3.8).

use super::Courriel;
use super::gabarit::Bloc;
use domain::date::Instant;
use domain::demande::Reference;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Rpps;
use domain::saisie::DemandeComplete;

/// Hours before the public directory shows the person.
const ANNUAIRE_HEURES: i64 = 24;
/// Hours before the e-CPS can be activated.
const ECPS_HEURES: i64 = 48;
const HEURE: i64 = 3_600_000;

/// To the applicant, when the demande is validated. `deja_inscrite`: the number existed before, a situation was added to it (R3).
pub(crate) fn demande_validee(
    complete: &DemandeComplete,
    reference: Reference,
    etablissement: &EtablissementResume,
    rpps: &Rpps,
    decidee_le: Instant,
    deja_inscrite: bool,
) -> Courriel {
    let annonce = if deja_inscrite {
        format!(
            "Le gestionnaire de l’établissement {} a validé votre demande {reference}. Vous étiez déjà au répertoire\u{a0}: votre activité \
             dans cet établissement est ajoutée à votre numéro.",
            etablissement.raison_sociale
        )
    } else {
        format!(
            "Le gestionnaire de l’établissement {} a validé votre demande {reference}. Vous êtes maintenant au répertoire RPPS+.",
            etablissement.raison_sociale
        )
    };
    let mut blocs = vec![Bloc::Paragraphe(annonce)];
    blocs.extend(suite(rpps, decidee_le));
    Courriel::au_demandeur(
        "demande_validee",
        complete,
        format!("Demande {reference} validée"),
        &blocs,
    )
}

/// The number, and what it opens from that moment on: the same for everybody who gets one.
pub(super) fn suite(rpps: &Rpps, decidee_le: Instant) -> Vec<Bloc> {
    vec![
        Bloc::Encadre { titre: "Votre numéro RPPS", valeur: rpps.to_string() },
        Bloc::Paragraphe(
            "Ce numéro est le vôtre pour toute votre vie professionnelle, même si vous changez d’établissement. Conservez ce \
             message\u{a0}: il fait preuve de votre enregistrement.".to_owned(),
        ),
        Bloc::Paragraphe("Ce qui vient ensuite\u{a0}:".to_owned()),
        Bloc::Etapes(vec![
            format!(
                "Au plus tard le {} (24 heures)\u{a0}: vous apparaissez dans l’Annuaire santé, et votre fiche peut y être \
                 téléchargée.",
                decidee_le.plus_millis(ANNUAIRE_HEURES * HEURE).affichage()
            ),
            format!(
                "À partir du {} (48 heures)\u{a0}: vous pouvez activer votre e-CPS, la carte sur téléphone qui ouvre les \
                 services de santé.",
                decidee_le.plus_millis(ECPS_HEURES * HEURE).affichage()
            ),
        ]),
        Bloc::Paragraphe(
            "Pour activer l’e-CPS\u{a0}: installez l’application e-CPS sur votre téléphone, choisissez l’activation par \
             coordonnées, puis saisissez l’identifiant ci-dessous. Vous recevrez un code à cette adresse et un autre par SMS.".to_owned(),
        ),
        Bloc::Encadre {
            titre: "Votre identifiant pour l’e-CPS (8 suivi du numéro RPPS)",
            valeur: rpps.id_nat().to_string(),
        },
    ]
}
