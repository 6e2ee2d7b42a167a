//! The program: one binary, one subcommand per thing an operator does with a register.
//!
//! Nothing of the register's rules is here, and nothing depends on this crate.

mod adresse;
mod aide;
mod commande;
mod config;
mod courriel;
mod debit;
mod decisions;
mod demonstration;
mod desabonnement;
mod direct;
mod donnees;
mod ecoute;
mod entetes;
mod exports;
mod flux;
mod habiliter;
mod identites;
mod journal;
mod limites;
mod liste;
mod oidc;
mod options;
mod pages_d_erreur;
mod poche;
mod referentiels;
mod reprise;
mod serve;
mod session;
mod taches;
mod taches_agir;

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
    std::panic::set_hook(Box::new(dire_ou));
    match commande::executer(commande::Commande::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(erreur) => {
            eprintln!("Erreur : {erreur}");
            ExitCode::FAILURE
        }
    }
}

/// Says where a defect was met and not what it was about: the message of a panic may quote what a person typed.
fn dire_ou(defaut: &std::panic::PanicHookInfo<'_>) {
    let lieu = defaut.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(lieu, "the program panicked");
}
