//! What a browser loads before the first page works.

use std::collections::BTreeSet;

use anyhow::Result;
use studio_bench::{Figure, Goal};

use crate::{
    check::{FIRST_PAGE_BUDGET, FirstPage},
    layout::Layout,
    site::{self, Mode},
};

/// The first page as `check` counts it, and the wasm as a whole: what an unsplit one would load.
pub(super) fn measure(layout: &Layout) -> Result<Vec<Figure>> {
    let site = site::build(layout, Mode::Full)?;
    let first = FirstPage::of(&site)?;
    let parts: BTreeSet<&str> = site.parts.values().flatten().map(String::as_str).collect();
    let (mut plain, mut brotli) = (site.size("frontend.wasm")?, site.brotli_size("frontend.wasm")?);
    for part in parts {
        plain += site.size(part)?;
        brotli += site.brotli_size(part)?;
    }
    let figure = |name: &str, bytes: u64| Figure::new(name, kilobytes(bytes), "kB");
    Ok(vec![
        figure("first page, wasm and glue, brotli", first.sum())
            .goal(Goal::AtMost(kilobytes(FIRST_PAGE_BUDGET)))
            .against("main part of the wasm, plain", kilobytes(site.size("frontend.wasm")?)),
        figure("all parts of the wasm, brotli", brotli).against("the same, plain", kilobytes(plain)),
    ])
}

fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1e3
}
