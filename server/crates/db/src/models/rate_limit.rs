//! Rate limits count in Postgres, so that every replica sees the same number.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Timestamptz};
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use crate::schema::rate_limits;
use crate::{Result, SystemTx};

/// Counts a hit in the window that began after `window_start_min`; returns the hits in it and when it began.
pub async fn hit(
    tx: &mut SystemTx,
    key: &str,
    now: DateTime<Utc>,
    window_start_min: DateTime<Utc>,
) -> Result<(i32, DateTime<Utc>)> {
    let fresh = || sql::<Bool>("rate_limits.window_start > ").bind::<Timestamptz, _>(window_start_min);
    Ok(diesel::insert_into(rate_limits::table)
        .values((rate_limits::key.eq(key), rate_limits::window_start.eq(now), rate_limits::hits.eq(1)))
        .on_conflict(rate_limits::key)
        .do_update()
        .set((
            rate_limits::hits.eq(diesel::dsl::case_when(fresh(), sql::<Integer>("rate_limits.hits + 1"))
                .otherwise(excluded(rate_limits::hits))),
            rate_limits::window_start.eq(diesel::dsl::case_when(
                fresh(),
                sql::<Timestamptz>("rate_limits.window_start"),
            )
            .otherwise(excluded(rate_limits::window_start))),
        ))
        .returning((rate_limits::hits, rate_limits::window_start))
        .get_result(tx)
        .await?)
}

/// Forgets windows that are over, so that the table stays small.
pub async fn delete_before(tx: &mut SystemTx, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(rate_limits::table.filter(rate_limits::window_start.lt(before))).execute(tx).await?)
}
