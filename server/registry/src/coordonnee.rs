//! Who holds an e-mail or a mobile (R19): one person, or one open demande, never two. The table's key is the rule: two
//! people who try at the same instant cannot both succeed.
//!
//! The open demandes of one and the same applicant may share a pair (R21): only the first of them holds it.

use crate::db::{DbError, Tx, Value, sql};
use crate::erreur::ActeError;
use crate::referentiel::lot;
use domain::demande::Statut;
use domain::ids::{CompteId, DemandeId, PersonneId};
use domain::saisie::{Champ, Contact, DemandeComplete};

/// The pair as kept: mailboxes that differ by case only are the same one.
pub(crate) fn paire(contact: &Contact) -> [(Champ, &'static str, String); 2] {
    [
        (Champ::Email, "email", contact.email.as_str().to_lowercase()),
        (Champ::Mobile, "mobile", contact.mobile.as_e164().to_owned()),
    ]
}

/// Holds the pair for a demande, or says which half belongs to somebody else.
pub(crate) async fn reserver(
    tx: &mut Tx,
    demande: DemandeId,
    demandeur: CompteId,
    contact: &Contact,
) -> Result<(), ActeError> {
    for (champ, genre, valeur) in paire(contact) {
        let held =
            sql("INSERT INTO coordonnee (genre, valeur, demande) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(genre)
                .bind(&valeur)
                .bind(demande.uuid())
                .execute(tx)
                .await?;
        if held == 0 {
            let mine = sql(
                "SELECT COUNT(*) AS n FROM coordonnee JOIN demande ON demande.id = coordonnee.demande \
                 WHERE coordonnee.genre = $1 AND coordonnee.valeur = $2 AND demande.demandeur = $3",
            )
            .bind(genre)
            .bind(&valeur)
            .bind(demandeur.uuid())
            .one(&mut *tx)
            .await?
            .get::<i64>("n")?;
            if mine == 0 {
                return Err(ActeError::DejaUtilise(champ));
            }
        }
    }
    Ok(())
}

/// The pair becomes the new person's: the demande (or another one of the same applicant) held it until now.
pub(crate) async fn attribuer(tx: &mut Tx, personne: PersonneId, contact: &Contact) -> Result<(), DbError> {
    for (_, genre, valeur) in paire(contact) {
        sql(
            "INSERT INTO coordonnee (genre, valeur, personne) VALUES ($1, $2, $3) \
             ON CONFLICT (genre, valeur) DO UPDATE SET demande = NULL, personne = excluded.personne",
        )
        .bind(genre)
        .bind(&valeur)
        .bind(personne.uuid())
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// The pairs become these new persons': false when one of them is somebody else's already, and then the caller must give its
/// transaction up.
pub(crate) async fn attribuer_lot(tx: &mut Tx, contacts: &[(PersonneId, &Contact)]) -> Result<bool, DbError> {
    let valeurs: Vec<Vec<Value>> = contacts
        .iter()
        .flat_map(|(personne, contact)| {
            paire(contact).map(|(_, genre, valeur)| vec![genre.into(), valeur.into(), personne.uuid().into()])
        })
        .collect();
    let attendues = valeurs.len() as u64;
    let ecrites = lot::inserer(
        tx,
        "coordonnee",
        "genre, valeur, personne",
        "ON CONFLICT DO NOTHING",
        valeurs,
    )
    .await?;
    Ok(ecrites == attendues)
}

/// Frees what a demande held, once it is not open any more; another open demande of the same applicant takes it over.
pub(crate) async fn liberer(tx: &mut Tx, demande: DemandeId, demandeur: CompteId) -> Result<(), DbError> {
    sql("DELETE FROM coordonnee WHERE demande = $1")
        .bind(demande.uuid())
        .execute(tx)
        .await?;
    let autres =
        sql("SELECT id, complete FROM demande WHERE demandeur = $1 AND id <> $2 AND statut IN ($3, $4)")
            .bind(demandeur.uuid())
            .bind(demande.uuid())
            .bind(Statut::ATraiter.code())
            .bind(Statut::ACorriger.code())
            .all(&mut *tx)
            .await?;
    for row in autres {
        let complete: DemandeComplete = serde_json::from_str(&row.get::<String>("complete")?)
            .map_err(|_| DbError::stored("demande.complete"))?;
        for (_, genre, valeur) in paire(&complete.contact) {
            sql("INSERT INTO coordonnee (genre, valeur, demande) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(genre)
                .bind(&valeur)
                .bind(row.get::<uuid::Uuid>("id")?)
                .execute(tx)
                .await?;
        }
    }
    Ok(())
}
