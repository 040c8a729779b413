//! What can be chosen, and in which order it stands.

use model::{Action, ExecutionId, Lang, SearchHit, SearchKind, ServerId, ServerStatus, TaskId, Theme};

use crate::components::search::{folded, hit_icon, hit_path};
use crate::i18n::I18n;
use crate::t;
use crate::ui::IconName;

/// What choosing an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Goes to a page.
    Go(String),
    /// Loads a document anew: another organization, or no page of the application.
    Load(String),
    /// Runs a task.
    Run(TaskId),
    /// Checks a server.
    Check(ServerId),
    /// Cancels an execution.
    Cancel(ExecutionId),
    /// Speaks another language.
    Language(Lang),
    /// Shows another theme.
    Theme(Theme),
    /// Ends the session.
    SignOut,
}

/// Under which heading an entry stands, in the order of the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Chosen before.
    Recent,
    /// Pages.
    Pages,
    /// Servers.
    Servers,
    /// Tasks.
    Tasks,
    /// MCP tools.
    McpTools,
    /// Executions.
    Executions,
    /// What can be done.
    Actions,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it is, for as long as it exists: `server:<id>`, `mcp_tool:<server>:<name>`, `run:<id>`, `page:tasks`.
    pub(super) key: String,
    /// Its heading.
    pub(super) group: Group,
    /// Before the words.
    pub(super) icon: IconName,
    /// The words.
    pub(super) title: String,
    /// What was found, for a thing of the organization.
    pub(super) hit: Option<SearchHit>,
    /// What choosing it does.
    pub(super) act: Act,
}

/// The entries of what was found: each thing, and what can be done with it by who is permitted that.
pub(super) fn of_hits(i18n: I18n, org: &str, permitted: &[Action], hits: Vec<SearchHit>) -> Vec<Entry> {
    let actions: Vec<_> = hits.iter().filter_map(|hit| action_on(i18n, permitted, hit)).collect();
    let places = hits.into_iter().map(|hit| Entry {
        key: match &hit.name {
            Some(name) => format!("{}:{}:{name}", hit.kind, hit.id),
            None => format!("{}:{}", hit.kind, hit.id),
        },
        group: match hit.kind {
            SearchKind::Server => Group::Servers,
            SearchKind::Task => Group::Tasks,
            SearchKind::McpTool => Group::McpTools,
            SearchKind::Execution => Group::Executions,
        },
        icon: hit_icon(hit.kind),
        title: hit.title.clone(),
        act: Act::Go(hit_path(org, &hit)),
        hit: Some(hit),
    });
    places.chain(actions).collect()
}

/// What can be done with a thing that was found.
fn action_on(i18n: I18n, permitted: &[Action], hit: &SearchHit) -> Option<Entry> {
    let name = &hit.title;
    let (needs, verb, icon, title, act) = match hit.kind {
        SearchKind::Server if hit.server_status() == Some(ServerStatus::Disabled) => return None,
        SearchKind::Server => {
            let title = t!(i18n, "palette-check", name = name);
            (Action::ServerCheck, "check", IconName::Refresh, title, Act::Check(hit.id.into()))
        }
        SearchKind::Task => {
            let title = t!(i18n, "palette-run", name = name);
            (Action::TaskRun, "run", IconName::Play, title, Act::Run(hit.id.into()))
        }
        SearchKind::McpTool => return None,
        SearchKind::Execution if !hit.execution_state().is_some_and(|state| state.can_cancel()) => return None,
        SearchKind::Execution => {
            let title = t!(i18n, "palette-cancel", name = name);
            (Action::ExecutionCancel, "cancel", IconName::Stop, title, Act::Cancel(hit.id.into()))
        }
    };
    let key = format!("{verb}:{}", hit.id);
    permitted.contains(&needs).then_some(Entry { key, group: Group::Actions, icon, title, hit: None, act })
}

/// The entries as they stand below each other. Without words: those chosen before, then all of one's own. With words: one's
/// own that fit, the best first, and what was found, as it came.
pub(super) fn arranged(words: &str, own: &[Entry], found: &[Entry], recent: &[Entry]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = if words.trim().is_empty() {
        let others = own.iter().filter(|entry| !recent.iter().any(|before| before.key == entry.key));
        recent.iter().chain(others).cloned().collect()
    } else {
        let mut fitting: Vec<_> = own.iter().filter_map(|entry| Some((rank(&entry.title, words)?, entry))).collect();
        fitting.sort_by_key(|(rank, _)| *rank);
        fitting.into_iter().map(|(_, entry)| entry).chain(found).cloned().collect()
    };
    entries.sort_by_key(|entry| entry.group);
    entries
}

/// How well a title fits: 0 when it begins with the words, 1 when each of them begins a word in it, 2 when each is somewhere
/// in it; not at all else.
fn rank(title: &str, words: &str) -> Option<u8> {
    let title = folded(title);
    let mut all_begin = true;
    for word in words.split_whitespace().map(folded) {
        let mut places = title.windows(word.len()).enumerate().filter(|(_, part)| *part == word.as_slice()).peekable();
        places.peek()?;
        all_begin &= places.any(|(at, _)| at == 0 || !title[at - 1].is_alphanumeric());
    }
    let begins = title.starts_with(&folded(words.trim()));
    Some(if begins { 0 } else { 2 - u8::from(all_begin) })
}

#[cfg(test)]
mod tests {
    use model::ExecutionState;
    use uuid::Uuid;

    use super::*;

    fn entry(key: &str, group: Group, title: &str) -> Entry {
        let act = Act::Go(format!("/{key}"));
        Entry { key: key.to_owned(), group, icon: IconName::Link, title: title.to_owned(), hit: None, act }
    }

    fn keys(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.key.as_str()).collect()
    }

    #[test]
    fn titles_fit_words_more_or_less() {
        assert_eq!(rank("New task", "new t"), Some(0));
        assert_eq!(rank("New task", "TASK"), Some(1));
        assert_eq!(rank("New task", "ta ne"), Some(1));
        assert_eq!(rank("New task", "ask"), Some(2));
        assert_eq!(rank("New task", "new server"), None);
        assert_eq!(rank("Exécutions", "exé"), Some(0));
        assert_eq!(rank("no", "longer"), None);
    }

    #[test]
    fn what_was_chosen_before_comes_first_and_once() {
        let own = [entry("page:a", Group::Pages, "A"), entry("page:b", Group::Pages, "B")];
        let recent = [entry("page:b", Group::Recent, "B"), entry("server:1", Group::Recent, "web")];
        assert_eq!(keys(&arranged(" ", &own, &[], &recent)), ["page:b", "server:1", "page:a"]);
    }

    #[test]
    fn the_best_title_is_first_under_its_heading_and_actions_are_last() {
        let own = [
            entry("new", Group::Actions, "Add server"),
            entry("x", Group::Pages, "Observers"),
            entry("servers", Group::Pages, "Servers"),
            entry("tasks", Group::Pages, "Tasks"),
        ];
        let found = [entry("server:2", Group::Servers, "z"), entry("server:1", Group::Servers, "a")];
        let expected = ["servers", "x", "server:2", "server:1", "new"];
        assert_eq!(keys(&arranged("server", &own, &found, &own)), expected);
    }

    #[test]
    fn nothing_is_offered_that_would_be_refused() {
        let id = Uuid::nil;
        let hits = || {
            let server = |status| SearchHit::server(id().into(), "web".to_owned(), "http://web".to_owned(), status);
            let execution = |state| SearchHit::execution(id().into(), "Deploy".to_owned(), None, state);
            vec![
                server(ServerStatus::Healthy),
                server(ServerStatus::Disabled),
                SearchHit::task(id().into(), "Deploy".to_owned(), Some("web".to_owned()), None),
                execution(ExecutionState::Running),
                execution(ExecutionState::Succeeded),
            ]
        };
        let acts = |permitted: &[Action]| {
            let entries = of_hits(I18n::default(), "acme", permitted, hits());
            assert_eq!(entries.iter().filter(|entry| entry.hit.is_some()).count(), 5);
            entries.into_iter().filter(|entry| entry.group == Group::Actions).map(|entry| entry.act).collect::<Vec<_>>()
        };
        let all = [Act::Check(id().into()), Act::Run(id().into()), Act::Cancel(id().into())];
        assert_eq!(acts(Action::ALL), all);
        assert_eq!(acts(&[Action::ServerRead, Action::TaskRun]), [Act::Run(id().into())]);
        assert!(acts(&[Action::ServerRead]).is_empty());
    }
}
