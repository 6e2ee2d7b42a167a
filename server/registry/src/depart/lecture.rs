//! What pages show of departures: the latest ones of the perimeter, and one of them. A departure is of the perimeter when it did
//! something there (`concerne`); what it did elsewhere is neither shown nor counted.

use super::habilitations::{comptes_de, retirable_par, touche};
use super::{COLONNES, DEBOUT, Depart, Etat, concerne};
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
    /// the last day of a planned one has passed and nothing was withdrawn: an end had changed meanwhile
    Empeche,
    /// undone at once
    Annule,
    /// opened again later
    Rouvert,
}

/// A departure in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of one row that do not depend on each other"
)]
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
    /// It closed situations of the perimeter, and none of them is closed as it closed it any more; what it does elsewhere, or to
    /// habilitations, stands.
    pub fin_changee: bool,
    /// Less than thirty days ago, with something that the reader may put back: it can be opened again.
    pub rouvrable: bool,
}

/// A departure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartVu {
    /// The same as in a list.
    pub ligne: LigneDepart,
    /// The establishments where a situation was closed, those of the perimeter.
    pub etablissements: Vec<String>,
    /// How many habilitations over the perimeter it withdraws, or will.
    pub habilitations: i64,
    /// How many demandes of the perimeter were handed over.
    pub confiees: i64,
    /// To whom they are, or will be, handed over.
    pub collegue: Option<String>,
}

impl Registry {
    /// The departures recorded in the perimeter in the last thirty days, the latest first (fifty at most).
    pub async fn departs_recents(&self, g: &Gestionnaire) -> Result<Vec<LigneDepart>, ActeError> {
        let now = self.now();
        let depuis = now.plus_days(-DELAI_REOUVERTURE_JOURS).millis();
        let (perimetre, jour) = (g.perimetre(), now.jour_paris());
        // From the people of the perimeter to their departures: those of the rest of the country are not looked at. `CROSS JOIN`
        // keeps that order.
        let miens = format!(
            "(SELECT d.id AS depart FROM situation s CROSS JOIN depart d CROSS JOIN depart_situation z \
             WHERE s.finess IN {perimetre} AND d.personne = s.personne AND d.le >= $2 AND z.depart = d.id AND z.situation = s.id \
             UNION SELECT d.id AS depart FROM habilitation h CROSS JOIN depart_habilitation z CROSS JOIN depart d \
             WHERE {} AND z.habilitation = h.id AND d.id = z.depart AND d.le >= $2)",
            touche(&perimetre)
        );
        let rows = sql(format!(
            "{} WHERE depart.id = miens.depart ORDER BY depart.le DESC LIMIT 50",
            lecture(g, jour, &format!("{miens} miens CROSS JOIN depart"))
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
                "{} WHERE depart.id = $2 AND {}",
                lecture(g, self.aujourd_hui(), "depart"),
                concerne(&perimetre)
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
            let comptes = sql(format!(
                "SELECT (SELECT COUNT(*) FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation \
                 WHERE z.depart = $2 AND z.renoncee_le IS NULL AND {}) AS habilitations, \
                 (SELECT COUNT(*) FROM confiee JOIN demande ON demande.id = confiee.demande \
                 WHERE confiee.depart = $2 AND demande.finess IN {perimetre}) AS confiees",
                touche(&perimetre)
            ))
            .bind(g.compte().uuid())
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

/// The columns of a line; `source` says from where to `depart`.
fn lecture(g: &Gestionnaire, jour: Jour, source: &str) -> String {
    let perimetre = g.perimetre();
    let mienne = format!(
        "SELECT 1 FROM depart_situation z JOIN situation s ON s.id = z.situation WHERE z.depart = depart.id AND s.finess IN {perimetre}"
    );
    format!(
        "SELECT {COLONNES}, personne.nom_exercice, personne.prenom_exercice, auteur.nom_affiche AS nom_auteur, \
         collegue.nom_affiche AS nom_collegue, EXISTS (SELECT 1 FROM habilitation h WHERE h.retiree_le IS NULL \
         AND h.compte IN {} AND {} AND NOT EXISTS (SELECT 1 FROM depart_habilitation r WHERE r.depart = depart.id \
         AND r.habilitation = h.id)) AS restante, EXISTS ({mienne}) AS fermee_ici, EXISTS ({mienne} AND {DEBOUT}) AS debout_ici, \
         EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation WHERE z.depart = depart.id \
         AND ((h.retiree_le IS NULL AND depart.applique_le IS NULL AND z.renoncee_le IS NULL) OR h.retiree_le = z.retiree_le) \
         AND {}) AS rendable FROM {source} JOIN personne ON personne.id = depart.personne \
         LEFT JOIN compte auteur ON auteur.id = depart.par LEFT JOIN compte collegue ON collegue.id = depart.collegue",
        comptes_de("depart.personne"),
        touche(&perimetre),
        retirable_par(jour),
    )
}

fn ligne(row: &Row, g: &Gestionnaire, now: Instant) -> Result<LigneDepart, DbError> {
    let depart = Depart::lire(row)?;
    let mien = depart.par == g.compte();
    let etat = match depart.etat {
        Etat::Annule => EtatDepart::Annule,
        Etat::Rouvert => EtatDepart::Rouvert,
        Etat::Fait if depart.empeche => EtatDepart::Empeche,
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
    let (fermee_ici, debout_ici): (bool, bool) = (row.get("fermee_ici")?, row.get("debout_ici")?);
    let a_remettre = debout_ici || row.get("rendable")?;
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
        fin_changee: fermee_ici && !debout_ici,
        rouvrable: matches!(
            etat,
            EtatDepart::Fait | EtatDepart::Planifie | EtatDepart::Empeche
        ) && a_remettre
            && depart.le >= now.plus_days(-DELAI_REOUVERTURE_JOURS),
    })
}
