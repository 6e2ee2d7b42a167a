//! A departure is written: one transaction, once per intention.

use super::projet::Projet;
use super::{Depart, Etat, SaisieDepart, meme, tentative};
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::{Designateur, Gestionnaire};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet};
use crate::message::{self, OuVoir, Pour};
use crate::situation::{Avant, ouvrir_pour};
use crate::{Registry, personne};
use domain::date::{Instant, court};
use domain::ids::{DepartId, PersonneId};
use domain::nomenclature::MotifFin;
use domain::saisie::Champ;
use uuid::Uuid;

impl Registry {
    /// The id of a departure about to be confirmed: the page that asks for confirmation bears it.
    pub fn intention_de_depart(&self) -> DepartId {
        DepartId::new(self.uuid(self.now()))
    }

    /// Whether that intention of `g` was confirmed already, whatever became of it: what it was prepared with is not needed any more.
    /// Somebody else's is [`ActeError::Introuvable`].
    pub async fn depart_deja_enregistre(
        &self,
        g: &Gestionnaire,
        depart: (DepartId, PersonneId),
    ) -> Result<bool, ActeError> {
        deja(&self.db, g, depart).await
    }

    /// Whether somebody works in the perimeter, without opening the record: nothing is written in the name of `g`. Anybody else is
    /// [`ActeError::Introuvable`].
    pub async fn partant_du_perimetre(
        &self,
        g: &Gestionnaire,
        personne: PersonneId,
    ) -> Result<(), ActeError> {
        sql(format!(
            "SELECT 1 AS un FROM situation WHERE situation.personne = $2 AND situation.finess IN {} LIMIT 1",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(personne.uuid())
        .optional(&self.db)
        .await?
        .map(|_| ())
        .ok_or(ActeError::Introuvable)
    }

    /// Records a departure, on the version that was shown. Situations are closed and accesses withdrawn at once (after the last
    /// day, for a planned one); mails wait for the end of the delay during which [`Registry::annuler_depart`] undoes everything.
    /// The same intention sent again, whatever became of it, changes nothing and is no error.
    pub async fn enregistrer_depart(
        &self,
        g: &Gestionnaire,
        d: Option<&Designateur>,
        (id, personne): (DepartId, PersonneId),
        version: i64,
        saisie: &SaisieDepart,
    ) -> Result<(), ActeError> {
        self.tenter(
            tentative(g, Acte::EnregistrerDepart, Objet::Personne(personne)),
            async {
                let mut tx = self.db.begin().await?;
                // One at a time: the second of two that arrive together finds the first.
                personne::un_a_la_fois(&mut tx).await?;
                if deja(&mut tx, g, (id, personne)).await? {
                    return Ok(());
                }
                let row = ouvrir_pour(&mut tx, g, personne).await?;
                let projet = self.projeter_depart(&mut tx, g, d, &row, saisie).await?;
                if row.get::<i64>("version")? != version {
                    return Err(ActeError::FicheModifiee);
                }
                self.ecrire_depart(&mut tx, g, id, &row, projet).await?;
                Ok(tx.commit().await?)
            },
        )
        .await
    }

    async fn ecrire_depart(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: DepartId,
        row: &Row,
        projet: Projet,
    ) -> Result<(), DbError> {
        let now = self.now();
        let personne = PersonneId::new(row.get("id")?);
        let (avants, mut entrees) = self.ecrire_ensemble(tx, g, row, &projet.ensemble).await?;
        let version = sql("SELECT version FROM personne WHERE id = $1")
            .bind(personne.uuid())
            .one(&mut *tx)
            .await?
            .get("version")?;
        let depart = Depart {
            id,
            personne,
            par: g.compte(),
            fin: projet.fin.fin,
            motif: projet.fin.motif,
            le: now,
            effet_le: self.sursis.depuis(now),
            version,
            collegue: projet.collegue.as_ref().map(|collegue| collegue.compte),
            applique_le: (!projet.planifie).then_some(now),
            empeche: false,
            etat: Etat::Fait,
        };
        inserer(tx, &depart).await?;
        meme::dit_par(tx, &depart, &projet.rattaches).await?;
        garder(tx, id, &avants).await?;
        self.ecrire_courriels(tx, g, row, &projet, &depart).await?;
        if projet.planifie {
            for h in &projet.retirees {
                sql("INSERT INTO depart_habilitation (depart, habilitation) VALUES ($1, $2)")
                    .bind(id.uuid())
                    .bind(h.id.uuid())
                    .execute(&mut *tx)
                    .await?;
            }
        } else {
            let auteur = g.auteur();
            entrees.extend(
                self.retirer_pour_depart(tx, auteur, id, &projet.retirees, now)
                    .await?,
            );
            entrees.extend(
                self.transmettre(
                    tx,
                    (auteur, g.compte()),
                    id,
                    depart.collegue,
                    projet.demandes,
                    now,
                )
                .await?,
            );
        }
        let ou = projet.ensemble.lignes().next().map(|(ou, _)| &ou.finess);
        let detail = ou
            .map_or_else(Detail::default, Detail::dans)
            .poser(Champ::DateFin.libelle(), &court(depart.fin))
            .poser(Champ::MotifFin.libelle(), depart.motif.libelle());
        let detail = match projet.rattaches.len() {
            0 => detail,
            n => detail.poser("Comptes au même nom dits les siens", &n.to_string()),
        };
        entrees.push(
            Entree::new(
                now,
                g.auteur(),
                Acte::EnregistrerDepart,
                Objet::Personne(personne),
            )
            .avec(detail),
        );
        journal::ecrire_lot(tx, &self.contexte, entrees).await
    }

    /// To the person (R37), and to the heads who have an habilitation to withdraw (R52): held until the departure takes effect.
    async fn ecrire_courriels(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        row: &Row,
        projet: &Projet,
        depart: &Depart,
    ) -> Result<(), DbError> {
        let mut lettres = Vec::new();
        if projet.courriel() {
            let ou: Vec<String> = projet
                .ensemble
                .lignes()
                .map(|(ou, _)| ou.raison_sociale.clone())
                .collect();
            let passee = depart.fin < depart.le.jour_paris();
            let appel = personne::appel(row)?;
            let lettre = message::depart_enregistre(&appel, row.get("email")?, (depart.fin, passee), ou);
            lettres.push((Pour::Personne(depart.personne), lettre));
        }
        let aux_tetes = self
            .lettres_aux_tetes(
                tx,
                g,
                depart.personne,
                &projet.laissees,
                (depart.fin, OuVoir::Departs),
            )
            .await?;
        lettres.extend(
            aux_tetes
                .into_iter()
                .map(|(compte, lettre)| (Pour::Compte(compte), lettre)),
        );
        for (pour, lettre) in lettres {
            let id = self.uuid(depart.le);
            lettre.deposer(&mut *tx, pour, id, depart.le).await?;
            retenir(tx, depart, id).await?;
        }
        Ok(())
    }
}

/// Whether this intention was confirmed before; somebody else's is not there.
async fn deja(
    on: impl Run<'_>,
    g: &Gestionnaire,
    (id, personne): (DepartId, PersonneId),
) -> Result<bool, ActeError> {
    let row = sql("SELECT par, personne FROM depart WHERE id = $1")
        .bind(id.uuid())
        .optional(on)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let sien =
        row.get::<Uuid>("par")? == g.compte().uuid() && row.get::<Uuid>("personne")? == personne.uuid();
    if sien {
        Ok(true)
    } else {
        Err(ActeError::Introuvable)
    }
}

async fn inserer(tx: &mut Tx, depart: &Depart) -> Result<(), DbError> {
    sql(
        "INSERT INTO depart (id, personne, par, fin, motif, le, effet_le, version, collegue, applique_le, etat) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'fait')",
    )
    .bind(depart.id.uuid())
    .bind(depart.personne.uuid())
    .bind(depart.par.uuid())
    .bind(depart.fin)
    .bind(depart.motif.code())
    .bind(depart.le.millis())
    .bind(depart.effet_le.millis())
    .bind(depart.version)
    .bind(depart.collegue.map(domain::ids::CompteId::uuid))
    .bind(depart.applique_le.map(Instant::millis))
    .execute(tx)
    .await?;
    Ok(())
}

/// What the situations were, to be put back.
async fn garder(tx: &mut Tx, id: DepartId, avants: &[Avant]) -> Result<(), DbError> {
    for avant in avants {
        sql(
            "INSERT INTO depart_situation (depart, situation, fin, motif_fin, annoncee) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id.uuid())
        .bind(avant.situation.uuid())
        .bind(avant.fin)
        .bind(avant.motif.map(MotifFin::code))
        .bind(avant.annoncee)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// A mail that must not leave before the departure takes effect.
async fn retenir(tx: &mut Tx, depart: &Depart, message: Uuid) -> Result<(), DbError> {
    sql("UPDATE message SET prochain_essai = $2 WHERE id = $1")
        .bind(message)
        .bind(depart.effet_le.millis())
        .execute(&mut *tx)
        .await?;
    sql("INSERT INTO depart_message (depart, message) VALUES ($1, $2)")
        .bind(depart.id.uuid())
        .bind(message)
        .execute(tx)
        .await?;
    Ok(())
}
