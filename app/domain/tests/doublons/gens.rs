//! Made-up people, from a short list of common names and places.

use super::super::hasard::Hasard;
use domain::date::{Jour, jour};
use domain::doublon::Portrait;
use domain::etat_civil::{Certification, Civilite, DateNaissance, EtatCivil, LieuNaissance, Sexe};
use domain::saisie::Contact;
use domain::texte;

pub(crate) const NOMS: [&str; 60] = [
    "Martin",
    "Bernard",
    "Dubois",
    "Robert",
    "Richard",
    "Petit",
    "Durand",
    "Leroy",
    "Moreau",
    "Simon",
    "Laurent",
    "Lefèvre",
    "Michel",
    "Garcia",
    "Bertrand",
    "Roux",
    "Vincent",
    "Fournier",
    "Morel",
    "Girard",
    "Mercier",
    "Dupont",
    "Lambert",
    "Bonnet",
    "Martinez",
    "Legrand",
    "Garnier",
    "Faure",
    "Rousseau",
    "Guérin",
    "Muller",
    "Roussel",
    "Perrin",
    "Gauthier",
    "Fontaine",
    "Chevalier",
    "Sanchez",
    "Nguyen",
    "Thibault",
    "Lemaire",
    "Renault",
    "Philippe",
    "Benali",
    "Diallo",
    "Traoré",
    "Haddad",
    "Ferreira",
    "Da Silva",
    "de la Tour",
    "Le Goff",
    "Kowalski",
    "Schmitt",
    "Lefebvre",
    "Arnaud",
    "Colin",
    "Picard",
    "Renard",
    "Barbier",
    "Marchand",
    "Guillaume",
];
pub(crate) const FEMININS: [&str; 40] = [
    "Marie",
    "Nathalie",
    "Isabelle",
    "Sylvie",
    "Catherine",
    "Françoise",
    "Christine",
    "Sandrine",
    "Céline",
    "Aurélie",
    "Émilie",
    "Camille",
    "Léa",
    "Manon",
    "Chloé",
    "Inès",
    "Sarah",
    "Pauline",
    "Mathilde",
    "Élodie",
    "Anne-Marie",
    "Marie-Hélène",
    "Fatima",
    "Aïcha",
    "Valérie",
    "Sophie",
    "Brigitte",
    "Véronique",
    "Julie",
    "Laura",
    "Hélène",
    "Monique",
    "Stéphanie",
    "Corinne",
    "Delphine",
    "Audrey",
    "Mélanie",
    "Karine",
    "Patricia",
    "Laetitia",
];
pub(crate) const MASCULINS: [&str; 30] = [
    "Jean",
    "Pierre",
    "Michel",
    "Philippe",
    "Alain",
    "Nicolas",
    "Christophe",
    "Laurent",
    "Julien",
    "Thomas",
    "Jean-Pierre",
    "Jean-Luc",
    "Mohamed",
    "Karim",
    "Antoine",
    "Guillaume",
    "Sébastien",
    "Frédéric",
    "Olivier",
    "Vincent",
    "Mathieu",
    "Lucas",
    "Hugo",
    "Théo",
    "Louis",
    "Gabriel",
    "Bruno",
    "Thierry",
    "Pascal",
    "Éric",
];
const COMMUNES: [&str; 20] = [
    "01053", "01004", "75101", "75118", "69123", "69383", "13055", "13201", "31555", "33063", "59350",
    "67482", "44109", "35238", "06088", "34172", "97411", "2A004", "39300", "38185",
];
const VILLES: [(&str, &str); 6] = [
    ("99352", "Alger"),
    ("99350", "Casablanca"),
    ("99139", "Lisbonne"),
    ("99341", "Dakar"),
    ("99127", "Naples"),
    ("99122", "Varsovie"),
];

/// Who makes people up.
pub(crate) struct Gens {
    pub(crate) hasard: Hasard,
    rang: u64,
}

impl Gens {
    pub(crate) fn new(graine: u64) -> Self {
        Self {
            hasard: Hasard(graine),
            rang: 0,
        }
    }

    pub(crate) fn chance(&mut self, pour_cent: usize) -> bool {
        self.hasard.sous(100) < pour_cent
    }

    pub(crate) fn nom(&mut self) -> String {
        if self.chance(5) {
            return format!("{}-{}", self.hasard.parmi(&NOMS), self.hasard.parmi(&NOMS));
        }
        (*self.hasard.parmi(&NOMS)).to_owned()
    }

    pub(crate) fn prenom(&mut self, sexe: Sexe) -> &'static str {
        match sexe {
            Sexe::F => self.hasard.parmi(&FEMININS),
            Sexe::M => self.hasard.parmi(&MASCULINS),
        }
    }

    /// One to three first names, all different; three people out of four have several.
    pub(crate) fn prenoms(&mut self, sexe: Sexe) -> String {
        let mut prenoms = vec![self.prenom(sexe)];
        for pour_cent in [75, 55] {
            let autre = self.prenom(sexe);
            if self.chance(pour_cent) && !prenoms.contains(&autre) {
                prenoms.push(autre);
            }
        }
        prenoms.join(" ")
    }

    pub(crate) fn date(&mut self) -> Jour {
        let annee = 1956 + i32::try_from(self.hasard.sous(50)).unwrap_or_default();
        let mois = u8::try_from(1 + self.hasard.sous(12)).unwrap_or(1);
        jour(annee, mois, u8::try_from(1 + self.hasard.sous(28)).unwrap_or(1)).expect("a right value")
    }

    pub(crate) fn lieu(&mut self) -> LieuNaissance {
        if self.chance(15) {
            let (pays, ville) = *self.hasard.parmi(&VILLES);
            return LieuNaissance::etranger(
                pays.parse().expect("a right value"),
                ville.parse().expect("a right value"),
            )
            .expect("a right value");
        }
        let commune = if self.chance(50) {
            (*self.hasard.parmi(&COMMUNES)).to_owned()
        } else {
            format!("{:02}{:03}", 1 + self.hasard.sous(19), 1 + self.hasard.sous(400))
        };
        LieuNaissance::France {
            commune: commune.parse().expect("a right value"),
        }
    }

    pub(crate) fn personne(&mut self) -> Portrait {
        let sexe = if self.chance(75) { Sexe::F } else { Sexe::M };
        let nom = self.nom();
        let prenoms = self.prenoms(sexe);
        let nom_usage = (sexe == Sexe::F && self.chance(30)).then(|| self.nom());
        let etat_civil = EtatCivil {
            civilite: if sexe == Sexe::F {
                Civilite::Mme
            } else {
                Civilite::M
            },
            sexe,
            nom_naissance: nom.parse().expect("a right value"),
            nom_usage: nom_usage.map(|nom| nom.parse().expect("a right value")),
            prenoms: prenoms.parse().expect("a right value"),
            date_naissance: DateNaissance::stored(self.date()).expect("a right value"),
            lieu_naissance: self.lieu(),
            certification: Certification::Fc,
        };
        let mut portrait = Portrait {
            nom_exercice: etat_civil
                .nom_usage
                .clone()
                .unwrap_or_else(|| etat_civil.nom_naissance.clone()),
            prenom_exercice: etat_civil.prenoms.premier().parse().expect("a right value"),
            etat_civil,
            contact: None,
        };
        self.autre_contact(&mut portrait);
        portrait
    }

    /// A mail and a mobile that are nobody else's: two records of one person hardly ever share theirs (R19).
    pub(crate) fn autre_contact(&mut self, portrait: &mut Portrait) {
        self.rang += 1;
        let nom = texte::cle(portrait.etat_civil.nom_naissance.as_str()).replace(' ', "");
        let email = match self.hasard.sous(3) {
            0 => format!("{nom}{}@example.org", self.rang),
            1 => format!(
                "{}.{nom}{}@example.com",
                texte::cle(portrait.etat_civil.prenoms.premier()).replace(' ', ""),
                self.rang
            ),
            _ => format!("boite{}@example.net", self.rang),
        };
        let mobile = format!("0612{:06}", self.hasard.sous(1_000_000));
        portrait.contact = Some(Contact {
            email: email.parse().expect("a right value"),
            mobile: mobile.parse().expect("a right value"),
        });
    }

    /// The names used at work follow the civil status.
    pub(crate) fn accorder(portrait: &mut Portrait) {
        let civil = &portrait.etat_civil;
        portrait.nom_exercice = civil
            .nom_usage
            .clone()
            .unwrap_or_else(|| civil.nom_naissance.clone());
        portrait.prenom_exercice = civil.prenoms.premier().parse().expect("a right value");
    }
}
