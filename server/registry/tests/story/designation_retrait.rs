//! A right withdrawn and given back (R52), and the list that says whether rights are still used.

use crate::commun::*;
use crate::decor::*;
use crate::designation::*;
use domain::date::jour;
use domain::designation::{GenreDesignation, MotifRetrait};
use registry::ActeError;
use registry::designation::{Ajout, DesignationError};
use registry::direct::Nouvelle;
use registry::habilitation::GenreHabilitation;

#[tokio::test(flavor = "multi_thread")]
async fn a_right_withdrawn_ends_at_once_and_comes_back_whole() {
    chaque_banc("retrait d’habilitation", |banc| async move {
        let registry = &banc.registry;
        let rl = representante(registry).await;
        let yasmine = titulaire(
            registry,
            "mandataire-1",
            "Yasmine HADDAD",
            GenreHabilitation::Mandataire,
            EJ_A,
        )
        .await;
        let m = yasmine.designateur().unwrap();
        let moi = valide("gestionnaire", "yasmine@example.org");
        registry
            .me_designer(&m, &finess(EJ_A), &moi, cgu())
            .await
            .unwrap();
        designer(
            registry,
            &rl,
            EG_A1,
            &inconnu("3990000028/12", "Jeanne", "ARNAUD"),
            &valide("gestionnaire", "j@example.org"),
        )
        .await
        .unwrap();
        let jeanne = droit_de(registry, "3990000028/12", "gestionnaire").await;

        // Not by another structure, nor a mandataire by a mandataire, nor a native right by anybody.
        let autre = titulaire(
            registry,
            "dirige-b",
            "Autre",
            GenreHabilitation::RepresentantLegal,
            EJ_B,
        )
        .await
        .designateur()
        .unwrap();
        let du_mandataire = droit_de(registry, "mandataire-1", "mandataire").await;
        let natif = droit_de(registry, "dirige-a", "representant_legal").await;
        for (d, id) in [(&autre, jeanne), (&m, du_mandataire), (&rl, natif)] {
            let refus = registry
                .retirer_designation(d, id, MotifRetrait::Depart, true)
                .await
                .err();
            assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");
            assert!(registry.habilite(d, id).await.is_err());
        }
        assert_eq!(
            compter(registry.db(), "habilitation WHERE retiree_le IS NOT NULL").await,
            0
        );

        let g = session_de(registry, "3990000028/12")
            .await
            .gestionnaire()
            .unwrap();
        let mut direct = registry.abonner().await.unwrap();
        let retiree = registry
            .retirer_designation(&m, jeanne, MotifRetrait::Fonction, false)
            .await
            .unwrap();
        assert_eq!(
            (retiree.id, retiree.genre),
            (jeanne, GenreDesignation::Gestionnaire)
        );
        assert_eq!(direct.suivante().await, Nouvelle::Droits(retiree.compte));
        assert!(!session_de(registry, "3990000028/12").await.est_gestionnaire());
        assert_eq!(registry.nombre_a_traiter(&g).await.unwrap(), 0);
        // Twice is once; giving back too.
        registry
            .retirer_designation(&rl, jeanne, MotifRetrait::Carte, false)
            .await
            .unwrap();
        assert_eq!(
            compter(registry.db(), "habilitation WHERE motif_retrait = 'fonction'").await,
            1
        );
        let refus = registry.retablir_designation(&autre, jeanne).await.err();
        assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");
        registry.retablir_designation(&rl, jeanne).await.unwrap();
        registry.retablir_designation(&rl, jeanne).await.unwrap();
        assert!(session_de(registry, "3990000028/12").await.est_gestionnaire());
        assert_eq!(
            compter(
                registry.db(),
                "habilitation WHERE retiree_le IS NULL AND motif_retrait IS NULL"
            )
            .await,
            5
        );

        // Everything a leaver has, in one act, back in one act.
        let du_gestionnaire = droit_de(registry, "mandataire-1", "gestionnaire").await;
        registry
            .retirer_designation(&rl, du_gestionnaire, MotifRetrait::Depart, true)
            .await
            .unwrap();
        let session = session_de(registry, "mandataire-1").await;
        assert!(!session.est_gestionnaire() && !session.est_designateur());
        registry.retablir_designation(&rl, du_gestionnaire).await.unwrap();
        let session = session_de(registry, "mandataire-1").await;
        assert!(session.est_gestionnaire() && session.est_designateur());
        // A mandataire whose right is withdrawn withdraws nothing with the proof of a moment ago.
        registry
            .retirer_designation(&rl, du_mandataire, MotifRetrait::Autre, false)
            .await
            .unwrap();
        let refus = registry
            .retirer_designation(&m, jeanne, MotifRetrait::Depart, false)
            .await
            .err();
        assert!(matches!(refus, Some(ActeError::Introuvable)), "{refus:?}");

        // Designated again meanwhile, or too late: the old one stays where it is.
        registry
            .retirer_designation(&rl, jeanne, MotifRetrait::Depart, false)
            .await
            .unwrap();
        banc.horloge.avancer_jours(2);
        let rl = session_de(registry, "dirige-a").await.designateur().unwrap();
        let encore = Ajout::Connu("3990000028/12".parse().unwrap());
        designer(
            registry,
            &rl,
            EG_A1,
            &encore,
            &valide("gestionnaire", "j@example.org"),
        )
        .await
        .unwrap();
        assert_eq!(
            empeche(registry.retablir_designation(&rl, jeanne).await),
            DesignationError::DejaHabilitee
        );
        banc.horloge.avancer_jours(29);
        let rl = session_de(registry, "dirige-a").await.designateur().unwrap();
        assert_eq!(
            empeche(registry.retablir_designation(&rl, jeanne).await),
            DesignationError::TropTard
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_who_still_uses_their_right() {
    chaque_banc("liste des habilitations", |banc| async move {
        let registry = &banc.registry;
        let rl = representante(registry).await;
        let ej = finess(EJ_A);
        for (n, structure) in [("12", EJ_A), ("13", EG_A1)] {
            let ajout = inconnu(&format!("3990000028/{n}"), "Jeanne", if n == "12" { "ARNAUD" } else { "BRUN" });
            let valide = valide("gestionnaire", &format!("g{n}@example.org"));
            designer(registry, &rl, structure, &ajout, &valide).await.unwrap();
        }
        titulaire(registry, "3990000044/9", "Marie AILLEURS", GenreHabilitation::Gestionnaire, EJ_B).await;
        executer(
            registry.db(),
            &["INSERT INTO carte (id, finess, genre, titulaire, nom, recue_le, expire_le, version, cree_le) \
               SELECT id, '990000010', 'CPE', compte, 'Jeanne', '2026-01-01', '2026-12-31', 1, 0 FROM habilitation \
               WHERE finess = '990000010' AND genre = 'gestionnaire'"],
        )
        .await;
        session_de(registry, "3990000028/12").await;
        let brun = droit_de(registry, "3990000028/13", "gestionnaire").await;
        registry.retirer_designation(&rl, brun, MotifRetrait::Depart, false).await.unwrap();
        banc.horloge.avancer_jours(25);
        let rl = session_de(registry, "dirige-a").await.designateur().unwrap();
        let liste = registry.habilites(&rl, &ej, 1).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((liste.total, liste.dirigeants.as_slice()), (2, ["Hélène CARPENTIER".to_owned()].as_slice()));
        let [ouverte, retiree] = liste.lignes.as_slice() else { panic!("two rows") };
        assert_eq!((ouverte.nom.as_str(), ouverte.designee_par.as_deref()), ("Jeanne ARNAUD", Some("Hélène CARPENTIER")));
        assert!(ouverte.activite.is_some() && ouverte.dernier && ouverte.retirable && ouverte.formation_confirmee);
        assert_eq!(ouverte.carte_jusqu_au, Some(jour(2026, 12, 31).unwrap()));
        assert_eq!(ouverte.mois_sans_activite(registry.now()), 0);
        assert_eq!(ouverte.mois_sans_activite(registry.now().plus_days(70)), 3);
        assert_eq!(retiree.activite, None);
        let retrait = retiree.retrait.as_ref().unwrap();
        assert_eq!((retrait.motif, retrait.par.as_deref()), (Some(MotifRetrait::Depart), Some("Hélène CARPENTIER")));
        let un_seul = registry.habilites(&rl, &finess(EG_A1), 1).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(un_seul.total, 1);
        assert!(registry.habilites(&rl, &finess(EJ_B), 1).await.is_err());

        let histoire = registry.historique_habilitations(&rl, &ej, 1).await.unwrap();
        let lignes: Vec<(&str, String)> = histoire.lignes.iter().map(|l| (l.qui.as_str(), l.ligne.phrase())).collect();
        // Hers, given by whoever runs the portal, is the first.
        assert_eq!(lignes.len(), 4, "{lignes:?}");
        assert_eq!(lignes[0].0, "Jeanne BRUN");
        assert!(lignes[0].1.starts_with("Déshabilitée par Hélène CARPENTIER"), "{lignes:?}");
        assert!(registry.historique_habilitations(&rl, &finess(EJ_B), 1).await.is_err());
        // Thirty days after, only the history remembers.
        banc.horloge.avancer_jours(6);
        let liste = registry.habilites(&rl, &ej, 1).await.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(liste.total, 1);
    })
    .await;
}
