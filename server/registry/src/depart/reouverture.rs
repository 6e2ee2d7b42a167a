//! A departure recorded by mistake is opened again later, for thirty days: traced, and told to the person. Each undoes what is
//! theirs: their establishments, and the withdrawals that they could have done (R45). The rest stands, and keeps the departure. A
//! situation that cannot be put back (another one has taken its place, the establishment has closed) is left, and said.

use super::{DEBOUT, Depart, Etat, REMPLACEE, habilitations, meme, tentative};
use crate::db::{DbError, Tx, sql};
use crate::droit::{Designateur, Gestionnaire};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::situation::ouvrir_pour;
use crate::{Registry, message, personne};
use domain::ids::{DepartId, SituationId};
use domain::nomenclature::MotifFin;

/// What is left of a departure, wherever it is.
struct Reste {
    /// situations that are closed as it closed them, unless another has taken their place, or withdrawals to come: the departure goes
    /// on
    tient: bool,
    /// habilitations that it withdrew and nobody gave back
    retirees: bool,
}

impl Registry {
    /// Puts back the situations of the perimeter that are closed as this departure closed them, as they were before it; gives
    /// back the habilitations that it withdrew, and gives up the withdrawals that it plans, as far as `d` may designate on their
    /// structures (R45). What is not theirs stays: the departure is opened again once nothing of it is left. Returns why some
    /// situations were left as they are; when that is all there was, it is the error. Nothing to put back is
    /// [`ActeError::SansChangement`]; thirty days after it took effect it is [`ActeError::NonRouvrable`]. Done already, it is no
    /// error.
    pub async fn rouvrir_depart(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        id: DepartId,
    ) -> Result<Vec<ActeError>, ActeError> {
        self.tenter(tentative(g, Acte::RouvrirDepart, Objet::Depart(id)), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            personne::un_a_la_fois(&mut tx).await?;
            let depart = Depart::du_perimetre(&mut tx, g, id, now.jour_paris()).await?;
            match depart.etat {
                Etat::Rouvert => return Ok(Vec::new()),
                Etat::Annule => return Err(ActeError::SansChangement),
                Etat::Fait if !depart.recent(now) => return Err(ActeError::NonRouvrable),
                Etat::Fait => {}
            }
            let row = ouvrir_pour(&mut tx, g, depart.personne).await?;
            let siennes = situations_a_rouvrir(&mut tx, g, id).await?;
            let (ensemble, mut refus) = self.projeter_reouvertures(&mut tx, g, &row, &siennes).await?;
            let ou: Vec<String> = ensemble
                .lignes()
                .map(|(ou, _)| ou.raison_sociale.clone())
                .collect();
            let finess = ensemble.lignes().next().map(|(ou, _)| ou.finess.clone());
            let (_, mut entrees) = self.ecrire_ensemble(&mut tx, g, &row, &ensemble).await?;
            let mut renoncees = 0;
            // The proof of somebody else opens nothing.
            if let Some(d) = d.filter(|d| d.compte() == g.compte()) {
                entrees.extend(
                    self.rendre_habilitations(&mut tx, g.auteur(), id, Some(d), now)
                        .await?,
                );
                if depart.applique_le.is_none() {
                    renoncees = habilitations::renoncer(&mut tx, id, d, now).await?;
                }
            }
            let reste = reste(&mut tx, id).await?;
            let rien = entrees.is_empty() && renoncees == 0;
            if rien && let Some(premier) = refus.pop() {
                return Err(premier);
            }
            if rien && (reste.tient || reste.retirees) {
                return Err(ActeError::SansChangement);
            }
            if !reste.tient {
                meme::dedire(&mut tx, id).await?;
                sql("UPDATE depart SET etat = 'rouvert' WHERE id = $1")
                    .bind(id.uuid())
                    .execute(&mut tx)
                    .await?;
            }
            if !ou.is_empty() && depart.motif != MotifFin::Deces {
                message::depart_rouvert(&personne::appel(&row)?, row.get("email")?, ou)
                    .deposer(&mut tx, depart.personne, self.uuid(now), now)
                    .await?;
            }
            let objet = Objet::Personne(depart.personne);
            let detail = finess.as_ref().map_or_else(Detail::default, Detail::dans);
            entrees.push(Entree::new(now, g.auteur(), Acte::RouvrirDepart, objet).avec(detail));
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            tx.commit().await?;
            Ok(refus)
        })
        .await
    }
}

/// The situations of the perimeter that are still closed as the departure closed them: another end, given since, is not its own.
async fn situations_a_rouvrir(
    tx: &mut Tx,
    g: &Gestionnaire,
    id: DepartId,
) -> Result<Vec<SituationId>, DbError> {
    sql(format!(
        "SELECT z.situation FROM depart JOIN depart_situation z ON z.depart = depart.id JOIN situation s ON s.id = z.situation \
         WHERE depart.id = $2 AND {DEBOUT} AND s.finess IN {} ORDER BY z.situation",
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .all(tx)
    .await?
    .iter()
    .map(|row| Ok(SituationId::new(row.get("situation")?)))
    .collect()
}

/// Whoever they belong to.
async fn reste(tx: &mut Tx, id: DepartId) -> Result<Reste, DbError> {
    let row = sql(format!(
        "SELECT EXISTS (SELECT 1 FROM depart_situation z JOIN situation s ON s.id = z.situation \
         WHERE z.depart = depart.id AND {DEBOUT} AND NOT {REMPLACEE}) AS fermees, \
         (depart.applique_le IS NULL AND EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation \
         WHERE z.depart = depart.id AND z.retiree_le IS NULL AND z.renoncee_le IS NULL AND h.retiree_le IS NULL)) AS prevues, \
         EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation AND h.retiree_le = z.retiree_le \
         WHERE z.depart = depart.id) AS retirees FROM depart WHERE depart.id = $1"
    ))
    .bind(id.uuid())
    .one(tx)
    .await?;
    Ok(Reste {
        tient: row.get("fermees")? || row.get("prevues")?,
        retirees: row.get("retirees")?,
    })
}
