//! Who left and whose name a card still bears: found whatever part of the name it shows, answered by who may, counted until then; and
//! what was planned for it is done whatever is said of the card meanwhile (R52).

use crate::commun::*;
use crate::decor::*;
use crate::depart::{Cheffe, cheffe, fiche, ouverte, partir, tout};
use crate::depart_meme::{est_gestionnaire, liens, porteur};
use crate::depart_perimetre::employer_aussi;
use crate::depart_suite::donner_une_adresse;
use crate::designation::{designer, inconnu, valide};
use crate::revue::{dire, ligne, mails, ouvrir};
use crate::sursis::avec_sursis;
use domain::designation::MotifRetrait;
use domain::ids::{CompteId, HabilitationId, PersonneId};
use domain::saisie::HabiliteValide;
use registry::db::sql;
use registry::depart::ReponseMeme::{self, Non, Oui, Reprendre};
use registry::depart::{SaisieDepart, SuiteMeme};
use registry::revue::Donnee;
use registry::rotation::{Attention, Portee};
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

const CPE: &str = "3010780914/12";

/// Somebody of that name, registered in that establishment.
async fn inscrite(registry: &Registry, c: &Cheffe, prenom: &str, nom: &str, n: u32) -> PersonneId {
    let u = usager(registry, &nee_un_autre_jour(etat_civil(nom, prenom), n)).await;
    let id = deposer(registry, &u, EG_A1, n).await.id;
    let vue = version(registry, &c.g, id).await;
    registry
        .valider(&c.g, id, vue, true)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let fiche = registry.ma_fiche(&u).await.unwrap_or_else(|e| panic!("{e}"));
    fiche.expect("registered").id
}

/// Everything they have there ended two days ago, without a departure.
async fn finir(registry: &Registry, c: &Cheffe, id: PersonneId) {
    let lue = fiche(registry, &c.g, id).await;
    let fermer = ActeSituation::Fermer {
        situation: lue.situations[0].id,
        saisie: fermeture(20, 11, 2026),
    };
    registry
        .agir_sur_situation(&c.g, id, lue.version, &fermer)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
}

async fn attention(registry: &Registry, c: &Cheffe, portee: &Portee) -> Attention {
    let r = ouverte(registry, c.g.compte()).await.representant();
    let r = r.unwrap_or_else(|e| panic!("{e}"));
    let tableau = registry.rotation(&r, portee).await;
    tableau.unwrap_or_else(|e| panic!("{e}")).attention
}

/// The cards to ask about, and those that were set aside.
async fn listes(registry: &Registry, c: &Cheffe) -> (Vec<CompteId>, Vec<CompteId>) {
    let tous = registry.departs_a_verifier(&c.g, Some(&c.d)).await;
    let (mut a_dire, mut ecartes) = (Vec::new(), Vec::new());
    for un in tous.unwrap_or_else(|e| panic!("{e}")) {
        a_dire.extend(un.cartes.a_dire.iter().map(|carte| carte.compte));
        ecartes.extend(un.cartes.ecartes.iter().map(|carte| carte.compte));
    }
    (a_dire, ecartes)
}

async fn repondre(
    registry: &Registry,
    c: &Cheffe,
    (personne, compte): (PersonneId, CompteId),
    reponse: ReponseMeme,
) -> Result<SuiteMeme, ActeError> {
    registry
        .repondre_meme(&c.g, Some(&c.d), personne, compte, reponse)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_departure_planned_is_withdrawn_whatever_is_said_of_the_card_since() {
    chaque_banc("départ prévu, lien changé", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let id = inscrite(&registry, &c, "Louise", "MARTIN", 1).await;
        let autre = inscrite(&registry, &c, "Louise Anne", "MARTIN", 2).await;
        let sienne = porteur(&registry, CPE, "Louise MARTIN", EG_A1).await;
        let seconde = porteur(&registry, "3010780914/13", "MARTIN Louise", EG_A1).await;
        porteur(&registry, "3010780914/13", "MARTIN Louise", EG_A2).await;
        let prevu = SaisieDepart {
            memes: vec![sienne, seconde],
            ..tout(&fiche(&registry, &c.g, id).await, 24)
        };
        let depart = partir(&registry, &c, id, &prevu).await.unwrap();
        assert_eq!(
            registry.depart(&c.g, None, depart).await.unwrap().habilitations,
            3
        );
        avancer_minutes(&banc.horloge, 5);

        // One right of two was a mistake: the other is still found by what was said.
        let row = sql("SELECT id FROM habilitation WHERE compte = $1 AND finess = $2")
            .bind(seconde.uuid())
            .bind(EG_A2)
            .one(registry.db())
            .await
            .unwrap();
        let droit = HabilitationId::new(row.get("id").unwrap());
        registry
            .retirer_designation(&c.d, droit, MotifRetrait::Erreur, false)
            .await
            .unwrap();
        assert_eq!(liens(&registry).await, 2);
        // Somebody designates the other card elsewhere, and says that it is somebody else's.
        let dire = HabiliteValide {
            meme_personne: Some(autre),
            ..valide("gestionnaire", "louise@example.org")
        };
        designer(&registry, &c.d, EG_A2, &inconnu(CPE, "Louise", "MARTIN"), &dire)
            .await
            .unwrap();
        assert_eq!(liens(&registry).await, 2);

        banc.horloge.avancer_jours(4);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, seconde).await);
        let restants = format!(
            "habilitation WHERE retiree_le IS NULL AND finess = '{EG_A1}' AND genre = 'gestionnaire'"
        );
        assert_eq!(compter(registry.db(), &restants).await, 0);
        // What she was given since, as somebody else, stands.
        assert!(est_gestionnaire(&registry, sienne).await);
        assert_eq!(
            compter(registry.db(), "depart_habilitation WHERE retiree_le IS NULL").await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_shows_more_than_the_name_is_found() {
    chaque_moteur("nom composé", |registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let id = inscrite(&registry, &c, "Louise", "MARTIN", 1).await;
        // Asked at the designation …
        let structure = finess(EG_A1);
        let ligne = registry
            .ajouter_au_panier(&c.d, &structure, &inconnu(CPE, "Louise", "MARTIN-LEROY"))
            .await
            .unwrap();
        let vue = registry.ligne_panier(&c.d, &structure, ligne).await.unwrap();
        let connus = registry.inscrits_du_meme_nom(&c.d, &vue).await.unwrap();
        assert_eq!(connus.iter().map(|i| i.personne).collect::<Vec<_>>(), [id]);
        // … at the departure, and once gone; two others of the same first name are not her.
        let sienne = porteur(&registry, CPE, "Louise MARTIN-LEROY", EG_A1).await;
        porteur(&registry, "3010780914/13", "Louise MARTINEZ", EG_A1).await;
        porteur(&registry, "3010780914/14", "Louise LEROY", EG_A1).await;
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), id).await.unwrap();
        assert_eq!(preparation.homonymes.len(), 1);
        assert_eq!(preparation.homonymes[0].compte, sienne);
        assert_eq!(listes(&registry, &c).await.0, []);
        finir(&registry, &c, id).await;
        assert_eq!(listes(&registry, &c).await.0, [sienne]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_withdraw_says_yes_and_the_head_is_told_once() {
    chaque_moteur("réponse sans désigner", |registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        donner_une_adresse(&registry, &c.g, "helene@example.org").await;
        let id = inscrite(&registry, &c, "Louise", "MARTIN", 1).await;
        let sienne = porteur(&registry, CPE, "Louise MARTIN", EG_A1).await;
        let nadia = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        finir(&registry, &c, id).await;
        let vues = registry.departs_a_verifier(&nadia, None).await.unwrap();
        assert!(!vues[0].cartes.a_dire[0].retirable());
        let avant = attention(&registry, &c, &Portee::Toutes).await;
        assert_eq!((avant.a_verifier, avant.restes), (1, 0));
        for portee in [EG_A1, EG_A2] {
            let ici = attention(&registry, &c, &Portee::Structure(finess(portee))).await;
            assert_eq!(ici.a_verifier, usize::from(portee == EG_A1), "{portee}");
        }

        // She hides nothing from the head, not even with the proof of somebody else.
        for d in [None, Some(&c.d)] {
            for reponse in [Non, Reprendre] {
                let refus = registry.repondre_meme(&nadia, d, id, sienne, reponse).await;
                match reponse {
                    Non => assert!(matches!(refus, Err(ActeError::Interdit)), "{refus:?}"),
                    _ => assert!(matches!(refus, Ok(SuiteMeme::Reprise)), "{refus:?}"),
                }
            }
        }
        for _ in 0..2 {
            let suite = registry.repondre_meme(&nadia, None, id, sienne, Oui).await;
            assert!(matches!(suite, Ok(SuiteMeme::Signalee)), "{suite:?}");
        }
        assert!(est_gestionnaire(&registry, sienne).await);
        assert_eq!(
            (
                liens(&registry).await,
                mails(&registry, "habilitation_a_retirer").await
            ),
            (1, 1)
        );
        let apres = attention(&registry, &c, &Portee::Toutes).await;
        assert_eq!((apres.a_verifier, apres.restes), (0, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn yes_withdraws_no_is_kept_and_can_be_taken_back() {
    chaque_banc("réponses au même nom", |banc| async move {
        let registry = &banc.registry;
        let c = cheffe(registry, "EJ", EJ_A).await;
        let nadia = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let id = inscrite(registry, &c, "Louise", "MARTIN", 1).await;
        let sienne = porteur(registry, CPE, "Louise MARTIN", EG_A1).await;
        let autre = porteur(registry, "3010780914/13", "MARTIN Louise", EG_A1).await;
        finir(registry, &c, id).await;
        // Somebody of another perimeter, and an account of another name, are not there.
        let voisine = cheffe(registry, "EJ", EJ_B).await;
        let etrangere = porteur(registry, "3010780914/14", "Paul GIRAUD", EG_A1).await;
        for reponse in [Oui, Non, Reprendre] {
            for refus in [
                repondre(registry, &voisine, (id, sienne), reponse).await,
                repondre(registry, &c, (id, etrangere), reponse).await,
                repondre(registry, &c, (id, c.g.compte()), reponse).await,
            ] {
                assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
            }
        }
        assert_eq!(compter(registry.db(), "pas_meme").await, 0);

        for _ in 0..2 {
            let suite = repondre(registry, &c, (id, autre), Non).await;
            assert!(matches!(suite, Ok(SuiteMeme::Ecartee)), "{suite:?}");
        }
        assert_eq!(listes(registry, &c).await, (vec![sienne], vec![autre]));
        assert_eq!(attention(registry, &c, &Portee::Toutes).await.a_verifier, 1);
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), id).await.unwrap();
        assert_eq!(preparation.homonymes.len(), 1);
        // Nobody else undoes it, nor goes round it.
        let refus = registry.repondre_meme(&nadia, None, id, autre, Reprendre).await;
        assert!(matches!(refus, Err(ActeError::Interdit)), "{refus:?}");
        let refus = registry.repondre_meme(&nadia, None, id, autre, Oui).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        for _ in 0..2 {
            let suite = repondre(registry, &c, (id, autre), Reprendre).await;
            assert!(matches!(suite, Ok(SuiteMeme::Reprise)), "{suite:?}");
        }
        assert_eq!(listes(registry, &c).await.0.len(), 2);
        repondre(registry, &c, (id, autre), Non).await.unwrap();

        for _ in 0..2 {
            let suite = repondre(registry, &c, (id, sienne), Oui).await;
            assert!(matches!(suite, Ok(SuiteMeme::Retiree)), "{suite:?}");
        }
        assert!(!est_gestionnaire(registry, sienne).await);
        assert!(est_gestionnaire(registry, autre).await);
        assert_eq!(listes(registry, &c).await, (vec![], vec![autre]));
        assert_eq!(
            attention(registry, &c, &Portee::Toutes).await,
            Attention::default()
        );
        let retirees = "habilitation WHERE retiree_le IS NOT NULL AND motif_retrait = 'depart'";
        assert_eq!(compter(registry.db(), retirees).await, 1);
        let traces = "journal WHERE acte = 'verifier_carte' AND issue = 'fait'";
        assert_eq!(compter(registry.db(), traces).await, 4);

        // A year later nobody is asked any more.
        banc.horloge.avancer_jours(400);
        assert_eq!(listes(registry, &c).await, (vec![], vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_head_says_hides_nothing_from_another() {
    chaque_moteur("réponse du voisin", |registry| async move {
        let a = cheffe(&registry, "EJ", EJ_A).await;
        let b = cheffe(&registry, "EJ", EJ_B).await;
        let id = inscrite(&registry, &a, "Louise", "MARTIN", 1).await;
        employer_aussi(&registry, id, EG_B1).await;
        let carte = porteur(&registry, CPE, "Louise MARTIN", EG_A1).await;
        porteur(&registry, CPE, "Louise MARTIN", EG_B1).await;
        finir(&registry, &a, id).await;
        finir(&registry, &b, id).await;
        assert_eq!(listes(&registry, &a).await.0, [carte]);
        assert_eq!(listes(&registry, &b).await.0, [carte]);
        repondre(&registry, &a, (id, carte), Non).await.unwrap();
        assert_eq!(listes(&registry, &a).await, (vec![], vec![carte]));
        assert_eq!(listes(&registry, &b).await, (vec![carte], vec![]));
        // And is not taken back by them.
        let suite = repondre(&registry, &b, (id, carte), Reprendre).await;
        assert!(matches!(suite, Ok(SuiteMeme::Reprise)), "{suite:?}");
        assert_eq!(listes(&registry, &a).await, (vec![], vec![carte]));
        // Yes withdraws what is theirs.
        repondre(&registry, &b, (id, carte), Oui).await.unwrap();
        let restants = format!(
            "habilitation WHERE retiree_le IS NULL AND genre = 'gestionnaire' AND finess = '{EG_A1}'"
        );
        assert_eq!(compter(registry.db(), &restants).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_last_day_yes_joins_the_departure() {
    chaque_banc("réponse avant le départ", |banc| async move {
        let registry = avec_sursis(&banc.registry);
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let paul = gestionnaire(&registry, "Paul GIRAUD", "EG", EG_A1).await;
        let id = inscrite(&registry, &c, "Louise", "MARTIN", 1).await;
        let sienne = porteur(&registry, CPE, "Louise MARTIN", EG_A1).await;
        // Whoever takes over is asked before the card is said to be theirs, whether it is ticked or not.
        let preparation = registry.preparer_depart(&c.g, Some(&c.d), id).await.unwrap();
        let noms: Vec<_> = preparation.collegues.iter().map(|c| c.nom.as_str()).collect();
        assert_eq!(noms, ["Hélène CARPENTIER", "Paul GIRAUD"]);
        let sans = SaisieDepart {
            collegue: Some(paul.compte()),
            ..tout(&preparation.fiche, 24)
        };
        let avec = SaisieDepart {
            memes: vec![sienne],
            ..sans.clone()
        };
        for (saisie, attendu) in [(&sans, None), (&avec, Some("Paul GIRAUD"))] {
            let apercu = registry
                .apercu_depart(&c.g, Some(&c.d), id, saisie)
                .await
                .unwrap();
            assert_eq!(apercu.collegue.as_deref(), attendu);
        }

        let depart = partir(&registry, &c, id, &sans).await.unwrap();
        let vu = registry.depart(&c.g, Some(&c.d), depart).await.unwrap();
        assert!(vu.cartes.a_dire[0].retirable());
        let suite = repondre(&registry, &c, (id, sienne), Oui).await;
        assert!(matches!(suite, Ok(SuiteMeme::Liee)), "{suite:?}");
        assert!(est_gestionnaire(&registry, sienne).await);
        let vu = registry.depart(&c.g, Some(&c.d), depart).await.unwrap();
        assert_eq!((vu.habilitations, vu.cartes.a_dire.len()), (1, 0));
        banc.horloge.avancer_jours(4);
        assert_eq!(registry.appliquer_departs().await.unwrap(), 1);
        assert!(!est_gestionnaire(&registry, sienne).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_says_it_on_the_line_and_counts_it_at_the_end() {
    chaque_moteur("revue au même nom", |registry| async move {
        let c = cheffe(&registry, "EJ", EJ_A).await;
        let id = inscrite(&registry, &c, "Louise", "MARTIN", 1).await;
        let reste = inscrite(&registry, &c, "Odette", "BERNARD", 2).await;
        let sienne = porteur(&registry, CPE, "Louise MARTIN", EG_A1).await;
        let helene = ouverte(&registry, c.g.compte()).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let parti = Donnee::Parti(fermeture(20, 11, 2026));
        dire(&registry, &r, id, &parti).await.unwrap();
        dire(&registry, &r, reste, &Donnee::Present).await.unwrap();
        let dites = || async { ligne(&registry, &r, id).await.au_meme_nom };
        assert_eq!(dites().await, ["Louise MARTIN"]);
        assert_eq!(ligne(&registry, &r, reste).await.au_meme_nom.len(), 0);
        let repondre = |reponse| repondre(&registry, &c, (id, sienne), reponse);
        repondre(Non).await.unwrap();
        assert_eq!(dites().await.len(), 0);
        repondre(Reprendre).await.unwrap();
        assert_eq!(dites().await.len(), 1);
        registry.terminer_revue(&r, true).await.unwrap();
        let lue = registry.attestation_revue(&r).await.unwrap();
        assert!(lue.intacte);
        assert_eq!(lue.attestation.au_meme_nom, 1);
    })
    .await;
}
