//! The applicant's answer: the fields that are open, kept as typed, then the demande sent again under the same reference.
//!
//! Open are the fields asked for, and those that the rules of today refuse (a date that has passed meanwhile, a name that
//! FranceConnect has changed): otherwise nobody could send the demande back. Everything else stays as it was submitted,
//! whatever is posted.

use super::Ouverte;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::demande::saisie::{borner, certifier, json};
use crate::demande::soumission::{enregistrer, refuser_si_deja_ouverte};
use crate::demande::{Soumise, ligne, suivre_demande, trace};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::notification::{Avis, GenreNotification};
use crate::{Registry, coordonnee, etablissement, message};
use domain::date::Instant;
use domain::demande::{
    Corrigible, DemandeDeCorrection, Evenement, Reference, Statut, attente_apres, echeance_correction,
};
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::DemandeId;
use domain::saisie::{Champ, Erreurs, SaisieDemande, SaisieEtatCivil, SaisieReponse};

/// What the applicant has to correct, as far as it has come.
#[derive(Clone)]
pub struct CorrectionAFaire {
    /// The demande.
    pub id: DemandeId,
    /// Its reference.
    pub reference: Reference,
    /// What is asked.
    pub demande: DemandeDeCorrection,
    /// The fields that may be typed again, in the order of the screens.
    pub ouverts: Vec<Champ>,
    /// What is typed so far.
    pub saisie: SaisieDemande,
    /// The establishment typed, when the register knows it.
    pub etablissement: Option<EtablissementResume>,
    /// What is still wrong in it.
    pub erreurs: Option<Erreurs>,
    /// After which the demande expires.
    pub avant_le: Instant,
}

impl Registry {
    /// What this person has to correct in one of their demandes; none when nothing is asked (any more).
    pub async fn correction_a_faire(
        &self,
        u: &Usager,
        id: DemandeId,
    ) -> Result<Option<CorrectionAFaire>, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.lire_correction(u, id)).await
    }

    async fn lire_correction(
        &self,
        u: &Usager,
        id: DemandeId,
    ) -> Result<Option<CorrectionAFaire>, ActeError> {
        let ligne = ligne::du_demandeur(&self.db, u, id).await?;
        let row = sql(format!(
            "SELECT {} FROM correction JOIN demande ON demande.id = correction.demande \
             WHERE demande.id = $1 AND demande.statut = 'a_corriger' \
             AND correction.renvoyee_le IS NULL AND correction.retiree_le IS NULL",
            super::COLONNES
        ))
        .bind(id.uuid())
        .optional(&self.db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let tour = Ouverte::lire(&row)?;
        let saisie = ligne.saisie()?;
        let connu = connu_de(&self.db, &tour.avant).await?;
        let ouverts = self.champs_ouverts(&tour, u, connu.as_ref());
        let etablissement = connu_de(&self.db, &saisie).await?;
        let erreurs = self.valider_saisie(u, &saisie, etablissement.as_ref()).err();
        Ok(Some(CorrectionAFaire {
            id,
            reference: ligne.reference,
            avant_le: echeance_correction(tour.demandee_le),
            demande: tour.demande,
            ouverts,
            saisie,
            etablissement,
            erreurs,
        }))
    }

    /// Keeps what was typed in the fields that are open, right or wrong. The gestionnaire sees none of it before it is sent.
    pub async fn enregistrer_reponse(
        &self,
        u: &Usager,
        id: DemandeId,
        reponse: &SaisieReponse,
    ) -> Result<Instant, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Enregistrer,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.enregistrer_si_permis(u, id, reponse))
            .await
    }

    async fn enregistrer_si_permis(
        &self,
        u: &Usager,
        id: DemandeId,
        reponse: &SaisieReponse,
    ) -> Result<Instant, ActeError> {
        for (nom, valeur) in reponse.iter() {
            if let Some(champ) = Champ::de_nom(nom) {
                borner(&[(champ, &valeur.to_owned())])?;
            }
        }
        let now = self.now();
        let mut tx = self.db.begin().await?;
        // No new version: what the gestionnaire sees does not change.
        let Some(row) = prendre(&mut tx, u, id, "version = version").await? else {
            return Err(ligne::du_demandeur(&mut tx, u, id).await?.conflit());
        };
        let mut saisie: SaisieDemande = super::json(&row, "saisie")?;
        let tour = Ouverte::de(&mut tx, id).await?;
        let connu = connu_de(&mut tx, &tour.avant).await?;
        reponse.appliquer(&mut saisie, &self.champs_ouverts(&tour, u, connu.as_ref()));
        saisie.etat_civil = certifier(&saisie.etat_civil, u.identite());
        sql("UPDATE demande SET saisie = $2 WHERE id = $1")
            .bind(id.uuid())
            .bind(json(&saisie)?)
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(now)
    }

    /// Sends the corrected demande: same id, same reference, same first day. Everything is validated again as on submission,
    /// and the e-mail and mobile must still be nobody else's (R19). That the person was registered meanwhile through another
    /// demande stops nothing: acceptance will add a situation to their number (R3). Sending it twice is harmless.
    pub async fn resoumettre(&self, u: &Usager, id: DemandeId) -> Result<Soumise, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Resoumettre,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.resoumettre_si_permis(u, id)).await
    }

    async fn resoumettre_si_permis(&self, u: &Usager, id: DemandeId) -> Result<Soumise, ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let Some(row) = prendre(&mut tx, u, id, "version = version + 1").await? else {
            return deja_renvoyee(&mut tx, u, id).await;
        };
        let reference: Reference = row.parse("reference")?;
        let soumise_le = Instant::from_millis(row.get("soumise_le")?);
        let mut saisie: SaisieDemande = super::json(&row, "saisie")?;
        saisie.etat_civil = certifier(&saisie.etat_civil, u.identite());
        let tour = Ouverte::de(&mut tx, id).await?;
        let connu = connu_de(&mut tx, &saisie).await?;
        let complete = self
            .valider_saisie(u, &saisie, connu.as_ref())
            .map_err(ActeError::Invalide)?;
        refuser_si_deja_ouverte(&mut tx, u, &complete.situation.etablissement, Some(id)).await?;
        let statut = Statut::ACorriger.appliquer(&Evenement::Resoumettre)?;
        coordonnee::liberer(&mut tx, id, u.compte()).await?;
        coordonnee::reserver(&mut tx, id, u.compte(), &complete.contact).await?;
        // The first day stays: the age in the queue is that of the demande, not of its last version.
        enregistrer(&mut tx, id, statut, soumise_le, reference, &saisie, &complete).await?;
        let attente = attente_apres(soumise_le, row.get("attente")?, tour.demandee_le, now);
        sql("UPDATE demande SET attente = $2, corrigee_le = $3, modifiee_le = $3 WHERE id = $1")
            .bind(id.uuid())
            .bind(attente)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
        sql("UPDATE correction SET renvoyee_le = $2, apres = $3 \
             WHERE demande = $1 AND renvoyee_le IS NULL AND retiree_le IS NULL")
        .bind(id.uuid())
        .bind(now.millis())
        .bind(json(&saisie)?)
        .execute(&mut tx)
        .await?;
        // They were quicker than the mail: it would ask for what is done.
        message::reprendre(&mut tx, id, message::CORRECTION_DEMANDEE, now).await?;
        suivre_demande(&mut tx, id).await?;
        let finess = &complete.situation.etablissement;
        let avis = Avis {
            genre: GenreNotification::DemandeCorrigee,
            finess,
            demande: id,
            reference,
            auteur: Some(u.compte()),
        };
        message::notifier(&mut tx, self, now, &avis).await?;
        let detail = tour.demande.points().iter().fold(
            trace::statut(finess, Statut::ACorriger, statut),
            |detail, point| detail.poser("Champ revu", point.champ.libelle()),
        );
        let entree = Entree::new(now, u.auteur(), Acte::Resoumettre, Objet::Demande(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(Soumise { id, reference })
    }

    /// The fields that may be typed again: what was asked, except what FranceConnect gives, and what the rules refuse today.
    fn champs_ouverts(
        &self,
        tour: &Ouverte,
        u: &Usager,
        etablissement: Option<&EtablissementResume>,
    ) -> Vec<Champ> {
        let mut avant = tour.avant.clone();
        avant.etat_civil = certifier(&avant.etat_civil, u.identite());
        let refuses = self
            .valider_saisie(u, &avant, etablissement)
            .err()
            .unwrap_or_default();
        let demandes = tour.demande.points().iter().map(|point| point.champ);
        let mut ouverts: Vec<Champ> = demandes
            .chain(refuses.iter().map(|erreur| erreur.champ))
            .filter(|champ| match Corrigible::de(*champ) {
                Some(Corrigible::Modifiable) => true,
                Some(Corrigible::Commentable) => !est_certifie(*champ, u.identite()),
                None => false,
            })
            .collect();
        ouverts.sort_unstable();
        ouverts.dedup();
        ouverts
    }
}

/// Whether FranceConnect gave that field of the civil status: typing it again would change nothing (R14).
fn est_certifie(champ: Champ, certifie: &SaisieEtatCivil) -> bool {
    const LIBRE: &str = "?";
    let mut temoin = SaisieEtatCivil::default();
    for nom in SaisieEtatCivil::NOMS {
        temoin.set(nom, LIBRE.to_owned());
    }
    let gardee = certifier(&temoin, certifie);
    !SaisieEtatCivil::NOMS
        .iter()
        .any(|nom| Champ::de_nom(nom) == Some(champ) && gardee.get(nom) == Some(LIBRE))
}

/// Takes the row of a demande that is to be corrected: the second of two windows waits here, then finds the first one's work. It has
/// been in that state since `modifiee_le`, whatever is typed: the order of the queue and its news say nothing of that.
async fn prendre(tx: &mut Tx, u: &Usager, id: DemandeId, affectation: &str) -> Result<Option<Row>, DbError> {
    sql(format!(
        "UPDATE demande SET {affectation} WHERE demandeur = $1 AND id = $2 AND statut = 'a_corriger' \
         RETURNING reference, saisie, soumise_le, attente"
    ))
    .bind(u.compte().uuid())
    .bind(id.uuid())
    .optional(tx)
    .await
}

/// The answer of the first sending, given again.
async fn deja_renvoyee(tx: &mut Tx, u: &Usager, id: DemandeId) -> Result<Soumise, ActeError> {
    let ligne = ligne::du_demandeur(&mut *tx, u, id).await?;
    if ligne.statut != Statut::ATraiter || ligne.corrigee_le.is_none() {
        return Err(ligne.conflit());
    }
    Ok(Soumise {
        id,
        reference: ligne.reference,
    })
}

/// The establishment typed, when the register knows it.
async fn connu_de(on: impl Run<'_>, saisie: &SaisieDemande) -> Result<Option<EtablissementResume>, DbError> {
    match saisie.situation.etablissement.parse::<Finess>() {
        Ok(finess) => etablissement::lire(on, &finess).await,
        Err(_) => Ok(None),
    }
}
