//! Campaigns of review, what happens around them: a right that stops ends the part that rested on it, what somebody who left keeps is
//! said, nobody is confirmed unseen, an answer undone elsewhere is asked again.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use crate::depart::{Cheffe, fiche, partante, partir, tout};
use crate::revue::{dire, gens, ligne, mails, ouvrir, tete};
use crate::revue_temps::adresse;
use domain::date::jour;
use domain::designation::MotifRetrait;
use domain::ids::{CompteId, HabilitationId};
use domain::revue::Reponse;
use registry::db::sql;
use registry::depart::SaisieDepart;
use registry::droit::{Reviseur, SessionOuverte};
use registry::revue::{Donnee, PartageVu, RevueError, Selection, SuiteInvitation, Vus};
use registry::situation::ActeSituation;
use registry::{ActeError, Registry};

fn parti() -> Donnee {
    Donnee::Parti(fermeture(20, 11, 2026))
}

fn cheffe(session: &SessionOuverte) -> Cheffe {
    Cheffe {
        g: session.gestionnaire().expect("a gestionnaire (R42)"),
        d: session.designateur().expect("designates (R45)"),
    }
}

/// The part of the first establishment, as the head sees it.
async fn part(registry: &Registry, r: &Reviseur) -> PartageVu {
    registry
        .revue(r)
        .await
        .expect("the campaign")
        .parts
        .into_iter()
        .find_map(|part| part.partage)
        .expect("a share")
}

async fn suite(registry: &Registry, r: &Reviseur, compte: CompteId) -> SuiteInvitation {
    part(registry, r)
        .await
        .reviseurs
        .into_iter()
        .find(|reviseur| reviseur.compte == compte)
        .expect("who came with the link")
        .suite
}

/// The card that carries that right is valid up to that day of November 2026.
async fn carte(registry: &Registry, id: HabilitationId, jour_de_novembre: u8) {
    let mut tx = registry.db().begin().await.expect("done");
    sql("UPDATE habilitation SET carte_jusqu_au = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(jour(2026, 11, jour_de_novembre).expect("a day"))
        .execute(&mut tx)
        .await
        .expect("done");
    tx.commit().await.expect("done");
}

/// Nothing is seen nor written, even with a proof obtained before.
async fn ecarte(registry: &Registry, qui: &SessionOuverte, preuve: &Reviseur) {
    let refus = registry.reviseur(qui, preuve.revue()).await;
    assert!(matches!(refus, Err(ActeError::Introuvable)));
    assert!(gens(registry, preuve).await.is_empty());
    assert!(registry.revue(preuve).await.expect("read").parts.is_empty());
    let rien = registry
        .confirmer_presents(preuve, &Selection::Tous(None))
        .await
        .expect("nobody to confirm");
    assert_eq!(rien.0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gestionnaire_reviews_by_link_as_long_as_they_are_one() {
    chaque_banc("revue, droit retiré", |banc| async move {
        let registry = &banc.registry;
        let g = gestionnaire(registry, "Autre GESTIONNAIRE", "EJ", EJ_A).await;
        let (_, ici) = inscrire(registry, &g, EG_A1, 1).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(registry, &helene, EJ_A).await;
        let jeton = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        let nadia = compte_carte(registry, "Nadia FERRAND").await;
        let droit = habiliter(registry, nadia, "gestionnaire", "EG", EG_A1).await;
        let n = session(registry, nadia).await;
        let invitation = registry.demander_partage(&n, jeton.as_str()).await.unwrap();
        assert_eq!(invitation.suite, SuiteInvitation::Acceptee);
        let preuve = registry.reviseur(&n, r.revue()).await.unwrap();
        let lue = ligne(registry, &preuve, ici).await;

        // The card lapses, a new one comes (R48).
        carte(registry, droit, 22).await;
        banc.horloge.avancer_jours(1);
        let refus = registry.reviseur(&n, r.revue()).await;
        assert!(matches!(refus, Err(ActeError::Introuvable)));
        assert_eq!(suite(registry, &r, nadia).await, SuiteInvitation::Arretee);
        carte(registry, droit, 30).await;
        registry.reviseur(&n, r.revue()).await.expect("as before");

        // Withdrawn, given back (R52).
        let d = helene.designateur().unwrap();
        registry
            .retirer_designation(&d, droit, MotifRetrait::Fonction, false)
            .await
            .unwrap();
        ecarte(registry, &n, &preuve).await;
        let refus = registry
            .repondre_revue(&preuve, lue.situation, lue.version, &parti())
            .await;
        assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        assert_eq!(suite(registry, &r, nadia).await, SuiteInvitation::Arretee);
        let revenue = registry.invitation(&n, jeton.as_str()).await.unwrap();
        assert_eq!(revenue.suite, SuiteInvitation::Arretee);
        registry.retablir_designation(&d, droit).await.unwrap();
        registry.reviseur(&n, r.revue()).await.expect("as before");

        // Reminded while the right lasts, not afterwards.
        adresse(registry, nadia.uuid()).await;
        banc.horloge.avancer_jours(16);
        let d = session(registry, helene.compte()).await.designateur().unwrap();
        registry
            .retirer_designation(&d, droit, MotifRetrait::Fonction, false)
            .await
            .unwrap();
        assert_eq!(registry.rappeler_revues().await.unwrap(), 0);
        carte(registry, droit, 30).await;
        registry.retablir_designation(&d, droit).await.unwrap();
        assert_eq!(registry.rappeler_revues().await.unwrap(), 0, "the card lapsed");
        executer(registry.db(), &["UPDATE habilitation SET carte_jusqu_au = NULL"]).await;
        assert_eq!(registry.rappeler_revues().await.unwrap(), 1);
        assert_eq!(mails(registry, "rappel_revue").await, 1);

        // Refused by the head: a right does not overrule that.
        let r = registry
            .reviseur(&session(registry, helene.compte()).await, r.revue())
            .await
            .unwrap();
        let partage = part(registry, &r).await;
        registry
            .repondre_reviseur(&r, partage.id, nadia, false)
            .await
            .unwrap();
        assert!(registry.reviseur(&n, r.revue()).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_head_accepted_loses_the_part_on_leaving_and_may_be_accepted_again() {
    chaque_banc("revue, départ d’un réviseur", |banc| async move {
        let registry = &banc.registry;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let c = cheffe(&helene);
        inscrire(registry, &c.g, EG_A1, 7).await;
        let p = partante(registry, &c.g, 1).await;
        retirer_habilitations(registry, p.compte).await;
        avancer_minutes(&banc.horloge, 1);
        let r = ouvrir(registry, &helene, EJ_A).await;
        let jeton = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        let louise = session(registry, p.compte).await;
        let demande = registry.demander_partage(&louise, jeton.as_str()).await.unwrap();
        assert_eq!(
            demande.suite,
            SuiteInvitation::EnAttente,
            "a right withdrawn before does not count"
        );
        let partage = part(registry, &r).await;
        registry
            .repondre_reviseur(&r, partage.id, p.compte, true)
            .await
            .unwrap();
        let preuve = registry.reviseur(&louise, r.revue()).await.unwrap();
        assert!(!gens(registry, &preuve).await.is_empty());

        // A departure (R51) ends it at once; opening it again gives it back.
        avancer_minutes(&banc.horloge, 1);
        let saisie = tout(&fiche(registry, &c.g, p.id).await, 22);
        let depart = partir(registry, &c, p.id, &saisie).await.unwrap();
        ecarte(registry, &louise, &preuve).await;
        assert_eq!(suite(registry, &r, p.compte).await, SuiteInvitation::Arretee);
        avancer_minutes(&banc.horloge, 1);
        registry
            .repondre_reviseur(&r, partage.id, p.compte, true)
            .await
            .unwrap();
        registry
            .reviseur(&louise, r.revue())
            .await
            .expect("accepted again, knowingly");
        registry.rouvrir_depart(&c.g, Some(&c.d), depart).await.unwrap();
        registry.reviseur(&louise, r.revue()).await.expect("still there");

        // A right given and withdrawn meanwhile ends it too.
        let droit = habiliter(registry, p.compte, "gestionnaire", "EJ", EJ_A).await;
        avancer_minutes(&banc.horloge, 1);
        registry
            .retirer_designation(&c.d, droit, MotifRetrait::Depart, true)
            .await
            .unwrap();
        ecarte(registry, &louise, &preuve).await;
        adresse(registry, p.compte.uuid()).await;
        banc.horloge.avancer_jours(17);
        assert_eq!(registry.rappeler_revues().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_who_left_keeps_is_said_to_who_may_end_it() {
    chaque_moteur("revue, droits gardés", |registry| async move {
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let c = cheffe(&helene);
        let p = partante(&registry, &c.g, 1).await;
        let r = ouvrir(&registry, &helene, EG_A1).await;
        let jeton = registry.partager_revue(&r, &finess(EG_A1)).await.unwrap();
        assert!(!ligne(&registry, &r, p.id).await.droits, "nobody has left");
        dire(&registry, &r, p.id, &parti()).await.unwrap();
        assert!(ligne(&registry, &r, p.id).await.droits);
        assert_eq!(registry.revue(&r).await.unwrap().droits_gardes, 1);

        // Names and rôles only for somebody who came with a link; a gestionnaire of the establishment may know.
        let zoe = session(&registry, compte_carte(&registry, "Zoé DIRECTRICE").await).await;
        registry.demander_partage(&zoe, jeton.as_str()).await.unwrap();
        let partage = part(&registry, &r).await;
        registry
            .repondre_reviseur(&r, partage.id, zoe.compte(), true)
            .await
            .unwrap();
        let z = registry.reviseur(&zoe, r.revue()).await.unwrap();
        assert!(!ligne(&registry, &z, p.id).await.droits);
        assert_eq!(registry.revue(&z).await.unwrap().droits_gardes, 0);
        habiliter(&registry, zoe.compte(), "gestionnaire", "EG", EG_A1).await;
        assert!(ligne(&registry, &z, p.id).await.droits);

        // About to end by themselves, they are not said; given up, they are again.
        let sans_fermeture = |jour| SaisieDepart {
            situations: Vec::new(),
            ..jour
        };
        let prevu = sans_fermeture(tout(&fiche(&registry, &c.g, p.id).await, 30));
        partir(&registry, &c, p.id, &prevu).await.unwrap();
        assert!(!ligne(&registry, &r, p.id).await.droits);
        let renonce = "UPDATE depart_habilitation SET renoncee_le = 1";
        executer(registry.db(), &[renonce]).await;
        assert!(ligne(&registry, &r, p.id).await.droits);
        assert_eq!(registry.revue(&r).await.unwrap().droits_gardes, 1);

        // The way that the line shows ends them, with nothing left to close there.
        let saisie = sans_fermeture(tout(&fiche(&registry, &c.g, p.id).await, 20));
        partir(&registry, &c, p.id, &saisie).await.unwrap();
        assert!(!ligne(&registry, &r, p.id).await.droits);
        assert_eq!(registry.revue(&r).await.unwrap().droits_gardes, 0);
        assert!(session(&registry, p.compte).await.gestionnaire().is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_confirmed_unseen() {
    chaque_banc("revue, arrivée pendant la lecture", |banc| async move {
        let registry = &banc.registry;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let g = helene.gestionnaire().unwrap();
        inscrire(registry, &g, EG_A1, 1).await;
        let (_, deuxieme) = inscrire(registry, &g, EG_A1, 2).await;
        let r = ouvrir(registry, &helene, EJ_A).await;
        let vus = |nombre| Vus {
            le: registry.now(),
            nombre,
        };
        let page = vus(2);
        avancer_minutes(&banc.horloge, 5);
        let (_, venue) = inscrire(registry, &g, EG_A2, 3).await;
        let refus = registry.confirmer_presents(&r, &Selection::Vus(None, page)).await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::Arrivees(1)))),
            "{refus:?}"
        );
        assert_eq!(compter(registry.db(), "confirmation").await, 0);
        let nouvelles = registry.nouveaux_en_revue(&r, None, page.le).await.unwrap();
        assert_eq!(nouvelles.iter().map(|l| l.personne).collect::<Vec<_>>(), [venue]);
        assert!(
            registry
                .nouveaux_en_revue(&r, Some(&finess(EG_A1)), page.le)
                .await
                .unwrap()
                .is_empty()
        );
        // One answered, one came: as many as before, and yet not the same.
        dire(registry, &r, deuxieme, &Donnee::Present).await.unwrap();
        let refus = registry.confirmer_presents(&r, &Selection::Vus(None, page)).await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::Arrivees(1)))),
            "{refus:?}"
        );
        // More than were shown, whatever the reason.
        avancer_minutes(&banc.horloge, 5);
        let refus = registry
            .confirmer_presents(&r, &Selection::Vus(None, vus(1)))
            .await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::Arrivees(1)))),
            "{refus:?}"
        );
        let (ici, _) = registry
            .confirmer_presents(&r, &Selection::Vus(Some(finess(EG_A1)), page))
            .await
            .expect("nobody came there");
        assert_eq!(ici, 1);
        let (faites, avance) = registry
            .confirmer_presents(&r, &Selection::Vus(None, vus(1)))
            .await
            .expect("read again");
        assert_eq!((faites, avance.restantes()), (1, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_departure_undone_elsewhere_has_to_be_answered_again() {
    chaque_moteur("revue, rouverte ailleurs", |registry| async move {
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let g = helene.gestionnaire().unwrap();
        let (_, premiere) = inscrire(&registry, &g, EG_A1, 1).await;
        let (_, seconde) = inscrire(&registry, &g, EG_A1, 2).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        for id in [premiere, seconde] {
            dire(&registry, &r, id, &parti()).await.unwrap();
            let situation = ligne(&registry, &r, id).await.situation;
            let version = fiche(&registry, &g, id).await.version;
            registry
                .agir_sur_situation(&g, id, version, &ActeSituation::Rouvrir { situation })
                .await
                .unwrap();
            let rouverte = ligne(&registry, &r, id).await;
            assert_eq!((rouverte.reponse, rouverte.changement.as_str()), (None, ""));
        }
        let refus = registry.terminer_revue(&r, false).await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::SansReponse(2)))),
            "{refus:?}"
        );
        assert!(
            RevueError::SansReponse(1)
                .to_string()
                .contains("1\u{a0}personne sans réponse")
        );
        // Answered again, with the whole list or alone.
        dire(&registry, &r, premiere, &parti()).await.unwrap();
        assert_eq!(ligne(&registry, &r, premiere).await.reponse, Some(Reponse::Parti));
        registry
            .confirmer_presents(&r, &Selection::Tous(None))
            .await
            .unwrap();
        assert_eq!(
            ligne(&registry, &r, seconde).await.reponse,
            Some(Reponse::Present)
        );
        registry.terminer_revue(&r, false).await.unwrap();
        let attestation = registry.attestation_revue(&r).await.unwrap().attestation;
        assert_eq!(attestation.changements.len(), 1);
        assert!(
            attestation.changements[0]
                .changement
                .starts_with("Parti le 20/11/2026"),
            "{:?}",
            attestation.changements
        );
    })
    .await;
}
