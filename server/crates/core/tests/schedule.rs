//! Tasks that run by themselves: once for each time, however many workers there are.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration as Time;

use chrono::{Duration, SubsecRound as _};
use model::{
    CatchUp, CronSchedule, Error, ExecutionState, FireOutcome, NewTask, Overlap, Priority, Schedule, ServerView,
    TaskAction, TaskLimits, TaskPatch, TaskView, Trigger,
};
use studio_core::clock::Clock as _;
use studio_core::{execution, schedule, task};
use test_support::{Member, TestAgent, TestClock, TestStudio};

struct Stage {
    studio: TestStudio,
    clock: Arc<TestClock>,
    _agent: TestAgent,
    ada: Member,
    server: ServerView,
}

async fn start() -> Stage {
    let clock = Arc::new(TestClock::default());
    let studio = TestStudio::with_clock(clock.clone()).await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let server = ada.add_agent(&agent).await.unwrap();
    Stage { studio, clock, _agent: agent, ada, server }
}

fn hourly() -> CronSchedule {
    CronSchedule {
        expression: "@hourly".to_owned(),
        timezone: "UTC".to_owned(),
        starts_at: None,
        ends_at: None,
        overlap: Overlap::Skip,
        catch_up: CatchUp::Last,
        jitter_s: None,
    }
}

impl Stage {
    fn wanted(&self, command: &str, schedule: Schedule) -> NewTask {
        NewTask {
            title: "Back up".to_owned(),
            description: None,
            server_id: Some(self.server.id),
            labels: Vec::new(),
            action: TaskAction::Command { command: command.to_owned(), pty: false, cwd: None, env: Default::default() },
            priority: Priority::Medium,
            schedule,
            limits: TaskLimits::default(),
            concurrency_key: None,
        }
    }

    async fn task(&self, command: &str, schedule: CronSchedule) -> TaskView {
        task::create(&self.ada.ctx, self.wanted(command, Schedule::Cron(schedule))).await.unwrap()
    }

    /// Moves the clock to where the task is due next, and so much further.
    async fn until_due(&self, task: &TaskView, further: Duration) {
        let next = task::get(&self.ada.ctx, task.id).await.unwrap().next_fire_at.unwrap();
        self.clock.advance(next - self.clock.now() + further);
    }

    /// Waits until so many times were acted upon; their outcomes, newest first.
    async fn outcomes(&self, task: &TaskView, many: usize) -> Vec<FireOutcome> {
        for _ in 0..400 {
            let fires = schedule::fires(&self.ada.ctx, task.id).await.unwrap();
            if fires.len() >= many {
                return fires.into_iter().map(|fire| fire.outcome).collect();
            }
            tokio::time::sleep(Time::from_millis(25)).await;
        }
        panic!("too few times were acted upon: {:?}", schedule::fires(&self.ada.ctx, task.id).await.unwrap());
    }

    /// States of the executions of a task, newest first.
    async fn states(&self, task: &TaskView) -> Vec<ExecutionState> {
        let filter = model::execution::ExecutionFilter { task_id: Some(task.id), ..Default::default() };
        let page = execution::list(&self.ada.ctx, &filter).await.unwrap();
        page.items.into_iter().map(|execution| execution.state).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_time_runs_once_with_any_number_of_workers() {
    let stage = start().await;
    for _ in 0..3 {
        stage.studio.work();
    }
    let task = stage.task("true", hourly()).await;
    let first = task.next_fire_at.unwrap();
    for many in 1..=3 {
        stage.until_due(&task, Duration::seconds(1)).await;
        assert_eq!(stage.outcomes(&task, many).await, vec![FireOutcome::Queued; many]);
        let newest = schedule::fires(&stage.ada.ctx, task.id).await.unwrap().remove(0);
        let run = stage.ada.until(newest.execution_id.unwrap(), |e| e.state.is_final()).await.unwrap();
        assert_eq!((run.state, run.trigger, run.triggered_by), (ExecutionState::Succeeded, Trigger::Schedule, None));
        let hours = i32::try_from(many).unwrap() - 1;
        assert_eq!(newest.fire_time, first + Duration::hours(hours.into()));
    }
    // Nobody looks twice.
    tokio::time::sleep(Time::from_millis(1500)).await;
    assert_eq!(stage.states(&task).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_has_not_ended_is_in_the_way_as_far_as_wanted() {
    let stage = start().await;
    stage.studio.work();
    let mut tasks = Vec::new();
    for overlap in [Overlap::Skip, Overlap::Queue, Overlap::Cancel] {
        tasks.push(stage.task("sleep 20", CronSchedule { overlap, ..hourly() }).await);
    }
    stage.until_due(&tasks[0], Duration::seconds(1)).await;
    for task in &tasks {
        stage.outcomes(task, 1).await;
    }
    stage.until_due(&tasks[0], Duration::seconds(1)).await;
    use FireOutcome::{Queued, Skipped};
    assert_eq!(stage.outcomes(&tasks[0], 2).await, [Skipped, Queued]);
    assert_eq!(stage.outcomes(&tasks[1], 2).await, [Queued, Queued]);
    assert_eq!(stage.outcomes(&tasks[2], 2).await, [Queued, Queued]);
    assert_eq!(stage.states(&tasks[0]).await.len(), 1);
    assert_eq!(stage.states(&tasks[1]).await.len(), 2);
    let older = schedule::fires(&stage.ada.ctx, tasks[2].id).await.unwrap()[1].execution_id.unwrap();
    let older = stage.ada.until(older, |e| e.state.is_final()).await.unwrap();
    assert_eq!(older.state, ExecutionState::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_made_up_for_as_far_as_wanted() {
    let stage = start().await;
    let mut tasks = Vec::new();
    for catch_up in [CatchUp::None, CatchUp::Last, CatchUp::All { most: 3 }] {
        tasks.push(stage.task("true", CronSchedule { catch_up, overlap: Overlap::Queue, ..hourly() }).await);
    }
    // Nothing works for five hours and a half.
    stage.until_due(&tasks[0], Duration::minutes(4 * 60 + 30)).await;
    stage.studio.work();
    use FireOutcome::{Missed, Queued};
    assert_eq!(stage.outcomes(&tasks[0], 5).await, [Missed; 5]);
    assert_eq!(stage.outcomes(&tasks[1], 5).await, [Queued, Missed, Missed, Missed, Missed]);
    assert_eq!(stage.outcomes(&tasks[2], 5).await, [Queued, Queued, Queued, Missed, Missed]);
    let next = task::get(&stage.ada.ctx, tasks[0].id).await.unwrap().next_fire_at.unwrap();
    assert!(next > stage.clock.now());
}

#[tokio::test(flavor = "multi_thread")]
async fn paused_it_waits_and_resumed_it_goes_on_from_then() {
    let stage = start().await;
    stage.studio.work();
    let task = stage.task("true", hourly()).await;
    let pause = |paused| TaskPatch { paused: Some(paused), ..Default::default() };
    let paused = task::update(&stage.ada.ctx, task.id, pause(true)).await.unwrap();
    assert_eq!((paused.paused, paused.next_fire_at, paused.version), (true, None, task.version));
    stage.clock.advance(Duration::hours(3));
    tokio::time::sleep(Time::from_millis(1500)).await;
    assert_eq!(schedule::fires(&stage.ada.ctx, task.id).await.unwrap(), []);
    let resumed = task::update(&stage.ada.ctx, task.id, pause(false)).await.unwrap();
    assert!(resumed.next_fire_at.unwrap() > stage.clock.now());
    stage.until_due(&task, Duration::seconds(1)).await;
    assert_eq!(stage.outcomes(&task, 1).await, [FireOutcome::Queued]);
}

#[tokio::test(flavor = "multi_thread")]
async fn once_is_once_however_late() {
    let stage = start().await;
    let at = (stage.clock.now() + Duration::minutes(5)).trunc_subsecs(6);
    let task = task::create(&stage.ada.ctx, stage.wanted("true", Schedule::At { at })).await.unwrap();
    assert_eq!(task.next_fire_at, Some(at));
    stage.clock.advance(Duration::hours(9));
    stage.studio.work();
    assert_eq!(stage.outcomes(&task, 1).await, [FireOutcome::Queued]);
    tokio::time::sleep(Time::from_millis(1500)).await;
    assert_eq!(stage.states(&task).await.len(), 1);
    assert_eq!(task::get(&stage.ada.ctx, task.id).await.unwrap().next_fire_at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_that_cannot_be_kept_is_refused_at_its_field() {
    let stage = start().await;
    let daily = hourly();
    let cases = [
        ("schedule.expression", Schedule::Cron(CronSchedule { expression: "0 0 30 2 *".to_owned(), ..daily.clone() })),
        ("schedule.expression", Schedule::Cron(CronSchedule { expression: "whenever".to_owned(), ..daily.clone() })),
        ("schedule.timezone", Schedule::Cron(CronSchedule { timezone: "Mars/Olympus".to_owned(), ..daily.clone() })),
        ("schedule.jitter_s", Schedule::Cron(CronSchedule { jitter_s: Some(9999), ..daily })),
        ("schedule.at", Schedule::At { at: stage.clock.now() - Duration::seconds(1) }),
    ];
    for (field, wrong) in cases {
        let refused = task::create(&stage.ada.ctx, stage.wanted("true", wrong.clone())).await.unwrap_err();
        let studio_core::Error::Public(Error::Invalid { fields }) = refused else { panic!("{refused:?}") };
        assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), [field], "{wrong:?}");
        assert!(schedule::preview(&stage.ada.ctx, &wrong).await.is_err());
    }
    let five = schedule::preview(&stage.ada.ctx, &Schedule::Cron(hourly())).await.unwrap();
    assert_eq!(five.len(), 5);
    assert!(five.windows(2).all(|pair| pair[1] - pair[0] == Duration::hours(1)));
}
