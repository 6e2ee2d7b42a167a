//! The contracts that wait for the card of the head: noting that it came makes the contract valid (R41).

use crate::api::{RenouvelerCde, ValiderContrat};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::structure::{Essai, LigneTexte, ResumeEssai, TroisCases, essai};
use crate::pages::{chemin, page};
use crate::requete::{operateur, parametre, registry};
use domain::date::court;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::structure::{CdeARenouveler, ContratEnvoye};

/// The page.
#[component]
pub fn Contrats() -> impl IntoView {
    page(async move {
        let operateur = operateur()?;
        let contrats = registry().contrats_envoyes(&operateur).await?;
        let cartes = registry().cde_a_renouveler(&operateur).await?;
        let essai = essai().await?;
        let fait = parametre("fait").as_deref() == Some("validation");
        let prefixe = if essai.en_erreur() { "Erreur\u{a0}: " } else { "" };
        let renouvelee = parametre("fait").as_deref() == Some("carte");
        let sans_carte = cartes.is_empty();
        let vide = contrats.is_empty();
        Ok(view! {
            <Title text=format!("{prefixe}Contrats envoyés") />
            <p><a class=LIEN href=chemin::SUPPORT>"Support du répertoire"</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Contrats envoyés"</h1>
            <ResumeEssai essai=essai.clone() />
            <p class="mt-2 max-w-lecture">
                "La carte de directeur d’établissement valide le contrat. L’enregistrer ici donne au dirigeant le droit de représentant légal sur la structure. Vérifiez d’abord que la carte est bien celle de cette personne et de cette structure."
            </p>
            {fait
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Succes titre="Le contrat est validé">
                            "Le dirigeant est représentant légal de la structure dès sa prochaine page."
                        </Bandeau>
                    }
                })}
            {renouvelee
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Succes titre="La nouvelle carte est enregistrée">
                            "Les droits du dirigeant vont jusqu’à son dernier jour."
                        </Bandeau>
                    }
                })}
            {vide.then(|| view! { <p class="mt-6">"Aucun contrat n’attend la carte de directeur."</p> })}
            <ul class="mt-6 border-t border-line">
                {contrats
                    .into_iter()
                    .map(|contrat| {
                        let essai = essai.de(&contrat.id.to_string());
                        view! { <UnContrat contrat=contrat essai=essai /> }
                    })
                    .collect_view()}
            </ul>
            <h2 class="mt-10 text-xl font-bold">"Cartes de directeur à renouveler"</h2>
            {sans_carte.then(|| view! { <p class="mt-2">"Aucune n’arrive à son terme dans les deux mois."</p> })}
            <ul class="mt-4 border-t border-line">
                {cartes
                    .into_iter()
                    .map(|carte| {
                        let essai = essai.de(&carte.id.to_string());
                        view! { <UneCde carte=carte essai=essai /> }
                    })
                    .collect_view()}
            </ul>
        }
        .into_any())
    })
}

#[component]
fn UneCde(carte: CdeARenouveler, essai: Essai) -> impl IntoView {
    let id = carte.id.to_string();
    let ouvert = essai.existe();
    let aujourd_hui = registry().aujourd_hui();
    let precision = format!("\u{a0}: {}", carte.structure);
    view! {
        <li class="border-b border-line py-4">
            <h3 class="font-bold">{carte.structure}</h3>
            <p class="text-soft">
                {format!("{} · FINESS {} · dernier jour le {}", carte.nom, carte.finess, court(carte.expire_le))}
            </p>
            <details class="mt-2" open=ouvert>
                <summary class=BOUTON_SECONDAIRE>"La nouvelle carte est arrivée" <span class="sr-only">{precision}</span></summary>
                <form method="post" action=RenouvelerCde::url() novalidate>
                    <input type="hidden" name="carte" value=id.clone() />
                    <input type="hidden" name="version" value=carte.version.to_string() />
                    <LigneTexte nom="numero" de=id.clone() libelle="Numéro de la carte" aide=essai.numero_a_recopier("") essai=essai.clone() chiffres=true />
                    <TroisCases prefixe="date" de=id.clone() libelle="Reçue le" essai=essai.clone() defaut=Some(aujourd_hui) />
                    <button class=format!("{BOUTON} mt-4")>"Enregistrer cette carte"</button>
                </form>
            </details>
        </li>
    }
}

#[component]
fn UnContrat(contrat: ContratEnvoye, essai: Essai) -> impl IntoView {
    let id = contrat.id.to_string();
    let ouvert = essai.existe();
    let aujourd_hui = registry().aujourd_hui();
    let fournisseur = contrat.fournisseur.libelle();
    let compte = contrat
        .identifiant
        .as_ref()
        .map(|identifiant| format!(" (identifiant national {identifiant})"))
        .unwrap_or_default();
    let aide = if contrat.identifiant.is_some() {
        "Facultatif\u{a0}: sans réponse, la carte est celle de ce compte."
    } else {
        "Obligatoire\u{a0}: la personne s’est connectée avec FranceConnect. 8 suivi du numéro RPPS, ou 3 suivi du numéro FINESS, d’une barre et d’un numéro (3010000255/000123)."
    };
    let verifie = essai.valeur("verifie");
    let bouton = if verifie.is_some() {
        "Confirmer et valider le contrat"
    } else {
        "Valider le contrat"
    };
    let precision = format!("\u{a0}: {}", contrat.structure);
    view! {
        <li class="border-b border-line py-4">
            <h2 class="font-bold">{contrat.structure}</h2>
            <p class="text-soft">
                {format!(
                    "{} · FINESS {} · envoyé le {}",
                    contrat.organisation.libelle(),
                    contrat.finess,
                    court(contrat.envoye_le),
                )}
            </p>
            <p class="mt-1">{format!("{}, connecté avec {fournisseur}{compte}. {}.", contrat.dirigeant, contrat.signataire.libelle())}</p>
            {contrat
                .remplace
                .map(|nom| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="La structure a déjà un représentant légal">
                            {format!("Valider ce contrat retire son droit à {nom}.")}
                        </Bandeau>
                    }
                })}
            <details class="mt-2" open=ouvert>
                <summary class=BOUTON_SECONDAIRE>"La CDE est reçue" <span class="sr-only">{precision}</span></summary>
                <form method="post" action=ValiderContrat::url() novalidate>
                    <input type="hidden" name="contrat" value=id.clone() />
                    <input type="hidden" name="version" value=contrat.version.to_string() />
                    <LigneTexte nom="numero" de=id.clone() libelle="Numéro de la carte" aide=essai.numero_a_recopier("") essai=essai.clone() chiffres=true />
                    <LigneTexte
                        nom="identifiant"
                        de=id.clone()
                        libelle="Identifiant national de la carte"
                        aide=aide
                        essai=essai.clone()
                    />
                    <TroisCases prefixe="date" de=id.clone() libelle="Reçue le" essai=essai.clone() defaut=Some(aujourd_hui) />
                    {verification(&id, &essai)}
                    <input type="hidden" name="verifie" value=verifie.unwrap_or_default() />
                    <button class=format!("{BOUTON} mt-4")>{bouton}</button>
                </form>
            </details>
        </li>
    }
}

/// Whose account the identifier typed is: to be recognised before the right is given.
fn verification(contrat: &str, essai: &Essai) -> Option<impl IntoView + use<>> {
    let identifiant = essai.valeur("verifie")?;
    let porteur = essai.valeur("porteur").filter(|nom| !nom.is_empty());
    let dirigeant = essai.valeur("dirigeant").unwrap_or_default();
    let texte = match porteur {
        Some(nom) => format!(
            "L’identifiant {identifiant} est celui de {nom}, et le chemin est suivi par {dirigeant}. Valider donne le droit de représentant légal à {nom}."
        ),
        None => format!(
            "Personne n’est encore connu sous l’identifiant {identifiant}. Valider donne le droit à qui se connectera avec cette carte, sous le nom de {dirigeant}."
        ),
    };
    Some(view! {
        <div id=format!("verification-{contrat}") tabindex="-1" autofocus>
            <Bandeau ton=Ton::Alerte titre="Vérifiez de qui est cette carte">{texte}</Bandeau>
        </div>
    })
}
