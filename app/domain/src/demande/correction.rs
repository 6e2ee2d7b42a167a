//! What a gestionnaire asks an applicant to correct: named fields, each once, each with a remark.

use super::ecrit::{Remarque, TexteMessage};
use crate::saisie::{Champ, Etape};
use serde::{Deserialize, Serialize};

/// What a correction request may do with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrigible {
    /// the applicant may type it again
    Modifiable,
    /// civil status: given by FranceConnect (R14) and immutable (R13); it can be commented, and what FranceConnect did not
    /// give can be typed again
    Commentable,
}

impl Corrigible {
    /// For a field of the demande; none for boxes to tick and for the fields of the gestionnaire.
    pub const fn de(champ: Champ) -> Option<Self> {
        // The document that a gestionnaire checked is no answer of the applicant.
        if matches!(champ, Champ::TypePiece | Champ::FinPiece) {
            return None;
        }
        match champ.etape() {
            Some(Etape::EtatCivil) => Some(Self::Commentable),
            Some(Etape::Contact | Etape::Situation) => Some(Self::Modifiable),
            Some(Etape::InformationsLegales) | None => None,
        }
    }
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointACorriger {
    /// the field
    pub champ: Champ,
    /// what the applicant reads beside it
    pub remarque: Remarque,
}

/// A correction request: at least one field, each once, in the order of the screens, only fields of the demande.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Brut", into = "Brut")]
pub struct DemandeDeCorrection {
    points: Vec<PointACorriger>,
    message: Option<TexteMessage>,
}

/// As stored, before it is read again through the one door.
#[derive(Clone, Serialize, Deserialize)]
struct Brut {
    points: Vec<PointACorriger>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<TexteMessage>,
}

/// Why these fields make no correction request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemandeDeCorrectionError {
    /// no field
    #[error("Cochez au moins un champ à corriger.")]
    Vide,
    /// twice the same field
    #[error("Le champ «\u{a0}{}\u{a0}» est demandé deux fois\u{a0}: gardez une seule remarque.", .0.libelle())]
    Repete(Champ),
    /// a box to tick, or a field of the gestionnaire
    #[error("Le champ «\u{a0}{}\u{a0}» ne se corrige pas.", .0.libelle())]
    Impossible(Champ),
}

impl DemandeDeCorrection {
    /// The request, its fields put in the order of the screens.
    pub fn new(
        mut points: Vec<PointACorriger>,
        message: Option<TexteMessage>,
    ) -> Result<Self, DemandeDeCorrectionError> {
        if points.is_empty() {
            return Err(DemandeDeCorrectionError::Vide);
        }
        if let Some(point) = points.iter().find(|point| Corrigible::de(point.champ).is_none()) {
            return Err(DemandeDeCorrectionError::Impossible(point.champ));
        }
        points.sort_by_key(|point| point.champ);
        if let Some([double, _]) = points
            .array_windows()
            .find(|[avant, apres]| avant.champ == apres.champ)
        {
            return Err(DemandeDeCorrectionError::Repete(double.champ));
        }
        Ok(Self { points, message })
    }

    /// The fields, in the order of the screens; never empty.
    pub fn points(&self) -> &[PointACorriger] {
        &self.points
    }

    /// What is said about the whole, if anything.
    pub fn message(&self) -> Option<&TexteMessage> {
        self.message.as_ref()
    }

    /// What is wrong with that field, when it is asked for.
    pub fn remarque(&self, champ: Champ) -> Option<&Remarque> {
        self.points
            .iter()
            .find(|point| point.champ == champ)
            .map(|point| &point.remarque)
    }
}

impl TryFrom<Brut> for DemandeDeCorrection {
    type Error = DemandeDeCorrectionError;

    fn try_from(Brut { points, message }: Brut) -> Result<Self, Self::Error> {
        Self::new(points, message)
    }
}

impl From<DemandeDeCorrection> for Brut {
    fn from(DemandeDeCorrection { points, message }: DemandeDeCorrection) -> Self {
        Self { points, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn point(champ: Champ) -> PointACorriger {
        PointACorriger {
            champ,
            remarque: "à revoir".parse().unwrap(),
        }
    }

    #[test]
    fn only_fields_of_the_demande_each_once() {
        assert_eq!(
            DemandeDeCorrection::new(Vec::new(), None),
            Err(DemandeDeCorrectionError::Vide)
        );
        assert_eq!(
            DemandeDeCorrection::new(vec![point(Champ::Email), point(Champ::Cgu)], None),
            Err(DemandeDeCorrectionError::Impossible(Champ::Cgu))
        );
        assert_eq!(
            DemandeDeCorrection::new(
                vec![point(Champ::Role), point(Champ::Email), point(Champ::Role)],
                None
            ),
            Err(DemandeDeCorrectionError::Repete(Champ::Role))
        );
        let demande = DemandeDeCorrection::new(vec![point(Champ::Role), point(Champ::Email)], None).unwrap();
        assert_eq!(demande.points()[0].champ, Champ::Email);
        assert!(demande.remarque(Champ::Role).is_some() && demande.remarque(Champ::Mobile).is_none());
    }

    #[test]
    fn what_is_stored_wrong_is_not_read() {
        for faux in [
            r#"{"points":[]}"#,
            r#"{"points":[{"champ":"cgu","remarque":"non non"}]}"#,
            r#"{"points":[{"champ":"email","remarque":"a"}]}"#,
        ] {
            assert!(
                serde_json::from_str::<DemandeDeCorrection>(faux).is_err(),
                "{faux}"
            );
        }
    }
}
