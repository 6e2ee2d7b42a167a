//! A civil status is immutable once registered; the support alone corrects it, on an identity document (R12, R13).

use super::ouvrir;
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Operateur;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::{demande, lieu, message, personne};
use domain::date::court;
use domain::demande::Explication;
use domain::etat_civil::{Certification, EtatCivil, Nom, Prenom};
use domain::ids::PersonneId;
use domain::saisie::{Champ, Erreurs, SaisieEtatCivil};

impl Registry {
    /// Replaces the civil status of a registered person, on the version that was read. The number, the contacts and the
    /// situations stay; names used at work follow the civil status they were taken from (R17). What was certified is not any
    /// more: the new civil status is « forced by the desk » (R15, J111).
    pub async fn corriger_etat_civil(
        &self,
        o: &Operateur,
        id: PersonneId,
        version: i64,
        saisie: &SaisieEtatCivil,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let tentative = Tentative {
            auteur: o.auteur(),
            acte: Acte::Corriger,
            objet: Objet::Personne(id),
        };
        self.tenter(
            tentative,
            self.corriger_si_permis(o, id, version, saisie, explication),
        )
        .await
    }

    /// The civil status typed in place of another, or everything that is wrong. A country that stays as it was is not looked up: it
    /// came from an identity provider.
    pub fn lire_etat_civil_corrige(
        &self,
        ancien: &EtatCivil,
        saisie: &SaisieEtatCivil,
    ) -> Result<EtatCivil, Erreurs> {
        let lu = saisie.valider(self.aujourd_hui(), Certification::Ac);
        let inchange = saisie.pays_naissance == ancien.lieu_naissance.pays().as_str();
        self.pays_connus.verifier(lu, saisie, inchange)
    }

    async fn corriger_si_permis(
        &self,
        o: &Operateur,
        id: PersonneId,
        version: i64,
        saisie: &SaisieEtatCivil,
        explication: &Explication,
    ) -> Result<(), ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let row = ouvrir(&mut tx, o, id, version).await?;
        let ancien = personne::etat_civil(&row)?;
        let nouveau = self
            .lire_etat_civil_corrige(&ancien, saisie)
            .map_err(ActeError::Invalide)?;
        let champs = differences(&SaisieEtatCivil::from(&ancien), &SaisieEtatCivil::from(&nouveau));
        if champs.is_empty() {
            return Err(ActeError::SansChangement);
        }
        refuser_homonyme(&mut tx, id, &nouveau).await?;
        remplacer(&mut tx, &row, id, &ancien, &nouveau).await?;
        demande::suivre_personne(&mut tx, id).await?;
        message::etat_civil_corrige(&personne::appel(&row)?, row.get("email")?, &champs, explication)
            .deposer(&mut tx, id, self.uuid(now), now)
            .await?;
        let detail = trace(&mut tx, &ancien, &nouveau)
            .await?
            .poser("Explication", explication.as_str());
        let entree = Entree::new(now, o.auteur(), Acte::Corriger, Objet::Personne(id)).avec(detail);
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        Ok(tx.commit().await?)
    }
}

/// The fields that a correction changes, each once, in the order of the form.
fn differences(ancien: &SaisieEtatCivil, nouveau: &SaisieEtatCivil) -> Vec<Champ> {
    let mut champs: Vec<Champ> = SaisieEtatCivil::NOMS
        .iter()
        .filter(|nom| ancien.get(nom) != nouveau.get(nom))
        .filter_map(|nom| {
            if nom.starts_with("naissance_") {
                Some(Champ::DateNaissance)
            } else {
                nom.parse().ok()
            }
        })
        .collect();
    champs.dedup();
    champs
}

/// What the journal keeps of a correction: each field that changed, before → after, in words.
async fn trace(tx: &mut Tx, ancien: &EtatCivil, nouveau: &EtatCivil) -> Result<Detail, DbError> {
    let lieux = (
        lieu::libelle(&mut *tx, &ancien.lieu_naissance).await?,
        lieu::libelle(&mut *tx, &nouveau.lieu_naissance).await?,
    );
    let mots = |etat_civil: &EtatCivil, lieu: String| {
        [
            (
                Champ::Civilite.libelle(),
                Some(etat_civil.civilite.libelle().to_owned()),
            ),
            (Champ::Sexe.libelle(), Some(etat_civil.sexe.libelle().to_owned())),
            (
                Champ::NomNaissance.libelle(),
                Some(etat_civil.nom_naissance.to_string()),
            ),
            (
                Champ::NomUsage.libelle(),
                etat_civil.nom_usage.as_ref().map(Nom::to_string),
            ),
            (Champ::Prenoms.libelle(), Some(etat_civil.prenoms.to_string())),
            (
                Champ::DateNaissance.libelle(),
                Some(court(etat_civil.date_naissance.jour())),
            ),
            ("Lieu de naissance", Some(lieu)),
            (
                "Certification de l’identité",
                Some(etat_civil.certification.libelle().to_owned()),
            ),
        ]
    };
    Ok(mots(ancien, lieux.0)
        .into_iter()
        .zip(mots(nouveau, lieux.1))
        .filter(|((_, avant), (_, apres))| avant != apres)
        .fold(Detail::default(), |detail, ((champ, avant), (_, apres))| {
            detail.changer(champ, avant.as_deref(), apres.as_deref())
        }))
}

/// Two records of one civil status would be one person with two numbers (R3).
async fn refuser_homonyme(tx: &mut Tx, id: PersonneId, nouveau: &EtatCivil) -> Result<(), ActeError> {
    let autre = sql("SELECT id FROM personne WHERE identite = $1 AND id <> $2")
        .bind(personne::cle_identite(nouveau))
        .bind(id.uuid())
        .optional(tx)
        .await?;
    match autre {
        Some(_) => Err(ActeError::IdentiteExistante),
        None => Ok(()),
    }
}

async fn remplacer(
    tx: &mut Tx,
    row: &Row,
    id: PersonneId,
    ancien: &EtatCivil,
    nouveau: &EtatCivil,
) -> Result<(), DbError> {
    let rpps = personne::rpps(&row.get::<String>("rpps")?)?;
    let nom_exercice = nom_exercice(&row.parse("nom_exercice")?, ancien, nouveau);
    let prenom_exercice = prenom_exercice(&row.parse("prenom_exercice")?, ancien, nouveau);
    let (pays, commune, ville) = personne::lieu(nouveau);
    sql("UPDATE personne SET civilite = $2, sexe = $3, nom_naissance = $4, nom_usage = $5, prenoms = $6, \
         date_naissance = $7, pays_naissance = $8, commune_naissance = $9, ville_naissance = $10, certification = $11, \
         identite = $12, nom_exercice = $13, prenom_exercice = $14, cle = $15, version = version + 1 WHERE id = $1")
    .bind(id.uuid())
    .bind(nouveau.civilite.code())
    .bind(nouveau.sexe.code())
    .bind(nouveau.nom_naissance.as_str())
    .bind(nouveau.nom_usage.as_ref().map(Nom::as_str))
    .bind(nouveau.prenoms.as_str())
    .bind(nouveau.date_naissance.jour())
    .bind(pays)
    .bind(commune)
    .bind(ville)
    .bind(nouveau.certification.code())
    .bind(personne::cle_identite(nouveau))
    .bind(nom_exercice.as_str())
    .bind(prenom_exercice.as_str())
    .bind(personne::cle_recherche(
        nouveau,
        &nom_exercice,
        &prenom_exercice,
        &rpps,
    ))
    .execute(tx)
    .await?;
    Ok(())
}

/// The name used at work, corrected when it was the name at birth or in use (R17).
fn nom_exercice(actuel: &Nom, ancien: &EtatCivil, nouveau: &EtatCivil) -> Nom {
    if ancien.nom_usage.as_ref() == Some(actuel) {
        nouveau
            .nom_usage
            .clone()
            .unwrap_or_else(|| nouveau.nom_naissance.clone())
    } else if *actuel == ancien.nom_naissance {
        nouveau.nom_naissance.clone()
    } else {
        actuel.clone()
    }
}

/// The first name used at work, corrected when it was one of the first names and is not any more.
fn prenom_exercice(actuel: &Prenom, ancien: &EtatCivil, nouveau: &EtatCivil) -> Prenom {
    let parmi = |etat_civil: &EtatCivil| etat_civil.prenoms.iter().any(|prenom| prenom == actuel.as_str());
    if parmi(ancien) && !parmi(nouveau) {
        nouveau
            .prenoms
            .premier()
            .parse()
            .unwrap_or_else(|_| actuel.clone())
    } else {
        actuel.clone()
    }
}
