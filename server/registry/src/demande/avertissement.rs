//! What is wrong with a demande, said in the queue before it is opened. Never a decision: the gestionnaire decides.

use domain::date::Instant;
use domain::demande::expire_le;
use domain::eligibilite::{self, Niveau};
use domain::etablissement::{EtablissementResume, Secteur};
use domain::nomenclature::{CodeProfession, CodeRole, Nomenclatures};
use serde::{Deserialize, Serialize};

/// Something to look at before deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Avertissement {
    /// Somebody registered, or another open demande, looks like the same person.
    DoublonPossible,
    /// The rules refuse it today (closed establishment, retired profession…).
    NonEligible,
    /// A hospital, for a profession that is not registered there (R6).
    Sanitaire,
    /// « Autre professionnel » where a more precise profession may fit (R9).
    ProfessionImprecise,
    /// Something else in the rules deserves a look; the dossier says what.
    AVerifier,
    /// Less than five days before it expires.
    BientotExpiree,
}

/// Days before expiry from which the queue says so.
pub(super) const BIENTOT_JOURS: i64 = 5;

impl Avertissement {
    /// A few words for a list.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::DoublonPossible => "Doublon possible",
            Self::NonEligible => "Non éligible",
            Self::Sanitaire => "Secteur sanitaire",
            Self::ProfessionImprecise => "Profession imprécise",
            Self::AVerifier => "Point à vérifier",
            Self::BientotExpiree => "Expire bientôt",
        }
    }
}

/// What the queue reads of a demande to warn about it.
pub(super) struct Examen<'a> {
    pub(super) nomenclatures: &'a Nomenclatures,
    pub(super) profession: &'a CodeProfession,
    pub(super) role: &'a CodeRole,
    pub(super) etablissement: &'a EtablissementResume,
    pub(super) soumise_le: Instant,
    pub(super) doublon: bool,
}

/// The warnings of a demande at this moment, the most serious first.
pub(super) fn avertissements(examen: &Examen<'_>, now: Instant) -> Vec<Avertissement> {
    let mut liste = Vec::new();
    if examen.doublon {
        liste.push(Avertissement::DoublonPossible);
    }
    let constats = eligibilite::situation(
        examen.nomenclatures.profession(examen.profession),
        examen.nomenclatures.role(examen.role),
        Some(examen.etablissement),
    );
    for constat in constats {
        let avertissement = match (constat.niveau, constat.regle.as_str()) {
            (Niveau::Refus, _) => Avertissement::NonEligible,
            (Niveau::Avertissement, "R6") if examen.etablissement.secteur == Secteur::Sanitaire => {
                Avertissement::Sanitaire
            }
            (Niveau::Avertissement, "R9") => Avertissement::ProfessionImprecise,
            (Niveau::Avertissement, _) => Avertissement::AVerifier,
            (Niveau::Information, _) => continue,
        };
        if !liste.contains(&avertissement) {
            liste.push(avertissement);
        }
    }
    if expire_le(examen.soumise_le) <= now.plus_days(BIENTOT_JOURS) {
        liste.push(Avertissement::BientotExpiree);
    }
    liste
}
