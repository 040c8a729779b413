//! Every word this crate can report has its message in the four languages.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use model::{CheckName, IssueCode, Lang};

/// Keys beside titles and issues that `validate` uses.
const DETAILS: [&str; 12] = [
    "check-resolve-passed",
    "check-resolve-passed-literal",
    "check-reach-passed",
    "check-tls-passed",
    "check-tls-skipped",
    "check-authenticate-passed",
    "check-authenticate-passed-none",
    "check-authenticate-skipped",
    "check-protocol-passed",
    "check-master-agent-passed",
    "check-master-agent-skipped",
    "check-capabilities-passed",
];

#[test]
fn every_word_is_translated() {
    let mut wanted: BTreeSet<String> = DETAILS.iter().map(|key| (*key).to_owned()).collect();
    wanted.insert("check-skipped".to_owned());
    wanted.extend(CheckName::ALL.iter().map(|name| format!("check-{}", name.as_str().replace('_', "-"))));
    for code in IssueCode::ALL {
        let issue = model::Issue::new(*code, "");
        wanted.insert(issue.message().key);
        wanted.insert(issue.remedy().key);
    }
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    for lang in Lang::ALL {
        let folder = Path::new(&here).join("../../../app/locales").join(lang.as_str());
        let text: String =
            ["check.ftl", "issue.ftl"].iter().map(|file| fs::read_to_string(folder.join(file)).unwrap()).collect();
        let keys: BTreeSet<String> = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect();
        assert_eq!(keys, wanted, "{lang}");
    }
}
