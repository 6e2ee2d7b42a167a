//! « Me désigner gestionnaire RPPS+ », for a mandataire: contact, training, terms, one button.

use super::{Conditions, Coordonnees, Entete, a_revoir, refus};
use crate::api::MeDesigner;
use crate::components::{BOUTON, ResumeErreurs};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{designateur, registry, segment};
use domain::designation::GenreDesignation;
use domain::saisie::{Erreurs, SaisieHabilite};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page; whoever needs no habilitation is led back to the list.
#[component]
pub fn Moi() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let finess = segment("finess")?;
        let registry = registry();
        let structure = registry.structure_designee(&d, &finess).await?;
        if !registry.peut_se_designer(&d, &structure).await? {
            return Err(Sortie::Vers(chemin::habilitation::structure(&finess)));
        }
        let (email, telephone) = registry.mon_contact(&d).await?;
        let garde = a_revoir().await?;
        let saisie = garde.as_ref().map_or_else(
            || SaisieHabilite {
                genre_habilitation: GenreDesignation::Gestionnaire.code().to_owned(),
                email: email.unwrap_or_default(),
                telephone: telephone.unwrap_or_default(),
                ..SaisieHabilite::default()
            },
            |garde| garde.habilite.clone(),
        );
        let erreurs = garde.as_ref().map(|garde| {
            let mut toutes = Erreurs::new();
            let des_champs = garde.habilite.valider(registry.aujourd_hui()).err();
            for erreurs in [des_champs, garde.cgu.valider().err()].into_iter().flatten() {
                toutes.extend(erreurs);
            }
            toutes
        });
        let cgu = garde.as_ref().map(|garde| garde.cgu.clone()).unwrap_or_default();
        Ok(view! {
            <Entete structure=structure.clone() titre="Me désigner gestionnaire RPPS+" erreur=garde.is_some() />
            <p class="max-w-lecture">
                {format!("Vous traiterez les demandes de {} dès l’envoi. Vous gardez votre rôle de mandataire.", structure.nom)}
            </p>
            {refus(garde.as_ref())}
            <form method="post" action=MeDesigner::url()>
                <ResumeErreurs erreurs=erreurs.clone() />
                <input type="hidden" name="structure" value=finess.to_string() />
                <Coordonnees saisie=saisie erreurs=erreurs.clone() attestation=None moi=true />
                <Conditions cgu=cgu.cgu == "on" cgu_habilitations=cgu.cgu_habilitations == "on" erreurs=erreurs />
                <button class=format!("{BOUTON} mt-6")>"Me désigner gestionnaire RPPS+"</button>
            </form>
        })
    })
}
