//! What happens to the path of a structure (J8, R39–R48): contracts, cards, alerts. The state of the path is computed by
//! `domain::structure` from the facts that this room reads; nothing stores a state.
//!
//! Steps are done with a [`Dirigeant`](crate::droit::Dirigeant), whom a contract under way is enough to make: it opens one
//! structure and nobody's data. What names people (cards) asks for a `Representant`, what validates a contract for the support.

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
pub(crate) use porteur::{carte_bonne, carte_de, reconnaitre};

use crate::db::{Tx, sql};
use crate::erreur::ActeError;
use uuid::Uuid;

/// The structures whose path the account `$1` follows, as a query of `finess, portee, dirige`: those it heads (`dirige` is 1)
/// and those it says it heads.
pub(crate) fn suivies(structures: &str) -> String {
    format!(
        "(SELECT suivie.finess, suivie.portee, MAX(suivie.dirige) AS dirige FROM \
         (SELECT d.finess, d.portee, CAST(1 AS BIGINT) AS dirige FROM {structures} d UNION ALL \
         SELECT c.finess, c.portee, CAST(0 AS BIGINT) AS dirige FROM contrat c WHERE c.dirigeant = $1 AND c.clos_le IS NULL) suivie \
         GROUP BY suivie.finess, suivie.portee)"
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
