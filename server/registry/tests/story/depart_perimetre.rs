//! A departure is the business of those whose establishment it concerns, and of nobody else: read, opened again, told. Opening
//! again puts back what stood before, and only what is theirs.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::{Cheffe, cheffe, fiche, ouverte, partante, partir, tout};
use crate::depart_suite::{donner_une_adresse, est_gestionnaire, partir_seul};
use crate::revue;
use crate::sursis::avec_sursis;
use domain::date::{Jour, jour};
use domain::ids::{DepartId, PersonneId};
use domain::nomenclature::MotifFin;
use domain::saisie::SaisieFermeture;
use registry::db::sql;
use registry::depart::EtatDepart;
use registry::droit::{Designateur, Gestionnaire};
use registry::personne::SituationVue;
use registry::revue::Donnee;
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

/// The same person works there too, for somebody else.
pub(crate) async fn employer_aussi(registry: &Registry, id: PersonneId, finess: &str) {
    let mut tx = registry.db().begin().await.expect("done");
    sql(
        "INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, cree_le) \
         SELECT $1, personne, $2, profession, role, mode, categorie, debut, cree_le FROM situation WHERE personne = $3 LIMIT 1",
    )
    .bind(nouvel_id(registry))
    .bind(finess)
    .bind(id.uuid())
    .execute(&mut tx)
    .await
    .expect("a second employer");
    tx.commit().await.expect("done");
}

pub(crate) async fn rien_a_voir(
    registry: &Registry,
    (g, d): (&Gestionnaire, Option<&Designateur>),
    depart: DepartId,
) {
    let recents = registry
        .departs_recents(g)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    assert!(recents.iter().all(|ligne| ligne.id != depart));
    for refus in [
        registry.depart(g, None, depart).await.map(|_| ()),
        registry.annuler_depart(g, depart).await,
        registry.rouvrir_depart(g, d, depart).await.map(|_| ()),
    ] {
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
    }
}

async fn etat(registry: &Registry, g: &Gestionnaire, depart: DepartId) -> EtatDepart {
    let vu = registry
        .depart(g, None, depart)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let recents = registry
        .departs_recents(g)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let ligne = recents
        .into_iter()
        .find(|ligne| ligne.id == depart)
        .expect("listed");
    assert_eq!(ligne, vu.ligne);
    vu.ligne.etat
}

#[tokio::test(flavor = "multi_thread")]
async fn another_employer_of_the_same_person_sees_and_undoes_nothing() {
    chaque_banc("départ, deux employeurs", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let a = cheffe(&registry, "EJ", EJ_A).await;
        let b = cheffe(&registry, "EJ", EJ_B).await;
        let p = partante(&registry, &a.g, 1).await;
        employer_aussi(&registry, p.id, EG_B1).await;
        let saisie = tout(&fiche(&registry, &a.g, p.id).await, 24);
        let depart = partir(&registry, &a, p.id, &saisie).await.unwrap();
        rien_a_voir(&registry, (&b.g, Some(&b.d)), depart).await;
        avancer_minutes(&banc.horloge, 1);
        rien_a_voir(&registry, (&b.g, Some(&b.d)), depart).await;
        assert_eq!(etat(&registry, &a.g, depart).await, EtatDepart::Planifie);
        // B's own departure of the same person is B's.
        let mut sien = tout(&fiche(&registry, &b.g, p.id).await, 22);
        sien.habilitations = false;
        let depart_b = partir(&registry, &b, p.id, &sien).await.unwrap();
        rien_a_voir(&registry, (&a.g, Some(&a.d)), depart_b).await;
        // What A planned takes effect.
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, &p).await);
        rien_a_voir(&registry, (&b.g, Some(&b.d)), depart).await;
        assert_eq!(etat(&registry, &a.g, depart).await, EtatDepart::Fait);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_opens_again_what_is_theirs_and_the_rest_stands() {
    chaque_banc("départ rouvert à moitié", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let cheffe = cheffe(&registry, "EJ", EJ_A).await;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let p = partante(&registry, &cheffe.g, 1).await;
        let saisie = tout(&fiche(&registry, &cheffe.g, p.id).await, 24);
        let depart = partir(&registry, &cheffe, p.id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        let ouvertes = || async {
            let vue = fiche(&registry, &cheffe.g, p.id).await;
            let mut noms: Vec<String> = vue
                .situations
                .iter()
                .filter(|s| s.fin.is_none())
                .map(|s| s.etablissement.finess.to_string())
                .collect();
            noms.sort();
            noms
        };
        // Paul has the first establishment only: the other situation stays closed, and the departure goes on.
        registry.rouvrir_depart(&paul, None, depart).await.unwrap();
        assert_eq!(ouvertes().await, [EG_A1]);
        let vu = registry.depart(&paul, None, depart).await.unwrap();
        assert_eq!(
            (vu.ligne.etat, vu.ligne.fin_changee, vu.ligne.rouvrable),
            (EtatDepart::Planifie, true, false)
        );
        let refus = registry.rouvrir_depart(&paul, None, depart).await;
        assert!(matches!(refus, Err(ActeError::SansChangement)), "{refus:?}");
        // Nadia has both and designates nobody (R45): the withdrawal that the head plans is not given up.
        registry
            .rouvrir_depart(&nadia, Some(&cheffe.d), depart)
            .await
            .unwrap();
        assert_eq!(ouvertes().await.len(), 2);
        let vu = registry.depart(&nadia, None, depart).await.unwrap();
        assert_eq!(
            (vu.ligne.etat, vu.ligne.rouvrable, vu.habilitations),
            (EtatDepart::Planifie, false, 1)
        );
        let refus = registry.rouvrir_depart(&nadia, None, depart).await;
        assert!(matches!(refus, Err(ActeError::SansChangement)), "{refus:?}");
        // The head gives it up: nothing is left.
        assert!(
            registry
                .depart(&cheffe.g, None, depart)
                .await
                .unwrap()
                .ligne
                .rouvrable
        );
        registry
            .rouvrir_depart(&cheffe.g, Some(&cheffe.d), depart)
            .await
            .unwrap();
        assert_eq!(etat(&registry, &cheffe.g, depart).await, EtatDepart::Rouvert);
        banc.horloge.avancer_jours(3);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        assert!(est_gestionnaire(&registry, &p).await);
    })
    .await;
}

fn le(j: u8, m: u8) -> Option<Jour> {
    jour(2026, m, j).ok()
}

async fn fin_de(registry: &Registry, g: &Gestionnaire, id: PersonneId) -> (Option<Jour>, Option<MotifFin>) {
    let fiche = fiche(registry, g, id).await;
    let situation: &SituationVue = &fiche.situations[0];
    assert_eq!(situation.fermee_le.is_some(), situation.motif_fin.is_some());
    (situation.fin, situation.motif_fin)
}

async fn agir(registry: &Registry, g: &Gestionnaire, id: PersonneId, acte: ActeSituation) {
    let version = fiche(registry, g, id).await.version;
    registry
        .agir_sur_situation(g, id, version, &acte)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_a_closing_back_puts_back_the_one_before_it() {
    chaque_banc("fermeture sur fermeture", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let Cheffe { g, d } = cheffe(&registry, "EJ", EJ_A).await;
        let (_, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let situation = fiche(&registry, &g, id).await.situations[0].id;
        // The retirement planned for the end of the year.
        let retraite = (le(31, 12), Some(MotifFin::RetraiteSalariee));
        let saisie = SaisieFermeture {
            motif_fin: MotifFin::RetraiteSalariee.code().to_owned(),
            ..fermeture(31, 12, 2026)
        };
        agir(&registry, &g, id, ActeSituation::Fermer { situation, saisie }).await;
        assert_eq!(fin_de(&registry, &g, id).await, retraite);
        let parti = (le(22, 11), Some(MotifFin::ChangementLieu));

        // A departure by mistake, undone at once, then another, opened again later.
        let c = Cheffe { g: g.clone(), d };
        let depart = partir(&registry, &c, id, &tout(&fiche(&registry, &g, id).await, 22))
            .await
            .unwrap();
        assert_eq!(fin_de(&registry, &g, id).await, parti);
        registry.annuler_depart(&g, depart).await.unwrap();
        assert_eq!(fin_de(&registry, &g, id).await, retraite);
        let depart = partir(&registry, &c, id, &tout(&fiche(&registry, &g, id).await, 22))
            .await
            .unwrap();
        banc.horloge.avancer_jours(2);
        registry.rouvrir_depart(&g, Some(&c.d), depart).await.unwrap();
        assert_eq!(fin_de(&registry, &g, id).await, retraite);

        // The same from a review, whatever replaced its closing meanwhile.
        let tete = revue::tete(&registry, "Yves LEROY", "EJ", EJ_A).await;
        let r = revue::ouvrir(&registry, &tete, EJ_A).await;
        let reponse = Donnee::Parti(fermeture(30, 11, 2026));
        revue::dire(&registry, &r, id, &reponse).await.unwrap();
        assert_eq!(fin_de(&registry, &g, id).await.0, le(30, 11));
        let saisie = fermeture(5, 12, 2026);
        agir(&registry, &g, id, ActeSituation::Fermer { situation, saisie }).await;
        revue::dire(&registry, &r, id, &Donnee::Present).await.unwrap();
        assert_eq!(fin_de(&registry, &g, id).await, retraite);

        // And the first closing itself.
        agir(&registry, &g, id, ActeSituation::Rouvrir { situation }).await;
        assert_eq!(fin_de(&registry, &g, id).await, (None, None));
        assert_eq!(
            compter(registry.db(), "fermeture").await + compter(registry.db(), "fermeture_precedente").await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_given_since_is_not_undone_by_opening_the_departure_again() {
    chaque_banc("départ corrigé", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let (_, id) = inscrire(&registry, &c.g, EG_A1, 1).await;
        let lue = fiche(&registry, &c.g, id).await;
        // Named twice, it is closed once.
        let mut saisie = tout(&lue, 28);
        saisie.situations.extend(saisie.situations.clone());
        let depart = partir(&registry, &c, id, &saisie).await.unwrap();
        avancer_minutes(&banc.horloge, 1);
        let situation = lue.situations[0].id;
        let plus_tard = fermeture(5, 12, 2026);
        agir(
            &registry,
            &c.g,
            id,
            ActeSituation::Fermer {
                situation,
                saisie: plus_tard,
            },
        )
        .await;
        registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        assert_eq!(fin_de(&registry, &c.g, id).await.0, le(5, 12));
        assert_eq!(etat(&registry, &c.g, depart).await, EtatDepart::Rouvert);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_who_leaves_is_not_told_of_it() {
    chaque_banc("départ de la tête", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let p = partante(&registry, &nadia, 1).await;
        habiliter(&registry, p.compte, "representant_legal", "EJ", EJ_A).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        donner_une_adresse(&registry, &louise, "louise@example.org").await;
        let a_retirer = "message WHERE genre = 'habilitation_a_retirer'";
        let saisie = tout(&fiche(&registry, &nadia, p.id).await, 22);
        let depart = partir_seul(&registry, &nadia, p.id, &saisie).await.unwrap();
        assert_eq!(
            compter(registry.db(), a_retirer).await,
            0,
            "the only head is who leaves"
        );
        registry.annuler_depart(&nadia, depart).await.unwrap();
        let autre = cheffe(&registry, "EJ", EJ_A).await;
        donner_une_adresse(&registry, &autre.g, "helene@example.org").await;
        partir_seul(&registry, &nadia, p.id, &saisie).await.unwrap();
        assert_eq!(compter(registry.db(), a_retirer).await, 1);
        let pour_helene = format!("{a_retirer} AND destinataire = 'helene@example.org'");
        assert_eq!(compter(registry.db(), &pour_helene).await, 1);
    })
    .await;
}
