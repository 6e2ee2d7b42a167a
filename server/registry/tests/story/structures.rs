//! The path of a structure: somebody without a card opens it, does its steps, the support validates; cards carry rights and end.

use crate::commun::*;
use crate::decor::*;
use domain::date::Jour;
use domain::ids::CompteId;
use domain::structure::{Alerte, Changement, Etape, Etat, Formulaire, GenreCarte, Organisation, Signataire};
use registry::db::sql;
use registry::droit::{Interdit, SessionOuverte};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::structure::{Commande, Jalon, Reception, Reprise, StructureError, Validation};
use registry::{ActeError, Registry};

/// A refusal that is one of this room.
#[expect(clippy::needless_pass_by_value, reason = "called on what an act just gave")]
pub(crate) fn est<T>(resultat: Result<T, ActeError>, attendu: StructureError) -> bool {
    matches!(resultat, Err(ActeError::Structure(refus)) if refus == attendu)
}

/// The day after that many days.
pub(crate) fn dans(registry: &Registry, jours: i64) -> Jour {
    registry.now().plus_days(jours).jour_paris()
}

/// The head of that structure, recognised by whoever runs the portal.
pub(crate) async fn tete(registry: &Registry, identifiant: &str, ou: &str) -> SessionOuverte {
    let octroi = Octroi {
        identifiant: identifiant.to_owned(),
        nom: format!("Tête {identifiant}"),
        genre: GenreHabilitation::RepresentantLegal,
        finess: finess(ou),
        carte_jusqu_au: Some(dans(registry, 400)),
    };
    registry.accorder_habilitation(&octroi).await.expect("granted");
    session_de(registry, identifiant).await
}

pub(crate) async fn session_de(registry: &Registry, identifiant: &str) -> SessionOuverte {
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(format!("psc:{identifiant}"))
        .one(registry.db())
        .await
        .expect("an account");
    session(registry, CompteId::new(row.get("id").expect("an id"))).await
}

/// Where a step of the path stands for that account.
pub(crate) async fn etat(registry: &Registry, s: &SessionOuverte, ou: &str, etape: Etape) -> Etat {
    let suivies = registry.structures_suivies(s).await.expect("read");
    suivies
        .iter()
        .find(|vue| vue.finess == finess(ou))
        .expect("followed")
        .chemin
        .etat(etape)
}

#[tokio::test(flavor = "multi_thread")]
async fn from_no_card_to_the_right() {
    chaque_banc(
        "chemin",
        |Banc {
             registry, horloge, ..
         }| async move {
            let thomas = session(&registry, compte_carte(&registry, "Thomas VASSEUR").await).await;
            assert!(registry.structures_suivies(&thomas).await.unwrap().is_empty());
            assert!(matches!(
                registry.dirigeant(&thomas, &finess(EG_A1)).await.err(),
                Some(ActeError::Introuvable)
            ));
            assert!(est(
                registry.ouvrir_chemin(&thomas, &finess("990000085")).await,
                StructureError::FinessInconnu
            ));
            for _ in 0..2 {
                registry.ouvrir_chemin(&thomas, &finess(EG_A1)).await.unwrap();
            }
            let d = registry.dirigeant(&thomas, &finess(EG_A1)).await.unwrap();
            assert!(!d.est_representant());
            // The path opens, and no right on people with it.
            assert_eq!(thomas.gestionnaire().err(), Some(Interdit::PasGestionnaire));
            assert_eq!(thomas.representant().err(), Some(Interdit::PasRepresentant));

            assert_eq!(etat(&registry, &thomas, EG_A1, Etape::Finess).await, Etat::AFaire);
            registry.noter_jalon(&d, &Jalon::FinessVerifie).await.unwrap();
            let demain = Jalon::Envoi(dans(&registry, 1));
            assert!(est(
                registry.noter_jalon(&d, &demain).await,
                StructureError::DateFuture
            ));
            let aujourd_hui = Jalon::Envoi(dans(&registry, 0));
            assert!(est(
                registry.noter_jalon(&d, &aujourd_hui).await,
                StructureError::OrganisationManquante
            ));
            let suite = registry
                .choisir_organisation(&d, Organisation::Centralisee, &[], Signataire::DirecteurDelegue)
                .await
                .unwrap();
            assert_eq!(suite, finess(EJ_A), "the path goes on with the organisation");
            let d = registry.dirigeant(&thomas, &suite).await.unwrap();
            let detail = registry.structure(d.lecteur()).await.unwrap();
            assert_eq!(detail.etablissements.len(), 3);
            assert!(
                matches!(detail.vue.chemin.etat(Etape::Finess), Etat::Fait(_)),
                "nothing is asked twice"
            );
            assert_eq!(registry.structures_suivies(&thomas).await.unwrap().len(), 1);
            registry.noter_jalon(&d, &aujourd_hui).await.unwrap();
            assert!(matches!(
                etat(&registry, &thomas, EJ_A, Etape::Cde).await,
                Etat::EnAttente(_)
            ));
            assert!(est(
                registry
                    .choisir_organisation(&d, Organisation::Centralisee, &[], Signataire::Directeur)
                    .await,
                StructureError::DejaEnvoye
            ));

            horloge.avancer_jours(10);
            registry.nommer_operateur("odile", "Odile").await.unwrap();
            let o = session_de(&registry, "odile").await.operateur().unwrap();
            let contrats = registry.contrats_envoyes(&o).await.unwrap();
            assert_eq!(contrats.len(), 1);
            let validation = Validation {
                identifiant: None,
                numero: "2800000001".parse().unwrap(),
                recue_le: dans(&registry, 0),
            };
            // The account of this story is not keyed on a card.
            assert!(est(
                registry
                    .valider_contrat(&o, contrats[0].id, contrats[0].version, &validation)
                    .await,
                StructureError::IdentifiantManquant
            ));
            let validation = Validation {
                identifiant: Some("thomas".parse().unwrap()),
                ..validation
            };
            assert!(est(
                registry.valider_contrat(&o, contrats[0].id, 1, &validation).await,
                StructureError::Change
            ));
            registry
                .valider_contrat(&o, contrats[0].id, contrats[0].version, &validation)
                .await
                .unwrap();
            let thomas = session_de(&registry, "thomas").await;
            assert!(thomas.representant().is_ok());
            assert!(matches!(
                etat(&registry, &thomas, EJ_A, Etape::Cde).await,
                Etat::Fait(_)
            ));
            assert!(registry.cde_a_renouveler(&o).await.unwrap().is_empty());
            horloge.avancer_jours(3 * 365);
            assert!(
                session_de(&registry, "thomas").await.representant().is_ok(),
                "the last day"
            );
            let carte = registry.cde_a_renouveler(&o).await.unwrap().remove(0);
            let suivante = "2800000003".parse().unwrap();
            for attendu in [true, false] {
                let fait = registry
                    .renouveler_cde(&o, carte.id, carte.version, &suivante, dans(&registry, 0))
                    .await;
                assert_eq!(fait.is_ok(), attendu, "twice changes nothing more");
            }
            horloge.avancer_jours(90);
            assert!(session_de(&registry, "thomas").await.representant().is_ok());
            assert!(registry.contrats_envoyes(&o).await.unwrap().is_empty());

            registry.revoquer_operateur("odile").await.unwrap();
            assert!(registry.contrats_envoyes(&o).await.unwrap().is_empty());
            assert!(matches!(
                registry
                    .valider_contrat(&o, contrats[0].id, 9, &validation)
                    .await
                    .err(),
                Some(ActeError::Introuvable)
            ));
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decentralised_organisation_has_a_path_for_each_establishment() {
    chaque_moteur("décentralisée", |registry| async move {
        let s = session(&registry, compte_carte(&registry, "Aline").await).await;
        registry.ouvrir_chemin(&s, &finess(EJ_A)).await.unwrap();
        let d = registry.dirigeant(&s, &finess(EJ_A)).await.unwrap();
        registry.noter_jalon(&d, &Jalon::FinessVerifie).await.unwrap();
        let choisir = |choisis: Vec<_>| {
            let (registry, d) = (registry.clone(), d.clone());
            async move {
                registry
                    .choisir_organisation(&d, Organisation::Decentralisee, &choisis, Signataire::Directeur)
                    .await
            }
        };
        // Neither closed ones nor those of another organisation.
        assert!(est(
            choisir(vec![finess(EG_FERME), finess(EG_B2)]).await,
            StructureError::EtablissementManquant
        ));
        choisir(vec![finess(EG_A1), finess(EG_A2), finess(EG_B2)])
            .await
            .unwrap();
        let suivies = registry.structures_suivies(&s).await.unwrap();
        assert_eq!(suivies.len(), 2);
        for vue in suivies {
            assert_eq!(vue.organisation, Organisation::Decentralisee);
            assert_eq!(vue.chemin.courante().unwrap().etape, Etape::Contrat);
        }
        // Two people may say so of one structure; giving up leaves the other one's path.
        let autre = session(&registry, compte_carte(&registry, "Bruno").await).await;
        registry.ouvrir_chemin(&autre, &finess(EG_A1)).await.unwrap();
        let d = registry.dirigeant(&s, &finess(EG_A1)).await.unwrap();
        registry.reprendre_contrat(&d, Reprise::Abandon).await.unwrap();
        assert_eq!(registry.structures_suivies(&s).await.unwrap().len(), 1);
        assert_eq!(registry.structures_suivies(&autre).await.unwrap().len(), 1);
        assert!(matches!(
            registry.noter_jalon(&d, &Jalon::Lecteurs).await.err(),
            Some(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_reopens_the_contract_only() {
    chaque_banc(
        "changement",
        |Banc {
             registry, horloge, ..
         }| async move {
            let s = tete(&registry, "rl", EG_A1).await;
            let d = registry.dirigeant(&s, &finess(EG_A1)).await.unwrap();
            assert!(d.est_representant());
            registry.noter_jalon(&d, &Jalon::Lecteurs).await.unwrap();
            assert!(est(
                registry.reprendre_contrat(&d, Reprise::Abandon).await,
                StructureError::DejaEnvoye
            ));
            horloge.avancer_jours(30);
            executer(
                registry.db(),
                &[
                    "UPDATE contrat SET siret = '11111111111111'",
                    "UPDATE etablissement SET siret = '22222222222222'",
                ],
            )
            .await;
            assert_eq!(
                etat(&registry, &s, EG_A1, Etape::Contrat).await,
                Etat::ARefaire(Changement::Siret)
            );
            registry.reprendre_contrat(&d, Reprise::Siret).await.unwrap();
            assert_eq!(
                etat(&registry, &s, EG_A1, Etape::Contrat).await,
                Etat::ARefaire(Changement::Siret)
            );
            assert!(matches!(
                etat(&registry, &s, EG_A1, Etape::Lecteurs).await,
                Etat::Fait(_)
            ));
            assert!(s.representant().is_ok(), "the right goes on meanwhile");
            registry
                .noter_jalon(&d, &Jalon::Envoi(dans(&registry, 0)))
                .await
                .unwrap();
            assert!(matches!(
                etat(&registry, &s, EG_A1, Etape::Cde).await,
                Etat::EnAttente(_)
            ));

            // Another head: theirs closes the contract of the first, whose right ends.
            registry.nommer_operateur("odile", "Odile").await.unwrap();
            let o = session_de(&registry, "odile").await.operateur().unwrap();
            let contrats = registry.contrats_envoyes(&o).await.unwrap();
            let validation = Validation {
                identifiant: Some("nouvelle".parse().unwrap()),
                numero: "2800000002".parse().unwrap(),
                recue_le: dans(&registry, 0),
            };
            registry
                .valider_contrat(&o, contrats[0].id, contrats[0].version, &validation)
                .await
                .unwrap();
            assert!(session_de(&registry, "nouvelle").await.representant().is_ok());
            assert!(session_de(&registry, "rl").await.representant().is_err());
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_carries_rights_until_its_last_day() {
    chaque_banc("cartes", |Banc { registry, horloge, .. }| async move {
        let s = tete(&registry, "rl", EG_A1).await;
        let r = s.representant().unwrap();
        let dehors = tete(&registry, "ailleurs", EG_A2).await.representant().unwrap();
        let nadia = compte_carte(&registry, "Nadia FERRAND").await;
        habiliter(&registry, nadia, "gestionnaire", "EG", EG_A1).await;
        let commande = |titulaire| Commande {
            genre: GenreCarte::Cpe,
            formulaire: Formulaire::F301,
            titulaire,
            nom: String::new(),
            commandee_le: dans(&registry, 0),
        };
        let ou = finess(EG_A1);
        assert!(est(registry.commander_carte(&r, &ou, &commande(None)).await, StructureError::TitulaireManquant));
        assert!(est(
            registry.commander_carte(&r, &ou, &commande(Some(s.compte()))).await,
            StructureError::CarteDuDirigeant
        ));
        assert!(matches!(
            registry.commander_carte(&dehors, &ou, &commande(Some(nadia))).await.err(),
            Some(ActeError::Introuvable)
        ));
        let id = registry.commander_carte(&r, &ou, &commande(Some(nadia))).await.unwrap();
        let reception = Reception {
            numero: "28 00 00 00 99".parse().unwrap(),
            recue_le: dans(&registry, 0),
            expire_le: Some(dans(&registry, 61)),
            identifiant: None,
        };
        assert!(matches!(
            registry.recevoir_carte(&dehors, id, 1, &reception).await.err(),
            Some(ActeError::Introuvable)
        ));
        let avant = Reception { expire_le: Some(dans(&registry, 0)), ..reception.clone() };
        assert!(est(registry.recevoir_carte(&r, id, 1, &avant).await, StructureError::ExpirationAvant));
        registry.recevoir_carte(&r, id, 1, &reception).await.unwrap();
        assert!(est(registry.recevoir_carte(&r, id, 1, &reception).await, StructureError::Change));
        assert!(registry.cartes(&dehors, &ou).await.unwrap().is_empty());
        let cartes = registry.cartes(&r, &ou).await.unwrap();
        assert_eq!(cartes[0].numero.as_deref(), Some("••••\u{a0}0099"));

        // Sixty days, thirty, the last one: each told once, to the holder and to the head.
        for (compte, adresse) in [(nadia, "nadia@example.org"), (s.compte(), "rl@example.org")] {
            let mut tx = registry.db().begin().await.unwrap();
            sql("INSERT INTO contact_notification (compte, contact, email, modifie_le) VALUES ($1, $1, $2, 0)")
                .bind(compte.uuid())
                .bind(adresse)
                .execute(&mut tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let dites = |attendu| {
            let registry = registry.clone();
            async move {
                assert_eq!(registry.alerter_cartes().await.unwrap(), attendu);
                assert_eq!(registry.alerter_cartes().await.unwrap(), 0, "once");
            }
        };
        dites(0).await;
        for jours in [1, 30, 31] {
            horloge.avancer_jours(jours);
            dites(1).await;
        }
        assert_eq!(compter(registry.db(), "message WHERE genre = 'carte_expire'").await, 6);
        let vue = &registry.structures_suivies(&s).await.unwrap()[0];
        assert!(matches!(vue.alertes[0].alerte, Alerte::Expiree | Alerte::Bientot(0)));

        horloge.avancer_jours(1);
        let suspendue = session(&registry, nadia).await;
        assert!(matches!(suspendue.gestionnaire().err(), Some(Interdit::CarteExpiree(_))));
        assert_eq!(
            etat(&registry, &s, EG_A1, Etape::Cartes).await,
            Etat::ARefaire(Changement::CartesExpirees)
        );

        // The next one gives the right back at once; cancelled, it takes it away at once.
        let id = registry.commander_carte(&r, &ou, &commande(Some(nadia))).await.unwrap();
        let suivante = Reception {
            numero: "2800000100".parse().unwrap(),
            recue_le: dans(&registry, 0),
            expire_le: None,
            identifiant: None,
        };
        registry.recevoir_carte(&r, id, 1, &suivante).await.unwrap();
        assert!(session(&registry, nadia).await.gestionnaire().is_ok());
        assert_eq!(registry.structures_suivies(&s).await.unwrap()[0].alertes.len(), 0);
        registry.annuler_carte(&r, id, 2).await.unwrap();
        assert!(session(&registry, nadia).await.gestionnaire().is_err());
    })
    .await;
}
