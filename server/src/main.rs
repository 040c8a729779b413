//! The Studio's binary. Roles: `serve` (all in one), `web`, `worker`, `migrate`, `doctor`, `admin`.

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;
use server::config::Cli;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // Several crates would pick one of two; ours is ring.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("studio-server: another TLS provider is installed already");
        return ExitCode::FAILURE;
    }
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("studio-server: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(server::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("studio-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
