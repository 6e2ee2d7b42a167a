//! The numbers that registration asks for: none yet for the person (R3), one already for the establishment (R4).

use super::{Constat, Niveau};

/// What somebody says of their number (R3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numero {
    /// they have one
    Oui,
    /// they have none
    Non,
    /// they do not know
    Inconnu,
}

impl Numero {
    /// Its word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oui => "oui",
            Self::Non => "non",
            Self::Inconnu => "inconnu",
        }
    }

    /// The answer of that word.
    pub fn lire(code: &str) -> Option<Self> {
        [Self::Oui, Self::Non, Self::Inconnu]
            .into_iter()
            .find(|numero| numero.code() == code)
    }
}

/// One number per person, for life (R3).
pub(super) fn deja_inscrit(numero: Numero) -> Option<Constat> {
    match numero {
        Numero::Oui => Some(Constat::new(
            Niveau::Refus,
            "R3",
            "Vous êtes déjà inscrit",
            "Un numéro RPPS est donné une fois, pour toute la vie professionnelle\u{a0}: il ne change ni avec l’employeur, ni avec \
             le métier, ni avec la région."
                .to_owned(),
            "Gardez votre numéro. Pour un nouvel établissement ou un autre rôle, connectez-vous avec votre e-CPS, ou demandez au \
             gestionnaire de l’établissement d’ajouter votre situation d’exercice."
                .to_owned(),
        )),
        Numero::Inconnu => Some(Constat::new(
            Niveau::Avertissement,
            "R3",
            "Vérifiez d’abord que vous n’avez pas de numéro RPPS",
            "Une même personne ne peut pas en avoir deux. Vous en avez déjà un si vous avez une carte CPS ou une e-CPS, ou si un \
             autre établissement vous a inscrit."
                .to_owned(),
            "Cherchez votre nom sur annuaire.sante.fr. S’il y est, vous êtes déjà inscrit\u{a0}; sinon, faites votre demande."
                .to_owned(),
        )),
        Numero::Non => None,
    }
}

/// The establishment bears a number too (R4).
pub(super) fn dans_finess() -> Constat {
    Constat::new(
        Niveau::Information,
        "R4",
        "L’établissement doit être dans FINESS",
        "On s’inscrit dans un établissement, par son numéro FINESS.".to_owned(),
        "Demandez ce numéro à votre employeur. Si l’établissement n’en a pas, c’est à lui de le demander à l’ARS, à la DREETS ou à \
         la DRIHL, avant votre inscription."
            .to_owned(),
    )
}
