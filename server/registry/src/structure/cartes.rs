//! The cards of gestionnaires (R46, R48): ordered, received, cancelled by the head of the structure. A card that comes carries
//! the rights of its holder there until its last day, in the same transaction.

use super::StructureError;
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::{Jour, court};
use domain::identifiant::Finess;
use domain::ids::{CarteId, CompteId};
use domain::structure::{Alerte, Formulaire, GenreCarte, NumeroCarte, alerte, dernier_jour, renouvellement};

/// Longest name of a holder.
const NOM_MAX: usize = 100;

/// A card that is asked for.
#[derive(Clone, Debug)]
pub struct Commande {
    /// which kind
    pub genre: GenreCarte,
    /// how it was asked for
    pub formulaire: Formulaire,
    /// a gestionnaire of the structure; none for somebody whom the register does not know yet
    pub titulaire: Option<CompteId>,
    /// their name, when they are not known
    pub nom: String,
    /// the day
    pub commandee_le: Jour,
}

/// A card that came.
#[derive(Clone, Debug)]
pub struct Reception {
    /// its number
    pub numero: NumeroCarte,
    /// the day
    pub recue_le: Jour,
    /// its last day, when it is not three years later
    pub expire_le: Option<Jour>,
}

/// A card, as lists show it.
#[derive(Clone, Debug)]
pub struct CarteVue {
    /// its id
    pub id: CarteId,
    /// its version
    pub version: i64,
    /// which kind
    pub genre: GenreCarte,
    /// how it was asked for
    pub formulaire: Option<Formulaire>,
    /// whose
    pub nom: String,
    /// its number, all but the end hidden
    pub numero: Option<String>,
    /// ordered on
    pub commandee_le: Option<Jour>,
    /// received on
    pub recue_le: Option<Jour>,
    /// last day
    pub expire_le: Option<Jour>,
    /// when the next one is made and sent by itself
    pub renouvelee_le: Option<Jour>,
    /// what there is to say of its end
    pub alerte: Option<Alerte>,
}

/// Somebody a card may be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titulaire {
    /// the account
    pub compte: CompteId,
    /// the name shown
    pub nom: String,
}

impl Registry {
    /// The cards of a structure that one heads, those that end first before the others; ordered ones first of all.
    pub async fn cartes(&self, r: &Representant, finess: &Finess) -> Result<Vec<CarteVue>, ActeError> {
        let aujourd_hui = self.aujourd_hui();
        let rows = sql(format!(
            "SELECT c.* FROM carte c WHERE c.finess = $2 AND c.annulee_le IS NULL \
             AND c.finess IN (SELECT s.finess FROM {} s) ORDER BY c.expire_le IS NOT NULL, c.expire_le, c.nom, c.id LIMIT 500",
            r.structures()
        ))
        .bind(r.compte().uuid())
        .bind(finess.as_str())
        .all(&self.db)
        .await?;
        Ok(rows
            .iter()
            .map(|row| lire(row, aujourd_hui))
            .collect::<Result<_, _>>()?)
    }

    /// The gestionnaires and mandataires of a structure that one heads: those whose cards can be recorded.
    pub async fn titulaires(&self, r: &Representant, finess: &Finess) -> Result<Vec<Titulaire>, ActeError> {
        let rows = sql(format!(
            "SELECT DISTINCT compte.id, compte.nom_affiche FROM habilitation h JOIN compte ON compte.id = h.compte \
             WHERE h.finess = $2 AND h.retiree_le IS NULL AND h.genre IN ('gestionnaire', 'mandataire') AND h.compte <> $1 \
             AND h.finess IN (SELECT s.finess FROM {} s) ORDER BY compte.nom_affiche, compte.id LIMIT 500",
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

    /// Notes that a card was ordered for somebody of a structure that one heads.
    pub async fn commander_carte(
        &self,
        r: &Representant,
        finess: &Finess,
        commande: &Commande,
    ) -> Result<CarteId, ActeError> {
        let tentative = tentative(r, Acte::CommanderCarte, Objet::Compte(r.compte()));
        self.tenter(tentative, async {
            let now = self.now();
            if commande.commandee_le > now.jour_paris() {
                return Err(StructureError::DateFuture.into());
            }
            let mut tx = self.db.begin().await?;
            let nom = pour_qui(&mut tx, r, finess, commande).await?;
            let id = CarteId::new(self.uuid(now));
            let ecrite = sql(format!(
                "INSERT INTO carte (id, finess, genre, formulaire, titulaire, nom, commandee_le, version, cree_le) \
                 SELECT $3, s.finess, $4, $5, $6, $7, $8, 1, $9 FROM {} s WHERE s.finess = $2",
                r.structures()
            ))
            .bind(r.compte().uuid())
            .bind(finess.as_str())
            .bind(id.uuid())
            .bind(commande.genre.code())
            .bind(commande.formulaire.code())
            .bind(commande.titulaire.map(CompteId::uuid))
            .bind(nom)
            .bind(commande.commandee_le)
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            if ecrite == 0 {
                return Err(ActeError::Introuvable);
            }
            let detail = Detail::dans(finess).poser("Carte", commande.genre.code());
            let entree = Entree::new(now, r.auteur(), Acte::CommanderCarte, Objet::Carte(id)).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await
    }

    /// Notes that it came: its number, its last day. The rights that its holder has on the structure go on until that day.
    pub async fn recevoir_carte(
        &self,
        r: &Representant,
        id: CarteId,
        version: i64,
        reception: &Reception,
    ) -> Result<(), ActeError> {
        let tentative = tentative(r, Acte::RecevoirCarte, Objet::Carte(id));
        self.tenter(tentative, async {
            let now = self.now();
            let expire_le = reception.expire_le.unwrap_or(dernier_jour(reception.recue_le));
            if reception.recue_le > now.jour_paris() {
                return Err(StructureError::DateFuture.into());
            }
            if expire_le <= reception.recue_le {
                return Err(StructureError::ExpirationAvant.into());
            }
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, r, id, version).await?;
            if row.get::<Option<Jour>>("recue_le")?.is_some() {
                return Err(StructureError::DejaRecue.into());
            }
            let finess: Finess = row.parse("finess")?;
            sql("UPDATE carte SET numero = $2, recue_le = $3, expire_le = $4, version = version + 1 WHERE id = $1")
                .bind(id.uuid())
                .bind(reception.numero.as_str())
                .bind(reception.recue_le)
                .bind(expire_le)
                .execute(&mut tx)
                .await?;
            porter(&mut tx, &row, Some(expire_le)).await?;
            let detail = Detail::dans(&finess)
                .poser("Carte", &row.get::<String>("genre")?)
                .poser("Valable jusqu’au", &court(expire_le));
            let entree = Entree::new(now, r.auteur(), Acte::RecevoirCarte, objet(&row, id)?).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Cancels a card: lost, or written by mistake. If it had come, the rights of its holder there last as long as another of
    /// their cards, or are suspended at once.
    pub async fn annuler_carte(&self, r: &Representant, id: CarteId, version: i64) -> Result<(), ActeError> {
        let tentative = tentative(r, Acte::AnnulerCarte, Objet::Carte(id));
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, r, id, version).await?;
            sql("UPDATE carte SET annulee_le = $2, version = version + 1 WHERE id = $1")
                .bind(id.uuid())
                .bind(now.millis())
                .execute(&mut tx)
                .await?;
            if row.get::<Option<Jour>>("recue_le")?.is_some() {
                let autre = sql(
                    "SELECT MAX(expire_le) AS fin FROM carte WHERE finess = $1 AND titulaire = $2 AND annulee_le IS NULL",
                )
                .bind(row.get::<String>("finess")?)
                .bind(row.get::<Option<uuid::Uuid>>("titulaire")?)
                .one(&mut tx)
                .await?
                .get::<Option<Jour>>("fin")?;
                porter(&mut tx, &row, autre.or(now.jour_paris().previous_day())).await?;
            }
            let detail = Detail::dans(&row.parse("finess")?).poser("Carte", &row.get::<String>("genre")?);
            let entree = Entree::new(now, r.auteur(), Acte::AnnulerCarte, objet(&row, id)?).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

fn tentative(r: &Representant, acte: Acte, objet: Objet<'static>) -> Tentative<'static> {
    Tentative {
        auteur: r.auteur(),
        acte,
        objet,
    }
}

/// The name on the card: that of an account that holds a right there, or what was typed.
async fn pour_qui(
    tx: &mut Tx,
    r: &Representant,
    finess: &Finess,
    commande: &Commande,
) -> Result<String, ActeError> {
    let Some(titulaire) = commande.titulaire else {
        let nom = domain::texte::nettoyer(&commande.nom);
        return match nom.chars().count() {
            0 => Err(StructureError::TitulaireManquant.into()),
            1..=NOM_MAX => Ok(nom),
            _ => Err(StructureError::TropLong.into()),
        };
    };
    if titulaire == r.compte() {
        return Err(StructureError::CarteDuDirigeant.into());
    }
    let row = sql("SELECT compte.nom_affiche FROM compte WHERE compte.id = $1 AND EXISTS \
         (SELECT 1 FROM habilitation h WHERE h.compte = compte.id AND h.finess = $2 AND h.retiree_le IS NULL)")
    .bind(titulaire.uuid())
    .bind(finess.as_str())
    .optional(tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    Ok(row.get("nom_affiche")?)
}

/// A card of a gestionnaire in a structure that one heads, on the version that was read. The head's own is the support's.
async fn ouvrir(tx: &mut Tx, r: &Representant, id: CarteId, version: i64) -> Result<Row, ActeError> {
    let row = sql(format!(
        "SELECT c.* FROM carte c WHERE c.id = $2 AND c.annulee_le IS NULL AND c.finess IN (SELECT s.finess FROM {} s)",
        r.structures()
    ))
    .bind(r.compte().uuid())
    .bind(id.uuid())
    .optional(tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    if row.get::<String>("genre")? == GenreCarte::Cde.code()
        || row.get::<Option<uuid::Uuid>>("titulaire")? == Some(r.compte().uuid())
    {
        return Err(StructureError::CarteDuDirigeant.into());
    }
    if row.get::<i64>("version")? != version {
        return Err(StructureError::Change.into());
    }
    Ok(row)
}

/// What the entry is about: the holder, whose rights change and whose open pages are told; else the card.
fn objet(carte: &Row, id: CarteId) -> Result<Objet<'static>, DbError> {
    Ok(match carte.get::<Option<uuid::Uuid>>("titulaire")? {
        Some(titulaire) => Objet::Compte(CompteId::new(titulaire)),
        None => Objet::Carte(id),
    })
}

/// What the card of that row carries now: the rights of its holder on the structure, never those of a head (R42).
async fn porter(tx: &mut Tx, carte: &Row, jusqu_au: Option<Jour>) -> Result<(), DbError> {
    sql("UPDATE habilitation SET carte_jusqu_au = $3 WHERE compte = $1 AND finess = $2 AND retiree_le IS NULL \
         AND genre IN ('gestionnaire', 'mandataire')")
    .bind(carte.get::<Option<uuid::Uuid>>("titulaire")?)
    .bind(carte.get::<String>("finess")?)
    .bind(jusqu_au)
    .execute(tx)
    .await?;
    Ok(())
}

fn lire(row: &Row, aujourd_hui: Jour) -> Result<CarteVue, DbError> {
    let expire_le: Option<Jour> = row.get("expire_le")?;
    let numero = row
        .get::<Option<String>>("numero")?
        .map(|numero| {
            numero
                .parse::<NumeroCarte>()
                .map_err(|_| DbError::stored("carte.numero"))
        })
        .transpose()?;
    Ok(CarteVue {
        id: CarteId::new(row.get("id")?),
        version: row.get("version")?,
        genre: row.parse("genre")?,
        formulaire: row
            .get::<Option<String>>("formulaire")?
            .map(|code| code.parse().map_err(|_| DbError::stored("carte.formulaire")))
            .transpose()?,
        nom: row.get("nom")?,
        numero: numero.map(|numero| numero.masque()),
        commandee_le: row.get("commandee_le")?,
        recue_le: row.get("recue_le")?,
        expire_le,
        renouvelee_le: expire_le.map(renouvellement),
        alerte: expire_le.and_then(|fin| alerte(fin, aujourd_hui)),
    })
}
