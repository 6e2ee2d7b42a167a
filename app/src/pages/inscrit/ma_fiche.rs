//! One's own record: what the register holds, what one changes alone (contacts, names at work), and who looked at it.

use crate::api::{ApiErreur, ChangerContact, ChangerNoms};
use crate::components::{
    AdresseARelire, BOUTON, BOUTON_SECONDAIRE, Bandeau, ChampTexte, ConseilEmail, LIEN, Ligne,
    ListeDescription, ResumeErreurs, Ton,
};
use crate::islands::{Copier, FormulaireVivant, Genre};
use crate::pages::gestion::{Documents, Frise, identite};
use crate::pages::professionnel::{ErreurEnvoi, NomExercice, titre};
use crate::pages::{chemin, chemin_agir, page};
use crate::requete::{inscrit, parametre, registry, saisie_notee, session};
use domain::ids::RechercheId;
use domain::saisie::{Champ, Erreurs, SaisieContact, SaisieEtatCivil, SaisieNoms};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use registry::personne::{EtatSituation, Fiche};
use serde::de::DeserializeOwned;

/// The page.
#[component]
pub fn MaFiche() -> impl IntoView {
    page(async move {
        let inscrit = inscrit()?;
        let registry = registry();
        let fiche = registry.fiche_inscrit(&inscrit).await?;
        let contact = garde::<SaisieContact>("contact").await?;
        let noms = garde::<SaisieNoms>("noms").await?;
        let erreurs_contact = contact.as_ref().and_then(|(saisie, _)| saisie.valider().err());
        let erreurs_noms = noms
            .as_ref()
            .and_then(|(saisie, _)| saisie.valider(&fiche.etat_civil).err());
        let fautes = erreurs_contact.as_ref().or(erreurs_noms.as_ref());
        let titre = titre("Ma fiche", fautes);
        let (aujourd_hui, nomenclatures) = (registry.aujourd_hui(), registry.nomenclatures());
        let usager = session().is_some_and(|session| session.est_usager());
        let active = fiche.situations.iter().any(|s| s.etat != EtatSituation::Fermee);
        let coordonnees = vec![
            Ligne::new(Champ::Email.libelle(), fiche.email.to_string()),
            Ligne::new(Champ::Mobile.libelle(), fiche.mobile.national()),
        ];
        let exercice = vec![
            Ligne::new(Champ::NomExercice.libelle(), fiche.nom_exercice.to_string()),
            Ligne::new(Champ::PrenomExercice.libelle(), fiche.prenom_exercice.to_string()),
        ];
        let rpps = fiche.rpps.to_string();
        let identifiant = fiche.rpps.id_nat().to_string();
        Ok(view! {
            <Title text=titre />
            <div class="max-w-lecture">
                {usager.then(|| view! { <p><a class=LIEN href=chemin::MES_DEMANDES>"Mon espace"</a></p> })}
                <h1 class="mt-2 text-3xl font-bold">{format!("{} {}", fiche.prenom_exercice, fiche.nom_exercice)}</h1>
                <p class="mt-1 flex flex-wrap items-center gap-4">
                    <span>"Numéro RPPS " <strong class="tracking-wider">{rpps.clone()}</strong></span>
                    <Copier texte=rpps quoi="le numéro RPPS".to_owned() />
                </p>
                <p class="text-soft">{format!("Identifiant pour l’e-CPS\u{a0}: {identifiant}")}</p>
                {fait()}
                <Frise situations=fiche.situations.clone() aujourd_hui=aujourd_hui actions=None />
                {active
                    .then(|| {
                        view! {
                            <p class="mt-4"><a class=BOUTON_SECONDAIRE href=chemin_agir::DEPART>"Je quitte un établissement"</a></p>
                            <p class="mt-2 text-soft">"Pour tout autre changement dans une situation, adressez-vous au gestionnaire de l’établissement."</p>
                        }
                    })}
                <Documents situations=fiche.situations.clone() nomenclatures=nomenclatures perimetre=false />
                <ListeDescription titre="Coordonnées de contact" lignes=coordonnees />
                <AdresseARelire adresse=fiche.email.to_string() modifier="#contact".to_owned() />
                <p class="mt-2 text-soft">"Jamais publiques. L’adresse reçoit ce que le répertoire vous écrit, le mobile vos codes d’activation."</p>
                <FormulaireContact fiche=fiche.clone() garde=contact erreurs=erreurs_contact />
                <ListeDescription titre="Nom d’exercice" lignes=exercice />
                <p class="mt-2 text-soft">"Public, dans l’annuaire des professionnels."</p>
                <FormulaireNoms fiche=fiche.clone() garde=noms erreurs=erreurs_noms />
                <ListeDescription titre="État civil" lignes=identite(&fiche) />
                <p class="mt-2 text-soft">
                    "L’état civil enregistré ne se modifie pas\u{a0}: seul le support du répertoire peut le corriger, sur pièce d’identité."
                </p>
                <p class="mt-8"><a class=LIEN href=chemin::CONSULTATIONS>"Qui a consulté mon dossier"</a></p>
            </div>
        }
        .into_any())
    })
}

/// What was just done.
fn fait() -> impl IntoView {
    let fait = match parametre("fait").as_deref() {
        Some("contact") => Some((
            "Vos coordonnées sont changées",
            "Un email le confirme à votre adresse, et à l’ancienne si vous l’avez remplacée.",
        )),
        Some("noms") => Some((
            "Votre nom d’exercice est changé",
            "L’annuaire suivra sous 24 heures.",
        )),
        Some("depart") => Some((
            "Votre départ est enregistré",
            "Votre numéro RPPS reste le vôtre. En cas d’erreur, le gestionnaire de l’établissement peut rouvrir la situation pendant trente jours.",
        )),
        _ => None,
    };
    fait.map(|(titre, texte)| view! { <Bandeau ton=Ton::Succes titre=titre>{texte}</Bandeau> })
}

/// What was typed in that form and could not be accepted, with what the register answered.
async fn garde<T: DeserializeOwned>(acte: &str) -> Result<Option<(T, String)>, ApiErreur> {
    if parametre("a-revoir").as_deref() != Some(acte) {
        return Ok(None);
    }
    match parametre("saisie").and_then(|note| note.parse::<RechercheId>().ok()) {
        Some(note) => saisie_notee(note).await,
        None => Ok(None),
    }
}

/// The register's answer, when the fields do not say it.
fn refus(refus: String) -> impl IntoView {
    (!refus.is_empty())
        .then(|| view! { <Bandeau ton=Ton::Erreur titre="Rien n’a été modifié">{refus}</Bandeau> })
}

#[component]
fn FormulaireContact(
    fiche: Fiche,
    garde: Option<(SaisieContact, String)>,
    erreurs: Option<Erreurs>,
) -> impl IntoView {
    let ouvert = garde.is_some();
    let (saisie, reponse) = garde.unwrap_or_else(|| {
        let contact = domain::saisie::Contact {
            email: fiche.email.clone(),
            mobile: fiche.mobile.clone(),
        };
        (SaisieContact::from(&contact), String::new())
    });
    let adresse = saisie.email.clone();
    view! {
        <details id="contact" class="mt-3 rounded-md border border-line p-4" open=ouvert>
            <summary class=BOUTON_SECONDAIRE>"Changer mes coordonnées"</summary>
            {refus(reponse)}
            <FormulaireVivant genre=Genre::Contact>
                <form method="post" action=ChangerContact::url() novalidate>
                    <ResumeErreurs erreurs=erreurs.clone() />
                    <ErreurEnvoi />
                    <input type="hidden" name="version" value=fiche.version.to_string() />
                    <ChampTexte
                        champ=Champ::Email
                        valeur=saisie.email
                        erreurs=erreurs.clone()
                        aide="Que vous êtes seul(e) à lire. Exemple\u{a0}: prenom.nom@exemple.fr"
                        genre="email"
                        autocomplete="email"
                    />
                    <ConseilEmail adresse=adresse />
                    <ChampTexte
                        champ=Champ::Mobile
                        valeur=saisie.mobile
                        erreurs=erreurs
                        aide="Qui n’est qu’à vous. Exemple\u{a0}: 06 12 34 56 78 ou 0692 12 34 56"
                        genre="tel"
                        autocomplete="tel"
                    />
                    <button class=format!("{BOUTON} mt-6")>"Enregistrer mes coordonnées"</button>
                </form>
            </FormulaireVivant>
        </details>
    }
    .into_any()
}

#[component]
fn FormulaireNoms(
    fiche: Fiche,
    garde: Option<(SaisieNoms, String)>,
    erreurs: Option<Erreurs>,
) -> impl IntoView {
    let identite = SaisieEtatCivil::from(&fiche.etat_civil);
    let plusieurs = !identite.nom_usage.is_empty() || identite.prenoms.contains(' ');
    let ouvert = garde.is_some();
    let (saisie, reponse) = garde.unwrap_or_else(|| {
        let noms = SaisieNoms {
            nom_exercice: fiche.nom_exercice.to_string(),
            prenom_exercice: fiche.prenom_exercice.to_string(),
        };
        (noms, String::new())
    });
    plusieurs
        .then(|| {
            view! {
                <details id="noms" class="mt-3 rounded-md border border-line p-4" open=ouvert>
                    <summary class=BOUTON_SECONDAIRE>"Changer mon nom d’exercice"</summary>
                    {refus(reponse)}
                    <FormulaireVivant genre=Genre::Simple>
                        <form method="post" action=ChangerNoms::url() novalidate>
                            <ResumeErreurs erreurs=erreurs.clone() />
                            <ErreurEnvoi />
                            <input type="hidden" name="version" value=fiche.version.to_string() />
                            <NomExercice identite=identite nom=saisie.nom_exercice prenom=saisie.prenom_exercice erreurs=erreurs />
                            <button class=format!("{BOUTON} mt-6")>"Enregistrer mon nom d’exercice"</button>
                        </form>
                    </FormulaireVivant>
                </details>
            }
        })
        .into_any()
}
