//! What gestionnaires are told, when, and by whose right; and the reminders before a demande expires.

use crate::commun::*;
use crate::decor::*;
use registry::droit::Gestionnaire;
use registry::message::Message;
use registry::notification::{CODES_PAR_JOUR, GenreNotification, Portee, Rythme};
use registry::{ActeError, Registry};

const LE_JOUR: GenreNotification = GenreNotification::NouvelleDemande;

async fn du_genre(registry: &Registry, genre: &str) -> Vec<Message> {
    let mut messages = registry.messages(500).await.expect("the outbox");
    messages.retain(|message| message.genre == genre);
    messages
}

/// The code of the latest mail to that address.
async fn code(registry: &Registry, adresse: &str) -> String {
    let messages = du_genre(registry, "code_notification").await;
    let message = messages
        .iter()
        .find(|message| message.destinataire == adresse)
        .expect("a code was sent");
    let debut = message
        .texte
        .find("Votre code\u{a0}: ")
        .expect("it says the code");
    message.texte[debut..]
        .chars()
        .filter(char::is_ascii_digit)
        .take(6)
        .collect()
}

async fn abonner(registry: &Registry, g: &Gestionnaire, adresse: &str, rythme: Rythme) {
    registry
        .demander_code_notification(g, adresse)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let code = code(registry, adresse).await;
    registry
        .confirmer_adresse_notification(g, &code)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let rythmes = GenreNotification::TOUS.map(|genre| (genre, rythme));
    registry
        .regler_notifications(g, &rythmes)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_serves_once_its_code_came_back() {
    chaque_banc("adresse confirmée", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let vide = registry.reglages_notification(&g).await.unwrap();
        assert!(vide.adresse.is_none() && vide.a_confirmer.is_none() && vide.rythmes.len() == 6);
        let refus = registry.demander_code_notification(&g, "nadia").await;
        assert!(matches!(refus, Err(ActeError::Invalide(_))));

        registry
            .demander_code_notification(&g, "nadia@example.org")
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let premier = code(registry, "nadia@example.org").await;
        let faux = if premier == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            let refus = registry.confirmer_adresse_notification(&g, faux).await;
            assert!(matches!(refus, Err(ActeError::CodeFaux)));
        }
        // The right one comes too late.
        let refus = registry.confirmer_adresse_notification(&g, &premier).await;
        assert!(matches!(refus, Err(ActeError::CodeFaux)));

        registry
            .demander_code_notification(&g, "nadia@example.org")
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let perime = code(registry, "nadia@example.org").await;
        avancer_minutes(&banc.horloge, 31);
        let refus = registry.confirmer_adresse_notification(&g, &perime).await;
        assert!(matches!(refus, Err(ActeError::CodeFaux)));

        registry
            .demander_code_notification(&g, "nadia@example.org")
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let bon = code(registry, "nadia@example.org").await;
        // Somebody else's account cannot use it; spaces do not matter.
        let autre = gestionnaire(registry, "Paul GIRAUD", "EG", EG_A1).await;
        assert!(
            registry
                .confirmer_adresse_notification(&autre, &bon)
                .await
                .is_err()
        );
        let espace = format!(" {} {}", &bon[..3], &bon[3..]);
        registry
            .confirmer_adresse_notification(&g, &espace)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let regle = registry.reglages_notification(&g).await.unwrap();
        assert_eq!(
            regle.adresse.map(|a| a.to_string()).as_deref(),
            Some("nadia@example.org")
        );
        assert!(regle.a_confirmer.is_none());
        assert!(registry.confirmer_adresse_notification(&g, &bon).await.is_err());

        for _ in 3..CODES_PAR_JOUR {
            registry
                .demander_code_notification(&g, "nadia@example.org")
                .await
                .unwrap_or_else(|e| panic!("{e}"));
        }
        let refus = registry.demander_code_notification(&g, "nadia@example.org").await;
        assert!(matches!(refus, Err(ActeError::TropDeCodes)));
        // The address in use stays; withdrawn, it is forgotten, and the count is not.
        registry
            .retirer_adresse_notification(&g)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let refus = registry.demander_code_notification(&g, "nadia@example.org").await;
        assert!(matches!(refus, Err(ActeError::TropDeCodes)));
        let regle = registry.reglages_notification(&g).await.unwrap();
        assert!(regle.adresse.is_none() && regle.a_confirmer.is_none());
        assert_eq!(
            compter(registry.db(), "contact_notification WHERE email IS NOT NULL").await,
            0
        );
        banc.horloge.avancer_jours(1);
        registry
            .demander_code_notification(&g, "nadia@example.org")
            .await
            .unwrap_or_else(|e| panic!("{e}"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_want_to_know_at_once_are_told_once_within_their_perimeter() {
    chaque_banc("tout de suite", |banc| async move {
        let registry = &banc.registry;
        let dedans = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let aussi = gestionnaire(registry, "Paul GIRAUD", "EG", EG_A1).await;
        let ailleurs = gestionnaire(registry, "Sophie LAMBERT", "EG", EG_A2).await;
        let retire = gestionnaire(registry, "Marc TESSIER", "EG", EG_A1).await;
        for (g, adresse) in [
            (&dedans, "dedans@example.org"),
            (&aussi, "aussi@example.org"),
            (&ailleurs, "ailleurs@example.org"),
            (&retire, "retire@example.org"),
        ] {
            abonner(registry, g, adresse, Rythme::Maintenant).await;
        }
        // Two rights on one establishment make one mail.
        habiliter(registry, dedans.compte(), "representant_legal", "EG", EG_A1).await;
        let mut references = Vec::new();
        for n in 1..=2 {
            let u = usager_n(registry, n).await;
            references.push(deposer(registry, &u, EG_A1, n).await.reference.to_string());
        }
        retirer_habilitations(registry, retire.compte()).await;
        let (a, b) = tokio::join!(
            registry.repartir_notifications(),
            registry.repartir_notifications()
        );
        assert_eq!(a.unwrap() + b.unwrap(), 2);
        assert_eq!(registry.repartir_notifications().await.unwrap(), 0);
        let mut mails = du_genre(registry, "notification").await;
        mails.sort_by(|a, b| a.destinataire.cmp(&b.destinataire));
        let a: Vec<&str> = mails.iter().map(|mail| mail.destinataire.as_str()).collect();
        assert_eq!(a, ["aussi@example.org", "dedans@example.org"]);
        for mail in &mails {
            assert_eq!(mail.sujet, "2\u{a0}nouvelles demandes à traiter");
            assert!(references.iter().all(|reference| mail.texte.contains(reference)));
            assert!(mail.texte.contains("EHPAD LES TILLEULS"));
            assert!(!mail.texte.contains("MARTIN") && !mail.html.contains("Louise"));
            assert!(mail.desabonnement.is_some());
        }
        let u = usager_n(registry, 3).await;
        let seule = deposer(registry, &u, EG_A1, 3).await.reference;
        registry.repartir_notifications().await.unwrap();
        let mails = du_genre(registry, "notification").await;
        assert_eq!(mails.len(), 4);
        assert_eq!(
            mails[0].sujet,
            format!("1\u{a0}nouvelle demande à traiter ({seule})")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn digests_come_once_a_period_even_after_days_without_the_program() {
    chaque_banc("relevés", |banc| async move {
        let registry = &banc.registry;
        let quotidien = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let hebdomadaire = gestionnaire(registry, "Paul GIRAUD", "EG", EG_A1).await;
        abonner(registry, &quotidien, "jour@example.org", Rythme::Quotidien).await;
        abonner(
            registry,
            &hebdomadaire,
            "semaine@example.org",
            Rythme::Hebdomadaire,
        )
        .await;
        // Sunday: two demandes in one place, one in another, one of which is settled the same day.
        for n in 1..=2 {
            let u = usager_n(registry, n).await;
            deposer(registry, &u, EG_A1, n).await;
        }
        let u = usager_n(registry, 3).await;
        let reglee = deposer(registry, &u, EG_A1, 3).await;
        let vue = version(registry, &hebdomadaire, reglee.id).await;
        registry
            .valider(&hebdomadaire, reglee.id, vue, true)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let u = usager_n(registry, 4).await;
        deposer(registry, &u, EG_A2, 4).await;
        assert_eq!(registry.repartir_notifications().await.unwrap(), 0);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 0);
        // Monday, 9:00 and two minutes; two processes.
        avancer_minutes(&banc.horloge, 23 * 60 + 2);
        let (a, b) = tokio::join!(registry.ecrire_releves(), registry.ecrire_releves());
        assert_eq!(a.unwrap() + b.unwrap(), 2);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 0);
        let releves = du_genre(registry, "releve").await;
        let jour = releves
            .iter()
            .find(|m| m.destinataire == "jour@example.org")
            .expect("a digest");
        assert!(
            jour.texte
                .contains("EHPAD LES TILLEULS\u{a0}:\n\n- 2\u{a0}nouvelles demandes"),
            "{}",
            jour.texte
        );
        assert!(
            jour.texte
                .contains("SESSAD LES TILLEULS\u{a0}:\n\n- 1\u{a0}nouvelle demande")
        );
        let semaine = releves
            .iter()
            .find(|m| m.destinataire == "semaine@example.org")
            .expect("a digest");
        assert!(!semaine.texte.contains("SESSAD") && semaine.sujet.contains("semaine"));
        // Tuesday, nothing new: nothing is written.
        banc.horloge.avancer_jours(1);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 0);
        // One demande, then the program stops until Friday: one digest. On Monday the weekly one.
        let u = usager_n(registry, 5).await;
        deposer(registry, &u, EG_A1, 5).await;
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 1);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 0);
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 1);
        // Without a right, nothing more; and what was told is forgotten in time.
        retirer_habilitations(registry, quotidien.compte()).await;
        let u = usager_n(registry, 6).await;
        deposer(registry, &u, EG_A2, 6).await;
        banc.horloge.avancer_jours(1);
        assert_eq!(registry.ecrire_releves().await.unwrap(), 0);
        banc.horloge.avancer_jours(31);
        assert!(registry.oublier_evenements().await.unwrap() >= 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_ends_that_kind_of_mail_and_nothing_else() {
    chaque_banc("désabonnement", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        abonner(registry, &g, "nadia@example.org", Rythme::Maintenant).await;
        assert_eq!(registry.lire_desabonnement("n’importe quoi").await.unwrap(), None);
        let u = usager_n(registry, 1).await;
        deposer(registry, &u, EG_A1, 1).await;
        registry.repartir_notifications().await.unwrap();
        let jeton = du_genre(registry, "notification").await[0]
            .desabonnement
            .clone()
            .expect("a token");
        // Reading changes nothing.
        assert_eq!(
            registry.lire_desabonnement(&jeton).await.unwrap(),
            Some(Portee::Genre(LE_JOUR))
        );
        let rythme = |registry: Registry, g: Gestionnaire| async move {
            registry.reglages_notification(&g).await.unwrap().rythmes
        };
        assert!(
            rythme(registry.clone(), g.clone())
                .await
                .contains(&(LE_JOUR, Rythme::Maintenant))
        );
        for _ in 0..2 {
            let portee = registry
                .desabonner(&jeton)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(portee, Portee::Genre(LE_JOUR));
        }
        let apres = rythme(registry.clone(), g.clone()).await;
        assert_eq!(
            apres
                .iter()
                .filter(|(_, rythme)| *rythme == Rythme::Jamais)
                .count(),
            1
        );
        assert!(apres.contains(&(LE_JOUR, Rythme::Jamais)));
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'desabonner'").await,
            1
        );
        let u = usager_n(registry, 2).await;
        deposer(registry, &u, EG_A1, 2).await;
        assert_eq!(registry.repartir_notifications().await.unwrap(), 0);
        // Altered, or of an address that is not in use any more: like a token that never was.
        let autre = jeton.replace("nouvelle_demande", "message_recu");
        assert!(matches!(
            registry.desabonner(&autre).await,
            Err(ActeError::Introuvable)
        ));
        registry
            .retirer_adresse_notification(&g)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert!(matches!(
            registry.desabonner(&jeton).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_given_once_each_and_never_late_ones_after_the_next() {
    chaque_banc("rappels", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        abonner(registry, &g, "nadia@example.org", Rythme::Maintenant).await;
        let u = usager_n(registry, 1).await;
        let demande = deposer(registry, &u, EG_A1, 1).await;
        let decidee = deposer(registry, &usager_n(registry, 2).await, EG_A1, 2).await;
        let vue = version(registry, &g, decidee.id).await;
        registry
            .valider(&g, decidee.id, vue, true)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        registry.repartir_notifications().await.unwrap();
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 0);
        banc.horloge.avancer_jours(20);
        let (a, b) = tokio::join!(registry.rappeler_expirations(), registry.rappeler_expirations());
        assert_eq!(a.unwrap() + b.unwrap(), 1);
        let rappels = du_genre(registry, "rappel_expiration").await;
        assert_eq!(
            (rappels.len(), rappels[0].destinataire.as_str()),
            (1, "personne1@example.org")
        );
        assert!(rappels[0].sujet.contains("encore 10 jours"));
        // The seventh day before the end: to the gestionnaires.
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 1);
        assert_eq!(registry.repartir_notifications().await.unwrap(), 1);
        let mail = &du_genre(registry, "notification").await[0];
        assert!(
            mail.sujet.contains("expire dans moins de 7 jours")
                && mail.sujet.contains(&demande.reference.to_string())
        );
        banc.horloge.avancer_jours(4);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 1);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 0);
        assert_eq!(du_genre(registry, "rappel_expiration").await.len(), 2);
        assert_eq!(compter(registry.db(), "journal WHERE acte = 'relancer'").await, 2);
        // A program stopped for 28 days gives the last one only, and the gestionnaires' own.
        deposer(registry, &usager_n(registry, 3).await, EG_A1, 3).await;
        banc.horloge.avancer_jours(28);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 2);
        let rappels = du_genre(registry, "rappel_expiration").await;
        assert_eq!(
            rappels
                .iter()
                .filter(|m| m.destinataire == "personne3@example.org")
                .count(),
            1
        );
        // What has expired is not reminded of any more.
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.rappeler_expirations().await.unwrap(), 0);
    })
    .await;
}
