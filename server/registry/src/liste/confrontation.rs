//! What the register knows of the people of a list, asked in bulk: who is registered already or looks like somebody who is, where
//! they work, who holds their e-mail or mobile, which demandes wait. A few statements for a thousand rows, never one for each.

use super::lecture::Lecture;
use super::semblable::{Semblable, Semblables, portrait};
use crate::coordonnee::paire;
use crate::db::{DbError, Row};
use crate::demande::cle_des_paires;
use crate::droit::Soi;
use crate::personne::{cle_identite, rpps};
use domain::date::Jour;
use domain::doublon::{ChoixDoublon, NiveauDoublon, Portrait, empreinte};
use domain::etablissement::EtablissementResume;
use domain::etat_civil::{Nom, Prenom};
use domain::identifiant::Rpps;
use domain::ids::{CompteId, PersonneId};
use domain::saisie::{Champ, DemandeComplete};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// What the author of a list said of a row and of those who look like it, by the number of the pair: what was said of two records
/// of which one has changed is found no more.
pub(super) type Reponses = BTreeMap<i64, ChoixDoublon>;

/// A registered person.
#[derive(Clone)]
pub(super) struct Connue {
    pub(super) personne: PersonneId,
    pub(super) rpps: Rpps,
    pub(super) compte: Option<CompteId>,
    /// where mails about this person go: theirs, not the list's
    pub(super) email: String,
    pub(super) nom: Nom,
    pub(super) prenom: Prenom,
    /// it is, or may be, whoever brings the list (R38)
    pub(super) sienne: bool,
    identite: String,
    situations: Vec<(String, Jour, Option<Jour>)>,
}

impl Connue {
    /// Whether a situation of that establishment shares a day with this one (R23).
    pub(super) fn exerce(&self, complete: &DemandeComplete) -> bool {
        let voulue = &complete.situation;
        self.situations.iter().any(|(finess, debut, fin)| {
            finess == voulue.etablissement.as_str()
                && fin.is_none_or(|fin| voulue.debut <= fin)
                && voulue.fin.is_none_or(|fin| *debut <= fin)
        })
    }
}

impl Connue {
    /// From a whole row of `personne`.
    fn lire(row: &Row, deposant: &Soi) -> Result<Self, DbError> {
        Ok(Self {
            personne: PersonneId::new(row.get("id")?),
            rpps: rpps(&row.get::<String>("rpps")?)?,
            compte: row.get::<Option<Uuid>>("compte")?.map(CompteId::new),
            email: row.get("email")?,
            nom: row.parse("nom_exercice")?,
            prenom: row.parse("prenom_exercice")?,
            sienne: deposant.est_fiche(row)?,
            identite: row.get("identite")?,
            situations: Vec::new(),
        })
    }

    /// What may be shown of anybody: the name used at work and the number, which the register publishes.
    pub(super) fn designation(&self) -> String {
        format!(
            "{} {} (RPPS {})",
            self.nom.as_str(),
            self.prenom.as_str(),
            self.rpps
        )
    }
}

/// Who the person of a row is.
#[derive(Clone, Copy)]
pub(super) enum Qui<'a> {
    /// somebody registered: the same civil status, or the author said so (R3)
    Connue(&'a Connue),
    /// perhaps this one, who strongly looks like it: the author must say
    ATrancher(&'a Connue),
    /// nobody known
    Nouvelle,
}

impl<'a> Qui<'a> {
    /// The registered person, when it is one.
    pub(super) fn connue(self) -> Option<&'a Connue> {
        match self {
            Self::Connue(connue) => Some(connue),
            Self::ATrancher(_) | Self::Nouvelle => None,
        }
    }

    /// Whether it is, or may be, whoever brings the list: it is not for them to say either (R38).
    pub(super) fn est_sienne(self) -> bool {
        match self {
            Self::Connue(connue) | Self::ATrancher(connue) => connue.sienne,
            Self::Nouvelle => false,
        }
    }
}

/// What was found.
#[derive(Default)]
pub(super) struct Confrontation {
    fiches: HashMap<Uuid, Connue>,
    identites: HashMap<String, Uuid>,
    semblables: Semblables,
    tenues: HashSet<(Champ, String)>,
    ouvertes: HashMap<String, String>,
    ouvertes_par_compte: HashMap<CompteId, String>,
}

impl Confrontation {
    /// Asks for all these rows at once. `lieux`: the perimeter of whoever brings the list, who is `deposant`.
    pub(super) async fn lire(
        mut lecture: Lecture<'_>,
        lignes: impl Iterator<Item = &DemandeComplete>,
        lieux: &HashMap<String, EtablissementResume>,
        deposant: &Soi,
    ) -> Result<Self, DbError> {
        let lignes: Vec<(String, &DemandeComplete)> = lignes
            .map(|complete| (cle_identite(&complete.etat_civil), complete))
            .collect();
        let identites: HashSet<String> = lignes.iter().map(|(identite, _)| identite.clone()).collect();
        let identites: Vec<String> = identites.into_iter().collect();
        let contacts: HashSet<String> = lignes
            .iter()
            .flat_map(|(_, complete)| paire(&complete.contact).map(|(_, _, valeur)| valeur))
            .collect();
        let contacts: Vec<String> = contacts.into_iter().collect();
        let mut trouve = Self::default();
        let rows = lecture
            .parmi("SELECT * FROM personne WHERE identite IN ({})", &identites)
            .await?;
        for row in &rows {
            let id = row.get("id")?;
            trouve.identites.insert(row.get("identite")?, id);
            trouve.fiches.insert(id, Connue::lire(row, deposant)?);
        }
        trouve
            .chercher_semblables(&mut lecture, &lignes, deposant)
            .await?;
        trouve.lire_situations(&mut lecture).await?;
        let rows = lecture
            .parmi(
                "SELECT genre, valeur FROM coordonnee WHERE valeur IN ({})",
                &contacts,
            )
            .await?;
        for row in rows {
            let champ = if row.get::<String>("genre")? == "email" {
                Champ::Email
            } else {
                Champ::Mobile
            };
            trouve.tenues.insert((champ, row.get("valeur")?));
        }
        trouve.lire_ouvertes(&mut lecture, identites, lieux).await?;
        Ok(trouve)
    }

    /// Those who are not known by their civil status.
    async fn chercher_semblables(
        &mut self,
        lecture: &mut Lecture<'_>,
        lignes: &[(String, &DemandeComplete)],
        deposant: &Soi,
    ) -> Result<(), DbError> {
        let inconnus: HashMap<i64, Portrait> = lignes
            .iter()
            .filter(|(identite, _)| !self.identites.contains_key(identite))
            .map(|(_, complete)| portrait(complete))
            .map(|portrait| (empreinte(&portrait), portrait))
            .collect();
        let inconnus: Vec<Portrait> = inconnus.into_values().collect();
        let cle = match lecture {
            Lecture::Base(db) => cle_des_paires(*db).await?,
            Lecture::Acte(tx) => cle_des_paires(&mut **tx).await?,
        };
        self.semblables = Semblables::chercher(lecture, &cle, &inconnus).await?;
        for (id, row) in &self.semblables.fiches {
            self.fiches.insert(*id, Connue::lire(row, deposant)?);
        }
        Ok(())
    }

    async fn lire_situations(&mut self, lecture: &mut Lecture<'_>) -> Result<(), DbError> {
        let ids: Vec<Uuid> = self.fiches.keys().copied().collect();
        let rows = lecture
            .parmi(
                "SELECT personne, finess, debut, fin FROM situation WHERE personne IN ({})",
                &ids,
            )
            .await?;
        for row in rows {
            if let Some(connue) = self.fiches.get_mut(&row.get::<Uuid>("personne")?) {
                let situation = (row.get("finess")?, row.get("debut")?, row.get("fin")?);
                connue.situations.push(situation);
            }
        }
        Ok(())
    }

    /// The demandes that wait in the perimeter (R33), of these civil statuses, of those found or of their accounts. What waits
    /// elsewhere is not told.
    async fn lire_ouvertes(
        &mut self,
        lecture: &mut Lecture<'_>,
        mut identites: Vec<String>,
        lieux: &HashMap<String, EtablissementResume>,
    ) -> Result<(), DbError> {
        const OUVERTES: &str = "SELECT identite, demandeur, finess, reference FROM demande WHERE statut IN ('a_traiter', 'a_corriger') AND ";
        let comptes: Vec<Uuid> = self
            .fiches
            .values()
            .filter_map(|connue| connue.compte.map(CompteId::uuid))
            .collect();
        identites.extend(self.fiches.values().map(|connue| connue.identite.clone()));
        let mut rows = lecture
            .parmi(&format!("{OUVERTES} identite IN ({{}})"), &identites)
            .await?;
        rows.extend(
            lecture
                .parmi(&format!("{OUVERTES} demandeur IN ({{}})"), &comptes)
                .await?,
        );
        for row in rows {
            if lieux.contains_key(&row.get::<String>("finess")?) {
                let reference: String = row.get("reference")?;
                self.ouvertes_par_compte
                    .insert(CompteId::new(row.get("demandeur")?), reference.clone());
                self.ouvertes.insert(row.get("identite")?, reference);
            }
        }
        Ok(())
    }

    /// Who the person of a row is, with what was said of it. Once the person is known, those who look like it do not matter any more.
    pub(super) fn qui(&self, identite: &str, complete: &DemandeComplete, reponses: &Reponses) -> Qui<'_> {
        if let Some(connue) = self.identites.get(identite).and_then(|id| self.fiches.get(id)) {
            return Qui::Connue(connue);
        }
        let vues = self.semblables.de(&portrait(complete));
        let cherche = |voulue: fn(&Semblable, Option<ChoixDoublon>) -> bool| {
            vues.iter()
                .find(|vue| voulue(vue, dit(vue, reponses)))
                .and_then(|vue| self.fiches.get(&vue.personne))
        };
        if let Some(meme) = cherche(|_, dit| dit == Some(ChoixDoublon::Meme)) {
            return Qui::Connue(meme);
        }
        let forte = cherche(|vue, dit| dit.is_none() && vue.niveau != NiveauDoublon::Possible);
        forte.map_or(Qui::Nouvelle, Qui::ATrancher)
    }

    /// Those worth a look, of whom nothing was said.
    pub(super) fn possibles(&self, complete: &DemandeComplete, reponses: &Reponses) -> Vec<&Connue> {
        self.semblables
            .de(&portrait(complete))
            .iter()
            .filter(|vue| vue.niveau == NiveauDoublon::Possible && dit(vue, reponses).is_none())
            .filter_map(|vue| self.fiches.get(&vue.personne))
            .collect()
    }

    /// The demande of this person that waits in the perimeter, by its reference.
    pub(super) fn demande_ouverte(&self, identite: &str, connue: Option<&Connue>) -> Option<&str> {
        let de_la_fiche = || self.ouvertes.get(&connue?.identite);
        let du_compte = || self.ouvertes_par_compte.get(&connue?.compte?);
        self.ouvertes
            .get(identite)
            .or_else(de_la_fiche)
            .or_else(du_compte)
            .map(String::as_str)
    }

    /// Which of the e-mail and the mobile belong to somebody (R19).
    pub(super) fn tenues(&self, complete: &DemandeComplete) -> Vec<Champ> {
        paire(&complete.contact)
            .into_iter()
            .filter(|(champ, _, valeur)| self.tenues.contains(&(*champ, valeur.clone())))
            .map(|(champ, ..)| champ)
            .collect()
    }
}

/// What was said of a row and of this person.
fn dit(vue: &Semblable, reponses: &Reponses) -> Option<ChoixDoublon> {
    reponses.get(&vue.numero).copied()
}
