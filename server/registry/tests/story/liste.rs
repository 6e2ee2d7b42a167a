//! A staff list: checked row by row, corrected, registered once whatever happens, and nobody else's business.

use crate::commun::*;
use crate::decor::*;
use crate::decor_liste::*;
use domain::saisie::Champ;
use registry::ActeError;
use registry::journal::verifier;
use registry::liste::EtatLigne::{ACorriger, Ajoutee, Inscrite, Presente};
use registry::liste::{EtatLigne, Filtre, Format, StatutListe};
use std::collections::BTreeMap;

#[tokio::test]
async fn the_dry_run_says_what_is_wrong_and_touches_nothing() {
    chaque_moteur("contrôle à blanc", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let dehors = rangee(2, EG_B2);
        let ferme = rangee(3, EG_FERME);
        let mauvaise = rangee(4, EG_A1)
            .replace(&naissance(4), "31/02/1990")
            .replace("salariée", "intérim")
            .replace("Madame", "");
        let meme_mail = rangee(5, EG_A2).replace("personne5@", "Personne1@");
        let deux_fois = rangee(6, EG_A1);
        let rangees = [
            rangee(1, EG_A1),
            dehors,
            ferme,
            mauvaise,
            meme_mail,
            deux_fois.clone(),
            deux_fois,
            rangee(6, EG_A2),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        let vues = lignes(&registry, &g, id).await;
        let fautes: Vec<Vec<Champ>> = vues
            .iter()
            .map(|ligne| ligne.erreurs.iter().map(|erreur| erreur.champ).collect())
            .collect();
        assert_eq!(
            fautes,
            [
                vec![Champ::Email],
                vec![Champ::Etablissement],
                vec![Champ::Etablissement],
                vec![Champ::Civilite, Champ::DateNaissance, Champ::ModeExercice],
                vec![Champ::Email],
                vec![],
                vec![Champ::NomNaissance],
                vec![],
            ]
        );
        assert!(
            vues[0]
                .erreurs
                .pour(Champ::Email)
                .expect("said")
                .contains("ligne\u{a0}6")
        );
        let hors = vues[1].erreurs.pour(Champ::Etablissement).expect("said");
        assert!(
            hors.starts_with("Cet établissement n’existe pas ou n’est pas dans votre périmètre"),
            "{hors}"
        );
        assert!(
            vues[2]
                .erreurs
                .pour(Champ::Etablissement)
                .expect("said")
                .contains("fermé")
        );
        assert_eq!(vues[5].etat, EtatLigne::Nouvelle);
        assert_eq!(
            vues[7].etat,
            EtatLigne::Ajout,
            "the same person elsewhere: a second situation"
        );
        for table in ["personne", "situation", "message", "coordonnee"] {
            assert_eq!(compter(registry.db(), table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test]
async fn right_rows_are_registered_even_when_others_are_wrong_and_only_once() {
    chaque_moteur("enregistrement", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            rangee(1, EG_A1),
            rangee(2, EG_A1),
            rangee(2, EG_A2),
            rangee(3, EG_B1),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        inscrire(&registry, &g, id).await;
        assert_eq!(
            etats(&registry, &g, id).await,
            [Inscrite, Inscrite, Ajoutee, ACorriger]
        );
        assert_eq!(compter(registry.db(), "personne").await, 2);
        assert_eq!(compter(registry.db(), "situation").await, 3);
        assert_eq!(
            compter(registry.db(), "message WHERE genre = 'inscription_liste'").await,
            3
        );
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE personne IS NOT NULL").await,
            4
        );
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'inscrire' AND issue = 'fait'"
            )
            .await,
            3
        );
        verifier(registry.db(), Vec::new())
            .await
            .expect("the journal holds");

        // The same file, then the same people in another one: nothing changes and it is said.
        for rangees in [rangees.to_vec(), vec![rangee(2, EG_A2), rangee(1, EG_A1)]] {
            let encore = deposer_liste(&registry, &g, &rangees).await;
            let vus = etats(&registry, &g, encore).await;
            assert!(
                vus.iter().all(|etat| matches!(etat, Presente | ACorriger)),
                "{vus:?}"
            );
            inscrire(&registry, &g, encore).await;
            inscrire(&registry, &g, id).await;
        }
        assert_eq!(compter(registry.db(), "personne").await, 2);
        assert_eq!(compter(registry.db(), "situation").await, 3);
        assert_eq!(compter(registry.db(), "message").await, 3);
        let liste = registry
            .listes(&g)
            .await
            .expect("lists")
            .pop()
            .expect("the first");
        assert_eq!(
            (liste.id, liste.faites(), liste.statut),
            (id, 3, StatutListe::Controlee)
        );
    })
    .await;
}

#[tokio::test]
async fn a_registered_person_keeps_their_number_and_their_address() {
    chaque_moteur("personne déjà inscrite", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let u = usager(&registry, &etat_civil_de(1)).await;
        let id = remplir(&registry, &u, &situation(EG_A1), &contact(900))
            .await
            .expect("a draft");
        let soumise = registry.soumettre(&u, id, &legale()).await.expect("a demande");
        // While the demande waits: here, it is to be treated; elsewhere, its mail is taken.
        let liste = deposer_liste(&registry, &g, &[rangee(1, EG_A1)]).await;
        assert_eq!(etats(&registry, &g, liste).await, [EtatLigne::ACorriger]);
        let version = version(&registry, &g, soumise.id).await;
        let validee = registry
            .valider(&g, soumise.id, version, true)
            .await
            .expect("accepted");

        let liste = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(1, EG_A2)]).await;
        assert_eq!(
            etats(&registry, &g, liste).await,
            [EtatLigne::Presente, EtatLigne::Ajout]
        );
        inscrire(&registry, &g, liste).await;
        assert_eq!(
            etats(&registry, &g, liste).await,
            [EtatLigne::Presente, EtatLigne::Ajoutee]
        );
        assert_eq!(compter(registry.db(), "personne").await, 1);
        let mail = registry.messages(1).await.expect("a mail").pop().expect("a mail");
        assert_eq!(
            (mail.genre.as_str(), mail.destinataire.as_str()),
            ("inscription_liste", "personne900@example.org")
        );
        assert!(mail.texte.contains(validee.rpps.as_str()));
    })
    .await;
}

#[tokio::test]
async fn a_row_is_corrected_in_place_and_set_aside() {
    chaque_moteur("correction", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let rangees = [
            rangee(1, EG_A1).replace("328", "boulanger"),
            rangee(2, EG_A1).replace("personne2@", "personne1@"),
        ];
        let id = deposer_liste(&registry, &g, &rangees).await;
        // A row that is wrong holds no address yet.
        assert_eq!(etats(&registry, &g, id).await, [ACorriger, EtatLigne::Nouvelle]);
        let valeurs = BTreeMap::from([(Champ::Profession, "Accompagnant éducatif et social".to_owned())]);
        registry
            .corriger_ligne(&g, id, 2, valeurs)
            .await
            .expect("corrected");
        assert_eq!(
            registry.ligne_suivante(&g, id, 2).await.expect("the next"),
            Some(3)
        );
        let (ligne, saisie) = registry.ligne_liste(&g, id, 2).await.expect("the row");
        assert_eq!(
            ligne.corriges.get(&Champ::Profession).map(String::as_str),
            Some("boulanger")
        );
        assert_eq!(saisie.situation.profession, "328");
        assert_eq!(
            ligne.etat,
            EtatLigne::ACorriger,
            "its mail is still that of row 3"
        );
        registry.ecarter_ligne(&g, id, 3).await.expect("set aside");
        assert_eq!(
            etats(&registry, &g, id).await,
            [EtatLigne::Nouvelle, EtatLigne::Ecartee]
        );
        // A correction that gives the cell again is no correction any more; a row set aside comes back.
        let valeurs = BTreeMap::from([(Champ::Email, "personne2@example.org".to_owned())]);
        registry.corriger_ligne(&g, id, 3, valeurs).await.expect("back");
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::Nouvelle; 2]);
        // Columns chosen again: corrections stay.
        let liste = registry.liste(&g, id).await.expect("the list");
        let choix = (0..13).zip([
            "civilite",
            "sexe",
            "nom_naissance",
            "prenoms",
            "naissance",
            "commune_naissance",
            "email",
            "mobile",
            "etablissement",
            "debut",
            "profession",
            "role",
            "mode_exercice",
        ]);
        let choix: BTreeMap<Champ, u32> = choix
            .map(|(rang, nom)| (nom.parse().expect("a field"), rang))
            .collect();
        assert_eq!(
            choix.get(&Champ::Mobile).copied(),
            liste.association.rang(Champ::Mobile)
        );
        registry.associer_colonnes(&g, id, choix).await.expect("matched");
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::Nouvelle; 2]);
        registry.supprimer_liste(&g, id).await.expect("thrown away");
        assert!(matches!(
            registry.liste(&g, id).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_list_is_its_authors_and_follows_their_rights() {
    chaque_moteur("droits sur une liste", |registry| async move {
        let g = gestionnaire(&registry, "Nadia", "EJ", EJ_A).await;
        let collegue = gestionnaire(&registry, "Omar", "EJ", EJ_A).await;
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A2)]).await;
        assert!(matches!(
            registry.liste(&collegue, id).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.lignes_liste(&collegue, id, Filtre::Toutes, 1).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.ligne_liste(&collegue, id, 2).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.fichier_erreurs(&collegue, id, Format::Csv).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.corriger_ligne(&collegue, id, 2, BTreeMap::new()).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.ecarter_ligne(&collegue, id, 2).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.associer_colonnes(&collegue, id, BTreeMap::new()).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.inscrire_liste(&collegue, id, true, true).await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.supprimer_liste(&collegue, id).await,
            Err(ActeError::Introuvable)
        ));
        assert!(registry.listes(&collegue).await.expect("none").is_empty());
        // Without the box, nothing; with it, but the habilitation withdrawn before the work begins, nobody.
        assert!(matches!(
            registry.inscrire_liste(&g, id, false, true).await,
            Err(ActeError::Invalide(_))
        ));
        registry.inscrire_liste(&g, id, true, false).await.expect("sent");
        assert!(matches!(
            registry.ecarter_ligne(&g, id, 2).await,
            Err(ActeError::ListeEnCours)
        ));
        retirer_habilitations(&registry, g.compte()).await;
        registry.avancer_listes().await.expect("looked at");
        assert_eq!(compter(registry.db(), "personne").await, 0);
        assert_eq!(etats(&registry, &g, id).await, [EtatLigne::ACorriger; 2]);
    })
    .await;
}

#[tokio::test]
async fn nobody_registers_themselves() {
    chaque_moteur("sa propre ligne", |registry| async move {
        let u = usager(&registry, &etat_civil_de(1)).await;
        let g = gestionnaire_aussi(&registry, &u, None, "EG", EG_A1).await;
        let id = deposer_liste(&registry, &g, &[rangee(1, EG_A1), rangee(2, EG_A1)]).await;
        assert_eq!(
            etats(&registry, &g, id).await,
            [EtatLigne::ACorriger, EtatLigne::Nouvelle]
        );
    })
    .await;
}
