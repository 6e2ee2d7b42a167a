//! Proof of somebody who answers in a campaign of review: its head, a gestionnaire of one establishment who came with its link, or
//! somebody whom the head has accepted for it.
//! Good for that campaign only: sees names and rôles there, and says who is still there. Nothing else follows from it.

use super::ouverte::SessionOuverte;
use super::{PERSONNE_DU_COMPTE, Soi};
use crate::db::{DbError, Run, sql};
use crate::perimetre::{REPRESENTANTS, charges_de, habilitations, perimetre};
use domain::date::{Jour, iso};
use domain::ids::{CompteId, RevueId, SessionId};

/// Who may answer in a campaign. The establishments are not kept here: each act reads them, as they are at that moment, so that
/// a part taken back a second ago is already closed.
#[derive(Clone)]
pub struct Reviseur {
    pub(super) compte: CompteId,
    pub(super) session: SessionId,
    jour: Jour,
    soi: Soi,
    revue: RevueId,
    tete: bool,
}

/// The condition « whoever came (`q`, a row of `revue_reviseur`) with the link `p` may answer today »: never once refused; a
/// gestionnaire of that establishment as long as they are one, which nothing else stores; anybody else since the head accepted
/// them, until they leave (see [`arretee`]).
pub(crate) fn confiee(jour: Jour) -> String {
    format!(
        "(q.refuse_le IS NULL AND (EXISTS (SELECT 1 FROM etablissement t {} WHERE t.finess = p.finess AND h.compte = q.compte) \
         OR (q.accepte_le IS NOT NULL AND NOT {})))",
        charges_de("t", jour),
        arretee(jour)
    )
}

/// The condition « whoever came (`q`) with the link `p` has left since they asked, or since the head accepted them »: a right of
/// theirs there was withdrawn or its card lapsed (R48, R52), or their last situation in the structure ended (R51). Undoing that
/// gives the part back; so does being accepted again.
pub(crate) fn arretee(jour: Jour) -> String {
    // The day comes from our clock, in digits and hyphens: nothing to escape.
    let jour = iso(jour);
    let depuis = "COALESCE(q.accepte_le, q.demande_le)";
    let siennes = format!(
        "SELECT 1 FROM situation s JOIN etablissement w ON w.finess = s.finess \
         JOIN etablissement t ON t.finess = w.finess OR t.finess_ej = w.finess_ej \
         WHERE t.finess = p.finess AND s.personne = (SELECT {PERSONNE_DU_COMPTE} FROM compte c WHERE c.id = q.compte)"
    );
    let partie = "EXISTS (SELECT 1 FROM depart_situation z JOIN depart d ON d.id = z.depart \
                  WHERE z.situation = s.id AND d.etat = 'fait' AND d.applique_le IS NOT NULL AND s.fin <= d.fin)";
    format!(
        "(EXISTS (SELECT 1 FROM etablissement t JOIN habilitation h ON h.finess IN (t.finess, t.finess_ej) \
         AND (h.portee = 'EG') = (h.finess = t.finess) WHERE t.finess = p.finess AND h.compte = q.compte \
         AND (h.retiree_le >= {depuis} OR (h.retiree_le IS NULL AND h.carte_jusqu_au < '{jour}' \
         AND (q.jour IS NULL OR h.carte_jusqu_au >= q.jour)))) \
         OR (EXISTS ({siennes} AND ((s.fin < '{jour}' AND (q.jour IS NULL OR s.fin >= q.jour)) \
         OR ((s.fin < '{jour}' OR {partie}) AND EXISTS (SELECT 1 FROM fermeture f WHERE f.situation = s.id AND f.le >= {depuis})))) \
         AND NOT EXISTS ({siennes} AND (s.fin IS NULL OR s.fin >= '{jour}') AND NOT {partie})))"
    )
}

/// The establishments entrusted to the account `$1` in campaigns that go on: theirs today, not taken back.
pub(super) fn confies(jour: Jour) -> String {
    format!(
        "SELECT p.finess FROM revue_reviseur q JOIN revue_partage p ON p.id = q.partage \
         JOIN revue v ON v.id = p.revue WHERE q.compte = $1 AND p.revoque_le IS NULL AND v.terminee_le IS NULL AND {}",
        confiee(jour)
    )
}

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
             CAST(CASE WHEN EXISTS ({} AND v.id = $2) THEN 1 ELSE 0 END AS BIGINT) AS part FROM revue v WHERE v.id = $2",
            confies(jour)
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
        Ok(Some(Self {
            compte: session.compte(),
            session: session.id(),
            jour,
            soi: session.soi().clone(),
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

    /// Who this is: nobody answers for themselves (R38).
    pub(crate) fn soi(&self) -> &Soi {
        &self.soi
    }

    /// The establishments of this person's part in any campaign, as a query whose `$1` is the account.
    pub(crate) fn perimetre(&self) -> String {
        if self.tete {
            perimetre(self.jour, REPRESENTANTS)
        } else {
            format!("({})", confies(self.jour))
        }
    }

    /// The establishments of this person's part in this campaign: `$1` is the account, `$2` the campaign.
    pub(crate) fn part(&self) -> String {
        if self.tete {
            self.perimetre()
        } else {
            format!("({} AND v.id = $2)", confies(self.jour))
        }
    }
}
