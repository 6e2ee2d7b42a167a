//! A flux made on the spot, as large as one wants, for tests and measures: valid numbers, plausible names, always the same
//! for the same size. Nothing is real but the codes of the communes.

use domain::identifiant::cle_luhn;
use std::fmt::Write as _;
use std::io::{self, Read};

/// How many establishments each legal entity has.
const PAR_ENTITE: u64 = 5;

const DEPARTEMENTS: [&str; 24] = [
    "13", "14", "17", "21", "25", "29", "31", "33", "34", "35", "37", "38", "42", "44", "49", "54", "57",
    "59", "63", "67", "69", "75", "76", "2A",
];
/// INSEE code and post code of a commune of each of the above.
const COMMUNES: [(&str, &str); 24] = [
    ("13055", "13001"),
    ("14118", "14000"),
    ("17300", "17000"),
    ("21231", "21000"),
    ("25056", "25000"),
    ("29019", "29200"),
    ("31555", "31000"),
    ("33063", "33000"),
    ("34172", "34000"),
    ("35238", "35000"),
    ("37261", "37000"),
    ("38185", "38000"),
    ("42218", "42000"),
    ("44109", "44000"),
    ("49007", "49000"),
    ("54395", "54000"),
    ("57463", "57000"),
    ("59350", "59000"),
    ("63113", "63000"),
    ("67482", "67000"),
    ("69383", "69003"),
    ("75112", "75012"),
    ("76540", "76000"),
    ("2A004", "20000"),
];
const CATEGORIES: [(&str, &str); 8] = [
    ("500", "EHPAD RESIDENCE"),
    ("354", "SSIAD"),
    ("182", "SESSAD"),
    ("255", "MAISON D'ACCUEIL SPECIALISEE"),
    ("183", "IME"),
    ("460", "SERVICE AUTONOMIE AIDE"),
    ("355", "CENTRE HOSPITALIER"),
    ("620", "PHARMACIE"),
];
const NOMS: [&str; 16] = [
    "LES TILLEULS",
    "DU PARC",
    "LA ROSERAIE",
    "BELLE RIVE",
    "LES GLYCINES",
    "SAINT JOSEPH",
    "DES TROIS MOULINS",
    "L'ORANGERAIE",
    "LES CEDRES",
    "DU VAL FLEURI",
    "BEAU SOLEIL",
    "LA FONTAINE",
    "DES QUATRE VENTS",
    "LES MESANGES",
    "DE LA FORET",
    "LE CLOS NOTRE DAME",
];
const VOIES: [&str; 6] = [
    "RUE DES ECOLES",
    "AVENUE DE LA GARE",
    "RUE DU STADE",
    "PLACE DU MARCHE",
    "ROUTE DE LYON",
    "RUE NEUVE",
];

/// A flux of `n` establishments (at most 2 400 000, about 800 bytes each), generated while it is read. One in fifty is
/// closed.
///
/// Its numbers do not collide with those of the sample flux (départements 01 and 98).
pub fn flux(n: u64) -> impl Read + Send + 'static {
    Generateur {
        total: n,
        faits: 0,
        tampon: Vec::new(),
        debut: 0,
        fini: false,
    }
}

/// The FINESS number of the `rang`-th establishment of [`flux`], from 0: whoever measures searches for numbers that exist.
pub fn finess(rang: u64) -> String {
    numero(rang, 5)
}

struct Generateur {
    total: u64,
    faits: u64,
    tampon: Vec<u8>,
    debut: usize,
    fini: bool,
}

impl Read for Generateur {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        if self.debut == self.tampon.len() {
            self.avancer();
        }
        let mut reste = self.tampon.get(self.debut..).unwrap_or_default();
        let lus = reste.read(tampon)?;
        self.debut += lus;
        Ok(lus)
    }
}

impl Generateur {
    /// Puts the next piece of the file in the buffer; nothing once it is complete.
    fn avancer(&mut self) {
        let mut texte = String::new();
        if self.faits == 0 && !self.fini && self.tampon.is_empty() {
            texte.push_str("{\n \"schemaVersion\": \"v1.0.0\",\n \"generatedAt\": \"2026-11-01T00:00:00Z\",\n \"gco\": [], \"gcc\": [],\n \"pmej\": [");
        }
        if self.faits < self.total {
            if self.faits > 0 {
                texte.push(',');
            }
            let fin = (self.faits + PAR_ENTITE).min(self.total);
            entite(&mut texte, self.faits, fin);
            self.faits = fin;
        } else if !self.fini {
            self.fini = true;
            texte.push_str("\n ]\n}\n");
        }
        self.tampon = texte.into_bytes();
        self.debut = 0;
    }
}

/// `genre` keeps the numbers of legal entities (0) and of establishments (5) apart.
fn numero(rang: u64, genre: u64) -> String {
    let departement = parmi(&DEPARTEMENTS, rang / PAR_ENTITE);
    let suite = rang / PAR_ENTITE / DEPARTEMENTS.len() as u64 * PAR_ENTITE + rang % PAR_ENTITE;
    let corps = format!("{departement}{genre}{suite:05}");
    let chiffres = corps.replace("2A", "21").replace("2B", "22");
    format!("{corps}{}", cle_luhn(&chiffres).unwrap_or_default())
}

fn parmi<T: Copy, const N: usize>(liste: &[T; N], rang: u64) -> T {
    // What remains is under N, which is small.
    liste[usize::try_from(rang % N as u64).unwrap_or_default()]
}

fn entite(texte: &mut String, debut: u64, fin: u64) {
    let groupe = debut / PAR_ENTITE;
    let nom = parmi(&NOMS, groupe / 3);
    // Writing to a String cannot fail.
    let _ = write!(
        texte,
        "\n  {{\"informationsGeneralesPMEJ\": {{\"pmSmsseId\": \"{groupe}\", \"dateCreation\": \"1990-01-01\", \
         \"denominationLonguePmSmsse\": \"ASSOCIATION {nom} {groupe}                    \", \"denominationPm\": \"ASS {nom}\", \
         \"numFinessPm\": \"{}\", \"statutJuridique\": \"60\", \"typePersonneMorale\": \"01\"}}, \"adresse\": [], \
         \"evenement\": [{{\"evenementId\": \"{groupe}\", \"typeObjet1\": \"PMEJ\"}}], \"ege\": [",
        numero(debut, 0)
    );
    for rang in debut..fin {
        if rang > debut {
            texte.push(',');
        }
        site(texte, rang);
    }
    texte.push_str("\n   ], \"etatObjet\": \"A\", \"dateDerniereMaj\": \"2026-01-01 00:00:00\"}");
}

fn site(texte: &mut String, rang: u64) {
    let (categorie, genre) = parmi(&CATEGORIES, rang);
    let (commune, code_postal) = parmi(&COMMUNES, rang / PAR_ENTITE);
    let nom = parmi(&NOMS, rang / 7);
    let (etat, fermeture) = if rang % 50 == 49 {
        ("I", "2020-01-01")
    } else {
        ("A", "")
    };
    let _ = write!(
        texte,
        "\n    {{\"informationsGeneralesEGE\": {{\"egeId\": \"{rang}\", \"dateOuverture\": \"1990-01-01\", \
         \"datePremiereAutorisation\": \"1990-01-01\", \"nomEgeCourt\": \"{genre} {nom}\", \
         \"nomEgeLong\": \"{genre} {nom} {rang}\", \"numFinessEge\": \"{}\", \
         \"dateFermeture\": \"{fermeture}\"}}, \"categorieentiteGeographiqueExercice\": \"{categorie}\", \"adresse\": [{{\"usageAdresse\": \"03\", \
         \"cogCommune\": \"{commune}\", \"codePostal\": \"{code_postal}\", \"ligneQuatre\": \"{} {}\", \
         \"coordonneesGeographique\": {{\"coordonneeX\": \"871000.1\", \"coordonneeY\": \"6570000.2\"}}}}], \
         \"contact\": [], \"engagement\": [], \"evenement\": [], \"etatObjet\": \"{etat}\", \
         \"dateDerniereMaj\": \"2026-01-01 00:00:00\"}}",
        numero(rang, 5),
        rang % 90 + 1,
        parmi(&VOIES, rang),
    );
}
