//! A departure in one act (R51, R52): what it closes and withdraws, what it hands over, what undoing it puts back; never twice,
//! never outside, never oneself.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::designation::compte_de;
use crate::sursis::avec_sursis;
use domain::ids::{CompteId, DepartId, PersonneId};
use domain::saisie::Champ;
use registry::db::sql;
use registry::demande::{FiltreFile, VueFile};
use registry::depart::{EtatDepart, SaisieDepart};
use registry::droit::{Designateur, Gestionnaire, SessionOuverte};
use registry::habilitation::{GenreHabilitation, Octroi};
use registry::personne::{EtatSituation, Fiche};
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

/// The head of the association, as the two proofs that the session gives.
pub(crate) struct Cheffe {
    pub(crate) g: Gestionnaire,
    pub(crate) d: Designateur,
}

pub(crate) async fn cheffe(registry: &Registry, portee: &str, finess: &str) -> Cheffe {
    let compte = compte_carte(registry, "Hélène CARPENTIER").await;
    habiliter(registry, compte, "representant_legal", portee, finess).await;
    let session = session(registry, compte).await;
    Cheffe {
        g: session.gestionnaire().expect("a gestionnaire (R42)"),
        d: session.designateur().expect("designates (R45)"),
    }
}

/// Somebody registered in both establishments of the association, who is a gestionnaire of the first with a card.
pub(crate) struct Partante {
    pub(crate) id: PersonneId,
    pub(crate) compte: CompteId,
}

pub(crate) async fn partante(registry: &Registry, g: &Gestionnaire, n: u32) -> Partante {
    let (u, id) = inscrire(registry, g, EG_A1, n).await;
    let ailleurs = ActeSituation::Ajouter {
        saisie: nommee(&u, &situation(EG_A2)),
    };
    let version = fiche(registry, g, id).await.version;
    registry
        .agir_sur_situation(g, id, version, &ailleurs)
        .await
        .expect("done");
    let compte = habiliter_inscrit(registry, g, id, EG_A1).await;
    Partante { id, compte }
}

/// Makes somebody registered a gestionnaire of that structure by the identifier of their card, which has never signed in.
pub(crate) async fn habiliter_inscrit(
    registry: &Registry,
    g: &Gestionnaire,
    id: PersonneId,
    structure: &str,
) -> CompteId {
    let octroi = Octroi {
        identifiant: fiche(registry, g, id).await.rpps.id_nat().to_string(),
        nom: "Louise MARTIN".to_owned(),
        genre: GenreHabilitation::Gestionnaire,
        finess: finess(structure),
        carte_jusqu_au: None,
    };
    registry.accorder_habilitation(&octroi).await.expect("granted");
    compte_de(registry, &octroi.identifiant).await
}

pub(crate) async fn fiche(registry: &Registry, g: &Gestionnaire, id: PersonneId) -> Fiche {
    registry.fiche(g, id).await.unwrap_or_else(|e| panic!("{e}"))
}

/// Everything ticked, on that day of November 2026.
pub(crate) fn tout(fiche: &Fiche, jour: u8) -> SaisieDepart {
    SaisieDepart {
        fermeture: fermeture(jour, 11, 2026),
        situations: fiche.situations.iter().map(|s| s.id).collect(),
        habilitations: true,
        collegue: None,
        memes: Vec::new(),
    }
}

/// Confirms it, as the page that was shown would.
pub(crate) async fn partir(
    registry: &Registry,
    c: &Cheffe,
    id: PersonneId,
    saisie: &SaisieDepart,
) -> Result<DepartId, ActeError> {
    let depart = registry.intention_de_depart();
    let version = registry
        .apercu_depart(&c.g, Some(&c.d), id, saisie)
        .await?
        .version;
    registry
        .enregistrer_depart(&c.g, Some(&c.d), (depart, id), version, saisie)
        .await?;
    Ok(depart)
}

pub(crate) async fn ouverte(registry: &Registry, compte: CompteId) -> SessionOuverte {
    session(registry, compte).await
}

async fn messages(registry: &Registry, genre: &str) -> i64 {
    compter(registry.db(), &format!("message WHERE genre = '{genre}'")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_act_closes_withdraws_and_waits_before_telling() {
    chaque_banc("départ", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let p = partante(&registry, &c.g, 1).await;
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), p.id).await.unwrap();
        assert_eq!(preparation.situations.len(), 2);
        assert_eq!(preparation.habilitations.len(), 1);
        assert!(preparation.habilitations[0].retirable);
        let saisie = tout(&preparation.fiche, 22);
        let apercu = registry
            .apercu_depart(&c.g, Some(&c.d), p.id, &saisie)
            .await
            .unwrap();
        assert_eq!((apercu.situations.len(), apercu.retirees.len()), (2, 1));
        assert!(apercu.laissees.is_empty() && apercu.courriel && !apercu.planifie);

        let intention = registry.intention_de_depart();
        let confirmer =
            || registry.enregistrer_depart(&c.g, Some(&c.d), (intention, p.id), apercu.version, &saisie);
        // A double click, two tabs, a network that comes back.
        let (a, b) = tokio::join!(confirmer(), confirmer());
        a.unwrap();
        b.unwrap();
        confirmer().await.unwrap();
        assert_eq!(compter(registry.db(), "depart").await, 1);
        assert_eq!(
            compter(
                registry.db(),
                "journal WHERE acte = 'enregistrer_depart' AND issue = 'fait'"
            )
            .await,
            1
        );

        // Closed and withdrawn at once, one mail for both situations, which waits.
        let vue = fiche(&registry, &c.g, p.id).await;
        assert!(vue.situations.iter().all(|s| s.fin.is_some()));
        assert!(ouverte(&registry, p.compte).await.gestionnaire().is_err());
        assert_eq!(messages(&registry, "depart_enregistre").await, 1);
        assert_eq!(messages(&registry, "situation_fermee").await, 0);
        while let Some(envoi) = registry.prendre_courriel(60_000).await.unwrap() {
            assert_ne!(envoi.sujet, "Votre départ est enregistré");
        }
        let vu = registry.depart(&c.g, None, intention).await.unwrap();
        assert!(matches!(vu.ligne.etat, EtatDepart::Annulable(29..=30)), "{vu:?}");
        assert_eq!((vu.etablissements.len(), vu.habilitations), (2, 1));
        avancer_secondes(&banc.horloge, 31);
        let envoi = registry
            .prendre_courriel(60_000)
            .await
            .unwrap()
            .expect("it leaves");
        assert_eq!(envoi.sujet, "Votre départ est enregistré");
        assert!(envoi.texte.contains("EHPAD LES TILLEULS") && envoi.texte.contains("SESSAD LES TILLEULS"));
        let tard = registry.annuler_depart(&c.g, intention).await;
        assert!(matches!(tard, Err(ActeError::TropTard)), "{tard:?}");
        // The number stays (R54), and the last day is still worked: from the day after, closed.
        banc.horloge.avancer_jours(1);
        let vue = fiche(&registry, &c.g, p.id).await;
        assert!(vue.situations.iter().all(|s| s.etat == EtatSituation::Fermee));
        let recents = registry.departs_recents(&c.g).await.unwrap();
        assert_eq!((recents.len(), recents[0].etat), (1, EtatDepart::Fait));
        assert!(!recents[0].habilitation_restante && recents[0].rouvrable);
    })
    .await;
}

/// Everything that undoing must put back.
async fn photo(registry: &Registry) -> Vec<String> {
    let mut vues = Vec::new();
    for (requete, colonnes) in [
        (
            "SELECT CAST(fin AS TEXT) AS a, motif_fin AS b FROM situation ORDER BY id",
            2,
        ),
        (
            "SELECT CAST(le AS TEXT) AS a, CAST(fin_avant AS TEXT) AS b FROM fermeture ORDER BY situation",
            2,
        ),
        (
            "SELECT CAST(retiree_le AS TEXT) AS a, genre AS b FROM habilitation ORDER BY id",
            2,
        ),
        (
            "SELECT CAST(jusqu_au AS TEXT) AS a, finess AS b FROM prise ORDER BY demande",
            2,
        ),
        ("SELECT genre AS a FROM message ORDER BY id", 1),
        (
            "SELECT CAST(fin AS TEXT) AS a FROM fin_annoncee ORDER BY situation",
            1,
        ),
        ("SELECT CAST(le AS TEXT) AS a FROM confiee ORDER BY demande", 1),
    ] {
        for row in sql(requete).all(registry.db()).await.expect("done") {
            let a: Option<String> = row.get("a").expect("done");
            let b: Option<String> = if colonnes == 2 {
                row.get("b").expect("done")
            } else {
                None
            };
            vues.push(format!("{requete} {a:?} {b:?}"));
        }
    }
    vues
}

#[tokio::test(flavor = "multi_thread")]
async fn undone_in_time_it_is_as_if_nothing_had_happened() {
    chaque_banc("départ annulé", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let dehors = cheffe(&registry, "EJ", EJ_B).await;
        let p = partante(&registry, &c.g, 1).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        let demande = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        registry
            .prendre(&louise, demande, registry.jeton_prise())
            .await
            .unwrap();
        // One of the two situations has a planned end, noted by an earlier closing.
        let lue = fiche(&registry, &c.g, p.id).await;
        let prevue = ActeSituation::Fermer {
            situation: lue.situations[0].id,
            saisie: fermeture(25, 12, 2026),
        };
        registry
            .agir_sur_situation(&c.g, p.id, lue.version, &prevue)
            .await
            .unwrap();
        let avant = photo(&registry).await;

        let lue = fiche(&registry, &c.g, p.id).await;
        let saisie = SaisieDepart {
            collegue: Some(paul.compte()),
            ..tout(&lue, 20)
        };
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        assert_ne!(photo(&registry).await, avant);
        for refus in [
            registry.annuler_depart(&dehors.g, depart).await,
            registry.annuler_depart(&paul, depart).await,
        ] {
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        registry.annuler_depart(&c.g, depart).await.unwrap();
        registry.annuler_depart(&c.g, depart).await.unwrap();
        assert_eq!(photo(&registry).await, avant);
        assert!(ouverte(&registry, p.compte).await.gestionnaire().is_ok());
        // The same intention sent late does not begin again; the task finds nothing to do.
        registry
            .enregistrer_depart(&c.g, Some(&c.d), (depart, p.id), lue.version, &saisie)
            .await
            .unwrap();
        assert_eq!(photo(&registry).await, avant);
        banc.horloge.avancer_jours(2);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 0);
        let vu = registry.depart(&c.g, None, depart).await.unwrap();
        assert_eq!((vu.ligne.etat, vu.ligne.rouvrable), (EtatDepart::Annule, false));
        let refus = registry.rouvrir_depart(&c.g, Some(&c.d), depart).await;
        assert!(matches!(refus, Err(ActeError::SansChangement)), "{refus:?}");
        // Something else happened to the record: undoing would undo that too.
        let lue = fiche(&registry, &c.g, p.id).await;
        let depart = partir(&registry, &c, p.id, &tout(&lue, 24)).await.unwrap();
        let lue = fiche(&registry, &c.g, p.id).await;
        let acte = ActeSituation::Rouvrir {
            situation: lue.situations[0].id,
        };
        registry
            .agir_sur_situation(&c.g, p.id, lue.version, &acte)
            .await
            .unwrap();
        let refus = registry.annuler_depart(&c.g, depart).await;
        assert!(matches!(refus, Err(ActeError::FicheModifiee)), "{refus:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_person_had_in_hand_goes_to_a_colleague_who_may_treat_it() {
    chaque_banc("départ transmis", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        gestionnaire(&registry, "Sophie LAMBERT", "EJ", EJ_B).await;
        let p = partante(&registry, &c.g, 1).await;
        habiliter(&registry, p.compte, "gestionnaire", "EG", EG_A2).await;
        let louise = ouverte(&registry, p.compte).await.gestionnaire().unwrap();
        let a1 = deposer(&registry, &usager_n(&registry, 2).await, EG_A1, 2)
            .await
            .id;
        let a2 = deposer(&registry, &usager_n(&registry, 3).await, EG_A2, 3)
            .await
            .id;
        registry
            .prendre(&louise, a1, registry.jeton_prise())
            .await
            .unwrap();
        // Read last by her: one of hers.
        version(&registry, &louise, a2).await;
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), p.id).await.unwrap();
        assert_eq!(preparation.en_main, 2);
        let noms: Vec<_> = preparation.collegues.iter().map(|c| c.nom.as_str()).collect();
        assert_eq!(noms, ["Hélène CARPENTIER", "Paul GIRAUD"]);

        let mut saisie = tout(&preparation.fiche, 22);
        saisie.collegue = Some(p.compte);
        let refus = partir(&registry, &c, p.id, &saisie).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        saisie.collegue = Some(paul.compte());
        let depart = partir(&registry, &c, p.id, &saisie).await.unwrap();
        // Paul treats the first establishment only: the other demande is everybody's again.
        let vu = registry.depart(&c.g, None, depart).await.unwrap();
        assert_eq!((vu.confiees, vu.collegue.as_deref()), (1, Some("Paul GIRAUD")));
        let siennes = |g: Gestionnaire| {
            let registry = registry.clone();
            async move {
                let filtre = FiltreFile {
                    vue: VueFile::Miennes,
                    ..FiltreFile::default()
                };
                let file = registry.file(&g, &filtre).await.unwrap_or_else(|e| panic!("{e}"));
                file.lignes.iter().map(|l| l.id).collect::<Vec<_>>()
            }
        };
        assert_eq!(siennes(paul.clone()).await, [a1]);
        assert_eq!(siennes(c.g.clone()).await.len(), 0);
        let historique = registry.historique_demande(&paul, a1, 1).await.unwrap();
        assert!(
            historique.lignes[0]
                .phrase()
                .starts_with("Confiée à un collègue par Hélène CARPENTIER")
        );
        registry.annuler_depart(&c.g, depart).await.unwrap();
        assert_eq!(siennes(paul).await.len(), 0);
        assert!(siennes(louise).await.contains(&a2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_day_an_old_version_or_nothing_at_all_changes_nothing() {
    chaque_moteur("départ refusé", |registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let dehors = cheffe(&registry, "EJ", EJ_B).await;
        let p = partante(&registry, &c.g, 1).await;
        let lue = fiche(&registry, &c.g, p.id).await;
        // Situations begin on 1 September 2026: that very day is the earliest.
        let mut trop_tot = tout(&lue, 22);
        trop_tot.fermeture = fermeture(31, 8, 2026);
        match registry
            .apercu_depart(&c.g, Some(&c.d), p.id, &trop_tot)
            .await
            .err()
        {
            Some(ActeError::Invalide(erreurs)) => assert!(erreurs.pour(Champ::DateFin).is_some()),
            autre => panic!("{autre:?}"),
        }
        trop_tot.fermeture = fermeture(1, 9, 2026);
        assert!(
            registry
                .apercu_depart(&c.g, Some(&c.d), p.id, &trop_tot)
                .await
                .is_ok()
        );
        let mut rien = tout(&lue, 22);
        rien.situations.clear();
        rien.habilitations = false;
        let refus = registry.apercu_depart(&c.g, Some(&c.d), p.id, &rien).await.err();
        assert!(matches!(refus, Some(ActeError::SansChangement)), "{refus:?}");
        // The habilitation alone is something.
        rien.habilitations = true;
        assert!(
            registry
                .apercu_depart(&c.g, Some(&c.d), p.id, &rien)
                .await
                .is_ok()
        );
        let saisie = tout(&lue, 22);
        let ailleurs = registry
            .apercu_depart(&dehors.g, Some(&dehors.d), p.id, &saisie)
            .await
            .err();
        assert!(matches!(ailleurs, Some(ActeError::Introuvable)), "{ailleurs:?}");
        let intention = registry.intention_de_depart();
        let refus = registry
            .enregistrer_depart(&c.g, Some(&c.d), (intention, p.id), lue.version - 1, &saisie)
            .await;
        assert!(matches!(refus, Err(ActeError::FicheModifiee)), "{refus:?}");
        assert_eq!(compter(registry.db(), "depart").await, 0);
        assert_eq!(
            compter(registry.db(), "habilitation WHERE retiree_le IS NOT NULL").await,
            0
        );
        // The refused intention is still good: the right version confirms it.
        registry
            .enregistrer_depart(&c.g, Some(&c.d), (intention, p.id), lue.version, &saisie)
            .await
            .unwrap();
        // Somebody else's intention is not there.
        let refus = registry
            .enregistrer_depart(
                &dehors.g,
                Some(&dehors.d),
                (intention, p.id),
                lue.version,
                &saisie,
            )
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
    })
    .await;
}
