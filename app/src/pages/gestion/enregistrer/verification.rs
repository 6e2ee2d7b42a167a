//! Everything that was typed, who the person may be already (R3), what is still missing, and the act.

use super::super::ressemblances::Proches;
use crate::api::{ApiErreur, ConfirmerInscription, TrancherEnregistrement};
use crate::components::{AdresseARelire, BOUTON, Bandeau, LIEN, Ligne, ListeConstats, ListeDescription, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::professionnel::{ErreurEnvoi, parties as parties_demande};
use crate::pages::{chemin, chemin_agir};
use crate::requete::registry;
use domain::doublon::NiveauDoublon;
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
    let connue = examen.connue().cloned();
    let a_trancher = examen.a_trancher();
    let (exactes, proches): (Vec<DejaConnue>, Vec<DejaConnue>) = examen
        .connues
        .into_iter()
        .partition(|connue| connue.niveau == NiveauDoublon::Exacte);
    let exacte = exactes.into_iter().next();
    let complete = manquantes.is_empty() && examen.demande.is_none() && !a_trancher;
    let id = brouillon.id;
    let bouton = if connue.is_some() {
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
                                                    {format!("Étape {}\u{a0}: {}", etape.numero(), etape.titre())}
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
                                "\u{a0}: elle a le même état civil. Votre saisie reste gardée."
                            </p>
                        </Bandeau>
                    }
                })}
            {exacte.map(|connue| view! { <Exacte connue=connue /> })}
            <Proches
                action=TrancherEnregistrement::url()
                cachees=vec![("inscription", id.to_string())]
                proches=proches
                a_trancher=a_trancher
            />
            <ListeConstats constats=examen.constats />
            <AdresseARelire
                adresse=brouillon.saisie.contact.email.clone()
                modifier=chemin_agir::enregistrer_depuis_verification(Etape::Contact)
            />
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
                "\u{a0}: même état civil. Aucun nouveau numéro ne sera attribué. La situation sera ajoutée au sien\u{a0}; ses coordonnées déjà enregistrées ne changent pas."
            </p>
            {connue
                .visible
                .then(|| {
                    view! {
                        <p class="mt-1">
                            "Elle travaille ou a travaillé dans vos établissements\u{a0}: "
                            <a class=LIEN href=chemin_agir::agir(connue.personne, "ajouter", None)>"ajouter la situation depuis sa fiche"</a>
                        </p>
                    }
                })}
        </Bandeau>
    }
}
