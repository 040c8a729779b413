//! The bounds of a task's runs: how long, how often, which beside which.

use leptos::prelude::*;
use model::{Priority, RetryOn, TaskLimits};

use crate::i18n::{I18n, format, use_i18n};
use crate::t;
use crate::ui::{Card, Checkbox, Choice, KeyValue, Select, TextInput};

/// What stands in the fields of the limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LimitValues {
    timeout_s: String,
    idle_timeout_s: String,
    queue_timeout_s: String,
    max_attempts: String,
    retry_delay_s: String,
    exit_codes: String,
    retry_on: RetryOn,
    concurrency_key: String,
}

impl LimitValues {
    /// Of a task as it is.
    pub(super) fn of(limits: TaskLimits, concurrency_key: Option<String>) -> Self {
        let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
        Self {
            timeout_s: number(limits.timeout_s),
            idle_timeout_s: number(limits.idle_timeout_s),
            queue_timeout_s: number(limits.queue_timeout_s),
            max_attempts: number(limits.max_attempts),
            retry_delay_s: number(limits.retry_delay_s),
            exit_codes: codes(&limits.retry_on),
            retry_on: limits.retry_on,
            concurrency_key: concurrency_key.unwrap_or_default(),
        }
    }
}

fn codes(on: &RetryOn) -> String {
    let codes = on.exit_codes.iter().flatten();
    codes.map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How long a run may take and wait, and how soon it is wanted.
#[component]
pub(super) fn LimitFields(values: LimitValues, priority: Priority) -> impl IntoView {
    let i18n = use_i18n();
    let priorities: Vec<_> =
        Priority::ALL.iter().map(|p| Choice::new(p.as_str(), i18n.text(&format!("task-priority-{p}"), &[]))).collect();
    let retries = values.clone();
    view! {
        <Card title=t!(i18n, "task-section-limits")>
            <div class="form">
                <TextInput
                    name="task[timeout_s]"
                    label=t!(i18n, "task-timeout")
                    help=t!(i18n, "task-timeout-help")
                    value=values.timeout_s
                    kind="number"
                />
                <TextInput
                    name="task[idle_timeout_s]"
                    label=t!(i18n, "task-idle-timeout")
                    help=t!(i18n, "task-idle-timeout-help")
                    value=values.idle_timeout_s
                    kind="number"
                />
                <TextInput
                    name="task[queue_timeout_s]"
                    label=t!(i18n, "task-queue-timeout")
                    help=t!(i18n, "task-queue-timeout-help")
                    value=values.queue_timeout_s
                    kind="number"
                />
                <Select
                    name="task[priority]"
                    label=t!(i18n, "task-priority")
                    help=t!(i18n, "task-priority-help")
                    choices=priorities
                    value=priority.as_str()
                    required=true
                />
                <TextInput
                    name="task[concurrency_key]"
                    label=t!(i18n, "task-concurrency-key")
                    help=t!(i18n, "task-concurrency-key-help")
                    value=values.concurrency_key
                    maxlength=120_u32
                    autocomplete="off"
                />
            </div>
        </Card>
        <RetryFields values=retries />
    }
}

/// How often a run that fails is tried, when, and after which failures.
#[component]
fn RetryFields(values: LimitValues) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Card title=t!(i18n, "task-section-retries")>
            <div class="form">
                <TextInput
                    name="task[max_attempts]"
                    label=t!(i18n, "task-max-attempts")
                    help=t!(i18n, "task-max-attempts-help")
                    value=values.max_attempts
                    kind="number"
                />
                <TextInput
                    name="task[retry_delay_s]"
                    label=t!(i18n, "task-retry-delay")
                    help=t!(i18n, "task-retry-delay-help")
                    value=values.retry_delay_s
                    kind="number"
                />
                <TextInput
                    name="task[exit_codes]"
                    label=t!(i18n, "task-retry-exit-codes")
                    help=t!(i18n, "task-retry-exit-codes-help")
                    value=values.exit_codes
                    autocomplete="off"
                />
                <fieldset class="fieldset">
                    <legend class="field__label">{t!(i18n, "task-retry-on")}</legend>
                    // Tells the three that are not checked from a form that does not know them.
                    <input type="hidden" name="task[retry_on]" value="" />
                    <Checkbox
                        name="task[retry_transport]"
                        label=t!(i18n, "task-retry-transport")
                        checked=values.retry_on.transport
                    />
                    <Checkbox
                        name="task[retry_timeout]"
                        label=t!(i18n, "task-retry-timeout")
                        checked=values.retry_on.timeout
                    />
                    <Checkbox
                        name="task[retry_tool_error]"
                        label=t!(i18n, "task-retry-tool-error")
                        checked=values.retry_on.tool_error
                    />
                </fieldset>
            </div>
        </Card>
    }
}

/// The limits of a task in words.
#[component]
pub(super) fn LimitFacts(limits: TaskLimits, concurrency_key: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let words = move |seconds: Option<u32>| match seconds {
        Some(seconds) => format::duration(i18n.lang(), u64::from(seconds) * 1000),
        None => t!(i18n, "task-limit-none"),
    };
    let fact = |key: &str, seconds: Option<u32>| {
        let label = i18n.text(key, &[]);
        view! { <KeyValue label>{words(seconds)}</KeyValue> }
    };
    view! {
        {fact("task-timeout-fact", limits.timeout_s)}
        {fact("task-idle-timeout-fact", limits.idle_timeout_s)}
        {limits.queue_timeout_s.map(|seconds| fact("task-queue-timeout-fact", Some(seconds)))}
        {concurrency_key.map(|key| view! { <KeyValue label=t!(i18n, "task-concurrency-key")>{key}</KeyValue> })}
        <KeyValue label=t!(i18n, "task-section-retries")>{retries(&i18n, &limits)}</KeyValue>
    }
}

fn retries(i18n: &I18n, limits: &TaskLimits) -> String {
    let most = limits.max_attempts.unwrap_or(1);
    if most < 2 {
        return t!(i18n, "task-retries-none");
    }
    let delay = u64::from(limits.retry_delay_s.unwrap_or(model::retry::RETRY_DELAY_S)) * 1000;
    t!(i18n, "task-retries-some", most = most, delay = format::duration(i18n.lang(), delay))
}
