//! The number of a pair says nothing to who does not have the key; what was said of a pair outlives the way of comparing; and an
//! applicant reads nothing of it.

use crate::commun::*;
use crate::decor::*;
use crate::enregistrement::saisie;
use domain::doublon::{ChoixDoublon, NiveauDoublon, Portrait, empreinte};
use domain::ids::DemandeId;
use domain::saisie::Etape;
use registry::Registry;
use registry::demande::{DoublonVu, SujetDoublon};
use registry::droit::Gestionnaire;

/// Registers Anne LEFÈVRE in `EG_A1`, by a demande; gives her number.
async fn anne(registry: &Registry, g: &Gestionnaire) -> (registry::droit::Usager, String) {
    let u = usager(registry, &etat_civil("LEFÈVRE", "Anne Louise")).await;
    let id = deposer(registry, &u, EG_A1, 1).await.id;
    let vue = version(registry, g, id).await;
    let validee = registry.valider(g, id, vue, true).await.expect("accepted");
    (u, validee.rpps.to_string())
}

async fn inscrite(registry: &Registry, g: &Gestionnaire, id: DemandeId) -> DoublonVu {
    let dossier = registry.dossier(g, id).await.unwrap_or_else(|e| panic!("{e}"));
    let mut vus = dossier.doublons;
    vus.retain(|vu| matches!(vu.sujet, SujetDoublon::Personne(_)));
    assert_eq!(vus.len(), 1);
    vus.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_depends_on_the_key_and_a_choice_outlives_it() {
    chaque_banc("clé des paires", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (_, rpps) = anne(registry, &g).await;
        let u = usager(registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let id = deposer(registry, &u, EG_A2, 2).await.id;
        let vu = inscrite(registry, &g, id).await;
        registry
            .trancher_doublon(&g, id, vu.sujet.id(), vu.empreinte, Some(ChoixDoublon::Meme))
            .await
            .unwrap();
        // Another key, another number: nobody else can make it.
        executer(
            registry.db(),
            &[
                "DELETE FROM secret WHERE nom = 'doublons'",
                "UPDATE referentiel SET version = '1' WHERE nom = 'cles-doublons'",
                // As they were written with the contacts of the two.
                "UPDATE paire_doublon SET niveau = 'possible', score = 1",
            ],
        )
        .await;
        let rouvert = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
rouvert.completer_doublons().await.unwrap();
        let apres = inscrite(&rouvert, &g, id).await;
        assert_ne!(apres.empreinte, vu.empreinte);
        assert_eq!(apres.choix, Some(ChoixDoublon::Meme));
        let ecrite = format!(
            "paire_doublon WHERE niveau = 'forte' AND choix = 'meme' AND empreinte = {} AND choisi_par IS NOT NULL",
            apres.empreinte
        );
        assert_eq!(compter(rouvert.db(), &ecrite).await, 1);
        assert_eq!(apres.niveau, NiveauDoublon::Forte);
        // The same key again: nothing moves.
        let encore = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
        assert_eq!(inscrite(&encore, &g, id).await.empreinte, apres.empreinte);
        encore.db().close().await;
        // One number for one person (R3).
        let vue = version(&rouvert, &g, id).await;
        let validee = rouvert.valider(&g, id, vue, true).await.unwrap();
        assert_eq!(validee.rpps.to_string(), rpps);
        assert_eq!(compter(rouvert.db(), "personne").await, 1);
        rouvert.db().close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_of_a_draft_is_kept_as_long_as_the_draft_is_the_same() {
    chaque_banc("clé des brouillons", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (_, rpps) = anne(registry, &g).await;
        let civil = etat_civil("LEFEBVRE", "Anne");
        let id = registry.commencer_enregistrement(&g).await.unwrap();
        for etape in Etape::TOUTES {
            registry
                .garder_etape(&g, id, etape, &saisie(&civil, EG_A2, 2))
                .await
                .unwrap();
        }
        let examiner = async |registry: &Registry| {
            let brouillon = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
            registry.examiner_enregistrement(&g, &brouillon).await.unwrap()
        };
        let vue = examiner(registry).await.connues[0].clone();
        registry
            .trancher_enregistrement(&g, id, vue.personne, vue.empreinte, Some(ChoixDoublon::Meme))
            .await
            .unwrap();
        // As it was numbered before there was a key, by anybody who knows the two.
        let fiche = registry
            .fiche(&g, vue.personne)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let elle = Portrait {
            nom_exercice: fiche.nom_exercice.clone(),
            prenom_exercice: fiche.prenom_exercice.clone(),
            etat_civil: fiche.etat_civil.clone(),
            contact: None,
        };
        let sien = Portrait {
            nom_exercice: "LEFEBVRE".parse().unwrap(),
            prenom_exercice: "Anne".parse().unwrap(),
            etat_civil: civil,
            contact: None,
        };
        let ancien = empreinte(&sien).wrapping_mul(31).wrapping_add(empreinte(&elle));
        assert_ne!(vue.empreinte, ancien);
        for (numero, connue) in [(ancien, true), (7, false)] {
            let mut tx = registry.db().begin().await.unwrap();
            registry::db::sql("UPDATE enregistrement_choix SET empreinte = $1")
                .bind(numero)
                .execute(&mut tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            let version = "UPDATE referentiel SET version = '1' WHERE nom = 'cles-doublons'";
            executer(registry.db(), &[version]).await;
            let rouvert = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
            rouvert.completer_doublons().await.unwrap();
            assert_eq!(examiner(&rouvert).await.connue().is_some(), connue, "{numero}");
            rouvert.db().close().await;
        }
        assert!(
            examiner(registry).await.a_trancher(),
            "said of another draft: asked again"
        );
        registry
            .trancher_enregistrement(&g, id, vue.personne, vue.empreinte, Some(ChoixDoublon::Meme))
            .await
            .unwrap();
        let faite = registry.confirmer_enregistrement(&g, id).await.unwrap();
        assert_eq!((faite.nouvelle, faite.rpps.to_string()), (false, rpps));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn look_alikes_are_for_who_is_registered_to_read_and_not_for_applicants() {
    chaque_moteur("ce qui se lit d’une ressemblance", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (anne, _) = anne(&registry, &g).await;
        let u = usager(&registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let voisine = usager(&registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let id = deposer(&registry, &u, EG_A2, 2).await.id;
        let autre = deposer(&registry, &voisine, EG_A1, 3).await;
        let vu = inscrite(&registry, &g, id).await;
        for choix in [Some(ChoixDoublon::Meme), None, Some(ChoixDoublon::Differente)] {
            registry
                .trancher_doublon(&g, id, vu.sujet.id(), vu.empreinte, choix)
                .await
                .unwrap();
        }
        for sujet in [vu.sujet, SujetDoublon::Demande(autre.id)] {
            registry
                .comparer_doublon(&g, id, sujet.id())
                .await
                .unwrap_or_else(|e| panic!("{e}"));
        }
        // The same of a draft.
        let brouillon = registry.commencer_enregistrement(&g).await.unwrap();
        for etape in Etape::TOUTES {
            registry
                .garder_etape(
                    &g,
                    brouillon,
                    etape,
                    &saisie(&etat_civil("LEFEVRE", "Anne"), EG_A2, 4),
                )
                .await
                .unwrap();
        }
        let lu = registry.enregistrement_en_cours(&g).await.unwrap().unwrap();
        let examen = registry.examiner_enregistrement(&g, &lu).await.unwrap();
        let vue = examen.connues[0].clone();
        registry
            .trancher_enregistrement(
                &g,
                brouillon,
                vue.personne,
                vue.empreinte,
                Some(ChoixDoublon::Meme),
            )
            .await
            .unwrap();

        for (qui, demande) in [(&u, id), (&voisine, autre.id)] {
            let lues = registry.consultations(qui, 1).await.unwrap();
            for ligne in &lues.lignes {
                let phrase = ligne.phrase();
                assert!(phrase.starts_with("a consulté votre demande RP-"), "{phrase}");
            }
            let copie = registry
                .mes_donnees(&session(&registry, qui.compte()).await)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            for ligne in copie.journal.iter().filter(|ligne| !ligne.par_moi) {
                assert!(
                    ["consulter", "prendre_la_main"].contains(&ligne.acte.as_str()),
                    "{demande} : {}",
                    ligne.acte
                );
            }
        }
        let lues = registry.consultations(&voisine, 1).await.unwrap();
        assert!(!lues.lignes.is_empty(), "a comparison is a reading");
        let phrases: Vec<String> = registry
            .consultations(&anne, 1)
            .await
            .unwrap()
            .lignes
            .iter()
            .map(registry::journal::LigneConsultation::phrase)
            .collect();
        for attendue in [
            "a comparé votre fiche à une personne en cours d’enregistrement",
            "a dit que votre fiche est celle d’une personne en cours d’enregistrement",
        ] {
            assert!(phrases.iter().any(|phrase| phrase == attendue), "{phrases:?}");
        }
    })
    .await;
}
