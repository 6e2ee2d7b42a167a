//! The section `[courriel]` of the configuration file.

use crate::oidc::est_boucle;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

/// What the file says. Only `serveur` and `expediteur` have no default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Section {
    /// the SMTP server; without, no mail leaves
    serveur: Option<String>,
    port: Option<u16>,
    /// how the way to it is kept secret
    securite: Securite,
    utilisateur: Option<String>,
    /// a file that holds the password
    mot_de_passe_fichier: Option<PathBuf>,
    /// `Portail RPPS+ <ne-pas-repondre@portail.example>`
    expediteur: Option<String>,
    repondre_a: Option<String>,
    /// a file (PEM) with the only authority that may vouch for the server, when it is not a public one
    autorite: Option<PathBuf>,
    /// for each step of the exchange; the server's last answer may take ten times as long
    delai_secondes: Option<u32>,
    /// before the second attempt; doubled for each of the next ones
    reessai_secondes: Option<u32>,
    /// how often the outbox is looked at
    releve_secondes: Option<u32>,
    /// workers, hence connections, of this process
    connexions: Option<u32>,
}

/// How the way to the server is kept secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Securite {
    /// encryption asked for after the greeting, and required
    #[default]
    Starttls,
    /// encrypted from the first byte
    Tls,
    /// in clear: towards this very machine only
    Aucune,
}

/// The SMTP server, as workers use it.
pub(crate) struct Reglage {
    pub(super) serveur: String,
    pub(super) port: u16,
    pub(super) securite: Securite,
    /// for both ways of encrypting
    pub(super) tls: TlsParameters,
    pub(super) identification: Option<Credentials>,
    pub(super) expediteur: Mailbox,
    pub(super) repondre_a: Option<Mailbox>,
    pub(super) delai: Duration,
    /// in milliseconds
    pub(super) reessai: i64,
    pub(super) releve: Duration,
    pub(super) connexions: u32,
}

/// Why the section cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CourrielError {
    /// who the mails come from
    #[error(
        "[courriel] {0} : il faut une adresse, par exemple « Portail RPPS+ <ne-pas-repondre@portail.example> »"
    )]
    Adresse(&'static str),
    /// addresses and RPPS numbers would travel in clear
    #[error(
        "[courriel] securite = \"aucune\" n’est admis que vers la boucle locale : utilisez \"starttls\" ou \"tls\""
    )]
    EnClair,
    /// a password without a name, or a name without a password
    #[error("[courriel] utilisateur et mot_de_passe_fichier vont ensemble")]
    Identification,
    /// a file
    #[error("[courriel] {0} : le fichier {1} est illisible : {2}")]
    Fichier(&'static str, PathBuf, std::io::Error),
    /// not an authority, not a server's name
    #[error("[courriel] {0} : la sécurité de la liaison n’a pas pu être préparée")]
    Tls(&'static str),
    /// zero
    #[error("[courriel] {0} doit valoir au moins 1")]
    Nul(&'static str),
}

impl Section {
    /// The server that this section declares, if it declares one.
    pub(crate) fn lire(self) -> Result<Option<Reglage>, CourrielError> {
        let Some(serveur) = self.serveur.filter(|serveur| !serveur.is_empty()) else {
            return Ok(None);
        };
        if self.securite == Securite::Aucune && !est_boucle(&serveur) {
            return Err(CourrielError::EnClair);
        }
        let boite = |nom, texte: Option<String>| {
            texte
                .map(|texte| texte.parse::<Mailbox>().map_err(|_| CourrielError::Adresse(nom)))
                .transpose()
        };
        let identification = match (self.utilisateur, self.mot_de_passe_fichier) {
            (Some(utilisateur), Some(chemin)) => {
                let secret = std::fs::read_to_string(&chemin)
                    .map_err(|cause| CourrielError::Fichier("mot_de_passe_fichier", chemin, cause))?;
                Some(Credentials::new(utilisateur, secret.trim_end().to_owned()))
            }
            (None, None) => None,
            _ => return Err(CourrielError::Identification),
        };
        let nombre = |nom, valeur: Option<u32>, defaut| match valeur.unwrap_or(defaut) {
            0 => Err(CourrielError::Nul(nom)),
            n => Ok(n),
        };
        let port = self.port.unwrap_or(match self.securite {
            Securite::Starttls => 587,
            Securite::Tls => 465,
            Securite::Aucune => 25,
        });
        Ok(Some(Reglage {
            tls: tls(&serveur, self.autorite)?,
            serveur,
            port,
            securite: self.securite,
            identification,
            expediteur: boite("expediteur", self.expediteur)?.ok_or(CourrielError::Adresse("expediteur"))?,
            repondre_a: boite("repondre_a", self.repondre_a)?,
            delai: Duration::from_secs(nombre("delai_secondes", self.delai_secondes, 60)?.into()),
            reessai: i64::from(nombre("reessai_secondes", self.reessai_secondes, 60)?) * 1_000,
            releve: Duration::from_secs(nombre("releve_secondes", self.releve_secondes, 5)?.into()),
            connexions: nombre("connexions", self.connexions, 2)?,
        }))
    }
}

impl Reglage {
    /// The longest that the server's last answer may take. A short time here would make mails that did arrive look uncertain
    /// (RFC 5321, 4.5.3.2.6, asks for ten minutes).
    pub(super) fn delai_final(&self) -> Duration {
        self.delai * 10
    }

    /// How long a worker holds a message, in milliseconds: longer than all that can be waited for.
    pub(super) fn tenue(&self) -> i64 {
        i64::try_from((self.delai * 6 + self.delai_final()).as_millis()).unwrap_or(i64::MAX / 2)
    }

    /// The domain that mails come from: in greetings and Message-IDs.
    pub(super) fn domaine(&self) -> &str {
        let expediteur: &Address = &self.expediteur.email;
        expediteur.domain()
    }
}

fn tls(serveur: &str, autorite: Option<PathBuf>) -> Result<TlsParameters, CourrielError> {
    let parametres = TlsParameters::builder(serveur.to_owned());
    let Some(chemin) = autorite else {
        return parametres
            .build_rustls()
            .map_err(|_| CourrielError::Tls("serveur"));
    };
    let pem = std::fs::read(&chemin).map_err(|cause| CourrielError::Fichier("autorite", chemin, cause))?;
    let certificat = Certificate::from_pem(&pem).map_err(|_| CourrielError::Tls("autorite"))?;
    parametres
        .certificate_store(CertificateStore::None)
        .add_root_certificate(certificat)
        .build_rustls()
        .map_err(|_| CourrielError::Tls("autorite"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lire(texte: &str) -> Result<Option<Reglage>, CourrielError> {
        toml::from_str::<Section>(texte).unwrap().lire()
    }

    #[test]
    fn a_server_and_a_sender_are_enough() {
        let reglage = lire("serveur = 'smtp.example'\nexpediteur = 'Portail <non@portail.example>'")
            .unwrap()
            .unwrap();
        assert_eq!((reglage.port, reglage.securite), (587, Securite::Starttls));
        assert_eq!(reglage.domaine(), "portail.example");
        assert!(reglage.tenue() > i64::try_from(reglage.delai_final().as_millis()).unwrap());
        assert!(lire("").unwrap().is_none());
        let tls = lire("serveur = 'smtp.example'\nsecurite = 'tls'\nexpediteur = 'non@portail.example'");
        assert_eq!(tls.unwrap().unwrap().port, 465);
    }

    #[test]
    fn nothing_travels_in_clear_beyond_this_machine() {
        let clair = |serveur| {
            lire(&format!(
                "serveur = '{serveur}'\nsecurite = 'aucune'\nexpediteur = 'non@portail.example'"
            ))
        };
        assert!(matches!(clair("smtp.example"), Err(CourrielError::EnClair)));
        assert!(matches!(clair("10.0.0.1"), Err(CourrielError::EnClair)));
        assert!(clair("localhost").is_ok() && clair("127.0.0.1").is_ok());
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (suite, attendu) in [
            ("", "expediteur"),
            ("expediteur = 'nulle part'", "expediteur"),
            ("expediteur = 'a@b.fr'\nrepondre_a = 'x'", "repondre_a"),
            ("expediteur = 'a@b.fr'\nutilisateur = 'x'", "vont ensemble"),
            ("expediteur = 'a@b.fr'\nconnexions = 0", "connexions"),
            ("expediteur = 'a@b.fr'\nautorite = 'absente.pem'", "absente.pem"),
        ] {
            let dit = lire(&format!("serveur = 'smtp.example'\n{suite}"))
                .err()
                .map(|erreur| erreur.to_string());
            assert!(
                dit.as_ref().is_some_and(|dit| dit.contains(attendu)),
                "{suite} : {dit:?}"
            );
        }
        assert!(toml::from_str::<Section>("server = 'smtp.example'").is_err());
    }
}
