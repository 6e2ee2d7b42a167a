//! No sequence of acts lets a gestionnaire read or change a row outside their perimeter, whatever the ids they try. What is
//! outside is worked out here from the scenery, not from the program's own perimeter.

use crate::commun::*;
use crate::decor::*;
use crate::designation::inconnu;
use crate::revue::ouvrir;
use domain::designation::MotifRetrait;
use domain::ids::{CompteId, DemandeId, DepartId, HabilitationId, PersonneId, SituationId};
use domain::nomenclature::MotifRefus;
use domain::saisie::SaisieSituation;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use registry::demande::FiltreFile;
use registry::depart::SaisieDepart;
use registry::droit::{Designateur, Gestionnaire, Reviseur};
use registry::personne::Critere;
use registry::revue::Donnee;
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};
use std::fmt::Write as _;
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
enum Essai {
    Dossier(usize),
    Valider(usize),
    Refuser(usize),
    File,
    FiltrerAilleurs,
    Chercher,
    Fiche(usize),
    Historique(usize),
    Agir(usize, usize),
    Deshabiliter(usize),
    Designer(usize),
    Partir(usize),
    Defaire(usize),
    Revoir(usize, usize),
}

fn essais() -> impl Strategy<Value = Vec<(usize, Essai)>> {
    let essai = prop_oneof![
        2 => (0..12usize).prop_map(Essai::Dossier),
        3 => (0..12usize).prop_map(Essai::Valider),
        2 => (0..12usize).prop_map(Essai::Refuser),
        1 => Just(Essai::File),
        1 => Just(Essai::FiltrerAilleurs),
        1 => Just(Essai::Chercher),
        2 => (0..12usize).prop_map(Essai::Fiche),
        1 => (0..12usize).prop_map(Essai::Historique),
        2 => (0..12usize).prop_map(Essai::Deshabiliter),
        1 => (0..12usize).prop_map(Essai::Designer),
        3 => (0..12usize, 0..4usize).prop_map(|(n, acte)| Essai::Agir(n, acte)),
        2 => (0..12usize).prop_map(Essai::Partir),
        1 => (0..12usize).prop_map(Essai::Defaire),
        2 => (0..12usize, 0..3usize).prop_map(|(n, reponse)| Essai::Revoir(n, reponse)),
    ];
    proptest::collection::vec((0..3usize, essai), 8..24)
}

/// A gestionnaire, the head of the same structure, and the establishments that are theirs.
struct Acteur {
    g: Gestionnaire,
    d: Designateur,
    structure: &'static str,
    r: Reviseur,
    sien: Vec<&'static str>,
}

impl Acteur {
    /// The list, as SQL.
    fn liste(&self) -> String {
        format!("('{}')", self.sien.join("', '"))
    }

    /// What their establishments are called.
    async fn noms(&self, registry: &Registry) -> Vec<Option<String>> {
        let requete = format!(
            "SELECT raison_sociale FROM etablissement WHERE finess IN {}",
            self.liste()
        );
        registry::db::sql(requete)
            .all(registry.db())
            .await
            .expect("the names")
            .iter()
            .map(|row| row.get("raison_sociale").expect("a name"))
            .collect()
    }

    fn contient(&self, finess: &str) -> bool {
        self.sien.contains(&finess)
    }
}

/// Every row that this person has no business with, as text.
async fn dehors(registry: &Registry, acteur: &Acteur) -> String {
    let liste = acteur.liste();
    let mut vu = String::new();
    for (requete, colonnes) in [
        (
            format!(
                "SELECT id, statut, nom FROM demande WHERE finess IS NULL OR finess NOT IN {liste} ORDER BY id"
            ),
            ["statut", "nom"],
        ),
        (
            format!("SELECT id, finess, role FROM situation WHERE finess NOT IN {liste} ORDER BY id"),
            ["finess", "role"],
        ),
        (
            format!(
                "SELECT id, email, mobile FROM personne WHERE NOT EXISTS (SELECT 1 FROM situation \
                 WHERE situation.personne = personne.id AND situation.finess IN {liste}) ORDER BY id"
            ),
            ["email", "mobile"],
        ),
        (
            format!(
                "SELECT id, finess, COALESCE(motif_retrait, '') AS motif FROM habilitation WHERE finess NOT IN {liste} \
                 AND finess <> '{}' ORDER BY id",
                acteur.structure
            ),
            ["finess", "motif"],
        ),
    ] {
        for row in registry::db::sql(requete)
            .all(registry.db())
            .await
            .expect("the rows")
        {
            let id: Uuid = row.get("id").expect("an id");
            let [a, b] = colonnes.map(|c| row.get::<String>(c).expect("a column"));
            writeln!(vu, "{id} {a} {b}").expect("a line");
        }
    }
    vu
}

async fn finess_de(registry: &Registry, id: DemandeId) -> String {
    let row = registry::db::sql("SELECT finess FROM demande WHERE id = $1")
        .bind(id.uuid())
        .one(registry.db())
        .await
        .expect("the demande");
    row.get("finess").expect("its establishment")
}

async fn personnes(registry: &Registry) -> Vec<PersonneId> {
    let rows = registry::db::sql("SELECT id FROM personne ORDER BY id")
        .all(registry.db())
        .await
        .expect("the people");
    rows.iter()
        .map(|row| PersonneId::new(row.get("id").expect("an id")))
        .collect()
}

/// One attempt; what it lets see must be inside.
async fn tenter(registry: &Registry, acteur: &Acteur, essai: Essai, demandes: &[DemandeId]) {
    let g = &acteur.g;
    let choisie = |n: usize| demandes[n % demandes.len()];
    match essai {
        Essai::Dossier(n) => {
            let id = choisie(n);
            let dedans = acteur.contient(&finess_de(registry, id).await);
            match registry.dossier(g, id).await {
                Ok(dossier) => assert!(dedans && acteur.contient(dossier.etablissement.finess.as_str())),
                Err(error) => assert!(!dedans && matches!(error, ActeError::Introuvable), "{error:?}"),
            }
        }
        Essai::Valider(n) | Essai::Refuser(n) => {
            let id = choisie(n);
            let dedans = acteur.contient(&finess_de(registry, id).await);
            let row = registry::db::sql("SELECT version FROM demande WHERE id = $1")
                .bind(id.uuid())
                .one(registry.db())
                .await
                .expect("the demande");
            let version = row.get("version").expect("a version");
            let issue = if matches!(essai, Essai::Valider(_)) {
                registry.valider(g, id, version, true).await.map(|_| ())
            } else {
                let explication = "Une explication assez longue.".parse().expect("an explanation");
                registry
                    .refuser(g, id, version, MotifRefus::Autre, &explication)
                    .await
                    .map(|_| ())
            };
            if !dedans {
                assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
            }
        }
        Essai::File | Essai::FiltrerAilleurs => {
            let finess = matches!(essai, Essai::FiltrerAilleurs).then(|| {
                let ailleurs = [EG_A1, EG_B1, EG_B2].into_iter().find(|f| !acteur.contient(f));
                finess(ailleurs.expect("somewhere else"))
            });
            let filtre = FiltreFile {
                etablissements: finess.iter().cloned().collect(),
                ..FiltreFile::default()
            };
            let file = registry.file(g, &filtre).await.unwrap_or_else(|e| panic!("{e}"));
            assert!(
                file.lignes
                    .iter()
                    .all(|ligne| acteur.contient(ligne.finess.as_str()))
            );
            assert!(finess.is_none() || file.total == 0);
        }
        Essai::Chercher => {
            let trouves = registry
                .chercher_personnes(g, &Critere::default())
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            for ligne in trouves.lignes {
                assert!(!ligne.situations.is_empty());
                assert!(
                    ligne
                        .situations
                        .iter()
                        .all(|s| acteur.contient(s.etablissement.finess.as_str()))
                );
            }
        }
        Essai::Historique(n) => {
            let id = choisie(n);
            let dedans = acteur.contient(&finess_de(registry, id).await);
            assert_eq!(registry.historique_demande(g, id, 1).await.is_ok(), dedans);
            for id in personnes(registry).await {
                let Ok(historique) = registry.historique_personne(g, id, 1).await else {
                    continue;
                };
                for changement in historique.lignes.iter().flat_map(|ligne| &ligne.changements) {
                    let ailleurs = (changement.champ == "Établissement").then_some(&changement.apres);
                    let ici = acteur.noms(registry).await;
                    assert!(ailleurs.is_none_or(|nom| ici.contains(nom)), "{ailleurs:?}");
                }
            }
        }
        Essai::Agir(n, acte) => agir(registry, acteur, n, acte).await,
        Essai::Deshabiliter(n) => deshabiliter(registry, acteur, n).await,
        Essai::Designer(n) => designer(registry, acteur, n).await,
        Essai::Partir(n) => partir(registry, acteur, n).await,
        Essai::Defaire(n) => defaire(registry, acteur, n).await,
        Essai::Revoir(n, reponse) => revoir(registry, acteur, n, reponse).await,
        Essai::Fiche(n) => {
            let tous = personnes(registry).await;
            let Some(id) = tous.get(n % tous.len().max(1)) else {
                return;
            };
            match registry.fiche(g, *id).await {
                Ok(fiche) => {
                    assert!(!fiche.situations.is_empty());
                    assert!(
                        fiche
                            .situations
                            .iter()
                            .all(|s| acteur.contient(s.etablissement.finess.as_str()))
                    );
                }
                Err(error) => assert!(matches!(error, ActeError::Introuvable), "{error:?}"),
            }
        }
    }
}

/// An act on a situation, found in the database whoever it belongs to, that would move it outside.
async fn agir(registry: &Registry, acteur: &Acteur, n: usize, acte: usize) {
    let situations = registry::db::sql(
        "SELECT situation.id, situation.personne, situation.finess, personne.version, personne.nom_exercice, \
         personne.prenom_exercice FROM situation JOIN personne ON personne.id = situation.personne ORDER BY situation.id",
    )
    .all(registry.db())
    .await
    .expect("the situations");
    let Some(row) = situations.get(n % situations.len().max(1)) else {
        return;
    };
    let dedans = acteur.contient(&row.get::<String>("finess").expect("a FINESS"));
    let ailleurs = [EG_A1, EG_B1, EG_B2].into_iter().find(|f| !acteur.contient(f));
    let saisie = SaisieSituation {
        nom_exercice: row.get("nom_exercice").expect("a name"),
        prenom_exercice: row.get("prenom_exercice").expect("a name"),
        ..situation(ailleurs.expect("somewhere else"))
    };
    let situation = SituationId::new(row.get("id").expect("an id"));
    let acte = match acte {
        0 => ActeSituation::Modifier { situation, saisie },
        1 => ActeSituation::Ajouter { saisie },
        2 => ActeSituation::Fermer {
            situation,
            saisie: fermeture(1, 12, 2026),
        },
        _ => ActeSituation::Rouvrir { situation },
    };
    let id = PersonneId::new(row.get("personne").expect("an id"));
    let version = row.get("version").expect("a version");
    let apercu = registry.apercu_situation(&acteur.g, id, &acte).await.map(|_| ());
    let fait = registry.agir_sur_situation(&acteur.g, id, version, &acte).await;
    let dehors = matches!(
        acte,
        ActeSituation::Modifier { .. } | ActeSituation::Ajouter { .. }
    );
    for issue in [apercu, fait] {
        if dehors {
            assert!(issue.is_err(), "{acte:?} went outside");
        } else if !dedans {
            assert!(
                matches!(
                    issue,
                    Err(ActeError::Introuvable | ActeError::DemandeEnCours { .. })
                ),
                "{issue:?}"
            );
        }
    }
}

/// Withdraws the right of somebody who does nothing here, wherever it is, and gives it back.
async fn deshabiliter(registry: &Registry, acteur: &Acteur, n: usize) {
    let cibles = registry::db::sql(
        "SELECT h.id, h.finess FROM habilitation h JOIN compte c ON c.id = h.compte WHERE c.nom_affiche = 'Cible' ORDER BY h.id",
    )
    .all(registry.db())
    .await
    .expect("the rights");
    let row = &cibles[n % cibles.len()];
    let id = HabilitationId::new(row.get("id").expect("an id"));
    let finess: String = row.get("finess").expect("a structure");
    let dedans = acteur.contient(&finess) || finess == acteur.structure;
    let d = &acteur.d;
    assert_eq!(registry.habilite(d, id).await.is_ok(), dedans);
    for issue in [
        registry
            .retirer_designation(d, id, MotifRetrait::Depart, true)
            .await,
        registry.retablir_designation(d, id).await,
    ] {
        match issue {
            Ok(_) => assert!(dedans),
            Err(error) => assert!(!dedans && matches!(error, ActeError::Introuvable), "{error:?}"),
        }
    }
}

/// Begins a demande d'habilitation for a structure, and reads who may act there.
async fn designer(registry: &Registry, acteur: &Acteur, n: usize) {
    let visee = [EJ_A, EG_A1, EG_A2, EJ_B, EG_B1, EG_B2][n % 6];
    let dedans = acteur.contient(visee) || visee == acteur.structure;
    let (d, visee) = (&acteur.d, finess(visee));
    let ajout = inconnu(&format!("3990000028/{n}"), "Quelqu’un", "DE PLUS");
    let ajoutee = registry.ajouter_au_panier(d, &visee, &ajout).await;
    assert_eq!(ajoutee.is_ok(), dedans, "{:?}", ajoutee.err());
    assert_eq!(
        registry.historique_habilitations(d, &visee, 1).await.is_ok(),
        dedans
    );
    if let Ok(liste) = registry.habilites(d, &visee, 1).await {
        assert!(dedans);
        for ligne in liste.lignes {
            let sienne = ligne.finess.as_str();
            assert!(acteur.contient(sienne) || sienne == acteur.structure);
        }
    }
}

/// A departure of anybody, which names every situation that the person has, wherever it is.
async fn partir(registry: &Registry, acteur: &Acteur, n: usize) {
    let tous = personnes(registry).await;
    let Some(id) = tous.get(n % tous.len().max(1)) else {
        return;
    };
    let rows = registry::db::sql(
        "SELECT situation.id, situation.finess, personne.version FROM situation JOIN personne \
         ON personne.id = situation.personne WHERE personne.id = $1",
    )
    .bind(id.uuid())
    .all(registry.db())
    .await
    .expect("the situations");
    let dehors = rows
        .iter()
        .any(|row| !acteur.contient(&row.get::<String>("finess").expect("a FINESS")));
    let saisie = SaisieDepart {
        fermeture: fermeture(1, 12, 2026),
        situations: rows
            .iter()
            .map(|row| SituationId::new(row.get("id").expect("an id")))
            .collect(),
        habilitations: true,
        collegue: None,
    };
    let version = rows
        .first()
        .map_or(1, |row| row.get("version").expect("a version"));
    let intention = registry.intention_de_depart();
    let fait = registry
        .enregistrer_depart(&acteur.g, None, (intention, *id), version, &saisie)
        .await;
    assert!(fait.is_err() || !dehors, "a departure closed something outside");
}

/// Undoing or opening again whatever departure there is.
async fn defaire(registry: &Registry, acteur: &Acteur, n: usize) {
    let rows = registry::db::sql("SELECT id FROM depart ORDER BY id")
        .all(registry.db())
        .await
        .expect("the departures");
    let Some(row) = rows.get(n % rows.len().max(1)) else {
        return;
    };
    let id = DepartId::new(row.get("id").expect("an id"));
    // What it changes outside is looked for by the caller.
    let annule = registry.annuler_depart(&acteur.g, id).await;
    let rouvert = registry.rouvrir_depart(&acteur.g, None, id).await;
    let lu = registry.depart(&acteur.g, id).await;
    if let Err(ActeError::Introuvable) = lu {
        for issue in [annule, rouvert] {
            assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
        }
    }
}

/// An answer in one's own campaign for a situation found in the database, whoever it belongs to.
async fn revoir(registry: &Registry, acteur: &Acteur, n: usize, reponse: usize) {
    let rows = registry::db::sql(
        "SELECT s.id, s.finess, COALESCE(MAX(r.version), 0) AS version FROM situation s \
         LEFT JOIN revue_personne r ON r.situation = s.id GROUP BY s.id, s.finess ORDER BY s.id",
    )
    .all(registry.db())
    .await
    .expect("the situations");
    let Some(row) = rows.get(n % rows.len().max(1)) else {
        return;
    };
    let donnee = match reponse {
        0 => Donnee::Present,
        1 => Donnee::Parti(fermeture(1, 12, 2026)),
        _ => Donnee::RoleChange("GENR11".parse().expect("a rôle")),
    };
    let situation = SituationId::new(row.get("id").expect("an id"));
    let version = row.get("version").expect("a version");
    let issue = registry
        .repondre_revue(&acteur.r, situation, version, &donnee)
        .await;
    if !acteur.contient(&row.get::<String>("finess").expect("a FINESS")) {
        assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_sequence_of_acts_crosses_a_perimeter() {
    chaque_moteur("étanchéité", |registry| async move {
        let acteurs = [
            ("EJ", EJ_A, vec![EG_A1, EG_A2, EG_FERME]),
            ("EG", EG_B1, vec![EG_B1]),
            ("EJ", EJ_B, vec![EG_B1, EG_B2]),
        ];
        let mut equipe = Vec::new();
        for (portee, finess, sien) in acteurs {
            let g = gestionnaire(&registry, "Quelqu’un", portee, finess).await;
            let tete = compte_carte(&registry, "Quelqu’un d’autre").await;
            habiliter(&registry, tete, "representant_legal", portee, finess).await;
            let d = session(&registry, tete)
                .await
                .designateur()
                .expect("a designateur");
            let head = session(&registry, tete).await;
            let r = ouvrir(&registry, &head, finess).await;
            equipe.push(Acteur {
                g,
                d,
                r,
                structure: finess,
                sien,
            });
        }
        for (portee, finess) in [
            ("EJ", EJ_A),
            ("EG", EG_A1),
            ("EG", EG_B1),
            ("EG", EG_B2),
            ("EJ", EJ_B),
        ] {
            let cible: CompteId = compte_carte(&registry, "Cible").await;
            habiliter(&registry, cible, "gestionnaire", portee, finess).await;
        }
        let mut runner = TestRunner::deterministic();
        for tour in 0..6u32 {
            let mut demandes = Vec::new();
            for (rang, eg) in (0..).zip([EG_A1, EG_A2, EG_B2, EG_A1, EG_B2, EG_B2]) {
                let n = tour * 10 + rang;
                let u = usager_n(&registry, n).await;
                demandes.push(deposer(&registry, &u, eg, n).await.id);
            }
            let suite = essais().new_tree(&mut runner).expect("a sequence").current();
            for (qui, essai) in &suite {
                let acteur = &equipe[*qui];
                let avant = dehors(&registry, acteur).await;
                tenter(&registry, acteur, *essai, &demandes).await;
                assert_eq!(
                    dehors(&registry, acteur).await,
                    avant,
                    "{essai:?} by {qui} in {suite:?} changed what is outside"
                );
            }
        }
    })
    .await;
}
