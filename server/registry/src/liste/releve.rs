//! A row as the form would hold it, and what the rules say of each of its cells.

use super::colonne::{Association, COLONNES};
use super::references::References;
use super::valeur;
use domain::eligibilite;
use domain::etat_civil::{Certification, FRANCE};
use domain::saisie::{Champ, ContexteSituation, DemandeComplete, Erreurs, SaisieDemande};
use std::collections::BTreeMap;

/// What was typed in place of cells.
pub(super) type Corrections = BTreeMap<Champ, String>;

/// The text of each field: what was typed, otherwise the cell.
pub(super) fn textes<'a>(
    association: &Association,
    cellules: &'a [String],
    corrections: &'a Corrections,
) -> BTreeMap<Champ, &'a str> {
    COLONNES
        .into_iter()
        .map(|champ| {
            let texte = corrections
                .get(&champ)
                .map_or_else(|| association.lire(champ, cellules), String::as_str);
            (champ, texte.trim())
        })
        .collect()
}

/// The form that these texts fill in. Names of work default to the birth name and the first of the first names (R17).
pub(super) fn remplir(textes: &BTreeMap<Champ, &str>, references: &References) -> SaisieDemande {
    let de = |champ: Champ| textes.get(&champ).copied().unwrap_or_default();
    let ou = |champ: Champ, defaut: &str| {
        let texte = de(champ);
        if texte.is_empty() {
            defaut.to_owned()
        } else {
            texte.to_owned()
        }
    };
    let mut saisie = SaisieDemande::default();
    let civil = &mut saisie.etat_civil;
    civil.civilite = valeur::civilite(de(Champ::Civilite));
    civil.sexe = valeur::sexe(de(Champ::Sexe));
    de(Champ::NomNaissance).clone_into(&mut civil.nom_naissance);
    de(Champ::NomUsage).clone_into(&mut civil.nom_usage);
    de(Champ::Prenoms).clone_into(&mut civil.prenoms);
    [civil.naissance_jour, civil.naissance_mois, civil.naissance_annee] =
        valeur::date(de(Champ::DateNaissance));
    civil.pays_naissance = references.pays(de(Champ::PaysNaissance));
    if civil.pays_naissance == FRANCE {
        let commune = ou(Champ::CommuneNaissance, de(Champ::VilleNaissance));
        civil.commune_naissance = references.commune(&commune);
    } else {
        // One column for the place is enough: a town abroad may be written where communes are.
        civil.ville_naissance = ou(Champ::VilleNaissance, de(Champ::CommuneNaissance));
    }
    de(Champ::Email).clone_into(&mut saisie.contact.email);
    saisie.contact.mobile = valeur::mobile(de(Champ::Mobile));
    let premier = civil
        .prenoms
        .split([' ', ','])
        .next()
        .unwrap_or_default()
        .to_owned();
    let situation = &mut saisie.situation;
    situation.nom_exercice = ou(Champ::NomExercice, &civil.nom_naissance);
    situation.prenom_exercice = ou(Champ::PrenomExercice, &premier);
    situation.etablissement = references.etablissement(de(Champ::Etablissement));
    [situation.debut_jour, situation.debut_mois, situation.debut_annee] = valeur::date(de(Champ::DateDebut));
    [situation.fin_jour, situation.fin_mois, situation.fin_annee] = valeur::date(de(Champ::DateFin));
    situation.profession = valeur::profession(de(Champ::Profession), &references.nomenclatures);
    situation.role = valeur::role(de(Champ::Role), &references.nomenclatures);
    situation.mode_exercice = valeur::mode(de(Champ::ModeExercice));
    situation.categorie = valeur::categorie(de(Champ::Categorie));
    // The boxes are ticked once for the whole list, when it is registered (R36).
    "on".clone_into(&mut saisie.legale.exactitude);
    "on".clone_into(&mut saisie.legale.cgu);
    saisie
}

/// The row when every rule accepts it, otherwise what is wrong with each cell.
pub(super) fn valider(
    saisie: &SaisieDemande,
    textes: &BTreeMap<Champ, &str>,
    references: &References,
) -> Result<DemandeComplete, Erreurs> {
    let etablissement = references.du_perimetre(&saisie.situation.etablissement);
    let contexte = ContexteSituation {
        nomenclatures: &references.nomenclatures,
        aujourd_hui: references.aujourd_hui,
        etablissement,
        naissance: None,
        noms: &[],
        prenoms: "",
    };
    // Checked by an employer on a document, not by an identity provider (R15).
    let lue = saisie.valider(references.aujourd_hui, Certification::Di, &contexte);
    let complete = references
        .pays_connus
        .verifier(lue, &saisie.etat_civil, false)
        .map_err(|erreurs| traduire(&erreurs, textes))?;
    let listes = &references.nomenclatures;
    let constats = eligibilite::situation(
        listes.profession(&complete.situation.profession),
        listes.role(&complete.situation.role),
        etablissement,
    );
    match constats
        .into_iter()
        .find(|constat| constat.niveau == eligibilite::Niveau::Refus)
    {
        Some(refus) => Err(Erreurs::une(
            Champ::Etablissement,
            format!("{} {}", refus.explication, refus.que_faire),
        )),
        None => Ok(complete),
    }
}

/// The domain speaks to the person of the form; here somebody else fills in the list.
fn traduire(erreurs: &Erreurs, textes: &BTreeMap<Champ, &str>) -> Erreurs {
    let mut traduites = Erreurs::new();
    for erreur in erreurs {
        let vide = textes.get(&erreur.champ).is_none_or(|texte| texte.is_empty());
        // Taken from another cell, whose error says it already.
        let origine = match erreur.champ {
            Champ::NomExercice => Some(Champ::NomNaissance),
            Champ::PrenomExercice => Some(Champ::Prenoms),
            _ => None,
        };
        if vide && origine.is_some_and(|origine| erreurs.pour(origine).is_some()) {
            continue;
        }
        traduites.push(erreur.champ, phrase(erreur.champ, vide, &erreur.message));
    }
    traduites
}

fn phrase(champ: Champ, vide: bool, message: &str) -> String {
    let attendu = match champ {
        Champ::Civilite => "M ou Mme",
        Champ::Sexe => "F ou M",
        Champ::DateNaissance | Champ::DateDebut => "une date, par exemple 12/03/1990",
        Champ::PaysNaissance => "le nom du pays, ou son code COG",
        Champ::CommuneNaissance => {
            "le code INSEE de la commune, ou son nom suivi du département, par exemple Bourg-en-Bresse (01)"
        }
        Champ::VilleNaissance => "la ville, pour une naissance hors de France",
        Champ::Etablissement => "le numéro FINESS d’un établissement de votre périmètre",
        Champ::Profession => "le code ou le libellé d’une profession de la liste (voir le modèle)",
        Champ::Role => "le code ou le libellé d’un rôle RPPS+ (voir le modèle)",
        Champ::ModeExercice => "salarié, libéral ou bénévole",
        Champ::Categorie => "civil, étudiant ou agent public",
        _ => "",
    };
    if vide && !attendu.is_empty() {
        return format!("À renseigner\u{a0}: {attendu}.");
    }
    if vide {
        return "À renseigner.".to_owned();
    }
    match champ {
        Champ::Etablissement if message.starts_with("Aucun établissement") => {
            "Cet établissement n’existe pas ou n’est pas dans votre périmètre. Vérifiez le numéro FINESS.".to_owned()
        }
        Champ::NomExercice if message.contains("votre") => {
            "Le nom d’exercice est le nom de naissance ou le nom d’usage de la personne. Corrigez-le, ou ajoutez le nom d’usage."
                .to_owned()
        }
        Champ::PrenomExercice if message.contains("vos") => {
            "Le prénom d’exercice est l’un des prénoms de la personne. Corrigez-le, ou complétez les prénoms.".to_owned()
        }
        Champ::DateDebut if message.contains("votre") => {
            "Cette date est trop proche de la date de naissance. Vérifiez l’année des deux.".to_owned()
        }
        Champ::DateFin if message.contains("vous") => {
            "Cette date de fin est déjà passée\u{a0}: la personne n’est plus dans l’établissement.".to_owned()
        }
        _ if !attendu.is_empty() && message.starts_with("Choisissez") => {
            format!("Valeur non reconnue. Attendu\u{a0}: {attendu}.")
        }
        _ => message.to_owned(),
    }
}
