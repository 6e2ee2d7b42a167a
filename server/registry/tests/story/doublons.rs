//! Look-alikes: found, compared, set apart or brought together, and never a word of them to the applicant.

use crate::commun::{Banc, EG_A1, EG_A2, EG_B1, EG_B2, EJ_A, chaque_banc, chaque_moteur};
use crate::decor::*;
use domain::date::jour;
use domain::doublon::{ChoixDoublon, NiveauDoublon};
use domain::etat_civil::{DateNaissance, EtatCivil};
use domain::ids::DemandeId;
use domain::saisie::{Champ, SaisieEtatCivil};
use registry::db::sql;
use registry::demande::{DoublonVu, FiltreFile, SujetDoublon};
use registry::droit::Gestionnaire;
use registry::{ActeError, Registry};

/// Registers somebody through a demande to that establishment.
async fn inscrire(
    registry: &Registry,
    g: &Gestionnaire,
    etat_civil: &EtatCivil,
    finess: &str,
    n: u32,
) -> String {
    let u = usager(registry, etat_civil).await;
    let id = deposer(registry, &u, finess, n).await.id;
    valider(registry, g, id).await.expect("accepted")
}

pub(crate) async fn valider(
    registry: &Registry,
    g: &Gestionnaire,
    id: DemandeId,
) -> Result<String, ActeError> {
    let version = version(registry, g, id).await;
    registry
        .valider(g, id, version, true)
        .await
        .map(|validee| validee.rpps.to_string())
}

async fn doublons(registry: &Registry, g: &Gestionnaire, id: DemandeId) -> Vec<DoublonVu> {
    match registry.dossier(g, id).await {
        Ok(dossier) => dossier.doublons,
        Err(error) => panic!("the dossier does not open: {error}"),
    }
}

pub(crate) async fn seul(registry: &Registry, g: &Gestionnaire, id: DemandeId) -> DoublonVu {
    let mut vus = doublons(registry, g, id).await;
    assert_eq!(vus.len(), 1);
    vus.remove(0)
}

async fn averties(registry: &Registry, g: &Gestionnaire) -> usize {
    let file = registry.file(g, &FiltreFile::default()).await;
    let file = file.unwrap_or_else(|error| panic!("{error}"));
    file.lignes
        .iter()
        .filter(|ligne| {
            ligne
                .avertissements
                .iter()
                .any(|avertissement| avertissement.libelle() == "Doublon possible")
        })
        .count()
}

async fn compter(registry: &Registry, table: &'static str) -> i64 {
    let row = sql(format!("SELECT COUNT(*) AS n FROM {table}"))
        .one(registry.db())
        .await;
    row.and_then(|row| row.get("n")).expect("a count")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strong_look_alike_waits_for_an_answer_then_gets_one_number() {
    chaque_moteur("même personne", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let rpps = inscrire(&registry, &g, &etat_civil("LEFÈVRE", "Anne Louise"), EG_A1, 1).await;
        let u = usager(&registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let id = deposer(&registry, &u, EG_A2, 2).await.id;
        assert_eq!(averties(&registry, &g).await, 1);

        let vu = seul(&registry, &g, id).await;
        assert_eq!((vu.niveau, vu.visible), (NiveauDoublon::Forte, true));
        assert_eq!(vu.rpps.as_ref().map(ToString::to_string), Some(rpps.clone()));
        assert!(
            vu.traits
                .iter()
                .any(|compare| compare.phrase.contains("se prononce"))
        );
        let refus = valider(&registry, &g, id).await;
        assert!(matches!(refus, Err(ActeError::DoublonATrancher)), "{refus:?}");

        // On records that are not those that were seen, nothing is said.
        let sujet = vu.sujet.id();
        let refus = registry
            .trancher_doublon(&g, id, sujet, vu.empreinte + 1, Some(ChoixDoublon::Meme))
            .await;
        assert!(matches!(refus, Err(ActeError::FicheModifiee)), "{refus:?}");
        let avant = version(&registry, &g, id).await;
        registry
            .trancher_doublon(&g, id, sujet, vu.empreinte, Some(ChoixDoublon::Meme))
            .await
            .unwrap();
        // Whoever read the demande before that reads it again.
        let refus = registry.valider(&g, id, avant, true).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");

        assert_eq!(valider(&registry, &g, id).await.unwrap(), rpps);
        assert_eq!(compter(&registry, "personne").await, 1);
        let SujetDoublon::Personne(personne) = vu.sujet else {
            panic!("a registered person")
        };
        let fiche = registry
            .fiche(&g, personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(fiche.situations.len(), 2);
        assert_eq!(fiche.etat_civil.nom_naissance.as_str(), "LEFÈVRE", "R13");
        assert_eq!(compter(&registry, "cle_demande").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_get_two_numbers_and_the_answer_can_be_taken_back() {
    chaque_moteur("deux personnes", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let rpps = inscrire(&registry, &g, &etat_civil("DURAND", "Marine"), EG_A1, 1).await;
        let u = usager(&registry, &etat_civil("DURAND", "Martine")).await;
        let id = deposer(&registry, &u, EG_A1, 2).await.id;
        let vu = seul(&registry, &g, id).await;
        let dire = |choix| registry.trancher_doublon(&g, id, vu.sujet.id(), vu.empreinte, choix);

        dire(Some(ChoixDoublon::Differente)).await.unwrap();
        assert_eq!(averties(&registry, &g).await, 0);
        assert_eq!(
            seul(&registry, &g, id).await.choix,
            Some(ChoixDoublon::Differente)
        );
        dire(None).await.unwrap();
        assert_eq!(averties(&registry, &g).await, 1);
        dire(Some(ChoixDoublon::Differente)).await.unwrap();
        let historique = registry.historique_demande(&g, id, 1).await.unwrap();
        let actes: Vec<&str> = historique.lignes.iter().map(|ligne| ligne.acte.code()).collect();
        assert_eq!(actes[..3], ["distinguer", "reconsiderer", "distinguer"]);

        let autre = valider(&registry, &g, id).await.unwrap();
        assert_ne!(autre, rpps);
        let refus = dire(None).await;
        assert!(matches!(refus, Err(ActeError::Transition(_))), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_warning_is_back_when_the_record_changes() {
    chaque_moteur("retour", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        inscrire(&registry, &g, &etat_civil("DURAND", "Marine"), EG_A1, 1).await;
        let u = usager(&registry, &etat_civil("DURAND", "Martine")).await;
        let id = deposer(&registry, &u, EG_A1, 2).await.id;
        let vu = seul(&registry, &g, id).await;
        registry
            .trancher_doublon(
                &g,
                id,
                vu.sujet.id(),
                vu.empreinte,
                Some(ChoixDoublon::Differente),
            )
            .await
            .unwrap();
        assert_eq!(averties(&registry, &g).await, 0);

        registry.nommer_operateur("support", "Support").await.unwrap();
        let row = sql("SELECT id FROM compte WHERE sujet = 'psc:support'")
            .one(registry.db())
            .await
            .unwrap();
        let compte = domain::ids::CompteId::new(row.get("id").unwrap());
        let o = session(&registry, compte).await.operateur().unwrap();
        let SujetDoublon::Personne(personne) = vu.sujet else {
            panic!("a registered person")
        };
        let fiche = registry
            .fiche(&o, personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let mut saisie = SaisieEtatCivil::from(&fiche.etat_civil);
        saisie.prenoms = "Marine Jeanne".to_owned();
        let pourquoi = "Deuxième prénom oublié à l’inscription.".parse().unwrap();
        registry
            .corriger_etat_civil(&o, personne, fiche.version, &saisie, &pourquoi)
            .await
            .unwrap();
        assert_eq!(averties(&registry, &g).await, 1);
        assert_eq!(seul(&registry, &g, id).await.choix, None);

        // Removed, the person is nobody's look-alike any more.
        let fiche = registry
            .fiche(&o, personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        registry
            .supprimer_inscription(&o, personne, fiche.version, &pourquoi)
            .await
            .unwrap();
        assert_eq!(averties(&registry, &g).await, 0);
        assert_eq!(compter(&registry, "cle_personne").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_perimeter_only_the_agreement_is_seen() {
    chaque_moteur("hors périmètre", |registry| async move {
        let a = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let b = gestionnaire(&registry, "Paul LEROY", "EG", EG_B2).await;
        let rpps = inscrire(&registry, &a, &etat_civil("LEFÈVRE", "Anne"), EG_A1, 1).await;
        let u = usager(&registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let id = deposer(&registry, &u, EG_B2, 2).await.id;
        let voisin = deposer(
            &registry,
            &usager(&registry, &etat_civil("LEFÉVRE", "Anne")).await,
            EG_A2,
            3,
        )
        .await
        .id;

        let vus = doublons(&registry, &b, id).await;
        assert_eq!(vus.len(), 2);
        for vu in &vus {
            assert!(!vu.visible);
            assert!(
                vu.traits
                    .iter()
                    .all(|t| !matches!(t.champ, Champ::Email | Champ::Mobile))
            );
            let comparaison = registry
                .comparer_doublon(&b, id, vu.sujet.id())
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            assert!(comparaison.autre.is_none());
        }
        let inscrite = vus
            .iter()
            .find(|vu| vu.rpps.is_some())
            .expect("the registered one");
        assert_eq!(inscrite.rpps.as_ref().map(ToString::to_string), Some(rpps));
        let demande = vus
            .iter()
            .find(|vu| vu.rpps.is_none())
            .expect("the other demande");
        assert!(demande.nom.is_none() && demande.reference.is_none());
        assert_eq!(demande.sujet, SujetDoublon::Demande(voisin));

        // Another demande is never « the same person » of a number.
        let refus = registry
            .trancher_doublon(
                &b,
                id,
                demande.sujet.id(),
                demande.empreinte,
                Some(ChoixDoublon::Meme),
            )
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        // A demande outside the perimeter answers like one that does not exist, compared or answered.
        let refus = registry.comparer_doublon(&a, id, inscrite.sujet.id()).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)));
        let refus = registry
            .trancher_doublon(
                &a,
                id,
                inscrite.sujet.id(),
                inscrite.empreinte,
                Some(ChoixDoublon::Meme),
            )
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        // Somebody who looks like nobody is compared with nobody.
        let refus = registry
            .comparer_doublon(&b, id, domain::ids::SujetId::new(nouvel_id(&registry)))
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)));
        // Each side keeps its own answer.
        registry
            .trancher_doublon(
                &b,
                id,
                demande.sujet.id(),
                demande.empreinte,
                Some(ChoixDoublon::Differente),
            )
            .await
            .unwrap();
        assert!(
            doublons(&registry, &a, voisin)
                .await
                .iter()
                .all(|vu| vu.choix.is_none())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applicant_learns_nothing() {
    chaque_moteur("rien au public", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        inscrire(&registry, &g, &etat_civil("LEFÈVRE", "Anne"), EG_A1, 1).await;
        // A strong look-alike, the very same identity from another account, and somebody alone.
        for (n, nom, prenom) in [
            (2, "LEFEBVRE", "Anne"),
            (3, "LEFÈVRE", "Anne"),
            (4, "VASSEUR", "Brigitte"),
        ] {
            let u = usager(&registry, &etat_civil(nom, prenom)).await;
            let soumise = deposer(&registry, &u, EG_A1, n).await;
            let suivi = registry
                .demande_de(&u, soumise.id)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(suivi.statut.code(), "a_traiter");
            assert!(suivi.rpps.is_none() && registry.ma_fiche(&u).await.unwrap().is_none());
            let message = registry.messages(1).await.unwrap().remove(0);
            assert!(!message.texte.contains("déjà"), "{}", message.texte);
        }
        assert_eq!(averties(&registry, &g).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_costs_the_same_and_records_without_keys_get_them() {
    chaque_banc("reprise", |banc: Banc| async move {
        let registry = banc.registry.clone();
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        inscrire(&registry, &g, &etat_civil("LEFÈVRE", "Anne"), EG_A1, 1).await;
        let mut mal_datee = etat_civil("LEFÈVRE", "Anne");
        mal_datee.date_naissance = DateNaissance::stored(jour(1990, 12, 3).unwrap()).unwrap();
        deposer(&registry, &usager(&registry, &mal_datee).await, EG_A1, 2).await;
        deposer(
            &registry,
            &usager(&registry, &etat_civil("ANNE", "Lefèvre")).await,
            EG_A2,
            3,
        )
        .await;
        assert_eq!(averties(&registry, &g).await, 2);
        let cles = (
            compter(&registry, "cle_personne").await,
            compter(&registry, "cle_demande").await,
        );
        executer(
            registry.db(),
            &[
                "DELETE FROM paire_doublon",
                "DELETE FROM cle_personne",
                "DELETE FROM cle_demande",
                "DELETE FROM referentiel WHERE nom = 'cles-doublons'",
            ],
        )
        .await;
        assert_eq!(averties(&registry, &g).await, 0);
        let rouvert = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
        // Two machines share the work.
        let (un, autre) = tokio::join!(rouvert.completer_doublons(), registry.completer_doublons());
        un.and(autre).unwrap();
        assert!(!registry.avancer_doublons().await.unwrap(), "nothing is left");
        assert_eq!(averties(&rouvert, &g).await, 2);
        assert_eq!(
            (
                compter(&rouvert, "cle_personne").await,
                compter(&rouvert, "cle_demande").await
            ),
            cles
        );
        rouvert.db().close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_demandes_sent_at_once_see_each_other() {
    chaque_moteur("ensemble", |registry| async move {
        let b = gestionnaire(&registry, "Paul LEROY", "EG", EG_B1).await;
        let mut pretes = Vec::new();
        for (n, nom) in [(1, "LEFÈVRE"), (2, "LEFEBVRE"), (3, "LEFÉVRE")] {
            let u = usager(&registry, &etat_civil(nom, "Anne")).await;
            let mut hopital = situation(EG_B1);
            hopital.profession = "312".to_owned();
            let id = remplir(&registry, &u, &hopital, &contact(n)).await.unwrap();
            pretes.push((u, id));
        }
        let mut envois = Vec::new();
        for (u, id) in pretes {
            let registry = registry.clone();
            envois.push(tokio::spawn(async move {
                registry.soumettre(&u, id, &legale()).await
            }));
        }
        for envoi in envois {
            envoi.await.unwrap().unwrap();
        }
        assert_eq!(averties(&registry, &b).await, 3);
        assert_eq!(compter(&registry, "paire_doublon").await, 6);
    })
    .await;
}
