//! Withdrawing an habilitation, with effect on the next request of its holder (R52), and giving it back as it was.
//!
//! A departure withdraws too, from its own list (see `depart`), under the same columns.

use super::erreur::DesignationError;
use super::retirable;
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::depart::oublier_meme;
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet, Tentative};
use domain::date::Instant;
use domain::designation::{GenreDesignation, MotifRetrait};
use domain::identifiant::Finess;
use domain::ids::{CompteId, HabilitationId};
use uuid::Uuid;

/// How long a withdrawal can be undone, in days.
pub const DELAI_RETABLISSEMENT_JOURS: i64 = 30;

/// An habilitation that was just withdrawn, or given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HabilitationRetiree {
    /// Which one.
    pub id: HabilitationId,
    /// Its holder.
    pub compte: CompteId,
    /// What it gives.
    pub genre: GenreDesignation,
    /// The structure, EJ or EG.
    pub finess: Finess,
}

impl HabilitationRetiree {
    /// What the journal says of the withdrawal; it also ends what the holder is listening to.
    fn entree_retrait(&self, le: Instant, auteur: Auteur, motif: MotifRetrait) -> Entree<'static> {
        let detail = Detail::dans(&self.finess)
            .changer("Droit", Some(self.genre.libelle()), None)
            .poser("Motif du retrait", motif.libelle());
        Entree::new(le, auteur, Acte::Deshabiliter, Objet::Compte(self.compte)).avec(detail)
    }

    /// What the journal says when it is given back.
    fn entree_retour(&self, le: Instant, auteur: Auteur) -> Entree<'static> {
        let detail = Detail::dans(&self.finess).poser("Droit", self.genre.libelle());
        Entree::new(le, auteur, Acte::Rehabiliter, Objet::Compte(self.compte)).avec(detail)
    }
}

fn lire(row: &Row) -> Result<HabilitationRetiree, DbError> {
    Ok(HabilitationRetiree {
        id: HabilitationId::new(row.get("id")?),
        compte: CompteId::new(row.get("compte")?),
        genre: row.parse("genre")?,
        finess: row.parse("finess")?,
    })
}

/// Withdraws every habilitation of that account that this person may withdraw; those of other structures stay. Native rights
/// (R42) are not touched. An account without any gives none back: doing it again is harmless.
async fn retirer_dans(
    tx: &mut Tx,
    d: &Designateur,
    compte: CompteId,
    motif: MotifRetrait,
    le: Instant,
) -> Result<Vec<HabilitationRetiree>, DbError> {
    retirer(tx, d, "compte", compte.uuid(), motif, le).await
}

/// Withdraws those in force whose `colonne` is that id.
async fn retirer(
    tx: &mut Tx,
    d: &Designateur,
    colonne: &'static str,
    id: Uuid,
    motif: MotifRetrait,
    le: Instant,
) -> Result<Vec<HabilitationRetiree>, DbError> {
    sql(format!(
        "UPDATE habilitation AS cible SET retiree_le = $3, retiree_par = $1, motif_retrait = $4 \
         WHERE cible.{colonne} = $2 AND cible.retiree_le IS NULL AND {} RETURNING id, compte, genre, finess",
        retirable(d, "cible")
    ))
    .bind(d.compte().uuid())
    .bind(id)
    .bind(le.millis())
    .bind(motif.code())
    .all(tx)
    .await?
    .iter()
    .map(lire)
    .collect()
}

/// Gives these habilitations back as they were, if this person may withdraw them and they were withdrawn since `depuis`. One
/// whose holder was designated again meanwhile stays withdrawn: the right is there.
async fn retablir_dans(
    tx: &mut Tx,
    d: &Designateur,
    ids: &[HabilitationId],
    depuis: Instant,
) -> Result<Vec<HabilitationRetiree>, DbError> {
    let places: Vec<String> = (0..ids.len()).map(|rang| format!("${}", rang + 3)).collect();
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let enonce = sql(format!(
        "UPDATE habilitation AS cible SET retiree_le = NULL, retiree_par = NULL, motif_retrait = NULL \
         WHERE cible.id IN ({}) AND cible.retiree_le >= $2 AND {} AND NOT EXISTS (SELECT 1 FROM habilitation autre \
         WHERE autre.compte = cible.compte AND autre.genre = cible.genre AND autre.finess = cible.finess \
         AND autre.retiree_le IS NULL) RETURNING id, compte, genre, finess",
        places.join(", "),
        retirable(d, "cible")
    ))
    .bind(d.compte().uuid())
    .bind(depuis.millis());
    ids.iter()
        .fold(enonce, |enonce, id| enonce.bind(id.uuid()))
        .all(tx)
        .await?
        .iter()
        .map(lire)
        .collect()
}

impl Registry {
    /// Withdraws an habilitation of a gestionnaire or a mandataire, and with `toutes` every other one of the same person that
    /// this designateur may withdraw. Returns that one; withdrawing it again changes nothing and gives the same answer. Any
    /// other, native rights included, is [`ActeError::Introuvable`].
    pub async fn retirer_designation(
        &self,
        d: &Designateur,
        id: HabilitationId,
        motif: MotifRetrait,
        toutes: bool,
    ) -> Result<HabilitationRetiree, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Deshabiliter,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let (visee, en_vigueur) = lue(&mut tx, d, id).await?.ok_or(ActeError::Introuvable)?;
            if !en_vigueur {
                return Ok(visee);
            }
            let retirees = if toutes {
                retirer_dans(&mut tx, d, visee.compte, motif, now).await?
            } else {
                retirer(&mut tx, d, "id", id.uuid(), motif, now).await?
            };
            if motif == MotifRetrait::Erreur {
                oublier_meme(&mut tx, visee.compte).await?;
            }
            let entrees = retirees
                .iter()
                .map(|retiree| retiree.entree_retrait(now, d.auteur(), motif))
                .collect();
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            tx.commit().await?;
            Ok(visee)
        })
        .await
    }

    /// Undoes a withdrawal of less than [`DELAI_RETABLISSEMENT_JOURS`] ago: the habilitation comes back as it was, same id,
    /// same day of beginning, with those of the same person that the same act withdrew. Undoing it again changes nothing.
    pub async fn retablir_designation(
        &self,
        d: &Designateur,
        id: HabilitationId,
    ) -> Result<HabilitationRetiree, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Rehabiliter,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let (visee, en_vigueur) = lue(&mut tx, d, id).await?.ok_or(ActeError::Introuvable)?;
            if en_vigueur {
                return Ok(visee);
            }
            let ensemble = sql(
                "SELECT autre.id, autre.retiree_le FROM habilitation h JOIN habilitation autre ON autre.compte = h.compte \
                 AND autre.retiree_le = h.retiree_le WHERE h.id = $1",
            )
            .bind(id.uuid())
            .all(&mut tx)
            .await?;
            let depuis = now.plus_days(-DELAI_RETABLISSEMENT_JOURS);
            let mut ids = Vec::new();
            for row in &ensemble {
                if row.get::<i64>("retiree_le")? < depuis.millis() {
                    return Err(DesignationError::TropTard.into());
                }
                ids.push(HabilitationId::new(row.get("id")?));
            }
            let rendues = retablir_dans(&mut tx, d, &ids, depuis).await?;
            if rendues.is_empty() {
                return Err(DesignationError::DejaHabilitee.into());
            }
            let entrees = rendues
                .iter()
                .map(|rendue| rendue.entree_retour(now, d.auteur()))
                .collect();
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            tx.commit().await?;
            Ok(visee)
        })
        .await
    }
}

/// One habilitation that this person may withdraw or give back, and whether it is not withdrawn.
async fn lue(
    tx: &mut Tx,
    d: &Designateur,
    id: HabilitationId,
) -> Result<Option<(HabilitationRetiree, bool)>, DbError> {
    let row = sql(format!(
        "SELECT cible.id, cible.compte, cible.genre, cible.finess, cible.retiree_le FROM habilitation cible \
         WHERE cible.id = $2 AND {}",
        retirable(d, "cible")
    ))
    .bind(d.compte().uuid())
    .bind(id.uuid())
    .optional(tx)
    .await?;
    row.as_ref()
        .map(|row| Ok((lire(row)?, row.get::<Option<i64>>("retiree_le")?.is_none())))
        .transpose()
}
