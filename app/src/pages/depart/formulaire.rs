//! The departure of somebody: when, why, and what it concerns. Everything is ticked; one screen. The summary follows.

use super::confirmation::Confirmation;
use super::meme::{Questions, Qui};
use super::{AttendUneDemande, Chemin, PIED, demandes};
use crate::api::PreparerDepart;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, ResumeErreurs, SAISIE, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::gestion::ChampsFermeture;
use crate::pages::professionnel::{ErreurEnvoi, titre};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, saisie_notee, segment, session};
use domain::date::{Jour, court};
use domain::ids::{CompteId, PersonneId, RechercheId};
use domain::saisie::{Erreurs, SaisieFermeture};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::ActeError;
use registry::depart::{Collegue, HabilitationDepart, Homonyme, PreparationDepart, SaisieDepart};
use registry::personne::SituationVue;

/// The page: the form, or the summary of what was filled in.
#[component]
pub fn Partir() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let designateur = session().and_then(|session| session.designateur().ok());
        let (registry, d) = (registry(), designateur.as_ref());
        let id: PersonneId = segment("personne")?;
        let preparation = registry.preparer_depart(&gestionnaire, d, id).await?;
        let etat = crate::pages::gestion::Etat::lire(&gestionnaire, id).await?;
        let libre = etat.libre();
        // Said here in the words of a departure: it may be urgent (R51). Nobody decides on their own (R38).
        let demande = if registry.est_sa_fiche(&gestionnaire, id).await? {
            None
        } else {
            registry.demande_en_cours(&gestionnaire, id).await?
        };
        let note = parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok());
        let saisie = match note {
            Some(note) => saisie_notee::<SaisieDepart>(note).await?,
            None => None,
        };
        let apercu = match &saisie {
            Some(saisie) if libre => Some(registry.apercu_depart(&gestionnaire, d, id, saisie).await),
            _ => None,
        };
        let confirmer = parametre("etape").as_deref() == Some("confirmer");
        Ok(match (apercu, note) {
            (Some(Ok(apercu)), Some(note)) if confirmer => {
                let intention = registry.intention_de_depart();
                view! { <Confirmation personne=id apercu=apercu note=note intention=intention /> }.into_any()
            }
            (apercu, _) => {
                let refus = apercu.and_then(Result::err);
                let perdu = note.is_some() && saisie.is_none();
                let aujourd_hui = registry.aujourd_hui();
                view! {
                    <Formulaire
                        preparation=preparation
                        saisie=saisie
                        refus=refus
                        perdu=perdu
                        aujourd_hui=aujourd_hui
                        libre=libre
                        empechement=match demande {
                            Some((id, reference)) => view! { <AttendUneDemande id=id reference=reference /> }.into_any(),
                            None => etat.afficher().into_any(),
                        }
                    />
                }
                .into_any()
            }
        })
    })
}

#[component]
fn Formulaire(
    preparation: PreparationDepart,
    saisie: Option<SaisieDepart>,
    refus: Option<ActeError>,
    perdu: bool,
    aujourd_hui: Jour,
    libre: bool,
    empechement: AnyView,
) -> impl IntoView {
    let fiche = &preparation.fiche;
    let (id, rpps) = (fiche.id, fiche.rpps.to_string());
    let nom = format!("{} {}", fiche.prenom_exercice, fiche.nom_exercice);
    let (erreurs, refus) = match refus {
        Some(ActeError::Invalide(erreurs)) => (Some(erreurs), None),
        Some(ActeError::SansChangement) => (
            None,
            Some(
                "Il n’y a rien à faire\u{a0}: rien n’est coché, ou ce qui l’est est déjà fermé, retiré ou prévu à cette date par un départ enregistré. La liste des départs le montre."
                    .to_owned(),
            ),
        ),
        Some(autre) => (None, Some(autre.to_string())),
        None => (None, None),
    };
    let rien = preparation.situations.is_empty()
        && preparation.habilitations.is_empty()
        && preparation.homonymes.is_empty();
    // Nothing to close and nothing to withdraw: the question alone, which needs neither a day nor a motif.
    let question_seule = preparation.situations.is_empty()
        && preparation.habilitations.is_empty()
        && !preparation.homonymes.is_empty();
    let question = format!("Départ de {nom}");
    view! {
        <Title text=titre("Départ", erreurs.as_ref()) />
        <Chemin />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold">{question}</h1>
            <p class="text-soft">{format!("RPPS {rpps}")}</p>
            {perdu
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Ce qui avait été préparé n’a pas été retrouvé">
                            "C’était pendant une session qui s’est terminée. Rien n’a été modifié\u{a0}: recommencez ici."
                        </Bandeau>
                    }
                })}
            {refus.map(|refus| view! { <Bandeau ton=Ton::Erreur titre="Rien n’a été modifié">{refus}</Bandeau> })}
            {empechement}
            {if rien {
                view! {
                    <p class="mt-6">
                        "Cette personne n’a plus de situation ouverte ni d’habilitation dans vos établissements\u{a0}: il n’y a rien à fermer."
                    </p>
                    <p class="mt-6"><a class=BOUTON_SECONDAIRE href=chemin::DEPARTS>"Revenir aux départs"</a></p>
                }
                    .into_any()
            } else if libre && question_seule {
                let qui = Qui {
                    personne: id,
                    nom,
                    depart: None,
                    prevu: false,
                };
                view! {
                    <p class="mt-6">
                        "Cette personne n’a plus de situation ouverte dans vos établissements. Une habilitation porte encore son nom\u{a0}: est-ce la même personne\u{a0}?"
                    </p>
                    <Questions qui=qui cartes=preparation.homonymes />
                    <p class="mt-6"><a class=BOUTON_SECONDAIRE href=chemin::DEPARTS>"Revenir aux départs"</a></p>
                }
                    .into_any()
            } else if libre {
                view! { <Champs id=id preparation=preparation saisie=saisie erreurs=erreurs aujourd_hui=aujourd_hui /> }.into_any()
            } else {
                view! { <p class="mt-6"><a class=BOUTON_SECONDAIRE href=chemin::DEPARTS>"Revenir aux départs"</a></p> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Champs(
    id: PersonneId,
    preparation: PreparationDepart,
    saisie: Option<SaisieDepart>,
    erreurs: Option<Erreurs>,
    aujourd_hui: Jour,
) -> impl IntoView {
    let PreparationDepart {
        situations,
        habilitations,
        homonymes,
        en_main,
        collegues,
        ..
    } = preparation;
    // Today and everything ticked: the commonest departure takes a motif and two taps.
    let saisie = saisie.unwrap_or_else(|| SaisieDepart {
        fermeture: ce_jour(aujourd_hui),
        situations: situations.iter().map(|s| s.id).collect(),
        habilitations: true,
        collegue: None,
        // Only somebody who knows says it.
        memes: Vec::new(),
    });
    let aussi = !homonymes.is_empty();
    let titulaire = !habilitations.is_empty() || en_main > 0 || aussi;
    view! {
        <FormulaireVivant genre=Genre::Simple>
            <form method="post" action=PreparerDepart::url() novalidate>
                <ResumeErreurs erreurs=erreurs.clone() />
                <ErreurEnvoi />
                <input type="hidden" name="personne" value=id.to_string() />
                <ChampsFermeture saisie=saisie.fermeture.clone() erreurs=erreurs />
                <Situations situations=situations choisies=saisie.situations.clone() />
                <Habilitations habilitations=habilitations retirer=saisie.habilitations />
                <Homonymes homonymes=homonymes choisis=saisie.memes.clone() />
                {titulaire.then(|| view! { <EnMain nombre=en_main aussi=aussi collegues=collegues choisi=saisie.collegue /> })}
                <div class=PIED>
                    <button class=format!("{BOUTON} grow sm:grow-0")>"Voir le résumé"</button>
                    <a class=BOUTON_SECONDAIRE href=chemin::DEPARTS>"Abandonner"</a>
                </div>
            </form>
        </FormulaireVivant>
    }
}

fn ce_jour(jour: Jour) -> SaisieFermeture {
    SaisieFermeture {
        fin_jour: jour.day().to_string(),
        fin_mois: u8::from(jour.month()).to_string(),
        fin_annee: jour.year().to_string(),
        motif_fin: String::new(),
    }
}

/// A box to tick among others, the whole line under the thumb.
#[component]
fn Coche(nom: &'static str, id: String, valeur: String, coche: bool, children: Children) -> impl IntoView {
    let pour = id.clone();
    view! {
        <label
            for=pour
            class="flex min-h-11 cursor-pointer items-start gap-3 rounded-md border border-line p-3 has-checked:border-action has-checked:bg-info-fond"
        >
            <input id=id type="checkbox" name=nom value=valeur checked=coche class="mt-0.5 size-5 shrink-0 accent-action" />
            <span>{children()}</span>
        </label>
    }
}

#[component]
fn Situations(situations: Vec<SituationVue>, choisies: Vec<domain::ids::SituationId>) -> impl IntoView {
    if situations.is_empty() {
        return view! { <p class="mt-6">"Aucune situation ouverte dans vos établissements."</p> }.into_any();
    }
    view! {
        <fieldset class="mt-6">
            <legend class="font-bold">"Situations à fermer"</legend>
            <p class="text-soft">"Décochez celles où la personne reste. Ailleurs que dans vos établissements, rien ne change."</p>
            <div class="mt-2 grid gap-2">
                {situations
                    .into_iter()
                    .enumerate()
                    .map(|(rang, s)| {
                        let depuis = match s.fin {
                            Some(fin) => format!("jusqu’au {}", court(fin)),
                            None => format!("depuis le {}", court(s.debut)),
                        };
                        view! {
                            <Coche
                                nom="situations[]"
                                id=format!("situation-{rang}")
                                valeur=s.id.to_string()
                                coche=choisies.contains(&s.id)
                            >
                                <span class="block font-bold">{s.etablissement.raison_sociale}</span>
                                <span class="block text-soft">{format!("{}, {depuis}", s.role_libelle)}</span>
                            </Coche>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

/// « Gestionnaire, EHPAD LES TILLEULS », whose it was said to be, and the departure that withdraws it already.
pub(super) fn en_mots(h: &HabilitationDepart) -> String {
    let nom = match &h.au_nom_de {
        Some(nom) => format!(", au nom de {nom}"),
        None => String::new(),
    };
    let prevue = match h.prevue {
        Some(fin) => format!(" (retrait déjà prévu après le {})", court(fin)),
        None => String::new(),
    };
    format!("{}, {}{nom}{prevue}", h.genre.libelle(), h.structure)
}

#[component]
fn Habilitations(habilitations: Vec<HabilitationDepart>, retirer: bool) -> impl IntoView {
    let (siennes, autres): (Vec<_>, Vec<_>) = habilitations.into_iter().partition(|h| h.retirable);
    // One that a departure withdraws already asks nothing of anybody.
    let autres: Vec<_> = autres.into_iter().filter(|h| h.prevue.is_none()).collect();
    let phrase = siennes.iter().map(en_mots).collect::<Vec<_>>().join("\u{a0}; ");
    view! {
        {(!siennes.is_empty())
            .then(|| {
                view! {
                    <fieldset class="mt-6">
                        <legend class="font-bold">"Habilitation à retirer"</legend>
                        <div class="mt-2 grid gap-2">
                            <Coche nom="habilitations" id="habilitations".to_owned() valeur="on".to_owned() coche=retirer>
                                <span class="block font-bold">{phrase}</span>
                                <span class="block text-soft">
                                    "Retirée à la confirmation, ou au lendemain du dernier jour s’il est à venir."
                                </span>
                            </Coche>
                        </div>
                    </fieldset>
                }
            })}
        {(!autres.is_empty()).then(|| view! { <Laissees habilitations=autres /> })}
    }
}

/// Cards that bear no number, under the same name: only somebody who knows says whose they are.
#[component]
fn Homonymes(homonymes: Vec<Homonyme>, choisis: Vec<CompteId>) -> impl IntoView {
    if homonymes.is_empty() {
        return ().into_any();
    }
    view! {
        <fieldset class="mt-6">
            <legend class="font-bold">"Habilitation au même nom, à vérifier"</legend>
            <p class="text-soft">
                "Une carte de structure ne porte pas de numéro RPPS\u{a0}: rien ne dit de qui elle est. Cochez si c’est la même personne\u{a0}: son habilitation est retirée avec le reste, et le lien est gardé."
            </p>
            <div class="mt-2 grid gap-2">
                {homonymes
                    .into_iter()
                    .enumerate()
                    .map(|(rang, homonyme)| {
                        let coche = choisis.contains(&homonyme.compte);
                        let question = format!(
                            "Une habilitation au nom de {}\u{a0}: est-ce la même personne\u{a0}?",
                            homonyme.nom,
                        );
                        let droits = homonyme.habilitations.iter().map(en_mots).collect::<Vec<_>>().join("\u{a0}; ");
                        let suite = if homonyme.habilitations.iter().all(|h| h.retirable) {
                            ""
                        } else {
                            ". Seul le représentant légal peut la retirer\u{a0}: il en sera prévenu."
                        };
                        view! {
                            <Coche nom="memes[]" id=format!("meme-{rang}") valeur=homonyme.compte.to_string() coche=coche>
                                <span class="block font-bold">{question}</span>
                                <span class="block text-soft">{droits}{suite}</span>
                            </Coche>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

/// The rights that such cards keep, as a list.
pub(super) fn droits_au_meme_nom(homonymes: &[Homonyme]) -> AnyView {
    let lignes: Vec<String> = homonymes
        .iter()
        .map(|homonyme| {
            let droits: Vec<String> = homonyme.habilitations.iter().map(en_mots).collect();
            format!("{}\u{a0}: {}", homonyme.nom, droits.join("\u{a0}; "))
        })
        .collect();
    view! { <ul class="list-disc pl-5">{lignes.into_iter().map(|ligne| view! { <li>{ligne}</li> }).collect_view()}</ul> }
        .into_any()
}

/// What only the head of the structure may withdraw.
#[component]
pub(super) fn Laissees(habilitations: Vec<HabilitationDepart>) -> impl IntoView {
    view! {
        <Bandeau ton=Ton::Alerte titre="Son habilitation doit être retirée par le représentant légal">
            <ul class="list-disc pl-5">
                {habilitations.iter().map(|h| view! { <li>{en_mots(h)}</li> }).collect_view()}
            </ul>
            <p class="mt-1">
                "Ce départ ne la retire pas. Le représentant légal en est prévenu par email s’il a donné une adresse, et le départ reste signalé dans la liste. Le droit d’un représentant légal s’arrête avec son contrat."
            </p>
        </Bandeau>
    }
}

#[component]
fn EnMain(nombre: usize, aussi: bool, collegues: Vec<Collegue>, choisi: Option<CompteId>) -> impl IntoView {
    let phrase = match nombre {
        0 => "Elle n’a aucune demande en main aujourd’hui. Ce qu’elle prendrait d’ici son départ sera confié de même.".to_owned(),
        n if aussi => format!("Elle a {} en main, avec l’habilitation au même nom.", demandes(n)),
        n => format!("Elle a {} en main.", demandes(n)),
    };
    view! {
        <div class="mt-6">
            <label for="collegue" class="block font-bold">"À qui confier ce qu’elle a en main"</label>
            <p id="collegue-aide" class="text-soft">{phrase}</p>
            <select id="collegue" name="collegue" class=format!("{SAISIE} mt-1 w-full cursor-pointer") aria-describedby="collegue-aide">
                <option value="">"À personne\u{a0}: tout revient dans la file"</option>
                {collegues
                    .into_iter()
                    .map(|collegue| {
                        let choisie = choisi == Some(collegue.compte);
                        view! { <option value=collegue.compte.to_string() selected=choisie>{collegue.nom}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
