//! From the link to the draft. The link serves one account: the first that begins a demande from it.

use super::lecture::refus;
use super::{EtatInvitation, InvitationError};
use crate::db::{DbError, sql};
use crate::droit::Usager;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::session::empreinte;
use crate::{Registry, demande, personne};
use domain::identifiant::Finess;
use domain::ids::{DemandeId, InvitationId};
use domain::saisie::SaisieInvitation;

impl Registry {
    /// Begins a demande from the link, or takes up the one that this account began from it. Refused when this account is
    /// registered (R3), or has another draft.
    pub async fn accepter_invitation(&self, u: &Usager, jeton: &str) -> Result<DemandeId, ActeError> {
        let tentative = Tentative {
            auteur: u.auteur(),
            acte: Acte::AccepterInvitation,
            objet: Objet::Compte(u.compte()),
        };
        self.tenter(tentative, self.accepter_si_permis(u, jeton)).await
    }

    async fn accepter_si_permis(&self, u: &Usager, jeton: &str) -> Result<DemandeId, ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        // Taking the row first: of two people with the same link, the second waits here and finds it used.
        let row = sql(
            "UPDATE invitation SET modifiee_le = modifiee_le WHERE empreinte = $1 \
             RETURNING id, finess, saisie, expire_le, retiree_le, ouverte_le, compte",
        )
        .bind(empreinte(jeton))
        .optional(&mut tx)
        .await?
        .ok_or(ActeError::Introuvable)?;
        let id = InvitationId::new(row.get("id")?);
        let envoyee = sql("SELECT id FROM demande WHERE invitation = $1 AND soumise_le IS NOT NULL")
            .bind(id.uuid())
            .optional(&mut tx)
            .await?;
        if let Some(refus) = refus(&row, Some(u.compte()), envoyee.is_some(), now)? {
            return Err(refus.into());
        }
        personne::refuser_si_inscrite(&mut tx, u).await?;
        let saisie: SaisieInvitation = serde_json::from_str(&row.get::<String>("saisie")?)
            .map_err(|_| DbError::stored("invitation.saisie"))?;
        let finess: Finess = row.parse("finess")?;
        let brouillon =
            sql("SELECT id, invitation FROM demande WHERE demandeur = $1 AND statut = 'brouillon'")
                .bind(u.compte().uuid())
                .optional(&mut tx)
                .await?;
        if let Some(brouillon) = brouillon {
            let sien = brouillon.get::<Option<uuid::Uuid>>("invitation")? == Some(id.uuid());
            return if sien {
                Ok(DemandeId::new(brouillon.get("id")?))
            } else {
                Err(InvitationError::BrouillonExistant.into())
            };
        }
        demande::refuser_si_deja_ouverte(&mut tx, u, &finess, None).await?;
        sql("UPDATE invitation SET ouverte_le = COALESCE(ouverte_le, $2), compte = $3, modifiee_le = $2 WHERE id = $1")
            .bind(id.uuid())
            .bind(now.millis())
            .bind(u.compte().uuid())
            .execute(&mut tx)
            .await?;
        let demande = self.commencer_invitee(&mut tx, u, now, id, &saisie).await?;
        for (acte, objet) in [
            (Acte::AccepterInvitation, Objet::Invitation(id)),
            (Acte::Commencer, Objet::Demande(demande)),
        ] {
            let mut entree = Entree::new(now, u.auteur(), acte, objet);
            if acte == Acte::AccepterInvitation {
                entree = entree.avec(Detail::dans(&finess));
            }
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
        }
        tx.commit().await?;
        Ok(demande)
    }
}

impl EtatInvitation {
    /// What to tell somebody whose link leads nowhere; none when it can still serve.
    pub(super) fn refus(self) -> Option<InvitationError> {
        match self {
            Self::Envoyee => None,
            Self::Ouverte | Self::Completee => Some(InvitationError::DejaServie),
            Self::Expiree => Some(InvitationError::Expiree),
            Self::Retiree => Some(InvitationError::Retiree),
        }
    }
}
