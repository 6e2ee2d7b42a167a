//! Who somebody who acts on others is, as far as the register can tell: nobody treats their own demande, record or line (R38).
//!
//! A demande comes from a `FranceConnect` account, a right goes to the card that Pro Santé Connect vouches for: one person has two
//! accounts, which no key ties. What ties them is the civil status of the record that bears the number of the card; for a card without
//! one (CPE), or whose number is nobody's here, the names on it (domain.md §10.4), and the person that somebody said it is
//! (`depart::meme`). A homonym is then left to a colleague too.

use super::ouverte::{Identite, PERSONNE_DU_COMPTE, personne_dite};
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
    /// their record or, when nothing ties them to one, that of the person somebody said they are: it only forbids
    dite: Option<PersonneId>,
    /// folded civil statuses known of this person: as `FranceConnect` says it, as the register has it
    identites: Vec<String>,
    /// given names then family name, as the provider says them, when no civil status is vouched for
    appel: Option<String>,
}

/// The columns of an account `c` that [`Soi::lire`] and [`Identite::de`] read.
pub(crate) fn colonnes() -> String {
    format!(
        "c.nom_affiche, c.etat_civil, {PERSONNE_DU_COMPTE} AS personne, {dite} AS dite, \
         (SELECT soi.identite FROM personne soi WHERE soi.id = {dite}) AS identite",
        dite = personne_dite(),
    )
}

impl Soi {
    /// From [`colonnes`].
    pub(super) fn lire(row: &Row, compte: CompteId, identite: Option<&Identite>) -> Result<Self, DbError> {
        let lue = |colonne| Ok::<_, DbError>(row.get::<Option<Uuid>>(colonne)?.map(PersonneId::new));
        let (personne, dite) = (lue("personne")?, lue("dite")?);
        let certifiee = identite.and_then(|identite| identite.complete.as_ref());
        // What somebody said does not make up for the names.
        let appel = (personne.is_none() && certifiee.is_none()).then(|| row.get("nom_affiche"));
        Ok(Self {
            compte,
            personne,
            dite,
            identites: certifiee
                .map(cle_identite)
                .into_iter()
                .chain(row.get::<Option<String>>("identite")?)
                .collect(),
            appel: appel.transpose()?,
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

    /// That record or, when there is none, that of the person somebody said they are.
    pub(crate) fn personne_dite(&self) -> Option<PersonneId> {
        self.dite
    }

    /// Folded civil statuses ([`cle_identite`]) known of this person.
    pub(crate) fn identites(&self) -> &[String] {
        &self.identites
    }

    /// The name on the card, when no civil status is vouched for.
    pub(crate) fn appel(&self) -> Option<&str> {
        self.appel.as_deref()
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
        Ok(self.dite == Some(PersonneId::new(row.get("id")?))
            || compte == Some(self.compte)
            || self.peut_etre(
                &etat_civil(row)?,
                (&row.parse("nom_exercice")?, &row.parse("prenom_exercice")?),
            ))
    }

    fn peut_etre(&self, etat_civil: &EtatCivil, exercice: (&Nom, &Prenom)) -> bool {
        let identite = cle_identite(etat_civil);
        self.appel()
            .is_some_and(|appel| etat_civil.peut_etre(appel, exercice))
            || self
                .identites
                .iter()
                .any(|sienne| identites_proches(sienne, &identite))
    }
}
