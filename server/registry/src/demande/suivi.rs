//! What the applicant sees of their own demandes, and the one thing they can still do: cancel.

use super::{ligne, trace};
use crate::db::{DbError, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::{Registry, coordonnee, etablissement, message};
use domain::date::Instant;
use domain::demande::{Evenement, Reference, Statut, echeance};
use domain::etablissement::EtablissementResume;
use domain::identifiant::{Finess, Rpps};
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;
use domain::saisie::SaisieDemande;
use uuid::Uuid;

/// What became of the mail that gives the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvoiNumero {
    /// The mail server took charge of it at that moment.
    Envoye(Instant),
    /// It waits, or is leaving.
    EnCours,
    /// It may have arrived: the connection broke before the answer.
    Incertain,
    /// It did not arrive, and is not tried any more.
    NonRemis,
}

/// A demande as its applicant follows it.
#[derive(Clone)]
pub struct Suivi {
    /// Its id.
    pub id: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub statut: Statut,
    /// Its version.
    pub version: i64,
    /// What was typed.
    pub saisie: SaisieDemande,
    /// The establishment asked for, when the register knows it.
    pub etablissement: Option<EtablissementResume>,
    /// Last saved.
    pub modifiee_le: Instant,
    /// When it was submitted.
    pub soumise_le: Option<Instant>,
    /// When it expires, while it waits for the gestionnaire's answer; the time spent on corrections does not count.
    pub expire_le: Option<Instant>,
    /// When it was decided (accepted, refused, cancelled, expired).
    pub decidee_le: Option<Instant>,
    /// Why it was refused (R35).
    pub motif: Option<MotifRefus>,
    /// The gestionnaire's words.
    pub explication: Option<String>,
    /// The number, once accepted.
    pub rpps: Option<Rpps>,
    /// The mail that gives it, once accepted.
    pub envoi: Option<EnvoiNumero>,
}

/// A demande in the applicant's list.
#[derive(Clone)]
pub struct ResumeDemande {
    /// Its id.
    pub id: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub statut: Statut,
    /// The establishment's name, from submission on.
    pub etablissement: Option<String>,
    /// Last saved.
    pub modifiee_le: Instant,
    /// When it was submitted.
    pub soumise_le: Option<Instant>,
    /// Nobody is registered by it, or not any more.
    pub sans_fiche: bool,
}

impl Registry {
    /// One demande of this person; anybody else's is [`ActeError::Introuvable`].
    pub async fn demande_de(&self, u: &Usager, id: DemandeId) -> Result<Suivi, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.suivre(u, id)).await
    }

    async fn suivre(&self, u: &Usager, id: DemandeId) -> Result<Suivi, ActeError> {
        let ligne = ligne::du_demandeur(&self.db, u, id).await?;
        let saisie = ligne.saisie()?;
        let finess = ligne
            .finess
            .clone()
            .or_else(|| saisie.situation.etablissement.parse::<Finess>().ok());
        let etablissement = match finess {
            Some(finess) => etablissement::lire(&self.db, &finess).await?,
            None => None,
        };
        let envoi = match ligne.statut {
            Statut::Validee => self.envoi_du_numero(id).await?,
            _ => None,
        };
        Ok(Suivi {
            id: ligne.id,
            reference: ligne.reference,
            statut: ligne.statut,
            version: ligne.version,
            saisie,
            etablissement,
            modifiee_le: ligne.modifiee_le,
            soumise_le: ligne.soumise_le,
            expire_le: ligne
                .soumise_le
                .filter(|_| ligne.statut == Statut::ATraiter)
                .map(|soumise_le| echeance(soumise_le, ligne.attente)),
            decidee_le: ligne.decidee_le,
            motif: ligne.motif,
            explication: ligne.explication,
            rpps: ligne.rpps,
            envoi,
        })
    }

    async fn envoi_du_numero(&self, id: DemandeId) -> Result<Option<EnvoiNumero>, DbError> {
        let row = sql(
            "SELECT etat, envoye_le FROM message WHERE demande = $1 AND genre = 'demande_validee' \
             ORDER BY cree_le DESC LIMIT 1",
        )
        .bind(id.uuid())
        .optional(&self.db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        if let Some(le) = row.get::<Option<i64>>("envoye_le")? {
            return Ok(Some(EnvoiNumero::Envoye(Instant::from_millis(le))));
        }
        Ok(Some(match row.get::<String>("etat")?.as_str() {
            "incertain" => EnvoiNumero::Incertain,
            "echoue" | "abandonne" => EnvoiNumero::NonRemis,
            _ => EnvoiNumero::EnCours,
        }))
    }

    /// The demandes of this person, newest first, drafts included (the latest hundred).
    pub async fn mes_demandes(&self, u: &Usager) -> Result<Vec<ResumeDemande>, ActeError> {
        let rows = sql(
            "SELECT demande.id, demande.reference, demande.statut, etablissement.raison_sociale, \
             demande.modifiee_le, demande.soumise_le, demande.personne \
             FROM demande LEFT JOIN etablissement ON etablissement.finess = demande.finess \
             WHERE demande.demandeur = $1 ORDER BY demande.cree_le DESC, demande.id DESC LIMIT 100",
        )
        .bind(u.compte().uuid())
        .all(&self.db)
        .await?;
        let lire = |row: &crate::db::Row| -> Result<ResumeDemande, DbError> {
            Ok(ResumeDemande {
                id: DemandeId::new(row.get("id")?),
                reference: row.parse("reference")?,
                statut: row.parse("statut")?,
                etablissement: row.get("raison_sociale")?,
                modifiee_le: Instant::from_millis(row.get("modifiee_le")?),
                soumise_le: row.get::<Option<i64>>("soumise_le")?.map(Instant::from_millis),
                sans_fiche: row.get::<Option<Uuid>>("personne")?.is_none(),
            })
        };
        Ok(rows.iter().map(lire).collect::<Result<_, _>>()?)
    }

    /// Cancels a draft or a demande that waits for an answer. Cancelling again is harmless.
    pub async fn annuler(&self, u: &Usager, id: DemandeId) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Annuler,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.annuler_si_permis(u, id)).await
    }

    async fn annuler_si_permis(&self, u: &Usager, id: DemandeId) -> Result<(), ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let ligne = ligne::du_demandeur(&mut tx, u, id).await?;
        if ligne.statut == Statut::Annulee {
            return Ok(());
        }
        let statut = ligne.statut.appliquer(&Evenement::Annuler)?;
        let done = sql(
            "UPDATE demande SET statut = $3, version = version + 1, modifiee_le = $4, decidee_le = $4 \
             WHERE id = $1 AND version = $2",
        )
        .bind(id.uuid())
        .bind(ligne.version)
        .bind(statut.code())
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        if done == 0 {
            return Err(ligne::du_demandeur(&mut tx, u, id).await?.conflit());
        }
        coordonnee::liberer(&mut tx, id, u.compte()).await?;
        // Nobody is asked to correct what is withdrawn.
        message::reprendre(&mut tx, id, message::CORRECTION_DEMANDEE, now).await?;
        // A draft has no establishment yet.
        let detail = match &ligne.finess {
            Some(finess) => trace::statut(finess, ligne.statut, statut),
            None => trace::changer_statut(Detail::default(), ligne.statut, statut),
        };
        let entree = Entree::new(now, u.auteur(), Acte::Annuler, Objet::Demande(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(())
    }
}
