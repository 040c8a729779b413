//! What an organization keeps of its executions: for how long, and how much of their output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration as Time;

use chrono::Duration;
use model::{Error, ExecutionId, ExecutionState, NewOrganization, Noun, OrganizationPatch, ServerView};
use studio_core::execution::output;
use studio_core::{execution, organization, task};
use test_support::{Member, TestAgent, TestClock, TestStudio, refused};

async fn keep(member: &Member, retention_days: u32, output_cap_mib: u32) {
    let patch = OrganizationPatch {
        retention_days: Some(retention_days),
        output_cap_mib: Some(output_cap_mib),
        ..Default::default()
    };
    organization::update(&member.ctx, patch).await.unwrap();
}

async fn run(member: &Member, server: &ServerView, command: &str) -> ExecutionId {
    let task = member.task(server, command).await.unwrap();
    let queued = task::run(&member.ctx, task.id).await.unwrap();
    let ended = member.until(queued.id, |execution| execution.state.is_final()).await.unwrap();
    assert_eq!(ended.state, ExecutionState::Succeeded);
    queued.id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_long_ago_is_deleted_where_the_organization_wants_it() {
    let clock = Arc::new(TestClock::default());
    let studio = TestStudio::with_clock(clock.clone()).await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let (ada, bob) = (studio.owner("ada").await.unwrap(), studio.owner("bob").await.unwrap());
    studio.work();
    let (here, of_bob) = (ada.add_agent(&agent).await.unwrap(), bob.add_agent(&agent).await.unwrap());
    keep(&ada, 30, 128).await;
    let old = run(&ada, &here, "echo old").await;
    let of_bob = run(&bob, &of_bob, "echo old").await;
    clock.advance(Duration::days(20));
    let recent = run(&ada, &here, "echo recent").await;
    clock.advance(Duration::days(11));
    // A worker looks when it starts.
    studio.work();
    let gone = async {
        while execution::get(&ada.ctx, old).await.is_ok() {
            tokio::time::sleep(Time::from_millis(25)).await;
        }
    };
    tokio::time::timeout(Time::from_secs(20), gone).await.expect("the old one is deleted");
    assert_eq!(refused(execution::get(&ada.ctx, old).await), Error::NotFound { noun: Noun::Execution });
    assert_eq!(ada.output(recent).await.unwrap(), b"recent\n");
    assert_eq!(bob.output(of_bob).await.unwrap(), b"old\n");
    let owner = studio.database.owner().await.unwrap();
    let left = owner
        .query_one("SELECT count(*) FROM attempts WHERE execution_id::text = $1", &[&old.to_string()])
        .await
        .unwrap();
    assert_eq!(left.get::<_, i64>(0), 0);
    let told = owner
        .query_one("SELECT after->>'executions' FROM audit_log WHERE action = 'execution.delete_old'", &[])
        .await
        .unwrap()
        .get::<_, String>(0);
    assert_eq!(told, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_output_the_middle_goes_and_its_place_is_told() {
    const MIB: u64 = 1024 * 1024;
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    studio.work();
    keep(&ada, 0, 8).await;
    // 16 MiB of lines of 16 bytes, each with its number.
    let here = ada.add_agent(&agent).await.unwrap();
    let id = run(&ada, &here, "seq -f '%015.0f' 0 1048575").await;
    let line = |at: u64| format!("{:015}\n", at / 16).into_bytes();
    let first = output::read(&ada.ctx, id, None, 0).await.unwrap();
    assert_eq!((first.end, &first.bytes[..16]), (16 * MIB, &*line(0)));
    let (from, to) = first.gap.expect("something is missing");
    // Whole batches go, of at most 1 MiB each.
    assert!((6 * MIB..7 * MIB).contains(&from) && (14 * MIB..15 * MIB).contains(&to), "{from} {to}");
    let behind = output::read(&ada.ctx, id, None, from).await.unwrap();
    assert_eq!(behind.offset, to);
    let skip = usize::try_from(behind.offset.next_multiple_of(16) - behind.offset).unwrap();
    assert_eq!(&behind.bytes[skip..skip + 16], &*line(behind.offset + skip as u64));
    let last = output::read(&ada.ctx, id, None, 16 * MIB - 16).await.unwrap();
    assert_eq!(last.bytes, line(16 * MIB - 16));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_has_bounds() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let patch = OrganizationPatch { retention_days: Some(3_651), output_cap_mib: Some(7), ..Default::default() };
    let Error::Invalid { fields } = refused(organization::update(&ada.ctx, patch).await) else { panic!("accepted") };
    assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["retention_days", "output_cap_mib"]);
    let made = organization::create(&ada.ctx, NewOrganization { name: "New".to_owned() }).await.unwrap();
    assert_eq!((made.organization.retention_days, made.organization.output_cap_mib), (0, 128));
}
