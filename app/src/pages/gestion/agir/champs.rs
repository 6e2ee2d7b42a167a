//! The fields of a situation d'exercice, worded for somebody else than the person, limited to the gestionnaire's establishments:
//! the same for a change, an addition and a registration from end to end.

use crate::api::ApiErreur;
use crate::components::{ChampChoix, ChampDate, ChampListe};
use crate::islands::ContexteVivant;
use crate::pages::professionnel::{NomExercice, categories, contexte_vivant, modes, professions, roles};
use crate::requete::registry;
use domain::nomenclature::Nomenclatures;
use domain::saisie::{Champ, Erreurs, SaisieEtatCivil, SaisieSituation};
use leptos::prelude::*;
use registry::droit::Gestionnaire;
use std::sync::Arc;

/// What there is to choose from.
pub(in crate::pages) struct ChoixSituation {
    nomenclatures: Arc<Nomenclatures>,
    etablissements: Vec<(String, String)>,
}

impl ChoixSituation {
    /// The lists in force, and the open establishments of the gestionnaire.
    pub(in crate::pages) async fn lire(g: &Gestionnaire) -> Result<Self, ApiErreur> {
        let registry = registry();
        let etablissements = registry
            .etablissements_du_perimetre(g)
            .await?
            .into_iter()
            .filter(|e| e.ouvert && e.ej_ouverte)
            .map(|e| {
                (
                    e.finess.to_string(),
                    format!("{} ({}, FINESS {})", e.raison_sociale, e.commune, e.finess),
                )
            })
            .collect();
        Ok(Self {
            nomenclatures: registry.nomenclatures(),
            etablissements,
        })
    }
}

impl ChoixSituation {
    /// The establishments, for a list.
    pub(in crate::pages) fn etablissements(&self) -> Vec<(String, Vec<(String, String)>)> {
        vec![("Vos établissements".to_owned(), self.etablissements.clone())]
    }

    /// The establishment of somebody who has only one.
    pub(in crate::pages) fn seul_etablissement(&self) -> Option<String> {
        match self.etablissements.as_slice() {
            [(finess, _)] => Some(finess.clone()),
            _ => None,
        }
    }

    /// The lists in force.
    pub(in crate::pages) fn nomenclatures(&self) -> &Nomenclatures {
        &self.nomenclatures
    }

    /// What the rules need in the browser, for somebody of that civil status.
    pub(in crate::pages) fn vivant(identite: &SaisieEtatCivil) -> ContexteVivant {
        contexte_vivant(identite, None)
    }
}

/// The fields.
#[component]
pub(in crate::pages) fn ChampsSituation(
    choix: ChoixSituation,
    identite: SaisieEtatCivil,
    saisie: SaisieSituation,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    let nomenclatures = Arc::clone(&choix.nomenclatures);
    view! {
        <ChampListe
            champ=Champ::Etablissement
            valeur=saisie.etablissement
            groupes=choix.etablissements()
            erreurs=erreurs.clone()
            aide="Seuls vos établissements sont proposés. S’il en manque un, demandez au représentant légal de vous y désigner gestionnaire."
        />
        <NomExercice identite=identite nom=saisie.nom_exercice prenom=saisie.prenom_exercice erreurs=erreurs.clone() />
        <ChampDate
            champ=Champ::DateDebut
            prefixe="debut"
            valeurs=[saisie.debut_jour, saisie.debut_mois, saisie.debut_annee]
            erreurs=erreurs.clone()
            aide="Le premier jour dans l’établissement, passé ou à venir. Exemple\u{a0}: 1 9 2024"
        />
        <ChampDate
            champ=Champ::DateFin
            prefixe="fin"
            valeurs=[saisie.fin_jour, saisie.fin_mois, saisie.fin_annee]
            erreurs=erreurs.clone()
            aide="Si elle est déjà connue, par exemple pour un contrat à durée déterminée. Les accès s’arrêtent d’eux-mêmes après ce jour."
            facultatif=true
        />
        <ChampListe
            champ=Champ::Profession
            valeur=saisie.profession
            groupes=professions(&nomenclatures)
            erreurs=erreurs.clone()
            aide="Ce que la personne est\u{a0}: son métier. Cette information n’ouvre aucun accès."
        />
        <ChampChoix
            champ=Champ::Role
            valeur=saisie.role
            options=roles(&nomenclatures)
            erreurs=erreurs.clone()
            aide="Ce qu’elle fait dans cet établissement. C’est le rôle qui décide des documents auxquels elle pourra accéder."
        />
        <ChampChoix champ=Champ::ModeExercice valeur=saisie.mode_exercice options=modes() erreurs=erreurs.clone() />
        <ChampChoix champ=Champ::Categorie valeur=saisie.categorie options=categories() erreurs=erreurs />
    }
}
