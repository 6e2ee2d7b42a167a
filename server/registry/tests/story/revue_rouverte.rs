//! Campaigns of review, what the rest of the register and the address bar say: a planned end that comes back is no departure, and an
//! instant or a number that nobody's clock gave changes nothing.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::fiche;
use crate::revue::{dire, gens, ligne, ouvrir, tete};
use domain::date::{Instant, jour};
use domain::ids::PersonneId;
use domain::revue::Reponse;
use registry::db::sql;
use registry::revue::{Donnee, RevueError, Selection, Vus};
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

/// The contract of that person is to end on 31 December 2026, as the answers of these stories say it.
async fn a_terme(registry: &Registry, personne: PersonneId) {
    let mut tx = registry.db().begin().await.expect("done");
    sql("UPDATE situation SET fin = $2, motif_fin = 'CHL' WHERE personne = $1")
        .bind(personne.uuid())
        .bind(jour(2026, 12, 31).expect("a day"))
        .execute(&mut tx)
        .await
        .expect("done");
    tx.commit().await.expect("done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_end_that_comes_back_is_asked_again() {
    chaque_banc("revue, fin prévue", |banc| async move {
        let registry = &banc.registry;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let g = helene.gestionnaire().unwrap();
        let (_, louise) = inscrire(registry, &g, EG_A1, 1).await;
        let (_, karim) = inscrire(registry, &g, EG_A1, 2).await;
        for personne in [louise, karim] {
            a_terme(registry, personne).await;
        }
        let r = ouvrir(registry, &helene, EJ_A).await;
        let [tot, au_terme] = [fermeture(20, 11, 2026), fermeture(31, 12, 2026)].map(Donnee::Parti);

        // Already to end that very day: said so, and nothing to close.
        dire(registry, &r, karim, &au_terme).await.unwrap();
        assert_eq!(compter(registry.db(), "fermeture").await, 0);
        assert_eq!(ligne(registry, &r, karim).await.reponse, Some(Reponse::Parti));

        dire(registry, &r, louise, &tot).await.unwrap();
        let dite = ligne(registry, &r, louise).await;
        assert!(
            dite.changement.starts_with("Parti le 20/11/2026"),
            "{}",
            dite.changement
        );
        let rouvrir = ActeSituation::Rouvrir {
            situation: dite.situation,
        };
        let version = fiche(registry, &g, louise).await.version;
        registry
            .agir_sur_situation(&g, louise, version, &rouvrir)
            .await
            .unwrap();
        let rouverte = ligne(registry, &r, louise).await;
        assert_eq!((rouverte.reponse, rouverte.changement.as_str()), (None, ""));
        let refus = registry.terminer_revue(&r, false).await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::SansReponse(1)))),
            "{refus:?}"
        );

        // A closing to come that somebody records since is a departure, whatever its day.
        let fermer = ActeSituation::Fermer {
            situation: rouverte.situation,
            saisie: fermeture(30, 11, 2026),
        };
        let version = fiche(registry, &g, louise).await.version;
        registry
            .agir_sur_situation(&g, louise, version, &fermer)
            .await
            .unwrap();
        let apres = ligne(registry, &r, louise).await;
        assert!(
            apres.changement.starts_with("Parti le 30/11/2026"),
            "{}",
            apres.changement
        );
        let version = fiche(registry, &g, louise).await.version;
        registry
            .agir_sur_situation(&g, louise, version, &rouvrir)
            .await
            .unwrap();
        assert_eq!(ligne(registry, &r, louise).await.reponse, None);

        // Answered again with the day that was planned: an answer like any other.
        dire(registry, &r, louise, &au_terme).await.unwrap();
        let dite = ligne(registry, &r, louise).await;
        assert_eq!(dite.reponse, Some(Reponse::Parti));
        assert!(
            dite.changement.starts_with("Parti le 31/12/2026"),
            "{}",
            dite.changement
        );
        registry.terminer_revue(&r, false).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instant_and_a_number_from_anywhere_stay_in_the_campaign() {
    chaque_banc("revue, instants d’ailleurs", |banc| async move {
        let registry = &banc.registry;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let g = helene.gestionnaire().unwrap();
        inscrire(registry, &g, EG_A1, 1).await;
        avancer_minutes(&banc.horloge, 5);
        let r = ouvrir(registry, &helene, EJ_A).await;
        avancer_minutes(&banc.horloge, 5);
        let (_, venue) = inscrire(registry, &g, EG_A1, 2).await;
        for (millis, attendues) in [
            (i64::MIN, vec![venue]),
            (-99_999_999_999_999_999, vec![venue]),
            (0, vec![venue]),
            (99_999_999_999_999_999, Vec::new()),
            (i64::MAX, Vec::new()),
        ] {
            let depuis = Instant::from_millis(millis);
            let nouvelles = registry
                .nouveaux_en_revue(&r, None, depuis)
                .await
                .unwrap_or_else(|e| panic!("{millis}: {e}"));
            let vues: Vec<_> = nouvelles.iter().map(|l| l.personne).collect();
            assert_eq!(vues, attendues, "{millis}");
            for nombre in [i64::MIN, -1, 0] {
                let compte = Vus { le: depuis, nombre };
                let refus = registry
                    .confirmer_presents(&r, &Selection::Vus(None, compte))
                    .await;
                assert!(
                    matches!(refus, Err(ActeError::Revue(RevueError::Arrivees(2)))),
                    "{millis} {nombre}: {refus:?}"
                );
            }
        }
        assert!(gens(registry, &r).await.iter().all(|l| l.reponse.is_none()));
    })
    .await;
}
