//! The record of a registered person: read by that person, or by a gestionnaire of an establishment where the person works
//! or has worked, or by the support. A reading by others is written in the journal, and shows the situations of the
//! perimeter only.

use crate::db::{DbError, Row, sql};
use crate::droit::{Inscrit, LecteurFiches, Usager};
use crate::erreur::ActeError;
use crate::journal::{Acte, Detail, Entree, Objet, Tentative};
use crate::personne::rpps;
use crate::{Registry, etablissement, lieu};
use domain::contact::{Email, Mobile};
use domain::date::{Instant, Jour};
use domain::doublon::Portrait;
use domain::etablissement::EtablissementResume;
use domain::etat_civil::{Certification, DateNaissance, EtatCivil, LieuNaissance, Nom, Prenom};
use domain::identifiant::Rpps;
use domain::ids::{PersonneId, SituationId};
use domain::nomenclature::{
    CategorieProfessionnelle, CodeProfession, CodeRole, ModeExercice, MotifFin, Nomenclatures,
};
use domain::saisie::Contact;
use uuid::Uuid;

/// Where a situation stands on a given day (domain.md §5; R27: an end date that passes closes it by itself).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatSituation {
    /// starts later
    AVenir,
    /// open today
    Active,
    /// its end date has passed
    Fermee,
}

impl EtatSituation {
    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::AVenir => "À venir",
            Self::Active => "En cours",
            Self::Fermee => "Terminée",
        }
    }

    pub(crate) fn le(jour: Jour, debut: Jour, fin: Option<Jour>) -> Self {
        if fin.is_some_and(|fin| fin < jour) {
            Self::Fermee
        } else if debut > jour {
            Self::AVenir
        } else {
            Self::Active
        }
    }
}

/// A situation d'exercice in words.
#[derive(Clone)]
pub struct SituationVue {
    /// Its id.
    pub id: SituationId,
    /// The establishment, as it is today.
    pub etablissement: EtablissementResume,
    /// Profession code.
    pub profession: CodeProfession,
    /// Profession in words; the code when the lists do not know it any more.
    pub profession_libelle: String,
    /// Rôle code.
    pub role: CodeRole,
    /// Rôle in words.
    pub role_libelle: String,
    /// Employed, self-employed or volunteer.
    pub mode: ModeExercice,
    /// Professional category (R32).
    pub categorie: CategorieProfessionnelle,
    /// First day.
    pub debut: Jour,
    /// Last day, when known (R26).
    pub fin: Option<Jour>,
    /// Why it ended (J92).
    pub motif_fin: Option<MotifFin>,
    /// Where it stands today.
    pub etat: EtatSituation,
    /// When somebody closed it; none for an end that was planned.
    pub fermee_le: Option<Instant>,
    /// The person told of their departure themselves (R53).
    pub depart_declare: bool,
}

/// A registered person.
#[derive(Clone)]
pub struct Fiche {
    /// Its id.
    pub id: PersonneId,
    /// The number.
    pub rpps: Rpps,
    /// The civil status, immutable (R13).
    pub etat_civil: EtatCivil,
    /// The place of birth in words.
    pub lieu_naissance: String,
    /// Name used at work, public (R17).
    pub nom_exercice: Nom,
    /// First name used at work, public (R17).
    pub prenom_exercice: Prenom,
    /// Never public (R20).
    pub email: Email,
    /// Never public (R20).
    pub mobile: Mobile,
    /// Situations, the latest start first.
    pub situations: Vec<SituationVue>,
    /// When the number was given.
    pub cree_le: Instant,
    /// The version to act on.
    pub version: i64,
}

impl Registry {
    /// A person who works or has worked in the perimeter; any other is [`ActeError::Introuvable`]. The reading is written in
    /// the journal: without the entry, no record.
    pub async fn fiche(&self, g: &impl LecteurFiches, id: PersonneId) -> Result<Fiche, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Personne(id),
        };
        self.tenter(tentative, async {
            let fiche = self.composer_fiche(g, id).await?;
            let mut entree = Entree::new(self.now(), g.auteur(), Acte::Consulter, Objet::Personne(id));
            // Of several employers of the same perimeter, the latest one.
            if let Some(situation) = fiche.situations.first().filter(|_| g.est_employeur()) {
                entree = entree.avec(Detail::dans(&situation.etablissement.finess));
            }
            self.consigner(entree).await?;
            Ok(fiche)
        })
        .await
    }

    async fn composer_fiche(&self, g: &impl LecteurFiches, id: PersonneId) -> Result<Fiche, ActeError> {
        let perimetre = g.perimetre();
        let row = sql(format!(
            "SELECT * FROM personne WHERE id = $2 \
             AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = personne.id AND situation.finess IN {perimetre})"
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(&self.db)
        .await?
        .ok_or(ActeError::Introuvable)?;
        let situations = sql(format!(
            "{} {ORDRE}",
            lecture(&format!(
                "situation.personne = $2 AND situation.finess IN {perimetre}"
            ))
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .all(&self.db)
        .await?;
        Ok(self.composer(&row, &situations).await?)
    }

    /// The record of the person who asks, with all its situations; none before a demande is accepted.
    pub async fn ma_fiche(&self, u: &Usager) -> Result<Option<Fiche>, ActeError> {
        // A person found again by their civil status may have been registered through another account.
        let row = sql("SELECT * FROM personne WHERE compte = $1 OR id IN \
             (SELECT demande.personne FROM demande WHERE demande.demandeur = $1 AND demande.statut = 'validee') LIMIT 1")
        .bind(u.compte().uuid())
        .optional(&self.db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let situations = sql(format!("{} {ORDRE}", lecture("situation.personne = $1")))
            .bind(row.get::<Uuid>("id")?)
            .all(&self.db)
            .await?;
        Ok(Some(self.composer(&row, &situations).await?))
    }

    /// The record of a registered professional, with all its situations, whichever way they signed in.
    pub async fn fiche_inscrit(&self, i: &Inscrit) -> Result<Fiche, ActeError> {
        let row = sql("SELECT * FROM personne WHERE id = $1")
            .bind(i.personne().uuid())
            .optional(&self.db)
            .await?
            .ok_or(ActeError::Introuvable)?;
        let situations = sql(format!("{} {ORDRE}", lecture("situation.personne = $1")))
            .bind(i.personne().uuid())
            .all(&self.db)
            .await?;
        Ok(self.composer(&row, &situations).await?)
    }

    async fn composer(&self, row: &Row, situations: &[Row]) -> Result<Fiche, DbError> {
        let nomenclatures = self.nomenclatures();
        let aujourd_hui = self.aujourd_hui();
        let etat_civil = etat_civil(row)?;
        Ok(Fiche {
            id: PersonneId::new(row.get("id")?),
            rpps: rpps(&row.get::<String>("rpps")?)?,
            lieu_naissance: lieu::libelle(&self.db, &etat_civil.lieu_naissance).await?,
            etat_civil,
            nom_exercice: row.parse("nom_exercice")?,
            prenom_exercice: row.parse("prenom_exercice")?,
            email: row.parse("email")?,
            mobile: row.parse("mobile")?,
            situations: situations
                .iter()
                .map(|situation| vue(situation, &nomenclatures, aujourd_hui))
                .collect::<Result<_, _>>()?,
            cree_le: Instant::from_millis(row.get("cree_le")?),
            version: row.get("version")?,
        })
    }
}

/// The civil status of a row of `personne`.
pub(crate) fn etat_civil(row: &Row) -> Result<EtatCivil, DbError> {
    let lieu_naissance = match row.get::<Option<String>>("commune_naissance")? {
        Some(commune) => LieuNaissance::France {
            commune: commune
                .parse()
                .map_err(|_| DbError::stored("personne.commune_naissance"))?,
        },
        None => LieuNaissance::Etranger {
            pays: row.parse("pays_naissance")?,
            ville: row.parse("ville_naissance")?,
        },
    };
    let nom_usage = row
        .get::<Option<String>>("nom_usage")?
        .map(|nom| nom.parse().map_err(|_| DbError::stored("personne.nom_usage")))
        .transpose()?;
    Ok(EtatCivil {
        civilite: row.parse("civilite")?,
        sexe: row.parse("sexe")?,
        nom_naissance: row.parse("nom_naissance")?,
        nom_usage,
        prenoms: row.parse("prenoms")?,
        date_naissance: DateNaissance::stored(row.get("date_naissance")?)
            .map_err(|_| DbError::stored("personne.date_naissance"))?,
        lieu_naissance,
        certification: row.parse::<Certification>("certification")?,
    })
}

/// A row of `personne` as it is compared with others.
pub(crate) fn portrait(row: &Row) -> Result<Portrait, DbError> {
    Ok(Portrait {
        etat_civil: etat_civil(row)?,
        nom_exercice: row.parse("nom_exercice")?,
        prenom_exercice: row.parse("prenom_exercice")?,
        contact: Some(Contact {
            email: row.parse("email")?,
            mobile: row.parse("mobile")?,
        }),
    })
}

/// The situations that meet a condition written by us, with their establishment.
pub(super) fn lecture(condition: &str) -> String {
    lecture_depuis("situation", condition)
}

/// The same from `depuis`, where `situation` is among others.
pub(super) fn lecture_depuis(depuis: &str, condition: &str) -> String {
    format!(
        "SELECT situation.id, situation.personne, situation.profession, situation.role, situation.mode, \
         situation.categorie AS categorie_professionnelle, situation.debut, situation.fin, situation.motif_fin, \
         fermeture.le AS fermee_le, fermeture.declaree, {} \
         FROM {depuis} JOIN ({}) ON etablissement.finess = situation.finess \
         LEFT JOIN fermeture ON fermeture.situation = situation.id WHERE {condition}",
        etablissement::COLONNES,
        etablissement::TABLES
    )
}

/// The latest start first.
pub(super) const ORDRE: &str = "ORDER BY situation.debut DESC, situation.id";

/// A situation of a row of [`lecture`].
pub(super) fn vue(
    row: &Row,
    nomenclatures: &Nomenclatures,
    aujourd_hui: Jour,
) -> Result<SituationVue, DbError> {
    let profession: CodeProfession = row.parse("profession")?;
    let role: CodeRole = row.parse("role")?;
    let (debut, fin) = (row.get("debut")?, row.get("fin")?);
    let motif_fin = row
        .get::<Option<String>>("motif_fin")?
        .map(|code| code.parse().map_err(|_| DbError::stored("situation.motif_fin")))
        .transpose()?;
    Ok(SituationVue {
        id: SituationId::new(row.get("id")?),
        etablissement: etablissement::depuis(row)?,
        profession_libelle: nomenclatures
            .profession(&profession)
            .map_or_else(|| profession.as_str().to_owned(), |connue| connue.libelle.clone()),
        role_libelle: nomenclatures
            .role(&role)
            .map_or_else(|| role.as_str().to_owned(), |connu| connu.libelle.clone()),
        profession,
        role,
        mode: row.parse("mode")?,
        categorie: row.parse("categorie_professionnelle")?,
        debut,
        fin,
        motif_fin,
        etat: EtatSituation::le(aujourd_hui, debut, fin),
        fermee_le: row.get::<Option<i64>>("fermee_le")?.map(Instant::from_millis),
        depart_declare: row.get::<Option<bool>>("declaree")?.unwrap_or_default(),
    })
}
