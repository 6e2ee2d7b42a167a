//! The journal: what was done, by whom, on what, and what was refused. Written through one door, [`ecrire`], in the
//! transaction of the act, so that the two cannot disagree. An entry holds ids and codes only, never a name, an e-mail or a
//! date of birth, and is never changed nor removed: each one is chained to the one before it by SHA-256.
//!
//! The personal side (before → after) lives beside the chain under a salted commitment: erasing it leaves a chain that still
//! verifies, changing it does not. `chaine` is pure and knows no SQL; `lecture` and `export` bring it entries from a database
//! or a file; `histoire` turns entries into sentences. Nothing here decides whether an act is allowed.

mod acte;
mod chaine;
mod detail;
mod entree;
mod export;
mod groupe;
mod hexa;
mod histoire;
mod lecture;
mod portee;
mod refus;
mod tete;

pub use acte::{Acte, ActeInconnu};
pub use chaine::{Ecriture, Empreinte, Ligne, ORIGINE, Raison, Rupture, Tete, Verificateur};
pub use detail::{Changement, Detail, DetailScelle};
pub use entree::{Auteur, Objet};
pub use export::{exporter, verifier_export};
pub use histoire::{LigneConsultation, LigneHistorique, PageConsultations, PageHistorique};
pub use lecture::{VerificationError, tete, verifier};
pub use tete::{ClePublique, CleSignature, TeteError, TeteSignee};

pub(crate) use entree::Entree;
pub(crate) use groupe::Groupe;
pub(crate) use histoire::ligne_historique;
pub(crate) use portee::codes;
pub(crate) use refus::Tentative;

use self::entree::Prete;
use crate::contexte::Contexte;
use crate::db::{DbError, Tx, sql};
use crate::referentiel::lot;
use domain::ids::{CompteId, SessionId};

/// Adds an entry: the one door. Call it last in the transaction of the act: from here to the commit, every other act waits.
pub(crate) async fn ecrire(tx: &mut Tx, contexte: &Contexte, entree: Entree<'_>) -> Result<(), DbError> {
    ecrire_lot(tx, contexte, vec![entree]).await
}

/// The same door for the entries of an act on many objects, in their order.
pub(crate) async fn ecrire_lot(
    tx: &mut Tx,
    contexte: &Contexte,
    entrees: Vec<Entree<'_>>,
) -> Result<(), DbError> {
    ecrire_pretes(tx, contexte, entrees.into_iter().map(Prete::new).collect()).await
}

async fn ecrire_pretes(tx: &mut Tx, contexte: &Contexte, entrees: Vec<Prete>) -> Result<(), DbError> {
    let Ok(nombre @ 1..) = i64::try_from(entrees.len()) else {
        return Ok(());
    };
    for annonce in entrees.iter().filter_map(|entree| entree.annonce.clone()) {
        tx.annoncer(annonce);
    }
    // Taking the head's row gives the numbers, the link to continue from, and the turn.
    let tete = sql("UPDATE journal_tete SET numero = numero + $1 WHERE id = 1 RETURNING numero, maillon")
        .bind(nombre)
        .one(&mut *tx)
        .await?;
    let mut maillon = lecture::empreinte(&tete, "maillon")?;
    let premier = tete.get::<i64>("numero")? - nombre + 1;
    let (mut lignes, mut details) = (Vec::new(), Vec::new());
    for (entree, numero) in entrees.into_iter().zip(premier..) {
        let scelle = entree
            .detail
            .map(|detail| DetailScelle::new(contexte.entropy.secret(), &detail))
            .transpose()?;
        let ecriture = Ecriture {
            numero,
            le: entree.le,
            acteur: entree.auteur.compte(),
            session: entree.auteur.session(),
            acte: entree.acte.to_owned(),
            objet: entree.objet.to_owned(),
            objet_id: entree.objet_id,
            issue: entree.issue.to_owned(),
            engagement: scelle.as_ref().map(DetailScelle::engagement),
        };
        maillon = ecriture.maillon(&maillon);
        lignes.push(vec![
            numero.into(),
            ecriture.le.millis().into(),
            ecriture.acteur.map(CompteId::uuid).into(),
            ecriture.session.map(SessionId::uuid).into(),
            ecriture.acte.into(),
            ecriture.objet.into(),
            ecriture.objet_id.into(),
            ecriture.issue.into(),
            ecriture.engagement.map(Vec::from).into(),
            maillon.to_vec().into(),
        ]);
        if let Some(scelle) = scelle {
            details.push(vec![
                numero.into(),
                scelle.sel.to_vec().into(),
                scelle.contenu.into(),
            ]);
        }
    }
    let colonnes = "numero, le, acteur, session, acte, objet, objet_id, issue, engagement, maillon";
    lot::inserer(tx, "journal", colonnes, "", lignes).await?;
    lot::inserer(tx, "journal_detail", "numero, sel, contenu", "", details).await?;
    sql("UPDATE journal_tete SET maillon = $1 WHERE id = 1")
        .bind(maillon.to_vec())
        .execute(tx)
        .await?;
    Ok(())
}

/// Erases the personal side of everything that was done on an object (a demande, a person); the entries stay and the chain
/// still verifies. Returns how many details were erased.
pub async fn effacer_details(tx: &mut Tx, objet: Objet<'_>) -> Result<u64, DbError> {
    sql(
        "DELETE FROM journal_detail WHERE numero IN (SELECT numero FROM journal WHERE objet = $1 AND objet_id = $2)",
    )
    .bind(objet.genre())
    .bind(objet.id())
    .execute(tx)
    .await
}
