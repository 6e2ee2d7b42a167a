//! How long a decision takes here, said as it is: the median and the ninth decile of what was decided lately, not an average
//! that a few forgotten demandes would spoil, nor a promise.

use super::super::sursis::A_DECIDER;
use crate::Registry;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use domain::demande::DELAI_EXPIRATION_JOURS;

/// Days over which delays are measured.
pub(super) const PERIODE_JOURS: i64 = 90;
/// Days before expiry from which a demande is counted as about to expire.
const PROCHE_JOURS: i64 = 7;

/// The delays of a perimeter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delais {
    /// Demandes accepted or refused over the last [`Delais::PERIODE_JOURS`]; those erased since do not count.
    pub decidees: i64,
    /// Half of them took this long at most, in milliseconds from submission to decision; none under
    /// [`Delais::MINIMUM`].
    pub mediane: Option<i64>,
    /// Nine out of ten took this long at most, likewise.
    pub decile: Option<i64>,
    /// Demandes waiting for a decision that expire within [`Delais::PROCHE_JOURS`].
    pub expirent: i64,
}

impl Delais {
    /// Days over which they are measured.
    pub const PERIODE_JOURS: i64 = PERIODE_JOURS;
    /// Days before expiry from which a demande is about to expire.
    pub const PROCHE_JOURS: i64 = PROCHE_JOURS;
    /// With fewer decisions, a median would say more of chance than of the structure.
    pub const MINIMUM: i64 = 5;
}

impl Registry {
    /// The delays of the perimeter, in one statement that reads the index of decisions and the index of the queue.
    pub async fn delais(&self, g: &Gestionnaire) -> Result<Delais, ActeError> {
        let now = self.now();
        let perimetre = g.perimetre();
        let row = sql_delais(&perimetre)
            .bind(g.compte().uuid())
            .bind(now.plus_days(-PERIODE_JOURS).millis())
            .bind(now.plus_days(PROCHE_JOURS - DELAI_EXPIRATION_JOURS).millis())
            .one(&self.db)
            .await?;
        let decidees: i64 = row.get("decidees")?;
        let assez = decidees >= Delais::MINIMUM;
        let rang = |colonne: &str| row.get::<Option<i64>>(colonne).map(|rang| rang.filter(|_| assez));
        Ok(Delais {
            decidees,
            mediane: rang("mediane")?,
            decile: rang("decile")?,
            expirent: row.get("expirent")?,
        })
    }
}

/// Nearest rank: the shortest delay that half (nine tenths) of the decisions do not exceed.
fn sql_delais(perimetre: &str) -> crate::db::Statement {
    crate::db::sql(format!(
        "SELECT COUNT(*) AS decidees, MIN(CASE WHEN d.rang * 2 >= d.n THEN d.delai END) AS mediane, \
         MIN(CASE WHEN d.rang * 10 >= d.n * 9 THEN d.delai END) AS decile, \
         (SELECT COUNT(*) FROM demande WHERE {A_DECIDER} AND demande.finess IN {perimetre} \
          AND demande.soumise_le + demande.attente <= $3) AS expirent \
         FROM (SELECT demande.decidee_le - demande.soumise_le - demande.attente AS delai, \
          ROW_NUMBER() OVER (ORDER BY demande.decidee_le - demande.soumise_le - demande.attente) AS rang, COUNT(*) OVER () AS n \
          FROM demande WHERE demande.statut IN ('validee', 'refusee') AND demande.finess IN {perimetre} \
          AND demande.decidee_le > $2) AS d"
    ))
}
