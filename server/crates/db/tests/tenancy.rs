//! Every table is a tenant's, guarded in all the ways, or on the short list of global ones.

#![allow(clippy::unwrap_used)]

use test_support::TestDatabase;
use tokio_postgres::Client;

/// Global tables, the whole list.
const GLOBAL: [&str; 6] =
    ["users", "user_sessions", "refresh_tokens", "idempotency_keys", "rate_limits", "installation_links"];
/// The tenant itself: its id is what `organization_id` is elsewhere.
const TENANT: &str = "organizations";

async fn column(client: &Client, sql: &str) -> Vec<String> {
    client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn tenant_tables(client: &Client) -> Vec<String> {
    let all =
        column(client, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^__'")
            .await;
    all.into_iter().filter(|t| !GLOBAL.contains(&t.as_str()) && t != TENANT).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tenant_table_is_guarded() {
    let database = TestDatabase::new().await.unwrap();
    let client = database.owner().await.unwrap();
    let mut faults = Vec::new();
    for table in tenant_tables(&client).await {
        let regclass = format!("'public.{table}'::regclass");
        let checks = [
            (
                "organization_id NOT NULL",
                format!(
                    "SELECT 1 FROM pg_attribute WHERE attrelid = {regclass} AND attname = 'organization_id' AND attnotnull"
                ),
            ),
            (
                "a primary key that begins with organization_id",
                format!(
                    "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                     WHERE i.indrelid = {regclass} AND i.indisprimary AND a.attname = 'organization_id'"
                ),
            ),
            ("row-level security", format!("SELECT 1 FROM pg_class WHERE oid = {regclass} AND relrowsecurity")),
            (
                "the policy `tenant` on both reading and writing",
                format!(
                    "SELECT 1 FROM pg_policy WHERE polrelid = {regclass} AND polname = 'tenant' AND polcmd = '*'
                     AND pg_get_expr(polqual, polrelid) = '(organization_id = current_organization())'
                     AND pg_get_expr(polwithcheck, polrelid) = '(organization_id = current_organization())'
                     AND polroles = ARRAY['studio_app'::regrole::oid]"
                ),
            ),
            (
                "a comment",
                format!("SELECT 1 FROM pg_class c WHERE c.oid = {regclass} AND obj_description(c.oid) IS NOT NULL"),
            ),
        ];
        for (what, sql) in checks {
            if client.query(sql.as_str(), &[]).await.unwrap().is_empty() {
                faults.push(format!("{table}: lacks {what}"));
            }
        }
    }
    // A foreign key between tenant tables carries the tenant along.
    faults.extend(
        column(
            &client,
            "SELECT format('%s: foreign key %s does not begin with organization_id', c.conrelid::regclass, c.conname)
             FROM pg_constraint c
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f' AND c.confrelid::regclass::text NOT IN ('users', 'user_sessions')
               AND c.conrelid::regclass::text NOT IN ('user_sessions') AND a.attname <> 'organization_id'",
        )
        .await,
    );
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_product_s_roles_own_nothing_and_bypass_nothing() {
    let database = TestDatabase::new().await.unwrap();
    let client = database.owner().await.unwrap();
    let mighty = column(
        &client,
        "SELECT rolname::text FROM pg_roles WHERE rolname IN ('studio_app', 'studio_system')
         AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
    )
    .await;
    assert!(mighty.is_empty(), "{mighty:?}");
    let owned = column(
        &client,
        "SELECT relname::text FROM pg_class WHERE relowner IN ('studio_app'::regrole, 'studio_system'::regrole)",
    )
    .await;
    assert!(owned.is_empty(), "{owned:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_s_transaction_sees_its_rows_only() {
    let database = TestDatabase::new().await.unwrap();
    let owner = database.owner().await.unwrap();
    let (a, b) = ("00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b");
    for (id, slug) in [(a, "a"), (b, "b")] {
        let sql = format!(
            "INSERT INTO organizations (id, slug, name, created_at, updated_at) VALUES ('{id}', '{slug}', 'x', now(), now());
             INSERT INTO servers (organization_id, id, name, url, auth_kind, created_at, updated_at)
             VALUES ('{id}', '{id}', '{slug}', 'http://x', 'none', now(), now())"
        );
        owner.batch_execute(&sql).await.unwrap();
    }
    let (client, connection) = tokio_postgres::connect(&database.app_url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    // Without a tenant there is nothing.
    assert!(column(&client, "SELECT name FROM servers").await.is_empty());
    client.batch_execute(&format!("BEGIN; SET LOCAL studio.organization_id = '{a}'")).await.unwrap();
    assert_eq!(column(&client, "SELECT name FROM servers").await, ["a"]);
    assert_eq!(column(&client, "SELECT slug FROM organizations").await, ["a"]);
    let foreign = client.execute(&format!("UPDATE servers SET name = 'mine' WHERE organization_id = '{b}'"), &[]).await;
    assert_eq!(foreign.unwrap(), 0);
    let smuggled = client
        .batch_execute(&format!(
            "INSERT INTO servers (organization_id, id, name, url, auth_kind, created_at, updated_at)
             VALUES ('{b}', '{a}', 'smuggled', 'http://x', 'none', now(), now())"
        ))
        .await;
    assert!(smuggled.unwrap_err().to_string().contains("db error"));
    // The setting ends with the transaction.
    client.batch_execute("ROLLBACK").await.unwrap();
    assert!(column(&client, "SELECT name FROM servers").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn password_hashes_are_out_of_the_app_role_s_reach() {
    let database = TestDatabase::new().await.unwrap();
    let (client, connection) = tokio_postgres::connect(&database.app_url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    assert!(client.query("SELECT password_hash FROM users", &[]).await.is_err());
    assert!(client.query("SELECT token_hash FROM user_sessions", &[]).await.is_err());
    assert!(client.query("SELECT token_hash FROM refresh_tokens", &[]).await.is_err());
    assert!(client.query("SELECT body FROM idempotency_keys", &[]).await.is_err());
    assert!(client.query("SELECT name FROM users", &[]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn down_undoes_up() {
    let database = TestDatabase::new().await.unwrap();
    let client = database.owner().await.unwrap();
    // As it is now: checkouts share a target folder, so a path compiled in may be another one's.
    let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap() + "/../../../migrations";
    let mut steps: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    steps.sort();
    for step in steps.iter().rev() {
        let sql = std::fs::read_to_string(step.join("down.sql")).unwrap();
        client.batch_execute(&sql).await.unwrap_or_else(|e| panic!("{}: {e:?}", step.display()));
    }
    assert_eq!(tenant_tables(&client).await, Vec::<String>::new());
    for step in steps {
        client.batch_execute(&std::fs::read_to_string(step.join("up.sql")).unwrap()).await.unwrap();
    }
}
