//! A message of the outbox as a mail: text and HTML, headers that say it comes from a program, a Message-ID that stays the same
//! however often it is tried. No image, no link but the one that unsubscribes, nothing that tells whether it was read.

use super::reglage::Reglage;
use app::pages::chemin;
use lettre::Message;
use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use registry::message::Envoi;
use std::time::{Duration, UNIX_EPOCH};

/// The address cannot be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AdresseInutilisable;

/// The mail and the address it goes to.
pub(super) fn composer(
    envoi: &Envoi,
    reglage: &Reglage,
    base: &str,
) -> Result<(Address, Vec<u8>), AdresseInutilisable> {
    let adresse: Address = envoi.destinataire.parse().map_err(|_| AdresseInutilisable)?;
    let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(envoi.cree_le.millis()).unwrap_or_default());
    let mut mail = Message::builder()
        .from(reglage.expediteur.clone())
        .to(Mailbox::new(None, adresse.clone()))
        .subject(&envoi.sujet)
        .date(date)
        .message_id(Some(format!("<{}@{}>", envoi.id, reglage.domaine())))
        // Answering machines stay quiet.
        .raw_header(entete("Auto-Submitted", "auto-generated"))
        .raw_header(entete("X-Auto-Response-Suppress", "All"));
    if let Some(repondre_a) = &reglage.repondre_a {
        mail = mail.reply_to(repondre_a.clone());
    }
    let (texte, html) = match &envoi.desabonnement {
        Some(jeton) => {
            let lien = format!("{base}{}", chemin::desabonnement(jeton));
            mail = mail
                .raw_header(entete("List-Unsubscribe", &format!("<{lien}>")))
                .raw_header(entete("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
            envoi.avec_lien(&lien)
        }
        None => (envoi.texte.clone(), envoi.html.clone()),
    };
    let mail = mail
        .multipart(MultiPart::alternative_plain_html(texte, html))
        .map_err(|_| AdresseInutilisable)?;
    Ok((adresse, mail.formatted()))
}

fn entete(nom: &'static str, valeur: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(nom), valeur.to_owned())
}
