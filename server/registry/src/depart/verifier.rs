//! Who left without the act (a review, their own word, an end that came) and whose name a card without a number still bears: to be
//! looked at (R51, R52). The form of a departure asks the question; what is answered there ties the card, or leaves it.

use super::meme::{Homonyme, noms, regrouper, sans_personne, se_nomme};
use crate::Registry;
use crate::cherche::Cherche;
use crate::db::{Places, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::personne::appel;
use domain::date::Jour;
use domain::ids::PersonneId;

/// Names looked for at a time: more cards than any structure has.
const CARTES_MAX: usize = 200;
/// As many as anybody goes through.
const PARTIES_MAX: u32 = 50;
/// Those who left before are not asked about: it would be for ever when it is somebody else.
const DEPUIS_JOURS: i64 = 365;

/// Somebody gone, and a card under their name that is nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AVerifier {
    /// Who left.
    pub personne: PersonneId,
    /// The name used at work.
    pub nom: String,
    /// Their last day in the perimeter.
    pub parti_le: Jour,
    /// The cards, with what they have in the perimeter.
    pub homonymes: Vec<Homonyme>,
}

impl Registry {
    /// The people whose last situation in the perimeter ended within a year, under whose name a card that bears no number still has
    /// an habilitation there.
    pub async fn departs_a_verifier(&self, g: &Gestionnaire) -> Result<Vec<AVerifier>, ActeError> {
        let jour = self.aujourd_hui();
        let rows = sql(sans_personne(g, None, jour, "", ""))
            .bind(g.compte().uuid())
            .all(&self.db)
            .await?;
        let cartes = regrouper(rows.iter(), |_, _| Ok(true))?;
        let mut places = Places::first(g.compte().uuid());
        let noms_cherches: Vec<String> = cartes
            .iter()
            .take(CARTES_MAX)
            .filter_map(|carte| Cherche::lire(&carte.nom)?.noms(self.db.engine(), &mut places))
            .collect();
        if noms_cherches.is_empty() {
            return Ok(Vec::new());
        }
        let depuis = places.bind(jour.saturating_sub(time::Duration::days(DEPUIS_JOURS)));
        let jour = places.bind(jour);
        let ici = format!(
            "SELECT 1 FROM situation s WHERE s.personne = personne.id AND s.finess IN {}",
            g.perimetre()
        );
        let rows = places
            .statement(format!(
                "SELECT personne.id, {}, (SELECT MAX(s.fin) FROM situation s WHERE s.personne = personne.id AND s.finess IN {}) \
                 AS parti_le FROM personne WHERE ({}) AND EXISTS ({ici} AND s.fin >= {depuis}) \
                 AND NOT EXISTS ({ici} AND (s.fin IS NULL OR s.fin >= {jour})) ORDER BY personne.cle, personne.id LIMIT {PARTIES_MAX}",
                noms("personne"),
                g.perimetre(),
                noms_cherches.join(" OR "),
            ))
            .all(&self.db)
            .await?;
        let mut a_verifier = Vec::new();
        for row in &rows {
            let mut homonymes = Vec::new();
            for carte in &cartes {
                if se_nomme(row, &carte.nom)? {
                    homonymes.push(carte.clone());
                }
            }
            if !homonymes.is_empty() {
                a_verifier.push(AVerifier {
                    personne: PersonneId::new(row.get("id")?),
                    nom: appel(row)?,
                    parti_le: row.get("parti_le")?,
                    homonymes,
                });
            }
        }
        Ok(a_verifier)
    }
}
