//! Demonstration data: personas to sign in as, and an invented register around them (registered people, demandes waiting and
//! decided) on the sample of establishments. Always the same, but for the dates, which count back from today.
//!
//! Every value goes through the doors of the domain, every demande through the acts of the register. Nobody is real: names
//! are drawn at random, e-mails are in domains reserved for examples, mobiles in a range that is not in service. Never sow it
//! in a register that serves real people.

mod alea;
mod attente;
mod echelle;
mod invention;
mod noms;
mod personas;
mod revues;
mod rotation;
mod semis;
mod structures;

pub use echelle::{Echelle, etablissements, semer_a_l_echelle};
pub use personas::{GroupeDemo, PersonneDemo, compte_de, personnes};
pub use semis::{SemisError, semer};
