//! The adviser: a few answers, and whether the portal is for this person, with which rôle (R1–R11, R25).
//!
//! Everything comes from the dated lists: professions, rôles with their examples and documents, professions registered
//! elsewhere. The adviser informs; nothing it says binds a gestionnaire.

pub use super::numero::Numero;

use super::libre::racines;
use super::numero::{dans_finess, deja_inscrit};
use super::{Constat, Niveau, hors_secteur, orientation, profession, role_sans_document};
use crate::etablissement::Secteur;
use crate::nomenclature::{CodeRole, Nomenclatures, Profession, ProfessionNonEligible, Role};
use crate::texte;

/// What somebody does for a living, as the lists know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metier<'a> {
    /// a profession of the portal, retired ones included (R9)
    Portail(&'a Profession),
    /// a profession that another authority registers (R2)
    Ailleurs(&'a ProfessionNonEligible),
}

impl<'a> Metier<'a> {
    /// The profession behind the value of a form: a code of the portal, or [`cle_ailleurs`]. None when it is neither.
    pub fn lire(valeur: &str, nomenclatures: &'a Nomenclatures) -> Option<Self> {
        let du_portail = nomenclatures
            .professions
            .iter()
            .find(|profession| profession.code.as_str() == valeur)
            .map(Self::Portail);
        du_portail.or_else(|| {
            nomenclatures
                .non_eligibles
                .iter()
                .find(|autre| cle_ailleurs(autre) == valeur)
                .map(Self::Ailleurs)
        })
    }
}

/// The value that stands for a profession registered elsewhere, which has no code: its folded name, `assistant-dentaire`.
pub fn cle_ailleurs(profession: &ProfessionNonEligible) -> String {
    texte::cle(&profession.libelle).replace(' ', "-")
}

/// What was answered; what was not answered yet is not judged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reponses<'a> {
    /// whether the person needs health data or a secure mailbox of their own (R1, R11)
    pub besoin: Option<bool>,
    /// whether the person has an RPPS number already (R3)
    pub numero: Option<Numero>,
    /// the sector of the establishment (R5, R6)
    pub secteur: Option<Secteur>,
    /// the profession (R2, R8, R9)
    pub metier: Option<Metier<'a>>,
    /// what the person does, said as the rôle that describes it (R25)
    pub role: Option<&'a Role>,
}

/// What comes out of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// the portal is for this person
    Oui,
    /// it is possible, and something has to be checked first
    SousReserve,
    /// the portal is not for this person
    Non,
}

/// What the adviser says.
#[derive(Clone, Debug)]
pub struct Conseil<'a> {
    /// the answer in one word
    pub verdict: Verdict,
    /// why, most serious first, each with its rule and what to do
    pub constats: Vec<Constat>,
    /// the rôles that fit: the one that was chosen, else those whose examples name the profession. Empty when the answer
    /// is no
    pub roles: Vec<&'a Role>,
}

/// Code of « Administratif » (R10).
const ADMINISTRATIF: &str = "GENR09";
/// Code of « Médico-administratif » (R10).
const MEDICO_ADMINISTRATIF: &str = "GENR13";

/// Advises. The verdict follows from the findings: a refusal is a no, a warning a reserve.
pub fn conseiller<'a>(reponses: &Reponses<'a>, nomenclatures: &'a Nomenclatures) -> Conseil<'a> {
    let mut constats: Vec<Constat> = Vec::new();
    constats.extend((reponses.besoin == Some(false)).then(sans_besoin));
    constats.extend(reponses.numero.and_then(deja_inscrit));
    match reponses.metier {
        Some(Metier::Portail(metier)) => {
            constats.extend(profession(metier, Some(nomenclatures)));
            constats.extend(reponses.secteur.and_then(|secteur| hors_secteur(metier, secteur)));
        }
        Some(Metier::Ailleurs(ailleurs)) => constats.push(enregistree_ailleurs(ailleurs)),
        None => {}
    }
    constats.extend(reponses.role.and_then(role_sans_document));
    if let Some(secteur) = reponses.secteur {
        constats.extend(du_secteur(secteur, reponses));
        let refuse = constats.iter().any(|constat| constat.niveau == Niveau::Refus);
        constats.extend((!refuse).then(dans_finess));
    }
    constats.sort_by_key(|constat| constat.niveau);
    let verdict = match constats.first().map(|constat| constat.niveau) {
        Some(Niveau::Refus) => Verdict::Non,
        Some(Niveau::Avertissement) => Verdict::SousReserve,
        Some(Niveau::Information) | None => Verdict::Oui,
    };
    let roles = match (verdict, reponses.role, reponses.metier) {
        (Verdict::Non, _, _) => Vec::new(),
        (_, Some(role), _) => vec![role],
        (_, None, Some(Metier::Portail(metier))) => roles_du_metier(metier, nomenclatures),
        (_, None, _) => Vec::new(),
    };
    Conseil {
        verdict,
        constats,
        roles,
    }
}

/// The rôles whose examples name this profession, in the order of the list. The social ones first: they open documents.
pub fn roles_du_metier<'a>(metier: &Profession, nomenclatures: &'a Nomenclatures) -> Vec<&'a Role> {
    let sien = racines(&metier.libelle);
    let nomme = |role: &&Role| {
        role.exemples.split(',').any(|exemple| {
            let exemple = racines(exemple);
            !exemple.is_empty() && (exemple.is_subset(&sien) || sien.is_subset(&exemple))
        })
    };
    let mut roles: Vec<&Role> = nomenclatures.roles.iter().filter(nomme).collect();
    roles.sort_by_key(|role| !role.social);
    roles
}

/// One line of the comparison of rôles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneComparee<'a> {
    /// the document of the DMP, in words
    pub document: &'a str,
    /// whether each rôle opens it, in the order asked for
    pub ouvert: Vec<bool>,
}

/// Every document of the matrix against these rôles (domain notes §6). Unknown rôles open nothing.
pub fn comparer<'a>(roles: &[CodeRole], nomenclatures: &'a Nomenclatures) -> Vec<LigneComparee<'a>> {
    let tenus: Vec<Option<&Role>> = roles.iter().map(|code| nomenclatures.role(code)).collect();
    nomenclatures
        .documents
        .iter()
        .map(|document| LigneComparee {
            document: &document.libelle,
            ouvert: tenus
                .iter()
                .map(|role| role.is_some_and(|role| role.documents.contains(&document.id)))
                .collect(),
        })
        .collect()
}

fn sans_besoin() -> Constat {
    Constat::new(
        Niveau::Refus,
        "R1, R11",
        "Pas besoin d’inscription",
        "L’inscription sert à accéder à des données de santé ou à avoir une messagerie sécurisée de santé à son nom. \
         Pour des données administratives ou de ressources humaines, un compte ordinaire suffit."
            .to_owned(),
        "Vous n’avez rien à faire. Si votre travail change, vous pourrez demander votre inscription à ce moment-là."
            .to_owned(),
    )
}

fn enregistree_ailleurs(ailleurs: &ProfessionNonEligible) -> Constat {
    let (qui, que_faire) = orientation(&ailleurs.autorite);
    Constat::new(
        Niveau::Refus,
        "R2",
        "Cette profession s’enregistre ailleurs",
        format!(
            "La profession «\u{a0}{}\u{a0}» est enregistrée par {qui}, pas ici.",
            ailleurs.libelle
        ),
        que_faire.to_owned(),
    )
}

/// What the sector alone says, and with the rôle.
fn du_secteur(secteur: Secteur, reponses: &Reponses<'_>) -> Vec<Constat> {
    let mut constats = Vec::new();
    if secteur == Secteur::Inconnu {
        constats.push(Constat::new(
            Niveau::Avertissement,
            "R5",
            "Structure à vérifier",
            "Les structures concernées sont celles du social et du médico-social, les EHPAD rattachés à un hôpital, les \
             DAC, les CLIC de niveau\u{a0}3, les communautés\u{a0}360, les MDPH, et les pharmacies pour les préparateurs."
                .to_owned(),
            "Demandez à votre employeur le numéro FINESS de l’établissement et son secteur.".to_owned(),
        ));
    }
    if matches!(secteur, Secteur::Sanitaire | Secteur::Officine) {
        let administratif = reponses
            .role
            .is_some_and(|role| [ADMINISTRATIF, MEDICO_ADMINISTRATIF].contains(&role.code.as_str()));
        if administratif {
            constats.push(Constat::new(
                Niveau::Refus,
                "R10",
                "Personnel administratif du secteur sanitaire",
                "Les personnes qui ont un rôle administratif s’inscrivent dans le social et le médico-social, pas dans \
                 un hôpital, une clinique ou une pharmacie."
                    .to_owned(),
                "Voyez avec votre employeur comment accéder aux outils dont vous avez besoin.".to_owned(),
            ));
        }
        constats.push(Constat::new(
            Niveau::Information,
            "R7",
            "Pas de consultation de Mon espace santé pour le moment",
            "Dans le secteur sanitaire, l’inscription donne une e-CPS, sans accès au dossier médical partagé (DMP) \
             pour le moment."
                .to_owned(),
            "Vous pouvez demander votre inscription.".to_owned(),
        ));
    }
    constats
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn metier(code: &str, libelle: &str, sanitaire: bool) -> Profession {
        Profession {
            code: code.parse().unwrap(),
            libelle: libelle.to_owned(),
            proposee: true,
            active: true,
            note: String::new(),
            sanitaire_autorisee: sanitaire,
            remplacee_par: Vec::new(),
        }
    }

    fn role(code: &str, social: bool, exemples: &str) -> Role {
        Role {
            code: code.parse().unwrap(),
            libelle: code.to_owned(),
            court: code.to_owned(),
            social,
            exemples: exemples.to_owned(),
            documents: vec!["D01".to_owned()],
        }
    }

    fn listes() -> Nomenclatures {
        Nomenclatures {
            version: "essai".to_owned(),
            professions: vec![
                metier("313", "Aide-soignant", false),
                metier("316", "Préparateur en pharmacie hospitalière", true),
                metier("331", "Secrétaire assistante médico-administrative", false),
            ],
            roles: vec![
                role("GENR01", false, "préparateur en pharmacie"),
                role("GENR09", true, "accueil, secrétariat"),
                role("GENR11", true, "aide-soignant, auxiliaire de puériculture"),
            ],
            non_eligibles: vec![ProfessionNonEligible {
                libelle: "assistant de service social".to_owned(),
                autorite: "AE agence régionale de santé (ARS)".to_owned(),
            }],
            documents: Vec::new(),
        }
    }

    fn demander<'a>(
        listes: &'a Nomenclatures,
        secteur: Secteur,
        metier: &str,
        role: Option<&str>,
    ) -> Conseil<'a> {
        let reponses = Reponses {
            besoin: Some(true),
            numero: Some(Numero::Non),
            secteur: Some(secteur),
            metier: Metier::lire(metier, listes),
            role: role.and_then(|code| listes.role(&code.parse().unwrap())),
        };
        conseiller(&reponses, listes)
    }

    #[test]
    fn nothing_answered_promises_nothing_and_refuses_nobody() {
        let listes = listes();
        let conseil = conseiller(&Reponses::default(), &listes);
        assert_eq!(conseil.verdict, Verdict::Oui);
        assert_eq!((conseil.constats.len(), conseil.roles.len()), (0, 0));
    }

    #[test]
    fn no_need_of_health_data_is_a_no() {
        let listes = listes();
        let reponses = Reponses {
            besoin: Some(false),
            ..Reponses::default()
        };
        let conseil = conseiller(&reponses, &listes);
        assert_eq!(conseil.verdict, Verdict::Non);
        assert_eq!(conseil.constats[0].regle, "R1, R11");
    }

    #[test]
    fn one_number_for_life() {
        let listes = listes();
        let dire = |numero| {
            let reponses = Reponses {
                besoin: Some(true),
                numero,
                secteur: Some(Secteur::MedicoSocial),
                metier: Metier::lire("313", &listes),
                role: None,
            };
            let conseil = conseiller(&reponses, &listes);
            let r3 = conseil.constats.iter().any(|constat| constat.regle == "R3");
            (conseil.verdict, r3, conseil.roles.len())
        };
        assert_eq!(dire(Some(Numero::Oui)), (Verdict::Non, true, 0));
        assert_eq!(dire(Some(Numero::Inconnu)), (Verdict::SousReserve, true, 1));
        assert_eq!(dire(Some(Numero::Non)), (Verdict::Oui, false, 1));
        assert_eq!(dire(None), (Verdict::Oui, false, 1));
        for code in ["oui", "non", "inconnu"] {
            assert_eq!(Numero::lire(code).unwrap().code(), code);
        }
        assert_eq!(Numero::lire("peut-être"), None);
    }

    #[test]
    fn the_establishment_must_be_in_finess() {
        let listes = listes();
        let r4 = |conseil: &Conseil<'_>| conseil.constats.iter().any(|constat| constat.regle == "R4");
        for secteur in [Secteur::MedicoSocial, Secteur::Sanitaire, Secteur::Inconnu] {
            assert!(r4(&demander(&listes, secteur, "316", None)), "{secteur:?}");
        }
        // Not to whom the answer is no anyway.
        let refus = demander(
            &listes,
            Secteur::MedicoSocial,
            "assistant-de-service-social",
            None,
        );
        assert!(!r4(&refus));
    }

    #[test]
    fn a_profession_of_another_authority_is_sent_to_it() {
        let listes = listes();
        let conseil = demander(
            &listes,
            Secteur::MedicoSocial,
            "assistant-de-service-social",
            None,
        );
        assert_eq!(conseil.verdict, Verdict::Non);
        assert!(conseil.constats[0].que_faire.contains("ARS"));
        assert_eq!(conseil.roles.len(), 0);
    }

    #[test]
    fn the_profession_suggests_its_role() {
        let listes = listes();
        let conseil = demander(&listes, Secteur::MedicoSocial, "313", None);
        assert_eq!(conseil.verdict, Verdict::Oui);
        let codes: Vec<&str> = conseil.roles.iter().map(|role| role.code.as_str()).collect();
        assert_eq!(codes, ["GENR11"]);
        let conseil = demander(&listes, Secteur::Sanitaire, "316", None);
        assert_eq!(conseil.verdict, Verdict::Oui);
        assert_eq!(conseil.roles[0].code.as_str(), "GENR01");
    }

    #[test]
    fn the_sanitary_sector_is_a_reserve_and_a_no_for_administrative_work() {
        let listes = listes();
        let conseil = demander(&listes, Secteur::Sanitaire, "313", Some("GENR11"));
        assert_eq!(conseil.verdict, Verdict::SousReserve);
        let conseil = demander(&listes, Secteur::Sanitaire, "331", Some("GENR09"));
        assert_eq!(conseil.verdict, Verdict::Non);
        assert_eq!(conseil.constats[0].regle, "R10");
        let conseil = demander(&listes, Secteur::MedicoSocial, "331", Some("GENR09"));
        assert_eq!(conseil.verdict, Verdict::Oui);
    }
}
