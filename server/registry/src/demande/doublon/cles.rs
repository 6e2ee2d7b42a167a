//! The keys of a record, written and searched. Nothing is compared here.

use super::cle::COLONNE;
use crate::db::{DbError, Places, Row, Run, Tx, Value, sql};
use crate::droit::Gestionnaire;
use crate::referentiel::lot::inserer;
use domain::doublon::{Portrait, cles};
use domain::ids::{DemandeId, PersonneId};
use uuid::Uuid;

/// More look-alikes than anybody compares: a record that shares keys with so many is no clue any more.
pub(crate) const VOISINS_MAX: u32 = 200;

/// Which registered people have which of these keys, for many records at once: `{}` stands for the keys.
pub(crate) const PERSONNES_DES_CLES: &str = "SELECT valeur, personne FROM cle_personne WHERE valeur IN ({})";

/// Which index of keys.
#[derive(Clone, Copy)]
pub(super) enum Index {
    /// of registered people
    Personnes,
    /// of open demandes
    Demandes,
}

impl Index {
    const fn table(self) -> &'static str {
        match self {
            Self::Personnes => "cle_personne",
            Self::Demandes => "cle_demande",
        }
    }

    const fn colonne(self) -> &'static str {
        match self {
            Self::Personnes => "personne",
            Self::Demandes => "demande",
        }
    }
}

/// Replaces the keys of a record; without a portrait it has none any more. Returns the new ones.
pub(super) async fn remplacer(
    tx: &mut Tx,
    index: Index,
    objet: Uuid,
    portrait: Option<&Portrait>,
) -> Result<Vec<i64>, DbError> {
    let (table, colonne) = (index.table(), index.colonne());
    sql(format!("DELETE FROM {table} WHERE {colonne} = $1"))
        .bind(objet)
        .execute(tx)
        .await?;
    let Some(portrait) = portrait else {
        return Ok(Vec::new());
    };
    let valeurs = cles(portrait);
    let lignes = valeurs
        .iter()
        .map(|valeur| vec![Value::from(*valeur), Value::from(objet)])
        .collect();
    inserer(
        tx,
        table,
        &format!("valeur, {colonne}"),
        "ON CONFLICT DO NOTHING",
        lignes,
    )
    .await?;
    Ok(valeurs)
}

/// The rows of registered people who share one of these keys.
pub(super) async fn personnes(on: impl Run<'_>, cles: &[i64]) -> Result<Vec<Row>, DbError> {
    let colonnes = "SELECT personne.* FROM personne WHERE personne.id";
    chercher(on, Index::Personnes, colonnes, cles).await
}

/// The same, with `visible`: how many of their situations are in the perimeter of this gestionnaire; and `cle`, the key of the
/// numbers of pairs.
pub(super) async fn personnes_vues(
    on: impl Run<'_>,
    g: &Gestionnaire,
    cles: &[i64],
) -> Result<Vec<Row>, DbError> {
    let colonnes = format!(
        "SELECT personne.*, {COLONNE}, (SELECT COUNT(*) FROM situation WHERE situation.personne = personne.id \
         AND situation.finess IN {}) AS visible FROM personne WHERE personne.id",
        g.perimetre()
    );
    let places = Places::first(g.compte().uuid());
    chercher_avec(on, places, Index::Personnes, &colonnes, cles).await
}

/// The rows of open demandes that share one of these keys.
pub(super) async fn demandes(tx: &mut Tx, cles: &[i64]) -> Result<Vec<Row>, DbError> {
    let colonnes = "SELECT demande.id, demande.demandeur, demande.complete FROM demande WHERE demande.id";
    chercher(tx, Index::Demandes, colonnes, cles).await
}

async fn chercher(on: impl Run<'_>, index: Index, debut: &str, cles: &[i64]) -> Result<Vec<Row>, DbError> {
    chercher_avec(on, Places::default(), index, debut, cles).await
}

/// `places`: the values that `debut` uses.
async fn chercher_avec(
    on: impl Run<'_>,
    mut places: Places,
    index: Index,
    debut: &str,
    cles: &[i64],
) -> Result<Vec<Row>, DbError> {
    if cles.is_empty() {
        return Ok(Vec::new());
    }
    let (table, colonne) = (index.table(), index.colonne());
    let valeurs = places.list(cles.iter().copied());
    // Those who share most keys first, should there be too many.
    let enonce = format!(
        "{debut} IN (SELECT {colonne} FROM {table} WHERE valeur IN {valeurs} GROUP BY {colonne} \
         ORDER BY COUNT(*) DESC, {colonne} LIMIT {VOISINS_MAX})"
    );
    places.statement(enonce).all(on).await
}

/// The keys of many registered people at once.
pub(super) async fn ajouter_personnes(tx: &mut Tx, gens: &[(PersonneId, Portrait)]) -> Result<u64, DbError> {
    let lignes = gens
        .iter()
        .flat_map(|(id, portrait)| cles(portrait).into_iter().map(|cle| (cle, id.uuid())))
        .map(|(cle, id)| vec![Value::from(cle), Value::from(id)])
        .collect();
    inserer(
        tx,
        "cle_personne",
        "valeur, personne",
        "ON CONFLICT DO NOTHING",
        lignes,
    )
    .await
}

/// The keys of these people, who are all those of the register after one id and up to another, written again.
pub(super) async fn renouveler_personnes(
    tx: &mut Tx,
    apres: Uuid,
    jusque: Uuid,
    gens: &[(PersonneId, Portrait)],
) -> Result<(), DbError> {
    sql("DELETE FROM cle_personne WHERE personne > $1 AND personne <= $2")
        .bind(apres)
        .bind(jusque)
        .execute(&mut *tx)
        .await?;
    ajouter_personnes(tx, gens).await?;
    Ok(())
}

/// The id of a row of `demande`.
pub(super) fn demande(row: &Row) -> Result<DemandeId, DbError> {
    row.get("id").map(DemandeId::new)
}
