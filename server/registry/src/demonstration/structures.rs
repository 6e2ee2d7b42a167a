//! The structures of the demonstration: contracts in force, one on its way, cards that end at various times, trainings.

use super::personas::{ASSOCIATION, CLINIQUE, EHPAD, PersonneDemo, personnes};
use super::semis::SemisError;
use crate::Registry;
use crate::connexion::sujet;
use crate::db::{Tx, sql};
use crate::droit::Fournisseur;
use domain::date::Jour;
use time::Duration;
use uuid::Uuid;

/// The organisation that Thomas is about to head.
const EN_CHEMIN: &str = "010000362";

/// Contracts, cards and trainings, in one transaction. What is there already stays as it is.
pub(super) async fn semer(registry: &Registry) -> Result<(), SemisError> {
    let mut tx = registry.db().begin().await?;
    let deja = sql("SELECT id FROM carte LIMIT 1").optional(&mut tx).await?;
    if deja.is_some() {
        return Ok(());
    }
    for (finess, portee) in [(EHPAD, "EG"), (CLINIQUE, "EG")] {
        sql(
            "INSERT INTO contrat (id, finess, portee, finess_verifie_le, organisation_le, envoye_le, cde_recue_le, version, cree_le) \
             VALUES ($1, $2, $3, $4, $4, $5, $6, 1, $7)",
        )
        .bind(registry.uuid(registry.now()))
        .bind(finess)
        .bind(portee)
        .bind(il_y_a(registry, 420))
        .bind(il_y_a(registry, 410))
        .bind(il_y_a(registry, 395))
        .bind(registry.now().plus_days(-420).millis())
        .execute(&mut tx)
        .await?;
    }
    completer_association(&mut tx, registry).await?;
    for persona in personnes() {
        let Some((_, finess)) = persona.habilitation() else {
            continue;
        };
        let compte = compte(&mut tx, &persona).await?;
        let fin = persona.carte_jusqu_au(registry.now());
        carte(&mut tx, registry, &persona, compte, finess, fin).await?;
        if ["nadia", "paul", "sophie"].contains(&persona.cle) {
            sql("INSERT INTO formation (compte, suivie_le, reference, declaree_par, declaree_le) VALUES ($1, $2, $3, $1, $4)")
                .bind(compte)
                .bind(il_y_a(registry, 380))
                .bind(format!("FORM-{}", persona.cle.to_uppercase()))
                .bind(registry.now().plus_days(-380).millis())
                .execute(&mut tx)
                .await?;
        }
    }
    chemin_de_thomas(&mut tx, registry).await?;
    Ok(tx.commit().await?)
}

fn il_y_a(registry: &Registry, jours: i64) -> Jour {
    registry.now().plus_days(-jours).jour_paris()
}

async fn compte(tx: &mut Tx, persona: &PersonneDemo) -> Result<Uuid, SemisError> {
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(sujet(persona.fournisseur(), &persona.identifiant()))
        .one(tx)
        .await?;
    Ok(row.get("id")?)
}

/// Hélène's contract was left by her right: it took its steps a year ago.
async fn completer_association(tx: &mut Tx, registry: &Registry) -> Result<(), SemisError> {
    sql(
        "UPDATE contrat SET finess_verifie_le = $2, organisation_le = $2, envoye_le = $3, cde_recue_le = $4, lecteurs_le = $5, \
         roles_le = $5 WHERE finess = $1 AND clos_le IS NULL",
    )
    .bind(ASSOCIATION)
    .bind(il_y_a(registry, 420))
    .bind(il_y_a(registry, 410))
    .bind(il_y_a(registry, 395))
    .bind(il_y_a(registry, 370))
    .execute(tx)
    .await?;
    Ok(())
}

async fn carte(
    tx: &mut Tx,
    registry: &Registry,
    persona: &PersonneDemo,
    compte: Uuid,
    finess: &str,
    fin: Jour,
) -> Result<(), SemisError> {
    let (genre, formulaire) = match persona.cle {
        "helene" => ("CDE", "F101"),
        "yasmine" => ("CPE", "F502"),
        _ => ("CPE", "F301"),
    };
    let rang = personnes().iter().position(|autre| autre.cle == persona.cle);
    // About three years before: no day of the calendar is missing.
    let recue = fin - Duration::days(1_095);
    sql(
        "INSERT INTO carte (id, finess, genre, formulaire, titulaire, nom, numero, commandee_le, recue_le, expire_le, version, cree_le) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, 1, $10)",
    )
    .bind(registry.uuid(registry.now()))
    .bind(finess)
    .bind(genre)
    .bind(formulaire)
    .bind(compte)
    .bind(format!("{} {}", persona.prenom, persona.nom))
    .bind(format!("28000010{:02}", rang.unwrap_or_default()))
    .bind(recue)
    .bind(fin)
    .bind(registry.now().millis())
    .execute(tx)
    .await?;
    Ok(())
}

/// Sent a week ago: Thomas waits for his card, and his future gestionnaires may follow the e-learning meanwhile.
async fn chemin_de_thomas(tx: &mut Tx, registry: &Registry) -> Result<(), SemisError> {
    let row = sql("SELECT id FROM compte WHERE sujet = $1")
        .bind(sujet(Fournisseur::ProSanteConnect, "demo-thomas"))
        .one(&mut *tx)
        .await?;
    sql(
        "INSERT INTO contrat (id, finess, portee, dirigeant, signataire, finess_verifie_le, organisation_le, envoye_le, version, cree_le) \
         VALUES ($1, $2, 'EJ', $3, 'directeur_delegue', $4, $4, $5, 4, $6)",
    )
    .bind(registry.uuid(registry.now()))
    .bind(EN_CHEMIN)
    .bind(row.get::<Uuid>("id")?)
    .bind(il_y_a(registry, 9))
    .bind(il_y_a(registry, 7))
    .bind(registry.now().plus_days(-9).millis())
    .execute(tx)
    .await?;
    Ok(())
}
