//! Acts on structures: cards, the path of a contract, turnover; and the part of a review that was entrusted by link.

use super::*;
use domain::ids::{CarteId, SituationId};
use domain::structure::{Formulaire, GenreCarte, Organisation, Signataire};
use registry::droit::{Reviseur, SessionOuverte};
use registry::revue::Donnee;
use registry::rotation::{Filtre, Liste, Portee};
use registry::structure::{Commande, Jalon, Reception, Reprise};

const STRUCTURES: [&str; 6] = [EJ_A, EG_A1, EG_A2, EJ_B, EG_B1, EG_B2];

/// Orders a card for any structure, receives and cancels any card.
pub(super) async fn tenir_les_cartes(registry: &Registry, acteur: &Acteur, n: usize) {
    let visee = STRUCTURES[n % STRUCTURES.len()];
    let dedans = acteur.contient(visee) || visee == acteur.structure;
    let (rep, ou) = (&acteur.rep, finess(visee));
    let commande = Commande {
        genre: GenreCarte::Cpe,
        formulaire: Formulaire::F301,
        titulaire: None,
        nom: "Quelqu’un".to_owned(),
        commandee_le: registry.now().jour_paris(),
    };
    let vues = registry.cartes(rep, &ou).await.map_or(0, |cartes| cartes.len());
    let commandee = registry.commander_carte(rep, &ou, &commande).await.map(|_| ());
    let titulaires = registry.titulaires(rep, &ou).await.map_or(0, |gens| gens.len());
    if !dedans {
        assert!(commandee.is_err(), "a card ordered for another structure");
        assert_eq!((vues, titulaires), (0, 0), "the cards of another structure");
    }
    let cartes = registry::db::sql("SELECT id, finess, version FROM carte ORDER BY id")
        .all(registry.db())
        .await
        .expect("the cards");
    let Some(row) = cartes.get(n % cartes.len().max(1)) else {
        return;
    };
    let id = CarteId::new(row.get("id").expect("an id"));
    let (numero, version): (String, i64) = (
        row.get("finess").expect("a structure"),
        row.get("version").expect("a version"),
    );
    let dedans = acteur.contient(&numero) || numero == acteur.structure;
    let reception = Reception {
        numero: "1234567890".parse().expect("a number"),
        recue_le: registry.now().jour_paris(),
        expire_le: None,
        identifiant: None,
    };
    let recue = registry.recevoir_carte(rep, id, version, &reception).await;
    let jours = (reception.recue_le, None);
    let suivante = registry
        .recevoir_suivante(rep, id, version, &reception.numero, jours)
        .await;
    let annulee = registry.annuler_carte(rep, id, version).await;
    for issue in [recue, suivante, annulee] {
        assert!(
            dedans || matches!(issue, Err(ActeError::Introuvable)),
            "{issue:?}"
        );
    }
}

/// What somebody without a card does on a path: theirs, or anybody's.
pub(super) async fn suivre_un_chemin(registry: &Registry, session: &SessionOuverte, sienne: &str, n: usize) {
    let visee = STRUCTURES[n % STRUCTURES.len()];
    let preuve = registry.dirigeant(session, &finess(visee)).await;
    assert_eq!(preuve.is_ok(), visee == sienne, "the path of {visee}");
    let dirigeant = registry.dirigeant(session, &finess(sienne)).await;
    let dirigeant = dirigeant.unwrap_or_else(|e| panic!("{e}"));
    assert!(!dirigeant.est_representant());
    // Whatever they answer, what it changes outside is looked for by the caller.
    let ailleurs = [finess(EG_B1), finess(EG_B2)];
    let signataire = Signataire::Directeur;
    match n % 4 {
        0 => drop(registry.noter_jalon(&dirigeant, &Jalon::FinessVerifie).await),
        1 => drop(registry.noter_jalon(&dirigeant, &Jalon::Lecteurs).await),
        2 => drop(
            registry
                .choisir_organisation(&dirigeant, Organisation::Decentralisee, &ailleurs, signataire)
                .await,
        ),
        _ => drop(registry.reprendre_contrat(&dirigeant, Reprise::Siret).await),
    }
    let detail = registry.structure(dirigeant.lecteur()).await;
    assert!(detail.is_ok(), "{:?}", detail.err());
}

/// The turnover of any structure, and the people of one's own. Of an EJ, whoever heads one of its EG reads that part.
pub(super) async fn compter_les_gens(registry: &Registry, acteur: &Acteur, n: usize) {
    let visee = STRUCTURES[n % STRUCTURES.len()];
    let portee = Portee::Structure(finess(visee));
    let entite = |eg: &str| {
        if [EG_B1, EG_B2].contains(&eg) { EJ_B } else { EJ_A }
    };
    let dedans = acteur.contient(visee) || acteur.sien.iter().any(|eg| entite(eg) == visee);
    let tableau = registry.rotation(&acteur.rep, &portee).await;
    assert_eq!(tableau.is_ok(), dedans, "the turnover of {visee}");
    let acces = registry.rotation_acces(&acteur.rep, &portee, 6).await;
    assert_eq!(acces.is_ok(), dedans, "who may act in {visee}");
    let ici = acteur.noms(registry).await;
    for liste in [Liste::Presents, Liste::Departs, Liste::Restes] {
        let filtre = Filtre {
            portee: Portee::Toutes,
            liste,
            role: None,
            mois: None,
            sans_signe: 6,
            texte: None,
            page: 1,
        };
        let page = registry.rotation_liste(&acteur.rep, &filtre).await;
        for ligne in page.unwrap_or_else(|e| panic!("{e}")).lignes {
            for situation in ligne.situations {
                let nom = Some(situation.etablissement);
                assert!(ici.contains(&nom), "{nom:?} in {liste:?}");
            }
        }
    }
}

/// Answers, with a part entrusted by link, for a situation of anybody; does what only the head may.
pub(super) async fn revoir_sa_part(registry: &Registry, r: &Reviseur, part: &str, n: usize) {
    assert!(!r.est_tete());
    let rows = registry::db::sql(
        "SELECT s.id, s.finess, COALESCE(MAX(r.version), 0) AS version FROM situation s \
         LEFT JOIN revue_personne r ON r.situation = s.id AND r.revue = $1 GROUP BY s.id, s.finess ORDER BY s.id",
    )
    .bind(r.revue().uuid())
    .all(registry.db())
    .await
    .expect("the situations");
    let row = &rows[n % rows.len()];
    let donnee = match n % 3 {
        0 => Donnee::Present,
        1 => Donnee::Parti(fermeture(1, 12, 2026)),
        _ => Donnee::RoleChange("GENR11".parse().expect("a rôle")),
    };
    let situation = SituationId::new(row.get("id").expect("an id"));
    let version = row.get("version").expect("a version");
    let dite = registry.repondre_revue(r, situation, version, &donnee).await;
    if row.get::<String>("finess").expect("a FINESS") != part {
        assert!(matches!(dite, Err(ActeError::Introuvable)), "{dite:?}");
    }
    let vue = registry.revue(r).await.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(vue.parts.len(), 1, "one establishment and no other");
    assert!(registry.partager_revue(r, &finess(part)).await.is_err());
    assert!(registry.terminer_revue(r, true).await.is_err());
}
