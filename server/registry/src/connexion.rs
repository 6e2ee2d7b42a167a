//! Signing in: the accounts that identity providers vouch for, and the sign-ins under way. An account is made the first time
//! somebody arrives and brought up to date each time they come back; what it may do is a matter of habilitations.
//!
//! Nothing here knows the protocol: tokens have been verified before anything is asked of this room.

use crate::Registry;
use crate::db::{DbError, sql};
use crate::droit::Fournisseur;
use crate::session::empreinte;
use domain::identifiant::Rpps;
use domain::ids::CompteId;
use domain::saisie::SaisieEtatCivil;

/// How long somebody may stay at the identity provider, in milliseconds.
const DUREE_FLUX: i64 = 10 * 60_000;

/// What `FranceConnect` says of somebody.
#[derive(Clone)]
pub struct IdentiteFranceConnect {
    /// the stable key of this person for this portal
    pub sub: String,
    /// the civil status (R14); what was not said is empty
    pub etat_civil: SaisieEtatCivil,
}

/// What Pro Santé Connect says of a card holder.
#[derive(Clone)]
pub struct IdentiteProSante {
    /// the national identifier of the card, `SubjectNameID`: never `sub`, which is about to become a technical one
    pub subject_name_id: String,
    /// first name
    pub prenom: String,
    /// family name
    pub nom: String,
    /// the activities of `SubjectRefPro`, JSON as received
    pub activites: Option<String>,
}

/// A sign-in under way: what has to be known again when the person comes back from the identity provider.
#[derive(Clone, PartialEq, Eq)]
pub struct FluxConnexion {
    /// ties the ID token to this sign-in
    pub nonce: String,
    /// PKCE: proves that whoever brings the code is whoever asked for it
    pub verificateur: String,
    /// the address of return that the provider was given
    pub redirection: String,
    /// the page of the portal to come back to
    pub retour: Option<String>,
}

/// The key of an account: the two providers cannot be mistaken for each other.
pub(crate) fn sujet(fournisseur: Fournisseur, identifiant: &str) -> String {
    match fournisseur {
        Fournisseur::FranceConnect => format!("fc:{identifiant}"),
        Fournisseur::ProSanteConnect => format!("psc:{identifiant}"),
    }
}

impl Registry {
    /// The account of somebody whom `FranceConnect` vouches for, created on the first visit. Its civil status becomes the
    /// one that was just given, certified « FC » (R14, R15); registered persons and demandes already sent are not touched.
    pub async fn identifier_franceconnect(
        &self,
        identite: &IdentiteFranceConnect,
    ) -> Result<CompteId, DbError> {
        let json = serde_json::to_string(&identite.etat_civil)
            .map_err(|_| DbError::Defect("état civil impossible à écrire".to_owned()))?;
        self.identifier(
            Fournisseur::FranceConnect,
            &identite.sub,
            nom_usuel(&identite.etat_civil),
            Some(json),
            None,
            None,
        )
        .await
    }

    /// The account of a card holder whom Pro Santé Connect vouches for, created on the first visit. It has no right of its
    /// own: habilitations give them (R42, R43).
    pub async fn identifier_prosante(&self, identite: &IdentiteProSante) -> Result<CompteId, DbError> {
        // The provider answers for the number; sandboxes give numbers whose key is wrong (§7.1).
        let rpps = Rpps::dans(&identite.subject_name_id).map(String::from);
        self.identifier(
            Fournisseur::ProSanteConnect,
            &identite.subject_name_id,
            format!("{} {}", identite.prenom, identite.nom).trim().to_owned(),
            None,
            rpps,
            identite.activites.clone(),
        )
        .await
    }

    async fn identifier(
        &self,
        fournisseur: Fournisseur,
        identifiant: &str,
        nom_affiche: String,
        etat_civil: Option<String>,
        rpps: Option<String>,
        activites: Option<String>,
    ) -> Result<CompteId, DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let row = sql(
            "INSERT INTO compte (id, sujet, fournisseur, nom_affiche, etat_civil, rpps, activites, cree_le) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (sujet) DO UPDATE SET nom_affiche = excluded.nom_affiche, etat_civil = excluded.etat_civil, \
             rpps = excluded.rpps, activites = excluded.activites RETURNING id",
        )
        .bind(self.uuid(now))
        .bind(sujet(fournisseur, identifiant))
        .bind(fournisseur.code())
        .bind(nom_affiche)
        .bind(etat_civil)
        .bind(rpps)
        .bind(activites)
        .bind(now.millis())
        .one(&mut tx)
        .await?;
        let compte = CompteId::new(row.get("id")?);
        tx.commit().await?;
        Ok(compte)
    }

    /// Keeps what will be needed on the way back. `etat` and `navigateur` are the secrets that the address and the cookie
    /// carry; only their digests are stored. Sign-ins that were never finished are forgotten by the same stroke.
    pub async fn commencer_connexion(
        &self,
        fournisseur: Fournisseur,
        etat: &str,
        navigateur: &str,
        flux: &FluxConnexion,
    ) -> Result<(), DbError> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        sql("DELETE FROM flux_connexion WHERE expire_le <= $1")
            .bind(now.millis())
            .execute(&mut tx)
            .await?;
        sql(
            "INSERT INTO flux_connexion (etat, navigateur, fournisseur, nonce, verificateur, redirection, retour, expire_le) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(empreinte(etat))
        .bind(empreinte(navigateur))
        .bind(fournisseur.code())
        .bind(&flux.nonce)
        .bind(&flux.verificateur)
        .bind(&flux.redirection)
        .bind(flux.retour.clone())
        .bind(now.plus_millis(DUREE_FLUX).millis())
        .execute(&mut tx)
        .await?;
        tx.commit().await
    }

    /// Takes back, once and for all, what [`Registry::commencer_connexion`] kept. `None` when it is unknown, too old,
    /// already taken, or begun with another provider or in another browser.
    pub async fn reprendre_connexion(
        &self,
        fournisseur: Fournisseur,
        etat: &str,
        navigateur: &str,
    ) -> Result<Option<FluxConnexion>, DbError> {
        let mut tx = self.db.begin().await?;
        let row = sql(
            "DELETE FROM flux_connexion WHERE etat = $1 AND navigateur = $2 AND fournisseur = $3 AND expire_le > $4 \
             RETURNING nonce, verificateur, redirection, retour",
        )
        .bind(empreinte(etat))
        .bind(empreinte(navigateur))
        .bind(fournisseur.code())
        .bind(self.now().millis())
        .optional(&mut tx)
        .await?;
        tx.commit().await?;
        row.map(|row| {
            Ok(FluxConnexion {
                nonce: row.get("nonce")?,
                verificateur: row.get("verificateur")?,
                redirection: row.get("redirection")?,
                retour: row.get("retour")?,
            })
        })
        .transpose()
    }
}

/// How somebody is addressed: the first of their first names, then the name they use.
fn nom_usuel(etat_civil: &SaisieEtatCivil) -> String {
    let prenom = etat_civil.prenoms.split_whitespace().next().unwrap_or_default();
    let nom = if etat_civil.nom_usage.is_empty() {
        &etat_civil.nom_naissance
    } else {
        &etat_civil.nom_usage
    };
    format!("{prenom} {nom}").trim().to_owned()
}
