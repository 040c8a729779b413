//! Each migration can be applied and taken back.

use std::fs;

use anyhow::{Result, ensure};

use crate::layout::Layout;

pub(super) fn check(layout: &Layout) -> Result<String> {
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(layout.source("migrations"))? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        count += 1;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !well_named(&name) {
            wrong.push(format!("{name} is not named <14 digits>_<verb_noun>"));
        }
        for file in ["up.sql", "down.sql"] {
            if !fs::read_to_string(entry.path().join(file)).is_ok_and(|sql| !sql.trim().is_empty()) {
                wrong.push(format!("{name}/{file} is missing or empty"));
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(format!("{count} migrations"))
}

fn well_named(name: &str) -> bool {
    name.split_once('_').is_some_and(|(time, rest)| {
        time.len() == 14 && time.bytes().all(|byte| byte.is_ascii_digit()) && !rest.is_empty()
    })
}
