//! Situations past, present and to come, as a list that reads like a time line: the bar is for the eyes, the words say it all.

use crate::api::PreparerSituation;
use crate::components::LIEN;
use crate::pages::{adresse_courte, chemin_agir};
use domain::date::{Instant, Jour, court};
use domain::ids::PersonneId;
use domain::saisie::Champ;
use domain::texte::minuscule;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::personne::{EtatSituation, SituationVue};
use registry::situation::DELAI_REOUVERTURE_JOURS;

/// What may be done from the time line.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Actions {
    /// whose record
    pub(in crate::pages) personne: PersonneId,
    /// now, for what can still be undone
    pub(in crate::pages) maintenant: Instant,
}

/// The section. Without `actions`, it is read only.
#[component]
pub(in crate::pages) fn Frise(
    situations: Vec<SituationVue>,
    aujourd_hui: Jour,
    #[prop(optional_no_strip)] actions: Option<Actions>,
) -> impl IntoView {
    let fenetre = Fenetre::de(&situations, aujourd_hui);
    view! {
        <section class="mt-8" aria-labelledby="situations-titre">
            <div class="flex flex-wrap items-baseline justify-between gap-x-4 border-b-2 border-line pb-1">
                <h2 id="situations-titre" class="text-xl font-bold">"Situations d’exercice"</h2>
                {actions
                    .map(|actions| {
                        view! {
                            <a
                                class="ecran-seul inline-flex min-h-11 items-center text-action underline hover:text-action-fort"
                                href=chemin_agir::agir(actions.personne, "ajouter", None)
                            >
                                "Ajouter une situation"
                            </a>
                        }
                    })}
            </div>
            <ol>
                {situations
                    .into_iter()
                    .map(|situation| view! { <Moment situation=situation fenetre=fenetre actions=actions /> })
                    .collect_view()}
            </ol>
        </section>
    }
}

/// The days that the bars span, and today.
#[derive(Clone, Copy)]
struct Fenetre {
    debut: i32,
    fin: i32,
    aujourd_hui: i32,
}

/// How far the bar of a situation without an end goes beyond today, in days.
const SUITE: i32 = 180;

impl Fenetre {
    fn de(situations: &[SituationVue], aujourd_hui: Jour) -> Self {
        let aujourd_hui = aujourd_hui.to_julian_day();
        let debuts = situations.iter().map(|s| s.debut.to_julian_day());
        let fins = situations.iter().filter_map(|s| s.fin).map(Jour::to_julian_day);
        Self {
            debut: debuts.clone().chain([aujourd_hui]).min().unwrap_or(aujourd_hui),
            fin: fins
                .chain(debuts)
                .chain([aujourd_hui])
                .max()
                .unwrap_or(aujourd_hui)
                .max(aujourd_hui)
                + SUITE,
            aujourd_hui,
        }
    }

    /// Where a day stands, in thousandths of the width.
    fn place(self, jour: i32) -> i32 {
        (jour - self.debut) * 1000 / (self.fin - self.debut).max(1)
    }
}

#[component]
fn Moment(
    situation: SituationVue,
    fenetre: Fenetre,
    #[prop(optional_no_strip)] actions: Option<Actions>,
) -> impl IntoView {
    let s = situation;
    let (couleur, etat) = match s.etat {
        EtatSituation::Active => ("text-action", "font-bold text-succes"),
        EtatSituation::AVenir => ("text-control", "font-bold text-action"),
        EtatSituation::Fermee => ("text-soft", "font-bold text-soft"),
    };
    let de = fenetre.place(s.debut.to_julian_day());
    let a = s.fin.map_or(1000, |fin| fenetre.place(fin.to_julian_day() + 1));
    let maintenant = fenetre.place(fenetre.aujourd_hui);
    let periode = periode(&s);
    let fin = match (s.depart_declare, s.motif_fin) {
        (true, Some(motif)) => Some(format!(
            "Départ déclaré par la personne elle-même\u{a0}: {}.",
            minuscule(motif.libelle())
        )),
        (true, None) => Some("Départ déclaré par la personne elle-même.".to_owned()),
        (false, Some(motif)) => Some(format!("Motif de fin\u{a0}: {}.", minuscule(motif.libelle()))),
        (false, None) => None,
    };
    let metier = format!("{} · {}", s.profession_libelle, s.mode.libelle());
    view! {
        <li class="border-b border-line py-4">
            <svg viewBox="0 0 1000 10" preserveAspectRatio="none" class=format!("h-2 w-full {couleur}") aria-hidden="true">
                <rect x="0" y="4" width="1000" height="2" class="fill-line" />
                <rect x=de y="0" width=(a - de).max(8) height="10" fill="currentColor" />
                <rect x=maintenant y="0" width="3" height="10" class="fill-ink" />
            </svg>
            <h3 class="mt-2 text-lg font-bold">{s.etablissement.raison_sociale.clone()}</h3>
            <p>
                <span class=etat>{s.etat.libelle()}</span>
                {format!(" · {periode}")}
            </p>
            {fin.map(|fin| view! { <p>{fin}</p> })}
            <dl class="mt-1">
                <Paire nom=Champ::Role.libelle() valeur=s.role_libelle.clone() />
                <Paire nom=Champ::Profession.libelle() valeur=metier />
                <Paire nom="Adresse" valeur=adresse_courte(&s.etablissement) />
            </dl>
            {actions.map(|actions| view! { <Gestes situation=s actions=actions /> })}
        </li>
    }
}

#[component]
fn Paire(nom: &'static str, valeur: String) -> impl IntoView {
    view! {
        <div class="sm:grid sm:grid-cols-[10rem_1fr] sm:gap-4">
            <dt class="text-soft">{nom}</dt>
            <dd>{valeur}</dd>
        </div>
    }
}

/// « depuis le 01/09/2024 », « du … au … », « à partir du … »
pub(in crate::pages) fn periode(s: &SituationVue) -> String {
    match (s.etat, s.fin) {
        (_, Some(fin)) => format!("du {} au {}", court(s.debut), court(fin)),
        (EtatSituation::AVenir, None) => format!("à partir du {}", court(s.debut)),
        (_, None) => format!("depuis le {}", court(s.debut)),
    }
}

/// What may be done with this situation today.
#[component]
fn Gestes(situation: SituationVue, actions: Actions) -> impl IntoView {
    let Actions { personne, maintenant } = actions;
    let (id, ou) = (situation.id, situation.etablissement.raison_sociale);
    let terminee = situation.etat == EtatSituation::Fermee;
    let rouvrable = situation
        .fermee_le
        .is_some_and(|le| le >= maintenant.plus_days(-DELAI_REOUVERTURE_JOURS));
    let lien = move |acte: &str, texte: &'static str, ou: String| {
        view! {
            <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin_agir::agir(personne, acte, Some(id))>
                {texte} <span class="sr-only">{format!("\u{a0}: {ou}")}</span>
            </a>
        }
    };
    view! {
        <div class="ecran-seul mt-2 flex flex-wrap gap-x-6">
            {(!terminee)
                .then(|| {
                    view! {
                        {lien("modifier", "Modifier", ou.clone())}
                        {lien("fermer", "Fermer", ou.clone())}
                    }
                })}
            {rouvrable
                .then(|| {
                    view! {
                        <form method="post" action=PreparerSituation::url()>
                            <input type="hidden" name="personne" value=personne.to_string() />
                            <input type="hidden" name="acte" value="rouvrir" />
                            <input type="hidden" name="situation" value=id.to_string() />
                            <button class=format!("{LIEN} min-h-11 cursor-pointer")>
                                "Annuler la fermeture" <span class="sr-only">{format!("\u{a0}: {ou}")}</span>
                            </button>
                        </form>
                    }
                })}
        </div>
    }
}
