//! The demande d'habilitation under way: one per designateur and structure, kept here, so that nobody's name is ever in an
//! address. What was chosen and what was typed stay until it is sent, or for a month.

use super::choix::{identifier, permettre, tentative};
use super::du_perimetre;
use super::erreur::DesignationError;
use super::meme::inscrits;
use super::structures::{StructureDesignee, structure_de};
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use domain::date::{Instant, Jour};
use domain::designation::{GenreDesignation, IdentifiantCarte};
use domain::identifiant::Finess;
use domain::ids::{CompteId, DesignationId, LigneDesignationId, PersonneId};
use domain::saisie::{HabiliteValide, Inconnu};
use uuid::Uuid;

/// As many people as one demande may hold.
const PERSONNES_MAX: i64 = 50;
/// How long a demande is kept after its last change, in days.
const CONSERVATION_JOURS: i64 = 30;

/// An attestation of the e-learning, good in every structure (R43).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formation {
    /// Its day.
    pub suivie_le: Jour,
    /// What it bears, when known.
    pub reference: Option<String>,
}

impl Formation {
    pub(super) fn lire(row: &Row) -> Result<Option<Self>, DbError> {
        let reference = row.get("attestation_reference")?;
        let suivie_le = row.get::<Option<Jour>>("attestation_le")?;
        Ok(suivie_le.map(|suivie_le| Self { suivie_le, reference }))
    }
}

/// Somebody in a demande.
#[derive(Clone, PartialEq, Eq)]
pub struct LignePanier {
    /// Its id.
    pub id: LigneDesignationId,
    /// National identifier of the card.
    pub identifiant: String,
    /// As the register knows them, or as they were named.
    pub nom: String,
    /// True for the designateur.
    pub moi: bool,
    /// What is entrusted.
    pub genre: GenreDesignation,
    /// How they are told; none before it was given.
    pub email: Option<String>,
    /// Their telephone, when given.
    pub telephone: Option<String>,
    /// The training was confirmed.
    pub formation: bool,
    /// The attestation given with this demande.
    pub formation_le: Option<Jour>,
    /// Its reference.
    pub reference: Option<String>,
    /// The registered person that they are, said by who designates.
    pub personne: Option<PersonneId>,
    /// The attestation that the register knows already.
    pub attestation: Option<Formation>,
}

impl LignePanier {
    /// Nothing is missing to send it.
    pub fn est_complete(&self) -> bool {
        self.email.is_some() && (self.formation || self.genre == GenreDesignation::Mandataire)
    }
}

/// The demande under way for a structure.
#[derive(Clone, PartialEq, Eq)]
pub struct Panier {
    /// Its id, which sends it once.
    pub id: DesignationId,
    /// The people in it, in the order in which they were chosen.
    pub lignes: Vec<LignePanier>,
}

/// Who is to be added.
#[derive(Clone, PartialEq, Eq)]
pub enum Ajout {
    /// somebody that a search found
    Connu(IdentifiantCarte),
    /// somebody named by the designateur
    Nomme(Inconnu),
    /// the designateur
    Moi,
}

const LIGNES: &str = "SELECT l.id, l.identifiant, l.nom, l.genre, l.email, l.telephone, l.formation, l.formation_le, \
     l.formation_reference, l.personne, c.id AS compte, f.suivie_le AS attestation_le, f.reference AS attestation_reference \
     FROM designation_ligne l JOIN designation d ON d.id = l.designation LEFT JOIN compte c ON c.sujet = 'psc:' || l.identifiant \
     LEFT JOIN formation f ON f.compte = c.id WHERE d.compte = $1";

fn ligne(row: &Row, moi: CompteId) -> Result<LignePanier, DbError> {
    Ok(LignePanier {
        id: LigneDesignationId::new(row.get("id")?),
        identifiant: row.get("identifiant")?,
        nom: row.get("nom")?,
        moi: row.get::<Option<Uuid>>("compte")? == Some(moi.uuid()),
        genre: row.parse("genre")?,
        email: row.get("email")?,
        telephone: row.get("telephone")?,
        formation: row.get("formation")?,
        formation_le: row.get("formation_le")?,
        reference: row.get("formation_reference")?,
        personne: row.get::<Option<Uuid>>("personne")?.map(PersonneId::new),
        attestation: Formation::lire(row)?,
    })
}

/// The people of a demande of this designateur.
pub(super) async fn lignes_de(
    on: impl Run<'_>,
    d: &Designateur,
    designation: DesignationId,
) -> Result<Vec<LignePanier>, DbError> {
    sql(format!("{LIGNES} AND d.id = $2 ORDER BY l.id"))
        .bind(d.compte().uuid())
        .bind(designation.uuid())
        .all(on)
        .await?
        .iter()
        .map(|row| ligne(row, d.compte()))
        .collect()
}

impl Registry {
    /// The demande under way for a structure, if there is one; a structure this person does not designate for is
    /// [`ActeError::Introuvable`].
    pub async fn panier(&self, d: &Designateur, finess: &Finess) -> Result<Option<Panier>, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
            structure_de(&self.db, d, finess).await?;
            let row =
                sql("SELECT id FROM designation WHERE compte = $1 AND finess = $2 AND envoyee_le IS NULL")
                    .bind(d.compte().uuid())
                    .bind(finess.as_str())
                    .optional(&self.db)
                    .await?;
            let Some(row) = row else { return Ok(None) };
            let id = DesignationId::new(row.get("id")?);
            let lignes = lignes_de(&self.db, d, id).await?;
            Ok(Some(Panier { id, lignes }))
        })
        .await
    }

    /// One person of the demande under way.
    pub async fn ligne_panier(
        &self,
        d: &Designateur,
        finess: &Finess,
        id: LigneDesignationId,
    ) -> Result<LignePanier, ActeError> {
        // The structure has its entry; the person who is not in the demande has another.
        let panier = self.panier(d, finess).await?;
        let trouvee = panier.and_then(|panier| panier.lignes.into_iter().find(|ligne| ligne.id == id));
        self.tenter(tentative(d), async { trouvee.ok_or(ActeError::Introuvable) })
            .await
    }

    /// Adds somebody to the demande under way for that structure, which begins if need be. Somebody who is in it already is
    /// found there again.
    pub async fn ajouter_au_panier(
        &self,
        d: &Designateur,
        finess: &Finess,
        ajout: &Ajout,
    ) -> Result<LigneDesignationId, ActeError> {
        self.tenter(tentative(d), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let structure = structure_de(&mut tx, d, finess).await?;
            let (identifiant, nom) = identifier(&mut tx, d, ajout).await?;
            let panier = self.ouvrir_panier(&mut tx, d, &structure, now).await?;
            let combien: i64 = sql("SELECT COUNT(*) AS n FROM designation_ligne WHERE designation = $1")
                .bind(panier.uuid())
                .one(&mut tx)
                .await?
                .get("n")?;
            if combien >= PERSONNES_MAX {
                return Err(DesignationError::TropDePersonnes.into());
            }
            let contact = sql(format!(
                "SELECT h.email, h.telephone FROM habilitation h JOIN compte c ON c.id = h.compte WHERE c.sujet = $2 \
                 AND h.email IS NOT NULL AND {} ORDER BY h.depuis DESC LIMIT 1",
                du_perimetre(d, "h")
            ))
            .bind(d.compte().uuid())
            .bind(format!("psc:{identifiant}"))
            .optional(&mut tx)
            .await?;
            let (email, telephone) = match contact {
                Some(row) => (row.get("email")?, row.get("telephone")?),
                None => (None::<String>, None::<String>),
            };
            sql("INSERT INTO designation_ligne (id, designation, identifiant, nom, email, telephone) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING")
            .bind(self.uuid(now))
            .bind(panier.uuid())
            .bind(&identifiant)
            .bind(nom)
            .bind(email)
            .bind(telephone)
            .execute(&mut tx)
            .await?;
            let ligne = sql("SELECT id FROM designation_ligne WHERE designation = $1 AND identifiant = $2")
                .bind(panier.uuid())
                .bind(&identifiant)
                .one(&mut tx)
                .await?;
            tx.commit().await?;
            Ok(LigneDesignationId::new(ligne.get("id")?))
        })
        .await
    }

    /// Keeps the contact and the training of somebody of the demande, and which registered person they are when it was said. Only the head of the structure entrusts a mandataire
    /// (R45), and nobody is given what they have.
    pub async fn completer_ligne(
        &self,
        d: &Designateur,
        finess: &Finess,
        id: LigneDesignationId,
        valide: &HabiliteValide,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(d), async {
            let mut tx = self.db.begin().await?;
            let structure = structure_de(&mut tx, d, finess).await?;
            let row = sql(format!("{LIGNES} AND d.finess = $2 AND l.id = $3 AND d.envoyee_le IS NULL"))
                .bind(d.compte().uuid())
                .bind(finess.as_str())
                .bind(id.uuid())
                .optional(&mut tx)
                .await?
                .ok_or(ActeError::Introuvable)?;
            let ligne = ligne(&row, d.compte())?;
            permettre(&mut tx, &structure, &ligne.identifiant, ligne.moi, valide.genre).await?;
            if let Some(personne) = valide.meme_personne {
                let jour = self.aujourd_hui();
                let connus = inscrits(&mut tx, self.db.engine(), d, &ligne, jour).await?;
                if connus.iter().all(|inscrit| inscrit.personne != personne) {
                    return Err(ActeError::Introuvable);
                }
            }
            sql("UPDATE designation_ligne SET genre = $2, email = $3, telephone = $4, formation = $5, formation_le = $6, \
                 formation_reference = $7, personne = $8 WHERE id = $1")
            .bind(id.uuid())
            .bind(valide.genre.code())
            .bind(valide.email.as_str())
            .bind(valide.telephone.as_ref().map(|t| t.as_str().to_owned()))
            .bind(valide.formation)
            .bind(valide.formation_le)
            .bind(valide.reference.as_ref().map(|r| r.as_str().to_owned()))
            .bind(valide.meme_personne.map(PersonneId::uuid))
            .execute(&mut tx)
            .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Forgets the demandes, sent or not, that nobody touched for a month: the names, addresses and numbers that they hold go with
    /// them. Returns how many.
    pub async fn oublier_designations(&self) -> Result<u64, DbError> {
        let limite = self.now().plus_days(-CONSERVATION_JOURS).millis();
        let mut tx = self.db.begin().await?;
        let oubliees = sql("DELETE FROM designation WHERE modifiee_le < $1")
            .bind(limite)
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(oubliees)
    }

    /// Takes somebody out of the demande under way; somebody who is not in it any more is out all the same.
    pub async fn retirer_du_panier(
        &self,
        d: &Designateur,
        finess: &Finess,
        id: LigneDesignationId,
    ) -> Result<(), ActeError> {
        let tentative = tentative(d);
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            structure_de(&mut tx, d, finess).await?;
            sql("DELETE FROM designation_ligne WHERE id = $3 AND designation IN \
             (SELECT d.id FROM designation d WHERE d.compte = $1 AND d.finess = $2 AND d.envoyee_le IS NULL)")
            .bind(d.compte().uuid())
            .bind(finess.as_str())
            .bind(id.uuid())
            .execute(&mut tx)
            .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The demande under way, made if there is none.
    async fn ouvrir_panier(
        &self,
        tx: &mut Tx,
        d: &Designateur,
        structure: &StructureDesignee,
        now: Instant,
    ) -> Result<DesignationId, DbError> {
        sql(
            "INSERT INTO designation (id, compte, finess, portee, modifiee_le) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
        )
        .bind(self.uuid(now))
        .bind(d.compte().uuid())
        .bind(structure.finess.as_str())
        .bind(structure.portee())
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let row = sql("UPDATE designation SET modifiee_le = $3 WHERE compte = $1 AND finess = $2 AND envoyee_le IS NULL \
             RETURNING id")
        .bind(d.compte().uuid())
        .bind(structure.finess.as_str())
        .bind(now.millis())
        .one(tx)
        .await?;
        Ok(DesignationId::new(row.get("id")?))
    }
}
