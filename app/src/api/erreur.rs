//! What an endpoint answers when the act did not happen: a code for the program, a sentence for the person.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The kinds of refusal, each with its HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// 401: no session, or it has ended.
    Connexion,
    /// 403: sent by a page of another site.
    Etranger,
    /// 403: signed in, without the right that this page or act needs.
    Interdit,
    /// 404: not there, or not for this person (the two look the same on purpose).
    Introuvable,
    /// 409: something changed meanwhile, or the act is not possible any more.
    Conflit,
    /// 422: what was sent does not pass the rules.
    Invalide,
    /// 400: the request itself is not readable.
    Illisible,
    /// 408: what was being sent did not come in time.
    TropLent,
    /// 413: more than any form of the portal.
    TropGros,
    /// 429: too often; the answer says when to come back.
    TropDeRequetes,
    /// 503: the register does not answer; nothing was changed.
    Indisponible,
}

impl Code {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::Illisible => 400,
            Self::Connexion => 401,
            Self::Etranger | Self::Interdit => 403,
            Self::Introuvable => 404,
            Self::TropLent => 408,
            Self::Conflit => 409,
            Self::TropGros => 413,
            Self::Invalide => 422,
            Self::TropDeRequetes => 429,
            Self::Indisponible => 503,
        }
    }
}

/// The refusal, as it is shown and as a script reads it. Holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiErreur {
    /// for the program
    pub code: Code,
    /// for the person, in French
    pub message: String,
}

impl ApiErreur {
    /// A refusal with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// Nobody is signed in.
    pub fn connexion() -> Self {
        Self::new(
            Code::Connexion,
            "Votre session est terminée. Ce que vous aviez enregistré est conservé\u{a0}: connectez-vous à nouveau pour reprendre.",
        )
    }

    /// Not there, or not theirs.
    pub fn introuvable() -> Self {
        Self::new(
            Code::Introuvable,
            "Cette page n’existe pas, ou elle n’est pas accessible avec votre compte.",
        )
    }
}

impl FromServerFnError for ApiErreur {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::new(
                Code::Illisible,
                "L’envoi de votre navigateur n’a pas pu être lu. Rien n’a été modifié\u{a0}: revenez à la page précédente, rechargez-la et recommencez.",
            ),
            _ => Self::new(
                Code::Indisponible,
                "Le portail ne répond pas. Rien n’a été modifié\u{a0}: réessayez dans un instant.",
            ),
        }
    }
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::{ApiErreur, Code};
    use registry::ActeError;
    use registry::demande::FiltreIllisible;
    use registry::droit::Interdit;

    impl From<ActeError> for ApiErreur {
        fn from(error: ActeError) -> Self {
            let code = match &error {
                ActeError::Introuvable | ActeError::Interdit => return Self::introuvable(),
                ActeError::Indisponible(cause) => {
                    tracing::error!(%cause, "the register does not answer");
                    Code::Indisponible
                }
                ActeError::TropDeMessages => Code::TropDeRequetes,
                ActeError::Conflit { .. }
                | ActeError::PriseParAutre { .. }
                | ActeError::DecisionPrise { .. }
                | ActeError::TropTard
                | ActeError::FicheModifiee
                | ActeError::ListeEnCours
                | ActeError::FilFerme
                | ActeError::Invitation(_)
                | ActeError::Revue(_)
                | ActeError::ModeleChange
                | ActeError::Transition(_)
                | ActeError::DemandeEnCours { .. }
                | ActeError::DejaOuverte { .. } => Code::Conflit,
                _ => Code::Invalide,
            };
            Self::new(code, error.to_string())
        }
    }

    impl From<registry::db::DbError> for ApiErreur {
        fn from(error: registry::db::DbError) -> Self {
            ActeError::from(error).into()
        }
    }

    impl From<FiltreIllisible> for ApiErreur {
        fn from(illisible: FiltreIllisible) -> Self {
            Self::new(Code::Illisible, illisible.to_string())
        }
    }

    impl From<Interdit> for ApiErreur {
        fn from(interdit: Interdit) -> Self {
            Self::new(Code::Interdit, interdit.to_string())
        }
    }
}
