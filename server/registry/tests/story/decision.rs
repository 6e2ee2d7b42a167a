//! The gestionnaire decides: acceptance, refusal, and the guards in their order.

use crate::commun::*;
use crate::decor::*;
use domain::demande::Statut;
use domain::nomenclature::MotifRefus;
use domain::saisie::SaisieEtatCivil;
use registry::ActeError;
use registry::demande::FiltreFile;
use registry::personne::EtatSituation;

#[tokio::test(flavor = "multi_thread")]
async fn an_acceptance_gives_a_number_a_record_and_a_mail() {
    chaque_moteur("acceptation", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let suivante = deposer(&registry, &usager_n(&registry, 2).await, EG_A2, 2).await;
        assert!(registry.ma_fiche(&u).await.unwrap().is_none());

        let dossier = registry
            .dossier(&g, soumise.id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            (dossier.statut, dossier.reference),
            (Statut::ATraiter, soumise.reference)
        );
        let toute_la_file = FiltreFile::default();
        let apres = registry.suivante(&g, soumise.id, &toute_la_file).await.unwrap();
        assert_eq!(apres, Some(suivante.id));
        assert!(
            dossier.lieu_naissance.contains("Lyon"),
            "{}",
            dossier.lieu_naissance
        );
        assert!(dossier.doublons.is_empty() && dossier.decision.is_none());

        let refus = registry.valider(&g, soumise.id, dossier.version, false).await;
        assert!(matches!(refus, Err(ActeError::NonConfirmee)), "R34: {refus:?}");
        let validee = registry
            .valider(&g, soumise.id, dossier.version, true)
            .await
            .unwrap();
        let apres = registry.suivante(&g, soumise.id, &toute_la_file).await.unwrap();
        assert_eq!(apres, Some(suivante.id));

        let fiche = registry.ma_fiche(&u).await.unwrap().expect("registered");
        assert_eq!(fiche.rpps, validee.rpps);
        assert_eq!(SaisieEtatCivil::from(&fiche.etat_civil), *u.identite());
        assert_eq!(fiche.email.as_str(), "personne1@example.org");
        assert_eq!(fiche.situations.len(), 1);
        assert_eq!(fiche.situations[0].etat, EtatSituation::Active);
        assert_eq!(fiche.situations[0].etablissement.finess, finess(EG_A1));

        let message = &registry.messages(1).await.unwrap()[0];
        assert_eq!(message.genre, "demande_validee");
        assert!(message.texte.contains(validee.rpps.as_str()) && message.texte.contains("8 suivi"));
        assert!(message.html.contains(&format!("8{}", validee.rpps.as_str())));
        assert!(!message.sujet.contains(validee.rpps.as_str()));

        let suivi = registry
            .demande_de(&u, soumise.id)
            .await
            .unwrap_or_else(|_| panic!("theirs"));
        assert_eq!(
            (suivi.statut, suivi.rpps, suivi.expire_le),
            (Statut::Validee, Some(validee.rpps), None)
        );
        let dossier = registry
            .dossier(&g, soumise.id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        let decision = dossier.decision.expect("decided");
        assert_eq!(decision.par.as_deref(), Some("Nadia FERRAND"));
        assert_eq!(
            compter(registry.db(), "journal WHERE acte = 'valider' AND issue = 'fait'").await,
            1
        );
        assert_eq!(
            compter(registry.db(), "coordonnee WHERE personne IS NOT NULL").await,
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_number_per_person_whatever_the_path() {
    chaque_moteur("R3", |registry| async move {
        let identite = etat_civil("LE GALL", "Jean-Baptiste");
        let u = usager(&registry, &identite).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let premiere = deposer(&registry, &u, EG_A1, 1).await;
        let seconde = deposer(&registry, &u, EG_A2, 1).await;
        // The same person again, from another account, before anything is decided.
        let double = usager(&registry, &etat_civil("LE-GALL", "Jean Baptiste")).await;
        let troisieme = deposer(&registry, &double, EG_A1, 2).await;

        let dossier = registry
            .dossier(&g, troisieme.id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(
            !dossier.doublons.is_empty() && dossier.doublons.iter().all(|doublon| doublon.rpps.is_none())
        );
        let rpps = registry
            .valider(&g, premiere.id, version(&registry, &g, premiere.id).await, true)
            .await
            .unwrap()
            .rpps;
        let dossier = registry
            .dossier(&g, troisieme.id)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(dossier.doublons[0].rpps.as_ref(), Some(&rpps));

        // Another establishment: a situation on the same number.
        let validee = registry
            .valider(&g, seconde.id, version(&registry, &g, seconde.id).await, true)
            .await
            .unwrap();
        assert_eq!(validee.rpps, rpps);
        let fiche = registry.ma_fiche(&u).await.unwrap().expect("registered");
        assert_eq!(fiche.situations.len(), 2);
        assert!(
            registry.messages(1).await.unwrap()[0]
                .texte
                .contains("déjà au répertoire")
        );

        // The same establishment twice: R23.
        let refus = registry
            .valider(&g, troisieme.id, version(&registry, &g, troisieme.id).await, true)
            .await;
        assert!(matches!(refus, Err(ActeError::SituationExistante)), "{refus:?}");
        assert_eq!(
            registry
                .demande_de(&double, troisieme.id)
                .await
                .unwrap_or_else(|_| panic!("theirs"))
                .statut,
            Statut::ATraiter
        );

        let refus = registry.commencer_demande(&u).await;
        assert!(
            matches!(&refus, Err(ActeError::DejaInscrit { rpps: Some(le_sien) }) if *le_sien == rpps),
            "{refus:?}"
        );
        // To another account nothing says that this identity is known: the gestionnaire adds a situation.
        registry.commencer_demande(&double).await.unwrap();
        assert_eq!(compter(registry.db(), "personne").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_why_and_frees_the_person() {
    chaque_moteur("refus", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let explication = "Vous avez quitté <cet établissement>\nle mois dernier."
            .parse()
            .unwrap();
        let version = version(&registry, &g, soumise.id).await;
        registry
            .refuser(
                &g,
                soumise.id,
                version,
                MotifRefus::ChangementActivite,
                &explication,
            )
            .await
            .unwrap();
        let apres = registry.suivante(&g, soumise.id, &FiltreFile::default()).await;
        assert_eq!(apres.unwrap(), None);
        let suivi = registry
            .demande_de(&u, soumise.id)
            .await
            .unwrap_or_else(|_| panic!("theirs"));
        assert_eq!(
            (suivi.statut, suivi.motif),
            (Statut::Refusee, Some(MotifRefus::ChangementActivite))
        );
        let message = &registry.messages(1).await.unwrap()[0];
        assert_eq!(message.genre, "demande_refusee");
        assert!(
            message
                .html
                .contains("&lt;cet établissement&gt;<br>le mois dernier."),
            "{}",
            message.html
        );
        // Everything can be done again, with the same e-mail and mobile.
        deposer(&registry, &u, EG_A1, 1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_on_their_own_demande() {
    chaque_moteur("R38", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let ici = deposer(&registry, &u, EG_A1, 1).await.id;
        let la = deposer(&registry, &u, EG_A2, 1).await.id;
        // A card without a number: its names are all that is known. A homonym is left to a colleague too.
        let g = gestionnaire_aussi(&registry, &u, None, "EJ", EJ_A).await;
        let homonyme = nee_un_autre_jour(etat_civil("MARTIN AAAAB", "Louise"), 7);
        let homonyme = usager(&registry, &homonyme).await;
        let homonyme = deposer(&registry, &homonyme, EG_A1, 2).await.id;
        let autre = deposer(&registry, &usager_n(&registry, 3).await, EG_A1, 3)
            .await
            .id;
        for id in [ici, la, homonyme] {
            let version = version(&registry, &g, id).await;
            let refus = registry.valider(&g, id, version, true).await;
            assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
            assert!(
                ActeError::PropreDemande
                    .to_string()
                    .contains("un autre gestionnaire"),
                "says who does it"
            );
            let explication = "Ceci est une explication.".parse().unwrap();
            let refus = registry
                .refuser(&g, id, version, MotifRefus::Autre, &explication)
                .await;
            assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
        }
        let lue = version(&registry, &g, autre).await;
        registry
            .valider(&g, autre, lue, true)
            .await
            .expect("somebody else’s");

        // A colleague registers her; the number is on her new card, which is called otherwise.
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let lue = version(&registry, &nadia, ici).await;
        let rpps = registry.valider(&nadia, ici, lue, true).await.unwrap().rpps;
        let anonyme = etat_civil("DURAND", "Rose");
        let anonyme = usager(&registry, &anonyme).await;
        let carte = gestionnaire_aussi(&registry, &anonyme, Some(&rpps), "EJ", EJ_A).await;
        // Another account of hers, which says one given name more.
        let mut bis = etat_civil("MARTIN AAAAB", "Louise Anne");
        bis.date_naissance = nee_un_autre_jour(bis.clone(), 1).date_naissance;
        let bis = usager(&registry, &bis).await;
        let bis = deposer(&registry, &bis, EG_A2, 4).await.id;
        for id in [la, bis] {
            let lue = version(&registry, &carte, id).await;
            let refus = registry.valider(&carte, id, lue, true).await;
            assert!(matches!(refus, Err(ActeError::PropreDemande)), "{refus:?}");
        }
        // The record says who she is: a homonym is a colleague like any other.
        let lue = version(&registry, &carte, homonyme).await;
        let pas_la_sienne = registry.valider(&carte, homonyme, lue, true).await;
        assert!(
            !matches!(
                pas_la_sienne,
                Err(ActeError::PropreDemande | ActeError::PropreFiche)
            ),
            "{pas_la_sienne:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_establishment_closed_since_stops_the_acceptance() {
    chaque_moteur("fermé depuis", |registry| async move {
        let u = usager_n(&registry, 1).await;
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let soumise = deposer(&registry, &u, EG_A1, 1).await;
        let ordre = match registry.db().engine() {
            registry::db::Engine::Sqlite => "UPDATE etablissement SET ouvert = 0 WHERE finess = '990000028'",
            registry::db::Engine::Postgres => {
                "UPDATE etablissement SET ouvert = FALSE WHERE finess = '990000028'"
            }
        };
        executer(registry.db(), &[ordre]).await;
        let refus = registry
            .valider(&g, soumise.id, version(&registry, &g, soumise.id).await, true)
            .await;
        assert!(matches!(refus, Err(ActeError::NonEligible(_))), "{refus:?}");
        assert_eq!(compter(registry.db(), "personne").await, 0);
    })
    .await;
}
