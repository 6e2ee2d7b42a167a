//! The draft: kept as typed, right or wrong. Its author alone reads it.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::donnees::Conservation;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::etablissement;
use crate::journal::{Acte, Objet, Tentative};
use domain::date::Instant;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::EnregistrementId;
use domain::nomenclature::CategorieProfessionnelle;
use domain::saisie::{Champ, Etape, SAISIE_MAX, SaisieInscription};
use std::collections::BTreeMap;

/// A registration being filled in.
#[derive(Clone)]
pub struct BrouillonInscription {
    /// Its id.
    pub id: EnregistrementId,
    /// What was typed so far.
    pub saisie: SaisieInscription,
    /// The establishment that was chosen, when it is in the perimeter.
    pub etablissement: Option<EtablissementResume>,
    /// Last saved.
    pub modifiee_le: Instant,
}

impl Registry {
    /// Starts a registration, or takes up the draft of this gestionnaire.
    pub async fn commencer_enregistrement(&self, g: &Gestionnaire) -> Result<EnregistrementId, ActeError> {
        let now = self.now();
        let mut saisie = SaisieInscription::default();
        // R32: the general case; the gestionnaire may say otherwise.
        CategorieProfessionnelle::Civil
            .code()
            .clone_into(&mut saisie.situation.categorie);
        let mut tx = self.db.begin().await?;
        // Another window may have begun it: there is one draft.
        sql("INSERT INTO enregistrement (id, gestionnaire, saisie, cree_le, modifiee_le) VALUES ($1, $2, $3, $4, $4) \
             ON CONFLICT DO NOTHING")
        .bind(self.uuid(now))
        .bind(g.compte().uuid())
        .bind(json(&saisie)?)
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        let row = sql("SELECT id FROM enregistrement WHERE gestionnaire = $1 AND confirme_le IS NULL")
            .bind(g.compte().uuid())
            .one(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(EnregistrementId::new(row.get("id")?))
    }

    /// The draft of this gestionnaire, if there is one.
    pub async fn enregistrement_en_cours(
        &self,
        g: &Gestionnaire,
    ) -> Result<Option<BrouillonInscription>, ActeError> {
        let row = sql("SELECT id, saisie, modifiee_le FROM enregistrement WHERE gestionnaire = $1 AND confirme_le IS NULL")
            .bind(g.compte().uuid())
            .optional(&self.db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let saisie = lire(&row.get::<String>("saisie")?)?;
        let etablissement = match saisie.situation.etablissement.parse::<Finess>() {
            Ok(finess) => sql(format!(
                "SELECT {} FROM {} WHERE etablissement.finess = $2 AND etablissement.finess IN {}",
                etablissement::COLONNES,
                etablissement::TABLES,
                g.perimetre()
            ))
            .bind(g.compte().uuid())
            .bind(finess.as_str())
            .optional(&self.db)
            .await?
            .as_ref()
            .map(etablissement::depuis)
            .transpose()?,
            Err(_) => None,
        };
        Ok(Some(BrouillonInscription {
            id: EnregistrementId::new(row.get("id")?),
            saisie,
            etablissement,
            modifiee_le: Instant::from_millis(row.get("modifiee_le")?),
        }))
    }

    /// Keeps a step as typed. A field of the step that was not sent is an empty one: a box that is not ticked sends nothing.
    pub async fn garder_etape(
        &self,
        g: &Gestionnaire,
        id: EnregistrementId,
        etape: Etape,
        champs: &BTreeMap<String, String>,
    ) -> Result<Instant, ActeError> {
        for (nom, valeur) in champs {
            if valeur.chars().count() > SAISIE_MAX
                && let Some(champ) = Champ::de_nom(nom)
            {
                return Err(ActeError::TropLong(champ));
            }
        }
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Enregistrer,
            objet: Objet::Compte(g.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            // Taking the row first makes two windows that save at once follow each other.
            let row = sql("UPDATE enregistrement SET modifiee_le = $3 \
                 WHERE id = $1 AND gestionnaire = $2 AND confirme_le IS NULL RETURNING saisie")
            .bind(id.uuid())
            .bind(g.compte().uuid())
            .bind(now.millis())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let mut saisie = lire(&row.get::<String>("saisie")?)?;
            for nom in SaisieInscription::noms(etape) {
                saisie.set(nom, champs.get(nom).cloned().unwrap_or_default());
            }
            if etape == Etape::EtatCivil {
                nommer(&mut saisie);
            }
            sql("UPDATE enregistrement SET saisie = $2 WHERE id = $1")
                .bind(id.uuid())
                .bind(json(&saisie)?)
                .execute(&mut tx)
                .await?;
            tx.commit().await?;
            Ok(now)
        })
        .await
    }

    /// Throws the draft away, with all that was typed. Doing it again is harmless.
    pub async fn abandonner_enregistrement(
        &self,
        g: &Gestionnaire,
        id: EnregistrementId,
    ) -> Result<(), ActeError> {
        let mut tx = self.db.begin().await?;
        sql("DELETE FROM enregistrement WHERE id = $1 AND gestionnaire = $2 AND confirme_le IS NULL")
            .bind(id.uuid())
            .bind(g.compte().uuid())
            .execute(&mut tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Erases the drafts that nobody touched for that long, and the notes of registrations done. Returns how many.
    pub async fn effacer_enregistrements(&self, conservation: Conservation) -> Result<u64, DbError> {
        let limite = self.now().plus_days(-conservation.nombre());
        let mut tx = self.db.begin().await?;
        let efface = sql("DELETE FROM enregistrement WHERE modifiee_le <= $1")
            .bind(limite.millis())
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(efface)
    }
}

/// R17: without another choice, the name at work is the name at birth, and the first of the first names. A choice that the
/// civil status does not allow any more is made again.
fn nommer(saisie: &mut SaisieInscription) {
    let (civil, situation) = (&saisie.etat_civil, &mut saisie.situation);
    if ![&civil.nom_naissance, &civil.nom_usage].contains(&&situation.nom_exercice)
        || situation.nom_exercice.is_empty()
    {
        situation.nom_exercice.clone_from(&civil.nom_naissance);
    }
    if !civil
        .prenoms
        .split_whitespace()
        .any(|prenom| prenom == situation.prenom_exercice)
    {
        civil
            .prenoms
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .clone_into(&mut situation.prenom_exercice);
    }
}

/// What was typed, as stored.
pub(super) fn lire(json: &str) -> Result<SaisieInscription, DbError> {
    serde_json::from_str(json).map_err(|_| DbError::stored("enregistrement.saisie"))
}

/// A form of strings always has a JSON form.
pub(super) fn json(saisie: &SaisieInscription) -> Result<String, DbError> {
    serde_json::to_string(saisie).map_err(|_| DbError::stored("enregistrement.saisie"))
}
