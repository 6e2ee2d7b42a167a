//! The people of a campaign, one line each, and how they are counted. Those who arrived since the opening are lines too, whether
//! or not somebody has answered for them; a situation that ended otherwise counts as a departure, and one that was opened again
//! otherwise, its planned end included, has to be answered for again.

use super::composition::dire_changement;
use super::meme_nom;
use super::soi::soi;
use crate::Registry;
use crate::db::{DbError, Places, Row, sql};
use crate::depart::{comptes_de, retrait_prevu};
use crate::droit::Reviseur;
use crate::erreur::ActeError;
use crate::perimetre::{GESTIONNAIRES, perimetre};
use domain::date::{Instant, Jour, iso};
use domain::identifiant::Finess;
use domain::ids::{PersonneId, SituationId};
use domain::nomenclature::Nomenclatures;
use domain::revue::{Avancement, Reponse};
use std::collections::HashSet;
use uuid::Uuid;

/// Lines that are asked for by their id at a time.
const LOT: usize = 1_000;

/// Lines of a page: as many as one answers for at a stretch.
pub const TAILLE_REVUE: u32 = 50;

/// Which lines are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VueRevue {
    /// those nobody has answered for
    #[default]
    ARevoir,
    /// all of them
    Toutes,
    /// departures and rôles that changed
    Changements,
}

impl VueRevue {
    /// Every one, as it is offered.
    pub const TOUTES: [Self; 3] = [Self::ARevoir, Self::Toutes, Self::Changements];

    /// The word in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::ARevoir => "a-revoir",
            Self::Toutes => "toutes",
            Self::Changements => "changements",
        }
    }

    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::ARevoir => "À revoir",
            Self::Toutes => "Tout le monde",
            Self::Changements => "Départs et changements",
        }
    }

    /// The one of that word; the first one for any other.
    pub fn lire(code: &str) -> Self {
        Self::TOUTES
            .into_iter()
            .find(|vue| vue.code() == code)
            .unwrap_or_default()
    }

    fn condition(self) -> &'static str {
        match self {
            Self::ARevoir => "l.reponse IS NULL",
            Self::Toutes => "l.situation IS NOT NULL",
            Self::Changements => "l.reponse IN ('parti', 'role_change')",
        }
    }
}

/// A person of a campaign, in an establishment.
#[derive(Clone)]
pub struct LigneRevue {
    /// the situation answered for
    pub situation: SituationId,
    /// whose it is
    pub personne: PersonneId,
    /// « NOM Prénom », as used at work
    pub nom: String,
    /// what the person does there, in words
    pub role: String,
    /// the code of that rôle
    pub code_role: String,
    /// first day
    pub debut: Jour,
    /// where
    pub finess: Finess,
    /// its name
    pub etablissement: String,
    /// what was answered, or what follows from an end given elsewhere
    pub reponse: Option<Reponse>,
    /// what changed, in words; empty for somebody who is still there
    pub changement: String,
    /// has left and keeps rights on the structure, said to whoever may end them: a departure does (R52)
    pub droits: bool,
    /// has left, and these cards of nobody's under the same name keep rights there: said to the same readers, to be looked at
    pub au_meme_nom: Vec<String>,
    /// came since the opening
    pub arrivee: bool,
    /// this is whoever reads
    pub soi: bool,
    /// to answer on
    pub version: i64,
}

/// A page of lines.
#[derive(Clone)]
pub struct PageRevue {
    /// its lines: the arrivals come last
    pub lignes: Vec<LigneRevue>,
    /// how many in all
    pub total: i64,
    /// this page, from 1
    pub page: u32,
    /// how many there are, at least 1
    pub pages: u32,
}

/// The lines of the campaigns `v` that fit a condition on `v` and on the situation `s`, as a parenthesised query: those noted, and
/// those who arrived since.
pub(super) fn lignes(jour: Jour, quelles: &str) -> String {
    let jour = iso(jour);
    let rouverte = rouverte(&jour);
    format!(
        "(SELECT r.revue, r.situation, r.personne, r.finess, r.arrivee, \
         CASE WHEN {rouverte} THEN NULL ELSE COALESCE(r.reponse, CASE WHEN s.fin < '{jour}' THEN 'parti' END) END AS reponse, \
         r.reponse AS dite, r.tete, r.role_avant, r.par, r.version, s.role, s.debut, s.fin, s.motif_fin, s.cree_le \
         FROM revue v JOIN revue_personne r ON r.revue = v.id JOIN situation s ON s.id = r.situation WHERE {quelles} \
         UNION ALL \
         SELECT v.id, s.id, s.personne, s.finess, TRUE, NULL, NULL, FALSE, NULL, NULL, 0, s.role, s.debut, s.fin, s.motif_fin, s.cree_le \
         FROM revue v JOIN etablissement e ON e.finess = v.finess OR e.finess_ej = v.finess \
         JOIN situation s ON s.finess = e.finess \
         WHERE {quelles} AND v.terminee_le IS NULL AND s.debut <= '{jour}' AND (s.fin IS NULL OR s.fin >= '{jour}') \
         AND NOT EXISTS (SELECT 1 FROM revue_personne r WHERE r.revue = v.id AND r.situation = s.id))"
    )
}

/// The condition « the line `r` says that the person left, and the situation `s` was opened again elsewhere »: it has no end any more,
/// or one to come that is neither the day which was said nor that of a closing recorded since.
fn rouverte(jour: &str) -> String {
    format!(
        "r.reponse = 'parti' AND (s.fin IS NULL OR (s.fin >= '{jour}' AND (r.fin IS NULL OR r.fin <> s.fin) \
         AND NOT EXISTS (SELECT 1 FROM fermeture f WHERE f.situation = s.id AND f.le >= r.le)))"
    )
}

/// The columns that count lines `l`, for [`avancement`].
pub(super) const COMPTES: &str = "COUNT(*) AS total, \
     COUNT(CASE WHEN l.reponse = 'present' THEN 1 END) AS presents, \
     COUNT(CASE WHEN l.reponse = 'parti' THEN 1 END) AS partis, \
     COUNT(CASE WHEN l.reponse = 'role_change' THEN 1 END) AS roles";

/// What [`COMPTES`] counted.
pub(super) fn avancement(row: &Row) -> Result<Avancement, DbError> {
    Ok(Avancement {
        total: row.get("total")?,
        presents: row.get("presents")?,
        partis: row.get("partis")?,
        roles: row.get("roles")?,
    })
}

/// What a line is read from; `l` is one of [`lignes`].
pub(super) const COLONNES: &str = "l.situation, l.personne, l.finess, l.arrivee, l.reponse, l.dite, l.tete, l.role_avant, l.par, \
     l.version, l.role, l.debut, l.fin, l.motif_fin, p.nom_exercice, p.prenom_exercice, e.raison_sociale";
/// Where [`COLONNES`] come from.
pub(super) const JOINTURES: &str =
    "JOIN personne p ON p.id = l.personne JOIN etablissement e ON e.finess = l.finess";

/// The condition « the person of the line `l`, in the establishment `e`, has left and keeps rights there that no departure is about to
/// withdraw ».
pub(super) fn garde_des_droits() -> String {
    format!(
        "l.reponse = 'parti' AND EXISTS (SELECT 1 FROM habilitation h WHERE h.retiree_le IS NULL AND h.finess IN (e.finess, e.finess_ej) \
         AND (h.portee = 'EG') = (h.finess = e.finess) AND h.compte IN {} AND {} IS NULL)",
        comptes_de("l.personne"),
        retrait_prevu()
    )
}

/// More columns: said to a gestionnaire of the establishment only (`$1` is the account).
fn droits(jour: Jour) -> String {
    format!(
        "CASE WHEN l.finess IN {} AND {} THEN TRUE ELSE FALSE END AS droits, {}",
        perimetre(jour, GESTIONNAIRES),
        garde_des_droits(),
        meme_nom::colonnes(jour),
    )
}

/// An instant that comes from an address or a form, brought back between the opening of the campaign and now.
pub(super) fn pendant(instant: Instant, ouverte_le: Instant, now: Instant) -> Instant {
    instant.min(now).max(ouverte_le)
}

/// How people are called in lists.
pub(super) fn nom(row: &Row) -> Result<String, DbError> {
    Ok(format!(
        "{} {}",
        row.get::<String>("nom_exercice")?,
        row.get::<String>("prenom_exercice")?
    ))
}

fn ligne(row: &Row, soi: &HashSet<Uuid>, n: &Nomenclatures) -> Result<LigneRevue, DbError> {
    let code_role: String = row.get("role")?;
    let reponse: Option<Reponse> = row
        .get::<Option<String>>("reponse")?
        .map(|code| {
            code.parse()
                .map_err(|_| DbError::stored("revue_personne.reponse"))
        })
        .transpose()?;
    let personne: Uuid = row.get("personne")?;
    Ok(LigneRevue {
        situation: SituationId::new(row.get("situation")?),
        personne: PersonneId::new(personne),
        nom: nom(row)?,
        role: libelle_role(n, &code_role),
        code_role,
        debut: row.get("debut")?,
        finess: row.parse("finess")?,
        etablissement: row.get("raison_sociale")?,
        changement: dire_changement(row, reponse, n)?,
        reponse,
        droits: row.get("droits")?,
        au_meme_nom: Vec::new(),
        arrivee: row.get("arrivee")?,
        soi: soi.contains(&personne),
        version: row.get("version")?,
    })
}

/// A rôle in words; its code when the lists do not know it.
pub(super) fn libelle_role(n: &Nomenclatures, code: &str) -> String {
    code.parse()
        .ok()
        .and_then(|lu| n.role(&lu))
        .map_or_else(|| code.to_owned(), |role| role.court.clone())
}

impl Registry {
    /// A page of people of this person's part, of one establishment or of all, by name.
    pub async fn lignes_revue(
        &self,
        r: &Reviseur,
        finess: Option<&Finess>,
        vue: VueRevue,
        page: u32,
    ) -> Result<PageRevue, ActeError> {
        let sous = lignes(self.aujourd_hui(), "v.id = $2");
        let condition = format!(
            "l.finess IN {} AND ($3 = '' OR l.finess = $3) AND {}",
            r.part(),
            vue.condition()
        );
        let lier = |texte: String| {
            sql(texte)
                .bind(r.compte().uuid())
                .bind(r.revue().uuid())
                .bind(finess.map_or("", Finess::as_str))
        };
        let total = lier(format!("SELECT COUNT(*) AS n FROM {sous} l WHERE {condition}"))
            .one(&self.db)
            .await?
            .get("n")?;
        let pages = u32::try_from(total)
            .unwrap_or(u32::MAX)
            .div_ceil(TAILLE_REVUE)
            .max(1);
        let page = page.clamp(1, pages);
        let rows = lier(format!(
            "SELECT {COLONNES}, {} FROM {sous} l {JOINTURES} WHERE {condition} \
             ORDER BY l.arrivee, p.nom_exercice, p.prenom_exercice, l.situation LIMIT {TAILLE_REVUE} OFFSET {}",
            droits(self.aujourd_hui()),
            u64::from(page - 1) * u64::from(TAILLE_REVUE)
        ))
        .all(&self.db)
        .await?;
        let (soi, n) = (soi(&self.db, self.db.engine(), r).await?, self.nomenclatures());
        let mut lignes = rows
            .iter()
            .map(|row| ligne(row, &soi, &n))
            .collect::<Result<Vec<_>, _>>()?;
        self.dire_au_meme_nom(r, &rows, &mut lignes).await?;
        Ok(PageRevue {
            lignes,
            total,
            page,
            pages,
        })
    }

    /// Some people of this person's part, by name; those who are not in it are left out.
    pub async fn lignes_choisies(
        &self,
        r: &Reviseur,
        choisies: &[SituationId],
    ) -> Result<Vec<LigneRevue>, ActeError> {
        let (soi, n, jour) = (
            soi(&self.db, self.db.engine(), r).await?,
            self.nomenclatures(),
            self.aujourd_hui(),
        );
        let mut lues = Vec::new();
        for lot in choisies.chunks(LOT) {
            let mut places = Places::first(r.compte().uuid());
            places.bind(r.revue().uuid());
            let celles = places.list(lot.iter().map(|id| id.uuid()));
            let texte = format!(
                "SELECT {COLONNES}, {} FROM {} l {JOINTURES} WHERE l.finess IN {} \
                 ORDER BY p.nom_exercice, p.prenom_exercice, l.situation",
                droits(jour),
                lignes(jour, &format!("v.id = $2 AND s.id IN {celles}")),
                r.part()
            );
            let rows = places.statement(texte).all(&self.db).await?;
            let mut celles = rows
                .iter()
                .map(|row| ligne(row, &soi, &n))
                .collect::<Result<Vec<_>, _>>()?;
            self.dire_au_meme_nom(r, &rows, &mut celles).await?;
            lues.append(&mut celles);
        }
        Ok(lues)
    }

    /// Those nobody has answered for who came since that instant of the campaign, by name, in one establishment or everywhere: as
    /// many as a page of lines shows.
    pub async fn nouveaux_en_revue(
        &self,
        r: &Reviseur,
        finess: Option<&Finess>,
        depuis: Instant,
    ) -> Result<Vec<LigneRevue>, ActeError> {
        let (now, jour) = (self.now(), self.aujourd_hui());
        let ouverte = sql("SELECT ouverte_le FROM revue WHERE id = $1")
            .bind(r.revue().uuid())
            .one(&self.db)
            .await?;
        let depuis = pendant(depuis, Instant::from_millis(ouverte.get("ouverte_le")?), now);
        let rows = sql(format!(
            "SELECT {COLONNES}, {} FROM {} l {JOINTURES} WHERE l.reponse IS NULL AND l.finess IN {} AND ($3 = '' OR l.finess = $3) \
             AND (l.cree_le > $4 OR l.debut > $5) ORDER BY p.nom_exercice, p.prenom_exercice, l.situation LIMIT {TAILLE_REVUE}",
            droits(jour),
            lignes(jour, "v.id = $2"),
            r.part()
        ))
        .bind(r.compte().uuid())
        .bind(r.revue().uuid())
        .bind(finess.map_or("", Finess::as_str))
        .bind(depuis.millis())
        .bind(depuis.jour_paris())
        .all(&self.db)
        .await?;
        let (soi, n) = (soi(&self.db, self.db.engine(), r).await?, self.nomenclatures());
        rows.iter().map(|row| Ok(ligne(row, &soi, &n)?)).collect()
    }
}
