//! The queue: demandes of the perimeter in a view, narrowed and sorted as the address says; what is wrong is said before opening.

use super::accueil::a_traiter;
use super::delais::LigneDelais;
use super::export::LiensExport;
use super::filtre::{AdresseFile, DepuisFile, adresse_de_la_file};
use super::filtres::{Actifs, Choix, Filtres, Recherche};
use super::issue::derniere_decision;
use super::lot::{CaseLot, FormulaireLot};
use super::marques::{Marque, marques};
use super::presence::{Temoin, Vivante, temoins};
use super::sursis::suites;
use super::vues::{NommerCetteVue, Onglets, VuesNommees};
use crate::api::ApiErreur;
use crate::components::{Bandeau, LIEN, Pagination, Ton};
use crate::pages::structure::{Onglet as Espace, Onglets as OngletsEspace};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, session};
use domain::date::{Instant, anciennete, court};
use domain::ids::{DemandeId, RechercheId};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::demande::{Avertissement, FiltreFile, LigneFile, Marques, Tri, VueFile};
use registry::droit::Gestionnaire;

/// Days before expiry from which a row says its date.
const EXPIRATION_JOURS: i64 = 10;

/// The search kept on the server that the address names, if it belongs to this session.
pub(in crate::pages) async fn texte_cherche() -> Result<Option<(RechercheId, String)>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let Some(id) = parametre("recherche").and_then(|id| id.parse::<RechercheId>().ok()) else {
        return Ok(None);
    };
    Ok(registry().recherche(&session, id).await?.map(|texte| (id, texte)))
}

/// The page number of the address.
pub(in crate::pages) fn numero_de_page() -> u32 {
    parametre("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// What the list holds, for its title.
pub(super) fn titre(filtre: &FiltreFile, total: i64) -> String {
    let filtree = filtre.restreint();
    let (aucune, une, plusieurs) = match (filtree, filtre.vue) {
        (false, VueFile::ATraiter) => return a_traiter(total),
        (true, _) => ("ne correspond", "correspond", "correspondent"),
        (false, VueFile::ACorriger) => ("à corriger", "à corriger", "à corriger"),
        (false, VueFile::Urgentes) => ("urgente", "urgente", "urgentes"),
        (false, VueFile::Doublons) => (
            "avec un doublon possible",
            "avec un doublon possible",
            "avec un doublon possible",
        ),
        (false, VueFile::Miennes) => ("suivie par vous", "suivie par vous", "suivies par vous"),
    };
    match total {
        0 => format!("Aucune demande {aucune}"),
        1 => format!("1 demande {une}"),
        n => format!("{n} demandes {plusieurs}"),
    }
}

/// The page.
#[component]
pub fn File() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let AdresseFile { filtre, note, perdue } = adresse_de_la_file().await?;
        // What arrives while the page is read is announced.
        let depuis = registry.now();
        let file = registry.file(&gestionnaire, &filtre).await?;
        let marques = marques(&gestionnaire, &file.lignes).await?;
        let issue = derniere_decision(&gestionnaire).await?;
        let liste = DepuisFile::new(
            note,
            FiltreFile {
                page: file.page,
                ..filtre.clone()
            },
        );
        let finie = liste_finie(&gestionnaire, &liste).await?;
        let rien_a_dire = finie.is_some();
        let mut temoins = temoins(&gestionnaire, &file.lignes).await?;
        let raccourcis = registry.raccourcis_clavier(&gestionnaire).await?;
        let suites = suites(&gestionnaire).await?;
        let vues: Vec<FiltreFile> = VueFile::TOUS.iter().map(|&vue| filtre.dans(vue)).collect();
        let comptes = registry.comptes_des_filtres(&gestionnaire, &vues).await?;
        let delais = registry.delais(&gestionnaire).await?;
        let nommees = registry.vues(&gestionnaire).await?;
        let choix = Choix {
            etablissements: registry.etablissements_du_perimetre(&gestionnaire).await?,
            professions: registry.professions_de_la_file(&gestionnaire).await?,
            nomenclatures: registry.nomenclatures(),
        };
        let actifs = choix.actifs(&filtre);
        let maintenant = registry.now();
        let total = file.total;
        let codes = filtre.to_string();
        let nommee = nommees.iter().any(|vue| vue.filtre == filtre.codes());
        let (exportee, paginee) = (filtre.clone(), filtre.clone());
        // What just arrived is at the top of the same list, latest first.
        let recentes = FiltreFile {
            tri: Tri::Recentes,
            page: 1,
            ..filtre.clone()
        };
        Ok(view! {
            <Title text="Demandes à traiter" />
            <OngletsEspace ici=Espace::Demandes />
            <p><a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a></p>
            {issue}
            {finie}
            {suites}
            <h1 class="mt-4 text-3xl font-bold" data-compte="">{titre(&filtre, total)}</h1>
            <Vivante depuis=depuis recentes=chemin::file(note, &recentes) raccourcis=raccourcis />
            <LigneDelais delais=delais />
            <Onglets filtre=filtre.clone() note=note comptes=comptes />
            <VuesNommees vues=nommees courante=filtre.codes() />
            <Recherche filtre=filtre.clone() />
            {perdue
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Info titre="Cette recherche n’est plus disponible">
                            "Une recherche ne sert que pendant la session qui l’a faite. Tapez-la à nouveau\u{a0}: voici la liste sans elle."
                        </Bandeau>
                    }
                })}
            <Filtres filtre=filtre.clone() note=note choix=choix />
            <Actifs filtre=filtre.clone() note=note actifs=actifs />
            <NommerCetteVue filtre=filtre.clone() nommee=nommee />
            {if file.lignes.is_empty() {
                (!rien_a_dire).then(|| view! { <p class="mt-6">{rien(&filtre)}</p> }).into_any()
            } else {
                let lignes = file.lignes;
                view! {
                    <FormulaireLot total=file.total codes=codes recherche=note />
                    <ul class="mt-2 border-t border-line">
                        {lignes
                            .into_iter()
                            .map(|ligne| {
                                let temoin = temoins.remove(&ligne.id).unwrap_or_default();
                                let marque = marques.get(&ligne.id).copied();
                                let adresse = liste.dossier(ligne.id);
                                view! { <LigneDemande ligne=ligne adresse=adresse maintenant=maintenant temoin=temoin marque=marque /> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <Pagination
                page=file.page
                pages=file.pages
                adresse=move |page| chemin::file(note, &FiltreFile { page, ..paginee.clone() })
            />
            {(total > 0).then(|| view! { <LiensExport adresse=move |format| chemin::export_file(note, &exportee, format) /> })}
        })
    })
}

/// After a decision that left nothing to do in this list: that it is so. What arrived meanwhile is in the list.
async fn liste_finie(gestionnaire: &Gestionnaire, liste: &DepuisFile) -> Result<Option<AnyView>, ApiErreur> {
    let Some(decidee) = parametre("decidee").and_then(|id| id.parse::<DemandeId>().ok()) else {
        return Ok(None);
    };
    if liste.suivante(gestionnaire, decidee).await?.is_some() {
        return Ok(None);
    }
    let ailleurs = (liste.clone().sans_page() != DepuisFile::default()).then(|| {
        view! { <p><a class=LIEN href=chemin::FILE>"Voir toute la file"</a></p> }
    });
    Ok(Some(
        view! {
            <Bandeau ton=Ton::Info titre="Vous êtes au bout de cette liste">
                <p>"Il n’y reste aucune demande que vous puissiez traiter."</p>
                {ailleurs}
            </Bandeau>
        }
        .into_any(),
    ))
}

/// Why the list is empty, and what to do.
fn rien(filtre: &FiltreFile) -> &'static str {
    match (filtre.restreint(), filtre.vue) {
        (true, _) => "Essayez une autre orthographe, ou effacez les filtres pour voir toute la file.",
        (false, VueFile::ATraiter) => {
            "Toutes les demandes de vos établissements ont été traitées. Les nouvelles apparaîtront ici."
        }
        (false, VueFile::ACorriger) => "Aucun professionnel n’a de correction à faire en ce moment.",
        (false, VueFile::Urgentes) => "Aucune demande n’attend depuis plus de 7\u{a0}jours.",
        (false, VueFile::Doublons) => {
            "Aucune demande en attente ne ressemble à une autre ni à une personne déjà inscrite."
        }
        (false, VueFile::Miennes) => "Les demandes que vous ouvrez sont listées ici jusqu’à leur décision.",
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
fn LigneDemande(
    ligne: LigneFile,
    adresse: String,
    maintenant: Instant,
    temoin: String,
    #[prop(optional_no_strip)] marque: Option<Marques>,
) -> impl IntoView {
    let age = anciennete(ligne.soumise_le, maintenant);
    // The date of expiry matters once it is close.
    let expire = (ligne.expire_le <= maintenant.plus_days(EXPIRATION_JOURS))
        .then(|| format!("Expire le {}", court(ligne.expire_le.jour_paris())));
    view! {
        <li data-demande=ligne.id.to_string() class="relative border-b border-line py-3 hover:bg-surface sm:grid sm:grid-cols-[1fr_1fr_10rem] sm:gap-4">
            <div class="flex min-w-0 gap-2">
                <CaseLot id=ligne.id nom=ligne.nom.clone() />
                <div class="min-w-0">
                // The whole line opens the demande; the link alone is announced.
                <a href=adresse class="text-lg font-bold text-action underline after:absolute after:inset-0">
                    {ligne.nom}
                </a>
                <p class="flex gap-2 text-soft">
                    <span class="shrink-0">{ligne.reference.to_string()}</span>
                    <Temoin texte=temoin />
                </p>
                <p class="flex flex-wrap gap-2">
                    {ligne.avertissements.into_iter().map(|a| view! { <Etiquette avertissement=a /> }).collect_view()}
                    {marque.map(|marque| view! { <Marque marque=marque /> })}
                </p>
                {ligne.invitation.map(|origine| view! { <p class="text-sm text-soft">{origine.mention()}</p> })}
            </div>
            </div>
            <div>
                <p>{ligne.profession_libelle}</p>
                <p class="text-soft">{ligne.etablissement}</p>
            </div>
            <p class="sm:text-right">
                {age} {expire.map(|expire| view! { <span class="block font-bold whitespace-nowrap text-alerte">{expire}</span> })}
            </p>
        </li>
    }
}
