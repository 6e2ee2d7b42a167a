//! The objects of campaigns of review for the table of rights: one that goes on, one that is over, a link.

use super::*;
use registry::revue::VueRevue;

/// A campaign of Paul's EHPAD opened by its head, the person of its first line, a link to it, and one that ended before.
pub(super) struct Revues {
    pub(super) en_cours: String,
    pub(super) attestee: String,
    pub(super) situation: String,
    pub(super) jeton: String,
    pub(super) partage: String,
}

/// Opens and ends them with the proof of that session.
pub(super) async fn revues(site: &Site, cookie: &str, etablissement: &str) -> Revues {
    let registry = &site.registry;
    let session = registry
        .session_ouverte(cookie.trim_start_matches("session="))
        .await
        .unwrap()
        .unwrap();
    let tete = session.representant().unwrap();
    let finess = etablissement.parse().unwrap();
    let finie = registry.ouvrir_revue(&tete, &finess).await.unwrap();
    let r = registry.reviseur(&session, finie).await.unwrap();
    registry.terminer_revue(&r, true).await.unwrap();
    let en_cours = registry.ouvrir_revue(&tete, &finess).await.unwrap();
    let r = registry.reviseur(&session, en_cours).await.unwrap();
    let jeton = registry.partager_revue(&r, &finess).await.unwrap();
    let vue = registry.revue(&r).await.unwrap();
    let lignes = registry
        .lignes_revue(&r, None, VueRevue::Toutes, 1)
        .await
        .unwrap();
    Revues {
        en_cours: en_cours.to_string(),
        attestee: finie.to_string(),
        situation: lignes
            .lignes
            .first()
            .map(|ligne| ligne.situation.to_string())
            .unwrap_or_default(),
        jeton: jeton.as_str().to_owned(),
        partage: vue
            .parts
            .first()
            .and_then(|part| part.partage.as_ref())
            .map(|partage| partage.id.to_string())
            .unwrap_or_default(),
    }
}

impl Revues {
    /// What a form of this endpoint would hold; none for the endpoints of other rooms.
    pub(super) fn corps(&self, chemin: &str, structure: &str, note: &str) -> Option<String> {
        let revue = format!("revue={}", self.en_cours);
        Some(match chemin {
            "ouvrir-revue" => format!("structure={structure}"),
            "regler-revue" => format!("structure={structure}&frequence=annuelle"),
            "confirmer-presents" | "revoir-page" | "terminer-revue" => revue,
            "preciser-revue" => format!("{revue}&saisie={note}"),
            "repondre-revue" => format!("{revue}&situation={}&version=9&reponse=present", self.situation),
            "partager-revue" => format!("{revue}&eg={structure}"),
            "revoquer-partage" => format!("{revue}&partage={}", self.partage),
            "repondre-reviseur" => format!("{revue}&partage={}&compte={note}&reponse=accepter", self.partage),
            "demander-partage" => format!("jeton={}", self.jeton),
            _ => return None,
        })
    }
}
