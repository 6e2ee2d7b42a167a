//! A departure recorded by mistake is opened again later, for thirty days: traced, and told to the person.

use super::{Depart, Etat, tentative};
use crate::db::{DbError, Tx, sql};
use crate::droit::{Designateur, Gestionnaire};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::situation::{DELAI_REOUVERTURE_JOURS, ouvrir_pour};
use crate::{Registry, message, personne};
use domain::ids::{DepartId, SituationId};
use domain::nomenclature::MotifFin;

impl Registry {
    /// Opens again the situations that a departure closed, those of the perimeter; gives back the habilitations that it withdrew,
    /// as far as `d` may designate on their structures (R45); gives up what was planned. After thirty days it is
    /// [`ActeError::NonRouvrable`]. Done already, it is no error.
    pub async fn rouvrir_depart(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        id: DepartId,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(g, Acte::RouvrirDepart, Objet::Depart(id)), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            personne::un_a_la_fois(&mut tx).await?;
            let depart = Depart::du_perimetre(&mut tx, g, id).await?;
            match depart.etat {
                Etat::Rouvert => return Ok(()),
                Etat::Annule => return Err(ActeError::SansChangement),
                Etat::Fait if depart.le < now.plus_days(-DELAI_REOUVERTURE_JOURS) => {
                    return Err(ActeError::NonRouvrable);
                }
                Etat::Fait => {}
            }
            let row = ouvrir_pour(&mut tx, g, depart.personne).await?;
            let siennes = self.situations_du_depart(&mut tx, g, id).await?;
            let ensemble = self.projeter_reouvertures(&mut tx, g, &row, &siennes).await?;
            let ou: Vec<String> = ensemble
                .lignes()
                .map(|(ou, _)| ou.raison_sociale.clone())
                .collect();
            let finess = ensemble.lignes().next().map(|(ou, _)| ou.finess.clone());
            let (_, mut entrees) = self.ecrire_ensemble(&mut tx, g, &row, &ensemble).await?;
            // The proof of somebody else opens nothing.
            if let Some(d) = d.filter(|d| d.compte() == g.compte()) {
                entrees.extend(
                    self.rendre_habilitations(&mut tx, g.auteur(), id, Some(d), now)
                        .await?,
                );
            }
            sql("UPDATE depart SET etat = 'rouvert' WHERE id = $1")
                .bind(id.uuid())
                .execute(&mut tx)
                .await?;
            if !ou.is_empty() && depart.motif != MotifFin::Deces {
                message::depart_rouvert(&personne::appel(&row)?, row.get("email")?, ou)
                    .deposer(&mut tx, None, self.uuid(now), now)
                    .await?;
            }
            let objet = Objet::Personne(depart.personne);
            let detail = finess.as_ref().map_or_else(Detail::default, Detail::dans);
            entrees.push(Entree::new(now, g.auteur(), Acte::RouvrirDepart, objet).avec(detail));
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// What a departure closed in the perimeter.
    async fn situations_du_depart(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DepartId,
    ) -> Result<Vec<SituationId>, ActeError> {
        let rows = sql(format!(
            "SELECT d.situation FROM depart_situation d JOIN situation ON situation.id = d.situation \
             WHERE d.depart = $2 AND situation.finess IN {} ORDER BY d.situation",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .all(tx)
        .await?;
        Ok(rows
            .iter()
            .map(|row| Ok(SituationId::new(row.get("situation")?)))
            .collect::<Result<_, DbError>>()?)
    }
}
