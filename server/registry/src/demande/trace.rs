//! What the journal keeps of a demande beside the act itself: before → after, in the words that the screens use.

use crate::journal::Detail;
use crate::personne::Inscription;
use domain::date::court;
use domain::demande::Statut;
use domain::etablissement::EtablissementResume;
use domain::identifiant::Finess;
use domain::nomenclature::Nomenclatures;
use domain::saisie::{Champ, DemandeComplete};

/// A demande to that establishment went from one state to another.
pub(crate) fn statut(finess: &Finess, avant: Statut, apres: Statut) -> Detail {
    changer_statut(Detail::dans(finess), avant, apres)
}

/// The same, added to a detail.
pub(crate) fn changer_statut(detail: Detail, avant: Statut, apres: Statut) -> Detail {
    detail.changer("Statut", Some(avant.libelle()), Some(apres.libelle()))
}

/// Somebody decided that a demande to that establishment becomes `choix`; nothing happened yet.
pub(crate) fn decision(finess: &Finess, choix: Statut) -> Detail {
    Detail::dans(finess).poser("Décision", choix.libelle())
}

/// The decision was taken back.
pub(crate) fn decision_reprise(finess: &Finess, choix: Statut) -> Detail {
    Detail::dans(finess).changer("Décision", Some(choix.libelle()), None)
}

/// The decision could not take effect.
pub(crate) fn decision_sans_effet(finess: &Finess, choix: Statut, raison: &str) -> Detail {
    decision_reprise(finess, choix).poser("Raison", raison)
}

/// A draft became a demande: the terms that were accepted, the situation that was asked for.
pub(super) fn soumission(
    complete: &DemandeComplete,
    etablissement: &EtablissementResume,
    n: &Nomenclatures,
    apres: Statut,
) -> Detail {
    let detail = statut(&etablissement.finess, Statut::Brouillon, apres)
        .poser("Conditions acceptées, version", domain::designation::CGU_PORTAIL);
    situation(detail, complete, etablissement, n)
}

/// A person got a number, or a situation on the number they had (R3).
pub(crate) fn inscription(
    complete: &DemandeComplete,
    etablissement: &EtablissementResume,
    n: &Nomenclatures,
    inscription: &Inscription,
) -> Detail {
    let mut detail = Detail::dans(&etablissement.finess);
    if inscription.nouvelle {
        detail = detail.poser("Numéro RPPS", inscription.rpps.as_str());
    }
    situation(detail, complete, etablissement, n)
}

fn situation(
    detail: Detail,
    complete: &DemandeComplete,
    etablissement: &EtablissementResume,
    n: &Nomenclatures,
) -> Detail {
    let s = &complete.situation;
    let profession = n
        .profession(&s.profession)
        .map_or(s.profession.as_str(), |connue| connue.libelle.as_str());
    let role = n
        .role(&s.role)
        .map_or(s.role.as_str(), |connu| connu.libelle.as_str());
    let detail = detail
        .poser(Champ::Etablissement.libelle(), &etablissement.raison_sociale)
        .poser(Champ::Profession.libelle(), profession)
        .poser(Champ::Role.libelle(), role)
        .poser(Champ::ModeExercice.libelle(), s.mode.libelle())
        .poser(Champ::DateDebut.libelle(), &court(s.debut));
    match s.fin {
        Some(fin) => detail.poser(Champ::DateFin.libelle(), &court(fin)),
        None => detail,
    }
}
