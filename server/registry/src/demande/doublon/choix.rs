//! What a gestionnaire says of a look-alike: the same person, or another one. Remembered with who and when, written in the
//! journal, taken back as easily. A certified civil status never changes because of it (R13).

use super::lecture::{DoublonVu, SujetDoublon, autres_demandes, inscrites};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::demande::decision::refuser_la_sienne;
use crate::demande::ligne::{self, Ligne};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::situation::refuser_sa_fiche;
use domain::demande::TransitionInterdite;
use domain::doublon::{ChoixDoublon, Portrait};
use domain::ids::{DemandeId, SujetId};

impl Registry {
    /// Says whether the person of a demande is `sujet` (a registered person, or the person of another open demande), on the
    /// records as they were seen (`empreinte`); `None` takes back what was said. The same person is only said of somebody
    /// registered: accepting then adds a situation to that number (R3). Whoever had the demande open reads it again before
    /// deciding: its version changes.
    pub async fn trancher_doublon(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        sujet: SujetId,
        empreinte: i64,
        choix: Option<ChoixDoublon>,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: acte(choix),
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.trancher_si_permis(g, id, sujet, empreinte, choix))
            .await
    }

    async fn trancher_si_permis(
        &self,
        g: &Gestionnaire,
        id: DemandeId,
        sujet: SujetId,
        empreinte: i64,
        choix: Option<ChoixDoublon>,
    ) -> Result<(), ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let ligne = ouvrir(&mut tx, g, id).await?;
        // The demande's row first, like every other act on it; undone if nothing is to be said.
        let prise = sql("UPDATE demande SET version = version + 1 WHERE id = $1 AND version = $2")
            .bind(id.uuid())
            .bind(ligne.version)
            .execute(&mut tx)
            .await?;
        if prise == 0 {
            return Err(ligne::du_perimetre(&mut tx, g, id).await?.conflit());
        }
        let vu = lire(&mut tx, g, &ligne, sujet).await?;
        if vu.empreinte != empreinte {
            return Err(ActeError::FicheModifiee);
        }
        if choix == Some(ChoixDoublon::Meme) && matches!(vu.sujet, SujetDoublon::Demande(_)) {
            return Err(ActeError::Introuvable);
        }
        // Whether somebody is oneself is not for oneself to say either (R38).
        if let SujetDoublon::Personne(personne) = vu.sujet {
            refuser_sa_fiche(&mut tx, g, personne).await?;
        }
        if vu.choix == choix {
            return Ok(());
        }
        if choix == Some(ChoixDoublon::Meme) {
            // One person at most: what was said of another is taken back.
            sql(
                "UPDATE paire_doublon SET choix = NULL, choisi_par = NULL, choisi_le = NULL \
                 WHERE demande = $1 AND choix = 'meme'",
            )
            .bind(id.uuid())
            .execute(&mut tx)
            .await?;
        }
        let dit = sql(
            "UPDATE paire_doublon SET choix = $3, choisi_par = $4, choisi_le = $5 \
             WHERE demande = $1 AND sujet = $2 AND empreinte = $6",
        )
        .bind(id.uuid())
        .bind(sujet.uuid())
        .bind(choix.map(ChoixDoublon::code))
        .bind(choix.map(|_| g.compte().uuid()))
        .bind(choix.map(|_| now.millis()))
        .bind(empreinte)
        .execute(&mut tx)
        .await?;
        if dit == 0 {
            return Err(ActeError::FicheModifiee);
        }
        let entree =
            Entree::new(now, g.auteur(), acte(choix), Objet::Demande(id)).avec(detail(&ligne, &vu, choix)?);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }
}

const fn acte(choix: Option<ChoixDoublon>) -> Acte {
    match choix {
        Some(ChoixDoublon::Meme) => Acte::Rapprocher,
        Some(ChoixDoublon::Differente) => Acte::Distinguer,
        None => Acte::Reconsiderer,
    }
}

/// The demande within the perimeter, open, and not one's own (R38).
async fn ouvrir(tx: &mut Tx, g: &Gestionnaire, id: DemandeId) -> Result<Ligne, ActeError> {
    let ligne = ligne::du_perimetre(&mut *tx, g, id).await?;
    refuser_la_sienne(g, &ligne, &ligne.complete()?)?;
    if !ligne.statut.est_ouverte() {
        return Err(TransitionInterdite { depuis: ligne.statut }.into());
    }
    Ok(ligne)
}

async fn lire(tx: &mut Tx, g: &Gestionnaire, ligne: &Ligne, sujet: SujetId) -> Result<DoublonVu, ActeError> {
    let portrait = Portrait::from(&ligne.complete()?);
    if let Some(row) = inscrites(&mut *tx, g, ligne.id, Some(sujet)).await?.first() {
        return Ok(DoublonVu::inscrite(row, &portrait, ligne.demandeur)?.0);
    }
    match autres_demandes(&mut *tx, g, ligne.id, Some(sujet)).await?.first() {
        Some(row) => Ok(DoublonVu::demande(row, &portrait)?.0),
        None => Err(ActeError::Introuvable),
    }
}

/// What the journal keeps: the other one by number or reference, what was said before and after.
fn detail(ligne: &Ligne, vu: &DoublonVu, choix: Option<ChoixDoublon>) -> Result<Detail, DbError> {
    let detail = Detail::dans(ligne.finess()?);
    let detail = match (&vu.rpps, &vu.reference) {
        (Some(rpps), _) => detail.poser("Numéro RPPS comparé", rpps.as_str()),
        (None, Some(reference)) => detail.poser("Demande comparée", &reference.to_string()),
        (None, None) => detail.poser("Demande comparée", "hors du périmètre"),
    };
    let mots = |choix: Option<ChoixDoublon>| choix.map(ChoixDoublon::libelle);
    Ok(detail.changer("Doublon", mots(vu.choix), mots(choix)))
}
