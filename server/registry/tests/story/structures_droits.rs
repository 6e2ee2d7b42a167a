//! What the contract of a structure gives, and to whom: nothing to a head who was replaced or lost their right, and to the head of the
//! organisation what there is to read of an establishment that has its own.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::commun::*;
use crate::decor::*;
use crate::structures::{est, session_de, tete};
use crate::structures_cartes::{carte, commande};
use crate::structures_tete::{envoyer, support, validation};
use domain::structure::{Etape, Organisation, Signataire};
use registry::droit::{Operateur, Qualite, SessionOuverte};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::structure::{Jalon, Reprise, StructureError};
use registry::{ActeError, Registry};

const ANCIENNE: &str = "3990000028/77";
const SUIVANTE: &str = "3990000028/78";

/// That account opens the path of the establishment, and the card of that identifier comes today.
async fn reconnaitre(registry: &Registry, o: &Operateur, s: &SessionOuverte, identifiant: &str) {
    envoyer(registry, s, EG_A1).await;
    let contrat = registry.contrats_envoyes(o).await.unwrap().remove(0);
    let validation = validation(registry, identifiant, 0);
    registry
        .valider_contrat(o, contrat.id, contrat.version, &validation)
        .await
        .unwrap();
}

fn introuvable<T>(resultat: Result<T, ActeError>) -> bool {
    matches!(resultat.err(), Some(ActeError::Introuvable))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_who_is_replaced_keeps_nothing_that_the_card_carried() {
    chaque_moteur("tête remplacée", |registry| async move {
        let o = support(&registry).await;
        let mandataire = Octroi {
            identifiant: ANCIENNE.to_owned(),
            nom: "Aline".to_owned(),
            genre: GenreHabilitation::Mandataire,
            finess: finess(EG_A1),
            carte_jusqu_au: None,
        };
        registry.accorder_habilitation(&mandataire).await.unwrap();
        let aline = session_de(&registry, ANCIENNE).await;
        reconnaitre(&registry, &o, &aline, ANCIENNE).await;
        let aline = session_de(&registry, ANCIENNE).await;
        assert!(aline.representant().is_ok() && aline.designateur().is_ok());

        let bruno = session(&registry, compte_carte(&registry, "Bruno").await).await;
        reconnaitre(&registry, &o, &bruno, SUIVANTE).await;
        let aline = session_de(&registry, ANCIENNE).await;
        assert!(aline.representant().is_err());
        assert!(aline.designateur().is_err(), "carried by the card of the head");
        // Said of the account, which ends what it is listening to.
        let entree = format!(
            "journal WHERE acte = 'annuler_carte' AND issue = 'fait' AND objet_id = '{}'",
            aline.compte()
        );
        assert_eq!(compter(registry.db(), &entree).await, 1);
        assert!(session_de(&registry, SUIVANTE).await.designateur().is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validated_contract_gives_nothing_once_the_right_is_over() {
    chaque_banc(
        "contrat sans droit",
        |Banc {
             registry, horloge, ..
         }| async move {
            let ou = finess(EG_A1);
            let s = tete(&registry, "rl", EG_A1).await;
            let avant = registry.dirigeant(&s, &ou).await.unwrap();
            registry
                .retirer_habilitation("rl", GenreHabilitation::RepresentantLegal, &ou)
                .await
                .unwrap();
            // As it was read before, or read now.
            assert!(introuvable(
                registry.reprendre_contrat(&avant, Reprise::Siret).await
            ));
            assert!(introuvable(registry.noter_jalon(&avant, &Jalon::Lecteurs).await));
            assert!(introuvable(
                registry
                    .choisir_organisation(&avant, Organisation::Centralisee, &[], Signataire::Directeur)
                    .await
            ));
            assert!(introuvable(registry.structure(avant.lecteur()).await));
            let rien = |quand: &'static str| {
                let (registry, ou) = (registry.clone(), ou.clone());
                async move {
                    let s = session_de(&registry, "rl").await;
                    assert!(introuvable(registry.dirigeant(&s, &ou).await), "{quand}");
                    assert!(introuvable(registry.lecteur_structure(&s, &ou).await), "{quand}");
                    assert!(
                        registry.structures_suivies(&s).await.unwrap().is_empty(),
                        "{quand}"
                    );
                    // Saying so again is no way in: what is missing is the right, and the person is told.
                    assert!(est(
                        registry.ouvrir_chemin(&s, &ou).await,
                        StructureError::DroitPerdu
                    ));
                    let valide = "contrat WHERE clos_le IS NULL AND cde_recue_le IS NOT NULL";
                    assert_eq!(compter(registry.db(), valide).await, 1, "{quand}");
                }
            };
            rien("withdrawn").await;
            let s = tete(&registry, "rl", EG_A1).await;
            let d = registry.dirigeant(&s, &ou).await.unwrap();
            assert!(d.est_representant());
            registry.noter_jalon(&d, &Jalon::Lecteurs).await.unwrap();
            horloge.avancer_jours(401);
            rien("the card is over").await;
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_of_the_organisation_reads_an_establishment_that_has_its_own_contract() {
    chaque_moteur("contrat d’un établissement, lu du siège", |registry| async move {
        let ou = finess(EG_A1);
        let siege = tete(&registry, "siege", EJ_A).await;
        assert!(
            introuvable(registry.lecteur_structure(&siege, &ou).await),
            "no contract of its own"
        );
        let directrice = tete(&registry, "directrice", EG_A1).await;
        let (r, r_eg) = (siege.representant().unwrap(), directrice.representant().unwrap());
        let nadia = compte_carte(&registry, "Nadia FERRAND").await;
        habiliter(&registry, nadia, "gestionnaire", "EG", EG_A1).await;
        let id = carte(&registry, &r_eg, EG_A1, Some(nadia), None, 30).await;

        // The path, the contract and the cards: the same as whoever heads it reads.
        let l = registry.lecteur_structure(&siege, &ou).await.unwrap();
        assert_eq!(l.qualite(), Qualite::Siege);
        let detail = registry.structure(&l).await.unwrap();
        assert!(detail.contrat.unwrap().cde_recue_le.is_some());
        let d_eg = registry.dirigeant(&directrice, &ou).await.unwrap();
        let sien = registry.structure(d_eg.lecteur()).await.unwrap();
        for etape in Etape::TOUTES {
            assert_eq!(
                detail.vue.chemin.etat(etape),
                sien.vue.chemin.etat(etape),
                "{etape:?}"
            );
        }
        assert_eq!((detail.vue.alertes.len(), sien.vue.alertes.len()), (1, 1));
        assert_eq!(registry.cartes(&r, &ou).await.unwrap().len(), 1);
        let suivies = registry.structures_suivies(&siege).await.unwrap();
        assert_eq!(suivies.len(), 2);

        // Every step and every act on a card stays with the head of the establishment.
        assert!(introuvable(registry.dirigeant(&siege, &ou).await));
        assert!(introuvable(registry.annuler_carte(&r, id, 2).await));
        assert!(introuvable(
            registry
                .commander_carte(&r, &ou, &commande(&registry, None))
                .await
        ));
        assert_eq!(registry.titulaires(&r, &ou).await.unwrap(), []);

        // Elsewhere, nothing.
        let ailleurs = tete(&registry, "ailleurs", EJ_B).await;
        assert!(introuvable(registry.lecteur_structure(&ailleurs, &ou).await));
        assert!(
            registry
                .cartes(&ailleurs.representant().unwrap(), &ou)
                .await
                .unwrap()
                .is_empty()
        );

        // Saying that one heads it opens a path of one's own, without its people; a proof of it does not outlive it.
        registry.ouvrir_chemin(&siege, &ou).await.unwrap();
        let d = registry.dirigeant(&siege, &ou).await.unwrap();
        assert_eq!(d.lecteur().qualite(), Qualite::Candidate);
        assert!(registry.cartes(&r, &ou).await.unwrap().is_empty());
        registry.reprendre_contrat(&d, Reprise::Abandon).await.unwrap();
        assert!(introuvable(registry.noter_jalon(&d, &Jalon::Lecteurs).await));
        assert!(introuvable(registry.reprendre_contrat(&d, Reprise::Siret).await));
        assert_eq!(
            registry.lecteur_structure(&siege, &ou).await.unwrap().qualite(),
            Qualite::Siege
        );

        // Its contract is over, and so is the reading.
        registry.reprendre_contrat(&d_eg, Reprise::Siret).await.unwrap();
        assert!(introuvable(registry.lecteur_structure(&siege, &ou).await));
        assert!(introuvable(registry.structure(&l).await));
        assert!(registry.cartes(&r, &ou).await.unwrap().is_empty());
    })
    .await;
}
