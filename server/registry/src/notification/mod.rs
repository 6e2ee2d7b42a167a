//! What gestionnaires are told by mail, and how often. An act leaves an event in its own transaction ([`notifier`]); a task tells
//! those who want to know at once (`repartition`), another writes digests once a period (`releve`). `contact` keeps the address,
//! confirmed by a code, `preference` the rhythms, `desabonnement` the signed token that ends such mails in one click.
//!
//! Who is told is decided when the mail is written, by the habilitations in force at that moment: a right withdrawn a second
//! ago is already without effect. A mail holds counts, names of establishments and references; nothing about a person. Nothing
//! here sends anything: mails go to the outbox.

mod contact;
pub(crate) mod creneau;
mod desabonnement;
mod preference;
mod releve;
mod repartition;

pub use contact::{CODE_MINUTES, CODES_PAR_JOUR};
pub use desabonnement::Portee;
pub(crate) use desabonnement::jeton_pour;
pub use preference::ReglagesNotification;

use crate::Registry;
use crate::db::{DbError, Tx, sql};
use domain::date::Instant;
use domain::demande::Reference;
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId};

/// This program does not know that word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ce réglage de notification n’est pas connu du portail.")]
pub struct ReglageInconnu;

/// What gestionnaires may be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GenreNotification {
    /// a demande arrived
    NouvelleDemande,
    /// the applicant corrected what was asked for
    DemandeCorrigee,
    /// the applicant wrote
    MessageRecu,
    /// a demande expires within seven days
    ExpirationProche,
    /// a decision that was taken could not be carried out
    DecisionImpossible,
    /// a professional told of their own departure (R53)
    DepartDeclare,
}

impl GenreNotification {
    /// Every kind, in the order of the page.
    pub const TOUS: [Self; 6] = [
        Self::NouvelleDemande,
        Self::DemandeCorrigee,
        Self::MessageRecu,
        Self::ExpirationProche,
        Self::DecisionImpossible,
        Self::DepartDeclare,
    ];

    /// The code stored, and the name of the field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NouvelleDemande => "nouvelle_demande",
            Self::DemandeCorrigee => "demande_corrigee",
            Self::MessageRecu => "message_recu",
            Self::ExpirationProche => "expiration_proche",
            Self::DecisionImpossible => "decision_impossible",
            Self::DepartDeclare => "depart_declare",
        }
    }

    /// In words, for the page.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::NouvelleDemande => "Nouvelles demandes",
            Self::DemandeCorrigee => "Demandes corrigées par le professionnel",
            Self::MessageRecu => "Messages d’un professionnel",
            Self::ExpirationProche => "Demandes qui expirent dans moins de 7 jours",
            Self::DecisionImpossible => "Décisions qui n’ont pas pu aboutir",
            Self::DepartDeclare => "Départs déclarés par un professionnel",
        }
    }

    /// « 3 nouvelles demandes à traiter »
    pub fn compter(self, nombre: usize) -> String {
        let (un, plusieurs) = match self {
            Self::NouvelleDemande => ("nouvelle demande à traiter", "nouvelles demandes à traiter"),
            Self::DemandeCorrigee => ("demande corrigée à relire", "demandes corrigées à relire"),
            Self::MessageRecu => ("message d’un professionnel", "messages de professionnels"),
            Self::ExpirationProche => (
                "demande expire dans moins de 7 jours",
                "demandes expirent dans moins de 7 jours",
            ),
            Self::DecisionImpossible => ("décision n’a pas pu aboutir", "décisions n’ont pas pu aboutir"),
            Self::DepartDeclare => (
                "départ déclaré par un professionnel",
                "départs déclarés par des professionnels",
            ),
        };
        format!("{nombre}\u{a0}{}", if nombre > 1 { plusieurs } else { un })
    }

    /// How often one is told until one says otherwise: what blocks somebody at once, the rest once a day.
    pub const fn rythme_initial(self) -> Rythme {
        match self {
            Self::MessageRecu | Self::DecisionImpossible => Rythme::Maintenant,
            Self::NouvelleDemande | Self::DemandeCorrigee | Self::ExpirationProche | Self::DepartDeclare => {
                Rythme::Quotidien
            }
        }
    }
}

impl std::str::FromStr for GenreNotification {
    type Err = ReglageInconnu;

    fn from_str(code: &str) -> Result<Self, ReglageInconnu> {
        Self::TOUS
            .into_iter()
            .find(|genre| genre.code() == code)
            .ok_or(ReglageInconnu)
    }
}

/// How often one is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rythme {
    /// within a minute
    Maintenant,
    /// at 9:00 in Paris, Monday to Friday
    Quotidien,
    /// at 9:00 in Paris, on Monday
    Hebdomadaire,
    /// not at all
    Jamais,
}

impl Rythme {
    /// Every rhythm, in the order of the page.
    pub const TOUS: [Self; 4] = [
        Self::Maintenant,
        Self::Quotidien,
        Self::Hebdomadaire,
        Self::Jamais,
    ];

    /// The code stored, and the value of the field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Maintenant => "maintenant",
            Self::Quotidien => "quotidien",
            Self::Hebdomadaire => "hebdomadaire",
            Self::Jamais => "jamais",
        }
    }

    /// In words, for the page.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Maintenant => "Tout de suite",
            Self::Quotidien => "Une fois par jour (9 h, du lundi au vendredi)",
            Self::Hebdomadaire => "Une fois par semaine (lundi à 9 h)",
            Self::Jamais => "Jamais",
        }
    }
}

impl std::str::FromStr for Rythme {
    type Err = ReglageInconnu;

    fn from_str(code: &str) -> Result<Self, ReglageInconnu> {
        Self::TOUS
            .into_iter()
            .find(|rythme| rythme.code() == code)
            .ok_or(ReglageInconnu)
    }
}

/// Something that gestionnaires of an establishment may want to know.
pub(crate) struct Avis<'a> {
    /// what
    pub(crate) genre: GenreNotification,
    /// where
    pub(crate) finess: &'a Finess,
    /// about which demande
    pub(crate) demande: DemandeId,
    /// its reference
    pub(crate) reference: Reference,
    /// whose act it is: that account is not told of it
    pub(crate) auteur: Option<CompteId>,
}

/// Leaves an event, in the transaction of the act that causes it. The hook of every act that gestionnaires may want to know of.
pub(crate) async fn notifier(
    tx: &mut Tx,
    registry: &Registry,
    le: Instant,
    avis: &Avis<'_>,
) -> Result<(), DbError> {
    let demande = Some((avis.demande, avis.reference));
    ecrire(tx, registry, le, (avis.genre, avis.finess), demande, avis.auteur).await
}

/// The same for something that is about no demande.
pub(crate) async fn notifier_etablissement(
    tx: &mut Tx,
    registry: &Registry,
    le: Instant,
    genre: GenreNotification,
    finess: &Finess,
    auteur: Option<CompteId>,
) -> Result<(), DbError> {
    ecrire(tx, registry, le, (genre, finess), None, auteur).await
}

async fn ecrire(
    tx: &mut Tx,
    registry: &Registry,
    le: Instant,
    (genre, finess): (GenreNotification, &Finess),
    demande: Option<(DemandeId, Reference)>,
    auteur: Option<CompteId>,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO evenement_notification (id, genre, finess, demande, reference, auteur, le) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(registry.uuid(le))
    .bind(genre.code())
    .bind(finess.as_str())
    .bind(demande.map(|(id, _)| id.uuid()))
    .bind(demande.map(|(_, reference)| reference.to_string()))
    .bind(auteur.map(CompteId::uuid))
    .bind(le.millis())
    .execute(tx)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{GenreNotification, Rythme};

    #[test]
    fn codes_read_back() {
        for genre in GenreNotification::TOUS {
            assert_eq!(genre.code().parse(), Ok(genre));
        }
        for rythme in Rythme::TOUS {
            assert_eq!(rythme.code().parse(), Ok(rythme));
        }
        assert!("autre".parse::<Rythme>().is_err() && "".parse::<GenreNotification>().is_err());
    }

    #[test]
    fn counts_agree() {
        assert_eq!(
            GenreNotification::NouvelleDemande.compter(1),
            "1\u{a0}nouvelle demande à traiter"
        );
        assert_eq!(
            GenreNotification::MessageRecu.compter(2),
            "2\u{a0}messages de professionnels"
        );
    }
}
