//! One folder per actor, one file per screen. A page reads the register with the proof of right it needs and draws; acts go
//! through `api`. Pages exist on the server only: what wakes up in the browser is in `islands`.

pub mod accueil;
pub mod aide;
mod avis_adresse;
pub mod chemin;
pub mod chemin_agir;
pub mod compte;
pub mod conditions;
pub mod connexion;
pub mod conseil;
pub mod demonstration;
pub mod depart;
mod echanges;
pub mod gestion;
pub mod habilitation;
pub mod hors_ligne;
pub mod inscrit;
pub mod invitation;
pub mod professionnel;
mod recherche;
pub mod revue;
pub mod rotation;
mod sortie;
pub mod structure;
pub mod support;

pub(crate) use gestion::DepuisFile;
pub use sortie::{PageErreur, Sortie, page};

use crate::api::Proposition;
use domain::etablissement::EtablissementResume;
use registry::referentiel::{Commune, Pays};

/// An establishment in a list of suggestions.
pub fn proposition_etablissement(etablissement: &EtablissementResume) -> Proposition {
    Proposition {
        valeur: etablissement.finess.to_string(),
        libelle: etablissement.raison_sociale.clone(),
        precision: adresse_courte(etablissement),
        etablissement: Some(etablissement.clone()),
    }
}

/// « 01000 BOURG EN BRESSE · EHPAD · FINESS 010780914 »
pub fn adresse_courte(etablissement: &EtablissementResume) -> String {
    let lieu = format!("{} {}", etablissement.code_postal, etablissement.commune);
    [
        lieu.trim(),
        etablissement.libelle_categorie.as_str(),
        &format!("FINESS {}", etablissement.finess),
    ]
    .into_iter()
    .filter(|partie| !partie.is_empty())
    .collect::<Vec<_>>()
    .join(" · ")
}

/// A commune in a list of suggestions.
pub fn proposition_commune(commune: &Commune) -> Proposition {
    let genre = match commune.genre.as_str() {
        "deleguee" => "commune déléguée, ",
        "associee" => "commune associée, ",
        "arrondissement" => "arrondissement, ",
        _ => "",
    };
    Proposition {
        valeur: commune.code.clone(),
        libelle: format!("{} ({})", commune.nom, commune.departement),
        precision: format!("{genre}code INSEE {}", commune.code),
        etablissement: None,
    }
}

/// A country in a list of suggestions.
pub fn proposition_pays(pays: &Pays) -> Proposition {
    Proposition {
        valeur: pays.code.clone(),
        libelle: pays.libelle.clone(),
        precision: format!("code {}", pays.code),
        etablissement: None,
    }
}
