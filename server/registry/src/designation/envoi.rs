//! Sending a demande d'habilitation: everybody in it is habilitated at once, in one transaction, and told by mail. Sending it
//! again, by a double click or after a lost answer, changes nothing and gives the same answer.

use super::choix::{permettre, tentative};
use super::erreur::DesignationError;
use super::panier::{LignePanier, lignes_de};
use super::structures::{StructureDesignee, structure_de};
use crate::Registry;
use crate::db::{Tx, sql};
use crate::depart::dire_meme;
use crate::droit::Designateur;
use crate::erreur::ActeError;
use crate::habilitation::compte_de_la_carte;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::message::{habilitation_accordee, habilitation_demandee};
use crate::structure::{porteuse, reconnaitre};
use domain::contact::Email;
use domain::date::Instant;
use domain::designation::{CGU_HABILITATIONS, CGU_PORTAIL, GenreDesignation};
use domain::identifiant::{Finess, Rpps};
use domain::ids::{DesignationId, LigneDesignationId};
use domain::saisie::{CguAcceptees, HabiliteValide};

/// A demande that was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Envoi {
    /// Its id.
    pub id: DesignationId,
    /// The structure.
    pub structure: StructureDesignee,
    /// When it was sent.
    pub envoyee_le: Instant,
    /// Everybody in it.
    pub lignes: Vec<LignePanier>,
    /// The designateur asked for a mail of confirmation.
    pub confirmee: bool,
}

impl Registry {
    /// Sends a demande of this designateur, whose terms they accepted. Its people may act from now on. Somebody who was given
    /// the same right meanwhile keeps that one.
    pub async fn envoyer_designation(
        &self,
        d: &Designateur,
        id: DesignationId,
        _cgu: CguAcceptees,
    ) -> Result<DesignationId, ActeError> {
        self.tenter(tentative(d), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let prise = sql("UPDATE designation SET envoyee_le = $3, modifiee_le = $3 \
                 WHERE compte = $1 AND id = $2 AND envoyee_le IS NULL RETURNING finess")
            .bind(d.compte().uuid())
            .bind(id.uuid())
            .bind(now.millis())
            .optional(&mut tx)
            .await?;
            let Some(row) = prise else {
                let deja = sql("SELECT id FROM designation WHERE compte = $1 AND id = $2")
                    .bind(d.compte().uuid())
                    .bind(id.uuid())
                    .optional(&mut tx)
                    .await?;
                return deja.map(|_| id).ok_or(ActeError::Introuvable);
            };
            let structure = structure_de(&mut tx, d, &row.parse("finess")?).await?;
            let lignes = lignes_de(&mut tx, d, id).await?;
            if lignes.is_empty() {
                return Err(DesignationError::Vide.into());
            }
            if !lignes.iter().all(LignePanier::est_complete) {
                return Err(DesignationError::Incomplete.into());
            }
            let mut entrees = Vec::new();
            for ligne in &lignes {
                if ligne.genre == GenreDesignation::Mandataire {
                    structure.exiger_tete()?;
                }
                entrees.extend(self.habiliter(&mut tx, d, &structure, ligne, now).await?);
            }
            journal::ecrire_lot(&mut tx, &self.contexte, entrees).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await
    }

    /// « Me désigner gestionnaire RPPS+ », for a mandataire (domain.md §13: an explicit act, in one go). Doing it again gives
    /// the same answer.
    pub async fn me_designer(
        &self,
        d: &Designateur,
        finess: &Finess,
        valide: &HabiliteValide,
        _cgu: CguAcceptees,
    ) -> Result<DesignationId, ActeError> {
        self.tenter(tentative(d), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let structure = structure_de(&mut tx, d, finess).await?;
            let row = sql("SELECT sujet, nom_affiche FROM compte WHERE id = $1")
                .bind(d.compte().uuid())
                .one(&mut tx)
                .await?;
            let sujet: String = row.get("sujet")?;
            let ligne = LignePanier {
                id: LigneDesignationId::new(self.uuid(now)),
                identifiant: sujet.strip_prefix("psc:").ok_or(ActeError::Introuvable)?.to_owned(),
                nom: row.get("nom_affiche")?,
                moi: true,
                genre: GenreDesignation::Gestionnaire,
                email: Some(valide.email.to_string()),
                telephone: valide.telephone.as_ref().map(|t| t.as_str().to_owned()),
                formation: valide.formation,
                formation_le: valide.formation_le,
                reference: valide.reference.as_ref().map(|r| r.as_str().to_owned()),
                personne: None,
                attestation: None,
            };
            if !ligne.est_complete() {
                return Err(DesignationError::Incomplete.into());
            }
            if let Err(refus) = permettre(&mut tx, &structure, &ligne.identifiant, true, ligne.genre).await {
                let faite = sql(
                    "SELECT g.id FROM designation g JOIN designation_ligne l ON l.designation = g.id WHERE g.compte = $1 \
                     AND g.finess = $2 AND g.envoyee_le IS NOT NULL AND l.identifiant = $3 ORDER BY g.envoyee_le DESC LIMIT 1",
                )
                .bind(d.compte().uuid())
                .bind(finess.as_str())
                .bind(&ligne.identifiant)
                .optional(&mut tx)
                .await?;
                return match faite {
                    Some(row) => Ok(DesignationId::new(row.get("id")?)),
                    None => Err(refus),
                };
            }
            let id = DesignationId::new(self.uuid(now));
            sql("INSERT INTO designation (id, compte, finess, portee, modifiee_le, envoyee_le) VALUES ($1, $2, $3, $4, $5, $5)")
                .bind(id.uuid())
                .bind(d.compte().uuid())
                .bind(finess.as_str())
                .bind(structure.portee())
                .bind(now.millis())
                .execute(&mut tx)
                .await?;
            sql("INSERT INTO designation_ligne (id, designation, identifiant, nom, genre, email, formation) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(ligne.id.uuid())
            .bind(id.uuid())
            .bind(&ligne.identifiant)
            .bind(&ligne.nom)
            .bind(ligne.genre.code())
            .bind(ligne.email.clone())
            .bind(true)
            .execute(&mut tx)
            .await?;
            let entree = self.habiliter(&mut tx, d, &structure, &ligne, now).await?;
            journal::ecrire_lot(&mut tx, &self.contexte, entree.into_iter().collect()).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await
    }

    /// A demande that this designateur sent.
    pub async fn envoi(&self, d: &Designateur, id: DesignationId) -> Result<Envoi, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, self.envoi_de(d, id)).await
    }

    async fn envoi_de(&self, d: &Designateur, id: DesignationId) -> Result<Envoi, ActeError> {
        let row = sql("SELECT finess, envoyee_le, confirmation_le FROM designation \
             WHERE compte = $1 AND id = $2 AND envoyee_le IS NOT NULL")
        .bind(d.compte().uuid())
        .bind(id.uuid())
        .optional(&self.db)
        .await?
        .ok_or(ActeError::Introuvable)?;
        Ok(Envoi {
            id,
            structure: structure_de(&self.db, d, &row.parse("finess")?).await?,
            envoyee_le: Instant::from_millis(row.get("envoyee_le")?),
            lignes: lignes_de(&self.db, d, id).await?,
            confirmee: row.get::<Option<i64>>("confirmation_le")?.is_some(),
        })
    }

    /// Sends the designateur a mail that says what was sent, once.
    pub async fn confirmer_envoi(
        &self,
        d: &Designateur,
        id: DesignationId,
        email: &Email,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::ConfirmerDesignation,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, async {
            let envoi = self.envoi_de(d, id).await?;
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let premiere = sql("UPDATE designation SET confirmation_le = $3 \
             WHERE compte = $1 AND id = $2 AND confirmation_le IS NULL")
            .bind(d.compte().uuid())
            .bind(id.uuid())
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            if premiere > 0 {
                let noms: Vec<String> = envoi
                    .lignes
                    .iter()
                    .map(|ligne| format!("{}\u{a0}: {}", ligne.nom, ligne.genre.libelle()))
                    .collect();
                habilitation_demandee(email, &envoi.structure.nom, &envoi.structure.finess, noms)
                    .deposer(&mut tx, d.compte(), self.uuid(now), now)
                    .await?;
                // The address stays with the mail: the journal says that a confirmation was asked for, not to where.
                let detail = Detail::dans(&envoi.structure.finess);
                let objet = Objet::Compte(d.compte());
                let entree = Entree::new(now, d.auteur(), Acte::ConfirmerDesignation, objet).avec(detail);
                journal::ecrire(&mut tx, &self.contexte, entree).await?;
            }
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Gives one right, with its mail; none when its holder has it already. The journal entry is for the caller to write, last.
    async fn habiliter(
        &self,
        tx: &mut Tx,
        d: &Designateur,
        structure: &StructureDesignee,
        ligne: &LignePanier,
        now: Instant,
    ) -> Result<Option<Entree<'static>>, ActeError> {
        let email: Email = ligne
            .email
            .as_deref()
            .and_then(|email| email.parse().ok())
            .ok_or(DesignationError::Incomplete)?;
        let compte = compte_de_la_carte(tx, self, now, &ligne.identifiant, &ligne.nom).await?;
        // A card that was ordered for them before they were known here carries this right.
        reconnaitre(&mut *tx, compte, &ligne.identifiant, &structure.finess, now).await?;
        let carte_jusqu_au = porteuse(&mut *tx, compte, &structure.finess).await?;
        let accordee = sql(
            "INSERT INTO habilitation (id, compte, genre, portee, finess, depuis, designee_par, email, telephone, \
             formation_confirmee, cgu_portail, cgu_habilitations, carte_jusqu_au) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
        )
        .bind(self.uuid(now))
        .bind(compte.uuid())
        .bind(ligne.genre.code())
        .bind(structure.portee())
        .bind(structure.finess.as_str())
        .bind(now.millis())
        .bind(d.compte().uuid())
        .bind(email.as_str())
        .bind(ligne.telephone.clone())
        .bind(ligne.formation)
        .bind(CGU_PORTAIL)
        .bind(CGU_HABILITATIONS)
        .bind(carte_jusqu_au)
        .execute(&mut *tx)
        .await?;
        if accordee == 0 {
            return Ok(None);
        }
        if let Some(suivie_le) = ligne.formation_le {
            sql("INSERT INTO formation (compte, suivie_le, reference, declaree_par, declaree_le) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (compte) DO UPDATE SET suivie_le = excluded.suivie_le, reference = excluded.reference, \
                 declaree_par = excluded.declaree_par, declaree_le = excluded.declaree_le \
                 WHERE formation.suivie_le <= excluded.suivie_le")
            .bind(compte.uuid())
            .bind(suivie_le)
            .bind(ligne.reference.clone())
            .bind(d.compte().uuid())
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
        }
        habilitation_accordee(&ligne.nom, &email, ligne.genre, &structure.nom, &structure.finess)
            .deposer(&mut *tx, compte, self.uuid(now), now)
            .await?;
        let mut detail = Detail::dans(&structure.finess).poser("Droit", ligne.genre.libelle());
        // Whose card it is when it bears no number: said now, for the day when they leave (R52).
        let dite = ligne
            .personne
            .filter(|_| Rpps::dans(&ligne.identifiant).is_none());
        if let Some(personne) = dite {
            dire_meme(tx, (compte, personne), d.compte(), now).await?;
            detail = detail.poser("Titulaire", "Dit être une personne enregistrée du même nom");
        }
        Ok(Some(
            Entree::new(now, d.auteur(), Acte::Habiliter, Objet::Compte(compte)).avec(detail),
        ))
    }
}
