//! The registration that a gestionnaire does from end to end (J3): the four steps of a demande, with the identity document that
//! was looked at (R12) and the boxes of R36. Never a copy of a document: its kind, and four characters at most.

use super::complete::{garder, noms};
use super::lire::{cochee, lire, lire_facultatif};
use super::{
    Champ, ContexteSituation, DemandeComplete, Erreurs, Etape, SaisieContact, SaisieEtatCivil,
    SaisieSituation,
};
use crate::etat_civil::Certification;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

crate::nomenclature::codes::codes! {
    /// An identity document that proves a civil status (R12).
    pub enum TypePiece, TypePieceError = "Choisissez la pièce d’identité que vous avez vérifiée." {
        /// National identity card.
        CarteIdentite = "CNI", "Carte d’identité";
        /// Passport.
        Passeport = "PASSEPORT", "Passeport";
        /// Residence permit.
        CarteSejour = "SEJOUR", "Carte de séjour";
        /// Birth certificate.
        ActeNaissance = "ACTE", "Acte de naissance";
    }
}

/// The last characters of the number of a document: one to four letters or digits, enough to find it again, never the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FinPiece(String);

/// The text is not the end of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Indiquez au plus les 4 derniers caractères du numéro, lettres ou chiffres\u{a0}: jamais le numéro entier."
)]
pub struct FinPieceError;

impl FinPiece {
    /// The characters, in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FinPiece {
    type Err = FinPieceError;

    fn from_str(texte: &str) -> Result<Self, FinPieceError> {
        let propre: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
        if (1..=4).contains(&propre.len()) && propre.bytes().all(|octet| octet.is_ascii_alphanumeric()) {
            Ok(Self(propre.to_ascii_uppercase()))
        } else {
            Err(FinPieceError)
        }
    }
}

impl TryFrom<String> for FinPiece {
    type Error = FinPieceError;

    fn try_from(texte: String) -> Result<Self, FinPieceError> {
        texte.parse()
    }
}

impl From<FinPiece> for String {
    fn from(fin: FinPiece) -> Self {
        fin.0
    }
}

super::saisie! {
    /// The document as typed.
    pub struct SaisiePiece {
        /// code of its kind
        type_piece,
        /// last characters of its number; may be empty
        fin_piece,
    }
}

super::saisie! {
    /// Step 4 as sent: `on` for a ticked box (R36).
    pub struct SaisieEngagement {
        /// the information is exact and the person was told of the terms
        exactitude,
        /// the person was met; shown, not mandatory
        confirmation,
    }
}

/// A document that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// its kind
    pub genre: TypePiece,
    /// last characters of its number
    pub fin: Option<FinPiece>,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.genre.libelle())?;
        match &self.fin {
            Some(fin) => write!(f, ", numéro finissant par {}", fin.as_str()),
            None => Ok(()),
        }
    }
}

/// A whole registration as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaisieInscription {
    /// step 1
    pub etat_civil: SaisieEtatCivil,
    /// step 1, the document
    pub piece: SaisiePiece,
    /// step 2
    pub contact: SaisieContact,
    /// step 3
    pub situation: SaisieSituation,
    /// step 4
    pub engagement: SaisieEngagement,
}

/// A registration that may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InscriptionComplete {
    /// who, how to reach them, where they work
    pub complete: DemandeComplete,
    /// on what document
    pub piece: Piece,
    /// the gestionnaire says they met the person
    pub rencontre: bool,
}

impl SaisiePiece {
    /// The document, or what is wrong.
    pub fn valider(&self) -> Result<Piece, Erreurs> {
        let mut erreurs = Erreurs::new();
        let vide = TypePieceError.to_string();
        let genre = lire(&mut erreurs, Champ::TypePiece, &self.type_piece, &vide);
        let fin = lire_facultatif(&mut erreurs, Champ::FinPiece, &self.fin_piece);
        erreurs.ou(genre.map(|genre| Piece { genre, fin }))
    }
}

impl SaisieEngagement {
    /// Whether the person was met, or the box that is missing.
    pub fn valider(&self) -> Result<bool, Erreurs> {
        if cochee(&self.exactitude) {
            Ok(cochee(&self.confirmation))
        } else {
            Err(Erreurs::une(
                Champ::Exactitude,
                "Cochez cette case\u{a0}: sans elle, l’enregistrement n’est pas possible.",
            ))
        }
    }
}

impl SaisieInscription {
    /// The registration, or everything that is wrong in the four steps. The civil status was read on a document: its
    /// certification is asked for (`DI`, J111).
    pub fn valider(&self, ctx: &ContexteSituation<'_>) -> Result<InscriptionComplete, Erreurs> {
        let mut erreurs = Erreurs::new();
        let etat_civil = garder(
            &mut erreurs,
            self.etat_civil.valider(ctx.aujourd_hui, Certification::Di),
        );
        let piece = garder(&mut erreurs, self.piece.valider());
        let contact = garder(&mut erreurs, self.contact.valider());
        let connus: Vec<&str> = etat_civil.iter().flat_map(noms).collect();
        let ctx = etat_civil.as_ref().map_or(*ctx, |etat_civil| ContexteSituation {
            naissance: Some(etat_civil.date_naissance.jour()),
            noms: &connus,
            prenoms: etat_civil.prenoms.as_str(),
            ..*ctx
        });
        let situation = garder(&mut erreurs, self.situation.valider(&ctx));
        let rencontre = garder(&mut erreurs, self.engagement.valider());
        let complete = (|| {
            Some(InscriptionComplete {
                complete: DemandeComplete {
                    etat_civil: etat_civil?,
                    contact: contact?,
                    situation: situation?,
                },
                piece: piece?,
                rencontre: rencontre?,
            })
        })();
        erreurs.ou(complete)
    }

    /// The HTML names of a step's fields.
    pub fn noms(etape: Etape) -> impl Iterator<Item = &'static str> {
        let (premiers, seconds): (&[&str], &[&str]) = match etape {
            Etape::EtatCivil => (SaisieEtatCivil::NOMS, SaisiePiece::NOMS),
            Etape::Contact => (SaisieContact::NOMS, &[]),
            Etape::Situation => (SaisieSituation::NOMS, &[]),
            Etape::InformationsLegales => (SaisieEngagement::NOMS, &[]),
        };
        premiers.iter().chain(seconds).copied()
    }

    /// Fills the field of that HTML name, whichever step it belongs to; false when no step has it.
    pub fn set(&mut self, nom: &str, valeur: String) -> bool {
        if SaisieEtatCivil::NOMS.contains(&nom) {
            self.etat_civil.set(nom, valeur)
        } else if SaisiePiece::NOMS.contains(&nom) {
            self.piece.set(nom, valeur)
        } else if SaisieContact::NOMS.contains(&nom) {
            self.contact.set(nom, valeur)
        } else if SaisieSituation::NOMS.contains(&nom) {
            self.situation.set(nom, valeur)
        } else {
            self.engagement.set(nom, valeur)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_document_leaves_four_characters_at_most() {
        assert_eq!("12 ab".parse::<FinPiece>().unwrap().as_str(), "12AB");
        for faux in ["", "12345", "é1", "1-2"] {
            assert_eq!(faux.parse::<FinPiece>(), Err(FinPieceError), "{faux}");
        }
    }

    #[test]
    fn each_field_belongs_to_one_step() {
        let mut saisie = SaisieInscription::default();
        let mut vus = Vec::new();
        for etape in Etape::TOUTES {
            for nom in SaisieInscription::noms(etape) {
                assert!(saisie.set(nom, "x".to_owned()) && !vus.contains(&nom), "{nom}");
                vus.push(nom);
            }
        }
        assert!(!saisie.set("autre", String::new()));
    }
}
