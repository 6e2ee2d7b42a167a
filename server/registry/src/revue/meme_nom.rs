//! Cards that are nobody's, under the name of somebody whom a campaign says gone (R52): a question that is left, shown beside the
//! rights that are certain, to the same readers, and counted when the campaign ends.

use super::lignes::{JOINTURES, LigneRevue, lignes};
use crate::Registry;
use crate::db::{DbError, Places, Row, Tx};
use crate::depart::{Cartes, Ecartees, Homonyme, Regard, noms};
use crate::droit::Reviseur;
use crate::perimetre::{GESTIONNAIRES, perimetre};
use domain::date::Jour;
use domain::ids::RevueId;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Columns more: the names of the person of the line, and the EJ of the establishment that they left, when the account `$1` is a
/// gestionnaire there.
pub(super) fn colonnes(jour: Jour) -> String {
    format!(
        "p.prenoms, p.nom_naissance, p.nom_usage, CASE WHEN l.reponse = 'parti' AND l.finess IN {} THEN e.finess_ej END AS ej_quittee",
        perimetre(jour, GESTIONNAIRES)
    )
}

/// The cards of somebody who left that establishment, or its EJ.
fn ici(cartes: Vec<Homonyme>, quittes: [&str; 2]) -> Vec<Homonyme> {
    let mut cartes = cartes;
    for carte in &mut cartes {
        carte
            .habilitations
            .retain(|h| quittes.contains(&h.finess.as_str()));
    }
    cartes.retain(|carte| !carte.habilitations.is_empty());
    cartes
}

/// Without those of whom somebody said that they are not theirs.
fn a_dire(mut cartes: Vec<Homonyme>, personne: Uuid, ecartees: &Ecartees) -> Vec<String> {
    for carte in &mut cartes {
        carte.habilitations.retain(|h| !ecartees.contient(h.id, personne));
    }
    cartes.retain(|carte| !carte.habilitations.is_empty());
    cartes.into_iter().map(|carte| carte.nom).collect()
}

impl Registry {
    /// Says so on the lines read from these rows, with [`colonnes`].
    pub(super) async fn dire_au_meme_nom(
        &self,
        r: &Reviseur,
        rows: &[Row],
        lignes: &mut [LigneRevue],
    ) -> Result<(), DbError> {
        let mut parties = Vec::new();
        for (rang, row) in rows.iter().enumerate() {
            if let Some(ej) = row.get::<Option<String>>("ej_quittee")? {
                parties.push((rang, row, ej));
            }
        }
        if parties.is_empty() {
            return Ok(());
        }
        let sites = perimetre(self.aujourd_hui(), GESTIONNAIRES);
        let regard = Regard::lecture((Places::first(r.compte().uuid()), sites));
        let cartes = Cartes::lire(&self.db, &regard).await?;
        let mut trouvees = HashMap::new();
        for (rang, row, ej) in &parties {
            let siennes = ici(cartes.au_nom_de(row)?, [&row.get::<String>("finess")?, ej]);
            if !siennes.is_empty() {
                trouvees.insert(*rang, (row.get::<Uuid>("personne")?, siennes));
            }
        }
        if trouvees.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = trouvees.values().map(|(id, _)| *id).collect();
        let ecartees = Ecartees::lire(&self.db, &ids).await?;
        for (rang, ligne) in lignes.iter_mut().enumerate().filter(|(_, ligne)| !ligne.soi) {
            if let Some((id, siennes)) = trouvees.remove(&rang) {
                ligne.au_meme_nom = a_dire(siennes, id, &ecartees);
            }
        }
        Ok(())
    }

    /// How many of those whom a campaign says gone are still to be looked at, whoever reads it.
    pub(super) async fn restes_au_meme_nom(&self, tx: &mut Tx, revue: RevueId) -> Result<i64, DbError> {
        // Nobody's account is `$1`: none is left aside.
        let sites = "(SELECT w.finess FROM revue v JOIN etablissement w ON w.finess = v.finess OR w.finess_ej = v.finess WHERE v.id = $1)";
        let regard = Regard::lecture((Places::first(revue.uuid()), sites.to_owned()));
        let cartes = Cartes::lire(&mut *tx, &regard).await?;
        if cartes.est_vide() {
            return Ok(0);
        }
        let rows = Places::first(revue.uuid())
            .statement(format!(
                "SELECT l.personne, l.finess, e.finess_ej, {} FROM {} l {JOINTURES} WHERE l.reponse = 'parti'",
                noms("p"),
                lignes(self.aujourd_hui(), "v.id = $1")
            ))
            .all(&mut *tx)
            .await?;
        let mut trouvees = Vec::new();
        for row in &rows {
            let quittes = [&*row.get::<String>("finess")?, &*row.get::<String>("finess_ej")?];
            let siennes = ici(cartes.au_nom_de(row)?, quittes);
            if !siennes.is_empty() {
                trouvees.push((row.get::<Uuid>("personne")?, siennes));
            }
        }
        let ids: Vec<Uuid> = trouvees.iter().map(|(id, _)| *id).collect();
        let ecartees = Ecartees::lire(tx, &ids).await?;
        let restants: HashSet<Uuid> = trouvees
            .into_iter()
            .filter(|(id, siennes)| !a_dire(siennes.clone(), *id, &ecartees).is_empty())
            .map(|(id, _)| id)
            .collect();
        Ok(i64::try_from(restants.len()).unwrap_or(i64::MAX))
    }
}
