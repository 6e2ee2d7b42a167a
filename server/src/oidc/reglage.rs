//! What the operator says of the two identity providers, completed by what is published about each (domain.md §10.4, §10.5).

use crate::entetes::Origine;
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use registry::droit::Fournisseur;
use serde::Deserialize;
use std::net::IpAddr;
use std::path::PathBuf;

/// A section `[franceconnect]` or `[prosanteconnect]` of the configuration file. Only `client_id` has no default; the
/// environment completes or replaces each key (`RPPSPLUS_FRANCECONNECT_CLIENT_SECRET` …).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Section {
    /// the provider's address, as its tokens name it
    issuer: Option<String>,
    /// the portal's name at the provider
    client_id: Option<String>,
    /// the portal's secret at the provider
    client_secret: Option<ClientSecret>,
    /// a file that holds it
    client_secret_file: Option<PathBuf>,
    /// how it is shown to the provider
    client_auth: Option<EnvoiSecret>,
    /// what is asked for
    scopes: Option<Vec<String>>,
    /// how strongly a person has to be authenticated; empty: no matter
    acr_values: Option<Vec<String>>,
    /// where the provider describes itself, after the issuer
    discovery_path: Option<String>,
    /// the ways of signing that are accepted
    algorithms: Option<Vec<String>>,
    /// the name people know
    label: Option<String>,
    /// whether what is said of a person has to be signed as well
    userinfo_signed: Option<bool>,
}

/// How the portal shows its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EnvoiSecret {
    /// in a header (`client_secret_basic`)
    Basic,
    /// in the body (`client_secret_post`)
    Post,
}

/// A provider, as the program uses it.
#[derive(Clone, Debug)]
pub(crate) struct Reglage {
    pub(crate) fournisseur: Fournisseur,
    pub(crate) issuer: IssuerUrl,
    pub(crate) client_id: ClientId,
    pub(crate) client_secret: Option<ClientSecret>,
    /// without, the standard's default, or what the provider says that it reads
    pub(crate) envoi_secret: Option<EnvoiSecret>,
    pub(crate) scopes: Vec<String>,
    pub(crate) acr_values: Vec<String>,
    pub(crate) decouverte: String,
    pub(crate) algorithmes: Vec<CoreJwsSigningAlgorithm>,
    pub(crate) libelle: String,
    pub(crate) userinfo_signe: bool,
}

impl Reglage {
    /// Where the forms that sign people out lead to.
    pub(crate) fn origine(&self) -> Option<Origine> {
        Origine::try_from(self.issuer.url().origin().ascii_serialization()).ok()
    }
}

/// Why a section cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReglageError {
    /// an address that cannot be trusted with a code
    #[error("[{0}] issuer : il faut une adresse https:// (http:// n’est admis que sur la boucle locale)")]
    Issuer(&'static str),
    /// a name that nobody knows, or one that proves nothing
    #[error(
        "[{0}] algorithms : « {1} » n’est pas admis ; choisissez parmi RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA"
    )]
    Algorithme(&'static str, String),
    /// not a list of one name at least
    #[error("[{0}] algorithms : la liste est vide")]
    SansAlgorithme(&'static str),
    /// the file of the secret
    #[error("[{0}] client_secret_file : le fichier {1} est illisible : {2}")]
    Secret(&'static str, PathBuf, std::io::Error),
    /// not a way to show a secret
    #[error("[{0}] client_auth : il faut « basic » ou « post »")]
    Envoi(&'static str),
    /// the path of the description
    #[error("[{0}] discovery_path : le chemin commence par « / »")]
    Decouverte(&'static str),
}

impl Section {
    /// The provider that this section declares, if it declares one. `env` reads the environment.
    pub(crate) fn lire(
        mut self,
        fournisseur: Fournisseur,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Reglage>, ReglageError> {
        let nom = fournisseur.code();
        self.completer(nom, env)?;
        let Some(client_id) = self.client_id.take().filter(|id| !id.is_empty()) else {
            return Ok(None);
        };
        let defaut = Defaut::de(fournisseur);
        let mots = |liste: &[&str]| liste.iter().map(|mot| (*mot).to_owned()).collect::<Vec<_>>();
        let issuer = self.issuer.take().unwrap_or_else(|| defaut.issuer.to_owned());
        let decouverte = self
            .discovery_path
            .take()
            .unwrap_or_else(|| defaut.decouverte.to_owned());
        if !decouverte.starts_with('/') {
            return Err(ReglageError::Decouverte(nom));
        }
        Ok(Some(Reglage {
            fournisseur,
            issuer: adresse_sure(&issuer).ok_or(ReglageError::Issuer(nom))?,
            client_id: ClientId::new(client_id),
            client_secret: self.secret(nom)?,
            envoi_secret: self.client_auth.or(defaut.envoi_secret),
            algorithmes: self.algorithmes(nom)?,
            scopes: self.scopes.unwrap_or_else(|| mots(defaut.scopes)),
            acr_values: self.acr_values.unwrap_or_else(|| mots(&["eidas1"])),
            decouverte,
            libelle: self.label.unwrap_or_else(|| fournisseur.libelle().to_owned()),
            userinfo_signe: self.userinfo_signed.unwrap_or(false),
        }))
    }

    fn completer(
        &mut self,
        nom: &'static str,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<(), ReglageError> {
        let lire = |cle: &str| env(&format!("RPPSPLUS_{}_{cle}", nom.to_uppercase()));
        let liste = |cle: &str| lire(cle).map(|texte| texte.split_whitespace().map(str::to_owned).collect());
        self.issuer = lire("ISSUER").or(self.issuer.take());
        self.client_id = lire("CLIENT_ID").or(self.client_id.take());
        self.client_secret = lire("CLIENT_SECRET")
            .map(ClientSecret::new)
            .or(self.client_secret.take());
        self.client_secret_file = lire("CLIENT_SECRET_FILE")
            .map(PathBuf::from)
            .or(self.client_secret_file.take());
        self.scopes = liste("SCOPES").or(self.scopes.take());
        self.acr_values = liste("ACR_VALUES").or(self.acr_values.take());
        self.discovery_path = lire("DISCOVERY_PATH").or(self.discovery_path.take());
        self.algorithms = liste("ALGORITHMS").or(self.algorithms.take());
        self.label = lire("LABEL").or(self.label.take());
        self.userinfo_signed = lire("USERINFO_SIGNED")
            .map(|texte| texte == "true")
            .or(self.userinfo_signed);
        self.client_auth = match lire("CLIENT_AUTH").as_deref() {
            Some("basic") => Some(EnvoiSecret::Basic),
            Some("post") => Some(EnvoiSecret::Post),
            Some(_) => return Err(ReglageError::Envoi(nom)),
            None => self.client_auth,
        };
        Ok(())
    }

    fn secret(&mut self, nom: &'static str) -> Result<Option<ClientSecret>, ReglageError> {
        if let Some(secret) = self.client_secret.take() {
            return Ok(Some(secret));
        }
        let Some(chemin) = self.client_secret_file.take() else {
            return Ok(None);
        };
        let texte =
            std::fs::read_to_string(&chemin).map_err(|cause| ReglageError::Secret(nom, chemin, cause))?;
        Ok(Some(ClientSecret::new(texte.trim_end().to_owned())))
    }

    fn algorithmes(&mut self, nom: &'static str) -> Result<Vec<CoreJwsSigningAlgorithm>, ReglageError> {
        let Some(noms) = self.algorithms.take() else {
            return Ok(vec![
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
                CoreJwsSigningAlgorithm::EcdsaP256Sha256,
                CoreJwsSigningAlgorithm::RsaSsaPssSha256,
            ]);
        };
        if noms.is_empty() {
            return Err(ReglageError::SansAlgorithme(nom));
        }
        noms.into_iter()
            .map(|alg| asymetrique(&alg).ok_or(ReglageError::Algorithme(nom, alg)))
            .collect()
    }
}

/// Signatures that only the provider can make. `none` proves nothing, and `HS…` would let whoever knows the shared secret
/// (or takes a public key for it) write tokens.
fn asymetrique(nom: &str) -> Option<CoreJwsSigningAlgorithm> {
    Some(match nom {
        "RS256" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        "RS384" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
        "RS512" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
        "PS256" => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        "PS384" => CoreJwsSigningAlgorithm::RsaSsaPssSha384,
        "PS512" => CoreJwsSigningAlgorithm::RsaSsaPssSha512,
        "ES256" => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        "ES384" => CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        "EdDSA" => CoreJwsSigningAlgorithm::EdDsa,
        _ => return None,
    })
}

/// An address that nobody on the way can read or change.
fn adresse_sure(texte: &str) -> Option<IssuerUrl> {
    let adresse = IssuerUrl::new(texte.to_owned()).ok()?;
    sure(adresse.url()).then_some(adresse)
}

/// HTTPS, or this very machine.
pub(crate) fn sure(adresse: &openidconnect::url::Url) -> bool {
    match adresse.scheme() {
        "https" => adresse.has_host(),
        "http" => adresse.host_str().is_some_and(est_boucle),
        _ => false,
    }
}

/// True for the names of this very machine.
pub(crate) fn est_boucle(hote: &str) -> bool {
    hote == "localhost"
        || hote
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>()
            .is_ok_and(|adresse| adresse.is_loopback())
}

/// What is published about each provider.
struct Defaut {
    issuer: &'static str,
    decouverte: &'static str,
    scopes: &'static [&'static str],
    envoi_secret: Option<EnvoiSecret>,
}

impl Defaut {
    fn de(fournisseur: Fournisseur) -> Self {
        match fournisseur {
            Fournisseur::FranceConnect => Self {
                issuer: "https://oidc.franceconnect.gouv.fr/api/v2",
                decouverte: "/.well-known/openid-configuration",
                // The usage name is not part of the pivot.
                scopes: &["identite_pivot", "preferred_username"],
                envoi_secret: Some(EnvoiSecret::Post),
            },
            Fournisseur::ProSanteConnect => Self {
                issuer: "https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet",
                decouverte: "/.well-known/wallet-openid-configuration",
                scopes: &["scope_all"],
                envoi_secret: None,
            },
        }
    }
}

#[cfg(test)]
#[path = "reglage_tests.rs"]
mod tests;
