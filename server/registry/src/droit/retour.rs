//! The right of somebody who decided a moment ago, read again when the decision takes effect.

use super::ouverte::Identite;
use super::soi::{Soi, colonnes};
use super::structure::Gestionnaire;
use crate::db::{DbError, Run, sql};
use crate::perimetre::{GESTIONNAIRES, en_vigueur};
use domain::date::Jour;
use domain::ids::{CompteId, SessionId};

impl Gestionnaire {
    /// The gestionnaire whose decision, taken during that session with a proof of right, is about to take effect. None when
    /// no habilitation of theirs is in force any more; the end of the session takes no right away.
    pub(crate) async fn de_retour(
        on: impl Run<'_>,
        compte: CompteId,
        session: SessionId,
        jour: Jour,
    ) -> Result<Option<Self>, DbError> {
        let vigueur = en_vigueur(jour);
        let row = sql(format!(
            "SELECT {} FROM compte c WHERE c.id = $1 AND EXISTS (SELECT 1 FROM habilitation h \
             WHERE h.compte = c.id AND h.genre IN {GESTIONNAIRES} AND {vigueur})",
            colonnes()
        ))
        .bind(compte.uuid())
        .optional(on)
        .await?;
        row.map(|row| {
            Ok(Self {
                compte,
                session,
                jour,
                soi: Soi::lire(&row, compte, Identite::de(&row, jour)?.as_ref())?,
            })
        })
        .transpose()
    }
}
