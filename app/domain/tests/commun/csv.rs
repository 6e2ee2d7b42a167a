//! Reading the data files of the project.

/// The records of a CSV text, header left out. Quoted fields may hold commas and doubled quotes, not line breaks.
pub(crate) fn lignes_csv(texte: &str) -> Vec<Vec<String>> {
    texte
        .lines()
        .skip(1)
        .filter(|ligne| !ligne.is_empty())
        .map(champs)
        .collect()
}

fn champs(ligne: &str) -> Vec<String> {
    let (mut champs, mut champ) = (Vec::new(), String::new());
    let mut entre_guillemets = false;
    let mut suite = ligne.chars().peekable();
    while let Some(c) = suite.next() {
        match c {
            '"' if entre_guillemets && suite.peek() == Some(&'"') => champ.extend(suite.next()),
            '"' => entre_guillemets = !entre_guillemets,
            ',' if !entre_guillemets => champs.push(std::mem::take(&mut champ)),
            c => champ.push(c),
        }
    }
    champs.push(champ);
    champs
}
