//! What is measured of a Studio, as the client and `./studio bench` tell it each other: figures with their goals and
//! with a baseline of the same run. The client itself is the binary `studio-bench`.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// Everything that was measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was found.
    pub figures: Vec<Figure>,
    /// What could not be measured, and why.
    pub failures: Vec<String>,
}

impl Outcome {
    /// Keeps what a measurement found, or why it found nothing.
    pub fn add<E: Display>(&mut self, name: &str, measured: Result<Vec<Figure>, E>) {
        match measured {
            Ok(figures) => self.figures.extend(figures),
            Err(error) => self.failures.push(format!("{name}: {error:#}")),
        }
    }

    /// Keeps what another one has.
    pub fn append(&mut self, other: Self) {
        self.figures.extend(other.figures);
        self.failures.extend(other.failures);
    }
}

/// One thing that was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What.
    pub name: String,
    /// How much.
    pub value: f64,
    /// Of what; the goal and the baseline are in the same.
    pub unit: String,
    /// What it should be.
    pub goal: Option<Goal>,
    /// What it is to be compared with.
    pub baseline: Option<Baseline>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// So much or less.
    AtMost(f64),
    /// So much or more.
    AtLeast(f64),
}

/// The same without the Studio, or its nearest relative, measured in the same run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// What.
    pub name: String,
    /// How much, in the figure's unit.
    pub value: f64,
}

impl Figure {
    /// A figure without goal and baseline.
    pub fn new(name: impl Into<String>, value: f64, unit: &str) -> Self {
        Self { name: name.into(), value, unit: unit.to_owned(), goal: None, baseline: None }
    }

    /// With what it should be.
    #[must_use]
    pub fn goal(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    /// With what it is to be compared with.
    #[must_use]
    pub fn against(self, name: impl Into<String>, value: f64) -> Self {
        Self { baseline: Some(Baseline { name: name.into(), value }), ..self }
    }

    /// Whether it is as it should be, when that is known.
    pub fn met(&self) -> Option<bool> {
        self.goal.map(|goal| match goal {
            Goal::AtMost(most) => self.value <= most,
            Goal::AtLeast(least) => self.value >= least,
        })
    }

    /// How many times the baseline it is.
    pub fn ratio(&self) -> Option<f64> {
        self.baseline.as_ref().map(|baseline| self.value / baseline.value).filter(|ratio| ratio.is_finite())
    }
}

/// The value below which a share of the samples lies (nearest rank); `None` without samples.
pub fn quantile(samples: &[f64], share: f64) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_on_its_border() {
        let figure = Figure::new("x", 20.0, "ms").against("y", 10.0);
        assert_eq!(figure.met(), None);
        assert_eq!(figure.ratio(), Some(2.0));
        assert_eq!(figure.clone().goal(Goal::AtMost(20.0)).met(), Some(true));
        assert_eq!(figure.clone().goal(Goal::AtMost(19.9)).met(), Some(false));
        assert_eq!(figure.clone().goal(Goal::AtLeast(20.1)).met(), Some(false));
        assert_eq!(figure.against("nothing", 0.0).ratio(), None);
    }

    #[test]
    fn quantiles_are_samples() {
        let samples: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(quantile(&samples, 0.5), Some(100.0));
        assert_eq!(quantile(&samples, 0.99), Some(198.0));
        assert_eq!(quantile(&[7.0], 0.99), Some(7.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn what_failed_is_told_with_its_name() {
        let mut outcome = Outcome::default();
        outcome.add("api", Err::<Vec<Figure>, _>("refused"));
        outcome.add("size", Ok::<_, String>(vec![Figure::new("x", 1.0, "kB")]));
        assert_eq!((outcome.figures.len(), outcome.failures), (1, vec!["api: refused".to_owned()]));
    }
}
