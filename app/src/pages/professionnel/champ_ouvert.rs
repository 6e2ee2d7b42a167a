//! The control of one field that is open to correction: the same as in the step where it was first answered.

use super::etape_situation::{categories, modes, professions, roles};
use crate::components::{ChampChoix, ChampDate, ChampListe, ChampTexte, ConseilEmail, Option_};
use crate::pages::Sortie;
use crate::pages::recherche::{ChampRecherche, commune, etablissement, pays};
use crate::requete::registry;
use domain::etat_civil::{Civilite, Sexe};
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;
use registry::demande::CorrectionAFaire;

/// Draws it with what is typed so far.
pub(super) async fn champ_ouvert(
    a_faire: &CorrectionAFaire,
    champ: Champ,
    erreurs: Option<&Erreurs>,
) -> Result<AnyView, Sortie> {
    let erreurs = erreurs.cloned();
    let (civil, contact, s) = (
        &a_faire.saisie.etat_civil,
        &a_faire.saisie.contact,
        &a_faire.saisie.situation,
    );
    let texte = |valeur: &String, genre: &'static str, autocomplete: &'static str| {
        let (valeur, erreurs) = (valeur.clone(), erreurs.clone());
        view! { <ChampTexte champ=champ valeur=valeur erreurs=erreurs genre=genre autocomplete=autocomplete /> }.into_any()
    };
    let choix = |valeur: &String, options: Vec<Option_>| {
        let (valeur, erreurs) = (valeur.clone(), erreurs.clone());
        view! { <ChampChoix champ=champ valeur=valeur options=options erreurs=erreurs /> }.into_any()
    };
    let date = |prefixe: &'static str, cases: [&String; 3], facultatif: bool| {
        let (valeurs, erreurs) = (cases.map(Clone::clone), erreurs.clone());
        view! { <ChampDate champ=champ prefixe=prefixe valeurs=valeurs erreurs=erreurs facultatif=facultatif /> }.into_any()
    };
    let nomenclatures = registry().nomenclatures();
    Ok(match champ {
        Champ::Email => view! {
            {texte(&contact.email, "email", "email")}
            <ConseilEmail adresse=contact.email.clone() />
        }
        .into_any(),
        Champ::Mobile => texte(&contact.mobile, "tel", "tel"),
        Champ::NomExercice => choix(
            &s.nom_exercice,
            noms(
                [&civil.nom_naissance, &civil.nom_usage]
                    .into_iter()
                    .map(String::as_str),
            ),
        ),
        Champ::PrenomExercice => choix(&s.prenom_exercice, noms(civil.prenoms.split(' '))),
        Champ::Etablissement => {
            let (recherche, choisi) = etablissement(&s.etablissement).await?;
            view! {
                <ChampRecherche
                    champ=champ
                    recherche=recherche
                    erreurs=erreurs
                    aide="Le numéro FINESS, le nom ou la ville de l’établissement où vous travaillez."
                    choisi=choisi
                />
            }
            .into_any()
        }
        Champ::DateDebut => date("debut", [&s.debut_jour, &s.debut_mois, &s.debut_annee], false),
        Champ::DateFin => date("fin", [&s.fin_jour, &s.fin_mois, &s.fin_annee], true),
        Champ::Profession => {
            let valeur = s.profession.clone();
            view! { <ChampListe champ=champ valeur=valeur groupes=professions(&nomenclatures) erreurs=erreurs /> }.into_any()
        }
        Champ::Role => choix(&s.role, roles(&nomenclatures)),
        Champ::ModeExercice => choix(&s.mode_exercice, modes()),
        Champ::Categorie => choix(&s.categorie, categories()),
        Champ::PaysNaissance => {
            let recherche = pays(&civil.pays_naissance).await?;
            view! { <ChampRecherche champ=champ recherche=recherche erreurs=erreurs aide="Le nom du pays." choisi=None /> }.into_any()
        }
        Champ::CommuneNaissance => {
            let recherche = commune(&civil.commune_naissance).await?;
            view! { <ChampRecherche champ=champ recherche=recherche erreurs=erreurs aide="Le nom de la commune ou son code INSEE." choisi=None /> }
                .into_any()
        }
        Champ::Civilite => choix(
            &civil.civilite,
            Civilite::TOUS
                .iter()
                .map(|c| Option_::new(c.code(), c.libelle()))
                .collect(),
        ),
        Champ::Sexe => choix(
            &civil.sexe,
            Sexe::TOUS
                .iter()
                .map(|s| Option_::new(s.code(), s.libelle()))
                .collect(),
        ),
        Champ::DateNaissance => date(
            "naissance",
            [
                &civil.naissance_jour,
                &civil.naissance_mois,
                &civil.naissance_annee,
            ],
            false,
        ),
        Champ::NomNaissance => texte(&civil.nom_naissance, "text", "off"),
        Champ::NomUsage => texte(&civil.nom_usage, "text", "off"),
        Champ::Prenoms => texte(&civil.prenoms, "text", "off"),
        Champ::VilleNaissance => texte(&civil.ville_naissance, "text", "off"),
        // Boxes to tick and fields of the gestionnaire are never open.
        Champ::Exactitude
        | Champ::Cgu
        | Champ::Motif
        | Champ::Explication
        | Champ::Confirmation
        | Champ::Corrections
        | Champ::MessageGeneral
        | Champ::Message
        | Champ::TitreModele
        | Champ::TexteModele
        | Champ::Identifiant
        | Champ::GenreHabilitation
        | Champ::Telephone
        | Champ::Formation
        | Champ::DateFormation
        | Champ::ReferenceFormation
        | Champ::CguHabilitations
        | Champ::MotifRetrait
        | Champ::TypePiece
        | Champ::FinPiece
        | Champ::MotifFin => ().into_any(),
    })
}

/// R17: one of the person's own names.
fn noms<'a>(noms: impl Iterator<Item = &'a str>) -> Vec<Option_> {
    noms.filter(|nom| !nom.is_empty())
        .map(|nom| Option_::new(nom, nom))
        .collect()
}
