//! What to write in the contract and the F101, from the referential: to print, or to keep beside the forms.

use super::etapes::donnees;
use super::reprise::suite;
use super::{Onglet, Onglets};
use crate::components::{Bandeau, LIEN, Ligne, ListeDescription, Ton};
use crate::pages::{chemin, page};
use crate::requete::{lecteur_structure, registry, segment};
use domain::date::court;
use domain::identifiant::Finess;
use domain::structure::Organisation;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Contrat() -> impl IntoView {
    page(async move {
        let finess: Finess = segment("finess")?;
        let registry = registry();
        let detail = registry.structure(&lecteur_structure(&finess).await?).await?;
        let vue = &detail.vue;
        let ouverts: Vec<String> = detail
            .etablissements
            .iter()
            .filter(|etablissement| etablissement.ouvert)
            .map(|e| format!("{} · {} · FINESS {}", e.nom, e.commune, e.finess))
            .collect();
        let (fois, portee) = match vue.organisation {
            Organisation::Centralisee => (
                "Un seul contrat, sur l’entité juridique.",
                format!("L’organisme et ses {} établissements ouverts", ouverts.len()),
            ),
            Organisation::Decentralisee => (
                "Un contrat sur cet établissement, et un autre pour chaque établissement concerné.",
                "Cet établissement seulement".to_owned(),
            ),
        };
        let signataire = detail.contrat.as_ref().map(|contrat| contrat.signataire);
        let mut lignes: Vec<Ligne> = donnees(&detail)
            .into_iter()
            .map(|(libelle, valeur)| Ligne::new(libelle, valeur))
            .collect();
        lignes.push(Ligne::new("Organisation", vue.organisation.libelle()));
        lignes.push(Ligne::new("Portée du contrat", portee));
        let envoye = detail
            .contrat
            .as_ref()
            .and_then(|contrat| contrat.envoye_le)
            .map(|le| format!("Envoyé le {}.", court(le)));
        let centralise = vue.organisation == Organisation::Centralisee;
        let edite = court(registry.aujourd_hui());
        Ok(view! {
            <Title text="Contrat et F101\u{a0}: ce qu’il faut inscrire" />
            <Onglets ici=Onglet::Structures />
            <div class="max-w-lecture">
                <p class="ecran-seul"><a class=LIEN href=chemin::structure(&finess)>"Chemin de la structure"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Contrat et F101\u{a0}: ce qu’il faut inscrire"</h1>
                <p class="mt-2">{fois} " Recopiez ces informations telles quelles\u{a0}: une différence avec le référentiel fait revenir le dossier."</p>
                {suite(vue)}
                {envoye.map(|envoye| view! { <p class="mt-2 font-bold">{envoye}</p> })}
                <ListeDescription titre="La structure" lignes=lignes />
                {centralise
                    .then(|| {
                        view! {
                            <h2 class="mt-8 text-xl font-bold">"Établissements couverts"</h2>
                            <ul class="mt-2 list-disc pl-5">
                                {ouverts.into_iter().map(|texte| view! { <li>{texte}</li> }).collect_view()}
                            </ul>
                        }
                    })}
                <h2 class="mt-8 text-xl font-bold">"Le représentant légal"</h2>
                {signataire
                    .map(|qui| view! { <p class="mt-2"><strong>{qui.libelle()}</strong> ". " {qui.precision()}</p> })}
                <p class="mt-2">"À compléter à la main\u{a0}: nom, prénoms, date et lieu de naissance, fonction, email et téléphone professionnels. Le portail ne les demande pas."</p>
                <h2 class="mt-8 text-xl font-bold">"À joindre et à envoyer"</h2>
                <ol class="mt-2 list-decimal space-y-1 pl-5">
                    <li>"Le contrat d’adhésion, signé."</li>
                    <li>"Le formulaire F101, pour la carte de directeur d’établissement, avec le même numéro FINESS."</li>
                    <li>"La copie de la pièce d’identité, et l’acte de nomination ou la délégation de pouvoir si le président n’est pas le titulaire de la carte."</li>
                    <li>"Le tout à monserviceclient.annuaire@esante.gouv.fr. Gardez une copie."</li>
                </ol>
                <Bandeau ton=Ton::Info titre="Aucun accusé de réception">
                    "Rien n’est renvoyé signé. C’est l’arrivée de la carte de directeur qui valide le contrat, en environ dix jours, davantage s’il manque une pièce."
                </Bandeau>
                <p class="mt-6 text-soft">{format!("Édité le {edite} d’après le référentiel FINESS du portail.")}</p>
            </div>
        }
        .into_any())
    })
}
