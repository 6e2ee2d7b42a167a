//! The fields of these forms: a date in three boxes, a line of text, and what was typed and could not be accepted.

use crate::api::{ApiErreur, EssaiStructure};
use crate::components::{Resume, SAISIE};
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

    /// True when there is something to show again.
    pub fn existe(&self) -> bool {
        self.0.is_some()
    }

    /// True when there is something to correct.
    pub fn en_erreur(&self) -> bool {
        self.0.as_ref().is_some_and(|essai| !essai.message.is_empty())
    }

    /// What a card number, which is never shown again, asks for once the rest of its form is.
    pub fn numero_a_recopier(&self, sinon: &'static str) -> &'static str {
        if self.en_erreur() {
            "Recopiez-le à nouveau\u{a0}: le portail ne garde pas ce numéro."
        } else {
            sinon
        }
    }

    /// What was typed in a field.
    pub fn valeur(&self, champ: &str) -> Option<String> {
        self.0.as_ref()?.champs.get(champ).cloned()
    }

    /// What is wrong with a field.
    pub fn erreur(&self, champ: &str) -> Option<String> {
        let essai = self.0.as_ref()?;
        (essai.champ == champ && !essai.message.is_empty()).then(|| essai.message.clone())
    }

    /// What is wrong, whatever the field.
    pub fn message(&self) -> Option<String> {
        self.0.as_ref().map(|essai| essai.message.clone())
    }
}

/// What is wrong, at the top of the page, with the way to the field: in a form that opens with it.
#[component]
pub fn ResumeEssai(essai: Essai) -> impl IntoView {
    let ligne = essai
        .0
        .filter(|essai| !essai.message.is_empty())
        .map(|essai| (format!("#{}-{}", essai.champ, essai.objet), essai.message));
    ligne.map(|ligne| view! { <Resume lignes=vec![ligne] /> })
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
                {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
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
                {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
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

/// One answer in a list: value and words.
#[component]
pub fn Liste(
    nom: &'static str,
    #[prop(into)] de: String,
    #[prop(into)] libelle: String,
    options: Vec<(String, String)>,
    essai: Essai,
) -> impl IntoView {
    let id = format!("{nom}-{de}");
    let erreur = essai.erreur(nom);
    let invalide = erreur.is_some();
    let choisi = essai.valeur(nom).unwrap_or_default();
    view! {
        <div class="mt-4">
            <label for=id.clone() class="block font-bold">{libelle}</label>
            <p id=format!("{id}-erreur") class="max-w-lecture font-bold text-danger" hidden=!invalide>
                {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
            </p>
            <select
                id=id.clone()
                name=nom
                class=format!("{SAISIE} mt-1 w-full max-w-md cursor-pointer")
                aria-describedby=format!("{id}-erreur")
                aria-invalid=invalide.then_some("true")
            >
                {options
                    .into_iter()
                    .map(|(code, texte)| {
                        let coche = code == choisi;
                        view! { <option value=code selected=coche>{texte}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
