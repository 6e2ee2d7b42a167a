//! What an attestation says, read from the campaign at the moment it ends.

use super::attestation::{Attestation, Constat, SansReponse};
use super::lignes::{COLONNES, COMPTES, JOINTURES, avancement, libelle_role, lignes, nom};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use domain::date::{Instant, Jour, court};
use domain::ids::{CompteId, RevueId};
use domain::nomenclature::{MotifFin, Nomenclatures};
use domain::revue::Reponse;

impl Registry {
    /// How the campaign stands now. `par`: who attests it; nobody when it ends by itself.
    pub(super) async fn composer_attestation(
        &self,
        tx: &mut Tx,
        revue: RevueId,
        par: Option<CompteId>,
        now: Instant,
    ) -> Result<Attestation, DbError> {
        let toutes = lignes(now.jour_paris(), "v.id = $1");
        let par = par.map(CompteId::uuid);
        let campagne = sql(
            "SELECT v.nom, v.finess, v.ouverte_le, c.nom_affiche FROM revue v LEFT JOIN compte c ON c.id = $2 WHERE v.id = $1",
        )
        .bind(revue.uuid())
        .bind(par)
        .one(&mut *tx)
        .await?;
        let comptes = sql(format!(
            "SELECT {COMPTES}, COUNT(CASE WHEN l.arrivee THEN 1 END) AS arrivees, COUNT(CASE WHEN l.tete THEN 1 END) AS tetes \
             FROM {toutes} l"
        ))
        .bind(revue.uuid())
        .one(&mut *tx)
        .await?;
        let autres = sql(format!(
            "SELECT DISTINCT c.nom_affiche FROM {toutes} l JOIN compte c ON c.id = l.par \
             WHERE ($2 IS NULL OR c.id <> $2) ORDER BY c.nom_affiche"
        ))
        .bind(revue.uuid())
        .bind(par)
        .all(&mut *tx)
        .await?;
        let rows = sql(format!(
            "SELECT {COLONNES}, c.nom_affiche FROM {toutes} l {JOINTURES} LEFT JOIN compte c ON c.id = l.par \
             WHERE l.reponse IS NULL OR l.reponse <> 'present' \
             ORDER BY e.raison_sociale, p.nom_exercice, p.prenom_exercice, l.situation"
        ))
        .bind(revue.uuid())
        .all(&mut *tx)
        .await?;
        let au_meme_nom = self.restes_au_meme_nom(tx, revue).await?;
        let n = self.nomenclatures();
        let (mut changements, mut sans_reponse) = (Vec::new(), Vec::new());
        for row in &rows {
            let (nom, etablissement) = (nom(row)?, row.get("raison_sociale")?);
            match row.get::<Option<String>>("reponse")? {
                Some(code) => {
                    let reponse = code
                        .parse()
                        .map_err(|_| DbError::stored("revue_personne.reponse"))?;
                    changements.push(Constat {
                        nom,
                        etablissement,
                        changement: dire_changement(row, Some(reponse), &n)?,
                        par: row.get("nom_affiche")?,
                    });
                }
                None => sans_reponse.push(SansReponse { nom, etablissement }),
            }
        }
        Ok(Attestation {
            structure: campagne.get("nom")?,
            finess: campagne.get("finess")?,
            ouverte_le: Instant::from_millis(campagne.get("ouverte_le")?),
            terminee_le: now,
            non_terminee: par.is_none(),
            par: campagne.get::<Option<String>>("nom_affiche")?.unwrap_or_default(),
            reviseurs: autres
                .iter()
                .map(|row| row.get("nom_affiche"))
                .collect::<Result<_, _>>()?,
            comptes: avancement(&comptes)?,
            arrivees: comptes.get("arrivees")?,
            tete: comptes.get("tetes")?,
            au_meme_nom,
            changements,
            sans_reponse,
        })
    }
}

/// « Parti le 20/11/2026 (changement de lieu d’exercice) », « Rôle : Coordination (auparavant : Accompagnement) ».
pub(super) fn dire_changement(
    row: &Row,
    reponse: Option<Reponse>,
    n: &Nomenclatures,
) -> Result<String, DbError> {
    Ok(match reponse {
        Some(Reponse::Parti) => {
            let fin = row
                .get::<Option<Jour>>("fin")?
                .map(|fin| format!(" le {}", court(fin)));
            let motif = row
                .get::<Option<String>>("motif_fin")?
                .and_then(|code| code.parse::<MotifFin>().ok())
                .map(|motif| format!(" ({})", motif.libelle()));
            format!("Parti{}{}", fin.unwrap_or_default(), motif.unwrap_or_default())
        }
        Some(Reponse::RoleChange) => {
            let apres = libelle_role(n, &row.get::<String>("role")?);
            let avant = row
                .get::<Option<String>>("role_avant")?
                .map(|code| format!(" (auparavant\u{a0}: {})", libelle_role(n, &code)));
            format!("Rôle\u{a0}: {apres}{}", avant.unwrap_or_default())
        }
        Some(Reponse::Present) | None => String::new(),
    })
}
