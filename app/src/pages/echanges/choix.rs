//! Choosing a template on a demande: its text comes filled in, to be read and changed before it is sent. Words kept on the server come
//! back with it.

use crate::api::ApiErreur;
use crate::components::{BOUTON_SECONDAIRE, LIEN, SAISIE};
use crate::islands::RemplirModele;
use crate::pages::chemin;
use crate::requete::{parametre, registry, session};
use domain::date::long;
use domain::modele::{GenreModele, Valeurs};
use domain::saisie::{Champ, SaisieCorrection};
use leptos::prelude::*;
use registry::demande::Dossier;
use registry::droit::Gestionnaire;
use registry::modele::integres;

/// A template offered for a demande.
#[derive(Clone)]
pub(in crate::pages) struct Offert {
    /// its id, or the name of one of the portal's
    pub(in crate::pages) cle: String,
    pub(in crate::pages) genre: GenreModele,
    titre: String,
    /// filled in
    pub(in crate::pages) texte: String,
    de_la_structure: bool,
}

/// What fills the templates of this demande.
fn valeurs(dossier: &Dossier) -> Valeurs {
    let situation = &dossier.complete.situation;
    Valeurs {
        prenom: situation.prenom_exercice.to_string(),
        nom: situation.nom_exercice.to_string(),
        etablissement: dossier.etablissement.raison_sociale.clone(),
        reference: dossier.reference.to_string(),
        gestionnaire: session()
            .map(|session| session.nom_affiche().to_owned())
            .unwrap_or_default(),
        date: long(registry().aujourd_hui()),
    }
}

/// The templates for this demande: those of its structure, then the portal's.
pub(in crate::pages) async fn offerts(
    gestionnaire: &Gestionnaire,
    dossier: &Dossier,
) -> Result<Vec<Offert>, ApiErreur> {
    let valeurs = valeurs(dossier);
    let siens = registry()
        .modeles(gestionnaire, Some(&dossier.etablissement.finess_ej))
        .await?;
    let siens = siens.into_iter().map(|modele| Offert {
        cle: modele.id.to_string(),
        genre: modele.genre,
        titre: modele.titre.to_string(),
        texte: modele.texte.remplir(&valeurs),
        de_la_structure: true,
    });
    let notres = integres().into_iter().map(|modele| Offert {
        cle: modele.cle.to_owned(),
        genre: modele.genre,
        titre: modele.titre.to_owned(),
        texte: modele.texte.remplir(&valeurs),
        de_la_structure: false,
    });
    Ok(siens.chain(notres).collect())
}

/// The form: without scripts, it asks for the same page with the text filled in. `ancre` is where that page is read from.
#[component]
pub(in crate::pages) fn ChoixModele(
    genre: GenreModele,
    offerts: Vec<Offert>,
    /// the page of the demande
    adresse: String,
    ancre: &'static str,
    /// what is filled; none for a field to choose
    #[prop(optional_no_strip)]
    pour: Option<Champ>,
) -> impl IntoView {
    let id = format!("modele-{}", genre.code());
    let pour_id = format!("{id}-pour");
    let (siens, notres): (Vec<Offert>, Vec<Offert>) = offerts
        .into_iter()
        .filter(|offert| offert.genre == genre)
        .partition(|offert| offert.de_la_structure);
    // A form that asks for a page leaves out the parameters of its address.
    let (page, parametres) = adresse.split_once('?').unwrap_or((adresse.as_str(), ""));
    let action = format!("{page}#{ancre}");
    let gardes: Vec<_> = parametres
        .split('&')
        .filter_map(|partie| partie.split_once('='))
        .map(|(nom, valeur)| (nom.to_owned(), valeur.to_owned()))
        .collect();
    let groupe = |titre: &'static str, offerts: Vec<Offert>| {
        (!offerts.is_empty()).then(|| {
            view! {
                <optgroup label=titre>
                    {offerts
                        .into_iter()
                        .map(|offert| view! { <option value=offert.cle data-texte=offert.texte>{offert.titre}</option> })
                        .collect_view()}
                </optgroup>
            }
        })
    };
    view! {
        <RemplirModele>
            <form method="get" action=action class="mt-4 rounded-md bg-surface p-3">
                {gardes
                    .into_iter()
                    .map(|(nom, valeur)| view! { <input type="hidden" name=nom value=valeur /> })
                    .collect_view()}
                <label for=id.clone() class="block font-bold">"Partir d’un modèle"</label>
                <select id=id name="modele" class=format!("{SAISIE} mt-1 w-full cursor-pointer")>
                    {groupe("Votre structure", siens)}
                    {groupe("Proposés par le portail", notres)}
                </select>
                {match pour {
                    Some(champ) => view! { <input type="hidden" name="pour" value=champ.id() /> }.into_any(),
                    None => {
                        view! {
                            <label for=pour_id.clone() class="mt-2 block font-bold">"Pour le champ"</label>
                            <select id=pour_id name="pour" class=format!("{SAISIE} mt-1 w-full cursor-pointer")>
                                {SaisieCorrection::champs()
                                    .map(|champ| {
                                        let choisi = champ == Champ::Role;
                                        view! { <option value=champ.id() selected=choisi>{champ.libelle()}</option> }
                                    })
                                    .collect_view()}
                            </select>
                        }
                            .into_any()
                    }
                }}
                <div class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
                    <button class=BOUTON_SECONDAIRE>"Remplir"</button>
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::MODELES>"Voir les modèles"</a>
                </div>
                {["saisie", "message"]
                    .into_iter()
                    .filter_map(|nom| Some((nom, parametre(nom)?)))
                    .map(|(nom, note)| view! { <input type="hidden" name=nom value=note /> })
                    .collect_view()}
                <p class="text-sm text-soft">"Le modèle s’ajoute à ce que vous avez écrit. Relisez le texte avant d’envoyer."</p>
                <noscript>
                    <p class="text-sm font-bold">
                        "Choisissez le modèle avant d’écrire\u{a0}: la page se recharge, et ce qui n’est pas encore envoyé serait perdu."
                    </p>
                </noscript>
            </form>
        </RemplirModele>
    }
    .into_any()
}
