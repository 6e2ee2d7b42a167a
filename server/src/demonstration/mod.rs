//! The identity providers of the demonstration: two small `OpenID` Connect providers in the same program, which vouch for
//! imaginary persons and ask for no password. The portal speaks to them as it speaks to the real ones.
//!
//! Exists in demonstration mode only, and knows nobody but the persons of `registry::demonstration`.

mod fournisseur;
mod page;
mod personnes;

pub(crate) use fournisseur::ouvrir;
#[cfg(test)]
pub(crate) use personnes::dit;
