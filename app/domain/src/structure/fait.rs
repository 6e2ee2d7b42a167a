//! What happened, dated. The path is computed from these and from nothing else.

use super::Etape;
use crate::date::Jour;

/// Something that happened on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fait {
    /// the day
    pub le: Jour,
    /// what
    pub quoi: Quoi,
}

/// What may happen to a structure on its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoi {
    /// the data of the referential were found right
    FinessVerifie,
    /// centralised or decentralised was chosen (R39)
    OrganisationChoisie,
    /// contract and F101 left
    ContratEnvoye,
    /// the card of the head came, which validates the contract (R41)
    CdeRecue,
    /// the head will be the only gestionnaire: no other card, no habilitation, e-learning only advised (R42)
    DirigeantSeul,
    /// a card was ordered for a gestionnaire (R46)
    CarteCommandee,
    /// a card of a gestionnaire came
    CarteRecue,
    /// readers, or e-CPS, are there
    LecteursPrets,
    /// a gestionnaire followed the e-learning (R43)
    FormationAttestee,
    /// a gestionnaire was designated (R43)
    Habilitation,
    /// it was decided who needs which rôle
    RolesDecides,
    /// somebody was registered
    PremierEnregistrement,
    /// something changed, and what was done must be done again
    Change(Changement),
}

/// A change that reopens steps: the only facts that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Changement {
    /// another FINESS number, or the structure closed in the referential (R47)
    Finess,
    /// another SIRET (R47)
    Siret,
    /// another head: the CDE is personal (R47)
    Dirigeant,
    /// another organisation of the contract (R39)
    Organisation,
    /// no card of a gestionnaire is valid any more (R48): over, or cancelled
    CartesExpirees,
    /// the last gestionnaire was withdrawn (R52)
    SansGestionnaire,
}

impl Changement {
    /// Every change.
    pub const TOUS: [Self; 6] = [
        Self::Finess,
        Self::Siret,
        Self::Dirigeant,
        Self::Organisation,
        Self::CartesExpirees,
        Self::SansGestionnaire,
    ];

    /// Whether it reopens that step.
    pub const fn rouvre(self, etape: Etape) -> bool {
        match self {
            Self::CartesExpirees => matches!(etape, Etape::Cartes),
            Self::SansGestionnaire => matches!(etape, Etape::Habilitation),
            // Other data to check, and cards that bear the number of another contract (R46).
            Self::Finess => {
                matches!(etape, Etape::Finess | Etape::Contrat | Etape::Cde | Etape::Cartes)
            }
            Self::Organisation => matches!(etape, Etape::Organisation | Etape::Contrat | Etape::Cde),
            Self::Siret | Self::Dirigeant => matches!(etape, Etape::Contrat | Etape::Cde),
        }
    }

    /// « à refaire parce que … »
    pub const fn raison(self) -> &'static str {
        match self {
            Self::Finess => {
                "le numéro FINESS de la structure a changé, ou la structure est fermée dans le référentiel"
            }
            Self::Siret => "le numéro SIRET de la structure a changé",
            Self::Dirigeant => "la structure a changé de dirigeant, et la carte de directeur est personnelle",
            Self::Organisation => "l’organisation choisie a changé",
            Self::CartesExpirees => "plus aucune carte de gestionnaire n’est valable",
            Self::SansGestionnaire => "plus personne n’est habilité gestionnaire de la structure",
        }
    }
}

impl Quoi {
    /// Whether this fact shows that the step is done. A fact that cannot happen without an earlier step shows that one too:
    /// nothing is asked twice.
    pub(super) const fn acheve(self, etape: Etape) -> bool {
        match self {
            Self::FinessVerifie => matches!(etape, Etape::Finess),
            Self::OrganisationChoisie => matches!(etape, Etape::Organisation),
            Self::ContratEnvoye => matches!(etape, Etape::Finess | Etape::Organisation | Etape::Contrat),
            Self::CdeRecue => {
                matches!(
                    etape,
                    Etape::Finess | Etape::Organisation | Etape::Contrat | Etape::Cde
                )
            }
            Self::CarteRecue => matches!(etape, Etape::Cartes),
            Self::LecteursPrets => matches!(etape, Etape::Lecteurs),
            Self::FormationAttestee => matches!(etape, Etape::Formation),
            // Designating asks for an active card and for the e-learning (R43).
            Self::Habilitation => matches!(etape, Etape::Cartes | Etape::Formation | Etape::Habilitation),
            Self::RolesDecides => matches!(etape, Etape::Roles),
            Self::PremierEnregistrement => {
                matches!(etape, Etape::Lecteurs | Etape::Roles | Etape::Enregistrements)
            }
            Self::DirigeantSeul | Self::CarteCommandee | Self::Change(_) => false,
        }
    }

    /// Whether this fact shows that the step was begun and is now in the hands of somebody else.
    pub(super) const fn confie(self, etape: Etape) -> bool {
        match self {
            Self::ContratEnvoye => matches!(etape, Etape::Cde),
            Self::CarteCommandee => matches!(etape, Etape::Cartes),
            _ => false,
        }
    }
}
