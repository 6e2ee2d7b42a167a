//! The addresses of what is done without a demande: situations, registration from end to end, one's own record.

use super::chemin::fiche;
use domain::ids::{EnregistrementId, PersonneId, RechercheId, SituationId};
use domain::saisie::{Champ, Etape};

/// The record of the registered professional who is signed in.
pub const MA_FICHE: &str = "/ma-fiche";
/// Declaring a departure.
pub const DEPART: &str = "/ma-fiche/depart";
/// Registering somebody from end to end: beginning, or taking up the draft.
pub const ENREGISTRER: &str = "/gestion/enregistrer";
/// Everything that was typed, before confirming.
pub const ENREGISTRER_VERIFIER: &str = "/gestion/enregistrer/verification";

/// The form of an act on a person's situations: `modifier`, `fermer`, `rouvrir`, `ajouter`.
pub fn agir(personne: PersonneId, acte: &str, situation: Option<SituationId>) -> String {
    let quoi = situation.map(|id| format!("?situation={id}")).unwrap_or_default();
    format!("{}/situation/{acte}{quoi}", fiche(personne))
}

/// The same form, with what was typed, kept on the server.
pub fn agir_a_revoir(personne: PersonneId, acte: &str, note: RechercheId) -> String {
    format!("{}/situation/{acte}?saisie={note}", fiche(personne))
}

/// What would change, before confirming. `change`: the record is not as it was a moment ago.
pub fn agir_confirmer(personne: PersonneId, acte: &str, note: RechercheId, change: bool) -> String {
    let change = if change { "&change=1" } else { "" };
    format!(
        "{}/situation/{acte}?saisie={note}&etape=confirmer{change}",
        fiche(personne)
    )
}

/// The record, once the act called `fait` is done.
pub fn fiche_apres(personne: PersonneId, fait: &str) -> String {
    format!("{}?fait={fait}", fiche(personne))
}

/// A step of the registration.
pub fn enregistrer(etape: Etape) -> String {
    format!("{ENREGISTRER}/{}", etape.slug())
}

/// A step shown with its errors, coming back to the check page or not.
pub fn enregistrer_a_revoir(etape: Etape, verification: bool) -> String {
    let retour = if verification { "&retour=verification" } else { "" };
    format!("{ENREGISTRER}/{}?erreurs=1{retour}", etape.slug())
}

/// A step opened from the check page.
pub fn enregistrer_depuis_verification(etape: Etape) -> String {
    format!("{ENREGISTRER}/{}?retour=verification", etape.slug())
}

/// The contact step, with the e-mail or the mobile that somebody else already has (R19).
pub fn enregistrer_deja_utilise(champ: Champ) -> String {
    format!(
        "{ENREGISTRER}/contact?erreurs=1&retour=verification&pris={}",
        champ.id()
    )
}

/// The outcome of a registration.
pub fn enregistre(id: EnregistrementId) -> String {
    format!("/gestion/enregistres/{id}")
}

/// One's own record, with a form to complete, kept on the server.
pub fn ma_fiche_a_revoir(acte: &str, note: RechercheId) -> String {
    format!("{MA_FICHE}?a-revoir={acte}&saisie={note}#{acte}")
}

/// One's own record, once the act called `fait` is done.
pub fn ma_fiche_apres(fait: &str) -> String {
    format!("{MA_FICHE}?fait={fait}")
}

/// The departure, with what was typed, kept on the server.
pub fn depart_a_revoir(note: RechercheId) -> String {
    format!("{DEPART}?saisie={note}")
}
