//! Who may act for a structure (J6): finding people, putting them in a demande d'habilitation, sending it; the list of those who
//! may act, withdrawing and undoing (R52). Every page is whole without a script.
//!
//! Reads with a `Designateur` and draws; acts go through `api::designer`. Nothing here decides who may designate whom.

mod ajouter;
mod demande;
mod envoi;
mod historique;
mod ligne;
mod liste;
mod moi;
mod rang;
mod retirer;
mod structures;

pub use ajouter::Ajouter;
pub use demande::Demande;
pub use envoi::Envoi;
pub use ligne::Ligne;
pub use liste::Structure;
pub use moi::Moi;
pub use retirer::Retirer;
pub use structures::Habilitations;

use crate::api::{ApiErreur, DesignationARevoir};
use crate::components::{Bandeau, Case, ChampDate, ChampTexte, LIEN, Ton};
use crate::pages::chemin;
use crate::pages::conditions::ALire;
use crate::pages::structure::{Onglet, Onglets};
use crate::requete::{parametre, saisie_notee};
use domain::date::{Jour, long};
use domain::ids::RechercheId;
use domain::saisie::{Champ, Erreurs, SaisieHabilite};
use leptos::prelude::*;
use leptos_meta::Title;
use registry::designation::{Formation, StructureDesignee};

/// The top of every page about one structure: where one is, the way back, the title.
#[component]
fn Entete(
    structure: StructureDesignee,
    #[prop(into)] titre: String,
    /// said in the title of the window when something is to be corrected
    #[prop(optional)]
    erreur: bool,
    /// true on the page of the structure itself
    #[prop(optional)]
    racine: bool,
) -> impl IntoView {
    let prefixe = if erreur { "Erreur\u{a0}: " } else { "" };
    let (adresse, retour) = if racine {
        (
            chemin::HABILITATIONS.to_owned(),
            "Toutes vos structures".to_owned(),
        )
    } else {
        (
            chemin::habilitation::structure(&structure.finess),
            structure.nom.clone(),
        )
    };
    view! {
        <Title text=format!("{prefixe}{titre} – {}", structure.nom) />
        <Onglets ici=Onglet::Habilitations />
        <p><a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>{retour}</a></p>
        <h1 class="text-3xl font-bold">{titre}</h1>
    }
}

/// What was typed before and could not be accepted, for the form of this page.
async fn a_revoir() -> Result<Option<DesignationARevoir>, ApiErreur> {
    match parametre("saisie").and_then(|id| id.parse::<RechercheId>().ok()) {
        Some(note) => saisie_notee(note).await,
        None => Ok(None),
    }
}

/// The refusal that no field says.
fn refus(a_revoir: Option<&DesignationARevoir>) -> Option<impl IntoView + use<>> {
    let refus = a_revoir?.refus.clone()?;
    Some(view! { <Bandeau ton=Ton::Erreur titre="Rien n’a été enregistré">{refus}</Bandeau> })
}

/// Contact and training: the same fields for somebody else and for oneself.
#[component]
fn Coordonnees(
    saisie: SaisieHabilite,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    attestation: Option<Formation>,
    /// the case is about the reader
    moi: bool,
) -> impl IntoView {
    let (aide, confirmation) = if moi {
        (
            "De préférence celle de votre compte de formation. Vous y recevez la confirmation de votre habilitation.",
            "Je confirme que j’ai suivi la formation adéquate\u{a0}: le module «\u{a0}Comment s’enregistrer sur le RPPS+\u{a0}».",
        )
    } else {
        (
            "De préférence celle de son compte de formation. La personne y est prévenue de son habilitation.",
            "Je confirme que cette personne a suivi la formation adéquate\u{a0}: le module «\u{a0}Comment s’enregistrer sur le RPPS+\u{a0}».",
        )
    };
    let attestation_a_revoir = erreurs.as_ref().is_some_and(|erreurs| {
        [Champ::DateFormation, Champ::ReferenceFormation]
            .iter()
            .any(|champ| erreurs.pour(*champ).is_some())
    });
    view! {
        <ChampTexte champ=Champ::Email valeur=saisie.email erreurs=erreurs.clone() aide=aide genre="email" />
        <ChampTexte champ=Champ::Telephone valeur=saisie.telephone erreurs=erreurs.clone() genre="tel" facultatif=true />
        {attestation.map(|connue| view! { <Connue formation=connue /> })}
        <Case champ=Champ::Formation coche=saisie.formation == "on" erreurs=erreurs.clone()>{confirmation}</Case>
        <details class="mt-4 max-w-lecture" open=attestation_a_revoir>
            <summary class=format!("{LIEN} inline-flex min-h-11 cursor-pointer items-center")>"Noter l’attestation (facultatif)"</summary>
            <p class="text-soft">"Elle reste valable dans une autre structure\u{a0}: la noter évite de la redemander."</p>
            <ChampDate
                champ=Champ::DateFormation
                prefixe="formation_le"
                valeurs=[saisie.formation_le_jour, saisie.formation_le_mois, saisie.formation_le_annee]
                erreurs=erreurs.clone()
                facultatif=true
            />
            <ChampTexte champ=Champ::ReferenceFormation valeur=saisie.reference_formation erreurs=erreurs facultatif=true />
        </details>
    }
}

#[component]
fn Connue(formation: Formation) -> impl IntoView {
    let reference = formation
        .reference
        .map(|reference| format!(", référence {reference}"))
        .unwrap_or_default();
    view! {
        <Bandeau ton=Ton::Info titre="Une attestation est déjà connue">
            {format!(
                "Elle date du {}{reference}. Elle vaut aussi pour cette structure\u{a0}: il n’y a pas de formation à refaire.",
                long(formation.suivie_le),
            )}
        </Bandeau>
    }
}

/// Both terms, with the version that is kept.
#[component]
fn Conditions(
    cgu: bool,
    cgu_habilitations: bool,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    view! {
        <p class="mt-6 max-w-lecture">
            "À lire avant d’accepter\u{a0}: "
            <ALire href=chemin::CONDITIONS_PORTAIL nom="conditions du portail" />
            ", "
            <ALire href=chemin::CONDITIONS_HABILITATIONS nom="conditions des habilitations" />
            "."
        </p>
        <Case champ=Champ::Cgu coche=cgu erreurs=erreurs.clone()>
            {format!("J’accepte les conditions générales d’utilisation du portail RPPS+ (version {}).", domain::designation::CGU_PORTAIL)}
        </Case>
        <Case champ=Champ::CguHabilitations coche=cgu_habilitations erreurs=erreurs>
            {format!("J’accepte les conditions générales d’utilisation de mesHabilitations (version {}).", domain::designation::CGU_HABILITATIONS)}
        </Case>
    }
}

/// A date in three boxes, empty when there is none.
fn cases(jour: Option<Jour>) -> [String; 3] {
    jour.map_or_else(Default::default, |jour| {
        [
            jour.day().to_string(),
            u8::from(jour.month()).to_string(),
            jour.year().to_string(),
        ]
    })
}
