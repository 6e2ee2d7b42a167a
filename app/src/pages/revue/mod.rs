//! Campaigns of review (J7): those of my structures (`liste`), one campaign and its people (`campagne`, `personnes`), what more has to
//! be said of some of them (`precisions`), the parts entrusted to others (`partages`, `invitation`), the attestation.
//!
//! Everything is forms; where scripts run, `islands::RevueVivante` saves each answer at once. Nothing here decides.

mod attestation;
mod campagne;
mod invitation;
mod liste;
mod partages;
mod personnes;
mod precisions;

pub use attestation::AttestationRevue;
pub use campagne::Revue;
pub use invitation::InvitationRevue;
pub use liste::Revues;
pub use precisions::Precisions;

use crate::api::ApiErreur;
use crate::requete::{registry, segment, session};
use domain::date::{Jour, long};
use domain::revue::{Avancement, cloture};
use leptos::prelude::*;
use registry::droit::Reviseur;

/// The proof for the campaign of the address.
async fn reviseur() -> Result<Reviseur, ApiErreur> {
    let session = session().ok_or_else(ApiErreur::connexion)?;
    Ok(registry().reviseur(&session, segment("id")?).await?)
}

/// What happens to a campaign whose last day has passed.
fn avant_cloture(echeance: Jour) -> String {
    format!(
        "Sans attestation avant le {}, elle se fermera d’elle-même, marquée «\u{a0}non terminée\u{a0}».",
        long(cloture(echeance))
    )
}

/// How far a campaign is: a bar, and the same in words.
#[component]
fn Progres(avancement: Avancement, id: String) -> impl IntoView {
    let pour = id.clone();
    view! {
        <p class="mt-2">
            <label for=pour>{avancement.phrase()}</label>
        </p>
        <progress
            id=id
            class="mt-1 block h-3 w-full max-w-lecture"
            max=avancement.total.max(1).to_string()
            value=avancement.repondues().to_string()
        ></progress>
    }
}
