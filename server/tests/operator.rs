//! What an operator types: `doctor` and `admin`, with the real binary.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary on a data folder, with nothing of the environment that would configure it.
fn studio(folder: &Path, args: &[&str], password: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studio-server"));
    command.args(args).arg("--data").arg(folder.join("data")).env("STUDIO_SITE", folder.join("site"));
    for name in ["DATABASE_URL", "DATABASE_APP_URL", "DATABASE_SYSTEM_URL", "STUDIO_KEY", "STUDIO_ADMIN_PASSWORD"] {
        command.env_remove(name);
    }
    if let Some(password) = password {
        command.env("STUDIO_ADMIN_PASSWORD", password);
    }
    command.stdin(std::process::Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The word after each check's name.
fn verdicts(output: &Output) -> Vec<(String, String)> {
    let words = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        Some((words.next()?, words.next()?))
    };
    text(&output.stdout).lines().filter_map(words).collect()
}

#[test]
fn a_doctor_and_an_administrator() {
    let folder = tempfile::Builder::new().prefix("studio-operator-").tempdir().unwrap();
    // Nothing is there yet: a private Postgres is made, the site is missing.
    let doctor = studio(folder.path(), &["doctor"], None);
    let found = verdicts(&doctor);
    let expected = [
        ("site", "failed"),
        ("data", "ok"),
        ("key", "ok"),
        ("postgres", "ok"),
        ("database", "ok"),
        ("migrations", "ok"),
    ];
    for (name, verdict) in expected {
        assert!(found.contains(&(name.to_owned(), verdict.to_owned())), "{name}: {found:?} {}", text(&doctor.stderr));
    }
    assert_eq!(doctor.status.code(), Some(1));
    assert!(text(&doctor.stdout).contains("STUDIO_SITE"), "{}", text(&doctor.stdout));

    let owner = ["admin", "create-owner", "--email", "ada@example.org", "--org", "Night Shift"];
    let made = studio(folder.path(), &owner, Some("correct horse battery"));
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("night-shift"), "{}", text(&made.stdout));
    let again = studio(folder.path(), &owner, Some("correct horse battery"));
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("email: "), "{}", text(&again.stderr));
    let mute = studio(folder.path(), &["admin", "reset-password", "--email", "ada@example.org"], None);
    assert!(text(&mute.stderr).contains("STUDIO_ADMIN_PASSWORD"), "{}", text(&mute.stderr));
    let reset = studio(
        folder.path(),
        &["admin", "reset-password", "--email", "ada@example.org"],
        Some("staple paper mountain"),
    );
    assert!(reset.status.success(), "{}", text(&reset.stderr));
    let all = [&made, &reset].map(|output| text(&output.stdout) + &text(&output.stderr)).concat();
    assert!(!all.contains("staple") && !all.contains("horse"), "a password was printed");

    // Migrated by now.
    let found = verdicts(&studio(folder.path(), &["doctor"], None));
    assert!(found.contains(&("roles".to_owned(), "ok".to_owned())), "{found:?}");
}
