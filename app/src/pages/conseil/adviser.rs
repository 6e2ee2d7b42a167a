//! The adviser: six questions, one of them optional, an answer with its reasons (R1–R11), the rôle that fits and what it opens (R25).

use super::categorie::{Categorie, secteur_de};
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, ListeConstats, SAISIE, Ton};
use crate::pages::aide::RELU_LE;
use crate::pages::chemin;
use crate::pages::chemin_agir::MA_FICHE;
use crate::requete::{parametre, registry, session};
use domain::eligibilite::conseil::{Metier, Numero, Reponses, Verdict, cle_ailleurs, comparer, conseiller};
use domain::etablissement::Secteur;
use domain::nomenclature::{CodeRole, Nomenclatures, Role};
use domain::texte::majuscule;
use leptos::prelude::*;
use leptos_meta::Title;

/// What the address says was answered.
#[derive(Clone, Default)]
struct Choix {
    besoin: String,
    numero: String,
    secteur: String,
    categorie: String,
    metier: String,
    role: String,
}

impl Choix {
    fn de_l_adresse() -> Self {
        let lire = |nom| parametre(nom).unwrap_or_default();
        Self {
            besoin: lire("besoin"),
            numero: lire("numero"),
            secteur: lire("secteur"),
            categorie: lire("categorie"),
            metier: lire("metier"),
            role: lire("role"),
        }
    }

    fn rien(&self) -> bool {
        [
            &self.besoin,
            &self.numero,
            &self.secteur,
            &self.categorie,
            &self.metier,
            &self.role,
        ]
        .iter()
        .all(|valeur| valeur.is_empty())
    }
}

/// The page.
#[component]
pub fn Conseil() -> impl IntoView {
    let nomenclatures = registry().nomenclatures();
    let choix = Choix::de_l_adresse();
    let titre = "Suis-je concerné, et quel rôle choisir\u{a0}?";
    view! {
        <Title text=titre />
        <div class="max-w-lecture">
            <h1 class="text-3xl font-bold">{titre}</h1>
            <p class="mt-3">
                "Six questions, dont une facultative, sans vous connecter. Vos réponses ne sont pas gardées. Répondez à ce que vous savez\u{a0}: le reste peut attendre."
            </p>
        </div>
        {(!choix.rien()).then(|| view! { <Reponse choix=choix.clone() nomenclatures=&nomenclatures /> })}
        <Questions choix=choix nomenclatures=&nomenclatures />
    }
}

#[component]
fn Questions<'a>(choix: Choix, nomenclatures: &'a Nomenclatures) -> impl IntoView + use<> {
    let besoins = [
        (
            "oui",
            "Oui\u{a0}: des données de santé, ou une messagerie sécurisée à mon nom",
        ),
        (
            "non",
            "Non\u{a0}: seulement des données administratives ou de ressources humaines",
        ),
    ];
    let numeros = [
        (Numero::Non, "Non"),
        (
            Numero::Oui,
            "Oui\u{a0}: j’en ai reçu un, j’ai une carte CPS ou une e-CPS",
        ),
        (Numero::Inconnu, "Je ne sais pas"),
    ]
    .map(|(numero, libelle)| (numero.code(), libelle));
    let secteurs = [
        (
            Secteur::MedicoSocial,
            "Social ou médico-social (EHPAD, foyer, SAVS, SSIAD, aide à domicile, MDPH, DAC…)",
        ),
        (Secteur::Sanitaire, "Hôpital, clinique, centre de santé"),
        (Secteur::Officine, "Pharmacie de ville"),
        (Secteur::Inconnu, "Autre, ou je ne sais pas"),
    ]
    .map(|(secteur, libelle)| (secteur.code(), libelle));
    let mut metiers: Vec<(String, String)> = nomenclatures
        .professions
        .iter()
        .filter(|profession| profession.proposee || !profession.active)
        .map(|profession| (profession.code.to_string(), profession.libelle.clone()))
        .collect();
    metiers.sort_by_key(|(_, libelle)| domain::texte::cle(libelle));
    let mut ailleurs: Vec<(String, String)> = nomenclatures
        .non_eligibles
        .iter()
        .map(|autre| (cle_ailleurs(autre), majuscule(&autre.libelle)))
        .collect();
    ailleurs.sort_by_key(|(_, libelle)| domain::texte::cle(libelle));
    let groupe = |titre: &'static str, options: Vec<(String, String)>, choisi: String| {
        view! {
            <optgroup label=titre>
                {options
                    .into_iter()
                    .map(|(valeur, libelle)| {
                        let selected = valeur == choisi;
                        view! { <option value=valeur selected=selected>{libelle}</option> }
                    })
                    .collect_view()}
            </optgroup>
        }
    };
    let roles = nomenclatures
        .roles
        .iter()
        .map(|role| (role.code.to_string(), role.court.clone(), role.exemples.clone()))
        .collect::<Vec<_>>();
    view! {
        <form method="get" action=chemin::CONSEIL class="mt-6 max-w-lecture">
            <Boutons titre="Avez-vous besoin d’accéder à des données de santé\u{a0}?" nom="besoin" choisi=choix.besoin options=besoins.to_vec() />
            <Boutons titre="Avez-vous déjà un numéro RPPS\u{a0}?" nom="numero" choisi=choix.numero options=numeros.to_vec() />
            <Boutons titre="Où travaillez-vous\u{a0}?" nom="secteur" choisi=choix.secteur options=secteurs.to_vec() />
            <Categorie choisie=choix.categorie />
            <div class="mt-6">
                <label for="metier" class="block font-bold">"Quelle est votre profession\u{a0}?"</label>
                <p id="metier-aide" class="text-soft">
                    "Ce que vous êtes. Les professions inscrites ailleurs sont à la fin de la liste."
                </p>
                <select id="metier" name="metier" class=format!("{SAISIE} mt-1 w-full cursor-pointer") aria-describedby="metier-aide">
                    <option value="">"Choisir"</option>
                    {groupe("Sur ce portail", metiers, choix.metier.clone())}
                    {groupe("Inscrites par une autre autorité", ailleurs, choix.metier)}
                </select>
            </div>
            <fieldset class="mt-6">
                <legend class="font-bold">"Que faites-vous surtout\u{a0}?"</legend>
                <p class="text-soft">"Ce que vous faites décide des documents que vous pourrez lire."</p>
                {roles
                    .into_iter()
                    .map(|(code, court, exemples)| {
                        let coche = code == choix.role;
                        let id = format!("role-{code}");
                        view! {
                            <div class="mt-2 flex min-h-11 items-start gap-3">
                                <input id=id.clone() type="radio" name="role" value=code checked=coche class="mt-1 size-6 shrink-0 cursor-pointer accent-action" />
                                <label for=id class="cursor-pointer">
                                    <span class="block font-bold">{court}</span>
                                    <span class="block text-soft">{majuscule(&exemples)}</span>
                                </label>
                            </div>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <div class="mt-6 flex flex-wrap gap-3">
                <button class=BOUTON>"Voir la réponse"</button>
                <a class=BOUTON_SECONDAIRE href=chemin::CONSEIL>"Tout effacer"</a>
            </div>
        </form>
    }
}

/// One question whose answers exclude each other.
#[component]
fn Boutons(
    titre: &'static str,
    nom: &'static str,
    choisi: String,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <fieldset class="mt-6">
            <legend class="font-bold">{titre}</legend>
            {options
                .into_iter()
                .map(|(valeur, libelle)| {
                    let id = format!("{nom}-{valeur}");
                    view! {
                        <div class="mt-2 flex min-h-11 items-start gap-3">
                            <input
                                id=id.clone()
                                type="radio"
                                name=nom
                                value=valeur
                                checked=choisi == valeur
                                class="mt-1 size-6 shrink-0 cursor-pointer accent-action"
                            />
                            <label for=id class="cursor-pointer">{libelle}</label>
                        </div>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn Reponse<'a>(choix: Choix, nomenclatures: &'a Nomenclatures) -> impl IntoView + use<> {
    let role = choix
        .role
        .parse::<CodeRole>()
        .ok()
        .and_then(|code| nomenclatures.role(&code));
    let reponses = Reponses {
        besoin: match choix.besoin.as_str() {
            "oui" => Some(true),
            "non" => Some(false),
            _ => None,
        },
        numero: Numero::lire(&choix.numero),
        secteur: secteur_de(&choix.categorie).or_else(|| choix.secteur.parse().ok()),
        metier: Metier::lire(&choix.metier, nomenclatures),
        role,
    };
    let conseil = conseiller(&reponses, nomenclatures);
    let complet = reponses.besoin.is_some()
        && reponses.numero.is_some()
        && reponses.secteur.is_some()
        && reponses.metier.is_some();
    let inscrit = reponses.numero == Some(Numero::Oui);
    let (ton, titre, suite) = match conseil.verdict {
        Verdict::Non if inscrit => (
            Ton::Info,
            "Vous n’avez pas à vous inscrire une seconde fois",
            "Votre numéro RPPS reste le même\u{a0}: ce que vous pouvez faire est ci-dessous.",
        ),
        Verdict::Non => (
            Ton::Erreur,
            "Vous n’avez pas à vous inscrire ici",
            "La raison et ce que vous pouvez faire sont ci-dessous.",
        ),
        Verdict::SousReserve => (
            Ton::Alerte,
            "C’est possible, avec une vérification",
            "Lisez ce qui suit avant de commencer votre demande.",
        ),
        Verdict::Oui if complet => (
            Ton::Succes,
            "Vous pouvez demander votre inscription",
            "D’après vos réponses, ce portail est fait pour vous.",
        ),
        Verdict::Oui => (
            Ton::Info,
            "Rien ne s’y oppose pour l’instant",
            "Répondez aux autres questions pour en être sûr.",
        ),
    };
    let roles = conseil
        .roles
        .iter()
        .map(|role| view! { <RoleConseille role=role nomenclatures=nomenclatures /> })
        .collect_view();
    let propose = conseil.roles.len();
    let commencer = conseil.verdict != Verdict::Non && complet;
    let session = session();
    let (adresse, entrer) = chemin::entree(session.as_ref());
    let entrer = if session.is_none() {
        "Commencer ma demande"
    } else {
        entrer
    };
    view! {
        <section aria-labelledby="reponse" class="mt-6">
            <h2 id="reponse" class="text-2xl font-bold">"Notre réponse"</h2>
            <Bandeau ton=ton titre=titre>{suite}</Bandeau>
            {secteur_de(&choix.categorie)
                .map(|secteur| view! { <p class="mt-3 text-soft">{format!("D’après la catégorie de l’établissement\u{a0}: {}.", secteur.libelle())}</p> })}
            <ListeConstats constats=conseil.constats />
            {(propose > 0)
                .then(|| {
                    let titre = if role.is_some() {
                        "Le rôle que vous avez choisi"
                    } else if propose == 1 {
                        "Le rôle qui convient d’habitude"
                    } else {
                        "Les rôles qui conviennent d’habitude"
                    };
                    view! {
                        <h3 class="mt-6 text-xl font-bold">{titre}</h3>
                        {roles}
                        <p class="mt-3"><a class=LIEN href=chemin::COMPARAISON>"Comparer les rôles, document par document"</a></p>
                    }
                })}
            {inscrit
                .then(|| {
                    view! {
                        <p class="mt-6 flex flex-wrap gap-3">
                            <a class=BOUTON_SECONDAIRE href=MA_FICHE>"Ouvrir ma fiche"</a>
                            <a class=BOUTON_SECONDAIRE href=chemin::aide_question("plusieurs-etablissements")>"Travailler dans plusieurs établissements"</a>
                        </p>
                    }
                })}
            {commencer
                .then(|| {
                    view! {
                        <p class="mt-6 flex flex-wrap gap-3">
                            <a class=BOUTON href=adresse>{entrer}</a>
                            <a class=BOUTON_SECONDAIRE href=chemin::guide("professionnel")>"Ce qu’il faut préparer"</a>
                        </p>
                    }
                })}
            <p class="mt-6 text-soft">{format!("Réponse tirée des listes nationales ({}) et des règles du portail, relues le {}.", nomenclatures.version, RELU_LE)}</p>
            <h2 class="mt-10 border-t border-line pt-6 text-2xl font-bold">"Vos réponses"</h2>
        </section>
    }
}

#[component]
fn RoleConseille<'a>(role: &'a Role, nomenclatures: &'a Nomenclatures) -> impl IntoView + use<> {
    let ouverts = nomenclatures.documents_ouverts(std::slice::from_ref(&role.code));
    let nombre = ouverts.len();
    let ouverts = ouverts
        .into_iter()
        .map(|document| view! { <li>{document.libelle.clone()}</li> })
        .collect_view();
    let fermes: Vec<String> = comparer(std::slice::from_ref(&role.code), nomenclatures)
        .into_iter()
        .filter(|ligne| !ligne.ouvert.contains(&true))
        .map(|ligne| ligne.document.to_owned())
        .collect();
    let resume = match nombre {
        0 => "Ce rôle n’ouvre aucun document du dossier médical partagé.".to_owned(),
        1 => "Voir le document que ce rôle ouvre".to_owned(),
        n => format!("Voir les {n} documents que ce rôle ouvre"),
    };
    view! {
        <div class="mt-3 max-w-lecture rounded-md border border-line p-4">
            <p class="font-bold">{role.libelle.clone()}</p>
            <p class="text-soft">{majuscule(&role.exemples)}</p>
            {if nombre == 0 {
                view! { <p class="mt-2">{resume}</p> }.into_any()
            } else {
                view! {
                    <details class="mt-2">
                        <summary class="min-h-11 cursor-pointer py-2 text-action underline">{resume}</summary>
                        <ul class="mt-1 list-disc pl-5">{ouverts}</ul>
                    </details>
                    <details class="mt-1">
                        <summary class="min-h-11 cursor-pointer py-2 text-action underline">
                            {format!("Voir les {} documents qu’il n’ouvre pas", fermes.len())}
                        </summary>
                        <ul class="mt-1 list-disc pl-5">{fermes.into_iter().map(|document| view! { <li>{document}</li> }).collect_view()}</ul>
                    </details>
                }
                    .into_any()
            }}
        </div>
    }
}
