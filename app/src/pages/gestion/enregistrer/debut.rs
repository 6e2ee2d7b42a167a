//! Where a registration begins, or is taken up again.

use crate::api::{AbandonnerInscription, CommencerInscription};
use crate::components::{BOUTON, BOUTON_DANGER, Bandeau, LIEN, Ton};
use crate::pages::{chemin, chemin_agir, page};
use crate::requete::{gestionnaire, parametre, registry};
use domain::date::anciennete;
use domain::saisie::Etape;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Enregistrer() -> impl IntoView {
    page(async move {
        let registry = registry();
        let brouillon = registry.enregistrement_en_cours(&gestionnaire()?).await?;
        let maintenant = registry.now();
        let abandonne = parametre("abandonne").is_some();
        let vide = brouillon.is_none();
        Ok(view! {
            <Title text="Enregistrer une nouvelle personne" />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::AJOUTER>"Ajouter un enregistrement"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Enregistrer une nouvelle personne"</h1>
                {abandonne
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Succes titre="La saisie est effacée">"Il n’en reste rien ici."</Bandeau>
                        }
                    })}
                {brouillon
                    .map(|b| {
                        let nom = format!("{} {}", b.saisie.etat_civil.prenoms, b.saisie.etat_civil.nom_naissance);
                        let qui = if nom.trim().is_empty() { "Sans nom encore".to_owned() } else { nom };
                        view! {
                            <section class="mt-6 rounded-md border border-line p-4">
                                <h2 class="text-xl font-bold">"Une saisie est commencée"</h2>
                                <p class="mt-1">{format!("{qui} · gardée {}", anciennete(b.modifiee_le, maintenant))}</p>
                                <div class="mt-4 flex flex-wrap gap-3">
                                    <a class=BOUTON href=chemin_agir::enregistrer(Etape::EtatCivil)>"Reprendre"</a>
                                    <form method="post" action=AbandonnerInscription::url()>
                                        <input type="hidden" name="inscription" value=b.id.to_string() />
                                        <button class=BOUTON_DANGER>"Effacer cette saisie"</button>
                                    </form>
                                </div>
                            </section>
                        }
                    })}
                {vide
                    .then(|| {
                        view! {
                            <ol class="mt-4 list-decimal space-y-1 pl-5">
                                <li>"La personne est devant vous, avec sa carte d’identité, son passeport, sa carte de séjour ou son acte de naissance. Vous n’en gardez aucune copie."</li>
                                <li>"Quatre étapes, les mêmes que si elle faisait sa demande elle-même. Votre saisie est gardée\u{a0}: vous pouvez vous interrompre."</li>
                                <li>"Rien n’est enregistré au répertoire avant votre confirmation. Le numéro RPPS est alors attribué et annoncé à la personne par email."</li>
                            </ol>
                            <form method="post" action=CommencerInscription::url() class="mt-6">
                                <button class=BOUTON>"Commencer l’enregistrement"</button>
                            </form>
                        }
                    })}
            </div>
        })
    })
}
