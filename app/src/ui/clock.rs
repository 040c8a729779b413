//! The reader's clock, absent on the server and in the first render so that both say the same.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// What time it is, to the second; `None` until the page is alive in the browser.
#[derive(Clone, Copy, Debug)]
pub struct Clock(RwSignal<Option<DateTime<Utc>>>);

impl Clock {
    /// Now, tracked: what reads it runs again each second.
    pub fn now(self) -> Option<DateTime<Utc>> {
        self.0.get()
    }

    /// Now, without running again.
    pub fn now_untracked(self) -> Option<DateTime<Utc>> {
        self.0.get_untracked()
    }

    /// Whether the page is alive in the browser.
    pub fn is_alive(self) -> Signal<bool> {
        Memo::new(move |_| self.0.read().is_some()).into()
    }
}

/// Whether the browser has taken the page over. The program's entry provides it and alone knows when: pages that are parts
/// of the program are fetched while the first effects run already, and must still find what the server rendered.
#[derive(Clone, Debug)]
pub struct TakenOver(pub ArcRwSignal<bool>);

/// The page's clock; one that stands still where none is provided.
pub fn use_clock() -> Clock {
    use_context().unwrap_or_else(|| Clock(RwSignal::new(None)))
}

/// Starts the page's clock once the page is alive. Call once, at the root.
pub fn provide_clock() {
    let clock = RwSignal::new(None);
    provide_context(Clock(clock));
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
