//! Step 2: how the register reaches the person (R18–R22).

use super::formulaire::{Contexte, FormulaireEtape, contexte};
use crate::api::EnregistrerContact;
use crate::components::{Bandeau, ChampTexte, Ton};
use crate::islands::Genre;
use crate::pages::page;
use domain::saisie::{Champ, Etape};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

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
        let saisie = brouillon.saisie.contact.clone();
        let conseil = conseil(&saisie.email);
        let sans_conseil = conseil.is_none();
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
                        "L’adresse reçoit votre numéro RPPS, le mobile reçoit vos codes d’activation : sans eux, pas d’e-CPS. Elles ne sont jamais publiques, et elles doivent n’être qu’à vous : ni adresse partagée, ni téléphone de service."
                    </p>
                </Bandeau>
                <ChampTexte
                    champ=Champ::Email
                    valeur=saisie.email
                    erreurs=erreurs.clone()
                    aide="Personnelle ou professionnelle, mais que vous êtes seul(e) à lire. Exemple : prenom.nom@exemple.fr"
                    genre="email"
                    autocomplete="email"
                />
                <p id="email-conseil" role="status" class="mt-1 max-w-lecture font-bold text-alerte" hidden=sans_conseil>
                    {conseil}
                </p>
                <ChampTexte
                    champ=Champ::Mobile
                    valeur=saisie.mobile
                    erreurs=erreurs
                    aide="Numéro français, métropole ou outre-mer. Exemple : 06 12 34 56 78 ou 0692 12 34 56"
                    genre="tel"
                    autocomplete="tel"
                />
            </FormulaireEtape>
        })
    })
}

/// A probable typo, pointed out and never blocking.
fn conseil(email: &str) -> Option<String> {
    let suggestion = email.parse::<domain::contact::Email>().ok()?.suggestion()?;
    Some(format!(
        "Vouliez-vous écrire {suggestion} ? Vérifiez votre adresse."
    ))
}
