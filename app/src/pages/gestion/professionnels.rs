//! The registered people of the perimeter, found by name or by RPPS number: nobody has to type a number to begin.

use super::export::LiensExport;
use super::file::{numero_de_page, texte_cherche};
use crate::api::Rechercher;
use crate::components::{BOUTON_SECONDAIRE, Bandeau, LIEN, Pagination, SAISIE, Ton};
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry};
use domain::contact::Mobile;
use domain::date::court;
use domain::identifiant::{IdNatPs, Rpps};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::personne::{Critere, LignePersonne};

/// The page.
#[component]
pub fn Professionnels() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let recherche = texte_cherche().await?;
        let texte = recherche
            .as_ref()
            .map(|(_, texte)| texte.clone())
            .unwrap_or_default();
        let (critere, faux_numero) = critere(&texte);
        let critere = Critere {
            page: numero_de_page(),
            ..critere
        };
        let trouves = registry.chercher_personnes(&gestionnaire, &critere).await?;
        let ajouter = parametre("pour").as_deref() == Some("ajouter");
        let note = recherche.map(|(id, _)| id);
        let titre = if ajouter {
            "Ajouter un enregistrement"
        } else {
            "Professionnels enregistrés"
        };
        let nombre = match trouves.total {
            0 => "Personne ne correspond dans vos établissements.".to_owned(),
            1 => "1 personne".to_owned(),
            n => format!("{n} personnes"),
        };
        let lignes = trouves.lignes;
        Ok(view! {
            <Title text=titre />
            <Onglets ici=Onglet::Demandes />
            <p><a class=LIEN href=chemin::GESTION>"Espace gestionnaire"</a></p>
            <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
            {ajouter.then(|| view! { <Inviter /> })}
            {ajouter.then(|| view! { <super::listes::Invitation /> })}
            <form method="post" action=Rechercher::url() role="search" class="mt-4 flex flex-wrap items-end gap-3">
                <input type="hidden" name="ou" value=if ajouter { "ajouter" } else { "professionnels" } />
                <div class="grow basis-60">
                    <label for="texte" class="block font-bold">"Nom, numéro RPPS ou FINESS, email, mobile"</label>
                    <input id="texte" name="texte" type="search" value=texte class=format!("{SAISIE} w-full") autocomplete="off" />
                </div>
                <button class=BOUTON_SECONDAIRE>"Rechercher"</button>
            </form>
            {faux_numero.then(|| view! { <FauxNumero /> })}
            <p class="mt-6 font-bold" role="status">{nombre}</p>
            <ul class="mt-2 border-t border-line">
                {lignes.into_iter().map(|ligne| view! { <Personne adresse=chemin::fiche(ligne.id) ligne=ligne /> }).collect_view()}
            </ul>
            {(trouves.total > 0).then(|| view! { <LiensExport adresse=move |format| chemin::export_professionnels(note, format) /> })}
            <Pagination page=trouves.page pages=trouves.pages adresse=move |page| if ajouter { chemin::ajouter(note, page) } else { chemin::professionnels(note, page) } />
        })
    })
}

/// What is looked for in what was typed, and whether it is a number that no register holds.
pub fn critere(texte: &str) -> (Critere, bool) {
    let numero_seul = !texte.is_empty() && texte.chars().all(|c| c.is_ascii_digit() || c == ' ');
    let chiffres = texte.chars().filter(char::is_ascii_digit).count();
    let rpps: Option<Rpps> = texte.parse().ok();
    // The beginning of a number finds those that begin so; a whole one has a key.
    let lisible = rpps.is_some()
        || (6..=10).contains(&chiffres)
        || texte.parse::<IdNatPs>().is_ok()
        || texte.parse::<Mobile>().is_ok();
    let critere = Critere {
        texte: (rpps.is_none() && !texte.is_empty()).then(|| texte.to_owned()),
        rpps,
        page: 1,
    };
    (critere, numero_seul && !lisible)
}

/// Not a number.
#[component]
pub(in crate::pages) fn FauxNumero() -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Alerte titre="Ce n’est pas un numéro RPPS">
            "Un numéro RPPS a 11 chiffres, dont le dernier vérifie les autres. Vérifiez la saisie, tapez au moins ses 6 premiers chiffres, ou cherchez par nom."
        </Bandeau>
    }
}

/// Registering somebody new goes through that person's own demande first; otherwise from end to end (J3).
#[component]
fn Inviter() -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Info titre="Cherchez d’abord la personne">
            <p>
                "Une personne n’a qu’un numéro RPPS, pour toute sa vie professionnelle. Si elle n’apparaît pas ici, demandez-lui de faire elle-même sa demande, avec FranceConnect\u{a0}: c’est le plus simple et le plus sûr. "
                <a class=LIEN href=chemin::INVITER>"Invitez-la par email"</a>
                "\u{a0}: vous préparez ce que vous savez du poste, elle complète, et sa demande arrive dans votre file. "
                <a class=LIEN href=chemin::INVITATIONS>"Suivre les invitations envoyées"</a> "."
            </p>
            <p class="mt-2">
                "Elle ne peut pas\u{a0}? Avec sa pièce d’identité sous les yeux, vous pouvez "
                <a class=LIEN href=crate::pages::chemin_agir::ENREGISTRER>"l’enregistrer vous-même"</a> "."
            </p>
        </Bandeau>
    }
}

/// A person found, with their situations.
#[component]
pub(in crate::pages) fn Personne(ligne: LignePersonne, adresse: String) -> impl IntoView {
    view! {
        <li class="relative border-b border-line py-3 hover:bg-surface sm:grid sm:grid-cols-[1fr_1fr] sm:gap-4">
            <div>
                <a href=adresse class="text-lg font-bold text-action underline after:absolute after:inset-0">{ligne.nom}</a>
                <p class="text-soft">{format!("RPPS {} · né(e) le {}", ligne.rpps, court(ligne.date_naissance))}</p>
            </div>
            <ul>
                {ligne
                    .situations
                    .into_iter()
                    .map(|s| {
                        view! {
                            <li>
                                {format!("{} · {}", s.profession_libelle, s.etablissement.raison_sociale)}
                                <span class="text-soft">{format!(" · {}", s.etat.libelle())}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </li>
    }
}
