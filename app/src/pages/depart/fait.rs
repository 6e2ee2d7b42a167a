//! A departure that was recorded: what it did, the seconds during which it can be undone, the traced way back afterwards.

use super::liste::{Rouvrir, etat_en_mots};
use super::{AttendUneDemande, Chemin};
use crate::api::AnnulerDepart;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ligne, ListeDescription, Ton};
use crate::islands::CompteARebours;
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, segment};
use domain::date::long;
use domain::ids::{DepartId, PersonneId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::depart::{DepartVu, EtatDepart};

/// The page.
#[component]
pub fn DepartFait() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let vu = registry().depart(&gestionnaire, segment("id")?).await?;
        let ligne = vu.ligne.clone();
        let raison = parametre("a-revoir").unwrap_or_default();
        let demande = match raison.as_str() {
            "demande" => registry().demande_en_cours(&gestionnaire, ligne.personne).await?,
            _ => None,
        };
        let titre = format!("Départ de {}", ligne.nom);
        let lignes = lignes(&vu);
        let rouvrable = ligne.rouvrable;
        Ok(view! {
            <Title text="Départ" />
            <Chemin />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">{titre}</h1>
                {empeche(&raison)}
                {demande.map(|(id, reference)| view! { <AttendUneDemande id=id reference=reference /> })}
                <Etat id=ligne.id etat=ligne.etat personne=ligne.personne />
                {(ligne.fin_changee && matches!(ligne.etat, EtatDepart::Planifie | EtatDepart::Fait))
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Info titre="Dans vos établissements, la fin a changé">
                                "Aucune de ses situations n’y est plus fermée par ce départ. Ce qui n’est pas de votre ressort reste en place\u{a0}: une habilitation que seul le représentant légal peut rendre, ou d’autres établissements."
                            </Bandeau>
                        }
                    })}
                {ligne
                    .habilitation_restante
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Alerte titre="Cette personne garde une habilitation">
                                "Tant qu’elle n’est pas retirée par le représentant légal, elle ouvre l’accès aux demandes et aux fiches. "
                                <a class=LIEN href=chemin::HABILITATIONS>"Voir les gestionnaires"</a>
                            </Bandeau>
                        }
                    })}
                <ListeDescription titre="Ce départ" lignes=lignes />
                {rouvrable
                    .then(|| {
                        view! {
                            <section class="mt-8" aria-labelledby="erreur-titre">
                                <h2 id="erreur-titre" class="text-xl font-bold">"C’était une erreur\u{a0}?"</h2>
                                <p class="mt-1 mb-3">
                                    "Rouvrir remet les situations comme avant, et rend les habilitations retirées si vous pouvez désigner dans ces structures. La personne en est prévenue\u{a0}; l’historique garde les deux."
                                </p>
                                <Rouvrir id=ligne.id nom=ligne.nom.clone() />
                            </section>
                        }
                    })}
                <p class="mt-8 flex flex-wrap gap-3">
                    <a class=BOUTON_SECONDAIRE href=chemin::DEPARTS>"Un autre départ"</a>
                    <a class=BOUTON_SECONDAIRE href=chemin::fiche(ligne.personne)>"Voir la fiche"</a>
                </p>
            </div>
        })
    })
}

/// Why what was asked could not be done.
fn empeche(raison: &str) -> Option<AnyView> {
    let texte = match raison {
        "trop-tard" => {
            "Il est trop tard pour annuler\u{a0}: le départ a pris effet. Vous pouvez encore le rouvrir."
        }
        "change" => {
            "La fiche a changé depuis\u{a0}: annuler déferait aussi ce changement. Relisez-la\u{a0}; vous pouvez rouvrir ce départ."
        }
        "non" => {
            "Ce départ ne peut pas être rouvert par vous\u{a0}: il l’est déjà, il a plus de trente jours, ou ce qui en reste n’est pas de votre ressort. Une habilitation ne peut être rendue que par le représentant légal."
        }
        _ => return None,
    };
    Some(view! { <Bandeau ton=Ton::Alerte titre="Rien n’a été modifié">{texte}</Bandeau> }.into_any())
}

#[component]
fn Etat(id: DepartId, etat: EtatDepart, personne: PersonneId) -> impl IntoView {
    match etat {
        EtatDepart::Annulable(secondes) => view! {
            <Bandeau ton=Ton::Succes titre="Le départ est enregistré">
                <CompteARebours demande=id.to_string() debut="Les emails partiront".to_owned() secondes=secondes depart=true>
                    <form method="post" action=AnnulerDepart::url() class="mt-2">
                        <input type="hidden" name="depart" value=id.to_string() />
                        <button class=format!("{BOUTON_SECONDAIRE} w-full sm:w-auto")>"Annuler ce départ"</button>
                    </form>
                </CompteARebours>
            </Bandeau>
        }
        .into_any(),
        EtatDepart::Planifie => view! {
            <Bandeau ton=Ton::Succes titre="Le départ est prévu">
                "Les accès s’arrêteront d’eux-mêmes après le dernier jour."
            </Bandeau>
        }
        .into_any(),
        EtatDepart::Fait => view! {
            <Bandeau ton=Ton::Succes titre="Le départ est fait">"Le numéro RPPS de la personne ne change pas."</Bandeau>
        }
        .into_any(),
        EtatDepart::Empeche => view! {
            <Bandeau ton=Ton::Alerte titre="Ce départ prévu n’a pas été appliqué">
                "La fin d’une de ses situations a été repoussée ou annulée depuis\u{a0}: aucune habilitation n’a été retirée, aucune demande confiée. Si la personne est bien partie, "
                <a class=LIEN href=chemin::partir(personne)>"enregistrez de nouveau son départ"</a>
                "\u{a0}; si elle reste, il n’y a rien à faire."
            </Bandeau>
        }
        .into_any(),
        EtatDepart::Annule => view! {
            <Bandeau ton=Ton::Info titre="Ce départ est annulé">
                "Tout est comme avant\u{a0}: situations, habilitations, demandes en main. Personne n’a été prévenu."
            </Bandeau>
        }
        .into_any(),
        EtatDepart::Rouvert => view! {
            <Bandeau ton=Ton::Info titre="Ce départ a été rouvert">"La personne en a été prévenue par email."</Bandeau>
        }
        .into_any(),
    }
}

fn lignes(vu: &DepartVu) -> Vec<Ligne> {
    let ligne = &vu.ligne;
    let mut lignes = vec![
        Ligne::new("État", etat_en_mots(ligne)),
        Ligne::new("Dernier jour", long(ligne.fin)),
        Ligne::new("Motif de fin", ligne.motif.libelle()),
    ];
    lignes.extend(vu.etablissements.iter().map(|nom| Ligne::new("Situation", nom)));
    match (vu.habilitations, ligne.etat) {
        (0, _) => {}
        (n, EtatDepart::Empeche) => {
            lignes.push(Ligne::new("Habilitations non retirées", n.to_string()));
        }
        (n, EtatDepart::Planifie) => {
            lignes.push(Ligne::new("Habilitations à retirer le lendemain", n.to_string()));
        }
        (n, _) => lignes.push(Ligne::new("Habilitations concernées", n.to_string())),
    }
    if let Some(collegue) = &vu.collegue {
        let valeur = match vu.confiees {
            0 => collegue.clone(),
            1 => format!("{collegue} (1\u{a0}demande)"),
            n => format!("{collegue} ({n}\u{a0}demandes)"),
        };
        lignes.push(Ligne::new("Demandes en main confiées à", valeur));
    }
    lignes.push(Ligne::new(
        "Enregistré",
        match &ligne.par {
            Some(par) => format!("par {par} le {}", ligne.le.affichage()),
            None => format!("le {}", ligne.le.affichage()),
        },
    ));
    lignes
}
