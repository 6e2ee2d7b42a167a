//! Nothing is left of who leaves (R52): their right goes with them even if they never signed in, and a card that bears no number is
//! asked about, at the designation or on the day.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::{Cheffe, cheffe, fiche, ouverte, partir, tout};
use crate::designation::{cgu, compte_de, designer, droit_de, inconnu, titulaire, valide};
use crate::donnees_suite::ecrire;
use crate::sursis::avec_sursis;
use domain::designation::MotifRetrait;
use domain::ids::{CompteId, PersonneId};
use domain::saisie::HabiliteValide;
use registry::db::Engine;
use registry::depart::SaisieDepart;
use registry::designation::Ajout;
use registry::habilitation::GenreHabilitation;
use registry::rotation::Portee;
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

/// The identifier of the card of a structure.
const CPE: &str = "3010780914/12";

/// The name of somebody of the register, as a card shows it.
async fn nom_de(registry: &Registry, c: &Cheffe, id: PersonneId) -> (String, String) {
    let lue = fiche(registry, &c.g, id).await;
    (
        lue.prenom_exercice.as_str().to_owned(),
        lue.nom_exercice.as_str().to_owned(),
    )
}

/// The holder of that card becomes a gestionnaire of that structure, and signs in.
pub(crate) async fn porteur(registry: &Registry, identifiant: &str, nom: &str, structure: &str) -> CompteId {
    let genre = GenreHabilitation::Gestionnaire;
    titulaire(registry, identifiant, nom, genre, structure).await;
    compte_de(registry, identifiant).await
}

pub(crate) async fn est_gestionnaire(registry: &Registry, compte: CompteId) -> bool {
    ouverte(registry, compte).await.gestionnaire().is_ok()
}

pub(crate) async fn liens(registry: &Registry) -> i64 {
    compter(registry.db(), "meme_personne").await
}

#[tokio::test(flavor = "multi_thread")]
async fn designated_and_never_seen_they_leave_without_their_right() {
    chaque_moteur("départ d’une désignée", |registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let (_, id) = inscrire(&registry, &c.g, EG_A1, 1).await;
        let carte = fiche(&registry, &c.g, id).await.rpps.id_nat();
        let ajout = Ajout::Connu(carte.as_str().parse().unwrap());
        designer(
            &registry,
            &c.d,
            EG_A1,
            &ajout,
            &valide("gestionnaire", "louise@example.org"),
        )
        .await
        .unwrap();
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), id).await.unwrap();
        assert_eq!(preparation.habilitations.len(), 1);
        assert!(preparation.habilitations[0].au_nom_de.is_none() && preparation.homonymes.is_empty());
        let saisie = tout(&preparation.fiche, 22);
        let depart = partir(&registry, &c, id, &saisie).await.unwrap();
        assert_eq!(
            registry.depart(&c.g, None, depart).await.unwrap().habilitations,
            1
        );
        let compte = compte_de(&registry, carte.as_str()).await;
        assert!(!est_gestionnaire(&registry, compte).await);
        // Accounts that were made before the number was written with them get it from their identifier.
        ecrire(
            &registry,
            "UPDATE compte SET rpps = NULL WHERE id = $1",
            [compte.uuid().into()],
        )
        .await;
        let migration = match registry.db().engine() {
            Engine::Sqlite => include_str!("../../migrations/sqlite/0027_meme_personne.sql"),
            Engine::Postgres => include_str!("../../migrations/postgres/0027_meme_personne.sql"),
        };
        let ordre = migration.split(';').find(|ordre| ordre.contains("UPDATE compte"));
        porteur(&registry, CPE, "Paul GIRAUD", EG_A1).await;
        executer(registry.db(), &[ordre.unwrap()]).await;
        let numero = fiche(&registry, &c.g, id).await.rpps;
        assert_eq!(
            compter(registry.db(), &format!("compte WHERE rpps = '{numero}'")).await,
            1
        );
        assert_eq!(
            compter(registry.db(), "compte WHERE rpps IS NULL AND sujet LIKE 'psc:3%'").await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_without_a_number_is_asked_about() {
    chaque_banc("départ au même nom", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let (_, id) = inscrire(&registry, &c.g, EG_A1, 1).await;
        let (prenom, nom) = nom_de(&registry, &c, id).await;
        let sien = porteur(&registry, CPE, &format!("{nom} {}", prenom.to_uppercase()), EG_A1).await;
        // Somebody else, the same name elsewhere, and the same name under another number: never proposed, even when asked for.
        let autre = porteur(&registry, "3010780914/13", "Paul GIRAUD", EG_A1).await;
        let ailleurs = porteur(&registry, "3010780914/14", &format!("{prenom} {nom}"), EG_B1).await;
        let numerote = porteur(&registry, "810101234564", &format!("{prenom} {nom}"), EG_A1).await;
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), id).await.unwrap();
        assert_eq!(preparation.habilitations.len(), 0);
        let proposes: Vec<_> = preparation.homonymes.iter().map(|h| h.compte).collect();
        assert_eq!(proposes, [sien]);
        assert!(preparation.homonymes[0].habilitations[0].retirable);

        // Not ticked: it stays, and both summaries say so.
        let sans = SaisieDepart {
            memes: vec![autre, ailleurs, numerote, c.g.compte()],
            ..tout(&preparation.fiche, 22)
        };
        let apercu = registry.apercu_depart(&c.g, Some(&c.d), id, &sans).await.unwrap();
        assert_eq!(apercu.retirees.len(), 0);
        assert_eq!(apercu.homonymes, preparation.homonymes);
        let depart = partir(&registry, &c, id, &sans).await.unwrap();
        assert_eq!(
            registry.depart(&c.g, None, depart).await.unwrap().cartes.a_dire[0].compte,
            sien
        );
        for compte in [sien, autre, ailleurs, numerote] {
            assert!(est_gestionnaire(&registry, compte).await);
        }
        assert_eq!(liens(&registry).await, 0);
        // From the day after it is among what is to be looked at, for those who may see both.
        assert_eq!(registry.departs_a_verifier(&c.g, None).await.unwrap().len(), 0);
        registry.annuler_depart(&c.g, depart).await.unwrap();

        // Ticked: withdrawn with the rest, and the tie is kept. The summary alone keeps nothing.
        let avec = SaisieDepart {
            memes: vec![sien],
            ..tout(&preparation.fiche, 22)
        };
        let apercu = registry.apercu_depart(&c.g, Some(&c.d), id, &avec).await.unwrap();
        assert_eq!((apercu.retirees.len(), apercu.homonymes.len()), (1, 0));
        assert!(apercu.retirees[0].au_nom_de.is_some());
        assert_eq!(liens(&registry).await, 0);
        let depart = partir(&registry, &c, id, &avec).await.unwrap();
        assert!(!est_gestionnaire(&registry, sien).await);
        assert!(est_gestionnaire(&registry, autre).await);
        assert_eq!(liens(&registry).await, 1);
        let vu = registry.depart(&c.g, None, depart).await.unwrap();
        assert_eq!((vu.habilitations, vu.cartes.a_dire.len()), (1, 0));
        // The account learns nothing from it: the record is not theirs to open.
        assert!(ouverte(&registry, sien).await.inscrit().is_err());

        // Undone, or opened again later, the departure takes back what it said.
        registry.annuler_depart(&c.g, depart).await.unwrap();
        assert!(est_gestionnaire(&registry, sien).await);
        assert_eq!(liens(&registry).await, 0);
        let depart = partir(&registry, &c, id, &avec).await.unwrap();
        avancer_minutes(&banc.horloge, 5);
        registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        assert!(est_gestionnaire(&registry, sien).await);
        assert_eq!(liens(&registry).await, 0);

        // Closed without saying anything of the card.
        let lue = fiche(&registry, &c.g, id).await;
        partir(&registry, &c, id, &tout(&lue, 22)).await.unwrap();
        banc.horloge.avancer_jours(1);
        let a_verifier = registry.departs_a_verifier(&c.g, None).await.unwrap();
        assert_eq!(a_verifier.len(), 1);
        assert_eq!(
            (a_verifier[0].personne, a_verifier[0].cartes.a_dire[0].compte),
            (id, sien)
        );
        let voisin = gestionnaire(&registry, "Sophie LAMBERT", "EJ", EJ_B).await;
        assert_eq!(registry.departs_a_verifier(&voisin, None).await.unwrap().len(), 0);
        let lue = fiche(&registry, &c.g, id).await;
        let version = lue.version;
        let rouvrir = ActeSituation::Rouvrir {
            situation: lue.situations[0].id,
        };
        registry
            .agir_sur_situation(&c.g, id, version, &rouvrir)
            .await
            .unwrap();

        // A planned one withdraws it after its last day.
        let lue = fiche(&registry, &c.g, id).await;
        let plus_tard = SaisieDepart {
            memes: vec![sien],
            ..tout(&lue, 24)
        };
        partir(&registry, &c, id, &plus_tard).await.unwrap();
        assert!(est_gestionnaire(&registry, sien).await);
        banc.horloge.avancer_jours(4);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, sien).await);
        assert_eq!(liens(&registry).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_designates_says_whose_card_it_is() {
    chaque_banc("désignation au même nom", |banc| async move {
        let registry = banc.registry.clone();
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let (_, id) = inscrire(&registry, &c.g, EG_A1, 1).await;
        let (_, autre) = inscrire(&registry, &c.g, EG_A1, 2).await;
        let (prenom, nom) = nom_de(&registry, &c, id).await;
        let structure = finess(EG_A1);
        let ligne = registry
            .ajouter_au_panier(&c.d, &structure, &inconnu(CPE, &prenom, &nom))
            .await
            .unwrap();
        let vue = registry.ligne_panier(&c.d, &structure, ligne).await.unwrap();
        let connus = registry.inscrits_du_meme_nom(&c.d, &vue).await.unwrap();
        assert_eq!(connus.iter().map(|i| i.personne).collect::<Vec<_>>(), [id]);
        assert!(connus[0].lieu.contains("TILLEULS"));
        let dire = |personne| HabiliteValide {
            meme_personne: personne,
            ..valide("gestionnaire", "louise@example.org")
        };
        // Somebody of another name is not an answer.
        let refus = registry
            .completer_ligne(&c.d, &structure, ligne, &dire(Some(autre)))
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        registry
            .completer_ligne(&c.d, &structure, ligne, &dire(Some(id)))
            .await
            .unwrap();
        let panier = registry.panier(&c.d, &structure).await.unwrap().unwrap();
        assert_eq!(panier.lignes[0].personne, Some(id));
        assert_eq!(liens(&registry).await, 0);
        registry
            .envoyer_designation(&c.d, panier.id, cgu())
            .await
            .unwrap();
        assert_eq!(liens(&registry).await, 1);
        let compte = compte_de(&registry, CPE).await;
        let session = ouverte(&registry, compte).await;
        assert!(session.gestionnaire().is_ok() && session.inscrit().is_err());
        // R38: their record is theirs by what was said, whatever name the provider gives later.
        ecrire(
            &registry,
            "UPDATE compte SET nom_affiche = 'Une Tout Autre' WHERE id = $1",
            [compte.uuid().into()],
        )
        .await;
        let soi = ouverte(&registry, compte).await.gestionnaire().unwrap();
        assert!(registry.est_sa_fiche(&soi, id).await.unwrap());
        assert!(!registry.est_sa_fiche(&soi, autre).await.unwrap());
        ecrire(
            &registry,
            "UPDATE compte SET nom_affiche = $2 WHERE id = $1",
            [compte.uuid().into(), format!("{prenom} {nom}").into()],
        )
        .await;

        // The situation alone is closed: the right that stays is said; then the departure takes it.
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), id).await.unwrap();
        assert!(preparation.homonymes.is_empty() && preparation.habilitations[0].au_nom_de.is_some());
        let situations = SaisieDepart {
            habilitations: false,
            ..tout(&preparation.fiche, 22)
        };
        let depart = partir(&registry, &c, id, &situations).await.unwrap();
        banc.horloge.avancer_jours(2);
        assert!(
            registry
                .depart(&c.g, None, depart)
                .await
                .unwrap()
                .ligne
                .habilitation_restante
        );
        let r = ouverte(&registry, c.g.compte()).await.representant().unwrap();
        let tableau = registry.rotation(&r, &Portee::Toutes).await.unwrap();
        assert_eq!(tableau.attention.restes, 1);
        let lue = fiche(&registry, &c.g, id).await;
        let droit = SaisieDepart {
            situations: Vec::new(),
            ..tout(&lue, 24)
        };
        partir(&registry, &c, id, &droit).await.unwrap();
        assert!(!est_gestionnaire(&registry, compte).await);

        // Designated by mistake, it is not known whose it is any more.
        registry
            .retablir_designation(&c.d, droit_de(&registry, CPE, "gestionnaire").await)
            .await
            .unwrap();
        let droit = droit_de(&registry, CPE, "gestionnaire").await;
        registry
            .retirer_designation(&c.d, droit, MotifRetrait::Erreur, false)
            .await
            .unwrap();
        assert_eq!(liens(&registry).await, 0);
    })
    .await;
}
