//! The interface of the portal, compiled twice: with `ssr` it draws every page on the server, with `hydrate` it becomes the
//! browser half, which wakes up the `islands` only.
//!
//! Pages are HTML first: every form works without JavaScript. What is in `islands` makes them better, never possible.
//! `pages`, `shell` and `routes` exist on the server only; `api` is the site's whole surface for acts, one file per verb.
//! Nothing here contains SQL or a rule of the register.

// A page is one type, as deep as its elements are nested.
#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "components own their props")]

pub mod api;
#[cfg(feature = "ssr")]
pub mod appareil;
pub mod components;
#[cfg(feature = "ssr")]
pub mod cookie;
#[cfg(feature = "ssr")]
pub mod exploitant;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod requete;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
