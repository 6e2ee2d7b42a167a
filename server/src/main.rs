//! The program: one binary, one subcommand per thing an operator does with a register.
//!
//! Nothing of the register's rules is here, and nothing depends on this crate.

mod commande;
mod config;
mod donnees;
mod pages_d_erreur;
mod reprise;
mod serve;
mod session;

use clap::Parser as _;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match commande::executer(commande::Commande::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(erreur) => {
            eprintln!("Erreur : {erreur}");
            ExitCode::FAILURE
        }
    }
}
