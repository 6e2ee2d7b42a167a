//! What anybody may read before signing in: whether the portal is for them, which rôle fits, what it opens, how it goes.
//! Everything is public and comes from the dated lists; an address holds codes of lists, never anything about a person.

mod adviser;
mod categorie;
mod comparaison;
mod guide;

pub use adviser::Conseil;
pub use comparaison::Comparaison;
pub use guide::Guide;
