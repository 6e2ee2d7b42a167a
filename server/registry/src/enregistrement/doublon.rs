//! What the gestionnaire says of the registered people who look like the person of a draft: the same person, whose number gets the
//! situation (R3), or another one. Kept with the draft, as long as neither of the two changes.

use super::brouillon::lire;
use crate::Registry;
use crate::db::{DbError, Run, Tx, sql};
use crate::demande::{empreinte_paire, ressemblantes, sans_contact};
use crate::droit::Gestionnaire;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Entree, Objet, Tentative};
use crate::personne;
use crate::situation::refuser_sa_fiche;
use domain::date::Jour;
use domain::doublon::{ChoixDoublon, NiveauDoublon, Portrait, empreinte};
use domain::etat_civil::{Certification, EtatCivil};
use domain::ids::{EnregistrementId, PersonneId};
use domain::saisie::{DemandeComplete, SaisieInscription};
use std::collections::HashMap;
use uuid::Uuid;

/// What was said, by person: the pair as it was compared, and the answer.
pub(super) type Choix = HashMap<PersonneId, (i64, ChoixDoublon)>;

impl Registry {
    /// Says whether the person of a draft is `sujet`, on the two as they were seen (`empreinte`); `None` takes it back.
    pub async fn trancher_enregistrement(
        &self,
        g: &Gestionnaire,
        id: EnregistrementId,
        sujet: PersonneId,
        empreinte: i64,
        choix: Option<ChoixDoublon>,
    ) -> Result<(), ActeError> {
        let acte = match choix {
            Some(ChoixDoublon::Meme) => Acte::Rapprocher,
            Some(ChoixDoublon::Differente) => Acte::Distinguer,
            None => Acte::Reconsiderer,
        };
        let tentative = Tentative {
            auteur: g.auteur(),
            acte,
            objet: Objet::Compte(g.compte()),
        };
        self.tenter(tentative, async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            // Taking the row first makes two windows that answer at once follow each other.
            let row = sql("UPDATE enregistrement SET modifiee_le = $3 \
                 WHERE id = $1 AND gestionnaire = $2 AND confirme_le IS NULL RETURNING saisie")
            .bind(id.uuid())
            .bind(g.compte().uuid())
            .bind(now.millis())
            .optional(&mut tx)
            .await?
            .ok_or(ActeError::Introuvable)?;
            let saisie = lire(&row.get::<String>("saisie")?)?;
            let portrait = portrait(&saisie, self.aujourd_hui()).ok_or(ActeError::FicheModifiee)?;
            let connue = ressemblantes(&mut tx, g, &portrait)
                .await?
                .into_iter()
                .any(|vue| vue.personne == sujet && vue.empreinte == empreinte);
            if !connue {
                return Err(ActeError::FicheModifiee);
            }
            // Whether somebody is oneself is not for oneself to say (R38).
            refuser_sa_fiche(&mut tx, g, sujet).await?;
            ecrire(&mut tx, id, sujet, empreinte, choix).await?;
            let entree = Entree::new(now, g.auteur(), acte, Objet::Personne(sujet));
            journal::ecrire(&mut tx, &self.contexte, entree).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

async fn ecrire(
    tx: &mut Tx,
    id: EnregistrementId,
    sujet: PersonneId,
    empreinte: i64,
    choix: Option<ChoixDoublon>,
) -> Result<(), DbError> {
    // One person at most: what was said of another is taken back.
    sql("DELETE FROM enregistrement_choix WHERE enregistrement = $1 AND (personne = $2 OR (choix = 'meme' AND $3 = 'meme'))")
        .bind(id.uuid())
        .bind(sujet.uuid())
        .bind(choix.map_or("", ChoixDoublon::code))
        .execute(&mut *tx)
        .await?;
    if let Some(choix) = choix {
        sql("INSERT INTO enregistrement_choix (enregistrement, personne, empreinte, choix) VALUES ($1, $2, $3, $4)")
            .bind(id.uuid())
            .bind(sujet.uuid())
            .bind(empreinte)
            .bind(choix.code())
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// What was said about a draft.
pub(super) async fn choix_faits(on: impl Run<'_>, id: EnregistrementId) -> Result<Choix, DbError> {
    let rows = sql("SELECT personne, empreinte, choix FROM enregistrement_choix WHERE enregistrement = $1")
        .bind(id.uuid())
        .all(on)
        .await?;
    rows.iter()
        .map(|row| {
            let personne = PersonneId::new(row.get::<Uuid>("personne")?);
            Ok((personne, (row.get("empreinte")?, row.parse("choix")?)))
        })
        .collect()
}

/// Gives what was said about the drafts the numbers that pairs have with this key; what was said before a draft changed goes.
pub(crate) async fn renumeroter_choix(tx: &mut Tx, cle: &[u8], aujourd_hui: Jour) -> Result<(), DbError> {
    let rows = sql(
        "SELECT personne.*, c.enregistrement, c.empreinte, e.saisie FROM enregistrement_choix c \
         JOIN enregistrement e ON e.id = c.enregistrement JOIN personne ON personne.id = c.personne \
         WHERE e.confirme_le IS NULL",
    )
    .all(&mut *tx)
    .await?;
    for row in &rows {
        let (id, sujet): (Uuid, Uuid) = (row.get("enregistrement")?, row.get("id")?);
        let inscrite = personne::portrait(row)?;
        let numero = portrait(&lire(&row.get::<String>("saisie")?)?, aujourd_hui)
            .and_then(|sien| numero_garde(cle, row.get("empreinte").ok()?, &sien, &inscrite));
        let enonce = match numero {
            Some(numero) => sql(
                "UPDATE enregistrement_choix SET empreinte = $3 WHERE enregistrement = $1 AND personne = $2",
            )
            .bind(id)
            .bind(sujet)
            .bind(numero),
            None => sql("DELETE FROM enregistrement_choix WHERE enregistrement = $1 AND personne = $2")
                .bind(id)
                .bind(sujet),
        };
        enonce.execute(&mut *tx).await?;
    }
    Ok(())
}

/// The number of this pair with that key, when `ancien` is it, or what it was before pairs had a key: with the contacts at first.
fn numero_garde(cle: &[u8], ancien: i64, sien: &Portrait, inscrite: &Portrait) -> Option<i64> {
    let sans_cle = |a: &Portrait, b: &Portrait| empreinte(a).wrapping_mul(31).wrapping_add(empreinte(b));
    let numero = empreinte_paire(cle, sien, inscrite);
    [
        numero,
        sans_cle(&sans_contact(sien), &sans_contact(inscrite)),
        sans_cle(sien, inscrite),
    ]
    .contains(&ancien)
    .then_some(numero)
}

/// The registered person that the draft was said to be, if any; refused as long as somebody strongly looks like its person and
/// nobody has said anything of it. Read after waiting for whoever is being registered at this instant.
pub(super) async fn designee(
    tx: &mut Tx,
    g: &Gestionnaire,
    id: EnregistrementId,
    complete: &DemandeComplete,
) -> Result<Option<PersonneId>, ActeError> {
    let vues = ressemblantes(&mut *tx, g, &Portrait::from(complete)).await?;
    let choix = choix_faits(&mut *tx, id).await?;
    if vues.iter().any(|vue| vue.niveau == NiveauDoublon::Exacte) {
        // Found again by the civil status itself.
        return Ok(None);
    }
    let dit = |personne, empreinte| {
        choix
            .get(&personne)
            .filter(|(sur, _)| *sur == empreinte)
            .map(|(_, choix)| *choix)
    };
    let meme = vues
        .iter()
        .find(|vue| dit(vue.personne, vue.empreinte) == Some(ChoixDoublon::Meme));
    if let Some(vue) = meme {
        return Ok(Some(vue.personne));
    }
    let a_trancher = vues
        .iter()
        .any(|vue| vue.niveau == NiveauDoublon::Forte && dit(vue.personne, vue.empreinte).is_none());
    if a_trancher {
        return Err(ActeError::DoublonATrancher);
    }
    Ok(None)
}

/// What a draft says of its person, once its civil status can be read.
pub(super) fn portrait(saisie: &SaisieInscription, aujourd_hui: Jour) -> Option<Portrait> {
    let civil: EtatCivil = saisie.etat_civil.valider(aujourd_hui, Certification::Di).ok()?;
    let premier = civil.prenoms.as_str().split(' ').next().unwrap_or_default();
    Some(Portrait {
        nom_exercice: saisie
            .situation
            .nom_exercice
            .parse()
            .unwrap_or_else(|_| civil.nom_naissance.clone()),
        prenom_exercice: saisie
            .situation
            .prenom_exercice
            .parse()
            .or_else(|_| premier.parse())
            .ok()?,
        contact: saisie.contact.valider().ok(),
        etat_civil: civil,
    })
}
