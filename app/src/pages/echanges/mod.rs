//! What both sides of a demande read of their exchanges: the rounds of correction and the thread. Each side's own page says
//! who may see them and where its forms go; nothing here reads the register for itself but the words of a reference list.

mod choix;
mod fil;
mod tours;

pub(super) use choix::{ChoixModele, Offert, offerts};
pub(super) use fil::{Fil, message_garde};
pub(super) use tours::{Tours, lire_tours};
