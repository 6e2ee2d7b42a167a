//! « Signaler une anomalie »: the mail to the authority that keeps the referential, ready to send. Only the structure is named.

use std::fmt::Write as _;

/// Who keeps the referential of a département.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autorite {
    /// « ARS Normandie »
    pub nom: String,
    /// the mailbox of its FINESS service, when it is published
    pub courriel: Option<String>,
}

/// A mail ready to send or to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anomalie {
    /// the subject
    pub sujet: String,
    /// the text
    pub texte: String,
    /// the address that opens it in a mail program; without a recipient when none is published
    pub lien: String,
}

/// The mail about that structure. `lignes`: what the referential says, label and value.
pub fn preparer(autorite: &Autorite, finess: &str, nom: &str, lignes: &[(String, String)]) -> Anomalie {
    let sujet = format!("FINESS {finess}\u{a0}: données à corriger");
    let mut texte = format!(
        "Bonjour,\n\nLes données de la structure {nom} (FINESS {finess}) sont à corriger dans le référentiel FINESS, avant la signature \
         de notre contrat avec l’Agence du numérique en santé.\n\nCe que dit le référentiel aujourd’hui\u{a0}:\n"
    );
    for (libelle, valeur) in lignes {
        texte.push_str("- ");
        texte.push_str(libelle);
        texte.push_str("\u{a0}: ");
        texte.push_str(valeur);
        texte.push('\n');
    }
    texte.push_str("\nCe qui est à corriger\u{a0}:\n- \n\nCordialement,\n");
    let lien = format!(
        "mailto:{}?subject={}&body={}",
        autorite.courriel.as_deref().unwrap_or_default(),
        encoder(&sujet),
        encoder(&texte.replace('\n', "\r\n"))
    );
    Anomalie { sujet, texte, lien }
}

/// Percent-encoded, as the parts of such an address must be.
fn encoder(texte: &str) -> String {
    texte.bytes().fold(String::new(), |mut sortie, octet| {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.' | b'~') {
            sortie.push(char::from(octet));
        } else {
            // Writing in a string does not fail.
            let _ = write!(sortie, "%{octet:02X}");
        }
        sortie
    })
}

#[cfg(test)]
mod tests {
    use super::{Autorite, preparer};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_mail_opens_whatever_the_name() {
        let autorite = Autorite {
            nom: "ARS Normandie".to_owned(),
            courriel: Some("finess@example.org".to_owned()),
        };
        let lignes = [("Adresse".to_owned(), "1 rue & Cie".to_owned())];
        let mail = preparer(&autorite, "140012345", "Foyer d’Été", &lignes);
        assert!(
            mail.lien
                .starts_with("mailto:finess@example.org?subject=FINESS%20140012345%C2%A0%3A")
        );
        assert!(mail.lien.contains("1%20rue%20%26%20Cie%0D%0A"));
        assert!(mail.texte.contains("Foyer d’Été (FINESS 140012345)"));
    }
}
