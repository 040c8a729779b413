//! When a task runs by itself.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Error, Overlap};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use crate::api::schedule_form::{ScheduleForm, USUAL_CATCH_UP};
use crate::api::task::preview_schedule;
use crate::browser::{enter, own_local, own_zone, zones};
use crate::components::task::PRESETS;
use crate::i18n::{I18n, use_i18n};
use crate::layouts::use_org;
use crate::t;
use crate::ui::{Button, Choice, RadioGroup, Select, TextInput, ZonedTime, submitted_value, use_clock, use_form};

/// Id of the list of zones to pick from.
const ZONES: &str = "task-zones";

/// So long after the last key the next times are asked for.
const WAIT: Duration = Duration::from_millis(250);

/// The names of the fields, as in [`ScheduleForm`].
const FIELDS: [&str; 10] =
    ["kind", "at", "expression", "timezone", "starts_at", "ends_at", "overlap", "catch_up", "most", "jitter_s"];

fn name(field: &str) -> String {
    format!("task[schedule][{field}]")
}

/// By hand, once, or again and again, with the times that come next while one writes.
#[component]
pub(super) fn ScheduleFields(
    /// What stands in the fields at first.
    values: ScheduleForm,
) -> impl IntoView {
    let i18n = use_i18n();
    let mut first = values.clone();
    for field in FIELDS {
        if let Some(entered) = submitted_value(&name(field)) {
            first.set(field, entered);
        }
    }
    let kind = Some(first.get("kind")).filter(|kind| !kind.is_empty()).unwrap_or("manual").to_owned();
    let entered = RwSignal::new(first);
    own_clock(&values);
    let note = move |event: Event| {
        let Some((sent_as, value)) = control(&event) else { return };
        if let Some(field) = FIELDS.into_iter().find(|field| name(field) == sent_as) {
            entered.update(|form| form.set(field, value));
        }
    };
    let kinds = ["manual", "at", "cron"].map(|kind| {
        let key = format!("task-schedule-{kind}");
        Choice::new(kind, i18n.text(&key, &[])).with_help(i18n.text(&format!("{key}-help"), &[]))
    });
    let again = values.clone();
    view! {
        <div class="task-schedule" on:input=note>
            <RadioGroup name=name("kind") legend=t!(i18n, "task-schedule") choices=kinds.into() value=kind />
            <div class="task-schedule__fields task-schedule__fields--at">
                <TextInput
                    name=name("at")
                    label=t!(i18n, "task-schedule-at-field")
                    value=values.get("at")
                    kind="datetime-local"
                    required=true
                />
            </div>
            <div class="task-schedule__fields task-schedule__fields--cron">
                <Expression value=values.get("expression").to_owned() />
            </div>
            <div class="task-schedule__fields task-schedule__fields--zone">
                <Zone value=values.get("timezone").to_owned() />
            </div>
            <div class="task-schedule__fields task-schedule__fields--zone">
                <NextTimes entered=entered.into() />
            </div>
            <div class="task-schedule__fields task-schedule__fields--cron">
                <Details values=again />
            </div>
        </div>
    }
    .into_any()
}

/// Name and value of the control that an event comes from.
fn control(event: &Event) -> Option<(String, String)> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some((input.name(), input.value()));
    }
    target.dyn_ref::<HtmlSelectElement>().map(|select| (select.name(), select.value()))
}

/// Once the page is alive, what nobody has chosen otherwise is in the reader's zone.
fn own_clock(values: &ScheduleForm) {
    let form = use_form();
    if form.came_back() || values.get("kind") == "cron" {
        return;
    }
    let at = format!("{}:00Z", values.get("at")).parse::<DateTime<Utc>>().ok();
    let (zone_id, at_id) = (form.id_of(&name("timezone")), form.id_of(&name("at")));
    let alive = use_clock().is_alive();
    Effect::new(move || {
        if !alive.get() {
            return;
        }
        let Some(zone) = own_zone() else { return };
        enter(&zone_id, &zone);
        if let Some(at) = at {
            enter(&at_id, &own_local(at));
        }
    });
}

/// The cron expression, with the usual ones a click away.
#[component]
fn Expression(value: String) -> impl IntoView {
    let i18n = use_i18n();
    let id = use_form().id_of(&name("expression"));
    let alive = use_clock().is_alive();
    let presets = move || {
        let presets = PRESETS.map(|(expression, key)| {
            let id = id.clone();
            view! {
                <Button small=true on_click=Callback::new(move |_| enter(&id, expression))>
                    {i18n.text(key, &[])}
                </Button>
            }
        });
        let label = t!(i18n, "task-schedule-presets");
        view! {
            <div class="task-schedule__presets" role="group" aria-label=label>
                {presets}
            </div>
        }
    };
    view! {
        <TextInput
            name=name("expression")
            label=t!(i18n, "task-schedule-expression")
            help=t!(i18n, "task-schedule-expression-help")
            placeholder="0 9 * * 1-5"
            value
            maxlength=120_u32
            mono=true
            required=true
            autocomplete="off"
        />
        {move || alive.get().then(&presets)}
    }
}

/// The zone, with those that the browser knows to pick from.
#[component]
fn Zone(value: String) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_clock().is_alive();
    let value = if value.is_empty() { "UTC".to_owned() } else { value };
    let options = move || {
        let names = if alive.get() { zones() } else { Vec::new() };
        names.into_iter().map(|name| view! { <option value=name></option> }).collect::<Vec<_>>()
    };
    view! {
        <TextInput
            name=name("timezone")
            label=t!(i18n, "task-schedule-timezone")
            help=t!(i18n, "task-schedule-timezone-help")
            value
            autocomplete="off"
            list=ZONES
        />
        <datalist id=ZONES>{options}</datalist>
    }
}

/// What seldom needs to be said.
#[component]
fn Details(values: ScheduleForm) -> impl IntoView {
    let i18n = use_i18n();
    let choice = |field: &str, word: &str| {
        Choice::new(word, i18n.text(&format!("task-schedule-{field}-{word}").replace('_', "-"), &[]))
    };
    let overlaps: Vec<_> = Overlap::ALL.iter().map(|overlap| choice("overlap", overlap.as_str())).collect();
    let catch_ups: Vec<_> = ["none", "last", "all"].iter().map(|word| choice("catch_up", word)).collect();
    let or = |field: &str, usual: &str| match values.get(field) {
        "" => usual.to_owned(),
        value => value.to_owned(),
    };
    view! {
        <div class="task-schedule__pair">
            <TextInput
                name=name("starts_at")
                label=t!(i18n, "task-schedule-starts-at")
                value=values.get("starts_at")
                kind="datetime-local"
            />
            <TextInput
                name=name("ends_at")
                label=t!(i18n, "task-schedule-ends-at")
                value=values.get("ends_at")
                kind="datetime-local"
            />
        </div>
        <Select
            name=name("overlap")
            label=t!(i18n, "task-schedule-overlap")
            choices=overlaps
            value=or("overlap", "skip")
            required=true
        />
        <div class="task-schedule__pair">
            <Select
                name=name("catch_up")
                label=t!(i18n, "task-schedule-catch-up")
                help=t!(i18n, "task-schedule-catch-up-help")
                choices=catch_ups
                value=or("catch_up", "last")
                required=true
            />
            <TextInput
                name=name("most")
                label=t!(i18n, "task-schedule-most")
                help=t!(i18n, "task-schedule-most-help", usual = USUAL_CATCH_UP)
                value=values.get("most")
                kind="number"
            />
        </div>
        <TextInput
            name=name("jitter_s")
            label=t!(i18n, "task-schedule-jitter")
            help=t!(i18n, "task-schedule-jitter-help")
            value=values.get("jitter_s")
            kind="number"
        />
    }
}

/// What is known of the times that come next.
#[derive(Clone, Debug, Default, PartialEq)]
enum Known {
    #[default]
    Nothing,
    Times(Vec<DateTime<Utc>>, String),
    Wrong(Error),
}

/// The next five times of what is entered, asked for a moment after the last key.
#[component]
fn NextTimes(entered: Signal<ScheduleForm>) -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let known = RwSignal::new(Known::Nothing);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move || {
        let asked = entered.get();
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let about = match asked.get("kind") {
            "at" => asked.get("at"),
            "cron" => asked.get("expression"),
            _ => "",
        };
        if about.is_empty() {
            known.set(Known::Nothing);
            return;
        }
        let org = org.get_untracked();
        let ask = move || {
            spawn_local(async move {
                let zone = Some(asked.get("timezone")).filter(|zone| !zone.is_empty()).unwrap_or("UTC").to_owned();
                let answer = match preview_schedule(org, asked.clone()).await {
                    Ok(times) => Known::Times(times, zone),
                    Err(error) => Known::Wrong(error.0),
                };
                // Something else may have been entered meanwhile.
                if entered.try_get_untracked().is_some_and(|now| now == asked) {
                    _ = known.try_set(answer);
                }
            });
        };
        timer.set_value(set_timeout_with_handle(ask, WAIT).ok());
    });
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
    view! {
        <div class="task-schedule__next" aria-live="polite">
            {move || match known.get() {
                Known::Nothing => ().into_any(),
                Known::Times(times, zone) => next_times(&i18n, times, &zone),
                Known::Wrong(error) => view! { <p class="field__help">{words(&i18n, &error)}</p> }.into_any(),
            }}
        </div>
    }
}

fn next_times(i18n: &I18n, times: Vec<DateTime<Utc>>, zone: &str) -> AnyView {
    let times: Vec<_> = times.into_iter().map(|at| view! { <li><ZonedTime at zone=zone.to_owned() /></li> }).collect();
    view! {
        <p class="field__label">{t!(i18n, "task-schedule-next")}</p>
        <ol class="task-schedule__times">{times}</ol>
    }
    .into_any()
}

/// What is wrong, of several things the first.
fn words(i18n: &I18n, error: &Error) -> String {
    match error {
        Error::Invalid { fields } if !fields.is_empty() => i18n.message(&fields[0].message()),
        other => i18n.error(other),
    }
}
