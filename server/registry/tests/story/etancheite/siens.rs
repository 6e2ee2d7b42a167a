//! What applicants and registered professionals try: their own demande, their own record, and everybody else's. And the support, who
//! has every record and nothing else.

use super::*;
use domain::ids::SituationId;
use domain::saisie::{SaisieEtatCivil, SaisieNoms, SaisieReponse};
use registry::droit::{Inscrit, Usager};
use registry::personne::Critere;

/// An applicant at any demande. On their own, nothing that would take it out of the other attempts.
pub(super) async fn demander(registry: &Registry, u: &Usager, id: DemandeId, geste: usize) {
    let row = registry::db::sql("SELECT demandeur FROM demande WHERE id = $1")
        .bind(id.uuid())
        .one(registry.db())
        .await
        .expect("the demande");
    let sienne = row.get::<Uuid>("demandeur").expect("an account") == u.compte().uuid();
    let bonjour = "Bonjour.".parse().expect("a message");
    let issue = match geste {
        0 => registry.demande_de(u, id).await.map(|_| ()),
        1 => registry.ecrire_au_gestionnaire(u, id, &bonjour).await,
        2 => registry.mon_fil(u, id).await.map(|_| ()),
        3 => registry.mes_tours(u, id).await.map(|_| ()),
        4 => registry.correction_a_faire(u, id).await.map(|_| ()),
        5 => registry
            .enregistrer_reponse(u, id, &SaisieReponse::default())
            .await
            .map(|_| ()),
        6 => registry.resoumettre(u, id).await.map(|_| ()),
        _ if sienne => return,
        7 => registry.annuler(u, id).await,
        8 => registry.effacer_demande(u, id).await,
        9 => registry
            .enregistrer_contact(u, id, &contact(7_777))
            .await
            .map(|_| ()),
        _ => registry.soumettre(u, id, &legale()).await.map(|_| ()),
    };
    if !sienne {
        assert!(matches!(issue, Err(ActeError::Introuvable)), "{geste}: {issue:?}");
    }
}

/// The support at anybody's record: reads it, finds it, corrects it; has no other proof of right.
pub(super) async fn tenir_le_registre(registry: &Registry, session: &SessionOuverte, n: usize) {
    assert!(session.gestionnaire().is_err() && session.designateur().is_err());
    assert!(session.representant().is_err() && session.usager().is_err() && session.inscrit().is_err());
    let o = session.operateur().expect("the support");
    let tous = personnes(registry).await;
    let id = tous[n % tous.len()];
    let fiche = registry.fiche(&o, id).await.unwrap_or_else(|e| panic!("{e}"));
    if n.is_multiple_of(2) {
        let critere = Critere {
            rpps: Some(fiche.rpps),
            ..Critere::default()
        };
        let trouvee = registry.chercher_personnes(&o, &critere).await;
        assert_eq!(trouvee.unwrap_or_else(|e| panic!("{e}")).total, 1);
        return;
    }
    let mut saisie = SaisieEtatCivil::from(&fiche.etat_civil);
    saisie.prenoms.push_str(" Reine");
    let raison = "Vu sur la carte d’identité présentée.".parse().expect("a reason");
    // Whatever is answered, what it changes outside is looked for by the caller.
    drop(
        registry
            .corriger_etat_civil(&o, id, fiche.version, &saisie, &raison)
            .await,
    );
}

/// A professional at their own record, with the situations of anybody.
pub(super) async fn tenir_sa_fiche(registry: &Registry, i: &Inscrit, n: usize, rang: u32) {
    let fiche = registry.fiche_inscrit(i).await.unwrap_or_else(|e| panic!("{e}"));
    match n % 3 {
        0 => drop(
            registry
                .changer_contact(i, fiche.version, &contact(3_000 + rang))
                .await,
        ),
        1 => {
            let noms = SaisieNoms {
                nom_exercice: fiche.nom_exercice.as_str().to_owned(),
                prenom_exercice: "Louise".to_owned(),
            };
            drop(registry.changer_noms(i, fiche.version, &noms).await);
        }
        _ => {
            let rows = registry::db::sql("SELECT id, personne FROM situation ORDER BY id")
                .all(registry.db())
                .await
                .expect("the situations");
            let row = &rows[n % rows.len()];
            let situation = SituationId::new(row.get("id").expect("an id"));
            let parti = registry
                .declarer_depart(i, situation, fiche.version, &fermeture(20, 11, 2026))
                .await;
            if row.get::<Uuid>("personne").expect("a person") != fiche.id.uuid() {
                assert!(matches!(parti, Err(ActeError::Introuvable)), "{parti:?}");
            }
        }
    }
}
