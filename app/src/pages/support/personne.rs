//! A registered person in the hands of the support: everything the register holds, and the two acts that only the support can do.

use crate::api::{ActeSupport, ApiErreur, CorrigerEtatCivil, SupprimerInscription};
use crate::components::{
    BOUTON, BOUTON_DANGER, BOUTON_SECONDAIRE, Bandeau, Case, ChampChoix, ChampDate, ChampTexte,
    ChampTexteLong, LIEN, Ligne, ListeDescription, Option_, ResumeErreurs, Ton,
};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::gestion::{identite, situations};
use crate::pages::professionnel::ErreurEnvoi;
use crate::pages::recherche::{ChampRecherche, Recherche, commune, pays};
use crate::pages::{chemin, page};
use crate::requete::{operateur, parametre, registry, segment, session};
use domain::demande::Explication;
use domain::etat_civil::{Civilite, Sexe};
use domain::ids::RechercheId;
use domain::saisie::{Champ, Erreurs, SaisieEtatCivil};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Personne() -> impl IntoView {
    page(async move {
        let registry = registry();
        let fiche = registry.fiche(&operateur()?, segment("id")?).await?;
        let acte = parametre("a-revoir").unwrap_or_default();
        let garde = garde().await?;
        let (correction, suppression) = match acte.as_str() {
            "correction" => (garde, None),
            "suppression" => (None, garde),
            _ => (None, None),
        };
        let saisie = correction
            .as_ref()
            .and_then(|acte| acte.etat_civil.clone())
            .unwrap_or_else(|| SaisieEtatCivil::from(&fiche.etat_civil));
        let formulaire = Correction {
            erreurs: correction.as_ref().map(|acte| {
                let mut erreurs = registry
                    .lire_etat_civil_corrige(&fiche.etat_civil, &saisie)
                    .err()
                    .unwrap_or_default()
                    .pour_autrui();
                expliquer(&mut erreurs, acte);
                erreurs
            }),
            refus: correction.as_ref().and_then(refus),
            explication: correction.map(|acte| acte.explication).unwrap_or_default(),
            pays: pays(&saisie.pays_naissance).await?,
            commune: commune(&saisie.commune_naissance).await?,
            saisie,
        };
        let corrigee = parametre("fait").as_deref() == Some("correction");
        let (id, version) = (fiche.id.to_string(), fiche.version);
        let nom = format!("{} {}", fiche.prenom_exercice, fiche.nom_exercice);
        let contacts = vec![
            Ligne::new(Champ::Email.libelle(), fiche.email.to_string()),
            Ligne::new(Champ::Mobile.libelle(), fiche.mobile.national()),
        ];
        let prefixe = if formulaire.erreurs.is_some() || suppression.is_some() {
            "Erreur\u{a0}: "
        } else {
            ""
        };
        Ok(view! {
            <Title text=format!("{prefixe}Fiche d’un professionnel") />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::SUPPORT>"Support du répertoire"</a></p>
                <h1 class="mt-2 text-3xl font-bold">{nom}</h1>
                <p class="mt-1">"RPPS " <strong class="tracking-wider">{fiche.rpps.to_string()}</strong></p>
                {corrigee
                    .then(|| {
                        view! {
                            <Bandeau ton=Ton::Succes titre="L’état civil est corrigé">
                                "La personne en est prévenue par email."
                            </Bandeau>
                        }
                    })}
                <ListeDescription titre="État civil" lignes=identite(&fiche) />
                <ListeDescription titre="Coordonnées de contact" lignes=contacts />
                {situations(fiche.situations)}
                <FormulaireCorrection id=id.clone() version=version contenu=formulaire />
                <FormulaireSuppression id=id version=version acte=suppression />
            </div>
        })
    })
}

/// The act that could not be accepted as typed, kept with the session.
async fn garde() -> Result<Option<ActeSupport>, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    let Some(id) = parametre("saisie").and_then(|id| id.parse::<RechercheId>().ok()) else {
        return Ok(None);
    };
    let texte = registry().recherche(&session, id).await?;
    Ok(texte.and_then(|texte| serde_json::from_str(&texte).ok()))
}

/// Adds what is wrong with the words.
fn expliquer(erreurs: &mut Erreurs, acte: &ActeSupport) {
    if let Err(erreur) = acte.explication.parse::<Explication>() {
        erreurs.push(Champ::Explication, erreur.to_string());
    }
}

/// What the register itself answered.
fn refus(acte: &ActeSupport) -> Option<String> {
    acte.refus.clone().filter(|refus| !refus.is_empty())
}

/// The form of a correction.
struct Correction {
    saisie: SaisieEtatCivil,
    explication: String,
    pays: Recherche,
    commune: Recherche,
    erreurs: Option<Erreurs>,
    refus: Option<String>,
}

#[component]
fn FormulaireCorrection(id: String, version: i64, contenu: Correction) -> impl IntoView {
    let Correction {
        saisie,
        explication,
        pays,
        commune,
        erreurs,
        refus,
    } = contenu;
    let ouvert = erreurs.is_some();
    let erreurs = erreurs.filter(|erreurs| erreurs.iter().next().is_some());
    let civilites = [Civilite::Mme, Civilite::M]
        .map(|c| Option_::new(c.code(), c.libelle()))
        .into();
    let sexes = [Sexe::F, Sexe::M]
        .map(|s| Option_::new(s.code(), s.libelle()))
        .into();
    view! {
        <details id="correction" class="mt-8 rounded-md border border-line p-4" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Corriger l’état civil"</summary>
            <p class="mt-3">
                "Sur pièce d’identité seulement\u{a0}: carte d’identité, passeport, carte de séjour ou acte de naissance. Le numéro RPPS ne change pas."
            </p>
            {refus.map(|refus| view! { <Bandeau ton=Ton::Erreur titre="La correction n’a pas été enregistrée">{refus}</Bandeau> })}
            <FormulaireVivant genre=Genre::Simple>
                <form method="post" action=CorrigerEtatCivil::url() novalidate>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="personne" value=id />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ChampChoix champ=Champ::Civilite valeur=saisie.civilite options=civilites erreurs=erreurs.clone() />
                    <ChampChoix champ=Champ::Sexe valeur=saisie.sexe options=sexes erreurs=erreurs.clone() />
                    <ChampTexte champ=Champ::NomNaissance valeur=saisie.nom_naissance erreurs=erreurs.clone() />
                    <ChampTexte champ=Champ::NomUsage valeur=saisie.nom_usage erreurs=erreurs.clone() facultatif=true />
                    <ChampTexte champ=Champ::Prenoms valeur=saisie.prenoms erreurs=erreurs.clone() />
                    <ChampDate
                        champ=Champ::DateNaissance
                        prefixe="naissance"
                        valeurs=[saisie.naissance_jour, saisie.naissance_mois, saisie.naissance_annee]
                        erreurs=erreurs.clone()
                    />
                    <ChampRecherche champ=Champ::PaysNaissance recherche=pays erreurs=erreurs.clone() aide="Le nom actuel du pays." />
                    <ChampRecherche
                        champ=Champ::CommuneNaissance
                        recherche=commune
                        erreurs=erreurs.clone()
                        aide="Pour une naissance en France\u{a0}: le nom de la commune ou son code INSEE."
                    />
                    <ChampTexte
                        champ=Champ::VilleNaissance
                        valeur=saisie.ville_naissance
                        erreurs=erreurs.clone()
                        aide="Pour une naissance à l’étranger."
                        facultatif=true
                    />
                    <ChampTexteLong
                        champ=Champ::Explication
                        valeur=explication
                        erreurs=erreurs
                        aide="La personne lira ce texte\u{a0}: dites sur quelle pièce vous vous êtes appuyé."
                    />
                    <button class=format!("{BOUTON} mt-4")>"Corriger l’état civil"</button>
                </form>
            </FormulaireVivant>
        </details>
    }
}

#[component]
fn FormulaireSuppression(
    id: String,
    version: i64,
    #[prop(optional_no_strip)] acte: Option<ActeSupport>,
) -> impl IntoView {
    let ouvert = acte.is_some();
    let refus = acte.as_ref().and_then(refus);
    let erreur = acte
        .as_ref()
        .and_then(|acte| acte.explication.parse::<Explication>().err())
        .map(|erreur| erreur.to_string());
    let explication = acte.map(|acte| acte.explication).unwrap_or_default();
    view! {
        <details id="suppression" class="mt-4 rounded-md border border-line p-4" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Retirer cette inscription"</summary>
            <p class="mt-3">
                "Seulement pour une inscription hors champ\u{a0}: profession d’un autre répertoire, secteur sanitaire. Les situations et les coordonnées sont effacées, le numéro n’est plus valable et ne sera plus jamais attribué."
            </p>
            {refus.map(|refus| view! { <Bandeau ton=Ton::Erreur titre="L’inscription n’a pas été retirée">{refus}</Bandeau> })}
            <FormulaireVivant genre=Genre::Simple>
                <form method="post" action=SupprimerInscription::url() novalidate>
                    <ErreurEnvoi />
                    <input type="hidden" name="personne" value=id />
                    <input type="hidden" name="version" value=version.to_string() />
                    <div class="mt-6">
                        <label for="raison" class="block font-bold">"Explication"</label>
                        <p id="raison-aide" class="text-soft">"La personne lira ce texte."</p>
                        {erreur.clone().map(|erreur| view! { <p id="raison-erreur" class="font-bold text-danger">{format!("Erreur\u{a0}: {erreur}")}</p> })}
                        <textarea
                            id="raison"
                            name="explication"
                            rows="4"
                            class=format!("{} mt-1 w-full", crate::components::SAISIE)
                            aria-describedby="raison-aide raison-erreur"
                            aria-invalid=erreur.is_some().then_some("true")
                        >
                            {crate::components::texte_brut(explication)}
                        </textarea>
                    </div>
                    <Case champ=Champ::Confirmation coche=false erreurs=None>
                        "Je confirme que cette inscription est hors champ."
                    </Case>
                    <button class=format!("{BOUTON_DANGER} mt-4")>"Retirer l’inscription"</button>
                </form>
            </FormulaireVivant>
        </details>
    }
}
