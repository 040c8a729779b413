//! `src/schema.rs` is what the migrations make. `STUDIO_ACCEPT_SCHEMA=1` writes it.

#![allow(clippy::unwrap_used)]

use test_support::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn schema_is_generated_from_the_migrations() {
    let database = TestDatabase::new().await.unwrap();
    let row = database.owner().await.unwrap().query_one(include_str!("schema.sql"), &[]).await.unwrap();
    let generated: String = row.get(0);
    let path = std::env::var("CARGO_MANIFEST_DIR").unwrap() + "/src/schema.rs";
    if std::env::var_os("STUDIO_ACCEPT_SCHEMA").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    assert!(!generated.contains("Unmapped_"), "a column type has no mapping in schema.sql:\n{generated}");
    assert_eq!(generated.trim_end(), std::fs::read_to_string(&path).unwrap().trim_end());
}
