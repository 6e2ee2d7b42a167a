//! Withdrawing a right: why, what follows, one button.

use super::Entete;
use crate::api::RetirerDesignation;
use crate::components::{BOUTON_DANGER, Bandeau, ChampChoix, LIEN, Option_, ResumeErreurs, Ton};
use crate::pages::{Sortie, chemin, page};
use crate::requete::{designateur, parametre, registry, segment};
use domain::designation::{GenreDesignation, MotifRetrait, MotifRetraitError};
use domain::saisie::{Champ, Erreurs};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page; a right that is withdrawn already leads back to the list.
#[component]
pub fn Retirer() -> impl IntoView {
    page(async move {
        let d = designateur()?;
        let finess = segment("finess")?;
        let id = segment("id")?;
        let registry = registry();
        let structure = registry.structure_designee(&d, &finess).await?;
        let habilite = registry.habilite(&d, id).await?;
        if habilite.retrait.is_some() {
            return Err(Sortie::Vers(chemin::habilitation::retiree(&finess, id)));
        }
        let erreurs =
            parametre("a-revoir").map(|_| Erreurs::une(Champ::MotifRetrait, MotifRetraitError.to_string()));
        let options = MotifRetrait::TOUS
            .iter()
            .map(|motif| Option_ {
                valeur: motif.code().to_owned(),
                libelle: motif.libelle().to_owned(),
                ..Option_::default()
            })
            .collect::<Vec<_>>();
        let quoi = match habilite.genre {
            GenreDesignation::Gestionnaire => "ne pourra plus traiter les demandes ni les situations",
            GenreDesignation::Mandataire => "ne pourra plus désigner de gestionnaires",
        };
        let autres = habilite.autres;
        let phrase_autres = if autres > 1 {
            format!("Retirer aussi ses {autres} autres habilitations dans vos structures")
        } else {
            "Retirer aussi son autre habilitation dans vos structures".to_owned()
        };
        Ok(view! {
            <Entete structure=structure titre=format!("Retirer l’habilitation de {}", habilite.nom) erreur=erreurs.is_some() />
            <p class="max-w-lecture">
                {format!("{} · {}. Dès la confirmation, cette personne {quoi}, même si elle est connectée.", habilite.genre.libelle(), habilite.structure)}
            </p>
            {habilite
                .dernier
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="C’est le dernier gestionnaire de cette structure">
                            "Après ce retrait, seul le représentant légal, qui a ce droit par sa carte, traitera les demandes. Vous pouvez désigner quelqu’un d’autre avant."
                        </Bandeau>
                    }
                })}
            <form method="post" action=RetirerDesignation::url()>
                <ResumeErreurs erreurs=erreurs.clone() />
                <input type="hidden" name="structure" value=finess.to_string() />
                <input type="hidden" name="habilitation" value=id.to_string() />
                <ChampChoix champ=Champ::MotifRetrait valeur=String::new() options=options erreurs=erreurs />
                {(autres > 0)
                    .then(|| {
                        view! {
                            <label for="toutes" class="mt-6 flex min-h-11 max-w-lecture cursor-pointer items-start gap-3">
                                <input id="toutes" name="toutes" type="checkbox" value="on" class="mt-0.5 size-5 shrink-0 accent-action" />
                                <span>{phrase_autres}</span>
                            </label>
                        }
                    })}
                <div class="mt-6 flex flex-wrap items-center gap-4">
                    <button class=BOUTON_DANGER>"Retirer l’habilitation"</button>
                    <a class=format!("{LIEN} inline-flex min-h-11 items-center") href=chemin::habilitation::structure(&finess)>"Ne rien retirer"</a>
                </div>
            </form>
            <p class="mt-4 max-w-lecture text-soft">"Vous pourrez annuler ce retrait pendant 30 jours."</p>
        })
    })
}
