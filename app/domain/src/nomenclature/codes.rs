//! One way to write a closed national list: code, label, reading and storing by the code.

/// Declares an enum whose variants are the lines of a national list. The code is what is stored and sent; it is read back
/// exactly as published (case included), surrounding spaces aside.
macro_rules! codes {
    (
        $(#[$doc:meta])*
        pub enum $nom:ident, $refus:ident = $phrase:literal {
            $( $(#[$vdoc:meta])* $variante:ident = $code:literal, $libelle:literal; )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $nom {
            $( $(#[$vdoc])* #[serde(rename = $code)] $variante, )+
        }

        impl $nom {
            /// Every line of the list, in the order in which it is shown.
            pub const TOUS: &'static [Self] = &[$( Self::$variante ),+];

            /// The published code.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variante => $code, )+ }
            }

            /// The published label, as a person reads it.
            pub const fn libelle(self) -> &'static str {
                match self { $( Self::$variante => $libelle, )+ }
            }
        }

        impl std::fmt::Display for $nom {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $nom {
            type Err = $refus;

            fn from_str(texte: &str) -> Result<Self, Self::Err> {
                match texte.trim() {
                    $( $code => Ok(Self::$variante), )+
                    _ => Err($refus),
                }
            }
        }

        #[doc = concat!("The text is no code of [`", stringify!($nom), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[error($phrase)]
        pub struct $refus;
    };
}

pub(crate) use codes;
