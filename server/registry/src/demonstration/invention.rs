//! Makes people up: a civil status, a pair of contacts, a job. The same rank always gives the same person.

use super::alea::Alea;
use super::noms::{COMMUNES, FEMININS, MASCULINS, METIERS, NOMS, ORIGINES, PARTICULES};
use super::personas::{commune, ville};
use super::semis::SemisError;
use domain::date::{Jour, jour};
use domain::etat_civil::{Certification, Civilite, DateNaissance, EtatCivil, LieuNaissance, Sexe};
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice};
use domain::saisie::{Contact, SituationExercice};
use domain::texte;
use std::str::FromStr;

/// Somebody made up.
pub(super) struct Invention {
    /// who
    pub(super) etat_civil: EtatCivil,
    /// how to reach them
    pub(super) contact: Contact,
    /// profession (R85) and rôle (R22)
    pub(super) metier: (&'static str, &'static str),
}

impl Invention {
    /// The `rang`-th person. Ranks under 10 000, else two people would share a mobile.
    pub(super) fn personne(rang: u32) -> Result<Self, SemisError> {
        let mut alea = Alea::new("personne", u64::from(rang));
        let sexe = if alea.chance(78) { Sexe::F } else { Sexe::M };
        let (nom, prenom, lieu) = identite(&mut alea, sexe)?;
        let usage = (sexe == Sexe::F && alea.chance(25))
            .then(|| *alea.parmi(&NOMS))
            .filter(|usage| *usage != nom);
        let naissance = jour(
            1962 + i32::try_from(alea.sous(43)).unwrap_or_default(),
            u8::try_from(1 + alea.sous(12)).unwrap_or(1),
            u8::try_from(1 + alea.sous(28)).unwrap_or(1),
        );
        let etat_civil = EtatCivil {
            civilite: if sexe == Sexe::F {
                Civilite::Mme
            } else {
                Civilite::M
            },
            sexe,
            nom_naissance: Self::lire("nom", &nom.to_uppercase())?,
            nom_usage: usage
                .map(|usage| Self::lire("nom d’usage", &usage.to_uppercase()))
                .transpose()?,
            prenoms: Self::lire("prénoms", &prenoms(&mut alea, sexe, &prenom))?,
            date_naissance: naissance
                .ok()
                .and_then(|jour| DateNaissance::stored(jour).ok())
                .ok_or(SemisError::Invention("date de naissance"))?,
            lieu_naissance: lieu,
            certification: Certification::Fc,
        };
        let contact = Self::contact(&etat_civil, rang)?;
        Ok(Self {
            etat_civil,
            contact,
            metier: *alea.parmi(&METIERS),
        })
    }

    /// An e-mail in a domain reserved for examples, and a mobile, both of this rank only. The range reserved for fiction
    /// (06 39 98) is not a mobile for the numbering plan that `domain` follows; 07 99 98 is in the plan and not in service.
    pub(super) fn contact(etat_civil: &EtatCivil, rang: u32) -> Result<Contact, SemisError> {
        let domaine = ["example.org", "example.com", "example.net"][rang as usize % 3];
        let nom = format!(
            "{}.{}",
            etat_civil.prenoms.premier(),
            etat_civil.nom_naissance.as_str()
        );
        let local: Vec<String> = nom
            .split('.')
            .map(|partie| texte::cle(partie).replace(' ', "-"))
            .collect();
        Ok(Contact {
            email: Self::lire("e-mail", &format!("{}{rang}@{domaine}", local.join(".")))?,
            mobile: Self::lire("mobile", &format!("079998{rang:04}"))?,
        })
    }

    /// The job of this person in that establishment from that day.
    pub(super) fn situation(
        &self,
        etablissement: &str,
        debut: Jour,
        fin: Option<Jour>,
    ) -> Result<SituationExercice, SemisError> {
        let etat_civil = &self.etat_civil;
        Ok(SituationExercice {
            nom_exercice: etat_civil
                .nom_usage
                .as_ref()
                .unwrap_or(&etat_civil.nom_naissance)
                .clone(),
            prenom_exercice: Self::lire("prénom", etat_civil.prenoms.premier())?,
            etablissement: Self::lire("FINESS", etablissement)?,
            debut,
            fin,
            profession: Self::lire("profession", self.metier.0)?,
            role: Self::lire("rôle", self.metier.1)?,
            mode: ModeExercice::Salarie,
            categorie: CategorieProfessionnelle::default(),
        })
    }

    /// Through the door of the domain: `quoi` says what was made up wrong.
    pub(super) fn lire<T: FromStr>(quoi: &'static str, texte: &str) -> Result<T, SemisError> {
        texte.parse().map_err(|_| SemisError::Invention(quoi))
    }
}

/// Family name, first name, place of birth.
fn identite(alea: &mut Alea, sexe: Sexe) -> Result<(String, String, LieuNaissance), SemisError> {
    if alea.chance(15) {
        let origine = alea.parmi(&ORIGINES);
        let nom = *alea.parmi(&origine.noms);
        let prenom = if sexe == Sexe::F {
            *alea.parmi(&origine.feminins)
        } else {
            *alea.parmi(&origine.masculins)
        };
        let lieu = ville(origine.pays, alea.parmi(&origine.villes))?;
        return Ok((nom.to_owned(), prenom.to_owned(), lieu));
    }
    let nom = match alea.sous(100) {
        0..4 => (*alea.parmi(&PARTICULES)).to_owned(),
        4..10 => {
            let (premier, second) = (*alea.parmi(&NOMS), *alea.parmi(&NOMS));
            if premier == second {
                premier.to_owned()
            } else {
                format!("{premier}-{second}")
            }
        }
        _ => (*alea.parmi(&NOMS)).to_owned(),
    };
    let prenom = if sexe == Sexe::F {
        *alea.parmi(&FEMININS)
    } else {
        *alea.parmi(&MASCULINS)
    };
    Ok((nom, prenom.to_owned(), commune(alea.parmi(&COMMUNES))?))
}

/// One to three first names, all different.
fn prenoms(alea: &mut Alea, sexe: Sexe, premier: &str) -> String {
    let mut prenoms = vec![premier];
    for pour_cent in [60, 25] {
        let autre = if sexe == Sexe::F {
            *alea.parmi(&FEMININS)
        } else {
            *alea.parmi(&MASCULINS)
        };
        if alea.chance(pour_cent) && !prenoms.contains(&autre) {
            prenoms.push(autre);
        }
    }
    prenoms.join(" ")
}
