//! The server and the browser agree on the forms: thousands of demandes, each with a few answers damaged, have the same
//! outcome on both targets.
//!
//! Every outcome (what is kept, or each sentence with its field) goes into one hash, pinned below and checked natively and
//! in wasm. A rule or a sentence that changes on purpose changes the hash: replace it by the one the failing test prints.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
mod commun;
#[path = "commun/csv.rs"]
mod csv;
mod donnees;
#[path = "commun/hasard.rs"]
mod hasard;
#[path = "commun/pieges.rs"]
mod pieges;

use domain::demande::{Explication, Reference};
use domain::eligibilite;
use domain::saisie::{Erreurs, SaisieDecision};
use donnees::{demande, lire, nomenclatures, noms};
use hasard::{Empreinte, Hasard};

const ATTENDU: u64 = 0x6750_03dd_f570_cbaa;
const ESSAIS: u32 = 5_000;

/// Answers that are right somewhere, and wrong elsewhere.
const REPONSES: [&str; 28] = [
    "M",
    "MME",
    "F",
    "Lefèvre",
    "d’Ormeaux",
    "LEFEVRE",
    "Anne-Marie",
    "Łukasz Ștefan",
    "29",
    "2",
    "février",
    "2000",
    "1900",
    "2027",
    "99100",
    "99352",
    "2A004",
    "Sidi-Bel-Abbès",
    "anne@exemple.fr",
    "0690 00 12 34",
    "140012345",
    "2B0000020",
    "350",
    "371",
    "GENR08",
    "GENR99",
    "L",
    "",
];

/// The hash of what became of everything. It is only ever compared with itself, so `serde_json` may write what is kept.
fn empreinte() -> u64 {
    let listes = nomenclatures();
    let noms: Vec<&str> = noms().collect();
    let mut hasard = Hasard(20_261_122);
    let mut empreinte = Empreinte::new();
    let noter = |empreinte: &mut Empreinte, erreurs: &Erreurs| {
        for erreur in erreurs {
            empreinte.ajouter(erreur.champ.id());
            empreinte.ajouter(&erreur.message);
        }
    };
    for _ in 0..ESSAIS {
        let mut saisie = demande();
        for _ in 0..=hasard.sous(3) {
            let nom = *hasard.parmi(&noms);
            let reponse = hasard.abimer_une(&REPONSES);
            saisie.set(nom, reponse);
        }
        match lire(&saisie, &listes) {
            Ok(complete) => empreinte.ajouter(&serde_json::to_string(&complete).unwrap()),
            Err(erreurs) => noter(&mut empreinte, &erreurs),
        }
        let reference = Reference::from_entropy(hasard.tirer()).to_string();
        empreinte.ajouter(&reference);
        let lue = hasard.abimer_une(&[reference.as_str()]).parse::<Reference>();
        empreinte.ajouter(&lue.map_or_else(|erreur| erreur.to_string(), |lue| lue.to_string()));
        let motif = *hasard.parmi(&["def", "AUT", "CHA", "ZZZ", ""]);
        let explication = hasard.abimer_une(&["Bonjour,\r\nvous ne travaillez pas ici."]);
        let decision = SaisieDecision {
            motif: motif.to_owned(),
            explication,
        };
        match decision.valider() {
            Ok((motif, explication)) => {
                empreinte.ajouter(motif.libelle());
                empreinte.ajouter(Explication::as_str(&explication));
            }
            Err(erreurs) => noter(&mut empreinte, &erreurs),
        }
        let metier = hasard.abimer_une(&[
            "assistante de service social",
            "kinésithérapeutes",
            "aide-soignante",
            "infirmier(e)",
        ]);
        if let Some(constat) = eligibilite::profession_libre(&metier, &listes) {
            empreinte.ajouter(&constat.explication);
        }
    }
    empreinte.0
}

partout! {
    fn both_targets_agree_on_forms() {
        let trouvee = empreinte();
        assert_eq!(trouvee, ATTENDU, "found {trouvee:#018x}");
    }
}
