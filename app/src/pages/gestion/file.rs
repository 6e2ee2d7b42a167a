//! The queue: pending demandes of the perimeter, oldest first; what is wrong is said before opening.

use super::accueil::a_traiter;
use super::filtre::codes_du_filtre;
use super::issue::derniere_decision;
use super::lot::{CaseLot, FormulaireLot};
use super::sursis::suites;
use crate::api::{ApiErreur, Rechercher};
use crate::components::{BOUTON_SECONDAIRE, LIEN, Pagination, SAISIE};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, session};
use domain::date::anciennete;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demande::{Avertissement, FiltreFile, LigneFile};

/// The search kept on the server that the address names, if it belongs to this session.
pub(in crate::pages) async fn texte_cherche() -> Result<Option<(RechercheId, String)>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let Some(id) = parametre("recherche").and_then(|id| id.parse::<RechercheId>().ok()) else {
        return Ok(None);
    };
    Ok(registry().recherche(&session, id).await?.map(|texte| (id, texte)))
}

/// The page number of the address.
pub(super) fn numero_de_page() -> u32 {
    parametre("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// The page.
#[component]
pub fn File() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let recherche = texte_cherche().await?;
        let finess = parametre("etablissement").and_then(|finess| finess.parse::<Finess>().ok());
        let filtre = FiltreFile {
            texte: recherche.as_ref().map(|(_, texte)| texte.clone()),
            finess: finess.clone(),
            page: numero_de_page(),
        };
        let file = registry.file(&gestionnaire, &filtre).await?;
        let etablissements = registry.etablissements_du_perimetre(&gestionnaire).await?;
        let issue = derniere_decision(&gestionnaire).await?;
        let suites = suites(&gestionnaire).await?;
        let maintenant = registry.now();
        let filtree = filtre.texte.is_some() || finess.is_some();
        let codes = codes_du_filtre(&filtre);
        let note = recherche.map(|(id, _)| id);
        let titre = match (filtree, file.total) {
            (false, n) => a_traiter(n),
            (true, 0) => "Aucune demande ne correspond".to_owned(),
            (true, 1) => "1 demande correspond".to_owned(),
            (true, n) => format!("{n} demandes correspondent"),
        };
        Ok(view! {
            <Title text="Demandes à traiter" />
            <p><a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a></p>
            {issue}
            {suites}
            <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
            <Filtres texte=filtre.texte.unwrap_or_default() finess=finess.clone() etablissements=etablissements filtree=filtree />
            {if file.lignes.is_empty() {
                let message = if filtree {
                    "Essayez une autre orthographe, ou effacez les filtres pour voir toute la file."
                } else {
                    "Toutes les demandes de vos établissements ont été traitées. Les nouvelles apparaîtront ici."
                };
                view! { <p class="mt-6">{message}</p> }.into_any()
            } else {
                let lignes = file.lignes;
                view! {
                    <FormulaireLot total=file.total codes=codes recherche=note />
                    <ul class="mt-2 border-t border-line">
                        {lignes
                            .into_iter()
                            .map(|ligne| {
                                let age = anciennete(ligne.soumise_le, maintenant);
                                view! { <LigneDemande ligne=ligne age=age /> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <Pagination page=file.page pages=file.pages adresse=move |page| chemin::file(note, finess.as_ref(), page) />
        })
    })
}

#[component]
fn Filtres(
    texte: String,
    #[prop(optional_no_strip)] finess: Option<Finess>,
    etablissements: Vec<EtablissementResume>,
    filtree: bool,
) -> impl IntoView {
    view! {
        <form method="post" action=Rechercher::url() role="search" class="mt-4 flex flex-wrap items-end gap-3">
            <input type="hidden" name="ou" value="demandes" />
            <div class="grow basis-60">
                <label for="texte" class="block font-bold">"Nom, prénom ou référence"</label>
                <input id="texte" name="texte" type="search" value=texte class=format!("{SAISIE} w-full") autocomplete="off" />
            </div>
            {(etablissements.len() > 1)
                .then(|| {
                    view! {
                        <div class="grow basis-60">
                            <label for="etablissement" class="block font-bold">"Établissement"</label>
                            <select id="etablissement" name="etablissement" class=format!("{SAISIE} w-full cursor-pointer")>
                                <option value="">"Tous les établissements"</option>
                                {etablissements
                                    .into_iter()
                                    .map(|e| {
                                        let choisi = finess.as_ref() == Some(&e.finess);
                                        view! { <option value=e.finess.to_string() selected=choisi>{e.raison_sociale}</option> }
                                    })
                                    .collect_view()}
                            </select>
                        </div>
                    }
                })}
            <button class=BOUTON_SECONDAIRE>"Rechercher"</button>
            {filtree.then(|| view! { <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::FILE>"Effacer les filtres"</a> })}
        </form>
    }
}

/// A word, never a colour alone.
#[component]
pub(super) fn Etiquette(avertissement: Avertissement) -> impl IntoView {
    view! {
        <span class="inline-flex items-center rounded-md border border-alerte bg-alerte-fond px-2 text-sm font-bold text-alerte">
            <svg viewBox="0 0 16 16" class="mr-1 size-3" aria-hidden="true" fill="currentColor">
                <path d="M8 1 0.5 14.5h15L8 1Zm-1 5h2v4H7V6Zm0 5h2v2H7v-2Z" />
            </svg>
            {avertissement.libelle()}
        </span>
    }
}

#[component]
fn LigneDemande(ligne: LigneFile, age: String) -> impl IntoView {
    view! {
        <li class="relative border-b border-line py-3 hover:bg-surface sm:grid sm:grid-cols-[1fr_1fr_10rem] sm:gap-4">
            <div class="flex gap-2">
                <CaseLot id=ligne.id nom=ligne.nom.clone() />
                <div>
                    // The whole line opens the demande; the link alone is announced.
                    <a href=chemin::dossier(ligne.id) class="text-lg font-bold text-action underline after:absolute after:inset-0">
                        {ligne.nom}
                    </a>
                    <p class="text-soft">{ligne.reference.to_string()}</p>
                    <p class="flex flex-wrap gap-2">
                        {ligne.avertissements.into_iter().map(|a| view! { <Etiquette avertissement=a /> }).collect_view()}
                    </p>
                </div>
            </div>
            <div>
                <p>{ligne.profession_libelle}</p>
                <p class="text-soft">{ligne.etablissement}</p>
            </div>
            <p class="sm:text-right">{age}</p>
        </li>
    }
}
