//! Invitations: a gestionnaire prepares what is known of somebody, who is written to, signs in with `FranceConnect` and completes
//! the rest. One file per side: `preparation` (sending, sending again, withdrawing), `acceptation` (from the link to the draft),
//! `lecture` (the list, the page of the link, where a demande comes from).
//!
//! The link holds 256 random bits and nothing else; only their digest is kept. Before somebody has signed in it shows the
//! establishment that invites and nothing about who is invited. It serves one account, for fourteen days. What was prepared is an
//! answer like any other once it is in the draft: the civil status comes from the identity provider, never from here (R14).

mod acceptation;
mod lecture;
mod preparation;

pub use lecture::{InvitationVue, LienInvitation, Origine, PageInvitations};
pub(crate) use lecture::{ORIGINE, origine};

use crate::Registry;
use crate::db::{DbError, sql};
use crate::donnees::Conservation;

/// How long a link can be used, in days.
pub const VALIDITE_JOURS: i64 = 14;
/// How many mails one invitation may give: nobody is pestered.
pub const ENVOIS_MAX: i64 = 5;
/// How many invitations an account may prepare in a day: more is a staff list.
pub const PAR_JOUR: i64 = 200;

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatInvitation {
    /// the mail was written, nobody has answered
    Envoyee,
    /// somebody signed in and began a demande from it
    Ouverte,
    /// that demande was sent
    Completee,
    /// nobody answered in time
    Expiree,
    /// the establishment does not invite any more
    Retiree,
}

impl EtatInvitation {
    /// In words.
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Envoyee => "Envoyée",
            Self::Ouverte => "Ouverte",
            Self::Completee => "Complétée",
            Self::Expiree => "Expirée",
            Self::Retiree => "Retirée",
        }
    }

    /// Whether another mail can still be sent.
    pub const fn renvoyable(self) -> bool {
        matches!(self, Self::Envoyee | Self::Expiree)
    }

    /// Whether there is something left to withdraw.
    pub const fn retirable(self) -> bool {
        matches!(self, Self::Envoyee | Self::Ouverte | Self::Expiree)
    }
}

/// Why nothing was done with an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// the fourteen days have passed
    #[error(
        "Cette invitation n’est plus valable\u{a0}: elle avait 14\u{a0}jours pour servir. Demandez à l’établissement de vous la renvoyer, ou \
         faites votre demande vous-même depuis l’accueil."
    )]
    Expiree,
    /// withdrawn by the establishment
    #[error(
        "L’établissement a retiré cette invitation. Rien n’a été modifié\u{a0}: adressez-vous à lui, ou faites votre demande vous-même \
         depuis l’accueil."
    )]
    Retiree,
    /// used, by this account or another
    #[error(
        "Cette invitation a déjà servi. Si c’était la vôtre, retrouvez votre demande dans «\u{a0}Mes demandes\u{a0}»\u{a0}; sinon, demandez à \
         l’établissement de vous inviter."
    )]
    DejaServie,
    /// this person has a draft that comes from elsewhere
    #[error(
        "Vous avez déjà commencé une demande, que l’invitation ne remplace pas. Reprenez-la, ou effacez-la dans «\u{a0}Mes \
         demandes\u{a0}» puis revenez par le lien reçu."
    )]
    BrouillonExistant,
    /// an invitation that has been answered or withdrawn is not sent again
    #[error(
        "Cette invitation a déjà servi ou a été retirée\u{a0}: elle ne se renvoie pas. Rien n’a été modifié."
    )]
    NonRenvoyable,
    /// an invitation that gave a demande is not withdrawn
    #[error(
        "La personne a déjà envoyé sa demande\u{a0}: l’invitation ne se retire plus. Traitez la demande dans votre file."
    )]
    NonRetirable,
    /// five mails are enough
    #[error(
        "Cette invitation a déjà été envoyée 5\u{a0}fois. Vérifiez l’adresse avec la personne\u{a0}; si elle est fausse, retirez cette \
         invitation et préparez-en une autre."
    )]
    TropDEnvois,
    /// so many invitations are a staff list
    #[error(
        "Vous avez préparé beaucoup d’invitations aujourd’hui. Celle-ci n’a pas été envoyée\u{a0}: recommencez demain, ou importez une \
         liste de personnel."
    )]
    TropDInvitations,
}

impl InvitationError {
    /// The word that the journal keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expiree => "invitation_expiree",
            Self::Retiree => "invitation_retiree",
            Self::DejaServie => "invitation_servie",
            Self::BrouillonExistant => "brouillon_existant",
            Self::NonRenvoyable => "non_renvoyable",
            Self::NonRetirable => "non_retirable",
            Self::TropDEnvois => "trop_d_envois",
            Self::TropDInvitations => "trop_d_invitations",
        }
    }
}

impl Registry {
    /// Erases what was kept of the people invited, long after the invitation stopped serving. That there was an invitation stays
    /// as long as a demande comes from it. Returns how many were erased or emptied.
    pub async fn effacer_invitations(&self, conservation: Conservation) -> Result<u64, DbError> {
        let now = self.now();
        let limite = now.plus_days(-conservation.nombre()).millis();
        let mut tx = self.db.begin().await?;
        let effacees = sql(
            "DELETE FROM invitation WHERE modifiee_le <= $1 AND expire_le <= $2 \
             AND NOT EXISTS (SELECT 1 FROM demande WHERE demande.invitation = invitation.id)",
        )
        .bind(limite)
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        let videes = sql(
            "UPDATE invitation SET email = '', saisie = '{}' WHERE modifiee_le <= $1 AND expire_le <= $2 AND email <> ''",
        )
        .bind(limite)
        .bind(now.millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(effacees + videes)
    }
}
