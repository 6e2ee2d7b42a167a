//! Who is in a register made to measure: drawn at random, always the same for the same rank.

use super::super::alea::Alea;
use super::super::invention::Invention;
use super::super::noms::{COMMUNES, FEMININS, MASCULINS, METIERS, NOMS};
use super::super::personas::commune;
use super::super::semis::SemisError;
use crate::finess;
use domain::date::{Jour, jour};
use domain::etat_civil::{Certification, Civilite, DateNaissance, EtatCivil, LieuNaissance, Sexe};
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice};
use domain::saisie::{Contact, SituationExercice};

/// Beginnings of mobile numbers that the numbering plan knows, a million numbers each.
const MOBILES: [&str; 4] = ["0612", "0613", "0614", "0615"];

/// Somebody of that rank: a person if it is below how many there are, an applicant above.
pub(super) fn quelqu_un(rang: u64) -> Result<(EtatCivil, Contact, Alea), SemisError> {
    let mut alea = Alea::new("echelle", rang);
    let sexe = if alea.chance(78) { Sexe::F } else { Sexe::M };
    let prenom = |alea: &mut Alea| match sexe {
        Sexe::F => *alea.parmi(&FEMININS),
        Sexe::M => *alea.parmi(&MASCULINS),
    };
    // Few people bear a common name: half of them have one of some ten thousand others.
    let nom = if alea.chance(50) {
        format!("{} {}", alea.parmi(&NOMS), alea.parmi(&NOMS))
    } else {
        (*alea.parmi(&NOMS)).to_owned()
    };
    let mut prenoms = vec![prenom(&mut alea)];
    for pour_cent in [75, 50] {
        let autre = prenom(&mut alea);
        if alea.chance(pour_cent) && !prenoms.contains(&autre) {
            prenoms.push(autre);
        }
    }
    let naissance = jour(
        1960 + i32::try_from(alea.sous(46)).unwrap_or_default(),
        u8::try_from(1 + alea.sous(12)).unwrap_or(1),
        u8::try_from(1 + alea.sous(28)).unwrap_or(1),
    );
    let lieu_naissance = if alea.chance(30) {
        commune(alea.parmi(&COMMUNES))?
    } else {
        let code = format!("{:02}{:03}", 1 + alea.sous(19), 1 + alea.sous(500));
        LieuNaissance::France {
            commune: Invention::lire("commune", &code)?,
        }
    };
    let etat_civil = EtatCivil {
        civilite: match sexe {
            Sexe::F => Civilite::Mme,
            Sexe::M => Civilite::M,
        },
        sexe,
        nom_naissance: Invention::lire("nom", &nom.to_uppercase())?,
        nom_usage: None,
        prenoms: Invention::lire("prénoms", &prenoms.join(" "))?,
        date_naissance: naissance
            .ok()
            .and_then(|jour| DateNaissance::stored(jour).ok())
            .ok_or(SemisError::Invention("date de naissance"))?,
        lieu_naissance,
        certification: Certification::Fc,
    };
    let mobile = format!(
        "{}{:06}",
        MOBILES[usize::try_from(rang / 1_000_000).unwrap_or_default() % MOBILES.len()],
        rang % 1_000_000
    );
    let contact = Contact {
        email: Invention::lire("e-mail", &format!("echelle{rang}@example.org"))?,
        mobile: Invention::lire("mobile", &mobile)?,
    };
    Ok((etat_civil, contact, alea))
}

/// The establishment of that rank; a few large ones have most people, as in life.
pub(super) fn etablissement(alea: &mut Alea, nombre: u64) -> String {
    let borne = u32::try_from(nombre).unwrap_or(u32::MAX);
    let tirage = alea.sous(borne).min(alea.sous(borne));
    finess::generateur::finess(u64::from(tirage))
}

/// Where somebody works, from that day on.
pub(super) fn situation(
    etat_civil: &EtatCivil,
    alea: &mut Alea,
    etablissement: &str,
    debut: Jour,
) -> Result<SituationExercice, SemisError> {
    let (profession, role) = *alea.parmi(&METIERS);
    Ok(SituationExercice {
        nom_exercice: etat_civil.nom_naissance.clone(),
        prenom_exercice: Invention::lire("prénom", etat_civil.prenoms.premier())?,
        etablissement: Invention::lire("FINESS", etablissement)?,
        debut,
        fin: None,
        profession: Invention::lire("profession", profession)?,
        role: Invention::lire("rôle", role)?,
        mode: ModeExercice::Salarie,
        categorie: CategorieProfessionnelle::default(),
    })
}
