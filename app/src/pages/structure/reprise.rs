//! Taking a contract up again after a change (R47): in the step that the change reopens, at the foot of the path, and where the
//! contract went on.

use super::{Essai, LigneTexte};
use crate::api::{EssaiStructure, ReprendreContrat};
use crate::components::{BOUTON, BOUTON_DANGER, Bandeau, LIEN, Ton};
use crate::pages::chemin;
use domain::structure::{Changement, Etat, Pas};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::droit::Qualite;
use registry::structure::{Detail, StructureVue};

/// What taking a contract up again does.
const CLOS: &str =
    "Le contrat en cours est clos\u{a0}: il faudra en envoyer un nouveau avec un F101. Cela ne s’annule pas.";
/// The same, on another number.
const CLOS_AILLEURS: &str = "Le contrat en cours est clos, et le chemin continue sous le nouveau numéro\u{a0}: données à vérifier, contrat et F101 à envoyer, cartes à commander, gestionnaires à désigner. L’organisation, les lecteurs, la formation et les rôles sont repris. Abandonner le nouveau chemin avant que sa carte arrive rend celui-ci.";
/// What giving it up does.
const ABANDONNE: &str = "Le chemin de cette structure est clos pour vous\u{a0}: pour le reprendre, il faudra l’ouvrir à nouveau et refaire ses étapes. Cela ne s’annule pas.";

/// The change for which the contract in hand has to be taken up again, in the step that it reopens: there is nothing else to do there.
pub(super) fn a_reprendre(pas: Pas, detail: &Detail) -> Option<Changement> {
    match pas.etat {
        Etat::ARefaire(changement @ (Changement::Finess | Changement::Siret)) if en_cours(detail) => {
            Some(changement)
        }
        _ => None,
    }
}

/// A contract was sent, or is valid: a change asks for another one. A head recognised before contracts were kept has one.
fn en_cours(detail: &Detail) -> bool {
    detail
        .contrat
        .as_ref()
        .map_or(detail.vue.qualite == Qualite::Tete, |contrat| {
            contrat.envoye_le.is_some() || contrat.cde_recue_le.is_some()
        })
}

/// What to do of that change, in its step.
pub(super) fn dans_l_etape(changement: Changement, detail: &Detail, essai: Essai) -> AnyView {
    let finess = detail.vue.finess.to_string();
    if changement == Changement::Finess {
        return view! {
            <p class="mt-4">
                "Si la structure a un nouveau numéro FINESS, donnez-le ici. Si elle est dite fermée par erreur, signalez l’anomalie\u{a0}: l’étape se règle d’elle-même quand le référentiel est corrigé."
            </p>
            <p class="mt-2">{CLOS_AILLEURS}</p>
            {nouveau_numero(finess, essai)}
        }
        .into_any();
    }
    view! {
        <p class="mt-4">"Le contrat en cours porte l’ancien numéro. " {CLOS}</p>
        <form method="post" action=ReprendreContrat::url() class="mt-3">
            <input type="hidden" name="structure" value=finess />
            <input type="hidden" name="raison" value="siret" />
            <button class=BOUTON>"Préparer le nouveau contrat"</button>
        </form>
    }
    .into_any()
}

/// The new number, looked for in the referential when it is sent.
fn nouveau_numero(finess: String, essai: Essai) -> impl IntoView {
    view! {
        <form method="post" action=ReprendreContrat::url() novalidate>
            <input type="hidden" name="structure" value=finess />
            <input type="hidden" name="raison" value="finess" />
            <LigneTexte
                nom="nouveau"
                de=EssaiStructure::FINESS
                libelle="Nouveau numéro FINESS"
                aide="Neuf caractères, tels que le référentiel les donne."
                essai=essai
            />
            <button class=format!("{BOUTON_DANGER} mt-4")>"Continuer sous ce numéro"</button>
        </form>
    }
}

/// What happens when something changes (R47), or when one was wrong. `ici`: the form of the new number is in its step already.
pub(super) fn changer(detail: &Detail, essai: Essai, ici: bool) -> impl IntoView + use<> {
    let finess = detail.vue.finess.to_string();
    let pli = |texte: &'static str, suite: &'static str, ouvert: bool, forme: AnyView| {
        view! {
            <details class="mt-3 rounded-md border border-line p-4" open=ouvert>
                <summary class="min-h-11 cursor-pointer font-bold text-action">{texte}</summary>
                <p class="mt-2">{suite}</p>
                {forme}
            </details>
        }
    };
    let acte = |raison: &'static str, texte: &'static str, suite: &'static str| {
        let forme = view! {
            <form method="post" action=ReprendreContrat::url() class="mt-3">
                <input type="hidden" name="structure" value=finess.clone() />
                <input type="hidden" name="raison" value=raison />
                <button class=BOUTON_DANGER>"Confirmer" <span class="sr-only">{format!("\u{a0}: {texte}")}</span></button>
            </form>
        };
        pli(texte, suite, false, forme.into_any())
    };
    let reprises = en_cours(detail).then(|| {
        let numero = (!ici).then(|| {
            let ouvert = essai.existe();
            let forme = nouveau_numero(finess.clone(), essai).into_any();
            pli("Le numéro FINESS a changé", CLOS_AILLEURS, ouvert, forme)
        });
        view! {
            {numero}
            {acte("siret", "Le numéro SIRET a changé", CLOS)}
            {acte("organisation", "Changer d’organisation", CLOS)}
        }
    });
    let valide = detail
        .contrat
        .as_ref()
        .is_some_and(|contrat| contrat.cde_recue_le.is_some());
    let abandon = (!valide && detail.vue.qualite == Qualite::Candidate).then(|| {
        acte(
            "abandon",
            "Abandonner\u{a0}: ce n’est pas ma structure",
            ABANDONNE,
        )
    });
    view! {
        <section class="ecran-seul mt-8 max-w-lecture">
            <h2 class="text-xl font-bold">"Quelque chose a changé\u{a0}?"</h2>
            <p class="mt-1">
                "Un autre numéro FINESS, un autre SIRET ou une autre organisation demandent un nouveau contrat et un nouveau F101. Si le numéro FINESS change, les données sont aussi à vérifier, les cartes à commander (elles portent le numéro du contrat) et les gestionnaires à désigner, sous le nouveau numéro. Le reste du chemin n’est pas à refaire. La carte de directeur est personnelle\u{a0}: un nouveau dirigeant ouvre lui-même le chemin de la structure et commande la sienne."
            </p>
            {reprises}
            {abandon}
        </section>
    }
}

/// Where the contract went on, when it did.
pub(super) fn suite(vue: &StructureVue) -> Option<impl IntoView + use<>> {
    vue.suite.as_ref().map(|suite| {
        let adresse = chemin::structure(suite);
        let numero = format!("FINESS {suite}");
        view! {
            <Bandeau ton=Ton::Info titre="Le contrat continue sous un autre numéro">
                "Il n’y a plus rien à faire ici. Les droits déjà donnés sous ce numéro y restent jusqu’à ce qu’ils soient retirés. La suite\u{a0}: "
                <a class=LIEN href=adresse>{numero}</a>
                "."
            </Bandeau>
        }
    })
}
