//! A demande beside somebody who looks like its person, trait by trait, and the question: one person or two?

use super::doublons::{Cachees, designation, libelle};
use super::filtre::DepuisFile;
use crate::api::TrancherDoublon;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, Bandeau, LIEN, Ton};
use crate::pages::{chemin, page};
use crate::requete::{gestionnaire, parametre, registry, segment};
use domain::date::court;
use domain::doublon::{Accord, ChoixDoublon, NiveauDoublon, TraitCompare};
use domain::saisie::Champ;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demande::{Comparaison, Cote, SujetDoublon};

/// The page.
#[component]
pub fn Comparer() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let comparaison = registry()
            .comparer_doublon(&gestionnaire, segment("id")?, segment("autre")?)
            .await?;
        let change = parametre("a-revoir").as_deref() == Some("change");
        let doublon = &comparaison.doublon;
        let qui = designation(doublon);
        let score = format!("{}, {} sur 100.", doublon.niveau.libelle(), doublon.score);
        let depuis = DepuisFile::ici();
        let (dossier, reference) = (depuis.dossier(comparaison.demande), comparaison.reference);
        let fiche = match doublon.sujet {
            _ if !doublon.visible => None,
            SujetDoublon::Personne(id) => Some((chemin::fiche(id), "Ouvrir sa fiche")),
            SujetDoublon::Demande(id) => Some((depuis.dossier(id), "Ouvrir cette demande")),
        };
        let cachee = comparaison.autre.is_none();
        let tete = if matches!(doublon.sujet, SujetDoublon::Personne(_)) {
            "Répertoire"
        } else {
            "Autre demande"
        };
        Ok(view! {
            <Title text="Comparer deux personnes" />
            <p><a class=LIEN href=dossier>{format!("Demande {reference}")}</a></p>
            <h1 class="mt-2 text-3xl font-bold">"Est-ce la même personne ?"</h1>
            {change
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Votre choix n’a pas été enregistré">
                            "L’une des deux fiches a changé pendant que vous les compariez. Voici leur état actuel."
                        </Bandeau>
                    }
                })}
            <p class="mt-2 break-words">"Comparaison avec " <strong>{qui}</strong> ". " {score}</p>
            {fiche
                .map(|(adresse, mots)| {
                    view! { <p><a class=format!("{LIEN} inline-flex min-h-11 items-center") href=adresse>{mots}</a></p> }
                })}
            {cachee
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Info titre="Hors de votre périmètre">
                            "Vous voyez en quoi les deux identités concordent, pas ce que contient l’autre fiche ni ses coordonnées."
                        </Bandeau>
                    }
                })}
            <section class="mt-6" aria-label="Comparaison">
                <div class="hidden border-b-2 border-line pb-1 font-bold sm:grid sm:grid-cols-[9rem_1fr_1fr_16rem] sm:gap-4" aria-hidden="true">
                    <span>"Trait"</span>
                    <span>"Demande"</span>
                    <span>{tete}</span>
                    <span>"Accord"</span>
                </div>
                <ul>
                    {doublon
                        .traits
                        .iter()
                        .map(|compare| {
                            let declare = valeurs(&comparaison.declare, compare.champ);
                            let autre = comparaison.autre.as_ref().map(|cote| valeurs(cote, compare.champ));
                            view! { <UnTrait compare=*compare declare=declare autre=autre tete=tete /> }
                        })
                        .collect_view()}
                </ul>
            </section>
            <Question comparaison=comparaison />
        })
    })
}

/// What one side says of a trait, a line each.
fn valeurs(cote: &Cote, champ: Champ) -> Vec<String> {
    let portrait = &cote.portrait;
    let civil = &portrait.etat_civil;
    match champ {
        Champ::NomNaissance => {
            let mut noms = vec![civil.nom_naissance.to_string()];
            noms.extend(civil.nom_usage.as_ref().map(|nom| format!("usage : {nom}")));
            if portrait.nom_exercice != civil.nom_naissance
                && civil.nom_usage.as_ref() != Some(&portrait.nom_exercice)
            {
                noms.push(format!("exercice : {}", portrait.nom_exercice));
            }
            noms
        }
        Champ::Prenoms => {
            let mut prenoms = vec![civil.prenoms.to_string()];
            if portrait.prenom_exercice.as_str() != civil.prenoms.premier() {
                prenoms.push(format!("exercice : {}", portrait.prenom_exercice));
            }
            prenoms
        }
        Champ::Sexe => vec![civil.sexe.libelle().to_owned()],
        Champ::DateNaissance => vec![court(civil.date_naissance.jour())],
        Champ::CommuneNaissance => vec![cote.lieu_naissance.clone()],
        Champ::Email => portrait
            .contact
            .iter()
            .map(|contact| contact.email.to_string())
            .collect(),
        Champ::Mobile => portrait
            .contact
            .iter()
            .map(|contact| contact.mobile.national())
            .collect(),
        _ => Vec::new(),
    }
}

/// How two values agree: a word and a sign, never a colour alone.
fn marque(accord: Accord) -> (&'static str, &'static str) {
    match accord {
        Accord::Identique => ("=", "font-bold text-succes"),
        Accord::Proche => ("≈", "font-bold text-alerte"),
        Accord::Different => ("≠", "font-bold text-danger"),
    }
}

#[component]
fn UnTrait(
    compare: TraitCompare,
    declare: Vec<String>,
    #[prop(optional_no_strip)] autre: Option<Vec<String>>,
    tete: &'static str,
) -> impl IntoView {
    let (signe, classe) = marque(compare.accord);
    let lignes = |valeurs: Vec<String>| {
        valeurs
            .into_iter()
            .map(|valeur| view! { <span class="block font-bold">{valeur}</span> })
            .collect_view()
    };
    let la = match autre {
        Some(valeurs) => lignes(valeurs).into_any(),
        None => view! { <span class="block text-soft">"Non montré"</span> }.into_any(),
    };
    view! {
        <li class="border-b border-line py-3 sm:grid sm:grid-cols-[9rem_1fr_1fr_16rem] sm:gap-4">
            <h2 class="text-soft">{libelle(compare.champ)}</h2>
            <p class="min-w-0 break-words">
                <span class="text-sm text-soft sm:sr-only">"Demande : "</span>
                {lignes(declare)}
            </p>
            <p class="min-w-0 break-words">
                <span class="text-sm text-soft sm:sr-only">{format!("{tete} : ")}</span>
                {la}
            </p>
            <p>
                <span class=classe><span aria-hidden="true">{signe} " "</span> {compare.accord.libelle()}</span>
                <span class="block text-sm">{compare.phrase}</span>
            </p>
        </li>
    }
}

/// The two answers, or why there is nothing to answer.
#[component]
fn Question(comparaison: Comparaison) -> impl IntoView {
    let Comparaison { demande, doublon, .. } = comparaison;
    let inscrite = matches!(doublon.sujet, SujetDoublon::Personne(_));
    if !comparaison.statut.est_ouverte() {
        return view! { <p class="mt-6">"Cette demande est traitée : il n’y a plus rien à choisir."</p> }
            .into_any();
    }
    if inscrite && doublon.niveau == NiveauDoublon::Exacte {
        return view! {
            <p class="mt-6 max-w-lecture">
                "C’est la même identité : accepter la demande ajoutera la situation à ce numéro RPPS, sans en créer un autre."
            </p>
        }
        .into_any();
    }
    let deja = doublon.choix;
    let reponse = |choix: ChoixDoublon, classe: &'static str, mots: String| {
        view! {
            <form method="post" action=TrancherDoublon::url()>
                <Cachees demande=demande sujet=doublon.sujet.id().to_string() empreinte=doublon.empreinte />
                <input type="hidden" name="choix" value=choix.code() />
                <button class=format!("{classe} w-full")>{mots}</button>
            </form>
        }
    };
    let meme = (inscrite && deja != Some(ChoixDoublon::Meme)).then(|| {
        reponse(
            ChoixDoublon::Meme,
            BOUTON,
            "C’est la même personne : ajouter une situation à son RPPS".to_owned(),
        )
    });
    let differente = (deja != Some(ChoixDoublon::Differente)).then(|| {
        reponse(
            ChoixDoublon::Differente,
            BOUTON_SECONDAIRE,
            "Ce n’est pas un doublon".to_owned(),
        )
    });
    let aide = if inscrite {
        "Si c’est la même personne, la demande garde son cours : en l’acceptant, la situation s’ajoutera au numéro existant. L’état civil enregistré ne change pas ; s’il est faux, le support le corrige sur pièce d’identité."
    } else {
        "Si c’est la même personne, refusez l’une des deux demandes. Sinon, dites-le : l’avertissement disparaîtra de cette demande."
    };
    view! {
        <section class="mt-6 max-w-lecture" aria-labelledby="reponse">
            <h2 id="reponse" class="text-xl font-bold">"Votre réponse"</h2>
            {deja.map(|choix| view! { <p class="mt-1">"Déjà dit : " <strong>{choix.libelle()}</strong> "."</p> })}
            <p class="mt-1 text-soft">{aide}</p>
            <div class="mt-4 grid gap-3 sm:grid-cols-2">{meme} {differente}</div>
            <p class="mt-2 text-sm text-soft">"Votre réponse est gardée avec votre nom, et vous pouvez y revenir. Si l’une des fiches change, la question est posée à nouveau."</p>
        </section>
    }
    .into_any()
}
