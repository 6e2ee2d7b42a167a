//! The cards of gestionnaires (R46, R48): ordered and received by the head of the structure. A card that comes carries the rights of
//! its holder there until its last day, in the same transaction (`porteur`).

use super::porteur::{Titulaire, connu, nom_du_titulaire, porter, prendre_carte};
use super::{StructureError, lues};
use crate::Registry;
use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Representant;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use domain::date::{Jour, court};
use domain::designation::IdentifiantCarte;
use domain::identifiant::Finess;
use domain::ids::{CarteId, CompteId};
use domain::structure::{Alerte, Formulaire, GenreCarte, NumeroCarte, alerte, dernier_jour, renouvellement};
use uuid::Uuid;

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
    /// the national identifier that it bears, when it was ordered for somebody whom the register did not know
    pub identifiant: Option<IdentifiantCarte>,
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
    /// true for a card that is nobody's account's yet: it carries no right
    pub sans_titulaire: bool,
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

impl Registry {
    /// The cards of a structure that one heads, or that has its own contract under the EJ that one heads (to read: no act takes them),
    /// those that end first before the others; ordered ones first of all.
    pub async fn cartes(&self, r: &Representant, finess: &Finess) -> Result<Vec<CarteVue>, ActeError> {
        let aujourd_hui = self.aujourd_hui();
        let rows = sql(format!(
            "SELECT c.* FROM carte c WHERE c.finess = $2 AND c.annulee_le IS NULL \
             AND c.finess IN (SELECT s.finess FROM {} s) ORDER BY c.expire_le IS NOT NULL, c.expire_le, c.nom, c.id LIMIT 500",
            lues(&r.structures())
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
            if !GenreCarte::GESTIONNAIRES.contains(&commande.genre)
                || !Formulaire::GESTIONNAIRES.contains(&commande.formulaire)
            {
                return Err(StructureError::CarteDuDirigeant.into());
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
            let expire_le = validite((reception.recue_le, reception.expire_le), None, now.jour_paris())?;
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, r, id, version).await?;
            if row.get::<Option<Jour>>("recue_le")?.is_some() {
                return Err(StructureError::DejaRecue.into());
            }
            let finess: Finess = row.parse("finess")?;
            let titulaire = match (row.get::<Option<Uuid>>("titulaire")?, &reception.identifiant) {
                (Some(titulaire), _) => Some(Titulaire {
                    compte: CompteId::new(titulaire),
                    nom: row.get("nom")?,
                }),
                (None, Some(identifiant)) => connu(&mut tx, identifiant, &finess).await?,
                (None, None) => None,
            };
            if titulaire
                .as_ref()
                .is_some_and(|titulaire| titulaire.compte == r.compte())
            {
                return Err(StructureError::CarteDuDirigeant.into());
            }
            let attendu = reception.identifiant.as_ref().filter(|_| titulaire.is_none());
            sql(
                "UPDATE carte SET numero = $2, recue_le = $3, expire_le = $4, identifiant = $5, \
                 titulaire = COALESCE($6, titulaire), nom = COALESCE($7, nom) WHERE id = $1",
            )
            .bind(id.uuid())
            .bind(reception.numero.as_str())
            .bind(reception.recue_le)
            .bind(expire_le)
            .bind(attendu.map(ToString::to_string))
            .bind(titulaire.as_ref().map(|titulaire| titulaire.compte.uuid()))
            .bind(titulaire.as_ref().map(|titulaire| titulaire.nom.clone()))
            .execute(&mut tx)
            .await?;
            if let Some(titulaire) = &titulaire {
                porter(&mut tx, titulaire.compte, finess.as_str(), None, now).await?;
            }
            let detail = Detail::dans(&finess)
                .poser("Carte", &row.get::<String>("genre")?)
                .poser("Valable jusqu’au", &court(expire_le));
            let objet = titulaire.map_or(Objet::Carte(id), |titulaire| Objet::Compte(titulaire.compte));
            let entree = Entree::new(now, r.auteur(), Acte::RecevoirCarte, objet).avec(detail);
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

pub(super) fn tentative(r: &Representant, acte: Acte, objet: Objet<'static>) -> Tentative<'static> {
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
    nom_du_titulaire(tx, r, finess, titulaire).await
}

/// Takes a card of a gestionnaire in a structure that one heads, on the version that was read. The head's own is the support's.
pub(super) async fn ouvrir(
    tx: &mut Tx,
    r: &Representant,
    id: CarteId,
    version: i64,
) -> Result<Row, ActeError> {
    let row = sql(format!(
        "SELECT c.* FROM carte c WHERE c.id = $2 AND c.finess IN (SELECT s.finess FROM {} s)",
        r.structures()
    ))
    .bind(r.compte().uuid())
    .bind(id.uuid())
    .optional(&mut *tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    if row.get::<String>("genre")? == GenreCarte::Cde.code()
        || row.get::<Option<Uuid>>("titulaire")? == Some(r.compte().uuid())
    {
        return Err(StructureError::CarteDuDirigeant.into());
    }
    prendre_carte(tx, id, version).await?;
    if row.get::<Option<i64>>("annulee_le")?.is_some() {
        return Err(ActeError::Introuvable);
    }
    Ok(row)
}

/// The last day of a card that came, `suivie` being that of the one it follows: three years at most (R48), which begin when it comes or
/// when the other one ends.
pub(super) fn validite(
    (recue_le, expire_le): (Jour, Option<Jour>),
    suivie: Option<Jour>,
    aujourd_hui: Jour,
) -> Result<Jour, StructureError> {
    let expire_le = expire_le.unwrap_or(dernier_jour(recue_le));
    if recue_le > aujourd_hui {
        return Err(StructureError::DateFuture);
    }
    if expire_le <= recue_le {
        return Err(StructureError::ExpirationAvant);
    }
    if suivie.is_some_and(|suivie| expire_le <= suivie) {
        return Err(StructureError::PasPlusLongue);
    }
    let au_plus = dernier_jour(suivie.map_or(recue_le, |suivie| suivie.max(recue_le)));
    if expire_le > au_plus {
        return Err(StructureError::TropLongue(au_plus));
    }
    Ok(expire_le)
}

/// What the entry is about: the holder, whose rights change and whose open pages are told; else the card.
pub(super) fn objet(carte: &Row, id: CarteId) -> Result<Objet<'static>, DbError> {
    Ok(match carte.get::<Option<Uuid>>("titulaire")? {
        Some(titulaire) => Objet::Compte(CompteId::new(titulaire)),
        None => Objet::Carte(id),
    })
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
        sans_titulaire: row.get::<Option<Uuid>>("titulaire")?.is_none(),
        numero: numero.map(|numero| numero.masque()),
        commandee_le: row.get("commandee_le")?,
        recue_le: row.get("recue_le")?,
        expire_le,
        renouvelee_le: expire_le.map(renouvellement),
        alerte: expire_le.and_then(|fin| alerte(fin, aujourd_hui)),
    })
}
