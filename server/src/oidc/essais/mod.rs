//! The sign-in against a provider that does what it must not: on the real routes and a real embedded database, without a
//! socket. Every refusal is a page with its status, and opens no session.

mod banc;
mod faux;
mod identite;
mod parcours;
mod refus;
