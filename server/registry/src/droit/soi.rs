//! Who somebody who acts on others is, as far as the register can tell: nobody treats their own demande, record or line (R38).
//!
//! A demande comes from a `FranceConnect` account, a right goes to the card that Pro Santé Connect vouches for: one person has two
//! accounts, which no key ties. What ties them is the civil status of the record that bears the number of the card; for a card without
//! one (CPE), or whose number is nobody's here, the names on it (domain.md §10.4). A homonym is then left to a colleague too.

use super::ouverte::{Identite, PERSONNE_DU_COMPTE};
use crate::db::{DbError, Row, Run, sql};
use crate::personne::{cle_identite, etat_civil, identites_proches};
use domain::date::Jour;
use domain::etat_civil::{EtatCivil, Nom, Prenom};
use domain::ids::{CompteId, PersonneId};
use domain::saisie::DemandeComplete;
use uuid::Uuid;

/// Who this is.
#[derive(Clone)]
pub(crate) struct Soi {
    compte: CompteId,
    personne: Option<PersonneId>,
    /// folded civil statuses known of this person: as `FranceConnect` says it, as the register has it
    identites: Vec<String>,
    /// given names then family name, as the provider says them
    appel: String,
}

/// The columns of an account `c` that [`Soi::lire`] and [`Identite::de`] read.
pub(crate) fn colonnes() -> String {
    format!(
        "c.nom_affiche, c.etat_civil, {PERSONNE_DU_COMPTE} AS personne, \
         (SELECT soi.identite FROM personne soi WHERE soi.id = {PERSONNE_DU_COMPTE}) AS identite"
    )
}

impl Soi {
    /// From [`colonnes`].
    pub(super) fn lire(row: &Row, compte: CompteId, identite: Option<&Identite>) -> Result<Self, DbError> {
        let certifiee = identite.and_then(|identite| identite.complete.as_ref());
        let identites = certifiee
            .map(cle_identite)
            .into_iter()
            .chain(row.get::<Option<String>>("identite")?)
            .collect();
        Ok(Self {
            compte,
            personne: row.get::<Option<Uuid>>("personne")?.map(PersonneId::new),
            identites,
            appel: row.get("nom_affiche")?,
        })
    }

    /// The person of an account, for work that goes on after the session.
    pub(crate) async fn de_compte(on: impl Run<'_>, compte: CompteId, jour: Jour) -> Result<Self, DbError> {
        let row = sql(format!("SELECT {} FROM compte c WHERE c.id = $1", colonnes()))
            .bind(compte.uuid())
            .one(on)
            .await?;
        Self::lire(&row, compte, Identite::de(&row, jour)?.as_ref())
    }

    /// Their record, when the register ties the account to one.
    pub(crate) fn personne(&self) -> Option<PersonneId> {
        self.personne
    }

    /// Folded civil statuses ([`cle_identite`]) known of this person.
    pub(crate) fn identites(&self) -> &[String] {
        &self.identites
    }

    /// The name on the card, when it is all that is known.
    pub(crate) fn appel(&self) -> Option<&str> {
        self.identites.is_empty().then_some(self.appel.as_str())
    }

    /// Whether a demande is this person’s: sent with that very account, or by somebody who is or may be this person.
    pub(crate) fn a_depose(&self, demandeur: CompteId, complete: &DemandeComplete) -> bool {
        self.compte == demandeur || self.est(complete)
    }

    /// Whether what was typed of somebody is or may be this person.
    pub(crate) fn est(&self, complete: &DemandeComplete) -> bool {
        let situation = &complete.situation;
        self.peut_etre(
            &complete.etat_civil,
            (&situation.nom_exercice, &situation.prenom_exercice),
        )
    }

    /// Whether a row of `personne` is or may be this person’s.
    pub(crate) fn est_fiche(&self, row: &Row) -> Result<bool, DbError> {
        let compte = row.get::<Option<Uuid>>("compte")?.map(CompteId::new);
        Ok(self.est_inscrite(PersonneId::new(row.get("id")?), compte)
            || self.peut_etre(
                &etat_civil(row)?,
                (&row.parse("nom_exercice")?, &row.parse("prenom_exercice")?),
            ))
    }

    /// Whether somebody registered, tied to that account, is this person; of names nothing is known here.
    pub(crate) fn est_inscrite(&self, personne: PersonneId, compte: Option<CompteId>) -> bool {
        self.personne == Some(personne) || compte == Some(self.compte)
    }

    fn peut_etre(&self, etat_civil: &EtatCivil, exercice: (&Nom, &Prenom)) -> bool {
        if let Some(appel) = self.appel() {
            return etat_civil.peut_etre(appel, exercice);
        }
        let identite = cle_identite(etat_civil);
        self.identites
            .iter()
            .any(|sienne| identites_proches(sienne, &identite))
    }
}
