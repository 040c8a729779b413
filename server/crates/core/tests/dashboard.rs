//! The dashboard's numbers against rows made by hand, at noon of a day.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use model::dashboard::{Outcomes, Quarter};
use model::{Error, ExecutionState, ServerFilter, ServerStatus};
use studio_core::clock::Clock as _;
use studio_core::{dashboard, server};
use test_support::{Member, TestClock, TestStudio};

const DAY: i64 = 24 * 60 * 60;

/// Seven minutes past the next noon (UTC), and the beginning of that day.
async fn at_noon() -> (TestStudio, Member, DateTime<Utc>) {
    let clock = Arc::new(TestClock::default());
    let now = clock.now();
    let midnight = (now.timestamp() / DAY + 1) * DAY;
    clock.advance(DateTime::from_timestamp(midnight, 0).unwrap() - now + Duration::minutes(12 * 60 + 7));
    let studio = TestStudio::with_clock(clock).await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    (studio, ada, DateTime::from_timestamp(midnight, 0).unwrap())
}

/// Puts an execution there; `finished` is absent for one that is not over.
async fn put(studio: &TestStudio, member: &Member, state: &str, finished: Option<DateTime<Utc>>) {
    let (id, organization) = (member.ctx.new_id::<uuid::Uuid>(), member.ctx.organization_id);
    let finished = finished.map_or("NULL".to_owned(), |at| format!("'{}'", at.to_rfc3339()));
    let sql = format!(
        "INSERT INTO executions (organization_id, id, kind, title, action, limits, priority, state, queued_at, finished_at,
            error)
         VALUES ('{organization}', '{id}', 'task', '{state}', '{{\"kind\": \"command\", \"command\": \"true\"}}', '{{}}', 0,
            '{state}', now(), {finished}, '{{\"code\": \"timed_out\", \"detail\": \"idle\"}}')"
    );
    studio.database.owner().await.unwrap().batch_execute(&sql).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn executions_count_by_state_and_by_the_day_they_ended() {
    let (studio, ada, midnight) = at_noon().await;
    let eve = studio.owner("eve").await.unwrap();
    for state in ["queued", "queued", "running", "cancelling"] {
        put(&studio, &ada, state, None).await;
    }
    let after = |minutes| Some(midnight + Duration::minutes(minutes));
    // Today.
    put(&studio, &ada, "succeeded", after(0)).await;
    put(&studio, &ada, "succeeded", after(14)).await;
    put(&studio, &ada, "timed_out", after(14)).await;
    put(&studio, &ada, "cancelled", after(12 * 60 + 6)).await;
    // Yesterday, within 24 hours and before.
    put(&studio, &ada, "lost", after(-1)).await;
    put(&studio, &ada, "succeeded", after(-13 * 60)).await;
    // In the week before, and longer ago.
    put(&studio, &ada, "failed", after(-7 * 24 * 60)).await;
    put(&studio, &ada, "lost", after(-7 * 24 * 60 - 1)).await;
    // Somebody else's.
    put(&studio, &eve, "failed", after(1)).await;
    put(&studio, &eve, "running", None).await;

    let view = dashboard::read(&ada.ctx, 0).await.unwrap();
    use ExecutionState::{Cancelling, Queued, Running};
    assert_eq!(view.active, [(Queued, 2), (Running, 1), (Cancelling, 1)]);
    assert_eq!(view.today, Outcomes { succeeded: 2, failed: 1, lost: 0, stopped: 1 });
    let quarter = |minutes, ended| Quarter { at: midnight + Duration::minutes(minutes), ended };
    let expected = [
        quarter(-15, Outcomes { lost: 1, ..Default::default() }),
        quarter(0, Outcomes { succeeded: 2, failed: 1, ..Default::default() }),
        quarter(12 * 60, Outcomes { stopped: 1, ..Default::default() }),
    ];
    // 13 hours before midnight is more than a day ago.
    assert_eq!(view.quarters, expected);
    assert_eq!(view.quarters_until, midnight + Duration::minutes(12 * 60 + 15));
    assert_eq!((view.lost, view.has_executions), (1, true));
    let failures: Vec<_> = view.failures.iter().map(|e| e.state.as_str()).collect();
    assert_eq!(failures, ["timed_out", "lost", "failed", "lost"]);
    assert!(view.failures[0].error.as_ref().is_some_and(|issue| issue.detail == "idle"), "the reason is told");

    let week = dashboard::week_before(&ada.ctx, 0).await.unwrap();
    assert_eq!(week, Outcomes { succeeded: 1, failed: 1, lost: 1, stopped: 0 });

    // One hour east the day began an hour ago, one hour west it begins an hour later.
    let east = dashboard::read(&ada.ctx, 60).await.unwrap().today;
    assert_eq!(east, Outcomes { succeeded: 2, failed: 1, lost: 1, stopped: 1 });
    let west = dashboard::read(&ada.ctx, -60).await.unwrap().today;
    assert_eq!(west, Outcomes { stopped: 1, ..Default::default() });

    let hers = dashboard::read(&eve.ctx, 0).await.unwrap();
    assert_eq!((hers.today.failed, hers.today.total(), hers.active_count()), (1, 1, 1));
    assert_eq!(hers.failures.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_count_and_list_by_status_and_those_in_trouble_are_named() {
    let (studio, ada, _) = at_noon().await;
    let eve = studio.owner("eve").await.unwrap();
    let facts = [
        (&ada, "fine", "true, true, true"),
        (&ada, "b-gone", "true, false, NULL"),
        (&ada, "a-stranger", "true, true, false"),
        (&ada, "off", "false, false, NULL"),
        (&ada, "new", "true, NULL, NULL"),
        (&ada, "half", "true, true, NULL"),
        (&eve, "hers", "true, false, NULL"),
    ];
    for (member, name, facts) in facts {
        let (id, organization) = (member.ctx.new_id::<uuid::Uuid>(), member.ctx.organization_id);
        let sql = format!(
            "INSERT INTO servers (organization_id, id, name, url, auth_kind, enabled, reachable, authenticated, created_at,
                updated_at)
             VALUES ('{organization}', '{id}', '{name}', 'http://127.0.0.1:9/mcp', 'none', {facts}, now(), now())"
        );
        studio.database.owner().await.unwrap().batch_execute(&sql).await.unwrap();
    }
    let view = dashboard::read(&ada.ctx, 0).await.unwrap();
    use ServerStatus::{Disabled, Healthy, Unauthorized, Unknown, Unreachable};
    assert_eq!(view.servers, [(Disabled, 1), (Unknown, 2), (Healthy, 1), (Unreachable, 1), (Unauthorized, 1)]);
    let troubled: Vec<_> = view.troubled.iter().map(|s| (s.name.as_str(), s.status)).collect();
    assert_eq!(troubled, [("a-stranger", Unauthorized), ("b-gone", Unreachable)]);
    assert!(!view.has_executions);
    for (status, count) in view.servers {
        let filter = ServerFilter { status: Some(status), ..ServerFilter::default() };
        let found = server::list(&ada.ctx, &filter).await.unwrap().items;
        assert!(found.iter().all(|server| server.status == status), "{status}: {found:?}");
        assert_eq!(found.len(), usize::try_from(count).unwrap(), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offset_that_no_place_has_is_refused() {
    let (_studio, ada, _) = at_noon().await;
    let refused = dashboard::read(&ada.ctx, 100_000).await;
    assert!(matches!(refused, Err(studio_core::Error::Public(Error::Invalid { .. }))), "{refused:?}");
}
