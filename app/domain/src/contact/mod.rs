//! How to reach a person: one e-mail address and one mobile number, both needed for the e-CPS (R18) and never public (R20).
//!
//! This room says whether they are well formed, never whether somebody answers. Printing one for debugging hides it.

mod email;
mod mobile;
mod numerotation;
mod suggestion;
mod territoires;

pub use email::{Email, EmailError};
pub use mobile::{Mobile, MobileError};
