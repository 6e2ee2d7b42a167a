//! The cards of a structure: those that were ordered, those that are in hand, how long they last (R46, R48).

use super::mes_structures::alertes;
use super::{Essai, LigneTexte, Onglet, Onglets, TroisCases, essai};
use crate::api::{AnnulerCarte, CommanderCarte, RecevoirCarte};
use crate::components::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, LIEN, SAISIE, Ton};
use crate::pages::{chemin, page};
use crate::requete::{dirigeant, parametre, registry, representant, segment};
use domain::date::court;
use domain::identifiant::Finess;
use domain::structure::{Alerte, Formulaire, GenreCarte};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::structure::{CarteVue, Titulaire};

/// The page.
#[component]
pub fn Cartes() -> impl IntoView {
    page(async move {
        let r = representant()?;
        let finess: Finess = segment("finess")?;
        let registry = registry();
        let detail = registry.structure(&dirigeant(&finess).await?).await?;
        let cartes = registry.cartes(&r, &finess).await?;
        let titulaires = registry.titulaires(&r, &finess).await?;
        let essai = essai().await?;
        let fait = match parametre("fait").as_deref() {
            Some("commande") => Some("La commande est notée"),
            Some("reception") => Some("La carte est enregistrée"),
            Some("annulation") => Some("La carte est annulée"),
            _ => None,
        };
        let prefixe = if essai.existe() { "Erreur : " } else { "" };
        let aucune = cartes.is_empty();
        let numero = finess.to_string();
        Ok(view! {
            <Title text=format!("{prefixe}Cartes de la structure") />
            <Onglets ici=Onglet::Structures />
            <p><a class=LIEN href=chemin::structure(&finess)>{detail.vue.nom.clone()}</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Cartes de la structure"</h1>
            <p class="mt-2 max-w-lecture">
                "Une carte dure trois ans. La suivante est faite d’elle-même et envoyée un mois avant la fin, avec les mêmes codes : enregistrez-la dès qu’elle arrive, sinon les droits qu’elle porte s’arrêtent au dernier jour de l’ancienne."
            </p>
            {fait.map(|titre| view! { <Bandeau ton=Ton::Succes titre=titre>"Les droits qui en dépendent sont à jour."</Bandeau> })}
            {alertes(detail.vue.alertes)}
            {aucune.then(|| view! { <p class="mt-6">"Aucune carte n’est encore notée pour cette structure."</p> })}
            <ul class="mt-6 border-t border-line">
                {cartes
                    .into_iter()
                    .map(|carte| {
                        let essai = essai.de(&carte.id.to_string());
                        view! { <UneCarte carte=carte structure=numero.clone() essai=essai /> }
                    })
                    .collect_view()}
            </ul>
            <Commander structure=numero.clone() titulaires=titulaires essai=essai.de("commande") />
        }
        .into_any())
    })
}

/// Where a card stands, in a few words.
fn etat(carte: &CarteVue) -> String {
    match (carte.recue_le, carte.expire_le, carte.alerte) {
        (_, Some(fin), Some(Alerte::Expiree)) => format!("Expirée le {}\u{a0}: droits suspendus", court(fin)),
        (Some(_), Some(fin), _) => {
            let suivante = carte
                .renouvelee_le
                .map(|le| format!(", la suivante arrive vers le {}", court(le)))
                .unwrap_or_default();
            format!("Valable jusqu’au {}{suivante}", court(fin))
        }
        _ => match carte.commandee_le {
            Some(le) => format!("Commandée le {}, pas encore reçue", court(le)),
            None => "Pas encore reçue".to_owned(),
        },
    }
}

/// A card, with what can be done of it.
#[component]
fn UneCarte(carte: CarteVue, structure: String, essai: Essai) -> impl IntoView {
    let etat = etat(&carte);
    let numero = carte.numero.clone().map(|numero| format!(" · {numero}"));
    let comment = carte
        .formulaire
        .map(|formulaire| format!(" · {}", formulaire.libelle()));
    let du_dirigeant = carte.genre == GenreCarte::Cde;
    let (id, version) = (carte.id.to_string(), carte.version.to_string());
    let reception = (!du_dirigeant && carte.recue_le.is_none()).then(|| {
        let ouvert = essai.existe();
        let aujourd_hui = registry().aujourd_hui();
        view! {
            <details class="mt-2" open=ouvert>
                <summary class=BOUTON_SECONDAIRE>"La carte est arrivée" <span class="sr-only">{format!(" : {}", carte.nom)}</span></summary>
                <form method="post" action=RecevoirCarte::url() novalidate>
                    <input type="hidden" name="structure" value=structure.clone() />
                    <input type="hidden" name="carte" value=id.clone() />
                    <input type="hidden" name="version" value=version.clone() />
                    <LigneTexte nom="numero" de=id.clone() libelle="Numéro de la carte" aide="Imprimé sur la carte. Seuls ses quatre derniers chiffres seront montrés." essai=essai.clone() chiffres=true />
                    <TroisCases prefixe="date" de=id.clone() libelle="Reçue le" essai=essai.clone() defaut=Some(aujourd_hui) />
                    <TroisCases prefixe="expire" de=id.clone() libelle="Dernier jour de validité (facultatif)" aide="Sans réponse : trois ans après la réception." essai=essai.clone() />
                    <button class=format!("{BOUTON} mt-4")>"Enregistrer cette carte"</button>
                </form>
            </details>
        }
    });
    let annulation = (!du_dirigeant).then(|| {
        let suite = if carte.recue_le.is_some() {
            "Les droits que cette carte porte seront suspendus aussitôt, sauf si la personne a ici une autre carte valable."
        } else {
            "La commande sera oubliée."
        };
        view! {
            <details class="mt-2">
                <summary class="inline-flex min-h-11 cursor-pointer items-center text-action underline">
                    "Annuler cette carte" <span class="sr-only">{format!(" : {}", carte.nom)}</span>
                </summary>
                <p class="max-w-lecture">"Perdue, volée, ou notée par erreur. " {suite}</p>
                <form method="post" action=AnnulerCarte::url() class="mt-2">
                    <input type="hidden" name="structure" value=structure />
                    <input type="hidden" name="carte" value=id />
                    <input type="hidden" name="version" value=version />
                    <button class=BOUTON_DANGER>"Annuler la carte"</button>
                </form>
            </details>
        }
    });
    view! {
        <li class="border-b border-line py-4">
            <h2 class="font-bold">{carte.nom.clone()}</h2>
            <p class="text-soft">{carte.genre.libelle()} {comment} {numero}</p>
            <p class="mt-1">{etat}</p>
            {du_dirigeant.then(|| view! { <p class="mt-1 text-soft">"Enregistrée par le support du répertoire, qui enregistre aussi la suivante."</p> })}
            {reception}
            {annulation}
        </li>
    }
}

/// A card asked for.
#[component]
fn Commander(structure: String, titulaires: Vec<Titulaire>, essai: Essai) -> impl IntoView {
    let choisi = essai.valeur("titulaire").unwrap_or_default();
    let aujourd_hui = registry().aujourd_hui();
    let genres: Vec<_> = GenreCarte::GESTIONNAIRES
        .map(|genre| (genre.code(), genre.libelle()))
        .into();
    let formulaires: Vec<_> = Formulaire::GESTIONNAIRES
        .map(|formulaire| (formulaire.code(), formulaire.libelle()))
        .into();
    let personnes = titulaires
        .into_iter()
        .map(|titulaire| {
            let valeur = titulaire.compte.to_string();
            let coche = valeur == choisi;
            view! { <option value=valeur selected=coche>{titulaire.nom}</option> }
        })
        .collect_view();
    let ouvert = essai.existe();
    view! {
        <details class="mt-8 max-w-lecture rounded-md border border-line p-4" id="commander" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Noter une commande de carte"</summary>
            <p class="mt-3">
                "Le formulaire porte le même numéro FINESS que le contrat : " <strong>{structure.clone()}</strong> ". Un gestionnaire qui a déjà une carte active de la structure n’en commande pas d’autre."
            </p>
            {essai
                .message()
                .map(|message| view! { <p class="mt-3 font-bold text-danger" role="alert">{format!("Erreur : {message}")}</p> })}
            <form method="post" action=CommanderCarte::url() novalidate>
                <input type="hidden" name="structure" value=structure />
                <div class="mt-4">
                    <label for="titulaire" class="block font-bold">"Pour qui"</label>
                    <select id="titulaire" name="titulaire" class=format!("{SAISIE} mt-1 w-full max-w-md cursor-pointer")>
                        <option value="">"Une personne qui n’est pas encore gestionnaire ici"</option>
                        {personnes}
                    </select>
                </div>
                <LigneTexte nom="nom" de="commande" libelle="Son nom et son prénom" aide="Seulement si la personne n’est pas dans la liste." essai=essai.clone() />
                <Liste nom="genre" libelle="Type de carte" options=genres essai=essai.clone() />
                <Liste nom="formulaire" libelle="Comment elle est commandée" options=formulaires essai=essai.clone() />
                <TroisCases prefixe="date" de="commande" libelle="Commandée le" essai=essai.clone() defaut=Some(aujourd_hui) />
                <button class=format!("{BOUTON} mt-4")>"Noter cette commande"</button>
            </form>
        </details>
    }
}

#[component]
fn Liste(
    nom: &'static str,
    libelle: &'static str,
    options: Vec<(&'static str, &'static str)>,
    essai: Essai,
) -> impl IntoView {
    let choisi = essai.valeur(nom).unwrap_or_default();
    view! {
        <div class="mt-4">
            <label for=nom class="block font-bold">{libelle}</label>
            <select id=nom name=nom class=format!("{SAISIE} mt-1 w-full max-w-md cursor-pointer")>
                {options
                    .into_iter()
                    .map(|(code, texte)| view! { <option value=code selected=code == choisi>{texte}</option> })
                    .collect_view()}
            </select>
        </div>
    }
}
