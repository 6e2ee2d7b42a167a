//! A decision that can still be taken back, or that could not take effect, wherever a page has to say so.

use super::filtre::{ChampFile, DepuisFile};
use super::page_lot::titre_de_lot;
use crate::api::{AnnulerCorrection, AnnulerDecision, ApiErreur};
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::islands::CompteARebours;
use crate::pages::chemin;
use crate::requete::{parametre, registry};
use domain::date::Instant;
use domain::demande::Statut;
use domain::ids::DemandeId;
use domain::saisie::SaisieDecision;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::demande::{DecisionEmpechee, Dossier, EnSursis};
use registry::droit::Gestionnaire;

/// « validée », « refusée »
fn participe(statut: Statut) -> String {
    statut.libelle().to_lowercase()
}

/// What happens at the end of the delay.
fn suite_prevue(statut: Statut) -> &'static str {
    match statut {
        Statut::Validee => "Le numéro sera attribué et l’email envoyé",
        _ => "L’email sera envoyé",
    }
}

fn nom(dossier: &Dossier) -> String {
    let s = &dossier.complete.situation;
    format!("{} {}", s.prenom_exercice, s.nom_exercice)
}

/// For the author, on the page that follows the decision: it can still be taken back, or it could not take effect.
pub(super) fn decision_prise(dossier: &Dossier, maintenant: Instant) -> Option<AnyView> {
    if let Some(sursis) = dossier.sursis.as_ref().filter(|sursis| sursis.mienne) {
        let titre = match sursis.statut {
            Statut::ACorriger => format!("Correction demandée à {}", nom(dossier)),
            statut => format!("Demande de {} {}", nom(dossier), participe(statut)),
        };
        return Some(view! { <AvantEffet titre=titre id=dossier.id sursis=sursis.clone() maintenant=maintenant bouton="annuler-decision" /> }.into_any());
    }
    let empechee = dossier.empechee.clone().filter(|empechee| empechee.mienne)?;
    Some(view! { <SansEffet empechee=empechee /> }.into_any())
}

/// On the dossier itself, for everybody.
pub(super) fn avis_de_decision(dossier: &Dossier, raison: &str, maintenant: Instant) -> AnyView {
    let id = dossier.id;
    let repris = match raison {
        "reprise" => Some((
            Ton::Info,
            "Votre décision est annulée",
            "Rien n’a été envoyé, aucun numéro n’a été attribué. La demande attend de nouveau une décision.",
        )),
        "correction-reprise" => Some((
            Ton::Info,
            "Votre demande de correction est annulée",
            "Rien n’a été envoyé à la personne. La demande attend de nouveau une décision.",
        )),
        "correction-dite" => Some((
            Ton::Info,
            "Votre demande de correction est annulée",
            "La personne avait déjà commencé à corriger dans son espace\u{a0}: un email lui dit que vous ne l’attendez plus. La demande, \
             telle qu’elle l’avait envoyée, attend de nouveau une décision.",
        )),
        "trop-tard" => Some((
            Ton::Alerte,
            "Il est trop tard pour annuler",
            "La décision a pris effet, ou elle était déjà annulée. Voici où en est la demande.",
        )),
        _ => None,
    };
    let sursis = dossier.sursis.clone().map(|sursis| {
        let titre = match sursis.statut {
            Statut::ACorriger => format!("Correction demandée par {}", sursis.par),
            statut => format!("Demande {} par {}", participe(statut), sursis.par),
        };
        view! { <AvantEffet titre=titre id=id sursis=sursis maintenant=maintenant bouton="annuler-cette-decision" /> }
    });
    let empechee = dossier
        .empechee
        .clone()
        .map(|empechee| view! { <SansEffet empechee=empechee sur_le_dossier=true /> });
    view! {
        {repris.map(|(ton, titre, texte)| view! { <Bandeau ton=ton titre=titre>{texte}</Bandeau> })}
        {sursis}
        {empechee}
    }
    .into_any()
}

/// The refusal that its author had typed, when the decision could not take effect.
pub(super) fn saisie_empechee(dossier: &Dossier) -> Option<SaisieDecision> {
    let empechee = dossier.empechee.as_ref()?;
    (empechee.mienne && !empechee.saisie.explication.is_empty()).then(|| empechee.saisie.clone())
}

#[component]
fn AvantEffet(
    titre: String,
    id: DemandeId,
    sursis: EnSursis,
    maintenant: Instant,
    bouton: &'static str,
) -> impl IntoView {
    let prevue = suite_prevue(sursis.statut);
    let lot = sursis.lot.map(|lot| {
        view! { <p><a class=LIEN href=DepuisFile::ici().sans_page().avec(&chemin::lot(lot))>"Décision prise avec d’autres\u{a0}: voir le lot"</a></p> }
    });
    let corps = match sursis.secondes(maintenant) {
        None => view! {
            <p>{format!("{prevue} à la fin du lot.")}</p>
            {sursis.mienne.then(|| view! { <Annuler id=id statut=sursis.statut bouton=bouton /> })}
        }
        .into_any(),
        Some(secondes) if sursis.mienne => view! {
            <CompteARebours depart=false demande=id.to_string() debut=prevue.to_owned() secondes=secondes>
                <Annuler id=id statut=sursis.statut bouton=bouton />
            </CompteARebours>
        }
        .into_any(),
        Some(secondes) => view! { <p>{format!("{prevue} dans {secondes}\u{a0}s.")}</p> }.into_any(),
    };
    view! {
        <Bandeau ton=Ton::Info titre=titre>
            {corps}
            {lot}
        </Bandeau>
    }
}

#[component]
fn Annuler(id: DemandeId, statut: Statut, bouton: &'static str) -> impl IntoView {
    let (action, mots) = match statut {
        Statut::ACorriger => (AnnulerCorrection::url(), "Annuler ma demande de correction"),
        _ => (AnnulerDecision::url(), "Annuler ma décision"),
    };
    view! {
        <form method="post" action=action class="mt-2 mb-1">
            <input type="hidden" name="demande" value=id.to_string() />
            <ChampFile />
            <button id=bouton class=BOUTON_SECONDAIRE>{mots}</button>
        </form>
    }
}

#[component]
fn SansEffet(empechee: DecisionEmpechee, #[prop(optional)] sur_le_dossier: bool) -> impl IntoView {
    let decision = match empechee.statut {
        Statut::Validee => "La validation",
        _ => "Le refus",
    };
    let par = if empechee.mienne {
        "par vous".to_owned()
    } else {
        format!("par {}", empechee.par)
    };
    let titre = if sur_le_dossier {
        format!(
            "{decision} décidé{} {par} n’a pas pris effet",
            if decision == "Le refus" { "" } else { "e" }
        )
    } else {
        format!(
            "Demande de {}\u{a0}: votre décision n’a pas pris effet",
            empechee.nom
        )
    };
    let lien = (!sur_le_dossier).then(|| {
        view! { <p><a class=LIEN href=DepuisFile::ici().dossier(empechee.demande)>"Reprendre cette demande"</a></p> }
    });
    view! {
        <Bandeau ton=Ton::Alerte titre=titre>
            <p>{empechee.raison}</p>
            <p>"Rien n’a été envoyé. La demande attend de nouveau une décision."</p>
            {lien}
        </Bandeau>
    }
}

/// At the top of the queue: what this gestionnaire decided and is still going on, or came to nothing.
pub(super) async fn suites(gestionnaire: &Gestionnaire) -> Result<AnyView, ApiErreur> {
    let registry = registry();
    let deja_dite = parametre("decidee").and_then(|id| id.parse::<DemandeId>().ok());
    let depuis = DepuisFile::ici();
    let lots = depuis.clone().sans_page();
    let mut annulables = registry.decisions_annulables(gestionnaire).await?;
    annulables.retain(|decision| Some(decision.demande) != deja_dite);
    let empechees = registry.decisions_empechees(gestionnaire).await?;
    let (finis, en_cours): (Vec<_>, Vec<_>) = registry
        .lots_recents(gestionnaire)
        .await?
        .into_iter()
        .partition(|lot| lot.avancement.etat.est_fini());
    let rien_de_choisi = parametre("a-revoir").is_some_and(|raison| raison == "selection");
    Ok(view! {
        {rien_de_choisi
            .then(|| {
                view! {
                    <Bandeau ton=Ton::Alerte titre="Aucune demande n’est choisie">
                        "Cochez des demandes dans la liste, ou la case qui les prend toutes, sous la liste, puis recommencez."
                    </Bandeau>
                }
            })}
        {(!annulables.is_empty())
            .then(|| {
                view! {
                    <p id="annulables" class="mt-2 flex flex-wrap items-center gap-x-4">
                        "Vous pouvez encore annuler\u{a0}: "
                        {annulables
                            .into_iter()
                            .map(|decision| {
                                view! {
                                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=depuis.dossier(decision.demande)>
                                        {format!("{}, {}", decision.nom, participe(decision.statut))}
                                    </a>
                                }
                            })
                            .collect_view()}
                    </p>
                }
            })}
        {en_cours
            .into_iter()
            .map(|lot| {
                let adresse = lots.avec(&chemin::lot(lot.id));
                view! {
                    <Bandeau ton=Ton::Info titre=titre_de_lot(&lot)>
                        <a class=LIEN href=adresse>"Suivre ou annuler ce lot"</a>
                    </Bandeau>
                }
            })
            .collect_view()}
        {(!finis.is_empty())
            .then(|| {
                view! {
                    <p class="mt-2 flex flex-wrap items-center gap-x-4">
                        "Lots récents\u{a0}: "
                        {finis
                            .into_iter()
                            .map(|lot| {
                                view! {
                                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=lots.avec(&chemin::lot(lot.id))>
                                        {titre_de_lot(&lot)}
                                    </a>
                                }
                            })
                            .collect_view()}
                    </p>
                }
            })}
        {empechees
            .into_iter()
            .filter(|empechee| Some(empechee.demande) != deja_dite)
            .map(|empechee| view! { <SansEffet empechee=empechee /> })
            .collect_view()}
    }
    .into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use registry::journal::Acte;

    #[test]
    fn a_state_and_the_act_that_makes_it_are_said_with_one_word() {
        for (statut, acte) in [
            (Statut::Validee, Acte::Valider),
            (Statut::Refusee, Acte::Refuser),
            (Statut::Annulee, Acte::Annuler),
            (Statut::Expiree, Acte::Expirer),
        ] {
            assert_eq!(statut.libelle(), acte.participe());
        }
    }
}
