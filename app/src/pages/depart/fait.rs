//! A departure that was recorded: what it did, the seconds during which it can be undone, the traced way back afterwards.

use super::liste::{Rouvrir, etat_en_mots};
use super::meme::{Ecartees, Questions, Qui, Repondu};
use super::{AttendUneDemande, Chemin};
use crate::api::AnnulerDepart;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ligne, ListeDescription, Ton};
use crate::islands::CompteARebours;
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, segment, session};
use domain::date::long;
use domain::ids::PersonneId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::depart::{DepartVu, EtatDepart, LigneDepart};

/// The page.
#[component]
pub fn DepartFait() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let designateur = session().and_then(|session| session.designateur().ok());
        let mut vu = registry()
            .depart(&gestionnaire, designateur.as_ref(), segment("id")?)
            .await?;
        let ligne = vu.ligne.clone();
        let raison = parametre("a-revoir").unwrap_or_default();
        let demande = match raison.as_str() {
            "demande" => registry().demande_en_cours(&gestionnaire, ligne.personne).await?,
            _ => None,
        };
        let titre = format!("Départ de {}", ligne.nom);
        let lignes = lignes(&vu);
        let rouvrable = ligne.rouvrable;
        let defait = matches!(ligne.etat, EtatDepart::Annule | EtatDepart::Rouvert);
        let cartes = std::mem::take(&mut vu.cartes);
        let qui = Qui {
            personne: ligne.personne,
            nom: ligne.nom.clone(),
            depart: Some(ligne.id),
            prevu: ligne.fin > registry().aujourd_hui(),
        };
        let a_verifier = !defait && !cartes.a_dire.is_empty();
        let ecartees: Vec<_> = cartes
            .ecartes
            .into_iter()
            .map(|carte| (qui.clone(), carte))
            .collect();
        Ok(view! {
            <Title text="Départ" />
            <Chemin />
            <div class="max-w-lecture">
                <h1 class="text-3xl font-bold">{titre}</h1>
                {empeche(&raison)}
                <Repondu />
                {demande.map(|(id, reference)| view! { <AttendUneDemande id=id reference=reference /> })}
                <Etat ligne=ligne.clone() />
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
                {a_verifier
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Alerte titre="À vérifier\u{a0}: une habilitation au même nom reste en place">
                                <Questions qui=qui cartes=cartes.a_dire />
                            </Bandeau>
                        }
                    })}
                {(!defait).then(|| view! { <Ecartees cartes=ecartees /> })}
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
                    {ligne
                        .visible
                        .then(|| view! { <a class=BOUTON_SECONDAIRE href=chemin::fiche(ligne.personne)>"Voir la fiche"</a> })}
                </p>
            </div>
        })
    })
}

/// Why what was asked could not be done, or not all of it.
fn empeche(raison: &str) -> Option<AnyView> {
    const RIEN: &str = "Rien n’a été modifié";
    const SAUF: &str = "Le départ est rouvert, sauf une situation";
    let titre = match raison {
        "sauf-existante" | "sauf-fermee" => SAUF,
        _ => RIEN,
    };
    let texte = match raison {
        "trop-tard" => {
            "Il est trop tard pour annuler\u{a0}: le départ a pris effet. Vous pouvez encore le rouvrir."
        }
        "change" => {
            "La fiche a changé depuis\u{a0}: annuler déferait aussi ce changement. Relisez-la\u{a0}; vous pouvez rouvrir ce départ."
        }
        "delai" => {
            "Ce départ a pris effet il y a plus de trente jours\u{a0}: il ne se rouvre plus. Si la personne est revenue, ajoutez-lui une situation depuis sa fiche."
        }
        "rien" => {
            "Il ne reste rien que vous puissiez remettre\u{a0}: c’est déjà fait, ou ce qui reste n’est pas de votre ressort. Une habilitation se rend par qui peut désigner dans sa structure."
        }
        "existante" => {
            "Cette personne exerce de nouveau dans l’établissement qu’elle avait quitté\u{a0}: une seule situation y est possible. L’actuelle reste ouverte, l’ancienne reste fermée\u{a0}: il n’y a rien à faire."
        }
        "sauf-existante" => {
            "La personne exerce de nouveau dans un des établissements qu’elle avait quittés\u{a0}: sa situation actuelle y reste ouverte, l’ancienne reste fermée. Tout ce qui pouvait l’être a été remis\u{a0}: il n’y a rien d’autre à faire."
        }
        "fermee" => {
            "L’établissement a fermé depuis dans le répertoire FINESS\u{a0}: la situation n’y est pas rouverte. Si la personne exerce ailleurs, ajoutez-lui une situation depuis sa fiche."
        }
        "sauf-fermee" => {
            "Un des établissements a fermé depuis dans le répertoire FINESS\u{a0}: la situation y reste fermée. Tout ce qui pouvait l’être a été remis. Si la personne exerce ailleurs, ajoutez-lui une situation depuis sa fiche."
        }
        "non" => {
            "Ce départ ne peut pas être rouvert dans l’état actuel de la fiche. Relisez-la\u{a0}: elle dit ce qui empêche."
        }
        _ => return None,
    };
    Some(view! { <Bandeau ton=Ton::Alerte titre=titre>{texte}</Bandeau> }.into_any())
}

#[component]
fn Etat(ligne: LigneDepart) -> impl IntoView {
    let (id, personne, visible) = (ligne.id, ligne.personne, ligne.visible);
    match ligne.etat {
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
        EtatDepart::Planifie if ligne.gardee => view! {
            <Bandeau ton=Ton::Alerte titre="Le départ est prévu, mais une fin a changé">
                "Une de ses situations continue après le dernier jour prévu\u{a0}: l’habilitation qui va avec sera gardée. Le reste s’arrêtera de lui-même après le dernier jour. "
                <SiElleEstPartie personne=personne visible=visible />
            </Bandeau>
        }
        .into_any(),
        EtatDepart::Planifie => view! {
            <Bandeau ton=Ton::Succes titre="Le départ est prévu">
                "Les accès s’arrêteront d’eux-mêmes après le dernier jour."
            </Bandeau>
        }
        .into_any(),
        // Said below: nothing of it stands here.
        EtatDepart::Fait if ligne.fin_changee => ().into_any(),
        EtatDepart::Fait => view! {
            <Bandeau ton=Ton::Succes titre="Le départ est fait">"Le numéro RPPS de la personne ne change pas."</Bandeau>
        }
        .into_any(),
        EtatDepart::Empeche => view! {
            <Bandeau ton=Ton::Alerte titre="Ce départ prévu n’a pas été appliqué">
                "La fin d’une de ses situations a été repoussée ou annulée depuis\u{a0}: aucune habilitation n’a été retirée, aucune demande confiée. "
                <SiElleEstPartie personne=personne visible=visible />
            </Bandeau>
        }
        .into_any(),
        EtatDepart::Partiel => view! {
            <Bandeau ton=Ton::Alerte titre="Ce départ prévu n’a été appliqué qu’en partie">
                "La fin d’une de ses situations a été repoussée ou annulée depuis\u{a0}: là, l’habilitation est gardée et les demandes en main restent à la personne. Ailleurs, ce qui était prévu est fait. "
                <SiElleEstPartie personne=personne visible=visible />
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

/// What to do about rights that were kept.
#[component]
fn SiElleEstPartie(personne: PersonneId, visible: bool) -> impl IntoView {
    view! {
        "Si la personne part bien, "
        {if visible {
            view! { <a class=LIEN href=chemin::partir(personne)>"enregistrez de nouveau son départ"</a> }.into_any()
        } else {
            view! { "retirez son habilitation dans " <a class=LIEN href=chemin::HABILITATIONS>"Gestionnaires"</a> }.into_any()
        }}
        "\u{a0}; si elle reste, il n’y a rien à faire."
    }
}

fn lignes(vu: &DepartVu) -> Vec<Ligne> {
    let ligne = &vu.ligne;
    let mut lignes = vec![
        Ligne::new("État", etat_en_mots(ligne)),
        Ligne::new("Dernier jour", long(ligne.fin)),
        Ligne::new("Motif de fin", ligne.motif.libelle()),
    ];
    let defait = matches!(ligne.etat, EtatDepart::Annule | EtatDepart::Rouvert);
    lignes.extend(vu.etablissements.iter().map(|lieu| {
        let depuis = if lieu.fermee || defait {
            ""
        } else {
            " (fin changée depuis)"
        };
        Ligne::new("Situation", format!("{}{depuis}", lieu.nom))
    }));
    let gardees = if ligne.gardee { vu.gardees } else { 0 };
    let (retirees, gardees_ou) = match ligne.etat {
        EtatDepart::Planifie => (
            "Habilitations à retirer le lendemain",
            "Habilitations qui seront gardées",
        ),
        EtatDepart::Partiel => ("Habilitations retirées", "Habilitations gardées"),
        EtatDepart::Empeche => ("Habilitations concernées", "Habilitations non retirées"),
        _ => ("Habilitations concernées", "Habilitations gardées"),
    };
    for (libelle, nombre) in [(retirees, vu.habilitations - gardees), (gardees_ou, gardees)] {
        if nombre > 0 {
            lignes.push(Ligne::new(libelle, nombre.to_string()));
        }
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
