//! What is kept of rights, cards and departures ends too; what others still read keeps its name.

use crate::agir::inscrire;
use crate::commun::*;
use crate::courriel::operateur;
use crate::decor::*;
use domain::ids::CompteId;
use domain::structure::{Organisation, Signataire};
use registry::Registry;
use registry::db::{Value, sql};
use registry::donnees::Conservation;

/// Writes a row that no act of a story would.
pub(crate) async fn ecrire(
    registry: &Registry,
    ordre: &'static str,
    valeurs: impl IntoIterator<Item = Value>,
) {
    let mut tx = registry.db().begin().await.expect("a transaction");
    valeurs
        .into_iter()
        .fold(sql(ordre), registry::db::Statement::bind)
        .execute(&mut tx)
        .await
        .unwrap_or_else(|error| panic!("{ordre} : {error}"));
    tx.commit().await.expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_has_not_left_is_kept_until_it_has() {
    chaque_banc("avis", |banc| async move {
        let registry = &banc.registry;
        for (rang, etat) in (0..).zip([
            "a_envoyer",
            "pris",
            "en_transmission",
            "envoye",
            "incertain",
            "echoue",
            "abandonne",
        ]) {
            let id = nouvel_id(registry);
            ecrire(
                registry,
                "INSERT INTO message (id, genre, destinataire, sujet, texte, html, cree_le, etat) \
                 VALUES ($1, 'etat_civil_corrige', $2, 's', 't', 'h', $3, $4)",
                [
                    id.into(),
                    format!("p{rang}@example.org").into(),
                    registry.now().millis().into(),
                    etat.into(),
                ],
            )
            .await;
        }
        banc.horloge.avancer_jours(31);
        registry.effacer_echues(Conservation::default()).await.unwrap();
        let restent = async |etats: &str| {
            let ou = format!("message WHERE etat IN ({etats})");
            compter(registry.db(), &ou).await
        };
        assert_eq!(compter(registry.db(), "message").await, 5);
        assert_eq!(restent("'envoye', 'abandonne'").await, 0);
        banc.horloge.avancer_jours(366);
        registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(restent("'a_envoyer', 'pris', 'en_transmission'").await, 3);
        assert_eq!(compter(registry.db(), "message").await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_still_has_a_right_or_acted_on_others_is_kept() {
    chaque_banc("comptes gardés", |banc| async move {
        let registry = &banc.registry;
        // Acted on somebody else, then lost every right.
        let paul = gestionnaire(registry, "Paul GIRAUD", "EJ", EJ_A).await;
        let (u, personne) = inscrire(registry, &paul, EG_A1, 1).await;
        retirer_habilitations(registry, paul.compte()).await;
        // Somebody of the register by the number of their card only.
        let carte = compte_carte(registry, "Louise MARTIN").await;
        let rpps = registry.ma_fiche(&u).await.unwrap().unwrap().rpps;
        ecrire(
            registry,
            "UPDATE compte SET rpps = $2 WHERE id = $1",
            [carte.uuid().into(), rpps.as_str().into()],
        )
        .await;
        // Accepted for a part of a campaign that goes on.
        let reviseur = compte_carte(registry, "Zoé DIRECTRICE").await;
        let (revue, partage) = (nouvel_id(registry), nouvel_id(registry));
        ecrire(
            registry,
            "INSERT INTO revue (id, finess, portee, nom, ouverte_le, echeance) VALUES ($1, $2, 'EJ', 'A', 1, $3)",
            [revue.into(), EJ_A.into(), registry.aujourd_hui().into()],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO revue_partage (id, revue, finess, empreinte, cree_le) VALUES ($1, $2, $3, $4, 1)",
            [partage.into(), revue.into(), EG_A1.into(), vec![7_u8; 32].into()],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO revue_reviseur (partage, compte, demande_le, accepte_le) VALUES ($1, $2, 1, 1)",
            [partage.into(), reviseur.uuid().into()],
        )
        .await;
        // Nothing at all, but for having signed in.
        let rien = compte_carte(registry, "Personne").await;
        session(registry, rien).await;

        banc.horloge.avancer_jours(400);
        registry.purger_sessions().await.unwrap();
        let efface = registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(efface.comptes, 1);
        let reste = async |compte: CompteId| {
            sql("SELECT id FROM compte WHERE id = $1")
                .bind(compte.uuid())
                .optional(registry.db())
                .await
                .unwrap()
                .is_some()
        };
        assert!(!reste(rien).await);
        for (qui, compte) in [("acted", paul.compte()), ("card", carte), ("part", reviseur)] {
            assert!(reste(compte).await, "{qui}");
        }
        assert_eq!(compter(registry.db(), "habilitation").await, 0, "a year has passed");
        let vues = registry.consultations(&u, 1).await.unwrap();
        assert!(vues.lignes.iter().all(|ligne| ligne.par == "Paul GIRAUD"));
        assert!(vues.total > 0 && !personne.to_string().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_go_with_the_delay_and_proofs_after_a_year() {
    chaque_banc("traces des droits", |banc| async move {
        let registry = &banc.registry;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (_, personne) = inscrire(registry, &nadia, EG_A1, 1).await;
        let qui = compte_carte(registry, "Anne ROUX").await;
        let maintenant: Value = registry.now().millis().into();
        habiliter(registry, qui, "gestionnaire", "EG", EG_A1).await;
        ecrire(
            registry,
            "UPDATE habilitation SET email = 'anne.roux@example.org', telephone = '0600000000', retiree_le = $2 WHERE compte = $1",
            [qui.uuid().into(), maintenant.clone()],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO carte (id, finess, genre, titulaire, nom, numero, annulee_le, version, cree_le) \
             VALUES ($1, $2, 'CPE', $3, 'ROUX Anne', '123', $4, 1, 1)",
            [nouvel_id(registry).into(), EJ_A.into(), qui.uuid().into(), maintenant.clone()],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO contrat (id, finess, portee, dirigeant, version, cree_le, clos_le, cloture) \
             VALUES ($1, $2, 'EG', $3, 1, 1, $4, 'abandon')",
            [nouvel_id(registry).into(), EG_A2.into(), qui.uuid().into(), maintenant.clone()],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO depart (id, personne, par, fin, motif, le, effet_le, version, applique_le, etat) \
             VALUES ($1, $2, $3, $4, 'CHL', $5, $5, 1, $5, 'fait')",
            [
                nouvel_id(registry).into(),
                personne.uuid().into(),
                nadia.compte().uuid().into(),
                registry.aujourd_hui().into(),
                maintenant.clone(),
            ],
        )
        .await;
        let (revue, partage) = (nouvel_id(registry), nouvel_id(registry));
        ecrire(
            registry,
            "INSERT INTO revue (id, finess, portee, nom, ouverte_le, echeance) VALUES ($1, $2, 'EJ', 'A', 1, $3)",
            [revue.into(), EJ_A.into(), registry.aujourd_hui().into()],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO revue_partage (id, revue, finess, empreinte, cree_le, revoque_le) VALUES ($1, $2, $3, $4, 1, $5)",
            [
                partage.into(),
                revue.into(),
                EG_A1.into(),
                vec![7_u8; 32].into(),
                maintenant.clone(),
            ],
        )
        .await;
        ecrire(
            registry,
            "INSERT INTO revue_reviseur (partage, compte, demande_le, refuse_le) VALUES ($1, $2, $3, $3)",
            [partage.into(), qui.uuid().into(), maintenant],
        )
        .await;
        let db = registry.db();
        banc.horloge.avancer_jours(29);
        // A withdrawal can be undone for thirty days, however short the delay is.
        registry.effacer_echues(Conservation::jours(1)).await.unwrap();
        assert_eq!(compter(db, "habilitation WHERE email IS NOT NULL").await, 1);
        banc.horloge.avancer_jours(2);
        registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(
            compter(db, "habilitation WHERE email IS NOT NULL OR telephone IS NOT NULL").await,
            0
        );
        assert_eq!(compter(db, "revue_reviseur").await, 0);
        for (gardee, nombre) in [("habilitation", 2), ("carte WHERE nom = 'ROUX Anne'", 1), ("contrat", 1), ("depart", 1)] {
            assert_eq!(compter(db, gardee).await, nombre, "{gardee}");
        }
        banc.horloge.avancer_jours(340);
        registry.purger_sessions().await.unwrap();
        let efface = registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(efface.comptes, 1, "nothing else was kept of Anne ROUX");
        for (gardee, nombre) in [
            ("habilitation", 1),
            ("carte WHERE nom = '' AND numero IS NULL AND titulaire IS NULL", 1),
            ("contrat", 0),
            ("depart", 0),
        ] {
            assert_eq!(compter(db, gardee).await, nombre, "{gardee}");
        }
        let encore = registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(encore.traces, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_left_before_its_contract_was_sent_is_forgotten_after_a_year() {
    chaque_banc("chemins laissés", |banc| async move {
        let registry = &banc.registry;
        let (anne, luc) = (
            compte_carte(registry, "Anne ROUX").await,
            compte_carte(registry, "Luc BRUN").await,
        );
        let (laisse, suivi) = (session(registry, anne).await, session(registry, luc).await);
        registry.ouvrir_chemin(&laisse, &finess(EG_A1)).await.unwrap();
        registry.ouvrir_chemin(&suivi, &finess(EG_A2)).await.unwrap();
        banc.horloge.avancer_jours(300);
        // Somebody still works on that one.
        let suivi = session(registry, luc).await;
        let d = registry.dirigeant(&suivi, &finess(EG_A2)).await.unwrap();
        registry
            .choisir_organisation(
                &d,
                Organisation::Decentralisee,
                &[finess(EG_A2)],
                Signataire::Directeur,
            )
            .await
            .unwrap();
        banc.horloge.avancer_jours(70);
        registry.effacer_echues(Conservation::default()).await.unwrap();
        let laisses = format!("contrat WHERE finess = '{EG_A1}'");
        assert_eq!(compter(registry.db(), &laisses).await, 0);
        assert_eq!(
            compter(registry.db(), "contrat").await,
            1,
            "a year is counted from the last act"
        );
        banc.horloge.avancer_jours(300);
        registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(compter(registry.db(), "contrat").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_removed_by_the_support_leaves_nothing_behind() {
    chaque_banc("suppression entière", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (_, id) = inscrire(registry, &g, EG_A1, 1).await;
        let (autre, _) = inscrire(registry, &g, EG_A1, 2).await;
        let (_, o) = operateur(registry, "899900000009").await;
        let fiche = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
        let details = format!(
            "journal_detail JOIN journal ON journal.numero = journal_detail.numero WHERE journal.objet_id = '{id}'"
        );
        assert!(compter(registry.db(), &details).await > 0);
        let raison = "Hors du périmètre du répertoire.".parse().unwrap();
        registry
            .supprimer_inscription(&o, id, fiche.version, &raison)
            .await
            .unwrap();
        assert_eq!(compter(registry.db(), &details).await, 1, "why it was removed");
        // The demande is still there for the person to see, then goes with its civil status.
        banc.horloge.avancer_jours(29);
        let efface = registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(efface.demandes, 0);
        banc.horloge.avancer_jours(2);
        let efface = registry.effacer_echues(Conservation::default()).await.unwrap();
        assert_eq!(efface.demandes, 1);
        assert_eq!(compter(registry.db(), "demande").await, 1);
        assert!(registry.ma_fiche(&autre).await.unwrap().is_some());
    })
    .await;
}
