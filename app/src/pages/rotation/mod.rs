//! The turnover screens of the head of a structure, made for a thumb first: what needs a look, the figures, the twelve months, then
//! the people behind each number. Everything is drawn on the server; nothing here needs a script.
//!
//! What is counted is defined in [`domain::rotation`]; these pages repeat it in words beside the numbers.

mod acces;
mod attention;
mod choix;
mod courbe;
mod ligne;
mod liste;
mod nombres;
mod tableau;
mod tables;

pub use liste::Liste;
pub use tableau::Rotation;

/// « 1 personne », « 12 personnes »
fn compte(nombre: impl Into<i64>, une: &str, plusieurs: &str) -> String {
    match nombre.into() {
        0 => format!("Aucune {une}"),
        1 => format!("1\u{a0}{une}"),
        n => format!("{n}\u{a0}{plusieurs}"),
    }
}

/// « 12,5 » from 125 tenths.
fn dixiemes(valeur: u64) -> String {
    format!("{},{}", valeur / 10, valeur % 10)
}
