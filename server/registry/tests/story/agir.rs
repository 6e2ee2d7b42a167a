//! What a gestionnaire does without a demande (J4): modify, close, open again, add; never outside, never twice, never on
//! themselves, never while a demande is pending.

use crate::commun::*;
use crate::decor::*;
use domain::ids::PersonneId;
use domain::saisie::{Champ, SaisieSituation};
use registry::droit::{Gestionnaire, Usager};
use registry::personne::{EtatSituation, Fiche};
use registry::situation::{ActeSituation, Apercu};
use registry::{ActeError, Registry};

/// Somebody accepted in that establishment.
pub(crate) async fn inscrire(
    registry: &Registry,
    g: &Gestionnaire,
    eg: &str,
    n: u32,
) -> (Usager, PersonneId) {
    let u = usager_n(registry, n).await;
    accepter(registry, g, &u, eg, n).await;
    let id = registry.ma_fiche(&u).await.expect("read").expect("registered").id;
    (u, id)
}

async fn accepter(registry: &Registry, g: &Gestionnaire, u: &Usager, eg: &str, n: u32) {
    let id = deposer(registry, u, eg, n).await.id;
    let vue = version(registry, g, id).await;
    registry.valider(g, id, vue, true).await.expect("accepted");
}

async fn fiche(registry: &Registry, g: &Gestionnaire, id: PersonneId) -> Fiche {
    registry.fiche(g, id).await.unwrap_or_else(|e| panic!("{e}"))
}

async fn faire(
    registry: &Registry,
    g: &Gestionnaire,
    id: PersonneId,
    acte: &ActeSituation,
) -> Result<(), ActeError> {
    let version = fiche(registry, g, id).await.version;
    registry.agir_sur_situation(g, id, version, acte).await
}

async fn mails(registry: &Registry, genre: &str) -> i64 {
    compter(registry.db(), &format!("message WHERE genre = '{genre}'")).await
}

fn champs(apercu: &Apercu) -> Vec<&str> {
    apercu.changements.iter().map(|c| c.champ.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_situation_is_modified_once_announced_and_traced() {
    chaque_moteur("modifier", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let avant = fiche(&registry, &g, id).await;
        let saisie = SaisieSituation {
            role: "GENR11".to_owned(),
            fin_jour: "31".to_owned(),
            fin_mois: "12".to_owned(),
            fin_annee: "2026".to_owned(),
            ..nommee(&u, &situation(EG_A2))
        };
        let acte = ActeSituation::Modifier {
            situation: avant.situations[0].id,
            saisie,
        };
        let apercu = registry.apercu_situation(&g, id, &acte).await.unwrap();
        assert_eq!(
            champs(&apercu),
            [
                Champ::Etablissement.libelle(),
                Champ::Role.libelle(),
                Champ::DateFin.libelle()
            ]
        );
        assert!(apercu.courriel && apercu.version == avant.version);
        assert_eq!(
            fiche(&registry, &g, id).await.version,
            avant.version,
            "looking changes nothing"
        );

        registry
            .agir_sur_situation(&g, id, apercu.version, &acte)
            .await
            .unwrap();
        registry
            .agir_sur_situation(&g, id, apercu.version, &acte)
            .await
            .expect("the second click is harmless");
        let apres = fiche(&registry, &g, id).await;
        assert_eq!(apres.version, avant.version + 1);
        assert_eq!(apres.rpps, avant.rpps, "R3");
        assert_eq!(apres.situations.len(), 1);
        assert_eq!(apres.situations[0].etablissement.finess.as_str(), EG_A2);
        assert_eq!(apres.situations[0].role.as_str(), "GENR11");
        assert_eq!(mails(&registry, "situation_modifiee").await, 1);
        let historique = registry.historique_personne(&g, id, 1).await.unwrap();
        assert!(
            historique.lignes[0]
                .phrase()
                .starts_with("Situation modifiée par Nadia FERRAND")
        );
        assert!(
            historique.lignes[0]
                .changements
                .iter()
                .any(|c| c.avant.as_deref() == Some("EHPAD LES TILLEULS")
                    && c.apres.as_deref() == Some("SESSAD LES TILLEULS"))
        );
        let vues = registry.consultations(&u, 1).await.unwrap();
        assert!(
            vues.lignes
                .iter()
                .any(|l| l.phrase() == "a modifié une situation de votre fiche")
        );
        assert!(matches!(
            registry.agir_sur_situation(&g, id, apres.version, &acte).await,
            Err(ActeError::SansChangement)
        ));
        let autre = ActeSituation::Modifier {
            situation: avant.situations[0].id,
            saisie: nommee(&u, &situation(EG_A1)),
        };
        assert!(matches!(
            registry.agir_sur_situation(&g, id, avant.version, &autre).await,
            Err(ActeError::FicheModifiee)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_situation_is_closed_past_present_or_future_and_reopened_within_thirty_days() {
    chaque_banc("fermer", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, id) = inscrire(registry, &g, EG_A1, 1).await;
        let situation_ = fiche(registry, &g, id).await.situations[0].id;
        let fermer = |jour, mois| ActeSituation::Fermer {
            situation: situation_,
            saisie: fermeture(jour, mois, 2026),
        };
        let rouvrir = ActeSituation::Rouvrir {
            situation: situation_,
        };
        for (jour, mois, etat) in [
            (1, 12, EtatSituation::Active),
            (22, 11, EtatSituation::Active),
            (2, 11, EtatSituation::Fermee),
        ] {
            faire(registry, &g, id, &fermer(jour, mois)).await.unwrap();
            let vue = fiche(registry, &g, id).await;
            assert_eq!(vue.situations[0].etat, etat, "{jour}/{mois}");
            assert!(vue.situations[0].fermee_le.is_some() && !vue.situations[0].depart_declare);
            assert_eq!(
                registry.ma_fiche(&u).await.unwrap().unwrap().rpps,
                vue.rpps,
                "R54"
            );
            faire(registry, &g, id, &rouvrir).await.unwrap();
            let vue = fiche(registry, &g, id).await;
            assert_eq!((vue.situations[0].fin, vue.situations[0].motif_fin), (None, None));
        }
        assert_eq!(mails(registry, "situation_fermee").await, 3);
        assert_eq!(mails(registry, "situation_rouverte").await, 3);
        let erreur = faire(registry, &g, id, &fermer(31, 8)).await.unwrap_err();
        assert!(
            matches!(&erreur, ActeError::Invalide(e) if e.pour(Champ::DateFin).is_some()),
            "before it began"
        );
        faire(registry, &g, id, &fermer(2, 11)).await.unwrap();
        assert!(matches!(
            faire(registry, &g, id, &fermer(3, 11)).await,
            Err(ActeError::SituationTerminee)
        ));
        banc.horloge.avancer_jours(31);
        assert!(matches!(
            faire(registry, &g, id, &rouvrir).await,
            Err(ActeError::NonRouvrable)
        ));
        // Back after a while: a new situation on the same number.
        let retour = ActeSituation::Ajouter {
            saisie: nommee(
                &u,
                &SaisieSituation {
                    debut_mois: "12".to_owned(),
                    ..situation(EG_A1)
                },
            ),
        };
        faire(registry, &g, id, &retour).await.unwrap();
        assert_eq!(fiche(registry, &g, id).await.situations.len(), 2);
        assert!(
            matches!(
                faire(registry, &g, id, &rouvrir).await,
                Err(ActeError::NonRouvrable)
            ),
            "the old one stays closed"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_situation_is_added_on_the_same_number_one_role_per_establishment() {
    chaque_moteur("ajouter", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let avant = fiche(&registry, &g, id).await;
        let la = |eg| ActeSituation::Ajouter {
            saisie: nommee(&u, &situation(eg)),
        };
        assert!(matches!(
            faire(&registry, &g, id, &la(EG_A1)).await,
            Err(ActeError::SituationExistante | ActeError::SansChangement)
        ));
        for dehors in [EG_B2, "123456789", "990000093"] {
            let erreur = faire(&registry, &g, id, &la(dehors)).await.unwrap_err();
            assert!(
                matches!(&erreur, ActeError::Invalide(e) if e.pour(Champ::Etablissement).is_some()),
                "{erreur:?}"
            );
        }
        let (un, deux) = (la(EG_A2), la(EG_A2));
        let (a, b) = tokio::join!(
            registry.agir_sur_situation(&g, id, avant.version, &un),
            registry.agir_sur_situation(&g, id, avant.version, &deux)
        );
        a.unwrap();
        b.expect("a double click adds once");
        let apres = fiche(&registry, &g, id).await;
        assert_eq!((apres.situations.len(), &apres.rpps), (2, &avant.rpps));
        assert_eq!(mails(&registry, "situation_ajoutee").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_outside_on_oneself_or_while_a_demande_is_pending() {
    chaque_moteur("refus d’agir", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let ailleurs = gestionnaire(&registry, "Paul GIRAUD", "EJ", EJ_B).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let vue = fiche(&registry, &g, id).await;
        let fermer = ActeSituation::Fermer {
            situation: vue.situations[0].id,
            saisie: fermeture(1, 12, 2026),
        };
        assert!(matches!(
            registry
                .agir_sur_situation(&ailleurs, id, vue.version, &fermer)
                .await,
            Err(ActeError::Introuvable)
        ));
        assert!(matches!(
            registry.apercu_situation(&ailleurs, id, &fermer).await,
            Err(ActeError::Introuvable)
        ));

        // R38: the same person, with a right on the establishment.
        let soi = gestionnaire_aussi(&registry, &u, None, "EG", EG_A1).await;
        assert!(
            registry.est_sa_fiche(&soi, id).await.unwrap() && !registry.est_sa_fiche(&g, id).await.unwrap()
        );
        assert!(matches!(
            registry.agir_sur_situation(&soi, id, vue.version, &fermer).await,
            Err(ActeError::PropreFiche)
        ));
        // And with a card that has their number.
        let soi = gestionnaire_aussi(&registry, &u, Some(&vue.rpps), "EG", EG_A1).await;
        assert!(matches!(
            registry.agir_sur_situation(&soi, id, vue.version, &fermer).await,
            Err(ActeError::PropreFiche)
        ));

        // R33: both demandes were sent before the first was accepted.
        let v = usager_n(&registry, 2).await;
        let (ici, la) = (
            deposer(&registry, &v, EG_A1, 2).await.id,
            deposer(&registry, &v, EG_A2, 2).await.id,
        );
        let lue = version(&registry, &g, ici).await;
        registry.valider(&g, ici, lue, true).await.unwrap();
        let autre = registry.ma_fiche(&v).await.unwrap().unwrap();
        let fermer = ActeSituation::Fermer {
            situation: autre.situations[0].id,
            saisie: fermeture(1, 12, 2026),
        };
        assert_eq!(
            registry
                .demande_en_cours(&g, autre.id)
                .await
                .unwrap()
                .map(|(id, _)| id),
            Some(la)
        );
        assert!(matches!(
            registry.agir_sur_situation(&g, autre.id, autre.version, &fermer).await,
            Err(ActeError::DemandeEnCours { demande, .. }) if demande == la
        ));
        registry.annuler(&v, la).await.unwrap_or_else(|e| panic!("{e}"));
        assert!(registry.demande_en_cours(&g, autre.id).await.unwrap().is_none());
        registry
            .agir_sur_situation(&g, autre.id, autre.version, &fermer)
            .await
            .unwrap();
        retirer_habilitations(&registry, g.compte()).await;
        assert!(matches!(
            registry
                .agir_sur_situation(&g, autre.id, autre.version + 1, &fermer)
                .await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_end_comes_by_itself_and_is_told_once() {
    chaque_banc("fins", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (_, id) = inscrire(registry, &g, EG_A1, 1).await;
        let situation_ = fiche(registry, &g, id).await.situations[0].id;
        let acte = ActeSituation::Fermer {
            situation: situation_,
            saisie: fermeture(25, 11, 2026),
        };
        faire(registry, &g, id, &acte).await.unwrap();
        banc.horloge.avancer_jours(3);
        assert_eq!(
            registry.annoncer_fins().await.unwrap(),
            0,
            "the last day is worked"
        );
        banc.horloge.avancer_jours(1);
        assert_eq!(registry.annoncer_fins().await.unwrap(), 1);
        assert_eq!(registry.annoncer_fins().await.unwrap(), 0);
        assert_eq!(mails(registry, "situation_terminee").await, 1);
        let vue = fiche(registry, &g, id).await;
        assert_eq!(vue.situations[0].etat, EtatSituation::Fermee);

        // Dead: nobody writes to them.
        let (_, mort) = inscrire(registry, &g, EG_A1, 2).await;
        let mut saisie = fermeture(20, 11, 2026);
        "DCD".clone_into(&mut saisie.motif_fin);
        let acte = ActeSituation::Fermer {
            situation: fiche(registry, &g, mort).await.situations[0].id,
            saisie,
        };
        assert!(!registry.apercu_situation(&g, mort, &acte).await.unwrap().courriel);
        faire(registry, &g, mort, &acte).await.unwrap();
        assert_eq!(mails(registry, "situation_fermee").await, 1);
        assert_eq!(registry.annoncer_fins().await.unwrap(), 0, "told by the closing");
    })
    .await;
}
