//! When a task runs by itself, in words.

use leptos::prelude::*;
use model::Schedule;

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Code, ZonedTime};

/// The usual cron expressions, with the keys of their words.
pub const PRESETS: [(&str, &str); 6] = [
    ("*/5 * * * *", "task-schedule-preset-minutes"),
    ("0 * * * *", "task-schedule-preset-hour"),
    ("0 9 * * *", "task-schedule-preset-day"),
    ("0 9 * * 1-5", "task-schedule-preset-weekday"),
    ("0 9 * * 1", "task-schedule-preset-week"),
    ("0 9 1 * *", "task-schedule-preset-month"),
];

/// A schedule in words: a usual one by its name, another one by its expression.
#[component]
pub fn ScheduleWords(
    /// The schedule.
    schedule: Schedule,
) -> impl IntoView {
    let i18n = use_i18n();
    match schedule {
        Schedule::Manual => t!(i18n, "task-schedule-manual").into_any(),
        Schedule::At { at } => view! { <ZonedTime at zone=None /> }.into_any(),
        Schedule::Cron(cron) => {
            let words = preset(&i18n, &cron.expression);
            let zone = cron.timezone;
            match words {
                Some(words) => view! { {words} " " <span class="time__distance">{zone}</span> }.into_any(),
                None => {
                    view! { <Code>{cron.expression}</Code> " " <span class="time__distance">{zone}</span> }.into_any()
                }
            }
        }
    }
}

fn preset(i18n: &I18n, expression: &str) -> Option<String> {
    let (_, key) = PRESETS.iter().find(|(usual, _)| *usual == expression)?;
    Some(i18n.text(key, &[]))
}

/// The zone whose clocks show the times of a schedule; none where it is the reader's.
pub fn zone_of(schedule: &Schedule) -> Option<String> {
    match schedule {
        Schedule::Cron(cron) => Some(cron.timezone.clone()),
        Schedule::Manual | Schedule::At { .. } => None,
    }
}
