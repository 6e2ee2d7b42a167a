//! The professional's home: their record once registered, their demandes, and the way to begin or take up one.

use super::conservation::{EffacerMaintenant, compte_a_rebours};
use super::echanges::suite_de;
use crate::api::CommencerDemande;
use crate::components::{BOUTON, Bandeau, LIEN, Ligne, ListeDescription, Ton};
use crate::islands::Copier;
use crate::pages::{chemin, page};
use crate::requete::{parametre, registry, usager};
use domain::date::{anciennete, court};
use domain::demande::Statut;
use domain::saisie::Etape;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demande::ResumeDemande;

/// The page.
#[component]
pub fn MesDemandes() -> impl IntoView {
    page(async move {
        let usager = usager()?;
        let registry = registry();
        let fiche = registry.ma_fiche(&usager).await?;
        let demandes = registry.mes_demandes(&usager).await?;
        let mut non_lus = registry.mes_messages_non_lus(&usager).await?;
        let maintenant = registry.now();
        let brouillon = demandes.iter().any(|d| d.statut == Statut::Brouillon);
        let prenom = usager
            .identite()
            .prenoms
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned();
        let inscrit = fiche.is_some();
        let effacee = parametre("effacee").is_some();
        Ok(view! {
            <Title text="Mon espace" />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">{format!("Bonjour {prenom}")}</h1>
                {effacee
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Succes titre="La demande est effacée">"Il n’en reste rien ici."</Bandeau>
                        }
                    })}
                {fiche.map(|fiche| view! { <MaFiche fiche=fiche /> })}
                {(!inscrit && !brouillon)
                    .then(|| {
                        view! {
                            <section class="mt-6">
                                <h2 class="text-xl font-bold">"Demander mon numéro RPPS"</h2>
                                <p class="mt-2">"Quatre étapes, une dizaine de minutes. Ayez à portée de main votre mobile, votre adresse email, et le nom ou le numéro FINESS de votre établissement."</p>
                                <form method="post" action=CommencerDemande::url() class="mt-4">
                                    <button class=BOUTON>"Commencer ma demande"</button>
                                </form>
                            </section>
                        }
                    })}
                {(!demandes.is_empty())
                    .then(|| {
                        view! {
                            <section class="mt-8">
                                <h2 class="text-xl font-bold">"Mes demandes"</h2>
                                <ul class="mt-3 grid gap-3">
                                    {demandes.into_iter().map(|demande| {
                                        let quand = anciennete(demande.soumise_le.unwrap_or(demande.modifiee_le), maintenant);
                                        let non_lus = non_lus.remove(&demande.id).unwrap_or_default();
                                        view! { <UneDemande demande=demande quand=quand non_lus=non_lus /> }
                                    }).collect_view()}
                                </ul>
                            </section>
                        }
                    })}
                <p class="mt-8"><a class=LIEN href=chemin::CONSULTATIONS>"Qui a consulté mon dossier"</a></p>
                // Who heads a structure and has no card yet arrives here: the path of the structure comes before the card.
                <p class="mt-4">
                    "Vous dirigez une structure\u{a0}? " <a class=LIEN href=chemin::STRUCTURES>"Suivre son chemin"</a>
                </p>
            </div>
        })
    })
}

#[component]
fn UneDemande(demande: ResumeDemande, quand: String, non_lus: i64) -> impl IntoView {
    let brouillon = demande.statut == Statut::Brouillon;
    let a_corriger = demande.statut == Statut::ACorriger;
    let (adresse, action) = if brouillon {
        (chemin::etape(Etape::EtatCivil), "Reprendre ma demande")
    } else if a_corriger {
        (chemin::corriger(demande.id), "Corriger ma demande")
    } else {
        (chemin::suivi(demande.id), "Suivre cette demande")
    };
    let titre = demande
        .etablissement
        .unwrap_or_else(|| "Demande commencée".to_owned());
    let rebours = compte_a_rebours(demande.statut, demande.sans_fiche, demande.modifiee_le);
    let (id, reference, statut) = (demande.id, demande.reference, demande.statut);
    let quoi = if brouillon { "Enregistrée" } else { "Envoyée" };
    view! {
        <li class="rounded-md border border-line p-4">
            <h3 class="font-bold">{titre}</h3>
            <p class="text-soft">{format!("{} · {} · {quoi} {quand}", demande.statut.libelle(), demande.reference)}</p>
            <p class="mt-2">
                <a class=if brouillon || a_corriger { BOUTON } else { LIEN } href=adresse>
                    {action} <span class="sr-only">{format!(" {}", demande.reference)}</span>
                </a>
            </p>
            {suite_de(id, a_corriger, non_lus)}
            {rebours
                .map(|rebours| {
                    view! {
                        <p class="mt-2 text-soft">{rebours}</p>
                        <EffacerMaintenant id=id reference=reference statut=statut />
                    }
                })}
        </li>
    }
}

#[component]
fn MaFiche(fiche: registry::personne::Fiche) -> impl IntoView {
    let (numero, identifiant) = (fiche.rpps.to_string(), fiche.rpps.id_nat().to_string());
    let situations = fiche.situations;
    view! {
        <Bandeau ton=Ton::Succes titre="Vous êtes enregistré(e) au répertoire RPPS">
            <p class="flex flex-wrap items-center gap-4">
                <span>"Numéro RPPS " <strong class="tracking-wider">{numero.clone()}</strong></span>
                <Copier texte=numero quoi="le numéro RPPS".to_owned() />
            </p>
            <p class="mt-2">{format!("Identifiant pour activer l’e-CPS\u{a0}: {identifiant}")}</p>
            <p class="mt-2">
                <a class=LIEN href=crate::pages::chemin_agir::MA_FICHE>"Ma fiche\u{a0}: changer mes coordonnées, déclarer un départ"</a>
            </p>
        </Bandeau>
        {situations
            .into_iter()
            .map(|s| {
                let periode = match s.fin {
                    Some(fin) => format!("du {} au {}", court(s.debut), court(fin)),
                    None => format!("depuis le {}", court(s.debut)),
                };
                let lignes = vec![
                    Ligne::new("Période", periode),
                    Ligne::new("Profession", s.profession_libelle),
                    Ligne::new("Rôle RPPS+", s.role_libelle),
                ];
                view! { <ListeDescription titre=s.etablissement.raison_sociale lignes=lignes /> }
            })
            .collect_view()}
    }
}
