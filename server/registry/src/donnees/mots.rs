//! Codes of the register in the words of its pages, for the copy that people read. A code without words is shown as it is.

use crate::habilitation::GenreHabilitation;
use crate::liste::EtatLigne;
use domain::nomenclature::MotifFin;
use domain::revue::Reponse;
use domain::structure::Signataire;

/// What a code says; none for one that is not known.
pub(super) type Mots = fn(&str) -> Option<&'static str>;

/// A right (`habilitation.genre`, `designation_ligne.genre`).
pub(super) fn droit(code: &str) -> Option<&'static str> {
    let genre = GenreHabilitation::TOUS
        .into_iter()
        .find(|genre| genre.code() == code);
    genre.map(GenreHabilitation::libelle)
}

/// Who signs a contract (`contrat.signataire`).
pub(super) fn signataire(code: &str) -> Option<&'static str> {
    let qui = Signataire::TOUS.into_iter().find(|qui| qui.code() == code);
    qui.map(Signataire::libelle)
}

/// Why a contract was closed (`contrat.cloture`).
pub(super) fn cloture(code: &str) -> Option<&'static str> {
    Some(match code {
        "finess" => "Numéro FINESS changé",
        "siret" => "Numéro SIRET changé",
        "dirigeant" => "Dirigeant changé",
        "organisation" => "Organisation changée",
        "abandon" => "Abandonné",
        _ => return None,
    })
}

/// A decision (`lot.genre`).
pub(super) fn decision(code: &str) -> Option<&'static str> {
    Some(match code {
        "valider" => "Validation",
        "refuser" => "Refus",
        _ => return None,
    })
}

/// Where a decision on many demandes stands (`lot.statut`).
pub(super) fn lot(code: &str) -> Option<&'static str> {
    Some(match code {
        "prepare" => "Préparée",
        "en_cours" => "En cours",
        "fait" => "Faite",
        "en_annulation" => "En cours d’annulation",
        "annule" => "Annulée",
        _ => return None,
    })
}

/// Where a staff list stands (`import_liste.statut`).
pub(super) fn liste(code: &str) -> Option<&'static str> {
    Some(match code {
        "a_associer" => "Colonnes à associer",
        "controlee" => "Contrôlée",
        "en_cours" => "En cours d’enregistrement",
        _ => return None,
    })
}

/// Where a row of such a list stands (`import_ligne.etat`).
pub(super) fn ligne(code: &str) -> Option<&'static str> {
    code.parse().ok().map(EtatLigne::libelle)
}

/// Which reminder of a review (`revue_rappel.etape`).
pub(super) fn etape(code: &str) -> Option<&'static str> {
    Some(match code {
        "j-14" => "Quatorze jours avant la fin",
        "j-3" => "Trois jours avant la fin",
        "depasse" => "Après la date de fin",
        _ => return None,
    })
}

/// What a review says of somebody (`revue_personne.reponse`).
pub(super) fn reponse(code: &str) -> Option<&'static str> {
    code.parse().ok().map(Reponse::libelle)
}

/// Why somebody leaves (`depart.motif`).
pub(super) fn motif_fin(code: &str) -> Option<&'static str> {
    code.parse().ok().map(MotifFin::libelle)
}

/// What became of a departure (`depart.etat`).
pub(super) fn depart(code: &str) -> Option<&'static str> {
    Some(match code {
        "fait" => "Enregistré",
        "annule" => "Annulé",
        "rouvert" => "Rouvert",
        _ => return None,
    })
}
