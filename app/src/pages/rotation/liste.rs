//! The people behind a number: what the list holds in words, ways to narrow it, twenty rows at a time.

use super::acces::{Cartes, Inactifs};
use super::choix::options;
use super::compte;
use super::ligne::Ligne;
use crate::api::{ApiErreur, ChercherPresents};
use crate::components::{BOUTON_SECONDAIRE, LIEN, Pagination, SAISIE};
use crate::pages::chemin::{self, AdresseRotation};
use crate::pages::gestion::{numero_de_page, texte_cherche};
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{Sortie, page};
use crate::requete::{parametre, registry, representant, segment};
use domain::identifiant::Finess;
use domain::rotation::{Mois, SANS_SIGNE_CHOIX, SANS_SIGNE_MOIS};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::droit::Representant;
use registry::rotation::{Filtre, Liste as Laquelle, Portee, Structure};

/// The two lists that are not of registered people.
const GESTIONNAIRES: &str = "gestionnaires";
const CARTES: &str = "cartes";

/// The codes of the address; one that is not readable shows nothing rather than everything.
fn code<T: std::str::FromStr>(nom: &str) -> Result<Option<T>, ApiErreur> {
    parametre(nom)
        .filter(|valeur| !valeur.is_empty())
        .map(|valeur| valeur.parse().map_err(|_| ApiErreur::introuvable()))
        .transpose()
}

/// The page.
#[component]
pub fn Liste() -> impl IntoView {
    page(async move {
        let representant = representant()?;
        let nom: String = segment("liste")?;
        let structure: Option<Finess> = code("structure")?;
        let portee = structure.clone().map_or(Portee::Toutes, Portee::Structure);
        match nom.as_str() {
            GESTIONNAIRES => acces(&representant, GESTIONNAIRES, structure, &portee).await,
            CARTES => acces(&representant, CARTES, structure, &portee).await,
            autre => {
                let liste = autre.parse().map_err(|_| ApiErreur::introuvable())?;
                gens(&representant, liste, structure, portee).await
            }
        }
    })
}

/// Title and what is in the list, in words.
fn mots(liste: Laquelle) -> (&'static str, &'static str) {
    match liste {
        Laquelle::Presents => (
            "Personnes présentes",
            "Une situation est ouverte aujourd’hui. Par nom.",
        ),
        Laquelle::Arrivees => (
            "Arrivées",
            "Depuis le début des douze mois complets, les plus récentes d’abord.",
        ),
        Laquelle::Departs => (
            "Départs",
            "Depuis le début des douze mois complets, les plus récents d’abord. Le numéro RPPS d’une personne partie lui reste.",
        ),
        Laquelle::AVenir => (
            "Arrivées prévues",
            "Leur situation commence plus tard\u{a0}: elles n’ont pas encore d’accès ici.",
        ),
        Laquelle::Fins => (
            "Situations qui se terminent",
            "Dans les 60\u{a0}jours. L’accès cesse de lui-même à la date prévue\u{a0}; si la personne reste, modifiez sa situation depuis sa fiche.",
        ),
        Laquelle::SansSigne => (
            "Personnes sans signe",
            "Présentes, et sans rien sur ce portail\u{a0}: ni connexion, ni inscription, ni confirmation dans une revue des accès. Le portail ne voit pas l’usage d’une e-CPS ailleurs\u{a0}: demandez avant de conclure.",
        ),
        Laquelle::Roles => (
            "Rôles plus larges que le métier",
            "Leur rôle ouvre des documents que le rôle habituel de leur profession n’ouvre pas. C’est peut-être voulu\u{a0}: le rôle dit ce que la personne fait ici.",
        ),
        Laquelle::Restes => (
            "Parties, avec encore un accès",
            "Une habilitation reste après la fin de la dernière situation, ou une situation reste ouverte après un départ définitif (retraite, étranger, décès).",
        ),
    }
}

async fn gens(
    representant: &Representant,
    liste: Laquelle,
    structure: Option<Finess>,
    portee: Portee,
) -> Result<AnyView, Sortie> {
    let registry = registry();
    let recherche = if liste == Laquelle::Presents {
        texte_cherche().await?
    } else {
        None
    };
    let mois: Option<Mois> = code("mois")?;
    let sans_signe = code("n")?.unwrap_or(SANS_SIGNE_MOIS);
    let filtre = Filtre {
        portee,
        liste,
        role: code("role")?,
        mois,
        sans_signe,
        texte: recherche.as_ref().map(|(_, texte)| texte.clone()),
        page: numero_de_page(),
    };
    let trouves = registry.rotation_liste(representant, &filtre).await?;
    let adresse = AdresseRotation {
        role: filtre.role.clone(),
        mois,
        sans_signe: (liste == Laquelle::SansSigne && sans_signe != SANS_SIGNE_MOIS).then_some(sans_signe),
        note: recherche.as_ref().map(|(note, _)| *note),
        ..AdresseRotation::de(liste.code(), structure.clone())
    };
    let (titre, definition) = mots(liste);
    let titre = mois.map_or_else(
        || titre.to_owned(),
        |mois| format!("{titre} en {}", mois.libelle()),
    );
    let ou = trouves.nom.unwrap_or_else(|| "Toutes vos structures".to_owned());
    let aujourd_hui = registry.aujourd_hui();
    let nombre = compte(trouves.total, "personne", "personnes");
    Ok(view! {
        <Title text=titre.clone() />
        <Onglets ici=Onglet::Rotation />
        <p><a class=LIEN href=chemin::rotation(structure.as_ref())>"Arrivées et départs"</a></p>
        <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
        <p class="text-lg text-soft">{ou}</p>
        <p class="mt-2 max-w-lecture">{definition}</p>
        {(liste == Laquelle::Presents)
            .then(|| {
                let texte = filtre.texte.clone().unwrap_or_default();
                view! { <Recherche texte=texte adresse=adresse.clone() /> }
            })}
        <Filtres liste=liste structures=trouves.structures adresse=adresse.clone() sans_signe=sans_signe />
        <p class="mt-6 font-bold" role="status">{nombre}</p>
        {(trouves.total > 0)
            .then(|| {
                view! {
                    <ul class="mt-2 border-t border-line">
                        {trouves.lignes.into_iter().map(|ligne| view! { <Ligne ligne=ligne aujourd_hui=aujourd_hui /> }).collect_view()}
                    </ul>
                }
            })}
        <Pagination
            page=trouves.page
            pages=trouves.pages
            adresse=move |page| AdresseRotation { page, ..adresse.clone() }.adresse()
        />
    }
    .into_any())
}

/// One box for a name or a number.
#[component]
fn Recherche(texte: String, adresse: AdresseRotation) -> impl IntoView {
    let structure = adresse
        .structure
        .map(|finess| finess.to_string())
        .unwrap_or_default();
    let role = adresse.role.map(|role| role.to_string()).unwrap_or_default();
    view! {
        <form method="post" action=ChercherPresents::url() role="search" class="ecran-seul mt-4 flex max-w-lecture flex-wrap items-end gap-3">
            <input type="hidden" name="structure" value=structure />
            <input type="hidden" name="role" value=role />
            <div class="min-w-0 grow basis-60">
                <label for="texte" class="block font-bold">"Nom ou numéro RPPS"</label>
                <input id="texte" name="texte" type="search" value=texte class=format!("{SAISIE} w-full") autocomplete="off" />
            </div>
            <button class=BOUTON_SECONDAIRE>"Rechercher"</button>
        </form>
    }
}

/// What narrows a list: a structure, a rôle, a number of months.
#[component]
fn Filtres(
    liste: Laquelle,
    structures: Vec<Structure>,
    adresse: AdresseRotation,
    sans_signe: u8,
) -> impl IntoView {
    let nomenclatures = registry().nomenclatures();
    let roles = nomenclatures
        .roles
        .iter()
        .map(|role| {
            let selected = adresse.role.as_ref() == Some(&role.code);
            view! { <option value=role.code.to_string() selected=selected>{role.court.clone()}</option> }
        })
        .collect_view();
    let plusieurs = structures.len() > 1;
    let action = AdresseRotation::de(adresse.liste, None).adresse();
    view! {
        <form method="get" action=action class="ecran-seul mt-3 flex max-w-lecture flex-wrap items-end gap-3">
            {adresse.mois.map(|mois| view! { <input type="hidden" name="mois" value=mois.to_string() /> })}
            {adresse.note.map(|note| view! { <input type="hidden" name="recherche" value=note.to_string() /> })}
            {plusieurs
                .then(|| {
                    view! {
                        <div class="min-w-0 grow basis-48">
                            <label for="structure" class="block font-bold">"Structure"</label>
                            <select id="structure" name="structure" class=format!("{SAISIE} w-full cursor-pointer")>
                                <option value="">"Toutes"</option>
                                {options(structures, adresse.structure.as_ref())}
                            </select>
                        </div>
                    }
                })}
            <div class="min-w-0 grow basis-48">
                <label for="role" class="block font-bold">"Rôle"</label>
                <select id="role" name="role" class=format!("{SAISIE} w-full cursor-pointer")>
                    <option value="">"Tous"</option>
                    {roles}
                </select>
            </div>
            {(liste == Laquelle::SansSigne)
                .then(|| {
                    let choix = SANS_SIGNE_CHOIX
                        .into_iter()
                        .map(|mois| {
                            view! { <option value=mois selected=mois == sans_signe>{format!("{mois}\u{a0}mois")}</option> }
                        })
                        .collect_view();
                    view! {
                        <div class="min-w-0 grow basis-32">
                            <label for="n" class="block font-bold">"Depuis"</label>
                            <select id="n" name="n" class=format!("{SAISIE} w-full cursor-pointer")>{choix}</select>
                        </div>
                    }
                })}
            <button class=BOUTON_SECONDAIRE>"Filtrer"</button>
        </form>
    }
}

async fn acces(
    representant: &Representant,
    liste: &'static str,
    structure: Option<Finess>,
    portee: &Portee,
) -> Result<AnyView, Sortie> {
    let registry = registry();
    let acces = registry
        .rotation_acces(representant, portee, SANS_SIGNE_MOIS)
        .await?;
    let (titre, definition, vide, contenu) = if liste == GESTIONNAIRES {
        let contenu =
            (!acces.inactifs.is_empty()).then(|| view! { <Inactifs habilites=acces.inactifs /> }.into_any());
        (
            "Gestionnaires sans activité",
            "Rien de leur part sur ce portail depuis 6\u{a0}mois. Si l’un d’eux est parti, retirez son habilitation.",
            "Tous les gestionnaires et mandataires ont été actifs.",
            contenu,
        )
    } else {
        let aujourd_hui = registry.aujourd_hui();
        let contenu = (!acces.cartes.is_empty())
            .then(|| view! { <Cartes cartes=acces.cartes aujourd_hui=aujourd_hui /> }.into_any());
        (
            "Cartes qui expirent",
            "Dans les 60\u{a0}jours, ou déjà expirées. La nouvelle carte est envoyée d’elle-même un mois avant la fin\u{a0}: elle est à enregistrer sur la page des cartes de la structure. Une carte expirée suspend les droits.",
            "Aucune carte n’expire dans les 60\u{a0}jours.",
            contenu,
        )
    };
    Ok(view! {
        <Title text=titre />
        <Onglets ici=Onglet::Rotation />
        <p><a class=LIEN href=chemin::rotation(structure.as_ref())>"Arrivées et départs"</a></p>
        <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
        <p class="mt-2 max-w-lecture">{definition}</p>
        {contenu.unwrap_or_else(|| view! { <p class="mt-6 font-bold" role="status">{vide}</p> }.into_any())}
    }
    .into_any())
}
