//! What a registered professional does with their own record (J5): e-mail, mobile and names at work change at once (R17, R22).
//! The civil status does not (R13), nor do situations, but for a departure (see `situation`).

use crate::db::{DbError, Row, Tx, sql};
use crate::droit::Inscrit;
use crate::erreur::ActeError;
use crate::journal::{self, Acte, Detail, Entree, Objet, Tentative};
use crate::personne::{self, etat_civil};
use crate::{Registry, coordonnee, demande, message};
use domain::contact::{Email, Mobile};
use domain::etat_civil::{Nom, Prenom};
use domain::ids::CompteId;
use domain::saisie::{Champ, SaisieContact, SaisieNoms};
use uuid::Uuid;

impl Registry {
    /// Replaces the e-mail and the mobile, on the version that was read. Both must be nobody else's (R19). The new address is
    /// told, and the one it replaces. Asking again for what is already so is no error.
    pub async fn changer_contact(
        &self,
        i: &Inscrit,
        version: i64,
        saisie: &SaisieContact,
    ) -> Result<(), ActeError> {
        let contact = saisie.valider().map_err(ActeError::Invalide)?;
        self.tenter(tentative(i, Acte::ChangerContact), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, i).await?;
            let (email, mobile): (Email, Mobile) = (row.parse("email")?, row.parse("mobile")?);
            let (autre_email, autre_mobile) = (email != contact.email, mobile != contact.mobile);
            if !passer(&row, version, autre_email || autre_mobile)? {
                return Ok(());
            }
            let compte = row.get::<Option<Uuid>>("compte")?.map(CompteId::new);
            coordonnee::remplacer(&mut tx, i.personne(), compte, &contact).await?;
            sql("UPDATE personne SET email = $2, mobile = $3, version = version + 1 WHERE id = $1")
                .bind(i.personne().uuid())
                .bind(contact.email.as_str())
                .bind(contact.mobile.as_e164())
                .execute(&mut tx)
                .await?;
            let appel = personne::appel(&row)?;
            let quoi = match (autre_email, autre_mobile) {
                (true, true) => "votre adresse email et votre téléphone mobile",
                (true, false) => "votre adresse email",
                _ => "votre téléphone mobile",
            };
            message::nouvelle_adresse(&appel, contact.email.to_string(), quoi)
                .deposer(&mut tx, i.personne(), self.uuid(now), now)
                .await?;
            let mut detail = Detail::default();
            if autre_email {
                message::ancienne_adresse(&appel, email.to_string())
                    .deposer(&mut tx, i.personne(), self.uuid(now), now)
                    .await?;
                detail = detail.changer(
                    Champ::Email.libelle(),
                    Some(email.as_str()),
                    Some(contact.email.as_str()),
                );
            }
            if autre_mobile {
                detail = detail.changer(
                    Champ::Mobile.libelle(),
                    Some(&mobile.national()),
                    Some(&contact.mobile.national()),
                );
            }
            demande::suivre_personne(&mut tx, i.personne()).await?;
            let entree = Entree::new(
                now,
                i.auteur(),
                Acte::ChangerContact,
                Objet::Personne(i.personne()),
            );
            journal::ecrire(&mut tx, &self.contexte, entree.avec(detail)).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    /// Replaces the names used at work, taken from the civil status (R17), on the version that was read.
    pub async fn changer_noms(
        &self,
        i: &Inscrit,
        version: i64,
        saisie: &SaisieNoms,
    ) -> Result<(), ActeError> {
        self.tenter(tentative(i, Acte::ChangerNoms), async {
            let now = self.now();
            let mut tx = self.db.begin().await?;
            let row = ouvrir(&mut tx, i).await?;
            let civil = etat_civil(&row)?;
            let noms = saisie.valider(&civil).map_err(ActeError::Invalide)?;
            let (nom, prenom): (Nom, Prenom) = (row.parse("nom_exercice")?, row.parse("prenom_exercice")?);
            if !passer(&row, version, nom != noms.nom || prenom != noms.prenom)? {
                return Ok(());
            }
            let rpps = personne::rpps(&row.get::<String>("rpps")?)?;
            sql("UPDATE personne SET nom_exercice = $2, prenom_exercice = $3, cle = $4, version = version + 1 WHERE id = $1")
                .bind(i.personne().uuid())
                .bind(noms.nom.as_str())
                .bind(noms.prenom.as_str())
                .bind(personne::cle_recherche(&civil, &noms.nom, &noms.prenom, &rpps))
                .execute(&mut tx)
                .await?;
            let mut detail = Detail::default();
            for (champ, avant, apres) in [
                (Champ::NomExercice, nom.as_str(), noms.nom.as_str()),
                (Champ::PrenomExercice, prenom.as_str(), noms.prenom.as_str()),
            ] {
                if avant != apres {
                    detail = detail.changer(champ.libelle(), Some(avant), Some(apres));
                }
            }
            demande::suivre_personne(&mut tx, i.personne()).await?;
            let entree = Entree::new(now, i.auteur(), Acte::ChangerNoms, Objet::Personne(i.personne()));
            journal::ecrire(&mut tx, &self.contexte, entree.avec(detail)).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}

fn tentative(i: &Inscrit, acte: Acte) -> Tentative<'static> {
    Tentative {
        auteur: i.auteur(),
        acte,
        objet: Objet::Personne(i.personne()),
    }
}

/// Their own row, one act at a time.
async fn ouvrir(tx: &mut Tx, i: &Inscrit) -> Result<Row, ActeError> {
    personne::un_a_la_fois(tx).await?;
    sql("SELECT * FROM personne WHERE id = $1")
        .bind(i.personne().uuid())
        .optional(tx)
        .await?
        .ok_or(ActeError::Introuvable)
}

/// Whether there is something to write: a second click finds nothing left to change.
fn passer(row: &Row, version: i64, change: bool) -> Result<bool, ActeError> {
    let a_jour = row
        .get::<i64>("version")
        .map_err(|error: DbError| ActeError::from(error))?
        == version;
    match (change, a_jour) {
        (true, true) => Ok(true),
        (false, false) => Ok(false),
        (false, true) => Err(ActeError::SansChangement),
        (true, false) => Err(ActeError::FicheModifiee),
    }
}
