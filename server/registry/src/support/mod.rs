//! Acts of the support of the register (domain.md §2): the one who corrects a civil status (R13), removes what was registered
//! out of scope (R6) and sees how old the referentials are. Every act asks for an `Operateur`, is journaled, and is announced to
//! the person by mail (R37).
//!
//! Nothing here treats a demande, and nobody is made an operator here (see `habilitation`).

mod correction;
pub(crate) mod referentiels;
mod suppression;

pub use referentiels::{Referentiel, ReferentielImporte, ReferentielInconnu};

use crate::db::{Row, Tx, sql};
use crate::droit::Operateur;
use crate::droit::scelle::Lecteur as _;
use crate::erreur::ActeError;
use crate::personne;
use domain::ids::PersonneId;

/// The row of a person about to be changed, on the version that was read. Checked again in the transaction: an operator
/// revoked meanwhile finds nobody.
async fn ouvrir(tx: &mut Tx, o: &Operateur, id: PersonneId, version: i64) -> Result<Row, ActeError> {
    personne::un_a_la_fois(tx).await?;
    let row = sql(format!(
        "SELECT * FROM personne WHERE id = $2 \
         AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = personne.id AND situation.finess IN {})",
        o.perimetre()
    ))
    .bind(o.compte().uuid())
    .bind(id.uuid())
    .optional(&mut *tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    if row.get::<i64>("version")? != version {
        return Err(ActeError::FicheModifiee);
    }
    Ok(row)
}
