//! What a registered professional does with their own record (J5), signed in with their card or with FranceConnect.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use domain::ids::CompteId;
use domain::saisie::{Champ, SaisieContact, SaisieNoms};
use registry::connexion::IdentiteProSante;
use registry::droit::Interdit;
use registry::personne::EtatSituation;
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

/// The account of the card issued to that number.
async fn carte(registry: &Registry, rpps: &str) -> CompteId {
    registry
        .identifier_prosante(&IdentiteProSante {
            subject_name_id: format!("8{rpps}"),
            prenom: "Louise".to_owned(),
            nom: "MARTIN".to_owned(),
            activites: None,
        })
        .await
        .expect("an account")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_opens_its_own_record_and_no_other() {
    chaque_moteur("carte d’un inscrit", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let fiche = registry.ma_fiche(&u).await.unwrap().unwrap();
        let par_carte = session(&registry, carte(&registry, fiche.rpps.as_str()).await).await;
        assert!(par_carte.est_inscrit() && !par_carte.est_usager() && !par_carte.est_gestionnaire());
        let i = par_carte.inscrit().unwrap();
        assert_eq!(registry.fiche_inscrit(&i).await.unwrap().id, id);
        let par_france_connect = session(&registry, u.compte()).await.inscrit().unwrap();
        assert_eq!(registry.fiche_inscrit(&par_france_connect).await.unwrap().id, id);
        let vues = registry.consultations_fiche(&i, 1).await.unwrap();
        registry.fiche(&g, id).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            registry.consultations_fiche(&i, 1).await.unwrap().total,
            vues.total + 1
        );

        let inconnue = session(&registry, carte(&registry, "10000000009").await).await;
        assert_eq!(inconnue.inscrit().err(), Some(Interdit::PasInscrit));
        let jamais = usager_n(&registry, 2).await;
        assert!(!session(&registry, jamais.compte()).await.est_inscrit());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_change_at_once_and_both_addresses_are_told() {
    chaque_moteur("coordonnées", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, _) = inscrire(&registry, &g, EG_A1, 1).await;
        inscrire(&registry, &g, EG_A1, 2).await;
        let i = session(&registry, u.compte()).await.inscrit().unwrap();
        let avant = registry.fiche_inscrit(&i).await.unwrap();
        let neuf = contact(3);
        registry.changer_contact(&i, avant.version, &neuf).await.unwrap();
        registry
            .changer_contact(&i, avant.version, &neuf)
            .await
            .expect("the second click is harmless");
        let apres = registry.fiche_inscrit(&i).await.unwrap();
        assert_eq!(apres.email.as_str(), "personne3@example.org");
        assert_eq!(apres.version, avant.version + 1);
        let db = registry.db();
        for (genre, adresse) in [
            ("coordonnees_changees", "personne3@example.org"),
            ("ancienne_adresse", "personne1@example.org"),
        ] {
            let condition = format!("message WHERE genre = '{genre}' AND destinataire = '{adresse}'");
            assert_eq!(compter(db, &condition).await, 1, "{genre}");
        }
        assert_eq!(
            compter(
                db,
                "message WHERE genre = 'ancienne_adresse' AND texte LIKE '%personne3%'"
            )
            .await,
            0,
            "the old address does not learn the new one"
        );
        // R19: somebody else's; R21: one's old pair is free again.
        for (prise, champ) in [
            (
                SaisieContact {
                    email: contact(2).email,
                    ..contact(3)
                },
                Champ::Email,
            ),
            (
                SaisieContact {
                    mobile: contact(2).mobile,
                    ..contact(3)
                },
                Champ::Mobile,
            ),
        ] {
            assert!(matches!(
                registry.changer_contact(&i, apres.version, &prise).await,
                Err(ActeError::DejaUtilise(c)) if c == champ
            ));
        }
        deposer(&registry, &usager_n(&registry, 9).await, EG_A1, 1).await;
        assert!(matches!(
            registry.changer_contact(&i, apres.version, &contact(1)).await,
            Err(ActeError::DejaUtilise(_))
        ));
        assert!(matches!(
            registry.changer_contact(&i, avant.version, &contact(4)).await,
            Err(ActeError::FicheModifiee)
        ));
        assert_eq!(registry.fiche_inscrit(&i).await.unwrap().email, apres.email);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_at_work_come_from_the_civil_status() {
    chaque_moteur("noms d’exercice", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let mut civil = etat_civil("MARTIN", "Louise Anne");
        civil.nom_usage = Some("DURAND".parse().unwrap());
        let u = usager(&registry, &civil).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let vue = version(&registry, &g, id).await;
        registry.valider(&g, id, vue, true).await.unwrap();
        let i = session(&registry, u.compte()).await.inscrit().unwrap();
        let avant = registry.fiche_inscrit(&i).await.unwrap();
        let noms = |nom: &str, prenom: &str| SaisieNoms {
            nom_exercice: nom.to_owned(),
            prenom_exercice: prenom.to_owned(),
        };
        assert!(matches!(
            registry.changer_noms(&i, avant.version, &noms("DUPONT", "Zoé")).await,
            Err(ActeError::Invalide(e)) if e.len() == 2
        ));
        registry
            .changer_noms(&i, avant.version, &noms("DURAND", "Anne"))
            .await
            .unwrap();
        let trouves = registry
            .chercher_personnes(
                &g,
                &registry::personne::Critere {
                    texte: Some("durand anne".to_owned()),
                    ..Default::default()
                },
            )
            .await
            .unwrap();
        assert_eq!(trouves.lignes[0].nom, "DURAND Anne");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_closes_ones_own_situation_only() {
    chaque_moteur("départ", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let (_, autre) = inscrire(&registry, &g, EG_A1, 2).await;
        let i = session(&registry, u.compte()).await.inscrit().unwrap();
        let vue = registry.fiche_inscrit(&i).await.unwrap();
        let celle_d_un_autre = registry
            .fiche(&g, autre)
            .await
            .unwrap_or_else(|e| panic!("{e}"))
            .situations[0]
            .id;
        assert!(matches!(
            registry
                .declarer_depart(&i, celle_d_un_autre, vue.version, &fermeture(20, 11, 2026))
                .await,
            Err(ActeError::Introuvable)
        ));
        let situation = vue.situations[0].id;
        registry
            .declarer_depart(&i, situation, vue.version, &fermeture(20, 11, 2026))
            .await
            .unwrap();
        registry
            .declarer_depart(&i, situation, vue.version, &fermeture(20, 11, 2026))
            .await
            .expect("the second click is harmless");
        let lue = registry.fiche(&g, id).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(lue.situations[0].etat, EtatSituation::Fermee);
        assert!(lue.situations[0].depart_declare);
        let historique = registry.historique_personne(&g, id, 1).await.unwrap();
        assert!(historique.lignes[0].phrase().starts_with("Départ déclaré par"));
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'depart_declare'").await,
            1
        );
        // Those in charge of the establishment are told, as of anything else: once.
        let annonce = format!("evenement_notification WHERE genre = 'depart_declare' AND finess = '{EG_A1}'");
        assert_eq!(compter(registry.db(), &annonce).await, 1);
        // A mistake: the gestionnaire opens it again.
        registry
            .agir_sur_situation(&g, id, lue.version, &ActeSituation::Rouvrir { situation })
            .await
            .unwrap();
        let lue = registry.fiche(&g, id).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(lue.situations[0].etat == EtatSituation::Active && !lue.situations[0].depart_declare);
    })
    .await;
}
