//! The habilitations of the accounts of somebody who leaves: read, withdrawn, given back. Who may withdraw which is said by one
//! statement, narrowed by the proof of the moment (R45, R52).

use super::HabilitationDepart;
use super::garde::prevue;
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::{Designateur, Gestionnaire};
use crate::habilitation::GenreHabilitation;
use crate::journal::{Acte, Auteur, Detail, Entree, Objet};
use crate::message::{self, Courriel, OuVoir};
use crate::perimetre::{DESIGNATEURS, REPRESENTANTS, en_vigueur, habilitations, perimetre};
use domain::date::{Instant, Jour};
use domain::designation::MotifRetrait;
use domain::identifiant::Finess;
use domain::ids::{CompteId, DepartId, HabilitationId, PersonneId};

/// The accounts of a registered person, as a parenthesised query: tied when registered, by the number of the card, by an accepted
/// demande, or because somebody said so (`meme`). The other direction of `droit::personne_dite`.
pub(crate) fn comptes_de(personne: &str) -> String {
    format!(
        "(SELECT q.compte FROM personne q WHERE q.id = {personne} AND q.compte IS NOT NULL \
         UNION SELECT c.id FROM personne q JOIN compte c ON c.rpps = q.rpps WHERE q.id = {personne} \
         UNION SELECT v.demandeur FROM demande v WHERE v.personne = {personne} AND v.statut = 'validee' \
         UNION SELECT m.compte FROM meme_personne m WHERE m.personne = {personne})"
    )
}

/// The condition « the habilitation `h` is on one of these establishments, or on the EJ of one of them ».
pub(super) fn touche(perimetre: &str) -> String {
    format!(
        "((h.portee = 'EG' AND h.finess IN {perimetre}) OR (h.portee = 'EJ' AND h.finess IN \
         (SELECT t.finess_ej FROM etablissement t WHERE t.finess IN {perimetre})))"
    )
}

/// The condition « the account `$1` may withdraw the habilitation `h` »: on a structure of theirs; a mandataire's only by the head.
pub(super) fn retirable(d: Option<&Designateur>, jour: Jour) -> String {
    match d {
        Some(_) => retirable_par(jour),
        None => "FALSE".to_owned(),
    }
}

/// The same for an account whose proof is not asked for: what a page offers, not what an act does.
pub(super) fn retirable_par(jour: Jour) -> String {
    let sur = |perimetre: &str, structures: &str| {
        format!(
            "((h.portee = 'EG' AND h.finess IN {perimetre}) OR (h.portee = 'EJ' AND EXISTS \
             (SELECT 1 FROM {structures} s WHERE s.finess = h.finess AND s.portee = 'EJ')))"
        )
    };
    format!(
        "((h.genre = 'gestionnaire' AND {}) OR (h.genre = 'mandataire' AND {}))",
        sur(&perimetre(jour, DESIGNATEURS), &habilitations(jour, DESIGNATEURS)),
        sur(
            &perimetre(jour, REPRESENTANTS),
            &habilitations(jour, REPRESENTANTS)
        ),
    )
}

/// What is left of the habilitations of a person over the perimeter of `g`; suspended ones too, which a new card would wake.
pub(super) async fn lire(
    on: impl Run<'_>,
    g: &Gestionnaire,
    d: Option<&Designateur>,
    personne: PersonneId,
    jour: Jour,
) -> Result<Vec<HabilitationDepart>, DbError> {
    // The proof of somebody else opens nothing.
    let d = d.filter(|d| d.compte() == g.compte());
    sql(format!(
        "SELECT h.id, h.compte, h.genre, h.finess, COALESCE(e.raison_sociale, j.raison_sociale, h.finess) AS structure, \
         {} AS retirable, {} AS prevue, (SELECT c.nom_affiche FROM meme_personne m JOIN compte c ON c.id = m.compte \
         WHERE m.compte = h.compte) AS au_nom_de FROM habilitation h \
         LEFT JOIN etablissement e ON h.portee = 'EG' AND e.finess = h.finess \
         LEFT JOIN entite_juridique j ON h.portee = 'EJ' AND j.finess = h.finess \
         WHERE h.retiree_le IS NULL AND h.compte IN {} AND {} ORDER BY structure, h.genre, h.id",
        retirable(d, jour),
        prevue(),
        comptes_de("$2"),
        touche(&g.perimetre()),
    ))
    .bind(g.compte().uuid())
    .bind(personne.uuid())
    .all(on)
    .await?
    .iter()
    .map(|row| {
        Ok(HabilitationDepart {
            prevue: row.get("prevue")?,
            au_nom_de: row.get("au_nom_de")?,
            ..depuis(row)?
        })
    })
    .collect()
}

/// Whether the person holds an habilitation over the perimeter of `g`, or held one.
pub(super) async fn titulaire(
    on: impl Run<'_>,
    g: &Gestionnaire,
    personne: PersonneId,
) -> Result<bool, DbError> {
    let row = sql(format!(
        "SELECT 1 AS un FROM habilitation h WHERE h.compte IN {} AND {} LIMIT 1",
        comptes_de("$2"),
        touche(&g.perimetre()),
    ))
    .bind(g.compte().uuid())
    .bind(personne.uuid())
    .optional(on)
    .await?;
    Ok(row.is_some())
}

/// Gives up the withdrawals that a departure plans and that `d` could do. Returns how many.
pub(super) async fn renoncer(
    tx: &mut Tx,
    depart: DepartId,
    d: &Designateur,
    now: Instant,
) -> Result<u64, DbError> {
    sql(format!(
        "UPDATE depart_habilitation SET renoncee_le = $3 WHERE depart = $2 AND retiree_le IS NULL AND renoncee_le IS NULL \
         AND habilitation IN (SELECT h.id FROM habilitation h WHERE h.retiree_le IS NULL AND {})",
        retirable(Some(d), now.jour_paris())
    ))
    .bind(d.compte().uuid())
    .bind(depart.uuid())
    .bind(now.millis())
    .execute(tx)
    .await
}

pub(super) fn depuis(row: &Row) -> Result<HabilitationDepart, DbError> {
    let code: String = row.get("genre")?;
    Ok(HabilitationDepart {
        id: HabilitationId::new(row.get("id")?),
        genre: GenreHabilitation::TOUS
            .into_iter()
            .find(|genre| genre.code() == code)
            .ok_or_else(|| DbError::stored("habilitation.genre"))?,
        structure: row.get("structure")?,
        retirable: row.get("retirable")?,
        prevue: None,
        au_nom_de: None,
        compte: CompteId::new(row.get("compte")?),
        finess: row.get("finess")?,
    })
}

/// What the journal keeps of one that was withdrawn.
fn entree_retrait(h: &HabilitationDepart, auteur: Auteur, now: Instant) -> Result<Entree<'static>, DbError> {
    let detail = dans(&h.finess)?
        .changer("Droit", Some(h.genre.libelle()), None)
        .poser("Motif du retrait", MotifRetrait::Depart.libelle());
    Ok(Entree::new(now, auteur, Acte::Deshabiliter, Objet::Compte(h.compte)).avec(detail))
}

/// Withdraws those of somebody gone, which no departure withdrew. Who designates gives them back as any other.
pub(super) async fn retirer(
    tx: &mut Tx,
    g: &Gestionnaire,
    retirees: &[HabilitationDepart],
    now: Instant,
) -> Result<Vec<Entree<'static>>, DbError> {
    let mut entrees = Vec::new();
    for h in retirees {
        let faite = sql("UPDATE habilitation SET retiree_le = $2, motif_retrait = $3, retiree_par = $4 WHERE id = $1 AND retiree_le IS NULL")
        .bind(h.id.uuid())
        .bind(now.millis())
        .bind(MotifRetrait::Depart.code())
        .bind(g.compte().uuid())
        .execute(&mut *tx)
        .await?;
        if faite > 0 {
            entrees.push(entree_retrait(h, g.auteur(), now)?);
        }
    }
    Ok(entrees)
}

impl Registry {
    /// Withdraws habilitations in the transaction of a departure, with effect on the next request of their holder. Returns what
    /// the journal keeps of it; streams that are open end when it is written.
    pub(super) async fn retirer_pour_depart(
        &self,
        tx: &mut Tx,
        auteur: Auteur,
        depart: DepartId,
        retirees: &[HabilitationDepart],
        now: Instant,
    ) -> Result<Vec<Entree<'static>>, DbError> {
        let mut entrees = Vec::new();
        for h in retirees {
            let faite = sql(
                "UPDATE habilitation SET retiree_le = $2, motif_retrait = $4, \
                 retiree_par = (SELECT par FROM depart WHERE depart.id = $3) WHERE id = $1 AND retiree_le IS NULL",
            )
            .bind(h.id.uuid())
            .bind(now.millis())
            .bind(depart.uuid())
            .bind(MotifRetrait::Depart.code())
            .execute(&mut *tx)
            .await?;
            if faite == 0 {
                continue;
            }
            sql(
                "INSERT INTO depart_habilitation (depart, habilitation, retiree_le) VALUES ($1, $2, $3) \
                 ON CONFLICT (depart, habilitation) DO UPDATE SET retiree_le = excluded.retiree_le",
            )
            .bind(depart.uuid())
            .bind(h.id.uuid())
            .bind(now.millis())
            .execute(&mut *tx)
            .await?;
            entrees.push(entree_retrait(h, auteur, now)?);
        }
        Ok(entrees)
    }

    /// Gives back those that this departure withdrew and nobody touched since; with `d`, only those on the structures of that
    /// person. One that was granted again meanwhile is left as it is.
    pub(super) async fn rendre_habilitations(
        &self,
        tx: &mut Tx,
        auteur: Auteur,
        depart: DepartId,
        d: Option<&Designateur>,
        now: Instant,
    ) -> Result<Vec<Entree<'static>>, DbError> {
        // Without a person to narrow to, nobody's account is excluded; `$1` has to appear, with its type.
        let condition = d.map_or_else(
            || "h.compte <> $1".to_owned(),
            |d| retirable(Some(d), now.jour_paris()),
        );
        let compte = d.map_or_else(uuid::Uuid::nil, |d| d.compte().uuid());
        let rows = sql(format!(
            "SELECT h.id, h.compte, h.genre, h.finess, h.finess AS structure, TRUE AS retirable FROM depart_habilitation r \
             JOIN habilitation h ON h.id = r.habilitation AND h.retiree_le = r.retiree_le \
             WHERE r.depart = $2 AND {condition} AND NOT EXISTS (SELECT 1 FROM habilitation autre WHERE autre.compte = h.compte \
             AND autre.genre = h.genre AND autre.finess = h.finess AND autre.retiree_le IS NULL) ORDER BY h.id"
        ))
        .bind(compte)
        .bind(depart.uuid())
        .all(&mut *tx)
        .await?;
        let mut entrees = Vec::new();
        for row in &rows {
            let h = depuis(row)?;
            sql(
                "UPDATE habilitation SET retiree_le = NULL, retiree_par = NULL, motif_retrait = NULL WHERE id = $1",
            )
            .bind(h.id.uuid())
            .execute(&mut *tx)
            .await?;
            let detail = dans(&h.finess)?.poser("Droit", h.genre.libelle());
            entrees.push(Entree::new(now, auteur, Acte::Rehabiliter, Objet::Compte(h.compte)).avec(detail));
        }
        Ok(entrees)
    }

    /// The mails to the heads who alone may withdraw these, of somebody whose last day is `fin` (R45, R52).
    pub(super) async fn lettres_aux_tetes(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        partante: PersonneId,
        laissees: &[HabilitationDepart],
        (fin, ou): (Jour, OuVoir),
    ) -> Result<Vec<(CompteId, Courriel)>, DbError> {
        if laissees.is_empty() {
            return Ok(Vec::new());
        }
        let structures: Vec<String> = laissees.iter().map(|h| h.structure.clone()).collect();
        let adresses = self
            .adresses_des_representants(tx, g, partante, laissees)
            .await?
            .into_iter();
        Ok(adresses
            .map(|(compte, adresse)| {
                (
                    compte,
                    message::habilitation_a_retirer(adresse, fin, &structures, ou),
                )
            })
            .collect())
    }

    /// Where to write to the heads of these structures (EJ or EG), `g` and the person who leaves aside: those who have given an
    /// address.
    async fn adresses_des_representants(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        partante: PersonneId,
        structures: &[HabilitationDepart],
    ) -> Result<Vec<(CompteId, String)>, DbError> {
        let mut places = crate::db::Places::first(g.compte().uuid());
        let siens = comptes_de(&places.bind(partante.uuid()));
        let liste = places.list(structures.iter().map(|h| h.finess.as_str()));
        let rows = places
            .statement(format!(
                "SELECT DISTINCT c.compte, c.email FROM habilitation h JOIN contact_notification c ON c.compte = h.compte \
                 WHERE c.email IS NOT NULL AND h.compte <> $1 AND h.compte NOT IN {siens} AND h.genre IN {REPRESENTANTS} AND {} AND (h.finess IN {liste} \
                 OR h.finess IN (SELECT e.finess_ej FROM etablissement e WHERE e.finess IN {liste})) ORDER BY c.email, c.compte LIMIT 20",
                en_vigueur(self.aujourd_hui())
            ))
            .all(tx)
            .await?;
        rows.iter()
            .map(|row| Ok((CompteId::new(row.get("compte")?), row.get("email")?)))
            .collect()
    }
}

fn dans(finess: &str) -> Result<Detail, DbError> {
    let finess: Finess = finess
        .parse()
        .map_err(|_| DbError::stored("habilitation.finess"))?;
    Ok(Detail::dans(&finess))
}
