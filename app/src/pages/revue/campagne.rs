//! One campaign: how far it is, by establishment, its people, the parts entrusted to others, and its end.

use super::partages::Partages;
use super::personnes::{Choix, Personnes};
use super::{Progres, avant_cloture, reviseur};
use crate::api::TerminerRevue;
use crate::components::{BOUTON, Bandeau, LIEN, Ton};
use crate::islands::RevueVivante;
use crate::pages::avis_adresse::adresse_des_rappels;
use crate::pages::structure::{Onglet, Onglets};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{parametre, registry, saisie_notee};
use domain::date::{Instant, long};
use domain::identifiant::Finess;
use domain::ids::RechercheId;
use domain::revue::{EtatRevue, personnes};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::revue::{PartRevue, RevueVue, VueRevue};

/// The page.
#[component]
pub fn Revue() -> impl IntoView {
    page(async move {
        let reviseur = reviseur().await?;
        let registry = registry();
        // Before anything is read: what comes meanwhile is new to whoever reads.
        let vu_le = registry.now();
        let revue = registry.revue(&reviseur).await?;
        if revue.etat == EtatRevue::Attestee {
            return Err(Sortie::Vers(chemin::attestation_revue(revue.id)));
        }
        let finess: Option<Finess> = parametre("eg").and_then(|eg| eg.parse().ok());
        let vue = VueRevue::lire(&parametre("vue").unwrap_or_default());
        let demandee = parametre("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let page = registry
            .lignes_revue(&reviseur, finess.as_ref(), vue, demandee)
            .await?;
        let lien: Option<(String, String)> =
            match parametre("lien").and_then(|note| note.parse::<RechercheId>().ok()) {
                Some(note) => saisie_notee(note).await?,
                None => None,
            };
        let fait = parametre("fait").unwrap_or_default();
        let arrivees = match depuis(&fait) {
            Some(depuis) => Some(
                registry
                    .nouveaux_en_revue(&reviseur, finess.as_ref(), depuis)
                    .await?,
            ),
            None => None,
        };
        let passee = revue.echeance < registry.aujourd_hui();
        let rappels = adresse_des_rappels("d’une revue à faire").await?;
        let choix = Choix {
            revue: revue.id,
            vu_le,
            arrivees,
            eg: finess.map(|f| f.to_string()).unwrap_or_default(),
            vue,
        };
        let n = registry.nomenclatures();
        let aujourd_hui = registry.aujourd_hui();
        let tete = reviseur.est_tete();
        let titre = format!("Revue des accès\u{a0}: {}", revue.nom);
        let avancement = revue.avancement;
        let id = revue.id.to_string();
        let restantes = restantes(&revue, &choix.eg);
        let (parts, du_choix) = (revue.parts.clone(), choix.clone());
        Ok(view! {
            <Title text=titre.clone() />
            {tete.then(|| view! { <Onglets ici=Onglet::Revues /> })}
            {tete.then(|| view! { <p><a class=LIEN href=chemin::REVUES>"Revues des accès"</a></p> })}
            <h1 class="mt-2 text-3xl font-bold">{titre}</h1>
            <p class="mt-2">
                {format!("Ouverte le {}, à faire avant le {}.", long(revue.ouverte_le.jour_paris()), long(revue.echeance))}
            </p>
            {passee.then(|| view! { <p class="mt-1">{avant_cloture(revue.echeance)}</p> })}
            {rappels}
            <Fait fait=fait.clone() />
            <RevueVivante
                revue=id
                faites=avancement.repondues()
                total=avancement.total
                phrase=avancement.phrase()
            >
                {(parts.len() > 1).then(|| view! { <Parts parts=parts choix=du_choix /> })}
                <Personnes choix=choix restantes=restantes page=page n=n aujourd_hui=aujourd_hui />
            </RevueVivante>
            {tete
                .then(|| {
                    view! {
                        <Partages revue=revue.id parts=revue.parts.clone() lien=lien />
                        <Terminer revue=revue sans_reponse=fait == "sans-reponse" />
                    }
                })}
        }
        .into_any())
    })
}

/// Since when people are new to whoever reads, after a confirmation that was not taken.
fn depuis(fait: &str) -> Option<Instant> {
    let depuis = parametre("depuis").filter(|_| fait == "arrivees")?;
    depuis.parse().ok().map(Instant::from_millis)
}

/// People without an answer, in one establishment or everywhere (`finess` is then empty).
fn restantes(revue: &RevueVue, finess: &str) -> i64 {
    revue
        .parts
        .iter()
        .filter(|part| finess.is_empty() || part.finess.as_str() == finess)
        .map(|part| part.avancement.restantes())
        .sum()
}

/// What the previous act did.
#[component]
fn Fait(fait: String) -> impl IntoView {
    let (ton, titre, texte) = match fait.as_str() {
        "reponses" => (
            Ton::Succes,
            "Les réponses sont enregistrées",
            "Les personnes dont la situation change sont prévenues par email. Une réponse se change jusqu’à la fin de la revue.",
        ),
        "confiee" => (
            Ton::Succes,
            "La part est confiée",
            "Cette personne peut répondre pour son établissement dès maintenant, et pour rien d’autre.",
        ),
        "refusee" => (
            Ton::Info,
            "La demande est refusée",
            "Cette personne ne voit rien.",
        ),
        "partage-retire" => (
            Ton::Succes,
            "Le partage est retiré",
            "Le lien ne sert plus à rien. Les réponses déjà données restent.",
        ),
        _ => return None,
    };
    Some(view! { <Bandeau ton=ton titre=titre>{texte}</Bandeau> })
}

/// The establishments: each leads to its own people.
#[component]
fn Parts(parts: Vec<PartRevue>, choix: Choix) -> impl IntoView {
    let choisi = choix.eg.clone();
    view! {
        <section class="mt-6">
            <h2 class="text-xl font-bold">"Par établissement"</h2>
            <ul class="mt-2 max-w-lecture border-t border-line">
                {std::iter::once((String::new(), "Tous les établissements".to_owned(), None))
                    .chain(
                        parts
                            .into_iter()
                            .map(|part| (part.finess.to_string(), part.nom, Some(part.avancement))),
                    )
                    .map(|(finess, nom, avancement)| {
                        let ici = finess == choisi;
                        let adresse = chemin::lignes_revue(choix.revue, &finess, choix.vue, 1);
                        view! {
                            <li class="flex flex-wrap items-center justify-between gap-x-4 border-b border-line">
                                <a
                                    class=if ici {
                                        "inline-flex min-h-11 items-center font-bold text-ink no-underline"
                                    } else {
                                        "inline-flex min-h-11 items-center text-action underline hover:text-action-fort"
                                    }
                                    href=adresse
                                    aria-current=ici.then_some("true")
                                >
                                    {nom}
                                </a>
                                {avancement
                                    .map(|a| {
                                        let fini = if a.est_complete() { "Terminé · " } else { "" };
                                        view! { <span class="text-soft">{format!("{fini}{} sur {}", a.repondues(), a.total)}</span> }
                                    })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// The end: only when nobody is left, or knowing who is.
#[component]
fn Terminer(revue: RevueVue, sans_reponse: bool) -> impl IntoView {
    let restantes = revue.avancement.restantes();
    let les = if restantes > 1 { "les" } else { "la" };
    let laisser = if restantes > 1 {
        "Je laisse de côté les personnes sans réponse"
    } else {
        "Je laisse de côté la personne sans réponse"
    };
    let droits = match revue.droits_gardes {
        0 => None,
        1 => Some("1\u{a0}personne partie garde une habilitation".to_owned()),
        n => Some(format!("{n}\u{a0}personnes parties gardent une habilitation")),
    };
    let changements = chemin::lignes_revue(revue.id, "", VueRevue::Changements, 1);
    let texte = if restantes > 0 {
        format!(
            "Il reste {} sans réponse. Vous pouvez terminer en {les} laissant de côté\u{a0}: l’attestation {les} nommera.",
            personnes(restantes)
        )
    } else {
        "Chacun a une réponse. L’attestation dira la date, qui a répondu et ce qui a changé\u{a0}; ensuite, rien ne change plus."
            .to_owned()
    };
    view! {
        <section id="terminer" tabindex="-1" class="mt-10 max-w-lecture border-t border-line pt-6">
            <h2 class="text-xl font-bold">"Terminer la revue"</h2>
            <Progres avancement=revue.avancement id="progres-fin".to_owned() />
            {sans_reponse
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Erreur titre="La revue n’est pas terminée">
                            "Des personnes n’ont pas encore de réponse. Répondez pour elles, ou cochez la case pour les laisser de côté."
                        </Bandeau>
                    }
                })}
            {droits
                .map(|titre| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre=titre>
                            "Fermer une situation ne retire aucune habilitation. Terminez le départ depuis la ligne de la personne\u{a0}: "
                            <a class=LIEN href=changements>"voir les départs de cette revue"</a> "."
                        </Bandeau>
                    }
                })}
            <p class="mt-2">{texte}</p>
            <form method="post" action=TerminerRevue::url() class="mt-2">
                <input type="hidden" name="revue" value=revue.id.to_string() />
                {(restantes > 0)
                    .then(|| {
                        view! {
                            <label class="flex min-h-11 cursor-pointer items-start gap-3 py-2">
                                <input type="checkbox" name="laisser" value="on" class="mt-0.5 size-5 shrink-0 accent-action" />
                                <span>{laisser}</span>
                            </label>
                        }
                    })}
                <button class=BOUTON>"Terminer et attester"</button>
            </form>
        </section>
    }
}
