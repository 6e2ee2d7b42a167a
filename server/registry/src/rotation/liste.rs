//! The people behind each number, twenty at a time.

use super::Portee;
use super::lecture::{self, relever};
use super::releve::{Personne, Releve};
use super::restes::Reste;
use super::tableau::{Structure, nom, structures};
use super::trouver::{montres, presents};
use crate::Registry;
use crate::db::{DbError, Row};
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use crate::page::{TAILLE_PAGE, paginer};
use crate::personne::rpps;
use domain::date::{Instant, Jour};
use domain::identifiant::Rpps;
use domain::ids::PersonneId;
use domain::nomenclature::{CodeRole, MotifFin, Nomenclatures};
use domain::rotation::Mois;
use std::collections::HashMap;
use uuid::Uuid;

/// This program has no list of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cette liste n’existe pas.")]
pub struct ListeInconnue;

macro_rules! listes {
    ($( $(#[$doc:meta])* $variante:ident = $code:literal; )+) => {
        /// A list of people.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Liste { $( $(#[$doc])* $variante, )+ }

        impl Liste {
            /// Every list.
            pub const TOUTES: &'static [Self] = &[$( Self::$variante ),+];

            /// What addresses say.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variante => $code, )+ }
            }
        }

        impl std::str::FromStr for Liste {
            type Err = ListeInconnue;

            fn from_str(code: &str) -> Result<Self, ListeInconnue> {
                match code {
                    $( $code => Ok(Self::$variante), )+
                    _ => Err(ListeInconnue),
                }
            }
        }
    };
}

listes! {
    /// present today, by name
    Presents = "presents";
    /// arrived within the months counted, the latest first
    Arrivees = "arrivees";
    /// left within the months counted, the latest first
    Departs = "departs";
    /// whose stay begins after today
    AVenir = "a-venir";
    /// with a situation that ends within sixty days, the first to end first
    Fins = "fins";
    /// present without a sign for some months, the longest first
    SansSigne = "sans-signe";
    /// with a rôle wider than the job suggests
    Roles = "roles";
    /// who left and still have access, the earliest departure first
    Restes = "restes";
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Filtre {
    /// the structure
    pub portee: Portee,
    /// the list
    pub liste: Liste,
    /// people who hold that rôle, or held it when they left
    pub role: Option<CodeRole>,
    /// arrivals and departures of that month only
    pub mois: Option<Mois>,
    /// months without a sign: 3, 6 or 12
    pub sans_signe: u8,
    /// words to find people present with
    pub texte: Option<String>,
    /// from 1
    pub page: u32,
}

/// Why somebody is in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raison {
    /// present since that day
    Presente(Jour),
    /// arrived that day
    Arrivee(Jour),
    /// last day, and why the last situation ended when somebody said it
    Partie(Jour, Option<MotifFin>),
    /// arrives that day
    AVenir(Jour),
    /// a situation ends that day
    Fin(Jour),
    /// nothing since that instant, or nothing ever
    SansSigne(Option<Instant>),
    /// these rôles would be enough
    RoleLarge(Vec<String>),
    /// gone, and still has that
    Reste(Reste),
}

/// A situation in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SituationCourte {
    /// The establishment.
    pub etablissement: String,
    /// The profession; its code when the lists do not know it any more.
    pub profession: String,
    /// The rôle; its code when the lists do not know it any more.
    pub role: String,
    /// First day.
    pub debut: Jour,
    /// Last day, when known.
    pub fin: Option<Jour>,
    /// Open today.
    pub ouverte: bool,
}

/// Somebody of a list.
#[derive(Clone, Debug)]
pub struct LigneRotation {
    /// Who.
    pub personne: PersonneId,
    /// The number, which nothing takes away (R54).
    pub rpps: Rpps,
    /// The name used at work.
    pub nom: String,
    /// Why they are in this list.
    pub raison: Raison,
    /// The situations open today; the last one when there is none.
    pub situations: Vec<SituationCourte>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct PageRotation {
    /// What it is about, by name; none for all the structures together.
    pub nom: Option<String>,
    /// Its rows.
    pub lignes: Vec<LigneRotation>,
    /// How many people the list holds.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// What can be chosen instead.
    pub structures: Vec<Structure>,
}

impl Registry {
    /// A page of a list. A structure that the person does not head is [`ActeError::Introuvable`].
    pub async fn rotation_liste(&self, r: &Representant, filtre: &Filtre) -> Result<PageRotation, ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::Consulter,
            objet: filtre
                .portee
                .finess()
                .map_or(Objet::Compte(r.compte()), |finess| {
                    Objet::Structure(finess.as_str())
                }),
        };
        self.tenter(tentative, async {
            let portee = &filtre.portee;
            let tous = lecture::autres_lieux(self, r, portee).await?;
            let (trouves, total, page, releve) = if filtre.liste == Liste::Presents {
                presents(self, r, filtre).await?
            } else {
                let releve = relever(self, r, portee, None).await?;
                let trouves = self.trouver_rotation(r, filtre, &releve).await?;
                let total = i64::try_from(trouves.len()).unwrap_or(i64::MAX);
                let (page, _) = paginer(total, filtre.page);
                let avant = (page as usize - 1) * TAILLE_PAGE as usize;
                let trouves = trouves
                    .into_iter()
                    .skip(avant)
                    .take(TAILLE_PAGE as usize)
                    .collect();
                (trouves, total, page, releve)
            };
            if portee.finess().is_some() && releve.lieux.is_empty() {
                return Err(ActeError::Introuvable);
            }
            let noms = noms(self, r, portee, &trouves).await?;
            let nomenclatures = self.nomenclatures();
            let jour = self.aujourd_hui();
            let lignes = trouves
                .into_iter()
                .filter_map(|(id, raison)| {
                    let (rpps, nom) = noms.get(&id)?.clone();
                    Some(LigneRotation {
                        personne: PersonneId::new(id),
                        rpps,
                        nom,
                        raison,
                        situations: courtes(&releve, releve.personne(id)?, jour, &nomenclatures),
                    })
                })
                .collect();
            let (_, pages) = paginer(total, page);
            Ok(PageRotation {
                nom: nom(&releve.lieux, portee),
                lignes,
                total,
                page,
                pages,
                structures: structures(tous.unwrap_or(releve.lieux)),
            })
        })
        .await
    }
}

fn courtes(
    releve: &Releve,
    qui: Personne<'_>,
    jour: Jour,
    nomenclatures: &Nomenclatures,
) -> Vec<SituationCourte> {
    montres(qui, jour)
        .filter_map(|passage| {
            let (profession, role) = releve.metiers.get(passage.metier)?;
            Some(SituationCourte {
                etablissement: releve.nom_du_lieu(passage.lieu).to_owned(),
                profession: nomenclatures
                    .profession(profession)
                    .map_or_else(|| profession.to_string(), |connue| connue.libelle.clone()),
                role: nomenclatures
                    .role(role)
                    .map_or_else(|| role.to_string(), |connu| connu.court.clone()),
                debut: passage.debut,
                fin: passage.fin,
                ouverte: passage.est_ouvert(jour),
            })
        })
        .collect()
}

/// The names of the rows of a page.
async fn noms(
    registry: &Registry,
    r: &Representant,
    portee: &Portee,
    trouves: &[(Uuid, Raison)],
) -> Result<HashMap<Uuid, (Rpps, String)>, DbError> {
    let (mut places, sites) = portee.places(r);
    let ids = places.list(trouves.iter().map(|(id, _)| *id));
    places
        .statement(format!(
            "SELECT personne.id, personne.rpps, personne.nom_exercice, personne.prenom_exercice FROM personne \
             WHERE personne.id IN {ids} AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = personne.id \
             AND situation.finess IN {sites})"
        ))
        .all(&registry.db)
        .await?
        .iter()
        .map(|row: &Row| {
            let nom = format!(
                "{} {}",
                row.get::<String>("nom_exercice")?,
                row.get::<String>("prenom_exercice")?
            );
            Ok((row.get("id")?, (rpps(&row.get::<String>("rpps")?)?, nom)))
        })
        .collect()
}
