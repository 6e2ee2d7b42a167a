//! Somebody says which structure they head: no card is needed to begin (J8).

use super::{Onglet, Onglets, essai};
use crate::api::{ApiErreur, OuvrirChemin};
use crate::components::{BOUTON, Bandeau, LIEN, ResumeErreurs, Ton};
use crate::islands::{FormulaireVivant, Genre};
use crate::pages::professionnel::ErreurEnvoi;
use crate::pages::recherche::{ChampRecherche, etablissement};
use crate::pages::{chemin, page};
use crate::requete::session;
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// The page.
#[component]
pub fn Ouvrir() -> impl IntoView {
    page(async move {
        session().ok_or_else(ApiErreur::connexion)?;
        let essai = essai().await?;
        let (recherche, _) = etablissement(&essai.valeur("etablissement").unwrap_or_default()).await?;
        let erreurs = essai
            .message()
            .map(|message| Erreurs::une(Champ::Etablissement, message));
        let prefixe = if erreurs.is_some() { "Erreur\u{a0}: " } else { "" };
        Ok(view! {
            <Title text=format!("{prefixe}Trouver ma structure") />
            <Onglets ici=Onglet::Structures />
            <div class="max-w-lecture">
                <p><a class=LIEN href=chemin::STRUCTURES>"Mes structures"</a></p>
                <h1 class="mt-2 text-3xl font-bold">"Quelle structure dirigez-vous\u{a0}?"</h1>
                <p class="mt-2">
                    "Cherchez un de vos établissements, ou donnez le numéro FINESS de l’organisme. Vous choisirez ensuite entre un contrat pour tout l’organisme et un contrat par établissement."
                </p>
                <Bandeau ton=Ton::Info titre="Ce que cela ouvre">
                    "Le chemin de cette structure, et rien d’autre\u{a0}: aucune donnée personnelle ni aucun droit sur les personnes avant que la carte de directeur soit reçue. Votre démarche est notée au journal."
                </Bandeau>
                <FormulaireVivant genre=Genre::Simple>
                    <form method="post" action=OuvrirChemin::url() novalidate>
                        <ResumeErreurs erreurs=erreurs.clone() />
                        <ErreurEnvoi />
                        <ChampRecherche
                            champ=Champ::Etablissement
                            recherche=recherche
                            erreurs=erreurs
                            aide="Nom, ville ou numéro FINESS\u{a0}: neuf caractères."
                        />
                        <button class=format!("{BOUTON} mt-6")>"Je dirige cette structure"</button>
                    </form>
                </FormulaireVivant>
            </div>
        }
        .into_any())
    })
}
