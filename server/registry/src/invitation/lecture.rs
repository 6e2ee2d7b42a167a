//! What is shown of invitations: the list of a gestionnaire, the page of the link, where a demande comes from.

use super::{EtatInvitation, InvitationError};
use crate::Registry;
use crate::db::{DbError, Row, Run, sql};
use crate::droit::{Gestionnaire, SessionOuverte};
use crate::erreur::ActeError;
use crate::etablissement;
use crate::page::{limite, paginer};
use crate::session::empreinte;
use domain::date::{Instant, long};
use domain::demande::Reference;
use domain::etablissement::EtablissementResume;
use domain::ids::{CompteId, DemandeId, InvitationId};
use domain::saisie::SaisieInvitation;
use uuid::Uuid;

/// An invitation of the perimeter, as gestionnaires see it.
#[derive(Clone)]
pub struct InvitationVue {
    /// Its id.
    pub id: InvitationId,
    /// Where it stands.
    pub etat: EtatInvitation,
    /// What was prepared; emptied some time after the end.
    pub saisie: SaisieInvitation,
    /// The establishment that invites.
    pub etablissement: EtablissementResume,
    /// Who prepared it, as colleagues see that person's name; none once the account is gone.
    pub par: Option<String>,
    /// How many mails were written.
    pub envois: i64,
    /// The last one.
    pub envoyee_le: Instant,
    /// Until when the link serves.
    pub expire_le: Instant,
    /// When somebody began a demande from it.
    pub ouverte_le: Option<Instant>,
    /// The demande it gave, when it was sent to an establishment of the perimeter.
    pub demande: Option<(DemandeId, Reference)>,
}

/// A page of invitations.
#[derive(Clone)]
pub struct PageInvitations {
    /// Latest first.
    pub lignes: Vec<InvitationVue>,
    /// How many there are.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
}

/// What the link shows, before and after signing in: the establishment, never the person who is invited.
#[derive(Clone)]
pub struct LienInvitation {
    /// The establishment that invites.
    pub etablissement: EtablissementResume,
    /// Until when the link serves.
    pub expire_le: Instant,
    /// Why it does not serve, if it does not.
    pub refus: Option<InvitationError>,
    /// The draft that this very account began from it.
    pub commencee: bool,
}

/// Who invited the applicant of a demande, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origine {
    /// The name that colleagues see; none when another establishment had invited.
    pub par: Option<String>,
    /// When it was prepared.
    pub le: Instant,
}

/// The columns of an [`Origine`], in a statement on `demande`. Who invited is a colleague when the demande went to the establishment
/// that invited; of another one nothing is said.
pub(crate) const ORIGINE: &str = "(SELECT i.cree_le FROM invitation i WHERE i.id = demande.invitation) AS invitee_le, \
     (SELECT c.nom_affiche FROM invitation i JOIN compte c ON c.id = i.par \
     WHERE i.id = demande.invitation AND i.finess = demande.finess) AS invitee_par";

const ETATS: &str = "i.retiree_le, i.ouverte_le, i.expire_le, i.compte";

impl Registry {
    /// The invitations of the perimeter, latest first.
    pub async fn invitations(&self, g: &Gestionnaire, page: u32) -> Result<PageInvitations, ActeError> {
        let now = self.now();
        let total = sql(format!(
            "SELECT COUNT(*) AS n FROM invitation i WHERE i.finess IN {}",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .one(&self.db)
        .await?
        .get("n")?;
        let (page, pages) = paginer(total, page);
        let rows = sql(format!(
            "{} WHERE i.finess IN {} ORDER BY i.cree_le DESC, i.id DESC {}",
            lecture(g),
            g.perimetre(),
            limite(page)
        ))
        .bind(g.compte().uuid())
        .all(&self.db)
        .await?;
        Ok(PageInvitations {
            lignes: rows
                .iter()
                .map(|row| InvitationVue::lire(row, now))
                .collect::<Result<_, _>>()?,
            total,
            page,
            pages,
        })
    }

    /// What a link shows to whoever follows it, signed in or not. Unknown links are [`ActeError::Introuvable`].
    pub async fn lien_invitation(
        &self,
        session: Option<&SessionOuverte>,
        jeton: &str,
    ) -> Result<LienInvitation, ActeError> {
        let now = self.now();
        let compte = session.map(SessionOuverte::compte);
        let row = sql(format!(
            "SELECT {ETATS}, {}, (SELECT COUNT(*) FROM demande d WHERE d.invitation = i.id AND d.soumise_le IS NOT NULL) AS envoyees, \
             (SELECT COUNT(*) FROM demande d WHERE d.invitation = i.id AND d.statut = 'brouillon' AND d.demandeur = $2) AS brouillons \
             FROM invitation i JOIN ({}) ON etablissement.finess = i.finess WHERE i.empreinte = $1",
            etablissement::COLONNES,
            etablissement::TABLES
        ))
        .bind(empreinte(jeton))
        .bind(compte.map(CompteId::uuid))
        .optional(&self.db)
        .await?
        .ok_or(ActeError::Introuvable)?;
        Ok(LienInvitation {
            etablissement: etablissement::depuis(&row)?,
            expire_le: Instant::from_millis(row.get("expire_le")?),
            refus: refus(&row, compte, row.get::<i64>("envoyees")? > 0, now)?,
            commencee: row.get::<i64>("brouillons")? > 0,
        })
    }
}

/// Why a link does not serve this account; none when it does. The row has the columns of [`ETATS`].
pub(super) fn refus(
    row: &Row,
    compte: Option<CompteId>,
    envoyee: bool,
    now: Instant,
) -> Result<Option<InvitationError>, DbError> {
    let etat = etat(row, envoyee, now)?;
    let sienne = compte.is_some() && row.get::<Option<Uuid>>("compte")?.map(CompteId::new) == compte;
    let refus = etat.refus();
    // Whoever began comes back by the same link, as long as it lasts.
    let revient = sienne && etat == EtatInvitation::Ouverte;
    let passee = Instant::from_millis(row.get("expire_le")?) <= now;
    Ok(match refus {
        Some(InvitationError::DejaServie) if revient && passee => Some(InvitationError::Expiree),
        Some(InvitationError::DejaServie) if revient => None,
        autre => autre,
    })
}

fn etat(row: &Row, envoyee: bool, now: Instant) -> Result<EtatInvitation, DbError> {
    Ok(if envoyee {
        EtatInvitation::Completee
    } else if row.get::<Option<i64>>("retiree_le")?.is_some() {
        EtatInvitation::Retiree
    } else if row.get::<Option<i64>>("ouverte_le")?.is_some() {
        EtatInvitation::Ouverte
    } else if row.get::<i64>("expire_le")? <= now.millis() {
        EtatInvitation::Expiree
    } else {
        EtatInvitation::Envoyee
    })
}

/// One row per invitation, for `$1` who looks; the demande is named when it is in that perimeter too.
fn lecture(g: &Gestionnaire) -> String {
    format!(
        "SELECT i.id AS invitation, {ETATS}, i.saisie, i.envois, i.envoyee_le, auteur.nom_affiche AS par_nom, \
         d.id AS demande, d.reference, CAST(CASE WHEN d.finess IN {} THEN 1 ELSE 0 END AS BIGINT) AS visible, {} \
         FROM invitation i JOIN ({}) ON etablissement.finess = i.finess \
         LEFT JOIN compte auteur ON auteur.id = i.par \
         LEFT JOIN demande d ON d.invitation = i.id AND d.soumise_le IS NOT NULL",
        g.perimetre(),
        etablissement::COLONNES,
        etablissement::TABLES
    )
}

/// An invitation of the perimeter; any other is [`ActeError::Introuvable`], exactly like an unknown id.
pub(super) async fn du_perimetre(
    on: impl Run<'_>,
    g: &Gestionnaire,
    id: InvitationId,
    now: Instant,
) -> Result<InvitationVue, ActeError> {
    let row = sql(format!(
        "{} WHERE i.id = $2 AND i.finess IN {}",
        lecture(g),
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(id.uuid())
    .optional(on)
    .await?
    .ok_or(ActeError::Introuvable)?;
    Ok(InvitationVue::lire(&row, now)?)
}

impl InvitationVue {
    fn lire(row: &Row, now: Instant) -> Result<Self, DbError> {
        let demande = row.get::<Option<Uuid>>("demande")?;
        let demande_vue = match demande {
            Some(id) if row.get::<i64>("visible")? > 0 => Some((DemandeId::new(id), row.parse("reference")?)),
            _ => None,
        };
        Ok(Self {
            id: InvitationId::new(row.get("invitation")?),
            etat: etat(row, demande.is_some(), now)?,
            saisie: serde_json::from_str(&row.get::<String>("saisie")?)
                .map_err(|_| DbError::stored("invitation.saisie"))?,
            etablissement: etablissement::depuis(row)?,
            par: row.get("par_nom")?,
            envois: row.get("envois")?,
            envoyee_le: Instant::from_millis(row.get("envoyee_le")?),
            expire_le: Instant::from_millis(row.get("expire_le")?),
            ouverte_le: row.get::<Option<i64>>("ouverte_le")?.map(Instant::from_millis),
            demande: demande_vue,
        })
    }
}

impl Origine {
    /// From a row with the columns of [`ORIGINE`].
    pub(crate) fn lire(row: &Row) -> Result<Option<Self>, DbError> {
        let Some(le) = row.get::<Option<i64>>("invitee_le")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            par: row.get("invitee_par")?,
            le: Instant::from_millis(le),
        }))
    }

    /// « Invitée par Nadia FERRAND le 3 novembre 2026 »
    pub fn mention(&self) -> String {
        let par = self
            .par
            .as_ref()
            .map(|par| format!(" par {par}"))
            .unwrap_or_default();
        format!("Invitée{par} le {}", long(self.le.jour_paris()))
    }
}

/// Where a demande that the caller may read comes from; none for somebody who came by themselves.
pub(crate) async fn origine(on: impl Run<'_>, demande: DemandeId) -> Result<Option<Origine>, DbError> {
    let row = sql(format!("SELECT {ORIGINE} FROM demande WHERE demande.id = $1"))
        .bind(demande.uuid())
        .one(on)
        .await?;
    Origine::lire(&row)
}
