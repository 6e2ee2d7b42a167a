//! What the support of the register does: a contract is valid when the card of the head came (R41), which also gives the right.

use super::porteur::{annuler_cde, porter};
use super::{StructureError, contrat, prendre};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::{Fournisseur, Operateur};
use crate::erreur::ActeError;
use crate::habilitation::{self, GenreHabilitation, Octroi, OctroiError};
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::{Instant, Jour, court};
use domain::designation::IdentifiantCarte;
use domain::identifiant::Finess;
use domain::ids::{CarteId, CompteId, ContratId};
use domain::structure::{Formulaire, GenreCarte, NumeroCarte, Organisation, Signataire, dernier_jour};
use uuid::Uuid;

/// Condition: the account `$1` belongs to the support.
pub(super) const SUPPORT: &str =
    "EXISTS (SELECT 1 FROM operateur o WHERE o.compte = $1 AND o.retire_le IS NULL)";

/// A contract that was sent, and whose card has not come.
#[derive(Clone, Debug)]
pub struct ContratEnvoye {
    /// its id
    pub id: ContratId,
    /// its version
    pub version: i64,
    /// FINESS of the structure
    pub finess: Finess,
    /// its name
    pub structure: String,
    /// level of the contract
    pub organisation: Organisation,
    /// who says that they head it
    pub dirigeant: String,
    /// who vouches for that person
    pub fournisseur: Fournisseur,
    /// the national identifier of the card with which that person signs in, when it is one
    pub identifiant: Option<String>,
    /// who signs
    pub signataire: Signataire,
    /// when it was sent
    pub envoye_le: Jour,
    /// the recognised head, who would not be one any more (R47)
    pub remplace: Option<String>,
}

/// What the support notes of the card of the head.
#[derive(Clone, Debug)]
pub struct Validation {
    /// the national identifier of the card; none for that of the account, when it is signed in with a card
    pub identifiant: Option<IdentifiantCarte>,
    /// the number of the card
    pub numero: NumeroCarte,
    /// the day it came
    pub recue_le: Jour,
}

/// Whose account a card would give the right to, shown before the contract is validated.
#[derive(Clone, PartialEq, Eq)]
pub struct Porteur {
    /// the identifier, as Pro Santé Connect gives it
    pub identifiant: IdentifiantCarte,
    /// the account or the registered person that has it; none when nobody is known under it yet
    pub nom: Option<String>,
    /// who follows the path
    pub dirigeant: String,
    /// true for the very account that follows the path
    pub du_dirigeant: bool,
}

impl Registry {
    /// Whose a card of that identifier is, for a contract that waits for one.
    pub async fn porteur(
        &self,
        o: &Operateur,
        id: ContratId,
        identifiant: &IdentifiantCarte,
    ) -> Result<Porteur, ActeError> {
        let row = sql(format!(
            "SELECT compte.nom_affiche AS dirigeant, porteur.id AS porteur, c.dirigeant AS suivi_par, COALESCE(porteur.nom_affiche, \
             (SELECT p.prenom_exercice || ' ' || p.nom_exercice FROM personne p WHERE p.rpps = $4)) AS nom \
             FROM contrat c JOIN compte ON compte.id = c.dirigeant LEFT JOIN compte porteur ON porteur.sujet = $3 \
             WHERE c.id = $2 AND c.clos_le IS NULL AND c.cde_recue_le IS NULL AND {SUPPORT}"
        ))
        .bind(o.compte().uuid())
        .bind(id.uuid())
        .bind(format!("psc:{identifiant}"))
        .bind(identifiant.rpps().map(|rpps| rpps.as_str().to_owned()))
        .optional(&self.db)
        .await?
        .ok_or(ActeError::Introuvable)?;
        let porteur: Option<Uuid> = row.get("porteur")?;
        Ok(Porteur {
            identifiant: identifiant.clone(),
            nom: row.get("nom")?,
            dirigeant: row.get("dirigeant")?,
            du_dirigeant: porteur.is_some() && porteur == row.get("suivi_par")?,
        })
    }

    /// The contracts that wait for the card of the head, oldest first.
    pub async fn contrats_envoyes(&self, o: &Operateur) -> Result<Vec<ContratEnvoye>, ActeError> {
        let rows = sql(format!(
            "SELECT c.id, c.version, c.finess, c.portee, c.signataire, c.envoye_le, compte.nom_affiche, compte.fournisseur, compte.sujet, \
             COALESCE(e.raison_sociale, j.raison_sociale, c.finess) AS structure, \
             (SELECT ancien.nom_affiche FROM contrat v JOIN compte ancien ON ancien.id = v.dirigeant WHERE v.finess = c.finess \
             AND v.clos_le IS NULL AND v.cde_recue_le IS NOT NULL AND v.dirigeant <> c.dirigeant) AS remplace \
             FROM contrat c JOIN compte ON compte.id = c.dirigeant LEFT JOIN etablissement e ON e.finess = c.finess \
             LEFT JOIN entite_juridique j ON j.finess = c.finess \
             WHERE c.clos_le IS NULL AND c.cde_recue_le IS NULL AND c.envoye_le IS NOT NULL AND {SUPPORT} \
             ORDER BY c.envoye_le, c.id LIMIT 200"
        ))
        .bind(o.compte().uuid())
        .all(&self.db)
        .await?;
        Ok(rows.iter().map(lire).collect::<Result<_, _>>()?)
    }

    /// The card of the head came: the contract is valid (R41), the card is recorded, its holder becomes représentant légal of
    /// the structure, and whoever headed it before does not any more (R47).
    pub async fn valider_contrat(
        &self,
        o: &Operateur,
        id: ContratId,
        version: i64,
        validation: &Validation,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: o.auteur(),
            acte: Acte::ValiderContrat,
            objet: Objet::Contrat(id),
        };
        self.tenter(tentative, async {
            let now = self.now();
            if validation.recue_le > now.jour_paris() {
                return Err(StructureError::DateFuture.into());
            }
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, o, id, version).await?;
            let finess: Finess = row.parse("finess")?;
            let expire_le = dernier_jour(validation.recue_le);
            let octroi = Octroi {
                identifiant: identifiant(&row, validation)?,
                nom: row.get("nom_affiche")?,
                genre: GenreHabilitation::RepresentantLegal,
                finess: finess.clone(),
                carte_jusqu_au: Some(expire_le),
            };
            let (_, compte) = self
                .octroyer(&mut tx, now, &octroi)
                .await
                .map_err(|refus| match refus {
                    OctroiError::Base(base) => ActeError::from(base),
                    OctroiError::FinessInconnu(_) | OctroiError::Rien => StructureError::FinessInconnu.into(),
                })?;
            let mut entrees = self.remplacer(&mut tx, o, now, id, &finess, compte).await?;
            sql("UPDATE contrat SET cde_recue_le = $2, dirigeant = $3 WHERE id = $1")
                .bind(id.uuid())
                .bind(validation.recue_le)
                .bind(compte.uuid())
                .execute(&mut tx)
                .await?;
            let carte = CarteId::new(self.uuid(now));
            entrees.extend(annuler_cde(&mut tx, o.auteur(), &finess, (carte, compte), now).await?);
            sql(
                "INSERT INTO carte (id, finess, genre, formulaire, titulaire, nom, numero, recue_le, expire_le, version, cree_le) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)",
            )
            .bind(carte.uuid())
            .bind(finess.as_str())
            .bind(GenreCarte::Cde.code())
            .bind(Formulaire::F101.code())
            .bind(compte.uuid())
            .bind(octroi.nom.as_str())
            .bind(validation.numero.as_str())
            .bind(validation.recue_le)
            .bind(expire_le)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            porter(&mut tx, compte, finess.as_str(), None, now).await?;
            let habilite = Entree::new(now, o.auteur(), Acte::Habiliter, Objet::Compte(compte));
            entrees.push(habilite.avec(habilitation::detail(&octroi)));
            let detail = Detail::dans(&finess).poser("CDE reçue le", &court(validation.recue_le));
            entrees.push(Entree::new(now, o.auteur(), Acte::ValiderContrat, Objet::Contrat(id)).avec(detail));
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Whoever headed the structure does not any more (R47); other paths of the new head on it are over. Gives what the journal will
    /// say of it, for the caller to write last.
    async fn remplacer(
        &self,
        tx: &mut Tx,
        o: &Operateur,
        now: Instant,
        id: ContratId,
        finess: &Finess,
        compte: CompteId,
    ) -> Result<Vec<Entree<'static>>, ActeError> {
        let anciens = sql(
            "SELECT id FROM contrat WHERE finess = $1 AND id <> $2 AND clos_le IS NULL \
             AND (cde_recue_le IS NOT NULL OR dirigeant = $3)",
        )
        .bind(finess.as_str())
        .bind(id.uuid())
        .bind(compte.uuid())
        .all(&mut *tx)
        .await?;
        for row in anciens {
            contrat::clore(tx, ContratId::new(row.get("id")?), "dirigeant", None, now).await?;
        }
        let partis = sql(
            "UPDATE habilitation SET retiree_le = $3 WHERE finess = $1 AND compte <> $2 AND genre = 'representant_legal' \
             AND retiree_le IS NULL RETURNING compte",
        )
        .bind(finess.as_str())
        .bind(compte.uuid())
        .bind(now.millis())
        .all(&mut *tx)
        .await?;
        let parti = |row: &Row| {
            let detail = Detail::dans(finess).changer(
                "Droit",
                Some(GenreHabilitation::RepresentantLegal.libelle()),
                None,
            );
            let objet = Objet::Compte(CompteId::new(row.get("compte")?));
            Ok(Entree::new(now, o.auteur(), Acte::Deshabiliter, objet).avec(detail))
        };
        partis.iter().map(parti).collect()
    }
}

/// Takes the contract on the version that was read, for an operator who still is one.
async fn ouvrir(tx: &mut Tx, o: &Operateur, id: ContratId, version: i64) -> Result<Row, ActeError> {
    let row = sql(format!(
        "SELECT c.*, compte.nom_affiche, compte.sujet FROM contrat c JOIN compte ON compte.id = c.dirigeant \
         WHERE c.id = $2 AND c.clos_le IS NULL AND c.cde_recue_le IS NULL AND {SUPPORT}"
    ))
    .bind(o.compte().uuid())
    .bind(id.uuid())
    .optional(&mut *tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    prendre(tx, "contrat", id.uuid(), version).await?;
    Ok(row)
}

/// The identifier typed, or that of the card with which the person signs in.
fn identifiant(row: &Row, validation: &Validation) -> Result<String, ActeError> {
    if let Some(identifiant) = &validation.identifiant {
        return Ok(identifiant.to_string());
    }
    let sujet: String = row.get("sujet")?;
    sujet
        .strip_prefix("psc:")
        .map(ToOwned::to_owned)
        .ok_or_else(|| StructureError::IdentifiantManquant.into())
}

fn lire(row: &Row) -> Result<ContratEnvoye, DbError> {
    Ok(ContratEnvoye {
        id: ContratId::new(row.get("id")?),
        version: row.get("version")?,
        finess: row.parse("finess")?,
        structure: row.get("structure")?,
        organisation: row.parse("portee")?,
        dirigeant: row.get("nom_affiche")?,
        fournisseur: row.parse("fournisseur")?,
        identifiant: row
            .get::<String>("sujet")?
            .strip_prefix("psc:")
            .map(ToOwned::to_owned),
        signataire: row.parse("signataire")?,
        envoye_le: row.get("envoye_le")?,
        remplace: row.get("remplace")?,
    })
}
