//! Prints how well duplicates are found, kind by kind, on the seed that rules were not tuned on. With `reglage`, on the other.
//! Usage: `cargo run -p domain --example doublons_table [reglage]`.

#[path = "../tests/doublons/mod.rs"]
mod doublons;
mod hasard {
    //! The generator that the tests use, alone.
    pub(crate) use super::commun_hasard::Hasard;
}
#[path = "../tests/commun/hasard.rs"]
#[expect(dead_code, reason = "only its generator serves here")]
mod commun_hasard;
#[path = "../tests/commun/pieges.rs"]
mod pieges;

use doublons::{Bilan, PUBLICATION, REGLAGE, paires};

fn main() {
    let reglage = std::env::args().nth(1).is_some_and(|mot| mot == "reglage");
    let paires = paires(if reglage { REGLAGE } else { PUBLICATION }, 200);
    let bilan = Bilan::new(&paires);
    println!("{} paires\n", paires.len());
    println!("| Paires | Signalées | dont fortes | Sans clé commune |\n|---|---|---|---|");
    for meme in [true, false] {
        println!(
            "| **{}** | | | |",
            if meme {
                "une seule personne"
            } else {
                "deux personnes"
            }
        );
        for ((_, genre), compte) in bilan.genres.iter().filter(|((vrai, _), _)| *vrai == meme) {
            let part = |n: u32| 100.0 * f64::from(n) / f64::from(compte.paires);
            println!(
                "| {genre} | {:.1} % | {:.1} % | {:.1} % |",
                part(compte.signalees),
                part(compte.fortes),
                part(compte.sans_cle)
            );
        }
    }
    println!(
        "\nrappel {:.4}, précision {:.4} ; fortes seules : rappel {:.4}, précision {:.4}",
        bilan.rappel(|compte| compte.signalees),
        bilan.precision(|compte| compte.signalees),
        bilan.rappel(|compte| compte.fortes),
        bilan.precision(|compte| compte.fortes),
    );
}
