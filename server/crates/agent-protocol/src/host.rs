use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Arguments of `host_info`: none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostInfoArgs {}

/// Result of `host_info`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HostInfo {
    /// Name and version of the operating system, for example "Debian GNU/Linux 12 (bookworm)".
    pub os: String,
    /// Release of the kernel.
    pub kernel: String,
    /// Processor architecture, for example "x86_64".
    pub architecture: String,
    /// Name of the host.
    pub hostname: String,
    /// Number of processors.
    pub cpus: u32,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// Version of the master agent.
    pub agent_version: String,
    /// Version of the contract it speaks.
    pub contract: u32,
    /// Identity of its data folder.
    pub instance_id: Uuid,
    /// When the daemon was started.
    pub agent_started_at: DateTime<Utc>,
    /// Seconds since the host was started.
    pub uptime_seconds: u64,
    /// Name of the user that runs commands.
    pub user: String,
    /// Whether that user is root.
    pub is_root: bool,
    /// Whether that user may use `sudo` without a password.
    pub has_sudo: bool,
    /// Package managers found, for example "apt-get", "dnf", "npm".
    pub package_managers: Vec<String>,
    /// Runs going on now.
    pub running: u32,
    /// Most runs at a time.
    pub max_running: u32,
}

/// Arguments of `host_metrics`: none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostMetricsArgs {}

/// Result of `host_metrics`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HostMetrics {
    /// When they were taken.
    pub at: DateTime<Utc>,
    /// Processors.
    pub cpu: CpuMetrics,
    /// Load averages.
    pub load: LoadAverage,
    /// Memory.
    pub memory: MemoryMetrics,
    /// File systems on disks, each once.
    pub disks: Vec<DiskMetrics>,
    /// Network, all interfaces but loopback together.
    pub network: NetworkMetrics,
    /// TCP connections.
    pub connections: TcpConnections,
    /// Number of processes.
    pub processes: u32,
    /// Seconds since the host was started.
    pub uptime_seconds: u64,
}

/// Use of the processors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CpuMetrics {
    /// Number of processors.
    pub count: u32,
    /// Use of all of them together in percent, 0 to 100, since the last call (or over a tenth of a second).
    pub used_percent: f64,
}

/// Load averages.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LoadAverage {
    /// Over one minute.
    pub one: f64,
    /// Over five minutes.
    pub five: f64,
    /// Over fifteen minutes.
    pub fifteen: f64,
}

/// Memory in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MemoryMetrics {
    /// All there is.
    pub total_bytes: u64,
    /// What new programs could get without swapping.
    pub available_bytes: u64,
    /// Swap there is.
    pub swap_total_bytes: u64,
    /// Swap in use.
    pub swap_used_bytes: u64,
}

/// A file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiskMetrics {
    /// Where it is mounted.
    pub mount: String,
    /// Its kind, for example "ext4".
    pub filesystem: String,
    /// Its size in bytes.
    pub total_bytes: u64,
    /// What an ordinary user could still write, in bytes.
    pub available_bytes: u64,
}

/// Counters of the network, since the host was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NetworkMetrics {
    /// Bytes received.
    pub received_bytes: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
}

/// TCP connections by state, IPv4 and IPv6 together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TcpConnections {
    /// Established ones.
    pub established: u32,
    /// Listening sockets.
    pub listening: u32,
    /// In any other state.
    pub other: u32,
}
