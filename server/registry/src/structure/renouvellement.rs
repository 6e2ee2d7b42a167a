//! The next cards, which come without an order (R48): that of a recognised head is recorded by the support, as the first one was (R47),
//! those of gestionnaires by the head. Nobody prolongs their own right.

use super::cartes::{self, objet, tentative, validite};
use super::lecture::A_SURVEILLER;
use super::porteur::{annuler, annuler_cde, porter, prendre_carte};
use super::support::SUPPORT;
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::{Operateur, Representant};
use crate::erreur::ActeError;
use crate::habilitation::GenreHabilitation;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::{Instant, Jour, court};
use domain::identifiant::Finess;
use domain::ids::{CarteId, CompteId};
use domain::structure::{NumeroCarte, PREAVIS_JOURS};
use time::Duration;

/// A card of a head that ends soon, or has ended.
#[derive(Clone, Debug)]
pub struct CdeARenouveler {
    /// its id
    pub id: CarteId,
    /// its version
    pub version: i64,
    /// whose
    pub nom: String,
    /// FINESS of the structure
    pub finess: Finess,
    /// its name
    pub structure: String,
    /// its last day
    pub expire_le: Jour,
}

impl Registry {
    /// The cards of heads that end within sixty days or have ended.
    pub async fn cde_a_renouveler(&self, o: &Operateur) -> Result<Vec<CdeARenouveler>, ActeError> {
        let rows = sql(format!(
            "SELECT c.id, c.version, c.nom, c.finess, c.expire_le, COALESCE(e.raison_sociale, j.raison_sociale, c.finess) AS structure \
             FROM carte c LEFT JOIN etablissement e ON e.finess = c.finess LEFT JOIN entite_juridique j ON j.finess = c.finess \
             WHERE c.genre = 'CDE' AND c.titulaire IS NOT NULL AND {A_SURVEILLER} AND c.expire_le <= $2 AND {SUPPORT} \
             ORDER BY c.expire_le, c.id LIMIT 200"
        ))
        .bind(o.compte().uuid())
        .bind(self.aujourd_hui() + Duration::days(PREAVIS_JOURS))
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(CdeARenouveler {
                    id: CarteId::new(row.get("id")?),
                    version: row.get("version")?,
                    nom: row.get("nom")?,
                    finess: row.parse("finess")?,
                    structure: row.get("structure")?,
                    expire_le: row.get("expire_le")?,
                })
            })
            .collect()
    }

    /// The next card of that head came: it is recorded, and their right on the structure goes on until its last day.
    pub async fn renouveler_cde(
        &self,
        o: &Operateur,
        id: CarteId,
        version: i64,
        numero: &NumeroCarte,
        recue_le: Jour,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: o.auteur(),
            acte: Acte::RecevoirCarte,
            objet: Objet::Carte(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, o, id, version).await?;
            let expire_le = validite((recue_le, None), Some(row.get("expire_le")?), now.jour_paris())?;
            let finess: Finess = row.parse("finess")?;
            let titulaire = CompteId::new(row.get("titulaire")?);
            let suivante = CarteId::new(self.uuid(now));
            suivre(&mut tx, (id, suivante), numero, (recue_le, expire_le), now).await?;
            let mut entrees = annuler_cde(&mut tx, o.auteur(), &finess, (suivante, titulaire), now).await?;
            sql(
                "UPDATE habilitation SET carte_jusqu_au = $4 WHERE compte = $1 AND finess = $2 AND genre = $3 AND retiree_le IS NULL",
            )
            .bind(titulaire.uuid())
            .bind(finess.as_str())
            .bind(GenreHabilitation::RepresentantLegal.code())
            .bind(expire_le)
            .execute(&mut tx)
            .await?;
            porter(&mut tx, titulaire, finess.as_str(), None, now).await?;
            let detail = Detail::dans(&finess).poser("CDE valable jusqu’au", &court(expire_le));
            let objet = Objet::Compte(titulaire);
            entrees.push(Entree::new(now, o.auteur(), Acte::RecevoirCarte, objet).avec(detail));
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The next card of a gestionnaire came, which nobody ordered: it takes the place of the one that it follows, and carries the
    /// rights of its holder until its last day, three years later unless an earlier one is given.
    pub async fn recevoir_suivante(
        &self,
        r: &Representant,
        id: CarteId,
        version: i64,
        numero: &NumeroCarte,
        (recue_le, expire_le): (Jour, Option<Jour>),
    ) -> Result<(), ActeError> {
        self.tenter(tentative(r, Acte::RecevoirCarte, Objet::Carte(id)), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = cartes::ouvrir(&mut tx, r, id, version).await?;
            // One that has not come yet is followed by nothing.
            let ancienne: Jour = row
                .get::<Option<Jour>>("expire_le")?
                .ok_or(ActeError::Introuvable)?;
            let expire_le = validite((recue_le, expire_le), Some(ancienne), now.jour_paris())?;
            let suivante = CarteId::new(self.uuid(now));
            suivre(&mut tx, (id, suivante), numero, (recue_le, expire_le), now).await?;
            annuler(&mut tx, id, now).await?;
            let finess: Finess = row.parse("finess")?;
            if let Some(titulaire) = row.get::<Option<uuid::Uuid>>("titulaire")? {
                porter(&mut tx, CompteId::new(titulaire), finess.as_str(), None, now).await?;
            }
            let detail = Detail::dans(&finess)
                .poser("Carte", &row.get::<String>("genre")?)
                .poser("Valable jusqu’au", &court(expire_le));
            let objet = objet(&row, suivante)?;
            let entree = Entree::new(now, r.auteur(), Acte::RecevoirCarte, objet).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// Writes the card that follows another, for the same holder. Nobody ordered it: there is no form.
async fn suivre(
    tx: &mut Tx,
    (ancienne, suivante): (CarteId, CarteId),
    numero: &NumeroCarte,
    (recue_le, expire_le): (Jour, Jour),
    now: Instant,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO carte (id, finess, genre, titulaire, nom, identifiant, numero, recue_le, expire_le, version, cree_le) \
         SELECT $2, finess, genre, titulaire, nom, identifiant, $3, $4, $5, 1, $6 FROM carte WHERE id = $1",
    )
    .bind(ancienne.uuid())
    .bind(suivante.uuid())
    .bind(numero.as_str())
    .bind(recue_le)
    .bind(expire_le)
    .bind(now.millis())
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes the card on the version that was read, for an operator who still is one; the one that it follows is cancelled by then.
async fn ouvrir(tx: &mut Tx, o: &Operateur, id: CarteId, version: i64) -> Result<Row, ActeError> {
    let row = sql(format!(
        "SELECT c.* FROM carte c WHERE c.id = $2 AND c.genre = 'CDE' AND c.titulaire IS NOT NULL AND c.recue_le IS NOT NULL AND {SUPPORT}"
    ))
    .bind(o.compte().uuid())
    .bind(id.uuid())
    .optional(&mut *tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    prendre_carte(tx, id, version).await?;
    if row.get::<Option<i64>>("annulee_le")?.is_some() {
        return Err(ActeError::Introuvable);
    }
    Ok(row)
}
