//! Who the person of a row looks like: registered people, then other rows of the same list.

use super::super::ressemblances::{Proche, Proches};
use crate::api::TrancherLigne;
use crate::components::{Bandeau, Ton};
use crate::pages::chemin;
use domain::doublon::ChoixDoublon;
use domain::ids::ListeId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use registry::liste::{LigneSemblable, RessemblancesLigne};

/// Both; nothing when nobody looks alike.
#[component]
pub(super) fn Ressemblances(id: ListeId, numero: i64, vues: RessemblancesLigne) -> impl IntoView {
    let a_trancher = vues.a_trancher();
    let cachees = vec![("liste", id.to_string()), ("numero", numero.to_string())];
    view! {
        <div class="max-w-lecture">
            <Proches action=TrancherLigne::url() cachees=cachees.clone() proches=vues.connues a_trancher=a_trancher />
            {(!vues.lignes.is_empty()).then(|| view! { <Lignes id=id cachees=cachees lignes=vues.lignes /> })}
        </div>
    }
}

#[component]
fn Lignes(id: ListeId, cachees: Vec<(&'static str, String)>, lignes: Vec<LigneSemblable>) -> impl IntoView {
    let reste = lignes.iter().any(|ligne| ligne.choix.is_none());
    let (ton, titre) = if reste {
        (Ton::Alerte, "Deux lignes se ressemblent")
    } else {
        (Ton::Info, "Lignes comparées")
    };
    view! {
        <Bandeau ton=ton titre=titre>
            <p>
                "Si c’est une seule personne, donnez-lui partout le même état civil, ou écartez la ligne en trop. Sinon, dites que ce n’est pas un doublon."
            </p>
            <ul class="mt-2">
                {lignes
                    .into_iter()
                    .map(|ligne| {
                        let mut cachees = cachees.clone();
                        cachees.push(("autre", ligne.numero.to_string()));
                        cachees.push(("empreinte", ligne.empreinte.to_string()));
                        view! {
                            <Proche
                                action=TrancherLigne::url()
                                cachees=cachees
                                qui=format!("Ligne {}\u{a0}: {}", ligne.numero, ligne.nom)
                                score=format!("{}, {} sur 100", ligne.niveau.libelle(), ligne.score)
                                traits=ligne.traits
                                lien=Some((chemin::ligne_liste(id, ligne.numero), format!("Ouvrir la ligne {}", ligne.numero)))
                                choix=ligne.choix
                                reponses=vec![ChoixDoublon::Differente]
                            />
                        }
                    })
                    .collect_view()}
            </ul>
        </Bandeau>
    }
}
