//! Acts on demandes, and what they let read: the queue, a file, corrections and the thread, possible duplicates.

use super::*;
use domain::demande::{DemandeDeCorrection, PointACorriger};
use domain::ids::SujetId;
use domain::nomenclature::MotifRefus;
use domain::saisie::Champ;
use registry::demande::{ChoixDoublon, FiltreFile};
use registry::personne::Critere;

async fn version_de(registry: &Registry, id: DemandeId) -> i64 {
    let row = registry::db::sql("SELECT version FROM demande WHERE id = $1")
        .bind(id.uuid())
        .one(registry.db())
        .await
        .expect("the demande");
    row.get("version").expect("a version")
}

pub(super) async fn dossier(registry: &Registry, acteur: &Acteur, id: DemandeId) {
    let dedans = acteur.contient(&finess_de(registry, id).await);
    match registry.dossier(&acteur.g, id).await {
        Ok(dossier) => assert!(dedans && acteur.contient(dossier.etablissement.finess.as_str())),
        Err(error) => assert!(!dedans && matches!(error, ActeError::Introuvable), "{error:?}"),
    }
}

pub(super) async fn decider(registry: &Registry, acteur: &Acteur, id: DemandeId, valider: bool) {
    let g = &acteur.g;
    let dedans = acteur.contient(&finess_de(registry, id).await);
    let version = version_de(registry, id).await;
    let issue = if valider {
        registry.valider(g, id, version, true).await.map(drop)
    } else {
        let explication = "Une explication assez longue.".parse().expect("an explanation");
        registry
            .refuser(g, id, version, MotifRefus::Autre, &explication)
            .await
    };
    if !dedans {
        assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
    }
}

pub(super) async fn file(registry: &Registry, acteur: &Acteur, ailleurs: bool) {
    let finess = ailleurs.then(|| finess(acteur.ailleurs()));
    let filtre = FiltreFile {
        etablissements: finess.iter().cloned().collect(),
        ..FiltreFile::default()
    };
    let file = registry.file(&acteur.g, &filtre).await;
    let file = file.unwrap_or_else(|e| panic!("{e}"));
    let siennes = |ligne: &registry::demande::LigneFile| acteur.contient(ligne.finess.as_str());
    assert!(file.lignes.iter().all(siennes));
    assert!(finess.is_none() || file.total == 0);
}

pub(super) async fn chercher(registry: &Registry, acteur: &Acteur) {
    let trouves = registry.chercher_personnes(&acteur.g, &Critere::default()).await;
    for ligne in trouves.unwrap_or_else(|e| panic!("{e}")).lignes {
        assert!(!ligne.situations.is_empty());
        assert!(
            ligne
                .situations
                .iter()
                .all(|s| acteur.contient(s.etablissement.finess.as_str()))
        );
    }
}

pub(super) async fn historique(registry: &Registry, acteur: &Acteur, id: DemandeId) {
    let g = &acteur.g;
    let dedans = acteur.contient(&finess_de(registry, id).await);
    assert_eq!(registry.historique_demande(g, id, 1).await.is_ok(), dedans);
    let ici = acteur.noms(registry).await;
    for id in personnes(registry).await {
        let Ok(historique) = registry.historique_personne(g, id, 1).await else {
            continue;
        };
        for changement in historique.lignes.iter().flat_map(|ligne| &ligne.changements) {
            let ailleurs = (changement.champ == "Établissement").then_some(&changement.apres);
            assert!(ailleurs.is_none_or(|nom| ici.contains(nom)), "{ailleurs:?}");
        }
    }
}

pub(super) async fn fiche(registry: &Registry, acteur: &Acteur, n: usize) {
    let tous = personnes(registry).await;
    let Some(id) = tous.get(n % tous.len().max(1)) else {
        return;
    };
    match registry.fiche(&acteur.g, *id).await {
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

/// Asks for a correction, stops waiting for it, writes in the thread, reads both.
pub(super) async fn corriger(registry: &Registry, acteur: &Acteur, id: DemandeId, geste: usize) {
    let g = &acteur.g;
    let dedans = acteur.contient(&finess_de(registry, id).await);
    let version = version_de(registry, id).await;
    let issue = match geste {
        0 => {
            let remarque = "Revoyez ceci.".parse().expect("a remark");
            let points = vec![PointACorriger {
                champ: Champ::Email,
                remarque,
            }];
            let correction = DemandeDeCorrection::new(points, None).expect("a correction");
            registry.demander_correction(g, id, version, &correction).await
        }
        1 => registry.retirer_correction(g, id, version).await,
        2 => {
            let texte = "Bonjour.".parse().expect("a message");
            registry.ecrire_au_demandeur(g, id, &texte).await
        }
        3 => registry.fil(g, id).await.map(drop),
        _ => registry.tours(g, id).await.map(drop),
    };
    if !dedans {
        assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
    }
    let marques = registry.marques(g, &[id]).await.expect("the marks");
    assert!(dedans || marques.is_empty(), "a mark of a demande outside");
}

/// Compares a demande with whom it looks like, and says that they are two people. What is outside is compared, never shown.
pub(super) async fn comparer(registry: &Registry, acteur: &Acteur, n: usize) {
    let paires = registry::db::sql(
        "SELECT p.demande, p.sujet, p.empreinte, d.finess, autre.finess AS ailleurs FROM paire_doublon p \
         JOIN demande d ON d.id = p.demande LEFT JOIN demande autre ON autre.id = p.autre ORDER BY p.demande, p.sujet",
    )
    .all(registry.db())
    .await
    .expect("the pairs");
    assert!(!paires.is_empty(), "nobody looks like anybody");
    let row = &paires[n % paires.len()];
    let id = DemandeId::new(row.get("demande").expect("an id"));
    let sujet = SujetId::new(row.get("sujet").expect("an id"));
    let empreinte = row.get("empreinte").expect("a digest");
    let dedans = acteur.contient(&row.get::<String>("finess").expect("a FINESS"));
    let ailleurs: Option<String> = row.get("ailleurs").expect("a FINESS, or none");
    let differente = Some(ChoixDoublon::Differente);
    let comparaison = registry.comparer_doublon(&acteur.g, id, sujet).await;
    let choix = registry
        .trancher_doublon(&acteur.g, id, sujet, empreinte, differente)
        .await;
    if dedans {
        let comparaison = comparaison.unwrap_or_else(|e| panic!("{e}"));
        let montrable = ailleurs.is_none_or(|finess| acteur.contient(&finess));
        assert!(
            montrable || comparaison.autre.is_none(),
            "what is outside is shown"
        );
    } else {
        assert!(matches!(choix, Err(ActeError::Introuvable)), "{choix:?}");
        assert!(matches!(comparaison.err(), Some(ActeError::Introuvable)));
    }
}
