//! `NOTIFY` and `LISTEN`: the database tells where to look.

use diesel::sql_types::{Array, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures::{Stream, StreamExt as _};

use crate::{Db, Result};

/// Channel of everything the bus carries.
const CHANNEL: &str = "studio";

/// Sends a pointer with the commit of this transaction. Equal payloads of one transaction arrive once.
pub async fn notify(conn: &mut AsyncPgConnection, payload: &str) -> Result<()> {
    diesel::sql_query("SELECT pg_notify($1, $2)")
        .bind::<Text, _>(CHANNEL)
        .bind::<Text, _>(payload)
        .execute(conn)
        .await?;
    Ok(())
}

/// Sends pointers with the commit of this transaction.
pub async fn notify_all(conn: &mut AsyncPgConnection, payloads: &[String]) -> Result<()> {
    diesel::sql_query("SELECT pg_notify($1, payload) FROM unnest($2) AS payload")
        .bind::<Text, _>(CHANNEL)
        .bind::<Array<Text>, _>(payloads)
        .execute(conn)
        .await?;
    Ok(())
}

/// Every payload from now on, over a connection of its own; ends when the connection does.
pub async fn listen(
    db: &Db,
) -> std::result::Result<impl Stream<Item = String> + Send + 'static, diesel::ConnectionError> {
    let mut conn = db.listener().connect().await?;
    conn.batch_execute(&format!("LISTEN {CHANNEL}"))
        .await
        .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    Ok(futures::stream::unfold(Box::new(conn), async |mut conn| {
        let next = { Box::pin(conn.notifications_stream()).next().await };
        match next {
            Some(Ok(notification)) => Some((notification.payload, conn)),
            _ => None,
        }
    }))
}
