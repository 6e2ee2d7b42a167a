//! Forms that a gestionnaire fills in for somebody else: the rules of the person's own forms, with their sentences turned.

use super::ContexteVivant;
use super::formulaire::jour;
use domain::etat_civil::Certification;
use domain::saisie::{
    Champ, Erreurs, SaisieContact, SaisieEngagement, SaisieEtatCivil, SaisieInvitation, SaisiePiece,
    SaisieSituation,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormulaireAutrui {
    /// step 1 of a registration, read on an identity document
    EtatCivil {
        /// today in Paris, ISO
        aujourd_hui: String,
    },
    /// step 2
    Contact,
    /// step 3, and the situations of a registered person
    Situation(Box<ContexteVivant>),
    /// step 4 (R36)
    Engagement,
    /// an invitation
    Invitation(Box<ContexteVivant>),
}

impl FormulaireAutrui {
    /// Reads the fields with the rules of the register: all errors at once, or none. Whether an establishment is one of the
    /// gestionnaire's is for the server to say: only those are offered.
    pub(super) fn erreurs(&self, champs: impl IntoIterator<Item = (String, String)>) -> Option<Erreurs> {
        let champs: BTreeMap<String, String> = champs.into_iter().collect();
        macro_rules! lire {
            ($saisie:ty) => {{
                let mut saisie = <$saisie>::default();
                for (nom, valeur) in &champs {
                    saisie.set(nom, valeur.clone());
                }
                saisie
            }};
        }
        let erreurs = match self {
            Self::EtatCivil { aujourd_hui } => {
                let civil = lire!(SaisieEtatCivil).valider(jour(aujourd_hui)?, Certification::Di);
                let mut erreurs = civil.err().unwrap_or_default();
                erreurs.extend(lire!(SaisiePiece).valider().err().unwrap_or_default());
                (!erreurs.is_empty()).then_some(erreurs)
            }
            Self::Contact => lire!(SaisieContact).valider().err(),
            Self::Situation(contexte) => contexte
                .avec(|ctx| lire!(SaisieSituation).valider(ctx).err())
                .flatten(),
            Self::Engagement => lire!(SaisieEngagement).valider().err(),
            Self::Invitation(contexte) => contexte
                .avec(|ctx| lire!(SaisieInvitation).valider(ctx).err())
                .flatten(),
        };
        let choisi = champs
            .get(Champ::Etablissement.id())
            .is_some_and(|finess| !finess.is_empty());
        let mut autres = Erreurs::new();
        for erreur in erreurs?.pour_autrui() {
            if erreur.champ != Champ::Etablissement || !choisi {
                autres.push(erreur.champ, erreur.message);
            }
        }
        (!autres.is_empty()).then_some(autres)
    }

    /// What the rules need of the register, when they need something.
    #[cfg(feature = "hydrate")]
    pub(super) fn contexte(&mut self) -> Option<&mut ContexteVivant> {
        match self {
            Self::Situation(contexte) | Self::Invitation(contexte) => Some(contexte.as_mut()),
            Self::EtatCivil { .. } | Self::Contact | Self::Engagement => None,
        }
    }
}
