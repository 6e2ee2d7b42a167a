//! What a gestionnaire does with the situations d'exercice of a registered person without any demande (J4): modify, close, open
//! again what was closed by mistake, add one in another establishment. And what the person does: declare a departure (R53).
//!
//! One act is one transaction: `projet` works out what would change, and nothing else decides; `ecriture` writes it with its
//! mail and its journal entry. The confirmation page shows the same project, thrown away. `fermeture` keeps what each closing
//! replaced, `fins` tells of planned ends.
//! Nothing here changes a civil status (R13), and nobody acts on their own record as a gestionnaire (R38).

mod ecriture;
mod ensemble;
mod etat;
mod fermeture;
mod fins;
mod projet;
mod revue;

pub use crate::journal::Changement;

pub(crate) use ensemble::{Avant, Ensemble, ouvrir_pour};
pub(crate) use fermeture::reprendre as reprendre_fermetures;
pub(crate) use projet::{du_perimetre, hors_perimetre};
pub(crate) use revue::EffetRevue;

use crate::Registry;
use crate::db::{Row, Tx, sql};
use crate::droit::{Gestionnaire, Inscrit, Reviseur};
use crate::erreur::ActeError;
use crate::journal::{Acte, Auteur, Objet, Tentative};
use crate::personne;
use domain::demande::Reference;
use domain::eligibilite::Constat;
use domain::etablissement::EtablissementResume;
use domain::ids::{DemandeId, PersonneId, SituationId};
use domain::saisie::{SaisieFermeture, SaisieSituation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a closing can be undone, in days.
pub const DELAI_REOUVERTURE_JOURS: i64 = 30;

/// What somebody is about to do, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActeSituation {
    /// change what a situation says
    Modifier {
        /// which one
        situation: SituationId,
        /// what it becomes
        saisie: SaisieSituation,
    },
    /// end it, on a day past, present or to come (R26, R51)
    Fermer {
        /// which one
        situation: SituationId,
        /// when and why
        saisie: SaisieFermeture,
    },
    /// undo the latest closing: what it had replaced stands again
    Rouvrir {
        /// which one
        situation: SituationId,
    },
    /// one more, elsewhere (R23, R28)
    Ajouter {
        /// where and as what
        saisie: SaisieSituation,
    },
}

impl ActeSituation {
    fn acte(&self) -> Acte {
        match self {
            Self::Modifier { .. } => Acte::ModifierSituation,
            Self::Fermer { .. } => Acte::FermerSituation,
            Self::Rouvrir { .. } => Acte::RouvrirSituation,
            Self::Ajouter { .. } => Acte::AjouterSituation,
        }
    }
}

/// What an act would change, before anybody confirms it.
#[derive(Clone, Debug)]
pub struct Apercu {
    /// The version of the record it was worked out on.
    pub version: i64,
    /// The establishment of the situation, once changed.
    pub etablissement: EtablissementResume,
    /// Before → after, in words; never empty.
    pub changements: Vec<Changement>,
    /// What the rules of eligibility have to say of it: warnings, never refusals.
    pub constats: Vec<Constat>,
    /// Whether the person is told by mail (R37); not after a death.
    pub courriel: bool,
}

/// Who acts.
#[derive(Clone, Copy)]
enum Qui<'a> {
    Gestionnaire(&'a Gestionnaire),
    Inscrit(&'a Inscrit),
    Reviseur(&'a Reviseur),
}

impl Qui<'_> {
    fn auteur(self) -> Auteur {
        match self {
            Self::Gestionnaire(g) => g.auteur(),
            Self::Inscrit(i) => i.auteur(),
            Self::Reviseur(r) => r.auteur(),
        }
    }

    fn compte(self) -> Uuid {
        match self {
            Self::Gestionnaire(g) => g.compte().uuid(),
            Self::Inscrit(i) => i.compte().uuid(),
            Self::Reviseur(r) => r.compte().uuid(),
        }
    }

    /// The condition on `situation.finess`; `$1` is the account.
    fn condition(self) -> String {
        match self {
            Self::Gestionnaire(g) => format!("situation.finess IN {}", g.perimetre()),
            Self::Reviseur(r) => format!("situation.finess IN {}", r.perimetre()),
            // Their own: the person is the proof's. `$1` has to appear once, with its type.
            Self::Inscrit(_) => "EXISTS (SELECT 1 FROM compte WHERE compte.id = $1)".to_owned(),
        }
    }
}

impl Registry {
    /// What an act would change on a person of the perimeter; any other is [`ActeError::Introuvable`]. Changes nothing.
    pub async fn apercu_situation(
        &self,
        g: &Gestionnaire,
        id: PersonneId,
        acte: &ActeSituation,
    ) -> Result<Apercu, ActeError> {
        let tentative = tentative(Qui::Gestionnaire(g), id, acte.acte());
        self.tenter(tentative, async {
            let mut tx = self.db.begin().await?;
            let qui = Qui::Gestionnaire(g);
            let row = ouvrir(&mut tx, qui, id).await?;
            let projet = self.projeter(&mut tx, qui, &row, acte).await?;
            if projet.changements.is_empty() {
                return Err(ActeError::SansChangement);
            }
            Ok(Apercu {
                version: row.get("version")?,
                constats: projet.constats(&self.nomenclatures()),
                courriel: projet.courriel(),
                etablissement: projet.apres.etablissement,
                changements: projet.changements,
            })
        })
        .await
    }

    /// Does it, on the version that was read. Asking again for what is already so changes nothing and is no error: a second
    /// click is harmless.
    pub async fn agir_sur_situation(
        &self,
        g: &Gestionnaire,
        id: PersonneId,
        version: i64,
        acte: &ActeSituation,
    ) -> Result<(), ActeError> {
        self.agir(Qui::Gestionnaire(g), id, version, acte, acte.acte())
            .await
    }

    /// The person declares that they leave an establishment (R53), on the version that was read: their situation is closed,
    /// and the record says who said so.
    pub async fn declarer_depart(
        &self,
        i: &Inscrit,
        situation: SituationId,
        version: i64,
        saisie: &SaisieFermeture,
    ) -> Result<(), ActeError> {
        let acte = ActeSituation::Fermer {
            situation,
            saisie: saisie.clone(),
        };
        self.agir(
            Qui::Inscrit(i),
            i.personne(),
            version,
            &acte,
            Acte::DeclarerDepart,
        )
        .await
    }

    async fn agir(
        &self,
        qui: Qui<'_>,
        id: PersonneId,
        version: i64,
        acte: &ActeSituation,
        nom: Acte,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(qui, id, nom), async {
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, qui, id).await?;
            let projet = self.projeter(&mut tx, qui, &row, acte).await?;
            let a_jour = row.get::<i64>("version")? == version;
            match (projet.changements.is_empty(), a_jour) {
                // The first of two clicks did it.
                (true, false) => return Ok(()),
                (true, true) => return Err(ActeError::SansChangement),
                (false, false) => return Err(ActeError::FicheModifiee),
                (false, true) => {}
            }
            self.ecrire_projet(&mut tx, qui, &row, &projet, nom).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The demande that prevents any change to a person of the perimeter, if there is one (R33).
    pub async fn demande_en_cours(
        &self,
        g: &Gestionnaire,
        id: PersonneId,
    ) -> Result<Option<(DemandeId, Reference)>, ActeError> {
        let row = sql(format!(
            "SELECT demande.id, demande.reference FROM personne JOIN demande \
             ON demande.identite = personne.identite OR demande.demandeur = personne.compte \
             WHERE personne.id = $2 AND demande.statut IN ('a_traiter', 'a_corriger') AND demande.finess IN {} \
             ORDER BY demande.soumise_le LIMIT 1",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(&self.db)
        .await?;
        row.map(|row| Ok((DemandeId::new(row.get("id")?), row.parse("reference")?)))
            .transpose()
    }

    /// Whether this record is the gestionnaire's own: they may read it, and change nothing in it here (R38).
    pub async fn est_sa_fiche(&self, g: &Gestionnaire, id: PersonneId) -> Result<bool, ActeError> {
        let row = sql("SELECT * FROM personne WHERE id = $1")
            .bind(id.uuid())
            .optional(&self.db)
            .await?;
        Ok(row.map_or(Ok(false), |row| g.soi().est_fiche(&row))?)
    }
}

fn tentative<'a>(qui: Qui<'_>, id: PersonneId, acte: Acte) -> Tentative<'a> {
    Tentative {
        auteur: qui.auteur(),
        acte,
        objet: Objet::Personne(id),
    }
}

/// Nobody adds a situation to their own number as a gestionnaire (R38), whatever was said of whose it is.
pub(crate) async fn refuser_sa_fiche(
    tx: &mut Tx,
    g: &Gestionnaire,
    personne: PersonneId,
) -> Result<(), ActeError> {
    let row = sql("SELECT * FROM personne WHERE id = $1")
        .bind(personne.uuid())
        .one(tx)
        .await?;
    if g.soi().est_fiche(&row)? {
        return Err(ActeError::PropreFiche);
    }
    Ok(())
}

/// The same, and nothing is added to somebody while a demande of theirs is pending in the perimeter (R33), under whatever civil
/// status it was sent.
pub(crate) async fn refuser_ajout(
    tx: &mut Tx,
    g: &Gestionnaire,
    personne: PersonneId,
) -> Result<(), ActeError> {
    refuser_sa_fiche(tx, g, personne).await?;
    let row = sql("SELECT identite, compte FROM personne WHERE id = $1")
        .bind(personne.uuid())
        .one(&mut *tx)
        .await?;
    refuser_si_demande(tx, g, &row.get::<String>("identite")?, row.get("compte")?).await
}

/// The row of the person, one act at a time: within the rights of who acts, not their own record (R38), and no demande of
/// theirs pending (R33).
async fn ouvrir(tx: &mut Tx, qui: Qui<'_>, id: PersonneId) -> Result<Row, ActeError> {
    personne::un_a_la_fois(tx).await?;
    let row = sql(format!(
        "SELECT * FROM personne WHERE id = $2 \
         AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = personne.id AND {})",
        qui.condition()
    ))
    .bind(qui.compte())
    .bind(id.uuid())
    .optional(&mut *tx)
    .await?
    .ok_or(ActeError::Introuvable)?;
    if let Qui::Gestionnaire(g) = qui {
        if g.soi().est_fiche(&row)? {
            return Err(ActeError::PropreFiche);
        }
        refuser_si_demande(
            tx,
            g,
            &row.get::<String>("identite")?,
            row.get::<Option<Uuid>>("compte")?,
        )
        .await?;
    }
    if let Qui::Reviseur(r) = qui {
        revue::verifier(tx, r, &row).await?;
    }
    Ok(row)
}

/// Nothing is updated while a demande of the person is pending in the perimeter (R33). What is pending elsewhere is not this
/// gestionnaire's business, and is not told.
pub(crate) async fn refuser_si_demande(
    tx: &mut Tx,
    g: &Gestionnaire,
    identite: &str,
    compte: Option<Uuid>,
) -> Result<(), ActeError> {
    let row = sql(format!(
        "SELECT id, reference FROM demande WHERE statut IN ('a_traiter', 'a_corriger') \
         AND (identite = $2 OR demandeur = $3) AND finess IN {} ORDER BY soumise_le LIMIT 1",
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(identite)
    .bind(compte)
    .optional(&mut *tx)
    .await?;
    match row {
        Some(row) => Err(ActeError::DemandeEnCours {
            demande: DemandeId::new(row.get("id")?),
            reference: row.parse("reference")?,
        }),
        None => Ok(()),
    }
}
