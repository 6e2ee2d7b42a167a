//! The form of an act on a situation. What was typed and could not be accepted is shown again with what is wrong: the page
//! asks the register the same question as the endpoint did.

use super::champs::{ChampsSituation, ChoixSituation};
use super::confirmation::Confirmation;
use super::etat::Etat;
use super::frise::periode;
use crate::api::{ApiErreur, PreparerSituation};
use crate::components::{
    BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampDate, ChampListe, LIEN, ResumeErreurs, Ton,
};
use crate::islands::{DonneesNomenclatures, FormulaireAutrui, FormulaireVivant, Genre};
use crate::pages::professionnel::{ErreurEnvoi, titre};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{gestionnaire, parametre, registry, saisie_notee, segment};
use domain::ids::{RechercheId, SituationId};
use domain::nomenclature::{CategorieProfessionnelle, MotifFin};
use domain::saisie::{Champ, Erreurs, SaisieEtatCivil, SaisieFermeture, SaisieSituation, SituationExercice};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::ActeError;
use registry::droit::Gestionnaire;
use registry::personne::{Fiche, SituationVue};
use registry::situation::ActeSituation;

/// The page.
#[component]
pub fn AgirSituation() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let acte: String = segment("acte")?;
        if !["modifier", "fermer", "rouvrir", "ajouter"].contains(&acte.as_str()) {
            return Err(ApiErreur::introuvable().into());
        }
        let fiche = registry().fiche(&gestionnaire, segment("id")?).await?;
        if !Etat::lire(&gestionnaire, fiche.id).await?.libre() {
            return Err(Sortie::Vers(chemin::fiche(fiche.id)));
        }
        let note = parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok());
        let prepare = match note {
            Some(note) => saisie_notee::<ActeSituation>(note).await?,
            None => None,
        };
        let apercu = match &prepare {
            Some(prepare) => Some(
                registry()
                    .apercu_situation(&gestionnaire, fiche.id, prepare)
                    .await,
            ),
            None => None,
        };
        let confirmer = parametre("etape").as_deref() == Some("confirmer");
        Ok(match (apercu, note) {
            (Some(Ok(apercu)), Some(note)) if confirmer => {
                view! { <Confirmation fiche=fiche acte=acte apercu=apercu note=note /> }.into_any()
            }
            (apercu, _) => {
                dessiner(&gestionnaire, fiche, acte, prepare, apercu.and_then(Result::err)).await?
            }
        })
    })
}

/// The form of that act, with what is wrong in it.
async fn dessiner(
    g: &Gestionnaire,
    fiche: Fiche,
    acte: String,
    prepare: Option<ActeSituation>,
    refus: Option<ActeError>,
) -> Result<AnyView, Sortie> {
    let (erreurs, refus) = match refus {
        Some(ActeError::Invalide(erreurs)) => (Some(erreurs), None),
        Some(autre) => (None, Some(autre.to_string())),
        None => (None, None),
    };
    let choisie = match &prepare {
        Some(
            ActeSituation::Modifier { situation, .. }
            | ActeSituation::Fermer { situation, .. }
            | ActeSituation::Rouvrir { situation },
        ) => Some(*situation),
        _ => parametre("situation").and_then(|id| id.parse::<SituationId>().ok()),
    };
    let situation = fiche.situations.iter().find(|s| Some(s.id) == choisie).cloned();
    if situation.is_none() && acte != "ajouter" {
        return Err(ApiErreur::introuvable().into());
    }
    let verbe = match acte.as_str() {
        "modifier" => "Modifier la situation",
        "fermer" => "Fermer la situation",
        "rouvrir" => "Annuler la fermeture",
        _ => "Ajouter une situation",
    };
    let nom = format!("{} {}", fiche.prenom_exercice, fiche.nom_exercice);
    let contexte = situation
        .as_ref()
        .map(|s| format!("{}, {}", s.etablissement.raison_sociale, periode(s)));
    let mut genre = Genre::Simple;
    let champs = match acte.as_str() {
        "modifier" | "ajouter" => {
            let saisie = match prepare {
                Some(ActeSituation::Modifier { saisie, .. } | ActeSituation::Ajouter { saisie }) => saisie,
                _ => saisie_de(&fiche, situation.as_ref()),
            };
            let choix = ChoixSituation::lire(g).await?;
            let identite = SaisieEtatCivil::from(&fiche.etat_civil);
            let vivant = ChoixSituation::vivant(&identite);
            let nomenclatures = vivant.nomenclatures.clone();
            genre = Genre::Autrui(FormulaireAutrui::Situation(Box::new(vivant)));
            view! {
                <DonneesNomenclatures nomenclatures=nomenclatures />
                <ChampsSituation choix=choix identite=identite saisie=saisie erreurs=erreurs.clone() />
            }
            .into_any()
        }
        "fermer" => {
            let saisie = match prepare {
                Some(ActeSituation::Fermer { saisie, .. }) => saisie,
                _ => SaisieFermeture::default(),
            };
            view! { <ChampsFermeture saisie=saisie erreurs=erreurs.clone() /> }.into_any()
        }
        _ => ().into_any(),
    };
    let prefixe = titre(verbe, erreurs.as_ref());
    let retour = chemin::fiche(fiche.id);
    let envoyable = acte != "rouvrir";
    Ok(view! {
        <Title text=prefixe />
        <div class="max-w-lecture">
            <p><a class=LIEN href=retour.clone()>{nom}</a></p>
            <h1 class="mt-2 text-3xl font-bold">{verbe}</h1>
            {contexte.map(|contexte| view! { <p class="text-soft">{contexte}</p> })}
            {refus
                .map(|refus| view! { <Bandeau ton=Ton::Erreur titre="Rien n’a été modifié">{refus}</Bandeau> })}
            <FormulaireVivant genre=genre>
                <form method="post" action=PreparerSituation::url() novalidate>
                    <ResumeErreurs erreurs=erreurs />
                    <ErreurEnvoi />
                    <input type="hidden" name="personne" value=fiche.id.to_string() />
                    <input type="hidden" name="acte" value=acte />
                    {choisie.map(|id| view! { <input type="hidden" name="situation" value=id.to_string() /> })}
                    {champs}
                    <div class="mt-8 flex flex-wrap gap-3">
                        {envoyable.then(|| view! { <button class=BOUTON>"Voir ce qui va changer"</button> })}
                        <a class=BOUTON_SECONDAIRE href=retour>"Revenir à la fiche"</a>
                    </div>
                    {envoyable
                        .then(|| view! { <p class="mt-3 text-soft">"Rien n’est modifié avant votre confirmation, à l’écran suivant."</p> })}
                </form>
            </FormulaireVivant>
        </div>
    }
    .into_any())
}

/// The end of a situation.
#[component]
pub(in crate::pages) fn ChampsFermeture(
    saisie: SaisieFermeture,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    let motifs = MotifFin::TOUS
        .iter()
        .map(|motif| (motif.code().to_owned(), motif.libelle().to_owned()))
        .collect();
    view! {
        <ChampDate
            champ=Champ::DateFin
            prefixe="fin"
            valeurs=[saisie.fin_jour, saisie.fin_mois, saisie.fin_annee]
            erreurs=erreurs.clone()
            aide="Le dernier jour dans l’établissement, passé, aujourd’hui ou à venir. Les accès s’arrêtent après ce jour\u{a0}; le numéro RPPS reste."
        />
        <ChampListe champ=Champ::MotifFin valeur=saisie.motif_fin groupes=vec![("Motifs".to_owned(), motifs)] erreurs=erreurs />
    }
}

/// What the form holds at first: the situation as it is, or the person's names and the general case (R32).
fn saisie_de(fiche: &Fiche, situation: Option<&SituationVue>) -> SaisieSituation {
    match situation {
        Some(s) => SaisieSituation::from(&SituationExercice {
            nom_exercice: fiche.nom_exercice.clone(),
            prenom_exercice: fiche.prenom_exercice.clone(),
            etablissement: s.etablissement.finess.clone(),
            debut: s.debut,
            fin: s.fin,
            profession: s.profession.clone(),
            role: s.role.clone(),
            mode: s.mode,
            categorie: s.categorie,
        }),
        None => SaisieSituation {
            nom_exercice: fiche.nom_exercice.to_string(),
            prenom_exercice: fiche.prenom_exercice.to_string(),
            categorie: CategorieProfessionnelle::Civil.code().to_owned(),
            ..SaisieSituation::default()
        },
    }
}
