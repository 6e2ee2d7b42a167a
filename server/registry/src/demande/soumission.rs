//! Submission: everything typed is validated at once, and the demande enters the queue of its establishment. Sending it
//! twice is harmless.

use super::doublon;
use super::ligne;
use super::saisie::{borner, certifier, champs_legaux, json, pays_certifie};
use super::trace;
use crate::db::{DbError, Tx, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::notification::{Avis, GenreNotification};
use crate::{Registry, cherche, coordonnee, etablissement, message, personne};
use domain::date::Instant;
use domain::demande::{Evenement, Reference, Statut};
use domain::etablissement::EtablissementResume;
use domain::etat_civil::Certification;
use domain::identifiant::Finess;
use domain::ids::DemandeId;
use domain::saisie::{ContexteSituation, DemandeComplete, Erreurs, SaisieDemande, SaisieLegale};

/// A demande that reached its establishment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soumise {
    /// Its id.
    pub id: DemandeId,
    /// What the person keeps.
    pub reference: Reference,
}

impl Registry {
    /// Submits the draft. All errors come at once ([`ActeError::Invalide`]); then the account must not be registered yet
    /// (R3), have no open demande for this establishment, and use an e-mail and a mobile that are nobody else's (R19).
    /// On a demande that was already submitted, answers the same as the first time.
    pub async fn soumettre(
        &self,
        u: &Usager,
        id: DemandeId,
        legale: &SaisieLegale,
    ) -> Result<Soumise, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::Soumettre,
            objet: Objet::Demande(id),
        };
        self.tenter(tentative, self.soumettre_si_permis(u, id, legale))
            .await
    }

    async fn soumettre_si_permis(
        &self,
        u: &Usager,
        id: DemandeId,
        legale: &SaisieLegale,
    ) -> Result<Soumise, ActeError> {
        borner(&champs_legaux(legale))?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        // Taking the row first: the second of two submissions waits here, then finds the first one's work.
        let row = sql("UPDATE demande SET modifiee_le = $3, version = version + 1 \
             WHERE demandeur = $1 AND id = $2 AND statut = 'brouillon' RETURNING reference, saisie")
        .bind(u.compte().uuid())
        .bind(id.uuid())
        .bind(now.millis())
        .optional(&mut tx)
        .await?;
        let Some(row) = row else {
            return deja_soumise(&mut tx, u, id).await;
        };
        let reference: Reference = row.parse("reference")?;
        let mut saisie: SaisieDemande = serde_json::from_str(&row.get::<String>("saisie")?)
            .map_err(|_| DbError::stored("demande.saisie"))?;
        saisie.etat_civil = certifier(&saisie.etat_civil, u.identite());
        saisie.legale = legale.clone();

        let etablissement = match saisie.situation.etablissement.parse::<Finess>() {
            Ok(finess) => etablissement::lire(&mut tx, &finess).await?,
            Err(_) => None,
        };
        let nomenclatures = self.nomenclatures();
        let complete = self
            .valider_saisie(u, &saisie, etablissement.as_ref())
            .map_err(ActeError::Invalide)?;
        // Validation fails on an unknown establishment: from here on there is one.
        let etablissement = etablissement.ok_or_else(|| DbError::stored("etablissement"))?;

        personne::refuser_si_inscrite(&mut tx, u).await?;
        refuser_si_deja_ouverte(&mut tx, u, &complete.situation.etablissement, Some(id)).await?;
        let statut = Statut::Brouillon.appliquer(&Evenement::Soumettre)?;
        coordonnee::reserver(&mut tx, id, u.compte(), &complete.contact).await?;
        enregistrer(&mut tx, id, statut, now, reference, &saisie, &complete).await?;
        doublon::suivre_demande(&mut tx, id).await?;
        message::demande_recue(&complete, reference, &etablissement, now)
            .deposer(&mut tx, id, self.uuid(now), now)
            .await?;
        message::notifier(
            &mut tx,
            self,
            now,
            &Avis {
                genre: GenreNotification::NouvelleDemande,
                finess: &etablissement.finess,
                demande: id,
                reference,
                auteur: Some(u.compte()),
            },
        )
        .await?;
        let detail = trace::soumission(&complete, &etablissement, &nomenclatures, statut);
        let entree = Entree::new(now, u.auteur(), Acte::Soumettre, Objet::Demande(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(Soumise { id, reference })
    }

    /// The four steps read by the rules of today; `etablissement` is the one typed, when the register knows it.
    pub(super) fn valider_saisie(
        &self,
        u: &Usager,
        saisie: &SaisieDemande,
        etablissement: Option<&EtablissementResume>,
    ) -> Result<DemandeComplete, Erreurs> {
        let aujourd_hui = self.aujourd_hui();
        let contexte = ContexteSituation {
            nomenclatures: &self.nomenclatures(),
            aujourd_hui,
            etablissement,
            // The civil status of the same form gives these three.
            naissance: None,
            noms: &[],
            prenoms: "",
        };
        let lue = saisie.valider(aujourd_hui, Certification::Fc, &contexte);
        self.pays_connus
            .verifier(lue, &saisie.etat_civil, pays_certifie(u, &saisie.etat_civil))
    }
}

/// The answer of the first submission, given again.
async fn deja_soumise(tx: &mut Tx, u: &Usager, id: DemandeId) -> Result<Soumise, ActeError> {
    let ligne = ligne::du_demandeur(&mut *tx, u, id).await?;
    if ligne.soumise_le.is_none() || ligne.statut == Statut::Annulee {
        return Err(ligne.conflit());
    }
    Ok(Soumise {
        id,
        reference: ligne.reference,
    })
}

/// One open demande per person and establishment, besides that one.
pub(crate) async fn refuser_si_deja_ouverte(
    tx: &mut Tx,
    u: &Usager,
    finess: &Finess,
    sauf: Option<DemandeId>,
) -> Result<(), ActeError> {
    let ouverte = sql(
        "SELECT reference FROM demande WHERE demandeur = $1 AND finess = $2 AND statut IN ($3, $4) \
         AND ($5 IS NULL OR id <> $5)",
    )
    .bind(u.compte().uuid())
    .bind(finess.as_str())
    .bind(Statut::ATraiter.code())
    .bind(Statut::ACorriger.code())
    .bind(sauf.map(DemandeId::uuid))
    .optional(&mut *tx)
    .await?;
    match ouverte {
        Some(row) => Err(ActeError::DejaOuverte {
            reference: row.parse("reference")?,
        }),
        None => Ok(()),
    }
}

/// Writes a demande that may enter the queue, with what lists and searches read of it.
pub(super) async fn enregistrer(
    tx: &mut Tx,
    id: DemandeId,
    statut: Statut,
    soumise_le: Instant,
    reference: Reference,
    saisie: &SaisieDemande,
    complete: &DemandeComplete,
) -> Result<(), DbError> {
    let situation = &complete.situation;
    sql(
        "UPDATE demande SET statut = $2, soumise_le = $3, saisie = $4, complete = $5, finess = $6, nom = $7, \
         profession = $8, role = $9, identite = $10, cle = $11 WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(statut.code())
    .bind(soumise_le.millis())
    .bind(json(saisie)?)
    .bind(json(complete)?)
    .bind(situation.etablissement.as_str())
    .bind(nom_affiche(complete))
    .bind(situation.profession.as_str())
    .bind(situation.role.as_str())
    .bind(personne::cle_identite(&complete.etat_civil))
    .bind(cle_recherche(complete, reference))
    .execute(tx)
    .await?;
    Ok(())
}

/// The name as lists show it: the one used at work.
fn nom_affiche(complete: &DemandeComplete) -> String {
    format!(
        "{} {}",
        complete.situation.nom_exercice.as_str(),
        complete.situation.prenom_exercice.as_str()
    )
}

/// What a search in the queue finds a demande by: every name of the person, and the reference.
pub(crate) fn cle_recherche(complete: &DemandeComplete, reference: Reference) -> String {
    let (etat_civil, situation) = (&complete.etat_civil, &complete.situation);
    let noms = [
        situation.nom_exercice.as_str(),
        situation.prenom_exercice.as_str(),
        etat_civil.nom_naissance.as_str(),
        etat_civil.nom_usage.as_ref().map_or("", |nom| nom.as_str()),
        etat_civil.prenoms.as_str(),
    ];
    cherche::cle(&noms, &reference.to_string())
}
