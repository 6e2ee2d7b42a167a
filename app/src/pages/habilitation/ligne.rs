//! One person of the demande: what is entrusted, how they are told, the training.

use super::{Coordonnees, Entete, a_revoir, cases, refus};
use crate::api::CompleterGestionnaire;
use crate::components::{BOUTON, ChampChoix, LIEN, Option_, ResumeErreurs};
use crate::pages::{chemin, page};
use crate::requete::{designateur, registry, segment};
use domain::designation::{GenreDesignation, Telephone};
use domain::saisie::{Champ, SaisieHabilite};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::designation::{InscritDuMemeNom, LignePanier};

/// The page.
#[component]
pub fn Ligne() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let finess = segment("finess")?;
        let id = segment("ligne")?;
        let registry = registry();
        let structure = registry.structure_designee(&d, &finess).await?;
        let ligne = registry.ligne_panier(&d, &finess, id).await?;
        let inscrits = registry.inscrits_du_meme_nom(&d, &ligne).await?;
        let garde = a_revoir().await?;
        let saisie = garde
            .as_ref()
            .map_or_else(|| deja_dit(&ligne), |garde| garde.habilite.clone());
        let erreurs = garde
            .as_ref()
            .and_then(|garde| garde.habilite.valider(registry.aujourd_hui()).err());
        let choix = [
            (
                GenreDesignation::Gestionnaire,
                "Traite les demandes, inscrit les professionnels, ferme les situations. Formation obligatoire.",
            ),
            (
                GenreDesignation::Mandataire,
                "Désigne les gestionnaires et retire leur habilitation à votre place. Si la personne a déjà une carte, sa désignation comme mandataire se fait aussi avec le formulaire F502.",
            ),
        ];
        let options = choix
            .into_iter()
            .map(|(genre, precision)| Option_ {
                valeur: genre.code().to_owned(),
                libelle: genre.libelle().to_owned(),
                precision: Some(precision.to_owned()),
                detail: None,
            })
            .collect::<Vec<_>>();
        let genre = saisie.genre_habilitation.clone();
        let titre = format!("Coordonnées de {}", ligne.nom);
        let retour = chemin::habilitation::demande(&finess);
        Ok(view! {
            <Entete structure=structure.clone() titre=titre erreur=garde.is_some() />
            <p class="text-sm break-words text-soft">{format!("Identifiant national {}", ligne.identifiant)}</p>
            {refus(garde.as_ref())}
            <form method="post" action=CompleterGestionnaire::url()>
                <ResumeErreurs erreurs=erreurs.clone() />
                <input type="hidden" name="structure" value=finess.to_string() />
                <input type="hidden" name="ligne" value=id.to_string() />
                {if structure.dirigee {
                    view! { <ChampChoix champ=Champ::GenreHabilitation valeur=genre options=options erreurs=erreurs.clone() /> }.into_any()
                } else {
                    view! { <input type="hidden" name="genre_habilitation" value=GenreDesignation::Gestionnaire.code() /> }.into_any()
                }}
                <MemePersonne inscrits=inscrits choisie=saisie.meme_personne.clone() moi=ligne.moi />
                <Coordonnees saisie=saisie erreurs=erreurs attestation=ligne.attestation moi=ligne.moi />
                <div class="mt-6 flex flex-wrap items-center gap-4">
                    <button class=BOUTON>"Valider"</button>
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=retour>"Plus tard"</a>
                </div>
            </form>
        })
    })
}

/// Asked when the card bears no number and somebody of the same name is registered: the answer serves on the day when they leave.
#[component]
fn MemePersonne(inscrits: Vec<InscritDuMemeNom>, choisie: String, moi: bool) -> impl IntoView {
    if inscrits.is_empty() {
        return ().into_any();
    }
    let question = if moi {
        "Est-ce vous\u{a0}? (facultatif)"
    } else {
        "Est-ce la même personne\u{a0}? (facultatif)"
    };
    let connus = inscrits.into_iter().map(|inscrit| {
        let texte = format!(
            "Oui\u{a0}: {}, RPPS {}, {}",
            inscrit.nom,
            inscrit.rpps.grouped(),
            inscrit.lieu
        );
        (inscrit.personne.to_string(), texte)
    });
    let reponses: Vec<(String, String)> = connus
        .chain([(String::new(), "Non, ou je ne sais pas".to_owned())])
        .collect();
    let connue = reponses.iter().any(|(id, _)| *id == choisie);
    let choisie = if connue { choisie } else { String::new() };
    view! {
        <fieldset class="mt-6 max-w-lecture">
            <legend class="font-bold">{question}</legend>
            <p class="text-soft">
                "Une personne du même nom est enregistrée dans vos structures, et cette carte ne porte pas de numéro RPPS. Le dire permet de retirer cette habilitation avec le reste, le jour de son départ\u{a0}; cela n’ouvre aucun autre accès."
            </p>
            <div class="mt-2 grid gap-2">
                {reponses
                    .into_iter()
                    .enumerate()
                    .map(|(rang, (id, texte))| {
                        let champ = format!("meme_personne-{rang}");
                        let pour = champ.clone();
                        let coche = id == choisie;
                        view! {
                            <label
                                for=pour
                                class="flex min-h-11 cursor-pointer items-start gap-3 rounded-md border border-line p-3 has-checked:border-action has-checked:bg-info-fond"
                            >
                                <input
                                    id=champ
                                    type="radio"
                                    name="meme_personne"
                                    value=id
                                    checked=coche
                                    class="mt-0.5 size-5 shrink-0 accent-action"
                                />
                                <span>{texte}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

/// What the demande already holds of this person, as form fields.
fn deja_dit(ligne: &LignePanier) -> SaisieHabilite {
    let [formation_le_jour, formation_le_mois, formation_le_annee] = cases(ligne.formation_le);
    let lisible = |numero: &String| {
        numero
            .parse::<Telephone>()
            .map_or_else(|_| numero.clone(), |telephone| telephone.lisible())
    };
    SaisieHabilite {
        genre_habilitation: ligne.genre.code().to_owned(),
        email: ligne.email.clone().unwrap_or_default(),
        telephone: ligne.telephone.as_ref().map(lisible).unwrap_or_default(),
        formation: if ligne.formation {
            "on".to_owned()
        } else {
            String::new()
        },
        formation_le_jour,
        formation_le_mois,
        formation_le_annee,
        reference_formation: ligne.reference.clone().unwrap_or_default(),
        meme_personne: ligne.personne.map(|id| id.to_string()).unwrap_or_default(),
    }
}
