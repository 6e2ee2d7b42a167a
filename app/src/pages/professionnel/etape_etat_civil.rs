//! Step 1: the civil status as FranceConnect certifies it, read-only with the reason (R12–R14), and what it did not say.

use super::formulaire::{Contexte, FormulaireEtape, contexte};
use crate::api::EnregistrerEtatCivil;
use crate::components::{Bandeau, ChampTexte, Lecture, Ton};
use crate::islands::Genre;
use crate::pages::recherche::{ChampRecherche, commune, pays};
use crate::pages::{page, proposition_commune};
use crate::requete::registry;
use domain::date::{court, iso, jour_de_cases};
use domain::etat_civil::{Civilite, FRANCE, Sexe};
use domain::saisie::{Champ, Etape, SaisieEtatCivil};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page.
#[component]
pub fn EtapeEtatCivil() -> impl IntoView {
    page(async move {
        let Contexte {
            usager,
            brouillon,
            erreurs,
            retour,
        } = contexte(Etape::EtatCivil).await?;
        let certifie = usager.identite().clone();
        let saisie = brouillon.saisie.etat_civil.clone();
        let lecture = lignes(&certifie).await?;
        let pays_inconnu = certifie.pays_naissance.is_empty();
        let france = saisie.pays_naissance == FRANCE || saisie.pays_naissance.is_empty();
        let champ_pays = if pays_inconnu {
            Some(pays(&saisie.pays_naissance).await?)
        } else {
            None
        };
        let champ_commune = if certifie.commune_naissance.is_empty() && (france || pays_inconnu) {
            Some(commune(&saisie.commune_naissance).await?)
        } else {
            None
        };
        let ville = (certifie.ville_naissance.is_empty() && (!france || pays_inconnu))
            .then(|| saisie.ville_naissance.clone());
        let usage = certifie.nom_usage.is_empty().then(|| saisie.nom_usage.clone());
        let aujourd_hui = iso(registry().aujourd_hui());
        Ok(view! {
            <FormulaireEtape
                etape=Etape::EtatCivil
                action=EnregistrerEtatCivil::url()
                demande=brouillon.id.to_string()
                genre=Genre::EtatCivil { aujourd_hui }
                erreurs=erreurs.clone()
                retour=retour
            >
                <Bandeau ton=Ton::Info titre="Ces informations viennent de FranceConnect">
                    <p>
                        "Elles sont certifiées et ne peuvent pas être modifiées ici\u{a0}: votre état civil au répertoire doit être exactement celui de votre pièce d’identité. S’il contient une erreur, faites-la corriger auprès de l’INSEE avant de continuer."
                    </p>
                </Bandeau>
                <dl class="mt-6 max-w-lecture border-t border-line">
                    {lecture.into_iter().map(|(nom, valeur)| view! { <Lecture libelle=nom valeur=valeur /> }).collect_view()}
                </dl>
                {caches(&certifie)}
                {usage
                    .map(|valeur| {
                        view! {
                            <ChampTexte
                                champ=Champ::NomUsage
                                valeur=valeur
                                erreurs=erreurs.clone()
                                aide="Seulement s’il figure sur votre pièce d’identité, par exemple le nom de votre conjoint."
                                facultatif=true
                                autocomplete="family-name"
                            />
                        }
                    })}
                {champ_pays
                    .map(|recherche| {
                        view! {
                            <ChampRecherche
                                champ=Champ::PaysNaissance
                                recherche=recherche
                                erreurs=erreurs.clone()
                                aide="Le nom actuel du pays, par exemple «\u{a0}France\u{a0}» ou «\u{a0}Algérie\u{a0}»."
                            />
                        }
                    })}
                {champ_commune
                    .map(|recherche| {
                        view! {
                            <ChampRecherche
                                champ=Champ::CommuneNaissance
                                recherche=recherche
                                erreurs=erreurs.clone()
                                aide="Si vous êtes né(e) en France\u{a0}: le nom de la commune ou son code INSEE. À Paris, Lyon ou Marseille, l’arrondissement."
                            />
                        }
                    })}
                {ville
                    .map(|valeur| {
                        view! {
                            <ChampTexte
                                champ=Champ::VilleNaissance
                                valeur=valeur
                                erreurs=erreurs.clone()
                                aide="Si vous êtes né(e) à l’étranger\u{a0}: le nom de la ville, comme sur votre pièce d’identité."
                            />
                        }
                    })}
            </FormulaireEtape>
        })
    })
}

/// The certified fields in words.
async fn lignes(certifie: &SaisieEtatCivil) -> Result<Vec<(&'static str, String)>, crate::api::ApiErreur> {
    let registry = registry();
    let mut lignes = Vec::new();
    let mut ajouter = |champ: Champ, valeur: String| {
        if !valeur.is_empty() {
            lignes.push((champ.libelle(), valeur));
        }
    };
    ajouter(
        Champ::Civilite,
        certifie
            .civilite
            .parse::<Civilite>()
            .map(|c| c.libelle().to_owned())
            .unwrap_or_default(),
    );
    ajouter(
        Champ::Sexe,
        certifie
            .sexe
            .parse::<Sexe>()
            .map(|s| s.libelle().to_owned())
            .unwrap_or_default(),
    );
    ajouter(Champ::NomNaissance, certifie.nom_naissance.clone());
    ajouter(Champ::NomUsage, certifie.nom_usage.clone());
    ajouter(Champ::Prenoms, certifie.prenoms.clone());
    let naissance = jour_de_cases(
        &certifie.naissance_jour,
        &certifie.naissance_mois,
        &certifie.naissance_annee,
    );
    ajouter(Champ::DateNaissance, naissance.map(court).unwrap_or_default());
    let pays = registry.pays_par_code(&certifie.pays_naissance).await?;
    ajouter(
        Champ::PaysNaissance,
        pays.map_or_else(|| certifie.pays_naissance.clone(), |p| p.libelle),
    );
    let commune = registry.commune(&certifie.commune_naissance).await?;
    ajouter(
        Champ::CommuneNaissance,
        commune.map_or_else(
            || certifie.commune_naissance.clone(),
            |c| proposition_commune(&c).libelle,
        ),
    );
    ajouter(Champ::VilleNaissance, certifie.ville_naissance.clone());
    Ok(lignes)
}

/// The certified fields again, for the rules that run in the browser. The server ignores what comes back (R14).
fn caches(certifie: &SaisieEtatCivil) -> impl IntoView + use<> {
    SaisieEtatCivil::NOMS
        .iter()
        .filter_map(|nom| {
            certifie
                .get(nom)
                .filter(|valeur| !valeur.is_empty())
                .map(|valeur| (*nom, valeur.to_owned()))
        })
        .map(|(nom, valeur)| view! { <input type="hidden" name=nom value=valeur /> })
        .collect_view()
}
