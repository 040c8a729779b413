//! The table for people and the JSON for programs.

use std::{fs, path::Path, thread};

use anyhow::{Context, Result};
use nix::sys::statfs::{TMPFS_MAGIC, statfs};
use serde::Serialize;
use studio_bench::{Figure, Goal, Outcome};

/// Where it was measured.
#[derive(Serialize)]
pub(super) struct Machine {
    cores: usize,
    memory_gb: f64,
    kernel: String,
    cpu: String,
    /// Data that lie in memory are never really written.
    data_in_memory: bool,
    profile: &'static str,
}

impl Machine {
    /// This one, with data on the file system of a folder.
    pub(super) fn of(data: &Path) -> Result<Self> {
        let kib =
            value(&read("/proc/meminfo")?, "MemTotal").and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
        let kib = kib.context("/proc/meminfo has no MemTotal")?;
        Ok(Self {
            cores: thread::available_parallelism()?.get(),
            memory_gb: kib * 1024.0 / 1e9,
            kernel: read("/proc/sys/kernel/osrelease")?.trim().to_owned(),
            cpu: value(&read("/proc/cpuinfo")?, "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            data_in_memory: statfs(data)?.filesystem_type() == TMPFS_MAGIC,
            profile: "release (./studio up: dev)",
        })
    }
}

/// A figure with what follows from it.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    figure: &'a Figure,
    met: Option<bool>,
    ratio: Option<f64>,
}

impl<'a> Line<'a> {
    fn of(figure: &'a Figure) -> Self {
        Self { figure, met: figure.met(), ratio: figure.ratio() }
    }
}

/// Everything for programs.
pub(super) fn json(machine: &Machine, outcome: &Outcome) -> Result<String> {
    let figures: Vec<Line<'_>> = outcome.figures.iter().map(Line::of).collect();
    let all = serde_json::json!({ "machine": machine, "figures": figures, "failures": outcome.failures });
    Ok(serde_json::to_string_pretty(&all)?)
}

/// The table, on standard output.
pub(super) fn print(machine: &Machine, outcome: &Outcome) {
    let Machine { cores, memory_gb, kernel, cpu, profile, .. } = machine;
    println!("\n{cores} cores of {cpu}, {memory_gb:.1} GB, Linux {kernel}; {profile}");
    if machine.data_in_memory {
        println!("The data were in memory (tmpfs): writing cost nothing, which flatters.");
    }
    print!("\n{}", table(&outcome.figures));
    for failure in &outcome.failures {
        println!("NOT MEASURED  {failure}");
    }
}

fn table(figures: &[Figure]) -> String {
    let head = ["name", "figure", "unit", "goal", "met", "baseline", "its figure", "ratio"].map(str::to_owned);
    let rows: Vec<[String; 8]> = std::iter::once(head).chain(figures.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 8] = std::array::from_fn(width);
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn row(figure: &Figure) -> [String; 8] {
    let goal = figure.goal.map_or_else(dash, |goal| match goal {
        Goal::AtMost(most) => format!("<= {}", number(most)),
        Goal::AtLeast(least) => format!(">= {}", number(least)),
    });
    let met = figure.met().map_or_else(dash, |met| String::from(if met { "yes" } else { "NO" }));
    let baseline = figure.baseline.as_ref();
    [
        figure.name.clone(),
        number(figure.value),
        figure.unit.clone(),
        goal,
        met,
        baseline.map_or_else(dash, |baseline| baseline.name.clone()),
        baseline.map_or_else(dash, |baseline| number(baseline.value)),
        figure.ratio().map_or_else(dash, |ratio| format!("{}x", number(ratio))),
    ]
}

fn dash() -> String {
    "-".to_owned()
}

/// Three digits that say something.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value == value.trunc() => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// `name : value` in a file of /proc.
fn value(text: &str, name: &str) -> Option<String> {
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(field, _)| field.trim() == name).map(|(_, value)| value.trim().to_owned())
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_is_met() {
        let figures = [
            Figure::new("fast", 61.3, "MB/s").goal(Goal::AtLeast(50.0)).against("pipe", 1225.0),
            Figure::new("slow", 31.0, "ms").goal(Goal::AtMost(30.0)),
        ];
        let table = table(&figures);
        let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split("  ").collect()).collect();
        let cells = |line: usize| lines[line].iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        assert_eq!(cells(1).collect::<Vec<_>>(), ["fast", "61.3", "MB/s", ">= 50", "yes", "pipe", "1225", "0.050x"]);
        assert_eq!(cells(2).collect::<Vec<_>>(), ["slow", "31", "ms", "<= 30", "NO", "-", "-", "-"]);
    }

    #[test]
    fn fields_of_proc() {
        assert_eq!(value("MemTotal:       8000 kB\n", "MemTotal").as_deref(), Some("8000 kB"));
        assert_eq!(value("processor\t: 0\nmodel name\t: Some CPU: fast\n", "model name").unwrap(), "Some CPU: fast");
        assert_eq!(value("a: b", "model name"), None);
    }
}
