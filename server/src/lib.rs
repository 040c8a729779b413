//! The Studio's server: roles, routes and doors. Everything a door does is a function of `studio-core`.

mod admin;
pub mod boot;
pub mod config;
mod doctor;
mod forms;
mod http;
mod keys;
mod middleware;
mod open_files;
mod pages;
pub mod roles;
pub mod router;
pub mod state;
mod ws;

use anyhow::Result;

use crate::config::{Cli, Command};

/// Carries out what the command line asks for.
pub async fn run(cli: Cli) -> Result<()> {
    config::init_logs(&cli.log)?;
    match cli.command {
        Command::Serve(options) => roles::serve(options, roles::Roles::ALL).await,
        Command::Web(options) => roles::serve(options, roles::Roles::WEB).await,
        Command::Worker(options) => roles::serve(options, roles::Roles::WORKER).await,
        Command::Migrate(options) => roles::migrate(&options).await,
        Command::Doctor(options) => doctor::run(&options).await,
        Command::Admin(admin) => admin::run(admin).await,
    }
}
