//! Who does what in the queue at this moment, in words: beside a row, at the head of a decision, and on the page of a decision that
//! could not be taken. The same words whether they are drawn with the page or brought to it later.

use super::accueil::a_traiter;
use super::file::titre;
use super::filtre::{AdresseFile, DepuisFile};
use super::lot::toutes;
use super::marques::mots;
use crate::api::{ApiErreur, EtatDossier, LigneVue, Main, VueFile};
use crate::components::{Bandeau, Ton};
use crate::islands::{Clavier, DossierVivant, FileVivante};
use crate::requete::{parametre, registry};
use domain::date::Instant;
use domain::demande::Statut;
use domain::ids::DemandeId;
use leptos::prelude::*;
use registry::demande::{Dossier, LigneFile};
use registry::direct::{EtatPrise, JetonPrise, LigneSuivie};
use registry::droit::Gestionnaire;
use registry::journal::{Acte, LigneHistorique, PageHistorique};
use std::collections::HashMap;

/// « 10 h 02 »
fn heure(le: Instant) -> String {
    let (_, heures, minutes) = le.paris();
    format!("{heures}\u{a0}h\u{a0}{minutes:02}")
}

/// « validée par Nadia FERRAND »; empty while the demande waits.
fn devenue(ligne: &LigneSuivie) -> String {
    let par = match (ligne.decidee_par_moi, &ligne.decidee_par) {
        (true, _) => " par vous".to_owned(),
        (false, Some(par)) => format!(" par {par}"),
        (false, None) => String::new(),
    };
    match ligne.statut {
        Statut::Validee => format!("validée{par}"),
        Statut::Refusee => format!("refusée{par}"),
        Statut::Annulee => "retirée par la personne qui l’a faite".to_owned(),
        Statut::Expiree => "expirée faute de réponse".to_owned(),
        Statut::ACorriger => "renvoyée pour correction".to_owned(),
        Statut::ATraiter | Statut::Brouillon => String::new(),
    }
}

/// What is said beside a row.
fn temoin(ligne: &LigneSuivie) -> LigneVue {
    let devenue = devenue(ligne);
    let finie = !devenue.is_empty();
    let texte = match &ligne.prise {
        _ if finie => devenue,
        Some(prise) if prise.moi => "ouverte par vous".to_owned(),
        Some(prise) => format!("ouverte par {}", prise.par),
        None => String::new(),
    };
    LigneVue {
        demande: ligne.demande.to_string(),
        texte,
        finie,
        marques: Vec::new(),
    }
}

/// What became of the queue since a page was drawn. `adresse`: the list that it shows, when it shows one.
pub(crate) async fn vue_file(
    g: &Gestionnaire,
    depuis: Instant,
    demandes: &[DemandeId],
    adresse: Option<AdresseFile>,
) -> Result<VueFile, ApiErreur> {
    let registry = registry();
    let mut vue = match adresse {
        // Without the text of its search, a list would be counted wider than it is shown: what it shows stays.
        Some(adresse) if adresse.perdue => VueFile::default(),
        Some(adresse) => {
            let comptes = registry
                .comptes_suivis(g, &adresse.filtre, depuis, demandes)
                .await?;
            let (vues, trouvees) = comptes
                .nommees
                .into_iter()
                .map(|(vue, nombre)| (vue.to_string(), nombre))
                .unzip();
            VueFile {
                titre: titre(&adresse.filtre, comptes.total),
                nouvelles: nouvelles(comptes.arrivees),
                toutes: toutes(comptes.total),
                onglets: comptes.vues,
                vues,
                trouvees,
                ..VueFile::default()
            }
        }
        None => VueFile {
            titre: a_traiter(registry.nombre_a_traiter(g).await?),
            ..VueFile::default()
        },
    };
    let lignes = registry.lignes_suivies(g, demandes).await?;
    let marques = registry.marques(g, demandes).await?;
    let maintenant = registry.now();
    let relire = lignes
        .iter()
        .filter_map(|ligne| Some(ligne.prise.as_ref()?.jusqu_au.millis() - maintenant.millis()))
        .min();
    vue.relire = relire.map(|millis| millis / 1000 + 1);
    vue.lignes = lignes
        .iter()
        .map(|ligne| LigneVue {
            marques: mots(marques.get(&ligne.demande).copied().unwrap_or_default()),
            ..temoin(ligne)
        })
        .collect();
    Ok(vue)
}

/// « 3 nouvelles demandes »; empty without any.
fn nouvelles(arrivees: i64) -> String {
    match arrivees {
        0 => String::new(),
        1 => "1 nouvelle demande".to_owned(),
        n => format!("{n} nouvelles demandes"),
    }
}

/// What an open demande shows of who has it in hand.
pub(crate) async fn etat_dossier(
    g: &Gestionnaire,
    id: DemandeId,
    version: i64,
    prise: EtatPrise,
) -> Result<EtatDossier, ApiErreur> {
    let lignes = registry().lignes_suivies(g, &[id]).await?;
    let ligne = lignes.first().ok_or_else(ApiErreur::introuvable)?;
    let devenue = devenue(ligne);
    let (main, titre, texte) = if !devenue.is_empty() {
        (
            Main::Finie,
            match ligne.statut {
                Statut::Expiree => "Cette demande vient d’expirer faute de réponse".to_owned(),
                _ => format!("Cette demande vient d’être {devenue}"),
            },
            "Il n’y a plus rien à décider ici.".to_owned(),
        )
    } else if ligne.version != version {
        (
            Main::Changee,
            "Cette demande vient de changer".to_owned(),
            "Ce que vous lisez n’est plus à jour\u{a0}: relisez-la avant de décider.".to_owned(),
        )
    } else {
        en_main(prise)
    };
    Ok(EtatDossier { main, titre, texte })
}

fn en_main(prise: EtatPrise) -> (Main, String, String) {
    match prise {
        EtatPrise::Moi => (
            Main::Moi,
            "Vous traitez cette demande".to_owned(),
            "Vos collègues le voient. Elle se libère quand vous décidez, ou 5 minutes après votre dernière activité ici."
                .to_owned(),
        ),
        EtatPrise::Autre { par, depuis } => (
            Main::Autre,
            format!("{par} traite cette demande"),
            format!(
                "Ouverte à {}. Prenez la main pour décider à sa place\u{a0}: cette personne en sera prévenue aussitôt.",
                heure(depuis)
            ),
        ),
        EtatPrise::Personne => (
            Main::Personne,
            "Personne ne traite cette demande".to_owned(),
            "Prenez la main pour que vos collègues sachent que vous vous en occupez.".to_owned(),
        ),
        EtatPrise::Sienne => (
            Main::Sienne,
            "Cette demande est la vôtre, ou celle d’un homonyme".to_owned(),
            "Un autre gestionnaire de votre structure doit la traiter.".to_owned(),
        ),
    }
}

/// What is said beside each of these rows, by demande.
pub(super) async fn temoins(
    g: &Gestionnaire,
    lignes: &[LigneFile],
) -> Result<HashMap<DemandeId, String>, ApiErreur> {
    let ids: Vec<_> = lignes.iter().map(|ligne| ligne.id).collect();
    let suivies = registry().lignes_suivies(g, &ids).await?;
    Ok(suivies
        .iter()
        .map(|ligne| (ligne.demande, temoin(ligne).texte))
        .collect())
}

/// The place beside a row, there even when empty: what comes later moves nothing. Its row bears `data-demande`.
#[component]
pub(super) fn Temoin(texte: String) -> impl IntoView {
    view! { <span data-temoin="" class="min-w-0 truncate font-bold text-ink">{texte}</span> }
}

/// Keeps a page drawn at that moment up to date: texts marked `data-compte`, rows marked `data-demande`, and what arrived since.
/// With the keys of the queue. `recentes`, for the queue itself: where what arrived is shown.
#[component]
pub(super) fn Vivante(
    depuis: Instant,
    #[prop(optional, into)] recentes: Option<String>,
    raccourcis: bool,
) -> impl IntoView {
    let liste = recentes.is_some();
    view! {
        <div class="mt-1 sm:flex sm:items-center sm:gap-6">
            <FileVivante depuis=depuis.millis() recentes=recentes />
            {liste.then(|| view! { <Clavier actifs=raccourcis dossier=false /> })}
        </div>
    }
    .into_any()
}

/// A pending demande that a page has opened: who has it in hand, and the page's own token.
#[derive(Clone)]
pub(super) struct Ouverte {
    etat: EtatDossier,
    jeton: JetonPrise,
    raccourcis: bool,
}

/// Takes the demande that is about to be drawn, when it is free.
pub(super) async fn ouvrir(g: &Gestionnaire, dossier: &Dossier) -> Result<Option<Ouverte>, ApiErreur> {
    if dossier.statut != Statut::ATraiter {
        return Ok(None);
    }
    let registry = registry();
    let jeton = registry.jeton_prise();
    let prise = registry.prendre(g, dossier.id, jeton).await?;
    Ok(Some(Ouverte {
        etat: etat_dossier(g, dossier.id, dossier.version, prise).await?,
        jeton,
        raccourcis: registry.raccourcis_clavier(g).await?,
    }))
}

/// The keys of an open demande, beside the links that lead away from it.
#[component]
pub(super) fn Touches(#[prop(optional_no_strip)] ouverte: Option<Ouverte>) -> impl IntoView {
    ouverte
        .map(|ouverte| view! { <Clavier actifs=ouverte.raccourcis dossier=true /> })
        .into_any()
}

/// Who has the demande in hand, at the head of the decision.
#[component]
pub(super) fn EnMain(
    id: DemandeId,
    version: i64,
    #[prop(optional_no_strip)] ouverte: Option<Ouverte>,
) -> impl IntoView {
    ouverte
        .map(|ouverte| {
            view! {
                <DossierVivant
                    demande=id.to_string()
                    version=version
                    jeton=ouverte.jeton.to_string()
                    etat=ouverte.etat
                    saisie=parametre("saisie").unwrap_or_default()
                    file=DepuisFile::ici().parametres()
                />
            }
        })
        .into_any()
}

/// Why the decision that was just sent was not taken: who did what meanwhile, or who has the demande in hand. `gardee`: what was
/// typed for it is on the page.
pub(super) fn empechement(raison: &str, historique: &PageHistorique, gardee: bool) -> Option<AnyView> {
    const TITRE: &str = "Votre décision n’a pas été enregistrée";
    let gardee = gardee.then_some("Ce que vous aviez saisi est conservé. ");
    match raison {
        "conflit" => {
            let derniere = historique
                .lignes
                .iter()
                .find(|ligne| !matches!(ligne.acte, Acte::Consulter | Acte::PrendreLaMain))
                .cloned();
            Some(
                view! {
                    <Bandeau ton=Ton::Alerte titre=TITRE>
                        <p>"Cette demande a changé pendant que vous la lisiez\u{a0}:"</p>
                        {derniere.map(changement)}
                        <p class="mt-1">"Voici son état actuel. " {gardee} "Relisez-la avant de continuer."</p>
                    </Bandeau>
                }
                .into_any(),
            )
        }
        "prise" => Some(
            view! {
                <Bandeau ton=Ton::Alerte titre=TITRE>
                    "Une autre personne traite cette demande en ce moment. " {gardee}
                    "Pour décider à sa place, prenez d’abord la main."
                </Bandeau>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// « Validée par Nadia FERRAND le … », then before and after.
fn changement(ligne: LigneHistorique) -> impl IntoView {
    let phrase = ligne.phrase();
    let changements: Vec<_> = ligne
        .changements
        .into_iter()
        .map(|c| {
            let apres = c.apres.unwrap_or_else(|| "supprimé".to_owned());
            match c.avant {
                Some(avant) => format!("{}\u{a0}: {avant}, puis {apres}", c.champ),
                None => format!("{}\u{a0}: {apres}", c.champ),
            }
        })
        .collect();
    view! {
        <p class="mt-1 font-bold">{phrase}</p>
        <ul class="list-disc pl-5">{changements.into_iter().map(|texte| view! { <li>{texte}</li> }).collect_view()}</ul>
    }
}
