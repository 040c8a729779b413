//! The reader's clock, absent on the server and in the first render so that both say the same.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What time it is, to the second; `None` until the page is alive in the browser.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    now: RwSignal<Option<DateTime<Utc>>>,
    rendered: DateTime<Utc>,
}

/// When the server rendered the page. The server provides it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RenderedAt(pub DateTime<Utc>);

impl Clock {
    /// Now, tracked: what reads it runs again each second.
    pub fn now(self) -> Option<DateTime<Utc>> {
        self.now.get()
    }

    /// Now, without running again.
    pub fn now_untracked(self) -> Option<DateTime<Utc>> {
        self.now.get_untracked()
    }

    /// Now, and before the page is alive the moment it was rendered: then a page says the same before and after, and nothing
    /// in it moves.
    pub fn now_or_rendered(self) -> DateTime<Utc> {
        self.now().unwrap_or(self.rendered)
    }

    /// Whether the page is alive in the browser.
    pub fn is_alive(self) -> Signal<bool> {
        Memo::new(move |_| self.now.read().is_some()).into()
    }
}

/// Whether the browser has taken the page over. The program's entry provides it and alone knows when: pages that are parts
/// of the program are fetched while the first effects run already, and must still find what the server rendered.
#[derive(Clone, Debug)]
pub struct TakenOver(pub ArcRwSignal<bool>);

/// The page's clock; one that stands still where none is provided.
pub fn use_clock() -> Clock {
    use_context().unwrap_or_else(|| Clock { now: RwSignal::new(None), rendered: DateTime::UNIX_EPOCH })
}

/// Starts the page's clock once the page is alive. Call once, at the root.
pub fn provide_clock() {
    let clock = RwSignal::new(None);
    let rendered = SharedValue::new(use_context::<RenderedAt>).into_inner();
    provide_context(Clock { now: clock, rendered: rendered.map_or(DateTime::UNIX_EPOCH, |rendered| rendered.0) });
    let taken_over = use_context::<TakenOver>();
    Effect::new(move || {
        if taken_over.as_ref().is_some_and(|taken_over| !taken_over.0.get()) {
            return;
        }
        clock.set(browser_now());
        let ticking = set_interval_with_handle(move || clock.set(browser_now()), Duration::from_secs(1));
        on_cleanup(move || {
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
    });
}

/// How far the reader's clock is ahead of UTC, in minutes: whole quarters of an hour. Only in the browser.
pub fn utc_offset() -> i32 {
    let minutes = -js_sys::Date::new_0().get_timezone_offset() as i32;
    minutes - minutes.rem_euclid(15)
}

fn browser_now() -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64)
}
