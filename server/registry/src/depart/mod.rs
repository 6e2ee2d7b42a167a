//! One act for a departure (R51, R52, J4, J7): the situations that somebody leaves are closed, the habilitations of their accounts
//! withdrawn, what they had in hand handed to a colleague; one confirmation, which counts once however often it arrives.
//!
//! `projet` works out what would change and nothing else decides; `acte` writes it; `reprise` undoes it during the delay of
//! decisions, as if it had never been ([`crate::Sursis`]: accesses end at once, mails wait); `reouverture` is the traced way back,
//! for thirty days; `effet` is the day of a planned departure, which keeps the rights where an end has moved meanwhile (`garde`);
//! `meme` is what somebody says of a card that bears no number: that it is this person's; `verifier` finds those that may be
//! somebody's who left without the act, `reponse` is what is answered then;
//! `lecture` is what pages show, to those only whose establishments the departure concerns. The closing of a situation is
//! `situation`'s, never written here. Nothing here deletes a number (R54), and nobody records their own departure (R38).

mod acte;
mod effet;
mod garde;
mod habilitations;
mod lecture;
mod meme;
mod projet;
mod reouverture;
mod reponse;
mod reprise;
mod transmission;
mod verifier;

pub use lecture::{DepartVu, EtatDepart, LieuDepart, LigneDepart};
pub use meme::{AuMemeNom, Homonyme};
pub use projet::{ApercuDepart, PreparationDepart, SituationAFermer};
pub use reponse::{ReponseInconnue, ReponseMeme, SuiteMeme};
pub use transmission::Collegue;
pub use verifier::AVerifier;

pub(crate) use garde::prevue as retrait_prevu;
pub(crate) use habilitations::comptes_de;
pub(crate) use meme::{Regard, dire_meme, noms, noms_de, oublier_meme};
pub(crate) use transmission::CONFIEE;
pub(crate) use verifier::{Cartes, Ecartees};

use crate::db::{DbError, Row, Run, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::habilitation::GenreHabilitation;
use crate::journal::{Acte, Objet, Tentative};
use crate::situation::DELAI_REOUVERTURE_JOURS;
use domain::date::{Instant, Jour};
use domain::ids::{CompteId, DepartId, HabilitationId, PersonneId, SituationId};
use domain::nomenclature::MotifFin;
use domain::saisie::SaisieFermeture;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A departure as it was filled in. Ids and codes only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaisieDepart {
    /// last day and motif (J92)
    pub fermeture: SaisieFermeture,
    /// the situations to close
    pub situations: Vec<SituationId>,
    /// withdraw the habilitations that may be (R52)
    pub habilitations: bool,
    /// who takes over what the person has in hand
    pub collegue: Option<CompteId>,
    /// the accounts under their name that are theirs ([`Homonyme`]): tied to them, and their habilitations withdrawn
    #[serde(default)]
    pub memes: Vec<CompteId>,
}

/// An habilitation of somebody who leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HabilitationDepart {
    /// Its id.
    pub id: HabilitationId,
    /// What it makes of the person.
    pub genre: GenreHabilitation,
    /// The name of the EJ or EG.
    pub structure: String,
    /// Whether who asks may withdraw it (R45): otherwise the head of the structure must.
    pub retirable: bool,
    /// The last day of a departure that withdraws it already, by itself, when one does.
    pub prevue: Option<Jour>,
    /// The name of its holder, when nothing but somebody's word says that they are the person who leaves.
    pub au_nom_de: Option<String>,
    pub(crate) compte: CompteId,
    pub(crate) finess: String,
}

/// A departure as stored.
struct Depart {
    id: DepartId,
    personne: PersonneId,
    par: CompteId,
    fin: Jour,
    motif: MotifFin,
    le: Instant,
    effet_le: Instant,
    version: i64,
    collegue: Option<CompteId>,
    applique_le: Option<Instant>,
    /// the day came and something that was planned was not done: an end had moved meanwhile
    empeche: bool,
    etat: Etat,
}

/// What became of a departure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Etat {
    Fait,
    Annule,
    Rouvert,
}

const COLONNES: &str = "depart.id, depart.personne, depart.par, depart.fin, depart.motif, depart.le, depart.effet_le, depart.version, \
     depart.collegue, depart.applique_le, depart.empeche, depart.etat";

impl Depart {
    fn lire(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: DepartId::new(row.get("id")?),
            personne: PersonneId::new(row.get("personne")?),
            par: CompteId::new(row.get("par")?),
            fin: row.get("fin")?,
            motif: row.parse("motif")?,
            le: Instant::from_millis(row.get("le")?),
            effet_le: Instant::from_millis(row.get("effet_le")?),
            version: row.get("version")?,
            collegue: row.get::<Option<Uuid>>("collegue")?.map(CompteId::new),
            applique_le: row.get::<Option<i64>>("applique_le")?.map(Instant::from_millis),
            empeche: row.get("empeche")?,
            etat: match row.get::<String>("etat")?.as_str() {
                "fait" => Etat::Fait,
                "annule" => Etat::Annule,
                "rouvert" => Etat::Rouvert,
                _ => return Err(DbError::stored("depart.etat")),
            },
        })
    }

    /// Whether it can still be opened again, on what it says itself: thirty days after it was recorded, or after a planned one took
    /// effect; before that day, always.
    fn recent(&self, now: Instant) -> bool {
        let depuis = now.plus_days(-DELAI_REOUVERTURE_JOURS);
        let compte_encore = self.etat == Etat::Fait && self.applique_le.is_none_or(|le| le >= depuis);
        compte_encore || self.le >= depuis
    }

    /// A departure that did something in the perimeter; any other is [`ActeError::Introuvable`].
    async fn du_perimetre(
        on: impl Run<'_>,
        g: &Gestionnaire,
        id: DepartId,
        jour: Jour,
    ) -> Result<Self, ActeError> {
        let row = sql(format!(
            "SELECT {COLONNES} FROM depart WHERE depart.id = $2 AND {}",
            concerne(&g.perimetre(), jour)
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(on)
        .await?
        .ok_or(ActeError::Introuvable)?;
        Ok(Self::lire(&row)?)
    }
}

/// The condition « this `depart` closed a situation of the perimeter, or withdraws an habilitation over it that the account `$1`
/// may withdraw itself (R45) ». What another employer of the same person recorded is nobody's business here (R28), nor, for who
/// designates nobody, the right of somebody who never worked in their establishments.
fn concerne(perimetre: &str, jour: Jour) -> String {
    format!(
        "(EXISTS (SELECT 1 FROM depart_situation z JOIN situation s ON s.id = z.situation \
         WHERE z.depart = depart.id AND s.finess IN {perimetre}) \
         OR EXISTS (SELECT 1 FROM depart_habilitation z JOIN habilitation h ON h.id = z.habilitation \
         WHERE z.depart = depart.id AND {} AND {}))",
        habilitations::touche(perimetre),
        habilitations::retirable_par(jour)
    )
}

/// The condition « the situation `s` is closed as this `depart` closed it ».
const DEBOUT: &str = "s.fin = depart.fin AND s.motif_fin = depart.motif";

/// The condition « another situation has taken the place of `s`, closed by the row `z` of `depart_situation` »: what stood before
/// cannot be put back (R23), and closing it was right after all.
const REMPLACEE: &str = "EXISTS (SELECT 1 FROM situation autre WHERE autre.personne = s.personne AND autre.finess = s.finess \
     AND autre.id <> s.id AND (autre.fin IS NULL OR autre.fin >= s.debut) AND (z.fin IS NULL OR autre.debut <= z.fin))";

fn tentative<'a>(g: &Gestionnaire, acte: Acte, objet: Objet<'a>) -> Tentative<'a> {
    Tentative {
        auteur: g.auteur(),
        acte,
        objet,
    }
}
