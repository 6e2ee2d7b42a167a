//! What one does at each step, on the page of the path.

use super::organisation::ChoixOrganisation;
use super::reprise::{a_reprendre, dans_l_etape};
use super::{Essai, LigneTexte, TroisCases};
use crate::api::NoterEtape;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, LIEN, Ligne, ListeDescription};
use crate::islands::Copier;
use crate::pages::chemin;
use crate::requete::registry;
use domain::structure::{Etape, Etat, Pas, preparer};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::droit::Qualite;
use registry::structure::Detail;
use std::sync::Arc;

/// The form of a step, or the way to the page where it is done.
#[component]
pub(super) fn Formulaire(pas: Pas, detail: Arc<Detail>, essai: Essai) -> impl IntoView {
    let (etape, fait) = (pas.etape, matches!(pas.etat, Etat::Fait(_)));
    if !detail.vue.qualite.agit() {
        return a_lire(etape, &detail).into_any();
    }
    let finess = &detail.vue.finess;
    let representant = detail.vue.qualite == Qualite::Tete;
    let contrat = detail.contrat.clone();
    let valide = contrat.as_ref().is_some_and(|c| c.cde_recue_le.is_some());
    let envoye = valide || contrat.as_ref().is_some_and(|c| c.envoye_le.is_some());
    if let Some(changement) = a_reprendre(pas, &detail) {
        let reprise = dans_l_etape(changement, &detail, essai);
        let verification = (etape == Etape::Finess).then(|| view! { <Verification detail=detail /> });
        return view! { {verification} {reprise} }.into_any();
    }
    match etape {
        Etape::Finess => view! {
            <Verification detail=Arc::clone(&detail) />
            {if fait {
                (!envoye).then(|| defaire(finess.as_str(), etape, "Finalement, une donnée est fausse")).into_any()
            } else {
                simple(finess.as_str(), etape, "Ces données sont exactes").into_any()
            }}
        }
        .into_any(),
        Etape::Organisation if envoye => {
            view! { <p class="mt-3">"Le contrat est envoyé\u{a0}: l’organisation ne change qu’en le reprenant, en bas de cette page."</p> }
                .into_any()
        }
        Etape::Organisation => view! { <ChoixOrganisation detail=detail essai=essai /> }.into_any(),
        Etape::Contrat if valide => ().into_any(),
        Etape::Contrat => view! {
            <p class="mt-3"><a class=LIEN href=chemin::contrat(finess)>"Ce qu’il faut inscrire dans le contrat et le F101"</a></p>
            {dater(finess.as_str(), etape, "Date d’envoi", if fait { "Corriger la date d’envoi" } else { "Le contrat est envoyé" }, &essai)}
            {fait.then(|| defaire(finess.as_str(), etape, "Finalement, il n’est pas envoyé"))}
        }
        .into_any(),
        Etape::Cde => (!fait)
            .then(|| view! { <p class="mt-3">"Vous n’avez rien à faire ici\u{a0}: cette étape se ferme quand le support enregistre la carte."</p> })
            .into_any(),
        Etape::Cartes => view! {
            {representant
                .then(|| {
                    view! {
                        <p class="mt-3"><a class=BOUTON_SECONDAIRE href=chemin::cartes(finess)>"Commander ou enregistrer une carte"</a></p>
                    }
                })}
            {if contrat.as_ref().is_some_and(|c| c.dirigeant_seul) {
                defaire(finess.as_str(), etape, "Finalement, il y aura d’autres gestionnaires").into_any()
            } else {
                (!fait).then(|| simple(finess.as_str(), etape, "Je serai le seul gestionnaire")).into_any()
            }}
        }
        .into_any(),
        Etape::Lecteurs | Etape::Roles => {
            let note = contrat.as_ref().is_some_and(|c| if etape == Etape::Lecteurs { c.lecteurs } else { c.roles });
            let (faire, reprendre) = if etape == Etape::Lecteurs {
                ("Les postes sont équipés", "Finalement, ils ne le sont pas")
            } else {
                ("C’est décidé", "Finalement, ce n’est pas décidé")
            };
            view! {
                {(etape == Etape::Roles)
                    .then(|| view! { <p class="mt-3"><a class=LIEN href=chemin::CONSEIL>"Qui est concerné, et quel rôle choisir"</a></p> })}
                {if note {
                    defaire(finess.as_str(), etape, reprendre).into_any()
                } else {
                    (!fait).then(|| simple(finess.as_str(), etape, faire)).into_any()
                }}
            }
            .into_any()
        }
        Etape::Formation => formation(finess.as_str(), pas, &detail, &essai).into_any(),
        Etape::Habilitation => view! { <p class="mt-3"><a class=LIEN href=chemin::HABILITATIONS>"Gestionnaires et mandataires"</a></p> }.into_any(),
        Etape::Enregistrements => view! {
            <p class="mt-3 flex flex-wrap gap-x-6 gap-y-2">
                <a class=LIEN href=chemin::GESTION>"Demandes à traiter"</a>
                <a class=LIEN href=chemin::CONSEIL>"Qui est concerné"</a>
            </p>
        }
        .into_any(),
    }
}

/// What there is to read of a step, for who does nothing there.
fn a_lire(etape: Etape, detail: &Detail) -> impl IntoView + use<> {
    let finess = &detail.vue.finess;
    match etape {
        Etape::Finess => {
            let lignes = donnees(detail)
                .into_iter()
                .map(|(libelle, valeur)| Ligne::new(libelle, valeur))
                .collect();
            view! { <ListeDescription titre="Ce que dit le référentiel" lignes=lignes /> }.into_any()
        }
        Etape::Contrat => {
            view! { <p class="mt-3"><a class=LIEN href=chemin::contrat(finess)>"Ce qui est inscrit dans le contrat et le F101"</a></p> }
                .into_any()
        }
        Etape::Cartes => {
            view! { <p class="mt-3"><a class=LIEN href=chemin::cartes(finess)>"Cartes de la structure"</a></p> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn simple(finess: &str, etape: Etape, texte: &'static str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=NoterEtape::url() class="mt-4">
            <input type="hidden" name="structure" value=finess.to_owned() />
            <input type="hidden" name="etape" value=etape.code() />
            <button class=BOUTON>{texte}</button>
        </form>
    }
}

fn defaire(finess: &str, etape: Etape, texte: &'static str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=NoterEtape::url() class="mt-4">
            <input type="hidden" name="structure" value=finess.to_owned() />
            <input type="hidden" name="etape" value=etape.code() />
            <input type="hidden" name="defaire" value="on" />
            <button class=BOUTON_SECONDAIRE>{texte}</button>
        </form>
    }
}

fn dater(
    finess: &str,
    etape: Etape,
    libelle: &'static str,
    texte: &'static str,
    essai: &Essai,
) -> impl IntoView + use<> {
    let aujourd_hui = registry().aujourd_hui();
    view! {
        <form method="post" action=NoterEtape::url() novalidate>
            <input type="hidden" name="structure" value=finess.to_owned() />
            <input type="hidden" name="etape" value=etape.code() />
            <TroisCases prefixe="date" de=etape.code() libelle=libelle essai=essai.clone() defaut=Some(aujourd_hui) />
            {(etape == Etape::Formation)
                .then(|| {
                    view! {
                        <LigneTexte
                            nom="reference"
                            de=etape.code()
                            libelle="Référence de l’attestation (facultatif)"
                            essai=essai.clone()
                        />
                    }
                })}
            <button class=format!("{BOUTON} mt-4")>{texte}</button>
        </form>
    }
}

fn formation(finess: &str, pas: Pas, detail: &Detail, essai: &Essai) -> impl IntoView + use<> {
    let notee = detail
        .contrat
        .as_ref()
        .and_then(|contrat| contrat.formation.clone());
    let fait = pas.etat.est_regle();
    match notee {
        Some((_, reference)) => view! {
            {reference.map(|reference| view! { <p class="mt-3">{format!("Attestation\u{a0}: {reference}")}</p> })}
            {defaire(finess, pas.etape, "Finalement, elle n’est pas suivie")}
        }
        .into_any(),
        None => (!fait)
            .then(|| {
                dater(
                    finess,
                    pas.etape,
                    "Date de la formation d’un gestionnaire",
                    "Noter cette formation",
                    essai,
                )
            })
            .into_any(),
    }
}

/// What the referential says, and the mail to whoever corrects it.
#[component]
fn Verification(detail: Arc<Detail>) -> impl IntoView {
    let lignes = donnees(&detail);
    let vue = &detail.vue;
    let autorite = &detail.referentiel.autorite;
    let mail = preparer(autorite, vue.finess.as_str(), &vue.nom, &lignes);
    let a_qui = match &autorite.courriel {
        Some(adresse) => format!("{}, {adresse}", autorite.nom),
        None => format!(
            "{} (son service FINESS\u{a0}; l’adresse est sur son site)",
            autorite.nom
        ),
    };
    let lignes = lignes
        .into_iter()
        .map(|(libelle, valeur)| Ligne::new(libelle, valeur))
        .collect();
    view! {
        <ListeDescription titre="Ce que dit le référentiel" lignes=lignes />
        <details class="mt-4 rounded-md border border-line p-4">
            <summary class="min-h-11 cursor-pointer font-bold text-action">"Signaler une anomalie"</summary>
            <p class="mt-2">{format!("À écrire à\u{a0}: {a_qui}.")}</p>
            <p class="mt-2 text-soft">
                "L’agence régionale de santé tient les données des établissements sanitaires et médico-sociaux. Pour un établissement social (aide à domicile, hébergement, protection de l’enfance), écrivez au département ou à la DREETS, et en Île-de-France à la DRIHL pour l’hébergement."
            </p>
            <p class="mt-3 font-bold">{mail.sujet.clone()}</p>
            <pre class="mt-2 rounded-md border border-line p-3 font-sans break-words whitespace-pre-wrap" tabindex="0">{mail.texte.clone()}</pre>
            <div class="mt-3 flex flex-wrap gap-3">
                <a class=BOUTON_SECONDAIRE href=mail.lien>"Ouvrir dans ma messagerie"</a>
                <Copier texte=mail.texte quoi="le texte du message".to_owned() />
            </div>
            <p class="mt-3">"Attendez la correction avant d’envoyer le contrat."</p>
        </details>
    }
}

/// The data of the referential, label and value.
pub(super) fn donnees(detail: &Detail) -> Vec<(String, String)> {
    let (vue, referentiel) = (&detail.vue, &detail.referentiel);
    let etablissement = referentiel.finess_ej != vue.finess;
    let mut lignes = vec![("Numéro FINESS".to_owned(), vue.finess.to_string())];
    lignes.push(("Raison sociale".to_owned(), vue.nom.clone()));
    if let Some(categorie) = &referentiel.categorie {
        lignes.push(("Catégorie".to_owned(), categorie.clone()));
    }
    if let Some(adresse) = &referentiel.adresse {
        lignes.push(("Adresse".to_owned(), adresse.clone()));
    }
    if etablissement {
        let organisme = format!("{} (FINESS {})", referentiel.nom_ej, referentiel.finess_ej);
        lignes.push(("Organisme gestionnaire".to_owned(), organisme));
        let siret = referentiel.siret.clone();
        lignes.push((
            "SIRET".to_owned(),
            siret.unwrap_or_else(|| "non renseigné".to_owned()),
        ));
    }
    let siren = referentiel.siren.clone();
    lignes.push((
        "SIREN".to_owned(),
        siren.unwrap_or_else(|| "non renseigné".to_owned()),
    ));
    let etat = if referentiel.ouverte { "ouverte" } else { "fermée" };
    lignes.push(("État dans le référentiel".to_owned(), etat.to_owned()));
    lignes
}
