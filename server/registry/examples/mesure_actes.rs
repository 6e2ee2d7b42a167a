//! Measures acts against the plainest thing that is as durable: a loop that commits one row at a time on the same engine.
//! Usage: `mesure_actes DATABASE_URL [N]` on an empty database. Called by `script/bench`.

use domain::ids::{CompteId, DemandeId};
use domain::saisie::{SaisieContact, SaisieEtatCivil, SaisieLegale, SaisieSituation};
use registry::db::sql;
use registry::demonstration::{compte_de, semer};
use registry::{Contexte, Registry};
use std::error::Error;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: mesure_actes DATABASE_URL [N]")?;
    let nombre: u32 = arguments.next().map_or(Ok(300), |n| n.parse())?;
    let registry = Registry::open(&url, Contexte::system()).await?;
    semer(&registry).await?;

    let temoin = lignes_seules(&registry, nombre).await?;
    let comptes = comptes(&registry, nombre).await?;
    let (soumettre, demandes) = soumettre(&registry, &comptes).await?;
    let valider = valider(&registry, &demandes).await?;
    println!("{:<34} {:>10} {:>8}", "acte", "par seconde", "rapport");
    for (quoi, duree) in [
        ("ligne seule validée (témoin)", temoin),
        ("soumettre une demande", soumettre),
        ("valider une demande", valider),
    ] {
        let cadence = f64::from(nombre) / duree.as_secs_f64();
        println!(
            "{quoi:<34} {cadence:>10.0} {:>8.2}",
            temoin.as_secs_f64() / duree.as_secs_f64()
        );
    }
    Ok(())
}

/// The witness: one insert, one durable commit.
async fn lignes_seules(registry: &Registry, nombre: u32) -> Result<Duration, Box<dyn Error>> {
    let depart = Instant::now();
    for rang in 0..nombre {
        let mut tx = registry.db().begin().await?;
        sql("INSERT INTO compteur (nom, valeur) VALUES ($1, 0)")
            .bind(format!("témoin {rang}"))
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(depart.elapsed())
}

/// Accounts of people who do not look alike, made from a persona's civil status.
async fn comptes(registry: &Registry, nombre: u32) -> Result<Vec<CompteId>, Box<dyn Error>> {
    let camille = compte_de(registry, "camille").await?.ok_or("no persona")?;
    let row = sql("SELECT etat_civil FROM compte WHERE id = $1")
        .bind(camille.uuid())
        .one(registry.db())
        .await?;
    let modele: SaisieEtatCivil = serde_json::from_str(&row.get::<String>("etat_civil")?)?;
    let mut comptes = Vec::new();
    let mut tx = registry.db().begin().await?;
    for rang in 0..nombre {
        let id = registry.contexte().entropy.uuid(registry.now());
        sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, etat_civil, cree_le) VALUES ($1, $2, 'franceconnect', $2, $3, 0)")
            .bind(id)
            .bind(format!("mesure {rang}"))
            .bind(serde_json::to_string(&quelqu_un(&modele, rang))?)
            .execute(&mut tx)
            .await?;
        comptes.push(CompteId::new(id));
    }
    tx.commit().await?;
    Ok(comptes)
}

/// Another name, other first names and another birth date for each rank.
fn quelqu_un(modele: &SaisieEtatCivil, rang: u32) -> SaisieEtatCivil {
    SaisieEtatCivil {
        nom_naissance: lettres(rang.wrapping_mul(7_919) % 100_003 + 100_000),
        prenoms: lettres(rang.wrapping_mul(104_729) % 1_000_003 + 1_000_000),
        naissance_jour: (1 + rang % 28).to_string(),
        naissance_mois: (1 + rang / 28 % 12).to_string(),
        naissance_annee: (1960 + rang * 7 % 40).to_string(),
        ..modele.clone()
    }
}

fn lettres(rang: u32) -> String {
    rang.to_string()
        .bytes()
        .map(|chiffre| char::from(chiffre - b'0' + b'A'))
        .collect()
}

async fn soumettre(
    registry: &Registry,
    comptes: &[CompteId],
) -> Result<(Duration, Vec<DemandeId>), Box<dyn Error>> {
    let mut pretes = Vec::new();
    for (compte, rang) in comptes.iter().zip(0_u32..) {
        let jeton = registry.ouvrir_session(*compte, 60).await?;
        let session = registry
            .session_ouverte(jeton.as_str())
            .await?
            .ok_or("no session")?;
        let usager = session.usager()?;
        let id = registry.commencer_demande(&usager).await?;
        let contact = SaisieContact {
            email: format!("mesure{rang}@example.org"),
            mobile: format!(
                "07 88 {:02} {:02} {:02}",
                rang / 10_000,
                rang / 100 % 100,
                rang % 100
            ),
        };
        registry.enregistrer_contact(&usager, id, &contact).await?;
        registry
            .enregistrer_situation(&usager, id, &situation(usager.identite()))
            .await?;
        pretes.push((usager, id));
    }
    let legale = SaisieLegale {
        exactitude: "on".to_owned(),
        cgu: "on".to_owned(),
    };
    let depart = Instant::now();
    for (usager, id) in &pretes {
        registry.soumettre(usager, *id, &legale).await?;
    }
    Ok((depart.elapsed(), pretes.into_iter().map(|(_, id)| id).collect()))
}

fn situation(identite: &SaisieEtatCivil) -> SaisieSituation {
    let mut saisie = SaisieSituation::default();
    for (nom, valeur) in [
        ("nom_exercice", identite.nom_naissance.as_str()),
        ("prenom_exercice", identite.prenoms.as_str()),
        ("etablissement", "010780575"),
        ("debut_jour", "1"),
        ("debut_mois", "9"),
        ("debut_annee", "2024"),
        ("profession", "326"),
        ("role", "GENR10"),
        ("mode_exercice", "S"),
        ("categorie", "C"),
    ] {
        saisie.set(nom, valeur.to_owned());
    }
    saisie
}

async fn valider(registry: &Registry, demandes: &[DemandeId]) -> Result<Duration, Box<dyn Error>> {
    let nadia = compte_de(registry, "nadia").await?.ok_or("no persona")?;
    let jeton = registry.ouvrir_session(nadia, 60).await?;
    let session = registry
        .session_ouverte(jeton.as_str())
        .await?
        .ok_or("no session")?;
    let gestionnaire = session.gestionnaire()?;
    let mut versions = Vec::new();
    for id in demandes {
        versions.push((*id, registry.dossier(&gestionnaire, *id).await?.version));
    }
    let depart = Instant::now();
    for (id, version) in versions {
        registry.valider(&gestionnaire, id, version, true).await?;
    }
    Ok(depart.elapsed())
}
