//! Acts on a staff list of one's own. Bringing the file itself is a route of the program: it is no form of short fields.

use super::ApiErreur;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far registering a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Avancement {
    /// rows that are registered
    pub faites: i64,
    /// rows that wait
    pub restantes: i64,
    /// nothing is being registered
    pub fini: bool,
}

/// Says which column is which: for each field, the rank of its column, or nothing.
#[server(prefix = "/api", endpoint = "associer-colonnes")]
pub async fn associer_colonnes(
    liste: String,
    #[server(flatten)] choix: BTreeMap<String, String>,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::ids::ListeId;
    use domain::saisie::Champ;
    let gestionnaire = crate::requete::gestionnaire()?;
    let id: ListeId = liste.parse().map_err(|_| ApiErreur::introuvable())?;
    let choix = choix
        .iter()
        .filter_map(|(champ, rang)| Some((champ.parse::<Champ>().ok()?, rang.parse().ok()?)))
        .collect();
    crate::requete::registry()
        .associer_colonnes(&gestionnaire, id, choix)
        .await?;
    leptos_axum::redirect(&chemin::liste(id));
    Ok(())
}

/// Corrects a row, or sets it aside (`mode` is `ecarter`); goes on to the next one to correct.
#[server(prefix = "/api", endpoint = "corriger-ligne")]
pub async fn corriger_ligne(
    liste: String,
    numero: i64,
    #[server(default)] mode: String,
    #[server(flatten)] valeurs: BTreeMap<String, String>,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::registry;
    use domain::ids::ListeId;
    use domain::saisie::Champ;
    use registry::liste::EtatLigne;
    let gestionnaire = crate::requete::gestionnaire()?;
    let id: ListeId = liste.parse().map_err(|_| ApiErreur::introuvable())?;
    let registry = registry();
    if mode == "ecarter" {
        registry.ecarter_ligne(&gestionnaire, id, numero).await?;
    } else {
        let valeurs = valeurs
            .into_iter()
            .filter_map(|(champ, texte)| Some((champ.parse::<Champ>().ok()?, texte)))
            .collect();
        registry
            .corriger_ligne(&gestionnaire, id, numero, valeurs)
            .await?;
        let (ligne, _) = registry.ligne_liste(&gestionnaire, id, numero).await?;
        if ligne.etat == EtatLigne::ACorriger {
            leptos_axum::redirect(&chemin::ligne_a_revoir(id, numero));
            return Ok(());
        }
    }
    let suivante = registry.ligne_suivante(&gestionnaire, id, numero).await?;
    leptos_axum::redirect(&match suivante {
        Some(suivante) => chemin::ligne_liste_apres(id, suivante, numero),
        None => chemin::liste(id),
    });
    Ok(())
}

/// Says of somebody who looks like the person of a row that it is the same person (`meme`) or another one (`differente`); nothing takes
/// back what was said. With `autre`, of that row of the list. Goes on to the next row to correct.
#[server(prefix = "/api", endpoint = "trancher-ligne")]
pub async fn trancher_ligne(
    liste: String,
    numero: i64,
    empreinte: i64,
    #[server(default)] autre: Option<i64>,
    #[server(default)] choix: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use crate::requete::registry;
    use domain::doublon::ChoixDoublon;
    use domain::ids::ListeId;
    use registry::ActeError;
    use registry::liste::EtatLigne;
    let gestionnaire = crate::requete::gestionnaire()?;
    let id: ListeId = liste.parse().map_err(|_| ApiErreur::introuvable())?;
    let choix = match choix.as_str() {
        "" => None,
        code => Some(
            code.parse::<ChoixDoublon>()
                .map_err(|_| ApiErreur::introuvable())?,
        ),
    };
    let registry = registry();
    match registry
        .trancher_ligne(&gestionnaire, id, numero, autre, empreinte, choix)
        .await
    {
        // What changed meanwhile is on the same page.
        Ok(()) | Err(ActeError::FicheModifiee) => {}
        Err(autre) => return Err(autre.into()),
    }
    let (ligne, _) = registry.ligne_liste(&gestionnaire, id, numero).await?;
    let suivante = match ligne.etat {
        EtatLigne::ACorriger => Some(chemin::ligne_liste(id, numero)),
        _ => registry
            .ligne_suivante(&gestionnaire, id, numero)
            .await?
            .map(|suivante| chemin::ligne_liste_apres(id, suivante, numero)),
    };
    leptos_axum::redirect(&suivante.unwrap_or_else(|| chemin::liste(id)));
    Ok(())
}

/// Has the right rows registered: the box holds for each of them (R36).
#[server(prefix = "/api", endpoint = "inscrire-liste")]
pub async fn inscrire_liste(
    liste: String,
    #[server(default)] exactitude: String,
    #[server(default)] confirmation: String,
) -> Result<(), ApiErreur> {
    use crate::pages::chemin;
    use domain::ids::ListeId;
    use registry::ActeError;
    let gestionnaire = crate::requete::gestionnaire()?;
    let id: ListeId = liste.parse().map_err(|_| ApiErreur::introuvable())?;
    let lancee = crate::requete::registry()
        .inscrire_liste(&gestionnaire, id, exactitude == "on", confirmation == "on")
        .await;
    match lancee {
        Ok(()) => leptos_axum::redirect(&chemin::liste(id)),
        Err(ActeError::Invalide(_)) => leptos_axum::redirect(&chemin::liste_a_attester(id)),
        Err(autre) => return Err(autre.into()),
    }
    Ok(())
}

/// Throws a list away.
#[server(prefix = "/api", endpoint = "supprimer-liste")]
pub async fn supprimer_liste(liste: String) -> Result<(), ApiErreur> {
    let gestionnaire = crate::requete::gestionnaire()?;
    let id = liste.parse().map_err(|_| ApiErreur::introuvable())?;
    crate::requete::registry()
        .supprimer_liste(&gestionnaire, id)
        .await?;
    leptos_axum::redirect(&format!("{}?effacee=1", crate::pages::chemin::LISTES));
    Ok(())
}

/// How far it is.
#[server(prefix = "/api", endpoint = "avancement-liste")]
pub async fn avancement_liste(liste: String) -> Result<Avancement, ApiErreur> {
    use registry::liste::StatutListe;
    let gestionnaire = crate::requete::gestionnaire()?;
    let id = liste.parse().map_err(|_| ApiErreur::introuvable())?;
    let resume = crate::requete::registry().liste(&gestionnaire, id).await?.resume;
    Ok(Avancement {
        faites: resume.faites(),
        restantes: resume.pretes(),
        fini: resume.statut != StatutListe::EnCours,
    })
}
