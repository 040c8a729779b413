//! A dashboard for tests.

use chrono::DateTime;
use model::dashboard::{DashboardView, Outcomes};

/// That of an organization in which nothing was done yet.
pub(super) fn empty() -> DashboardView {
    DashboardView {
        servers: Vec::new(),
        troubled: Vec::new(),
        tasks: 0,
        active: Vec::new(),
        today: Outcomes::default(),
        quarters: Vec::new(),
        quarters_until: DateTime::UNIX_EPOCH,
        lost: 0,
        failures: Vec::new(),
        latest: Vec::new(),
        has_executions: false,
        local_server_offered: false,
    }
}
