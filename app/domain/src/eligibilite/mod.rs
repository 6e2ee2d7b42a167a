//! Who may be registered, where and as what (R2–R10), said before it is too late to matter.
//!
//! A refusal stops the demande; a warning never does (R6): people outside our knowledge of the rules must get through.
//! Every finding says what is the matter, why, and what to do. Nothing here depends on who asks.

use crate::etablissement::{EtablissementResume, Secteur};
use crate::nomenclature::{CodeProfession, Nomenclatures, Profession, Role};
use serde::{Deserialize, Serialize};

pub mod conseil;
mod libre;
mod numero;
#[cfg(test)]
mod tests;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Niveau {
    /// the registration is not possible
    Refus,
    /// it is possible, and may be questioned later
    Avertissement,
    /// good to know
    Information,
}

/// Something to say about a situation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constat {
    /// how serious it is
    pub niveau: Niveau,
    /// the rule it comes from, such as `R6`
    pub regle: String,
    /// a few words
    pub titre: String,
    /// what is the matter, and why
    pub explication: String,
    /// what to do now
    pub que_faire: String,
}

impl Constat {
    fn new(niveau: Niveau, regle: &str, titre: &str, explication: String, que_faire: String) -> Self {
        Self {
            niveau,
            regle: regle.to_owned(),
            titre: titre.to_owned(),
            explication,
            que_faire,
        }
    }
}

/// Code of « Autre professionnel » (R9).
const AUTRE_PROFESSIONNEL: &str = "312";
/// Code of « Préparateur en pharmacie » (R5).
const PREPARATEUR: &str = "317";
/// Code of « Aide à domicile qualifié(e) » (R8).
const AIDE_QUALIFIEE: &str = "371";

/// What is known of a profession typed in free words: who registers it, when it is not this portal (R2). None when nothing
/// is known, which says nothing of the eligibility.
pub fn profession_libre(texte: &str, nomenclatures: &Nomenclatures) -> Option<Constat> {
    let trouvee = libre::non_eligible(texte, nomenclatures)?;
    let (qui, que_faire) = orientation(&trouvee.autorite);
    Some(Constat::new(
        Niveau::Refus,
        "R2",
        "Cette profession s’enregistre ailleurs",
        format!(
            "La profession «\u{a0}{}\u{a0}» est enregistrée par {qui}, pas ici.",
            trouvee.libelle
        ),
        que_faire.to_owned(),
    ))
}

/// Who registers the profession, and what the person has to do.
fn orientation(autorite: &str) -> (&'static str, &'static str) {
    let cle = crate::texte::cle(autorite);
    let contient = |mot: &str| cle.split(' ').any(|autre| autre == mot);
    if contient("ordre") {
        (
            "l’ordre de la profession",
            "Adressez-vous à votre ordre\u{a0}: il vous donne votre numéro RPPS.",
        )
    } else if contient("armees") || contient("ssa") {
        (
            "le service de santé des armées",
            "Adressez-vous au service de santé des armées\u{a0}: il vous donne votre numéro RPPS.",
        )
    } else if contient("ars") {
        (
            "l’agence régionale de santé (ARS)",
            "Adressez-vous à l’ARS de votre région\u{a0}: elle vous donne votre numéro RPPS.",
        )
    } else {
        (
            "une autre autorité",
            "Demandez à votre employeur qui vous enregistre.",
        )
    }
}

/// What there is to say about a situation: what is not chosen yet is not judged. Most serious first.
pub fn situation(
    prof: Option<&Profession>,
    role: Option<&Role>,
    etab: Option<&EtablissementResume>,
) -> Vec<Constat> {
    let mut constats: Vec<Constat> = Vec::new();
    constats.extend(etab.into_iter().flat_map(etablissement));
    constats.extend(prof.into_iter().flat_map(|prof| profession(prof, None)));
    constats.extend(role.and_then(role_sans_document));
    if let Some((profession, etablissement)) = prof.zip(etab) {
        constats.extend(hors_secteur(profession, etablissement.secteur));
    }
    if etab.is_some_and(|etab| matches!(etab.secteur, Secteur::Sanitaire | Secteur::Officine)) {
        constats.push(Constat::new(
            Niveau::Information,
            "R7",
            "Pas de consultation de Mon espace santé pour le moment",
            "Dans le secteur sanitaire, l’inscription donne une e-CPS, sans accès au dossier médical partagé (DMP) \
             pour le moment."
                .to_owned(),
            "Vous pouvez continuer.".to_owned(),
        ));
    }
    constats.sort_by_key(|constat| constat.niveau);
    constats
}

/// What there is to say about an establishment alone (R4).
pub fn etablissement(etab: &EtablissementResume) -> Vec<Constat> {
    let mut constats = Vec::new();
    if !etab.ouvert {
        constats.push(Constat::new(
            Niveau::Refus,
            "R4",
            "Établissement fermé",
            "Cet établissement est fermé dans le répertoire FINESS.".to_owned(),
            "Choisissez l’établissement où vous travaillez aujourd’hui, ou demandez son numéro à votre employeur."
                .to_owned(),
        ));
    } else if !etab.ej_ouverte {
        constats.push(Constat::new(
            Niveau::Avertissement,
            "R4",
            "Organisme gestionnaire fermé",
            "L’organisme qui gère cet établissement est fermé dans le répertoire FINESS.".to_owned(),
            "Vérifiez auprès de votre employeur que c’est le bon établissement. Vous pouvez continuer."
                .to_owned(),
        ));
    }
    constats
}

/// What there is to say about a profession alone (R8, R9). With the lists at hand, those that replace a retired one are
/// named; without, only their codes are.
pub fn profession(prof: &Profession, nomenclatures: Option<&Nomenclatures>) -> Vec<Constat> {
    if !prof.active {
        let nommer = |code: &CodeProfession| {
            let connue = nomenclatures.and_then(|listes| listes.profession(code));
            connue.map_or_else(
                || format!("le code {code}"),
                |connue| format!("«\u{a0}{}\u{a0}»", connue.libelle),
            )
        };
        let noms: Vec<String> = prof.remplacee_par.iter().map(nommer).collect();
        let que_faire = match noms.as_slice() {
            [] => "Choisissez une autre profession dans la liste.".to_owned(),
            [premieres @ .., derniere] if !premieres.is_empty() => {
                format!("Choisissez à la place {} ou {derniere}.", premieres.join(", "))
            }
            [seule, ..] => format!("Choisissez à la place {seule}."),
        };
        let explication = format!(
            "La profession «\u{a0}{}\u{a0}» n’est plus utilisée.",
            prof.libelle
        );
        return vec![Constat::new(
            Niveau::Refus,
            "R9",
            "Profession retirée de la liste",
            explication,
            que_faire,
        )];
    }
    if !prof.proposee {
        return vec![Constat::new(
            Niveau::Refus,
            "J121",
            "Profession hors de la liste du portail",
            format!(
                "La profession «\u{a0}{}\u{a0}» ne peut pas être choisie sur ce portail.",
                prof.libelle
            ),
            "Choisissez une autre profession dans la liste.".to_owned(),
        )];
    }
    match prof.code.as_str() {
        AIDE_QUALIFIEE => vec![Constat::new(
            Niveau::Information,
            "R8",
            "Une qualification est nécessaire",
            "Il faut une certification de niveau\u{a0}3 au moins, ou 3\u{a0}ans d’expérience à mi-temps ou plus dans \
             les 5\u{a0}dernières années."
                .to_owned(),
            "Montrez vos justificatifs à votre employeur\u{a0}: il les vérifie. Aucun document n’est à envoyer ici."
                .to_owned(),
        )],
        AUTRE_PROFESSIONNEL => vec![Constat::new(
            Niveau::Avertissement,
            "R9",
            "À choisir en dernier recours",
            "Cette ligne n’est prévue que si aucune autre profession ne convient.".to_owned(),
            "Relisez la liste avant de continuer.".to_owned(),
        )],
        _ => Vec::new(),
    }
}

/// A rôle outside the five social and medico-social ones opens no document (domain notes §6).
fn role_sans_document(role: &Role) -> Option<Constat> {
    (!role.social).then(|| {
        Constat::new(
            Niveau::Avertissement,
            "R25",
            "Ce rôle n’ouvre aucun document",
            "Avec ce rôle, vous ne pourrez consulter aucun document du dossier médical partagé (DMP)."
                .to_owned(),
            "Choisissez un autre rôle s’il décrit mieux ce que vous faites. Sinon, vous pouvez continuer."
                .to_owned(),
        )
    })
}

/// A profession that is not expected in the sector: said, not refused (R5, R6).
pub fn hors_secteur(prof: &Profession, secteur: Secteur) -> Option<Constat> {
    let (regle, explication) = match secteur {
        Secteur::Sanitaire if !prof.sanitaire_autorisee => (
            "R6",
            "Dans le secteur sanitaire, seuls les préparateurs en pharmacie, les préparateurs en pharmacie \
             hospitalière, les conseillers en génétique et les opérateurs de soins non programmés s’inscrivent ici.",
        ),
        Secteur::Officine if prof.code.as_str() != PREPARATEUR => (
            "R5",
            "Dans une pharmacie d’officine, seuls les préparateurs en pharmacie s’inscrivent ici.",
        ),
        _ => return None,
    };
    Some(Constat::new(
        Niveau::Avertissement,
        regle,
        "Profession inattendue dans cet établissement",
        format!("{explication} Une autre inscription peut être supprimée plus tard."),
        "Vérifiez l’établissement et la profession. Si les deux sont exacts, vous pouvez continuer."
            .to_owned(),
    ))
}
