//! A form that helps while it is filled in: each field is checked when it is left and cleared as soon as it is right, what
//! is typed is saved by itself, a lost connection or a double click loses nothing. Without it, the form posts as HTML does.

use super::FormulaireAutrui;
use domain::date::{Jour, parse_iso};
use domain::etablissement::EtablissementResume;
use domain::etat_civil::Certification;
use domain::nomenclature::Nomenclatures;
use domain::saisie::{
    ContexteSituation, Erreurs, SaisieContact, SaisieCorrection, SaisieDecision, SaisieEtatCivil,
    SaisieLegale, SaisieMessage, SaisieModele, SaisieReponse, SaisieSituation,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which rules read the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Genre {
    /// step 1
    EtatCivil {
        /// today in Paris, ISO
        aujourd_hui: String,
    },
    /// step 2
    Contact,
    /// step 3
    Situation(Box<ContexteVivant>),
    /// step 4
    Legale,
    /// the gestionnaire's refusal
    Decision,
    /// the gestionnaire's correction request
    Correction,
    /// the applicant's answer to it: steps 2 and 3 on one screen
    Reponse(Box<ContexteVivant>),
    /// a message of the thread
    Message,
    /// a template
    Modele,
    /// what a gestionnaire fills in for somebody else
    Autrui(FormulaireAutrui),
    /// nothing to check before sending: only the protection against double clicks and lost connections
    Simple,
}

/// What the rules of step 3 need to know of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContexteVivant {
    /// Professions and rôles. They do not travel with each island but once with the page ([`NOMENCLATURES`]), and are put
    /// back by `completer`.
    #[serde(skip, default = "aucune")]
    pub nomenclatures: Nomenclatures,
    /// today in Paris, ISO
    pub aujourd_hui: String,
    /// birth date, ISO; empty if not known yet
    pub naissance: String,
    /// birth name, then usage name
    pub noms: Vec<String>,
    /// first names
    pub prenoms: String,
    /// the establishment chosen, as the register knows it
    pub etablissement: Option<EtablissementResume>,
}

/// The id of the data block that carries the nomenclatures of the page.
pub const NOMENCLATURES: &str = "nomenclatures";

fn aucune() -> Nomenclatures {
    Nomenclatures {
        version: String::new(),
        professions: Vec::new(),
        roles: Vec::new(),
        non_eligibles: Vec::new(),
        documents: Vec::new(),
    }
}

/// The nomenclatures of the page, for every island of it.
#[component]
pub fn DonneesNomenclatures(nomenclatures: Nomenclatures) -> impl IntoView {
    let json = serde_json::to_string(&nomenclatures).unwrap_or_default();
    // A data block, never run; « < » is escaped so that no label can end it.
    view! { <script type="application/json" id=NOMENCLATURES inner_html=json.replace('<', "\\u003c")></script> }
}

impl ContexteVivant {
    /// Takes the nomenclatures from the page.
    #[cfg(feature = "hydrate")]
    pub(super) fn completer(&mut self) {
        let lues = super::navigateur::par_id(NOMENCLATURES)
            .and_then(|bloc| bloc.text_content())
            .and_then(|json| serde_json::from_str(&json).ok());
        if let Some(lues) = lues {
            self.nomenclatures = lues;
        }
    }

    /// Runs the rules of step 3 with this context.
    pub fn avec<T>(&self, lire: impl FnOnce(&ContexteSituation<'_>) -> T) -> Option<T> {
        let noms: Vec<&str> = self.noms.iter().map(String::as_str).collect();
        Some(lire(&ContexteSituation {
            nomenclatures: &self.nomenclatures,
            aujourd_hui: jour(&self.aujourd_hui)?,
            etablissement: self.etablissement.as_ref(),
            naissance: jour(&self.naissance),
            noms: &noms,
            prenoms: &self.prenoms,
        }))
    }
}

pub(super) fn jour(iso: &str) -> Option<Jour> {
    parse_iso(iso).ok()
}

impl Genre {
    /// Reads the fields of a form with the rules of the register: all errors at once, or none.
    pub fn erreurs(&self, champs: impl IntoIterator<Item = (String, String)>) -> Option<Erreurs> {
        macro_rules! lire {
            ($saisie:ty, $valider:expr) => {{
                let mut saisie = <$saisie>::default();
                for (nom, valeur) in champs {
                    saisie.set(&nom, valeur);
                }
                let valider = $valider;
                valider(&saisie)
            }};
        }
        match self {
            Self::EtatCivil { aujourd_hui } => {
                let aujourd_hui = jour(aujourd_hui)?;
                lire!(SaisieEtatCivil, |s: &SaisieEtatCivil| s
                    .valider(aujourd_hui, Certification::Fc)
                    .err())
            }
            Self::Contact => lire!(SaisieContact, |s: &SaisieContact| s.valider().err()),
            Self::Situation(contexte) => {
                lire!(SaisieSituation, |s: &SaisieSituation| contexte
                    .avec(|ctx| s.valider(ctx).err())
                    .flatten())
            }
            Self::Legale => lire!(SaisieLegale, |s: &SaisieLegale| s.valider().err()),
            Self::Decision => lire!(SaisieDecision, |s: &SaisieDecision| s.valider().err()),
            Self::Correction => lire!(SaisieCorrection, |s: &SaisieCorrection| s.valider().err()),
            Self::Reponse(contexte) => {
                lire!(SaisieReponse, |s: &SaisieReponse| contexte
                    .avec(|ctx| s.erreurs(ctx))
                    .flatten())
            }
            Self::Message => lire!(SaisieMessage, |s: &SaisieMessage| s.valider().err()),
            Self::Modele => lire!(SaisieModele, |s: &SaisieModele| s.valider().err()),
            Self::Autrui(formulaire) => formulaire.erreurs(champs),
            Self::Simple => None,
        }
    }
}

/// Wraps a form drawn by the server.
#[island]
pub fn FormulaireVivant(genre: Genre, children: Children) -> impl IntoView {
    let boite = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(boite) = boite.get() {
            super::vivant::attacher(&boite, &genre);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = genre;
    view! { <div node_ref=boite>{children()}</div> }
}
