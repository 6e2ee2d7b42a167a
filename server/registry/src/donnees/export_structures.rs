//! The part of the copy that comes from structures: the contracts that this account follows, its cards, its training.

use super::copie::PieceExportee;
use super::export::moment_eventuel;
use crate::Registry;
use crate::db::{DbError, Row, sql};
use domain::ids::CompteId;

/// One statement, as many kinds of piece: what, where, number or reference, from, to, and what a card says.
const PIECES: &str = "SELECT 'contrat' AS genre, finess, NULL AS numero, envoye_le AS du, cde_recue_le AS au, \
     NULL AS nom, NULL AS formulaire, clos_le AS arretee_le FROM contrat WHERE dirigeant = $1 UNION ALL \
     SELECT genre, finess, numero, COALESCE(recue_le, commandee_le), expire_le, nom, formulaire, annulee_le \
     FROM carte WHERE titulaire = $1 UNION ALL \
     SELECT 'formation', NULL, reference, suivie_le, NULL, NULL, NULL, NULL FROM formation WHERE compte = $1";

impl Registry {
    /// The contracts, cards and training of this account.
    pub(super) async fn pieces_exportees(&self, compte: CompteId) -> Result<Vec<PieceExportee>, DbError> {
        let rows = sql(PIECES).bind(compte.uuid()).all(&self.db).await?;
        rows.iter().map(lire).collect()
    }
}

fn lire(row: &Row) -> Result<PieceExportee, DbError> {
    Ok(PieceExportee {
        genre: row.get("genre")?,
        finess: row.get("finess")?,
        numero: row.get("numero")?,
        du: row.get("du")?,
        au: row.get("au")?,
        nom: row.get("nom")?,
        formulaire: row.get("formulaire")?,
        fin: moment_eventuel(row, "arretee_le")?,
    })
}
