//! What the queue and the dossier show of possible duplicates.

use super::Cherchee;
use super::paires::niveau;
use crate::db::{Db, DbError, Row, Run, Statement, sql};
use crate::droit::Gestionnaire;
use crate::personne::{self, rpps};
use domain::demande::Reference;
use domain::doublon::{ChoixDoublon, NiveauDoublon, Portrait, TraitCompare, comparer};
use domain::identifiant::Rpps;
use domain::ids::{CompteId, DemandeId, PersonneId, SujetId};
use domain::saisie::{Champ, DemandeComplete};
use uuid::Uuid;

/// Who the look-alike is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SujetDoublon {
    /// a registered person
    Personne(PersonneId),
    /// the person of another open demande
    Demande(DemandeId),
}

impl SujetDoublon {
    /// The id under which the pair is known.
    pub fn id(self) -> SujetId {
        SujetId::new(match self {
            Self::Personne(id) => id.uuid(),
            Self::Demande(id) => id.uuid(),
        })
    }
}

/// Somebody who looks like the applicant.
#[derive(Clone)]
pub struct DoublonVu {
    /// Who it is.
    pub sujet: SujetDoublon,
    /// Whether the gestionnaire may open that record: it is in the perimeter.
    pub visible: bool,
    /// The name used at work; none for a demande outside the perimeter, which is nobody's to see.
    pub nom: Option<String>,
    /// The number, for somebody registered; none for another open demande.
    pub rpps: Option<Rpps>,
    /// The reference of another open demande of the perimeter.
    pub reference: Option<Reference>,
    /// What to do about it.
    pub niveau: NiveauDoublon,
    /// From 0 to 100.
    pub score: u8,
    /// Trait by trait; contacts only within the perimeter, and without weight in the score.
    pub traits: Vec<TraitCompare>,
    /// What a gestionnaire said of it.
    pub choix: Option<ChoixDoublon>,
    /// The version of the two records on which to say something.
    pub empreinte: i64,
    /// What is alike, and what to do about it.
    pub motif: String,
}

/// How many look-alikes a dossier shows, the closest first.
const VUS_MAX: u32 = 10;

/// The possible duplicates of one demande, the closest first.
pub(in crate::demande) async fn details(
    db: &Db,
    g: &Gestionnaire,
    demande: &Cherchee,
    complete: &DemandeComplete,
) -> Result<Vec<DoublonVu>, DbError> {
    let portrait = Portrait::from(complete);
    let mut vus = Vec::new();
    for row in inscrites(db, g, demande.id, None).await? {
        vus.push(DoublonVu::inscrite(&row, &portrait, demande.demandeur)?.0);
    }
    for row in autres_demandes(db, g, demande.id, None).await? {
        vus.push(DoublonVu::demande(&row, &portrait)?.0);
    }
    vus.sort_by_key(|vu| std::cmp::Reverse(vu.score));
    Ok(vus)
}

const PAIRE: &str = "paire_doublon.choix AS paire_choix, paire_doublon.empreinte AS paire_empreinte";

/// The registered people of the pairs of a demande, with `visible`, how many of their situations are in the perimeter.
pub(super) async fn inscrites(
    on: impl Run<'_>,
    g: &Gestionnaire,
    demande: DemandeId,
    sujet: Option<SujetId>,
) -> Result<Vec<Row>, DbError> {
    let perimetre = g.perimetre();
    let enonce = format!(
        "SELECT personne.*, {PAIRE}, (SELECT COUNT(*) FROM situation WHERE situation.personne = personne.id \
         AND situation.finess IN {perimetre}) AS visible \
         FROM paire_doublon JOIN personne ON personne.id = paire_doublon.personne WHERE paire_doublon.demande = $2{} \
         ORDER BY paire_doublon.score DESC, personne.id LIMIT {VUS_MAX}",
        seulement(sujet)
    );
    avec(enonce, g, demande, sujet).all(on).await
}

/// The open demandes of the pairs of a demande, likewise.
pub(super) async fn autres_demandes(
    on: impl Run<'_>,
    g: &Gestionnaire,
    demande: DemandeId,
    sujet: Option<SujetId>,
) -> Result<Vec<Row>, DbError> {
    let perimetre = g.perimetre();
    let enonce = format!(
        "SELECT demande.id, demande.reference, demande.nom, demande.complete, {PAIRE}, \
         (SELECT COUNT(*) FROM demande la WHERE la.id = demande.id AND la.finess IN {perimetre}) AS visible \
         FROM paire_doublon JOIN demande ON demande.id = paire_doublon.autre WHERE paire_doublon.demande = $2{} \
         ORDER BY paire_doublon.score DESC, demande.id LIMIT {VUS_MAX}",
        seulement(sujet)
    );
    avec(enonce, g, demande, sujet).all(on).await
}

fn seulement(sujet: Option<SujetId>) -> &'static str {
    if sujet.is_some() {
        " AND paire_doublon.sujet = $3"
    } else {
        ""
    }
}

fn avec(enonce: String, g: &Gestionnaire, demande: DemandeId, sujet: Option<SujetId>) -> Statement {
    let enonce = sql(enonce).bind(g.compte().uuid()).bind(demande.uuid());
    match sujet {
        Some(sujet) => enonce.bind(sujet.uuid()),
        None => enonce,
    }
}

impl DoublonVu {
    /// A row of [`inscrites`], and the record itself.
    pub(super) fn inscrite(
        row: &Row,
        demande: &Portrait,
        demandeur: CompteId,
    ) -> Result<(Self, Portrait), DbError> {
        let portrait = personne::portrait(row)?;
        let sienne = row.get::<Option<Uuid>>("compte")? == Some(demandeur.uuid());
        let sujet = SujetDoublon::Personne(PersonneId::new(row.get("id")?));
        let nom = format!("{} {}", portrait.nom_exercice, portrait.prenom_exercice);
        let vu = Self {
            rpps: Some(rpps(&row.get::<String>("rpps")?)?),
            nom: Some(nom),
            ..Self::comparer(row, sujet, demande, &portrait, sienne)?
        };
        Ok((vu, portrait))
    }

    /// A row of [`autres_demandes`], and what was declared.
    pub(super) fn demande(row: &Row, demande: &Portrait) -> Result<(Self, Portrait), DbError> {
        let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
            .map_err(|_| DbError::stored("demande.complete"))?;
        let portrait = Portrait::from(&complete);
        let sujet = SujetDoublon::Demande(DemandeId::new(row.get("id")?));
        let mut vu = Self::comparer(row, sujet, demande, &portrait, false)?;
        if vu.visible {
            vu.nom = Some(row.get("nom")?);
            vu.reference = Some(row.parse("reference")?);
        }
        Ok((vu, portrait))
    }

    fn comparer(
        row: &Row,
        sujet: SujetDoublon,
        demande: &Portrait,
        portrait: &Portrait,
        sienne: bool,
    ) -> Result<Self, DbError> {
        let visible = row.get::<i64>("visible")? > 0;
        let (niveau, score) = niveau(demande, portrait, sienne);
        let mut traits = comparer(demande, portrait).traits;
        if !visible {
            // That two mails are the same would say what the other one is.
            traits.retain(|compare| !matches!(compare.champ, Champ::Email | Champ::Mobile));
        }
        Ok(Self {
            sujet,
            visible,
            nom: None,
            rpps: None,
            reference: None,
            niveau,
            score,
            traits,
            choix: row
                .get::<Option<String>>("paire_choix")?
                .map(|code| code.parse().map_err(|_| DbError::stored("paire_doublon.choix")))
                .transpose()?,
            empreinte: row.get("paire_empreinte")?,
            motif: motif(sujet, niveau).to_owned(),
        })
    }
}

const fn motif(sujet: SujetDoublon, niveau: NiveauDoublon) -> &'static str {
    match (sujet, niveau) {
        (SujetDoublon::Personne(_), NiveauDoublon::Exacte) => {
            "Même identité\u{a0}: valider ajoutera la situation à ce numéro RPPS, sans en créer un autre."
        }
        (SujetDoublon::Personne(_), NiveauDoublon::Forte) => {
            "Forte ressemblance\u{a0}: avant de valider, dites s’il s’agit d’une même personne ou de deux personnes."
        }
        (SujetDoublon::Personne(_), _) => {
            "Ressemblance possible\u{a0}: vérifiez qu’il s’agit bien de deux personnes."
        }
        (SujetDoublon::Demande(_), NiveauDoublon::Exacte) => {
            "Une autre demande est en cours pour exactement la même identité, depuis un autre compte."
        }
        (SujetDoublon::Demande(_), NiveauDoublon::Forte) => {
            "Une autre demande est en cours pour une personne qui lui ressemble fortement, depuis un autre compte."
        }
        (SujetDoublon::Demande(_), _) => {
            "Une autre demande est en cours pour une personne qui lui ressemble, depuis un autre compte."
        }
    }
}
