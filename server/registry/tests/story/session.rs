//! Sessions end when they must, and what was searched stays in its session.

use crate::commun::*;
use crate::decor::*;
use domain::ids::SessionId;
use registry::ActeError;
use registry::db::sql;
use registry::session::{Ouverture, SURVIE_MINUTES, SaisieEnAttente};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_as_long_as_said() {
    chaque_banc("session", |banc| async move {
        let registry = &banc.registry;
        let compte = compte_carte(registry, "Nadia FERRAND").await;
        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        assert_eq!(jeton.as_str().len(), 64);
        assert_eq!(format!("{jeton:?}"), "JetonSession(…)", "no secret in a log");
        let ouverte = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open");
        assert_eq!(
            (ouverte.compte(), ouverte.nom_affiche()),
            (compte, "Nadia FERRAND")
        );
        assert!(!ouverte.est_usager() && !ouverte.est_gestionnaire() && !ouverte.est_representant());
        for faux in [
            "",
            "0",
            &"0".repeat(64),
            &jeton.as_str()[..63],
            &jeton.as_str().to_uppercase(),
        ] {
            if *faux != *jeton.as_str() {
                assert!(registry.session_ouverte(faux).await.unwrap().is_none());
            }
        }
        avancer_minutes(&banc.horloge, 31);
        assert!(registry.session_ouverte(jeton.as_str()).await.unwrap().is_none());
        // Known for a day more, by whoever has its cookie: it opens nothing.
        assert_eq!(registry.purger_sessions().await.unwrap(), 0);
        avancer_minutes(&banc.horloge, SURVIE_MINUTES);
        assert_eq!(registry.purger_sessions().await.unwrap(), 1);

        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        registry.fermer_session(jeton.as_str()).await.unwrap();
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert!(registry.session_ouverte(jeton.as_str()).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_belongs_to_its_session() {
    chaque_moteur("recherche", |registry| async move {
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        let mienne = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open");
        let autre = session(&registry, compte).await;
        let id = registry
            .noter_recherche(&mienne, "  Moreau\u{0} Camille ")
            .await
            .unwrap();
        assert_eq!(
            registry.recherche(&mienne, id).await.unwrap().as_deref(),
            Some("Moreau Camille")
        );
        assert_eq!(registry.recherche(&autre, id).await.unwrap(), None);
        let longue = registry.noter_recherche(&mienne, &"é".repeat(500)).await.unwrap();
        assert_eq!(
            registry
                .recherche(&mienne, longue)
                .await
                .unwrap()
                .map(|texte| texte.chars().count()),
            Some(200)
        );
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert_eq!(
            compter(registry.db(), "recherche").await,
            0,
            "forgotten with the session"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_nobody_gives_a_sign() {
    chaque_banc("inactivite", |banc| async move {
        let registry = &banc.registry;
        let compte = compte_carte(registry, "Nadia FERRAND").await;
        let terme = Ouverture {
            minutes: 120,
            inactivite_minutes: 30,
            appareil: "Firefox sur Linux".to_owned(),
            id_token: None,
        };
        let jeton = registry.ouvrir_session(compte, terme.clone()).await.unwrap();
        let vue_le = || async {
            let row = sql("SELECT vue_le FROM session")
                .one(registry.db())
                .await
                .unwrap();
            row.get::<i64>("vue_le").unwrap()
        };
        let mut ouverte = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open");
        assert!((1799..=1800).contains(&ouverte.limites().secondes(registry.now())));
        // Within the minute nothing is written.
        let avant = vue_le().await;
        avancer_secondes(&banc.horloge, 50);
        registry.noter_activite(&mut ouverte).await.unwrap();
        assert_eq!(vue_le().await, avant);
        avancer_secondes(&banc.horloge, 20);
        registry.noter_activite(&mut ouverte).await.unwrap();
        assert!(vue_le().await >= avant + 70_000);
        // A request every 25 minutes keeps it open; reading alone does not.
        for _ in 0..3 {
            avancer_minutes(&banc.horloge, 25);
            let mut encore = registry
                .session_ouverte(jeton.as_str())
                .await
                .unwrap()
                .expect("still open");
            assert!(!encore.limites().absolue() || encore.limites().secondes(registry.now()) <= 1800);
            registry.noter_activite(&mut encore).await.unwrap();
        }
        avancer_minutes(&banc.horloge, 29);
        let mut encore = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("a minute before");
        // Asked for, the end is put off, but never beyond the one fixed at the beginning.
        registry.prolonger_session(&mut encore).await.unwrap();
        assert!(encore.limites().absolue());
        assert!(encore.limites().secondes(registry.now()) < 16 * 60);
        avancer_minutes(&banc.horloge, 15);
        assert!(registry.session_ouverte(jeton.as_str()).await.unwrap().is_none());
        avancer_minutes(&banc.horloge, SURVIE_MINUTES);
        assert_eq!(registry.purger_sessions().await.unwrap(), 1);

        let jeton = registry.ouvrir_session(compte, terme).await.unwrap();
        avancer_minutes(&banc.horloge, 30);
        assert!(
            registry.session_ouverte(jeton.as_str()).await.unwrap().is_none(),
            "no sign for half an hour"
        );
        avancer_minutes(&banc.horloge, SURVIE_MINUTES);
        assert_eq!(registry.purger_sessions().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_sees_and_closes_its_own_sessions() {
    chaque_moteur("mes sessions", |registry| async move {
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        let etrangere = session(&registry, compte_carte(&registry, "Paul DURAND").await).await;
        let ici = session(&registry, compte).await;
        let ailleurs = registry
            .ouvrir_session(
                compte,
                Ouverture {
                    appareil: "Safari sur iPhone".to_owned(),
                    ..Ouverture::from(60)
                },
            )
            .await
            .unwrap();
        let vues = registry.mes_sessions(&ici).await.unwrap();
        let appareils: Vec<_> = vues
            .iter()
            .map(|vue| (vue.appareil.as_str(), vue.courante))
            .collect();
        assert_eq!(appareils, [("", true), ("Safari sur iPhone", false)]);
        let autre = vues[1].id;
        for (qui, quoi) in [
            (&etrangere, autre),
            (&ici, etrangere.id()),
            (&ici, SessionId::new(nouvel_id(&registry))),
        ] {
            let refus = registry.fermer_une_session(qui, quoi).await;
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        assert!(
            registry
                .session_ouverte(ailleurs.as_str())
                .await
                .unwrap()
                .is_some()
        );
        registry
            .fermer_une_session(&ici, autre)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(
            registry
                .session_ouverte(ailleurs.as_str())
                .await
                .unwrap()
                .is_none()
        );
        session(&registry, compte).await;
        session(&registry, compte).await;
        // One that ended by itself is not closed again: the journal says what happened.
        let finie = Ouverture {
            appareil: "finie".to_owned(),
            ..Ouverture::from(60)
        };
        registry.ouvrir_session(compte, finie).await.unwrap();
        executer(
            registry.db(),
            &["UPDATE session SET vue_le = 0 WHERE appareil = 'finie'"],
        )
        .await;
        assert_eq!(registry.fermer_autres_sessions(&ici).await.unwrap(), 2);
        assert_eq!(
            compter(registry.db(), "session WHERE appareil = 'finie'").await,
            1
        );
        let fermees = "journal WHERE acte = 'fermer_session' AND issue";
        assert_eq!(compter(registry.db(), &format!("{fermees} = 'fait'")).await, 3);
        assert_eq!(
            compter(registry.db(), &format!("{fermees} = 'introuvable'")).await,
            3
        );
        assert_eq!(registry.mes_sessions(&ici).await.unwrap().len(), 1);
        assert_eq!(registry.mes_sessions(&etrangere).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_too_late_waits_for_its_author() {
    chaque_banc("reprise", |banc| async move {
        let registry = &banc.registry;
        let (compte, autre) = (
            compte_carte(registry, "Nadia FERRAND").await,
            compte_carte(registry, "Paul DURAND").await,
        );
        let terminee = registry.ouvrir_session(compte, 30).await.unwrap();
        avancer_minutes(&banc.horloge, 31);
        let saisie = SaisieEnAttente {
            chemin: "/api/refuser-demande".to_owned(),
            champs: vec![("explication".to_owned(), "« Déjà partie »".to_owned())],
        };
        let garder = async |precedente: Option<&str>| {
            registry
                .garder_saisie(&saisie, terminee.as_str(), precedente)
                .await
                .unwrap()
                .expect("there is room")
        };
        let jeton = garder(None).await;
        let (moi, lui) = (session(registry, compte).await, session(registry, autre).await);
        let lue = registry.saisie_en_attente(&moi, jeton.as_str()).await.unwrap();
        assert!(lue.is_some_and(|lue| lue == saisie));
        assert!(
            registry
                .saisie_en_attente(&lui, jeton.as_str())
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            !registry
                .oublier_saisie(jeton.as_str(), "/api/soumettre-demande")
                .await
                .unwrap()
        );
        assert!(
            registry
                .oublier_saisie(jeton.as_str(), &saisie.chemin)
                .await
                .unwrap()
        );
        assert!(
            registry
                .saisie_en_attente(&moi, jeton.as_str())
                .await
                .unwrap()
                .is_none()
        );

        // The same browser keeps one form only; half an hour later it is gone.
        let premiere = garder(None).await;
        let seconde = garder(Some(premiere.as_str())).await;
        assert_eq!(compter(registry.db(), "saisie_en_attente").await, 1);
        avancer_minutes(&banc.horloge, 30);
        let moi = session(registry, compte).await;
        assert!(
            registry
                .saisie_en_attente(&moi, seconde.as_str())
                .await
                .unwrap()
                .is_none()
        );
        registry.purger_sessions().await.unwrap();
        assert_eq!(compter(registry.db(), "saisie_en_attente").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_after_the_absolute_end_is_nobody_elses() {
    chaque_banc("fin absolue", |banc| async move {
        let registry = &banc.registry;
        let (compte, autre) = (
            compte_carte(registry, "Nadia FERRAND").await,
            compte_carte(registry, "Paul DURAND").await,
        );
        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        let ouverte = registry.session_ouverte(jeton.as_str()).await.unwrap().unwrap();
        registry.noter_recherche(&ouverte, "Moreau").await.unwrap();
        // Long after, and the task of the hour has passed.
        avancer_minutes(&banc.horloge, 12 * 60);
        registry.purger_sessions().await.unwrap();
        assert_eq!(
            compter(registry.db(), "recherche").await,
            0,
            "forgotten with the end of the session"
        );
        let saisie = SaisieEnAttente {
            chemin: "/api/refuser-demande".to_owned(),
            champs: vec![("explication".to_owned(), "« Déjà partie »".to_owned())],
        };
        let attente = registry
            .garder_saisie(&saisie, jeton.as_str(), None)
            .await
            .unwrap()
            .expect("kept");
        let (moi, lui) = (session(registry, compte).await, session(registry, autre).await);
        let lue = async |qui| {
            registry
                .saisie_en_attente(qui, attente.as_str())
                .await
                .unwrap()
                .is_some()
        };
        assert!(!lue(&lui).await, "a colleague on the same computer");
        assert!(lue(&moi).await);

        // A session of which nothing is known any more, closed from elsewhere or too old: nobody can tell whose the form is, so that
        // it stays in the browser's page.
        registry.fermer_session(jeton.as_str()).await.unwrap();
        let perdue = registry.garder_saisie(&saisie, jeton.as_str(), None).await;
        assert!(perdue.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_waiting_room_has_an_end() {
    chaque_moteur("salle d’attente", |registry| async move {
        let mut tx = registry.db().begin().await.unwrap();
        for rang in 0..1000_i64 {
            sql("INSERT INTO saisie_en_attente (empreinte, chemin, champs, expire_le) VALUES ($1, '', '[]', $2)")
                .bind(rang.to_be_bytes().to_vec())
                .bind(registry.now().plus_days(1).millis())
                .execute(&mut tx)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let saisie = SaisieEnAttente {
            chemin: "/api/rechercher".to_owned(),
            champs: Vec::new(),
        };
        let compte = compte_carte(&registry, "Nadia FERRAND").await;
        let jeton = registry.ouvrir_session(compte, 30).await.unwrap();
        let refusee = registry.garder_saisie(&saisie, jeton.as_str(), None).await.unwrap();
        assert!(refusee.is_none(), "the form stays in the browser");
    })
    .await;
}
