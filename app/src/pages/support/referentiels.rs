//! The reference data as the support sees it: which version, since when, brought by whom; and bringing a newer file. The form
//! posts to a route of the server, which reads the file as it comes.

use crate::components::{BOUTON, Bandeau, LIEN, Ligne, ListeDescription, SAISIE, Ton};
use crate::pages::{chemin, page};
use crate::requete::{operateur, parametre, registry, saisie_notee};
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos_meta::Title;
use registry::finess::{BilanImport, ImportError};
use registry::support::{Referentiel, ReferentielImporte};
use serde::{Deserialize, Serialize};

/// What an import did, kept with the session between the upload and the page that says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BilanReferentiel {
    /// code of the list
    quoi: String,
    /// why nothing was imported; the counts are then those of nothing
    erreur: Option<String>,
    lues: u64,
    ajoutees: u64,
    modifiees: u64,
    inchangees: u64,
    fermees: u64,
    ignorees: u64,
    /// the first lines left out, each with its reason
    premieres: Vec<String>,
}

impl BilanReferentiel {
    /// What an import gave.
    pub fn new(quoi: ReferentielImporte, fait: Result<BilanImport, ImportError>) -> Self {
        match fait {
            Ok(bilan) => Self {
                quoi: quoi.code().to_owned(),
                erreur: None,
                lues: bilan.lues,
                ajoutees: bilan.ajoutees,
                modifiees: bilan.modifiees,
                inchangees: bilan.inchangees,
                fermees: bilan.fermees,
                ignorees: bilan.ignorees.nombre,
                premieres: bilan
                    .ignorees
                    .premieres
                    .into_iter()
                    .map(|ignoree| {
                        format!("Entité juridique n° {}\u{a0}: {}", ignoree.entite, ignoree.raison)
                    })
                    .collect(),
            },
            Err(erreur) => Self::refuse(quoi, erreur.to_string()),
        }
    }

    /// Nothing was imported, and why.
    pub fn refuse(quoi: ReferentielImporte, raison: String) -> Self {
        Self {
            quoi: quoi.code().to_owned(),
            erreur: Some(raison),
            lues: 0,
            ajoutees: 0,
            modifiees: 0,
            inchangees: 0,
            fermees: 0,
            ignorees: 0,
            premieres: Vec::new(),
        }
    }
}

/// The page.
#[component]
pub fn Referentiels() -> impl IntoView {
    page(async move {
        let operateur = operateur()?;
        let lignes: Vec<Ligne> = registry()
            .referentiels(&operateur)
            .await?
            .into_iter()
            .map(ligne)
            .collect();
        let bilan: Option<BilanReferentiel> =
            match parametre("bilan").and_then(|note| note.parse::<RechercheId>().ok()) {
                Some(note) => saisie_notee(note).await?,
                None => None,
            };
        let rate = bilan.as_ref().is_some_and(|bilan| bilan.erreur.is_some());
        Ok(view! {
            <Title text=if rate { "Erreur\u{a0}: référentiels" } else { "Référentiels" } />
            <p><a class=LIEN href=chemin::SUPPORT>"Support du répertoire"</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Référentiels"</h1>
            {bilan.map(|bilan| view! { <Bilan bilan=bilan /> })}
            <ListeDescription titre="Ce qui est chargé" lignes=lignes />
            <h2 class="mt-8 text-xl font-bold">"Mettre à jour"</h2>
            <p class="mt-1 max-w-lecture text-soft">
                "Un fichier complète et corrige ce qui est chargé, en une seule fois\u{a0}: s’il est incomplet ou incorrect, rien n’est modifié. Ce qu’il ne mentionne pas reste. Redonner le même fichier ne change rien."
            </p>
            {ReferentielImporte::TOUS.map(|quoi| view! { <Depot quoi=quoi /> }).collect_view()}
        })
    })
}

/// The form of one list.
#[component]
fn Depot(quoi: ReferentielImporte) -> impl IntoView {
    let (aide, genres) = match quoi {
        ReferentielImporte::Finess => (
            "Le flux «\u{a0}structures\u{a0}» de FINESS (.json), tel qu’il est publié, 2 Go au plus. L’import prend quelques minutes\u{a0}: gardez cette page ouverte.",
            ".json,application/json",
        ),
        ReferentielImporte::Communes => (
            "Le fichier des communes du portail (.csv, colonnes code, nom, genre, population, autre_nom), 32 Mo au plus.",
            ".csv,text/csv",
        ),
    };
    let id = format!("fichier-{}", quoi.code());
    let id_aide = format!("{id}-aide");
    view! {
        <form
            method="post"
            action=chemin::depot_referentiel(quoi)
            enctype="multipart/form-data"
            class="mt-4 max-w-lecture rounded-md border border-line p-4"
        >
            <label for=id.clone() class="block font-bold">{nom(quoi.code())}</label>
            <p id=id_aide.clone() class="text-soft">{aide}</p>
            <input
                id=id
                name="fichier"
                type="file"
                required
                accept=genres
                aria-describedby=id_aide
                class=format!("{SAISIE} mt-2 w-full cursor-pointer")
            />
            <button class=format!("{BOUTON} mt-4")>{format!("Importer\u{a0}: {}", nom(quoi.code()))}</button>
        </form>
    }
}

/// What an import did, or why it did nothing.
#[component]
fn Bilan(bilan: BilanReferentiel) -> impl IntoView {
    let nom = nom(&bilan.quoi);
    if let Some(erreur) = bilan.erreur {
        return view! {
            <div role="alert" class="mt-4">
                <Bandeau ton=Ton::Erreur titre=format!("{nom}\u{a0}: rien n’a été modifié")>{erreur}</Bandeau>
            </div>
        }
        .into_any();
    }
    let fermees = match bilan.fermees {
        0 => String::new(),
        n => format!(" (dont {})", accord(n, "fermeture")),
    };
    let compte = format!(
        "{} dans le fichier\u{a0}: {}, {}{fermees}, {}.",
        accord(bilan.lues, "ligne"),
        accord(bilan.ajoutees, "ajoutée"),
        accord(bilan.modifiees, "modifiée"),
        accord(bilan.inchangees, "inchangée")
    );
    let ecartees = match bilan.ignorees {
        0 => None,
        1 => Some("1 ligne laissée de côté\u{a0}:".to_owned()),
        n => Some(format!("{n} lignes laissées de côté\u{a0}; les premières\u{a0}:")),
    };
    view! {
        <div role="status" class="mt-4">
            <Bandeau ton=Ton::Succes titre=format!("{nom}\u{a0}: l’import est fait")>
                <p>{compte}</p>
                {ecartees
                    .map(|titre| {
                        view! {
                            <p class="mt-2">{titre}</p>
                            <ul class="list-disc pl-6">
                                {bilan.premieres.into_iter().map(|raison| view! { <li>{raison}</li> }).collect_view()}
                            </ul>
                        }
                    })}
            </Bandeau>
        </div>
    }
    .into_any()
}

/// « 1 ligne », « 2 lignes ».
fn accord(nombre: u64, mot: &str) -> String {
    let marque = if nombre > 1 { "s" } else { "" };
    format!("{nombre} {mot}{marque}")
}

/// What a list is called.
fn nom(code: &str) -> &'static str {
    match code {
        "finess" => "Établissements (FINESS)",
        "communes" => "Communes (INSEE)",
        "pays" => "Pays (INSEE)",
        _ => "Professions, rôles et documents",
    }
}

/// « Établissements (FINESS) : 12 345 lignes, version du 2026-11-01, chargé le … par … »
pub(super) fn ligne(referentiel: Referentiel) -> Ligne {
    let par = referentiel
        .par
        .map(|nom| format!(", par {nom}"))
        .unwrap_or_default();
    Ligne::new(
        nom(&referentiel.nom),
        format!(
            "version {} (fichier de {} lignes), chargé le {}{par}",
            referentiel.version,
            referentiel.lignes,
            referentiel.charge_le.affichage()
        ),
    )
}
