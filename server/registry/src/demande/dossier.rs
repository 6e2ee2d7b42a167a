//! One demande opened by a gestionnaire: everything needed to decide. Which one is next depends on the queue it was opened from
//! (`file`).

use super::correction;
use super::doublon::{self, Cherchee, DoublonVu};
use super::ligne::{self, Ligne};
use super::sursis::{self, DecisionEmpechee, EnSursis};
use crate::db::DbError;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::invitation::{self, Origine};
use crate::journal::{Acte, Detail, Entree, Objet, Tentative};
use crate::{Registry, etablissement, lieu};
use domain::date::Instant;
use domain::demande::{Reference, Statut};
use domain::eligibilite::{self, Constat};
use domain::etablissement::EtablissementResume;
use domain::identifiant::Rpps;
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;
use domain::saisie::DemandeComplete;

/// How a demande ended.
#[derive(Clone)]
pub struct Decision {
    /// The final state.
    pub statut: Statut,
    /// When.
    pub le: Instant,
    /// The gestionnaire's name; none when the applicant cancelled or the delay passed.
    pub par: Option<String>,
    /// Why it was refused (R35).
    pub motif: Option<MotifRefus>,
    /// In the gestionnaire's words.
    pub explication: Option<String>,
    /// The number, when accepted.
    pub rpps: Option<Rpps>,
}

/// A demande with everything needed to decide.
#[derive(Clone)]
pub struct Dossier {
    /// Its id.
    pub id: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub statut: Statut,
    /// The version to decide on.
    pub version: i64,
    /// What was declared, as validated on submission.
    pub complete: DemandeComplete,
    /// The place of birth in words.
    pub lieu_naissance: String,
    /// The establishment, as it is today.
    pub etablissement: EtablissementResume,
    /// When it was submitted.
    pub soumise_le: Instant,
    /// Who invited the applicant; none when they came by themselves.
    pub invitation: Option<Origine>,
    /// What the rules say of the situation today.
    pub constats: Vec<Constat>,
    /// Who looks like the applicant; empty once decided.
    pub doublons: Vec<DoublonVu>,
    /// How it ended, if it did.
    pub decision: Option<Decision>,
    /// The decision that was just taken and has no effect yet, or the correction request whose mail has not left.
    pub sursis: Option<EnSursis>,
    /// The last decision, when it could not take effect.
    pub empechee: Option<DecisionEmpechee>,
}

impl Registry {
    /// One demande of the perimeter, decided ones included; any other is [`ActeError::Introuvable`]. The reading is written
    /// in the journal: without the entry, no demande.
    pub async fn dossier(&self, g: &Gestionnaire, id: DemandeId) -> Result<Dossier, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, async {
            let dossier = self.composer_dossier(g, id).await?;
            let detail = Detail::dans(&dossier.etablissement.finess);
            self.consigner(
                Entree::new(self.now(), g.auteur(), Acte::Consulter, Objet::Demande(id)).avec(detail),
            )
            .await?;
            Ok(dossier)
        })
        .await
    }

    async fn composer_dossier(&self, g: &Gestionnaire, id: DemandeId) -> Result<Dossier, ActeError> {
        let ligne = ligne::du_perimetre(&self.db, g, id).await?;
        let complete = ligne.complete()?;
        let soumise_le = ligne.soumise_le()?;
        let finess = ligne.finess()?;
        let doublons = async {
            if !ligne.statut.est_ouverte() {
                return Ok(Vec::new());
            }
            let cherchee = Cherchee {
                id,
                demandeur: ligne.demandeur,
            };
            doublon::details(&self.db, g, &cherchee, &complete).await
        };
        let (etablissement, doublons, lieu_naissance, invitation, sursis, correction, empechee) = tokio::try_join!(
            etablissement::lire(&self.db, finess),
            doublons,
            lieu::libelle(&self.db, &complete.etat_civil.lieu_naissance),
            invitation::origine(&self.db, id),
            sursis::en_sursis(&self.db, g, id),
            correction::en_sursis(&self.db, g, id, self.now()),
            sursis::empechee(&self.db, g, id),
        )?;
        let etablissement = etablissement.ok_or_else(|| DbError::stored("demande.finess"))?;
        Ok(Dossier {
            id,
            reference: ligne.reference,
            statut: ligne.statut,
            version: ligne.version,
            lieu_naissance,
            invitation,
            constats: self.constats(&complete, &etablissement),
            doublons,
            decision: decision(&ligne),
            sursis: sursis.or(correction),
            empechee,
            complete,
            etablissement,
            soumise_le,
        })
    }

    /// What the rules say today of what was declared.
    pub(super) fn constats(
        &self,
        complete: &DemandeComplete,
        etablissement: &EtablissementResume,
    ) -> Vec<Constat> {
        let nomenclatures = self.nomenclatures();
        eligibilite::situation(
            nomenclatures.profession(&complete.situation.profession),
            nomenclatures.role(&complete.situation.role),
            Some(etablissement),
        )
    }
}

fn decision(ligne: &Ligne) -> Option<Decision> {
    let le = ligne.decidee_le.filter(|_| ligne.statut.est_finale())?;
    Some(Decision {
        statut: ligne.statut,
        le,
        par: ligne.decidee_par.clone(),
        motif: ligne.motif,
        explication: ligne.explication.clone(),
        rpps: ligne.rpps.clone(),
    })
}
