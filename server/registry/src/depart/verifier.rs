//! Who left without the act (a review, their own word, an end that came) and whose name a card without a number still bears: to be
//! looked at (R51, R52). Cards without a number are few: nobody is compared when there is none. Whose name fits is said by
//! `domain::homonyme`, and by nothing before it.

use super::meme::{AuMemeNom, Homonyme, Regard, ecartee, noms, noms_de, regrouper, sans_personne};
use crate::Registry;
use crate::db::{DbError, Places, Row, Run};
use crate::droit::{Designateur, Gestionnaire};
use crate::erreur::ActeError;
use crate::perimetre::parmi;
use crate::personne::appel;
use domain::date::Jour;
use domain::homonyme::Affiche;
use domain::ids::{HabilitationId, PersonneId};
use std::collections::HashSet;
use uuid::Uuid;

/// Those who left before are not asked about: it would be for ever when it is somebody else.
const DEPUIS_JOURS: i64 = 365;

/// Somebody gone, and the cards under their name that are nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AVerifier {
    /// Who left.
    pub personne: PersonneId,
    /// The name used at work.
    pub nom: String,
    /// Their last day in the perimeter.
    pub parti_le: Jour,
    /// The cards, with what they have in the perimeter.
    pub cartes: AuMemeNom,
}

/// The cards that are nobody's where somebody looks, to be compared with many people.
pub(crate) struct Cartes(Vec<(Affiche, Homonyme)>);

impl Cartes {
    pub(crate) async fn lire(on: impl Run<'_>, regard: &Regard) -> Result<Self, DbError> {
        let rows = regard
            .places
            .clone()
            .statement(sans_personne(regard, "", ""))
            .all(on)
            .await?;
        let lues = regrouper(&rows)?.into_iter();
        Ok(Self(
            lues.map(|carte| (Affiche::lire(&carte.nom), carte)).collect(),
        ))
    }

    pub(crate) fn est_vide(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that bear the name of the person of this row (`meme::noms`).
    pub(crate) fn au_nom_de(&self, row: &Row) -> Result<Vec<Homonyme>, DbError> {
        let noms = noms_de(row)?;
        let siennes = self.0.iter().filter(|(affiche, _)| noms.sur(affiche));
        Ok(siennes.map(|(_, carte)| carte.clone()).collect())
    }
}

/// What was said of some people: these habilitations are somebody else's.
#[derive(Default)]
pub(crate) struct Ecartees(HashSet<(Uuid, Uuid)>);

impl Ecartees {
    pub(crate) async fn lire(on: impl Run<'_>, personnes: &[Uuid]) -> Result<Self, DbError> {
        let mut places = Places::default();
        let liste = places.list(personnes.iter().copied());
        let rows = places
            .statement(format!(
                "SELECT h.id, x.personne FROM pas_meme x JOIN habilitation h ON h.compte = x.compte \
                 WHERE x.personne IN {liste} AND {}",
                ecartee("x.personne")
            ))
            .all(on)
            .await?;
        let paires = rows.iter().map(|row| Ok((row.get("id")?, row.get("personne")?)));
        Ok(Self(paires.collect::<Result<_, DbError>>()?))
    }

    pub(crate) fn contient(&self, habilitation: HabilitationId, personne: Uuid) -> bool {
        self.0.contains(&(habilitation.uuid(), personne))
    }

    /// What is to be asked of this person, and what was answered.
    fn partager(&self, personne: Uuid, cartes: Vec<Homonyme>) -> AuMemeNom {
        let mut partage = AuMemeNom::default();
        for carte in cartes {
            let Homonyme {
                compte,
                nom,
                habilitations,
            } = carte;
            let (dites, a_dire): (Vec<_>, Vec<_>) = habilitations
                .into_iter()
                .partition(|h| self.contient(h.id, personne));
            for (sorte, habilitations) in [(&mut partage.a_dire, a_dire), (&mut partage.ecartes, dites)] {
                if !habilitations.is_empty() {
                    let nom = nom.clone();
                    sorte.push(Homonyme {
                        compte,
                        nom,
                        habilitations,
                    });
                }
            }
        }
        partage
    }
}

impl Registry {
    /// The people whose last situation in the perimeter ended within a year, under whose name a card that bears no number still has
    /// an habilitation there: those to look at first, then those of whom somebody said that it is not theirs.
    pub async fn departs_a_verifier(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
    ) -> Result<Vec<AVerifier>, ActeError> {
        let regard = Regard::de(g, d, self.aujourd_hui());
        Ok(self.a_verifier(&regard, &g.perimetre()).await?)
    }

    /// How many of them there are to look at: the cards where `regard` looks, the people who left `perimetre`.
    pub(crate) async fn nombre_a_verifier(&self, regard: &Regard, perimetre: &str) -> Result<usize, DbError> {
        let tous = self.a_verifier(regard, perimetre).await?;
        Ok(tous.iter().filter(|un| !un.cartes.a_dire.is_empty()).count())
    }

    async fn a_verifier(&self, regard: &Regard, perimetre: &str) -> Result<Vec<AVerifier>, DbError> {
        let cartes = Cartes::lire(&self.db, regard).await?;
        if cartes.est_vide() {
            return Ok(Vec::new());
        }
        let rows = partis(&self.db, regard, perimetre, self.aujourd_hui()).await?;
        let mut trouves = Vec::new();
        for row in &rows {
            let siennes = cartes.au_nom_de(row)?;
            if !siennes.is_empty() {
                trouves.push((row, row.get::<Uuid>("id")?, siennes));
            }
        }
        if trouves.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = trouves.iter().map(|(_, id, _)| *id).collect();
        let ecartees = Ecartees::lire(&self.db, &ids).await?;
        let mut a_verifier = Vec::new();
        for (row, id, siennes) in trouves {
            a_verifier.push(AVerifier {
                personne: PersonneId::new(id),
                nom: appel(row)?,
                parti_le: row.get("parti_le")?,
                cartes: ecartees.partager(id, siennes),
            });
        }
        a_verifier.sort_by_key(|un| un.cartes.a_dire.is_empty());
        Ok(a_verifier)
    }
}

/// Everybody who left that perimeter within a year, by name. From its establishments to their situations, which one index holds with
/// their ends: those of the rest of the country are not looked at, which is why a `CASE` hides the day from the index of all ends.
async fn partis(on: impl Run<'_>, regard: &Regard, perimetre: &str, jour: Jour) -> Result<Vec<Row>, DbError> {
    let mut places = regard.places.clone();
    let depuis = places.bind(jour.saturating_sub(time::Duration::days(DEPUIS_JOURS)));
    let jour = places.bind(jour);
    places
        .statement(format!(
            "SELECT personne.id, {}, x.parti_le FROM (SELECT s.personne, MAX(s.fin) AS parti_le FROM etablissement w \
             CROSS JOIN situation s WHERE w.finess IN {perimetre} AND s.finess = w.finess \
             AND CASE WHEN s.fin >= {depuis} AND s.fin < {jour} THEN 1 ELSE 0 END = 1 GROUP BY s.personne) x \
             JOIN personne ON personne.id = x.personne WHERE NOT EXISTS (SELECT 1 FROM situation o WHERE o.personne = x.personne \
             AND {} AND (o.fin IS NULL OR o.fin >= {jour})) ORDER BY personne.cle, personne.id",
            noms("personne"),
            parmi("o", perimetre),
        ))
        .all(on)
        .await
}
