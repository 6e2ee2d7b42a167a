//! Measures a departure beside the plainest thing that is as durable: one row, one commit, on the same engine. Each departure
//! closes two situations, withdraws an habilitation and hands a demande over, on a register of that many registered people.
//! Usage: `mesure_depart DATABASE_URL [N]` on an empty database.

use domain::ids::{CompteId, PersonneId};
use domain::saisie::SaisieFermeture;
use registry::db::sql;
use registry::demonstration::{compte_de, semer};
use registry::depart::SaisieDepart;
use registry::droit::{Designateur, Gestionnaire};
use registry::{Contexte, Registry, Sursis};
use std::error::Error;
use std::time::{Duration, Instant};
use uuid::Uuid;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: mesure_depart DATABASE_URL [N]")?;
    let nombre: u32 = arguments.next().map_or(Ok(200), |n| n.parse())?;
    let registry = Registry::open(&url, Contexte::system()).await?;
    semer(&registry).await?;
    let registry = registry.avec_sursis(Sursis::secondes(30));
    let partants = preparer(&registry, nombre).await?;
    let (g, d) = cheffe(&registry).await?;
    let collegue = compte_de(&registry, "nadia").await?;

    let mut temoins = Vec::new();
    let mut departs = Vec::new();
    for (rang, personne) in partants.iter().enumerate() {
        temoins.push(ligne_seule(&registry, rang).await?);
        let saisie = saisie(&registry, *personne, collegue).await?;
        let version = registry
            .apercu_depart(&g, Some(&d), *personne, &saisie)
            .await?
            .version;
        let intention = registry.intention_de_depart();
        let debut = Instant::now();
        registry
            .enregistrer_depart(&g, Some(&d), (intention, *personne), version, &saisie)
            .await?;
        departs.push(debut.elapsed());
    }
    println!(
        "{:<34} {:>10} {:>10} {:>10}",
        "acte", "médiane", "p95", "le plus long"
    );
    for (quoi, mut durees) in [
        ("ligne seule validée (témoin)", temoins),
        ("départ confirmé", departs),
    ] {
        durees.sort_unstable();
        let rang = |part: usize| durees.get((durees.len() * part / 100).min(durees.len().saturating_sub(1)));
        println!(
            "{quoi:<34} {:>10} {:>10} {:>10}",
            millis(rang(50)),
            millis(rang(95)),
            millis(durees.last())
        );
    }
    Ok(())
}

fn millis(duree: Option<&Duration>) -> String {
    duree.map_or_else(String::new, |duree| {
        format!("{:.1} ms", duree.as_secs_f64() * 1000.0)
    })
}

/// The head of the association for deaf people.
async fn cheffe(registry: &Registry) -> Result<(Gestionnaire, Designateur), Box<dyn Error>> {
    let compte = compte_de(registry, "helene").await?.ok_or("no persona")?;
    let jeton = registry.ouvrir_session(compte, 60).await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or("no session")?;
    Ok((session.gestionnaire()?, session.designateur()?))
}

/// The witness: one insert, one durable commit.
async fn ligne_seule(registry: &Registry, rang: usize) -> Result<Duration, Box<dyn Error>> {
    let debut = Instant::now();
    let mut tx = registry.db().begin().await?;
    sql("INSERT INTO compteur (nom, valeur) VALUES ($1, 0)")
        .bind(format!("témoin {rang}"))
        .execute(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(debut.elapsed())
}

async fn saisie(
    registry: &Registry,
    personne: PersonneId,
    collegue: Option<CompteId>,
) -> Result<SaisieDepart, Box<dyn Error>> {
    let rows = sql("SELECT id FROM situation WHERE personne = $1")
        .bind(personne.uuid())
        .all(registry.db())
        .await?;
    let situations = rows
        .iter()
        .map(|row| Ok(domain::ids::SituationId::new(row.get("id")?)))
        .collect::<Result<_, registry::db::DbError>>()?;
    let jour = registry.aujourd_hui();
    Ok(SaisieDepart {
        fermeture: SaisieFermeture {
            fin_jour: jour.day().to_string(),
            fin_mois: u8::from(jour.month()).to_string(),
            fin_annee: jour.year().to_string(),
            motif_fin: "CHL".to_owned(),
        },
        situations,
        habilitations: true,
        collegue,
        memes: Vec::new(),
    })
}

/// People with two situations of the association, an account with an habilitation on one of them, and a demande in hand: copies
/// of somebody registered and of a pending demande.
async fn preparer(registry: &Registry, nombre: u32) -> Result<Vec<PersonneId>, Box<dyn Error>> {
    let eg = sql(
        "SELECT finess FROM etablissement WHERE finess_ej = '010000255' AND ouvert ORDER BY finess LIMIT 2",
    )
    .all(registry.db())
    .await?;
    let [premier, second] = [0, 1].map(|rang| eg.get(rang).map(|row| row.get::<String>("finess")));
    let (premier, second) = (
        premier.ok_or("no establishment")??,
        second.ok_or("no establishment")??,
    );
    let mut partants = Vec::new();
    let mut tx = registry.db().begin().await?;
    for rang in 0..nombre {
        let [personne, compte] = [(), ()].map(|()| registry.contexte().entropy.uuid(registry.now()));
        sql("INSERT INTO personne (id, rpps, civilite, sexe, nom_naissance, prenoms, date_naissance, pays_naissance, \
             commune_naissance, certification, identite, nom_exercice, prenom_exercice, email, mobile, cree_le, version, cle) \
             SELECT $1, $2, civilite, sexe, nom_naissance, prenoms, date_naissance, pays_naissance, commune_naissance, \
             certification, $3, nom_exercice, prenom_exercice, $3, mobile, cree_le, 1, $3 FROM personne \
             WHERE commune_naissance IS NOT NULL ORDER BY id LIMIT 1")
        .bind(personne)
        .bind(format!("9{rang:010}"))
        .bind(format!("mesure{rang}@example.org"))
        .execute(&mut tx)
        .await?;
        sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, rpps, cree_le) VALUES ($1, $2, 'prosanteconnect', $2, $3, 0)")
            .bind(compte)
            .bind(format!("mesure {rang}"))
            .bind(format!("9{rang:010}"))
            .execute(&mut tx)
            .await?;
        sql("INSERT INTO habilitation (id, compte, genre, portee, finess, depuis) VALUES ($1, $2, 'gestionnaire', 'EG', $3, 0)")
            .bind(registry.contexte().entropy.uuid(registry.now()))
            .bind(compte)
            .bind(&premier)
            .execute(&mut tx)
            .await?;
        for finess in [&premier, &second] {
            sql("INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, cree_le) \
                 VALUES ($1, $2, $3, '328', 'GENR10', 'S', 'C', $4, 0)")
            .bind(registry.contexte().entropy.uuid(registry.now()))
            .bind(personne)
            .bind(finess)
            .bind(domain::date::jour(2024, 9, 1)?)
            .execute(&mut tx)
            .await?;
        }
        confier(&mut tx, registry, compte, rang).await?;
        partants.push(PersonneId::new(personne));
    }
    tx.commit().await?;
    Ok(partants)
}

/// A pending demande of the association entrusted to that account, when there is one left.
async fn confier(
    tx: &mut registry::db::Tx,
    registry: &Registry,
    compte: Uuid,
    rang: u32,
) -> Result<(), Box<dyn Error>> {
    sql(format!(
        "INSERT INTO confiee (demande, compte, par, le) SELECT demande.id, $1, $1, $2 FROM demande JOIN etablissement \
         ON etablissement.finess = demande.finess WHERE demande.statut = 'a_traiter' AND etablissement.finess_ej = '010000255' \
         ORDER BY demande.id LIMIT 1 OFFSET {}",
        rang % 10
    ))
    .bind(compte)
    .bind(registry.now().millis())
    .execute(tx)
    .await?;
    Ok(())
}
