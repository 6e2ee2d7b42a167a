//! Bringing a staff list, and finding again those that were brought.

use super::{bilan, lignes};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::liste::fichier::FichierError;
use registry::liste::{ListeResume, StatutListe, effacee_le};

/// The page.
#[component]
pub fn Listes() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let listes = registry().listes(&gestionnaire).await?;
        let refus = parametre("refus").map(|code| match FichierError::de_code(&code) {
            Some(refus) => refus.to_string(),
            None => "Aucun fichier n’est arrivé. Choisissez le fichier de votre liste, puis déposez-le."
                .to_owned(),
        });
        let effacee = parametre("effacee").is_some();
        let titre = if refus.is_some() {
            "Erreur\u{a0}: Importer une liste de personnel"
        } else {
            "Importer une liste de personnel"
        };
        Ok(view! {
            <Title text=titre />
            <p><a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Importer une liste de personnel"</h1>
            {refus
                .map(|refus| {
                    view! {
                        <div role="alert">
                            <Bandeau ton=Ton::Erreur titre="Ce fichier n’a pas été pris">
                                <p>{refus}</p>
                            </Bandeau>
                        </div>
                    }
                })}
            {effacee
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Succes titre="La liste est effacée">
                            "Les personnes qu’elle a permis d’enregistrer restent au répertoire."
                        </Bandeau>
                    }
                })}
            <p class="mt-2 max-w-lecture">
                "Enregistrez plusieurs personnes à la fois, à partir d’un tableau. Rien n’est enregistré avant que vous n’ayez vu, ligne par ligne, ce que donne le contrôle."
            </p>
            <Depot />
            <Modele />
            {(!listes.is_empty()).then(|| view! { <Anterieures listes=listes /> })}
        })
    })
}

#[component]
fn Depot() -> impl IntoView {
    view! {
        <form
            method="post"
            action=chemin::DEPOT_LISTE
            enctype="multipart/form-data"
            class="mt-6 max-w-lecture rounded-md border-2 border-action p-4"
        >
            <label for="fichier" class="block font-bold">"Votre fichier"</label>
            <p id="fichier-aide" class="text-soft">
                "Classeur Excel (.xlsx) ou LibreOffice (.ods), ou texte (.csv). 20 Mo et 20 000 lignes au plus. L’ordre des colonnes est libre."
            </p>
            <input
                id="fichier"
                name="fichier"
                type="file"
                required
                accept=".csv,.txt,.tsv,.xlsx,.ods"
                aria-describedby="fichier-aide"
                class=format!("{SAISIE} mt-2 w-full cursor-pointer")
            />
            <button class=format!("{BOUTON} mt-4")>"Déposer et contrôler"</button>
        </form>
    }
}

#[component]
fn Modele() -> impl IntoView {
    view! {
        <section class="mt-8 max-w-lecture">
            <h2 class="text-xl font-bold">"Vous n’avez pas encore de fichier\u{a0}?"</h2>
            <p class="mt-1">"Le modèle contient les colonnes attendues, les listes à choisir et le mode d’emploi."</p>
            <p class="mt-3 flex flex-wrap gap-3">
                <a class=BOUTON_SECONDAIRE href=chemin::MODELE_XLSX download="">"Modèle Excel"</a>
                <a class=BOUTON_SECONDAIRE href=chemin::MODELE_CSV download="">"Modèle CSV"</a>
            </p>
        </section>
    }
}

#[component]
fn Anterieures(listes: Vec<ListeResume>) -> impl IntoView {
    view! {
        <section class="mt-8">
            <h2 class="text-xl font-bold">"Vos listes"</h2>
            <p class="text-soft">"Vous seul les voyez. Elles sont effacées 30 jours après votre dernière action."</p>
            <ul class="mt-2 border-t border-line">
                {listes
                    .into_iter()
                    .map(|liste| {
                        let etat = match liste.statut {
                            StatutListe::AAssocier => "colonnes à associer".to_owned(),
                            StatutListe::EnCours => "enregistrement en cours".to_owned(),
                            StatutListe::Controlee => bilan(&liste),
                        };
                        view! {
                            <li class="relative border-b border-line py-3 hover:bg-surface sm:grid sm:grid-cols-[1fr_1fr] sm:gap-4">
                                <div>
                                    <a
                                        href=chemin::liste(liste.id)
                                        class="text-lg font-bold break-words text-action underline after:absolute after:inset-0"
                                    >
                                        {liste.nom.clone()}
                                    </a>
                                    <p class="text-soft">{format!("Déposée le {}", liste.cree_le.affichage())}</p>
                                </div>
                                <div>
                                    <p>{format!("{}\u{a0}: {etat}", lignes(liste.lignes))}</p>
                                    <p class="text-soft">
                                        {format!("Effacée le {}", domain::date::court(effacee_le(liste.modifiee_le).jour_paris()))}
                                    </p>
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
