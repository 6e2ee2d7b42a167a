//! Everything that was typed, who the person may be already (R3), what is still missing, and the act.

use crate::api::{ApiErreur, ConfirmerInscription};
use crate::components::{BOUTON, Bandeau, LIEN, Ligne, ListeConstats, ListeDescription, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::professionnel::{ErreurEnvoi, parties as parties_demande};
use crate::pages::{chemin, chemin_agir};
use crate::requete::registry;
use domain::saisie::{Champ, Etape, SaisieDemande};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::enregistrement::{BrouillonInscription, DejaConnue, Examen};

/// The answers, step by step, in words.
pub(super) async fn parties(brouillon: &BrouillonInscription) -> Result<Vec<(Etape, Vec<Ligne>)>, ApiErreur> {
    let saisie = &brouillon.saisie;
    let demande = SaisieDemande {
        etat_civil: saisie.etat_civil.clone(),
        contact: saisie.contact.clone(),
        situation: saisie.situation.clone(),
        ..SaisieDemande::default()
    };
    let mut parties = parties_demande(&registry(), &demande, brouillon.etablissement.as_ref()).await?;
    for (etape, lignes) in &mut parties {
        match etape {
            Etape::EtatCivil => lignes.insert(
                0,
                Ligne::new(
                    Champ::TypePiece.libelle(),
                    saisie.piece.valider().map(|p| p.to_string()).unwrap_or_default(),
                ),
            ),
            Etape::InformationsLegales => {
                let oui = |valeur: &str| if valeur == "on" { "Oui" } else { "" };
                *lignes = vec![
                    Ligne::new(
                        "Exactitude, et personne informée des conditions",
                        oui(&saisie.engagement.exactitude),
                    ),
                    Ligne::new(
                        Champ::Confirmation.libelle(),
                        if saisie.engagement.confirmation == "on" {
                            "Oui"
                        } else {
                            "Non"
                        },
                    ),
                ];
            }
            Etape::Contact | Etape::Situation => {}
        }
    }
    Ok(parties)
}

/// The page.
#[component]
pub(super) fn Verification(
    brouillon: BrouillonInscription,
    examen: Examen,
    parties: Vec<(Etape, Vec<Ligne>)>,
) -> impl IntoView {
    let manquantes: Vec<Etape> = Etape::TOUTES
        .into_iter()
        .filter(|etape| examen.erreurs_de(*etape).is_some())
        .collect();
    let exacte = examen.exacte().cloned();
    let proches: Vec<DejaConnue> = examen.connues.into_iter().filter(|c| !c.exacte).collect();
    let complete = manquantes.is_empty() && examen.demande.is_none();
    let bouton = if exacte.is_some() {
        "Ajouter la situation à ce numéro"
    } else {
        "Enregistrer et attribuer le numéro RPPS"
    };
    view! {
        <Title text="Vérifier et enregistrer" />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold">"Vérifier et enregistrer"</h1>
            <p class="mt-2 text-soft">"Relisez avec la personne. Rien n’est enregistré au répertoire avant votre confirmation."</p>
            {(!manquantes.is_empty())
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Il reste des réponses à donner">
                            <ul class="list-disc pl-5">
                                {manquantes
                                    .into_iter()
                                    .map(|etape| {
                                        view! {
                                            <li>
                                                <a class=LIEN href=chemin_agir::enregistrer_a_revoir(etape, true)>
                                                    {format!("Étape {} : {}", etape.numero(), etape.titre())}
                                                </a>
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </Bandeau>
                    }
                })}
            {examen
                .demande
                .map(|(id, reference)| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Cette personne a déjà envoyé une demande">
                            <p>
                                "Traitez plutôt la demande " <a class=LIEN href=chemin::dossier(id)>{reference.to_string()}</a>
                                " : elle a le même état civil. Votre saisie reste gardée."
                            </p>
                        </Bandeau>
                    }
                })}
            {exacte.map(|connue| view! { <Exacte connue=connue /> })}
            {(!proches.is_empty()).then(|| view! { <Proches proches=proches /> })}
            <ListeConstats constats=examen.constats />
            {parties
                .into_iter()
                .map(|(etape, lignes)| {
                    view! {
                        <ListeDescription titre=etape.titre() lignes=lignes modifier=chemin_agir::enregistrer_depuis_verification(etape) />
                    }
                })
                .collect_view()}
            {complete
                .then(|| {
                    view! {
                        <FormulaireVivant genre=Genre::Simple>
                            <form method="post" action=ConfirmerInscription::url() class="mt-8">
                                <ErreurEnvoi />
                                <input type="hidden" name="inscription" value=brouillon.id.to_string() />
                                <button class=BOUTON>{bouton}</button>
                            </form>
                        </FormulaireVivant>
                    }
                })}
            <p class="mt-6"><a class=LIEN href=chemin_agir::ENREGISTRER>"Garder la saisie et quitter"</a></p>
        </div>
    }
    .into_any()
}

#[component]
fn Exacte(connue: DejaConnue) -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Alerte titre="Cette personne a déjà un numéro RPPS">
            <p>
                {format!("{}, RPPS ", connue.nom)} <strong class="tracking-wider">{connue.rpps.to_string()}</strong>
                " : même état civil. Aucun nouveau numéro ne sera attribué. La situation sera ajoutée au sien ; ses coordonnées déjà enregistrées ne changent pas."
            </p>
            {connue
                .fiche
                .map(|id| {
                    view! {
                        <p class="mt-1">
                            "Elle travaille ou a travaillé dans vos établissements : "
                            <a class=LIEN href=chemin_agir::agir(id, "ajouter", None)>"ajouter la situation depuis sa fiche"</a>
                        </p>
                    }
                })}
        </Bandeau>
    }
}

#[component]
fn Proches(proches: Vec<DejaConnue>) -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Alerte titre="Doublon possible">
            <p>"Mêmes nom, sexe et date de naissance. Vérifiez sur la pièce d’identité qu’il s’agit bien de deux personnes :"</p>
            <ul class="mt-1 list-disc pl-5">
                {proches.into_iter().map(|c| view! { <li>{format!("{}, RPPS {}", c.nom, c.rpps)}</li> }).collect_view()}
            </ul>
        </Bandeau>
    }
}
