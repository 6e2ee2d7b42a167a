//! Step 2: how the register reaches the person (R18–R22).

use super::formulaire::{Contexte, FormulaireEtape, contexte};
use crate::api::EnregistrerContact;
use crate::components::{Bandeau, ChampTexte, ConseilEmail, Ton};
use crate::islands::Genre;
use crate::pages::page;
use crate::requete::parametre;
use domain::saisie::{Champ, Erreurs, Etape};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::ActeError;

/// The page.
#[component]
pub fn EtapeContact() -> impl IntoView {
    page(async move {
        let Contexte {
            brouillon,
            erreurs,
            retour,
            ..
        } = contexte(Etape::Contact).await?;
        let erreurs = deja_prise(erreurs);
        let saisie = brouillon.saisie.contact.clone();
        let adresse = saisie.email.clone();
        Ok(view! {
            <FormulaireEtape
                etape=Etape::Contact
                action=EnregistrerContact::url()
                demande=brouillon.id.to_string()
                genre=Genre::Contact
                erreurs=erreurs.clone()
                retour=retour
            >
                <Bandeau ton=Ton::Info titre="À quoi servent ces coordonnées">
                    <p>
                        "L’adresse reçoit votre numéro RPPS, le mobile reçoit vos codes d’activation\u{a0}: sans eux, pas d’e-CPS. Elles ne sont jamais publiques, et elles doivent n’être qu’à vous\u{a0}: ni adresse partagée, ni téléphone de service."
                    </p>
                </Bandeau>
                <ChampTexte
                    champ=Champ::Email
                    valeur=saisie.email
                    erreurs=erreurs.clone()
                    aide="Personnelle ou professionnelle, mais que vous êtes seul(e) à lire. Exemple\u{a0}: prenom.nom@exemple.fr"
                    genre="email"
                    autocomplete="email"
                />
                <ConseilEmail adresse=adresse />
                <ChampTexte
                    champ=Champ::Mobile
                    valeur=saisie.mobile
                    erreurs=erreurs
                    aide="Numéro français, métropole ou outre-mer. Exemple\u{a0}: 06 12 34 56 78 ou 0692 12 34 56"
                    genre="tel"
                    autocomplete="tel"
                />
            </FormulaireEtape>
        })
    })
}

/// The errors, with the one that only the register knows: somebody else has this address or this mobile (R19).
fn deja_prise(erreurs: Option<Erreurs>) -> Option<Erreurs> {
    let pris = parametre("pris").and_then(|champ| champ.parse::<Champ>().ok());
    let Some(champ) = pris.filter(|champ| matches!(champ, Champ::Email | Champ::Mobile)) else {
        return erreurs;
    };
    let mut erreurs = erreurs.unwrap_or_default();
    erreurs.push(champ, ActeError::DejaUtilise(champ).to_string());
    Some(erreurs)
}
