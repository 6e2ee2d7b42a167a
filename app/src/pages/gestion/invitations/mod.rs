//! The screens of invitations: those that were sent (`liste`), preparing one (`nouvelle`).

mod liste;
mod nouvelle;

pub use liste::Invitations;
pub use nouvelle::NouvelleInvitation;
