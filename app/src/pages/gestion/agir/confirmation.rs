//! What an act would change, before → after, and the button that does it.

use crate::api::ConfirmerSituation;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, ListeConstats, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::professionnel::ErreurEnvoi;
use crate::pages::{chemin, chemin_agir};
use crate::requete::parametre;
use domain::ids::RechercheId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::personne::Fiche;
use registry::situation::{Apercu, Changement};

/// The page.
#[component]
pub(super) fn Confirmation(fiche: Fiche, acte: String, apercu: Apercu, note: RechercheId) -> impl IntoView {
    let nom = format!("{} {}", fiche.prenom_exercice, fiche.nom_exercice);
    let (question, bouton) = match acte.as_str() {
        "modifier" => ("Modifier cette situation\u{a0}?", "Confirmer la modification"),
        "fermer" => ("Fermer cette situation\u{a0}?", "Confirmer la fermeture"),
        "rouvrir" => ("Annuler la fermeture\u{a0}?", "Confirmer la réouverture"),
        _ => ("Ajouter cette situation\u{a0}?", "Confirmer l’ajout"),
    };
    let change = parametre("change").is_some();
    let suite = if apercu.courriel {
        "La personne est prévenue par email. Son numéro RPPS et son état civil ne changent pas."
    } else {
        "Aucun email n’est envoyé après un décès. Le numéro RPPS et l’état civil ne changent pas."
    };
    let retour = if acte == "rouvrir" {
        chemin::fiche(fiche.id)
    } else {
        chemin_agir::agir_a_revoir(fiche.id, &acte, note)
    };
    view! {
        <Title text=question />
        <div class="max-w-lecture">
            <p><a class=LIEN href=chemin::fiche(fiche.id)>{nom.clone()}</a></p>
            <h1 class="mt-2 text-3xl font-bold">{question}</h1>
            <p class="text-soft">{format!("{nom}, RPPS {} · {}", fiche.rpps, apercu.etablissement.raison_sociale)}</p>
            {change
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="La fiche a changé pendant votre saisie">
                            "Rien n’a encore été enregistré. Voici ce que votre saisie changerait maintenant\u{a0}: relisez avant de confirmer."
                        </Bandeau>
                    }
                })}
            <section class="mt-6" aria-labelledby="changements-titre">
                <h2 id="changements-titre" class="border-b-2 border-line pb-1 text-xl font-bold">"Ce qui va changer"</h2>
                <dl>{apercu.changements.into_iter().map(|c| view! { <Ligne changement=c /> }).collect_view()}</dl>
            </section>
            <ListeConstats constats=apercu.constats />
            <p class="mt-4">{suite}</p>
            <FormulaireVivant genre=Genre::Simple>
                <form method="post" action=ConfirmerSituation::url() class="mt-6">
                    <ErreurEnvoi />
                    <input type="hidden" name="personne" value=fiche.id.to_string() />
                    <input type="hidden" name="version" value=apercu.version.to_string() />
                    <input type="hidden" name="saisie" value=note.to_string() />
                    <div class="flex flex-wrap gap-3">
                        <button class=BOUTON>{bouton}</button>
                        <a class=BOUTON_SECONDAIRE href=retour>"Revenir en arrière"</a>
                    </div>
                </form>
            </FormulaireVivant>
        </div>
    }
    .into_any()
}

/// « Rôle : Vie sociale → Accompagnement au soin ». The arrow is for the eyes; a screen reader hears words.
#[component]
fn Ligne(changement: Changement) -> impl IntoView {
    let Changement { champ, avant, apres } = changement;
    let vide = apres.is_none();
    view! {
        <div class="border-b border-line py-2 sm:grid sm:grid-cols-[14rem_1fr] sm:gap-4">
            <dt class="text-soft">{champ}</dt>
            <dd>
                {avant
                    .map(|avant| {
                        view! {
                            <span class="text-soft line-through">
                                <span class="sr-only">"avant\u{a0}: "</span>
                                {avant}
                            </span>
                            <span aria-hidden="true">" → "</span>
                            <span class="sr-only">", après\u{a0}: "</span>
                        }
                    })}
                <strong>{apres}</strong>
                {vide.then_some("rien")}
            </dd>
        </div>
    }
}
