//! What gestionnaires are told: how many of what, where, and references. Nobody is named.

use super::Courriel;
use super::gabarit::Bloc;
use crate::notification::{GenreNotification, Rythme};

/// What happened of one kind in one establishment.
pub(crate) struct Groupe {
    /// the establishment's name
    pub(crate) etablissement: String,
    /// what
    pub(crate) genre: GenreNotification,
    /// how many times
    pub(crate) nombre: usize,
    /// the references of the demandes, the first ones, without the person
    pub(crate) references: Vec<String>,
}

const SUITE: &str = "Pour les ouvrir, connectez-vous au portail avec Pro Santé Connect. Le rythme de ces messages se règle à la page \
     «\u{a0}Notifications\u{a0}» de l’espace gestionnaire.";

/// At once, about one kind of event. `groupes`: one per establishment.
pub(crate) fn notification(
    email: String,
    genre: GenreNotification,
    groupes: &[Groupe],
    jeton: String,
) -> Courriel {
    let nombre = groupes.iter().map(|groupe| groupe.nombre).sum();
    let seule = match groupes {
        [Groupe { references, .. }] if nombre == 1 => references.first(),
        _ => None,
    };
    let sujet = match seule {
        Some(reference) => format!("{} ({reference})", genre.compter(1)),
        None => genre.compter(nombre),
    };
    Courriel::sans_nom("notification", email, sujet, &blocs(groupes)).avec_desabonnement(jeton)
}

/// Once a period, about everything that follows this rhythm. `groupes` are in the order of the establishments.
pub(crate) fn releve(email: String, rythme: Rythme, groupes: &[Groupe], jeton: String) -> Courriel {
    let sujet = match rythme {
        Rythme::Hebdomadaire => "Votre semaine au répertoire RPPS+",
        _ => "Votre relevé du jour au répertoire RPPS+",
    };
    Courriel::sans_nom("releve", email, sujet.to_owned(), &blocs(groupes)).avec_desabonnement(jeton)
}

/// A paragraph and a list per establishment.
fn blocs(groupes: &[Groupe]) -> Vec<Bloc> {
    let mut blocs = Vec::new();
    for chez in groupes.chunk_by(|a, b| a.etablissement == b.etablissement) {
        let nom = chez.first().map_or("", |groupe| groupe.etablissement.as_str());
        blocs.push(Bloc::Paragraphe(format!("{nom}\u{a0}:")));
        blocs.push(Bloc::Puces(chez.iter().map(ligne).collect()));
    }
    blocs.push(Bloc::Paragraphe(SUITE.to_owned()));
    blocs
}

/// « 3 nouvelles demandes à traiter (RP-…, RP-…, RP-…) »
fn ligne(groupe: &Groupe) -> String {
    let compte = groupe.genre.compter(groupe.nombre);
    if groupe.references.is_empty() {
        return compte;
    }
    let suite = if groupe.references.len() < groupe.nombre {
        "…"
    } else {
        ""
    };
    format!("{compte} ({}{suite})", groupe.references.join(", "))
}
