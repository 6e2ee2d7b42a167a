//! One row to correct, as the form of a demande would show it.

use super::ressemblances::Ressemblances;
use crate::api::CorrigerLigne;
use crate::components::{
    BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampListe, ChampTexte, LIEN, ResumeErreurs, Ton,
};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, segment};
use domain::etat_civil::{Civilite, Sexe};
use domain::ids::ListeId;
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice, Nomenclatures};
use domain::saisie::{Champ, Erreurs, SaisieDemande};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::liste::{COLONNES, EtatLigne, LigneListe, RessemblancesLigne};

/// The page.
#[component]
pub fn Ligne() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let id: ListeId = segment("id")?;
        let numero: i64 = segment("numero")?;
        let (ligne, saisie) = registry.ligne_liste(&gestionnaire, id, numero).await?;
        let lieux: Vec<(String, String)> = registry
            .etablissements_du_perimetre(&gestionnaire)
            .await?
            .into_iter()
            .map(|lieu| {
                (
                    lieu.finess.to_string(),
                    format!("{} ({})", lieu.raison_sociale, lieu.finess),
                )
            })
            .collect();
        let nomenclatures = registry.nomenclatures();
        let erreurs = (!ligne.erreurs.is_empty()).then(|| ligne.erreurs.clone());
        let faite = matches!(ligne.etat, EtatLigne::Inscrite | EtatLigne::Ajoutee);
        let vues = if faite {
            RessemblancesLigne::default()
        } else {
            registry.ressemblances_ligne(&gestionnaire, id, numero).await?
        };
        let precedente = parametre("corrigee").and_then(|numero| numero.parse::<i64>().ok());
        let revue = parametre("a-revoir").is_some();
        let titre = format!("{}Ligne {numero}", if revue { "Erreur\u{a0}: " } else { "" });
        let nom = if ligne.nom.is_empty() {
            format!("Ligne {numero}")
        } else {
            format!("Ligne {numero}\u{a0}: {}", ligne.nom)
        };
        Ok(view! {
            <Title text=titre />
            <p><a class=LIEN href=chemin::liste(id)>"Retour à la liste"</a></p>
            {precedente
                .map(|numero| {
                    view! {
                        <p role="status" class="mt-2 font-bold text-succes">{format!("La ligne {numero} est traitée. Voici la suivante.")}</p>
                    }
                })}
            <h1 class="mt-2 text-3xl font-bold break-words">{nom}</h1>
            <p class="text-soft">{ligne.etat.libelle()}</p>
            {if faite {
                view! { <Bandeau ton=Ton::Info titre="Cette ligne est enregistrée">"Elle ne se modifie plus ici\u{a0}: ouvrez la fiche de la personne."</Bandeau> }.into_any()
            } else {
                view! {
                    <Ressemblances id=id numero=numero vues=vues />
                    <Formulaire id=id ligne=ligne saisie=saisie erreurs=erreurs lieux=lieux listes=(*nomenclatures).clone() />
                }
                    .into_any()
            }}
        })
    })
}

#[component]
fn Formulaire(
    id: ListeId,
    ligne: LigneListe,
    saisie: SaisieDemande,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    lieux: Vec<(String, String)>,
    listes: Nomenclatures,
) -> impl IntoView {
    let numero = ligne.numero;
    view! {
        <form method="post" action=CorrigerLigne::url() novalidate class="max-w-lecture">
            <ResumeErreurs erreurs=erreurs.clone() />
            <input type="hidden" name="liste" value=id.to_string() />
            <input type="hidden" name="numero" value=numero.to_string() />
            {COLONNES
                .into_iter()
                .map(|champ| {
                    let texte = ligne.textes.get(&champ).cloned().unwrap_or_default();
                    let du_fichier = ligne.corriges.get(&champ).map(|cellule| format!("Dans le fichier\u{a0}: «\u{a0}{cellule}\u{a0}»."));
                    un_champ(champ, texte, du_fichier, &saisie, erreurs.clone(), &lieux, &listes)
                })
                .collect_view()}
            <div class="mt-8 flex flex-wrap gap-3">
                <button class=BOUTON name="mode" value="corriger">"Corriger et contrôler"</button>
                <button class=BOUTON_SECONDAIRE name="mode" value="ecarter">"Écarter cette ligne"</button>
            </div>
        </form>
    }
}

/// What a field expects, when its label does not say it.
fn aide(champ: Champ) -> &'static str {
    match champ {
        Champ::DateNaissance | Champ::DateDebut => "JJ/MM/AAAA",
        Champ::DateFin => "JJ/MM/AAAA, si elle est connue.",
        Champ::PaysNaissance => "France si le champ est vide.",
        Champ::CommuneNaissance => "Code INSEE, ou nom suivi du département\u{a0}: Bourg-en-Bresse (01).",
        Champ::VilleNaissance => "Pour une naissance hors de France.",
        Champ::NomExercice => "Le nom de naissance si le champ est vide.",
        Champ::PrenomExercice => "Le premier prénom si le champ est vide.",
        _ => "",
    }
}

fn un_champ(
    champ: Champ,
    texte: String,
    du_fichier: Option<String>,
    saisie: &SaisieDemande,
    erreurs: Option<Erreurs>,
    lieux: &[(String, String)],
    listes: &Nomenclatures,
) -> AnyView {
    let mut aide = aide(champ).to_owned();
    let mut ajouter = |phrase: String| {
        if !aide.is_empty() {
            aide.push(' ');
        }
        aide.push_str(&phrase);
    };
    if let Some(du_fichier) = du_fichier {
        ajouter(du_fichier);
    }
    let Some((reconnue, options)) = choix(champ, saisie, lieux, listes) else {
        return view! { <ChampTexte champ=champ valeur=texte erreurs=erreurs aide=aide facultatif=!registry::liste::obligatoire(champ) /> }.into_any();
    };
    // What was not understood is shown beside the list, so that the right answer can be chosen.
    if !texte.is_empty() && !options.iter().any(|(code, _)| *code == reconnue) {
        ajouter(format!("Valeur non reconnue\u{a0}: «\u{a0}{texte}\u{a0}»."));
    }
    let groupes = vec![(champ.libelle().to_owned(), options)];
    view! { <ChampListe champ=champ valeur=reconnue groupes=groupes erreurs=erreurs aide=aide /> }.into_any()
}

/// The answers of a field that has a list, and the one that was understood.
fn choix(
    champ: Champ,
    saisie: &SaisieDemande,
    lieux: &[(String, String)],
    n: &Nomenclatures,
) -> Option<(String, Vec<(String, String)>)> {
    let paires = |codes: &[(&'static str, &'static str)]| {
        codes
            .iter()
            .map(|(code, libelle)| ((*code).to_owned(), (*libelle).to_owned()))
            .collect::<Vec<_>>()
    };
    Some(match champ {
        Champ::Civilite => (
            saisie.etat_civil.civilite.clone(),
            paires(
                &Civilite::TOUS
                    .iter()
                    .map(|c| (c.code(), c.libelle()))
                    .collect::<Vec<_>>(),
            ),
        ),
        Champ::Sexe => (
            saisie.etat_civil.sexe.clone(),
            paires(
                &Sexe::TOUS
                    .iter()
                    .map(|s| (s.code(), s.libelle()))
                    .collect::<Vec<_>>(),
            ),
        ),
        Champ::Etablissement => (saisie.situation.etablissement.clone(), lieux.to_vec()),
        Champ::Profession => {
            let mut offertes: Vec<(String, String)> = n
                .professions
                .iter()
                .filter(|p| p.proposee && p.active)
                .map(|p| (p.code.to_string(), p.libelle.clone()))
                .collect();
            offertes.sort_by_cached_key(|(_, libelle)| domain::texte::cle(libelle));
            (saisie.situation.profession.clone(), offertes)
        }
        Champ::Role => (
            saisie.situation.role.clone(),
            n.roles
                .iter()
                .map(|role| (role.code.to_string(), role.libelle.clone()))
                .collect(),
        ),
        Champ::ModeExercice => (
            saisie.situation.mode_exercice.clone(),
            paires(
                &ModeExercice::TOUS
                    .iter()
                    .map(|m| (m.code(), m.libelle()))
                    .collect::<Vec<_>>(),
            ),
        ),
        Champ::Categorie => (
            saisie.situation.categorie.clone(),
            paires(
                &CategorieProfessionnelle::TOUS
                    .iter()
                    .map(|c| (c.code(), c.libelle()))
                    .collect::<Vec<_>>(),
            ),
        ),
        _ => return None,
    })
}
