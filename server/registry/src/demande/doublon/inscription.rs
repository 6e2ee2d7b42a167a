//! What the look-alikes of a demande change when it is accepted: nobody gets a second number (R3), and nobody's number is
//! given to somebody else without a gestionnaire having said so.

use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::erreur::ActeError;
use crate::personne::{self, Inscription};
use domain::date::Instant;
use domain::ids::{CompteId, DemandeId, PersonneId};
use domain::saisie::DemandeComplete;

/// Refuses to accept a demande as long as somebody registered strongly looks like its person and nobody has said whether
/// they are one. Read after waiting for whoever is being registered at this instant, and with the demande's row already taken:
/// every act takes that row first.
pub(in crate::demande) async fn refuser_si_a_trancher(tx: &mut Tx, id: DemandeId) -> Result<(), ActeError> {
    personne::un_a_la_fois(tx).await?;
    // Once the person is known (same civil status, or said to be the same), the others do not matter any more.
    let row = sql(
        "SELECT COUNT(*) AS n FROM paire_doublon p WHERE p.demande = $1 AND p.personne IS NOT NULL \
         AND p.niveau = 'forte' AND p.choix IS NULL \
         AND NOT EXISTS (SELECT 1 FROM paire_doublon q WHERE q.demande = $1 AND q.personne IS NOT NULL \
         AND (q.niveau = 'exacte' OR q.choix = 'meme'))",
    )
    .bind(id.uuid())
    .one(&mut *tx)
    .await?;
    if row.get::<i64>("n")? > 0 {
        return Err(ActeError::DoublonATrancher);
    }
    Ok(())
}

/// Registers the person of an accepted demande, or adds the situation to the number of the person it was said to be.
pub(in crate::demande) async fn inscrire(
    tx: &mut Tx,
    registry: &Registry,
    now: Instant,
    id: DemandeId,
    compte: CompteId,
    complete: &DemandeComplete,
) -> Result<Inscription, ActeError> {
    let designee = designee(tx, id).await?;
    personne::inscrire_ou_rattacher(tx, registry, now, Some(compte), complete, designee).await
}

/// The registered person that a gestionnaire said the demande is.
async fn designee(tx: &mut Tx, id: DemandeId) -> Result<Option<PersonneId>, DbError> {
    let row = sql(
        "SELECT personne FROM paire_doublon WHERE demande = $1 AND choix = 'meme' AND personne IS NOT NULL",
    )
    .bind(id.uuid())
    .optional(tx)
    .await?;
    row.map(|row| row.get("personne").map(PersonneId::new))
        .transpose()
}
