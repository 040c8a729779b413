//! Against the real thing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

use std::{os::unix::fs::PermissionsExt, process::Stdio, time::Duration};

use embedded_postgres::{Connection, EmbeddedPostgres, Error, Options};
use tokio_postgres::{Client, NoTls};

async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn setting(client: &Client, name: &str) -> String {
    client.query_one(&format!("show {name}"), &[]).await.unwrap().get(0)
}

fn signal(pid: u32, name: &str) {
    assert!(std::process::Command::new("kill").args([format!("-{name}"), pid.to_string()]).status().unwrap().success());
}

async fn wait_until_gone(pid: u32) {
    for _ in 0..500 {
        if !std::path::Path::new(&format!("/proc/{pid}")).exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("process {pid} is still there");
}

#[tokio::test]
async fn keeps_data_over_restarts_and_asks_for_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = EmbeddedPostgres::start(Options::new(folder.path())).await.unwrap();
    let client = connect(&postgres.connection().superuser_url("postgres")).await.unwrap();
    client.batch_execute("create table kept (n int); insert into kept values (7)").await.unwrap();
    assert_eq!(setting(&client, "listen_addresses").await, "");
    assert_eq!(setting(&client, "fsync").await, "on");

    let wrong = connect(&postgres.connection().url("postgres", "wrong", "postgres")).await;
    assert!(wrong.is_err(), "a wrong password must be refused");
    let mode = folder.path().join("password").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let second = EmbeddedPostgres::start(Options::new(folder.path())).await;
    assert!(matches!(second, Err(Error::InUse(_))), "{second:?}");
    let other = Connection::of_running(folder.path()).unwrap().expect("one is running");
    connect(&other.superuser_url("postgres")).await.unwrap();

    let socket_dir = postgres.connection().socket_dir().to_path_buf();
    postgres.stop().await.unwrap();
    assert!(!socket_dir.exists());
    assert!(Connection::of_running(folder.path()).unwrap().is_none());

    let postgres = EmbeddedPostgres::start(Options::new(folder.path())).await.unwrap();
    let client = connect(&postgres.connection().superuser_url("postgres")).await.unwrap();
    let kept: i32 = client.query_one("select n from kept", &[]).await.unwrap().get(0);
    assert_eq!(kept, 7);
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn recovers_after_the_postmaster_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = EmbeddedPostgres::start(Options::new(folder.path())).await.unwrap();
    let client = connect(&postgres.connection().superuser_url("postgres")).await.unwrap();
    client.batch_execute("create table kept (n int); insert into kept values (7)").await.unwrap();
    signal(postgres.pid(), "KILL");
    tokio::time::timeout(Duration::from_secs(10), postgres.ended()).await.unwrap();
    drop(postgres);

    let postgres = EmbeddedPostgres::start(Options::new(folder.path())).await.unwrap();
    let client = connect(&postgres.connection().superuser_url("postgres")).await.unwrap();
    let kept: i32 = client.query_one("select n from kept", &[]).await.unwrap().get(0);
    assert_eq!(kept, 7);
    postgres.stop().await.unwrap();
}

/// Not a test of its own: the process that the test below kills.
#[tokio::test]
#[ignore = "a child of another test"]
async fn child_that_holds_a_cluster() {
    let folder = std::env::var("EMBEDDED_POSTGRES_TEST_FOLDER").unwrap();
    let postgres = EmbeddedPostgres::start(Options::for_tests(&folder)).await.unwrap();
    std::fs::write(format!("{folder}/pid-of-postmaster"), postgres.pid().to_string()).unwrap();
    postgres.ended().await;
}

#[tokio::test]
async fn postgres_does_not_outlive_a_killed_owner() {
    let folder = tempfile::tempdir().unwrap();
    let mut owner = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "child_that_holds_a_cluster"])
        .env("EMBEDDED_POSTGRES_TEST_FOLDER", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let note = folder.path().join("pid-of-postmaster");
    let pid: u32 = loop {
        assert!(owner.try_wait().unwrap().is_none(), "the owner ended by itself");
        match std::fs::read_to_string(&note).ok().and_then(|text| text.parse().ok()) {
            Some(pid) => break pid,
            None => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    signal(owner.id().unwrap(), "KILL");
    owner.wait().await.unwrap();
    // Started at once, while the old one may still be going down.
    let postgres = EmbeddedPostgres::start(Options::for_tests(folder.path())).await.unwrap();
    wait_until_gone(pid).await;
    connect(&postgres.connection().superuser_url("postgres")).await.unwrap();
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_start_that_fails_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::for_tests(folder.path());
    options.settings.push(("shared_buffers".into(), "nonsense".into()));
    let error = EmbeddedPostgres::start(options).await.unwrap_err();
    assert!(error.to_string().contains("shared_buffers"), "{error}");

    let mut options = Options::for_tests(folder.path());
    options.bin_dir = Some("/nowhere".into());
    let error = EmbeddedPostgres::start(options).await.unwrap_err();
    assert!(matches!(error, Error::NoBinaries { .. }), "{error}");
}
