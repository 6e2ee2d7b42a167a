//! Who heads a structure changes, and the referential too: what the path says of it on the days that follow, and two acts at once.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::decor::*;
use crate::structures::{dans, est, etat, session_de, tete};
use domain::structure::{Changement, Etape, Etat, Organisation, Signataire};
use registry::Registry;
use registry::droit::{Operateur, SessionOuverte};
use registry::structure::{CONTRATS_MAX, Jalon, Reprise, StructureError, Validation};

pub(crate) async fn support(registry: &Registry) -> Operateur {
    registry.nommer_operateur("odile", "Odile").await.unwrap();
    session_de(registry, "odile").await.operateur().unwrap()
}

/// That account opens the path of the structure and sends its contract today.
pub(crate) async fn envoyer(registry: &Registry, s: &SessionOuverte, ou: &str) {
    registry.ouvrir_chemin(s, &finess(ou)).await.unwrap();
    let d = registry.dirigeant(s, &finess(ou)).await.unwrap();
    registry
        .choisir_organisation(
            &d,
            Organisation::Decentralisee,
            &[finess(ou)],
            Signataire::Directeur,
        )
        .await
        .unwrap();
    let envoi = Jalon::Envoi(dans(registry, 0));
    registry.noter_jalon(&d, &envoi).await.unwrap();
}

pub(crate) fn validation(registry: &Registry, identifiant: &str, il_y_a: i64) -> Validation {
    Validation {
        identifiant: Some(identifiant.parse().unwrap()),
        numero: "2800000002".parse().unwrap(),
        recue_le: dans(registry, -il_y_a),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_path_of_the_next_head_is_done_the_day_their_card_came() {
    chaque_banc(
        "autre tête",
        |Banc {
             registry, horloge, ..
         }| async move {
            let o = support(&registry).await;
            let ancienne = tete(&registry, "ancienne", EG_A1).await;
            horloge.avancer_jours(100);
            let nouvelle = session(&registry, compte_carte(&registry, "Nouvelle").await).await;
            envoyer(&registry, &nouvelle, EG_A1).await;
            // The card comes on the tenth day, the support records it on the thirteenth.
            horloge.avancer_jours(13);
            let contrat = registry.contrats_envoyes(&o).await.unwrap().remove(0);
            assert_eq!(contrat.remplace.as_deref(), Some("Tête ancienne"));
            let identifiant = "3990000028/77".parse().unwrap();
            let porteur = registry
                .porteur(&o, contrat.id, &identifiant)
                .await
                .unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(
                (porteur.nom, porteur.dirigeant.as_str(), porteur.du_dirigeant),
                (None, "Nouvelle", false)
            );
            let validation = validation(&registry, "3990000028/77", 3);
            registry
                .valider_contrat(&o, contrat.id, contrat.version, &validation)
                .await
                .unwrap();
            let s = session_de(&registry, "3990000028/77").await;
            for _ in 0..3 {
                assert!(matches!(
                    etat(&registry, &s, EG_A1, Etape::Contrat).await,
                    Etat::Fait(_)
                ));
                assert_eq!(
                    etat(&registry, &s, EG_A1, Etape::Cde).await,
                    Etat::Fait(validation.recue_le)
                );
                horloge.avancer_jours(1);
            }
            assert!(ancienne.representant().is_ok(), "as it was read");
            assert!(session_de(&registry, "ancienne").await.representant().is_err());
            // The next card takes the place of this one, and one of each is in hand.
            horloge.avancer_jours(3 * 365 - 20);
            let cartes = registry.cde_a_renouveler(&o).await.unwrap();
            let [cde] = cartes.as_slice() else {
                panic!("{cartes:?}")
            };
            let numero = "2800000003".parse().unwrap();
            let jour = dans(&registry, 0);
            let (un, deux) = tokio::join!(
                registry.renouveler_cde(&o, cde.id, cde.version, &numero, jour),
                registry.renouveler_cde(&o, cde.id, cde.version, &numero, jour)
            );
            assert!(un.is_ok() != deux.is_ok(), "{un:?} {deux:?}");
            assert_eq!(
                compter(registry.db(), "carte WHERE genre = 'CDE' AND annulee_le IS NULL").await,
                1
            );
            assert!(registry.cde_a_renouveler(&o).await.unwrap().is_empty());
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_validations_at_once_one_happens() {
    chaque_moteur("deux validations", |registry| async move {
        let o = support(&registry).await;
        let s = session(&registry, compte_carte(&registry, "Aline").await).await;
        // Two clicks open one path.
        let ou = finess(EG_A1);
        let (un, deux) = tokio::join!(registry.ouvrir_chemin(&s, &ou), registry.ouvrir_chemin(&s, &ou));
        assert!(un.is_ok() && deux.is_ok(), "{un:?} {deux:?}");
        assert_eq!(compter(registry.db(), "contrat").await, 1);
        envoyer(&registry, &s, EG_A1).await;
        let contrat = registry.contrats_envoyes(&o).await.unwrap().remove(0);
        let validation = validation(&registry, "3990000028/77", 0);
        let (un, deux) = tokio::join!(
            registry.valider_contrat(&o, contrat.id, contrat.version, &validation),
            registry.valider_contrat(&o, contrat.id, contrat.version, &validation)
        );
        assert!(un.is_ok() != deux.is_ok(), "{un:?} {deux:?}");
        assert_eq!(compter(registry.db(), "carte").await, 1);
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'valider_contrat' AND issue = 'fait'"
            )
            .await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_structure_asks_for_its_new_number_unless_the_contract_knows_it() {
    chaque_banc(
        "structure fermée",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let d = registry.dirigeant(&s, &finess(EG_A1)).await.unwrap();
            registry.noter_jalon(&d, &Jalon::Lecteurs).await.unwrap();
            horloge.avancer_jours(10);
            let mut tx = registry.db().begin().await.unwrap();
            for ordre in [
                "UPDATE etablissement SET ouvert = $2 WHERE finess = $1",
                "UPDATE entite_juridique SET ouverte = $2 WHERE finess = $1",
            ] {
                registry::db::sql(ordre)
                    .bind(if ordre.contains("juridique") { EJ_B } else { EG_A1 })
                    .bind(false)
                    .execute(&mut tx)
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
            // Its data first: nothing is sent on a number that is closed.
            assert_eq!(
                etat(&registry, &s, EG_A1, Etape::Finess).await,
                Etat::ARefaire(Changement::Finess)
            );
            assert_eq!(etat(&registry, &s, EG_A1, Etape::Contrat).await, Etat::PlusTard);
            assert!(est(
                registry
                    .reprendre_contrat(&d, Reprise::Finess(finess(EG_A1)))
                    .await,
                StructureError::MemeFiness
            ));

            // Closed already when the contract was sent: nothing changed.
            let b = session(&registry, compte_carte(&registry, "Bruno").await).await;
            registry.ouvrir_chemin(&b, &finess(EJ_B)).await.unwrap();
            let d = registry.dirigeant(&b, &finess(EJ_B)).await.unwrap();
            registry
                .choisir_organisation(&d, Organisation::Centralisee, &[], Signataire::Directeur)
                .await
                .unwrap();
            let envoi = Jalon::Envoi(dans(&registry, 0));
            registry.noter_jalon(&d, &envoi).await.unwrap();
            for _ in 0..3 {
                assert!(matches!(
                    etat(&registry, &b, EJ_B, Etape::Contrat).await,
                    Etat::Fait(_)
                ));
                assert!(matches!(
                    etat(&registry, &b, EJ_B, Etape::Cde).await,
                    Etat::EnAttente(_)
                ));
                horloge.avancer_jours(1);
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_gestionnaire_the_path_says_why_it_goes_back() {
    chaque_banc(
        "sans gestionnaire",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let d = registry.dirigeant(&s, &finess(EG_A1)).await.unwrap();
            registry.noter_jalon(&d, &Jalon::Lecteurs).await.unwrap();
            let nadia = compte_carte(&registry, "Nadia FERRAND").await;
            habiliter(&registry, nadia, "gestionnaire", "EG", EG_A1).await;
            horloge.avancer_jours(5);
            assert!(matches!(
                etat(&registry, &s, EG_A1, Etape::Habilitation).await,
                Etat::Fait(_)
            ));
            retirer_habilitations(&registry, nadia).await;
            for jours in [0, 1, 30] {
                horloge.avancer_jours(jours);
                assert_eq!(
                    etat(&registry, &s, EG_A1, Etape::Habilitation).await,
                    Etat::ARefaire(Changement::SansGestionnaire)
                );
                // What was done for it is not to be done again.
                for etape in [Etape::Cartes, Etape::Formation] {
                    assert!(matches!(etat(&registry, &s, EG_A1, etape).await, Etat::Fait(_)));
                }
            }
            let paul = compte_carte(&registry, "Paul GIRAUD").await;
            habiliter(&registry, paul, "gestionnaire", "EG", EG_A1).await;
            assert!(matches!(
                etat(&registry, &s, EG_A1, Etape::Habilitation).await,
                Etat::Fait(_)
            ));
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_follows_more_paths_by_choosing_establishments() {
    chaque_moteur("trop de chemins", |registry| async move {
        let s = session(&registry, compte_carte(&registry, "Aline").await).await;
        registry.ouvrir_chemin(&s, &finess(EJ_A)).await.unwrap();
        let mut tx = registry.db().begin().await.unwrap();
        for n in 1..CONTRATS_MAX {
            registry::db::sql("INSERT INTO contrat (id, finess, portee, dirigeant, version, cree_le) VALUES ($1, $2, 'EG', $3, 1, 0)")
                .bind(nouvel_id(&registry))
                .bind(format!("98{n:07}"))
                .bind(s.compte().uuid())
                .execute(&mut tx)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let d = registry.dirigeant(&s, &finess(EJ_A)).await.unwrap();
        let deux = [finess(EG_A1), finess(EG_A2)];
        let refus = registry
            .choisir_organisation(&d, Organisation::Decentralisee, &deux, Signataire::Directeur)
            .await;
        assert!(est(refus, StructureError::TropDeChemins));
        assert!(est(registry.ouvrir_chemin(&s, &finess(EG_B2)).await, StructureError::TropDeChemins));
        registry
            .choisir_organisation(&d, Organisation::Decentralisee, &deux[..1], Signataire::Directeur)
            .await
            .unwrap();
    })
    .await;
}
