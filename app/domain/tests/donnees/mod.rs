//! What the tests of the forms share: the lists of the data folder, an establishment, a demande that is right.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::csv::lignes_csv;
use domain::date::{self, Jour};
use domain::etablissement::{EtablissementResume, Secteur};
use domain::etat_civil::Certification;
use domain::nomenclature::{DocumentType, Nomenclatures, Profession, ProfessionNonEligible, Role};
use domain::saisie::{ContexteSituation, DemandeComplete, Erreurs, SaisieDemande};

const PROFESSIONS: &str = include_str!("../../../../server/data/professions.csv");
const ROLES: &str = include_str!("../../../../server/data/roles.csv");
const NON_ELIGIBLES: &str = include_str!("../../../../server/data/professions_non_eligibles.csv");
const ROLE_DOCUMENTS: &str = include_str!("../../../../server/data/role_documents.csv");
const DOCUMENTS: &str = include_str!("../../../../server/data/document_types.csv");

/// The day of the tests.
pub(crate) fn aujourd_hui() -> Jour {
    date::jour(2026, 11, 22).unwrap()
}

/// The lists of the data folder.
pub(crate) fn nomenclatures() -> Nomenclatures {
    let documents_de = |role: &str| {
        let lignes = lignes_csv(ROLE_DOCUMENTS);
        lignes
            .into_iter()
            .filter(|l| l[0] == role && l[4] == "1")
            .map(|l| l[1].clone())
            .collect()
    };
    Nomenclatures {
        version: "essai".to_owned(),
        professions: lignes_csv(PROFESSIONS)
            .into_iter()
            .map(|l| Profession {
                code: l[0].parse().unwrap(),
                libelle: l[1].clone(),
                proposee: l[2] == "oui",
                active: l[3] == "actif",
                note: l[7].clone(),
                sanitaire_autorisee: l[5] == "oui",
                remplacee_par: if l[0] == "350" {
                    vec!["372".parse().unwrap()]
                } else {
                    Vec::new()
                },
            })
            .collect(),
        roles: lignes_csv(ROLES)
            .into_iter()
            .map(|l| Role {
                code: l[0].parse().unwrap(),
                libelle: l[1].clone(),
                court: l[2].clone(),
                social: l[3] == "oui",
                exemples: String::new(),
                documents: documents_de(&l[0]),
            })
            .collect(),
        non_eligibles: lignes_csv(NON_ELIGIBLES)
            .into_iter()
            .map(|l| ProfessionNonEligible {
                libelle: l[0].clone(),
                autorite: l[1].clone(),
            })
            .collect(),
        documents: lignes_csv(DOCUMENTS)
            .into_iter()
            .map(|l| DocumentType {
                id: l[0].clone(),
                libelle: l[1].clone(),
                code: l[2].clone(),
            })
            .collect(),
    }
}

/// An open nursing home.
pub(crate) fn etablissement() -> EtablissementResume {
    EtablissementResume {
        finess: "140012345".parse().unwrap(),
        finess_ej: "750001232".parse().unwrap(),
        raison_sociale: "EHPAD EXEMPLE".to_owned(),
        raison_sociale_ej: "ASSOCIATION EXEMPLE".to_owned(),
        categorie: "500".to_owned(),
        libelle_categorie: "EHPAD".to_owned(),
        commune: "Caen".to_owned(),
        code_postal: "14000".to_owned(),
        adresse: "1 rue de l'Exemple".to_owned(),
        secteur: Secteur::MedicoSocial,
        ouvert: true,
        ej_ouverte: true,
    }
}

/// A demande that is right, as typed.
pub(crate) fn demande() -> SaisieDemande {
    let mut saisie = SaisieDemande::default();
    let champs = [
        ("civilite", "MME"),
        ("sexe", "F"),
        ("nom_naissance", "Lefèvre"),
        ("nom_usage", "d'Ormeaux"),
        ("prenoms", "Anne-Marie Louise"),
        ("naissance_jour", "7"),
        ("naissance_mois", "mars"),
        ("naissance_annee", "1988"),
        ("pays_naissance", "99100"),
        ("commune_naissance", "14118"),
        ("email", "anne.lefevre@exemple.fr"),
        ("mobile", "06 12 34 56 78"),
        ("nom_exercice", "D’ORMEAUX"),
        ("prenom_exercice", "Louise"),
        ("etablissement", "14 001 234 5"),
        ("debut_jour", "1"),
        ("debut_mois", "9"),
        ("debut_annee", "2026"),
        ("profession", "313"),
        ("role", "GENR11"),
        ("mode_exercice", "S"),
        ("exactitude", "on"),
        ("cgu", "on"),
    ];
    for (nom, valeur) in champs {
        assert!(saisie.set(nom, valeur.to_owned()), "{nom}");
    }
    saisie
}

/// Every HTML name of a demande.
pub(crate) fn noms() -> impl Iterator<Item = &'static str> {
    use domain::saisie::{SaisieContact, SaisieEtatCivil, SaisieLegale, SaisieSituation};
    let etapes = [
        SaisieEtatCivil::NOMS,
        SaisieContact::NOMS,
        SaisieSituation::NOMS,
        SaisieLegale::NOMS,
    ];
    etapes.into_iter().flatten().copied()
}

/// The demande read on the day of the tests, in the establishment of the tests.
pub(crate) fn lire(
    saisie: &SaisieDemande,
    nomenclatures: &Nomenclatures,
) -> Result<DemandeComplete, Erreurs> {
    lire_dans(saisie, nomenclatures, &etablissement())
}

/// The same, in another establishment.
pub(crate) fn lire_dans(
    saisie: &SaisieDemande,
    nomenclatures: &Nomenclatures,
    etablissement: &EtablissementResume,
) -> Result<DemandeComplete, Erreurs> {
    let contexte = ContexteSituation {
        nomenclatures,
        aujourd_hui: aujourd_hui(),
        etablissement: Some(etablissement),
        naissance: None,
        noms: &[],
        prenoms: "",
    };
    saisie.valider(aujourd_hui(), Certification::Di, &contexte)
}
