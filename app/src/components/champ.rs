//! The fields of a form: label above, hint under the label, error above the control, all tied together for screen readers.
//! Ids and names come from the domain's `Champ`, so that server, browser and tests speak of the same thing.

use super::{Bandeau, LIEN, Ton};
use domain::contact::Email;
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;

/// How a text control looks.
pub const SAISIE: &str = "block min-h-11 rounded-md border border-control bg-page px-3 py-2 text-ink aria-invalid:border-2 aria-invalid:border-danger";
const LIBELLE: &str = "block font-bold";
const AIDE: &str = "max-w-lecture text-soft";
const ERREUR: &str = "max-w-lecture font-bold text-danger";

/// How a page offers help beside a field: given the id of the field, what to draw under its hint. In the context of pages that
/// have such help; components do not know what it says.
#[derive(Clone, Copy)]
pub struct AideDuChamp(pub fn(&str) -> Option<AnyView>);

fn message(erreurs: Option<&Erreurs>, champ: Champ) -> Option<String> {
    erreurs
        .and_then(|erreurs| erreurs.pour(champ))
        .map(ToOwned::to_owned)
}

fn decrit_par(id: &str) -> String {
    format!("{id}-aide {id}-erreur")
}

/// The place of a field's hint and error. It exists even when empty: the browser half writes there.
#[component]
fn Indications(
    id: &'static str,
    #[prop(optional)] aide: String,
    #[prop(optional_no_strip)] erreur: Option<String>,
) -> impl IntoView {
    let (sans_aide, sans_erreur) = (aide.is_empty(), erreur.is_none());
    view! {
        <p id=format!("{id}-aide") class=AIDE hidden=sans_aide>{aide}</p>
        {use_context::<AideDuChamp>().and_then(|AideDuChamp(aide)| aide(id))}
        <p id=format!("{id}-erreur") class=ERREUR hidden=sans_erreur>
            {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
        </p>
    }
}

/// Label, hint and error around a control that the page provides (a combobox).
#[component]
pub fn Enveloppe(
    champ: Champ,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(optional, into)] aide: String,
    #[prop(optional)] facultatif: bool,
    children: Children,
) -> impl IntoView {
    let erreur = message(erreurs.as_ref(), champ);
    let id = champ.id();
    view! {
        <div class="mt-6" data-champ=id>
            <label for=id class=LIBELLE>{champ.libelle()}{facultatif.then_some(" (facultatif)")}</label>
            <Indications id=id aide=aide erreur=erreur />
            <div class="mt-1">{children()}</div>
        </div>
    }
}

/// One line of text.
#[component]
pub fn ChampTexte(
    champ: Champ,
    valeur: String,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(optional, into)] aide: String,
    #[prop(optional)] facultatif: bool,
    /// `email`, `tel`, `text`
    #[prop(default = "text")]
    genre: &'static str,
    /// what the browser may fill in
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = champ.id();
    let invalide = message(erreurs.as_ref(), champ).is_some();
    view! {
        <Enveloppe champ=champ erreurs=erreurs aide=aide facultatif=facultatif>
            <input
                id=id
                name=id
                type=genre
                inputmode=genre
                value=valeur
                class=format!("{SAISIE} w-full max-w-md")
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=decrit_par(id)
                aria-invalid=invalide.then_some("true")
            />
        </Enveloppe>
    }
}

/// What to look at again in the address just above, if it is one. The browser half writes there while the person types.
#[component]
pub fn ConseilEmail(adresse: String) -> impl IntoView {
    let conseil = conseil_email(&adresse);
    let sans_conseil = conseil.is_none();
    view! {
        <p id="email-conseil" role="status" class="mt-1 max-w-lecture font-bold text-alerte" hidden=sans_conseil>
            {conseil}
        </p>
    }
}

fn conseil_email(adresse: &str) -> Option<String> {
    adresse.parse::<Email>().ok()?.conseil()
}

/// The same advice, on pages that show the address without its field; `modifier` is where that field is. Nothing when there is nothing
/// to look at again.
#[component]
pub fn AdresseARelire(adresse: String, modifier: String) -> impl IntoView {
    conseil_email(&adresse).map(|conseil| {
        view! {
            <Bandeau ton=Ton::Alerte titre="Une adresse email à relire">
                <p>{conseil}</p>
                <p class="mt-1"><a class=LIEN href=modifier>"Modifier l’adresse"</a></p>
            </Bandeau>
        }
    })
}

/// Several lines of text.
#[component]
pub fn ChampTexteLong(
    champ: Champ,
    valeur: String,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(optional, into)] aide: String,
) -> impl IntoView {
    let id = champ.id();
    let invalide = message(erreurs.as_ref(), champ).is_some();
    view! {
        <Enveloppe champ=champ erreurs=erreurs aide=aide>
            <textarea
                id=id
                name=id
                rows="4"
                class=format!("{SAISIE} w-full max-w-lecture")
                aria-describedby=decrit_par(id)
                aria-invalid=invalide.then_some("true")
            >
                {super::texte_brut(valeur)}
            </textarea>
        </Enveloppe>
    }
}

/// A date in three boxes: nobody has to know a format.
#[component]
pub fn ChampDate(
    champ: Champ,
    /// prefix of the three names: `debut` gives `debut_jour`, `debut_mois`, `debut_annee`
    prefixe: &'static str,
    valeurs: [String; 3],
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(optional, into)] aide: String,
    #[prop(optional)] facultatif: bool,
) -> impl IntoView {
    let id = champ.id();
    let erreur = message(erreurs.as_ref(), champ);
    let invalide = erreur.is_some();
    let [jour, mois, annee] = valeurs;
    let boites = [
        ("jour", "Jour", "w-16", jour),
        ("mois", "Mois", "w-28", mois),
        ("annee", "Année", "w-20", annee),
    ];
    view! {
        <fieldset class="mt-6" id=id tabindex="-1" data-champ=id aria-describedby=decrit_par(id)>
            <legend class=LIBELLE>{champ.libelle()}{facultatif.then_some(" (facultatif)")}</legend>
            <Indications id=id aide=aide erreur=erreur />
            <div class="mt-1 flex gap-3">
                {boites
                    .into_iter()
                    .map(|(cle, libelle, largeur, valeur)| {
                        let nom = format!("{prefixe}_{cle}");
                        view! {
                            <div>
                                <label for=nom.clone() class="block">{libelle}</label>
                                <input
                                    id=nom.clone()
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

/// One possible answer.
#[derive(Clone, Default)]
pub struct Option_ {
    /// what the form keeps
    pub valeur: String,
    /// what the person reads
    pub libelle: String,
    /// under the label
    pub precision: Option<String>,
    /// shown once this answer is chosen
    pub detail: Option<ViewFn>,
}

impl Option_ {
    /// An answer that its label says whole.
    pub fn new(valeur: &str, libelle: &str) -> Self {
        Self {
            valeur: valeur.to_owned(),
            libelle: libelle.to_owned(),
            ..Self::default()
        }
    }
}

/// A few answers, all visible.
#[component]
pub fn ChampChoix(
    champ: Champ,
    valeur: String,
    options: Vec<Option_>,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(optional, into)] aide: String,
) -> impl IntoView {
    let id = champ.id();
    let erreur = message(erreurs.as_ref(), champ);
    view! {
        <fieldset class="mt-6" id=id tabindex="-1" data-champ=id aria-describedby=decrit_par(id)>
            <legend class=LIBELLE>{champ.libelle()}</legend>
            <Indications id=id aide=aide erreur=erreur />
            <div class="mt-2 grid max-w-lecture gap-2">
                {options
                    .into_iter()
                    .enumerate()
                    .map(|(rang, option)| view! { <Radio nom=id rang=rang coche=option.valeur == valeur option=option /> })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn Radio(nom: &'static str, rang: usize, coche: bool, option: Option_) -> impl IntoView {
    let id = format!("{nom}-{rang}");
    let pour = id.clone();
    let precision_id = option.precision.as_ref().map(|_| format!("{id}-precision"));
    let decrit = precision_id.clone();
    view! {
        <div class="group rounded-md border border-line has-checked:border-action has-checked:bg-info-fond">
            <label for=pour class="flex min-h-11 cursor-pointer items-start gap-3 p-3">
                <input
                    id=id
                    type="radio"
                    name=nom
                    value=option.valeur
                    checked=coche
                    class="mt-0.5 size-5 shrink-0 accent-action"
                    aria-describedby=decrit
                />
                <span>{option.libelle}</span>
            </label>
            {option.precision.map(|texte| view! { <p id=precision_id class="-mt-2 pr-3 pb-3 pl-11 text-soft">{texte}</p> })}
            {option.detail.map(|detail| view! { <div class="hidden pr-3 pb-3 pl-11 group-has-checked:block">{detail.run()}</div> })}
        </div>
    }
}

/// Many answers, one chosen in a list. Groups are (title, [(value, label)]).
#[component]
pub fn ChampListe(
    champ: Champ,
    valeur: String,
    groupes: Vec<(String, Vec<(String, String)>)>,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    #[prop(optional, into)] aide: String,
    #[prop(optional)] facultatif: bool,
) -> impl IntoView {
    let id = champ.id();
    let invalide = message(erreurs.as_ref(), champ).is_some();
    view! {
        <Enveloppe champ=champ erreurs=erreurs aide=aide facultatif=facultatif>
            <select
                id=id
                name=id
                class=format!("{SAISIE} w-full max-w-lecture cursor-pointer")
                aria-describedby=decrit_par(id)
                aria-invalid=invalide.then_some("true")
            >
                <option value="">"Choisissez"</option>
                {groupes
                    .into_iter()
                    .map(|(titre, options)| {
                        view! {
                            <optgroup label=titre>
                                {options
                                    .into_iter()
                                    .map(|(code, libelle)| {
                                        let choisi = code == valeur;
                                        view! { <option value=code selected=choisi>{libelle}</option> }
                                    })
                                    .collect_view()}
                            </optgroup>
                        }
                    })
                    .collect_view()}
            </select>
        </Enveloppe>
    }
}

/// A box to tick.
#[component]
pub fn Case(
    champ: Champ,
    coche: bool,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    children: Children,
) -> impl IntoView {
    let id = champ.id();
    let erreur = message(erreurs.as_ref(), champ);
    let invalide = erreur.is_some();
    view! {
        <div class="mt-6" data-champ=id>
            <Indications id=id erreur=erreur />
            <label for=id class="flex min-h-11 max-w-lecture cursor-pointer items-start gap-3">
                <input
                    id=id
                    name=id
                    type="checkbox"
                    value="on"
                    checked=coche
                    class="mt-0.5 size-5 shrink-0 accent-action"
                    aria-describedby=decrit_par(id)
                    aria-invalid=invalide.then_some("true")
                />
                <span>{children()}</span>
            </label>
        </div>
    }
}

/// A value that cannot be changed here.
#[component]
pub fn Lecture(#[prop(into)] libelle: String, #[prop(into)] valeur: String) -> impl IntoView {
    view! {
        <div class="border-b border-line py-2 sm:grid sm:grid-cols-[14rem_1fr] sm:gap-4">
            <dt class="text-soft">{libelle}</dt>
            <dd class="font-bold">{valeur}</dd>
        </div>
    }
}
