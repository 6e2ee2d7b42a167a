//! The whole path for each of the three kinds of person, with what to have at hand. Made to be printed. Facts and delays are
//! those of the domain notes (§3.8, §4), with the conflicts of §13 resolved as proposed there.

use crate::api::ApiErreur;
use crate::components::{BOUTON, LIEN};
use crate::pages::aide::RELU_LE;
use crate::pages::{PageErreur, chemin};
use crate::requete::session;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// One stage of a path.
struct Etape {
    titre: &'static str,
    qui: &'static str,
    duree: &'static str,
    texte: &'static str,
}

/// A path, for one kind of person.
struct Parcours {
    /// the segment of its address
    nom: &'static str,
    lien: &'static str,
    titre: &'static str,
    pour: &'static str,
    preparer: &'static [&'static str],
    etapes: &'static [Etape],
    apres: &'static [&'static str],
}

const PARCOURS: [Parcours; 3] = [PROFESSIONNEL, GESTIONNAIRE, REPRESENTANT];

const PROFESSIONNEL: Parcours = Parcours {
    nom: "professionnel",
    lien: "Professionnel",
    titre: "Vous demandez votre numéro RPPS",
    pour: "Vous travaillez dans le social ou le médico-social, ou vous êtes préparateur en pharmacie, et votre travail demande de lire des données de santé ou d’avoir une messagerie sécurisée.",
    preparer: &[
        "vos identifiants FranceConnect (impôts, Assurance Maladie, La Poste…)\u{a0};",
        "le nom ou le numéro FINESS de votre établissement\u{a0}: votre employeur le connaît\u{a0};",
        "une adresse email et un numéro de mobile qui ne servent qu’à vous, et que vous garderez\u{a0};",
        "la date à laquelle vous avez pris vos fonctions, et celle de la fin si vous la connaissez\u{a0};",
        "votre profession et ce que vous faites dans l’établissement.",
    ],
    etapes: &[
        Etape {
            titre: "Vous faites votre demande",
            qui: "Vous",
            duree: "10 minutes",
            texte: "Vous vous connectez avec FranceConnect, qui donne votre état civil. Vous complétez vos coordonnées et votre situation. Vous pouvez vous interrompre\u{a0}: tout est gardé.",
        },
        Etape {
            titre: "Votre établissement la vérifie",
            qui: "Le gestionnaire RPPS+ de votre établissement",
            duree: "30 jours au plus, en général quelques jours",
            texte: "Il confirme votre identité, votre métier et votre activité. S’il refuse, il dit pourquoi et vous pouvez refaire une demande. Sans réponse au bout de 30 jours, la demande expire\u{a0}: rapprochez-vous de votre employeur.",
        },
        Etape {
            titre: "Vous recevez votre numéro RPPS",
            qui: "Le portail",
            duree: "dans les 30 minutes, au plus tard sous 24 heures",
            texte: "Par email. Gardez-le\u{a0}: il est à vous pour toute votre vie professionnelle, même si vous changez d’employeur ou de métier. Vous apparaissez dans l’annuaire sous 24 heures.",
        },
        Etape {
            titre: "Vous activez votre e-CPS",
            qui: "Vous",
            duree: "48 heures après la validation",
            texte: "Installez l’application e-CPS, indiquez le chiffre 8 suivi de votre numéro RPPS, puis les codes reçus par email et par SMS, et choisissez un code secret.",
        },
    ],
    apres: &[
        "Votre adresse ou votre mobile change\u{a0}: mettez-les à jour, sinon vous ne pourrez plus réactiver votre e-CPS.",
        "Vous quittez l’établissement\u{a0}: il ferme votre situation. Votre numéro, lui, reste.",
        "Votre e-CPS dure 3 ans\u{a0}: des emails vous préviennent avant la fin. Si elle expire, supprimez-la dans l’application et activez-la de nouveau.",
    ],
};

const GESTIONNAIRE: Parcours = Parcours {
    nom: "gestionnaire",
    lien: "Gestionnaire RPPS+",
    titre: "Vous êtes gestionnaire RPPS+",
    pour: "Votre représentant légal vous a choisi pour inscrire les professionnels de vos établissements et tenir leurs situations à jour.",
    preparer: &[
        "votre carte CPx nominative, active sur la structure, ou son équivalent dans l’application e-CPS\u{a0};",
        "un lecteur de carte, si vous vous connectez avec la carte\u{a0};",
        "l’attestation de la formation en ligne «\u{a0}Comment s’enregistrer sur le RPPS+\u{a0}»\u{a0}: elle vaut aussi pour une autre structure\u{a0};",
        "votre habilitation, donnée par le représentant légal ou un mandataire\u{a0};",
        "la liste des personnes à inscrire, avec leur pièce d’identité sous les yeux.",
    ],
    etapes: &[
        Etape {
            titre: "Vous obtenez votre carte",
            qui: "Le représentant légal la commande",
            duree: "environ 10 jours",
            texte: "Le formulaire F301 porte le même numéro FINESS que le contrat. La carte dure 3 ans, la suivante arrive un mois avant la fin.",
        },
        Etape {
            titre: "Vous suivez la formation en ligne",
            qui: "Vous",
            duree: "le temps de la formation",
            texte: "Elle est obligatoire depuis avril 2025. Gardez l’attestation.",
        },
        Etape {
            titre: "Vous êtes habilité",
            qui: "Le représentant légal ou un mandataire",
            duree: "aussitôt",
            texte: "Avec un contrat centralisé, vous agissez sur tous les établissements de l’organisme\u{a0}; avec un contrat décentralisé, sur celui de votre carte.",
        },
        Etape {
            titre: "Vous traitez les demandes",
            qui: "Vous",
            duree: "moins d’une minute par demande",
            texte: "Vous vérifiez l’identité, la qualité et l’activité de la personne, puis vous validez ou refusez en disant pourquoi. Personne ne traite sa propre demande.",
        },
    ],
    apres: &[
        "Quelqu’un s’en va\u{a0}: fermez sa situation le jour même. Tant qu’elle est ouverte, la personne peut garder ses accès.",
        "Vous partez\u{a0}: votre situation est fermée et votre habilitation retirée, les deux.",
        "Le nom, la date ou le lieu de naissance est faux\u{a0}: seul le support du répertoire peut le corriger.",
    ],
};

const REPRESENTANT: Parcours = Parcours {
    nom: "representant-legal",
    lien: "Représentant légal",
    titre: "Vous dirigez une structure",
    pour: "Vous êtes responsable des inscriptions de vos établissements\u{a0}: vous contractez, vous désignez les gestionnaires, vous veillez aux départs.",
    preparer: &[
        "les numéros FINESS de l’organisme et de ses établissements, exacts et à jour (une erreur se corrige auprès de l’ARS, de la DREETS ou de la DRIHL)\u{a0};",
        "le choix d’un contrat centralisé, recommandé, ou d’un contrat par établissement\u{a0};",
        "le formulaire F101, pour votre carte de directeur (CDE)\u{a0};",
        "le nom des personnes qui seront gestionnaires, et le formulaire F301 pour celles qui n’ont pas de carte.",
    ],
    etapes: &[
        Etape {
            titre: "Vous vérifiez vos données FINESS",
            qui: "Vous",
            duree: "quelques minutes, plus la correction s’il en faut une",
            texte: "Tout part de là\u{a0}: le contrat, les cartes et les inscriptions portent ces numéros.",
        },
        Etape {
            titre: "Vous envoyez le contrat et le F101",
            qui: "Vous",
            duree: "environ 10 jours",
            texte: "Aucun accusé n’est envoyé\u{a0}: recevoir votre carte CDE vaut validation du contrat. Gardez une copie. Si vous êtes président, la CDE peut être à votre nom avec un directeur mandataire (F502), ou au nom du directeur avec un acte de délégation.",
        },
        Etape {
            titre: "Vous commandez les cartes et les lecteurs",
            qui: "Vous ou un mandataire",
            duree: "environ 10 jours",
            texte: "Avec un contrat centralisé, une carte par gestionnaire suffit pour tous les établissements. Il n’en faut pas pour vous\u{a0}: votre CDE donne ces droits.",
        },
        Etape {
            titre: "Vos gestionnaires se forment, puis vous les habilitez",
            qui: "Eux, puis vous ou un mandataire",
            duree: "le temps de la formation, puis aussitôt",
            texte: "La formation en ligne est obligatoire pour eux, conseillée pour vous.",
        },
        Etape {
            titre: "Vous décidez qui a besoin de quel rôle",
            qui: "Vous et vos chefs de service",
            duree: "selon la taille de la structure",
            texte: "Le rôle ouvre des documents\u{a0}: choisissez le plus étroit qui permette de travailler. Puis les inscriptions commencent.",
        },
    ],
    apres: &[
        "Quelqu’un s’en va\u{a0}: sa situation est fermée. Un gestionnaire s’en va\u{a0}: son habilitation est retirée aussi.",
        "Votre numéro FINESS ou SIRET change\u{a0}: il faut un nouveau contrat et un nouveau F101\u{a0}; si c’est le FINESS, les cartes sont aussi à commander à nouveau.",
        "Vous quittez vos fonctions\u{a0}: la CDE est personnelle, votre successeur commande la sienne.",
    ],
};

/// The page.
#[component]
pub fn Guide() -> impl IntoView {
    let pour = use_params_map()
        .with_untracked(|carte| carte.get("pour"))
        .unwrap_or_default();
    match PARCOURS.iter().find(|parcours| parcours.nom == pour) {
        Some(parcours) => view! { <Feuille parcours=parcours /> }.into_any(),
        None => view! { <PageErreur erreur=ApiErreur::introuvable() /> }.into_any(),
    }
}

#[component]
fn Feuille(parcours: &'static Parcours) -> impl IntoView {
    let (adresse, entrer) = chemin::entree(session().as_ref());
    view! {
        <Title text=parcours.titre />
        <div class="max-w-lecture">
            <nav aria-label="Les trois parcours" class="ecran-seul">
                <ul class="flex flex-wrap gap-x-4">
                    {PARCOURS
                        .iter()
                        .map(|autre| {
                            let ici = (autre.nom == parcours.nom).then_some("page");
                            view! {
                                <li>
                                    <a
                                        class="inline-flex min-h-11 items-center text-action underline underline-offset-2 hover:text-action-fort aria-[current=page]:font-bold aria-[current=page]:text-ink aria-[current=page]:no-underline"
                                        href=chemin::guide(autre.nom)
                                        aria-current=ici
                                    >
                                        {autre.lien}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </nav>
            <h1 class="mt-2 text-3xl font-bold">{parcours.titre}</h1>
            <p class="mt-3 text-lg">{parcours.pour}</p>
            <section>
                <h2 class="mt-8 text-2xl font-bold">"À préparer"</h2>
                <ul class="mt-3 list-disc space-y-1 pl-5">
                    {parcours.preparer.iter().map(|chose| view! { <li>{*chose}</li> }).collect_view()}
                </ul>
            </section>
            <section>
                <h2 class="mt-8 text-2xl font-bold">"Le chemin, étape par étape"</h2>
                <ol class="mt-3 grid gap-5">
                    {parcours
                        .etapes
                        .iter()
                        .zip(1..)
                        .map(|(etape, rang)| {
                            view! {
                                <li class="border-l-4 border-line pl-4">
                                    <h3 class="text-xl font-bold">{format!("{rang}. {}", etape.titre)}</h3>
                                    <p class="text-soft">{format!("{} · {}", etape.qui, etape.duree)}</p>
                                    <p class="mt-1">{etape.texte}</p>
                                </li>
                            }
                        })
                        .collect_view()}
                </ol>
            </section>
            <section>
                <h2 class="mt-8 text-2xl font-bold">"Ensuite"</h2>
                <ul class="mt-3 list-disc space-y-1 pl-5">
                    {parcours.apres.iter().map(|chose| view! { <li>{*chose}</li> }).collect_view()}
                </ul>
            </section>
            <p class="ecran-seul mt-8 flex flex-wrap items-center gap-4">
                <a class=BOUTON href=adresse>{entrer}</a>
                {(parcours.nom == "representant-legal")
                    .then(|| view! { <a class=LIEN href=chemin::STRUCTURES>"Suivre le chemin de ma structure, même sans carte"</a> })}
                <a class=LIEN href=chemin::CONSEIL>"Suis-je concerné, et quel rôle choisir\u{a0}?"</a>
            </p>
            <p class="mt-6 text-soft">
                {format!("D’après les documents cités dans l’aide\u{a0}; durées indicatives, relues le {RELU_LE}.")}
            </p>
            <p class="ecran-seul mt-6 text-soft">
                "Pour garder cette page, utilisez la commande «\u{a0}Imprimer\u{a0}» de votre navigateur."
            </p>
        </div>
    }
}
