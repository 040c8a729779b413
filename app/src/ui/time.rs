//! Moments and durations.

use chrono::{DateTime, SecondsFormat, Utc};
use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use model::Lang;
use wasm_bindgen::JsValue;

use super::use_clock;
use crate::browser::in_zone;
use crate::i18n::{Moment, format, use_i18n};

/// How long ago or how soon, with the exact time in the reader's zone on hover: in UTC until the page is alive, for the server
/// does not know the zone.
#[component]
pub fn Time(
    /// The moment.
    at: DateTime<Utc>,
) -> impl IntoView {
    let i18n = use_i18n();
    let clock = use_clock();
    let alive = clock.is_alive();
    let lang = i18n.lang();
    let exact = move |style| if alive.get() { local(lang, at, "timeStyle", style) } else { format::utc(at) };
    let words = Memo::new(move |_| {
        let distance = at.signed_duration_since(clock.now_or_rendered());
        Moment::from_now(distance.num_seconds()).words(&i18n).unwrap_or_else(|| exact("short"))
    });
    let machine = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    view! { <time class="time" datetime=machine title=move || exact("long")>{words}</time> }
}

/// Writes moments to the minute, in UTC on the server, in the reader's zone when the page is alive.
pub fn use_exact_time() -> impl Fn(DateTime<Utc>) -> String + Copy + Send + Sync + 'static {
    let lang = use_i18n().lang();
    let alive = use_clock().is_alive();
    move |at| if alive.get() { local(lang, at, "timeStyle", "short") } else { format::utc(at) }
}

/// The exact time in the reader's zone, for what is read as a fact and not as news. Before the page is alive in UTC.
#[component]
pub fn ExactTime(
    /// The moment.
    at: DateTime<Utc>,
) -> impl IntoView {
    let exact = use_exact_time();
    let words = move || exact(at);
    let machine = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    view! { <time class="time" datetime=machine>{words}</time> }
}

/// The time of day in the reader's zone, such as `14:15`. Only in the browser.
pub fn time_of_day(lang: Lang, at: DateTime<Utc>) -> String {
    let options = Object::new();
    for key in ["hour", "minute"] {
        // Setting a property of a plain object that was made here cannot fail.
        _ = Reflect::set(&options, &key.into(), &"2-digit".into());
    }
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    date.to_locale_time_string_with_options(lang.as_str(), &options).into()
}

/// A moment as the clocks of a zone show it, with its weekday, and how soon or how long ago it is. Before the page is alive in
/// UTC.
#[component]
pub fn ZonedTime(
    /// The moment.
    at: DateTime<Utc>,
    /// Name of the zone in the IANA database; the reader's own when left out.
    #[prop(optional_no_strip, into)]
    zone: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let clock = use_clock();
    let alive = clock.is_alive();
    let exact = move || {
        let words = if alive.get() { in_zone(i18n.lang(), at, zone.as_deref()) } else { None };
        words.unwrap_or_else(|| format::utc(at))
    };
    let distance = Memo::new(move |_| {
        let distance = at.signed_duration_since(clock.now_or_rendered());
        Moment::from_now(distance.num_seconds()).words(&i18n).map(|words| format!("({words})"))
    });
    let machine = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    view! {
        <time class="time time--zoned" datetime=machine>
            {exact}
            " "
            <span class="time__distance">{distance}</span>
        </time>
    }
}

/// How long something took.
#[component]
pub fn Duration(
    /// Milliseconds.
    ms: u64,
) -> impl IntoView {
    view! { <span class="time">{format::duration(use_i18n().lang(), ms)}</span> }
}

/// How long something has been going on, ticking.
#[component]
pub fn Elapsed(
    /// When it began.
    since: DateTime<Utc>,
) -> impl IntoView {
    let clock = use_clock();
    let words = move || {
        let elapsed = clock.now_or_rendered().signed_duration_since(since);
        format::stopwatch(elapsed.num_milliseconds().max(0).unsigned_abs())
    };
    view! { <span class="time">{words}</span> }
}

/// The moment in the reader's zone and language. Only in the browser.
fn local(lang: Lang, at: DateTime<Utc>, time_key: &str, time_style: &str) -> String {
    let options = Object::new();
    for (key, value) in [("dateStyle", "medium"), (time_key, time_style)] {
        // Setting a property of a plain object that was made here cannot fail.
        _ = Reflect::set(&options, &key.into(), &value.into());
    }
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    date.to_locale_string(lang.as_str(), &options).into()
}
