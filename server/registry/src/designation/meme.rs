//! The registered people who may be who is designated, when the identifier of the card does not say: asked of who designates, for the
//! day when that person leaves (R52).

use super::panier::LignePanier;
use crate::Registry;
use crate::cherche::Cherche;
use crate::db::{DbError, Engine, Places, Run};
use crate::depart::{noms, noms_de};
use crate::droit::{Designateur, PERSONNE_DU_COMPTE};
use crate::erreur::ActeError;
use crate::personne::{appel, rpps};
use domain::date::Jour;
use domain::homonyme::Affiche;
use domain::identifiant::Rpps;
use domain::ids::PersonneId;

/// As many as anybody chooses from.
const INSCRITS_MAX: usize = 20;

/// Somebody registered, under the name of who is designated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InscritDuMemeNom {
    /// Who.
    pub personne: PersonneId,
    /// The name used at work.
    pub nom: String,
    /// The number.
    pub rpps: Rpps,
    /// One of the establishments of the perimeter where they work.
    pub lieu: String,
}

/// Those who work in the perimeter, under the name of this line; nobody when the number of the card says whose it is, or when the
/// register knows.
pub(super) async fn inscrits(
    on: impl Run<'_>,
    engine: Engine,
    d: &Designateur,
    ligne: &LignePanier,
    jour: Jour,
) -> Result<Vec<InscritDuMemeNom>, DbError> {
    let lu = Cherche::lire(&ligne.nom).filter(|_| Rpps::dans(&ligne.identifiant).is_none());
    let Some(lu) = lu else {
        return Ok(Vec::new());
    };
    let mut places = Places::first(d.compte().uuid());
    let sujet = places.bind(format!("psc:{}", ligne.identifiant));
    let jour = places.bind(jour);
    // « Louise MARTIN-LEROY » may be Louise MARTIN: one word is enough to be read, the rule says the rest.
    let trouvees = lu.un_des_noms(engine, &mut places);
    let rows = places
        .statement(format!(
            "SELECT personne.id, personne.rpps, {}, (SELECT MIN(e.raison_sociale) FROM situation s JOIN etablissement e \
             ON e.finess = s.finess WHERE s.personne = personne.id AND s.finess IN {perimetre} AND (s.fin IS NULL OR s.fin >= {jour})) \
             AS lieu FROM personne WHERE personne.id IN (SELECT situation.personne FROM situation WHERE situation.finess IN {perimetre} \
             AND (situation.fin IS NULL OR situation.fin >= {jour}) AND {trouvees}) \
             AND NOT EXISTS (SELECT 1 FROM compte c WHERE c.sujet = {sujet} AND {PERSONNE_DU_COMPTE} IS NOT NULL) \
             ORDER BY personne.cle, personne.id",
            noms("personne"),
            perimetre = d.perimetre(),
        ))
        .all(on)
        .await?;
    let affiche = Affiche::lire(&ligne.nom);
    let mut inscrits = Vec::new();
    for row in &rows {
        if noms_de(row)?.sur(&affiche) && inscrits.len() < INSCRITS_MAX {
            inscrits.push(InscritDuMemeNom {
                personne: PersonneId::new(row.get("id")?),
                nom: appel(row)?,
                rpps: rpps(&row.get::<String>("rpps")?)?,
                lieu: row.get("lieu")?,
            });
        }
    }
    Ok(inscrits)
}

impl Registry {
    /// Who the person of this line may be, among the registered people who work in the perimeter.
    pub async fn inscrits_du_meme_nom(
        &self,
        d: &Designateur,
        ligne: &LignePanier,
    ) -> Result<Vec<InscritDuMemeNom>, ActeError> {
        Ok(inscrits(&self.db, self.db.engine(), d, ligne, self.aujourd_hui()).await?)
    }
}
