//! Whose account it is, when no number says so: the card of a structure, which gestionnaires are asked for, bears none, and who asked
//! for their own number did so with another account. Somebody who knows says it, when they designate, when they record a departure, or
//! when they are asked (`reponse`): this account is that registered person, or is not. It serves to find what is left of who leaves
//! (R52), and opens nothing to the account.

use super::garde::prevue;
use super::habilitations::{depuis, retirable, touche};
use super::{Depart, HabilitationDepart};
use crate::Registry;
use crate::db::{DbError, Places, Row, Run, Tx, sql};
use crate::droit::{Designateur, Gestionnaire, personne_dite};
use crate::perimetre::DESIGNATEURS;
use domain::date::{Instant, Jour};
use domain::homonyme::{Affiche, Noms};
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

impl Homonyme {
    /// Whether who asks may withdraw everything it has in the perimeter: only they may say that it is somebody else's.
    pub fn retirable(&self) -> bool {
        self.habilitations.iter().all(|h| h.retirable)
    }
}

/// The cards under the name of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuMemeNom {
    /// Nobody has said whose they are.
    pub a_dire: Vec<Homonyme>,
    /// Said to be somebody else's.
    pub ecartes: Vec<Homonyme>,
}

/// Who asks: the establishments where cards are looked for, and which of their rights that account (`$1`) may withdraw, as SQL.
#[derive(Clone)]
pub(crate) struct Regard {
    pub(super) places: Places,
    pub(super) perimetre: String,
    retirable: String,
}

impl Regard {
    /// Somebody who records departures; with the proof of who designates, that of the same account: somebody else's opens nothing.
    pub(super) fn de(g: &Gestionnaire, d: Option<&Designateur>, jour: Jour) -> Self {
        Self {
            places: Places::first(g.compte().uuid()),
            perimetre: g.perimetre(),
            retirable: retirable(d.filter(|d| d.compte() == g.compte()), jour),
        }
    }

    /// Somebody who only reads that there are some, in these establishments: a query to put after `finess IN`, with its values, the
    /// account first.
    pub(crate) fn lecture((places, perimetre): (Places, String)) -> Self {
        Self {
            places,
            perimetre,
            retirable: "FALSE".to_owned(),
        }
    }
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

/// The names of the person of this row ([`noms`]), to be compared with those that cards show.
pub(crate) fn noms_de(row: &Row) -> Result<Noms, DbError> {
    let lus = |colonne: &str| row.get::<String>(colonne);
    let prenoms = lus("prenoms")?;
    let premier = prenoms.split_whitespace().next().unwrap_or_default().to_owned();
    let usage = row.get::<Option<String>>("nom_usage")?.unwrap_or_default();
    Ok(Noms::new(
        vec![lus("prenom_exercice")?, premier, prenoms],
        vec![lus("nom_exercice")?, usage, lus("nom_naissance")?],
    ))
}

/// The accounts that are nobody's, with an habilitation in force or suspended where `regard` looks, under the name of this person.
pub(super) async fn au_meme_nom(
    on: impl Run<'_>,
    regard: &Regard,
    personne: PersonneId,
) -> Result<AuMemeNom, DbError> {
    let mut places = regard.places.clone();
    let jointure = format!("JOIN personne ON personne.id = {}", places.bind(personne.uuid()));
    let colonnes = format!(", {}, {} AS ecartee", noms("personne"), ecartee("personne.id"));
    let rows = places
        .statement(sans_personne(regard, &jointure, &colonnes))
        .all(on)
        .await?;
    let (mut a_dire, mut ecartees) = (Vec::new(), Vec::new());
    for row in &rows {
        if noms_de(row)?.sur(&Affiche::lire(&row.get::<String>("nom_affiche")?)) {
            let sorte = if row.get("ecartee")? {
                &mut ecartees
            } else {
                &mut a_dire
            };
            sorte.push(row);
        }
    }
    Ok(AuMemeNom {
        a_dire: regrouper(a_dire)?,
        ecartes: regrouper(ecartees)?,
    })
}

/// The condition « somebody who designates on the structure of the habilitation `h`, or did, said that its account is not
/// `{personne}` ». What the head of another structure says hides nothing here.
pub(super) fn ecartee(personne: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM pas_meme n JOIN habilitation t ON t.compte = n.par WHERE n.compte = h.compte \
         AND n.personne = {personne} AND t.genre IN {DESIGNATEURS} AND (t.finess = h.finess \
         OR t.finess IN (SELECT w.finess_ej FROM etablissement w WHERE w.finess = h.finess)))"
    )
}

/// The statement of the habilitations where `regard` looks whose account is nobody's, `$1`'s aside; one whose identifier bears a
/// number is that number's. `jointure` and `colonnes` add to it.
pub(super) fn sans_personne(regard: &Regard, jointure: &str, colonnes: &str) -> String {
    format!(
        "SELECT h.id, h.compte, h.genre, h.finess, COALESCE(e.raison_sociale, j.raison_sociale, h.finess) AS structure, \
         {} AS retirable, {} AS prevue, c.nom_affiche{colonnes} FROM habilitation h JOIN compte c ON c.id = h.compte {jointure} \
         LEFT JOIN etablissement e ON h.portee = 'EG' AND e.finess = h.finess \
         LEFT JOIN entite_juridique j ON h.portee = 'EJ' AND j.finess = h.finess \
         WHERE h.retiree_le IS NULL AND h.compte <> $1 AND c.rpps IS NULL AND {} AND {} IS NULL \
         ORDER BY c.nom_affiche, c.id, structure, h.genre, h.id",
        regard.retirable,
        prevue(),
        touche(&regard.perimetre),
        personne_dite(),
    )
}

/// The rows of [`sans_personne`], account by account.
pub(super) fn regrouper<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Result<Vec<Homonyme>, DbError> {
    let mut homonymes: Vec<Homonyme> = Vec::new();
    for row in rows {
        let habilitation = HabilitationDepart {
            prevue: row.get("prevue")?,
            ..depuis(row)?
        };
        let compte = habilitation.compte;
        match homonymes.last_mut() {
            Some(homonyme) if homonyme.compte == compte => homonyme.habilitations.push(habilitation),
            _ => homonymes.push(Homonyme {
                compte,
                nom: row.get("nom_affiche")?,
                habilitations: vec![habilitation],
            }),
        }
    }
    Ok(homonymes)
}

/// This account is that person, said by `par`: whatever was said before.
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
    .execute(&mut *tx)
    .await?;
    sql("DELETE FROM pas_meme WHERE compte = $1 AND personne = $2")
        .bind(compte.uuid())
        .bind(personne.uuid())
        .execute(tx)
        .await?;
    Ok(())
}

/// Nobody says any more whose account it is: it was given a right by mistake. As long as another right of it stands, what was said
/// serves to find that one.
pub(crate) async fn oublier_meme(tx: &mut Tx, compte: CompteId) -> Result<(), DbError> {
    sql("DELETE FROM meme_personne WHERE compte = $1 \
         AND NOT EXISTS (SELECT 1 FROM habilitation h WHERE h.compte = $1 AND h.retiree_le IS NULL)")
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
        let regard = Regard::de(g, d, now.jour_paris());
        let (siens, autres): (Vec<_>, Vec<_>) = au_meme_nom(&mut *tx, &regard, personne)
            .await?
            .a_dire
            .into_iter()
            .partition(|homonyme| memes.contains(&homonyme.compte));
        let siens: Vec<CompteId> = siens.into_iter().map(|homonyme| homonyme.compte).collect();
        for compte in &siens {
            dire_meme(tx, (*compte, personne), g.compte(), now).await?;
        }
        Ok((siens, autres))
    }
}
