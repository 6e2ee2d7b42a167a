//! Reading the file that somebody brings: from bytes to rows of text. Pure: no database, no clock, no domain rule.
//!
//! The file comes from outside and is taken for hostile: everything is bounded before it is read, and what is refused is said
//! in words. A file is never written to the disk.

mod archive;
mod classeur;
mod ods;
mod texte;

#[cfg(test)]
mod essais;

/// The largest file taken, in bytes.
pub const TAILLE_MAX: usize = 20 * 1024 * 1024;
/// The most people in one list.
pub const LIGNES_MAX: usize = 20_000;
/// The most columns of a sheet.
pub const COLONNES_MAX: usize = 50;
/// The most characters of a cell: beyond, it is no answer to any column.
pub const CELLULE_MAX: usize = 1_000;
/// Titles may stand above the header, on so many rows.
const AVANT_ENTETE: usize = 10;

/// Why a file is not read. Nothing was kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FichierError {
    /// no byte, or no row under the header
    #[error(
        "Ce fichier ne contient aucune ligne. Vérifiez que vous avez choisi le bon, et que la liste est dans sa première feuille."
    )]
    Vide,
    /// beyond [`TAILLE_MAX`]
    #[error(
        "Ce fichier dépasse 20\u{a0}Mo. Une liste de personnel est bien plus petite\u{a0}: vérifiez que vous avez choisi le bon, ou retirez-en les images."
    )]
    TropGros,
    /// beyond [`LIGNES_MAX`]
    #[error("Ce fichier a plus de 20\u{202f}000\u{a0}lignes. Partagez-le en plusieurs listes.")]
    TropDeLignes,
    /// beyond [`COLONNES_MAX`]
    #[error(
        "Ce fichier a plus de 50\u{a0}colonnes. Supprimez celles qui ne servent pas à l’enregistrement, ou partez du modèle."
    )]
    TropDeColonnes,
    /// a cell beyond [`CELLULE_MAX`], with its row
    #[error(
        "La ligne\u{a0}{0} contient un texte de plus de 1\u{202f}000\u{a0}caractères. Si votre fichier est un CSV, un guillemet y est sans doute resté ouvert."
    )]
    CelluleTropLongue(u32),
    /// a workbook that asks for a password
    #[error(
        "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis déposez-le à nouveau."
    )]
    Protege,
    /// the binary format of Excel before 2007
    #[error(
        "Ce classeur est dans l’ancien format d’Excel (.xls). Ouvrez-le et enregistrez-le au format .xlsx, puis déposez-le à nouveau."
    )]
    AncienExcel,
    /// an archive that grows beyond reason once opened
    #[error(
        "Ce fichier est anormalement compressé\u{a0}: une fois ouvert, il serait énorme. Copiez la liste dans un nouveau classeur et déposez celui-ci."
    )]
    Bombe,
    /// a workbook that cannot be read
    #[error("Ce classeur est abîmé ou incomplet. Ouvrez-le, enregistrez-le à nouveau, puis déposez-le.")]
    Abime,
    /// neither text nor workbook
    #[error(
        "Ce fichier n’est ni un classeur (.xlsx, .ods) ni un fichier texte (.csv). Enregistrez votre liste dans l’un de ces formats."
    )]
    Inconnu,
}

impl FichierError {
    /// A word for an address or a log, and the row when there is one: nothing of the file.
    pub fn code(self) -> String {
        match self {
            Self::Vide => "vide".to_owned(),
            Self::TropGros => "trop-gros".to_owned(),
            Self::TropDeLignes => "lignes".to_owned(),
            Self::TropDeColonnes => "colonnes".to_owned(),
            Self::CelluleTropLongue(ligne) => format!("cellule-{ligne}"),
            Self::Protege => "protege".to_owned(),
            Self::AncienExcel => "xls".to_owned(),
            Self::Bombe => "bombe".to_owned(),
            Self::Abime => "abime".to_owned(),
            Self::Inconnu => "inconnu".to_owned(),
        }
    }

    /// The refusal of that word.
    pub fn de_code(code: &str) -> Option<Self> {
        if let Some(ligne) = code.strip_prefix("cellule-") {
            return ligne.parse().ok().map(Self::CelluleTropLongue);
        }
        [
            Self::Vide,
            Self::TropGros,
            Self::TropDeLignes,
            Self::TropDeColonnes,
            Self::Protege,
            Self::AncienExcel,
            Self::Bombe,
            Self::Abime,
            Self::Inconnu,
        ]
        .into_iter()
        .find(|refus| refus.code() == code)
    }
}

/// A row with something in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneLue {
    /// its number in the file, from 1
    pub numero: u32,
    /// its cells, as text
    pub cellules: Vec<String>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tableau {
    /// the names of the columns
    pub entetes: Vec<String>,
    /// the rows under the header, at least one
    pub lignes: Vec<LigneLue>,
}

/// Reads a file. `reconnues` says how many of these names are columns that the portal knows: it finds the header and, in a
/// text file, the separator.
pub fn lire(octets: &[u8], reconnues: &dyn Fn(&[String]) -> usize) -> Result<Tableau, FichierError> {
    if octets.len() > TAILLE_MAX {
        return Err(FichierError::TropGros);
    }
    let lignes = match genre(octets)? {
        Genre::Texte => texte::lire(octets, reconnues)?,
        Genre::Xlsx => classeur::xlsx(octets, reconnues)?,
        Genre::Ods => classeur::ods(octets, reconnues)?,
    };
    tableau(lignes, reconnues)
}

enum Genre {
    Texte,
    Xlsx,
    Ods,
}

/// By its first bytes, never by its name.
fn genre(octets: &[u8]) -> Result<Genre, FichierError> {
    if octets.iter().all(u8::is_ascii_whitespace) {
        return Err(FichierError::Vide);
    }
    if octets.starts_with(b"PK\x03\x04") {
        return match archive::verifier(octets)? {
            archive::Contenu::Xlsx => Ok(Genre::Xlsx),
            archive::Contenu::Ods => Ok(Genre::Ods),
        };
    }
    if octets.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        // An encrypted workbook is kept in the container of the old format.
        let chiffre: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let protege = octets.windows(chiffre.len()).any(|bout| bout == chiffre);
        return Err(if protege {
            FichierError::Protege
        } else {
            FichierError::AncienExcel
        });
    }
    if texte::est_du_texte(octets) {
        Ok(Genre::Texte)
    } else {
        Err(FichierError::Inconnu)
    }
}

/// The header is the row, among the first ones, where most names are known; without any, the first row.
fn tableau(
    mut lignes: Vec<LigneLue>,
    reconnues: &dyn Fn(&[String]) -> usize,
) -> Result<Tableau, FichierError> {
    let mut meilleur = (0, 0);
    for (rang, ligne) in lignes.iter().take(AVANT_ENTETE).enumerate() {
        let nombre = reconnues(&ligne.cellules);
        if nombre > meilleur.1 {
            meilleur = (rang, nombre);
        }
    }
    let reste = lignes.split_off(lignes.len().min(meilleur.0 + 1));
    let entetes = lignes.pop().map(|ligne| ligne.cellules).unwrap_or_default();
    if reste.is_empty() {
        return Err(FichierError::Vide);
    }
    if reste.len() > LIGNES_MAX {
        return Err(FichierError::TropDeLignes);
    }
    Ok(Tableau {
        entetes,
        lignes: reste,
    })
}

/// Rows as they come, within the limits.
#[derive(Default)]
struct Recolte {
    lignes: Vec<LigneLue>,
}

impl Recolte {
    /// Adds a row; an empty one is left out, empty cells at its end too.
    fn ajouter(&mut self, numero: u32, mut cellules: Vec<String>) -> Result<(), FichierError> {
        while cellules.last().is_some_and(|cellule| cellule.trim().is_empty()) {
            cellules.pop();
        }
        if cellules.is_empty() {
            return Ok(());
        }
        if cellules.len() > COLONNES_MAX {
            return Err(FichierError::TropDeColonnes);
        }
        if cellules
            .iter()
            .any(|cellule| cellule.chars().nth(CELLULE_MAX).is_some())
        {
            return Err(FichierError::CelluleTropLongue(numero));
        }
        if self.lignes.len() > LIGNES_MAX + AVANT_ENTETE {
            return Err(FichierError::TropDeLignes);
        }
        self.lignes.push(LigneLue { numero, cellules });
        Ok(())
    }
}
