//! What happens to the path of a structure (J8, R39–R48): contracts, cards, alerts. The state of the path is computed by
//! `domain::structure` from the facts that this room reads; nothing stores a state.
//!
//! Steps are done with a [`Dirigeant`](crate::droit::Dirigeant), whom a contract under way is enough to make: it opens one
//! structure and nobody's data. What names people (cards) asks for a `Representant`, what validates a contract for the support.
//! Whoever may act may read (`LecteurStructure`); the head of an EJ also reads its establishments whose own contract is in force.

mod actes;
mod autorite;
mod cartes;
mod contrat;
mod detail;
mod erreur;
mod faits;
mod lecture;
mod porteur;
mod rappels;
mod renouvellement;
mod support;

pub use actes::{CONTRATS_MAX, Jalon};
pub use cartes::{CarteVue, Commande, Reception};
pub use contrat::Reprise;
pub use detail::{ContratVue, Detail, EtablissementLie, Referentiel};
pub use erreur::StructureError;
pub use lecture::{AlerteCarte, StructureVue};
pub use porteur::Titulaire;
pub use renouvellement::CdeARenouveler;
pub use support::{ContratEnvoye, Porteur, Validation};

pub(crate) use contrat::laisser as laisser_contrat;
pub(crate) use lecture::A_SURVEILLER;
pub(crate) use porteur::{carte_bonne, carte_de, porteuse, reconnaitre};

use crate::db::{Tx, sql};
use crate::erreur::ActeError;
use uuid::Uuid;

/// The structures whose path the account `$1` follows, as a query of `finess, portee, dirige`: those it heads (`dirige` is 1), those
/// it says it heads (0: a contract that was validated gives nothing any more, the right does), and the establishments of the EJ it
/// heads whose own contract is in force (-1: read, and no more; R40).
pub(crate) fn suivies(structures: &str) -> String {
    format!(
        "(SELECT suivie.finess, suivie.portee, MAX(suivie.dirige) AS dirige FROM \
         (SELECT d.finess, d.portee, CAST(1 AS BIGINT) AS dirige FROM {structures} d UNION ALL \
         SELECT c.finess, c.portee, CAST(0 AS BIGINT) AS dirige FROM contrat c \
         WHERE c.dirigeant = $1 AND c.clos_le IS NULL AND c.cde_recue_le IS NULL UNION ALL \
         SELECT c.finess, c.portee, CAST(-1 AS BIGINT) AS dirige FROM contrat c JOIN etablissement site ON site.finess = c.finess \
         JOIN {structures} siege ON siege.portee = 'EJ' AND siege.finess = site.finess_ej \
         WHERE c.portee = 'EG' AND c.clos_le IS NULL AND c.cde_recue_le IS NOT NULL) suivie \
         GROUP BY suivie.finess, suivie.portee)"
    )
}

/// Those of [`suivies`] whose validated contract, people and cards the account may read, as a query of `finess, portee`: all but those
/// it only says it heads.
pub(crate) fn lues(structures: &str) -> String {
    format!(
        "(SELECT lue.finess, lue.portee FROM {} lue WHERE lue.dirige <> 0)",
        suivies(structures)
    )
}

/// Takes a row of that table on the version that was read, first of all: of two acts on the same version one finds nothing left, on
/// both engines.
async fn prendre(tx: &mut Tx, table: &'static str, id: Uuid, version: i64) -> Result<(), ActeError> {
    let prise = sql(format!(
        "UPDATE {table} SET version = version + 1 WHERE id = $1 AND version = $2"
    ))
    .bind(id)
    .bind(version)
    .execute(tx)
    .await?;
    if prise == 0 {
        return Err(StructureError::Change.into());
    }
    Ok(())
}
