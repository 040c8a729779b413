//! Which executions a list shows, as its URL says it.

use leptos_router::params::ParamsMap;
use model::execution::ExecutionFilter;

use crate::paths;

/// The filter in the query of the list's URL. A word that is none is as good as absent.
pub fn filter_of_query(query: &ParamsMap) -> ExecutionFilter {
    let word = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
    ExecutionFilter {
        limit: None,
        cursor: word("cursor"),
        q: word("q"),
        state: word("state").and_then(|state| state.parse().ok()),
        task_id: word("task").and_then(|id| id.parse().ok()),
        server_id: word("server").and_then(|id| id.parse().ok()),
    }
}

/// The URL of a list at this path with a filter.
pub fn filter_url(path: &str, filter: &ExecutionFilter) -> String {
    let pairs = [
        ("q", filter.q.clone()),
        ("state", filter.state.map(|state| state.to_string())),
        ("task", filter.task_id.map(|id| id.to_string())),
        ("server", filter.server_id.map(|id| id.to_string())),
        ("cursor", filter.cursor.clone()),
    ];
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={}", paths::query_value(&value))))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// Whether anything but the page is asked for.
pub fn is_filtered(filter: &ExecutionFilter) -> bool {
    filter.q.is_some() || filter.state.is_some() || filter.task_id.is_some() || filter.server_id.is_some()
}

#[cfg(test)]
mod tests {
    use model::ExecutionState;

    use super::*;

    #[test]
    fn a_filter_survives_its_url() {
        let filter = ExecutionFilter {
            q: Some("a b&c".to_owned()),
            state: Some(ExecutionState::TimedOut),
            task_id: Some(uuid::Uuid::nil().into()),
            ..Default::default()
        };
        let url = filter_url("/o/acme/executions", &filter);
        assert_eq!(url, "/o/acme/executions?q=a%20b%26c&state=timed_out&task=00000000-0000-0000-0000-000000000000");
        let mut query = ParamsMap::new();
        for (name, value) in [("q", "a b&c"), ("state", "timed_out"), ("task", &uuid::Uuid::nil().to_string())] {
            query.insert(name.to_owned(), value.to_owned());
        }
        assert_eq!(filter_of_query(&query), filter);
        assert!(is_filtered(&filter));
    }

    #[test]
    fn words_that_are_none_are_left_out() {
        let mut query = ParamsMap::new();
        query.insert("state", "nonsense".to_owned());
        query.insert("task", "7".to_owned());
        query.insert("q", " ".to_owned());
        assert_eq!(filter_of_query(&query), ExecutionFilter::default());
        assert_eq!(filter_url("/o/acme/executions", &ExecutionFilter::default()), "/o/acme/executions");
    }
}
