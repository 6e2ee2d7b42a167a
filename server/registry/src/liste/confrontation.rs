//! What the register knows of the people of a list, asked in bulk: who is registered already, where they work, who holds
//! their e-mail or mobile, which demandes wait. A few statements for a thousand rows, never one for each.

use crate::coordonnee::paire;
use crate::db::{Answer, Db, DbError, Engine, Row, Statement, Tx, sql};
use crate::personne::{cle_identite, rpps};
use domain::date::Jour;
use domain::etat_civil::{Nom, Prenom};
use domain::identifiant::Rpps;
use domain::ids::{CompteId, PersonneId};
use domain::saisie::{Champ, DemandeComplete};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Values of one statement.
const LOT: usize = 1_000;

/// Where statements run: on the database for the dry run, in the transaction that registers.
pub(super) enum Lecture<'a> {
    /// reads what is committed
    Base(&'a Db),
    /// reads its own writes, and nobody else writes meanwhile
    Acte(&'a mut Tx),
}

impl Lecture<'_> {
    fn moteur(&self) -> Engine {
        match self {
            Self::Base(db) => db.engine(),
            Self::Acte(tx) => tx.engine(),
        }
    }

    fn lire(&mut self, enonce: Statement) -> Answer<'_, Vec<Row>> {
        match self {
            Self::Base(db) => enonce.all(*db),
            Self::Acte(tx) => enonce.all(&mut **tx),
        }
    }

    /// The rows of `texte`, whose `{}` stands for a list of values, for all the values.
    async fn parmi(&mut self, texte: &str, valeurs: &[String]) -> Result<Vec<Row>, DbError> {
        let mut rows = Vec::new();
        for lot in valeurs.chunks(LOT) {
            let places: Vec<String> = (1..=lot.len())
                .map(|rang| match self.moteur() {
                    // See `referentiel::lot`: names cost more than places.
                    Engine::Sqlite => "?".to_owned(),
                    Engine::Postgres => format!("${rang}"),
                })
                .collect();
            let enonce = sql(texte.replace("{}", &places.join(", ")));
            rows.extend(self.lire(lot.iter().fold(enonce, Statement::bind)).await?);
        }
        Ok(rows)
    }
}

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

/// What was found.
#[derive(Default)]
pub(super) struct Confrontation {
    personnes: HashMap<String, Connue>,
    tenues: HashSet<(Champ, String)>,
    ouvertes: HashSet<(String, String)>,
}

impl Confrontation {
    /// Asks for all these rows at once.
    pub(super) async fn lire(
        mut lecture: Lecture<'_>,
        lignes: impl Iterator<Item = &DemandeComplete>,
    ) -> Result<Self, DbError> {
        let (mut identites, mut contacts) = (HashSet::new(), HashSet::new());
        for complete in lignes {
            identites.insert(cle_identite(&complete.etat_civil));
            contacts.extend(paire(&complete.contact).into_iter().map(|(_, _, valeur)| valeur));
        }
        let identites: Vec<String> = identites.into_iter().collect();
        let contacts: Vec<String> = contacts.into_iter().collect();
        let mut trouve = Self::default();
        let mut par_id: HashMap<Uuid, String> = HashMap::new();
        let rows = lecture
            .parmi(
                "SELECT id, rpps, compte, identite, email, nom_exercice, prenom_exercice FROM personne WHERE identite IN ({})",
                &identites,
            )
            .await?;
        for row in rows {
            let (id, identite) = (row.get::<Uuid>("id")?, row.get::<String>("identite")?);
            par_id.insert(id, identite.clone());
            let connue = Connue {
                personne: PersonneId::new(id),
                rpps: rpps(&row.get::<String>("rpps")?)?,
                compte: row.get::<Option<Uuid>>("compte")?.map(CompteId::new),
                email: row.get("email")?,
                nom: row.parse("nom_exercice")?,
                prenom: row.parse("prenom_exercice")?,
                situations: Vec::new(),
            };
            trouve.personnes.insert(identite, connue);
        }
        let rows = lecture
            .parmi(
                "SELECT situation.personne, situation.finess, situation.debut, situation.fin FROM situation \
                 JOIN personne ON personne.id = situation.personne WHERE personne.identite IN ({})",
                &identites,
            )
            .await?;
        for row in rows {
            let connue = par_id
                .get(&row.get::<Uuid>("personne")?)
                .and_then(|identite| trouve.personnes.get_mut(identite));
            if let Some(connue) = connue {
                let situation = (row.get("finess")?, row.get("debut")?, row.get("fin")?);
                connue.situations.push(situation);
            }
        }
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
        let rows = lecture
            .parmi(
                "SELECT identite, finess FROM demande WHERE statut IN ('a_traiter', 'a_corriger') AND identite IN ({})",
                &identites,
            )
            .await?;
        for row in rows {
            trouve.ouvertes.insert((row.get("identite")?, row.get("finess")?));
        }
        Ok(trouve)
    }

    /// The person of that civil status, when registered (R3).
    pub(super) fn connue(&self, identite: &str) -> Option<&Connue> {
        self.personnes.get(identite)
    }

    /// Whether a demande of this person waits for an answer at this establishment.
    pub(super) fn demande_ouverte(&self, identite: &str, complete: &DemandeComplete) -> bool {
        let finess = complete.situation.etablissement.as_str().to_owned();
        self.ouvertes.contains(&(identite.to_owned(), finess))
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
