//! The people of the stories: accounts with a civil status, gestionnaires with an habilitation, a demande that is right.

use crate::commun::Horloge;
use domain::date::jour;
use domain::etat_civil::{Certification, Civilite, DateNaissance, EtatCivil, LieuNaissance, Sexe};
use domain::identifiant::{Finess, Rpps};
use domain::ids::{CompteId, DemandeId, HabilitationId};
use domain::saisie::{SaisieContact, SaisieEtatCivil, SaisieFermeture, SaisieLegale, SaisieSituation};
use registry::connexion::IdentiteProSante;
use registry::db::{Db, sql};
use registry::demande::Soumise;
use registry::droit::{Gestionnaire, SessionOuverte, Usager};
use registry::{ActeError, Registry};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// Some minutes pass.
pub(crate) fn avancer_minutes(horloge: &Horloge, minutes: i64) {
    horloge.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
}

/// Some seconds pass.
pub(crate) fn avancer_secondes(horloge: &Horloge, secondes: i64) {
    horloge.0.fetch_add(secondes * 1_000, Ordering::SeqCst);
}

/// Runs statements in one transaction of the register's own database.
pub(crate) async fn executer(db: &Db, ordres: &[&'static str]) {
    let mut tx = db.begin().await.expect("a transaction");
    for ordre in ordres {
        sql(*ordre)
            .execute(&mut tx)
            .await
            .unwrap_or_else(|error| panic!("{ordre} : {error}"));
    }
    tx.commit().await.expect("the transaction commits");
}

/// A FINESS number of the scenery.
pub(crate) fn finess(numero: &str) -> Finess {
    numero.parse().expect("a FINESS number")
}

/// Someone born in Lyon on 12 March 1990.
pub(crate) fn etat_civil(nom: &str, prenoms: &str) -> EtatCivil {
    EtatCivil {
        civilite: Civilite::Mme,
        sexe: Sexe::F,
        nom_naissance: nom.parse().expect("a name"),
        nom_usage: None,
        prenoms: prenoms.parse().expect("first names"),
        date_naissance: DateNaissance::stored(jour(1990, 3, 12).expect("a day")).expect("a birth date"),
        lieu_naissance: LieuNaissance::France {
            commune: "69383".parse().expect("a commune"),
        },
        certification: Certification::Fc,
    }
}

async fn compte(
    registry: &Registry,
    fournisseur: &str,
    nom: &str,
    etat_civil: Option<&EtatCivil>,
) -> CompteId {
    let id = nouvel_id(registry);
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql("INSERT INTO compte (id, sujet, fournisseur, nom_affiche, etat_civil, cree_le) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(format!("essai:{id}"))
        .bind(fournisseur)
        .bind(nom)
        .bind(etat_civil.map(|e| serde_json::to_string(&SaisieEtatCivil::from(e)).expect("JSON")))
        .bind(registry.now().millis())
        .execute(&mut tx)
        .await
        .expect("an account");
    tx.commit().await.expect("the account is there");
    CompteId::new(id)
}

/// A new id at the register's time.
pub(crate) fn nouvel_id(registry: &Registry) -> Uuid {
    registry.contexte().entropy.uuid(registry.now())
}

/// A session of that account.
pub(crate) async fn session(registry: &Registry, compte: CompteId) -> SessionOuverte {
    let jeton = registry.ouvrir_session(compte, 60).await.expect("a session");
    registry
        .session_ouverte(jeton.as_str())
        .await
        .expect("the session is read")
        .expect("the session is open")
}

/// A professional signed in with FranceConnect.
pub(crate) async fn usager(registry: &Registry, etat_civil: &EtatCivil) -> Usager {
    let nom = format!(
        "{} {}",
        etat_civil.prenoms.as_str(),
        etat_civil.nom_naissance.as_str()
    );
    let compte = compte(registry, "franceconnect", &nom, Some(etat_civil)).await;
    session(registry, compte).await.usager().expect("an usager")
}

/// Someone else each time: another name and another birth date, so that no two of them look like one person.
pub(crate) async fn usager_n(registry: &Registry, n: u32) -> Usager {
    let etat_civil = nee_un_autre_jour(etat_civil(&format!("MARTIN {}", lettres(n)), "Louise"), n);
    usager(registry, &etat_civil).await
}

/// Somebody of a crowd of hundreds, in which no two look like one person.
pub(crate) async fn usager_d_une_foule(registry: &Registry, n: u32) -> Usager {
    const SYLLABES: [&str; 16] = [
        "BA", "CO", "DI", "FU", "GRE", "JA", "KO", "LI", "MU", "NE", "PA", "RO", "SI", "TU", "VE", "ZA",
    ];
    const PRENOMS: [&str; 7] = ["Louise", "Karim", "Odette", "Yvan", "Solange", "Brahim", "Chloé"];
    let syllabe = |rang: u32| SYLLABES[usize::try_from(rang % 16).expect("a small number")];
    let melange = n * 2_749 % 4_096;
    let nom: String = [melange, melange / 16, melange / 256].map(syllabe).concat();
    let prenom = PRENOMS[usize::try_from(n % 7).expect("a small number")];
    usager(registry, &nee_un_autre_jour(etat_civil(&nom, prenom), n)).await
}

/// The same civil status with a birth date that depends on `n`.
pub(crate) fn nee_un_autre_jour(mut etat_civil: EtatCivil, n: u32) -> EtatCivil {
    let rang = u8::try_from(n % 200).expect("a small number");
    let naissance = jour(
        1950 + i32::from(rang) * 7 % 40,
        1 + (u16::from(rang) * 5 % 12) as u8,
        1 + (u16::from(rang) * 11 % 28) as u8,
    );
    etat_civil.date_naissance = DateNaissance::stored(naissance.expect("a day")).expect("a birth date");
    etat_civil
}

fn lettres(n: u32) -> String {
    format!("{n:05}")
        .bytes()
        .map(|chiffre| char::from(b'A' + (chiffre - b'0')))
        .collect()
}

/// Grants an habilitation (`genre`: `gestionnaire` or `representant_legal`; `portee`: `EJ` or `EG`).
pub(crate) async fn habiliter(
    registry: &Registry,
    compte: CompteId,
    genre: &str,
    portee: &str,
    finess: &str,
) -> HabilitationId {
    let id = nouvel_id(registry);
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql("INSERT INTO habilitation (id, compte, genre, portee, finess, depuis) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(compte.uuid())
        .bind(genre)
        .bind(portee)
        .bind(finess)
        .bind(registry.now().millis())
        .execute(&mut tx)
        .await
        .expect("an habilitation");
    tx.commit().await.expect("the habilitation is granted");
    HabilitationId::new(id)
}

/// Withdraws every habilitation of an account.
pub(crate) async fn retirer_habilitations(registry: &Registry, compte: CompteId) {
    let mut tx = registry.db().begin().await.expect("a transaction");
    sql("UPDATE habilitation SET retiree_le = $2 WHERE compte = $1")
        .bind(compte.uuid())
        .bind(registry.now().millis())
        .execute(&mut tx)
        .await
        .expect("a withdrawal");
    tx.commit().await.expect("the withdrawal is done");
}

/// An account with a card and no right yet.
pub(crate) async fn compte_carte(registry: &Registry, nom: &str) -> CompteId {
    compte(registry, "prosanteconnect", nom, None).await
}

/// A gestionnaire of that EJ or EG.
pub(crate) async fn gestionnaire(registry: &Registry, nom: &str, portee: &str, finess: &str) -> Gestionnaire {
    let compte = compte_carte(registry, nom).await;
    habiliter(registry, compte, "gestionnaire", portee, finess).await;
    session(registry, compte)
        .await
        .gestionnaire()
        .expect("a gestionnaire")
}

/// The card of somebody who signs in with `FranceConnect` as well, as in production: another account, that nothing ties to the first
/// but the number when the card has one (a CPE has none), with a right on that EJ or EG.
pub(crate) async fn gestionnaire_aussi(
    registry: &Registry,
    u: &Usager,
    rpps: Option<&Rpps>,
    portee: &str,
    finess: &str,
) -> Gestionnaire {
    let compte = registry
        .identifier_prosante(&IdentiteProSante {
            subject_name_id: rpps.map_or_else(
                || {
                    format!(
                        "3{}/{}",
                        nouvel_id(registry).simple(),
                        nouvel_id(registry).simple()
                    )
                },
                |rpps| format!("8{rpps}"),
            ),
            prenom: nommee(u, &SaisieSituation::default()).prenom_exercice,
            nom: u.identite().nom_naissance.clone(),
            activites: None,
        })
        .await
        .expect("an account");
    assert_ne!(compte, u.compte(), "two accounts");
    habiliter(registry, compte, "gestionnaire", portee, finess).await;
    session(registry, compte)
        .await
        .gestionnaire()
        .expect("a gestionnaire")
}

/// An e-mail and a mobile that are this number's only.
pub(crate) fn contact(n: u32) -> SaisieContact {
    SaisieContact {
        email: format!("personne{n}@example.org"),
        mobile: format!("06 12 34 {:02} {:02}", n / 100, n % 100),
    }
}

/// An employment that is right, in that establishment; [`remplir`] adds the person's names.
pub(crate) fn situation(finess: &str) -> SaisieSituation {
    SaisieSituation {
        etablissement: finess.to_owned(),
        debut_jour: "1".to_owned(),
        debut_mois: "9".to_owned(),
        debut_annee: "2026".to_owned(),
        profession: "328".to_owned(),
        role: "GENR10".to_owned(),
        mode_exercice: "S".to_owned(),
        categorie: "C".to_owned(),
        ..SaisieSituation::default()
    }
}

/// Both boxes ticked.
pub(crate) fn legale() -> SaisieLegale {
    SaisieLegale {
        exactitude: "on".to_owned(),
        cgu: "on".to_owned(),
    }
}

/// The employment of this very person.
pub(crate) fn nommee(u: &Usager, situation: &SaisieSituation) -> SaisieSituation {
    SaisieSituation {
        nom_exercice: u.identite().nom_naissance.clone(),
        prenom_exercice: u
            .identite()
            .prenoms
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned(),
        ..situation.clone()
    }
}

/// A draft filled in and right.
pub(crate) async fn remplir(
    registry: &Registry,
    u: &Usager,
    situation: &SaisieSituation,
    contact: &SaisieContact,
) -> Result<DemandeId, ActeError> {
    let id = registry.commencer_demande(u).await?;
    registry.enregistrer_contact(u, id, contact).await?;
    let situation = nommee(u, situation);
    registry.enregistrer_situation(u, id, &situation).await?;
    Ok(id)
}

/// A demande submitted.
pub(crate) async fn deposer(registry: &Registry, u: &Usager, finess: &str, n: u32) -> Soumise {
    let id = remplir(registry, u, &situation(finess), &contact(n))
        .await
        .expect("a draft");
    registry.soumettre(u, id, &legale()).await.expect("a demande")
}

/// The version of a demande that a gestionnaire sees.
pub(crate) async fn version(registry: &Registry, g: &Gestionnaire, id: DemandeId) -> i64 {
    match registry.dossier(g, id).await {
        Ok(dossier) => dossier.version,
        Err(error) => panic!("le dossier ne s’ouvre pas : {error}"),
    }
}

/// The end of a situation on that day, for another workplace.
pub(crate) fn fermeture(jour: u8, mois: u8, annee: u16) -> SaisieFermeture {
    SaisieFermeture {
        fin_jour: jour.to_string(),
        fin_mois: mois.to_string(),
        fin_annee: annee.to_string(),
        motif_fin: "CHL".to_owned(),
    }
}
