//! People who look like somebody without being that person. Contacts are theirs alone.

use super::gens::Gens;
use domain::date::Jour;
use domain::doublon::Portrait;
use domain::etat_civil::{DateNaissance, Sexe};

/// Makes somebody else from somebody.
type Voisin = fn(&mut Gens, &Portrait) -> Portrait;

/// Every kind of look-alike.
pub(crate) const VOISINS: &[(&str, Voisin)] = &[
    ("inconnu", |g, _| g.personne()),
    ("jumeau ou jumelle", jumeau),
    ("jumeaux de sexe différent", |g, a| {
        let mut b = jumeau(g, a);
        b.etat_civil.sexe = autre_sexe(a.etat_civil.sexe);
        renommer(g, &mut b);
        b
    }),
    ("jumeaux qui partagent un second prénom", |g, a| {
        let mut b = jumeau(g, a);
        if let Some(second) = a.etat_civil.prenoms.iter().nth(1) {
            let premier = b.etat_civil.prenoms.premier().to_owned();
            b.etat_civil.prenoms = format!("{premier} {second}").parse().expect("a right value");
        }
        b
    }),
    ("frère ou sœur", |g, a| {
        let mut b = jumeau(g, a);
        decaler(
            &mut b,
            366 + i64::try_from(g.hasard.sous(3000)).expect("a right value"),
        );
        b
    }),
    ("homonyme", |g, a| {
        let mut b = g.personne();
        b.etat_civil.nom_naissance = a.etat_civil.nom_naissance.clone();
        b.etat_civil.prenoms = a.etat_civil.prenoms.clone();
        b.etat_civil.sexe = a.etat_civil.sexe;
        finir(g, b)
    }),
    ("homonyme de la même année", |g, a| {
        let mut b = a.clone();
        b.etat_civil.lieu_naissance = g.lieu();
        decaler_dans_l_annee(g, &mut b);
        finir(g, b)
    }),
    ("homonyme du même village", |g, a| {
        let mut b = a.clone();
        let ans = 2 + i64::try_from(g.hasard.sous(25)).expect("a right value");
        decaler(&mut b, ans * 365 + 100);
        finir(g, b)
    }),
    (
        "homonyme du nom et premier prénom, né le même jour ailleurs",
        |g, a| {
            let mut b = g.personne();
            b.etat_civil.nom_naissance = a.etat_civil.nom_naissance.clone();
            b.etat_civil.sexe = a.etat_civil.sexe;
            renommer(g, &mut b);
            b.etat_civil.date_naissance = a.etat_civil.date_naissance;
            finir(g, b)
        },
    ),
    ("père et fils, mère et fille", |g, a| {
        let mut b = a.clone();
        decaler(
            &mut b,
            -(i64::try_from(20 * 365 + g.hasard.sous(20 * 365)).expect("a right value")),
        );
        renommer(g, &mut b);
        finir(g, b)
    }),
    ("père et fils du même prénom", |g, a| {
        let mut b = a.clone();
        decaler(
            &mut b,
            -(i64::try_from(20 * 365 + g.hasard.sous(20 * 365)).expect("a right value")),
        );
        finir(g, b)
    }),
    ("nés le même jour au même endroit", |g, a| {
        let mut b = g.personne();
        b.etat_civil.date_naissance = a.etat_civil.date_naissance;
        b.etat_civil.lieu_naissance = a.etat_civil.lieu_naissance.clone();
        b.etat_civil.sexe = a.etat_civil.sexe;
        renommer(g, &mut b);
        finir(g, b)
    }),
    ("époux du même nom d’usage", |g, a| {
        let mut b = g.personne();
        b.etat_civil.sexe = autre_sexe(a.etat_civil.sexe);
        renommer(g, &mut b);
        b.etat_civil.nom_usage = Some(a.nom_exercice.clone());
        finir(g, b)
    }),
    ("même prénom, même jour, autre nom et autre lieu", |g, a| {
        let mut b = g.personne();
        b.etat_civil.sexe = a.etat_civil.sexe;
        b.etat_civil.prenoms = a.etat_civil.prenoms.clone();
        b.etat_civil.date_naissance = a.etat_civil.date_naissance;
        finir(g, b)
    }),
];

fn autre_sexe(sexe: Sexe) -> Sexe {
    match sexe {
        Sexe::F => Sexe::M,
        Sexe::M => Sexe::F,
    }
}

/// Other first names, really other.
fn renommer(g: &mut Gens, b: &mut Portrait) {
    let ancien = b.etat_civil.prenoms.premier().to_owned();
    loop {
        let prenoms = g.prenoms(b.etat_civil.sexe);
        if !prenoms.contains(&ancien) {
            b.etat_civil.prenoms = prenoms.parse().expect("a right value");
            break;
        }
    }
}

fn jumeau(g: &mut Gens, a: &Portrait) -> Portrait {
    let mut b = a.clone();
    b.etat_civil.nom_usage = None;
    renommer(g, &mut b);
    finir(g, b)
}

fn decaler(b: &mut Portrait, jours: i64) {
    let jour: Jour = b.etat_civil.date_naissance.jour();
    let ecart = std::time::Duration::from_secs(jours.unsigned_abs() * 86_400);
    let decale = if jours >= 0 { jour + ecart } else { jour - ecart };
    b.etat_civil.date_naissance = DateNaissance::stored(decale).expect("a right value");
}

fn decaler_dans_l_annee(g: &mut Gens, b: &mut Portrait) {
    let ancienne = b.etat_civil.date_naissance.jour();
    loop {
        let jour = domain::date::jour(
            ancienne.year(),
            u8::try_from(1 + g.hasard.sous(12)).expect("a right value"),
            u8::try_from(1 + g.hasard.sous(28)).expect("a right value"),
        )
        .expect("a right value");
        if jour != ancienne {
            b.etat_civil.date_naissance = DateNaissance::stored(jour).expect("a right value");
            return;
        }
    }
}

fn finir(g: &mut Gens, mut b: Portrait) -> Portrait {
    Gens::accorder(&mut b);
    g.autre_contact(&mut b);
    b
}
