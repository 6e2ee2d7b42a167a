//! A part of a campaign entrusted to the head of an establishment by link. The link alone gives nothing: whoever opens it signs
//! in with their own account, asks, and is accepted by the head of the structure, unless they are a gestionnaire there: then they
//! may answer as long as they are one. Whoever leaves loses the part, accepted or not ([`arretee`]).
//! The secret of a link is never stored; it is shown once, and another one can be made.

use super::ecriture::ouverte;
use super::invitation::{Invitation, JetonPartage, PartageVu, ReviseurVu, SuiteInvitation};
use crate::Registry;
use crate::db::{DbError, Row, Run, Tx, sql};
use crate::droit::{Reviseur, SessionOuverte, arretee, confiee};
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::session::empreinte;
use domain::date::Jour;
use domain::identifiant::Finess;
use domain::ids::{CompteId, PartageId, RevueId};
use std::collections::HashMap;
use uuid::Uuid;

/// What [`suite`] reads of `q`, who came with the link `p`.
fn etats(jour: Jour) -> String {
    format!(
        "q.demande_le, q.refuse_le, CASE WHEN {} THEN TRUE ELSE FALSE END AS confiee, \
         CASE WHEN {} THEN TRUE ELSE FALSE END AS arretee",
        confiee(jour),
        arretee(jour)
    )
}

fn suite(row: &Row) -> Result<SuiteInvitation, DbError> {
    Ok(if row.get::<Option<i64>>("demande_le")?.is_none() {
        SuiteInvitation::Nouvelle
    } else if row.get::<Option<i64>>("refuse_le")?.is_some() {
        SuiteInvitation::Refusee
    } else if row.get("confiee")? {
        SuiteInvitation::Acceptee
    } else if row.get("arretee")? {
        SuiteInvitation::Arretee
    } else {
        SuiteInvitation::EnAttente
    })
}

/// The parts of a campaign that are entrusted, by establishment.
pub(super) async fn partages(
    on: impl Run<'_>,
    r: &Reviseur,
    jour: Jour,
) -> Result<HashMap<String, PartageVu>, DbError> {
    let rows = sql(format!(
        "SELECT p.id, p.finess, q.compte, c.nom_affiche, {} FROM revue_partage p \
         LEFT JOIN revue_reviseur q ON q.partage = p.id LEFT JOIN compte c ON c.id = q.compte \
         WHERE p.revue = $1 AND p.revoque_le IS NULL ORDER BY p.finess, q.demande_le",
        etats(jour)
    ))
    .bind(r.revue().uuid())
    .all(on)
    .await?;
    let mut partages = HashMap::new();
    for row in &rows {
        let id = PartageId::new(row.get("id")?);
        let vu: &mut PartageVu = partages.entry(row.get("finess")?).or_insert(PartageVu {
            id,
            reviseurs: Vec::new(),
        });
        if let Some(compte) = row.get::<Option<Uuid>>("compte")? {
            vu.reviseurs.push(ReviseurVu {
                compte: CompteId::new(compte),
                nom: row.get::<Option<String>>("nom_affiche")?.unwrap_or_default(),
                suite: suite(row)?,
            });
        }
    }
    Ok(partages)
}

impl Registry {
    /// Makes the link of an establishment. The previous one, if there is one, is good for nothing from now on; people who were
    /// accepted stay. The secret cannot be read again later.
    pub async fn partager_revue(&self, r: &Reviseur, finess: &Finess) -> Result<JetonPartage, ActeError> {
        self.tenter(tentative(r, Acte::PartagerRevue), async {
            reserver_a_la_tete(r)?;
            let now = self.now();
            let mut tx = self.db.begin().await?;
            ouverte(&mut tx, r).await?;
            sql(format!(
                "SELECT e.finess FROM revue v JOIN etablissement e ON e.finess = v.finess OR e.finess_ej = v.finess \
                 WHERE v.id = $2 AND e.finess = $3 AND e.finess IN {}",
                r.part()
            ))
            .bind(r.compte().uuid())
            .bind(r.revue().uuid())
            .bind(finess.as_str())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let jeton = JetonPartage::new(self.contexte.entropy.secret());
            sql(
                "INSERT INTO revue_partage (id, revue, finess, empreinte, cree_le) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (revue, finess) WHERE revoque_le IS NULL DO UPDATE SET empreinte = excluded.empreinte",
            )
            .bind(self.uuid(now))
            .bind(r.revue().uuid())
            .bind(finess.as_str())
            .bind(empreinte(jeton.as_str()))
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
            self.tracer_partage(&mut tx, r, Acte::PartagerRevue, Detail::dans(finess))
                .await?;
            tx.commit().await?;
            Ok(jeton)
        })
        .await
    }

    /// Ends a link, and the right of whoever came with it, from now on. Again is harmless.
    pub async fn revoquer_partage(&self, r: &Reviseur, partage: PartageId) -> Result<(), ActeError> {
        self.tenter(tentative(r, Acte::RevoquerPartage), async {
            reserver_a_la_tete(r)?;
            let mut tx = self.db.begin().await?;
            let finess = finess_de(&mut tx, r, partage).await?;
            let fini =
                sql("UPDATE revue_partage SET revoque_le = $3 WHERE id = $1 AND revue = $2 AND revoque_le IS NULL")
                    .bind(partage.uuid())
                    .bind(r.revue().uuid())
                    .bind(self.now().millis())
                    .execute(&mut tx)
                    .await?;
            if fini > 0 {
                self.tracer_partage(&mut tx, r, Acte::RevoquerPartage, Detail::dans(&finess))
                    .await?;
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }

    /// Accepts somebody who came with a link, or not. The answer can be changed as long as the campaign goes on; somebody whose part
    /// stopped because they left may be accepted again.
    pub async fn repondre_reviseur(
        &self,
        r: &Reviseur,
        partage: PartageId,
        compte: CompteId,
        accepter: bool,
    ) -> Result<(), ActeError> {
        let acte = if accepter {
            Acte::AccepterReviseur
        } else {
            Acte::RefuserReviseur
        };
        self.tenter(tentative(r, acte), async {
            reserver_a_la_tete(r)?;
            let now = self.now();
            let mut tx = self.db.begin().await?;
            ouverte(&mut tx, r).await?;
            let finess = finess_de(&mut tx, r, partage).await?;
            let ou_elle_en_est = sql(format!(
                "SELECT {} FROM revue_reviseur q JOIN revue_partage p ON p.id = q.partage WHERE q.partage = $1 AND q.compte = $2",
                etats(now.jour_paris())
            ))
            .bind(partage.uuid())
            .bind(compte.uuid())
            .optional(&mut tx)
            .await?;
            let dite = if accepter {
                SuiteInvitation::Acceptee
            } else {
                SuiteInvitation::Refusee
            };
            let Some(avant) = ou_elle_en_est.as_ref().map(suite).transpose()? else {
                return Ok(());
            };
            if avant == dite {
                return Ok(());
            }
            let dit = sql(
                "UPDATE revue_reviseur SET accepte_le = $3, refuse_le = $4, jour = $5 WHERE partage = $1 AND compte = $2",
            )
            .bind(partage.uuid())
            .bind(compte.uuid())
            .bind(accepter.then_some(now.millis()))
            .bind((!accepter).then_some(now.millis()))
            .bind(now.jour_paris())
            .execute(&mut tx)
            .await?;
            if dit > 0 {
                let nom = sql("SELECT nom_affiche FROM compte WHERE id = $1")
                    .bind(compte.uuid())
                    .one(&mut tx)
                    .await?
                    .get::<String>("nom_affiche")?;
                let detail = Detail::dans(&finess).poser("À", &nom);
                self.tracer_partage(&mut tx, r, acte, detail).await?;
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }

    /// What a link is for, to somebody who is signed in; [`ActeError::Introuvable`] for a link that is not good (any more).
    pub async fn invitation(&self, session: &SessionOuverte, jeton: &str) -> Result<Invitation, ActeError> {
        let row = lire(&self.db, session, jeton, self.aujourd_hui())
            .await?
            .ok_or(ActeError::Introuvable)?;
        Ok(Invitation {
            revue: RevueId::new(row.get("revue")?),
            structure: row.get("nom")?,
            etablissement: row.get("raison_sociale")?,
            echeance: row.get("echeance")?,
            suite: suite(&row)?,
        })
    }

    /// Asks to review the establishment of a link. A gestionnaire of that establishment needs nobody's word as long as they are one;
    /// anybody else waits for the head of the structure. Again changes nothing.
    pub async fn demander_partage(
        &self,
        session: &SessionOuverte,
        jeton: &str,
    ) -> Result<Invitation, ActeError> {
        let tentative = Tentative {
            auteur: session.auteur(),
            acte: Acte::DemanderPartage,
            objet: Objet::Compte(session.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = lire(&mut tx, session, jeton, now.jour_paris())
                .await?
                .ok_or(ActeError::Introuvable)?;
            let deja = suite(&row)?;
            if deja == SuiteInvitation::Nouvelle {
                sql(
                    "INSERT INTO revue_reviseur (partage, compte, demande_le, jour) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (partage, compte) DO NOTHING",
                )
                .bind(row.get::<Uuid>("id")?)
                .bind(session.compte().uuid())
                .bind(now.millis())
                .bind(now.jour_paris())
                .execute(&mut tx)
                .await?;
                let revue = RevueId::new(row.get("revue")?);
                let finess: Finess = row.parse("finess")?;
                let entree = Entree::new(now, session.auteur(), Acte::DemanderPartage, Objet::Revue(revue))
                    .avec(Detail::dans(&finess));
                journal::ecrire(&mut tx, &self.contexte, entree).await?;
                tx.commit().await?;
            }
            self.invitation(session, jeton).await
        })
        .await
    }

    async fn tracer_partage(
        &self,
        tx: &mut Tx,
        r: &Reviseur,
        acte: Acte,
        detail: Detail,
    ) -> Result<(), DbError> {
        let entree = Entree::new(self.now(), r.auteur(), acte, Objet::Revue(r.revue())).avec(detail);
        journal::ecrire(tx, &self.contexte, entree).await
    }
}

fn tentative(r: &Reviseur, acte: Acte) -> Tentative<'static> {
    Tentative {
        auteur: r.auteur(),
        acte,
        objet: Objet::Revue(r.revue()),
    }
}

/// A part is entrusted by the head, never by somebody to whom it was.
fn reserver_a_la_tete(r: &Reviseur) -> Result<(), ActeError> {
    if r.est_tete() {
        Ok(())
    } else {
        Err(ActeError::Introuvable)
    }
}

/// The establishment of a part of this campaign.
async fn finess_de(tx: &mut Tx, r: &Reviseur, partage: PartageId) -> Result<Finess, ActeError> {
    let row = sql("SELECT finess FROM revue_partage WHERE id = $1 AND revue = $2")
        .bind(partage.uuid())
        .bind(r.revue().uuid())
        .optional(tx)
        .await?
        .ok_or(ActeError::Introuvable)?;
    Ok(row.parse("finess")?)
}

/// The part of a link that is good, with where this account stands.
async fn lire(
    on: impl Run<'_>,
    session: &SessionOuverte,
    jeton: &str,
    jour: Jour,
) -> Result<Option<Row>, DbError> {
    sql(format!(
        "SELECT p.id, p.revue, p.finess, v.nom, v.echeance, e.raison_sociale, {} \
         FROM revue_partage p JOIN revue v ON v.id = p.revue JOIN etablissement e ON e.finess = p.finess \
         LEFT JOIN revue_reviseur q ON q.partage = p.id AND q.compte = $2 \
         WHERE p.empreinte = $1 AND p.revoque_le IS NULL AND v.terminee_le IS NULL",
        etats(jour)
    ))
    .bind(empreinte(jeton))
    .bind(session.compte().uuid())
    .optional(on)
    .await
}
