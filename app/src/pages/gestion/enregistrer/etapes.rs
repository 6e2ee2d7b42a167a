//! The four steps, worded for somebody else than the person. What is typed is saved by itself where a script runs.

use super::verification::Verification;
use crate::api::{ApiErreur, EtapeInscription};
use crate::components::{
    BOUTON, BOUTON_SECONDAIRE, Bandeau, Case, ChampChoix, ChampDate, ChampTexte, ConseilEmail, FilEtapes,
    Option_, ResumeErreurs, Ton,
};
use crate::islands::{DonneesNomenclatures, FormulaireAutrui, FormulaireVivant, Genre};
use crate::pages::conditions::ALire;
use crate::pages::gestion::agir::{ChampsSituation, ChoixSituation};
use crate::pages::professionnel::{ErreurEnvoi, titre};
use crate::pages::recherche::{ChampRecherche, Recherche, commune, pays};
use crate::pages::{Sortie, chemin, chemin_agir, page};
use crate::requete::{gestionnaire, parametre, registry, segment};
use domain::date::iso;
use domain::etat_civil::{Civilite, Sexe};
use domain::saisie::{
    Champ, Erreurs, Etape, SaisieContact, SaisieEngagement, SaisieEtatCivil, SaisiePiece, TypePiece,
};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::ActeError;
use registry::enregistrement::BrouillonInscription;

/// The page of a step, or the check page.
#[component]
pub fn EtapeEnregistrer() -> impl IntoView {
    page(async move {
        let gestionnaire = gestionnaire()?;
        let registry = registry();
        let slug: String = segment("etape")?;
        let Some(brouillon) = registry.enregistrement_en_cours(&gestionnaire).await? else {
            return Err(Sortie::Vers(chemin_agir::ENREGISTRER.to_owned()));
        };
        if slug == "verification" {
            let examen = registry
                .examiner_enregistrement(&gestionnaire, &brouillon)
                .await?;
            let parties = super::verification::parties(&brouillon).await?;
            return Ok(
                view! { <Verification brouillon=brouillon examen=examen parties=parties /> }.into_any(),
            );
        }
        let etape: Etape = slug.parse().map_err(|_| ApiErreur::introuvable())?;
        let mut erreurs = parametre("erreurs").and_then(|_| registry.erreurs_etape(&brouillon, etape));
        // Only the register knows that somebody else has it (R19).
        if let Some(champ) = parametre("pris").and_then(|champ| champ.parse::<Champ>().ok())
            && matches!(champ, Champ::Email | Champ::Mobile)
        {
            let prise = Erreurs::une(champ, ActeError::DejaUtilise(champ).to_string());
            erreurs.get_or_insert_default().extend(prise.pour_autrui());
        }
        let saisie = brouillon.saisie.clone();
        let (genre, champs) = match etape {
            Etape::EtatCivil => {
                let pays = pays(&saisie.etat_civil.pays_naissance).await?;
                let commune = commune(&saisie.etat_civil.commune_naissance).await?;
                let aujourd_hui = iso(registry.aujourd_hui());
                (
                    FormulaireAutrui::EtatCivil { aujourd_hui },
                    view! { <EtatCivil saisie=saisie.etat_civil piece=saisie.piece pays=pays commune=commune erreurs=erreurs.clone() /> }
                        .into_any(),
                )
            }
            Etape::Contact => (
                FormulaireAutrui::Contact,
                view! { <Contact saisie=saisie.contact erreurs=erreurs.clone() /> }.into_any(),
            ),
            Etape::Situation => {
                let choix = ChoixSituation::lire(&gestionnaire).await?;
                let vivant = ChoixSituation::vivant(&saisie.etat_civil);
                let nomenclatures = vivant.nomenclatures.clone();
                (
                    FormulaireAutrui::Situation(Box::new(vivant)),
                    view! {
                        <DonneesNomenclatures nomenclatures=nomenclatures />
                        <ChampsSituation choix=choix identite=saisie.etat_civil saisie=saisie.situation erreurs=erreurs.clone() />
                    }
                    .into_any(),
                )
            }
            Etape::InformationsLegales => (
                FormulaireAutrui::Engagement,
                view! { <Engagement saisie=saisie.engagement erreurs=erreurs.clone() /> }.into_any(),
            ),
        };
        let genre = Genre::Autrui(genre);
        Ok(
            view! { <Cadre etape=etape brouillon=brouillon genre=genre erreurs=erreurs champs=champs /> }
                .into_any(),
        )
    })
}

/// Heading, form and buttons around the fields of a step.
#[component]
fn Cadre(
    etape: Etape,
    brouillon: BrouillonInscription,
    genre: Genre,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
    champs: AnyView,
) -> impl IntoView {
    let retour = parametre("retour").is_some();
    let (mode, libelle) = if retour {
        ("verifier", "Valider et revenir à la vérification")
    } else {
        ("continuer", "Valider cette étape")
    };
    let precedente = etape.precedente().is_some() && !retour;
    let titre = titre(
        &format!(
            "Enregistrer une personne\u{a0}: {} (étape {} sur 4)",
            etape.titre(),
            etape.numero()
        ),
        erreurs.as_ref(),
    );
    view! {
        <Title text=titre />
        <p class="text-soft">"Enregistrer une nouvelle personne"</p>
        <FilEtapes etape=etape />
        <FormulaireVivant genre=genre>
            <form method="post" action=EtapeInscription::url() data-auto="" novalidate>
                <ResumeErreurs erreurs=erreurs />
                <ErreurEnvoi />
                <input type="hidden" name="inscription" value=brouillon.id.to_string() />
                <input type="hidden" name="etape" value=etape.slug() />
                {champs}
                <div class="mt-8 flex flex-wrap gap-3">
                    <button class=BOUTON name="mode" value=mode>{libelle}</button>
                    {precedente
                        .then(|| {
                            view! {
                                <button class=BOUTON_SECONDAIRE name="mode" value="precedent">
                                    "Sauvegarder et revenir à l’étape précédente"
                                </button>
                            }
                        })}
                    <button class=BOUTON_SECONDAIRE name="mode" value="quitter">"Sauvegarder et quitter"</button>
                </div>
                <p id="etat-enregistrement" role="status" class="mt-3 text-soft">
                    "Votre saisie est gardée\u{a0}: vous pourrez la reprendre plus tard. Vous seul la voyez."
                </p>
            </form>
        </FormulaireVivant>
    }
    .into_any()
}

/// Step 1: read on the document that the person shows (R12).
#[component]
fn EtatCivil(
    saisie: SaisieEtatCivil,
    piece: SaisiePiece,
    pays: Recherche,
    commune: Recherche,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    let civilites = Civilite::TOUS
        .iter()
        .map(|c| Option_::new(c.code(), c.libelle()))
        .collect();
    let sexes = Sexe::TOUS
        .iter()
        .map(|s| Option_::new(s.code(), s.libelle()))
        .collect();
    let pieces = TypePiece::TOUS
        .iter()
        .map(|p| Option_::new(p.code(), p.libelle()))
        .collect();
    view! {
        <Bandeau ton=Ton::Info titre="Lisez sur la pièce d’identité, ne recopiez pas un autre dossier">
            "L’état civil ne se modifiera plus\u{a0}: seul le support du répertoire pourra le corriger. Aucune copie de la pièce n’est demandée ni gardée."
        </Bandeau>
        <ChampChoix champ=Champ::TypePiece valeur=piece.type_piece options=pieces erreurs=erreurs.clone() />
        <ChampTexte
            champ=Champ::FinPiece
            valeur=piece.fin_piece
            erreurs=erreurs.clone()
            aide="Les 4 derniers caractères au plus, pour pouvoir retrouver la pièce. Jamais le numéro entier."
            facultatif=true
        />
        <ChampChoix champ=Champ::Civilite valeur=saisie.civilite options=civilites erreurs=erreurs.clone() />
        <ChampChoix champ=Champ::Sexe valeur=saisie.sexe options=sexes erreurs=erreurs.clone() />
        <ChampTexte champ=Champ::NomNaissance valeur=saisie.nom_naissance erreurs=erreurs.clone() />
        <ChampTexte
            champ=Champ::NomUsage
            valeur=saisie.nom_usage
            erreurs=erreurs.clone()
            aide="Seulement s’il figure sur la pièce d’identité."
            facultatif=true
        />
        <ChampTexte
            champ=Champ::Prenoms
            valeur=saisie.prenoms
            erreurs=erreurs.clone()
            aide="Tous, dans l’ordre de la pièce, séparés par un espace."
        />
        <ChampDate
            champ=Champ::DateNaissance
            prefixe="naissance"
            valeurs=[saisie.naissance_jour, saisie.naissance_mois, saisie.naissance_annee]
            erreurs=erreurs.clone()
        />
        <ChampRecherche champ=Champ::PaysNaissance recherche=pays erreurs=erreurs.clone() aide="Le nom actuel du pays, par exemple «\u{a0}France\u{a0}» ou «\u{a0}Algérie\u{a0}»." />
        <ChampRecherche
            champ=Champ::CommuneNaissance
            recherche=commune
            erreurs=erreurs.clone()
            aide="Pour une naissance en France\u{a0}: le nom de la commune ou son code INSEE. À Paris, Lyon ou Marseille, l’arrondissement."
        />
        <ChampTexte
            champ=Champ::VilleNaissance
            valeur=saisie.ville_naissance
            erreurs=erreurs
            aide="Pour une naissance à l’étranger\u{a0}: le nom de la ville, comme sur la pièce."
        />
    }
}

/// Step 2 (R18–R21).
#[component]
fn Contact(saisie: SaisieContact, #[prop(optional_no_strip)] erreurs: Option<Erreurs>) -> impl IntoView {
    let adresse = saisie.email.clone();
    view! {
        <Bandeau ton=Ton::Info titre="Les coordonnées de la personne, pas celles du service">
            "L’adresse reçoit son numéro RPPS, le mobile reçoit ses codes d’activation\u{a0}: sans eux, pas d’e-CPS. Chacune ne peut servir qu’à une seule personne."
        </Bandeau>
        <ChampTexte
            champ=Champ::Email
            valeur=saisie.email
            erreurs=erreurs.clone()
            aide="Personnelle ou professionnelle, mais qu’elle est seule à lire. Exemple\u{a0}: prenom.nom@exemple.fr"
            genre="email"
        />
        <ConseilEmail adresse=adresse />
        <ChampTexte
            champ=Champ::Mobile
            valeur=saisie.mobile
            erreurs=erreurs
            aide="Numéro français, métropole ou outre-mer. Exemple\u{a0}: 06 12 34 56 78"
            genre="tel"
        />
    }
}

/// Step 4: the boxes of R36, the second one shown and not mandatory.
#[component]
fn Engagement(
    saisie: SaisieEngagement,
    #[prop(optional_no_strip)] erreurs: Option<Erreurs>,
) -> impl IntoView {
    view! {
        <Case champ=Champ::Exactitude coche=saisie.exactitude == "on" erreurs=erreurs.clone()>
            "Je certifie l’exactitude des informations, et j’ai informé la personne des conditions générales d’utilisation."
        </Case>
        <Case champ=Champ::Confirmation coche=saisie.confirmation == "on" erreurs=erreurs>
            "Je confirme que j’ai rencontré le professionnel. (facultatif)"
        </Case>
        <p class="mt-6 max-w-lecture">
            "À lire ou à montrer à la personne\u{a0}: "
            <ALire href=chemin::CONDITIONS_PORTAIL nom="conditions générales d’utilisation" />
            ", "
            <ALire href=chemin::DONNEES_PERSONNELLES nom="ce que deviennent ses données" />
            "."
        </p>
        <p class="mt-4 max-w-lecture text-soft">
            "Dites à la personne que son nom et son prénom d’exercice, sa profession et son établissement seront publics\u{a0}; que son état civil, son adresse email et son mobile ne le seront jamais\u{a0}; et qu’elle peut consulter sa fiche et la faire rectifier."
        </p>
    }
}
