//! Time zones, of which the browser knows the names and the rules (ECMA-402, `Intl`).

use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Function, Object, Reflect};
use model::Lang;
use wasm_bindgen::{JsCast, JsValue};

/// Name of the reader's zone in the IANA database.
pub fn own_zone() -> Option<String> {
    let options = call(&date_format(&Array::new())?, "resolvedOptions")?;
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// Names of all zones; none where the browser does not tell.
pub fn zones() -> Vec<String> {
    let found = intl().and_then(|intl| {
        let list: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        list.call1(&intl, &"timeZone".into()).ok()?.dyn_into::<Array>().ok()
    });
    found.map(|names| names.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
}

/// A moment in words, as the clocks of a zone show it, the reader's when none is named, such as “Tuesday, 1 December 2026 at
/// 09:00”; `None` where the browser does not know the zone.
pub fn in_zone(lang: Lang, at: DateTime<Utc>, zone: Option<&str>) -> Option<String> {
    let options = Object::new();
    let parts = [
        ("weekday", "long"),
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    let seconds = (at.timestamp() % 60 != 0).then_some(("second", "2-digit"));
    let zone = zone.map(|zone| ("timeZone", zone));
    for (key, value) in parts.into_iter().chain(seconds).chain(zone) {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    let format = date_format(&Array::of2(&lang.as_str().into(), &options))?;
    let write: Function = Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()?;
    write.call1(&format, &date(at)).ok()?.as_string()
}

/// What the reader's clocks show at a moment, to the minute, as `<input type="datetime-local">` holds it.
pub fn own_local(at: DateTime<Utc>) -> String {
    let date = date(at);
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", date.get_hours(), date.get_minutes())
}

fn date(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}

fn intl() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"Intl".into()).ok()
}

fn date_format(arguments: &Array) -> Option<JsValue> {
    let class: Function = Reflect::get(&intl()?, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    // A zone that it does not know is an error.
    Reflect::construct(&class, arguments).ok()
}

fn call(object: &JsValue, method: &str) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    method.call0(object).ok()
}
