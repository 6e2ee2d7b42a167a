//! Campaigns of review: opened, answered one by one or all at once, ended with an attestation; never outside, never silently.

use crate::agir::inscrire;
use crate::commun::*;
use crate::decor::*;
use domain::date::jour;
use domain::ids::{PersonneId, RevueId, SituationId};
use domain::revue::{EtatRevue, Reponse};
use registry::db::sql;
use registry::droit::{Gestionnaire, Reviseur, SessionOuverte};
use registry::revue::{Donnee, LigneRevue, RevueError, Selection, VueRevue};
use registry::{ActeError, Registry};
use uuid::Uuid;

/// The head of that structure, signed in.
pub(crate) async fn tete(registry: &Registry, nom: &str, portee: &str, finess: &str) -> SessionOuverte {
    let compte = compte_carte(registry, nom).await;
    habiliter(registry, compte, "representant_legal", portee, finess).await;
    session(registry, compte).await
}

/// Opens a campaign and gives its proof.
pub(crate) async fn ouvrir(registry: &Registry, qui: &SessionOuverte, structure: &str) -> Reviseur {
    let representant = qui.representant().expect("a head");
    let id = registry
        .ouvrir_revue(&representant, &finess(structure))
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    registry.reviseur(qui, id).await.expect("the proof")
}

/// Everybody of a campaign, whatever was answered.
pub(crate) async fn gens(registry: &Registry, r: &Reviseur) -> Vec<LigneRevue> {
    registry
        .lignes_revue(r, None, VueRevue::Toutes, 1)
        .await
        .expect("the people")
        .lignes
}

pub(crate) async fn ligne(registry: &Registry, r: &Reviseur, id: PersonneId) -> LigneRevue {
    gens(registry, r)
        .await
        .into_iter()
        .find(|ligne| ligne.personne == id)
        .expect("the line of that person")
}

pub(crate) async fn dire(
    registry: &Registry,
    r: &Reviseur,
    id: PersonneId,
    donnee: &Donnee,
) -> Result<(), ActeError> {
    let ligne = ligne(registry, r, id).await;
    registry
        .repondre_revue(r, ligne.situation, ligne.version, donnee)
        .await
        .map(|_| ())
}

fn parti() -> Donnee {
    Donnee::Parti(fermeture(20, 11, 2026))
}

fn role(code: &str) -> Donnee {
    Donnee::RoleChange(code.parse().expect("a rôle"))
}

async fn fin_et_role(registry: &Registry, situation: SituationId) -> (Option<domain::date::Jour>, String) {
    let row = sql("SELECT fin, role FROM situation WHERE id = $1")
        .bind(situation.uuid())
        .one(registry.db())
        .await
        .expect("the situation");
    (row.get("fin").expect("an end"), row.get("role").expect("a rôle"))
}

pub(crate) async fn mails(registry: &Registry, genre: &str) -> i64 {
    compter(registry.db(), &format!("message WHERE genre = '{genre}'")).await
}

/// Three people of the first establishment, one of the second.
pub(crate) async fn equipe(registry: &Registry) -> (Gestionnaire, Vec<PersonneId>) {
    let g = gestionnaire(registry, "Nadia FERRAND", "EJ", EJ_A).await;
    let mut ids = Vec::new();
    for (n, eg) in [(1, EG_A1), (2, EG_A1), (3, EG_A1), (4, EG_A2)] {
        ids.push(inscrire(registry, &g, eg, n).await.1);
    }
    (g, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_is_answered_changed_and_attested() {
    chaque_banc("revue", |banc| async move {
        let registry = &banc.registry;
        let (g, ids) = equipe(registry).await;
        let helene = tete(registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(registry, &helene, EJ_A).await;
        assert_eq!(
            ouvrir(registry, &helene, EJ_A).await.revue(),
            r.revue(),
            "a second click"
        );
        let vue = registry.revue(&r).await.unwrap();
        assert_eq!(
            (vue.etat, vue.avancement.total, vue.parts.len()),
            (EtatRevue::Prete, 4, 2)
        );

        // Exceptions first: a departure ends the situation, with its mail; a rôle changes, with its own.
        dire(registry, &r, ids[0], &parti()).await.unwrap();
        dire(registry, &r, ids[1], &role("GENR11")).await.unwrap();
        let (partie, changee) = (
            ligne(registry, &r, ids[0]).await,
            ligne(registry, &r, ids[1]).await,
        );
        assert_eq!(
            fin_et_role(registry, partie.situation).await.0,
            Some(jour(2026, 11, 20).unwrap())
        );
        assert_eq!(fin_et_role(registry, changee.situation).await.1, "GENR11");
        assert_eq!(
            (
                mails(registry, "situation_fermee").await,
                mails(registry, "situation_modifiee").await
            ),
            (1, 1)
        );
        assert!(
            partie.changement.starts_with("Parti le 20/11/2026"),
            "{}",
            partie.changement
        );
        assert!(
            changee.changement.contains("auparavant"),
            "{}",
            changee.changement
        );

        // The same answer again changes nothing; another one on an old version is refused.
        registry
            .repondre_revue(&r, partie.situation, 0, &parti())
            .await
            .unwrap();
        assert_eq!(mails(registry, "situation_fermee").await, 1);
        let vieille = registry
            .repondre_revue(&r, partie.situation, 0, &Donnee::Present)
            .await;
        assert!(
            matches!(vieille, Err(ActeError::Revue(RevueError::Changee))),
            "{vieille:?}"
        );

        // A departure taken back opens the situation again, a rôle taken back is the former one.
        dire(registry, &r, ids[0], &Donnee::Present).await.unwrap();
        assert_eq!(fin_et_role(registry, partie.situation).await.0, None);
        assert_eq!(mails(registry, "situation_rouverte").await, 1);
        dire(registry, &r, ids[1], &Donnee::Present).await.unwrap();
        assert_eq!(fin_et_role(registry, changee.situation).await.1, "GENR10");
        dire(registry, &r, ids[0], &parti()).await.unwrap();

        // Somebody arrives meanwhile, somebody is closed by a gestionnaire: both are seen.
        let (_, arrivee) = inscrire(registry, &g, EG_A2, 5).await;
        assert!(ligne(registry, &r, arrivee).await.arrivee);
        let refus = registry.terminer_revue(&r, false).await;
        assert!(
            matches!(refus, Err(ActeError::Revue(RevueError::SansReponse(3)))),
            "{refus:?}"
        );
        let (nombre, avance) = registry
            .confirmer_presents(&r, &Selection::Tous(None))
            .await
            .unwrap();
        assert_eq!(
            (nombre, avance.presents, avance.partis, avance.total),
            (3, 4, 1, 5)
        );
        let (encore, _) = registry
            .confirmer_presents(&r, &Selection::Tous(None))
            .await
            .unwrap();
        assert_eq!(encore, 0, "nobody is left");
        assert_eq!(compter(registry.db(), "confirmation").await, 5);

        registry.terminer_revue(&r, false).await.unwrap();
        registry.terminer_revue(&r, false).await.expect("a second click");
        let lue = registry.attestation_revue(&r).await.unwrap();
        let a = &lue.attestation;
        assert!(lue.intacte && lue.empreinte.len() == 64);
        assert_eq!(
            (a.par.as_str(), a.structure.as_str()),
            ("Hélène CARPENTIER", "ASSOCIATION DES TILLEULS")
        );
        assert_eq!((a.comptes.total, a.comptes.partis, a.arrivees), (5, 1, 1));
        assert_eq!(a.changements.len(), 1);
        let apres = dire_tard(registry, &r, partie.situation).await;
        assert!(
            matches!(apres, Err(ActeError::Revue(RevueError::Terminee))),
            "{apres:?}"
        );

        // What was attested stays as it was, whatever happens to people afterwards.
        executer(registry.db(), &["UPDATE personne SET nom_exercice = 'AUTRE'"]).await;
        assert_eq!(registry.attestation_revue(&r).await.unwrap().attestation, *a);
        executer(
            registry.db(),
            &["UPDATE revue SET attestation = replace(attestation, 'TILLEULS', 'CHENES')"],
        )
        .await;
        assert!(!registry.attestation_revue(&r).await.unwrap().intacte);
        let listees = registry
            .mes_revues(&helene.representant().unwrap())
            .await
            .unwrap();
        assert_eq!((listees.len(), listees[0].passees.len()), (1, 1));
    })
    .await;
}

async fn dire_tard(registry: &Registry, r: &Reviseur, situation: SituationId) -> Result<(), ActeError> {
    registry
        .repondre_revue(r, situation, 9, &Donnee::Present)
        .await
        .map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_stays_in_its_perimeter_and_one_does_not_answer_for_oneself() {
    chaque_moteur("revue, périmètre", |registry| async move {
        let (_, ids) = equipe(&registry).await;
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let cible = ligne(&registry, &r, ids[0]).await;

        let voisin = tete(&registry, "Luc VOISIN", "EJ", EJ_B).await;
        assert!(matches!(
            registry.reviseur(&voisin, r.revue()).await,
            Err(ActeError::Introuvable)
        ));
        let ailleurs = registry
            .ouvrir_revue(&voisin.representant().unwrap(), &finess(EJ_A))
            .await;
        assert!(matches!(ailleurs, Err(ActeError::Introuvable)));
        let sienne = ouvrir(&registry, &voisin, EJ_B).await;
        assert!(gens(&registry, &sienne).await.is_empty());
        for donnee in [Donnee::Present, parti(), role("GENR11")] {
            let refus = registry
                .repondre_revue(&sienne, cible.situation, cible.version, &donnee)
                .await;
            assert!(matches!(refus, Err(ActeError::Introuvable)), "{refus:?}");
        }
        let personne = registry
            .confirmer_presents(&sienne, &Selection::Ces([cible.situation].into()))
            .await
            .unwrap();
        assert_eq!(personne.0, 0);
        // A gestionnaire is not the head.
        let nadia = compte_carte(&registry, "Nadia").await;
        habiliter(&registry, nadia, "gestionnaire", "EJ", EJ_A).await;
        let nadia = session(&registry, nadia).await;
        assert!(matches!(
            registry.reviseur(&nadia, r.revue()).await,
            Err(ActeError::Introuvable)
        ));
        assert_eq!(
            fin_et_role(&registry, cible.situation).await,
            (None, "GENR10".to_owned())
        );

        // Hélène is one of the people: marked as the head, never closed by herself (R38).
        soi(&registry, ids[1], helene.compte().uuid()).await;
        let helene = session(&registry, helene.compte()).await;
        let r = registry.reviseur(&helene, r.revue()).await.unwrap();
        assert!(ligne(&registry, &r, ids[1]).await.soi);
        let refus = dire(&registry, &r, ids[1], &parti()).await;
        assert!(matches!(refus, Err(ActeError::PropreFiche)), "{refus:?}");
        registry
            .confirmer_presents(&r, &Selection::Tous(None))
            .await
            .unwrap();
        registry.terminer_revue(&r, false).await.unwrap();
        assert_eq!(registry.attestation_revue(&r).await.unwrap().attestation.tete, 1);
    })
    .await;
}

/// That record becomes the account's.
async fn soi(registry: &Registry, personne: PersonneId, compte: Uuid) {
    let mut tx = registry.db().begin().await.expect("done");
    sql("UPDATE personne SET compte = $2 WHERE id = $1")
        .bind(personne.uuid())
        .bind(compte)
        .execute(&mut tx)
        .await
        .expect("done");
    tx.commit().await.expect("done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_demande_prevents_a_change_but_not_a_confirmation() {
    chaque_moteur("revue, R33", |registry| async move {
        let g = gestionnaire(&registry, "Nadia FERRAND", "EJ", EJ_A).await;
        let (u, id) = inscrire(&registry, &g, EG_A1, 1).await;
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let r = ouvrir(&registry, &helene, EJ_A).await;
        let pendante = deposer_encore(&registry, &u).await;
        if pendante {
            let refus = dire(&registry, &r, id, &parti()).await;
            assert!(
                matches!(refus, Err(ActeError::DemandeEnCours { .. })),
                "{refus:?}"
            );
        }
        dire(&registry, &r, id, &Donnee::Present).await.unwrap();
        assert_eq!(ligne(&registry, &r, id).await.reponse, Some(Reponse::Present));
    })
    .await;
}

/// A demande of somebody who is registered, as the register holds it when it was sent before the number was given.
async fn deposer_encore(registry: &Registry, u: &registry::droit::Usager) -> bool {
    let mut tx = registry.db().begin().await.expect("done");
    let n = sql("UPDATE demande SET statut = 'a_traiter', decidee_le = NULL WHERE demandeur = $1")
        .bind(u.compte().uuid())
        .execute(&mut tx)
        .await
        .expect("done");
    tx.commit().await.expect("done");
    n == 1
}

/// The campaign of an id that nobody gave.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_looks_like_what_is_not_theirs() {
    chaque_moteur("revue, inconnue", |registry| async move {
        let helene = tete(&registry, "Hélène CARPENTIER", "EJ", EJ_A).await;
        let inconnue = RevueId::new(nouvel_id(&registry));
        assert!(matches!(
            registry.reviseur(&helene, inconnue).await,
            Err(ActeError::Introuvable)
        ));
    })
    .await;
}
