//! Whose a card is and what it carries: ordered for somebody unknown, on an organisation for its establishments, followed by another,
//! cancelled, told.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::decor::*;
use crate::designation::{cgu, inconnu, valide};
use crate::structures::{dans, est, session_de, tete};
use domain::ids::CarteId;
use domain::structure::{Formulaire, GenreCarte};
use registry::db::sql;
use registry::droit::Representant;
use registry::structure::{Commande, Reception, StructureError};
use registry::{ActeError, Registry};

pub(crate) const JEANNE: &str = "3990000028/12";

pub(crate) fn commande(registry: &Registry, titulaire: Option<domain::ids::CompteId>) -> Commande {
    Commande {
        genre: GenreCarte::Cpe,
        formulaire: Formulaire::F301,
        titulaire,
        nom: "Jeanne ARNAUD".to_owned(),
        commandee_le: dans(registry, 0),
    }
}

/// A card ordered and received there, good for that many days.
pub(crate) async fn carte(
    registry: &Registry,
    r: &Representant,
    ou: &str,
    titulaire: Option<domain::ids::CompteId>,
    identifiant: Option<&str>,
    jours: i64,
) -> CarteId {
    let ou = finess(ou);
    let id = registry
        .commander_carte(r, &ou, &commande(registry, titulaire))
        .await
        .unwrap();
    let reception = Reception {
        numero: "2800001234".parse().unwrap(),
        recue_le: dans(registry, 0),
        expire_le: Some(dans(registry, jours)),
        identifiant: identifiant.map(|texte| texte.parse().unwrap()),
    };
    registry.recevoir_carte(r, id, 1, &reception).await.unwrap();
    id
}

pub(crate) async fn designer(registry: &Registry, d: &registry::droit::Designateur, ou: &str) {
    let (ou, ajout) = (finess(ou), inconnu(JEANNE, "Jeanne", "ARNAUD"));
    let ligne = registry.ajouter_au_panier(d, &ou, &ajout).await.unwrap();
    let valide = valide("gestionnaire", "jeanne@example.org");
    registry.completer_ligne(d, &ou, ligne, &valide).await.unwrap();
    let panier = registry
        .panier(d, &ou)
        .await
        .unwrap_or_else(|e| panic!("{e}"))
        .unwrap();
    registry.envoyer_designation(d, panier.id, cgu()).await.unwrap();
}

pub(crate) async fn agit(registry: &Registry) -> bool {
    session_de(registry, JEANNE).await.gestionnaire().is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_ordered_before_the_designation_carries_the_right() {
    chaque_banc(
        "carte d’avant",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let r = s.representant().unwrap();
            // Neither that of the head nor by the head's form.
            let cde = Commande {
                genre: GenreCarte::Cde,
                ..commande(&registry, None)
            };
            assert!(est(
                registry.commander_carte(&r, &finess(EG_A1), &cde).await,
                StructureError::CarteDuDirigeant
            ));
            carte(&registry, &r, EG_A1, None, Some(JEANNE), 61).await;
            assert!(registry.cartes(&r, &finess(EG_A1)).await.unwrap()[0].sans_titulaire);
            // Hers bears another number: it is nobody's until somebody says so.
            let autre = carte(&registry, &r, EG_A1, None, Some("3990000028/99"), 100).await;
            designer(&registry, &s.designateur().unwrap(), EG_A1).await;
            let cartes = registry.cartes(&r, &finess(EG_A1)).await.unwrap();
            assert_eq!(cartes.iter().filter(|carte| carte.sans_titulaire).count(), 1);
            assert_eq!(
                compter(registry.db(), "carte WHERE identifiant IS NOT NULL").await,
                1,
                "kept while it serves only"
            );
            horloge.avancer_jours(61);
            assert!(agit(&registry).await, "the last day");
            horloge.avancer_jours(1);
            assert!(!agit(&registry).await, "the right was carried by that card");

            // « Cette carte est celle de … »: the right goes on until its last day.
            let r = session_de(&registry, "rl").await.representant().unwrap();
            let jeanne = registry.titulaires(&r, &finess(EG_A1)).await.unwrap();
            let [jeanne] = jeanne.as_slice() else {
                panic!("one gestionnaire")
            };
            assert!(est(
                registry.attribuer_carte(&r, autre, 1, jeanne.compte).await,
                StructureError::Change
            ));
            assert!(est(
                registry.attribuer_carte(&r, autre, 2, s.compte()).await,
                StructureError::CarteDuDirigeant
            ));
            let dehors = tete(&registry, "ailleurs", EG_B2).await.representant().unwrap();
            assert!(matches!(
                registry
                    .attribuer_carte(&dehors, autre, 2, jeanne.compte)
                    .await
                    .err(),
                Some(ActeError::Introuvable)
            ));
            registry
                .attribuer_carte(&r, autre, 2, jeanne.compte)
                .await
                .unwrap();
            assert!(agit(&registry).await);
            assert!(est(
                registry.attribuer_carte(&r, autre, 3, jeanne.compte).await,
                StructureError::DejaAttribuee
            ));
            assert_eq!(
                compter(
                    registry.db(),
                    "journal WHERE acte = 'attribuer_carte' AND issue = 'fait'"
                )
                .await,
                1
            );
            horloge.avancer_jours(39);
            assert!(!agit(&registry).await);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_an_organisation_carries_rights_on_its_establishments() {
    chaque_banc(
        "carte de l’organisme",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EJ_A).await;
            let r = s.representant().unwrap();
            designer(&registry, &s.designateur().unwrap(), EG_A1).await;
            let [jeanne] = registry
                .titulaires(&r, &finess(EJ_A))
                .await
                .unwrap()
                .try_into()
                .unwrap_or_else(|_| panic!("one"));
            // Another employer's card says nothing of the right here.
            let b = tete(&registry, "rl-b", EJ_B).await.representant().unwrap();
            carte(&registry, &b, EJ_B, None, Some(JEANNE), 5).await;
            carte(&registry, &r, EJ_A, Some(jeanne.compte), None, 30).await;
            horloge.avancer_jours(31);
            assert!(!agit(&registry).await, "carried by the card of the organisation");
            let r = session_de(&registry, "rl").await.representant().unwrap();
            let suivante = carte(&registry, &r, EJ_A, Some(jeanne.compte), None, 90).await;
            assert!(
                agit(&registry).await,
                "the next one gives the right back on the establishment"
            );
            registry.annuler_carte(&r, suivante, 2).await.unwrap();
            assert!(!agit(&registry).await);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_followed_or_gone_is_not_told_any_more() {
    chaque_banc(
        "cartes à surveiller",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let r = s.representant().unwrap();
            let nadia = compte_carte(&registry, "Nadia FERRAND").await;
            let paul = compte_carte(&registry, "Paul GIRAUD").await;
            for compte in [nadia, paul] {
                habiliter(&registry, compte, "gestionnaire", "EG", EG_A1).await;
                carte(&registry, &r, EG_A1, Some(compte), None, 50).await;
            }
            let portee = registry::rotation::Portee::Toutes;
            let vues = || {
                let (registry, portee) = (registry.clone(), portee.clone());
                async move {
                    let s = session_de(&registry, "rl").await;
                    let r = s.representant().unwrap();
                    let chemin = registry.structures_suivies(&s).await.unwrap()[0].alertes.len();
                    (
                        chemin,
                        registry
                            .rotation_acces(&r, &portee, 6)
                            .await
                            .unwrap_or_else(|e| panic!("{e}"))
                            .cartes
                            .len(),
                    )
                }
            };
            assert_eq!(vues().await, (2, 2));
            carte(&registry, &r, EG_A1, Some(nadia), None, 900).await;
            assert_eq!(vues().await, (1, 1), "followed by another");
            // Nobody has an address: the threshold waits for one, at the habilitation if not confirmed.
            assert_eq!(registry.alerter_cartes().await.unwrap(), 0);
            assert_eq!(compter(registry.db(), "rappel_carte").await, 0);
            executer(
                registry.db(),
                &["UPDATE habilitation SET email = 'g@example.org' WHERE genre = 'gestionnaire'"],
            )
            .await;
            assert_eq!(registry.alerter_cartes().await.unwrap(), 1);
            assert_eq!(registry.alerter_cartes().await.unwrap(), 0);
            let mail = &registry.messages(5).await.unwrap()[0];
            assert_eq!(mail.destinataire, "g@example.org");
            retirer_habilitations(&registry, paul).await;
            assert_eq!(vues().await, (0, 0), "of somebody gone");
            horloge.avancer_jours(30);
            assert_eq!(registry.alerter_cartes().await.unwrap(), 0);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_acts_on_one_card_one_happens() {
    chaque_moteur("deux gestes sur une carte", |registry| async move {
        let s = tete(&registry, "rl", EG_A1).await;
        let r = s.representant().unwrap();
        let nadia = compte_carte(&registry, "Nadia FERRAND").await;
        habiliter(&registry, nadia, "gestionnaire", "EG", EG_A1).await;
        for tour in 0..5 {
            let ou = finess(EG_A1);
            let id = registry
                .commander_carte(&r, &ou, &commande(&registry, Some(nadia)))
                .await
                .unwrap();
            let reception = Reception {
                numero: "2800001234".parse().unwrap(),
                recue_le: dans(&registry, 0),
                expire_le: None,
                identifiant: None,
            };
            let (recue, annulee) = tokio::join!(
                registry.recevoir_carte(&r, id, 1, &reception),
                registry.annuler_carte(&r, id, 1)
            );
            assert!(recue.is_ok() != annulee.is_ok(), "{recue:?} {annulee:?}");
            // A card that was cancelled carries nothing.
            if annulee.is_ok() {
                assert_eq!(
                    compter(
                        registry.db(),
                        "carte WHERE annulee_le IS NOT NULL AND recue_le IS NOT NULL"
                    )
                    .await,
                    0,
                    "{tour}"
                );
            } else {
                registry.annuler_carte(&r, id, 2).await.unwrap();
                executer(
                    registry.db(),
                    &[
                        "DELETE FROM carte",
                        "UPDATE habilitation SET carte_jusqu_au = NULL WHERE genre = 'gestionnaire'",
                    ],
                )
                .await;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_basket_left_for_a_month_is_forgotten_by_itself() {
    chaque_banc(
        "paniers oubliés",
        |Banc {
             registry, horloge, ..
         }| async move {
            let d = tete(&registry, "rl", EG_A1).await.designateur().unwrap();
            let ajout = inconnu(JEANNE, "Jeanne", "ARNAUD");
            registry
                .ajouter_au_panier(&d, &finess(EG_A1), &ajout)
                .await
                .unwrap();
            horloge.avancer_jours(29);
            assert_eq!(registry.oublier_designations().await.unwrap(), 0);
            horloge.avancer_jours(2);
            assert_eq!(registry.oublier_designations().await.unwrap(), 1);
            assert_eq!(compter(registry.db(), "designation_ligne").await, 0);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_says_of_a_card_what_this_structure_knows() {
    chaque_moteur("recherche et cartes", |registry| async move {
        use registry::designation::RechercheHabilite;
        let s = tete(&registry, "rl", EG_A1).await;
        let (d, r) = (s.designateur().unwrap(), s.representant().unwrap());
        let b = tete(&registry, "rl-b", EG_B2).await;
        designer(&registry, &b.designateur().unwrap(), EG_B2).await;
        let compte = session_de(&registry, JEANNE).await.compte();
        let b = b.representant().unwrap();
        carte(&registry, &b, EG_B2, Some(compte), None, 300).await;
        let chercher = |cherche: RechercheHabilite| {
            let (registry, d) = (registry.clone(), d.clone());
            async move {
                let trouves = registry.chercher_habilitables(&d, &finess(EG_A1), &cherche).await;
                trouves.unwrap_or_else(|e| panic!("{e}"))
            }
        };
        let exact = RechercheHabilite {
            identifiant: JEANNE.into(),
            ..Default::default()
        };
        let lieu = RechercheHabilite {
            structure: EG_A1.into(),
            ..Default::default()
        };
        assert_eq!(
            chercher(exact.clone()).await[0].carte_jusqu_au,
            None,
            "the card of another employer"
        );
        assert!(
            chercher(lieu.clone())
                .await
                .iter()
                .all(|c| c.identifiant != JEANNE)
        );
        // Known here by a card, without a right any more.
        let ici = carte(&registry, &r, EG_A1, None, None, 200).await;
        let mut tx = registry.db().begin().await.unwrap();
        sql("UPDATE carte SET titulaire = $2 WHERE id = $1")
            .bind(ici.uuid())
            .bind(compte.uuid())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            chercher(exact).await[0].carte_jusqu_au,
            Some(dans(&registry, 200))
        );
        assert!(chercher(lieu).await.iter().any(|c| c.identifiant == JEANNE));
    })
    .await;
}
