//! The cards of a structure: those that were ordered, those that are in hand, how long they last (R46, R48).

use super::carte::{UneCarte, choix};
use super::champs::Liste;
use super::mes_structures::{alertes, lecture_seule};
use super::{Essai, LigneTexte, Onglet, Onglets, ResumeEssai, TroisCases, essai};
use crate::api::{ApiErreur, CommanderCarte};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::{chemin, page};
use crate::requete::{lecteur_structure, parametre, registry, representant, segment};
use domain::identifiant::Finess;
use domain::structure::{Formulaire, GenreCarte};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::droit::Qualite;
use registry::structure::Titulaire;
use std::sync::Arc;

/// The page.
#[component]
pub fn Cartes() -> impl IntoView {
    page(async move {
        let r = representant()?;
        let finess: Finess = segment("finess")?;
        let registry = registry();
        let lecteur = lecteur_structure(&finess).await?;
        let qualite = lecteur.qualite();
        if !qualite.voit_les_cartes() {
            return Err(ApiErreur::introuvable().into());
        }
        let detail = registry.structure(&lecteur).await?;
        let cartes = registry.cartes(&r, &finess).await?;
        let tient = qualite == Qualite::Tete;
        let titulaires = Arc::new(if tient {
            registry.titulaires(&r, &finess).await?
        } else {
            Vec::new()
        });
        let essai = essai().await?;
        let fait = match parametre("fait").as_deref() {
            Some("commande") => Some("La commande est notée"),
            Some("reception") => Some("La carte est enregistrée"),
            Some("attribution") => Some("La carte a son titulaire"),
            Some("annulation") => Some("La carte est annulée"),
            _ => None,
        };
        let prefixe = if essai.en_erreur() { "Erreur\u{a0}: " } else { "" };
        let aucune = cartes.is_empty();
        let numero = finess.to_string();
        Ok(view! {
            <Title text=format!("{prefixe}Cartes de la structure") />
            <Onglets ici=Onglet::Structures />
            <p><a class=LIEN href=chemin::structure(&finess)>{detail.vue.nom.clone()}</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Cartes de la structure"</h1>
            <ResumeEssai essai=essai.clone() />
            <p class="mt-2 max-w-lecture">
                "Une carte dure trois ans. La suivante est faite d’elle-même et envoyée un mois avant la fin, avec les mêmes codes\u{a0}: enregistrez-la dès qu’elle arrive, sinon les droits qu’elle porte s’arrêtent au dernier jour de l’ancienne."
            </p>
            {lecture_seule(qualite)}
            {fait.map(|titre| view! { <Bandeau ton=Ton::Succes titre=titre>"Les droits qui en dépendent sont à jour."</Bandeau> })}
            {alertes(detail.vue.alertes)}
            {aucune.then(|| view! { <p class="mt-6">"Aucune carte n’est encore notée pour cette structure."</p> })}
            <ul class="mt-6 border-t border-line">
                {cartes
                    .into_iter()
                    .map(|carte| {
                        view! {
                            <UneCarte
                                carte=carte
                                structure=numero.clone()
                                titulaires=Arc::clone(&titulaires)
                                essai=essai.clone()
                                tient=tient
                            />
                        }
                    })
                    .collect_view()}
            </ul>
            {tient
                .then(|| {
                    view! { <Commander structure=numero.clone() titulaires=Arc::clone(&titulaires) essai=essai.de("commande") /> }
                })}
        }
        .into_any())
    })
}

/// A card asked for.
#[component]
fn Commander(structure: String, titulaires: Arc<Vec<Titulaire>>, essai: Essai) -> impl IntoView {
    let aujourd_hui = registry().aujourd_hui();
    let genres: Vec<_> = GenreCarte::GESTIONNAIRES
        .map(|genre| (genre.code().to_owned(), genre.libelle().to_owned()))
        .into();
    let formulaires: Vec<_> = Formulaire::GESTIONNAIRES
        .map(|formulaire| (formulaire.code().to_owned(), formulaire.libelle().to_owned()))
        .into();
    let mut personnes = vec![(
        String::new(),
        "Une personne qui n’est pas encore gestionnaire ici".to_owned(),
    )];
    personnes.extend(titulaires.iter().map(choix));
    let ouvert = essai.existe();
    view! {
        <details class="mt-8 max-w-lecture rounded-md border border-line p-4" id="commander" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Noter une commande de carte"</summary>
            <p class="mt-3">
                "Le formulaire porte le même numéro FINESS que le contrat\u{a0}: " <strong>{structure.clone()}</strong> ". Un gestionnaire qui a déjà une carte active de la structure n’en commande pas d’autre."
            </p>
            <form method="post" action=CommanderCarte::url() novalidate>
                <input type="hidden" name="structure" value=structure />
                <Liste nom="titulaire" de="commande" libelle="Pour qui" options=personnes essai=essai.clone() />
                <LigneTexte nom="nom" de="commande" libelle="Son nom et son prénom" aide="Seulement si la personne n’est pas dans la liste." essai=essai.clone() />
                <Liste nom="genre" de="commande" libelle="Type de carte" options=genres essai=essai.clone() />
                <Liste nom="formulaire" de="commande" libelle="Comment elle est commandée" options=formulaires essai=essai.clone() />
                <TroisCases prefixe="date" de="commande" libelle="Commandée le" essai=essai.clone() defaut=Some(aujourd_hui) />
                <button class=format!("{BOUTON} mt-4")>"Noter cette commande"</button>
            </form>
        </details>
    }
}
