//! Writes a valid FINESS « structures » flux of N generated establishments on the standard output. Called by `script/bench`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let nombre: u64 = std::env::args().nth(1).ok_or("usage: flux_finess N")?.parse()?;
    std::io::copy(
        &mut registry::finess::generateur::flux(nombre),
        &mut std::io::stdout().lock(),
    )?;
    Ok(())
}
