//! The addresses of campaigns of review. Ids, codes and, for an invitation, the secret that its link is made of.

use super::REVUES;
use domain::date::Instant;
use domain::ids::{RechercheId, RevueId};
use registry::revue::VueRevue;

/// A campaign.
pub fn revue(id: RevueId) -> String {
    format!("{REVUES}/{id}")
}

/// Its people, of one establishment or of all. `finess`: empty for all.
pub fn lignes_revue(id: RevueId, finess: &str, vue: VueRevue, page: u32) -> String {
    let mut parametres = Vec::new();
    if !finess.is_empty() {
        parametres.push(format!("eg={finess}"));
    }
    if vue != VueRevue::default() {
        parametres.push(format!("vue={}", vue.code()));
    }
    if page > 1 {
        parametres.push(format!("page={page}"));
    }
    let suite = if parametres.is_empty() {
        String::new()
    } else {
        format!("?{}", parametres.join("&"))
    };
    format!("{}{suite}#personnes", revue(id))
}

/// A campaign, once the act called `fait` is done.
pub fn revue_apres(id: RevueId, fait: &str) -> String {
    format!("{}?fait={fait}", revue(id))
}

/// A campaign where people came since a page read at that instant was drawn. `finess`: empty for all establishments.
pub fn revue_arrivees(id: RevueId, finess: &str, depuis: Instant) -> String {
    let eg = if finess.is_empty() {
        String::new()
    } else {
        format!("&eg={finess}")
    };
    format!(
        "{}?fait=arrivees&depuis={}{eg}#arrivees",
        revue(id),
        depuis.millis()
    )
}

/// A campaign, with the secret of a link just made, kept on the server.
pub fn revue_lien(id: RevueId, note: RechercheId) -> String {
    format!("{}?lien={note}#partages", revue(id))
}

/// When somebody left, or which rôle they have now: those chosen, kept on the server.
pub fn precisions_revue(id: RevueId, note: RechercheId) -> String {
    format!("{}/precisions?saisie={note}", revue(id))
}

/// The attestation.
pub fn attestation_revue(id: RevueId) -> String {
    format!("{}/attestation", revue(id))
}

/// The link of an invitation.
pub fn invitation_revue(jeton: &str) -> String {
    format!("{REVUES}/partage/{jeton}")
}

/// The structures, once the act called `fait` is done.
pub fn revues_apres(fait: &str) -> String {
    format!("{REVUES}?fait={fait}")
}
