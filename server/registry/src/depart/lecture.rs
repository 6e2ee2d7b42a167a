//! What pages show of departures: the latest ones of the perimeter, and one of them.

use super::habilitations::{comptes_de, touche};
use super::{COLONNES, Depart, Etat};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet};
use crate::situation::DELAI_REOUVERTURE_JOURS;
use domain::date::{Instant, Jour};
use domain::ids::{DepartId, PersonneId};
use domain::nomenclature::MotifFin;

/// Where a departure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatDepart {
    /// it can be undone for that many seconds, by who recorded it
    Annulable(i64),
    /// the last day is to come
    Planifie,
    /// done
    Fait,
    /// undone at once
    Annule,
    /// opened again later
    Rouvert,
}

/// A departure in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneDepart {
    /// Its id.
    pub id: DepartId,
    /// Who leaves.
    pub personne: PersonneId,
    /// The name used at work.
    pub nom: String,
    /// The last day.
    pub fin: Jour,
    /// Why (J92).
    pub motif: MotifFin,
    /// When it was recorded.
    pub le: Instant,
    /// By whom, as colleagues see that person's name.
    pub par: Option<String>,
    /// Whether the reader recorded it.
    pub mien: bool,
    /// Where it stands, for the reader.
    pub etat: EtatDepart,
    /// The person still has an habilitation in the perimeter, which the departure does not withdraw (R52).
    pub habilitation_restante: bool,
    /// Less than thirty days ago: it can be opened again.
    pub rouvrable: bool,
}

/// A departure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartVu {
    /// The same as in a list.
    pub ligne: LigneDepart,
    /// The establishments where a situation was closed, those of the perimeter.
    pub etablissements: Vec<String>,
    /// How many habilitations it withdraws, or will.
    pub habilitations: i64,
    /// How many demandes were handed over.
    pub confiees: i64,
    /// To whom they are, or will be, handed over.
    pub collegue: Option<String>,
}

impl Registry {
    /// The departures recorded in the perimeter in the last thirty days, the latest first (fifty at most).
    pub async fn departs_recents(&self, g: &Gestionnaire) -> Result<Vec<LigneDepart>, ActeError> {
        let now = self.now();
        let depuis = now.plus_days(-DELAI_REOUVERTURE_JOURS).millis();
        let rows = sql(format!(
            "{} WHERE depart.le >= $2 AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = depart.personne \
             AND situation.finess IN {}) ORDER BY depart.le DESC LIMIT 50",
            lecture(g),
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(depuis)
        .all(&self.db)
        .await?;
        Ok(rows
            .iter()
            .map(|row| ligne(row, g, now))
            .collect::<Result<_, _>>()?)
    }

    /// A departure of the perimeter; any other is [`ActeError::Introuvable`].
    pub async fn depart(&self, g: &Gestionnaire, id: DepartId) -> Result<DepartVu, ActeError> {
        self.tenter(super::tentative(g, Acte::Consulter, Objet::Depart(id)), async {
            let perimetre = g.perimetre();
            let row = sql(format!(
                "{} WHERE depart.id = $2 AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = depart.personne \
                 AND situation.finess IN {perimetre})",
                lecture(g)
            ))
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let etablissements = sql(format!(
                "SELECT etablissement.raison_sociale FROM depart_situation d JOIN situation ON situation.id = d.situation \
                 JOIN etablissement ON etablissement.finess = situation.finess WHERE d.depart = $2 \
                 AND situation.finess IN {perimetre} ORDER BY etablissement.raison_sociale"
            ))
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .all(&self.db)
            .await?;
            let comptes = sql(
                "SELECT (SELECT COUNT(*) FROM depart_habilitation WHERE depart = $1) AS habilitations, \
                 (SELECT COUNT(*) FROM confiee WHERE depart = $1) AS confiees",
            )
            .bind(id.uuid())
            .one(&self.db)
            .await?;
            Ok(DepartVu {
                ligne: ligne(&row, g, self.now())?,
                etablissements: etablissements
                    .iter()
                    .map(|row| row.get("raison_sociale"))
                    .collect::<Result<_, _>>()?,
                habilitations: comptes.get("habilitations")?,
                confiees: comptes.get("confiees")?,
                collegue: row.get("nom_collegue")?,
            })
        })
        .await
    }
}

fn lecture(g: &Gestionnaire) -> String {
    format!(
        "SELECT {COLONNES}, personne.nom_exercice, personne.prenom_exercice, auteur.nom_affiche AS nom_auteur, \
         collegue.nom_affiche AS nom_collegue, EXISTS (SELECT 1 FROM habilitation h WHERE h.retiree_le IS NULL \
         AND h.compte IN {} AND {} AND NOT EXISTS (SELECT 1 FROM depart_habilitation r WHERE r.depart = depart.id \
         AND r.habilitation = h.id)) AS restante FROM depart JOIN personne ON personne.id = depart.personne \
         LEFT JOIN compte auteur ON auteur.id = depart.par LEFT JOIN compte collegue ON collegue.id = depart.collegue",
        comptes_de("depart.personne"),
        touche(&g.perimetre()),
    )
}

fn ligne(row: &Row, g: &Gestionnaire, now: Instant) -> Result<LigneDepart, DbError> {
    let depart = Depart::lire(row)?;
    let mien = depart.par == g.compte();
    let etat = match depart.etat {
        Etat::Annule => EtatDepart::Annule,
        Etat::Rouvert => EtatDepart::Rouvert,
        Etat::Fait if mien && now < depart.effet_le => {
            EtatDepart::Annulable((depart.effet_le.millis() - now.millis() + 999) / 1000)
        }
        Etat::Fait if depart.applique_le.is_none() => EtatDepart::Planifie,
        Etat::Fait => EtatDepart::Fait,
    };
    let debout = matches!(
        etat,
        EtatDepart::Fait | EtatDepart::Planifie | EtatDepart::Annulable(_)
    );
    Ok(LigneDepart {
        id: depart.id,
        personne: depart.personne,
        nom: crate::personne::appel(row)?,
        fin: depart.fin,
        motif: depart.motif,
        le: depart.le,
        par: row.get("nom_auteur")?,
        mien,
        etat,
        habilitation_restante: debout && row.get("restante")?,
        rouvrable: matches!(etat, EtatDepart::Fait | EtatDepart::Planifie)
            && depart.le >= now.plus_days(-DELAI_REOUVERTURE_JOURS),
    })
}
