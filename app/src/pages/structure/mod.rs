//! What the head of a structure follows: the path of each structure, and the way between the rooms of that space.
//!
//! What is read here is narrowed by a proof of right (`Representant`, `Designateur`); nothing here decides.

mod onglets;

pub use onglets::{Onglet, Onglets};
