//! Check your answers: everything that will be sent, each part with its way back, and what is still missing.

use super::formulaire::ErreurEnvoi;
use crate::api::SoumettreDemande;
use crate::components::{AdresseARelire, BOUTON, Bandeau, LIEN, ListeConstats, ListeDescription, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{registry, usager};
use domain::saisie::Etape;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Verification() -> impl IntoView {
    page(async move {
        let usager = usager()?;
        let registry = registry();
        let Some(brouillon) = registry.brouillon(&usager).await? else {
            return Err(Sortie::Vers(chemin::MES_DEMANDES.to_owned()));
        };
        let mut manquantes = Vec::new();
        for etape in Etape::TOUTES {
            if registry.erreurs_de_l_etape(&brouillon, etape).is_some() {
                manquantes.push(etape);
            }
        }
        let parties =
            super::resume::parties(&registry, &brouillon.saisie, brouillon.etablissement.as_ref()).await?;
        let constats = super::resume::constats(&brouillon.saisie, brouillon.etablissement.as_ref());
        let complete = manquantes.is_empty();
        Ok(view! {
            <Title text="Vérifier et envoyer" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">"Vérifier et envoyer"</h1>
                <p class="mt-2 text-soft">"Relisez vos réponses. Rien n’est transmis tant que vous n’avez pas envoyé la demande."</p>
                {(!complete)
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Alerte titre="Il reste des réponses à donner">
                                <ul class="list-disc pl-5">
                                    {manquantes
                                        .into_iter()
                                        .map(|etape| {
                                            view! {
                                                <li>
                                                    <a class=LIEN href=chemin::etape_a_revoir(etape, true)>
                                                        {format!("Étape {}\u{a0}: {}", etape.numero(), etape.titre())}
                                                    </a>
                                                </li>
                                            }
                                        })
                                        .collect_view()}
                                </ul>
                            </Bandeau>
                        }
                    })}
                <ListeConstats constats=constats />
                <AdresseARelire
                    adresse=brouillon.saisie.contact.email.clone()
                    modifier=chemin::etape_depuis_verification(Etape::Contact)
                />
                {parties
                    .into_iter()
                    .map(|(etape, lignes)| {
                        view! {
                            <ListeDescription titre=etape.titre() lignes=lignes modifier=chemin::etape_depuis_verification(etape) />
                        }
                    })
                    .collect_view()}
                {complete
                    .then(|| {
                        view! {
                            <FormulaireVivant genre=Genre::Simple>
                                <form method="post" action=SoumettreDemande::url() class="mt-8">
                                    <ErreurEnvoi />
                                    <input type="hidden" name="demande" value=brouillon.id.to_string() />
                                    <p class="mb-4">
                                        "Votre demande sera transmise aux gestionnaires RPPS+ de l’établissement. Vous pourrez la retirer tant qu’ils n’ont pas décidé."
                                    </p>
                                    <button class=BOUTON>"Envoyer ma demande"</button>
                                </form>
                            </FormulaireVivant>
                        }
                    })}
            </div>
        })
    })
}
