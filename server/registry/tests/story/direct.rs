//! What is told of the queue, to whom, and only once it has happened.

use crate::commun::*;
use crate::decor::*;
use domain::ids::DemandeId;
use domain::nomenclature::MotifRefus;
use registry::db::{Engine, sql};
use registry::direct::{Abonnement, Annonce, Nouvelle};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::{ActeError, Registry};
use std::time::Duration;

/// The next news about a demande: nothing else may come before it.
async fn annonce(abonnement: &mut Abonnement) -> Annonce {
    let nouvelle = tokio::time::timeout(Duration::from_secs(30), abonnement.suivante())
        .await
        .expect("something is told");
    match nouvelle {
        Nouvelle::Demande(annonce) => annonce,
        autre => panic!("another news: {autre:?}"),
    }
}

async fn dit(abonnement: &mut Abonnement) -> (String, DemandeId) {
    let annonce = annonce(abonnement).await;
    (annonce.acte, annonce.demande)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_act_is_told_once_it_has_happened_and_nothing_else() {
    chaque_moteur("annonces", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_B2).await;
        let mut abonnement = registry.abonner().await.unwrap();
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let soumise = loop {
            match abonnement.suivante().await {
                Nouvelle::Demande(annonce) => break annonce,
                // The applicant signed in.
                Nouvelle::Session(_) | Nouvelle::Droits(_) => {}
                autre => panic!("{autre:?}"),
            }
        };
        assert_eq!((soumise.acte.as_str(), soumise.demande), ("soumettre", id));
        assert_eq!(
            (&soumise.finess, soumise.compte),
            (&finess(EG_A1), Some(u.compte()))
        );
        // Narrowing: it is in one perimeter and not in the other.
        assert!(registry.portee(&nadia).await.unwrap().voit(&soumise));
        assert!(!registry.portee(&paul).await.unwrap().voit(&soumise));

        // Read, refused, too late, not confirmed: nobody hears of it.
        let version = version(&registry, &nadia, id).await;
        assert!(registry.dossier(&paul, id).await.is_err());
        let refus = registry.valider(&nadia, id, version, false).await;
        assert!(matches!(refus, Err(ActeError::NonConfirmee)));
        let refus = registry.valider(&nadia, id, version + 7, true).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })));
        // Dropped before its commit: nobody hears of it either.
        let mut tx = registry.db().begin().await.unwrap();
        sql("UPDATE demande SET modifiee_le = modifiee_le")
            .execute(&mut tx)
            .await
            .unwrap();
        drop(tx);

        registry.valider(&nadia, id, version, true).await.unwrap();
        let validee = annonce(&mut abonnement).await;
        assert_eq!((validee.acte.as_str(), validee.demande), ("valider", id));
        assert_eq!(validee.compte, Some(nadia.compte()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_is_told_to_nobody_and_a_return_changes_the_stamp() {
    chaque_banc("comparaison et retour", |banc| async move {
        let registry = &banc.registry;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
        let ailleurs = usager(registry, &etat_civil("LEFÈVRE", "Anne")).await;
        deposer(registry, &ailleurs, EG_B2, 1).await;
        let ici = usager(registry, &etat_civil("LEFEBVRE", "Anne")).await;
        let id = deposer(registry, &ici, EG_A1, 2).await.id;
        let dossier = registry
            .dossier(&nadia, id)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        let vu = dossier.doublons.first().expect("they look alike");
        assert!(!vu.visible, "outside the perimeter");
        let mut abonnement = registry.abonner().await.unwrap();
        registry
            .comparer_doublon(&nadia, id, vu.sujet.id())
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        // The comparison is written on the other demande: only the refusal that follows is told, and it is of this one.
        let explication = "Je ne connais pas cette personne.".parse().unwrap();
        registry
            .refuser(&nadia, id, dossier.version, MotifRefus::Autre, &explication)
            .await
            .unwrap();
        assert_eq!(dit(&mut abonnement).await, ("refuser".to_owned(), id));

        // One leaves the queue and another comes back to it between two questions: as many, sent when they were.
        let mut demandes = Vec::new();
        for n in 10..13 {
            demandes.push(deposer(registry, &usager_n(registry, n).await, EG_A1, n).await.id);
        }
        let poser = async |id: DemandeId, statut: &'static str| {
            let mut tx = registry.db().begin().await.unwrap();
            sql("UPDATE demande SET statut = $2, modifiee_le = $3 WHERE id = $1")
                .bind(id.uuid())
                .bind(statut)
                .bind(registry.now().millis())
                .execute(&mut tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        };
        poser(demandes[0], "a_corriger").await;
        let avant = registry.etat_file(&nadia).await.unwrap();
        poser(demandes[1], "a_corriger").await;
        poser(demandes[0], "a_traiter").await;
        let apres = registry.etat_file(&nadia).await.unwrap();
        assert_eq!(avant.a_traiter, apres.a_traiter);
        assert_ne!(avant.tampon, apres.tampon);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_withdrawals_and_expirations_are_told() {
    chaque_banc("suite des annonces", |banc| async move {
        let registry = banc.registry;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let mut usagers = Vec::new();
        let mut demandes = Vec::new();
        for n in 0..3 {
            let u = usager_n(&registry, n).await;
            demandes.push(deposer(&registry, &u, EG_A1, n).await.id);
            usagers.push(u);
        }
        let version = version(&registry, &nadia, demandes[0]).await;
        let mut abonnement = registry.abonner().await.unwrap();
        let explication = "Je ne connais pas cette personne.".parse().unwrap();
        registry
            .refuser(&nadia, demandes[0], version, MotifRefus::Autre, &explication)
            .await
            .unwrap();
        registry.annuler(&usagers[1], demandes[1]).await.unwrap();
        banc.horloge.avancer_jours(31);
        assert_eq!(registry.expirer_demandes().await.unwrap(), 1);
        for (acte, id) in [("refuser", 0), ("annuler", 1), ("expirer", 2)] {
            assert_eq!(dit(&mut abonnement).await, (acte.to_owned(), demandes[id]));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_and_sessions_that_end_are_told_to_who_watches_over_them() {
    chaque_moteur("annonces de droits", |registry| async move {
        let octroi = Octroi {
            identifiant: "899900000001".to_owned(),
            nom: "Nadia FERRAND".to_owned(),
            genre: GenreHabilitation::Gestionnaire,
            finess: finess(EG_A1),
            carte_jusqu_au: None,
        };
        registry.accorder_habilitation(&octroi).await.unwrap();
        let row = sql("SELECT id FROM compte WHERE sujet = $1")
            .bind("psc:899900000001")
            .one(registry.db())
            .await
            .unwrap();
        let compte = domain::ids::CompteId::new(row.get("id").unwrap());
        let jeton = registry.ouvrir_session(compte, 60).await.unwrap();
        let session = registry
            .session_ouverte(jeton.as_str())
            .await
            .unwrap()
            .expect("open");
        let mut abonnement = registry.abonner().await.unwrap();
        registry
            .retirer_habilitation(&octroi.identifiant, octroi.genre, &octroi.finess)
            .await
            .unwrap();
        assert_eq!(abonnement.suivante().await, Nouvelle::Droits(compte));
        registry.fermer_session(jeton.as_str()).await.unwrap();
        assert_eq!(abonnement.suivante().await, Nouvelle::Session(session.id()));
        registry.clore_direct();
        assert_eq!(abonnement.suivante().await, Nouvelle::Fin);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_every_process_hears_and_a_lost_line_is_known() {
    sur_postgres("plusieurs processus", |banc| async move {
        let ici = banc.registry;
        let ailleurs = Registry::open(&banc.url, banc.horloge.contexte()).await.unwrap();
        let nadia = gestionnaire(&ici, "Nadia FERRAND", "EJ", EJ_A).await;
        let u = usager_n(&ici, 1).await;
        let id = remplir(&ici, &u, &situation(EG_A1), &contact(1)).await.unwrap();
        let mut abonnement = ailleurs.abonner().await.unwrap();
        ici.soumettre(&u, id, &legale()).await.unwrap();
        assert_eq!(dit(&mut abonnement).await, ("soumettre".to_owned(), id));

        // The line that listens is cut: what happens meanwhile may be lost, and one is told to read again.
        let mut tx = ici.db().begin().await.unwrap();
        sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND query LIKE 'LISTEN%'")
        .execute(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        loop {
            match abonnement.suivante().await {
                Nouvelle::Lacune => break,
                Nouvelle::Demande(_) => {}
                autre => panic!("{autre:?}"),
            }
        }
        // From then on everything is heard again.
        let version = version(&ici, &nadia, id).await;
        ici.valider(&nadia, id, version, true).await.unwrap();
        assert_eq!(dit(&mut abonnement).await, ("valider".to_owned(), id));
        ailleurs.db().close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_names_nobody() {
    sur_postgres("annonce sans nom", |banc| async move {
        let registry = banc.registry;
        assert_eq!(registry.db().engine(), Engine::Postgres);
        let u = usager(&registry, &etat_civil("BENALI", "Aïcha")).await;
        let mut abonnement = registry.abonner().await.unwrap();
        deposer(&registry, &u, EG_A1, 1).await;
        let texte = serde_json::to_string(&annonce(&mut abonnement).await).unwrap();
        for personnel in ["BENALI", "Aïcha", "example.org", "1990", "06 12", "+336"] {
            assert!(!texte.contains(personnel), "{texte}");
        }
    })
    .await;
}
