//! Is an ID token the answer to this very sign-in? The library checks signature, issuer, audience, expiry and nonce; what it
//! leaves to its user is here: who asked for the token, how strongly the person was authenticated, whether clocks agree.

use super::echec::{Echec, Faute};
use super::jws::Jws;
use super::reglage::Reglage;
use domain::date::Instant;
use openidconnect::core::{CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthenticationContextClass, ClaimsVerificationError, Nonce,
    SignatureVerificationError, SubjectIdentifier,
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How far two well-kept clocks may be from each other.
const TOLERANCE: Duration = Duration::from_secs(60);
/// A token issued longer ago than this is an old one, whatever the clocks.
const ANCIEN: Duration = Duration::from_mins(15);

/// What an ID token is held against.
pub(super) struct Attendu<'a> {
    pub(super) reglage: &'a Reglage,
    pub(super) cles: &'a CoreJsonWebKeySet,
    pub(super) nonce: &'a Nonce,
    pub(super) maintenant: Instant,
}

impl Attendu<'_> {
    /// The person the token is about, or why it must not be believed.
    pub(super) fn sujet(&self, jeton: &CoreIdToken, acces: &AccessToken) -> Result<SubjectIdentifier, Echec> {
        let verificateur = self.verificateur();
        let dit = jeton
            .claims(&verificateur, self.nonce)
            .map_err(|erreur| self.echec(&erreur, jeton))?;
        if dit
            .authorized_party()
            .is_some_and(|partie| *partie != self.reglage.client_id)
        {
            return Err(Faute::Partie.into());
        }
        verifier_acces(dit, jeton, acces, &verificateur)?;
        Ok(dit.subject().clone())
    }

    fn verificateur(&self) -> CoreIdTokenVerifier<'static> {
        let maintenant = instant(self.maintenant);
        let niveaux = self.reglage.acr_values.clone();
        CoreIdTokenVerifier::new_public_client(
            self.reglage.client_id.clone(),
            self.reglage.issuer.clone(),
            self.cles.clone(),
        )
        .set_allowed_algs(self.reglage.algorithmes.iter().cloned())
        .set_time_fn(move || (maintenant - TOLERANCE).into())
        .set_issue_time_verifier_fn(move |emis| {
            if ecart(SystemTime::from(emis), maintenant) <= TOLERANCE {
                Ok(())
            } else {
                Err(String::new())
            }
        })
        .set_auth_context_verifier_fn(move |acr| {
            if suffit(&niveaux, acr) {
                Ok(())
            } else {
                Err(String::new())
            }
        })
    }

    /// The library's reasons quote the token: only their kind is kept.
    fn echec(&self, erreur: &ClaimsVerificationError, jeton: &CoreIdToken) -> Echec {
        use SignatureVerificationError as S;
        match erreur {
            ClaimsVerificationError::Expired(_) => self.peremption(jeton),
            ClaimsVerificationError::InvalidAudience(_) => Faute::Audience.into(),
            ClaimsVerificationError::InvalidAuthContext(_) => Echec::Niveau,
            ClaimsVerificationError::InvalidIssuer(_) => Faute::Emetteur.into(),
            ClaimsVerificationError::InvalidNonce(_) => Faute::Nonce.into(),
            ClaimsVerificationError::InvalidSubject(_) => Faute::Sujet.into(),
            ClaimsVerificationError::SignatureVerification(cause) => match cause {
                S::NoMatchingKey | S::AmbiguousKeyId(_) => Faute::Cle,
                S::DisallowedAlg(_) | S::UnsupportedAlg(_) | S::NoSignature => Faute::Algorithme,
                _ => Faute::Signature,
            }
            .into(),
            _ => Faute::Reponse.into(),
        }
    }

    /// A token that was made just now and is too old, or not yet born, comes from a clock that is off. The signature has
    /// been checked by then.
    fn peremption(&self, jeton: &CoreIdToken) -> Echec {
        let texte = jeton.to_string();
        let emis = Jws::lire(&texte)
            .ok()
            .and_then(|jws| jws.dit.get("iat")?.as_u64())
            .and_then(|secondes| UNIX_EPOCH.checked_add(Duration::from_secs(secondes)));
        let maintenant = instant(self.maintenant);
        match emis {
            Some(emis) if emis > maintenant && ecart(emis, maintenant) > TOLERANCE => Echec::Horloge,
            Some(emis) if (TOLERANCE..ANCIEN).contains(&ecart(emis, maintenant)) => Echec::Horloge,
            _ => Faute::Expire.into(),
        }
    }
}

/// The access token must be the one that came with the ID token, when the ID token says so.
fn verifier_acces(
    dit: &CoreIdTokenClaims,
    jeton: &CoreIdToken,
    acces: &AccessToken,
    verificateur: &CoreIdTokenVerifier<'_>,
) -> Result<(), Faute> {
    let Some(annonce) = dit.access_token_hash() else {
        return Ok(());
    };
    let alg = jeton.signing_alg().map_err(|_| Faute::Algorithme)?;
    let cle = jeton.signing_key(verificateur).map_err(|_| Faute::Cle)?;
    match AccessTokenHash::from_token(acces, alg, cle) {
        Ok(reel) if reel == *annonce => Ok(()),
        _ => Err(Faute::Jeton),
    }
}

/// The level that was asked for, or a higher one of the same scale (eIDAS). Nothing asked: nothing to check.
fn suffit(demandes: &[String], recu: Option<&AuthenticationContextClass>) -> bool {
    let rang = |niveau: &str| niveau.strip_prefix("eidas").and_then(|n| n.parse::<u8>().ok());
    demandes.is_empty()
        || recu.is_some_and(|recu| {
            demandes.iter().any(|demande| {
                demande == recu.as_str()
                    || matches!((rang(demande), rang(recu.as_str())), (Some(d), Some(r)) if r >= d)
            })
        })
}

/// The register's time, as the library counts it.
pub(super) fn instant(instant: Instant) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(instant.millis()).unwrap_or_default())
}

fn ecart(un: SystemTime, autre: SystemTime) -> Duration {
    un.duration_since(autre)
        .or_else(|_| autre.duration_since(un))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_level_will_do() {
        let demande = ["eidas2".to_owned()];
        let recu = |niveau: &str| {
            suffit(
                &demande,
                Some(&AuthenticationContextClass::new(niveau.to_owned())),
            )
        };
        assert!(recu("eidas2") && recu("eidas3"));
        assert!(!recu("eidas1") && !recu("") && !recu("eidas") && !recu("0"));
        assert!(!suffit(&demande, None));
        assert!(suffit(&[], None), "nothing was asked");
    }
}
