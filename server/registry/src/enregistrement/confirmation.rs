//! The act itself: everything is read again with all the rules, the number is given (or found again), the person is told, the
//! draft is emptied. One transaction; a second click finds what the first one gave.

use super::BrouillonInscription;
use super::brouillon::{json, lire};
use super::doublon::designee;
use crate::Registry;
use crate::coordonnee;
use crate::db::{DbError, Row, Tx, sql};
use crate::demande::trace;
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::message::{self, Quoi};
use crate::personne::{self, Inscription, cle_identite, inscrire_ou_rattacher, un_a_la_fois};
use crate::situation::{du_perimetre, refuser_ajout, refuser_si_demande};
use domain::date::Instant;
use domain::etablissement::EtablissementResume;
use domain::identifiant::{Finess, Rpps};
use domain::ids::{EnregistrementId, PersonneId};
use domain::saisie::{Champ, InscriptionComplete, SaisieInscription};
use uuid::Uuid;

/// What a confirmed registration gave.
#[derive(Clone, Debug)]
pub struct InscriptionFaite {
    /// The person's record.
    pub personne: PersonneId,
    /// Their number.
    pub rpps: Rpps,
    /// False when they had it already: a situation was added.
    pub nouvelle: bool,
    /// The name used at work.
    pub nom: String,
}

impl Registry {
    /// Registers the person of a draft. All errors come at once ([`ActeError::Invalide`]); never oneself (R38); not while a
    /// demande of the same person is pending (R33); an e-mail and a mobile that are nobody else's (R19). Somebody who has a
    /// number gets the situation on it (R3), and keeps their contacts. Confirming again answers the same.
    pub async fn confirmer_enregistrement(
        &self,
        g: &Gestionnaire,
        id: EnregistrementId,
    ) -> Result<InscriptionFaite, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Inscrire,
            objet: Objet::Compte(g.compte()),
        };
        self.tenter(tentative, self.confirmer_si_permis(g, id)).await?;
        self.enregistrement_fait(g, id).await
    }

    async fn confirmer_si_permis(&self, g: &Gestionnaire, id: EnregistrementId) -> Result<(), ActeError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        un_a_la_fois(&mut tx).await?;
        let row = sql(
            "SELECT saisie, confirme_le, modifiee_le FROM enregistrement WHERE id = $1 AND gestionnaire = $2",
        )
        .bind(id.uuid())
        .bind(g.compte().uuid())
        .optional(&mut tx)
        .await?
        .ok_or(ActeError::Introuvable)?;
        if row.get::<Option<i64>>("confirme_le")?.is_some() {
            return Ok(());
        }
        let (lue, etablissement) = self.relire(&mut tx, g, id, &row).await?;
        let civil = &lue.complete.etat_civil;
        if g.soi().est(&lue.complete) {
            return Err(ActeError::PropreFiche);
        }
        refuser_si_demande(&mut tx, g, &cle_identite(civil), None).await?;
        let designee = designee(&mut tx, g, id, &lue.complete).await?;
        let inscription = inscrire_ou_rattacher(&mut tx, self, now, None, &lue.complete, designee).await?;
        if !inscription.nouvelle {
            refuser_ajout(&mut tx, g, inscription.personne).await?;
        }
        if inscription.nouvelle {
            coordonnee::remplacer(&mut tx, inscription.personne, None, &lue.complete.contact).await?;
        }
        self.prevenir(&mut tx, &lue, &etablissement, &inscription, now)
            .await?;
        sql("UPDATE enregistrement SET saisie = $2, confirme_le = $3, modifiee_le = $3, personne = $4, nouvelle = $5 WHERE id = $1")
            .bind(id.uuid())
            // What was typed is in the register now: the draft keeps nothing of it.
            .bind(json(&SaisieInscription::default())?)
            .bind(now.millis())
            .bind(inscription.personne.uuid())
            .bind(inscription.nouvelle)
            .execute(&mut tx)
            .await?;
        let detail = self.detail(&lue, &etablissement, &inscription);
        let entree = Entree::new(
            now,
            g.auteur(),
            Acte::Inscrire,
            Objet::Personne(inscription.personne),
        );
        journal::ecrire(&mut tx, &self.contexte, entree.avec(detail)).await?;
        Ok(tx.commit().await?)
    }

    /// The draft, read with all the rules, in an establishment of the perimeter.
    async fn relire(
        &self,
        tx: &mut Tx,
        g: &Gestionnaire,
        id: EnregistrementId,
        row: &Row,
    ) -> Result<(InscriptionComplete, EtablissementResume), ActeError> {
        let saisie = lire(&row.get::<String>("saisie")?)?;
        let etablissement = match saisie.situation.etablissement.parse::<Finess>() {
            Ok(finess) => du_perimetre(tx, g, &finess).await?,
            Err(_) => None,
        };
        let brouillon = BrouillonInscription {
            id,
            saisie,
            etablissement,
            modifiee_le: Instant::from_millis(row.get("modifiee_le")?),
        };
        let lue = self.lire_inscription(&brouillon).map_err(ActeError::Invalide)?;
        // Validation fails without an establishment: from here on there is one.
        let etablissement = brouillon
            .etablissement
            .ok_or_else(|| DbError::stored("etablissement"))?;
        Ok((lue, etablissement))
    }

    async fn prevenir(
        &self,
        tx: &mut Tx,
        lue: &InscriptionComplete,
        etablissement: &EtablissementResume,
        inscription: &Inscription,
        now: Instant,
    ) -> Result<(), DbError> {
        let courriel = if inscription.nouvelle {
            message::inscription_directe(&lue.complete, etablissement, &inscription.rpps)
        } else {
            // To the address that the register knows, not to the one just typed.
            let row = sql("SELECT * FROM personne WHERE id = $1")
                .bind(inscription.personne.uuid())
                .one(&mut *tx)
                .await?;
            message::situation_changee(
                Quoi::Ajoutee,
                &personne::appel(&row)?,
                row.get("email")?,
                etablissement,
                &[],
            )
        };
        courriel
            .deposer(tx, inscription.personne, self.uuid(now), now)
            .await
    }

    fn detail(
        &self,
        lue: &InscriptionComplete,
        etablissement: &EtablissementResume,
        inscription: &Inscription,
    ) -> Detail {
        trace::inscription(&lue.complete, etablissement, &self.nomenclatures(), inscription)
            .poser(Champ::TypePiece.libelle(), &lue.piece.to_string())
            .poser(
                Champ::Confirmation.libelle(),
                if lue.rencontre { "Oui" } else { "Non" },
            )
    }

    /// What a registration of this gestionnaire gave; [`ActeError::Introuvable`] before it is confirmed, and for anybody else.
    pub async fn enregistrement_fait(
        &self,
        g: &Gestionnaire,
        id: EnregistrementId,
    ) -> Result<InscriptionFaite, ActeError> {
        let tentative = Tentative {
            auteur: g.auteur(),
            acte: Acte::Consulter,
            objet: Objet::Compte(g.compte()),
        };
        self.tenter(tentative, async {
        let row = sql(format!(
            "SELECT personne.id, personne.rpps, personne.nom_exercice, personne.prenom_exercice, enregistrement.nouvelle \
             FROM enregistrement JOIN personne ON personne.id = enregistrement.personne \
             WHERE enregistrement.id = $2 AND enregistrement.gestionnaire = $1 AND enregistrement.confirme_le IS NOT NULL \
             AND EXISTS (SELECT 1 FROM situation WHERE situation.personne = personne.id AND situation.finess IN {})",
            g.perimetre()
        ))
        .bind(g.compte().uuid())
        .bind(id.uuid())
        .optional(&self.db)
        .await?
        .ok_or(ActeError::Introuvable)?;
        Ok(InscriptionFaite {
            personne: PersonneId::new(row.get::<Uuid>("id")?),
            rpps: personne::rpps(&row.get::<String>("rpps")?)?,
            nouvelle: row.get::<Option<bool>>("nouvelle")?.unwrap_or_default(),
            nom: format!(
                "{} {}",
                row.get::<String>("prenom_exercice")?,
                row.get::<String>("nom_exercice")?
            ),
        })
        })
        .await
    }
}
