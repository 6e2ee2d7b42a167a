//! Finding somebody to designate, or naming them by the identifier of their card.

use super::{Entete, a_revoir};
use crate::api::{ChoisirGestionnaire, NommerGestionnaire, TrouverGestionnaires};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampTexte, LIEN, ResumeErreurs, SAISIE, Ton};
use crate::pages::{chemin, page};
use crate::requete::{designateur, parametre, registry, saisie_notee, segment};
use domain::date::court;
use domain::ids::RechercheId;
use domain::saisie::{Champ, SaisieInconnu};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::designation::{Candidat, RechercheHabilite, StructureDesignee};

/// The page.
#[component]
pub fn Ajouter() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let finess = segment("finess")?;
        let registry = registry();
        let structure = registry.structure_designee(&d, &finess).await?;
        let note = parametre("recherche").and_then(|id| id.parse::<RechercheId>().ok());
        let cherche: Option<RechercheHabilite> = match note {
            Some(note) => saisie_notee(note).await?,
            None => None,
        };
        let trouves = match &cherche {
            Some(cherche) => Some(registry.chercher_habilitables(&d, &finess, cherche).await?),
            None => None,
        };
        let lieux = if structure.centralisee {
            registry.etablissements_designes(&d, &finess).await?
        } else {
            Vec::new()
        };
        let a_revoir = a_revoir().await?;
        let erreur = a_revoir.is_some();
        let inconnu = a_revoir.map(|garde| garde.inconnu);
        // Somebody not found is named with what was looked for.
        let depart = inconnu.clone().unwrap_or_else(|| {
            let cherche = cherche.clone().unwrap_or_default();
            SaisieInconnu {
                identifiant: cherche.identifiant,
                nom_exercice: cherche.nom,
                prenom_exercice: cherche.prenom,
            }
        });
        let ouvrir = erreur || trouves.as_ref().is_some_and(Vec::is_empty);
        let vide = cherche.as_ref().is_some_and(RechercheHabilite::est_vide);
        Ok(view! {
            <Entete structure=structure.clone() titre="Ajouter un gestionnaire RPPS+" erreur=erreur />
            {structure
                .dirigee
                .then(|| {
                    view! {
                        <p class="max-w-lecture text-soft">
                            "Vous choisirez ensuite ce que vous confiez à la personne\u{a0}: gestionnaire RPPS+ ou mandataire."
                        </p>
                    }
                })}
            <Recherche structure=structure.clone() cherche=cherche.unwrap_or_default() lieux=lieux />
            {vide
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Rien à chercher">"Remplissez au moins un champ\u{a0}: un nom suffit."</Bandeau>
                    }
                })}
            {trouves
                .filter(|_| !vide)
                .map(|trouves| view! { <Resultats structure=structure.clone() trouves=trouves /> })}
            <Nommer structure=structure saisie=depart a_revoir=erreur ouvrir=ouvrir />
        })
    })
}

#[component]
fn Recherche(
    structure: StructureDesignee,
    cherche: RechercheHabilite,
    lieux: Vec<StructureDesignee>,
) -> impl IntoView {
    let champs = [
        ("nom", "Nom", cherche.nom),
        ("prenom", "Prénom", cherche.prenom),
        (
            "identifiant",
            "Identifiant national ou numéro RPPS",
            cherche.identifiant,
        ),
        ("carte", "Numéro de carte CPx", cherche.carte),
    ];
    let choisi = cherche.structure;
    view! {
        <form method="post" action=TrouverGestionnaires::url() role="search" class="mt-4">
            <input type="hidden" name="structure" value=structure.finess.to_string() />
            <div class="grid gap-4 sm:grid-cols-2">
                {champs
                    .into_iter()
                    .map(|(nom, libelle, valeur)| {
                        let id = format!("cherche-{nom}");
                        view! {
                            <div>
                                <label for=id.clone() class="block font-bold">{libelle}</label>
                                <input id=id name=nom type="text" value=valeur class=format!("{SAISIE} w-full") autocomplete="off" spellcheck="false" />
                            </div>
                        }
                    })
                    .collect_view()}
                {(!lieux.is_empty())
                    .then(|| {
                        view! {
                            <div>
                                <label for="cherche-lieu" class="block font-bold">"Structure"</label>
                                <select id="cherche-lieu" name="lieu" class=format!("{SAISIE} w-full cursor-pointer")>
                                    <option value="">"Toutes"</option>
                                    {lieux
                                        .into_iter()
                                        .map(|lieu| {
                                            let finess = lieu.finess.to_string();
                                            view! { <option value=finess.clone() selected=finess == choisi>{lieu.nom}</option> }
                                        })
                                        .collect_view()}
                                </select>
                            </div>
                        }
                    })}
            </div>
            <button class=format!("{BOUTON} mt-4")>"Rechercher"</button>
        </form>
    }
    .into_any()
}

#[component]
fn Resultats(structure: StructureDesignee, trouves: Vec<Candidat>) -> impl IntoView {
    let nombre = match trouves.len() {
        0 => "Personne ne correspond dans vos structures.".to_owned(),
        1 => "1 personne trouvée".to_owned(),
        50 => {
            "50 personnes trouvées au moins\u{a0}: précisez la recherche si la bonne n’y est pas.".to_owned()
        }
        n => format!("{n} personnes trouvées"),
    };
    view! {
        <section id="resultats" class="mt-6">
            <p class="font-bold" role="status">{nombre}</p>
            <ul class="mt-2 border-t border-line">
                {trouves.into_iter().map(|candidat| view! { <Trouve finess=structure.finess.to_string() candidat=candidat /> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Trouve(finess: String, candidat: Candidat) -> impl IntoView {
    let lieu = candidat.lieu.map(|lieu| format!(" · {lieu}")).unwrap_or_default();
    let carte = candidat
        .carte_jusqu_au
        .map(|jour| format!(" · carte valable jusqu’au {}", court(jour)))
        .unwrap_or_default();
    let nom = candidat.nom.clone();
    view! {
        <li class="border-b border-line py-3 sm:grid sm:grid-cols-[1fr_auto] sm:items-center sm:gap-4">
            <div>
                <p class="font-bold">{candidat.nom}</p>
                <p class="text-sm break-words text-soft">{format!("Identifiant {}{lieu}{carte}", candidat.identifiant)}</p>
                {candidat.deja.then(|| view! { <p>"Est déjà gestionnaire de cette structure"</p> })}
            </div>
            <form method="post" action=ChoisirGestionnaire::url() class="mt-2 sm:mt-0">
                <input type="hidden" name="structure" value=finess />
                <input type="hidden" name="identifiant" value=candidat.identifiant />
                <button class=BOUTON_SECONDAIRE>"Choisir" <span class="sr-only">{format!(" {nom}")}</span></button>
            </form>
        </li>
    }
}

#[component]
fn Nommer(
    structure: StructureDesignee,
    saisie: SaisieInconnu,
    a_revoir: bool,
    ouvrir: bool,
) -> impl IntoView {
    let erreurs = a_revoir.then(|| saisie.valider().err()).flatten();
    view! {
        <details class="mt-8 max-w-lecture" open=ouvrir>
            <summary class=format!("{LIEN} inline-flex min-h-11 cursor-pointer items-center font-bold")>"La personne n’apparaît pas"</summary>
            <p>
                "Désignez-la par l’identifiant inscrit sur sa carte. Elle doit travailler dans la structure et porter une carte CPx nominative."
            </p>
            <form method="post" action=NommerGestionnaire::url()>
                <ResumeErreurs erreurs=erreurs.clone() />
                <input type="hidden" name="structure" value=structure.finess.to_string() />
                <ChampTexte
                    champ=Champ::Identifiant
                    valeur=saisie.identifiant
                    erreurs=erreurs.clone()
                    aide="Recopiez celui de la carte : 8 suivi du numéro RPPS, ou 3 suivi du numéro FINESS, d’une barre et d’un numéro (3010000255/000123)."
                />
                <ChampTexte champ=Champ::NomExercice valeur=saisie.nom_exercice erreurs=erreurs.clone() />
                <ChampTexte champ=Champ::PrenomExercice valeur=saisie.prenom_exercice erreurs=erreurs />
                <div class="mt-4 flex flex-wrap items-center gap-4">
                    <button class=BOUTON_SECONDAIRE>"Choisir cette personne"</button>
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::habilitation::structure(&structure.finess)>"Abandonner"</a>
                </div>
            </form>
        </details>
    }
    .into_any()
}
