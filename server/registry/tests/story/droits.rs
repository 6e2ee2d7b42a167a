//! Rights that begin and end: each kind of habilitation, a card that expires, the support of the register.

use crate::commun::*;
use crate::decor::*;
use domain::date::jour;
use domain::ids::PersonneId;
use domain::saisie::SaisieEtatCivil;
use registry::demande::FiltreFile;
use registry::droit::{Interdit, SessionOuverte};
use registry::habilitation::{GenreHabilitation, Octroi, OctroiError};
use registry::personne::Critere;
use registry::{ActeError, Registry};

const IDENTIFIANT: &str = "810101234564";

fn octroi(genre: GenreHabilitation, finess_: &str) -> Octroi {
    Octroi {
        identifiant: IDENTIFIANT.to_owned(),
        nom: "Nadia FERRAND".to_owned(),
        genre,
        finess: finess(finess_),
        carte_jusqu_au: None,
    }
}

/// The session of the account keyed on [`IDENTIFIANT`].
async fn session_de_la_carte(registry: &Registry) -> SessionOuverte {
    let row = registry::db::sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{IDENTIFIANT}"))
        .one(registry.db())
        .await
        .expect("the account exists");
    session(
        registry,
        domain::ids::CompteId::new(row.get("id").expect("an id")),
    )
    .await
}

/// A person registered at `EG_A1` by her gestionnaire.
async fn inscrite(registry: &Registry, n: u32) -> PersonneId {
    let u = usager_n(registry, n).await;
    let g = gestionnaire(registry, "Nadia FERRAND", "EG", EG_A1).await;
    let id = deposer(registry, &u, EG_A1, n).await.id;
    registry
        .valider(&g, id, version(registry, &g, id).await, true)
        .await
        .expect("accepted");
    registry.ma_fiche(&u).await.expect("read").expect("registered").id
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_habilitation_gives_its_right_and_no_other() {
    chaque_moteur("genres", |registry| async move {
        let u = usager_n(&registry, 1).await;
        deposer(&registry, &u, EG_A1, 1).await;
        for genre in GenreHabilitation::TOUS {
            registry
                .accorder_habilitation(&octroi(genre, EG_A1))
                .await
                .unwrap();
            let session = session_de_la_carte(&registry).await;
            if genre == GenreHabilitation::Mandataire {
                assert_eq!(session.gestionnaire().err(), Some(Interdit::Mandataire));
                assert!(!session.est_gestionnaire());
            } else {
                let g = session.gestionnaire().unwrap();
                assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 1, "{genre:?}");
                let file = registry
                    .file(&g, &FiltreFile::default())
                    .await
                    .unwrap_or_else(|e| panic!("{e}"));
                assert_eq!(file.total, 1);
            }
            let dirige = matches!(
                genre,
                GenreHabilitation::RepresentantLegal | GenreHabilitation::TitulaireOfficine
            );
            assert_eq!(session.est_representant(), dirige);
            assert_eq!(session.representant().is_ok(), dirige);
            assert_eq!(
                session.designateur().is_ok(),
                dirige || genre == GenreHabilitation::Mandataire
            );
            assert_eq!(session.operateur().err(), Some(Interdit::PasOperateur));
            registry
                .retirer_habilitation(IDENTIFIANT, genre, &finess(EG_A1))
                .await
                .unwrap();
            let session = session_de_la_carte(&registry).await;
            assert_eq!(session.gestionnaire().err(), Some(Interdit::PasGestionnaire));
            assert!(matches!(
                registry
                    .retirer_habilitation(IDENTIFIANT, genre, &finess(EG_A1))
                    .await,
                Err(OctroiError::Rien)
            ));
        }
        assert!(matches!(
            registry
                .accorder_habilitation(&octroi(GenreHabilitation::Gestionnaire, "990000085"))
                .await,
            Err(OctroiError::FinessInconnu(_))
        ));
        assert_eq!(
            compter(
                registry.db(),
                "habilitation WHERE retiree_le IS NULL AND genre = 'mandataire'"
            )
            .await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandataire_proof_cannot_be_made_from_another_right_of_the_past() {
    chaque_moteur("mandataire", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        registry
            .accorder_habilitation(&octroi(GenreHabilitation::Gestionnaire, EG_A1))
            .await
            .unwrap();
        // The proof is taken while she is a gestionnaire; she becomes a mandataire before acting.
        let g = session_de_la_carte(&registry).await.gestionnaire().unwrap();
        let version = version(&registry, &g, soumise.id).await;
        registry
            .accorder_habilitation(&octroi(GenreHabilitation::Mandataire, EG_A1))
            .await
            .unwrap();
        registry
            .retirer_habilitation(IDENTIFIANT, GenreHabilitation::Gestionnaire, &finess(EG_A1))
            .await
            .unwrap();
        assert!(matches!(
            registry.valider(&g, soumise.id, version, true).await,
            Err(ActeError::Introuvable)
        ));
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_gives_its_right_to_the_end_of_its_last_day() {
    chaque_banc("carte", |banc| async move {
        let registry = &banc.registry;
        let u = usager_n(registry, 1).await;
        deposer(registry, &u, EG_A1, 1).await;
        let dernier = jour(2026, 11, 24).unwrap();
        registry
            .accorder_habilitation(&Octroi {
                carte_jusqu_au: Some(dernier),
                ..octroi(GenreHabilitation::Gestionnaire, EJ_A)
            })
            .await
            .unwrap();
        for _ in 0..=2 {
            let g = session_de_la_carte(registry).await.gestionnaire().unwrap();
            assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 1);
            banc.horloge.avancer_jours(1);
        }
        // 25 November: suspended, and told why.
        let session = session_de_la_carte(registry).await;
        assert_eq!(
            session.gestionnaire().err(),
            Some(Interdit::CarteExpiree(dernier))
        );
        assert!(
            Interdit::CarteExpiree(dernier).to_string().contains("24/11/2026"),
            "{}",
            Interdit::CarteExpiree(dernier)
        );
        // The new card brings the right back, without a new habilitation (R48).
        registry
            .accorder_habilitation(&Octroi {
                carte_jusqu_au: Some(jour(2029, 11, 24).unwrap()),
                ..octroi(GenreHabilitation::Gestionnaire, EJ_A)
            })
            .await
            .unwrap();
        assert_eq!(compter(registry.db(), "habilitation").await, 1);
        assert!(session_de_la_carte(registry).await.gestionnaire().is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_support_reads_everywhere_corrects_and_removes_and_nobody_else_does() {
    chaque_moteur("support", |registry| async move {
        let id = inscrite(&registry, 1).await;
        let autre = inscrite(&registry, 2).await;
        registry
            .nommer_operateur(IDENTIFIANT, "Odile MARCHAND")
            .await
            .unwrap();
        let session = session_de_la_carte(&registry).await;
        let o = session.operateur().unwrap();
        assert_eq!(session.gestionnaire().err(), Some(Interdit::PasGestionnaire));

        let tous = registry
            .chercher_personnes(&o, &Critere::default())
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(tous.total, 2);
        let fiche = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
        let raison = "Vu sur la carte d’identité présentée.".parse().unwrap();
        let mut saisie = SaisieEtatCivil::from(&fiche.etat_civil);

        // Nothing to correct, a wrong field, a twin, an old version: nothing changes.
        let corriger = |saisie: SaisieEtatCivil, version: i64| {
            let (registry, o, raison) = (&registry, &o, &raison);
            async move {
                registry
                    .corriger_etat_civil(o, id, version, &saisie, raison)
                    .await
            }
        };
        assert!(matches!(
            corriger(saisie.clone(), fiche.version).await,
            Err(ActeError::SansChangement)
        ));
        let fausse = SaisieEtatCivil {
            nom_naissance: String::new(),
            ..saisie.clone()
        };
        assert!(matches!(
            corriger(fausse, fiche.version).await,
            Err(ActeError::Invalide(_))
        ));
        let jumelle = registry.fiche(&o, autre).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(matches!(
            corriger(SaisieEtatCivil::from(&jumelle.etat_civil), fiche.version).await,
            Err(ActeError::IdentiteExistante)
        ));
        saisie.nom_naissance = "MARTINET".to_owned();
        assert!(matches!(
            corriger(saisie.clone(), fiche.version + 1).await,
            Err(ActeError::FicheModifiee)
        ));

        corriger(saisie.clone(), fiche.version).await.unwrap();
        let apres = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(apres.etat_civil.nom_naissance.as_str(), "MARTINET");
        assert_eq!(apres.etat_civil.certification.code(), "AC");
        assert_eq!(
            apres.nom_exercice.as_str(),
            "MARTINET",
            "it was the birth name (R17)"
        );
        assert_eq!(apres.rpps, fiche.rpps);
        let par_nom = Critere {
            texte: Some("martinet".to_owned()),
            ..Critere::default()
        };
        assert_eq!(
            registry
                .chercher_personnes(&o, &par_nom)
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .total,
            1
        );
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'etat_civil_corrige'").await,
            1
        );

        registry
            .supprimer_inscription(&o, id, apres.version, &raison)
            .await
            .unwrap();
        assert!(matches!(
            registry.fiche(&o, id).await.err(),
            Some(ActeError::Introuvable)
        ));
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE personne IS NOT NULL").await,
            2
        );
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'inscription_supprimee'").await,
            1
        );
        // The number is never given again.
        let nouvelle = inscrite(&registry, 3).await;
        let fiche_nouvelle = registry
            .fiche(&o, nouvelle)
            .await
            .unwrap_or_else(|e| panic!("{e}"));
        assert_ne!(fiche_nouvelle.rpps, fiche.rpps);

        // Revoked: the proof made before is worth nothing.
        registry.revoquer_operateur(IDENTIFIANT).await.unwrap();
        assert!(matches!(
            registry.fiche(&o, autre).await.err(),
            Some(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.supprimer_inscription(&o, autre, 1, &raison).await,
            Err(ActeError::Introuvable)
        ));
        assert_eq!(
            registry
                .chercher_personnes(&o, &Critere::default())
                .await
                .unwrap_or_else(|e| panic!("{e}"))
                .total,
            0
        );
        assert!(session_de_la_carte(&registry).await.operateur().is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_support_finds_reads_it() {
    chaque_moteur("recherche du support", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        registry
            .valider(&g, id, version(&registry, &g, id).await, true)
            .await
            .expect("accepted");
        inscrite(&registry, 2).await;
        registry
            .nommer_operateur(IDENTIFIANT, "Odile MARCHAND")
            .await
            .unwrap();
        let o = session_de_la_carte(&registry).await.operateur().unwrap();
        let chercher = async |texte: &str| {
            let critere = Critere {
                texte: Some(texte.to_owned()),
                ..Critere::default()
            };
            registry.chercher_personnes(&o, &critere).await.unwrap().total
        };
        let vues = async || {
            let vues = registry.consultations(&u, 1).await.unwrap().lignes;
            vues.iter().filter(|vue| vue.par == "Odile MARCHAND").count()
        };
        assert_eq!((chercher("aaaac").await, vues().await), (1, 0), "somebody else");
        assert_eq!((chercher("zebulon").await, vues().await), (0, 0));
        assert_eq!((chercher("martin").await, vues().await), (2, 1));
        assert_eq!((chercher("aaaab").await, vues().await), (1, 2), "each time");
        // An employer who looks at its own staff reads no record before opening one.
        let avant = compter(registry.db(), "journal WHERE acte = 'consulter'").await;
        registry
            .chercher_personnes(&g, &Critere::default())
            .await
            .unwrap();
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'consulter'").await,
            avant
        );
        registry::journal::verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_operators_on_one_record_the_second_is_told() {
    chaque_moteur("deux opérateurs", |registry| async move {
        registry
            .nommer_operateur(IDENTIFIANT, "Odile MARCHAND")
            .await
            .unwrap();
        let o = session_de_la_carte(&registry).await.operateur().unwrap();
        for tour in 0..8 {
            let id = inscrite(&registry, tour).await;
            let fiche = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
            let taches: Vec<_> = ["MARTINET", "MARTINEZ"]
                .into_iter()
                .map(|nom| {
                    let (registry, o) = (registry.clone(), o.clone());
                    let mut saisie = SaisieEtatCivil::from(&fiche.etat_civil);
                    nom.clone_into(&mut saisie.nom_naissance);
                    saisie.naissance_jour = (tour + 1).to_string();
                    let raison = "Vu sur la carte d’identité présentée.".parse().unwrap();
                    let version = fiche.version;
                    tokio::spawn(async move {
                        registry
                            .corriger_etat_civil(&o, id, version, &saisie, &raison)
                            .await
                    })
                })
                .collect();
            let mut faites = 0;
            for tache in taches {
                match tache.await.unwrap() {
                    Ok(()) => faites += 1,
                    Err(error) => assert!(matches!(error, ActeError::FicheModifiee), "{error:?}"),
                }
            }
            assert_eq!(faites, 1, "round {tour}");
        }
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'etat_civil_corrige'").await,
            8
        );
    })
    .await;
}
