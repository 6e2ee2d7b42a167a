//! What is wrong in a draft, step by step, and who the person may be already (R3): said before the end, not after.

use super::BrouillonInscription;
use crate::Registry;
use crate::db::sql;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::personne::{cle_identite, prefixe_identite, rpps};
use crate::situation::hors_perimetre;
use domain::demande::Reference;
use domain::eligibilite::{self, Constat, Niveau};
use domain::etat_civil::Certification;
use domain::identifiant::{Finess, Rpps};
use domain::ids::{DemandeId, PersonneId};
use domain::saisie::{ContexteSituation, Erreurs, Etape, InscriptionComplete};
use uuid::Uuid;

/// Somebody of the register with the same civil status, or the same name, sex and birth date.
#[derive(Clone, Debug)]
pub struct DejaConnue {
    /// Exactly the same civil status: the same person (R3).
    pub exacte: bool,
    /// The name used at work.
    pub nom: String,
    /// The number.
    pub rpps: Rpps,
    /// The record, when it is in the perimeter.
    pub fiche: Option<PersonneId>,
}

/// What is to be known before confirming.
#[derive(Clone, Debug)]
pub struct Examen {
    /// What is wrong, in the four steps.
    pub erreurs: Erreurs,
    /// People of the register that it may be (at most ten).
    pub connues: Vec<DejaConnue>,
    /// A demande of the same person that waits in the perimeter (R33).
    pub demande: Option<(DemandeId, Reference)>,
    /// Warnings of the rules of eligibility.
    pub constats: Vec<Constat>,
}

impl Examen {
    /// The errors of a step.
    pub fn erreurs_de(&self, etape: Etape) -> Option<Erreurs> {
        let mut siennes = Erreurs::new();
        for erreur in &self.erreurs {
            if erreur.champ.etape() == Some(etape)
                || etape == Etape::InformationsLegales && erreur.champ.etape().is_none()
            {
                siennes.push(erreur.champ, erreur.message.clone());
            }
        }
        (!siennes.is_empty()).then_some(siennes)
    }

    /// The person has a number already: the situation will be added to it.
    pub fn exacte(&self) -> Option<&DejaConnue> {
        self.connues.iter().find(|connue| connue.exacte)
    }
}

impl Registry {
    /// Reads a draft with all the rules.
    pub async fn examiner_enregistrement(
        &self,
        g: &Gestionnaire,
        brouillon: &BrouillonInscription,
    ) -> Result<Examen, ActeError> {
        let erreurs = self.lire_inscription(brouillon).err().unwrap_or_default();
        let civil = brouillon
            .saisie
            .etat_civil
            .valider(self.aujourd_hui(), Certification::Di)
            .ok();
        let (connues, demande) = match &civil {
            Some(civil) => {
                let identite = cle_identite(civil);
                (
                    self.connues(g, &identite).await?,
                    self.demande_de_la_meme(g, &identite).await?,
                )
            }
            None => (Vec::new(), None),
        };
        let n = self.nomenclatures();
        let s = &brouillon.saisie.situation;
        let constats = eligibilite::situation(
            s.profession.parse().ok().and_then(|code| n.profession(&code)),
            s.role.parse().ok().and_then(|code| n.role(&code)),
            brouillon.etablissement.as_ref(),
        );
        Ok(Examen {
            erreurs,
            connues,
            demande,
            constats: constats
                .into_iter()
                .filter(|constat| constat.niveau == Niveau::Avertissement)
                .collect(),
        })
    }

    /// The registration that a draft amounts to, or everything that is wrong in it, said of somebody else.
    pub(super) fn lire_inscription(
        &self,
        brouillon: &BrouillonInscription,
    ) -> Result<InscriptionComplete, Erreurs> {
        let ctx = ContexteSituation {
            nomenclatures: &self.nomenclatures(),
            aujourd_hui: self.aujourd_hui(),
            etablissement: brouillon.etablissement.as_ref(),
            // The civil status of the same form gives these three.
            naissance: None,
            noms: &[],
            prenoms: "",
        };
        let lisible = brouillon.saisie.situation.etablissement.parse::<Finess>().is_ok();
        brouillon
            .saisie
            .valider(&ctx)
            .map_err(|erreurs| hors_perimetre(erreurs, lisible && brouillon.etablissement.is_none()))
    }

    async fn connues(&self, g: &Gestionnaire, identite: &str) -> Result<Vec<DejaConnue>, ActeError> {
        let debut = prefixe_identite(identite).to_owned();
        // Keys end their parts with `|`; `}` is the next character: everything between is a longer key.
        let fin = format!("{}}}", debut.strip_suffix('|').unwrap_or(&debut));
        let rows = sql(format!(
            "SELECT id, rpps, identite, nom_exercice, prenom_exercice, \
             (SELECT COUNT(*) FROM situation WHERE situation.personne = personne.id AND situation.finess IN {}) AS dedans \
             FROM personne WHERE identite >= $2 AND identite < $3 ORDER BY rpps LIMIT 10",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(&debut)
        .bind(&fin)
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                let dedans = row.get::<i64>("dedans")? > 0;
                Ok(DejaConnue {
                    exacte: row.get::<String>("identite")? == identite,
                    nom: format!(
                        "{} {}",
                        row.get::<String>("prenom_exercice")?,
                        row.get::<String>("nom_exercice")?
                    ),
                    rpps: rpps(&row.get::<String>("rpps")?)?,
                    fiche: dedans
                        .then(|| row.get::<Uuid>("id").map(PersonneId::new))
                        .transpose()?,
                })
            })
            .collect()
    }

    async fn demande_de_la_meme(
        &self,
        g: &Gestionnaire,
        identite: &str,
    ) -> Result<Option<(DemandeId, Reference)>, ActeError> {
        let row = sql(format!(
            "SELECT id, reference FROM demande WHERE statut IN ('a_traiter', 'a_corriger') AND identite = $2 \
             AND finess IN {} ORDER BY soumise_le LIMIT 1",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(identite)
        .optional(&self.db)
        .await?;
        row.map(|row| Ok((DemandeId::new(row.get("id")?), row.parse("reference")?)))
            .transpose()
    }
}
