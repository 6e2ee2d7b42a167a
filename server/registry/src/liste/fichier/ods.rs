//! How wide and how long the sheets of an `OpenDocument` workbook are, before anything lays them out: one tag may stand for
//! sixteen thousand columns or a million rows. Elements must also close in order: a reader that waits for the end of a sheet
//! that never ends would wait for ever.

use super::{AVANT_ENTETE, COLONNES_MAX, FichierError, LIGNES_MAX};

/// Refuses a sheet whose last cell in use stands too far right or too far down.
pub(super) fn mesurer(contenu: &[u8]) -> Result<(), FichierError> {
    let (mut colonne, mut ligne, mut repetee) = (0_usize, 0_usize, 1_usize);
    let mut ouverts = Vec::new();
    for balise in Balises(contenu) {
        let Balise {
            nom,
            attributs,
            vide,
            fermante,
        } = balise.map_err(|()| FichierError::Abime)?;
        if fermante {
            if ouverts.pop() != Some(nom) {
                return Err(FichierError::Abime);
            }
            continue;
        }
        if !vide {
            ouverts.push(nom);
        }
        match nom {
            b"table:table" => ligne = 0,
            b"table:table-row" => {
                colonne = 0;
                repetee = nombre(attributs, b"table:number-rows-repeated");
                ligne = ligne.saturating_add(repetee);
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                let repetitions = nombre(attributs, b"table:number-columns-repeated");
                colonne = colonne.saturating_add(repetitions);
                let remplie =
                    !vide || contient(attributs, b"office:") || contient(attributs, b"table:formula");
                if !remplie {
                    continue;
                }
                if colonne > COLONNES_MAX {
                    return Err(FichierError::TropDeColonnes);
                }
                if ligne > 4 * LIGNES_MAX || repetee > LIGNES_MAX + AVANT_ENTETE {
                    return Err(FichierError::TropDeLignes);
                }
            }
            _ => {}
        }
    }
    if ouverts.is_empty() {
        Ok(())
    } else {
        Err(FichierError::Abime)
    }
}

struct Balise<'a> {
    nom: &'a [u8],
    attributs: &'a [u8],
    vide: bool,
    fermante: bool,
}

/// The opening and closing tags of an XML text, in order; comments, CDATA and instructions are passed over.
struct Balises<'a>(&'a [u8]);

impl<'a> Iterator for Balises<'a> {
    type Item = Result<Balise<'a>, ()>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let debut = self.0.iter().position(|octet| *octet == b'<')?;
            let reste = &self.0[debut + 1..];
            let fin_de = |fin: &[u8]| {
                reste
                    .windows(fin.len())
                    .position(|bout| bout == fin)
                    .map(|ou| ou + fin.len())
            };
            let passe = match reste {
                [b'!', b'-', b'-', ..] => fin_de(b"-->"),
                [b'!', b'[', ..] => fin_de(b"]]>"),
                [b'?', ..] => fin_de(b"?>"),
                [b'!', ..] => fin_de(b">"),
                _ => {
                    let Some(fin) = fin_de_balise(reste) else {
                        self.0 = &[];
                        return Some(Err(()));
                    };
                    let dedans = &reste[..fin];
                    self.0 = &reste[fin + 1..];
                    if let Some(nom) = dedans.strip_prefix(b"/") {
                        let nom = nom.trim_ascii_end();
                        return Some(Ok(Balise {
                            nom,
                            attributs: &[],
                            vide: true,
                            fermante: true,
                        }));
                    }
                    let vide = dedans.ends_with(b"/");
                    let coupe = dedans
                        .iter()
                        .position(|octet| octet.is_ascii_whitespace() || *octet == b'/')
                        .unwrap_or(dedans.len());
                    let (nom, attributs) = dedans.split_at(coupe);
                    return Some(Ok(Balise {
                        nom,
                        attributs,
                        vide,
                        fermante: false,
                    }));
                }
            };
            let Some(passe) = passe else {
                self.0 = &[];
                return Some(Err(()));
            };
            self.0 = &reste[passe..];
        }
    }
}

/// Where the tag ends, quotes respected.
fn fin_de_balise(reste: &[u8]) -> Option<usize> {
    let mut ouvert = None;
    for (rang, octet) in reste.iter().enumerate() {
        match (ouvert, *octet) {
            (None, b'>') => return Some(rang),
            (None, guillemet @ (b'"' | b'\'')) => ouvert = Some(guillemet),
            (Some(guillemet), octet) if guillemet == octet => ouvert = None,
            _ => {}
        }
    }
    None
}

fn contient(attributs: &[u8], motif: &[u8]) -> bool {
    attributs.windows(motif.len()).any(|bout| bout == motif)
}

/// A repetition, 1 without; one that cannot be read is taken for the worst.
fn nombre(attributs: &[u8], nom: &[u8]) -> usize {
    let Some(ou) = attributs.windows(nom.len()).position(|bout| bout == nom) else {
        return 1;
    };
    let chiffres: String = attributs[ou + nom.len()..]
        .iter()
        .skip_while(|octet| !octet.is_ascii_digit())
        .take_while(|octet| octet.is_ascii_digit())
        .map(|octet| char::from(*octet))
        .collect();
    chiffres.parse().unwrap_or(usize::MAX)
}
