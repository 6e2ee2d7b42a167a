//! The weekly summary of the head of a structure: what it says, to whom, once per week, and how it ends.

use crate::commun::*;
use crate::decor::*;
use domain::date::{Jour, jour};
use domain::ids::CompteId;
use registry::Registry;
use registry::db::sql;
use registry::droit::Representant;
use registry::message::Message;
use registry::notification::{Portee, Rythme};

/// Every Monday at 8:00 in Paris comes 22 hours after a Sunday at 10:00, when stories begin.
const JUSQU_A_LUNDI: i64 = 22 * 60;

async fn representant(registry: &Registry, nom: &str, portee: &str, finess: &str) -> Representant {
    let compte = compte_carte(registry, nom).await;
    habiliter(registry, compte, "representant_legal", portee, finess).await;
    session(registry, compte)
        .await
        .representant()
        .expect("the head of a structure")
}

/// An address confirmed for that account.
async fn adresse(registry: &Registry, compte: CompteId, email: &str) {
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql("INSERT INTO contact_notification (compte, contact, email, modifie_le) VALUES ($1, $2, $3, $4)")
        .bind(compte.uuid())
        .bind(nouvel_id(registry))
        .bind(email)
        .bind(registry.now().millis())
        .execute(&mut tx)
        .await
        .expect("an address");
    tx.commit().await.expect("the address is there");
}

async fn resumes(registry: &Registry) -> Vec<Message> {
    let mut messages = registry.messages(500).await.expect("the outbox");
    messages.retain(|message| message.genre == "resume_hebdo");
    messages
}

/// A situation of a new person, registered now: first day, last day if known.
async fn en_poste(registry: &Registry, n: u32, finess: &str, debut: Jour, fin: Option<Jour>) {
    let u = usager_n(registry, n).await;
    let demande = deposer(registry, &u, finess, n).await;
    let g = gestionnaire(registry, &format!("Gestion {n}"), "EG", finess).await;
    let vue = version(registry, &g, demande.id).await;
    registry
        .valider(&g, demande.id, vue, true)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql(
        "UPDATE situation SET debut = $2, fin = $3 WHERE finess = $1 AND personne = \
         (SELECT personne FROM demande WHERE id = $4)",
    )
    .bind(finess)
    .bind(debut)
    .bind(fin)
    .bind(demande.id.uuid())
    .execute(&mut tx)
    .await
    .expect("a situation");
    // Those who decided are no more in charge: this story counts its own gestionnaires.
    sql("UPDATE habilitation SET retiree_le = 1 WHERE compte = $1")
        .bind(g.compte().uuid())
        .execute(&mut tx)
        .await
        .expect("a withdrawal");
    tx.commit().await.expect("the scenery stands");
}

fn le(j: u8, m: u8) -> Jour {
    jour(2026, m, j).expect("a day")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_week_is_told_once_to_each_head_of_its_own_structures() {
    chaque_banc("résumé", |banc| async move {
        let registry = &banc.registry;
        let ej = representant(registry, "Hélène", "EJ", EJ_A).await;
        let eg = representant(registry, "Paul", "EG", EG_A2).await;
        let ailleurs = representant(registry, "Marc", "EJ", EJ_B).await;
        let sans_adresse = representant(registry, "Sans adresse", "EJ", EJ_A).await;
        let nadia = gestionnaire(registry, "Nadia", "EJ", EJ_A).await;
        for (compte, email) in [
            (ej.compte(), "ej@example.org"),
            (eg.compte(), "eg@example.org"),
            (ailleurs.compte(), "ailleurs@example.org"),
            (nadia.compte(), "nadia@example.org"),
        ] {
            adresse(registry, compte, email).await;
        }
        // Registered this week though there since September; gone on Friday; ends in three weeks; arrives next month.
        en_poste(registry, 1, EG_A1, le(1, 9), None).await;
        en_poste(registry, 2, EG_A1, le(1, 9), Some(le(20, 11))).await;
        en_poste(registry, 3, EG_A2, le(1, 9), Some(le(10, 12))).await;
        en_poste(registry, 4, EG_A2, le(20, 12), None).await;
        deposer(registry, &usager_n(registry, 5).await, EG_A1, 5).await;
        deposer(registry, &usager_n(registry, 6).await, EG_A1, 6).await;
        // Sunday: nothing yet.
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
        avancer_minutes(&banc.horloge, JUSQU_A_LUNDI);
        let (a, b) = tokio::join!(registry.ecrire_resumes(), registry.ecrire_resumes());
        assert_eq!(a.unwrap() + b.unwrap(), 2);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
        let mails = resumes(registry).await;
        let pour = |email: &str| mails.iter().find(|mail| mail.destinataire == email);
        let ej = pour("ej@example.org").expect("a summary");
        for phrase in [
            "Dans vos structures, du 16 novembre 2026 au 22 novembre 2026\u{a0}:",
            "- 3\u{a0}arrivées\n- 1\u{a0}départ\n",
            "- 2\u{a0}demandes à traiter (la plus ancienne est arrivée hier)",
            "- 1\u{a0}situation se termine dans les 30 jours",
            "- EHPAD LES TILLEULS\u{a0}: 2\u{a0}arrivées, 1\u{a0}départ, 2\u{a0}demandes à traiter",
            "- SESSAD LES TILLEULS\u{a0}: 1\u{a0}arrivée, 1\u{a0}fin proche",
        ] {
            assert!(ej.texte.contains(phrase), "{phrase}\n{}", ej.texte);
        }
        assert!(!ej.texte.contains("MARTIN") && !ej.html.contains("Louise"));
        assert!(ej.desabonnement.is_some());
        let eg = pour("eg@example.org").expect("a summary");
        assert!(eg.texte.contains("SESSAD") && !eg.texte.contains("EHPAD") && !eg.texte.contains("demandes"));
        // Nothing to say, not the head of a structure, no address.
        assert!(pour("ailleurs@example.org").is_none() && pour("nadia@example.org").is_none());
        assert!(registry.recoit_resume(&sans_adresse).await.unwrap());

        // After three weeks without the program, one mail each. The arrival of December is told in its week.
        banc.horloge.avancer_jours(21);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 2);
        banc.horloge.avancer_jours(7);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 2);
        let mails = resumes(registry).await;
        assert!(
            mails[0].texte.contains("1\u{a0}arrivée\n- 0\u{a0}départ"),
            "{}",
            mails[0].texte
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_and_idle_gestionnaires_are_worth_a_mail() {
    chaque_banc("résumé des droits", |banc| async move {
        let registry = &banc.registry;
        let r = representant(registry, "Hélène", "EJ", EJ_A).await;
        adresse(registry, r.compte(), "ej@example.org").await;
        let dormante = gestionnaire(registry, "Dormante", "EG", EG_A1).await;
        let active = gestionnaire(registry, "Active", "EJ", EJ_A).await;
        gestionnaire(registry, "D’ailleurs", "EG", EG_B2).await;
        banc.horloge.avancer_jours(91);
        let mut tx = registry.db().begin().await.unwrap();
        for (finess, expire_le, annulee) in [
            (EJ_A, jour(2027, 3, 1), None),
            (EG_A1, jour(2027, 4, 1), None),
            // Too far, cancelled, somebody else's.
            (EJ_A, jour(2027, 9, 1), None),
            (EJ_A, jour(2027, 3, 2), Some(1_i64)),
            (EG_B2, jour(2027, 3, 1), None),
        ] {
            sql("INSERT INTO carte (id, finess, genre, nom, recue_le, expire_le, annulee_le, version, cree_le) \
                 VALUES ($1, $2, 'CPE', $6, $3, $4, $5, 1, 1)")
            .bind(nouvel_id(registry))
            .bind(finess)
            .bind(le(1, 1))
            .bind(expire_le.unwrap())
            .bind(annulee)
            // Two cards of one name would be a card and the next one.
            .bind(format!("Titulaire jusqu’au {}", domain::date::iso(expire_le.unwrap())))
            .execute(&mut tx)
            .await
            .unwrap();
        }
        // Known with the habilitation only.
        sql("UPDATE habilitation SET carte_jusqu_au = $2 WHERE compte = $1")
            .bind(active.compte().uuid())
            .bind(jour(2027, 3, 31).unwrap())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        registry
            .regler_notifications(&active, &[(registry::notification::GenreNotification::MessageRecu, Rythme::Jamais)])
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        avancer_minutes(&banc.horloge, JUSQU_A_LUNDI);
        banc.horloge.avancer_jours(1);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 1);
        let texte = &resumes(registry).await[0].texte;
        assert!(texte.contains("- 3\u{a0}cartes expirent dans les 60 jours\n"), "{texte}");
        assert!(texte.contains("- 1\u{a0}gestionnaire n’a rien fait depuis 90 jours\n"), "{texte}");
        assert!(!texte.contains("Par établissement"));
        // Withdrawn, and it is not said any more.
        retirer_habilitations(registry, dormante.compte()).await;
        banc.horloge.avancer_jours(7);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 1);
        assert!(!resumes(registry).await[0].texte.contains("gestionnaire n"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_says_no_on_the_page_or_in_one_click_and_nothing_else_ends() {
    chaque_banc("résumé refusé", |banc| async move {
        let registry = &banc.registry;
        let r = representant(registry, "Hélène", "EJ", EJ_A).await;
        adresse(registry, r.compte(), "ej@example.org").await;
        deposer(registry, &usager_n(registry, 1).await, EG_A1, 1).await;
        assert!(registry.recoit_resume(&r).await.unwrap());
        registry
            .regler_resume(&r, false)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert!(!registry.recoit_resume(&r).await.unwrap());
        avancer_minutes(&banc.horloge, JUSQU_A_LUNDI);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
        // Yes again: from next Monday on.
        registry
            .regler_resume(&r, true)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
        banc.horloge.avancer_jours(7);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 1);
        let jeton = resumes(registry).await[0].desabonnement.clone().expect("a token");
        assert_eq!(
            registry.lire_desabonnement(&jeton).await.unwrap(),
            Some(Portee::Resume)
        );
        for _ in 0..2 {
            let portee = registry
                .desabonner(&jeton)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(portee, Portee::Resume);
        }
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'desabonner'").await,
            1
        );
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'regler_notifications'").await,
            2
        );
        assert_eq!(compter(registry.db(), "preference_notification").await, 1);
        assert!(!registry.recoit_resume(&r).await.unwrap());
        banc.horloge.avancer_jours(7);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
        // A right that ended tells nothing more either.
        registry
            .regler_resume(&r, true)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        retirer_habilitations(registry, r.compte()).await;
        banc.horloge.avancer_jours(7);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
    })
    .await;
}

/// Writing that account's summary fails, as a defect would make it.
async fn empoisonner(banc: &Banc, compte: CompteId) {
    use sqlx::{Connection as _, Executor as _};
    let id = compte.uuid();
    if banc.url.starts_with("sqlite") {
        let mut lien = sqlx::SqliteConnection::connect(&banc.url)
            .await
            .expect("a connection");
        let piege = format!(
            "CREATE TRIGGER piege BEFORE INSERT ON resume_hebdo WHEN NEW.compte = x'{}' \
             BEGIN SELECT RAISE(ABORT, 'piège'); END",
            id.simple()
        );
        lien.execute(sqlx::AssertSqlSafe(piege)).await.expect("a trap");
    } else {
        let mut lien = sqlx::PgConnection::connect(&banc.url)
            .await
            .expect("a connection");
        let piege = format!("ALTER TABLE resume_hebdo ADD CHECK (compte <> '{id}')");
        lien.execute(sqlx::AssertSqlSafe(piege)).await.expect("a trap");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_that_meets_a_defect_does_not_hold_up_the_others() {
    chaque_banc("résumé, défaut", |banc| async move {
        let registry = &banc.registry;
        let premiere = representant(registry, "Hélène", "EJ", EJ_A).await;
        let seconde = representant(registry, "Paul", "EG", EG_A1).await;
        adresse(registry, premiere.compte(), "premiere@example.org").await;
        adresse(registry, seconde.compte(), "seconde@example.org").await;
        deposer(registry, &usager_n(registry, 1).await, EG_A1, 1).await;
        empoisonner(&banc, premiere.compte()).await;
        avancer_minutes(&banc.horloge, JUSQU_A_LUNDI);
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 1);
        let mails = resumes(registry).await;
        assert_eq!(
            (mails.len(), mails[0].destinataire.as_str()),
            (1, "seconde@example.org")
        );
        assert_eq!(registry.ecrire_resumes().await.unwrap(), 0);
    })
    .await;
}
