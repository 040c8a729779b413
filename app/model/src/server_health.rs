//! A server's health over time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Issue, ServerStatus};

word_enum!(
    /// How far to look back.
    HealthRange {
        /** The last 24 hours, in 48 cells of half an hour. */ Day = "24h",
        /** The last 7 days, in 56 cells of three hours. */ Week = "7d",
        /** The last 30 days, in 60 cells of twelve hours. */ Month = "30d",
    }
);

impl HealthRange {
    /// Length of a cell in seconds.
    pub fn cell_seconds(self) -> u32 {
        match self {
            Self::Day => 30 * 60,
            Self::Week => 3 * 60 * 60,
            Self::Month => 12 * 60 * 60,
        }
    }

    /// Number of cells.
    pub fn cells(self) -> u32 {
        match self {
            Self::Day => 48,
            Self::Week => 56,
            Self::Month => 60,
        }
    }
}

/// Which stretch of a server's health is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HealthQuery {
    /// How far to look back; 24 hours when left out.
    #[serde(default)]
    pub range: Option<HealthRange>,
}

/// A server's health over time. Checks count only while the server is enabled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerHealthView {
    /// How far it looks back.
    pub range: HealthRange,
    /// Length of a cell in seconds. Cells begin at multiples of it (Unix time); the last one is under way.
    pub cell_seconds: u32,
    /// The stretches of the range, oldest first, without a gap.
    pub cells: Vec<HealthCell>,
    /// Shares of checks that passed.
    pub uptime: Uptime,
    /// What it became and when, as far as it held within the range, newest first, at most 50.
    pub transitions: Vec<ServerTransitionView>,
}

/// The checks of one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthCell {
    /// Beginning of the stretch.
    pub start: DateTime<Utc>,
    /// Checks; 0 when there was none, because the server was disabled or not registered, or the Studio did not run.
    pub checks: i64,
    /// Those that passed.
    pub passed: i64,
    /// Mean round trip of those that passed, in milliseconds.
    pub latency_ms: Option<i64>,
    /// The longest of these round trips, in milliseconds.
    pub latency_max_ms: Option<i32>,
}

/// What a cell comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellState {
    /// There was no check.
    Empty,
    /// Every check passed.
    Up,
    /// Some checks passed, some did not.
    Mixed,
    /// No check passed.
    Down,
}

impl HealthCell {
    /// What it comes down to.
    pub fn state(&self) -> CellState {
        match (self.checks, self.passed) {
            (0, _) => CellState::Empty,
            (checks, passed) if checks == passed => CellState::Up,
            (_, 0) => CellState::Down,
            _ => CellState::Mixed,
        }
    }
}

/// Shares of checks that passed, from 0 to 1, counted in whole hours; `None` when there was no check.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uptime {
    /// Over the last 24 hours.
    pub day: Option<f64>,
    /// Over the last 7 days.
    pub week: Option<f64>,
    /// Over the last 30 days.
    pub month: Option<f64>,
}

/// A server became another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerTransitionView {
    /// What it became.
    pub status: ServerStatus,
    /// When.
    pub at: DateTime<Utc>,
    /// When it became something else; `None` when it still is so.
    pub until: Option<DateTime<Utc>>,
    /// Why it is not healthy.
    pub issue: Option<Issue>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_reach_over_the_range() {
        for (range, days) in [(HealthRange::Day, 1), (HealthRange::Week, 7), (HealthRange::Month, 30)] {
            assert_eq!(range.cell_seconds() * range.cells(), days * 24 * 60 * 60, "{range}");
        }
    }

    #[test]
    fn a_cell_is_as_good_as_its_checks() {
        let state = |checks, passed| {
            HealthCell { start: DateTime::UNIX_EPOCH, checks, passed, latency_ms: None, latency_max_ms: None }.state()
        };
        assert_eq!(state(0, 0), CellState::Empty);
        assert_eq!(state(3, 3), CellState::Up);
        assert_eq!(state(3, 1), CellState::Mixed);
        assert_eq!(state(3, 0), CellState::Down);
    }
}
