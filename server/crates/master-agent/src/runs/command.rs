//! What a caller wants to run, checked.

use std::collections::BTreeMap;

use agent_protocol::{ExecStartArgs, PtySize};
use nix::unistd::{Uid, User};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::refusal::Refusal;
use crate::shim_protocol::Launch;

const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const DEFAULT_GRACE_MS: u64 = 5_000;
const LONGEST_GRACE_MS: u64 = 10 * 60 * 1000;
const LONGEST_TIMEOUT_MS: u64 = 365 * 24 * 60 * 60 * 1000;
/// Linux takes no single argument or variable beyond 128 KiB.
const LONGEST_STRING: usize = 128 * 1024 - 1;
const SHOWN_COMMAND: usize = 500;

/// What every command finds in its environment, from the daemon's own.
#[derive(Debug, Clone)]
pub struct HostEnvironment {
    path: String,
    home: String,
    lang: String,
}

impl HostEnvironment {
    /// That of this process.
    pub fn of_this_process() -> Self {
        // Accounts of services often have a home that does not exist (`/nonexistent`).
        let home = User::from_uid(Uid::effective()).ok().flatten().map(|user| user.dir).filter(|dir| dir.is_dir());
        let home = home.map(|dir| dir.display().to_string());
        Self {
            path: std::env::var("PATH").unwrap_or_else(|_| DEFAULT_PATH.into()),
            home: home.unwrap_or_else(|| "/".into()),
            lang: std::env::var("LANG").unwrap_or_else(|_| "C.UTF-8".into()),
        }
    }

    /// Where commands are looked for.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn with(&self, own: BTreeMap<String, String>, pty: bool) -> Vec<(String, String)> {
        let mut all = BTreeMap::from([
            ("PATH".to_owned(), self.path.clone()),
            ("HOME".to_owned(), self.home.clone()),
            ("LANG".to_owned(), self.lang.clone()),
            ("TERM".to_owned(), if pty { "xterm-256color" } else { "dumb" }.to_owned()),
        ]);
        all.extend(own);
        all.into_iter().collect()
    }
}

/// A checked wish to run something.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The caller's id.
    pub run_id: Uuid,
    /// SHA-256 of what decides what runs, in hexadecimal.
    pub hash: String,
    /// The command line, shortened, for people.
    pub shown: String,
    /// What the shim is told.
    pub launch: Launch,
}

impl Wanted {
    /// Checks the arguments of `exec_start`.
    pub fn new(args: ExecStartArgs, environment: &HostEnvironment, spool_bytes: u64) -> Result<Self, Refusal> {
        check(&args)?;
        let hash = hash(&args)?;
        let argv = match (args.command, args.argv) {
            (Some(command), None) => vec!["/bin/sh".into(), "-c".into(), command],
            (None, Some(argv)) if argv.first().is_some_and(|program| !program.is_empty()) => argv,
            (None, Some(_)) => return Err(Refusal::invalid("`argv` must name a program first")),
            _ => return Err(Refusal::invalid("give exactly one of `command` and `argv`")),
        };
        let shown = match argv.as_slice() {
            [shell, flag, command] if shell == "/bin/sh" && flag == "-c" => command.clone(),
            words => words.join(" "),
        };
        Ok(Self {
            run_id: args.run_id,
            hash,
            shown: shown.chars().take(SHOWN_COMMAND).collect(),
            launch: Launch {
                argv,
                cwd: args.cwd.unwrap_or_else(|| environment.home.clone()),
                env: environment.with(args.env, args.pty.is_some()),
                pty: args.pty,
                stdin: args.stdin,
                timeout_ms: args.timeout_ms,
                idle_timeout_ms: args.idle_timeout_ms,
                grace_ms: args.grace_ms.unwrap_or(DEFAULT_GRACE_MS),
                spool_bytes,
            },
        })
    }
}

fn check(args: &ExecStartArgs) -> Result<(), Refusal> {
    let strings = args.command.iter().chain(args.argv.iter().flatten()).chain(&args.cwd).chain(args.env.values());
    for string in strings.chain(args.env.keys()) {
        if string.contains('\0') {
            return Err(Refusal::invalid("no argument or variable may hold a NUL character"));
        }
        if string.len() > LONGEST_STRING {
            return Err(Refusal::invalid(
                "no argument or variable may be longer than 128 KiB; pass more through `stdin`",
            ));
        }
    }
    if args.command.as_ref().is_some_and(|command| command.trim().is_empty()) {
        return Err(Refusal::invalid("`command` is empty"));
    }
    if let Some(name) = args.env.keys().find(|name| name.is_empty() || name.contains('=')) {
        return Err(Refusal::invalid(format!("`env` has a variable named {name:?}, which no variable can be")));
    }
    if args.cwd.as_ref().is_some_and(|cwd| !cwd.starts_with('/')) {
        return Err(Refusal::invalid("`cwd` must be an absolute path"));
    }
    for (name, value, most) in [
        ("timeout_ms", args.timeout_ms, LONGEST_TIMEOUT_MS),
        ("idle_timeout_ms", args.idle_timeout_ms, LONGEST_TIMEOUT_MS),
    ] {
        if value.is_some_and(|value| value == 0 || value > most) {
            return Err(Refusal::invalid(format!("`{name}` must be from 1 to {most}")));
        }
    }
    check_grace(args.grace_ms)?;
    args.pty.map_or(Ok(()), check_size)
}

/// Whether a grace is within its bounds.
pub fn check_grace(grace_ms: Option<u64>) -> Result<(), Refusal> {
    match grace_ms {
        Some(grace) if grace > LONGEST_GRACE_MS => {
            Err(Refusal::invalid(format!("`grace_ms` must be at most {LONGEST_GRACE_MS}")))
        }
        _ => Ok(()),
    }
}

/// Whether a terminal can have this size.
pub fn check_size(size: PtySize) -> Result<(), Refusal> {
    if (1..=1000).contains(&size.cols) && (1..=1000).contains(&size.rows) {
        Ok(())
    } else {
        Err(Refusal::invalid("`cols` and `rows` must be from 1 to 1000"))
    }
}

fn hash(args: &ExecStartArgs) -> Result<String, Refusal> {
    let what = (&args.command, &args.argv, &args.cwd, &args.env, args.pty.is_some(), args.stdin);
    let bytes = serde_json::to_vec(&what).map_err(|error| Refusal::internal("hashing the command", &error))?;
    Ok(hex::encode(Sha256::digest(bytes)))
}
