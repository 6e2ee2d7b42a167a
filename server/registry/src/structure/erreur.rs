//! Why a step of the path, or an act on a card, did not happen.

use domain::date::{Jour, court};

/// Nothing was changed. `Display` is the sentence shown to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StructureError {
    /// A day that has not come cannot have seen anything done.
    #[error("La date ne peut pas être dans l’avenir. Vérifiez le jour, le mois et l’année.")]
    DateFuture,
    /// The last day of a card is before it came.
    #[error("La fin de validité doit venir après la réception de la carte. Vérifiez les deux dates.")]
    ExpirationAvant,
    /// The contract cannot be sent before the organisation is chosen (R39).
    #[error("Choisissez d’abord l’organisation\u{a0}: le contrat dépend de ce choix.")]
    OrganisationManquante,
    /// A decentralised contract is on at least one open establishment of the organisation (R39).
    #[error(
        "Choisissez au moins un établissement ouvert de l’organisme\u{a0}: il y aura un contrat pour chacun."
    )]
    EtablissementManquant,
    /// What the contract says cannot change once it was sent (R47).
    #[error(
        "Le contrat est déjà envoyé\u{a0}: son organisation ne change plus. Si elle doit changer, reprenez d’abord le contrat."
    )]
    DejaEnvoye,
    /// Nothing to take up again: the contract was not sent.
    #[error("Le contrat n’est pas encore envoyé\u{a0}: corrigez-le directement, sans le reprendre.")]
    PasEnvoye,
    /// The number said to be the new one is the one that the contract bears.
    #[error("C’est le numéro du contrat en cours. Indiquez le nouveau.")]
    MemeFiness,
    /// The new number is not in the referential, or is that of a closed structure (R4).
    #[error(
        "Ce numéro n’est pas encore ouvert dans le référentiel FINESS du portail. Rien n’est changé\u{a0}: vérifiez-le, et recommencez quand il y sera."
    )]
    FinessPasEncore,
    /// An organisation for an establishment, or the other way round: another organisation of the contract (R39).
    #[error(
        "Ce numéro n’est pas de même nature que celui du contrat\u{a0}: l’un est celui d’un organisme, l’autre d’un établissement. Choisissez plutôt «\u{a0}Changer d’organisation\u{a0}»."
    )]
    AutreNiveau,
    /// They follow the path of the new number already.
    #[error(
        "Vous suivez déjà le chemin de ce numéro\u{a0}: continuez là-bas, ou abandonnez-le pour y porter ce contrat."
    )]
    DejaSuivie,
    /// The contract goes on elsewhere: under another number, or with another organisation.
    #[error(
        "Le contrat de cette structure continue sous un autre numéro FINESS. Rien n’est modifié ici\u{a0}: avancez sur le chemin de ce numéro."
    )]
    Suivie,
    /// The next card does not last longer than the one that it follows (R48).
    #[error("La carte suivante doit finir après celle qu’elle remplace. Vérifiez les deux dates.")]
    PasPlusLongue,
    /// No card is valid for more than three years (R48).
    #[error(
        "Une carte est valable trois ans\u{a0}: la sienne ne peut pas finir après le {}. Vérifiez les deux dates.",
        court(*.0)
    )]
    TropLongue(Jour),
    /// Somebody else acted in between.
    #[error(
        "Cette page a changé depuis que vous l’avez ouverte. Rien n’a été modifié\u{a0}: relisez-la avant de recommencer."
    )]
    Change,
    /// The contract of the structure is theirs, and their right on it was withdrawn or is suspended.
    #[error(
        "Le contrat de cette structure est déjà à votre nom, mais votre carte de directeur a expiré ou votre droit a été retiré\u{a0}: un nouveau chemin n’y changerait rien. Adressez-vous au support du répertoire."
    )]
    DroitPerdu,
    /// Nobody heads that many structures.
    #[error(
        "Vous suivez déjà beaucoup de structures. Terminez ou abandonnez un chemin avant d’en ouvrir un autre."
    )]
    TropDeChemins,
    /// The CDE of somebody known by `FranceConnect` needs the identifier of the card.
    #[error(
        "Indiquez l’identifiant national de la carte\u{a0}: la personne s’est connectée avec FranceConnect, rien ne permet de le deviner."
    )]
    IdentifiantManquant,
    /// Neither an EJ nor an EG of the referential.
    #[error(
        "Cette structure n’est pas dans le référentiel FINESS. Vérifiez le numéro\u{a0}: neuf caractères."
    )]
    FinessInconnu,
    /// The head does not record their own card (R38, R42).
    #[error("La carte du dirigeant est enregistrée par le support du répertoire, pas par lui-même.")]
    CarteDuDirigeant,
    /// A card is somebody's.
    #[error("Indiquez à qui est destinée la carte\u{a0}: choisissez une personne, ou écrivez son nom.")]
    TitulaireManquant,
    /// More text than a name or a reference.
    #[error("Ce texte est trop long\u{a0}: 100\u{a0}caractères au plus.")]
    TropLong,
    /// The card has a holder: another one is another card.
    #[error(
        "Cette carte a déjà un titulaire. Si ce n’est pas la bonne personne, annulez la carte, puis notez-la à nouveau."
    )]
    DejaAttribuee,
    /// The card is already there.
    #[error("Cette carte est déjà enregistrée comme reçue.")]
    DejaRecue,
}

impl StructureError {
    /// The word that the journal keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::DateFuture => "date_future",
            Self::ExpirationAvant => "expiration_avant",
            Self::OrganisationManquante => "organisation_manquante",
            Self::EtablissementManquant => "etablissement_manquant",
            Self::DejaEnvoye => "deja_envoye",
            Self::PasEnvoye => "pas_envoye",
            Self::MemeFiness => "meme_finess",
            Self::FinessPasEncore => "finess_pas_encore",
            Self::AutreNiveau => "autre_niveau",
            Self::DejaSuivie => "deja_suivie",
            Self::Suivie => "suivie",
            Self::PasPlusLongue => "pas_plus_longue",
            Self::TropLongue(_) => "trop_longue",
            Self::Change => "change",
            Self::DroitPerdu => "droit_perdu",
            Self::TropDeChemins => "trop_de_chemins",
            Self::IdentifiantManquant => "identifiant_manquant",
            Self::FinessInconnu => "finess_inconnu",
            Self::CarteDuDirigeant => "carte_du_dirigeant",
            Self::TitulaireManquant => "titulaire_manquant",
            Self::TropLong => "trop_long",
            Self::DejaAttribuee => "deja_attribuee",
            Self::DejaRecue => "deja_recue",
        }
    }

    /// True for a form still to be corrected, which is nobody's attempt at anything.
    pub(crate) fn est_a_corriger(self) -> bool {
        matches!(
            self,
            Self::DateFuture
                | Self::ExpirationAvant
                | Self::EtablissementManquant
                | Self::IdentifiantManquant
                | Self::FinessInconnu
                | Self::MemeFiness
                | Self::FinessPasEncore
                | Self::AutreNiveau
                | Self::PasPlusLongue
                | Self::TropLongue(_)
                | Self::TitulaireManquant
                | Self::TropLong
        )
    }
}
