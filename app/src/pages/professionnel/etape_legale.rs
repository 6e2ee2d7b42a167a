//! Step 4: what the person declares and accepts before sending (R36 worded for oneself).

use super::formulaire::{Contexte, ErreurEnvoi, contexte, titre};
use crate::api::EnregistrerLegale;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, Case, FilEtapes, ResumeErreurs, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::conditions::ALire;
use crate::pages::{chemin, page};
use domain::saisie::{Champ, Etape};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// The page.
#[component]
pub fn EtapeLegale() -> impl IntoView {
    page(async move {
        let Contexte {
            brouillon, erreurs, ..
        } = contexte(Etape::InformationsLegales).await?;
        let saisie = brouillon.saisie.legale.clone();
        Ok(view! {
            <Title text=titre("Informations légales (étape 4 sur 4)", erreurs.as_ref()) />
            <FilEtapes etape=Etape::InformationsLegales />
            <FormulaireVivant genre=Genre::Legale>
                <form method="post" action=EnregistrerLegale::url() data-auto="" novalidate>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="demande" value=brouillon.id.to_string() />
                    <Bandeau ton=Ton::Info titre="Ce que deviennent vos données">
                        <ul class="list-disc space-y-1 pl-5">
                            <li>"Elles sont transmises aux gestionnaires RPPS+ de l’établissement choisi, qui valident ou refusent votre demande."</li>
                            <li>"Après validation, elles rejoignent le répertoire national des professionnels (RPPS). Votre nom et votre prénom d’exercice, votre profession et votre établissement sont publics\u{a0}; votre état civil, votre adresse email et votre mobile ne le sont jamais."</li>
                            <li>"Vous pouvez les consulter et demander leur rectification. Le numéro RPPS, lui, est attribué pour toute la vie professionnelle."</li>
                        </ul>
                    </Bandeau>
                    <Case champ=Champ::Exactitude coche=saisie.exactitude == "on" erreurs=erreurs.clone()>
                        "Je certifie l’exactitude des informations que je donne."
                    </Case>
                    <p class="mt-6 max-w-lecture">
                        "À lire avant d’accepter\u{a0}: "
                        <ALire href=chemin::CONDITIONS_PORTAIL nom="conditions générales d’utilisation" />
                        ", "
                        <ALire href=chemin::DONNEES_PERSONNELLES nom="ce que deviennent vos données" />
                        "."
                    </p>
                    <Case champ=Champ::Cgu coche=saisie.cgu == "on" erreurs=erreurs>
                        "J’ai lu et j’accepte les conditions générales d’utilisation\u{a0}: ma demande est personnelle, mes coordonnées ne sont qu’à moi, et je préviens mon établissement quand ma situation change."
                    </Case>
                    <div class="mt-8 flex flex-wrap gap-3">
                        <button class=BOUTON name="mode" value="continuer">"Vérifier mes réponses"</button>
                        <button class=BOUTON_SECONDAIRE name="mode" value="precedent">"Sauvegarder et revenir à l’étape précédente"</button>
                        <button class=BOUTON_SECONDAIRE name="mode" value="quitter">"Sauvegarder et quitter"</button>
                    </div>
                    <p id="etat-enregistrement" role="status" class="mt-3 text-soft">
                        "Rien n’est envoyé à cette étape\u{a0}: vous pourrez tout relire avant."
                    </p>
                </form>
            </FormulaireVivant>
        })
    })
}
