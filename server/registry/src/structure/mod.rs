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
mod rappels;
mod renouvellement;
mod support;

pub use actes::{CONTRATS_MAX, Jalon};
pub use cartes::{CarteVue, Commande, Reception, Titulaire};
pub use contrat::Reprise;
pub use detail::{ContratVue, Detail, EtablissementLie, Referentiel};
pub use erreur::StructureError;
pub use lecture::{AlerteCarte, StructureVue};
pub use renouvellement::CdeARenouveler;
pub use support::{ContratEnvoye, Validation};

pub(crate) use contrat::laisser as laisser_contrat;

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
