//! One connection to the SMTP server, and the steps of one mail over it. Each step has its time. The steps are walked one by
//! one, for what an accident means depends on where it happens: before the text nothing has left; after it, nobody knows.

use super::reglage::{Reglage, Securite};
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use std::time::Duration;
use tokio::time::timeout;

/// Mails after which a connection is changed: servers tire of long ones.
const MAILS_MAX: u32 = 100;

/// A connection that is ready for a mail.
pub(super) struct Liaison {
    smtp: AsyncSmtpConnection,
    mails: u32,
}

/// What an accident says, as a code that may be kept and logged: three digits of SMTP, or a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Accident {
    pub(super) code: String,
    pub(super) sorte: Sorte,
}

/// What kind of accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sorte {
    /// the server said no, for good (5xx)
    Refus,
    /// the server said not now (4xx)
    PlusTard,
    /// no answer, or not an SMTP one: the connection is of no use any more
    Rupture,
}

impl Accident {
    fn rupture(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            sorte: Sorte::Rupture,
        }
    }
}

impl From<Error> for Accident {
    /// Keeps the code only: answers of servers quote addresses.
    fn from(erreur: Error) -> Self {
        if let Some(code) = erreur.status() {
            let sorte = if erreur.is_permanent() {
                Sorte::Refus
            } else {
                Sorte::PlusTard
            };
            let code = u16::from(code).to_string();
            return Self { code, sorte };
        }
        Self::rupture(if erreur.is_timeout() {
            "delai"
        } else if erreur.is_tls() {
            "tls"
        } else if erreur.is_client() {
            "protocole"
        } else {
            "coupure"
        })
    }
}

/// In time, or not at all.
async fn a_temps<T>(duree: Duration, etape: impl Future<Output = Result<T, Error>>) -> Result<T, Accident> {
    match timeout(duree, etape).await {
        Ok(resultat) => resultat.map_err(Accident::from),
        Err(_) => Err(Accident::rupture("delai")),
    }
}

impl Liaison {
    /// Connects, encrypts, says who we are.
    pub(super) async fn ouvrir(reglage: &Reglage) -> Result<Self, Accident> {
        let nous = ClientId::Domain(reglage.domaine().to_owned());
        let des_le_debut = (reglage.securite == Securite::Tls).then(|| reglage.tls.clone());
        let ou = (reglage.serveur.as_str(), reglage.port);
        let connexion =
            AsyncSmtpConnection::connect_tokio1(ou, Some(reglage.delai), &nous, des_le_debut, None);
        let mut smtp = a_temps(reglage.delai, connexion).await?;
        if reglage.securite == Securite::Starttls {
            if !smtp.can_starttls() {
                return Err(Accident::rupture("starttls"));
            }
            let chiffrer = smtp.starttls(reglage.tls.clone(), &nous);
            a_temps(reglage.delai, chiffrer)
                .await
                .map_err(|accident| match accident.sorte {
                    // Most often a certificate that is not believed.
                    Sorte::Rupture if accident.code == "coupure" => Accident::rupture("tls"),
                    _ => accident,
                })?;
        }
        if let Some(identification) = &reglage.identification {
            let moyens = [Mechanism::Plain, Mechanism::Login];
            a_temps(reglage.delai, smtp.auth(&moyens, identification)).await?;
        }
        Ok(Self { smtp, mails: 0 })
    }

    /// True when it answers and is not tired.
    pub(super) async fn est_vive(&mut self, delai: Duration) -> bool {
        self.mails < MAILS_MAX && timeout(delai, self.smtp.test_connected()).await.unwrap_or(false)
    }

    /// Names the sender: what is refused here is the portal itself, not a mail.
    pub(super) async fn expediteur(&mut self, delai: Duration, de: &Address) -> Result<(), Accident> {
        self.mails += 1;
        let ordre = Mail::new(Some(de.clone()), Vec::new());
        a_temps(delai, self.smtp.command(ordre)).await.map(|_| ())
    }

    /// Names the person, and asks to send the text.
    pub(super) async fn destinataire(&mut self, delai: Duration, a: &Address) -> Result<(), Accident> {
        let ordre = Rcpt::new(a.clone(), Vec::new());
        a_temps(delai, self.smtp.command(ordre)).await.map(|_| ())
    }

    /// Asks to send the text. Still nothing of it has left.
    pub(super) async fn annoncer(&mut self, delai: Duration) -> Result<(), Accident> {
        a_temps(delai, self.smtp.command(Data)).await.map(|_| ())
    }

    /// Sends the text and waits for the answer. A rupture here leaves nobody knowing.
    pub(super) async fn transmettre(&mut self, delai: Duration, mail: &[u8]) -> Result<(), Accident> {
        a_temps(delai, self.smtp.message(mail)).await.map(|_| ())
    }

    /// Forgets the mail that was begun. False when the connection is of no use any more.
    pub(super) async fn oublier(&mut self, delai: Duration) -> bool {
        a_temps(delai, self.smtp.command(Rset)).await.is_ok()
    }

    /// Leaves politely.
    pub(super) async fn quitter(mut self, delai: Duration) {
        // Whether the server answers goodbye does not matter any more.
        let _ = timeout(delai, self.smtp.quit()).await;
    }
}
