//! From facts to the path: each step with its state.

use super::{Changement, Etape, Fait, Quoi};
use crate::date::Jour;

/// What of a structure changes its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profil {
    /// a pharmacy, whose titulaire is gestionnaire with their own card: no contract, no CDE (R42)
    pub officine: bool,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etat {
    /// done on that day
    Fait(Jour),
    /// the one thing to do now
    AFaire,
    /// the one thing to do now: it had been done, and something changed
    ARefaire(Changement),
    /// in the hands of somebody else since that day
    EnAttente(Jour),
    /// its turn will come
    PlusTard,
    /// not needed here, and why
    SansObjet(&'static str),
}

impl Etat {
    /// Nothing is left to do there.
    pub const fn est_regle(self) -> bool {
        matches!(self, Self::Fait(_) | Self::SansObjet(_))
    }

    /// The step to do now.
    pub const fn est_courant(self) -> bool {
        matches!(self, Self::AFaire | Self::ARefaire(_))
    }
}

/// A step and its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pas {
    /// the step
    pub etape: Etape,
    /// where it stands
    pub etat: Etat,
}

/// The path of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chemin {
    /// every step, in order
    pub pas: Vec<Pas>,
}

impl Chemin {
    /// The step to do now; none when everything is done or waits for somebody else.
    pub fn courante(&self) -> Option<Pas> {
        self.pas.iter().copied().find(|pas| pas.etat.est_courant())
    }

    /// The steps that wait for somebody else.
    pub fn en_attente(&self) -> impl Iterator<Item = Pas> + '_ {
        self.pas
            .iter()
            .copied()
            .filter(|pas| matches!(pas.etat, Etat::EnAttente(_)))
    }

    /// Where a step stands.
    pub fn etat(&self, etape: Etape) -> Etat {
        self.pas
            .iter()
            .find(|pas| pas.etape == etape)
            .map_or(Etat::PlusTard, |pas| pas.etat)
    }

    /// How many steps leave nothing to do.
    pub fn regles(&self) -> usize {
        self.pas.iter().filter(|pas| pas.etat.est_regle()).count()
    }
}

/// The path that these facts make, in whatever order they come. Exactly one step is to be done now, unless everything is done
/// or waits for somebody else; only a change undoes what was done, and only the steps that it reopens (R47).
pub fn chemin(profil: Profil, faits: &[Fait]) -> Chemin {
    let mut pas: Vec<Pas> = Etape::TOUTES
        .into_iter()
        .map(|etape| Pas {
            etape,
            etat: seul(profil, faits, etape),
        })
        .collect();
    let regle = |etape: &Etape| {
        pas.iter()
            .any(|autre| autre.etape == *etape && autre.etat.est_regle())
    };
    let courante = pas
        .iter()
        .position(|pas| pas.etat == Etat::PlusTard && pas.etape.attend().iter().all(regle));
    if let Some(pas) = courante.and_then(|rang| pas.get_mut(rang)) {
        pas.etat = match rouverte(faits, pas.etape) {
            Some((jour, changement)) if achevee(faits, pas.etape, None, Some(jour)).is_some() => {
                Etat::ARefaire(changement)
            }
            _ => Etat::AFaire,
        };
    }
    Chemin { pas }
}

/// Where a step stands, the others not considered.
fn seul(profil: Profil, faits: &[Fait], etape: Etape) -> Etat {
    let depuis = rouverte(faits, etape).map(|(jour, _)| jour);
    if let Some(jour) = achevee(faits, etape, depuis, None) {
        return Etat::Fait(jour);
    }
    if let Some(raison) = sans_objet(profil, faits, etape) {
        return Etat::SansObjet(raison);
    }
    premier(faits, depuis, None, |quoi| quoi.confie(etape)).map_or(Etat::PlusTard, Etat::EnAttente)
}

fn sans_objet(profil: Profil, faits: &[Fait], etape: Etape) -> Option<&'static str> {
    let seul = faits.iter().any(|fait| fait.quoi == Quoi::DirigeantSeul);
    match etape {
        Etape::Organisation | Etape::Contrat | Etape::Cde if profil.officine => {
            Some("le titulaire d’une officine est gestionnaire avec sa propre carte")
        }
        Etape::Cartes if seul => Some("le dirigeant est le seul gestionnaire, sa carte de directeur suffit"),
        Etape::Formation if seul => {
            Some("la formation n’est que conseillée au dirigeant, seul gestionnaire de la structure")
        }
        Etape::Habilitation if seul => {
            Some("le dirigeant est le seul gestionnaire, sa carte lui en donne le droit")
        }
        _ => None,
    }
}

/// The last change that reopened the step.
fn rouverte(faits: &[Fait], etape: Etape) -> Option<(Jour, Changement)> {
    faits
        .iter()
        .filter_map(|fait| match fait.quoi {
            Quoi::Change(changement) if changement.rouvre(etape) => Some((fait.le, changement)),
            _ => None,
        })
        .max_by_key(|(jour, _)| *jour)
}

/// When the step was done, not before `depuis` and before `avant`.
fn achevee(faits: &[Fait], etape: Etape, depuis: Option<Jour>, avant: Option<Jour>) -> Option<Jour> {
    premier(faits, depuis, avant, |quoi| quoi.acheve(etape))
}

fn premier(
    faits: &[Fait],
    depuis: Option<Jour>,
    avant: Option<Jour>,
    retenu: impl Fn(Quoi) -> bool,
) -> Option<Jour> {
    faits
        .iter()
        .filter(|fait| retenu(fait.quoi))
        .map(|fait| fait.le)
        .filter(|jour| depuis.is_none_or(|depuis| *jour >= depuis) && avant.is_none_or(|avant| *jour < avant))
        .min()
}
