//! The week of the structures that somebody heads, on Monday: counts and names of establishments. Nobody is named.

use super::Courriel;
use super::gabarit::Bloc;
use crate::hebdo::{Bilan, CARTES_JOURS, FINS_JOURS, INACTIVITE_JOURS, LigneBilan};
use domain::date::{Instant, anciennete, long};

/// Establishments written in full.
const LIGNES_MAX: usize = 20;

/// To the head of the structures that `bilan` counts, which is not empty. `le`: when the mail is written.
pub(crate) fn resume_hebdo(email: String, bilan: &Bilan, le: Instant, jeton: String) -> Courriel {
    let somme = |part: fn(&LigneBilan) -> i64| bilan.lignes.iter().map(part).sum::<i64>();
    let mut blocs = vec![
        Bloc::Paragraphe(format!(
            "Dans vos structures, du {} au {}\u{a0}:",
            long(bilan.du),
            long(bilan.au)
        )),
        Bloc::Puces(vec![
            dire(somme(|l| l.arrivees), "arrivée", "arrivées"),
            dire(somme(|l| l.departs), "départ", "départs"),
        ]),
    ];
    let attente = bilan.plus_ancienne.map_or_else(String::new, |depuis| {
        format!(" (la plus ancienne est arrivée {})", anciennete(depuis, le))
    });
    let a_voir: Vec<String> = [
        (
            somme(|l| l.demandes),
            "demande à traiter",
            "demandes à traiter",
            attente,
        ),
        (
            somme(|l| l.fins),
            "situation se termine",
            "situations se terminent",
            format!(" dans les {FINS_JOURS} jours"),
        ),
        (
            bilan.cartes,
            "carte expire",
            "cartes expirent",
            format!(" dans les {CARTES_JOURS} jours"),
        ),
        (
            bilan.inactifs,
            "gestionnaire n’a rien fait",
            "gestionnaires n’ont rien fait",
            format!(" depuis {INACTIVITE_JOURS} jours"),
        ),
        (
            bilan.revues,
            "revue des accès est en cours",
            "revues des accès sont en cours",
            String::new(),
        ),
    ]
    .into_iter()
    .filter(|(nombre, ..)| *nombre > 0)
    .map(|(nombre, un, plusieurs, suite)| dire(nombre, un, plusieurs) + &suite)
    .collect();
    if !a_voir.is_empty() {
        blocs.push(Bloc::Paragraphe("À regarder\u{a0}:".to_owned()));
        blocs.push(Bloc::Puces(a_voir));
    }
    if !bilan.lignes.is_empty() {
        blocs.push(Bloc::Paragraphe("Par établissement\u{a0}:".to_owned()));
        let mut lignes: Vec<String> = bilan.lignes.iter().take(LIGNES_MAX).map(ligne).collect();
        if let Some(reste @ 1..) = bilan.lignes.len().checked_sub(LIGNES_MAX) {
            lignes.push(if reste == 1 {
                "et un autre établissement".to_owned()
            } else {
                format!("et {reste} autres établissements")
            });
        }
        blocs.push(Bloc::Puces(lignes));
    }
    blocs.push(Bloc::Paragraphe(
        "Pour savoir qui, et pour agir, connectez-vous au portail avec Pro Santé Connect. Ce résumé n’est pas envoyé quand il n’y a \
         rien à dire\u{a0}; il se règle à la page «\u{a0}Notifications\u{a0}» de votre espace."
            .to_owned(),
    ));
    Courriel::sans_nom(
        "resume_hebdo",
        email,
        "Votre résumé de la semaine au répertoire RPPS+".to_owned(),
        &blocs,
    )
    .avec_desabonnement(jeton)
}

/// « EHPAD LES TILLEULS : 2 arrivées, 1 demande à traiter »
fn ligne(ligne: &LigneBilan) -> String {
    let comptes: Vec<String> = [
        (ligne.arrivees, "arrivée", "arrivées"),
        (ligne.departs, "départ", "départs"),
        (ligne.fins, "fin proche", "fins proches"),
        (ligne.demandes, "demande à traiter", "demandes à traiter"),
    ]
    .into_iter()
    .filter(|(nombre, ..)| *nombre > 0)
    .map(|(nombre, un, plusieurs)| dire(nombre, un, plusieurs))
    .collect();
    format!("{}\u{a0}: {}", ligne.etablissement, comptes.join(", "))
}

/// « aucune arrivée » is said « 0 arrivée »: the two first lines are always there, in the same place.
fn dire(nombre: i64, un: &str, plusieurs: &str) -> String {
    format!("{nombre}\u{a0}{}", if nombre > 1 { plusieurs } else { un })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::date::jour;

    fn bilan(etablissements: usize) -> Bilan {
        let lignes = (0..etablissements).map(|rang| LigneBilan {
            etablissement: format!("EHPAD {rang:02}"),
            arrivees: 1,
            ..LigneBilan::default()
        });
        Bilan {
            du: jour(2026, 11, 16).unwrap(),
            au: jour(2026, 11, 22).unwrap(),
            lignes: lignes.collect(),
            plus_ancienne: None,
            cartes: 1,
            inactifs: 0,
            revues: 0,
        }
    }

    fn texte(bilan: &Bilan) -> String {
        let le = Instant::from_millis(1_795_338_000_000);
        resume_hebdo("a@example.org".to_owned(), bilan, le, "jeton".to_owned()).texte
    }

    #[test]
    fn says_the_week_what_to_look_at_and_where() {
        let texte = texte(&bilan(2));
        assert!(
            texte.contains("du 16 novembre 2026 au 22 novembre 2026\u{a0}:"),
            "{texte}"
        );
        assert!(texte.contains("- 2\u{a0}arrivées\n- 0\u{a0}départ\n"));
        assert!(texte.contains("- 1\u{a0}carte expire dans les 60 jours\n"));
        assert!(texte.contains("- EHPAD 01\u{a0}: 1\u{a0}arrivée\n"));
        assert!(!texte.contains("gestionnaire n") && !texte.contains("\n- et "));
    }

    #[test]
    fn a_long_list_is_cut() {
        assert!(!texte(&bilan(20)).contains("\n- et "));
        assert!(texte(&bilan(21)).contains("- et un autre établissement\n"));
        let long = texte(&bilan(60));
        assert!(long.contains("EHPAD 19") && !long.contains("EHPAD 20"));
        assert!(long.contains("- et 40 autres établissements\n"));
    }
}
