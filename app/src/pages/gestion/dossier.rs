//! One demande on one screen: who, where, as what, what the rules think of it, and the two decisions.

use super::correction::{Echanges, echanges};
use super::doublons::{Acceptation, ComparerAvant, Doublons};
use super::filtre::{ChampFile, DepuisFile};
use super::gardee::Gardee;
use super::historique::{Historique, page_demandee};
use super::issue::derniere_decision;
use super::presence::{self, EnMain, Touches};
use super::sursis::{avis_de_decision, saisie_empechee};
use crate::api::{RefuserDemande, ValiderDemande};
use crate::components::{
    BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, Case, ChampChoix, ChampTexteLong, LIEN, Ligne,
    ListeConstats, ListeDescription, Option_, ResumeErreurs, Ton,
};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::professionnel::ErreurEnvoi;
use crate::pages::{adresse_courte, page};
use crate::requete::{gestionnaire, parametre, registry, segment};
use domain::date::{age, anciennete, court};
use domain::demande::Statut;
use domain::modele::poser;
use domain::nomenclature::{MotifRefus, Nomenclatures};
use domain::saisie::{Champ, Erreurs, SaisieDecision};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::demande::Dossier as Contenu;

/// The page.
#[component]
pub fn Dossier() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let dossier = registry.dossier(&gestionnaire, segment("id")?).await?;
        let historique = registry
            .historique_demande(&gestionnaire, dossier.id, page_demandee())
            .await?;
        let depuis = DepuisFile::ici();
        let adresse = depuis.dossier(dossier.id);
        let suivante = depuis.suivante(&gestionnaire, dossier.id).await?;
        let suivante = suivante.map(|suivante| depuis.dossier(suivante));
        let issue = derniere_decision(&gestionnaire).await?;
        let raison = parametre("a-revoir").unwrap_or_default();
        let gardee = Gardee::lire(&dossier).await?;
        let refus = gardee.as_ref().and_then(Gardee::refus).cloned();
        let ouverte = presence::ouvrir(&gestionnaire, &dossier).await?;
        let empechement = presence::empechement(&raison, &historique, gardee.is_some());
        let Echanges {
            explication,
            modeles,
            demande: correction,
            suite,
        } = echanges(
            &gestionnaire,
            &dossier,
            gardee.as_ref().and_then(Gardee::correction),
        )
        .await?;
        let nomenclatures = registry.nomenclatures();
        let (maintenant, aujourd_hui) = (registry.now(), registry.aujourd_hui());
        let s = &dossier.complete.situation;
        let nom = format!("{} {}", s.prenom_exercice, s.nom_exercice);
        let envoyee = format!(
            "{} · envoyée {}",
            dossier.reference,
            anciennete(dossier.soumise_le, maintenant)
        );
        let a_traiter = dossier.statut == Statut::ATraiter && dossier.sursis.is_none();
        let avis = avis_de_decision(&dossier, &raison, maintenant);
        let refus = refus.or_else(|| saisie_empechee(&dossier));
        let ouverte_encore = dossier.statut.est_ouverte() && dossier.sursis.is_none();
        let erreurs = (raison == "confirmation").then(|| {
            Erreurs::une(
                Champ::Confirmation,
                "Confirmez que vous avez vérifié l’identité, la qualité et l’activité de la personne.",
            )
        });
        let erreurs_refus = refus.as_ref().and_then(|saisie| saisie.valider().err());
        let prefixe = if erreurs.is_some() || erreurs_refus.is_some() || raison == "correction" {
            "Erreur\u{a0}: "
        } else {
            ""
        };
        let [identite, contact, situation] = parties(
            &dossier,
            &nomenclatures,
            age(dossier.complete.etat_civil.date_naissance.jour(), aujourd_hui),
        );
        let doublons = dossier.doublons.clone();
        let acceptation = Acceptation::de(&doublons);
        let constats = dossier.constats.clone();
        let (demande, version) = (dossier.id, dossier.version);
        let id = demande.to_string();
        // Elsewhere it is told with what became of this one.
        let (a_suivre, ensuite) = if a_traiter {
            (suivante, None)
        } else {
            (None, suivante)
        };
        Ok(view! {
            <Title text=format!("{prefixe}Demande {}", dossier.reference) />
            <div class="flex flex-wrap items-center gap-x-6">
                <a class=LIEN href=depuis.file() data-retour="">"Demandes à traiter"</a>
                {a_suivre.map(|suivante| view! { <a class=LIEN href=suivante data-suivante="">"Demande suivante"</a> })}
                <Touches ouverte=ouverte.clone() />
            </div>
            {issue}
            <h1 class="mt-4 text-3xl font-bold">{nom}</h1>
            <p class="text-soft">{envoyee}</p>
            {dossier.invitation.as_ref().map(|origine| view! { <p class="text-soft">{origine.mention()}</p> })}
            {empechement}
            {(raison == "doublon")
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="La demande n’a pas été validée">
                            "Une personne du répertoire ressemble fortement à celle de la demande\u{a0}: dites d’abord s’il s’agit de la même personne."
                        </Bandeau>
                    }
                })}
            {avis}
            <Resultat dossier=dossier suivante=ensuite />
            <div class="lg:grid lg:grid-cols-[1fr_24rem] lg:gap-10">
                <div>
                    <Doublons demande=demande doublons=doublons />
                    <ListeConstats constats=constats />
                    <ListeDescription titre="Situation d’exercice demandée" lignes=situation />
                    <ListeDescription titre="État civil" lignes=identite />
                    <ListeDescription titre="Coordonnées de contact" lignes=contact />
                    {suite}
                    <Historique historique=historique adresse=adresse />
                </div>
                {ouverte_encore
                    .then(|| {
                        view! {
                            <aside class="mt-8" aria-label="Décision">
                                <EnMain id=demande version=version ouverte=ouverte />
                                {a_traiter.then(|| view! { <Validation id=id.clone() version=version acceptation=acceptation erreurs=erreurs /> })}
                                <Refus id=id version=version saisie=refus erreurs=erreurs_refus explication=explication modeles=modeles />
                                {correction}
                            </aside>
                        }
                    })}
            </div>
        })
    })
}

fn parties(dossier: &Contenu, n: &Nomenclatures, ans: i32) -> [Vec<Ligne>; 3] {
    let ligne = |champ: Champ, valeur: String| Ligne::new(champ.libelle(), valeur);
    let (civil, contact, s) = (
        &dossier.complete.etat_civil,
        &dossier.complete.contact,
        &dossier.complete.situation,
    );
    let mut identite = vec![
        ligne(Champ::Civilite, civil.civilite.libelle().to_owned()),
        ligne(Champ::NomNaissance, civil.nom_naissance.to_string()),
    ];
    identite.extend(
        civil
            .nom_usage
            .as_ref()
            .map(|nom| ligne(Champ::NomUsage, nom.to_string())),
    );
    identite.extend([
        ligne(Champ::Prenoms, civil.prenoms.to_string()),
        ligne(Champ::Sexe, civil.sexe.libelle().to_owned()),
        ligne(
            Champ::DateNaissance,
            format!("{} ({ans} ans)", court(civil.date_naissance.jour())),
        ),
        Ligne::new("Lieu de naissance", dossier.lieu_naissance.clone()),
        Ligne::new("Certification de l’identité", civil.certification.libelle()),
    ]);
    let contacts = vec![
        ligne(Champ::Email, contact.email.to_string()),
        ligne(Champ::Mobile, contact.mobile.national()),
    ];
    let e = &dossier.etablissement;
    let situation = vec![
        ligne(
            Champ::Etablissement,
            format!("{}, {}", e.raison_sociale, adresse_courte(e)),
        ),
        ligne(
            Champ::Profession,
            n.profession(&s.profession)
                .map_or_else(|| s.profession.to_string(), |p| p.libelle.clone()),
        ),
        ligne(
            Champ::Role,
            n.role(&s.role)
                .map_or_else(|| s.role.to_string(), |r| r.libelle.clone()),
        ),
        ligne(Champ::DateDebut, court(s.debut)),
        ligne(
            Champ::DateFin,
            s.fin.map_or_else(|| "Pas de date de fin".to_owned(), court),
        ),
        ligne(Champ::ModeExercice, s.mode.libelle().to_owned()),
        ligne(Champ::NomExercice, s.nom_exercice.to_string()),
        ligne(Champ::PrenomExercice, s.prenom_exercice.to_string()),
        ligne(Champ::Categorie, s.categorie.libelle().to_owned()),
    ];
    [identite, contacts, situation]
}

/// What a demande that is not pending any more has become.
#[component]
fn Resultat(dossier: Contenu, #[prop(optional_no_strip)] suivante: Option<String>) -> impl IntoView {
    let ton = match dossier.statut {
        Statut::Validee => Ton::Succes,
        Statut::Refusee | Statut::Expiree => Ton::Alerte,
        _ => Ton::Info,
    };
    (dossier.statut != Statut::ATraiter && dossier.sursis.is_none()).then(|| {
        let quand = dossier.decision.as_ref().map(|d| {
            let par = d.par.as_ref().map(|par| format!(" par {par}")).unwrap_or_default();
            format!("Le {}{par}.", d.le.affichage())
        });
        let rpps = dossier.decision.as_ref().and_then(|d| d.rpps.as_ref()).map(|rpps| format!("Numéro RPPS\u{a0}: {rpps}"));
        let motif = dossier.decision.as_ref().and_then(|d| d.motif).map(|motif| format!("Motif\u{a0}: {}", motif.libelle()));
        let explication = dossier.decision.as_ref().and_then(|d| d.explication.clone());
        view! {
            <Bandeau ton=ton titre=dossier.statut.libelle()>
                {quand.map(|quand| view! { <p>{quand}</p> })}
                {rpps.map(|rpps| view! { <p class="font-bold">{rpps}</p> })}
                {motif.map(|motif| view! { <p>{motif}</p> })}
                {explication.map(|explication| view! { <p class="whitespace-pre-line">{explication}</p> })}
                {suivante.map(|suivante| view! { <p class="mt-2"><a class=LIEN href=suivante>"Demande suivante"</a></p> })}
            </Bandeau>
        }
    })
}

#[component]
fn Validation(
    id: String,
    version: i64,
    acceptation: Acceptation,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    if acceptation == Acceptation::ATrancher {
        return view! {
            <section class="rounded-md border-2 border-action p-4">
                <h2 class="text-xl font-bold">"Valider"</h2>
                <ComparerAvant />
            </section>
        }
        .into_any();
    }
    let (bouton, suite) = (acceptation.bouton(), acceptation.suite());
    view! {
        <section id="valider" class="rounded-md border-2 border-action p-4">
            <h2 class="text-xl font-bold">"Valider"</h2>
            <FormulaireVivant genre=Genre::Simple>
                <form method="post" action=ValiderDemande::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="demande" value=id />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ChampFile />
                    <Case champ=Champ::Confirmation coche=false erreurs=erreurs>
                        "Je confirme l’identité de la personne, sa qualité et son activité dans l’établissement."
                    </Case>
                    <button class=format!("{BOUTON} mt-4 w-full")>{bouton}</button>
                </form>
            </FormulaireVivant>
            <p class="mt-2 text-sm text-soft">{suite}</p>
        </section>
    }
    .into_any()
}

/// The motifs of the national list (R35).
pub(super) fn motifs_de_refus() -> Vec<Option_> {
    [
        MotifRefus::RejetGestionnaire,
        MotifRefus::ChangementActivite,
        MotifRefus::Autre,
    ]
    .into_iter()
    .map(|motif| Option_ {
        valeur: motif.code().to_owned(),
        libelle: motif.libelle().to_owned(),
        ..Option_::default()
    })
    .collect()
}

#[component]
fn Refus(
    id: String,
    version: i64,
    #[prop(optional_no_strip)] saisie: Option<SaisieDecision>,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    /// from the template that was chosen
    #[prop(optional_no_strip)]
    explication: Option<String>,
    /// where a template is chosen
    modeles: AnyView,
) -> impl IntoView {
    let motifs = motifs_de_refus();
    let mut saisie = saisie.unwrap_or_default();
    if let Some(explication) = explication {
        saisie.explication = poser(&saisie.explication, &explication, []);
    }
    let ouvert = erreurs.is_some() || !saisie.explication.is_empty();
    view! {
        <details id="refuser" class="mt-4 rounded-md border border-line p-4" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Refuser"</summary>
            {modeles}
            <FormulaireVivant genre=Genre::Decision>
                <form method="post" action=RefuserDemande::url()>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="demande" value=id />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ChampFile />
                    <ChampChoix champ=Champ::Motif valeur=saisie.motif options=motifs erreurs=erreurs.clone() />
                    <ChampTexteLong
                        champ=Champ::Explication
                        valeur=saisie.explication
                        erreurs=erreurs
                        aide="La personne lira ce texte\u{a0}: dites-lui ce qui ne va pas et ce qu’elle peut faire."
                    />
                    <button class=format!("{BOUTON_DANGER} mt-4 w-full")>"Refuser la demande"</button>
                </form>
            </FormulaireVivant>
        </details>
    }
}
