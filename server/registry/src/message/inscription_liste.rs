//! To somebody whom an establishment registered without a demande: the number, and the true calendar of what it opens.

use super::Courriel;
use super::demande_validee::suite;
use super::gabarit::Bloc;
use domain::date::Instant;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Rpps;

/// Who the mail is for: as the register knows them, which may differ from what the list says.
pub(crate) struct Destinataire {
    /// « Louise MARTIN »
    pub(crate) appel: String,
    /// their own address
    pub(crate) email: String,
}

/// On registration. `deja_inscrite`: the number existed before, a situation was added to it (R3).
pub(crate) fn inscription_liste(
    destinataire: Destinataire,
    etablissement: &EtablissementResume,
    rpps: &Rpps,
    le: Instant,
    deja_inscrite: bool,
) -> Courriel {
    let nom = &etablissement.raison_sociale;
    let annonce = if deja_inscrite {
        format!(
            "Le gestionnaire de l’établissement {nom} a déclaré que vous y travaillez. Vous étiez déjà au répertoire\u{a0}: cette \
             activité est ajoutée à votre numéro."
        )
    } else {
        format!(
            "Le gestionnaire de l’établissement {nom} vous a enregistré(e) au répertoire RPPS+, qui permet d’accéder aux services \
             numériques de santé utiles à votre travail."
        )
    };
    let mut blocs = vec![Bloc::Paragraphe(annonce)];
    blocs.extend(suite(rpps, le));
    blocs.push(Bloc::Paragraphe(
        "Si une information est fausse, ou si vous ne travaillez pas dans cet établissement, adressez-vous à son gestionnaire."
            .to_owned(),
    ));
    Courriel::a(
        "inscription_liste",
        &destinataire.appel,
        destinataire.email,
        "Votre numéro RPPS".to_owned(),
        &blocs,
    )
}
