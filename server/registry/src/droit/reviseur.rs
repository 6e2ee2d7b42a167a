//! Proof of somebody who answers in a campaign of review: its head, or somebody whom the head has accepted for one establishment.
//! Good for that campaign only: sees names and rôles there, and says who is still there. Nothing else follows from it.

use super::ouverte::SessionOuverte;
use crate::db::{DbError, Run, sql};
use crate::perimetre::{REPRESENTANTS, habilitations, perimetre};
use domain::date::Jour;
use domain::etat_civil::EtatCivil;
use domain::ids::{CompteId, PersonneId, RevueId, SessionId};

/// Who may answer in a campaign. The establishments are not kept here: each act reads them, as they are at that moment, so that
/// a part taken back a second ago is already closed.
#[derive(Clone)]
pub struct Reviseur {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    jour: Jour,
    personne: Option<PersonneId>,
    etat_civil: Option<EtatCivil>,
    revue: RevueId,
    tete: bool,
}

/// The establishments entrusted to the account `$1` in campaigns that go on: accepted by the head, not taken back.
const CONFIES: &str = "SELECT p.finess FROM revue_reviseur q JOIN revue_partage p ON p.id = q.partage \
     JOIN revue v ON v.id = p.revue WHERE q.compte = $1 AND q.accepte_le IS NOT NULL AND p.revoque_le IS NULL \
     AND v.terminee_le IS NULL";

impl Reviseur {
    /// The proof for that campaign, when this session may have it.
    pub(crate) async fn lire(
        on: impl Run<'_>,
        session: &SessionOuverte,
        revue: RevueId,
        jour: Jour,
    ) -> Result<Option<Self>, DbError> {
        let tete = format!(
            "v.finess IN (SELECT x.finess FROM {} x) OR v.finess IN {}",
            habilitations(jour, REPRESENTANTS),
            perimetre(jour, REPRESENTANTS)
        );
        let row = sql(format!(
            "SELECT CAST(CASE WHEN {tete} THEN 1 ELSE 0 END AS BIGINT) AS tete, \
             CAST(CASE WHEN EXISTS ({CONFIES} AND v.id = $2) THEN 1 ELSE 0 END AS BIGINT) AS part FROM revue v WHERE v.id = $2"
        ))
        .bind(session.compte().uuid())
        .bind(revue.uuid())
        .optional(on)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let tete = row.get::<i64>("tete")? > 0;
        if !tete && row.get::<i64>("part")? == 0 {
            return Ok(None);
        }
        let (personne, etat_civil) = session.soi();
        Ok(Some(Self {
            compte: session.compte(),
            session: session.id(),
            jour,
            personne,
            etat_civil,
            revue,
            tete,
        }))
    }

    /// The campaign: the only one that this proof opens.
    pub fn revue(&self) -> RevueId {
        self.revue
    }

    /// Whether this is the head of the structure: shares out, ends, attests.
    pub fn est_tete(&self) -> bool {
        self.tete
    }

    /// Who this is in the register, when it is known: nobody answers for themselves (R38).
    pub(crate) fn soi(&self) -> (Option<PersonneId>, Option<&EtatCivil>) {
        (self.personne, self.etat_civil.as_ref())
    }

    /// The establishments of this person's part in any campaign, as a query whose `$1` is the account.
    pub(crate) fn perimetre(&self) -> String {
        if self.tete {
            perimetre(self.jour, REPRESENTANTS)
        } else {
            format!("({CONFIES})")
        }
    }

    /// The establishments of this person's part in this campaign: `$1` is the account, `$2` the campaign.
    pub(crate) fn part(&self) -> String {
        if self.tete {
            self.perimetre()
        } else {
            format!("({CONFIES} AND v.id = $2)")
        }
    }
}
