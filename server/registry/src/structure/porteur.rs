//! Whose a card is, and the rights that it carries until its last day (R48): those of its holder as gestionnaire or mandataire on the
//! structure that it bears and, for an EJ, on each of its establishments (R39). Never those of a head (R42).

use super::cartes::{objet, ouvrir, tentative};
use super::{StructureError, prendre};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::designation::DELAI_RETABLISSEMENT_JOURS;
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Auteur, Detail, Entree, Objet};
use crate::situation::DELAI_REOUVERTURE_JOURS;
use domain::date::{Instant, Jour};
use domain::designation::IdentifiantCarte;
use domain::identifiant::Finess;
use domain::ids::{CarteId, CompteId};
use domain::structure::GenreCarte;

/// How long a right that was withdrawn can come back, in days: by itself, or with the departure that withdrew it.
const RENDUE_JOURS: i64 = if DELAI_RETABLISSEMENT_JOURS > DELAI_REOUVERTURE_JOURS {
    DELAI_RETABLISSEMENT_JOURS
} else {
    DELAI_REOUVERTURE_JOURS
};

/// Somebody a card may be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titulaire {
    /// the account
    pub compte: CompteId,
    /// the name shown
    pub nom: String,
}

/// The rights `h` on a structure and, for an EJ, on its establishments: those that a card of that structure carries.
pub(super) fn sous(finess: &str) -> String {
    format!(
        "(h.finess = {finess} OR h.finess IN (SELECT site.finess FROM etablissement site WHERE site.finess_ej = {finess}))"
    )
}

/// Condition: the card `k` is good on that structure: its own, or that of the EJ it belongs to.
pub(crate) fn carte_bonne(finess: &str) -> String {
    format!(
        "(k.finess = {finess} OR k.finess IN (SELECT site.finess_ej FROM etablissement site WHERE site.finess = {finess}))"
    )
}

/// The last day of the cards of an account that are good on a structure, none elsewhere: what carries its rights there. `compte` and
/// `finess` are columns or places.
pub(crate) fn carte_de(compte: &str, finess: &str) -> String {
    format!(
        "(SELECT MAX(k.expire_le) FROM carte k WHERE k.titulaire = {compte} AND k.annulee_le IS NULL AND {})",
        carte_bonne(finess)
    )
}

/// The last day of what carries the rights of an account on a structure, for a right about to be given: that of the card that lasts
/// longest; the day before the last cancellation when every card that came was cancelled; none when no card came.
pub(crate) async fn porteuse(
    tx: &mut Tx,
    compte: CompteId,
    finess: &Finess,
) -> Result<Option<Jour>, DbError> {
    let row = sql(format!(
        "SELECT MAX(CASE WHEN k.annulee_le IS NULL THEN k.expire_le END) AS valable, MAX(k.annulee_le) AS annulee \
         FROM carte k WHERE k.titulaire = $1 AND k.recue_le IS NOT NULL AND {}",
        carte_bonne("$2")
    ))
    .bind(compte.uuid())
    .bind(finess.as_str())
    .one(tx)
    .await?;
    if let Some(valable) = row.get("valable")? {
        return Ok(Some(valable));
    }
    let annulee = row.get::<Option<i64>>("annulee")?.map(Instant::from_millis);
    Ok(annulee.and_then(|le| le.jour_paris().previous_day()))
}

/// Reads again what the cards of that account carry on a structure and its establishments: rights in force, and those withdrawn that
/// can still come back. `a_defaut` is for a right that no card carries; none leaves it as it is.
pub(super) async fn porter(
    tx: &mut Tx,
    titulaire: CompteId,
    finess: &str,
    a_defaut: Option<Jour>,
    now: Instant,
) -> Result<(), DbError> {
    sql(format!(
        "UPDATE habilitation AS h SET carte_jusqu_au = COALESCE({}, $3, h.carte_jusqu_au) WHERE h.compte = $1 \
         AND (h.retiree_le IS NULL OR h.retiree_le >= $4) AND h.genre IN ('gestionnaire', 'mandataire') AND {}",
        carte_de("h.compte", "h.finess"),
        sous("$2")
    ))
    .bind(titulaire.uuid())
    .bind(finess)
    .bind(a_defaut)
    .bind(now.plus_days(-RENDUE_JOURS).millis())
    .execute(tx)
    .await?;
    Ok(())
}

/// Somebody was just designated on a structure: the cards that bear their very identifier there, or its EJ's, are theirs from now on.
pub(crate) async fn reconnaitre(
    tx: &mut Tx,
    titulaire: CompteId,
    identifiant: &str,
    finess: &Finess,
    now: Instant,
) -> Result<(), DbError> {
    let reconnues = sql(format!(
        "UPDATE carte AS k SET titulaire = $1, identifiant = NULL, version = version + 1, \
         nom = (SELECT c.nom_affiche FROM compte c WHERE c.id = $1) \
         WHERE k.titulaire IS NULL AND k.annulee_le IS NULL AND k.genre <> 'CDE' AND (k.identifiant = $2 OR k.numero = $2) AND {} \
         RETURNING finess",
        carte_bonne("$3")
    ))
    .bind(titulaire.uuid())
    .bind(identifiant)
    .bind(finess.as_str())
    .all(&mut *tx)
    .await?;
    for row in reconnues {
        porter(&mut *tx, titulaire, &row.get::<String>("finess")?, None, now).await?;
    }
    Ok(())
}

/// The account that signs in with that identifier, when it has a right that a card of the structure carries.
pub(super) async fn connu(
    tx: &mut Tx,
    identifiant: &IdentifiantCarte,
    finess: &Finess,
) -> Result<Option<Titulaire>, DbError> {
    let row = sql(format!(
        "SELECT compte.id, compte.nom_affiche FROM compte WHERE compte.sujet = $1 AND {}",
        a_un_droit("$2")
    ))
    .bind(format!("psc:{identifiant}"))
    .bind(finess.as_str())
    .optional(tx)
    .await?;
    row.map(|row| {
        Ok(Titulaire {
            compte: CompteId::new(row.get("id")?),
            nom: row.get("nom_affiche")?,
        })
    })
    .transpose()
}

/// Condition: the account of the row `compte` is gestionnaire or mandataire there.
fn a_un_droit(finess: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM habilitation h WHERE h.compte = compte.id AND h.retiree_le IS NULL \
         AND h.genre IN ('gestionnaire', 'mandataire') AND {})",
        sous(finess)
    )
}

/// The name of an account that a card of the structure may be for; the head's own card is the support's.
pub(super) async fn nom_du_titulaire(
    tx: &mut Tx,
    r: &Representant,
    finess: &Finess,
    titulaire: CompteId,
) -> Result<String, ActeError> {
    if titulaire == r.compte() {
        return Err(StructureError::CarteDuDirigeant.into());
    }
    let row = sql(format!(
        "SELECT compte.nom_affiche FROM compte WHERE compte.id = $1 AND {}",
        a_un_droit("$2")
    ))
    .bind(titulaire.uuid())
    .bind(finess.as_str())
    .optional(tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    Ok(row.get("nom_affiche")?)
}

impl Registry {
    /// The gestionnaires and mandataires of a structure that one heads and, for an EJ, of its establishments: those whose cards can
    /// be recorded.
    pub async fn titulaires(&self, r: &Representant, finess: &Finess) -> Result<Vec<Titulaire>, ActeError> {
        let rows = sql(format!(
            "SELECT DISTINCT compte.id, compte.nom_affiche FROM habilitation h JOIN compte ON compte.id = h.compte \
             WHERE {} AND h.retiree_le IS NULL AND h.genre IN ('gestionnaire', 'mandataire') AND h.compte <> $1 \
             AND EXISTS (SELECT 1 FROM {} s WHERE s.finess = $2) ORDER BY compte.nom_affiche, compte.id LIMIT 500",
            sous("$2"),
            r.structures()
        ))
        .bind(r.compte().uuid())
        .bind(finess.as_str())
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Titulaire {
                    compte: CompteId::new(row.get("id")?),
                    nom: row.get("nom_affiche")?,
                })
            })
            .collect()
    }

    /// Says whose a card is, when it was ordered for somebody whom the register did not know: from now on it carries their rights.
    pub async fn attribuer_carte(
        &self,
        r: &Representant,
        id: CarteId,
        version: i64,
        titulaire: CompteId,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(r, Acte::AttribuerCarte, Objet::Carte(id)), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, r, id, version).await?;
            if row.get::<Option<uuid::Uuid>>("titulaire")?.is_some() {
                return Err(StructureError::DejaAttribuee.into());
            }
            let finess: Finess = row.parse("finess")?;
            let nom = nom_du_titulaire(&mut tx, r, &finess, titulaire).await?;
            sql("UPDATE carte SET titulaire = $2, nom = $3, identifiant = NULL WHERE id = $1")
                .bind(id.uuid())
                .bind(titulaire.uuid())
                .bind(nom)
                .execute(&mut tx)
                .await?;
            porter(&mut tx, titulaire, finess.as_str(), None, now).await?;
            let detail = Detail::dans(&finess).poser("Carte", &row.get::<String>("genre")?);
            let entree =
                Entree::new(now, r.auteur(), Acte::AttribuerCarte, Objet::Compte(titulaire)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Cancels a card: lost, or written by mistake. If it had come, the rights of its holder there last as long as another of
    /// their cards, or are suspended at once.
    pub async fn annuler_carte(&self, r: &Representant, id: CarteId, version: i64) -> Result<(), ActeError> {
        self.tenter(tentative(r, Acte::AnnulerCarte, Objet::Carte(id)), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, r, id, version).await?;
            annuler(&mut tx, id, now).await?;
            let recue = row.get::<Option<Jour>>("recue_le")?.is_some();
            if let Some(titulaire) = row.get::<Option<uuid::Uuid>>("titulaire")?
                && recue
            {
                let finess: String = row.get("finess")?;
                let hier = now.jour_paris().previous_day();
                porter(&mut tx, CompteId::new(titulaire), &finess, hier, now).await?;
            }
            let detail = Detail::dans(&row.parse("finess")?).poser("Carte", &row.get::<String>("genre")?);
            let entree = Entree::new(now, r.auteur(), Acte::AnnulerCarte, objet(&row, id)?).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

/// The card is no card any more.
pub(super) async fn annuler(tx: &mut Tx, id: CarteId, le: Instant) -> Result<(), DbError> {
    sql("UPDATE carte SET annulee_le = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(le.millis())
        .execute(tx)
        .await?;
    Ok(())
}

/// Cancels the cards of directors in hand there, but for the new one: their holder has that one, or does not head the structure any
/// more. What the card of somebody else carried is suspended, as by any card cancelled; gives what the journal will say of it, which
/// also ends what they are listening to.
pub(super) async fn annuler_cde(
    tx: &mut Tx,
    auteur: Auteur,
    finess: &Finess,
    (nouvelle, titulaire): (CarteId, CompteId),
    now: Instant,
) -> Result<Vec<Entree<'static>>, DbError> {
    let annulees = sql("UPDATE carte SET annulee_le = $4, version = version + 1 \
         WHERE finess = $1 AND genre = $2 AND id <> $3 AND annulee_le IS NULL RETURNING titulaire")
    .bind(finess.as_str())
    .bind(GenreCarte::Cde.code())
    .bind(nouvelle.uuid())
    .bind(now.millis())
    .all(&mut *tx)
    .await?;
    let mut entrees = Vec::new();
    for row in annulees {
        let Some(ancien) = row.get::<Option<uuid::Uuid>>("titulaire")?.map(CompteId::new) else {
            continue;
        };
        if ancien == titulaire {
            continue;
        }
        let hier = now.jour_paris().previous_day();
        porter(&mut *tx, ancien, finess.as_str(), hier, now).await?;
        let detail = Detail::dans(finess).poser("Carte", GenreCarte::Cde.code());
        entrees.push(Entree::new(now, auteur, Acte::AnnulerCarte, Objet::Compte(ancien)).avec(detail));
    }
    Ok(entrees)
}

/// Takes a card on the version that was read: whoever read the same one finds another.
pub(super) async fn prendre_carte(tx: &mut Tx, id: CarteId, version: i64) -> Result<(), ActeError> {
    prendre(tx, "carte", id.uuid(), version).await
}
