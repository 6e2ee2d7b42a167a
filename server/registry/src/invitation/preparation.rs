//! What a gestionnaire does with an invitation: send it, send it again, withdraw it. Each within the perimeter.

use super::{ENVOIS_MAX, EtatInvitation, InvitationError, PAR_JOUR, VALIDITE_JOURS, lecture};
use crate::db::{DbError, Run, Tx, sql};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::session::{JetonSession, empreinte};
use crate::situation::hors_perimetre;
use crate::{Registry, etablissement, message};
use domain::date::Instant;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::InvitationId;
use domain::saisie::{Champ, ContexteSituation, Erreurs, InvitationPrete, SAISIE_MAX, SaisieInvitation};

impl Registry {
    /// What is wrong in an invitation as typed ([`ActeError::Invalide`]); writes nothing.
    pub async fn examiner_invitation(
        &self,
        g: &Gestionnaire,
        saisie: &SaisieInvitation,
    ) -> Result<(), ActeError> {
        let etablissement = etablissement_du_perimetre(&self.db, g, saisie).await?;
        let prete = self.lire_invitation(saisie, etablissement.as_ref())?;
        if deja_invitee(&self.db, &prete).await? {
            return Err(deux_fois());
        }
        Ok(())
    }

    /// Prepares an invitation and writes its mail. All errors come at once ([`ActeError::Invalide`]).
    pub async fn inviter(
        &self,
        g: &Gestionnaire,
        saisie: &SaisieInvitation,
    ) -> Result<InvitationId, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Inviter,
            objet: Objet::Compte(g.compte()),
        };
        self.tenter(tentative, self.inviter_si_permis(g, saisie)).await
    }

    async fn inviter_si_permis(
        &self,
        g: &Gestionnaire,
        saisie: &SaisieInvitation,
    ) -> Result<InvitationId, ActeError> {
        for nom in SaisieInvitation::NOMS {
            let long = saisie
                .get(nom)
                .is_some_and(|valeur| valeur.chars().count() > SAISIE_MAX);
            if let Some(champ) = Champ::de_nom(nom).filter(|_| long) {
                return Err(ActeError::TropLong(champ));
            }
        }
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let etablissement = etablissement_du_perimetre(&mut tx, g, saisie).await?;
        let prete = self.lire_invitation(saisie, etablissement.as_ref())?;
        // Validation fails without an establishment: from here on there is one.
        let etablissement = etablissement.ok_or_else(|| DbError::stored("etablissement"))?;
        let recentes = sql("SELECT COUNT(*) AS n FROM invitation WHERE par = $1 AND cree_le > $2")
            .bind(g.compte().uuid())
            .bind(now.plus_days(-1).millis())
            .one(&mut tx)
            .await?
            .get::<i64>("n")?;
        if recentes >= PAR_JOUR {
            return Err(InvitationError::TropDInvitations.into());
        }
        let saisie = SaisieInvitation {
            // Without the spaces of a paste.
            email: prete.email.to_string(),
            ..saisie.clone()
        };
        let id = InvitationId::new(self.uuid(now));
        let jeton = JetonSession::new(self.contexte.entropy.secret());
        let ecrite = sql("INSERT INTO invitation (id, finess, par, email, saisie, empreinte, envois, cree_le, envoyee_le, expire_le, \
             modifiee_le) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8, $7) ON CONFLICT DO NOTHING")
        .bind(id.uuid())
        .bind(etablissement.finess.as_str())
        .bind(g.compte().uuid())
        .bind(prete.email.as_str())
        .bind(serde_json::to_string(&saisie).map_err(|_| DbError::stored("invitation.saisie"))?)
        .bind(empreinte(jeton.as_str()))
        .bind(now.millis())
        .bind(now.plus_days(VALIDITE_JOURS).millis())
        .execute(&mut tx)
        .await?;
        if ecrite == 0 {
            return Err(deux_fois());
        }
        self.ecrire_au_invite(&mut tx, &saisie, &etablissement, &jeton, now)
            .await?;
        let entree = Entree::new(now, g.auteur(), Acte::Inviter, Objet::Invitation(id))
            .avec(Detail::dans(&etablissement.finess));
        journal::ecrire(&mut tx, &self.contexte, entree).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Writes the mail again, with another link: the earlier one does not serve any more, and the fourteen days begin anew.
    pub async fn renvoyer_invitation(&self, g: &Gestionnaire, id: InvitationId) -> Result<(), ActeError> {
        self.tenter(tentative(g, Acte::RenvoyerInvitation, id), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let lue = lecture::du_perimetre(&mut tx, g, id, now).await?;
            if !lue.etat.renvoyable() {
                return Err(InvitationError::NonRenvoyable.into());
            }
            if lue.envois >= ENVOIS_MAX {
                return Err(InvitationError::TropDEnvois.into());
            }
            let jeton = JetonSession::new(self.contexte.entropy.secret());
            let prise = sql("UPDATE invitation SET empreinte = $2, envois = envois + 1, envoyee_le = $3, expire_le = $4, modifiee_le = $3 \
                 WHERE id = $1 AND envois = $5 AND ouverte_le IS NULL AND retiree_le IS NULL AND email <> ''")
            .bind(id.uuid())
            .bind(empreinte(jeton.as_str()))
            .bind(now.millis())
            .bind(now.plus_days(VALIDITE_JOURS).millis())
            .bind(lue.envois)
            .execute(&mut tx)
            .await?;
            if prise == 0 {
                return Err(InvitationError::NonRenvoyable.into());
            }
            let finess = &lue.etablissement.finess;
            self.ecrire_au_invite(&mut tx, &lue.saisie, &lue.etablissement, &jeton, now)
                .await?;
            let entree = Entree::new(now, g.auteur(), Acte::RenvoyerInvitation, Objet::Invitation(id))
                .avec(Detail::dans(finess));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// The link leads nowhere any more. A draft that was begun from it stays its author's. Doing it again is harmless.
    pub async fn retirer_invitation(&self, g: &Gestionnaire, id: InvitationId) -> Result<(), ActeError> {
        self.tenter(tentative(g, Acte::RetirerInvitation, id), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let lue = lecture::du_perimetre(&mut tx, g, id, now).await?;
            match lue.etat {
                EtatInvitation::Retiree => return Ok(()),
                EtatInvitation::Completee => return Err(InvitationError::NonRetirable.into()),
                _ => {}
            }
            let retiree =
                sql("UPDATE invitation SET retiree_le = $2, retiree_par = $3, modifiee_le = $2 WHERE id = $1 AND retiree_le IS NULL")
                    .bind(id.uuid())
                    .bind(now.millis())
                    .bind(g.compte().uuid())
                    .execute(&mut tx)
                    .await?;
            // Somebody did it at the same instant.
            if retiree == 0 {
                return Ok(());
            }
            let entree = Entree::new(now, g.auteur(), Acte::RetirerInvitation, Objet::Invitation(id))
                .avec(Detail::dans(&lue.etablissement.finess));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    fn lire_invitation(
        &self,
        saisie: &SaisieInvitation,
        etablissement: Option<&EtablissementResume>,
    ) -> Result<InvitationPrete, ActeError> {
        let ctx = ContexteSituation {
            nomenclatures: &self.nomenclatures(),
            aujourd_hui: self.aujourd_hui(),
            etablissement,
            // Only the identity provider knows these three.
            naissance: None,
            noms: &[],
            prenoms: "",
        };
        let lisible = saisie.etablissement.parse::<Finess>().is_ok();
        saisie.valider(&ctx).map_err(|erreurs| {
            ActeError::Invalide(hors_perimetre(erreurs, lisible && etablissement.is_none()))
        })
    }

    async fn ecrire_au_invite(
        &self,
        tx: &mut Tx,
        saisie: &SaisieInvitation,
        etablissement: &EtablissementResume,
        jeton: &JetonSession,
        now: Instant,
    ) -> Result<(), DbError> {
        let lien = self.adresse(&format!("/invitation/{}", jeton.as_str()));
        message::invitation(saisie, etablissement, &lien, now.plus_days(VALIDITE_JOURS))
            .deposer(tx, message::Pour::Adresse, self.uuid(now), now)
            .await
    }
}

fn tentative(g: &Gestionnaire, acte: Acte, id: InvitationId) -> Tentative<'static> {
    Tentative {
        auteur: g.auteur(),
        acte,
        objet: Objet::Invitation(id),
    }
}

fn deux_fois() -> ActeError {
    ActeError::Invalide(Erreurs::une(
        Champ::Email,
        "Cette adresse est déjà invitée par cet établissement. Retrouvez l’invitation dans la liste pour la renvoyer ou la retirer.",
    ))
}

async fn deja_invitee(on: impl Run<'_>, prete: &InvitationPrete) -> Result<bool, DbError> {
    let row = sql("SELECT id FROM invitation WHERE finess = $1 AND email = $2 AND ouverte_le IS NULL AND retiree_le IS NULL")
        .bind(prete.etablissement.as_str())
        .bind(prete.email.as_str())
        .optional(on)
        .await?;
    Ok(row.is_some())
}

/// The establishment typed, when it is in the perimeter.
async fn etablissement_du_perimetre(
    on: impl Run<'_>,
    g: &Gestionnaire,
    saisie: &SaisieInvitation,
) -> Result<Option<EtablissementResume>, DbError> {
    let Ok(finess) = saisie.etablissement.parse::<Finess>() else {
        return Ok(None);
    };
    let row = sql(format!(
        "SELECT {} FROM {} WHERE etablissement.finess = $2 AND etablissement.finess IN {}",
        etablissement::COLONNES,
        etablissement::TABLES,
        g.perimetre()
    ))
    .bind(g.compte().uuid())
    .bind(finess.as_str())
    .optional(on)
    .await?;
    row.as_ref().map(etablissement::depuis).transpose()
}
