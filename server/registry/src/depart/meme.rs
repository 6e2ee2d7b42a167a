//! Whose account it is, when no number says so: the card of a structure, which gestionnaires are asked for, bears none, and who asked
//! for their own number did so with another account. Somebody who knows says it, when they designate or when they record a departure:
//! this account is that registered person. It serves to find what is left of who leaves (R52), and opens nothing to the account.

use super::garde::prevue;
use super::habilitations::{depuis, retirable, touche};
use super::{Depart, HabilitationDepart};
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::{Designateur, Gestionnaire, personne_dite};
use domain::date::{Instant, Jour};
use domain::homonyme::homonyme;
use domain::ids::{CompteId, DepartId, PersonneId};

/// An account that is nobody's, under the name of somebody who leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Homonyme {
    /// The account.
    pub compte: CompteId,
    /// The name it goes by.
    pub nom: String,
    /// What it has in the perimeter.
    pub habilitations: Vec<HabilitationDepart>,
}

/// The names that somebody goes by, as columns of `table`.
pub(crate) fn noms(table: &str) -> String {
    [
        "prenoms",
        "prenom_exercice",
        "nom_naissance",
        "nom_usage",
        "nom_exercice",
    ]
    .map(|colonne| format!("{table}.{colonne}"))
    .join(", ")
}

/// Whether the name `affiche` of an account may be that of the person of this row ([`noms`]).
pub(crate) fn se_nomme(row: &Row, affiche: &str) -> Result<bool, DbError> {
    let lus = |colonne: &str| row.get::<String>(colonne);
    let usage = row.get::<Option<String>>("nom_usage")?.unwrap_or_default();
    let prenoms = lus("prenoms")?;
    let premier = prenoms.split_whitespace().next().unwrap_or_default();
    Ok(homonyme(
        affiche,
        &[&lus("prenom_exercice")?, premier, &prenoms],
        &[&lus("nom_exercice")?, &usage, &lus("nom_naissance")?],
    ))
}

/// The accounts that are nobody's, with an habilitation over the perimeter of `g`, under the name of this person.
pub(super) async fn homonymes(
    on: impl Run<'_>,
    g: &Gestionnaire,
    d: Option<&Designateur>,
    personne: PersonneId,
    jour: Jour,
) -> Result<Vec<Homonyme>, DbError> {
    let jointure = "JOIN personne ON personne.id = $2";
    let rows = sql(sans_personne(
        g,
        d,
        jour,
        jointure,
        &format!(", {}", noms("personne")),
    ))
    .bind(g.compte().uuid())
    .bind(personne.uuid())
    .all(on)
    .await?;
    regrouper(rows.iter(), se_nomme)
}

/// The statement of the habilitations over the perimeter of `g` (`$1`) whose account is nobody's; one whose identifier bears a number
/// is that number's. `jointure` and `colonnes` add to it.
pub(super) fn sans_personne(
    g: &Gestionnaire,
    d: Option<&Designateur>,
    jour: Jour,
    jointure: &str,
    colonnes: &str,
) -> String {
    // The proof of somebody else opens nothing.
    let d = d.filter(|d| d.compte() == g.compte());
    format!(
        "SELECT h.id, h.compte, h.genre, h.finess, COALESCE(e.raison_sociale, j.raison_sociale, h.finess) AS structure, \
         {} AS retirable, {} AS prevue, c.nom_affiche{colonnes} FROM habilitation h JOIN compte c ON c.id = h.compte {jointure} \
         LEFT JOIN etablissement e ON h.portee = 'EG' AND e.finess = h.finess \
         LEFT JOIN entite_juridique j ON h.portee = 'EJ' AND j.finess = h.finess \
         WHERE h.retiree_le IS NULL AND h.compte <> $1 AND c.rpps IS NULL AND {} AND {} IS NULL \
         ORDER BY c.nom_affiche, c.id, structure, h.genre, h.id",
        retirable(d, jour),
        prevue(),
        touche(&g.perimetre()),
        personne_dite(),
    )
}

/// The rows of [`sans_personne`], account by account: those whose name is wanted.
pub(super) fn regrouper<'a>(
    rows: impl Iterator<Item = &'a Row>,
    voulu: fn(&Row, &str) -> Result<bool, DbError>,
) -> Result<Vec<Homonyme>, DbError> {
    let mut homonymes: Vec<Homonyme> = Vec::new();
    for row in rows {
        let nom: String = row.get("nom_affiche")?;
        if !voulu(row, &nom)? {
            continue;
        }
        let habilitation = HabilitationDepart {
            prevue: row.get("prevue")?,
            ..depuis(row)?
        };
        let compte = habilitation.compte;
        match homonymes.last_mut() {
            Some(homonyme) if homonyme.compte == compte => homonyme.habilitations.push(habilitation),
            _ => homonymes.push(Homonyme {
                compte,
                nom,
                habilitations: vec![habilitation],
            }),
        }
    }
    Ok(homonymes)
}

/// This account is that person, said by `par`.
pub(crate) async fn dire_meme(
    tx: &mut Tx,
    (compte, personne): (CompteId, PersonneId),
    par: CompteId,
    now: Instant,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO meme_personne (compte, personne, par, le) VALUES ($1, $2, $3, $4) ON CONFLICT (compte) DO UPDATE SET \
         personne = excluded.personne, par = excluded.par, le = excluded.le, depart = NULL",
    )
    .bind(compte.uuid())
    .bind(personne.uuid())
    .bind(par.uuid())
    .bind(now.millis())
    .execute(tx)
    .await?;
    Ok(())
}

/// Nobody says any more whose account it is: it was given a right by mistake.
pub(crate) async fn oublier_meme(tx: &mut Tx, compte: CompteId) -> Result<(), DbError> {
    sql("DELETE FROM meme_personne WHERE compte = $1")
        .bind(compte.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

/// These were said by that departure, which is written now.
pub(super) async fn dit_par(tx: &mut Tx, depart: &Depart, comptes: &[CompteId]) -> Result<(), DbError> {
    for compte in comptes {
        sql("UPDATE meme_personne SET depart = $3 WHERE compte = $1 AND personne = $2")
            .bind(compte.uuid())
            .bind(depart.personne.uuid())
            .bind(depart.id.uuid())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// What a departure said is taken back with it: it may have been the mistake.
pub(super) async fn dedire(tx: &mut Tx, depart: DepartId) -> Result<(), DbError> {
    sql("DELETE FROM meme_personne WHERE depart = $1")
        .bind(depart.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

impl Registry {
    /// Says whose the accounts `memes` are, those that may be this person's: the others do not exist. Returns them, and those under
    /// the same name that were not chosen.
    pub(super) async fn rattacher(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        personne: PersonneId,
        memes: &[CompteId],
    ) -> Result<(Vec<CompteId>, Vec<Homonyme>), DbError> {
        let now = self.now();
        let (siens, autres): (Vec<_>, Vec<_>) = homonymes(&mut *tx, g, d, personne, now.jour_paris())
            .await?
            .into_iter()
            .partition(|homonyme| memes.contains(&homonyme.compte));
        let siens: Vec<CompteId> = siens.into_iter().map(|homonyme| homonyme.compte).collect();
        for compte in &siens {
            dire_meme(tx, (*compte, personne), g.compte(), now).await?;
        }
        Ok((siens, autres))
    }
}
