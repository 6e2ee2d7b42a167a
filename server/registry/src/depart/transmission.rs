//! What somebody who leaves has in hand, and the colleague who takes it over. A demande goes to a colleague who may treat it, or
//! back to the queue for everybody; what is entrusted is a courtesy, anybody of the perimeter may still treat it.

use super::habilitations::{comptes_de, touche};
use crate::Registry;
use crate::db::{DbError, Places, Row, Run, Tx, sql};
use crate::direct::{DUREE_PRISE_MINUTES, dire_prise};
use crate::droit::Gestionnaire;
use crate::journal::{Acte, Auteur, Detail, Entree, Objet};
use crate::perimetre::{GESTIONNAIRES, charges_de, perimetre};
use crate::referentiel::lot;
use domain::date::{Instant, Jour};
use domain::identifiant::Finess;
use domain::ids::{CompteId, DemandeId, DepartId, PersonneId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The condition « this `demande` was entrusted to the account `$1` ».
pub(crate) const CONFIEE: &str =
    "EXISTS (SELECT 1 FROM confiee WHERE confiee.demande = demande.id AND confiee.compte = $1)";

/// Somebody who may take over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collegue {
    /// the account
    pub compte: CompteId,
    /// the name that colleagues see
    pub nom: String,
}

/// A demande in the hands of somebody who leaves.
pub(super) struct EnMain {
    demande: DemandeId,
    finess: Finess,
    prise: Option<Prise>,
}

impl EnMain {
    /// Where it is to be treated.
    pub(super) fn finess(&self) -> &Finess {
        &self.finess
    }
}

struct Prise {
    compte: Uuid,
    jeton: Uuid,
    depuis: i64,
    jusqu_au: i64,
}

/// The accounts of a person (see [`comptes_de`]), and those that may turn out to be theirs.
fn comptes(places: &mut Places, (personne, aussi): (PersonneId, &[CompteId])) -> String {
    let siens = comptes_de(&places.bind(personne.uuid()));
    if aussi.is_empty() {
        return siens;
    }
    let aussi = places.list(aussi.iter().map(|compte| compte.uuid()));
    format!("(SELECT a.compte FROM {siens} a UNION SELECT c.id FROM compte c WHERE c.id IN {aussi})")
}

/// What the accounts of somebody ([`comptes`]) have in hand in the perimeter of `$1`: claimed now, entrusted to them, or pending and
/// last treated by them.
pub(super) async fn en_main(
    on: impl Run<'_>,
    texte_id: &str,
    (perimetre, compte): (&str, CompteId),
    qui: (PersonneId, &[CompteId]),
    now: Instant,
) -> Result<Vec<EnMain>, DbError> {
    let mut places = Places::first(compte.uuid());
    let comptes = comptes(&mut places, qui);
    let maintenant = places.bind(now.millis());
    places.statement(format!(
        "SELECT demande.id, demande.finess, prise.compte, prise.jeton, prise.depuis, prise.jusqu_au FROM demande \
         LEFT JOIN prise ON prise.demande = demande.id AND prise.jusqu_au > {maintenant} AND prise.compte IN {comptes} \
         WHERE demande.statut IN ('a_traiter', 'a_corriger') AND demande.finess IN {perimetre} AND (prise.compte IS NOT NULL \
         OR EXISTS (SELECT 1 FROM confiee WHERE confiee.demande = demande.id AND confiee.compte IN {comptes}) \
         OR (SELECT j.acteur FROM journal j WHERE j.objet = 'demande' AND j.objet_id = {texte_id} AND j.issue = 'fait' \
         AND j.acte NOT IN ('confier', 'deconfier') AND j.acteur IS NOT NULL AND j.acteur <> demande.demandeur \
         ORDER BY j.numero DESC LIMIT 1) IN {comptes}) ORDER BY demande.soumise_le, demande.id"
    ))
    .all(on)
    .await?
    .iter()
    .map(lire)
    .collect()
}

fn lire(row: &Row) -> Result<EnMain, DbError> {
    let prise = match row.get::<Option<Uuid>>("compte")? {
        Some(compte) => Some(Prise {
            compte,
            jeton: row.get("jeton")?,
            depuis: row.get("depuis")?,
            jusqu_au: row.get("jusqu_au")?,
        }),
        None => None,
    };
    Ok(EnMain {
        demande: DemandeId::new(row.get("id")?),
        finess: row.parse("finess")?,
        prise,
    })
}

/// Who may take over from somebody: those in charge, today, of an establishment of `g` on which that person has an habilitation.
/// The person is not among them.
pub(super) async fn collegues(
    on: impl Run<'_>,
    g: &Gestionnaire,
    qui: (PersonneId, &[CompteId]),
    jour: Jour,
) -> Result<Vec<Collegue>, DbError> {
    let mut places = Places::first(g.compte().uuid());
    let (mien, comptes) = (g.perimetre(), comptes(&mut places, qui));
    let rows = places.statement(format!(
        "SELECT DISTINCT c.id, c.nom_affiche FROM etablissement {} JOIN compte c ON c.id = h.compte \
         WHERE etablissement.finess IN {mien} AND c.id NOT IN {comptes} AND EXISTS (SELECT 1 FROM habilitation h \
         WHERE h.compte IN {comptes} AND h.finess IN (etablissement.finess, etablissement.finess_ej) AND {}) \
         ORDER BY c.nom_affiche, c.id LIMIT 200",
        charges_de("etablissement", jour),
        touche(&mien),
    ))
    .all(on)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Collegue {
                compte: CompteId::new(row.get("id")?),
                nom: row.get("nom_affiche")?,
            })
        })
        .collect()
}

impl Registry {
    /// Hands over, in the transaction of a departure, what the person had in hand; what the colleague may not treat goes back to
    /// the queue. Returns what the journal keeps of it.
    pub(super) async fn transmettre(
        &self,
        tx: &mut Tx,
        (auteur, par): (Auteur, CompteId),
        depart: DepartId,
        collegue: Option<CompteId>,
        demandes: Vec<EnMain>,
        now: Instant,
    ) -> Result<Vec<Entree<'static>>, DbError> {
        if demandes.is_empty() {
            return Ok(Vec::new());
        }
        let (siens, nom) = self.perimetre_du_collegue(tx, collegue).await?;
        let (mut confiees, mut notees, mut entrees) = (Vec::new(), Vec::new(), Vec::new());
        for en_main in demandes {
            let EnMain {
                demande,
                finess,
                prise,
            } = en_main;
            let pour = collegue.filter(|_| siens.contains(finess.as_str()));
            if let Some(prise) = &prise {
                self.deplacer(tx, demande, prise, pour, now).await?;
                if pour.is_none() {
                    // What is entrusted is told by its entry; what goes back to everybody has none.
                    let compte = match auteur {
                        Auteur::Session { compte, .. } => Some(compte),
                        Auteur::Programme => None,
                    };
                    dire_prise(tx, compte, (demande, finess.clone()), "liberer", now);
                }
            }
            if let Some(pour) = pour {
                confiees.push(vec![
                    demande.uuid().into(),
                    pour.uuid().into(),
                    par.uuid().into(),
                    now.millis().into(),
                    depart.uuid().into(),
                ]);
                let detail = Detail::dans(&finess).poser("Confiée à", &nom);
                entrees.push(Entree::new(now, auteur, Acte::Confier, Objet::Demande(demande)).avec(detail));
            }
            notees.push(vec![
                depart.uuid().into(),
                demande.uuid().into(),
                prise.as_ref().map(|p| p.compte).into(),
                prise.as_ref().map(|p| p.jeton).into(),
                prise.as_ref().map(|p| p.depuis).into(),
                prise.as_ref().map(|p| p.jusqu_au).into(),
            ]);
        }
        let colonnes = "demande, compte, par, le, depart";
        lot::inserer(tx, "confiee", colonnes, "ON CONFLICT DO NOTHING", confiees).await?;
        let colonnes = "depart, demande, compte, jeton, depuis, jusqu_au";
        lot::inserer(tx, "depart_demande", colonnes, "ON CONFLICT DO NOTHING", notees).await?;
        Ok(entrees)
    }

    /// What a colleague may treat today, and the name that people see.
    async fn perimetre_du_collegue(
        &self,
        tx: &mut Tx,
        collegue: Option<CompteId>,
    ) -> Result<(BTreeSet<String>, String), DbError> {
        let Some(collegue) = collegue else {
            return Ok((BTreeSet::new(), String::new()));
        };
        let rows = sql(format!(
            "SELECT e.finess, c.nom_affiche FROM etablissement e JOIN compte c ON c.id = $1 WHERE e.finess IN {}",
            perimetre(self.aujourd_hui(), GESTIONNAIRES)
        ))
        .bind(collegue.uuid())
        .all(tx)
        .await?;
        let nom = rows.first().map(|row| row.get("nom_affiche")).transpose()?;
        let siens = rows
            .iter()
            .map(|row| row.get("finess"))
            .collect::<Result<_, _>>()?;
        Ok((siens, nom.unwrap_or_default()))
    }

    /// A claim goes to the colleague, from now on, or to nobody.
    async fn deplacer(
        &self,
        tx: &mut Tx,
        demande: DemandeId,
        prise: &Prise,
        pour: Option<CompteId>,
        now: Instant,
    ) -> Result<(), DbError> {
        let enonce = match pour {
            Some(pour) => {
                sql("UPDATE prise SET compte = $3, jeton = $4, depuis = $5, jusqu_au = $6 WHERE demande = $1 AND compte = $2")
                    .bind(demande.uuid())
                    .bind(prise.compte)
                    .bind(pour.uuid())
                    .bind(self.uuid(now))
                    .bind(now.millis())
                    .bind(now.plus_millis(DUREE_PRISE_MINUTES * 60_000).millis())
            }
            None => sql("DELETE FROM prise WHERE demande = $1 AND compte = $2")
                .bind(demande.uuid())
                .bind(prise.compte),
        };
        enonce.execute(tx).await?;
        Ok(())
    }

    /// Takes back what a departure handed over. A claim that still lasts returns to who had it, unless somebody else took it.
    pub(super) async fn reprendre_demandes(
        &self,
        tx: &mut Tx,
        auteur: Auteur,
        depart: DepartId,
        collegue: Option<CompteId>,
        now: Instant,
    ) -> Result<Vec<Entree<'static>>, DbError> {
        let rendues = sql(
            "SELECT confiee.demande, demande.finess FROM confiee JOIN demande ON demande.id = confiee.demande \
             WHERE confiee.depart = $1 ORDER BY confiee.demande",
        )
        .bind(depart.uuid())
        .all(&mut *tx)
        .await?;
        sql("DELETE FROM confiee WHERE depart = $1")
            .bind(depart.uuid())
            .execute(&mut *tx)
            .await?;
        let reprises = sql(
            "INSERT INTO prise (demande, compte, jeton, finess, depuis, jusqu_au) \
             SELECT n.demande, n.compte, n.jeton, demande.finess, n.depuis, n.jusqu_au FROM depart_demande n \
             JOIN demande ON demande.id = n.demande WHERE n.depart = $1 AND n.compte IS NOT NULL AND n.jusqu_au > $2 \
             ON CONFLICT (demande) DO UPDATE SET compte = excluded.compte, jeton = excluded.jeton, depuis = excluded.depuis, \
             jusqu_au = excluded.jusqu_au WHERE prise.compte = $3 RETURNING demande, finess, compte",
        )
        .bind(depart.uuid())
        .bind(now.millis())
        .bind(collegue.map_or_else(Uuid::nil, CompteId::uuid))
        .all(&mut *tx)
        .await?;
        for row in &reprises {
            let demande = DemandeId::new(row.get("demande")?);
            let compte = CompteId::new(row.get("compte")?);
            dire_prise(tx, Some(compte), (demande, row.parse("finess")?), "prendre", now);
        }
        rendues
            .iter()
            .map(|row| {
                let objet = Objet::Demande(DemandeId::new(row.get("demande")?));
                let detail = Detail::dans(&row.parse("finess")?);
                Ok(Entree::new(now, auteur, Acte::Deconfier, objet).avec(detail))
            })
            .collect()
    }
}
