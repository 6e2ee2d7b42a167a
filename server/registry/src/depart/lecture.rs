//! What pages show of departures: the latest ones of the perimeter, and one of them. A departure is of the perimeter when it did
//! something there (`concerne`); what it did elsewhere is neither shown nor counted.

use super::garde::{prevue, retenue};
use super::habilitations::{comptes_de, retirable_par, touche};
use super::meme::{AuMemeNom, Regard};
use super::{COLONNES, DEBOUT, Depart, Etat, REMPLACEE, concerne, meme};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::{Designateur, Gestionnaire};
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
    /// the last day of a planned one has passed and nothing was withdrawn here: an end had moved meanwhile
    Empeche,
    /// the same, for a part: what goes with another place was withdrawn
    Partiel,
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
    /// The person still has an habilitation in the perimeter, which no departure withdraws (R52).
    pub habilitation_restante: bool,
    /// It closed situations of the perimeter, and none of them is closed as it closed it any more; what it does elsewhere, or to
    /// habilitations, stands.
    pub fin_changee: bool,
    /// An end has moved: an habilitation over the perimeter, which it planned to withdraw, is or will be kept.
    pub gardee: bool,
    /// The reader may open the record.
    pub visible: bool,
    /// Planned still, or less than thirty days old, with something that the reader may put back: it can be opened again.
    pub rouvrable: bool,
}

/// A departure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartVu {
    /// The same as in a list.
    pub ligne: LigneDepart,
    /// The establishments where a situation was closed, those of the perimeter.
    pub etablissements: Vec<LieuDepart>,
    /// How many habilitations over the perimeter it withdrew, withdraws or would have.
    pub habilitations: i64,
    /// Those of them that are, or will be, kept because an end has moved.
    pub gardees: i64,
    /// How many demandes of the perimeter were handed over.
    pub confiees: i64,
    /// To whom they are, or will be, handed over.
    pub collegue: Option<String>,
    /// Accounts that are nobody's, under the same name, whose habilitation over the perimeter stands; none for who may not open the
    /// record.
    pub cartes: AuMemeNom,
}

/// An establishment that somebody leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LieuDepart {
    /// Its name.
    pub nom: String,
    /// The situation there is closed as the departure closed it.
    pub fermee: bool,
}

/// Those to come, the first last day first; then the others, the latest first.
const LISTES: [(&str, &str); 2] = [
    (
        "depart.etat = 'fait' AND depart.applique_le IS NULL",
        "depart.fin, depart.le DESC, depart.id",
    ),
    (
        "(depart.etat <> 'fait' OR depart.applique_le IS NOT NULL)",
        "COALESCE(depart.applique_le, depart.le) DESC, depart.id",
    ),
];

impl Registry {
    /// The departures of the perimeter that are planned, the first last day first, then those that took effect or were recorded in
    /// the last thirty days, the latest first (fifty of each at most).
    pub async fn departs_recents(&self, g: &Gestionnaire) -> Result<Vec<LigneDepart>, ActeError> {
        let now = self.now();
        let depuis = now.plus_days(-DELAI_REOUVERTURE_JOURS).millis();
        let (perimetre, jour) = (g.perimetre(), now.jour_paris());
        let recent = "(d.le >= $2 OR (d.etat = 'fait' AND (d.applique_le IS NULL OR d.applique_le >= $2)))";
        // From the people of the perimeter to their departures: those of the rest of the country are not looked at. `CROSS JOIN`
        // keeps that order.
        let miens = format!(
            "(SELECT d.id AS depart FROM situation s CROSS JOIN depart d CROSS JOIN depart_situation z \
             WHERE s.finess IN {perimetre} AND d.personne = s.personne AND {recent} AND z.depart = d.id AND z.situation = s.id \
             UNION SELECT d.id AS depart FROM habilitation h CROSS JOIN depart_habilitation z CROSS JOIN depart d \
             WHERE {} AND {} AND z.habilitation = h.id AND d.id = z.depart AND {recent})",
            touche(&perimetre),
            retirable_par(jour)
        );
        let lecture = lecture(g, jour, &format!("{miens} miens CROSS JOIN depart"));
        let mut lignes = Vec::new();
        for (quels, ordre) in LISTES {
            let rows = sql(format!(
                "{lecture} WHERE depart.id = miens.depart AND {quels} ORDER BY {ordre} LIMIT 50"
            ))
            .bind(g.compte().uuid())
            .bind(depuis)
            .all(&self.db)
            .await?;
            for row in &rows {
                lignes.push(ligne(row, g, now)?);
            }
        }
        Ok(lignes)
    }

    /// A departure of the perimeter; any other is [`ActeError::Introuvable`]. `d`: what the reader may withdraw of the cards under the
    /// same name.
    pub async fn depart(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        id: DepartId,
    ) -> Result<DepartVu, ActeError> {
        self.tenter(super::tentative(g, Acte::Consulter, Objet::Depart(id)), async {
            let perimetre = g.perimetre();
            let row = sql(format!(
                "{} WHERE depart.id = $2 AND {}",
                lecture(g, self.aujourd_hui(), "depart"),
                concerne(&perimetre, self.aujourd_hui())
            ))
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let etablissements = sql(format!(
                "SELECT e.raison_sociale, CASE WHEN {DEBOUT} THEN TRUE ELSE FALSE END AS fermee FROM depart \
                 JOIN depart_situation z ON z.depart = depart.id JOIN situation s ON s.id = z.situation \
                 JOIN etablissement e ON e.finess = s.finess WHERE depart.id = $2 AND s.finess IN {perimetre} ORDER BY e.raison_sociale"
            ))
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .all(&self.db)
            .await?;
            let comptes = sql(format!(
                "SELECT (SELECT COUNT(*) FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation \
                 WHERE z.depart = $2 AND z.renoncee_le IS NULL AND {}) AS habilitations, \
                 (SELECT COUNT(*) FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation WHERE {}) AS gardees, \
                 (SELECT COUNT(*) FROM confiee JOIN demande ON demande.id = confiee.demande \
                 WHERE confiee.depart = $2 AND demande.finess IN {perimetre}) AS confiees \
                 FROM depart WHERE depart.id = $2",
                touche(&perimetre),
                gardee(&perimetre)
            ))
            .bind(g.compte().uuid())
            .bind(id.uuid())
            .one(&self.db)
            .await?;
            let ligne = ligne(&row, g, self.now())?;
            let cartes = if ligne.visible {
                let regard = Regard::de(g, d, self.aujourd_hui());
                meme::au_meme_nom(&self.db, &regard, ligne.personne).await?
            } else {
                AuMemeNom::default()
            };
            Ok(DepartVu {
                ligne,
                cartes,
                etablissements: etablissements
                    .iter()
                    .map(|row| {
                        Ok(LieuDepart {
                            nom: row.get("raison_sociale")?,
                            fermee: row.get("fermee")?,
                        })
                    })
                    .collect::<Result<_, DbError>>()?,
                habilitations: comptes.get("habilitations")?,
                gardees: comptes.get("gardees")?,
                confiees: comptes.get("confiees")?,
                collegue: row.get("nom_collegue")?,
            })
        })
        .await
    }
}

/// The condition « the row `z` of `depart_habilitation` of the `depart` planned to withdraw `h`, over the perimeter, which is or will
/// be kept ».
fn gardee(perimetre: &str) -> String {
    format!(
        "z.depart = depart.id AND z.retiree_le IS NULL AND z.renoncee_le IS NULL AND h.retiree_le IS NULL AND {} \
         AND (depart.applique_le IS NOT NULL OR {})",
        touche(perimetre),
        retenue("depart", "h.finess")
    )
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
         AND h.compte IN {} AND {} AND {} IS NULL AND NOT EXISTS (SELECT 1 FROM depart_habilitation r WHERE r.depart = depart.id \
         AND r.habilitation = h.id)) AS restante, EXISTS ({mienne}) AS fermee_ici, EXISTS ({mienne} AND {DEBOUT}) AS debout_ici, \
         EXISTS ({mienne} AND {DEBOUT} AND NOT {REMPLACEE}) AS remettable_ici, \
         EXISTS ({mienne} AND (s.fin IS NULL OR s.fin > depart.fin)) AS continue_ici, \
         EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation WHERE {}) AS gardee_ici, \
         EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation WHERE z.depart = depart.id \
         AND z.retiree_le IS NOT NULL AND {}) AS retiree_ici, \
         EXISTS (SELECT 1 FROM situation v WHERE v.personne = depart.personne AND v.finess IN {perimetre}) AS visible, \
         EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation WHERE z.depart = depart.id \
         AND ((h.retiree_le IS NULL AND depart.applique_le IS NULL AND z.renoncee_le IS NULL) OR h.retiree_le = z.retiree_le) \
         AND {}) AS rendable FROM {source} JOIN personne ON personne.id = depart.personne \
         LEFT JOIN compte auteur ON auteur.id = depart.par LEFT JOIN compte collegue ON collegue.id = depart.collegue",
        comptes_de("depart.personne"),
        touche(&perimetre),
        prevue(),
        gardee(&perimetre),
        touche(&perimetre),
        retirable_par(jour),
    )
}

fn ligne(row: &Row, g: &Gestionnaire, now: Instant) -> Result<LigneDepart, DbError> {
    let depart = Depart::lire(row)?;
    let mien = depart.par == g.compte();
    let (gardee, visible): (bool, bool) = (row.get("gardee_ici")?, row.get("visible")?);
    // What was kept elsewhere is nobody's business here.
    let empeche_ici = depart.empeche && (gardee || row.get("continue_ici")?);
    let etat = match depart.etat {
        Etat::Annule => EtatDepart::Annule,
        Etat::Rouvert => EtatDepart::Rouvert,
        Etat::Fait if empeche_ici && row.get("retiree_ici")? => EtatDepart::Partiel,
        Etat::Fait if empeche_ici => EtatDepart::Empeche,
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
    let a_remettre = row.get("remettable_ici")? || row.get("rendable")?;
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
        gardee: gardee
            && matches!(
                etat,
                EtatDepart::Planifie | EtatDepart::Annulable(_) | EtatDepart::Partiel | EtatDepart::Empeche
            ),
        visible,
        rouvrable: matches!(
            etat,
            EtatDepart::Fait | EtatDepart::Planifie | EtatDepart::Empeche | EtatDepart::Partiel
        ) && a_remettre
            && visible
            && depart.recent(now),
    })
}
