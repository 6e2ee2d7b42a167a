//! A field looked up in the register: suggestions while typing where a script runs; without one, what was typed is looked up
//! when the step is sent and the matches become answers to choose from.

use crate::api::{ApiErreur, Proposition};
use crate::components::{ChampChoix, Enveloppe, Option_};
use crate::islands::{Combobox, Source};
use crate::pages::{adresse_courte, proposition_commune, proposition_etablissement, proposition_pays};
use crate::requete::registry;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;

/// What the register says of the value of such a field.
pub(crate) struct Recherche {
    source: Source,
    valeur: String,
    /// what the value means, when it is known
    libelle: Option<String>,
    /// matches of a text that is not a value
    propositions: Vec<Proposition>,
}

const LIMITE: u32 = 8;

/// An establishment, with what the rules need to know of it.
pub(crate) async fn etablissement(
    valeur: &str,
) -> Result<(Recherche, Option<EtablissementResume>), ApiErreur> {
    let registry = registry();
    let connu = match valeur.parse::<Finess>() {
        Ok(finess) => registry.etablissement(&finess).await?,
        Err(_) => None,
    };
    let propositions = if connu.is_none() && !valeur.trim().is_empty() {
        registry
            .chercher_etablissements(valeur, LIMITE)
            .await?
            .iter()
            .map(proposition_etablissement)
            .collect()
    } else {
        Vec::new()
    };
    let libelle = connu.as_ref().map(|e| e.raison_sociale.clone());
    Ok((
        Recherche {
            source: Source::Etablissements,
            valeur: valeur.to_owned(),
            libelle,
            propositions,
        },
        connu,
    ))
}

/// A French commune.
pub(crate) async fn commune(valeur: &str) -> Result<Recherche, ApiErreur> {
    let registry = registry();
    let connue = registry.commune(valeur).await?;
    let propositions = if connue.is_none() && !valeur.trim().is_empty() {
        registry
            .chercher_communes(valeur, LIMITE)
            .await?
            .iter()
            .map(proposition_commune)
            .collect()
    } else {
        Vec::new()
    };
    let libelle = connue.as_ref().map(|c| proposition_commune(c).libelle);
    Ok(Recherche {
        source: Source::Communes,
        valeur: valeur.to_owned(),
        libelle,
        propositions,
    })
}

/// A country.
pub(crate) async fn pays(valeur: &str) -> Result<Recherche, ApiErreur> {
    let registry = registry();
    let connu = registry.pays_par_code(valeur).await?;
    let propositions = if connu.is_none() && !valeur.trim().is_empty() {
        registry
            .chercher_pays(valeur, LIMITE)
            .await?
            .iter()
            .map(proposition_pays)
            .collect()
    } else {
        Vec::new()
    };
    Ok(Recherche {
        source: Source::Pays,
        valeur: valeur.to_owned(),
        libelle: connu.map(|p| p.libelle),
        propositions,
    })
}

/// The field.
#[component]
pub(crate) fn ChampRecherche(
    champ: Champ,
    recherche: Recherche,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(into)] aide: String,
    /// the chosen establishment, shown under the field
    #[prop(optional_no_strip)]
    choisi: Option<EtablissementResume>,
) -> impl IntoView {
    let Recherche {
        source,
        valeur,
        libelle,
        propositions,
    } = recherche;
    if !propositions.is_empty() {
        let mut options: Vec<Option_> = propositions
            .into_iter()
            .map(|p| Option_ {
                valeur: p.valeur,
                libelle: p.libelle,
                precision: Some(p.precision),
                detail: None,
            })
            .collect();
        // Sent again as it is, what was typed is not lost.
        options.insert(
            0,
            Option_ {
                valeur: valeur.clone(),
                libelle: "Pas encore choisi".to_owned(),
                ..Option_::default()
            },
        );
        options.push(Option_ {
            libelle: "Aucune de ces réponses\u{a0}: chercher à nouveau".to_owned(),
            ..Option_::default()
        });
        let aide = format!(
            "Voici ce qui correspond à «\u{a0}{valeur}\u{a0}». Choisissez une réponse, puis validez."
        );
        return view! { <ChampChoix champ=champ valeur=valeur options=options erreurs=erreurs aide=aide /> }
            .into_any();
    }
    let invalide = erreurs.as_ref().is_some_and(|e| e.pour(champ).is_some());
    let rien = (libelle.is_none() && valeur.chars().any(char::is_alphabetic)).then(|| {
        format!(
            "Rien ne correspond à «\u{a0}{valeur}\u{a0}»\u{a0}: essayez un autre mot, ou seulement le début."
        )
    });
    view! {
        <Enveloppe champ=champ erreurs=erreurs aide=aide>
            <Combobox
                nom=champ.id().to_owned()
                valeur=valeur
                libelle=libelle.clone().unwrap_or_default()
                source=source
                invalide=invalide
            />
            {match choisi {
                Some(etablissement) => {
                    Some(view! { <p class="text-soft">{format!("Choisi\u{a0}: {}, {}", etablissement.raison_sociale, adresse_courte(&etablissement))}</p> })
                }
                None => libelle.clone().map(|libelle| view! { <p class="text-soft">{format!("Choisi\u{a0}: {libelle}")}</p> }),
            }}
            {rien.map(|rien| view! { <p class="font-bold" data-rien="">{rien}</p> })}
        </Enveloppe>
    }
    .into_any()
}
