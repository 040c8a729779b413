//! What was chosen before, kept in this browser.

use model::Action;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entry::{Act, Entry, Group};
use super::own::Known;
use crate::browser::{remember, remembered};
use crate::paths;
use crate::ui::IconName;

/// How many are kept.
const KEPT: usize = 6;

/// An entry that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recent {
    key: String,
    title: String,
}

/// What a member chose in an organization, the latest first.
pub(super) fn load(org: &str, known: &Known) -> Vec<Recent> {
    // What cannot be read was written by another version: a fresh start.
    place(org, known)
        .and_then(|place| remembered(&place))
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}

/// Keeps what a member chose in an organization.
pub(super) fn store(org: &str, known: &Known, recent: &[Recent]) {
    if let (Some(place), Ok(json)) = (place(org, known), serde_json::to_string(recent)) {
        remember(&place, &json);
    }
}

/// Several people may share a browser.
fn place(org: &str, known: &Known) -> Option<String> {
    known.session.as_ref().map(|session| format!("palette:{}:{org}", session.user.id))
}

/// With this one as the latest. What nobody does twice is not kept.
pub(super) fn with(mut recent: Vec<Recent>, entry: &Entry) -> Vec<Recent> {
    if !matches!(entry.act, Act::SignOut | Act::Cancel(_)) {
        recent.retain(|before| before.key != entry.key);
        recent.insert(0, Recent { key: entry.key.clone(), title: entry.title.clone() });
        recent.truncate(KEPT);
    }
    recent
}

/// The entries of those that can still be chosen.
pub(super) fn entries(recent: &[Recent], org: &str, known: &Known, own: &[Entry]) -> Vec<Entry> {
    let again = |before: &Recent| match own.iter().find(|entry| entry.key == before.key) {
        Some(entry) => Some(Entry { group: Group::Recent, ..entry.clone() }),
        None => of_thing(before, org, &known.permitted),
    };
    recent.iter().filter_map(again).collect()
}

/// The entry of a thing that was found once.
fn of_thing(before: &Recent, org: &str, permitted: &[Action]) -> Option<Entry> {
    let (verb, thing) = before.key.split_once(':')?;
    let (id, name) = thing.split_once(':').unwrap_or((thing, ""));
    let id: Uuid = id.parse().ok()?;
    let (needs, icon, act) = match verb {
        "server" => (Action::ServerRead, IconName::Server, Act::Go(paths::server(org, id.into()))),
        "task" => (Action::TaskRead, IconName::Tasks, Act::Go(paths::task(org, id.into()))),
        "mcp_tool" => (Action::McpToolRead, IconName::Plug, Act::Go(paths::mcp_tool(org, id.into(), name))),
        "execution" => (Action::ExecutionRead, IconName::Terminal, Act::Go(paths::execution(org, id.into()))),
        "run" => (Action::TaskRun, IconName::Play, Act::Run(id.into())),
        "check" => (Action::ServerCheck, IconName::Refresh, Act::Check(id.into())),
        _ => return None,
    };
    let (key, title) = (before.key.clone(), before.title.clone());
    permitted.contains(&needs).then_some(Entry { key, group: Group::Recent, icon, title, hit: None, act })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, act: Act) -> Entry {
        let (key, title) = (key.to_owned(), key.to_uppercase());
        Entry { key, group: Group::Actions, icon: IconName::Link, title, hit: None, act }
    }

    #[test]
    fn the_latest_is_first_and_few_are_kept() {
        let mut recent = Vec::new();
        for n in 0..8 {
            recent = with(recent, &entry(&format!("page-{n}"), Act::Go(String::new())));
        }
        recent = with(recent, &entry("page-5", Act::Go(String::new())));
        recent = with(recent, &entry("sign-out", Act::SignOut));
        let keys: Vec<_> = recent.iter().map(|before| before.key.as_str()).collect();
        assert_eq!(keys, ["page-5", "page-7", "page-6", "page-4", "page-3", "page-2"]);
    }

    #[test]
    fn an_mcp_tool_is_found_again_by_server_and_name() {
        let id = Uuid::nil();
        let hit = model::SearchHit::mcp_tool(id.into(), "a:b".to_owned(), None, "web".to_owned());
        let known = Known { permitted: vec![Action::McpToolRead], session: None };
        let found = super::super::entry::of_hits(crate::i18n::I18n::default(), "acme", &known.permitted, vec![hit]);
        let again = entries(&with(Vec::new(), &found[0]), "acme", &known, &[]);
        let path = Act::Go(format!("/o/acme/servers/{id}/mcp-tools/a~3Ab"));
        assert_eq!((found[0].act.clone(), again[0].act.clone()), (path.clone(), path));
        assert!(entries(&with(Vec::new(), &found[0]), "acme", &Known::default(), &[]).is_empty());
    }

    #[test]
    fn what_is_gone_or_no_longer_permitted_is_left_out() {
        let id = Uuid::nil();
        let recent: Vec<_> =
            [format!("run:{id}"), "page-old".to_owned(), "theme-dark".to_owned(), format!("task:{id}")]
                .map(|key| Recent { key, title: "Kept".to_owned() })
                .into();
        let own = [entry("theme-dark", Act::Theme(model::Theme::Dark))];
        let known = Known { permitted: vec![Action::TaskRead], session: None };
        let shown: Vec<_> =
            entries(&recent, "acme", &known, &own).into_iter().map(|entry| (entry.title, entry.act)).collect();
        let task = Act::Go(format!("/o/acme/tasks/{id}"));
        assert_eq!(shown, [("THEME-DARK".to_owned(), Act::Theme(model::Theme::Dark)), ("Kept".to_owned(), task)]);
    }
}
