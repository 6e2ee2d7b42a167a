//! Step 2: how to reach the person (R18–R22). That nobody else uses them (R19) is for the register to say.

use super::lire::lire;
use super::{Champ, Erreurs};
use crate::contact::{Email, Mobile};
use serde::{Deserialize, Serialize};

super::saisie! {
    /// Step 2 as typed.
    pub struct SaisieContact {
        /// e-mail address
        email,
        /// mobile number
        mobile,
    }
}

/// How to reach a person; never public (R20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// receives the RPPS number
    pub email: Email,
    /// receives the activation codes
    pub mobile: Mobile,
}

impl SaisieContact {
    /// Both values, or everything that is wrong.
    pub fn valider(&self) -> Result<Contact, Erreurs> {
        let mut erreurs = Erreurs::new();
        let e = &mut erreurs;
        let email = lire(
            e,
            Champ::Email,
            &self.email,
            "Indiquez votre adresse email\u{a0}: votre numéro RPPS y sera envoyé.",
        );
        let mobile = lire(
            e,
            Champ::Mobile,
            &self.mobile,
            "Indiquez votre numéro de téléphone mobile\u{a0}: il recevra vos codes d’activation.",
        );
        let contact = (|| {
            Some(Contact {
                email: email?,
                mobile: mobile?,
            })
        })();
        erreurs.ou(contact)
    }

    /// What is wrong in one field, for the browser.
    pub fn erreur(&self, champ: Champ) -> Option<String> {
        self.valider().err()?.pour(champ).map(str::to_owned)
    }
}

impl From<&Contact> for SaisieContact {
    fn from(contact: &Contact) -> Self {
        let national = contact.mobile.national();
        // Short numbers exist in several territories: those keep their prefix.
        let lisible = national
            .parse::<Mobile>()
            .is_ok_and(|mobile| mobile == contact.mobile);
        let mobile = if lisible {
            national
        } else {
            contact.mobile.as_e164().to_owned()
        };
        Self {
            email: contact.email.to_string(),
            mobile,
        }
    }
}
