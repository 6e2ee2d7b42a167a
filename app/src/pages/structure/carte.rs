//! One card of a structure, with what can be done of it: it came, the next one came, it is that person's, it is cancelled.

use super::champs::Liste;
use super::{Essai, LigneTexte, TroisCases};
use crate::api::{AnnulerCarte, AttribuerCarte, RecevoirCarte};
use crate::components::{BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, LIEN};
use crate::pages::chemin;
use crate::requete::registry;
use domain::date::court;
use domain::structure::{Alerte, GenreCarte};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::structure::{CarteVue, Titulaire};
use std::sync::Arc;

/// Where a card stands, in a few words.
fn etat(carte: &CarteVue) -> String {
    match (carte.recue_le, carte.expire_le, carte.alerte) {
        (_, Some(fin), Some(Alerte::Expiree)) => format!("Expirée le {}\u{a0}: droits suspendus", court(fin)),
        (Some(_), Some(fin), _) => {
            let suivante = carte
                .renouvelee_le
                .map(|le| format!(", la suivante arrive vers le {}", court(le)))
                .unwrap_or_default();
            format!("Valable jusqu’au {}{suivante}", court(fin))
        }
        _ => match carte.commandee_le {
            Some(le) => format!("Commandée le {}, pas encore reçue", court(le)),
            None => "Pas encore reçue".to_owned(),
        },
    }
}

/// Somebody to choose in a list.
pub(super) fn choix(titulaire: &Titulaire) -> (String, String) {
    (titulaire.compte.to_string(), titulaire.nom.clone())
}

/// A card, with what can be done of it.
#[component]
pub(super) fn UneCarte(
    carte: CarteVue,
    structure: String,
    titulaires: Arc<Vec<Titulaire>>,
    essai: Essai,
    /// whoever reads holds the cards: they head the structure
    tient: bool,
) -> impl IntoView {
    let etat = etat(&carte);
    let numero = carte.numero.clone().map(|numero| format!(" · {numero}"));
    let comment = carte
        .formulaire
        .map(|formulaire| format!(" · {}", formulaire.libelle()));
    let du_dirigeant = carte.genre == GenreCarte::Cde;
    let a_personne = !du_dirigeant && carte.sans_titulaire;
    let tient = tient && !du_dirigeant;
    view! {
        <li class="border-b border-line py-4">
            <h2 class="font-bold">{carte.nom.clone()}</h2>
            <p class="text-soft">{carte.genre.libelle()} {comment} {numero}</p>
            <p class="mt-1">{etat}</p>
            {du_dirigeant.then(|| view! { <p class="mt-1 text-soft">"Enregistrée par le support du répertoire, qui enregistre aussi la suivante."</p> })}
            {a_personne.then(|| view! { <p class="mt-1 text-soft">"Elle n’est encore à aucun gestionnaire : elle ne porte aucun droit."</p> })}
            {tient.then(|| reception(&carte, &structure, &essai))}
            {(tient && a_personne).then(|| attribution(&carte, &structure, &titulaires, &essai))}
            {tient.then(|| annulation(&carte, structure))}
        </li>
    }
}

/// Which card a form is about.
fn de_la_carte(carte: &CarteVue, structure: String) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="structure" value=structure />
        <input type="hidden" name="carte" value=carte.id.to_string() />
        <input type="hidden" name="version" value=carte.version.to_string() />
    }
}

/// It came; once it did, the next one will, which nobody orders and which is worth nothing until it is recorded (R48).
fn reception(carte: &CarteVue, structure: &str, essai: &Essai) -> impl IntoView + use<> {
    let suivante = carte.recue_le.is_some();
    let id = carte.id.to_string();
    let essai = essai.de(&id);
    let aujourd_hui = registry().aujourd_hui();
    let identifiant = (carte.sans_titulaire && !suivante).then(|| {
        view! {
            <LigneTexte
                nom="identifiant"
                de=id.clone()
                libelle="Identifiant national de la carte (facultatif)"
                aide="Il reliera la carte à la personne dès qu’elle sera désignée : 8 suivi du numéro RPPS, ou 3 suivi du numéro FINESS, d’une barre et d’un numéro (3010000255/000123)."
                essai=essai.clone()
            />
        }
    });
    let aide =
        essai.numero_a_recopier("Imprimé sur la carte. Seuls ses quatre derniers chiffres seront montrés.");
    view! {
        <details class="mt-2" open=essai.existe()>
            <summary class=BOUTON_SECONDAIRE>{if suivante { "La carte suivante est arrivée" } else { "La carte est arrivée" }} <span class="sr-only">{format!("\u{a0}: {}", carte.nom)}</span></summary>
            <form method="post" action=RecevoirCarte::url() novalidate>
                {de_la_carte(carte, structure.to_owned())}
                {suivante
                    .then(|| {
                        view! {
                            <input type="hidden" name="suivante" value="on" />
                            <p class="mt-3 max-w-lecture">"Elle prend la place de celle-ci, et les droits de la personne vont jusqu’à son dernier jour."</p>
                        }
                    })}
                <LigneTexte nom="numero" de=id.clone() libelle="Numéro de la carte" aide=aide essai=essai.clone() chiffres=true />
                {identifiant}
                <TroisCases prefixe="date" de=id.clone() libelle="Reçue le" essai=essai.clone() defaut=Some(aujourd_hui) />
                <TroisCases prefixe="expire" de=id libelle="Dernier jour de validité (facultatif)" aide="Sans réponse : trois ans après la réception." essai=essai.clone() />
                <button class=format!("{BOUTON} mt-4")>"Enregistrer cette carte"</button>
            </form>
        </details>
    }
}

/// Whose it is, when it was ordered for somebody who was not known yet.
fn attribution(
    carte: &CarteVue,
    structure: &str,
    titulaires: &[Titulaire],
    essai: &Essai,
) -> impl IntoView + use<> {
    let objet = format!("attribution-{}", carte.id);
    let essai = essai.de(&objet);
    let nom = format!("\u{a0}: {}", carte.nom);
    let personnes: Vec<_> = std::iter::once((String::new(), "Choisissez une personne".to_owned()))
        .chain(titulaires.iter().map(choix))
        .collect();
    let ouvert = essai.existe();
    let corps = if titulaires.is_empty() {
        view! {
            <p class="max-w-lecture">
                "Désignez d’abord la personne dans " <a class=LIEN href=chemin::HABILITATIONS>"Gestionnaires et mandataires"</a>
                ", puis revenez dire que cette carte est la sienne."
            </p>
        }
        .into_any()
    } else {
        view! {
            <p class="max-w-lecture">"Ses droits sur la structure iront jusqu’au dernier jour de la carte."</p>
            <form method="post" action=AttribuerCarte::url() novalidate>
                {de_la_carte(carte, structure.to_owned())}
                <Liste nom="titulaire" de=objet libelle="Cette carte est celle de" options=personnes essai=essai />
                <button class=format!("{BOUTON} mt-4")>"Attribuer cette carte"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <details class="mt-2" open=ouvert>
            <summary class="inline-flex min-h-11 cursor-pointer items-center text-action underline">
                "Dire de qui est cette carte" <span class="sr-only">{nom}</span>
            </summary>
            {corps}
        </details>
    }
}

fn annulation(carte: &CarteVue, structure: String) -> impl IntoView + use<> {
    let suite = match (carte.recue_le, carte.sans_titulaire) {
        (None, _) => "La commande sera oubliée.",
        (Some(_), true) => "Elle ne porte aucun droit.",
        (Some(_), false) => {
            "Les droits que cette carte porte seront suspendus aussitôt, sauf si la personne a ici une autre carte valable."
        }
    };
    view! {
        <details class="mt-2">
            <summary class="inline-flex min-h-11 cursor-pointer items-center text-action underline">
                "Annuler cette carte" <span class="sr-only">{format!("\u{a0}: {}", carte.nom)}</span>
            </summary>
            <p class="max-w-lecture">"Perdue, volée, ou notée par erreur. " {suite}</p>
            <form method="post" action=AnnulerCarte::url() class="mt-2">
                {de_la_carte(carte, structure)}
                <button class=BOUTON_DANGER>"Annuler la carte"</button>
            </form>
        </details>
    }
}
