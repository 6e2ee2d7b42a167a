//! Acts on people: situations, departures, rights, answers of a review.

use super::*;
use crate::depart_perimetre::employer_aussi;
use crate::designation::inconnu;
use domain::designation::MotifRetrait;
use domain::ids::{DepartId, HabilitationId, SituationId};
use domain::saisie::SaisieSituation;
use registry::depart::SaisieDepart;
use registry::revue::Donnee;
use registry::situation::ActeSituation;

/// An act on a situation, found in the database whoever it belongs to, that would move it outside.
pub(super) async fn agir(registry: &Registry, acteur: &Acteur, n: usize, acte: usize) {
    let situations = registry::db::sql(
        "SELECT situation.id, situation.personne, situation.finess, personne.version, personne.nom_exercice, \
         personne.prenom_exercice FROM situation JOIN personne ON personne.id = situation.personne ORDER BY situation.id",
    )
    .all(registry.db())
    .await
    .expect("the situations");
    let Some(row) = situations.get(n % situations.len().max(1)) else {
        return;
    };
    let dedans = acteur.contient(&row.get::<String>("finess").expect("a FINESS"));
    let saisie = SaisieSituation {
        nom_exercice: row.get("nom_exercice").expect("a name"),
        prenom_exercice: row.get("prenom_exercice").expect("a name"),
        ..situation(acteur.ailleurs())
    };
    let situation = SituationId::new(row.get("id").expect("an id"));
    let acte = match acte {
        0 => ActeSituation::Modifier { situation, saisie },
        1 => ActeSituation::Ajouter { saisie },
        2 => ActeSituation::Fermer {
            situation,
            saisie: fermeture(1, 12, 2026),
        },
        _ => ActeSituation::Rouvrir { situation },
    };
    let id = PersonneId::new(row.get("personne").expect("an id"));
    let version = row.get("version").expect("a version");
    let apercu = registry.apercu_situation(&acteur.g, id, &acte).await.map(|_| ());
    let fait = registry.agir_sur_situation(&acteur.g, id, version, &acte).await;
    let dehors = matches!(
        acte,
        ActeSituation::Modifier { .. } | ActeSituation::Ajouter { .. }
    );
    for issue in [apercu, fait] {
        if dehors {
            assert!(issue.is_err(), "{acte:?} went outside");
        } else if !dedans {
            assert!(
                matches!(
                    issue,
                    Err(ActeError::Introuvable | ActeError::DemandeEnCours { .. })
                ),
                "{issue:?}"
            );
        }
    }
}

/// Withdraws the right of somebody who does nothing here, wherever it is, and gives it back. `siennes`: the structures of whoever
/// designates.
pub(super) async fn deshabiliter(registry: &Registry, d: &Designateur, siennes: &[&str], n: usize) {
    let cibles = registry::db::sql(
        "SELECT h.id, h.finess FROM habilitation h JOIN compte c ON c.id = h.compte WHERE c.nom_affiche = 'Cible' ORDER BY h.id",
    )
    .all(registry.db())
    .await
    .expect("the rights");
    let row = &cibles[n % cibles.len()];
    let id = HabilitationId::new(row.get("id").expect("an id"));
    let finess: String = row.get("finess").expect("a structure");
    let dedans = siennes.contains(&finess.as_str());
    assert_eq!(registry.habilite(d, id).await.is_ok(), dedans);
    for issue in [
        registry
            .retirer_designation(d, id, MotifRetrait::Depart, true)
            .await,
        registry.retablir_designation(d, id).await,
    ] {
        match issue {
            Ok(_) => assert!(dedans),
            Err(error) => assert!(!dedans && matches!(error, ActeError::Introuvable), "{error:?}"),
        }
    }
}

/// Begins a demande d'habilitation for a structure, and reads who may act there.
pub(super) async fn designer(registry: &Registry, d: &Designateur, siennes: &[&str], n: usize) {
    let visee = [EJ_A, EG_A1, EG_A2, EJ_B, EG_B1, EG_B2][n % 6];
    let dedans = siennes.contains(&visee);
    let visee = finess(visee);
    let ajout = inconnu(&format!("3990000028/{n}"), "Quelqu’un", "DE PLUS");
    let ajoutee = registry.ajouter_au_panier(d, &visee, &ajout).await;
    assert_eq!(ajoutee.is_ok(), dedans, "{:?}", ajoutee.err());
    assert_eq!(
        registry.historique_habilitations(d, &visee, 1).await.is_ok(),
        dedans
    );
    if let Ok(liste) = registry.habilites(d, &visee, 1).await {
        assert!(dedans);
        for ligne in liste.lignes {
            assert!(siennes.contains(&ligne.finess.as_str()));
        }
    }
}

/// Every account there is.
async fn comptes(registry: &Registry) -> Vec<CompteId> {
    let rows = registry::db::sql("SELECT id FROM compte")
        .all(registry.db())
        .await;
    rows.expect("the accounts")
        .iter()
        .map(|row| CompteId::new(row.get("id").expect("an id")))
        .collect()
}

/// A departure of anybody, which names every situation that the person has, wherever it is.
pub(super) async fn partir(registry: &Registry, acteur: &Acteur, n: usize) {
    let tous = personnes(registry).await;
    let Some(id) = tous.get(n % tous.len().max(1)) else {
        return;
    };
    let rows = registry::db::sql(
        "SELECT situation.id, situation.finess, personne.version FROM situation JOIN personne \
         ON personne.id = situation.personne WHERE personne.id = $1",
    )
    .bind(id.uuid())
    .all(registry.db())
    .await
    .expect("the situations");
    let dehors = rows
        .iter()
        .any(|row| !acteur.contient(&row.get::<String>("finess").expect("a FINESS")));
    let saisie = SaisieDepart {
        fermeture: fermeture(1, 12, 2026),
        situations: rows
            .iter()
            .map(|row| SituationId::new(row.get("id").expect("an id")))
            .collect(),
        habilitations: true,
        collegue: None,
        // Whoever's they are: only those of the perimeter, under the same name, may be said to be theirs.
        memes: comptes(registry).await,
    };
    let version = rows
        .first()
        .map_or(1, |row| row.get("version").expect("a version"));
    let intention = registry.intention_de_depart();
    let fait = registry
        .enregistrer_depart(&acteur.g, None, (intention, *id), version, &saisie)
        .await;
    assert!(fait.is_err() || !dehors, "a departure closed something outside");
    // Of what is theirs only: the other employer of the same person has no part in it (R28).
    let miennes = SaisieDepart {
        situations: rows
            .iter()
            .filter(|row| acteur.contient(&row.get::<String>("finess").expect("a FINESS")))
            .map(|row| SituationId::new(row.get("id").expect("an id")))
            .collect(),
        ..saisie
    };
    if dehors && !miennes.situations.is_empty() {
        let intention = registry.intention_de_depart();
        // Refused or not: what it changes outside is looked for by the caller.
        let _ = registry
            .enregistrer_depart(&acteur.g, None, (intention, *id), version, &miennes)
            .await;
    }
}

/// Everybody registered with one employer works for another one too.
pub(super) async fn deux_employeurs(registry: &Registry) {
    for id in personnes(registry).await {
        let rows = registry::db::sql("SELECT finess FROM situation WHERE personne = $1")
            .bind(id.uuid())
            .all(registry.db())
            .await
            .expect("the situations");
        if let [row] = rows.as_slice() {
            let ici: String = row.get("finess").expect("a FINESS");
            let ailleurs = if [EG_B1, EG_B2].contains(&ici.as_str()) {
                EG_A1
            } else {
                EG_B1
            };
            employer_aussi(registry, id, ailleurs).await;
        }
    }
}

/// Where a departure did something: establishments of situations, structures of habilitations.
async fn lieux(registry: &Registry, id: DepartId) -> Vec<String> {
    registry::db::sql(
        "SELECT s.finess FROM depart_situation z JOIN situation s ON s.id = z.situation WHERE z.depart = $1 \
         UNION SELECT h.finess FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation WHERE z.depart = $1",
    )
    .bind(id.uuid())
    .all(registry.db())
    .await
    .expect("the places")
    .iter()
    .map(|row| row.get("finess").expect("a FINESS"))
    .collect()
}

/// Undoing or opening again whatever departure there is.
pub(super) async fn defaire(registry: &Registry, acteur: &Acteur, n: usize) {
    let rows = registry::db::sql("SELECT id FROM depart ORDER BY id")
        .all(registry.db())
        .await
        .expect("the departures");
    let Some(row) = rows.get(n % rows.len().max(1)) else {
        return;
    };
    let id = DepartId::new(row.get("id").expect("an id"));
    // What it changes outside is looked for by the caller.
    let annule = registry.annuler_depart(&acteur.g, id).await;
    let rouvert = registry.rouvrir_depart(&acteur.g, None, id).await.map(|_| ());
    let lieux = lieux(registry, id).await;
    let concerne = lieux
        .iter()
        .any(|lieu| acteur.contient(lieu) || lieu == acteur.structure);
    let recents = registry
        .departs_recents(&acteur.g)
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let liste = recents.iter().any(|ligne| ligne.id == id);
    if let Err(ActeError::Introuvable) = registry.depart(&acteur.g, None, id).await {
        assert!(
            !concerne && !liste,
            "a departure is hidden from those it concerns"
        );
        for issue in [annule, rouvert] {
            assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
        }
    } else {
        assert!(concerne && liste, "a departure of {lieux:?} is seen from outside");
    }
}

/// An answer in one's own campaign for a situation found in the database, whoever it belongs to.
pub(super) async fn revoir(registry: &Registry, acteur: &Acteur, n: usize, reponse: usize) {
    let rows = registry::db::sql(
        "SELECT s.id, s.finess, COALESCE(MAX(r.version), 0) AS version FROM situation s \
         LEFT JOIN revue_personne r ON r.situation = s.id GROUP BY s.id, s.finess ORDER BY s.id",
    )
    .all(registry.db())
    .await
    .expect("the situations");
    let Some(row) = rows.get(n % rows.len().max(1)) else {
        return;
    };
    let donnee = match reponse {
        0 => Donnee::Present,
        1 => Donnee::Parti(fermeture(1, 12, 2026)),
        _ => Donnee::RoleChange("GENR11".parse().expect("a rôle")),
    };
    let situation = SituationId::new(row.get("id").expect("an id"));
    let version = row.get("version").expect("a version");
    let issue = registry
        .repondre_revue(&acteur.r, situation, version, &donnee)
        .await;
    if !acteur.contient(&row.get::<String>("finess").expect("a FINESS")) {
        assert!(matches!(issue, Err(ActeError::Introuvable)), "{issue:?}");
    }
}
