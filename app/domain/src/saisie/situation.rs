//! Step 3: where, since when and as what the person works (R17, R23–R32).
//!
//! The refusals of `eligibilite` become errors on the field they speak of; its warnings stop nobody and are not repeated here.

use super::lire::{lire, lire_date, lire_facultatif};
use super::{Champ, Erreurs};
use crate::date::{self, Jour};
use crate::eligibilite::{self, Constat, Niveau};
use crate::etablissement::EtablissementResume;
use crate::etat_civil::{Nom, Prenom};
use crate::identifiant::Finess;
use crate::nomenclature::{
    CategorieProfessionnelle, CodeProfession, CodeProfessionError, CodeRole, CodeRoleError, ModeExercice,
    Nomenclatures,
};
use crate::texte;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Youngest age at which somebody may have started to work, in years.
const AGE_DEBUT_MIN: i32 = 14;

super::saisie! {
    /// Step 3 as typed.
    pub struct SaisieSituation {
        /// public name
        nom_exercice,
        /// public first name
        prenom_exercice,
        /// FINESS number of the site
        etablissement,
        /// first day: day
        debut_jour,
        /// first day: month
        debut_mois,
        /// first day: year
        debut_annee,
        /// last day: day; the three boxes may be empty
        fin_jour,
        /// last day: month
        fin_mois,
        /// last day: year
        fin_annee,
        /// code of the profession
        profession,
        /// code of the rôle
        role,
        /// code of the mode d'exercice
        mode_exercice,
        /// code of the category; empty means civil (R32)
        categorie,
    }
}

/// What the register knows and the form does not.
#[derive(Clone, Copy)]
pub struct ContexteSituation<'a> {
    /// the lists in force
    pub nomenclatures: &'a Nomenclatures,
    /// the day of the validation, in Paris
    pub aujourd_hui: Jour,
    /// the establishment of the typed FINESS number; none when the register does not know it
    pub etablissement: Option<&'a EtablissementResume>,
    /// date of birth, when known
    pub naissance: Option<Jour>,
    /// birth name and usage name; empty when unknown, and then not compared (R17)
    pub noms: &'a [&'a str],
    /// all first names; empty when unknown, and then not compared (R17)
    pub prenoms: &'a str,
}

// Holds names and a date of birth, and `Debug` ends up in logs.
impl fmt::Debug for ContexteSituation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContexteSituation(…)")
    }
}

/// A situation d'exercice that may be registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationExercice {
    /// public name
    pub nom_exercice: Nom,
    /// public first name
    pub prenom_exercice: Prenom,
    /// FINESS number of the site
    pub etablissement: Finess,
    /// first day
    #[serde(with = "date::serde_iso")]
    pub debut: Jour,
    /// last day, when known
    #[serde(with = "date::serde_iso_option", default)]
    pub fin: Option<Jour>,
    /// what the person is
    pub profession: CodeProfession,
    /// what the person does there
    pub role: CodeRole,
    /// how the person is employed
    pub mode: ModeExercice,
    /// professional category
    pub categorie: CategorieProfessionnelle,
}

impl SaisieSituation {
    /// The situation, or everything that is wrong.
    pub fn valider(&self, ctx: &ContexteSituation<'_>) -> Result<SituationExercice, Erreurs> {
        let mut erreurs = Erreurs::new();
        let e = &mut erreurs;
        let nom_exercice = lire_nom_exercice(e, &self.nom_exercice, ctx.noms);
        let prenom_exercice = lire_prenom_exercice(e, &self.prenom_exercice, ctx.prenoms);
        let etablissement = self.lire_etablissement(e, ctx);
        let debut = self.lire_debut(e, ctx);
        let fin = self.lire_fin(e, ctx, debut);
        let profession = self.lire_profession(e, ctx);
        let role = self.lire_role(e, ctx);
        let mode = lire(
            e,
            Champ::ModeExercice,
            &self.mode_exercice,
            "Choisissez un mode d’exercice.",
        );
        let categorie = lire_facultatif::<CategorieProfessionnelle>(e, Champ::Categorie, &self.categorie);
        let situation = (|| {
            Some(SituationExercice {
                nom_exercice: nom_exercice?,
                prenom_exercice: prenom_exercice?,
                etablissement: etablissement?,
                debut: debut?,
                fin,
                profession: profession?,
                role: role?,
                mode: mode?,
                categorie: categorie.unwrap_or_default(),
            })
        })();
        erreurs.ou(situation)
    }

    /// What is wrong in one field, for the browser.
    pub fn erreur(&self, champ: Champ, ctx: &ContexteSituation<'_>) -> Option<String> {
        self.valider(ctx).err()?.pour(champ).map(str::to_owned)
    }

    fn lire_etablissement(&self, erreurs: &mut Erreurs, ctx: &ContexteSituation<'_>) -> Option<Finess> {
        let champ = Champ::Etablissement;
        let finess: Finess = lire(
            erreurs,
            champ,
            &self.etablissement,
            "Choisissez l’établissement où vous travaillez, par son nom ou son numéro FINESS.",
        )?;
        // What was found for an earlier answer says nothing of this one.
        let Some(connu) = ctx.etablissement.filter(|connu| connu.finess == finess) else {
            erreurs.push(
                champ,
                "Aucun établissement ne porte ce numéro FINESS. Vérifiez-le, ou cherchez l’établissement par son nom.",
            );
            return None;
        };
        refuser(erreurs, champ, &eligibilite::etablissement(connu));
        Some(finess)
    }

    fn lire_debut(&self, erreurs: &mut Erreurs, ctx: &ContexteSituation<'_>) -> Option<Jour> {
        let champ = Champ::DateDebut;
        let boites = [&*self.debut_jour, &*self.debut_mois, &*self.debut_annee];
        let vide = "Indiquez la date de prise de fonction\u{a0}: le jour, le mois et l’année.";
        let debut = lire_date(erreurs, champ, boites, vide)?;
        if debut > un_an_apres(ctx.aujourd_hui) {
            erreurs.push(champ, "Cette date est dans plus d’un an. Vérifiez l’année.");
        } else if ctx
            .naissance
            .is_some_and(|naissance| date::age(naissance, debut) < AGE_DEBUT_MIN)
        {
            erreurs.push(
                champ,
                "Cette date est trop proche de votre date de naissance. Vérifiez l’année, ici et à l’étape\u{a0}1.",
            );
        }
        Some(debut)
    }

    /// The end: none when unknown (three empty boxes), and when it is wrong, which `erreurs` then says.
    fn lire_fin(
        &self,
        erreurs: &mut Erreurs,
        ctx: &ContexteSituation<'_>,
        debut: Option<Jour>,
    ) -> Option<Jour> {
        let champ = Champ::DateFin;
        let boites = [&*self.fin_jour, &*self.fin_mois, &*self.fin_annee];
        if boites.iter().all(|boite| boite.trim().is_empty()) {
            return None;
        }
        let fin = lire_date(erreurs, champ, boites, "")?;
        if debut.is_some_and(|debut| fin < debut) {
            erreurs.push(
                champ,
                "La date de fin est avant la date de prise de fonction. Corrigez l’une des deux.",
            );
        } else if fin < ctx.aujourd_hui {
            erreurs.push(
                champ,
                "Cette date de fin est déjà passée. Vérifiez-la, ou laissez-la vide si vous travaillez encore ici.",
            );
        }
        Some(fin)
    }

    fn lire_profession(&self, erreurs: &mut Erreurs, ctx: &ContexteSituation<'_>) -> Option<CodeProfession> {
        let champ = Champ::Profession;
        // The list also offers, in words, the professions registered elsewhere: choosing one says where to go (R2).
        if self.profession.parse::<CodeProfession>().is_err()
            && let Some(ailleurs) = eligibilite::profession_libre(&self.profession, ctx.nomenclatures)
        {
            refuser(erreurs, champ, &[ailleurs]);
            return None;
        }
        let code: CodeProfession = lire(erreurs, champ, &self.profession, "Choisissez votre profession.")?;
        let Some(profession) = ctx.nomenclatures.profession(&code) else {
            erreurs.push(champ, CodeProfessionError.to_string());
            return None;
        };
        refuser(
            erreurs,
            champ,
            &eligibilite::profession(profession, Some(ctx.nomenclatures)),
        );
        Some(code)
    }

    fn lire_role(&self, erreurs: &mut Erreurs, ctx: &ContexteSituation<'_>) -> Option<CodeRole> {
        let code: CodeRole = lire(erreurs, Champ::Role, &self.role, "Choisissez votre rôle RPPS+.")?;
        if ctx.nomenclatures.role(&code).is_none() {
            erreurs.push(Champ::Role, CodeRoleError.to_string());
            return None;
        }
        Some(code)
    }
}

/// The name used at work: the birth name or the usage name, when they are known (R17).
pub(super) fn lire_nom_exercice(erreurs: &mut Erreurs, saisi: &str, noms: &[&str]) -> Option<Nom> {
    let nom: Nom = lire(
        erreurs,
        Champ::NomExercice,
        saisi,
        "Indiquez votre nom d’exercice.",
    )?;
    let cle = texte::cle(nom.as_str());
    if !noms.is_empty() && !noms.iter().any(|connu| texte::cle(connu) == cle) {
        erreurs.push(
            Champ::NomExercice,
            "Le nom d’exercice est votre nom de naissance ou votre nom d’usage. Pour exercer sous votre nom \
             d’usage, ajoutez-le d’abord à l’étape\u{a0}1.",
        );
    }
    Some(nom)
}

/// The first name used at work: one of the first names, when they are known (R17).
pub(super) fn lire_prenom_exercice(erreurs: &mut Erreurs, saisi: &str, prenoms: &str) -> Option<Prenom> {
    let vide = "Indiquez votre prénom d’exercice.";
    let prenom: Prenom = lire(erreurs, Champ::PrenomExercice, saisi, vide)?;
    if !est_un_des_prenoms(&texte::cle(prenom.as_str()), prenoms) {
        erreurs.push(
            Champ::PrenomExercice,
            "Le prénom d’exercice est l’un de vos prénoms. S’il en manque un, ajoutez-le d’abord à l’étape\u{a0}1.",
        );
    }
    Some(prenom)
}

/// The first refusal becomes the error of the field.
fn refuser(erreurs: &mut Erreurs, champ: Champ, constats: &[Constat]) {
    if let Some(refus) = constats.iter().find(|constat| constat.niveau == Niveau::Refus) {
        erreurs.push(champ, format!("{} {}", refus.explication, refus.que_faire));
    }
}

/// Whether the key is that of one first name, or of several that follow each other; true when none is known.
fn est_un_des_prenoms(cle: &str, prenoms: &str) -> bool {
    let connus: Vec<String> = prenoms.split_whitespace().map(texte::cle).collect();
    let suites = (0..connus.len()).flat_map(|de| (de..connus.len()).map(move |a| de..=a));
    connus.is_empty() || suites.into_iter().any(|suite| connus[suite].join(" ") == cle)
}

/// The same day next year; 28 February for 29 February.
pub(super) fn un_an_apres(jour: Jour) -> Jour {
    let annee = jour.year() + 1;
    jour.replace_year(annee)
        .or_else(|_| jour.replace_day(28).and_then(|jour| jour.replace_year(annee)))
        .unwrap_or(jour)
}

impl From<&SituationExercice> for SaisieSituation {
    fn from(situation: &SituationExercice) -> Self {
        let [debut_jour, debut_mois, debut_annee] = boites(Some(situation.debut));
        let [fin_jour, fin_mois, fin_annee] = boites(situation.fin);
        Self {
            nom_exercice: situation.nom_exercice.to_string(),
            prenom_exercice: situation.prenom_exercice.to_string(),
            etablissement: situation.etablissement.to_string(),
            debut_jour,
            debut_mois,
            debut_annee,
            fin_jour,
            fin_mois,
            fin_annee,
            profession: situation.profession.to_string(),
            role: situation.role.to_string(),
            mode_exercice: situation.mode.to_string(),
            categorie: situation.categorie.to_string(),
        }
    }
}

/// The three boxes of a date.
pub(super) fn boites(jour: Option<Jour>) -> [String; 3] {
    jour.map_or_else(Default::default, |jour| {
        [
            jour.day().to_string(),
            u8::from(jour.month()).to_string(),
            format!("{:04}", jour.year()),
        ]
    })
}
