//! On a demande, what goes back and forth with its applicant: the correction request, the rounds, the thread, the templates.

use super::filtre::{ChampFile, DepuisFile};
use crate::api::{ApiErreur, DemanderCorrection, EcrireAuDemandeur, RetirerCorrection};
use crate::components::{
    BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampTexteLong, LIEN, ResumeErreurs, SAISIE, Ton,
};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::echanges::{ChoixModele, Fil, Offert, Tours, lire_tours, message_garde, offerts};
use crate::pages::professionnel::ErreurEnvoi;
use crate::requete::{parametre, registry};
use domain::demande::{Corrigible, Statut};
use domain::modele::{GenreModele, poser};
use domain::saisie::{Champ, Erreurs, Etape, SaisieCorrection};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::demande::Dossier;
use registry::droit::Gestionnaire;

/// What the page of a demande shows of its exchanges.
pub(super) struct Echanges {
    /// the words of a refusal, from the template that was chosen
    pub(super) explication: Option<String>,
    /// where a template of refusal is chosen
    pub(super) modeles: AnyView,
    /// the third choice, or what is awaited
    pub(super) demande: AnyView,
    /// rounds and thread
    pub(super) suite: AnyView,
}

/// Reads them. `gardee`: a correction request that was not sent.
pub(super) async fn echanges(
    gestionnaire: &Gestionnaire,
    dossier: &Dossier,
    gardee: Option<&SaisieCorrection>,
) -> Result<Echanges, ApiErreur> {
    let registry = registry();
    let offerts = offerts(gestionnaire, dossier).await?;
    let choisi = parametre("modele").and_then(|cle| offerts.iter().find(|offert| offert.cle == cle).cloned());
    let de = |genre: GenreModele| {
        choisi
            .clone()
            .filter(|offert| offert.genre == genre)
            .map(|o| o.texte)
    };
    let adresse = DepuisFile::ici().dossier(dossier.id);
    let tours = lire_tours(registry.tours(gestionnaire, dossier.id).await?).await?;
    let fil = registry.fil(gestionnaire, dossier.id).await?;
    let garde = message_garde().await?;
    let erreurs = gardee.and_then(|saisie| saisie.valider().err());
    let saisie = remplie(gardee.cloned().unwrap_or_default(), de(GenreModele::Correction));
    let (id, version) = (dossier.id, dossier.version);
    let demande = match dossier.statut {
        Statut::ATraiter => {
            view! { <Demande id=id.to_string() version=version saisie=saisie erreurs=erreurs offerts=offerts.clone() adresse=adresse.clone() /> }
                .into_any()
        }
        Statut::ACorriger => view! { <Retrait id=id.to_string() version=version /> }.into_any(),
        _ => ().into_any(),
    };
    let choix = |genre, pour, ancre| {
        view! { <ChoixModele genre=genre offerts=offerts.clone() adresse=adresse.clone() ancre=ancre pour=Some(pour) /> }
            .into_any()
    };
    let suite = view! {
        <Tours tours=tours />
        <Fil
            id=id
            fil=fil
            action=EcrireAuDemandeur::url()
            aide="La personne le lira dans son espace\u{a0}; un email la prévient, sans le contenu. Vos collègues de la structure le voient aussi."
            garde=garde
            modele=de(GenreModele::Message)
            modeles=Some(choix(GenreModele::Message, Champ::Message, "fil"))
        />
    }
    .into_any();
    Ok(Echanges {
        explication: de(GenreModele::Refus),
        modeles: choix(GenreModele::Refus, Champ::Explication, "refuser"),
        demande,
        suite,
    })
}

/// What was just asked, told at the top of the page that follows.
pub(super) fn annonce(dossier: &Dossier) -> Option<AnyView> {
    let (id, reference) = (dossier.id, dossier.reference);
    (dossier.statut == Statut::ACorriger).then(|| {
        let situation = &dossier.complete.situation;
        let titre = format!(
            "Correction demandée à {} {}",
            situation.prenom_exercice, situation.nom_exercice
        );
        view! {
            <Bandeau ton=Ton::Succes titre=titre>
                <p>"Un email lui indique ce qu’il faut revoir. La demande reviendra dans votre file, marquée «\u{a0}Corrigée\u{a0}»."</p>
                <p>
                    <a class=LIEN href=DepuisFile::ici().dossier(id)>{format!("Revoir la demande {reference}")}</a>
                </p>
            </Bandeau>
        }
        .into_any()
    })
}

/// With the template that was chosen put on the field it was chosen for.
fn remplie(mut saisie: SaisieCorrection, modele: Option<String>) -> SaisieCorrection {
    let pour = parametre("pour").and_then(|pour| SaisieCorrection::champs().find(|champ| champ.id() == pour));
    if let (Some(champ), Some(texte)) = (pour, modele) {
        saisie.set(&SaisieCorrection::nom_case(champ), "on".to_owned());
        let remarque = poser(saisie.remarque(champ), &texte, []);
        saisie.set(&SaisieCorrection::nom_remarque(champ), remarque);
    }
    saisie
}

#[component]
fn Demande(
    id: String,
    version: i64,
    saisie: SaisieCorrection,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    offerts: Vec<Offert>,
    adresse: String,
) -> impl IntoView {
    let ouvert = erreurs.is_some() || saisie != SaisieCorrection::default();
    let message = saisie.message().to_owned();
    let aucune = erreurs
        .as_ref()
        .and_then(|e| e.pour(Champ::Corrections))
        .map(ToOwned::to_owned);
    let sans_erreur = aucune.is_none();
    let groupe = |etape: Etape| {
        let champs: Vec<_> = SaisieCorrection::champs()
            .filter(|champ| champ.etape() == Some(etape))
            .map(|champ| {
                let (coche, remarque) = (saisie.est_coche(champ), saisie.remarque(champ).to_owned());
                let erreur = erreurs
                    .as_ref()
                    .and_then(|e| e.pour(champ))
                    .map(ToOwned::to_owned);
                view! { <UnChamp champ=champ coche=coche remarque=remarque erreur=erreur /> }
            })
            .collect();
        view! {
            <h3 class="mt-4 font-bold">{etape.titre()}</h3>
            {(etape == Etape::EtatCivil)
                .then(|| {
                    view! {
                        <p class="text-sm text-soft">
                            "L’état civil vient de FranceConnect, qui le certifie\u{a0}: la personne lira votre remarque mais ne pourra pas le retaper ici. Une erreur se corrige auprès de l’INSEE."
                        </p>
                    }
                })}
            {champs}
        }
        .into_any()
    };
    let groupes = [Etape::Situation, Etape::Contact, Etape::EtatCivil].map(groupe);
    view! {
        <details id="corriger" class="mt-4 rounded-md border border-line p-4" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Demander une correction"</summary>
            <p class="mt-3">"Cochez les champs à revoir et dites pourquoi. La personne ne pourra changer que ceux-là."</p>
            <ChoixModele genre=GenreModele::Correction offerts=offerts adresse=adresse ancre="corriger" pour=None />
            <FormulaireVivant genre=Genre::Correction>
                <form method="post" action=DemanderCorrection::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="demande" value=id />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ChampFile />
                    <fieldset id="corrections" tabindex="-1" class="mt-4" aria-describedby="corrections-erreur">
                        <legend class="sr-only">"Champs à corriger"</legend>
                        <p id="corrections-erreur" class="font-bold text-danger" hidden=sans_erreur>
                            {aucune.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
                        </p>
                        {groupes.into_iter().collect_view()}
                    </fieldset>
                    <ChampTexteLong
                        champ=Champ::MessageGeneral
                        valeur=message
                        erreurs=erreurs
                        aide="Facultatif\u{a0}: ce qui vaut pour l’ensemble de la demande."
                    />
                    <button class=format!("{BOUTON} mt-4 w-full")>"Renvoyer à corriger"</button>
                </form>
            </FormulaireVivant>
            <p class="mt-2 text-sm text-soft">"Elle a 30 jours pour répondre, et reçoit un rappel 7 jours avant la fin\u{a0}; ce temps n’est pas compté dans le vôtre."</p>
        </details>
    }
    .into_any()
}

/// A box, and the remark it opens.
#[component]
fn UnChamp(
    champ: Champ,
    coche: bool,
    remarque: String,
    #[prop(optional_no_strip)] erreur: Option<String>,
) -> impl IntoView {
    let id = champ.id();
    let [pour, case, nom] = std::array::from_fn(|_| SaisieCorrection::nom_case(champ));
    let (invalide, sans_erreur) = (erreur.is_some(), erreur.is_none());
    let conseil = match Corrigible::de(champ) {
        Some(Corrigible::Commentable) => "Remarque (lue, sans pouvoir retaper le champ)",
        _ => "Remarque, en 300 caractères au plus",
    };
    view! {
        <div class="group border-b border-line" data-champ=id>
            <label for=pour class="flex min-h-11 cursor-pointer items-center gap-3">
                <input id=case name=nom type="checkbox" value="on" checked=coche class="size-5 shrink-0 accent-action" />
                <span>{champ.libelle()}</span>
            </label>
            <div class="hidden pb-3 group-has-checked:block">
                <label for=id class="block text-soft">
                    {conseil} <span class="sr-only">{format!("\u{a0}: {}", champ.libelle())}</span>
                </label>
                <p id=format!("{id}-erreur") class="font-bold text-danger" hidden=sans_erreur>
                    {erreur.map(|erreur| format!("Erreur\u{a0}: {erreur}"))}
                </p>
                <textarea
                    id=id
                    name=SaisieCorrection::nom_remarque(champ)
                    rows="2"
                    class=format!("{SAISIE} w-full")
                    aria-describedby=format!("{id}-erreur")
                    aria-invalid=invalide.then_some("true")
                >
                    {crate::components::texte_brut(remarque)}
                </textarea>
            </div>
        </div>
    }
}

/// What may be done while the applicant corrects.
#[component]
fn Retrait(id: String, version: i64) -> impl IntoView {
    view! {
        <section id="retirer-correction" class="mt-4 rounded-md border border-line p-4">
            <h2 class="text-lg font-bold">"Ne plus attendre la correction"</h2>
            <p class="mt-1">
                "La demande revient dans votre file telle qu’elle avait été envoyée. Ce que la personne a commencé à corriger est laissé de côté, et un email le lui dit."
            </p>
            <FormulaireVivant genre=Genre::Simple>
                <form method="post" action=RetirerCorrection::url() class="mt-3">
                    <ErreurEnvoi />
                    <input type="hidden" name="demande" value=id />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ChampFile />
                    <button class=format!("{BOUTON_SECONDAIRE} w-full")>"Reprendre la demande"</button>
                </form>
            </FormulaireVivant>
        </section>
    }
    .into_any()
}
