//! A message of the thread, and a template, as typed.

use super::{Champ, Erreurs};
use crate::demande::TexteMessage;
use crate::modele::{GenreModele, TexteModele, TitreModele};

super::saisie! {
    /// A message as typed.
    pub struct SaisieMessage {
        /// its words
        message,
    }
}

impl SaisieMessage {
    /// The message, or what is wrong.
    pub fn valider(&self) -> Result<TexteMessage, Erreurs> {
        self.message
            .parse()
            .map_err(|erreur: crate::demande::TexteMessageError| {
                Erreurs::une(Champ::Message, erreur.to_string())
            })
    }
}

super::saisie! {
    /// A template as typed.
    pub struct SaisieModele {
        /// code of what it is for
        genre,
        /// its name
        titre_modele,
        /// its words
        texte_modele,
    }
}

/// A template that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeleValide {
    /// what it is for
    pub genre: GenreModele,
    /// its name
    pub titre: TitreModele,
    /// its words
    pub texte: TexteModele,
}

impl SaisieModele {
    /// The template, or everything that is wrong. Without a known kind it is a message: the form only offers known ones.
    pub fn valider(&self) -> Result<ModeleValide, Erreurs> {
        let mut erreurs = Erreurs::new();
        let titre = self
            .titre_modele
            .parse::<TitreModele>()
            .map_err(|erreur| erreurs.push(Champ::TitreModele, erreur.to_string()))
            .ok();
        let genre = self.genre.parse().unwrap_or(GenreModele::Message);
        let texte = self
            .texte_modele
            .parse::<TexteModele>()
            .map_err(|erreur| erreurs.push(Champ::TexteModele, erreur.to_string()))
            .ok()
            .filter(|texte| {
                let tient = texte.tient_dans(genre);
                if !tient {
                    erreurs.push(
                        Champ::TexteModele,
                        format!(
                            "Ce texte est trop long pour cet usage\u{a0}: {}\u{a0}caractères au plus.",
                            genre.longueur_max()
                        ),
                    );
                }
                tient
            });
        let valide = titre
            .zip(texte)
            .map(|(titre, texte)| ModeleValide { genre, titre, texte });
        erreurs.ou(valide)
    }
}
