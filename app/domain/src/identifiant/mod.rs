//! National identifiers: of people (RPPS, `idNat_PS`), of establishments (FINESS), of companies (SIREN, SIRET).
//!
//! Each is a text of fixed shape that ends with a key (§7). What people type may hold spaces; what is kept never does. This
//! room says whether a number is well formed, never whether it exists.

mod finess;
mod luhn;
mod rpps;
mod siren;

pub use finess::{Finess, FinessError};
pub use luhn::{cle_luhn, luhn};
pub use rpps::{IdNatPs, IdNatPsError, Rpps, RppsError};
pub use siren::{Siren, SirenError, Siret, SiretError};

/// Is the key at the end of a number checked?
///
/// Numbers published in documentation and test environments usually carry a wrong key (§7.1): code that must read them says so
/// with [`Cle::Libre`]. In the portal only what was accepted once is read so: what people and files give goes through
/// `FromStr`, which is [`Cle::Verifiee`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cle {
    /// A wrong key is refused.
    #[default]
    Verifiee,
    /// Any key is accepted; the shape is still checked.
    Libre,
}

/// What was typed without the spaces people put in long numbers.
fn sans_espaces(s: &str) -> String {
    s.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The doors shared by all identifiers: printing, and serde through text.
///
/// Serde rereads what was already accepted once, maybe with [`Cle::Libre`]: it checks the shape and not the key.
macro_rules! identifiant {
    ($type:ident, $erreur:ident) => {
        impl $type {
            /// The number in its plain form, without spaces.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $type {
            type Err = $erreur;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Self::parse(s, crate::identifiant::Cle::Verifiee)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $erreur;

            fn try_from(s: String) -> Result<Self, Self::Error> {
                Self::parse(&s, crate::identifiant::Cle::Libre)
            }
        }

        impl From<$type> for String {
            fn from(identifiant: $type) -> Self {
                identifiant.0
            }
        }
    };
}
use identifiant;
