//! What an open page of the queue hears, asks and says: the news of the stream, what became of its rows, who has the demande in
//! hand, and how its reader likes to work. News hold ids and codes; names come in answers, to those who may read them.

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One news of the stream `/api/direct`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum Evenement {
    /// the stream is open: what was missed meanwhile is to be read again
    Ouvert,
    /// the stream is alive
    Pouls,
    /// something happened to a demande of the perimeter
    Demande {
        /// its id
        demande: String,
        /// the code of the act
        acte: String,
        /// done by this very person
        moi: bool,
    },
    /// news were missed, or the perimeter changed: read again
    Relire,
    /// the session or the right has ended: do not come back
    Fin,
}

/// The answer of `/api/direct/etat`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtatDirect {
    /// demandes that wait in the perimeter
    pub a_traiter: i64,
    /// another one means that there is something to read again
    pub tampon: String,
}

/// What became of a row, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LigneVue {
    /// the demande
    pub demande: String,
    /// « validée par … », « ouverte par … »; empty when there is nothing to say
    pub texte: String,
    /// it does not wait any more
    pub finie: bool,
    /// « Corrigée », « 2 messages non lus »
    pub marques: Vec<String>,
}

/// What became of the queue since a page was drawn. What is empty, but for what arrived, is left as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VueFile {
    /// « 24 demandes à traiter », under the filter that was asked about
    pub titre: String,
    /// « 3 nouvelles demandes », under that filter too; empty without any
    pub nouvelles: String,
    /// the words of the box that takes them all
    pub toutes: String,
    /// how many demandes are in each view of the portal, under the filter that was asked about; empty without one
    pub onglets: Vec<i64>,
    /// the ids of the named views; empty without a filter
    pub vues: Vec<String>,
    /// how many each of them finds
    pub trouvees: Vec<i64>,
    /// the rows that were asked about
    pub lignes: Vec<LigneVue>,
    /// when what is said of a row ends by itself, in seconds
    pub relire: Option<i64>,
}

/// In whose hands a demande is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Main {
    /// this person's
    Moi,
    /// a colleague's
    Autre,
    /// nobody's
    Personne,
    /// one's own demande: a colleague has to take it (R38)
    Sienne,
    /// it is not the one that was read any more
    Changee,
    /// it is decided
    Finie,
    /// it is not this person's to read any more: the page asks no longer
    Perdue,
}

/// What an open demande shows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtatDossier {
    /// in whose hands
    pub main: Main,
    /// one line
    pub titre: String,
    /// what it means and what to do
    pub texte: String,
}

/// Rows asked about at once, at most: no page shows more.
#[cfg(feature = "ssr")]
const LIGNES_MAX: usize = 200;

/// What became of the queue and of these rows (ids, separated by commas) since the page was drawn (`depuis`, milliseconds UTC). For
/// the queue itself, `filtre` is what its address says after `?`, included: everything is counted under it.
#[server(prefix = "/api", endpoint = "suivre-file")]
pub async fn suivre_file(
    depuis: i64,
    #[server(default)] demandes: String,
    #[server(default)] filtre: String,
) -> Result<VueFile, ApiErreur> {
    use crate::pages::gestion::{AdresseFile, vue_file};
    use crate::requete::{gestionnaire, registry, session};
    use domain::date::Instant;
    let gestionnaire = gestionnaire()?;
    let demandes: Vec<_> = demandes
        .split(',')
        .filter_map(|id| id.parse().ok())
        .take(LIGNES_MAX)
        .collect();
    let adresse = match filtre.strip_prefix('?') {
        Some(parametres) => {
            let session = session().ok_or_else(ApiErreur::connexion)?;
            Some(AdresseFile::lire(&registry(), &session, parametres).await?)
        }
        None => None,
    };
    vue_file(&gestionnaire, Instant::from_millis(depuis), &demandes, adresse).await
}

/// Who has the demande in hand. When its reader works on it, the page takes it if it is free, or keeps it.
#[server(prefix = "/api", endpoint = "prise")]
pub async fn tenir_prise(
    demande: String,
    jeton: String,
    version: i64,
    #[server(default)] travaille: bool,
) -> Result<EtatDossier, ApiErreur> {
    use crate::pages::gestion::etat_dossier;
    use crate::requete::{gestionnaire, registry};
    let (id, jeton) = lire_prise(&demande, &jeton)?;
    let gestionnaire = gestionnaire()?;
    let registry = registry();
    let prise = if travaille {
        registry.prendre(&gestionnaire, id, jeton).await?
    } else {
        registry.qui_traite(&gestionnaire, id).await?
    };
    etat_dossier(&gestionnaire, id, version, prise).await
}

/// The page is left: what it had in hand is given back.
#[server(prefix = "/api", endpoint = "liberer-prise")]
pub async fn liberer_prise(demande: String, jeton: String) -> Result<(), ApiErreur> {
    let (id, jeton) = lire_prise(&demande, &jeton)?;
    let gestionnaire = crate::requete::gestionnaire()?;
    Ok(crate::requete::registry()
        .liberer(&gestionnaire, id, jeton)
        .await?)
}

/// Takes a demande over, from whoever has it, and comes back to it. `saisie` names what was being written.
#[server(prefix = "/api", endpoint = "prendre-la-main")]
pub async fn prendre_la_main(
    demande: String,
    #[server(default)] saisie: String,
    #[server(default)] file: String,
) -> Result<(), ApiErreur> {
    use crate::pages::gestion::Gardee;
    use crate::pages::{DepuisFile, chemin};
    use crate::requete::{gestionnaire, registry};
    use domain::ids::DemandeId;
    let id: DemandeId = demande.parse().map_err(|_| ApiErreur::introuvable())?;
    let gestionnaire = gestionnaire()?;
    let registry = registry();
    registry
        .prendre_la_main(&gestionnaire, id, registry.jeton_prise())
        .await?;
    let vers = match saisie.parse() {
        Ok(note) => Gardee::retour(id, "main", note).await?,
        Err(_) => chemin::dossier(id),
    };
    leptos_axum::redirect(&DepuisFile::lire(&file).avec(&vers));
    Ok(())
}

/// Whether this person wants the keyboard shortcuts of the queue.
#[server(prefix = "/api", endpoint = "regler-raccourcis")]
pub async fn regler_raccourcis(#[server(default)] actifs: bool) -> Result<(), ApiErreur> {
    let gestionnaire = crate::requete::gestionnaire()?;
    crate::requete::registry()
        .regler_raccourcis_clavier(&gestionnaire, actifs)
        .await?;
    leptos_axum::redirect(crate::pages::chemin::FILE);
    Ok(())
}

#[cfg(feature = "ssr")]
fn lire_prise(
    demande: &str,
    jeton: &str,
) -> Result<(domain::ids::DemandeId, registry::direct::JetonPrise), ApiErreur> {
    match (demande.parse(), jeton.parse()) {
        (Ok(demande), Ok(jeton)) => Ok((demande, jeton)),
        _ => Err(ApiErreur::introuvable()),
    }
}
