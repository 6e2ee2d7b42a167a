//! The record of a registered person: situations in the perimeter on a time line with what may be done, documents opened,
//! identity, contacts, history.

use super::agir::{Actions, Documents, Etat, Frise};
use super::historique::{Historique, page_demandee};
use crate::components::{BOUTON_SECONDAIRE, LIEN, Ligne, ListeDescription};
use crate::islands::Copier;
use crate::pages::{adresse_courte, chemin, page};
use crate::requete::{gestionnaire, registry, segment};
use domain::date::court;
use domain::saisie::Champ;
use leptos::prelude::*;
use leptos_meta::Title;
use registry::personne::{Fiche as Contenu, SituationVue};

/// The page.
#[component]
pub fn Fiche() -> impl IntoView {
    page(async move {
        let (registry, gestionnaire) = (registry(), gestionnaire()?);
        let fiche = registry.fiche(&gestionnaire, segment("id")?).await?;
        let historique = registry
            .historique_personne(&gestionnaire, fiche.id, page_demandee())
            .await?;
        let adresse = chemin::fiche(fiche.id);
        let etat = Etat::lire(&gestionnaire, fiche.id).await?;
        let actions = etat.libre().then(|| Actions {
            personne: fiche.id,
            maintenant: registry.now(),
        });
        let (aujourd_hui, nomenclatures) = (registry.aujourd_hui(), registry.nomenclatures());
        let identite = identite(&fiche);
        let contacts = vec![
            Ligne::new(Champ::Email.libelle(), fiche.email.to_string()),
            Ligne::new(Champ::Mobile.libelle(), fiche.mobile.national()),
        ];
        let rpps = fiche.rpps.to_string();
        let nom = format!("{} {}", fiche.prenom_exercice, fiche.nom_exercice);
        Ok(view! {
            <Title text="Fiche d’un professionnel" />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::PROFESSIONNELS>"Professionnels enregistrés"</a></p>
                <h1 class="mt-2 text-3xl font-bold">{nom}</h1>
                <p class="mt-1 flex flex-wrap items-center gap-4">
                    <span>"RPPS " <strong class="tracking-wider">{rpps.clone()}</strong></span>
                    <Copier texte=rpps quoi="le numéro RPPS".to_owned() />
                </p>
                {etat.afficher()}
                <p class="ecran-seul mt-4"><a class=BOUTON_SECONDAIRE href=chemin::partir(fiche.id)>"Départ"</a></p>
                <Frise situations=fiche.situations.clone() aujourd_hui=aujourd_hui actions=actions />
                <Documents situations=fiche.situations nomenclatures=nomenclatures perimetre=true />
                <ListeDescription titre="État civil" lignes=identite />
                <p class="mt-2 text-soft">
                    "L’état civil enregistré ne se modifie pas ici\u{a0}: seul le support du répertoire peut le corriger, sur pièce d’identité."
                </p>
                <ListeDescription titre="Coordonnées de contact" lignes=contacts />
                <p class="mt-2 text-soft">
                    "La personne les change elle-même, avec son e-CPS ou FranceConnect\u{a0}: elles reçoivent ses codes personnels."
                </p>
                <Historique historique=historique adresse=adresse />
            </div>
        })
    })
}

/// The civil status in words.
pub(in crate::pages) fn identite(fiche: &Contenu) -> Vec<Ligne> {
    let ligne = |champ: Champ, valeur: String| Ligne::new(champ.libelle(), valeur);
    let civil = &fiche.etat_civil;
    let mut identite = vec![
        ligne(Champ::Civilite, civil.civilite.libelle().to_owned()),
        ligne(Champ::NomNaissance, civil.nom_naissance.to_string()),
    ];
    identite.extend(
        civil
            .nom_usage
            .as_ref()
            .map(|nom| ligne(Champ::NomUsage, nom.to_string())),
    );
    identite.extend([
        ligne(Champ::Prenoms, civil.prenoms.to_string()),
        ligne(Champ::DateNaissance, court(civil.date_naissance.jour())),
        Ligne::new("Lieu de naissance", fiche.lieu_naissance.clone()),
        Ligne::new("Certification de l’identité", civil.certification.libelle()),
    ]);
    identite
}

/// One list per situation.
pub(in crate::pages) fn situations(situations: Vec<SituationVue>) -> impl IntoView {
    situations
        .into_iter()
        .map(|s| {
            let periode = s.fin.map_or_else(
                || format!("Depuis le {}", court(s.debut)),
                |fin| format!("Du {} au {}", court(s.debut), court(fin)),
            );
            let lignes = vec![
                Ligne::new("État", format!("{}. {periode}", s.etat.libelle())),
                Ligne::new("Adresse", adresse_courte(&s.etablissement)),
                Ligne::new(Champ::Profession.libelle(), s.profession_libelle),
                Ligne::new(Champ::Role.libelle(), s.role_libelle),
                Ligne::new(Champ::ModeExercice.libelle(), s.mode.libelle().to_owned()),
            ];
            view! { <ListeDescription titre=s.etablissement.raison_sociale lignes=lignes /> }
        })
        .collect_view()
}
