//! The objects of campaigns of review for the table of rights: one that goes on, one that is over, a link.

use super::*;
use domain::ids::PartageId;
use registry::droit::{Reviseur, SessionOuverte};
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
    let session = ouverte(site, cookie).await;
    let tete = session.representant().unwrap();
    let finess = etablissement.parse().unwrap();
    let finie = registry.ouvrir_revue(&tete, &finess).await.unwrap();
    let r = registry.reviseur(&session, finie).await.unwrap();
    registry.terminer_revue(&r, true).await.unwrap();
    let en_cours = registry.ouvrir_revue(&tete, &finess).await.unwrap();
    let r = registry.reviseur(&session, en_cours).await.unwrap();
    let jeton = registry.partager_revue(&r, &finess).await.unwrap();
    let partage = partage(site, &r).await;
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
        partage: partage.map(|id| id.to_string()).unwrap_or_default(),
    }
}

async fn ouverte(site: &Site, cookie: &str) -> SessionOuverte {
    let jeton = cookie.trim_start_matches("session=");
    let session = site.registry.session_ouverte(jeton).await;
    session.unwrap().unwrap()
}

/// The one part of that campaign that is entrusted; none where nobody works.
async fn partage(site: &Site, r: &Reviseur) -> Option<PartageId> {
    let vue = site.registry.revue(r).await.unwrap();
    let mut partages = vue.parts.iter().filter_map(|part| part.partage.as_ref());
    partages.next().map(|partage| partage.id)
}

/// Who came with a link to the campaign of « dedans »: accepted, refused, not answered yet, accepted to a part taken back since,
/// and a gestionnaire, accepted at once, whose right was withdrawn. Leaves a part that is entrusted.
pub(super) async fn reviseurs(site: &Site, cookie: &str, revues: &mut Revues) {
    let registry = &site.registry;
    let tete = ouverte(site, cookie).await;
    let en_cours = revues.en_cours.parse().unwrap();
    let r = registry.reviseur(&tete, en_cours).await.unwrap();
    let finess = DEDANS.parse().unwrap();
    let gestionnaire = GenreHabilitation::Gestionnaire;
    for (qui, accepte) in [
        ("reviseur_revoque", Some(true)),
        ("reviseur_accepte", Some(true)),
        ("reviseur_refuse", Some(false)),
        ("reviseur_en_attente", None),
        ("reviseur_retire", None),
    ] {
        if qui == "reviseur_retire" {
            habilite(site, qui, gestionnaire, DEDANS, 10).await;
        } else {
            sans_droit(site, qui).await;
        }
        let session = session_de(site, &format!("psc:{qui}")).await;
        let session = ouverte(site, &session).await;
        let jeton = registry.partager_revue(&r, &finess).await.unwrap();
        registry.demander_partage(&session, jeton.as_str()).await.unwrap();
        let part = partage(site, &r).await.unwrap();
        if let Some(accepte) = accepte {
            let dit = registry.repondre_reviseur(&r, part, session.compte(), accepte);
            dit.await.unwrap();
        }
        match qui {
            "reviseur_revoque" => registry.revoquer_partage(&r, part).await.unwrap(),
            "reviseur_retire" => {
                let fini = registry.retirer_habilitation(qui, gestionnaire, &finess);
                fini.await.unwrap();
            }
            _ => {}
        }
        revues.partage = part.to_string();
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
