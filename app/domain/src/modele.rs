//! Templates: words kept by a structure and filled in for each demande. The placeholders are a closed list; a text that holds
//! any other is refused when it is written, never when it is used.

use crate::demande::ecrit::ecrits;
use std::fmt;
use std::str::FromStr;

crate::nomenclature::codes::codes! {
    /// What a template is for.
    pub enum GenreModele, GenreModeleError = "Choisissez à quoi sert ce modèle." {
        /// The explanation of a refusal.
        Refus = "refus", "Refus";
        /// A remark on a field to correct.
        Correction = "correction", "Demande de correction";
        /// A message of the thread.
        Message = "message", "Message";
    }
}

impl GenreModele {
    /// Most characters of the words that it becomes.
    pub const fn longueur_max(self) -> usize {
        match self {
            Self::Correction => crate::demande::Remarque::MAX,
            Self::Refus | Self::Message => crate::demande::TexteMessage::MAX,
        }
    }
}

crate::nomenclature::codes::codes! {
    /// A place in a template that each demande fills.
    pub enum Repere, RepereError = "Ce repère n’existe pas." {
        /// First name used at work.
        Prenom = "prenom", "le prénom d’exercice de la personne";
        /// Name used at work.
        Nom = "nom", "son nom d’exercice";
        /// Name of the establishment.
        Etablissement = "etablissement", "le nom de l’établissement";
        /// Reference of the demande.
        Reference = "reference", "la référence de la demande";
        /// Name of the gestionnaire who writes.
        Gestionnaire = "gestionnaire", "votre nom";
        /// The day on which it is used.
        Date = "date", "la date du jour";
    }
}

ecrits! {
    /// The name of a template, in the list of its structure.
    pub struct TitreModele(3..=80), TitreModeleError {
        vide: "Donnez un nom à ce modèle\u{a0}: c’est lui que vos collègues choisiront dans la liste.",
        court: "Ce nom est trop court\u{a0}: écrivez au moins 3\u{a0}caractères.",
        long: "Ce nom est trop long\u{a0}: 80\u{a0}caractères au plus.",
    }

    /// The words of a template, before their placeholders are read.
    pub struct Canevas(3..=2000), CanevasError {
        vide: "Écrivez le texte du modèle.",
        court: "Ce texte est trop court\u{a0}: écrivez au moins 3\u{a0}caractères.",
        long: "Ce texte est trop long\u{a0}: 2\u{a0}000\u{a0}caractères au plus.",
    }
}

/// The words of a template: 3 to 2000 characters, where a brace only ever surrounds a [`Repere`].
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TexteModele(String);

/// Why the text is no template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TexteModeleError {
    /// empty, too short, too long, or with an invisible character
    #[error(transparent)]
    Texte(#[from] CanevasError),
    /// a brace that surrounds no placeholder of the list
    #[error(
        "Ce texte contient une accolade qui n’entoure aucun repère connu. Les repères sont {{prenom}}, {{nom}}, \
         {{etablissement}}, {{reference}}, {{gestionnaire}} et {{date}}."
    )]
    Repere,
}

/// What fills the placeholders of a template.
#[derive(Clone, PartialEq, Eq)]
pub struct Valeurs {
    /// first name used at work
    pub prenom: String,
    /// name used at work
    pub nom: String,
    /// name of the establishment
    pub etablissement: String,
    /// reference of the demande
    pub reference: String,
    /// name of the gestionnaire
    pub gestionnaire: String,
    /// the day, in words
    pub date: String,
}

impl Valeurs {
    /// What stands for that placeholder.
    pub fn get(&self, repere: Repere) -> &str {
        match repere {
            Repere::Prenom => &self.prenom,
            Repere::Nom => &self.nom,
            Repere::Etablissement => &self.etablissement,
            Repere::Reference => &self.reference,
            Repere::Gestionnaire => &self.gestionnaire,
            Repere::Date => &self.date,
        }
    }
}

/// A piece of a template.
enum Morceau<'a> {
    Texte(&'a str),
    Repere(Repere),
}

/// The pieces in order, or none when a brace surrounds no placeholder.
fn morceaux(mut texte: &str) -> Option<Vec<Morceau<'_>>> {
    let mut morceaux = Vec::new();
    while let Some(debut) = texte.find(['{', '}']) {
        let (avant, accolade) = texte.split_at(debut);
        let (nom, apres) = accolade.strip_prefix('{')?.split_once('}')?;
        morceaux.push(Morceau::Texte(avant));
        morceaux.push(Morceau::Repere(
            Repere::TOUS.iter().copied().find(|repere| repere.code() == nom)?,
        ));
        texte = apres;
    }
    morceaux.push(Morceau::Texte(texte));
    Some(morceaux)
}

/// The text of a field for which a template was chosen: the template alone when nothing was written, or nothing but another template
/// (`autres`, filled in). Words of one's own are never lost: the template follows them, once.
pub fn poser<'a>(ecrit: &str, modele: &str, autres: impl IntoIterator<Item = &'a str>) -> String {
    let net = |texte: &str| texte.trim().replace("\r\n", "\n");
    let deja = net(ecrit);
    if deja.is_empty() || autres.into_iter().any(|autre| net(autre) == deja) {
        return modele.to_owned();
    }
    if deja.contains(&net(modele)) {
        return ecrit.to_owned();
    }
    format!("{}\n\n{modele}", ecrit.trim_end())
}

impl TexteModele {
    /// The text, placeholders as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the template itself respects the length of what it becomes; what fills it may still make it longer, which is
    /// said when it is used.
    pub fn tient_dans(&self, genre: GenreModele) -> bool {
        self.0.chars().count() <= genre.longueur_max()
    }

    /// The text with its placeholders filled in. What fills them is never read again for placeholders.
    pub fn remplir(&self, valeurs: &Valeurs) -> String {
        let mut rempli = String::with_capacity(self.0.len());
        for morceau in morceaux(&self.0).unwrap_or_default() {
            rempli.push_str(match morceau {
                Morceau::Texte(texte) => texte,
                Morceau::Repere(repere) => valeurs.get(repere),
            });
        }
        rempli
    }
}

impl FromStr for TexteModele {
    type Err = TexteModeleError;

    fn from_str(brut: &str) -> Result<Self, Self::Err> {
        let canevas: Canevas = brut.parse()?;
        if morceaux(canevas.as_str()).is_none() {
            return Err(TexteModeleError::Repere);
        }
        Ok(Self(canevas.into()))
    }
}

impl TryFrom<String> for TexteModele {
    type Error = TexteModeleError;

    fn try_from(brut: String) -> Result<Self, Self::Error> {
        brut.parse()
    }
}

impl From<TexteModele> for String {
    fn from(texte: TexteModele) -> Self {
        texte.0
    }
}

impl fmt::Display for TexteModele {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Free text may name somebody, and `Debug` ends up in logs.
impl fmt::Debug for TexteModele {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TexteModele(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn valeurs() -> Valeurs {
        Valeurs {
            prenom: "Camille".to_owned(),
            nom: "{nom}".to_owned(),
            etablissement: "EHPAD".to_owned(),
            reference: "RP-1".to_owned(),
            gestionnaire: "Nadia".to_owned(),
            date: "le 23".to_owned(),
        }
    }

    #[test]
    fn fills_each_placeholder_once() {
        let texte: TexteModele =
            "Bonjour {prenom} {nom},\n{reference} à {etablissement}, {date}. {gestionnaire}"
                .parse()
                .unwrap();
        assert_eq!(
            texte.remplir(&valeurs()),
            "Bonjour Camille {nom},\nRP-1 à EHPAD, le 23. Nadia"
        );
    }

    #[test]
    fn refuses_any_other_brace() {
        for faux in ["{prénom}", "{ nom }", "{}", "abc {", "abc }", "{{nom}}", "{rpps}"] {
            assert_eq!(
                faux.parse::<TexteModele>().err(),
                match faux.len() {
                    2 => Some(TexteModeleError::Texte(CanevasError::TropCourt)),
                    _ => Some(TexteModeleError::Repere),
                },
                "{faux}"
            );
        }
    }

    #[test]
    fn the_sentence_names_the_whole_list() {
        let phrase = TexteModeleError::Repere.to_string();
        for repere in Repere::TOUS {
            assert!(phrase.contains(&format!("{{{}}}", repere.code())), "{repere}");
        }
    }

    #[test]
    fn a_template_never_takes_the_place_of_words() {
        let autres = ["Bonjour,\nle contrat est fini.", "Une pièce manque."];
        for (ecrit, attendu) in [
            ("", "Une pièce manque."),
            (" \n", "Une pièce manque."),
            // Another template as it was, however its lines end.
            ("Bonjour,\r\nle contrat est fini.", "Une pièce manque."),
            ("Une pièce manque.", "Une pièce manque."),
            (
                "Bonjour,\nle contrat est fini depuis mai. ",
                "Bonjour,\nle contrat est fini depuis mai.\n\nUne pièce manque.",
            ),
            ("Vu. Une pièce manque.", "Vu. Une pièce manque."),
        ] {
            assert_eq!(poser(ecrit, "Une pièce manque.", autres), attendu, "{ecrit:?}");
        }
    }
}
