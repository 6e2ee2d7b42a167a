//! Which column of the file is which: proposed by name, completed by hand.

use crate::api::AssocierColonnes;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, registry, segment};
use domain::ids::ListeId;
use domain::saisie::Champ;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::liste::{COLONNES, Liste, StatutListe, obligatoire};

/// The page.
#[component]
pub fn Colonnes() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let id: ListeId = segment("id")?;
        let liste = registry().liste(&gestionnaire, id).await?;
        Ok(view! {
            <p><a class=LIEN href=chemin::liste(id)>"Retour à la liste"</a></p>
            <Association liste=liste />
        })
    })
}

/// The form, alone on its page or in place of a list that waits for it.
#[component]
pub(super) fn Association(liste: Liste) -> impl IntoView {
    let id = liste.resume.id;
    let manquantes = liste.association.manquantes();
    let attend = liste.resume.statut == StatutListe::AAssocier;
    let noms: Vec<&str> = manquantes.iter().map(|champ| champ.libelle()).collect();
    let noms = noms.join(", ");
    view! {
        <Title text="Associer les colonnes" />
        <h1 class="mt-2 text-3xl font-bold">"Associer les colonnes"</h1>
        <p class="mt-1 break-words text-soft">{liste.resume.nom.clone()}</p>
        {(!manquantes.is_empty())
            .then(|| {
                view! {
                    <Bandeau ton=Ton::Alerte titre="Certaines colonnes n’ont pas été reconnues">
                        <p>{format!("{noms}.")}</p>
                        <p class="mt-1">
                            "Indiquez où elles sont dans votre fichier. Ce qui n’y est pas pourra être rempli ligne par ligne."
                        </p>
                    </Bandeau>
                }
            })}
        <form method="post" action=AssocierColonnes::url() class="mt-4 max-w-lecture">
            <input type="hidden" name="liste" value=id.to_string() />
            <div class="grid gap-x-6 gap-y-3 sm:grid-cols-2">
                {COLONNES
                    .into_iter()
                    .map(|champ| view! { <Choix champ=champ choisie=liste.association.rang(champ) entetes=liste.entetes.clone() /> })
                    .collect_view()}
            </div>
            <div class="mt-6 flex flex-wrap gap-3">
                <button class=BOUTON>"Contrôler les lignes"</button>
                {(!attend).then(|| view! { <a class=BOUTON_SECONDAIRE href=chemin::liste(id)>"Annuler"</a> })}
            </div>
        </form>
    }
}

#[component]
fn Choix(
    champ: Champ,
    #[prop(optional_no_strip)] choisie: Option<u32>,
    entetes: Vec<String>,
) -> impl IntoView {
    let manque = choisie.is_none() && obligatoire(champ);
    let cadre = if manque {
        "rounded-md border-2 border-alerte bg-alerte-fond p-2"
    } else {
        "rounded-md border-2 border-transparent p-2"
    };
    view! {
        <div class=cadre>
            <label for=champ.id() class="block font-bold">
                {champ.libelle()}
                {(!obligatoire(champ)).then_some(" (facultatif)")}
            </label>
            <select id=champ.id() name=champ.id() class=format!("{SAISIE} mt-1 w-full cursor-pointer")>
                <option value="">"Pas dans le fichier"</option>
                {entetes
                    .into_iter()
                    .zip(0_u32..)
                    .map(|(entete, rang)| {
                        let nom = if entete.trim().is_empty() { format!("Colonne {} (sans nom)", rang + 1) } else { entete };
                        view! { <option value=rang.to_string() selected=choisie == Some(rang)>{nom}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
