//! One layout for every mail: the same blocks give the plain text and the HTML, so that the two cannot disagree.

use std::fmt::Write as _;

/// A block of a mail.
pub(super) enum Bloc {
    /// Running text.
    Paragraphe(String),
    /// Something to keep: a word and its value.
    Encadre { titre: &'static str, valeur: String },
    /// Steps, in order.
    Etapes(Vec<String>),
    /// Things of the same rank.
    Puces(Vec<String>),
    /// Words written by somebody else, line by line.
    Citation(String),
    /// A page of the portal to open, and nothing else.
    Lien { mots: &'static str, adresse: String },
}

/// Said at the end of every mail.
const PIED: &str = "Ce message est envoyé automatiquement par le portail d’enregistrement au répertoire RPPS+. Il vous est \
     personnel\u{a0}: ne le transférez pas.";

/// The plain text, one paragraph per block.
pub(super) fn texte(salutation: &str, blocs: &[Bloc]) -> String {
    let mut texte = format!("{salutation}\n\n");
    for bloc in blocs {
        // Writing to a String cannot fail.
        let _ = match bloc {
            Bloc::Paragraphe(phrase) => writeln!(texte, "{phrase}"),
            Bloc::Encadre { titre, valeur } => writeln!(texte, "{titre}\u{a0}: {valeur}"),
            Bloc::Etapes(etapes) => etapes
                .iter()
                .enumerate()
                .try_for_each(|(i, etape)| writeln!(texte, "{}. {etape}", i + 1)),
            Bloc::Puces(lignes) => lignes.iter().try_for_each(|ligne| writeln!(texte, "- {ligne}")),
            Bloc::Citation(mots) => mots.lines().try_for_each(|ligne| writeln!(texte, "> {ligne}")),
            Bloc::Lien { mots, adresse } => writeln!(texte, "{mots}\u{a0}:\n{adresse}"),
        };
        texte.push('\n');
    }
    texte.push_str("-- \n");
    texte.push_str(PIED);
    texte.push('\n');
    texte
}

/// The HTML page of the same mail: no image, no style, no script, no address to follow but the portal’s own.
pub(super) fn html(sujet: &str, salutation: &str, blocs: &[Bloc]) -> String {
    let mut corps = format!("<p>{}</p>\n", echapper(salutation));
    for bloc in blocs {
        let _ = match bloc {
            Bloc::Paragraphe(phrase) => writeln!(corps, "<p>{}</p>", echapper(phrase)),
            Bloc::Encadre { titre, valeur } => {
                writeln!(
                    corps,
                    "<p>{}\u{a0}: <strong>{}</strong></p>",
                    echapper(titre),
                    echapper(valeur)
                )
            }
            Bloc::Etapes(etapes) => {
                let lignes: Vec<String> = etapes.iter().map(|etape| echapper(etape)).collect();
                writeln!(corps, "<ol>\n<li>{}</li>\n</ol>", lignes.join("</li>\n<li>"))
            }
            Bloc::Puces(puces) => {
                let lignes: Vec<String> = puces.iter().map(|puce| echapper(puce)).collect();
                writeln!(corps, "<ul>\n<li>{}</li>\n</ul>", lignes.join("</li>\n<li>"))
            }
            Bloc::Citation(mots) => {
                let lignes: Vec<String> = mots.lines().map(echapper).collect();
                writeln!(corps, "<blockquote><p>{}</p></blockquote>", lignes.join("<br>"))
            }
            Bloc::Lien { mots, adresse } => {
                writeln!(
                    corps,
                    "<p><a href=\"{}\">{}</a></p>",
                    echapper(adresse),
                    echapper(mots)
                )
            }
        };
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n{corps}<hr>\n\
         <p><small>{}</small></p>\n</body>\n</html>\n",
        echapper(sujet),
        echapper(PIED)
    )
}

/// Both forms of a mail, with the address at which one stops receiving such mails at the end: it
/// says nothing of the person and is the portal's own.
pub(super) fn avec_lien(texte: &str, html: &str, adresse: &str) -> (String, String) {
    const MOTS: &str = "Ne plus recevoir ces messages";
    let lien = format!(
        "<p><small><a href=\"{}\">{MOTS}</a></small></p>\n</body>",
        echapper(adresse)
    );
    (
        format!("{texte}\n{MOTS}\u{a0}: {adresse}\n"),
        html.replacen("</body>", &lien, 1),
    )
}

/// Text made harmless inside HTML.
fn echapper(texte: &str) -> String {
    let mut sur = String::with_capacity(texte.len());
    for c in texte.chars() {
        match c {
            '&' => sur.push_str("&amp;"),
            '<' => sur.push_str("&lt;"),
            '>' => sur.push_str("&gt;"),
            '"' => sur.push_str("&quot;"),
            '\'' => sur.push_str("&#39;"),
            c => sur.push(c),
        }
    }
    sur
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let blocs = [Bloc::Citation("<script>alert(1)</script>\n& \"deux\"".to_owned())];
        let html = html("s", "Bonjour,", &blocs);
        assert!(
            html.contains("&lt;script&gt;alert(1)&lt;/script&gt;<br>&amp; &quot;deux&quot;"),
            "{html}"
        );
        assert!(texte("Bonjour,", &blocs).contains("> <script>alert(1)</script>\n> & \"deux\""));
    }

    #[test]
    fn the_address_to_unsubscribe_ends_both_forms() {
        let html = html("s", "Bonjour,", &[]);
        let (texte, html) = avec_lien("corps\n", &html, "https://portail.example/desabonnement/a&b");
        assert!(texte.ends_with(": https://portail.example/desabonnement/a&b\n"));
        assert!(html.contains("href=\"https://portail.example/desabonnement/a&amp;b\""));
        assert_eq!(html.matches("</body>").count(), 1);
    }

    #[test]
    fn both_forms_say_the_same() {
        let blocs = [
            Bloc::Paragraphe("Un.".to_owned()),
            Bloc::Encadre {
                titre: "Référence",
                valeur: "RP".to_owned(),
            },
            Bloc::Etapes(vec!["d’abord".to_owned(), "ensuite".to_owned()]),
        ];
        let (texte, html) = (texte("Bonjour,", &blocs), html("Sujet", "Bonjour,", &blocs));
        for mot in ["Bonjour,", "Un.", "Référence", "RP", "d’abord", "ensuite"] {
            assert!(texte.contains(mot) && html.contains(mot), "{mot}");
        }
        assert!(texte.contains("1. d’abord\n2. ensuite\n"));
    }
}
