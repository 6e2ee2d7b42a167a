//! What was just done on a record, and what stands in the way of doing more: said at its top.

use crate::api::ApiErreur;
use crate::components::{Bandeau, LIEN, Ton};
use crate::pages::chemin;
use crate::requete::{parametre, registry};
use domain::demande::Reference;
use domain::ids::{DemandeId, PersonneId};
use leptos::prelude::*;
use registry::droit::Gestionnaire;

/// What the gestionnaire may know before acting.
pub(in crate::pages) struct Etat {
    sienne: bool,
    demande: Option<(DemandeId, Reference)>,
}

impl Etat {
    /// Asks the register.
    pub(in crate::pages) async fn lire(g: &Gestionnaire, id: PersonneId) -> Result<Self, ApiErreur> {
        let registry = registry();
        Ok(Self {
            sienne: registry.est_sa_fiche(g, id).await?,
            demande: registry.demande_en_cours(g, id).await?,
        })
    }

    /// Whether anything may be done.
    pub(in crate::pages) fn libre(&self) -> bool {
        !self.sienne && self.demande.is_none()
    }

    /// In words.
    pub(in crate::pages) fn afficher(self) -> impl IntoView {
        let fait = match parametre("fait").as_deref() {
            Some("modifier") => Some((
                "La situation est modifiée",
                "La personne en est prévenue par email.",
            )),
            Some("fermer") => Some((
                "La fermeture est enregistrée",
                "Le numéro RPPS ne change pas. En cas d’erreur, la fermeture s’annule ici pendant trente jours.",
            )),
            Some("rouvrir") => Some((
                "La fermeture est annulée",
                "La personne en est prévenue par email.",
            )),
            Some("ajouter") => Some((
                "La situation est ajoutée",
                "Le numéro RPPS ne change pas. La personne en est prévenue par email.",
            )),
            _ => None,
        };
        let perdu = parametre("fait").as_deref() == Some("perdu");
        view! {
            {fait.map(|(titre, texte)| view! { <Bandeau ton=Ton::Succes titre=titre>{texte}</Bandeau> })}
            {perdu
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Votre saisie n’a pas été retrouvée">
                            "Elle avait été préparée pendant une session qui s’est terminée. Rien n’a été modifié\u{a0}: recommencez depuis cette fiche."
                        </Bandeau>
                    }
                })}
            {self
                .sienne
                .then(|| {
                    view! {
                        <Bandeau ton=Ton::Info titre="Cette fiche est la vôtre, ou celle d’un homonyme">
                            "Un autre gestionnaire de votre structure doit la modifier. Si c’est la vôtre, depuis votre propre espace, vous pouvez changer vos coordonnées et déclarer un départ."
                        </Bandeau>
                    }
                })}
            {self
                .demande
                .map(|(id, reference)| {
                    view! {
                        <Bandeau ton=Ton::Alerte titre="Une demande de cette personne est en cours">
                            <p>
                                "Rien ne peut être modifié en attendant\u{a0}: traitez d’abord la demande "
                                <a class=LIEN href=chemin::dossier(id)>{reference.to_string()}</a> "."
                            </p>
                        </Bandeau>
                    }
                })}
        }
    }
}
