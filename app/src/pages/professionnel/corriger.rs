//! What the gestionnaire asked to correct, on one screen: each field with its remark, open if it may be typed again; the rest of
//! the demande to read, unchanged.

use super::champ_ouvert::champ_ouvert;
use super::etape_situation::pour_le_navigateur;
use super::formulaire::{ErreurEnvoi, titre};
use crate::api::RepondreCorrection;
use crate::components::{BOUTON, BOUTON_SECONDAIRE, LIEN, Lecture, ListeDescription, ResumeErreurs};
use crate::islands::{ContexteVivant, DonneesNomenclatures, FormulaireVivant, Genre};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{parametre, registry, segment, usager};
use domain::date::{iso, jour_de_cases, long};
use domain::saisie::{Champ, Erreurs, SaisieContact, SaisieSituation};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::ActeError;
use registry::demande::CorrectionAFaire;

/// The page.
#[component]
pub fn Corriger() -> impl IntoView {
    page(async move {
        let id = segment("id")?;
        let usager = usager()?;
        let registry = registry();
        let Some(a_faire) = registry.correction_a_faire(&usager, id).await? else {
            // Nothing is asked, or not any more: the follow-up says where the demande stands.
            return Err(Sortie::Vers(chemin::suivi(id)));
        };
        let erreurs = parametre("erreurs").and_then(|_| erreurs(&a_faire));
        let nomenclatures = pour_le_navigateur(&registry.nomenclatures());
        let mut champs: Vec<AnyView> = Vec::new();
        for champ in a_montrer(&a_faire) {
            champs.push(point(&a_faire, champ, erreurs.as_ref()).await?);
        }
        let caches = caches(&a_faire);
        let reste: Vec<_> =
            super::resume::parties(&registry, &a_faire.saisie, a_faire.etablissement.as_ref())
                .await?
                .into_iter()
                .filter(|(etape, _)| etape.numero() < 4)
                .map(|(etape, lignes)| {
                    let lignes = lignes
                        .into_iter()
                        .filter(|ligne| {
                            !a_montrer(&a_faire)
                                .iter()
                                .any(|champ| champ.libelle() == ligne.nom)
                        })
                        .collect();
                    view! { <ListeDescription titre=etape.titre() lignes=lignes /> }
                })
                .collect();
        let genre = Genre::Reponse(Box::new(contexte(&a_faire, iso(registry.aujourd_hui()))));
        let message = a_faire.demande.message().map(ToString::to_string);
        let titre = titre("Corriger ma demande", erreurs.as_ref());
        Ok(view! {
            <Title text=titre />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::suivi(id)>"Suivi de ma demande"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Corriger ma demande"</h1>
                <p class="mt-2 text-lg font-bold tracking-wider">{a_faire.reference.to_string()}</p>
                <p class="mt-2">
                    {format!(
                        "Votre gestionnaire vous demande de revoir ce qui suit. Vous avez jusqu’au {}. Le reste de votre demande ne change pas.",
                        long(a_faire.avant_le.jour_paris()),
                    )}
                </p>
                {message
                    .map(|message| {
                        view! { <p class="mt-4 whitespace-pre-line border-l-4 border-line pl-3">{message}</p> }
                    })}
                <FormulaireVivant genre=genre>
                    <form method="post" action=RepondreCorrection::url() data-auto="" novalidate>
                        <ResumeErreurs erreurs=erreurs />
                        <ErreurEnvoi />
                        <DonneesNomenclatures nomenclatures=nomenclatures />
                        <input type="hidden" name="demande" value=id.to_string() />
                        {caches}
                        {champs}
                        <p class="mt-8">"En renvoyant la demande, vous certifiez à nouveau l’exactitude de toutes vos réponses."</p>
                        <div class="mt-4 flex flex-wrap gap-3">
                            <button class=BOUTON name="mode" value="continuer">"Renvoyer ma demande"</button>
                            <button class=BOUTON_SECONDAIRE name="mode" value="quitter">"Sauvegarder et quitter"</button>
                        </div>
                        <p id="etat-enregistrement" role="status" class="mt-3 text-soft">
                            "Vos réponses sont gardées\u{a0}: vous pourrez reprendre plus tard, ici ou sur un autre appareil."
                        </p>
                    </form>
                </FormulaireVivant>
                <details class="mt-8 rounded-md border border-line p-4">
                    <summary class="py-2 font-bold">"Le reste de ma demande, qui ne change pas"</summary>
                    {reste}
                </details>
            </div>
        })
    })
}

/// The fields of the page: asked for, or opened because the rules refuse them today.
fn a_montrer(a_faire: &CorrectionAFaire) -> Vec<Champ> {
    let mut champs: Vec<Champ> = a_faire
        .demande
        .points()
        .iter()
        .map(|point| point.champ)
        .chain(a_faire.ouverts.iter().copied())
        .collect();
    champs.sort_unstable();
    champs.dedup();
    champs
}

/// What is wrong, with the one error that only the register knows: somebody else has this address or this mobile (R19).
fn erreurs(a_faire: &CorrectionAFaire) -> Option<Erreurs> {
    let mut erreurs = a_faire.erreurs.clone().unwrap_or_default();
    let pris = parametre("pris").and_then(|champ| champ.parse::<Champ>().ok());
    if let Some(champ) = pris.filter(|champ| matches!(champ, Champ::Email | Champ::Mobile)) {
        erreurs.push(champ, ActeError::DejaUtilise(champ).to_string());
    }
    (!erreurs.is_empty()).then_some(erreurs)
}

/// One field: the remark, then the control, or why there is none.
async fn point(
    a_faire: &CorrectionAFaire,
    champ: Champ,
    erreurs: Option<&Erreurs>,
) -> Result<AnyView, Sortie> {
    let remarque = a_faire.demande.remarque(champ).map(ToString::to_string);
    let ouvert = a_faire.ouverts.contains(&champ);
    let controle = if ouvert {
        champ_ouvert(a_faire, champ, erreurs).await?
    } else {
        let lignes =
            super::resume::parties(&registry(), &a_faire.saisie, a_faire.etablissement.as_ref()).await?;
        let valeur = lignes
            .into_iter()
            .flat_map(|(_, lignes)| lignes)
            .find(|ligne| ligne.nom == champ.libelle())
            .map(|ligne| ligne.valeur)
            .unwrap_or_default();
        view! {
            <dl class="mt-3 border-t border-line"><Lecture libelle=champ.libelle() valeur=valeur /></dl>
            <p class="mt-2 text-soft">
                "Cette information vient de FranceConnect et ne se retape pas ici. Si elle est fausse, faites-la corriger auprès de l’INSEE, reconnectez-vous, puis renvoyez votre demande. Si elle est juste, dites-le à votre gestionnaire par un message."
            </p>
        }
        .into_any()
    };
    let remarque = match remarque {
        Some(remarque) => view! {
            <p class="font-bold text-alerte">{format!("{}\u{a0}: remarque du gestionnaire", champ.libelle())}</p>
            <p class="whitespace-pre-line">{remarque}</p>
        }
        .into_any(),
        None => view! {
            <p class="font-bold text-alerte">{format!("{}\u{a0}: à revoir aussi", champ.libelle())}</p>
            <p>"Cette réponse n’est plus acceptée telle quelle aujourd’hui\u{a0}: corrigez-la pour pouvoir renvoyer la demande."</p>
        }
        .into_any(),
    };
    Ok(view! {
        <div class="mt-8 border-t border-line pt-4">
            <div class="rounded-md border-l-4 border-alerte bg-alerte-fond p-3">{remarque}</div>
            {controle}
        </div>
    }
    .into_any())
}

/// The answers that do not change, so that the browser reads the whole with the same rules; the server takes none of them.
fn caches(a_faire: &CorrectionAFaire) -> Vec<AnyView> {
    let ferme = |nom: &str| Champ::de_nom(nom).is_none_or(|champ| !a_faire.ouverts.contains(&champ));
    let contact = SaisieContact::NOMS
        .iter()
        .map(|nom| (*nom, a_faire.saisie.contact.get(nom)));
    let situation = SaisieSituation::NOMS
        .iter()
        .map(|nom| (*nom, a_faire.saisie.situation.get(nom)));
    contact
        .chain(situation)
        .filter(|(nom, _)| ferme(nom))
        .map(|(nom, valeur)| {
            let valeur = valeur.unwrap_or_default().to_owned();
            view! { <input type="hidden" name=nom value=valeur /> }.into_any()
        })
        .collect()
}

/// What the rules of the situation need to know in the browser.
fn contexte(a_faire: &CorrectionAFaire, aujourd_hui: String) -> ContexteVivant {
    let civil = &a_faire.saisie.etat_civil;
    ContexteVivant {
        nomenclatures: pour_le_navigateur(&registry().nomenclatures()),
        aujourd_hui,
        naissance: jour_de_cases(
            &civil.naissance_jour,
            &civil.naissance_mois,
            &civil.naissance_annee,
        )
        .map(iso)
        .unwrap_or_default(),
        noms: [&civil.nom_naissance, &civil.nom_usage]
            .into_iter()
            .filter(|nom| !nom.is_empty())
            .cloned()
            .collect(),
        prenoms: civil.prenoms.clone(),
        etablissement: a_faire.etablissement.clone(),
    }
}
