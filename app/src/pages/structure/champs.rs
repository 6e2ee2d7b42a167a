//! The fields of these forms: a date in three boxes, a line of text, and what was typed and could not be accepted.

use crate::api::{ApiErreur, EssaiStructure};
use crate::components::SAISIE;
use crate::requete::{parametre, saisie_notee};
use domain::ids::RechercheId;
use leptos::prelude::*;

/// What a form shows again; nothing for a form that nobody sent yet.
#[derive(Clone, Debug, Default)]
pub struct Essai(Option<EssaiStructure>);

/// What was typed last and could not be accepted.
pub async fn essai() -> Result<Essai, ApiErreur> {
    Ok(Essai(
        match parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok()) {
            Some(note) => saisie_notee(note).await?,
            None => None,
        },
    ))
}

impl Essai {
    /// The same, if it is about that form.
    pub fn de(&self, objet: &str) -> Self {
        Self(self.0.clone().filter(|essai| essai.objet == objet))
    }

    /// True when there is something to correct.
    pub fn existe(&self) -> bool {
        self.0.is_some()
    }

    /// What was typed in a field.
    pub fn valeur(&self, champ: &str) -> Option<String> {
        self.0.as_ref()?.champs.get(champ).cloned()
    }

    /// What is wrong with a field.
    pub fn erreur(&self, champ: &str) -> Option<String> {
        let essai = self.0.as_ref()?;
        (essai.champ == champ).then(|| essai.message.clone())
    }

    /// What is wrong, whatever the field.
    pub fn message(&self) -> Option<String> {
        self.0.as_ref().map(|essai| essai.message.clone())
    }
}

/// A date in three boxes named `{prefixe}_jour`, `_mois`, `_annee`. `de` makes the ids unique on a page with several forms.
#[component]
pub fn TroisCases(
    #[prop(into)] prefixe: String,
    #[prop(into)] de: String,
    #[prop(into)] libelle: String,
    #[prop(optional, into)] aide: String,
    essai: Essai,
    /// shown when nothing was typed
    #[prop(optional_no_strip)]
    defaut: Option<domain::date::Jour>,
) -> impl IntoView {
    let erreur = essai.erreur(&prefixe);
    let invalide = erreur.is_some();
    let id = format!("{prefixe}-{de}");
    let defauts = defaut.map_or_else(Default::default, |jour| {
        [
            jour.day().to_string(),
            u8::from(jour.month()).to_string(),
            jour.year().to_string(),
        ]
    });
    let cases = [
        ("jour", "Jour", "w-16"),
        ("mois", "Mois", "w-16"),
        ("annee", "Année", "w-24"),
    ];
    view! {
        <fieldset class="mt-4" id=id.clone() tabindex="-1" aria-describedby=format!("{id}-aide {id}-erreur")>
            <legend class="block font-bold">{libelle}</legend>
            <p id=format!("{id}-aide") class="max-w-lecture text-soft" hidden=aide.is_empty()>{aide.clone()}</p>
            <p id=format!("{id}-erreur") class="max-w-lecture font-bold text-danger" hidden=!invalide>
                {erreur.map(|erreur| format!("Erreur : {erreur}"))}
            </p>
            <div class="mt-1 flex gap-3">
                {cases
                    .into_iter()
                    .zip(defauts)
                    .map(|((cle, libelle, largeur), defaut)| {
                        let nom = format!("{prefixe}_{cle}");
                        let case = format!("{nom}-{de}");
                        let valeur = essai.valeur(&nom).unwrap_or(defaut);
                        view! {
                            <div>
                                <label for=case.clone() class="block">{libelle}</label>
                                <input
                                    id=case
                                    name=nom
                                    type="text"
                                    inputmode=if cle == "mois" { "text" } else { "numeric" }
                                    value=valeur
                                    class=format!("{SAISIE} {largeur}")
                                    autocomplete="off"
                                    aria-invalid=invalide.then_some("true")
                                />
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

/// One line of text.
#[component]
pub fn LigneTexte(
    nom: &'static str,
    #[prop(into)] de: String,
    #[prop(into)] libelle: String,
    #[prop(optional, into)] aide: String,
    essai: Essai,
    #[prop(optional)] chiffres: bool,
) -> impl IntoView {
    let id = format!("{nom}-{de}");
    let erreur = essai.erreur(nom);
    let invalide = erreur.is_some();
    view! {
        <div class="mt-4">
            <label for=id.clone() class="block font-bold">{libelle}</label>
            <p id=format!("{id}-aide") class="max-w-lecture text-soft" hidden=aide.is_empty()>{aide.clone()}</p>
            <p id=format!("{id}-erreur") class="max-w-lecture font-bold text-danger" hidden=!invalide>
                {erreur.map(|erreur| format!("Erreur : {erreur}"))}
            </p>
            <input
                id=id.clone()
                name=nom
                type="text"
                inputmode=if chiffres { "numeric" } else { "text" }
                value=essai.valeur(nom).unwrap_or_default()
                class=format!("{SAISIE} mt-1 w-full max-w-md")
                autocomplete="off"
                spellcheck="false"
                aria-describedby=format!("{id}-aide {id}-erreur")
                aria-invalid=invalide.then_some("true")
            />
        </div>
    }
}
