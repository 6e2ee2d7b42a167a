//! The addresses of invitations. The link of a mail holds its secret and nothing about anybody.

use domain::ids::RechercheId;

/// The invitations of the gestionnaire's establishments.
pub const INVITATIONS: &str = "/gestion/invitations";
/// Preparing one.
pub const INVITER: &str = "/gestion/invitations/nouvelle";

/// A page of the list.
pub fn invitations(page: u32) -> String {
    match page {
        0 | 1 => INVITATIONS.to_owned(),
        page => format!("{INVITATIONS}?page={page}"),
    }
}

/// The list, once the act called `fait` is done: `envoyee`, `renvoyee`, `retiree`.
pub fn invitations_apres(fait: &str) -> String {
    format!("{INVITATIONS}?fait={fait}")
}

/// An invitation to complete, kept on the server.
pub fn inviter_a_revoir(note: RechercheId) -> String {
    format!("{INVITER}?saisie={note}")
}

/// The page of a link.
pub fn invitation(jeton: &str) -> String {
    format!("/invitation/{jeton}")
}
