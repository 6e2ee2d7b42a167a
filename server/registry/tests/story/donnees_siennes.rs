//! The copy holds what is theirs and nothing else, and who has gone leaves nothing behind.

use crate::agir::inscrire;
use crate::commun::*;
use crate::courriel::operateur;
use crate::decor::*;
use crate::designation::{compte_de, designer, inconnu, representante, valide};
use crate::donnees_suite::ecrire;
use domain::ids::CompteId;
use domain::saisie::{SaisieContact, SaisieInvitation};
use domain::structure::{Organisation, Signataire};
use registry::Registry;
use registry::db::{Value, sql};
use registry::donnees::{Conservation, MesDonnees};
use registry::structure::Reprise;

async fn copie(registry: &Registry, compte: CompteId) -> MesDonnees {
    registry
        .mes_donnees(&session(registry, compte).await)
        .await
        .unwrap_or_else(|e| panic!("{e}"))
}

/// Which mails are in the copy of that account, in the order of the alphabet.
async fn courriels(registry: &Registry, compte: CompteId) -> Vec<String> {
    let tous = registry.messages(500).await.expect("the outbox");
    let copie = copie(registry, compte).await;
    let genre = |texte: &str| {
        let message = tous.iter().find(|message| message.texte == texte);
        message.expect("a mail of the outbox").genre.clone()
    };
    let mut genres: Vec<String> = copie.messages.iter().map(|m| genre(&m.texte)).collect();
    genres.sort_unstable();
    genres
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_go_with_the_person_and_never_with_the_address() {
    chaque_moteur("courriels des siens", |registry| async move {
        const CONVOITEE: &str = "convoitee@example.org";
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, _) = inscrire(&registry, &nadia, EG_A1, 1).await;
        // Somebody is invited there, a code is sent there, and a right is told of there.
        let invitee = SaisieInvitation {
            email: CONVOITEE.to_owned(),
            prenom_exercice: "Louise".to_owned(),
            nom_exercice: "BERNARD".to_owned(),
            etablissement: EG_A1.to_owned(),
            profession: "328".to_owned(),
            role: "GENR10".to_owned(),
            ..SaisieInvitation::default()
        };
        registry.inviter(&nadia, &invitee).await.unwrap();
        registry
            .demander_code_notification(&nadia, CONVOITEE)
            .await
            .unwrap();
        let tete = representante(&registry).await;
        let odile = "3990000028/12";
        designer(
            &registry,
            &tete,
            EJ_A,
            &inconnu(odile, "Odile", "BRUN"),
            &valide("mandataire", CONVOITEE),
        )
        .await
        .unwrap();
        // Somebody registered says that this address is theirs, and somebody else has a right that is told of there.
        let i = session(&registry, u.compte()).await.inscrit().unwrap();
        let fiche = registry.fiche_inscrit(&i).await.unwrap();
        let neuf = SaisieContact {
            email: CONVOITEE.to_owned(),
            ..contact(1)
        };
        registry.changer_contact(&i, fiche.version, &neuf).await.unwrap();
        ecrire(
            &registry,
            "UPDATE habilitation SET email = $2 WHERE compte = $1",
            [nadia.compte().uuid().into(), CONVOITEE.into()],
        )
        .await;
        let la_bas = format!("message WHERE destinataire = '{CONVOITEE}'");
        assert_eq!(compter(registry.db(), &la_bas).await, 4);

        assert_eq!(
            courriels(&registry, u.compte()).await,
            [
                "ancienne_adresse",
                "coordonnees_changees",
                "demande_recue",
                "demande_validee"
            ]
        );
        assert!(
            courriels(&registry, nadia.compte()).await.is_empty(),
            "a code shows that an address is theirs: it is read there"
        );
        assert_eq!(
            courriels(&registry, compte_de(&registry, odile).await).await,
            ["habilitation_accordee"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_support_removed_is_said_and_can_be_erased_at_once() {
    chaque_moteur("inscription supprimée", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let (autre, _) = inscrire(&registry, &g, EG_A1, 2).await;
        let (_, o) = operateur(&registry, "899900000009").await;
        let avant = registry.mes_demandes(&u).await.unwrap().remove(0);
        let delai = Conservation::default();
        assert!(!avant.sans_fiche);
        assert_eq!(
            delai.efface_le(avant.statut, avant.sans_fiche, avant.modifiee_le),
            None
        );
        assert!(registry.effacer_demande(&u, avant.id).await.is_err());
        let fiche = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
        let raison = "Hors du périmètre du répertoire.".parse().unwrap();
        registry
            .supprimer_inscription(&o, id, fiche.version, &raison)
            .await
            .unwrap();

        let vue = registry.mes_demandes(&u).await.unwrap().remove(0);
        assert_eq!(
            delai.efface_le(vue.statut, vue.sans_fiche, vue.modifiee_le),
            Some(vue.modifiee_le.plus_days(30))
        );
        assert!(
            courriels(&registry, u.compte())
                .await
                .contains(&"inscription_supprimee".to_owned())
        );
        registry.effacer_demande(&u, vue.id).await.unwrap();
        assert_eq!(compter(registry.db(), "demande").await, 1);
        assert!(registry.ma_fiche(&autre).await.unwrap().is_some());
        assert_eq!(courriels(&registry, u.compte()).await, ["inscription_supprimee"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_about_others_stay_in_the_perimeter() {
    chaque_moteur("mots d’un ancien gestionnaire", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EG", EG_A1).await;
        let soumise = deposer(&registry, &usager_n(&registry, 1).await, EG_A1, 1).await;
        registry
            .ecrire_au_demandeur(
                &g,
                soumise.id,
                &"Votre diplôme est-il bien de 2014 ?".parse().unwrap(),
            )
            .await
            .unwrap();
        let texte = async || serde_json::to_string(&copie(&registry, g.compte()).await).expect("JSON");
        assert!(texte().await.contains("Votre diplôme"));
        retirer_habilitations(&registry, g.compte()).await;
        let apres = texte().await;
        assert!(!apres.contains("Votre diplôme") && apres.contains(&soumise.reference.to_string()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_followed_a_path_that_is_over_is_forgotten_after_a_year() {
    chaque_banc("chemins clos", |banc| async move {
        let registry = &banc.registry;
        let (anne, luc) = (
            compte_carte(registry, "Anne ROUX").await,
            compte_carte(registry, "Luc BRUN").await,
        );
        let chemin = session(registry, anne).await;
        registry.ouvrir_chemin(&chemin, &finess(EG_A1)).await.unwrap();
        let chemin = session(registry, anne).await;
        let d = registry.dirigeant(&chemin, &finess(EG_A1)).await.unwrap();
        registry
            .choisir_organisation(
                &d,
                Organisation::Decentralisee,
                &[finess(EG_A1)],
                Signataire::Directeur,
            )
            .await
            .unwrap();
        registry.reprendre_contrat(&d, Reprise::Abandon).await.unwrap();
        // A valid contract that another has replaced, and one that was not valid yet.
        let maintenant: Value = registry.now().millis().into();
        for (ou, recue) in [(EG_A1, true), (EG_A2, false)] {
            let jour = registry.aujourd_hui();
            ecrire(
                registry,
                "INSERT INTO contrat (id, finess, portee, dirigeant, formation_reference, envoye_le, cde_recue_le, version, cree_le, \
                 clos_le, cloture) VALUES ($1, $2, 'EG', $3, 'AT-12', $4, $5, 1, 1, $6, 'siret')",
                [
                    nouvel_id(registry).into(),
                    ou.into(),
                    luc.uuid().into(),
                    jour.into(),
                    recue.then_some(jour).into(),
                    maintenant.clone(),
                ],
            )
            .await;
        }
        let reste = async |compte: CompteId| {
            sql("SELECT id FROM compte WHERE id = $1")
                .bind(compte.uuid())
                .optional(registry.db())
                .await
                .unwrap()
                .is_some()
        };
        banc.horloge.avancer_jours(360);
        registry.purger_sessions().await.unwrap();
        registry.effacer_echues(Conservation::default()).await.unwrap();
        assert!(reste(anne).await && reste(luc).await);
        assert_eq!(compter(registry.db(), "contrat").await, 3);
        banc.horloge.avancer_jours(10);
        registry.effacer_echues(Conservation::default()).await.unwrap();
        assert!(!reste(anne).await && !reste(luc).await);
        // The structure keeps from when its steps count (R47), without a name.
        assert_eq!(compter(registry.db(), "contrat").await, 1);
        let fait = "contrat WHERE dirigeant IS NULL AND formation_reference IS NULL AND cde_recue_le IS NOT NULL AND cloture = 'siret'";
        assert_eq!(compter(registry.db(), fait).await, 1);
    })
    .await;
}
