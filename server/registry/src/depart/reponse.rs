//! The answer to « is this card theirs? », outside a departure: of who left already, or whose departure is recorded. Yes ties the card
//! and withdraws what it has when its holder is gone, as a departure does, without asking for a day or a motif again. No is for who
//! could withdraw the right: nobody else hides an alert from the head of a structure. It can be taken back.

use super::habilitations::{self, retirable, touche};
use super::meme::{AuMemeNom, Homonyme, Regard, au_meme_nom, dire_meme};
use super::{concerne, tentative};
use crate::Registry;
use crate::db::{DbError, Tx, sql};
use crate::droit::{Designateur, Gestionnaire};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::message::{OuVoir, Pour};
use crate::perimetre::DESIGNATEURS;
use crate::situation::ouvrir_pour;
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::{CompteId, PersonneId};

/// What somebody says of a card under the name of somebody who left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReponseMeme {
    /// it is theirs
    Oui,
    /// it is somebody else's
    Non,
    /// it is not known after all: the no is taken back
    Reprendre,
}

/// This program knows no such answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cette réponse n’existe pas.")]
pub struct ReponseInconnue;

impl ReponseMeme {
    const TOUTES: [Self; 3] = [Self::Oui, Self::Non, Self::Reprendre];

    /// The word that forms send.
    pub fn code(self) -> &'static str {
        match self {
            Self::Oui => "oui",
            Self::Non => "non",
            Self::Reprendre => "reprendre",
        }
    }

    /// What the journal keeps.
    fn dite(self) -> &'static str {
        match self {
            Self::Oui => "Dite être la sienne",
            Self::Non => "Dite être celle de quelqu’un d’autre",
            Self::Reprendre => "Réponse retirée",
        }
    }
}

impl std::str::FromStr for ReponseMeme {
    type Err = ReponseInconnue;

    fn from_str(code: &str) -> Result<Self, ReponseInconnue> {
        let connue = Self::TOUTES.into_iter().find(|reponse| reponse.code() == code);
        connue.ok_or(ReponseInconnue)
    }
}

/// What followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuiteMeme {
    /// tied, and still there or leaving: their departure takes the card
    Liee,
    /// tied, gone, and the card has nothing left in the perimeter
    Retiree,
    /// tied, gone, and somebody else has to withdraw what is left: the heads are told
    Signalee,
    /// somebody else's
    Ecartee,
    /// to be asked again
    Reprise,
}

impl Registry {
    /// Answers whether the card `compte`, under the name of somebody of the perimeter, is theirs. An account that is not asked about
    /// there is [`ActeError::Introuvable`]; no, and taking it back, are [`ActeError::Interdit`] for who could not withdraw what the card
    /// has. Answered so already, it is no error and changes nothing.
    pub async fn repondre_meme(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        personne: PersonneId,
        compte: CompteId,
        reponse: ReponseMeme,
    ) -> Result<SuiteMeme, ActeError> {
        self.tenter(
            tentative(g, Acte::VerifierCarte, Objet::Personne(personne)),
            async {
                let now = self.now();
                let mut tx = self.db.begin().await?;
                ouvrir_pour(&mut tx, g, personne).await?;
                let lieu = Lieu::lire(&mut tx, g, personne).await?;
                let regard = Regard::de(g, d, now.jour_paris());
                let AuMemeNom { a_dire, ecartes } = au_meme_nom(&mut tx, &regard, personne).await?;
                let parmi = |cartes: Vec<Homonyme>| cartes.into_iter().find(|carte| carte.compte == compte);
                let (demandee, ecartee) = (parmi(a_dire), parmi(ecartes));
                let entrees = match (reponse, demandee, ecartee) {
                    (ReponseMeme::Oui, Some(_), _) => {
                        self.rattacher_carte(&mut tx, (g, d), (compte, personne), &lieu, now)
                            .await?
                    }
                    (ReponseMeme::Oui, None, _) if deja_dite(&mut tx, g, (compte, personne)).await? => {
                        return suite(&mut tx, g, (compte, personne), &lieu, now.jour_paris()).await;
                    }
                    (ReponseMeme::Non, None, Some(_)) => return Ok(SuiteMeme::Ecartee),
                    (ReponseMeme::Reprendre, Some(_), None) => return Ok(SuiteMeme::Reprise),
                    (ReponseMeme::Non, Some(carte), _) | (ReponseMeme::Reprendre, _, Some(carte)) => {
                        if !carte.retirable() {
                            return Err(ActeError::Interdit);
                        }
                        match reponse {
                            ReponseMeme::Reprendre => reprendre(&mut tx, g, (compte, personne)).await?,
                            _ => ecarter(&mut tx, g, (compte, personne), now).await?,
                        }
                        Vec::new()
                    }
                    _ => return Err(ActeError::Introuvable),
                };
                let detail = lieu.detail().poser("Carte au même nom", reponse.dite());
                let objet = Objet::Personne(personne);
                let mut toutes = vec![Entree::new(now, g.auteur(), Acte::VerifierCarte, objet).avec(detail)];
                toutes.extend(entrees);
                journal::ecrire_lot(&mut tx, &self.contexte, toutes).await?;
                let suite = match reponse {
                    ReponseMeme::Oui => {
                        suite(&mut tx, g, (compte, personne), &lieu, now.jour_paris()).await?
                    }
                    ReponseMeme::Non => SuiteMeme::Ecartee,
                    ReponseMeme::Reprendre => SuiteMeme::Reprise,
                };
                tx.commit().await?;
                Ok(suite)
            },
        )
        .await
    }

    /// Ties the card; of somebody gone, withdraws what may be and tells the heads of the rest; of somebody whose departure is planned,
    /// adds it to that departure. Returns what the journal keeps of it.
    async fn rattacher_carte(
        &self,
        tx: &mut Tx,
        (g, d): (&Gestionnaire, Option<&Designateur>),
        (compte, personne): (CompteId, PersonneId),
        lieu: &Lieu,
        now: Instant,
    ) -> Result<Vec<Entree<'static>>, DbError> {
        let jour = now.jour_paris();
        dire_meme(tx, (compte, personne), g.compte(), now).await?;
        let Some(fin) = lieu.parti_le(jour) else {
            ajouter_au_depart_prevu(tx, (g, d), (compte, personne), jour).await?;
            return Ok(Vec::new());
        };
        let (retirees, laissees): (Vec<_>, Vec<_>) = habilitations::lire(&mut *tx, g, d, personne, jour)
            .await?
            .into_iter()
            .filter(|h| h.compte == compte && h.prevue.is_none())
            .partition(|h| h.retirable);
        let lettres = self.lettres_aux_tetes(tx, g, personne, &laissees, (fin, OuVoir::Rotation));
        for (compte, lettre) in lettres.await? {
            lettre
                .deposer(&mut *tx, Pour::Compte(compte), self.uuid(now), now)
                .await?;
        }
        habilitations::retirer(tx, g, &retirees, now).await
    }
}

/// Where somebody is or was, in the perimeter.
struct Lieu {
    finess: Finess,
    /// their last day there, none when it is not known
    fin: Option<Jour>,
}

impl Lieu {
    async fn lire(tx: &mut Tx, g: &Gestionnaire, personne: PersonneId) -> Result<Self, ActeError> {
        // Without an end comes first.
        let row = sql(format!(
            "SELECT s.finess, s.fin FROM situation s WHERE s.personne = $2 AND s.finess IN {} \
             ORDER BY CASE WHEN s.fin IS NULL THEN 0 ELSE 1 END, s.fin DESC, s.finess LIMIT 1",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(personne.uuid())
        .optional(tx)
        .await?
        .ok_or(ActeError::Introuvable)?;
        Ok(Self {
            finess: row.parse("finess")?,
            fin: row.get("fin")?,
        })
    }

    /// The last day of somebody who has nothing open after today: on it, a departure withdraws at once.
    fn parti_le(&self, jour: Jour) -> Option<Jour> {
        self.fin.filter(|fin| *fin <= jour)
    }

    fn detail(&self) -> Detail {
        Detail::dans(&self.finess)
    }
}

/// Whether it was said already, of a card that has or had something in the perimeter.
async fn deja_dite(
    tx: &mut Tx,
    g: &Gestionnaire,
    (compte, personne): (CompteId, PersonneId),
) -> Result<bool, DbError> {
    let row = sql(format!(
        "SELECT 1 AS un FROM meme_personne m WHERE m.compte = $2 AND m.personne = $3 \
         AND EXISTS (SELECT 1 FROM habilitation h WHERE h.compte = m.compte AND {})",
        touche(&g.perimetre())
    ))
    .bind(g.compte().uuid())
    .bind(compte.uuid())
    .bind(personne.uuid())
    .optional(tx)
    .await?;
    Ok(row.is_some())
}

/// What is said of a card that is theirs.
async fn suite(
    tx: &mut Tx,
    g: &Gestionnaire,
    (compte, personne): (CompteId, PersonneId),
    lieu: &Lieu,
    jour: Jour,
) -> Result<SuiteMeme, ActeError> {
    if lieu.parti_le(jour).is_none() {
        return Ok(SuiteMeme::Liee);
    }
    let restantes = habilitations::lire(tx, g, None, personne, jour).await?;
    if restantes.iter().any(|h| h.compte == compte && h.prevue.is_none()) {
        Ok(SuiteMeme::Signalee)
    } else {
        Ok(SuiteMeme::Retiree)
    }
}

/// The first planned departure of this person takes what may be withdrawn of that card too.
async fn ajouter_au_depart_prevu(
    tx: &mut Tx,
    (g, d): (&Gestionnaire, Option<&Designateur>),
    (compte, personne): (CompteId, PersonneId),
    jour: Jour,
) -> Result<(), DbError> {
    // The proof of somebody else opens nothing.
    let d = d.filter(|d| d.compte() == g.compte());
    sql(format!(
        "INSERT INTO depart_habilitation (depart, habilitation) SELECT depart.id, h.id FROM depart \
         JOIN habilitation h ON h.compte = $2 WHERE depart.id = (SELECT p.id FROM depart p WHERE p.personne = $3 \
         AND p.etat = 'fait' AND p.applique_le IS NULL ORDER BY p.fin, p.id LIMIT 1) AND {} AND h.retiree_le IS NULL \
         AND {} AND {} ON CONFLICT DO NOTHING",
        concerne(&g.perimetre(), jour),
        touche(&g.perimetre()),
        retirable(d, jour),
    ))
    .bind(g.compte().uuid())
    .bind(compte.uuid())
    .bind(personne.uuid())
    .execute(tx)
    .await?;
    Ok(())
}

async fn ecarter(
    tx: &mut Tx,
    g: &Gestionnaire,
    (compte, personne): (CompteId, PersonneId),
    now: Instant,
) -> Result<(), DbError> {
    sql("INSERT INTO pas_meme (compte, personne, par, le) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(compte.uuid())
        .bind(personne.uuid())
        .bind(g.compte().uuid())
        .bind(now.millis())
        .execute(tx)
        .await?;
    Ok(())
}

/// Whoever said it for the structures of this perimeter.
async fn reprendre(
    tx: &mut Tx,
    g: &Gestionnaire,
    (compte, personne): (CompteId, PersonneId),
) -> Result<(), DbError> {
    sql(format!(
        "DELETE FROM pas_meme WHERE compte = $2 AND personne = $3 AND par IN (SELECT t.compte FROM habilitation h \
         JOIN habilitation t ON t.finess = h.finess OR t.finess IN (SELECT w.finess_ej FROM etablissement w WHERE w.finess = h.finess) \
         WHERE h.compte = $2 AND {} AND t.genre IN {DESIGNATEURS})",
        touche(&g.perimetre())
    ))
    .bind(g.compte().uuid())
    .bind(compte.uuid())
    .bind(personne.uuid())
    .execute(tx)
    .await?;
    Ok(())
}
