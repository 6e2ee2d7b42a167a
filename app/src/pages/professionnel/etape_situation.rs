//! Step 3: where, since when, as what, with which rôle (R23–R32). The rôle shows the documents it opens (§6).

use super::formulaire::{Contexte, FormulaireEtape, contexte};
use crate::api::EnregistrerSituation;
use crate::components::{ChampChoix, ChampDate, ChampListe, Lecture, Option_};
use crate::islands::{AideSituation, ContexteVivant, DonneesNomenclatures, Genre, Sujet};
use crate::pages::page;
use crate::pages::recherche::{ChampRecherche, etablissement};
use crate::requete::registry;
use domain::date::{iso, jour_de_cases};
use domain::etablissement::EtablissementResume;
use domain::nomenclature::{CategorieProfessionnelle, ModeExercice, Nomenclatures, Role};
use domain::saisie::{Champ, Erreurs, Etape, SaisieEtatCivil};
use domain::texte::majuscule;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page.
#[component]
pub fn EtapeSituation() -> impl IntoView {
    page(async move {
        let Contexte {
            brouillon,
            erreurs,
            retour,
            ..
        } = contexte(Etape::Situation).await?;
        let registry = registry();
        let nomenclatures = registry.nomenclatures();
        let identite = brouillon.saisie.etat_civil.clone();
        let saisie = brouillon.saisie.situation.clone();
        let (recherche, choisi) = etablissement(&saisie.etablissement).await?;
        let vivant = contexte_vivant(&identite, choisi.clone());
        let (profession, role) = (saisie.profession.clone(), saisie.role.clone());
        let aide = {
            let vivant = vivant.clone();
            move |sujet| view! { <AideSituation sujet=sujet contexte=vivant.clone() profession=profession.clone() role=role.clone() /> }
        };
        Ok(view! {
            <FormulaireEtape
                etape=Etape::Situation
                action=EnregistrerSituation::url()
                demande=brouillon.id.to_string()
                genre=Genre::Situation(Box::new(vivant))
                erreurs=erreurs.clone()
                retour=retour
            >
                <DonneesNomenclatures nomenclatures=pour_le_navigateur(&nomenclatures) />
                <NomExercice identite=identite nom=saisie.nom_exercice prenom=saisie.prenom_exercice erreurs=erreurs.clone() />
                <ChampRecherche
                    champ=Champ::Etablissement
                    recherche=recherche
                    erreurs=erreurs.clone()
                    aide="Le numéro FINESS, le nom ou la ville de l’établissement où vous travaillez. Le numéro FINESS est sûr\u{a0}: votre employeur le connaît."
                    choisi=choisi
                />
                {aide(Sujet::Etablissement)}
                <ChampDate
                    champ=Champ::DateDebut
                    prefixe="debut"
                    valeurs=[saisie.debut_jour, saisie.debut_mois, saisie.debut_annee]
                    erreurs=erreurs.clone()
                    aide="Le jour où vous avez commencé, ou commencerez, dans cet établissement. Exemple\u{a0}: 1 9 2024"
                />
                <ChampDate
                    champ=Champ::DateFin
                    prefixe="fin"
                    valeurs=[saisie.fin_jour, saisie.fin_mois, saisie.fin_annee]
                    erreurs=erreurs.clone()
                    aide="Si elle est déjà connue. Vos accès s’arrêteront d’eux-mêmes ce jour-là."
                    facultatif=true
                />
                <ChampListe
                    champ=Champ::Profession
                    valeur=saisie.profession
                    groupes=professions(&nomenclatures)
                    erreurs=erreurs.clone()
                    aide="Ce que vous êtes\u{a0}: votre métier. Cette information n’ouvre aucun accès. «\u{a0}Autre professionnel\u{a0}» seulement si aucun métier ne convient."
                />
                {aide(Sujet::Profession)}
                <ChampChoix
                    champ=Champ::Role
                    valeur=saisie.role
                    options=roles(&nomenclatures)
                    erreurs=erreurs.clone()
                    aide="Ce que vous faites dans cet établissement. C’est le rôle qui décide des documents auxquels vous pourrez accéder\u{a0}; votre gestionnaire le vérifie."
                />
                {aide(Sujet::Role)}
                <ChampChoix
                    champ=Champ::ModeExercice
                    valeur=saisie.mode_exercice
                    options=modes()
                    erreurs=erreurs.clone()
                />
                <ChampChoix champ=Champ::Categorie valeur=saisie.categorie options=categories() erreurs=erreurs />
            </FormulaireEtape>
        })
    })
}

/// R17: the birth name, or the usage name; one of the first names. Nothing to choose, nothing to ask.
#[component]
pub(in crate::pages) fn NomExercice(
    identite: SaisieEtatCivil,
    nom: String,
    prenom: String,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    let noms: Vec<(String, &str)> = [
        (identite.nom_naissance, "nom de naissance"),
        (identite.nom_usage, "nom d’usage"),
    ]
    .into_iter()
    .filter(|(nom, _)| !nom.is_empty())
    .collect();
    let prenoms: Vec<String> = identite
        .prenoms
        .split(' ')
        .filter(|p| !p.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    let seul = |champ: Champ, valeur: String| {
        view! {
            <dl class="max-w-lecture border-t border-line"><Lecture libelle=champ.libelle() valeur=valeur.clone() /></dl>
            <input type="hidden" name=champ.id() value=valeur />
        }
        .into_any()
    };
    view! {
        <p class="mt-6 max-w-lecture text-soft">"Le nom et le prénom d’exercice sont publics\u{a0}: ils figurent dans l’annuaire des professionnels."</p>
        {if noms.len() > 1 {
            let options = noms
                .into_iter()
                .map(|(valeur, quoi)| Option_ { libelle: format!("{valeur} ({quoi})"), valeur, precision: None, detail: None })
                .collect();
            view! { <ChampChoix champ=Champ::NomExercice valeur=nom options=options erreurs=erreurs.clone() /> }.into_any()
        } else {
            seul(Champ::NomExercice, noms.into_iter().next().map(|(nom, _)| nom).unwrap_or_default())
        }}
        {if prenoms.len() > 1 {
            let options = prenoms
                .into_iter()
                .map(|valeur| Option_ { libelle: valeur.clone(), valeur, precision: None, detail: None })
                .collect();
            view! { <ChampChoix champ=Champ::PrenomExercice valeur=prenom options=options erreurs=erreurs /> }.into_any()
        } else {
            seul(Champ::PrenomExercice, prenoms.into_iter().next().unwrap_or_default())
        }}
    }
}

/// What the rules of step 3 need in the browser, for somebody of that civil status.
pub(in crate::pages) fn contexte_vivant(
    identite: &SaisieEtatCivil,
    etablissement: Option<EtablissementResume>,
) -> ContexteVivant {
    let registry = registry();
    ContexteVivant {
        nomenclatures: pour_le_navigateur(&registry.nomenclatures()),
        aujourd_hui: iso(registry.aujourd_hui()),
        naissance: jour_de_cases(
            &identite.naissance_jour,
            &identite.naissance_mois,
            &identite.naissance_annee,
        )
        .map(iso)
        .unwrap_or_default(),
        noms: [&identite.nom_naissance, &identite.nom_usage]
            .into_iter()
            .filter(|nom| !nom.is_empty())
            .cloned()
            .collect(),
        prenoms: identite.prenoms.clone(),
        etablissement,
    }
}

/// What the browser needs of the nomenclatures to run the same rules: codes and flags, no document list.
pub(super) fn pour_le_navigateur(n: &Nomenclatures) -> Nomenclatures {
    let mut n = n.clone();
    n.documents.clear();
    for role in &mut n.roles {
        role.documents.clear();
        role.exemples.clear();
    }
    n
}

pub(in crate::pages) fn professions(n: &Nomenclatures) -> Vec<(String, Vec<(String, String)>)> {
    let mut proposees: Vec<(String, String)> = n
        .professions
        .iter()
        .filter(|p| p.proposee && p.active)
        .map(|p| (p.code.to_string(), p.libelle.clone()))
        .collect();
    proposees.sort_by_cached_key(|(_, libelle)| domain::texte::cle(libelle));
    // R2: choosing one of these says at once why not and where to go instead.
    let mut ailleurs: Vec<(String, String)> = n
        .non_eligibles
        .iter()
        .map(|p| (p.libelle.clone(), majuscule(&p.libelle)))
        .collect();
    ailleurs.sort_by_cached_key(|(_, libelle)| domain::texte::cle(libelle));
    vec![
        ("Professions enregistrées sur ce portail".to_owned(), proposees),
        (
            "Professions enregistrées ailleurs (ordre, ARS, service de santé des armées)".to_owned(),
            ailleurs,
        ),
    ]
}

pub(in crate::pages) fn roles(n: &Nomenclatures) -> Vec<Option_> {
    // The five rôles of the social sector first: the others open no document.
    let (sociaux, autres): (Vec<&Role>, Vec<&Role>) = n.roles.iter().partition(|role| role.social);
    sociaux
        .into_iter()
        .chain(autres)
        .map(|role| {
            let documents: Vec<String> = role
                .documents
                .iter()
                .filter_map(|id| n.document(id))
                .map(|d| d.libelle.clone())
                .collect();
            Option_ {
                valeur: role.code.to_string(),
                libelle: role.libelle.clone(),
                precision: (!role.exemples.is_empty()).then(|| majuscule(&role.exemples)),
                detail: Some(ViewFn::from(move || documents_ouverts(&documents))),
            }
        })
        .collect()
}

fn documents_ouverts(documents: &[String]) -> impl IntoView + use<> {
    if documents.is_empty() {
        return view! { <p class="text-soft">"Aucun document du dossier médical partagé n’est connu pour ce rôle."</p> }.into_any();
    }
    let documents = documents.to_vec();
    view! {
        <p class="font-bold">{format!("Documents du dossier médical partagé ouverts par ce rôle ({})", documents.len())}</p>
        <ul class="mt-1 list-disc pl-5 text-sm">
            {documents.into_iter().map(|document| view! { <li>{document}</li> }).collect_view()}
        </ul>
    }
    .into_any()
}

pub(in crate::pages) fn modes() -> Vec<Option_> {
    [
        ModeExercice::Salarie,
        ModeExercice::Liberal,
        ModeExercice::Benevole,
    ]
    .into_iter()
    .map(|mode| Option_ {
        valeur: mode.code().to_owned(),
        libelle: mode.libelle().to_owned(),
        precision: None,
        detail: None,
    })
    .collect()
}

pub(in crate::pages) fn categories() -> Vec<Option_> {
    [
        CategorieProfessionnelle::Civil,
        CategorieProfessionnelle::AgentPublic,
        CategorieProfessionnelle::Etudiant,
    ]
    .into_iter()
    .map(|c| {
        let precision = match c {
            CategorieProfessionnelle::Civil => "Le cas général.",
            CategorieProfessionnelle::AgentPublic => "Fonctionnaire ou contractuel de la fonction publique.",
            CategorieProfessionnelle::Etudiant => {
                "En formation, avec un contrat ou un stage dans l’établissement."
            }
        };
        Option_ {
            valeur: c.code().to_owned(),
            libelle: c.libelle().to_owned(),
            precision: Some(precision.to_owned()),
            detail: None,
        }
    })
    .collect()
}
