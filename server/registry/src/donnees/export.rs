//! Everything the register keeps of a person, read as one value: the program writes it as JSON, the interface as a readable
//! page.

use super::copie::{
    CompteExporte, DemandeExportee, FicheExportee, HabilitationExportee, JournalExporte, MesDonnees, Moment,
    NotificationsExportees, SessionExportee, SituationExportee, VueExportee,
};
use crate::db::{DbError, Places, Row, sql};
use crate::droit::SessionOuverte;
use crate::erreur::ActeError;
use crate::journal::Acte;
use crate::personne::Fiche;
use crate::{Registry, etablissement};
use domain::date::Instant;
use domain::demande::{Reference, Statut};
use domain::identifiant::Finess;
use domain::ids::CompteId;
use domain::nomenclature::MotifRefus;
use domain::saisie::SaisieDemande;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Whose copy it is.
pub(super) struct Sujet {
    /// the account of the session
    pub(super) compte: CompteId,
    /// the registered person
    pub(super) personne: Option<Uuid>,
    /// the same, when the session is that of a card: what was sent from the account that the number was given to, or accepted as
    /// this person’s, is theirs too
    pub(super) liee: Option<Uuid>,
}

/// The condition « this demande is theirs »: `$1` is the account, `$2` the person of a card.
pub(super) const SIENNES: &str = "(demande.demandeur = $1 OR demande.personne = $2 \
     OR demande.demandeur = (SELECT liee.compte FROM personne liee WHERE liee.id = $2))";

/// Objects whose entries one statement reads.
const OBJETS: usize = 500;

impl Registry {
    /// Everything kept of the person of this session, and of nobody else.
    pub async fn mes_donnees(&self, session: &SessionOuverte) -> Result<MesDonnees, ActeError> {
        let compte = session.compte();
        let usager = session.usager().ok();
        let fiche = match &usager {
            Some(usager) => self.ma_fiche(usager).await?,
            None => match session.inscrit() {
                Ok(inscrit) => Some(self.fiche_inscrit(&inscrit).await?),
                Err(_) => None,
            },
        };
        let personne = fiche.as_ref().map(|fiche| fiche.id.uuid());
        let sujet = Sujet {
            compte,
            personne,
            liee: personne.filter(|_| usager.is_none()),
        };
        Ok(MesDonnees {
            etabli_le: Moment(self.now()),
            compte: self.compte_exporte(session).await?,
            habilitations: self.habilitations_exportees(compte).await?,
            pieces: self.pieces_exportees(compte).await?,
            vues: self.vues_exportees(compte).await?,
            demandes: self.demandes_exportees(&sujet).await?,
            notifications: self.notifications_exportees(compte).await?,
            messages: self.messages_exportes(&sujet).await?,
            sessions: self
                .mes_sessions(session)
                .await?
                .into_iter()
                .map(|vue| SessionExportee {
                    appareil: vue.appareil,
                    ouverte_le: Moment(vue.ouverte_le),
                    vue_le: Moment(vue.vue_le),
                })
                .collect(),
            autres: self.rubriques_exportees(compte.uuid(), personne).await?,
            journal: self.journal_exporte(&sujet).await?,
            fiche: fiche.map(fiche_exportee),
        })
    }

    async fn compte_exporte(&self, session: &SessionOuverte) -> Result<CompteExporte, DbError> {
        let row = sql(
            "SELECT c.sujet, c.etat_civil, c.rpps, c.activites, c.cree_le, o.depuis AS operateur_depuis \
             FROM compte c LEFT JOIN operateur o ON o.compte = c.id AND o.retire_le IS NULL WHERE c.id = $1",
        )
        .bind(session.compte().uuid())
        .one(&self.db)
        .await?;
        Ok(CompteExporte {
            fournisseur: session.fournisseur().libelle().to_owned(),
            identifiant: row.get("sujet")?,
            nom_affiche: session.nom_affiche().to_owned(),
            etat_civil: json_eventuel(&row, "etat_civil")?,
            rpps: row.get("rpps")?,
            activites: json_eventuel(&row, "activites")?,
            operateur_depuis: moment_eventuel(&row, "operateur_depuis")?,
            cree_le: moment(&row, "cree_le")?,
        })
    }

    async fn habilitations_exportees(&self, compte: CompteId) -> Result<Vec<HabilitationExportee>, DbError> {
        let rows = sql(
            "SELECT h.genre, h.portee, h.finess, h.depuis, h.carte_jusqu_au, h.retiree_le, h.motif_retrait, h.email, h.telephone, \
             h.formation_confirmee, h.cgu_portail, h.cgu_habilitations, par.nom_affiche AS designee_par \
             FROM habilitation h LEFT JOIN compte par ON par.id = h.designee_par WHERE h.compte = $1 ORDER BY h.depuis, h.id",
        )
        .bind(compte.uuid())
        .all(&self.db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(HabilitationExportee {
                    genre: row.get("genre")?,
                    portee: row.get("portee")?,
                    finess: row.get("finess")?,
                    depuis: moment(row, "depuis")?,
                    carte_jusqu_au: row.get("carte_jusqu_au")?,
                    retiree_le: moment_eventuel(row, "retiree_le")?,
                    motif_retrait: row.get("motif_retrait")?,
                    email: row.get("email")?,
                    telephone: row.get("telephone")?,
                    designee_par: row.get("designee_par")?,
                    formation_confirmee: row.get("formation_confirmee")?,
                    cgu: ["cgu_portail", "cgu_habilitations"]
                        .iter()
                        .filter_map(|colonne| row.get::<Option<String>>(colonne).transpose())
                        .collect::<Result<_, _>>()?,
                })
            })
            .collect()
    }

    async fn vues_exportees(&self, compte: CompteId) -> Result<Vec<VueExportee>, DbError> {
        let rows =
            sql("SELECT nom, filtre, partagee, cree_le FROM vue WHERE compte = $1 ORDER BY cree_le, id")
                .bind(compte.uuid())
                .all(&self.db)
                .await?;
        let vue = |row: &Row| {
            Ok(VueExportee {
                nom: row.get("nom")?,
                filtre: row.get("filtre")?,
                partagee: row.get("partagee")?,
                cree_le: moment(row, "cree_le")?,
            })
        };
        rows.iter().map(vue).collect()
    }

    async fn demandes_exportees(&self, sujet: &Sujet) -> Result<Vec<DemandeExportee>, DbError> {
        let rows = sql(format!(
            "SELECT id, reference, statut, cree_le, modifiee_le, soumise_le, decidee_le, motif, explication, saisie, \
             (SELECT i.cree_le FROM invitation i WHERE i.id = demande.invitation) AS invitee_le \
             FROM demande WHERE {SIENNES} ORDER BY cree_le, id"
        ))
        .bind(sujet.compte.uuid())
        .bind(sujet.liee)
        .all(&self.db)
        .await?;
        let mut corrections = self.corrections_exportees(sujet).await?;
        let mut fils = self.fils_exportes(sujet).await?;
        let saisies = rows
            .iter()
            .map(|row| {
                serde_json::from_str::<SaisieDemande>(&row.get::<String>("saisie")?)
                    .map_err(|_| DbError::stored("demande.saisie"))
            })
            .collect::<Result<Vec<_>, DbError>>()?;
        let lieux: Vec<Option<Finess>> = saisies
            .iter()
            .map(|saisie| saisie.situation.etablissement.parse().ok())
            .collect();
        let etablissements = etablissement::plusieurs(&self.db, lieux.iter().flatten()).await?;
        let mut demandes = Vec::with_capacity(rows.len());
        for ((row, saisie), lieu) in rows.iter().zip(saisies).zip(lieux) {
            let id = row.get::<Uuid>("id")?;
            let etablissement = lieu.and_then(|finess| etablissements.get(&finess).cloned());
            let motif = row.get::<Option<String>>("motif")?;
            demandes.push(DemandeExportee {
                reference: row.parse::<Reference>("reference")?.to_string(),
                statut: row.parse::<Statut>("statut")?.libelle().to_owned(),
                commencee_le: moment(row, "cree_le")?,
                modifiee_le: moment(row, "modifiee_le")?,
                envoyee_le: moment_eventuel(row, "soumise_le")?,
                invitee_le: moment_eventuel(row, "invitee_le")?,
                decidee_le: moment_eventuel(row, "decidee_le")?,
                motif: motif.map(|code| {
                    code.parse::<MotifRefus>()
                        .map_or(code, |motif| motif.libelle().to_owned())
                }),
                explication: row.get("explication")?,
                saisie,
                etablissement,
                corrections: corrections.remove(&id).unwrap_or_default(),
                fil: fils.remove(&id).unwrap_or_default(),
            });
        }
        Ok(demandes)
    }

    async fn notifications_exportees(
        &self,
        compte: CompteId,
    ) -> Result<Option<NotificationsExportees>, DbError> {
        let contact = sql("SELECT email, a_confirmer FROM contact_notification WHERE compte = $1")
            .bind(compte.uuid())
            .optional(&self.db)
            .await?;
        let rythmes =
            sql("SELECT genre, rythme FROM preference_notification WHERE compte = $1 ORDER BY genre")
                .bind(compte.uuid())
                .all(&self.db)
                .await?;
        if contact.is_none() && rythmes.is_empty() {
            return Ok(None);
        }
        let champ = |nom| contact.as_ref().map_or(Ok(None), |row| row.get(nom));
        Ok(Some(NotificationsExportees {
            adresse: champ("email")?,
            adresse_a_confirmer: champ("a_confirmer")?,
            rythmes: rythmes
                .iter()
                .map(|row| Ok((row.get("genre")?, row.get("rythme")?)))
                .collect::<Result<_, DbError>>()?,
        }))
    }

    /// What this account did, and what others did on its demandes and its record. Who the others are is told by the page of
    /// consultations, not here.
    async fn journal_exporte(&self, sujet: &Sujet) -> Result<Vec<JournalExporte>, DbError> {
        let compte = sujet.compte;
        let mut objets = vec![compte.uuid()];
        objets.extend(sujet.personne);
        let rows = sql(format!("SELECT id, personne FROM demande WHERE {SIENNES}"))
            .bind(compte.uuid())
            .bind(sujet.liee)
            .all(&self.db)
            .await?;
        for row in &rows {
            objets.push(row.get::<Uuid>("id")?);
            objets.extend(row.get::<Option<Uuid>>("personne")?);
        }
        objets.sort_unstable();
        objets.dedup();
        let mut lignes = sql("SELECT numero, le, acteur, acte, objet, issue FROM journal WHERE acteur = $1")
            .bind(compte.uuid())
            .all(&self.db)
            .await?;
        for lot in objets.chunks(OBJETS) {
            let mut places = Places::first(compte.uuid());
            let liste = places.list(lot.iter().map(ToString::to_string));
            lignes.extend(
                places
                    .statement(format!(
                        "SELECT numero, le, acteur, acte, objet, issue FROM journal WHERE objet IN ('demande', 'personne', 'compte') \
                         AND objet_id IN {liste} AND (acteur IS NULL OR acteur <> $1)"
                    ))
                    .all(&self.db)
                    .await?,
            );
        }
        let mut journal = Vec::with_capacity(lignes.len());
        for row in &lignes {
            let (objet, par_moi) = (
                row.get::<String>("objet")?,
                row.get::<Option<Uuid>>("acteur")? == Some(compte.uuid()),
            );
            let mut acte = row.get::<String>("acte")?;
            if objet == "demande"
                && !par_moi
                && let Ok(lu) = acte.parse::<Acte>()
            {
                // That a gestionnaire found them like somebody else would say something of that person.
                let Some(dit) = lu.dit_au_demandeur() else {
                    continue;
                };
                dit.code().clone_into(&mut acte);
            }
            let ligne = JournalExporte {
                le: moment(row, "le")?,
                acte,
                objet,
                issue: row.get("issue")?,
                par_moi,
            };
            journal.push((row.get::<i64>("numero")?, ligne));
        }
        journal.sort_unstable_by_key(|(numero, _)| *numero);
        Ok(journal.into_iter().map(|(_, ligne)| ligne).collect())
    }
}

pub(super) fn moment(row: &Row, colonne: &str) -> Result<Moment, DbError> {
    Ok(Moment(Instant::from_millis(row.get(colonne)?)))
}

pub(super) fn moment_eventuel(row: &Row, colonne: &str) -> Result<Option<Moment>, DbError> {
    Ok(row
        .get::<Option<i64>>(colonne)?
        .map(|millis| Moment(Instant::from_millis(millis))))
}

fn json_eventuel<T: DeserializeOwned>(row: &Row, colonne: &str) -> Result<Option<T>, DbError> {
    row.get::<Option<String>>(colonne)?
        .map(|json| serde_json::from_str(&json).map_err(|_| DbError::stored(colonne)))
        .transpose()
}

fn fiche_exportee(fiche: Fiche) -> FicheExportee {
    FicheExportee {
        rpps: fiche.rpps.to_string(),
        inscrite_le: Moment(fiche.cree_le),
        etat_civil: fiche.etat_civil,
        nom_exercice: fiche.nom_exercice.as_str().to_owned(),
        prenom_exercice: fiche.prenom_exercice.as_str().to_owned(),
        email: fiche.email.as_str().to_owned(),
        mobile: fiche.mobile.national(),
        situations: fiche
            .situations
            .into_iter()
            .map(|situation| SituationExportee {
                etablissement: situation.etablissement.raison_sociale,
                finess: situation.etablissement.finess.to_string(),
                profession: situation.profession_libelle,
                role: situation.role_libelle,
                mode: situation.mode.libelle().to_owned(),
                categorie: situation.categorie.libelle().to_owned(),
                debut: situation.debut,
                fin: situation.fin,
                motif_fin: situation.motif_fin.map(|motif| motif.libelle().to_owned()),
            })
            .collect(),
    }
}
