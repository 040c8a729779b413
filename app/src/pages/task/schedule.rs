//! When a task runs by itself: the times to come, and what became of the latest ones.

use chrono::{DateTime, Utc};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{CatchUp, FireOutcome, FireView, Schedule, TaskView};

use crate::api::task::{PauseTask, TaskTimes};
use crate::components::task::{ScheduleWords, zone_of};
use crate::i18n::{I18n, format, use_i18n};
use crate::ui::{Badge, Button, Card, Column, ExactTime, IconName, KeyValue, KeyValues, Table, Time, Tone, ZonedTime};
use crate::{paths, t};

/// Of the latest times so many are shown.
const SHOWN: usize = 10;

/// The schedule of a task; nothing for one that never ran by itself and does not.
#[component]
pub(super) fn ScheduleCard(
    /// Slug of the organization.
    org: String,
    /// The task.
    task: TaskView,
    /// Its times.
    times: TaskTimes,
    /// Pauses and resumes it.
    pause: ServerAction<PauseTask>,
) -> impl IntoView {
    let i18n = use_i18n();
    let manual = task.schedule == Schedule::Manual;
    if manual && times.fires.is_empty() {
        return ().into_any();
    }
    let over = times.next.is_empty() && !task.paused;
    let form = (!manual && !over).then(|| view! { <PauseForm org=org.clone() task=task.clone() pause /> }.into_any());
    let (runs, policies) = (task.schedule.clone(), task.schedule.clone());
    view! {
        <Card title=t!(i18n, "task-schedule") actions=move || form>
            <div class="stack">
                <KeyValues>
                    <KeyValue label=t!(i18n, "task-schedule-runs")>
                        <ScheduleWords schedule=runs />
                    </KeyValue>
                    <Next task times=times.next />
                    <Policies schedule=policies />
                </KeyValues>
                <Fires org fires=times.fires />
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn PauseForm(org: String, task: TaskView, pause: ServerAction<PauseTask>) -> impl IntoView {
    let i18n = use_i18n();
    let (icon, words) = if task.paused {
        (IconName::Play, t!(i18n, "task-schedule-resume"))
    } else {
        (IconName::CirclePause, t!(i18n, "task-schedule-pause"))
    };
    view! {
        <ActionForm action=pause>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=task.id.to_string() />
            <input type="hidden" name="paused" value=(!task.paused).to_string() />
            <Button submit=true small=true icon busy=pause.pending()>
                {words}
            </Button>
        </ActionForm>
    }
}

/// The next times, or why there are none.
#[component]
fn Next(task: TaskView, times: Vec<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let zone = zone_of(&task.schedule);
    let content = match &task.schedule {
        _ if task.paused => view! {
            <Badge tone=Tone::Warning icon=IconName::CirclePause>
                {t!(i18n, "task-schedule-paused")}
            </Badge>
        }
        .into_any(),
        Schedule::Cron(_) if !times.is_empty() => {
            let times: Vec<_> =
                times.into_iter().map(|at| view! { <li><ZonedTime at zone=zone.clone() /></li> }).collect();
            view! { <ol class="task-schedule__times">{times}</ol> }.into_any()
        }
        Schedule::At { .. } if !times.is_empty() => return ().into_any(),
        _ => t!(i18n, "task-schedule-over").into_any(),
    };
    view! { <KeyValue label=t!(i18n, "task-schedule-next")>{content}</KeyValue> }.into_any()
}

/// What happens when one run is in the way of the next, or nothing works at the time.
#[component]
fn Policies(schedule: Schedule) -> impl IntoView {
    let Schedule::Cron(cron) = schedule else { return ().into_any() };
    let i18n = use_i18n();
    let catch_up = match cron.catch_up {
        CatchUp::None => t!(i18n, "task-schedule-catch-up-none"),
        CatchUp::Last => t!(i18n, "task-schedule-catch-up-last"),
        CatchUp::All { most } => t!(i18n, "task-schedule-catch-up-most", most = most),
    };
    let bound = |key: &str, at: Option<DateTime<Utc>>| {
        let zone = cron.timezone.clone();
        at.map(|at| {
            view! {
                <KeyValue label=i18n.text(key, &[])>
                    <ZonedTime at zone />
                </KeyValue>
            }
        })
    };
    view! {
        {bound("task-schedule-starts-at", cron.starts_at)}
        {bound("task-schedule-ends-at", cron.ends_at)}
        <KeyValue label=t!(i18n, "task-schedule-overlap")>
            {i18n.text(&format!("task-schedule-overlap-{}", cron.overlap), &[])}
        </KeyValue>
        <KeyValue label=t!(i18n, "task-schedule-catch-up")>{catch_up}</KeyValue>
        {cron
            .jitter_s
            .filter(|jitter| *jitter > 0)
            .map(|jitter| {
                let most = format::duration(i18n.lang(), u64::from(jitter) * 1000);
                view! {
                    <KeyValue label=t!(i18n, "task-schedule-jitter-fact")>
                        {t!(i18n, "task-schedule-jitter-most", most = most)}
                    </KeyValue>
                }
            })}
    }
    .into_any()
}

/// The latest times, and what became of each.
#[component]
fn Fires(org: String, fires: Vec<FireView>) -> impl IntoView {
    if fires.is_empty() {
        return ().into_any();
    }
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "task-schedule-time")),
        Column::text(t!(i18n, "task-schedule-outcome")),
        Column::text(t!(i18n, "task-schedule-decided")),
    ];
    let rows: Vec<_> =
        fires.into_iter().take(SHOWN).map(|fire| view! { <FireRow org=org.clone() fire i18n /> }).collect();
    view! {
        <Table label=t!(i18n, "task-schedule-fires") columns>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn FireRow(org: String, fire: FireView, i18n: I18n) -> impl IntoView {
    let words = i18n.text(&format!("task-schedule-fire-{}", fire.outcome), &[]);
    let outcome = match (fire.outcome, fire.execution_id) {
        (FireOutcome::Queued, Some(id)) => view! { <a href=paths::execution(&org, id)>{words}</a> }.into_any(),
        _ => words.into_any(),
    };
    view! {
        <tr>
            <td>
                <ExactTime at=fire.fire_time />
            </td>
            <td>{outcome}</td>
            <td>
                <Time at=fire.at />
            </td>
        </tr>
    }
}
