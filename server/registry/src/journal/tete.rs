//! The head of a day, signed: kept elsewhere, it proves later that nothing before it was rewritten or cut.

use super::{Empreinte, Tete, hexa};
use domain::date::Instant;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// Says what is signed, and by which rules.
const REGLES: &[u8; 15] = b"rppsplus tete 1";

/// Why a key or a signed head cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TeteError {
    /// not a private key
    #[error("la clé de signature n’est pas une clé privée ed25519 au format PEM (PKCS\u{a0}#8)")]
    ClePrivee,
    /// not a public key
    #[error("la clé de vérification n’est pas une clé publique ed25519 au format PEM")]
    ClePublique,
    /// not a head
    #[error("le fichier n’est pas une tête de journal")]
    Illisible,
    /// nobody signed it
    #[error("cette tête n’est pas signée")]
    NonSignee,
    /// somebody else signed it, or it was changed since
    #[error("la signature de cette tête n’est pas celle de la clé donnée, ou la tête a été modifiée depuis")]
    Signature,
}

/// The key that signs heads.
#[derive(Clone)]
pub struct CleSignature(SigningKey);

impl CleSignature {
    /// Reads a private key, PEM of PKCS #8: what `openssl genpkey -algorithm ed25519` makes.
    pub fn lire(pem: &str) -> Result<Self, TeteError> {
        SigningKey::from_pkcs8_pem(pem)
            .map(Self)
            .map_err(|_| TeteError::ClePrivee)
    }

    /// Its public half.
    pub fn publique(&self) -> ClePublique {
        ClePublique(self.0.verifying_key())
    }
}

impl std::fmt::Debug for CleSignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CleSignature(…)")
    }
}

/// The key that checks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClePublique(VerifyingKey);

impl ClePublique {
    /// Reads a public key, PEM: what `openssl pkey -pubout` gives.
    pub fn lire(pem: &str) -> Result<Self, TeteError> {
        VerifyingKey::from_public_key_pem(pem)
            .map(Self)
            .map_err(|_| TeteError::ClePublique)
    }
}

/// A head with its date and, when there is a key, its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeteSignee {
    numero: i64,
    #[serde(with = "hexa")]
    maillon: Empreinte,
    /// when it was the head, UTC milliseconds
    le: Instant,
    #[serde(default, with = "hexa::option")]
    signature: Option<[u8; 64]>,
}

impl TeteSignee {
    /// The head of that moment, signed if there is a key.
    pub fn new(tete: Tete, le: Instant, cle: Option<&CleSignature>) -> Self {
        let signature = cle.map(|cle| cle.0.sign(&message(tete, le)).to_bytes());
        Self {
            numero: tete.numero,
            maillon: tete.maillon,
            le,
            signature,
        }
    }

    /// Reads one back from its JSON.
    pub fn lire(json: &str) -> Result<Self, TeteError> {
        serde_json::from_str(json).map_err(|_| TeteError::Illisible)
    }

    /// As JSON on one line.
    pub fn json(&self) -> String {
        // Numbers and strings: there is always a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// When it was the head.
    pub fn le(&self) -> Instant {
        self.le
    }

    /// The head, taken at its word.
    pub fn tete(&self) -> Tete {
        Tete {
            numero: self.numero,
            maillon: self.maillon,
        }
    }

    /// The head, if that key signed it.
    pub fn verifiee(&self, cle: &ClePublique) -> Result<Tete, TeteError> {
        let signature = Signature::from_bytes(&self.signature.ok_or(TeteError::NonSignee)?);
        cle.0
            .verify_strict(&message(self.tete(), self.le), &signature)
            .map_err(|_| TeteError::Signature)?;
        Ok(self.tete())
    }
}

/// What is signed: every field has a fixed length.
fn message(tete: Tete, le: Instant) -> Vec<u8> {
    let mut message = REGLES.to_vec();
    message.extend(tete.numero.to_be_bytes());
    message.extend(tete.maillon);
    message.extend(le.millis().to_be_bytes());
    message
}
