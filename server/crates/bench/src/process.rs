//! What the kernel tells of a process: how much memory it takes, and how much time of the processors it has used.

use std::collections::HashSet;
use std::fs;

use anyhow::{Context as _, Result};

/// The kernel counts a processor's time for programs in hundredths of a second (`USER_HZ`, time(7)).
const TICKS: f64 = 100.0;

/// Resident memory in MB.
#[derive(Clone, Copy)]
pub(crate) struct Resident {
    /// All of it (RSS).
    pub(crate) all: f64,
    /// What is shared with others counted in parts (PSS).
    pub(crate) fair: f64,
}

impl Resident {
    /// That of a process now.
    pub(crate) fn of(pid: u32) -> Result<Self> {
        let path = format!("/proc/{pid}/smaps_rollup");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let field = |name: &str| field(&text, name).with_context(|| format!("{path} has no {name}"));
        Ok(Self { all: field("Rss:")?, fair: field("Pss:")? })
    }
}

/// Seconds of one processor used so far, user and system together.
#[derive(Clone, Copy)]
pub(crate) struct Used {
    /// By the process.
    pub(crate) own: f64,
    /// By the processes it started, those they started and those of them that have ended.
    pub(crate) below: f64,
}

impl Used {
    /// That of a process now.
    pub(crate) fn of(pid: u32) -> Result<Self> {
        let path = format!("/proc/{pid}/stat");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let own = Stat::read(&text).with_context(|| format!("{path} is not as expected"))?.own;
        Ok(Self { own, below: used_below(pid, &everybody()?) })
    }

    /// The same since an earlier moment.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self { own: self.own - earlier.own, below: self.below - earlier.below }
    }
}

/// What `/proc/PID/stat` says of a process (proc_pid_stat(5)); times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stat {
    parent: u32,
    own: f64,
    /// Of children that have ended and were waited for.
    reaped: f64,
}

impl Stat {
    fn read(text: &str) -> Option<Self> {
        // The program's name comes second, in brackets, and may itself hold brackets and blanks.
        let (_, fields) = text.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        // The first one here is the third of the line.
        let seconds = |number: usize| Some(fields.get(number - 3)?.parse::<f64>().ok()? / TICKS);
        let parent = fields.get(1)?.parse().ok()?;
        Some(Self { parent, own: seconds(14)? + seconds(15)?, reaped: seconds(16)? + seconds(17)? })
    }
}

/// Every process of this machine that has not ended meanwhile.
fn everybody() -> Result<Vec<(u32, Stat)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path();
        let pid = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok());
        let stat = fs::read_to_string(path.join("stat")).ok().and_then(|text| Stat::read(&text));
        found.extend(pid.zip(stat));
    }
    Ok(found)
}

/// What all processes below one have used. One that ends is in its parent's sum from then on, so nothing is lost.
fn used_below(pid: u32, everybody: &[(u32, Stat)]) -> f64 {
    let mut family = HashSet::from([pid]);
    let mut used = 0.0;
    loop {
        let children = everybody.iter().filter(|(_, stat)| family.contains(&stat.parent));
        let next: Vec<(u32, Stat)> = children.filter(|(pid, _)| !family.contains(pid)).copied().collect();
        if next.is_empty() {
            return used;
        }
        for (pid, stat) in next {
            family.insert(pid);
            used += stat.own + stat.reaped;
        }
    }
}

/// A field of smaps_rollup in MB; the kernel counts in KiB.
fn field(text: &str, name: &str) -> Option<f64> {
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: f64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_megabytes() {
        let text = "55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:               62500 kB\nPss:     1000 kB\n";
        assert_eq!(field(text, "Rss:"), Some(64.0));
        assert_eq!(field(text, "Pss:"), Some(1.024));
        assert_eq!(field(text, "Swap:"), None);
    }

    #[test]
    fn our_own_memory_is_found() {
        let own = Resident::of(std::process::id()).unwrap();
        assert!(own.all >= own.fair && own.fair > 0.0);
    }

    #[test]
    fn times_are_read_in_seconds_whatever_the_program_is_called() {
        let line = "42 (a ) S 9 (b) S 7 42 42 0 -1 4194560 90 0 0 0 150 50 25 75 20 0 1 0 100 0 0";
        assert_eq!(Stat::read(line), Some(Stat { parent: 7, own: 2.0, reaped: 1.0 }));
        assert_eq!(Stat::read("42 (cut off) S 7 42"), None);
    }

    #[test]
    fn a_family_is_counted_to_the_last_grandchild_and_nobody_else() {
        let stat = |parent, own, reaped| Stat { parent, own, reaped };
        let everybody =
            [(5, stat(4, 1.0, 0.0)), (4, stat(3, 2.0, 0.5)), (3, stat(1, 64.0, 64.0)), (9, stat(1, 32.0, 0.0))];
        assert_eq!(used_below(3, &everybody), 3.5);
        assert_eq!(used_below(5, &everybody), 0.0);
    }

    #[test]
    fn our_own_time_grows() {
        let began = std::time::Instant::now();
        let own = || Used::of(std::process::id()).unwrap().own;
        let before = own();
        while own() <= before {
            assert!(began.elapsed() < std::time::Duration::from_secs(20), "it stays at {before} s");
        }
    }
}
