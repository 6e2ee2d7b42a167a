//! A decision on many demandes before it is confirmed: what it will do, what it will leave aside and why, and the words that
//! are asked once for all (R34, R35).

use super::dossier::motifs_de_refus;
use super::filtre::ChampFile;
use super::page_lot::{Liste, combien_de, demandes, depuis_file};
use crate::api::LancerLot;
use crate::components::{
    BOUTON, BOUTON_DANGER, Bandeau, Case, ChampChoix, ChampTexteLong, LIEN, Pagination, ResumeErreurs, Ton,
};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::chemin;
use crate::pages::professionnel::ErreurEnvoi;
use domain::ids::LotId;
use domain::saisie::{Champ, Erreurs, SaisieDecision};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::lot::{ActeLot, LotVu, Sort};

/// What will be done, what will not, and the words that are asked once for all.
#[component]
pub(super) fn Confirmation(
    lot: LotVu,
    saisie: SaisieDecision,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    let (faire, ecartees): (Vec<_>, Vec<_>) = lot
        .groupes
        .clone()
        .into_iter()
        .partition(|g| g.sort == Sort::AFaire);
    let depuis = depuis_file();
    let nombre = combien_de(&lot, Sort::AFaire);
    let laissees = combien_de(&lot, Sort::Ecartee);
    let formulaire = if nombre == 0 {
        view! {
            <Bandeau ton=Ton::Alerte titre="Aucune de ces demandes ne peut être traitée ainsi">
                "Ouvrez-les une par une\u{a0}: chacune dit ce qu’il faut regarder."
            </Bandeau>
        }
        .into_any()
    } else if lot.acte == ActeLot::Valider {
        view! { <Acceptation id=lot.id nombre=nombre erreurs=erreurs /> }.into_any()
    } else {
        view! { <Refus id=lot.id nombre=nombre saisie=saisie erreurs=erreurs /> }.into_any()
    };
    view! {
        <p class="mt-2 max-w-lecture text-soft">
            "Rien n’est encore décidé. Chaque demande est vérifiée à nouveau au moment d’être traitée\u{a0}; celle qui aurait changé d’ici là est laissée de côté."
        </p>
        {(laissees > 0)
            .then(|| {
                view! {
                    <h2 class="mt-6 text-xl font-bold">{format!("Laissées de côté\u{a0}: {}", demandes(laissees))}</h2>
                    {ecartees.into_iter().map(|groupe| view! { <Liste groupe=groupe page=lot.page /> }).collect_view()}
                }
            })}
        {(nombre > 0)
            .then(|| {
                view! {
                    <h2 class="mt-6 text-xl font-bold">{format!("À traiter ensemble\u{a0}: {}", demandes(nombre))}</h2>
                    {faire.into_iter().map(|groupe| view! { <Liste groupe=groupe page=lot.page /> }).collect_view()}
                }
            })}
        <Pagination page=lot.page pages=lot.pages adresse=move |page| depuis.avec(&chemin::page_de_lot(lot.id, page)) />
        {formulaire}
        <p class="mt-4"><a class=format!("{LIEN} inline-flex min-h-11 items-center") href=depuis_file().file()>"Renoncer et revenir à la liste"</a></p>
    }
}

#[component]
fn Acceptation(id: LotId, nombre: i64, #[prop(optional_no_strip)] erreurs: Option<Erreurs>) -> impl IntoView {
    let (pour, bouton) = if nombre == 1 {
        (
            "pour cette personne".to_owned(),
            "Valider cette demande".to_owned(),
        )
    } else {
        (
            format!("pour chacune de ces {nombre} personnes"),
            format!("Valider ces {nombre} demandes"),
        )
    };
    view! {
        <section class="mt-6 max-w-lecture rounded-md border-2 border-action p-4">
            <FormulaireVivant genre=Genre::Simple>
                <form method="post" action=LancerLot::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="lot" value=id.to_string() />
                    <ChampFile depuis=depuis_file() />
                    <input type="hidden" name="acte" value=ActeLot::Valider.code() />
                    <Case champ=Champ::Confirmation coche=false erreurs=erreurs>
                        {format!("Je confirme, {pour}, l’identité, la qualité et l’activité dans l’établissement.")}
                    </Case>
                    <button class=format!("{BOUTON} mt-4")>{bouton}</button>
                </form>
            </FormulaireVivant>
        </section>
    }
}

#[component]
fn Refus(
    id: LotId,
    nombre: i64,
    saisie: SaisieDecision,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    let bouton = if nombre == 1 {
        "Refuser cette demande".to_owned()
    } else {
        format!("Refuser ces {nombre} demandes")
    };
    view! {
        <section class="mt-6 max-w-lecture rounded-md border border-line p-4">
            <FormulaireVivant genre=Genre::Decision>
                <form method="post" action=LancerLot::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="lot" value=id.to_string() />
                    <ChampFile depuis=depuis_file() />
                    <input type="hidden" name="acte" value=ActeLot::Refuser.code() />
                    <ChampChoix champ=Champ::Motif valeur=saisie.motif options=motifs_de_refus() erreurs=erreurs.clone() />
                    <ChampTexteLong
                        champ=Champ::Explication
                        valeur=saisie.explication
                        erreurs=erreurs
                        aide="Chacune de ces personnes lira ce texte\u{a0}: ne parlez de personne en particulier."
                    />
                    <button class=format!("{BOUTON_DANGER} mt-4")>{bouton}</button>
                </form>
            </FormulaireVivant>
        </section>
    }
}
