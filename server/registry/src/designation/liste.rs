//! Who may act for a structure: gestionnaires and mandataires, those in force first, then those withdrawn for less than thirty
//! days, each with what tells whether the right is still used. One statement, whatever the number of rows.

use super::panier::Formation;
use super::retrait::DELAI_RETABLISSEMENT_JOURS;
use super::structures::{StructureDesignee, structure_de};
use super::{du_perimetre, retirable};
use crate::Registry;
use crate::db::{DbError, Row, sql};
use crate::droit::{Designateur, personne_dite};
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::page::{limite, paginer};
use crate::perimetre::{REPRESENTANTS, en_vigueur};
use crate::structure::carte_de;
use domain::date::{Instant, Jour};
use domain::designation::{GenreDesignation, MotifRetrait};
use domain::identifiant::Finess;
use domain::ids::{HabilitationId, PersonneId};
use uuid::Uuid;

/// Somebody who may act for a structure, or could a moment ago.
#[derive(Clone, PartialEq, Eq)]
pub struct Habilite {
    /// Which right.
    pub id: HabilitationId,
    /// Its holder.
    pub nom: String,
    /// Gestionnaire or mandataire.
    pub genre: GenreDesignation,
    /// On which structure.
    pub finess: Finess,
    /// Its name.
    pub structure: String,
    /// Since when.
    pub depuis: Instant,
    /// Who designated them; none for whoever runs the portal.
    pub designee_par: Option<String>,
    /// How they are told.
    pub email: Option<String>,
    /// Their telephone.
    pub telephone: Option<String>,
    /// Last day of the card, when known (R48).
    pub carte_jusqu_au: Option<Jour>,
    /// The training was confirmed by whoever designated them.
    pub formation_confirmee: bool,
    /// Their attestation, when known.
    pub attestation: Option<Formation>,
    /// Their last sign of life on the portal.
    pub activite: Option<Instant>,
    /// When it was withdrawn, by whom and why; none while it is in force.
    pub retrait: Option<Retrait>,
    /// True when whoever reads may withdraw it or give it back.
    pub retirable: bool,
    /// Their record, when they still have a situation in the perimeter (R52).
    pub personne: Option<PersonneId>,
    /// Nobody else is a gestionnaire of this very structure.
    pub dernier: bool,
    /// How many other rights of the same person whoever reads may withdraw.
    pub autres: i64,
}

/// A withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retrait {
    /// when
    pub le: Instant,
    /// by whom; none for whoever runs the portal
    pub par: Option<String>,
    /// why
    pub motif: Option<MotifRetrait>,
}

impl Habilite {
    /// The card is not valid any more: the right is suspended (R48).
    pub fn carte_expiree(&self, aujourd_hui: Jour) -> bool {
        self.carte_jusqu_au.is_some_and(|jour| jour < aujourd_hui)
    }

    /// Whole months (of thirty days) without a sign of life, counted from the designation for somebody who never came.
    pub fn mois_sans_activite(&self, maintenant: Instant) -> i64 {
        let dernier = self
            .activite
            .map_or(self.depuis, |activite| activite.max(self.depuis));
        (maintenant.millis() - dernier.millis()).max(0) / (30 * 86_400_000)
    }
}

/// A page of the people who may act for a structure.
#[derive(Clone, PartialEq, Eq)]
pub struct ListeHabilites {
    /// The structure.
    pub structure: StructureDesignee,
    /// Heads of the structure, who hold their right natively (R42).
    pub dirigeants: Vec<String>,
    /// Its rows.
    pub lignes: Vec<Habilite>,
    /// How many there are in all.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
}

/// Rights on the structure `$2` and on its establishments.
const ICI: &str =
    "(h.finess = $2 OR h.finess IN (SELECT site.finess FROM etablissement site WHERE site.finess_ej = $2))";

fn lecture(d: &Designateur, aujourd_hui: Jour, condition: &str) -> String {
    let jour = domain::date::iso(aujourd_hui);
    format!(
        "SELECT h.id, h.genre, h.finess, h.depuis, h.email, h.telephone, h.formation_confirmee, h.retiree_le, h.motif_retrait, \
         c.nom_affiche, COALESCE(h.carte_jusqu_au, {carte}) AS carte_jusqu_au, \
         COALESCE(eg.raison_sociale, ej.raison_sociale, h.finess) AS structure, \
         f.suivie_le AS attestation_le, f.reference AS attestation_reference, \
         (SELECT MAX(j.le) FROM journal j WHERE j.acteur = h.compte) AS activite, \
         par.nom_affiche AS designee_par, ret.nom_affiche AS retiree_par, \
         CASE WHEN {retirable} THEN 1 ELSE 0 END AS retirable, \
         (SELECT s.personne FROM situation s WHERE s.personne = {sienne} AND s.finess IN {perimetre} \
         AND (s.fin IS NULL OR s.fin >= '{jour}') LIMIT 1) AS personne, \
         (SELECT COUNT(*) FROM habilitation autre WHERE autre.finess = h.finess AND autre.genre = 'gestionnaire' \
         AND autre.retiree_le IS NULL AND autre.id <> h.id) AS collegues, \
         (SELECT COUNT(*) FROM habilitation autre WHERE autre.compte = h.compte AND autre.retiree_le IS NULL \
         AND autre.id <> h.id AND {autre}) AS autres \
         FROM habilitation h JOIN compte c ON c.id = h.compte LEFT JOIN etablissement eg ON eg.finess = h.finess \
         LEFT JOIN entite_juridique ej ON ej.finess = h.finess LEFT JOIN formation f ON f.compte = h.compte \
         LEFT JOIN compte par ON par.id = h.designee_par LEFT JOIN compte ret ON ret.id = h.retiree_par \
         WHERE h.genre IN ('gestionnaire', 'mandataire') AND {visible} AND {condition}",
        carte = carte_de("h.compte", "h.finess"),
        sienne = personne_dite(),
        retirable = retirable(d, "h"),
        autre = retirable(d, "autre"),
        perimetre = d.perimetre(),
        visible = du_perimetre(d, "h"),
    )
}

fn habilite(row: &Row) -> Result<Habilite, DbError> {
    let retrait = match row.get::<Option<i64>>("retiree_le")? {
        None => None,
        Some(le) => Some(Retrait {
            le: Instant::from_millis(le),
            par: row.get("retiree_par")?,
            motif: row
                .get::<Option<String>>("motif_retrait")?
                .and_then(|code| code.parse().ok()),
        }),
    };
    let genre: GenreDesignation = row.parse("genre")?;
    Ok(Habilite {
        id: HabilitationId::new(row.get("id")?),
        nom: row.get("nom_affiche")?,
        genre,
        finess: row.parse("finess")?,
        structure: row.get("structure")?,
        depuis: Instant::from_millis(row.get("depuis")?),
        designee_par: row.get("designee_par")?,
        email: row.get("email")?,
        telephone: row.get("telephone")?,
        carte_jusqu_au: row.get("carte_jusqu_au")?,
        formation_confirmee: row.get("formation_confirmee")?,
        attestation: Formation::lire(row)?,
        activite: row.get::<Option<i64>>("activite")?.map(Instant::from_millis),
        retrait,
        retirable: row.get::<i32>("retirable")? > 0,
        personne: row.get::<Option<Uuid>>("personne")?.map(PersonneId::new),
        dernier: genre == GenreDesignation::Gestionnaire && row.get::<i64>("collegues")? == 0,
        autres: row.get("autres")?,
    })
}

impl Registry {
    /// Who may act for a structure and, for an EJ, for its establishments. `page` counts from 1. A structure this person does
    /// not designate for is [`ActeError::Introuvable`].
    pub async fn habilites(
        &self,
        d: &Designateur,
        finess: &Finess,
        page: u32,
    ) -> Result<ListeHabilites, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Structure(finess.as_str()),
        };
        self.tenter(tentative, async {
        let structure = structure_de(&self.db, d, finess).await?;
        let depuis = self.now().plus_days(-DELAI_RETABLISSEMENT_JOURS).millis();
        let condition = format!("{ICI} AND (h.retiree_le IS NULL OR h.retiree_le >= $3)");
        let total = sql(format!(
            "SELECT COUNT(*) AS n FROM habilitation h WHERE h.genre IN ('gestionnaire', 'mandataire') AND {} AND {condition}",
            du_perimetre(d, "h")
        ))
        .bind(d.compte().uuid())
        .bind(finess.as_str())
        .bind(depuis)
        .one(&self.db)
        .await?
        .get("n")?;
        let (page, pages) = paginer(total, page);
        let rows = sql(format!(
            "{} ORDER BY CASE WHEN h.retiree_le IS NULL THEN 0 ELSE 1 END, h.genre, c.nom_affiche, h.depuis, h.id {}",
            lecture(d, self.aujourd_hui(), &condition),
            limite(page)
        ))
        .bind(d.compte().uuid())
        .bind(finess.as_str())
        .bind(depuis)
        .all(&self.db)
        .await?;
        Ok(ListeHabilites {
            structure,
            dirigeants: self.dirigeants(finess).await?,
            lignes: rows.iter().map(habilite).collect::<Result<_, _>>()?,
            total,
            page,
            pages,
        })
        })
        .await
    }

    /// One right that this person may withdraw or give back; any other is [`ActeError::Introuvable`].
    pub async fn habilite(&self, d: &Designateur, id: HabilitationId) -> Result<Habilite, ActeError> {
        let tentative = Tentative {
            auteur: d.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Compte(d.compte()),
        };
        self.tenter(tentative, async {
            let row = sql(lecture(d, self.aujourd_hui(), "h.id = $2"))
                .bind(d.compte().uuid())
                .bind(id.uuid())
                .optional(&self.db)
                .await?
                .ok_or(ActeError::Introuvable)?;
            let lue = habilite(&row)?;
            if lue.retirable {
                Ok(lue)
            } else {
                Err(ActeError::Introuvable)
            }
        })
        .await
    }

    /// The heads of a structure, or of the EJ it belongs to, whose card is good. Only for structures already found in the
    /// perimeter.
    async fn dirigeants(&self, finess: &Finess) -> Result<Vec<String>, DbError> {
        let vigueur = en_vigueur(self.aujourd_hui());
        sql(format!(
            "SELECT DISTINCT c.nom_affiche FROM habilitation h JOIN compte c ON c.id = h.compte WHERE h.genre IN {REPRESENTANTS} \
             AND {vigueur} AND (h.finess = $1 OR h.finess IN (SELECT eg.finess_ej FROM etablissement eg WHERE eg.finess = $1)) \
             ORDER BY c.nom_affiche"
        ))
        .bind(finess.as_str())
        .all(&self.db)
        .await?
        .iter()
        .map(|row| row.get("nom_affiche"))
        .collect()
    }

    /// What this person gave as contact when they were last designated in the perimeter, if they were.
    pub async fn mon_contact(&self, d: &Designateur) -> Result<(Option<String>, Option<String>), ActeError> {
        let row = sql(
            "SELECT h.email, h.telephone FROM habilitation h WHERE h.compte = $1 AND h.email IS NOT NULL \
             ORDER BY h.depuis DESC LIMIT 1",
        )
        .bind(d.compte().uuid())
        .optional(&self.db)
        .await?;
        row.map_or(Ok((None, None)), |row| {
            Ok((row.get("email")?, row.get("telephone")?))
        })
    }

    /// Whether this person may designate themselves gestionnaire of that structure: a mandataire who is not one yet.
    pub async fn peut_se_designer(
        &self,
        d: &Designateur,
        structure: &StructureDesignee,
    ) -> Result<bool, ActeError> {
        if structure.dirigee {
            return Ok(false);
        }
        let deja = sql(
            "SELECT h.id FROM habilitation h WHERE h.compte = $1 AND h.genre = 'gestionnaire' \
             AND h.retiree_le IS NULL AND (h.finess = $2 OR h.finess IN \
             (SELECT eg.finess_ej FROM etablissement eg WHERE eg.finess = $2))",
        )
        .bind(d.compte().uuid())
        .bind(structure.finess.as_str())
        .optional(&self.db)
        .await?;
        Ok(deja.is_none())
    }
}
