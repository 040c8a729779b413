//! What the host's resources are, from /proc (proc(5)).

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use agent_protocol::{
    CpuMetrics, DiskMetrics, HostMetrics, LoadAverage, MemoryMetrics, NetworkMetrics, TcpConnections,
};
use chrono::Utc;
use nix::sys::statvfs::statvfs;

/// Least time over which the use of the processors is measured.
const LEAST_SPAN: Duration = Duration::from_millis(100);

/// Takes measures.
#[derive(Debug, Default)]
pub struct Meter {
    last: Mutex<Option<CpuTimes>>,
}

#[derive(Debug, Clone, Copy)]
struct CpuTimes {
    busy: u64,
    all: u64,
}

impl Meter {
    /// The result of `host_metrics`.
    pub async fn measure(&self) -> io::Result<HostMetrics> {
        let used_percent = self.cpu_used_percent().await?;
        Ok(HostMetrics {
            at: Utc::now(),
            cpu: CpuMetrics { count: cpus(), used_percent },
            load: load()?,
            memory: memory()?,
            disks: tokio::task::spawn_blocking(disks).await.map_err(io::Error::other)??,
            network: network()?,
            connections: connections(),
            processes: processes()?,
            uptime_seconds: uptime_seconds()?,
        })
    }

    /// Since the last call; over a tenth of a second when there was none just before.
    async fn cpu_used_percent(&self) -> io::Result<f64> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = cpu_times()?;
        let before = match last {
            Some(last) if now.all.saturating_sub(last.all) >= u64::from(cpus()) * 10 => last,
            _ => {
                let before = now;
                tokio::time::sleep(LEAST_SPAN).await;
                now = cpu_times()?;
                before
            }
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        let (busy, all) = (now.busy.saturating_sub(before.busy), now.all.saturating_sub(before.all));
        Ok(if all == 0 { 0.0 } else { (busy as f64 / all as f64 * 100.0).clamp(0.0, 100.0) })
    }
}

/// Number of processors.
pub fn cpus() -> u32 {
    std::thread::available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(u32::MAX))
}

/// Seconds since the host was started.
pub fn uptime_seconds() -> io::Result<u64> {
    let text = fs::read_to_string("/proc/uptime")?;
    text.split(['.', ' ']).next().and_then(|seconds| seconds.parse().ok()).ok_or_else(|| unclear("/proc/uptime"))
}

/// Memory.
pub fn memory() -> io::Result<MemoryMetrics> {
    let text = fs::read_to_string("/proc/meminfo")?;
    let bytes = |name: &str| -> Option<u64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
    };
    let swap_total_bytes = bytes("SwapTotal").unwrap_or(0);
    Ok(MemoryMetrics {
        total_bytes: bytes("MemTotal").ok_or_else(|| unclear("/proc/meminfo"))?,
        available_bytes: bytes("MemAvailable").ok_or_else(|| unclear("/proc/meminfo"))?,
        swap_total_bytes,
        swap_used_bytes: swap_total_bytes.saturating_sub(bytes("SwapFree").unwrap_or(0)),
    })
}

fn cpu_times() -> io::Result<CpuTimes> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().ok_or_else(|| unclear("/proc/stat"))?;
    // user nice system idle iowait irq softirq steal; guest times are in user and nice already
    let times: Vec<u64> = line.split_whitespace().skip(1).take(8).filter_map(|time| time.parse().ok()).collect();
    let all = times.iter().sum();
    let idle: u64 = times.iter().skip(3).take(2).sum();
    Ok(CpuTimes { busy: all - idle, all })
}

fn load() -> io::Result<LoadAverage> {
    let text = fs::read_to_string("/proc/loadavg")?;
    let mut averages = text.split_whitespace().map_while(|average| average.parse().ok());
    let mut next = || averages.next().ok_or_else(|| unclear("/proc/loadavg"));
    Ok(LoadAverage { one: next()?, five: next()?, fifteen: next()? })
}

/// Each block device once, where it is mounted first; a network file system that hangs is not asked.
fn disks() -> io::Result<Vec<DiskMetrics>> {
    let mounts = fs::read_to_string("/proc/self/mounts")?;
    let mut seen = BTreeSet::new();
    let mut disks = Vec::new();
    for line in mounts.lines() {
        let mut fields = line.split(' ');
        let (Some(device), Some(mount), Some(filesystem)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let is_disk = device.starts_with("/dev/") || mount == "/" || filesystem == "zfs";
        let mount = mount.replace("\\040", " ");
        if !is_disk || filesystem == "squashfs" || !fs::metadata(&mount).is_ok_and(|found| found.is_dir()) {
            continue;
        }
        if let Ok(stat) = statvfs(mount.as_str())
            && seen.insert(device.to_owned())
        {
            disks.push(DiskMetrics {
                mount,
                filesystem: filesystem.into(),
                total_bytes: stat.blocks() * stat.fragment_size(),
                available_bytes: stat.blocks_available() * stat.fragment_size(),
            });
        }
    }
    Ok(disks)
}

fn network() -> io::Result<NetworkMetrics> {
    let text = fs::read_to_string("/proc/net/dev")?;
    let mut sum = NetworkMetrics { received_bytes: 0, sent_bytes: 0 };
    for line in text.lines().skip(2) {
        let Some((name, counters)) = line.split_once(':') else { continue };
        if name.trim() != "lo" {
            let counters: Vec<u64> = counters.split_whitespace().filter_map(|count| count.parse().ok()).collect();
            sum.received_bytes += counters.first().copied().unwrap_or(0);
            sum.sent_bytes += counters.get(8).copied().unwrap_or(0);
        }
    }
    Ok(sum)
}

/// A host without IPv6 has no /proc/net/tcp6.
fn connections() -> TcpConnections {
    let mut counts = TcpConnections { established: 0, listening: 0, other: 0 };
    for path in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in fs::read_to_string(path).unwrap_or_default().lines().skip(1) {
            match line.split_whitespace().nth(3) {
                Some("01") => counts.established += 1,
                Some("0A") => counts.listening += 1,
                _ => counts.other += 1,
            }
        }
    }
    counts
}

fn processes() -> io::Result<u32> {
    let entries = fs::read_dir("/proc")?;
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    Ok(u32::try_from(numbers.count()).unwrap_or(u32::MAX))
}

fn unclear(path: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{path} is not as expected"))
}
