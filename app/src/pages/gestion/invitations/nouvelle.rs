//! Preparing an invitation: where to write, which establishment, and what is known of the job.

use super::super::agir::ChoixSituation;
use crate::api::Inviter;
use crate::components::{
    BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampDate, ChampListe, ChampTexte, ConseilEmail, LIEN, ResumeErreurs,
    Ton,
};
use crate::islands::{DonneesNomenclatures, FormulaireAutrui, FormulaireVivant, Genre};
use crate::pages::professionnel::{ErreurEnvoi, modes, professions, roles, titre};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, saisie_notee};
use domain::ids::RechercheId;
use domain::saisie::{Champ, SaisieEtatCivil, SaisieInvitation};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::ActeError;

/// The page.
#[component]
pub fn NouvelleInvitation() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let saisie: Option<SaisieInvitation> =
            match parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok()) {
                Some(note) => saisie_notee(note).await?,
                None => None,
            };
        let erreurs = match &saisie {
            Some(saisie) => match registry.examiner_invitation(&gestionnaire, saisie).await {
                Ok(()) => None,
                Err(ActeError::Invalide(erreurs)) => Some(erreurs),
                Err(refus) => return Err(refus.into()),
            },
            None => None,
        };
        let choix = ChoixSituation::lire(&gestionnaire).await?;
        let mut saisie = saisie.unwrap_or_default();
        if let Some(seul) = choix.seul_etablissement()
            && saisie.etablissement.is_empty()
        {
            saisie.etablissement = seul;
        }
        let adresse = saisie.email.clone();
        let vivant = ChoixSituation::vivant(&SaisieEtatCivil::default());
        let nomenclatures = vivant.nomenclatures.clone();
        let genre = Genre::Autrui(FormulaireAutrui::Invitation(Box::new(vivant)));
        Ok(view! {
            <Title text=titre("Inviter une personne", erreurs.as_ref()) />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::INVITATIONS>"Invitations"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Inviter une personne"</h1>
                <FormulaireVivant genre=genre>
                    <form method="post" action=Inviter::url() novalidate>
                        <ResumeErreurs erreurs=erreurs.clone() />
                        <ErreurEnvoi />
                        <DonneesNomenclatures nomenclatures=nomenclatures />
                        <Bandeau ton=Ton::Info titre="Une adresse que la personne est seule à lire">
                            "Le lien envoyé montre quel établissement invite, rien d’autre. La personne confirme elle-même son identité et pourra corriger ce que vous indiquez ici."
                        </Bandeau>
                        <ChampTexte
                            champ=Champ::Email
                            valeur=saisie.email
                            erreurs=erreurs.clone()
                            aide="Personnelle ou professionnelle. Exemple\u{a0}: prenom.nom@exemple.fr"
                            genre="email"
                        />
                        <ConseilEmail adresse=adresse />
                        <ChampTexte
                            champ=Champ::PrenomExercice
                            valeur=saisie.prenom_exercice
                            erreurs=erreurs.clone()
                            aide="Pour commencer le message poliment, et vous y retrouver. L’état civil viendra de FranceConnect."
                            facultatif=true
                        />
                        <ChampTexte champ=Champ::NomExercice valeur=saisie.nom_exercice erreurs=erreurs.clone() facultatif=true />
                        <ChampListe
                            champ=Champ::Etablissement
                            valeur=saisie.etablissement
                            groupes=choix.etablissements()
                            erreurs=erreurs.clone()
                            aide="C’est en son nom que la personne est invitée."
                        />
                        <h2 class="mt-8 text-xl font-bold">"Ce que vous savez du poste"</h2>
                        <p class="text-soft">"Ce que vous laissez vide, la personne le remplira."</p>
                        <ChampDate
                            champ=Champ::DateDebut
                            prefixe="debut"
                            valeurs=[saisie.debut_jour, saisie.debut_mois, saisie.debut_annee]
                            erreurs=erreurs.clone()
                            aide="Le premier jour dans l’établissement, passé ou à venir. Exemple\u{a0}: 1 9 2024"
                            facultatif=true
                        />
                        <ChampListe
                            champ=Champ::Profession
                            valeur=saisie.profession
                            groupes=professions(choix.nomenclatures())
                            erreurs=erreurs.clone()
                            facultatif=true
                        />
                        <ChampListe
                            champ=Champ::Role
                            valeur=saisie.role
                            groupes=vec![("Rôles".to_owned(), paires(roles(choix.nomenclatures())))]
                            erreurs=erreurs.clone()
                            aide="C’est le rôle qui décide des documents auxquels la personne pourra accéder."
                            facultatif=true
                        />
                        <ChampListe
                            champ=Champ::ModeExercice
                            valeur=saisie.mode_exercice
                            groupes=vec![("Modes".to_owned(), paires(modes()))]
                            erreurs=erreurs
                            facultatif=true
                        />
                        <div class="mt-8 flex flex-wrap gap-3">
                            <button class=BOUTON>"Envoyer l’invitation"</button>
                            <a class=BOUTON_SECONDAIRE href=chemin::INVITATIONS>"Annuler"</a>
                        </div>
                    </form>
                </FormulaireVivant>
            </div>
        })
    })
}

/// Answers as the entries of a list.
fn paires(options: Vec<crate::components::Option_>) -> Vec<(String, String)> {
    options
        .into_iter()
        .map(|option| (option.valeur, option.libelle))
        .collect()
}
