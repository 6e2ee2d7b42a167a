//! Signed texts (JWS, compact form, RFC 7515): reading and checking one, and making one. ID tokens go through the library's
//! own verifier; this is for the signed answer of the userinfo endpoint, for which it knows RS256 only, and for the
//! demonstration's provider.

use super::echec::Faute;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    JsonWebKey as _, JsonWebKeyId, JsonWebKeyUse, JwsSigningAlgorithm as _, PrivateSigningKey,
};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What comes before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410 §7).
const PKCS8: [u8; 16] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

/// What a text says, and what proves it.
pub(crate) struct Jws<'a> {
    signe: &'a str,
    entete: Entete,
    signature: Vec<u8>,
    /// what is said; not to be believed before [`Jws::verifier`]
    pub(crate) dit: Map<String, Value>,
}

#[derive(Deserialize)]
struct Entete {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    crit: Option<Value>,
}

impl<'a> Jws<'a> {
    /// Takes a text apart, without believing it.
    pub(crate) fn lire(texte: &'a str) -> Result<Self, Faute> {
        let (signe, signature) = texte.rsplit_once('.').ok_or(Faute::Reponse)?;
        let (entete, dit) = signe.split_once('.').ok_or(Faute::Reponse)?;
        let octets = |partie: &str| URL_SAFE_NO_PAD.decode(partie).map_err(|_| Faute::Reponse);
        Ok(Self {
            signe,
            entete: serde_json::from_slice(&octets(entete)?).map_err(|_| Faute::Algorithme)?,
            signature: octets(signature)?,
            dit: serde_json::from_slice(&octets(dit)?).map_err(|_| Faute::Reponse)?,
        })
    }

    /// True when one of these keys made the signature, in one of these ways. What the text says of its own key and
    /// algorithm only narrows the choice.
    pub(crate) fn verifier(
        &self,
        cles: &CoreJsonWebKeySet,
        admis: &[CoreJwsSigningAlgorithm],
    ) -> Result<(), Faute> {
        let alg = &self.entete.alg;
        if alg.uses_shared_secret() || !admis.contains(alg) || self.entete.crit.is_some() {
            return Err(Faute::Algorithme);
        }
        let mut candidates = cles
            .keys()
            .iter()
            .filter(|cle| convient(cle, alg, self.entete.kid.as_deref()))
            .peekable();
        if candidates.peek().is_none() {
            return Err(Faute::Cle);
        }
        candidates
            .any(|cle| {
                cle.verify_signature(alg, self.signe.as_bytes(), &self.signature)
                    .is_ok()
            })
            .then_some(())
            .ok_or(Faute::Signature)
    }
}

fn convient(cle: &CoreJsonWebKey, alg: &CoreJwsSigningAlgorithm, kid: Option<&str>) -> bool {
    kid.is_none_or(|kid| cle.key_id().is_some_and(|id| id.as_str() == kid))
        && alg.key_type().as_ref() == Some(cle.key_type())
        && cle.key_use().is_none_or(JsonWebKeyUse::allows_signature)
}

/// Says `dit` and signs it. `entete` holds at least `alg`.
pub(crate) fn signer<K>(
    cle: &K,
    alg: &CoreJwsSigningAlgorithm,
    entete: &Value,
    dit: &Value,
) -> Result<String, Faute>
where
    K: PrivateSigningKey<VerificationKey = CoreJsonWebKey>,
{
    let mut texte = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(entete.to_string()),
        URL_SAFE_NO_PAD.encode(dit.to_string())
    );
    let signature = cle.sign(alg, texte.as_bytes()).map_err(|_| Faute::Algorithme)?;
    texte.push('.');
    texte.push_str(&URL_SAFE_NO_PAD.encode(signature));
    Ok(texte)
}

/// A key to sign with (Ed25519), made of 32 unguessable bytes.
pub(crate) fn cle_de(octets: [u8; 32], kid: String) -> Option<CoreEdDsaPrivateSigningKey> {
    let mut der = PKCS8.to_vec();
    der.extend(octets);
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        STANDARD.encode(der)
    );
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(kid))).ok()
}

#[cfg(test)]
#[path = "jws_tests.rs"]
mod tests;
