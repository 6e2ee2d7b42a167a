//! What a departure would do, and the one button that does it. The form bears its intention: sent twice, it counts once.

use super::formulaire::{Laissees, droits_au_meme_nom, en_mots};
use super::{Chemin, PIED, demandes};
use crate::api::ConfirmerDepart;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, Ligne, ListeDescription, Ton};
use crate::pages::chemin;
use crate::requete::{parametre, registry};
use domain::date::{court, long};
use domain::ids::{DepartId, PersonneId, RechercheId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::depart::{ApercuDepart, Homonyme};

/// The page.
#[component]
pub(super) fn Confirmation(
    personne: PersonneId,
    apercu: ApercuDepart,
    note: RechercheId,
    intention: DepartId,
) -> impl IntoView {
    let change = parametre("change").is_some();
    let question = format!("Confirmer le départ de {}\u{a0}?", apercu.nom);
    let suite = suite(&apercu);
    let version = apercu.version.to_string();
    let lignes = lignes(&apercu);
    view! {
        <Title text="Confirmer le départ" />
        <Chemin />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold">{question}</h1>
            {change
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="La fiche a changé pendant votre saisie">
                            "Rien n’a encore été enregistré. Voici ce que ce départ ferait maintenant\u{a0}: relisez avant de confirmer."
                        </Bandeau>
                    }
                })}
            // Around the whole summary: the button stays within reach of the thumb for as long as it is read.
            <form method="post" action=ConfirmerDepart::url() data-intention=intention.to_string()>
                <ListeDescription titre="Ce qui va se passer" lignes=lignes />
                {(!apercu.laissees.is_empty()).then(|| view! { <Laissees habilitations=apercu.laissees.clone() /> })}
                {(!apercu.homonymes.is_empty()).then(|| view! { <AuMemeNom homonymes=apercu.homonymes.clone() /> })}
                <p class="mt-4">{suite}</p>
                <input type="hidden" name="personne" value=personne.to_string() />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="saisie" value=note.to_string() />
                <input type="hidden" name="intention" value=intention.to_string() />
                <div class=PIED>
                    <button class=format!("{BOUTON} grow sm:grow-0")>"Confirmer le départ"</button>
                    <a class=BOUTON_SECONDAIRE href=chemin::partir_a_revoir(personne, note)>"Revenir en arrière"</a>
                </div>
            </form>
        </div>
    }
}

/// Rights under the same name that were not said to be theirs.
#[component]
fn AuMemeNom(homonymes: Vec<Homonyme>) -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Alerte titre="Une habilitation au même nom est laissée">
            {droits_au_meme_nom(&homonymes)}
            <p class="mt-1">
                "Ce départ ne la retire pas, et elle ouvre l’accès aux demandes et aux fiches. Si c’est la même personne, revenez en arrière et cochez-la\u{a0}; sinon, il n’y a rien à faire."
            </p>
        </Bandeau>
    }
}

fn lignes(apercu: &ApercuDepart) -> Vec<Ligne> {
    let mut lignes = vec![
        Ligne::new("Dernier jour", long(apercu.fin)),
        Ligne::new("Motif de fin", apercu.motif.libelle()),
    ];
    for situation in &apercu.situations {
        let prevue = situation
            .fin_avant
            .map(|fin| format!(" (fin déjà prévue le {})", court(fin)))
            .unwrap_or_default();
        lignes.push(Ligne::new(
            "Situation fermée",
            format!("{}{prevue}", situation.etablissement),
        ));
    }
    let quand = if apercu.planifie {
        "Habilitation retirée au lendemain du dernier jour"
    } else {
        "Habilitation retirée tout de suite"
    };
    for h in &apercu.retirees {
        lignes.push(Ligne::new(quand, en_mots(h)));
    }
    match (&apercu.collegue, apercu.demandes) {
        (Some(collegue), 0) => lignes.push(Ligne::new("Ce qu’elle aurait en main", format!("Confié à {collegue}"))),
        (Some(collegue), n) => lignes.push(Ligne::new(
            "Ce qu’elle a en main",
            format!("{} à confier à {collegue}\u{a0}; celles qui ne sont pas de ses établissements reviennent dans la file", demandes(n)),
        )),
        (None, 0) => {}
        (None, n) => lignes.push(Ligne::new("Ce qu’elle a en main", format!("{} de retour dans la file", demandes(n)))),
    }
    lignes
}

fn suite(apercu: &ApercuDepart) -> String {
    let email = if apercu.courriel {
        "La personne est prévenue par email. "
    } else {
        "Aucun email n’est envoyé à la personne. "
    };
    let delai = if registry().sursis().est_nul() {
        ""
    } else {
        "Juste après, un compte à rebours vous laisse le temps d’annuler, comme si rien ne s’était passé. "
    };
    format!("{email}Son numéro RPPS ne change pas. {delai}Ensuite, ce départ se rouvre pendant trente jours.")
}
