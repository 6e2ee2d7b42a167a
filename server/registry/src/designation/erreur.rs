//! Why a designation did not happen.

/// Why somebody was not designated, or a right was not given back. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignationError {
    /// The same right on the same structure, in force.
    #[error("Cette personne a déjà cette habilitation sur cette structure\u{a0}: il n’y a rien à ajouter.")]
    DejaHabilitee,
    /// Only the head of a structure entrusts designations (R45).
    #[error(
        "Seul le représentant légal désigne des mandataires. Vous pouvez désigner cette personne gestionnaire RPPS+."
    )]
    ReserveAuRepresentant,
    /// The head of a structure is a gestionnaire natively (R42).
    #[error(
        "Vous dirigez cette structure\u{a0}: vous êtes déjà gestionnaire RPPS+, sans habilitation. Il n’y a rien à faire."
    )]
    DroitNatif,
    /// Nobody is in the demande.
    #[error("Votre demande ne contient personne. Ajoutez d’abord un gestionnaire.")]
    Vide,
    /// Somebody's contact or training is missing.
    #[error(
        "Il manque les coordonnées ou la formation d’une personne de votre demande. Complétez-la avant de l’envoyer."
    )]
    Incomplete,
    /// As many people as one demande may hold.
    #[error("Votre demande compte déjà 50\u{a0}personnes. Envoyez-la, puis commencez-en une autre.")]
    TropDePersonnes,
    /// The identifier is nobody's here, and no name was given.
    #[error("Indiquez aussi le nom et le prénom\u{a0}: cet identifiant n’est pas connu du portail.")]
    Inconnue,
    /// Withdrawn too long ago to come back as it was.
    #[error(
        "Cette habilitation est retirée depuis plus de 30\u{a0}jours\u{a0}: désignez la personne à nouveau, sa formation reste valable."
    )]
    TropTard,
}

impl DesignationError {
    /// The word that the journal keeps for this refusal.
    pub fn code(self) -> &'static str {
        match self {
            Self::DejaHabilitee => "deja_habilitee",
            Self::ReserveAuRepresentant => "reserve_representant",
            Self::DroitNatif => "droit_natif",
            Self::Vide => "demande_vide",
            Self::Incomplete => "demande_incomplete",
            Self::TropDePersonnes => "trop_de_personnes",
            Self::Inconnue => "personne_inconnue",
            Self::TropTard => "trop_tard",
        }
    }
}
