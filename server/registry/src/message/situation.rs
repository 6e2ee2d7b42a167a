//! What happened to a situation d'exercice (R37, R27, R53): one mail for each thing that can, with what changed.

use super::Courriel;
use super::gabarit::Bloc;
use crate::journal::Changement;
use domain::date::{Jour, long};
use domain::etablissement::EtablissementResume;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoi {
    /// a gestionnaire changed it
    Modifiee,
    /// a gestionnaire ended it
    Fermee { fin: Jour, passee: bool },
    /// a gestionnaire undid a closing
    Rouverte,
    /// a gestionnaire added it
    Ajoutee,
    /// its planned end came
    Terminee { fin: Jour },
    /// the person told of their departure
    Depart { fin: Jour },
}

impl Quoi {
    fn genre(self) -> &'static str {
        match self {
            Self::Modifiee => "situation_modifiee",
            Self::Fermee { .. } => "situation_fermee",
            Self::Rouverte => "situation_rouverte",
            Self::Ajoutee => "situation_ajoutee",
            Self::Terminee { .. } => "situation_terminee",
            Self::Depart { .. } => "depart_declare",
        }
    }

    fn sujet(self) -> &'static str {
        match self {
            Self::Modifiee => "Votre situation d’exercice a été modifiée",
            Self::Fermee { .. } => "Votre situation d’exercice prend fin",
            Self::Rouverte => "Votre situation d’exercice est rouverte",
            Self::Ajoutee => "Une situation d’exercice est ajoutée à votre numéro RPPS",
            Self::Terminee { .. } => "Votre situation d’exercice a pris fin",
            Self::Depart { .. } => "Votre départ est enregistré",
        }
    }

    fn annonce(self, ou: &str) -> String {
        match self {
            Self::Modifiee => format!(
                "Le gestionnaire de l’établissement {ou} a modifié votre situation d’exercice au répertoire RPPS+."
            ),
            Self::Fermee { fin, passee } => {
                let verbe = if passee { "a pris fin" } else { "prend fin" };
                format!(
                    "Le gestionnaire de l’établissement {ou} a fermé votre situation d’exercice\u{a0}: elle {verbe} le {}.",
                    long(fin)
                )
            }
            Self::Rouverte => format!(
                "Le gestionnaire de l’établissement {ou} a rouvert votre situation d’exercice, qui avait été fermée."
            ),
            Self::Ajoutee => format!(
                "Le gestionnaire de l’établissement {ou} a ajouté une situation d’exercice à votre numéro RPPS, qui ne change pas."
            ),
            Self::Terminee { fin } => format!(
                "Votre situation d’exercice dans l’établissement {ou} a pris fin le {}, comme prévu.",
                long(fin)
            ),
            Self::Depart { fin } => format!(
                "Vous avez déclaré votre départ de l’établissement {ou}. Votre situation d’exercice y prend fin le {}.",
                long(fin)
            ),
        }
    }

    fn consequence(self) -> &'static str {
        match self {
            Self::Modifiee | Self::Rouverte | Self::Ajoutee => {
                "Votre numéro RPPS et votre état civil n’ont pas changé. Si quelque chose ne correspond pas à votre situation \
                 réelle, parlez-en à votre établissement."
            }
            Self::Terminee { .. } => {
                "Les accès que cette situation vous ouvrait sont arrêtés. Votre numéro RPPS reste le vôtre, pour toute votre vie \
                 professionnelle. Si vous y travaillez toujours, demandez à l’établissement d’ajouter une nouvelle situation."
            }
            Self::Fermee { .. } | Self::Depart { .. } => {
                "Les accès que cette situation vous ouvrait s’arrêtent après cette date. Votre numéro RPPS reste le vôtre, pour \
                 toute votre vie professionnelle. Si c’est une erreur, parlez-en à l’établissement, qui peut rouvrir la \
                 situation pendant trente jours."
            }
        }
    }
}

/// To the person.
pub(crate) fn situation_changee(
    quoi: Quoi,
    appel: &str,
    email: String,
    etablissement: &EtablissementResume,
    changements: &[Changement],
) -> Courriel {
    let mut blocs = vec![Bloc::Paragraphe(quoi.annonce(&etablissement.raison_sociale))];
    for c in changements {
        blocs.push(Bloc::Paragraphe(match (&c.avant, &c.apres) {
            (Some(avant), Some(apres)) => format!("{}\u{a0}: {apres} (auparavant\u{a0}: {avant})", c.champ),
            (None, Some(apres)) => format!("{}\u{a0}: {apres}", c.champ),
            (Some(avant), None) => format!("{}\u{a0}: plus rien (auparavant\u{a0}: {avant})", c.champ),
            (None, None) => continue,
        }));
    }
    blocs.push(Bloc::Paragraphe(quoi.consequence().to_owned()));
    Courriel::a(quoi.genre(), appel, email, quoi.sujet().to_owned(), &blocs)
}
