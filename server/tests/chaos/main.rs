//! Web, workers, master agents and Postgres are killed, stopped and cut off from each other while executions of all kinds run;
//! afterwards every execution has ended, truly: what ran ran once, its output is whole, what was cancelled is dead, what
//! was due by itself was done once at each of its times, and only the call of an MCP tool may be lost. `STUDIO_CHAOS_SEED`, `STUDIO_CHAOS_SECONDS` and `STUDIO_CHAOS_EXECUTIONS` make it
//! another run or a longer one (`./studio chaos`).
#![allow(clippy::unwrap_used)]

mod installation;
mod program;
mod ticking;
mod trouble;
mod way;
mod work;

use std::time::Duration;

use installation::Installation;
use program::Program;
use ticking::Ticking;
use work::Work;

/// How long what is left may take once everything is whole again. A lease runs out first, and a retry waits.
const SETTLE: Duration = Duration::from_secs(90);

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_is_done_twice() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let seed = number("STUDIO_CHAOS_SEED", 20_261_130);
    let seconds = number("STUDIO_CHAOS_SECONDS", 60);
    let executions = usize::try_from(number("STUDIO_CHAOS_EXECUTIONS", 200)).unwrap();
    println!("chaos: seed {seed}, {seconds} s, {executions} executions");

    let mut installation = Installation::start().await;
    let program = Program::sign_up(installation.web_ports()).await;
    let places = installation.places(&program).await;
    let so_long = Duration::from_secs(seconds);
    let ticking = Ticking::start(&program, &places, installation.folder(), so_long).await;
    let works = Work::plan(seed, executions, &places, installation.folder());
    let doing = work::all(&program, works, so_long);
    let (works, ()) = tokio::join!(doing, trouble::make(&mut installation, seed, so_long));
    installation.mend().await;
    let mut problems = work::judge(&program, &works, SETTLE).await;
    problems.extend(ticking.judge(&program, SETTLE).await);
    assert!(problems.is_empty(), "seed {seed}:\n{}", problems.join("\n"));
    assert!(installation.calls() <= work::calls(&works), "an MCP tool was called more often than asked for");
    installation.stop().await;
}
