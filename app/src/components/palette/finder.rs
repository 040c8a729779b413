//! Asks the Studio while one types.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Error, SearchHit, SearchKind};

use crate::api::ApiError;
use crate::api::search::search;
use crate::components::search::folded;

/// So long after the last key the Studio is asked.
const WAIT: Duration = Duration::from_millis(120);

/// The latest answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// What was asked.
    q: String,
    /// What was found.
    hits: Vec<SearchHit>,
    /// Why nothing could be found.
    pub(super) error: Option<Error>,
    /// A newer answer is on its way.
    pub(super) asking: bool,
}

impl Found {
    /// The hits that fit these words: until their own answer is there, those of the last one that fit them too.
    pub(super) fn fitting(&self, words: &str) -> Vec<SearchHit> {
        let words = words.trim();
        if words == self.q {
            return self.hits.clone();
        }
        let sought = folded(words);
        if sought.is_empty() {
            return Vec::new();
        }
        let has = |text: &str| folded(text).windows(sought.len()).any(|part| part == sought.as_slice());
        let fits = |hit: &&SearchHit| {
            let address = hit.detail.as_deref().filter(|_| hit.kind == SearchKind::Server);
            has(&hit.title) || address.is_some_and(has) || hit.name.as_deref().is_some_and(has)
        };
        self.hits.iter().filter(fits).cloned().collect()
    }
}

/// Asks the Studio, not for every key, and drops answers that come too late.
#[derive(Clone, Copy)]
pub(super) struct Finder {
    org: Signal<String>,
    found: RwSignal<Found>,
    turn: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Finder {
    /// For an organization, with nothing asked yet.
    pub(super) fn new(org: Signal<String>) -> Self {
        Self { org, found: RwSignal::new(Found::default()), turn: StoredValue::new(0), timer: StoredValue::new(None) }
    }

    /// The latest answer.
    pub(super) fn found(self) -> RwSignal<Found> {
        self.found
    }

    /// Asks for these words soon; for none, forgets what was found.
    pub(super) fn ask(self, words: &str) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let q = words.trim().to_owned();
        if q.is_empty() {
            self.found.set(Found::default());
            return;
        }
        self.found.update(|found| {
            found.error = None;
            found.asking = true;
        });
        let org = self.org.get_untracked();
        let timer = set_timeout_with_handle(move || spawn_local(self.answer(turn, org, q)), WAIT);
        self.timer.set_value(timer.ok());
    }

    async fn answer(self, turn: u32, org: String, q: String) {
        let answer = search(org, q.clone()).await;
        // Somebody typed on, or the page is gone.
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        self.found.set(match answer {
            Ok(hits) => Found { q, hits, ..Default::default() },
            Err(ApiError(error)) => Found { q, error: Some(error), ..Default::default() },
        });
    }
}

#[cfg(test)]
mod tests {
    use model::ServerStatus;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_no_longer_fits_goes_before_the_next_answer_comes() {
        let server = |name: &str, url: &str| {
            SearchHit::server(Uuid::nil().into(), name.to_owned(), url.to_owned(), ServerStatus::Unknown)
        };
        let hits = vec![server("Web", "http://one"), server("mail", "http://we.example.org")];
        let found = Found { q: "we".to_owned(), hits, ..Default::default() };
        let names = |words: &str| found.fitting(words).into_iter().map(|hit| hit.title).collect::<Vec<_>>();
        assert_eq!(names(" we "), ["Web", "mail"]);
        assert_eq!(names("WEB"), ["Web"]);
        assert_eq!(names("we.ex"), ["mail"]);
        assert_eq!(names("web server"), [""; 0]);
        assert_eq!(names(""), [""; 0]);
    }
}
