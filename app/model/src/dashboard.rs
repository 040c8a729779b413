//! What an organization's first page shows.

use serde::{Deserialize, Serialize};

use crate::ExecutionView;

/// Counts, first steps and the latest executions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardView {
    /// Registered servers.
    pub servers: i64,
    /// Servers whose last check passed.
    pub servers_healthy: i64,
    /// Tasks written.
    pub tasks: i64,
    /// Executions that are not in a final state.
    pub executions_active: i64,
    /// Executions that reached a final state in the last 24 hours.
    pub executions_today: i64,
    /// Those of them that succeeded.
    pub succeeded_today: i64,
    /// Executions ever.
    pub executions: i64,
    /// The latest executions, newest first, at most eight.
    pub latest: Vec<ExecutionView>,
    /// The Studio's own host can be added in one click.
    pub local_server_offered: bool,
}
