//! Having a demande in hand: taken on opening, kept by work, given back, taken over knowingly.

use crate::commun::*;
use crate::decor::*;
use domain::demande::Statut;
use domain::nomenclature::MotifRefus;
use registry::ActeError;
use registry::demande::FiltreFile;
use registry::direct::{DUREE_PRISE_MINUTES, EtatPrise};

fn tenue_par(etat: &EtatPrise) -> Option<&str> {
    match etat {
        EtatPrise::Autre { par, .. } => Some(par),
        EtatPrise::Moi | EtatPrise::Personne | EtatPrise::Sienne => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_who_opens_has_it_until_they_stop_working() {
    chaque_banc("prise", |banc| async move {
        let registry = banc.registry;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let helene = gestionnaire(&registry, "Hélène CARPENTIER", "EG", EG_A1).await;
        let id = deposer(&registry, &usager_n(&registry, 1).await, EG_A1, 1)
            .await
            .id;
        assert_eq!(
            registry.qui_traite(&nadia, id).await.unwrap(),
            EtatPrise::Personne
        );
        let sans = registry.etat_file(&helene).await.unwrap();

        let (page_n, page_h) = (registry.jeton_prise(), registry.jeton_prise());
        assert_eq!(
            registry.prendre(&nadia, id, page_n).await.unwrap(),
            EtatPrise::Moi
        );
        let vue = registry.prendre(&helene, id, page_h).await.unwrap();
        assert_eq!(tenue_par(&vue), Some("Nadia FERRAND"));
        let avec = registry.etat_file(&helene).await.unwrap();
        assert!(avec.a_traiter == sans.a_traiter && avec.tampon != sans.tampon);
        let ligne = &registry.lignes_suivies(&helene, &[id]).await.unwrap()[0];
        let prise = ligne.prise.as_ref().expect("in somebody's hands");
        assert_eq!((prise.par.as_str(), prise.moi), ("Nadia FERRAND", false));
        assert!(
            registry.lignes_suivies(&nadia, &[id]).await.unwrap()[0]
                .prise
                .as_ref()
                .is_some_and(|prise| prise.moi)
        );

        // Work keeps it; without work it is anybody's.
        avancer_minutes(&banc.horloge, DUREE_PRISE_MINUTES - 1);
        registry.prendre(&nadia, id, page_n).await.unwrap();
        avancer_minutes(&banc.horloge, DUREE_PRISE_MINUTES - 1);
        let vue = registry.prendre(&helene, id, page_h).await.unwrap();
        assert_eq!(tenue_par(&vue), Some("Nadia FERRAND"));
        avancer_minutes(&banc.horloge, 2);
        assert_eq!(
            registry.qui_traite(&helene, id).await.unwrap(),
            EtatPrise::Personne
        );
        assert_eq!(
            registry.prendre(&helene, id, page_h).await.unwrap(),
            EtatPrise::Moi
        );
        let vue = registry.prendre(&nadia, id, page_n).await.unwrap();
        assert_eq!(tenue_par(&vue), Some("Hélène CARPENTIER"));

        // Leaving gives it back; an older page of the same person does not.
        let nouvelle_page = registry.jeton_prise();
        registry.prendre(&helene, id, nouvelle_page).await.unwrap();
        // The older one asks once more on its way out: it is not the one that leaves with it.
        registry.prendre(&helene, id, page_h).await.unwrap();
        registry.liberer(&helene, id, page_h).await.unwrap();
        registry.liberer(&nadia, id, nouvelle_page).await.unwrap();
        assert_eq!(registry.qui_traite(&helene, id).await.unwrap(), EtatPrise::Moi);
        registry.liberer(&helene, id, nouvelle_page).await.unwrap();
        assert_eq!(
            registry.qui_traite(&helene, id).await.unwrap(),
            EtatPrise::Personne
        );

        registry.prendre(&nadia, id, page_n).await.unwrap();
        banc.horloge.avancer_jours(1);
        registry.purger_sessions().await.unwrap();
        assert_eq!(compter(registry.db(), "prise").await, 0);
        assert_eq!(compter(registry.db(), "journal WHERE acte = 'prendre'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_waits_for_the_hand_and_the_hand_can_be_taken() {
    chaque_moteur("reprise", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let helene = gestionnaire(&registry, "Hélène CARPENTIER", "EG", EG_A1).await;
        let id = deposer(&registry, &usager_n(&registry, 1).await, EG_A1, 1)
            .await
            .id;
        let version = version(&registry, &nadia, id).await;
        registry
            .prendre(&nadia, id, registry.jeton_prise())
            .await
            .unwrap();

        let refus = registry.valider(&helene, id, version, true).await;
        let Err(ActeError::PriseParAutre { par }) = &refus else {
            panic!("{refus:?}")
        };
        assert_eq!(par, "Nadia FERRAND");
        let explication = "Je ne connais pas cette personne.".parse().unwrap();
        let refus = registry
            .refuser(&helene, id, version, MotifRefus::Autre, &explication)
            .await;
        assert!(matches!(refus, Err(ActeError::PriseParAutre { .. })), "{refus:?}");
        assert_eq!(
            compter(registry.db(), "journal WHERE issue = 'prise'").await,
            2,
            "what was tried and refused leaves its trace"
        );

        let mut abonnement = registry.abonner().await.unwrap();
        registry
            .prendre_la_main(&helene, id, registry.jeton_prise())
            .await
            .unwrap();
        let registry::direct::Nouvelle::Demande(annonce) = abonnement.suivante().await else {
            panic!("the one who had it is told")
        };
        assert_eq!((annonce.acte.as_str(), annonce.demande), ("prendre_la_main", id));
        let vue = registry
            .prendre(&nadia, id, registry.jeton_prise())
            .await
            .unwrap();
        assert_eq!(tenue_par(&vue), Some("Hélène CARPENTIER"));
        let refus = registry.valider(&nadia, id, version, true).await;
        assert!(matches!(refus, Err(ActeError::PriseParAutre { .. })), "{refus:?}");

        registry.valider(&helene, id, version, true).await.unwrap();
        assert_eq!(compter(registry.db(), "prise").await, 0);
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'prendre_la_main' AND issue = 'fait'"
            )
            .await,
            1
        );
        // Decided: it is in nobody's hands any more, and who was late is told by whom.
        assert_eq!(
            registry
                .prendre(&nadia, id, registry.jeton_prise())
                .await
                .unwrap(),
            EtatPrise::Personne
        );
        registry
            .prendre_la_main(&nadia, id, registry.jeton_prise())
            .await
            .unwrap();
        assert_eq!(compter(registry.db(), "prise").await, 0);
        let ligne = &registry.lignes_suivies(&nadia, &[id]).await.unwrap()[0];
        assert_eq!(
            (ligne.statut, ligne.decidee_par.as_deref(), ligne.decidee_par_moi),
            (Statut::Validee, Some("Hélène CARPENTIER"), false)
        );
        let refus = registry.valider(&nadia, id, version, true).await;
        assert!(matches!(refus, Err(ActeError::Conflit { .. })), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_their_own_demande_nor_one_of_elsewhere() {
    chaque_moteur("prise interdite", |registry| async move {
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_B2).await;
        let u = usager_n(&registry, 1).await;
        let id = deposer(&registry, &u, EG_A1, 1).await.id;
        let page = registry.jeton_prise();
        for refus in [
            registry.prendre(&paul, id, page).await.map(|_| ()),
            registry.qui_traite(&paul, id).await.map(|_| ()),
            registry.prendre_la_main(&paul, id, page).await,
            registry.liberer(&paul, id, page).await,
        ] {
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        assert_eq!(registry.lignes_suivies(&paul, &[id]).await.unwrap(), Vec::new());
        let depuis = domain::date::Instant::from_millis(0);
        let arrivees = async |g, depuis| {
            let comptes = registry
                .comptes_suivis(g, &FiltreFile::default(), depuis, &[])
                .await;
            comptes.unwrap().arrivees
        };
        assert_eq!(arrivees(&paul, depuis).await, 0);

        // R38: one's own demande is for a colleague, who finds it free.
        let g = gestionnaire_aussi(&registry, &u, None, "EJ", EJ_A).await;
        assert_eq!(registry.prendre(&g, id, page).await.unwrap(), EtatPrise::Sienne);
        registry.prendre_la_main(&g, id, page).await.unwrap();
        assert_eq!(compter(registry.db(), "prise").await, 0);
        assert_eq!(arrivees(&g, depuis).await, 1);
        assert_eq!(arrivees(&g, registry.now()).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_who_open_at_once_one_has_it() {
    chaque_moteur("dix à la fois", |registry| async move {
        let mut collegues = Vec::new();
        for n in 0..10 {
            collegues.push(gestionnaire(&registry, &format!("Collègue {n}"), "EG", EG_A1).await);
        }
        let id = deposer(&registry, &usager_n(&registry, 1).await, EG_A1, 1)
            .await
            .id;
        let taches: Vec<_> = collegues
            .into_iter()
            .map(|g| {
                let registry = registry.clone();
                tokio::spawn(async move { registry.prendre(&g, id, registry.jeton_prise()).await })
            })
            .collect();
        let mut prises = 0;
        for tache in taches {
            match tache.await.expect("no panic").expect("in the perimeter") {
                EtatPrise::Moi => prises += 1,
                EtatPrise::Autre { .. } => {}
                EtatPrise::Personne | EtatPrise::Sienne => panic!("somebody has it"),
            }
        }
        assert_eq!(prises, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preference_follows_its_account() {
    chaque_moteur("préférence", |registry| async move {
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        assert!(registry.raccourcis_clavier(&nadia).await.unwrap());
        registry.regler_raccourcis_clavier(&nadia, false).await.unwrap();
        let ailleurs = session(&registry, nadia.compte()).await.gestionnaire().unwrap();
        assert!(!registry.raccourcis_clavier(&ailleurs).await.unwrap());
        assert!(registry.raccourcis_clavier(&paul).await.unwrap());
        registry.regler_raccourcis_clavier(&nadia, true).await.unwrap();
        assert!(registry.raccourcis_clavier(&nadia).await.unwrap());
    })
    .await;
}
