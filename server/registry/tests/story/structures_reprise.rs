//! A contract taken up again (R47): on the number that the structure has now, with another organisation, and the card that follows
//! another by itself (R48).
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::decor::*;
use crate::structures::{dans, est, etat, session_de, tete};
use crate::structures_cartes::{JEANNE, agit, carte, commande, designer};
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::structure::{Changement, Etape, Etat, Organisation, Signataire, dernier_jour};
use registry::droit::SessionOuverte;
use registry::structure::{Jalon, Reprise, StructureError};
use registry::{ActeError, Registry};

/// Where the contract of that structure went on.
async fn suite(registry: &Registry, s: &SessionOuverte, ou: &str) -> Option<Finess> {
    let suivies = registry.structures_suivies(s).await.unwrap();
    let vue = suivies.into_iter().find(|vue| vue.finess == finess(ou));
    vue.expect("followed").suite
}

#[tokio::test(flavor = "multi_thread")]
async fn another_number_opens_the_next_contract_on_it() {
    chaque_banc(
        "nouveau numéro",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let d = registry.dirigeant(&s, &finess(EG_A1)).await.unwrap();
            registry.noter_jalon(&d, &Jalon::Lecteurs).await.unwrap();
            carte(&registry, &s.representant().unwrap(), EG_A1, None, None, 400).await;
            horloge.avancer_jours(30);
            let reprendre = |nouveau: &str| registry.reprendre_contrat(&d, Reprise::Finess(finess(nouveau)));
            for (nouveau, refus) in [
                (EG_A1, StructureError::MemeFiness),
                ("990000085", StructureError::FinessPasEncore),
                (EG_FERME, StructureError::FinessPasEncore),
                (EJ_A, StructureError::AutreNiveau),
            ] {
                assert!(est(reprendre(nouveau).await, refus), "{nouveau}");
            }
            // Somebody who follows the path of that number already continues there.
            registry.ouvrir_chemin(&s, &finess(EG_B1)).await.unwrap();
            assert!(est(reprendre(EG_B1).await, StructureError::DejaSuivie));
            assert_eq!(
                compter(registry.db(), "contrat WHERE clos_le IS NOT NULL").await,
                0
            );
            let ailleurs = registry.dirigeant(&s, &finess(EG_B1)).await.unwrap();
            registry
                .reprendre_contrat(&ailleurs, Reprise::Abandon)
                .await
                .unwrap();

            // A mistake is given up, and everything is as it was.
            assert_eq!(reprendre(EG_B2).await.unwrap(), finess(EG_B2));
            assert_eq!(suite(&registry, &s, EG_A1).await, Some(finess(EG_B2)));
            assert!(est(
                registry.noter_jalon(&d, &Jalon::Roles).await,
                StructureError::Suivie
            ));
            let erreur = registry.dirigeant(&s, &finess(EG_B2)).await.unwrap();
            registry
                .reprendre_contrat(&erreur, Reprise::Abandon)
                .await
                .unwrap();
            assert_eq!(suite(&registry, &s, EG_A1).await, None);
            assert_eq!(compter(registry.db(), "contrat WHERE clos_le IS NULL").await, 1);

            assert_eq!(reprendre(EG_A2).await.unwrap(), finess(EG_A2));
            assert!(
                est(reprendre(EG_A2).await, StructureError::Suivie),
                "twice changes nothing more"
            );
            assert_eq!(suite(&registry, &s, EG_A1).await, Some(finess(EG_A2)));
            assert!(s.representant().is_ok(), "the right goes on meanwhile");
            let suivant = registry.dirigeant(&s, &finess(EG_A2)).await.unwrap();
            assert!(!suivant.est_representant(), "a card has to come");
            let detail = registry.structure(suivant.lecteur()).await.unwrap();
            assert_eq!(detail.vue.finess, finess(EG_A2), "what the F101 bears");
            // Its data are to be checked; what the number does not change is carried over; cards bear the number of the contract (R46).
            let la = |etape| etat(&registry, &s, EG_A2, etape);
            assert_eq!(la(Etape::Finess).await, Etat::ARefaire(Changement::Finess));
            for etape in [Etape::Organisation, Etape::Lecteurs] {
                assert!(matches!(la(etape).await, Etat::Fait(_)), "{etape:?}");
            }
            for etape in [Etape::Contrat, Etape::Cde, Etape::Cartes] {
                assert_eq!(la(etape).await, Etat::PlusTard, "{etape:?}");
            }
            registry
                .noter_jalon(&suivant, &Jalon::FinessVerifie)
                .await
                .unwrap();
            assert_eq!(la(Etape::Contrat).await, Etat::ARefaire(Changement::Finess));
            let envoi = Jalon::Envoi(dans(&registry, 0));
            registry.noter_jalon(&suivant, &envoi).await.unwrap();
            for _ in 0..2 {
                assert!(matches!(la(Etape::Finess).await, Etat::Fait(_)));
                assert!(matches!(la(Etape::Cde).await, Etat::EnAttente(_)));
                horloge.avancer_jours(1);
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_is_chosen_again() {
    chaque_banc(
        "autre organisation",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let d = registry.dirigeant(&s, &finess(EG_A1)).await.unwrap();
            registry.noter_jalon(&d, &Jalon::Roles).await.unwrap();
            horloge.avancer_jours(30);
            let ici = |etape| etat(&registry, &s, EG_A1, etape);
            let choisir = |organisation| {
                let (registry, d) = (registry.clone(), d.clone());
                async move {
                    registry
                        .choisir_organisation(&d, organisation, &[finess(EG_A1)], Signataire::Directeur)
                        .await
                }
            };
            let suite_de = registry
                .reprendre_contrat(&d, Reprise::Organisation)
                .await
                .unwrap();
            assert_eq!(suite_de, finess(EG_A1));
            assert_eq!(
                ici(Etape::Organisation).await,
                Etat::ARefaire(Changement::Organisation)
            );
            assert!(matches!(ici(Etape::Finess).await, Etat::Fait(_)));
            assert!(matches!(ici(Etape::Roles).await, Etat::Fait(_)));
            let envoi = Jalon::Envoi(dans(&registry, 0));
            assert!(est(
                registry.noter_jalon(&d, &envoi).await,
                StructureError::OrganisationManquante
            ));
            choisir(Organisation::Decentralisee).await.unwrap();
            assert!(matches!(ici(Etape::Organisation).await, Etat::Fait(_)));
            assert_eq!(
                ici(Etape::Contrat).await,
                Etat::ARefaire(Changement::Organisation)
            );
            registry.noter_jalon(&d, &envoi).await.unwrap();

            // The organisation this time: the path goes on there, and says so here.
            horloge.avancer_jours(1);
            registry
                .reprendre_contrat(&d, Reprise::Organisation)
                .await
                .unwrap();
            let ej = choisir(Organisation::Centralisee).await.unwrap();
            assert_eq!(ej, finess(EJ_A));
            assert_eq!(suite(&registry, &s, EG_A1).await, Some(ej));
            assert!(matches!(
                etat(&registry, &s, EJ_A, Etape::Organisation).await,
                Etat::Fait(_)
            ));
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_card_comes_without_an_order() {
    chaque_banc(
        "carte suivante",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let r = s.representant().unwrap();
            designer(&registry, &s.designateur().unwrap(), EG_A1).await;
            let jeanne = session_de(&registry, JEANNE).await.compte();
            let premiere = carte(&registry, &r, EG_A1, Some(jeanne), None, 61).await;
            let attendue = registry
                .commander_carte(&r, &finess(EG_A1), &commande(&registry, None))
                .await
                .unwrap();
            horloge.avancer_jours(31);
            let numero = "2800005678".parse().unwrap();
            let jour = dans(&registry, 0);
            let recevoir = |id, version, jours: (Jour, Option<Jour>)| {
                let (registry, r, numero) = (&registry, &r, &numero);
                async move { registry.recevoir_suivante(r, id, version, numero, jours).await }
            };
            assert!(est(
                recevoir(premiere, 2, (dans(&registry, 1), None)).await,
                StructureError::DateFuture
            ));
            assert!(est(
                recevoir(premiere, 2, (jour, Some(jour))).await,
                StructureError::ExpirationAvant
            ));
            // As long as the one it follows, and no longer.
            assert!(est(
                recevoir(premiere, 2, (jour, Some(dans(&registry, 30)))).await,
                StructureError::PasPlusLongue
            ));
            // Three years (R48), whatever is typed.
            assert!(est(
                recevoir(premiere, 2, (jour, Some(dans(&registry, 1_200)))).await,
                StructureError::TropLongue(dernier_jour(dans(&registry, 30)))
            ));
            assert!(matches!(
                recevoir(attendue, 1, (jour, None)).await,
                Err(ActeError::Introuvable)
            ));
            let dehors = tete(&registry, "ailleurs", EG_A2).await.representant().unwrap();
            assert!(matches!(
                registry
                    .recevoir_suivante(&dehors, premiere, 2, &numero, (jour, None))
                    .await,
                Err(ActeError::Introuvable)
            ));
            recevoir(premiere, 2, (jour, None)).await.unwrap();
            assert!(
                est(recevoir(premiere, 2, (jour, None)).await, StructureError::Change),
                "pressed twice"
            );
            assert!(
                matches!(
                    recevoir(premiere, 3, (jour, None)).await,
                    Err(ActeError::Introuvable)
                ),
                "it took its place"
            );
            let cartes = registry.cartes(&r, &finess(EG_A1)).await.unwrap();
            assert_eq!(cartes.len(), 2, "the one that is ordered, and this one");
            let suivante = cartes.iter().find(|carte| carte.recue_le.is_some()).unwrap();
            assert_eq!(suivante.expire_le, Some(dernier_jour(jour)));
            assert_eq!((suivante.commandee_le, suivante.formulaire), (None, None));
            assert!(!suivante.sans_titulaire);
            assert_eq!(registry.structures_suivies(&s).await.unwrap()[0].alertes.len(), 0);
            // Past the last day of the former one.
            horloge.avancer_jours(40);
            assert!(agit(&registry).await);
            assert!(matches!(
                etat(&registry, &s, EG_A1, Etape::Cartes).await,
                Etat::Fait(_)
            ));
        },
    )
    .await;
}
