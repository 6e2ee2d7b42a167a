//! The places of the stories: made-up establishments of a département that does not exist.

use registry::Registry;
use registry::db::sql;

/// An association, with two open sites and a closed one.
pub(crate) const EJ_A: &str = "990000010";
/// Its home for the elderly.
pub(crate) const EG_A1: &str = "990000028";
/// Its service for children.
pub(crate) const EG_A2: &str = "990000036";
/// Its closed site.
pub(crate) const EG_FERME: &str = "990000077";
/// A hospital.
pub(crate) const EJ_B: &str = "990000044";
/// Its acute ward.
pub(crate) const EG_B1: &str = "990000051";
/// Its home for the elderly.
pub(crate) const EG_B2: &str = "990000069";

/// Puts the establishments in the model database.
pub(crate) async fn planter_decor(registry: &Registry) {
    let mut tx = registry.db().begin().await.expect("a transaction");
    for (finess, nom) in [
        (EJ_A, "ASSOCIATION DES TILLEULS"),
        (EJ_B, "CENTRE HOSPITALIER DES ESSAIS"),
    ] {
        sql("INSERT INTO entite_juridique (finess, raison_sociale, ouverte) VALUES ($1, $2, $3)")
            .bind(finess)
            .bind(nom)
            .bind(true)
            .execute(&mut tx)
            .await
            .expect("an EJ");
    }
    for (finess, ej, nom, categorie, secteur, ouvert) in [
        (EG_A1, EJ_A, "EHPAD LES TILLEULS", "500", "ms", true),
        (EG_A2, EJ_A, "SESSAD LES TILLEULS", "182", "ms", true),
        (EG_FERME, EJ_A, "FOYER DES ANCIENS TILLEULS", "252", "ms", false),
        (EG_B1, EJ_B, "HOPITAL DES ESSAIS", "355", "sanitaire", true),
        (EG_B2, EJ_B, "EHPAD DES ESSAIS", "500", "ms", true),
    ] {
        sql("INSERT INTO etablissement (finess, finess_ej, raison_sociale, categorie, libelle_categorie, secteur, \
             adresse, code_postal, commune, ouvert, cle) \
             VALUES ($1, $2, $3, $4, $4, $5, '1 RUE DE L ESSAI', '99000', 'ESSAI', $6, $7)")
        .bind(finess)
        .bind(ej)
        .bind(nom)
        .bind(categorie)
        .bind(secteur)
        .bind(ouvert)
        .bind(nom.to_lowercase())
        .execute(&mut tx)
        .await
        .expect("an EG");
    }
    tx.commit().await.expect("the scenery stands");
}
