//! The figures of a structure, or of all of them: one screen, read at once.

use super::acces::{self, Habilite};
use super::releve::{Lieu, Releve};
use super::restes::restes;
use super::signes::il_y_a;
use super::{Portee, lecture};
use crate::Registry;
use crate::depart::Regard;
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{Acte, Objet, Tentative};
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::nomenclature::{CodeRole, Nomenclatures};
use domain::rotation::{FIN_PROCHE_JOURS, Mouvements, SANS_SIGNE_MOIS, compter, roles_suffisants};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A structure that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Its number.
    pub finess: Finess,
    /// Its name.
    pub nom: String,
    /// An EJ, with its establishments.
    pub entite_juridique: bool,
}

/// An establishment and its own moves: whoever comes from another one arrives here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneEtablissement {
    /// Its number.
    pub finess: Finess,
    /// Its name.
    pub nom: String,
    /// Closed in the register of establishments.
    pub ferme: bool,
    /// Its moves.
    pub mouvements: Mouvements,
}

/// A rôle and the moves of those who hold it: whoever changes rôle leaves one and arrives in the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneRole {
    /// Its code.
    pub role: CodeRole,
    /// In words; the code when the lists do not know it any more.
    pub libelle: String,
    /// Its moves; somebody who holds two rôles counts in both.
    pub mouvements: Mouvements,
}

/// How many of each kind need a look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// people who left and still have access
    pub restes: usize,
    /// people who left, under whose name a card of nobody's still has a right
    pub a_verifier: usize,
    /// people with a situation that ends within sixty days
    pub fins: usize,
    /// people who hold a rôle wider than the job suggests
    pub roles_larges: usize,
    /// people present without a sign for six months
    pub sans_signe: usize,
    /// gestionnaires and mandataires without activity for six months
    pub gestionnaires: usize,
    /// cards that end within two months, or have ended
    pub cartes: usize,
}

/// The screen.
#[derive(Clone, Debug)]
pub struct Tableau {
    /// What it is about, by name; none for all the structures together.
    pub nom: Option<String>,
    /// Whether it is about one establishment.
    pub un_etablissement: bool,
    /// Everybody together: no move between its establishments counts.
    pub ensemble: Mouvements,
    /// By name.
    pub etablissements: Vec<LigneEtablissement>,
    /// The most frequent first.
    pub roles: Vec<LigneRole>,
    /// What needs a look.
    pub attention: Attention,
    /// What can be chosen instead: each EJ, then its establishments.
    pub structures: Vec<Structure>,
}

impl Registry {
    /// The figures of a structure that the person heads, or of all of them; any other is [`ActeError::Introuvable`].
    pub async fn rotation(&self, r: &Representant, portee: &Portee) -> Result<Tableau, ActeError> {
        let tentative = Tentative {
            auteur: r.auteur(),
            acte: Acte::Consulter,
            objet: portee.finess().map_or(Objet::Compte(r.compte()), |finess| {
                Objet::Structure(finess.as_str())
            }),
        };
        self.tenter(tentative, async {
        // Who moved to another establishment of theirs has not left.
        let (regard, partout) = (Regard::lecture(portee.places(r)), r.perimetre());
        let (tous, releve, habilites, cartes, a_verifier) = tokio::try_join!(
            lecture::autres_lieux(self, r, portee),
            lecture::relever(self, r, portee, None),
            acces::habilites(self, r, portee),
            acces::cartes(self, r, portee),
            self.nombre_a_verifier(&regard, &partout),
        )?;
        if portee.finess().is_some() && releve.lieux.is_empty() {
            return Err(ActeError::Introuvable);
        }
        let (now, jour, nomenclatures) = (self.now(), self.aujourd_hui(), self.nomenclatures());
        let limite = il_y_a(SANS_SIGNE_MOIS, now);
        let attention = Attention {
            restes: restes(&releve, &habilites, jour).len(),
            a_verifier,
            fins: fins(&releve, jour).count(),
            roles_larges: roles_larges(&releve, jour, &nomenclatures).count(),
            sans_signe: sans_signe(&releve, jour, limite).count(),
            cartes: acces::bientot(&habilites, &cartes, jour).len(),
            gestionnaires: nombre_inactifs(habilites, limite),
        };
        Ok(Tableau {
            nom: nom(&releve.lieux, portee),
            un_etablissement: matches!(portee, Portee::Structure(finess) if releve.lieux.iter().any(|l| l.finess == *finess)),
            ensemble: compter(releve.sejours(), jour),
            etablissements: etablissements(&releve, jour),
            roles: roles(&releve, jour, &nomenclatures),
            attention,
            structures: structures(tous.unwrap_or(releve.lieux)),
        })
        })
        .await
    }
}

/// People, for the list of gestionnaires counts several rights of one person.
fn nombre_inactifs(habilites: Vec<Habilite>, limite: Instant) -> usize {
    let mut comptes: Vec<Uuid> = acces::inactifs(habilites, limite)
        .iter()
        .map(|h| h.compte.uuid())
        .collect();
    comptes.sort_unstable();
    comptes.dedup();
    comptes.len()
}

/// The name of the structure that figures are about.
pub(super) fn nom(lieux: &[Lieu], portee: &Portee) -> Option<String> {
    let finess = portee.finess()?;
    lieux.iter().find_map(|lieu| {
        if lieu.finess == *finess {
            Some(lieu.nom.clone())
        } else {
            (lieu.finess_ej == *finess).then(|| lieu.nom_ej.clone())
        }
    })
}

/// Each EJ of which several establishments can be seen, then its establishments; an EJ with only one would say the same twice.
pub(super) fn structures(lieux: Vec<Lieu>) -> Vec<Structure> {
    let mut par_ej: BTreeMap<(String, Finess), Vec<Lieu>> = BTreeMap::new();
    for lieu in lieux {
        par_ej
            .entry((lieu.nom_ej.clone(), lieu.finess_ej.clone()))
            .or_default()
            .push(lieu);
    }
    par_ej
        .into_iter()
        .flat_map(|((nom, finess), lieux)| {
            let ej = (lieux.len() > 1).then_some(Structure {
                finess,
                nom,
                entite_juridique: true,
            });
            ej.into_iter().chain(lieux.into_iter().map(|lieu| Structure {
                finess: lieu.finess,
                nom: lieu.nom,
                entite_juridique: false,
            }))
        })
        .collect()
}

fn etablissements(releve: &Releve, jour: Jour) -> Vec<LigneEtablissement> {
    let par_lieu = releve.sejours_par_lieu();
    let lignes = releve
        .lieux
        .iter()
        .zip(&par_lieu)
        .map(|(lieu, sejours)| LigneEtablissement {
            finess: lieu.finess.clone(),
            nom: lieu.nom.clone(),
            ferme: !lieu.ouvert,
            mouvements: compter(sejours, jour),
        });
    // A closed establishment where nothing moved is nobody's business any more.
    lignes
        .filter(|ligne| !ligne.ferme || ligne.mouvements.a_bouge())
        .collect()
}

fn roles(releve: &Releve, jour: Jour, nomenclatures: &Nomenclatures) -> Vec<LigneRole> {
    let mut lignes: Vec<LigneRole> = releve
        .sejours_par_role()
        .into_iter()
        .map(|(role, sejours)| LigneRole {
            libelle: nomenclatures
                .role(role)
                .map_or_else(|| role.to_string(), |connu| connu.court.clone()),
            role: role.clone(),
            mouvements: compter(&sejours, jour),
        })
        .filter(|ligne| ligne.mouvements.a_bouge())
        .collect();
    lignes.sort_by_key(|ligne| std::cmp::Reverse(ligne.mouvements.presents()));
    lignes
}

/// People with a situation open today that ends within sixty days, and the first such end.
pub(super) fn fins(releve: &Releve, jour: Jour) -> impl Iterator<Item = (Uuid, Jour)> {
    let limite = jour.saturating_add(time::Duration::days(FIN_PROCHE_JOURS));
    releve.gens().filter_map(move |personne| {
        let fin = personne
            .ouverts(jour)
            .filter_map(|passage| passage.fin)
            .min()
            .filter(|fin| *fin <= limite)?;
        Some((personne.id, fin))
    })
}

/// People who hold, today, a rôle wider than their job suggests, and the rôles that would be enough.
pub(super) fn roles_larges(
    releve: &Releve,
    jour: Jour,
    nomenclatures: &Nomenclatures,
) -> impl Iterator<Item = (Uuid, Vec<String>)> {
    // Asked once for each job, not for each person.
    let larges: HashMap<usize, Vec<String>> = releve
        .metiers
        .iter()
        .enumerate()
        .map(|(rang, (profession, role))| {
            let suffisants = roles_suffisants(profession, role, nomenclatures);
            (rang, suffisants.iter().map(|role| role.court.clone()).collect())
        })
        .filter(|(_, suffisants): &(usize, Vec<String>)| !suffisants.is_empty())
        .collect();
    releve.gens().filter_map(move |personne| {
        let suffisants = personne
            .ouverts(jour)
            .find_map(|passage| larges.get(&passage.metier))?;
        Some((personne.id, suffisants.clone()))
    })
}

/// People present of whom nothing was seen since that instant, their registration included, with their last sign.
pub(super) fn sans_signe(
    releve: &Releve,
    jour: Jour,
    limite: Instant,
) -> impl Iterator<Item = (Uuid, Option<Instant>)> {
    releve.gens().filter_map(move |personne| {
        personne.sejour_du(jour)?;
        let signe = personne.passages.first()?.signe;
        let inscrite = personne.passages.iter().map(|passage| passage.cree_le).max();
        let recent = inscrite.max(signe) >= Some(limite.millis());
        (!recent).then(|| (personne.id, signe.map(Instant::from_millis)))
    })
}
