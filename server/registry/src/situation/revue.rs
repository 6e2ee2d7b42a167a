//! What an answer of a campaign of review does to a situation, in the transaction of that answer: it ends it, puts it back, or
//! changes its rôle, with the mail and the entry of any such act. Under the proof of the campaign, which does nothing else.

use super::etat::{Etat, lire, refuser_chevauchement};
use super::projet::{Projet, Reprise, Suite};
use super::{ActeSituation, Qui, ouvrir};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::journal::Acte;
use domain::date::Instant;
use domain::eligibilite::{self, Niveau};
use domain::ids::{DemandeId, PersonneId, SituationId};
use domain::nomenclature::CodeRole;
use domain::saisie::{Champ, Erreurs, SaisieFermeture};
use uuid::Uuid;

/// What is done to the situation.
#[derive(Clone, Copy)]
pub(crate) enum EffetRevue<'a> {
    /// it ends (R51)
    Fermer(&'a SaisieFermeture),
    /// that end is taken back, with whatever replaced it since the answer
    Rouvrir,
    /// its rôle becomes that one
    ChangerRole(&'a CodeRole),
}

impl Registry {
    /// Does it. What is already so is left as it is.
    pub(crate) async fn agir_en_revue(
        &self,
        tx: &mut Tx,
        r: &Reviseur,
        (personne, situation): (PersonneId, SituationId),
        effet: EffetRevue<'_>,
    ) -> Result<(), ActeError> {
        let qui = Qui::Reviseur(r);
        let row = ouvrir(tx, qui, personne).await?;
        let (projet, acte) = match effet {
            EffetRevue::Fermer(saisie) => {
                let acte = ActeSituation::Fermer {
                    situation,
                    saisie: saisie.clone(),
                };
                (self.projeter(tx, qui, &row, &acte).await?, Acte::FermerSituation)
            }
            EffetRevue::Rouvrir => {
                let depuis = dite_le(tx, r, situation).await?;
                let projet = self
                    .projeter_reouverture(
                        tx,
                        qui,
                        &row,
                        situation,
                        depuis.map_or(Reprise::Derniere, Reprise::Depuis),
                    )
                    .await?;
                (projet, Acte::RouvrirSituation)
            }
            EffetRevue::ChangerRole(role) => (
                self.projeter_role(tx, qui, &row, situation, role).await?,
                Acte::ModifierSituation,
            ),
        };
        if projet.changements.is_empty() {
            return Ok(());
        }
        Ok(self.ecrire_projet(tx, qui, &row, &projet, acte).await?)
    }

    async fn projeter_role(
        &self,
        tx: &mut Tx,
        qui: Qui<'_>,
        row: &Row,
        situation: SituationId,
        role: &CodeRole,
    ) -> Result<Projet, ActeError> {
        let personne: Uuid = row.get("id")?;
        let avant = lire(tx, qui, personne, situation).await?;
        self.refuser_si_terminee(&avant)?;
        let n = self.nomenclatures();
        if n.role(role).is_none() {
            return Err(ActeError::Invalide(Erreurs::une(
                Champ::Role,
                "Choisissez un rôle dans la liste.",
            )));
        }
        let refus = eligibilite::situation(
            n.profession(&avant.profession),
            n.role(role),
            Some(&avant.etablissement),
        )
        .into_iter()
        .find(|constat| constat.niveau == Niveau::Refus);
        if let Some(refus) = refus {
            return Err(ActeError::NonEligible(Box::new(refus)));
        }
        let apres = Etat {
            role: role.clone(),
            ..avant.clone()
        };
        refuser_chevauchement(tx, personne, &apres, Some(situation)).await?;
        let mut projet = Projet {
            situation: Some(situation),
            avant: Some(avant),
            apres,
            noms: super::etat::Noms {
                nom: row.parse("nom_exercice")?,
                prenom: row.parse("prenom_exercice")?,
            },
            fermeture: Suite::Rien,
            changements: Vec::new(),
        };
        projet.changements = projet.comparer(row, &n)?;
        Ok(projet)
    }
}

/// When this campaign said that the person had left: what was closed before is not its doing.
async fn dite_le(tx: &mut Tx, r: &Reviseur, situation: SituationId) -> Result<Option<Instant>, DbError> {
    let row = sql("SELECT le FROM revue_personne WHERE revue = $1 AND situation = $2")
        .bind(r.revue().uuid())
        .bind(situation.uuid())
        .optional(tx)
        .await?;
    let le = row.map(|row| row.get::<Option<i64>>("le")).transpose()?;
    Ok(le.flatten().map(Instant::from_millis))
}

/// Nobody acts on their own record (R38), and nothing is updated while a demande of the person is pending there (R33).
pub(super) async fn verifier(tx: &mut Tx, r: &Reviseur, row: &Row) -> Result<(), ActeError> {
    if r.soi().est_fiche(row)? {
        return Err(ActeError::PropreFiche);
    }
    let pendante = sql(format!(
        "SELECT id, reference FROM demande WHERE statut IN ('a_traiter', 'a_corriger') \
         AND (identite = $2 OR demandeur = $3) AND finess IN {} ORDER BY soumise_le LIMIT 1",
        r.perimetre()
    ))
    .bind(r.compte().uuid())
    .bind(row.get::<String>("identite")?)
    .bind(row.get::<Option<Uuid>>("compte")?)
    .optional(tx)
    .await?;
    match pendante {
        Some(row) => Err(ActeError::DemandeEnCours {
            demande: DemandeId::new(row.get("id")?),
            reference: row.parse("reference")?,
        }),
        None => Ok(()),
    }
}
