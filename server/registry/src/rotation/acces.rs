//! Who may act for the structures, when they last did, and cards that end.

use super::signes::il_y_a;
use super::{Portee, signes};
use crate::Registry;
use crate::db::{DbError, Row};
use crate::droit::{Representant, personne_dite};
use crate::erreur::ActeError;
use crate::habilitation::GenreHabilitation;
use crate::journal::{Acte, Objet, Tentative};
use crate::structure::A_SURVEILLER;
use domain::date::{Instant, Jour};
use domain::ids::{CompteId, PersonneId};
use domain::rotation::FIN_PROCHE_JOURS;
use uuid::Uuid;

/// Somebody who may act for a structure today.
#[derive(Clone)]
pub struct Habilite {
    /// Their account.
    pub compte: CompteId,
    /// As lists show them.
    pub nom: String,
    /// What they may do.
    pub genre: GenreHabilitation,
    /// On which structure, by name.
    pub structure: String,
    /// Since when.
    pub depuis: Instant,
    /// Last day of the card, when known.
    pub carte_jusqu_au: Option<Jour>,
    /// Their last act on the portal, signing in included.
    pub vu_le: Option<Instant>,
    /// The registered person that this account belongs to, when it is one.
    pub personne: Option<PersonneId>,
}

/// A card that ends soon, or has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carte {
    /// Its holder.
    pub nom: String,
    /// Of which structure, by name.
    pub structure: String,
    /// Last day of validity (R48).
    pub expire_le: Jour,
}

/// The right to act for the structures concerned, and what carries it.
#[derive(Clone)]
pub struct Acces {
    /// Gestionnaires and mandataires who did nothing for that long, the longest first.
    pub inactifs: Vec<Habilite>,
    /// Cards that end within two months, or have ended, the first to end first.
    pub cartes: Vec<Carte>,
}

impl Registry {
    /// Gestionnaires without activity for that many months (3, 6 or 12; 6 for any other number), and cards that end.
    pub async fn rotation_acces(
        &self,
        r: &Representant,
        portee: &Portee,
        mois: u8,
    ) -> Result<Acces, ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::Consulter,
            objet: portee.finess().map_or(Objet::Compte(r.compte()), |finess| {
                Objet::Structure(finess.as_str())
            }),
        };
        self.tenter(tentative, async {
            if portee.finess().is_some() && super::lecture::lieux(self, r, portee).await?.is_empty() {
                return Err(ActeError::Introuvable);
            }
            let (habilites, cartes) = tokio::try_join!(habilites(self, r, portee), cartes(self, r, portee))?;
            let limite = il_y_a(signes::mois(mois), self.now());
            Ok(Acces {
                cartes: bientot(&habilites, &cartes, self.aujourd_hui()),
                inactifs: inactifs(habilites, limite),
            })
        })
        .await
    }
}

/// Those who did nothing since that instant, although they could.
pub(super) fn inactifs(mut habilites: Vec<Habilite>, limite: Instant) -> Vec<Habilite> {
    use GenreHabilitation::{Gestionnaire, Mandataire};
    habilites.retain(|h| {
        [Gestionnaire, Mandataire].contains(&h.genre)
            && h.depuis < limite
            && h.vu_le.is_none_or(|vu_le| vu_le < limite)
    });
    habilites.sort_by(|un, autre| (un.vu_le, &un.nom).cmp(&(autre.vu_le, &autre.nom)));
    habilites
}

/// The cards to worry about: those that carry a right, then those of the structures that carry none yet.
pub(super) fn bientot(habilites: &[Habilite], cartes: &[CarteLue], aujourd_hui: Jour) -> Vec<Carte> {
    let limite = aujourd_hui.saturating_add(time::Duration::days(FIN_PROCHE_JOURS));
    let portees = habilites.iter().filter_map(|h| {
        Some(Carte {
            nom: h.nom.clone(),
            structure: h.structure.clone(),
            expire_le: h.carte_jusqu_au?,
        })
    });
    let connue = |carte: &CarteLue| {
        habilites
            .iter()
            .any(|h| carte.titulaire == Some(h.compte.uuid()) && h.carte_jusqu_au.is_some())
    };
    let autres = cartes
        .iter()
        .filter(|carte| !connue(carte))
        .map(|lue| lue.carte.clone());
    let mut tous: Vec<Carte> = portees
        .chain(autres)
        .filter(|carte| carte.expire_le <= limite)
        .collect();
    tous.sort_by(|un, autre| {
        (un.expire_le, &un.nom, &un.structure).cmp(&(autre.expire_le, &autre.nom, &autre.structure))
    });
    tous.dedup();
    tous
}

/// The structures (EJ or EG) concerned, as a query to put after `finess IN`, for a column `finess` of the table `t` whose EJ are
/// those that the person heads as EJ.
fn structures(r: &Representant, sites: &str, table: &str) -> String {
    format!(
        "({table}.finess IN {sites} OR {table}.finess IN (SELECT site.finess_ej FROM etablissement site \
         WHERE site.finess IN {sites} AND site.finess_ej IN (SELECT tete.finess FROM {} AS tete WHERE tete.portee = 'EJ')))",
        r.structures()
    )
}

/// The name of the structure `{table}.finess`.
fn nom_structure(table: &str) -> String {
    format!(
        "COALESCE((SELECT ej.raison_sociale FROM entite_juridique ej WHERE ej.finess = {table}.finess), \
         (SELECT eg.raison_sociale FROM etablissement eg WHERE eg.finess = {table}.finess), {table}.finess) AS structure"
    )
}

/// Everybody else with a right on the structures concerned, whatever their card.
pub(super) async fn habilites(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
) -> Result<Vec<Habilite>, DbError> {
    let (places, sites) = portee.places(r);
    let rows = places
        .statement(format!(
            "SELECT h.compte, h.genre, h.depuis, h.carte_jusqu_au, c.nom_affiche, {} AS personne, \
             (SELECT MAX(journal.le) FROM journal WHERE journal.acteur = h.compte) AS vu_le, {} \
             FROM habilitation h JOIN compte c ON c.id = h.compte \
             WHERE h.retiree_le IS NULL AND h.compte <> $1 AND {} ORDER BY c.nom_affiche, h.id",
            personne_dite(),
            nom_structure("h"),
            structures(r, &sites, "h"),
        ))
        .all(&registry.db)
        .await?;
    rows.iter().map(habilite).collect()
}

fn habilite(row: &Row) -> Result<Habilite, DbError> {
    let genre: String = row.get("genre")?;
    Ok(Habilite {
        compte: CompteId::new(row.get("compte")?),
        nom: row.get("nom_affiche")?,
        genre: GenreHabilitation::TOUS
            .into_iter()
            .find(|connu| connu.code() == genre)
            .ok_or_else(|| DbError::stored("habilitation.genre"))?,
        structure: row.get("structure")?,
        depuis: Instant::from_millis(row.get("depuis")?),
        carte_jusqu_au: row.get("carte_jusqu_au")?,
        vu_le: row.get::<Option<i64>>("vu_le")?.map(Instant::from_millis),
        personne: row.get::<Option<Uuid>>("personne")?.map(PersonneId::new),
    })
}

/// A card of a structure, and the account that holds it when known.
pub(super) struct CarteLue {
    titulaire: Option<Uuid>,
    carte: Carte,
}

/// The received cards of the structures concerned that end within two months, or have ended.
pub(super) async fn cartes(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
) -> Result<Vec<CarteLue>, DbError> {
    let (mut places, sites) = portee.places(r);
    let limite = places.bind(registry.now().plus_days(FIN_PROCHE_JOURS).jour_paris());
    let rows = places
        .statement(format!(
            "SELECT c.nom, c.titulaire, c.expire_le, {} FROM carte c WHERE {A_SURVEILLER} AND c.expire_le <= {limite} AND {}",
            nom_structure("c"),
            structures(r, &sites, "c"),
        ))
        .all(&registry.db)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(CarteLue {
                titulaire: row.get("titulaire")?,
                carte: Carte {
                    nom: row.get("nom")?,
                    structure: row.get("structure")?,
                    expire_le: row.get("expire_le")?,
                },
            })
        })
        .collect()
}
