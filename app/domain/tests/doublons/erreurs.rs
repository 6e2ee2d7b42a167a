//! What happens to one person's record the second time it is written.

use super::gens::{Gens, NOMS};
use domain::date::{Jour, jour};
use domain::doublon::Portrait;
use domain::etat_civil::{DateNaissance, LieuNaissance};

/// A mistake, done to a record.
type Erreur = fn(&mut Gens, &mut Portrait);

/// Every kind of mistake.
pub(crate) const ERREURS: &[(&str, Erreur)] = &[
    ("rien (autre compte)", |_, _| {}),
    ("accents, casse, traits d’union", ecriture),
    ("faute de frappe dans le nom", |g, p| nom(g, p, faute)),
    ("nom entendu (même prononciation)", |g, p| nom(g, p, entendu)),
    ("faute de frappe dans le prénom", |g, p| premier(g, p, faute)),
    ("un prénom manque", |_, p| changer_prenoms(p, |l| l.truncate(1))),
    ("prénoms dans un autre ordre", |_, p| {
        changer_prenoms(p, |l| l.rotate_left(1));
    }),
    ("prénom usuel seul", usuel),
    ("nom marital pris pour le nom de naissance", marital),
    ("nouveau nom d’usage", nouveau_nom),
    ("un nom du nom double manque", double),
    ("nom entièrement changé", |g, p| {
        p.etat_civil.nom_naissance = g.nom().parse().expect("a right value");
        p.etat_civil.nom_usage = None;
        Gens::accorder(p);
    }),
    ("nom et prénom inversés", inverser),
    ("jour et mois inversés", |_, p| {
        date(p, |j| {
            jour(j.year(), j.day().min(12), u8::from(j.month()))
                .ok()
                .filter(|_| j.day() <= 12)
        });
    }),
    ("un chiffre faux dans la date", chiffre),
    ("deux chiffres inversés dans l’année", |_, p| {
        date(p, |j| {
            jour(
                j.year() / 100 * 100 + j.year() % 10 * 10 + j.year() / 10 % 10,
                j.month().into(),
                j.day(),
            )
            .ok()
        });
    }),
    ("année voisine", |_, p| {
        date(p, |j| jour(j.year() + 1, j.month().into(), j.day()).ok());
    }),
    ("commune de naissance fausse", |g, p| {
        p.etat_civil.lieu_naissance = g.lieu();
    }),
    ("arrondissement ou ville", arrondissement),
    ("faute au nom et à la date", |g, p| {
        nom(g, p, faute);
        chiffre(g, p);
    }),
    ("faute au nom et au prénom", |g, p| {
        nom(g, p, faute);
        premier(g, p, faute);
    }),
    ("faute au nom, commune fausse", |g, p| {
        nom(g, p, faute);
        p.etat_civil.lieu_naissance = g.lieu();
    }),
    ("prénom manquant et faute au nom", |g, p| {
        changer_prenoms(p, |l| l.truncate(1));
        nom(g, p, faute);
    }),
    ("sexe faux", |_, p| {
        p.etat_civil.sexe = if p.etat_civil.sexe.code() == "F" {
            domain::etat_civil::Sexe::M
        } else {
            domain::etat_civil::Sexe::F
        }
    }),
];

fn ecriture(g: &mut Gens, p: &mut Portrait) {
    let plat = domain::texte::cle(p.etat_civil.nom_naissance.as_str()).to_uppercase();
    p.etat_civil.nom_naissance = plat.parse().expect("a right value");
    if g.chance(50) {
        p.etat_civil.prenoms = p
            .etat_civil
            .prenoms
            .as_str()
            .replace('-', " ")
            .to_uppercase()
            .parse()
            .expect("a right value");
    }
    Gens::accorder(p);
}

fn nom(g: &mut Gens, p: &mut Portrait, abimer: fn(&mut Gens, &str) -> String) {
    p.etat_civil.nom_naissance = abimer(g, p.etat_civil.nom_naissance.as_str())
        .parse()
        .expect("a right value");
    Gens::accorder(p);
}

fn premier(g: &mut Gens, p: &mut Portrait, abimer: fn(&mut Gens, &str) -> String) {
    let nouveau = abimer(g, p.etat_civil.prenoms.premier());
    changer_prenoms(p, |liste| liste[0].clone_from(&nouveau));
}

/// One slip of the keyboard: a letter left out, doubled, replaced by its neighbour, or two swapped.
fn faute(g: &mut Gens, texte: &str) -> String {
    const CLAVIER: &str = "azertyuiopqsdfghjklmwxcvbn";
    let mut lettres: Vec<char> = texte.chars().collect();
    // The first letter is seldom wrong, and never a sign.
    let rang = 1 + g.hasard.sous(lettres.len() - 1);
    if !lettres[rang].is_alphabetic() {
        return faute(g, texte);
    }
    match g.hasard.sous(4) {
        0 if lettres.len() > 4 && lettres[rang - 1].is_alphabetic() => drop(lettres.remove(rang)),
        1 => lettres.insert(rang, lettres[rang]),
        2 if rang + 1 < lettres.len() && lettres[rang + 1].is_alphabetic() => lettres.swap(rang, rang + 1),
        _ => {
            let place = CLAVIER.chars().position(|c| c == lettres[rang]).unwrap_or(1);
            lettres[rang] = CLAVIER
                .chars()
                .nth((place + 1) % CLAVIER.len())
                .expect("a right value");
        }
    }
    let abime: String = lettres.into_iter().collect();
    if abime.ends_with('-') || abime == texte {
        faute(g, texte)
    } else {
        abime
    }
}

/// Another spelling of the same sound.
fn entendu(_: &mut Gens, texte: &str) -> String {
    const SONS: [(&str, &str); 14] = [
        ("eau", "ot"),
        ("ault", "aud"),
        ("ph", "f"),
        ("Ph", "F"),
        ("è", "ai"),
        ("bv", "v"),
        ("ier", "iez"),
        ("ll", "l"),
        ("nn", "n"),
        ("ss", "c"),
        ("th", "t"),
        ("Th", "T"),
        ("c", "k"),
        ("t", "tt"),
    ];
    for (graphie, autre) in SONS {
        // A c before e, i or h is no k.
        let douce = graphie == "c" && ["ce", "ci", "ch"].iter().any(|suite| texte.contains(suite));
        if texte.contains(graphie) && !douce {
            return texte.replacen(graphie, autre, 1);
        }
    }
    format!("{texte}e")
}

fn changer_prenoms(p: &mut Portrait, changer: impl FnOnce(&mut Vec<String>)) {
    let mut liste: Vec<String> = p.etat_civil.prenoms.iter().map(str::to_owned).collect();
    changer(&mut liste);
    p.etat_civil.prenoms = liste.join(" ").parse().expect("a right value");
    Gens::accorder(p);
}

/// Known by the second first name only.
fn usuel(_: &mut Gens, p: &mut Portrait) {
    changer_prenoms(p, |liste| {
        if liste.len() > 1 {
            liste.remove(0);
            liste.truncate(1);
        }
    });
}

/// The married name typed in the place of the birth name; the other record knows both.
fn marital(g: &mut Gens, p: &mut Portrait) {
    let marital = p.etat_civil.nom_usage.take().unwrap_or_else(|| {
        let double = format!(
            "{} {}",
            p.etat_civil.nom_naissance.as_str(),
            g.hasard.parmi(&NOMS)
        );
        double.parse().expect("a right value")
    });
    p.etat_civil.nom_naissance = marital;
    Gens::accorder(p);
}

fn nouveau_nom(g: &mut Gens, p: &mut Portrait) {
    p.etat_civil.nom_usage = Some(g.nom().parse().expect("a right value"));
    Gens::accorder(p);
}

fn double(g: &mut Gens, p: &mut Portrait) {
    let nom = p.etat_civil.nom_naissance.as_str().to_owned();
    p.etat_civil.nom_naissance = match nom.split_once('-') {
        Some((premier, _)) => premier.parse().expect("a right value"),
        None => format!("{nom}-{}", g.hasard.parmi(&NOMS))
            .parse()
            .expect("a right value"),
    };
    Gens::accorder(p);
}

fn inverser(_: &mut Gens, p: &mut Portrait) {
    let (nom, prenom) = (
        p.etat_civil.nom_naissance.as_str().to_owned(),
        p.etat_civil.prenoms.premier().to_owned(),
    );
    p.etat_civil.nom_naissance = prenom.parse().expect("a right value");
    p.etat_civil.prenoms = nom.replace(' ', "-").parse().expect("a right value");
    p.etat_civil.nom_usage = None;
    Gens::accorder(p);
}

/// A date that does not exist after the mistake was never written: the record stays as it was.
fn date(p: &mut Portrait, changer: impl FnOnce(Jour) -> Option<Jour>) {
    if let Some(jour) = changer(p.etat_civil.date_naissance.jour())
        && (1930..=2010).contains(&jour.year())
    {
        p.etat_civil.date_naissance = DateNaissance::stored(jour).expect("a right value");
    }
}

fn chiffre(g: &mut Gens, p: &mut Portrait) {
    let (ou, autre) = (
        g.hasard.sous(4),
        i32::try_from(g.hasard.sous(10)).expect("a right value"),
    );
    date(p, |j| {
        let chiffre = u8::try_from(autre).expect("a right value");
        match ou {
            0 => jour(j.year() / 10 * 10 + autre, j.month().into(), j.day()).ok(),
            1 => jour(
                j.year() / 100 * 100 + autre * 10 + j.year() % 10,
                j.month().into(),
                j.day(),
            )
            .ok(),
            2 => jour(j.year(), j.month().into(), j.day() / 10 * 10 + chiffre).ok(),
            _ => jour(j.year(), u8::from(j.month()) / 10 * 10 + chiffre, j.day()).ok(),
        }
    });
}

fn arrondissement(_: &mut Gens, p: &mut Portrait) {
    let autre = |code: &str| match code {
        "75101" | "75118" => "75056",
        "69123" => "69383",
        "69383" => "69123",
        "13055" => "13201",
        _ => "13055",
    };
    if let LieuNaissance::France { commune } = &p.etat_civil.lieu_naissance {
        let code = commune.as_str();
        if ["75", "69", "13"].contains(&&code[..2]) {
            p.etat_civil.lieu_naissance = LieuNaissance::France {
                commune: autre(code).parse().expect("a right value"),
            };
        }
    }
}
