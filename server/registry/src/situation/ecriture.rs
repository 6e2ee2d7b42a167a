//! Writing what was worked out: the rows, the mail (R37) and the journal entry, in the transaction of the act.

use super::etat::Etat;
use super::projet::{Projet, Suite};
use super::{Qui, fermeture};
use crate::db::{DbError, Row, Tx, sql};
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::message::{self, Quoi};
use crate::notification::{self, GenreNotification};
use crate::personne::{self, etat_civil};
use crate::{Registry, demande};
use domain::date::{Instant, Jour};
use domain::ids::{CompteId, PersonneId, SituationId};
use domain::nomenclature::MotifFin;
use uuid::Uuid;

impl Registry {
    pub(super) async fn ecrire_projet(
        &self,
        tx: &mut Tx,
        qui: Qui<'_>,
        row: &Row,
        projet: &Projet,
        acte: Acte,
    ) -> Result<(), DbError> {
        let now = self.now();
        let personne = PersonneId::new(row.get("id")?);
        self.poser_projet(tx, qui, personne, projet).await?;
        renommer(tx, row, projet).await?;
        let detail = detail(projet);
        if projet.courriel() {
            let annonce = quoi(acte, projet, now.jour_paris());
            message::situation_changee(
                annonce,
                &personne::appel(row)?,
                row.get("email")?,
                &projet.apres.etablissement,
                &projet.changements,
            )
            .deposer(tx, personne, self.uuid(now), now)
            .await?;
        }
        if acte == Acte::DeclarerDepart {
            // Those who close accounts and cards want to know (R53).
            notification::notifier_etablissement(
                tx,
                self,
                now,
                GenreNotification::DepartDeclare,
                &projet.apres.etablissement.finess,
                Some(CompteId::new(qui.compte())),
            )
            .await?;
        }
        let entree = Entree::new(now, qui.auteur(), acte, Objet::Personne(personne)).avec(detail);
        journal::ecrire(tx, &self.contexte, entree).await
    }

    /// The rows of the situation. True when the act itself tells of an end that has passed.
    pub(super) async fn poser_projet(
        &self,
        tx: &mut Tx,
        qui: Qui<'_>,
        personne: PersonneId,
        projet: &Projet,
    ) -> Result<bool, DbError> {
        let now = self.now();
        let id = if let Some(id) = projet.situation {
            modifier(tx, id.uuid(), &projet.apres).await?;
            id
        } else {
            let id = self.uuid(now);
            ajouter(tx, id, personne.uuid(), now, &projet.apres).await?;
            SituationId::new(id)
        };
        match projet.fermeture {
            Suite::Rien => {}
            Suite::Effacer => fermeture::oublier(tx, id.uuid()).await?,
            Suite::Reprendre(nombre) => fermeture::reprendre(tx, id.uuid(), nombre).await?,
            Suite::Noter => fermeture::noter(tx, id.uuid(), qui, now, projet.avant.as_ref()).await?,
        }
        // An end that has passed is told of by this very act.
        match projet.apres.fin.filter(|fin| *fin < now.jour_paris()) {
            Some(fin) => noter_annonce(tx, id.uuid(), fin, now).await,
            None => Ok(false),
        }
    }
}

/// What the mail says.
fn quoi(acte: Acte, projet: &Projet, aujourd_hui: Jour) -> Quoi {
    match (acte, projet.apres.fin) {
        (Acte::FermerSituation, Some(fin)) => Quoi::Fermee {
            fin,
            passee: fin < aujourd_hui,
        },
        (Acte::DeclarerDepart, Some(fin)) => Quoi::Depart { fin },
        (Acte::RouvrirSituation, _) => Quoi::Rouverte,
        (Acte::AjouterSituation, _) => Quoi::Ajoutee,
        _ => Quoi::Modifiee,
    }
}

/// What the journal keeps, in the name of the establishment where the situation was.
pub(super) fn detail(projet: &Projet) -> Detail {
    let etat = projet.avant.as_ref().unwrap_or(&projet.apres);
    let detail = Detail::dans(&etat.etablissement.finess);
    // Which situation, when its establishment is not among what changed.
    let detail = if projet.avant.is_some() {
        detail.poser("Situation", &etat.etablissement.raison_sociale)
    } else {
        detail
    };
    projet.changements.iter().fold(detail, |detail, c| {
        detail.changer(&c.champ, c.avant.as_deref(), c.apres.as_deref())
    })
}

async fn modifier(tx: &mut Tx, id: Uuid, e: &Etat) -> Result<(), DbError> {
    sql("UPDATE situation SET finess = $2, profession = $3, role = $4, mode = $5, categorie = $6, debut = $7, fin = $8, \
         motif_fin = $9 WHERE id = $1")
    .bind(id)
    .bind(e.etablissement.finess.as_str())
    .bind(e.profession.as_str())
    .bind(e.role.as_str())
    .bind(e.mode.code())
    .bind(e.categorie.code())
    .bind(e.debut)
    .bind(e.fin)
    .bind(e.motif.map(MotifFin::code))
    .execute(tx)
    .await?;
    Ok(())
}

async fn ajouter(tx: &mut Tx, id: Uuid, personne: Uuid, now: Instant, e: &Etat) -> Result<(), DbError> {
    sql("INSERT INTO situation (id, personne, finess, profession, role, mode, categorie, debut, fin, cree_le) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(id)
    .bind(personne)
    .bind(e.etablissement.finess.as_str())
    .bind(e.profession.as_str())
    .bind(e.role.as_str())
    .bind(e.mode.code())
    .bind(e.categorie.code())
    .bind(e.debut)
    .bind(e.fin)
    .bind(now.millis())
    .execute(tx)
    .await?;
    Ok(())
}

/// False when the person was told already.
pub(super) async fn noter_annonce(tx: &mut Tx, id: Uuid, fin: Jour, now: Instant) -> Result<bool, DbError> {
    let note =
        sql("INSERT INTO fin_annoncee (situation, fin, le) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(fin)
            .bind(now.millis())
            .execute(tx)
            .await?;
    Ok(note == 1)
}

/// The names belong to the person, not to a situation: searches follow them. The version moves in any case.
pub(super) async fn renommer(tx: &mut Tx, row: &Row, projet: &Projet) -> Result<(), DbError> {
    let rpps = personne::rpps(&row.get::<String>("rpps")?)?;
    let civil = etat_civil(row)?;
    let noms = &projet.noms;
    sql("UPDATE personne SET nom_exercice = $2, prenom_exercice = $3, cle = $4, version = version + 1 WHERE id = $1")
        .bind(row.get::<Uuid>("id")?)
        .bind(noms.nom.as_str())
        .bind(noms.prenom.as_str())
        .bind(personne::cle_recherche(&civil, &noms.nom, &noms.prenom, &rpps))
        .execute(&mut *tx)
        .await?;
    demande::suivre_personne(tx, PersonneId::new(row.get("id")?)).await
}
