//! What Lighthouse finds on pages, in a real browser, for who is signed in.

use std::{collections::BTreeMap, path::Path, process::Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use studio_bench::{Figure, Goal};

use super::studio::{Running, with_studio};
use crate::{UpArgs, layout::Layout, site, test::chromium, up::command};

/// Points of 100, in each category.
const GOAL: Goal = Goal::AtLeast(95.0);

/// The page that asks for nothing but who somebody is: the others are compared with it.
const BASELINE: &str = "sign-in";

/// What the script prints of a page, a line each.
#[derive(Deserialize)]
struct Page {
    page: String,
    /// Category to points.
    scores: BTreeMap<String, f64>,
}

/// Lets the script look at the pages of a Studio of our own.
pub(super) fn measure(layout: &Layout, args: &UpArgs) -> Result<Vec<Figure>> {
    let folder = layout.source("end2end");
    site::install(&folder)?;
    let chromium = chromium()?;
    let printed = with_studio(layout, args, |running| run_script(&folder, running, &chromium))?;
    let lines = printed.lines().map(serde_json::from_str).collect::<Result<Vec<Page>, _>>();
    figures(&lines.context("what the script printed")?)
}

/// Starts the script; what it prints is the future's. Dropped, it ends the script.
fn run_script(
    folder: &Path,
    running: &Running<'_>,
    chromium: &Path,
) -> Result<impl Future<Output = Result<String>> + use<>> {
    let mut node = command("node", None);
    node.current_dir(folder).arg("lighthouse.mjs").arg(format!("http://127.0.0.1:{}", running.port));
    node.arg(running.data).arg(chromium);
    node.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let node = node.spawn().context("cannot start node")?;
    Ok(async move {
        let output = node.wait_with_output().await?;
        ensure!(output.status.success(), "the script failed ({})", output.status);
        Ok(String::from_utf8(output.stdout)?)
    })
}

fn figures(pages: &[Page]) -> Result<Vec<Figure>> {
    let baseline = pages.iter().find(|page| page.page == BASELINE).context("the page to compare with is missing")?;
    let mut figures = Vec::new();
    for page in pages.iter().filter(|page| page.page != BASELINE) {
        for (category, points) in &page.scores {
            let figure = Figure::new(format!("page {}, {category}", page.page), *points, "points").goal(GOAL);
            let same = baseline.scores.get(category).context("a category is missing")?;
            figures.push(figure.against(format!("page {BASELINE}"), *same));
        }
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_a_figure_for_each_category() {
        let page = |name: &str, points: f64| Page {
            page: name.to_owned(),
            scores: [("performance".to_owned(), points), ("seo".to_owned(), 100.0)].into(),
        };
        let found = figures(&[page(BASELINE, 100.0), page("servers", 94.0)]).unwrap();
        let told: Vec<_> = found.iter().map(|figure| (figure.name.as_str(), figure.value, figure.met())).collect();
        assert_eq!(told, [("page servers, performance", 94.0, Some(false)), ("page servers, seo", 100.0, Some(true))]);
        assert!(figures(&[page("servers", 94.0)]).is_err());
    }
}
