//! Addresses of the terms and of what a public site says of itself.

/// The terms of the portal.
pub const CONDITIONS_PORTAIL: &str = "/conditions/portail";
/// The terms of designations.
pub const CONDITIONS_HABILITATIONS: &str = "/conditions/habilitations";
/// What is known of people, and why.
pub const DONNEES_PERSONNELLES: &str = "/conditions/donnees-personnelles";
/// What people with a disability can expect.
pub const ACCESSIBILITE: &str = "/conditions/accessibilite";
/// Who runs this portal.
pub const MENTIONS_LEGALES: &str = "/conditions/mentions-legales";

/// The text of that name.
pub fn conditions(cle: &str) -> String {
    format!("/conditions/{cle}")
}
