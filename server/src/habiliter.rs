//! Commands that give and take rights, for whoever runs the portal: the first représentant légal of a structure, the support.

use clap::{Subcommand, ValueEnum};
use domain::date::{Jour, parse_iso};
use domain::identifiant::Finess;
use registry::Registry;
use registry::habilitation::{GenreHabilitation, Octroi, OctroiError};

/// The kinds of habilitation, as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Genre {
    /// Traite les demandes et les situations
    Gestionnaire,
    /// Désigne les gestionnaires
    Mandataire,
    /// Dirige la structure
    RepresentantLegal,
    /// Possède l’officine
    TitulaireOfficine,
}

impl From<Genre> for GenreHabilitation {
    fn from(genre: Genre) -> Self {
        match genre {
            Genre::Gestionnaire => Self::Gestionnaire,
            Genre::Mandataire => Self::Mandataire,
            Genre::RepresentantLegal => Self::RepresentantLegal,
            Genre::TitulaireOfficine => Self::TitulaireOfficine,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Habilitation {
    /// Accorde un droit ; recommencer ne change que la date de la carte
    Accorder {
        /// Identifiant national donné par Pro Santé Connect (`SubjectNameID`)
        #[arg(long)]
        identifiant: String,
        /// Nom affiché, tant que la personne ne s’est jamais connectée
        #[arg(long)]
        nom: String,
        /// Le droit
        #[arg(long)]
        genre: Genre,
        /// Entité juridique (contrat centralisé) ou établissement (contrat décentralisé)
        #[arg(long)]
        finess: Finess,
        /// Dernier jour de validité de la carte, AAAA-MM-JJ
        #[arg(long, value_parser = lire_jour)]
        carte_jusqu_au: Option<Jour>,
    },
    /// Retire un droit, avec effet immédiat
    Retirer {
        /// Identifiant national
        #[arg(long)]
        identifiant: String,
        /// Le droit
        #[arg(long)]
        genre: Genre,
        /// Entité juridique ou établissement
        #[arg(long)]
        finess: Finess,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Operateur {
    /// Nomme un opérateur
    Nommer {
        /// Identifiant national donné par Pro Santé Connect (`SubjectNameID`)
        #[arg(long)]
        identifiant: String,
        /// Nom affiché, tant que la personne ne s’est jamais connectée
        #[arg(long)]
        nom: String,
    },
    /// Révoque un opérateur, avec effet immédiat
    Revoquer {
        /// Identifiant national
        #[arg(long)]
        identifiant: String,
    },
}

fn lire_jour(texte: &str) -> Result<Jour, String> {
    parse_iso(texte).map_err(|_| "écrivez la date sous la forme AAAA-MM-JJ".to_owned())
}

/// Grants or withdraws a right on a structure.
pub(crate) async fn habilitation(registry: &Registry, quoi: Habilitation) -> Result<(), OctroiError> {
    match quoi {
        Habilitation::Accorder {
            identifiant,
            nom,
            genre,
            finess,
            carte_jusqu_au,
        } => {
            registry
                .accorder_habilitation(&Octroi {
                    identifiant,
                    nom,
                    genre: genre.into(),
                    finess,
                    carte_jusqu_au,
                })
                .await?;
            println!("Le droit est accordé.");
        }
        Habilitation::Retirer {
            identifiant,
            genre,
            finess,
        } => {
            registry
                .retirer_habilitation(&identifiant, genre.into(), &finess)
                .await?;
            println!("Le droit est retiré.");
        }
    }
    Ok(())
}

/// Names or revokes an operator of the support.
pub(crate) async fn operateur(registry: &Registry, quoi: Operateur) -> Result<(), OctroiError> {
    match quoi {
        Operateur::Nommer { identifiant, nom } => {
            registry.nommer_operateur(&identifiant, &nom).await?;
            println!("L’opérateur est nommé.");
        }
        Operateur::Revoquer { identifiant } => {
            registry.revoquer_operateur(&identifiant).await?;
            println!("L’opérateur est révoqué.");
        }
    }
    Ok(())
}
