//! One terminal, many viewers: how old a byte is when it reaches each of them, beside the same with one viewer.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use studio_bench::{Figure, quantile};
use tokio::task::JoinSet;

use crate::first_byte::{COMMAND, Lines, SAMPLES};
use crate::studio::Studio;
use crate::{open_files, terminal};

const VIEWERS: usize = 200;
/// For the sockets.
const FILES: u32 = 1_024;

/// Lets one viewer follow the command, then many.
pub(crate) async fn measure(studio: &Arc<Studio>, server: &str) -> Result<Vec<Figure>> {
    open_files::at_least(FILES)?;
    let task = studio.task(server, "Print the time to many", COMMAND).await?;
    let one = followed_by(studio, &task, 1).await?;
    let many = followed_by(studio, &task, VIEWERS).await?;
    let of = |ages: &[f64], share: f64| quantile(ages, share).context("no line came");
    let figure = |name: &str, share: f64| -> Result<Figure> {
        let figure = Figure::new(format!("a byte to {VIEWERS} viewers, {name}"), of(&many, share)?, "ms");
        Ok(figure.against("to one viewer", of(&one, share)?))
    };
    Ok(vec![figure("p50", 0.5)?, figure("p99", 0.99)?])
}

/// The ages of all lines at all viewers, in milliseconds.
async fn followed_by(studio: &Arc<Studio>, task: &str, viewers: usize) -> Result<Vec<f64>> {
    let execution = studio.run(task).await?.id;
    let mut watching = JoinSet::new();
    for _ in 0..viewers {
        let (studio, execution) = (studio.clone(), execution.clone());
        watching.spawn(async move {
            let mut lines = Lines::new();
            terminal::follow(&studio, &execution, |piece, at| lines.take(piece, at)).await?;
            anyhow::Ok(lines.ages_ms)
        });
    }
    let mut ages = Vec::new();
    while let Some(seen) = watching.join_next().await {
        let seen = seen??;
        ensure!(seen.len() == SAMPLES, "a viewer saw {} lines instead of {SAMPLES}", seen.len());
        // Whoever opened the terminal late is handed what was there before: that is no measure of the way.
        ages.extend(seen.iter().skip(SAMPLES / 2));
    }
    Ok(ages)
}
