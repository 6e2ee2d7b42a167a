//! The professional tells that they leave an establishment (R53).

use crate::api::{ApiErreur, DeclarerDepart};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, ResumeErreurs, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::gestion::ChampsFermeture;
use crate::pages::professionnel::{ErreurEnvoi, titre};
use crate::pages::{Sortie, adresse_courte, chemin_agir, page};
use crate::requete::{inscrit, parametre, registry, saisie_notee};
use domain::ids::RechercheId;
use domain::saisie::SaisieFermeture;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::personne::{EtatSituation, SituationVue};

/// The page.
#[component]
pub fn Depart() -> impl IntoView {
    page(async move {
        let inscrit = inscrit()?;
        let registry = registry();
        let fiche = registry.fiche_inscrit(&inscrit).await?;
        let aujourd_hui = registry.aujourd_hui();
        let ouvertes: Vec<SituationVue> = fiche
            .situations
            .into_iter()
            .filter(|s| s.etat != EtatSituation::Fermee)
            .collect();
        let Some(premiere) = ouvertes.first() else {
            return Err(Sortie::Vers(chemin_agir::MA_FICHE.to_owned()));
        };
        let garde = garde().await?;
        let essai = garde.is_some();
        let (choisie, saisie, refus) = garde.unwrap_or_else(|| {
            // One establishment: nothing to choose.
            let seule = if ouvertes.len() == 1 {
                premiere.id.to_string()
            } else {
                String::new()
            };
            (seule, SaisieFermeture::default(), String::new())
        });
        let debut = ouvertes
            .iter()
            .find(|s| s.id.to_string() == choisie)
            .map_or(premiere.debut, |s| s.debut);
        let erreurs = if essai {
            saisie.valider(debut, aujourd_hui).err()
        } else {
            None
        };
        let titre = titre("Je quitte un établissement", erreurs.as_ref());
        Ok(view! {
            <Title text=titre />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin_agir::MA_FICHE>"Ma fiche"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Je quitte un établissement"</h1>
                <p class="mt-2">
                    "Votre situation dans cet établissement prendra fin à la date que vous indiquez, et les accès qu’elle ouvre s’arrêteront après ce jour. Votre numéro RPPS reste le vôtre, pour toute votre vie professionnelle."
                </p>
                {(!refus.is_empty())
                    .then(|| view! { <Bandeau ton=Ton::Erreur titre="Rien n’a été modifié">{refus}</Bandeau> })}
                <FormulaireVivant genre=Genre::Simple>
                    <form method="post" action=DeclarerDepart::url() novalidate>
                        <ResumeErreurs erreurs=erreurs.clone() />
                        <ErreurEnvoi />
                        <input type="hidden" name="version" value=fiche.version.to_string() />
                        <Etablissements ouvertes=ouvertes choisie=choisie />
                        <ChampsFermeture saisie=saisie erreurs=erreurs />
                        <div class="mt-8 flex flex-wrap gap-3">
                            <button class=BOUTON>"Déclarer mon départ"</button>
                            <a class=BOUTON_SECONDAIRE href=chemin_agir::MA_FICHE>"Revenir à ma fiche"</a>
                        </div>
                        <p class="mt-3 text-soft">
                            "L’établissement le verra sur votre fiche. En cas d’erreur, son gestionnaire peut rouvrir la situation pendant trente jours."
                        </p>
                    </form>
                </FormulaireVivant>
            </div>
        }
        .into_any())
    })
}

/// What was typed and could not be accepted, with the register's answer.
async fn garde() -> Result<Option<(String, SaisieFermeture, String)>, ApiErreur> {
    match parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok()) {
        Some(note) => saisie_notee(note).await,
        None => Ok(None),
    }
}

/// Which one: a few answers, all visible.
#[component]
fn Etablissements(ouvertes: Vec<SituationVue>, choisie: String) -> impl IntoView {
    view! {
        <fieldset class="mt-6">
            <legend class="font-bold">"Établissement que vous quittez"</legend>
            <div class="mt-2 grid gap-2">
                {ouvertes
                    .into_iter()
                    .enumerate()
                    .map(|(rang, s)| {
                        let id = format!("situation-{rang}");
                        let pour = id.clone();
                        let valeur = s.id.to_string();
                        let coche = valeur == choisie;
                        view! {
                            <label
                                for=pour
                                class="flex min-h-11 cursor-pointer items-start gap-3 rounded-md border border-line p-3 has-checked:border-action has-checked:bg-info-fond"
                            >
                                <input id=id type="radio" name="situation" value=valeur checked=coche class="mt-0.5 size-5 shrink-0 accent-action" />
                                <span>
                                    <span class="block">{s.etablissement.raison_sociale.clone()}</span>
                                    <span class="block text-soft">{adresse_courte(&s.etablissement)}</span>
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
