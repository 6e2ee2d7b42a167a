//! Why somebody could not sign in, in their words; and, for the operator, a short code that says which check failed.

use super::TransportError;
use axum::http::StatusCode;

/// Why a sign-in did not succeed. No session was opened. `Display` is the sentence shown to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Echec {
    /// the provider of this address is not declared
    #[error(
        "Ce moyen de connexion n’est pas proposé sur ce portail. Revenez à la page de connexion et choisissez-en un autre."
    )]
    Inconnu,
    /// the person changed their mind
    #[error(
        "Vous avez interrompu la connexion, ou refusé de transmettre vos informations au portail. Rien n’a été enregistré et rien n’est perdu\u{a0}: vous pouvez recommencer quand vous voulez."
    )]
    Refuse,
    /// nobody began this sign-in here, or it was long ago, or it has been used
    #[error(
        "Ce lien de connexion ne peut plus servir\u{a0}: il a déjà été utilisé, il date de plus de dix minutes, ou la connexion avait été commencée dans un autre navigateur. Ce que vous aviez enregistré est conservé\u{a0}: recommencez la connexion."
    )]
    Perime,
    /// no answer
    #[error(
        "Le service qui confirme votre identité ne répond pas. Ce que vous aviez enregistré est conservé\u{a0}: réessayez dans quelques minutes."
    )]
    Injoignable,
    /// an answer that takes too long
    #[error(
        "Le service qui confirme votre identité met trop de temps à répondre. Ce que vous aviez enregistré est conservé\u{a0}: réessayez dans quelques minutes."
    )]
    Lent,
    /// an answer that must not be believed
    #[error(
        "La réponse du service qui confirme votre identité n’est pas conforme\u{a0}: par sécurité, la connexion a été refusée. Ce que vous aviez enregistré est conservé. Réessayez\u{a0}; si cela se reproduit, transmettez le code {} à l’exploitant du portail.",
        .0.code()
    )]
    NonConforme(Faute),
    /// the two clocks disagree
    #[error(
        "L’heure du service qui confirme votre identité et celle du portail diffèrent trop\u{a0}: par sécurité, la connexion a été refusée. Ce que vous aviez enregistré est conservé. Réessayez plus tard\u{a0}; si cela dure, transmettez le code OIDC-HORLOGE à l’exploitant du portail."
    )]
    Horloge,
    /// the person was not authenticated as strongly as was asked
    #[error(
        "Votre identité n’a pas été confirmée avec le niveau de sécurité que le portail demande. Rien n’est perdu\u{a0}: recommencez en choisissant un autre moyen d’identification."
    )]
    Niveau,
    /// nothing that an account could be made of
    #[error(
        "Le service qui confirme votre identité n’a pas transmis ce qui permet de vous reconnaître. Rien n’est perdu\u{a0}: recommencez en acceptant la transmission de vos informations, ou connectez-vous par un autre moyen."
    )]
    SansIdentite,
}

/// Which check of a provider's answer failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Faute {
    /// the provider's description of itself
    Decouverte,
    /// the code was not accepted
    Code,
    /// the portal's own name or secret was not accepted
    Client,
    /// an answer that cannot be read
    Reponse,
    /// a signature that is wrong
    Signature,
    /// a key that the provider does not publish
    Cle,
    /// a way of signing that is not allowed
    Algorithme,
    /// somebody else's token
    Emetteur,
    /// a token for somebody else
    Audience,
    /// a token asked for by somebody else
    Partie,
    /// a token of another sign-in
    Nonce,
    /// a token that has expired
    Expire,
    /// an access token that is not the one of the ID token
    Jeton,
    /// information about somebody else
    Sujet,
    /// information that had to be signed
    NonSigne,
}

impl Faute {
    /// What the operator is told.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Decouverte => "OIDC-DECOUVERTE",
            Self::Code => "OIDC-CODE",
            Self::Client => "OIDC-CLIENT",
            Self::Reponse => "OIDC-REPONSE",
            Self::Signature => "OIDC-SIGNATURE",
            Self::Cle => "OIDC-CLE",
            Self::Algorithme => "OIDC-ALGORITHME",
            Self::Emetteur => "OIDC-EMETTEUR",
            Self::Audience => "OIDC-AUDIENCE",
            Self::Partie => "OIDC-AZP",
            Self::Nonce => "OIDC-NONCE",
            Self::Expire => "OIDC-EXPIRE",
            Self::Jeton => "OIDC-JETON",
            Self::Sujet => "OIDC-SUJET",
            Self::NonSigne => "OIDC-NON-SIGNE",
        }
    }
}

impl Echec {
    /// The heading of the page.
    pub(crate) fn titre(self) -> &'static str {
        match self {
            Self::Inconnu => "Moyen de connexion inconnu",
            Self::Refuse => "Connexion interrompue",
            Self::Perime => "Connexion à recommencer",
            Self::Injoignable | Self::Lent => "Service d’identité indisponible",
            Self::NonConforme(_) | Self::Horloge => "Connexion refusée par sécurité",
            Self::Niveau => "Niveau de sécurité insuffisant",
            Self::SansIdentite => "Identité non transmise",
        }
    }

    /// Its HTTP status.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Inconnu => StatusCode::NOT_FOUND,
            Self::Refuse | Self::Niveau | Self::SansIdentite => StatusCode::FORBIDDEN,
            Self::Perime => StatusCode::BAD_REQUEST,
            Self::Injoignable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Lent => StatusCode::GATEWAY_TIMEOUT,
            Self::NonConforme(_) | Self::Horloge => StatusCode::BAD_GATEWAY,
        }
    }

    /// What is written in the log.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Inconnu => "inconnu",
            Self::Refuse => "refus",
            Self::Perime => "perime",
            Self::Injoignable => "injoignable",
            Self::Lent => "lent",
            Self::NonConforme(faute) => faute.code(),
            Self::Horloge => "OIDC-HORLOGE",
            Self::Niveau => "OIDC-ACR",
            Self::SansIdentite => "OIDC-IDENTITE",
        }
    }
}

impl From<Faute> for Echec {
    fn from(faute: Faute) -> Self {
        Self::NonConforme(faute)
    }
}

impl From<TransportError> for Echec {
    fn from(erreur: TransportError) -> Self {
        match erreur {
            TransportError::Injoignable => Self::Injoignable,
            TransportError::Lent => Self::Lent,
            TransportError::TropLong => Self::NonConforme(Faute::Reponse),
        }
    }
}
