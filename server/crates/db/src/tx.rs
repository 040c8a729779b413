//! Transactions that know whose rows they may touch.

use std::ops::{Deref, DerefMut};

use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use futures::FutureExt as _;
use model::OrganizationId;

use crate::Result;

/// An open transaction. Dropped without a commit it is rolled back before the connection returns to its pool.
struct Tx {
    conn: Option<Object<AsyncPgConnection>>,
    /// Each statement is a transaction by itself: there is nothing to commit or to roll back.
    each: bool,
}

impl Tx {
    async fn begin(mut conn: Object<AsyncPgConnection>, sql: &str) -> Result<Self> {
        let begun = conn.batch_execute(sql).await;
        let tx = Self { conn: Some(conn), each: false };
        begun?;
        Ok(tx)
    }

    /// As [`Tx::begin`] without waiting for the answer: what is asked next waits behind it. The connection being lost is
    /// then told by that.
    fn begin_unheard(mut conn: Object<AsyncPgConnection>, sql: &str) -> Self {
        send(&mut conn, sql);
        Self { conn: Some(conn), each: false }
    }

    /// Ends it without waiting for the answer.
    fn done(mut self) {
        if let Some(mut conn) = self.conn.take() {
            send(&mut conn, "ROLLBACK");
        }
    }

    async fn commit(mut self, sql: &str) -> Result<()> {
        if let Some(mut conn) = self.conn.take()
            && !self.each
            && let Err(error) = conn.batch_execute(sql).await
        {
            // Whether it is still in a transaction cannot be known: the pool must not have it back.
            drop(Object::take(conn));
            return Err(error.into());
        }
        Ok(())
    }
}

/// Sends statements and does not wait for the answer: the first look at the future puts them on the connection, which
/// answers in order.
fn send(conn: &mut Object<AsyncPgConnection>, sql: &str) {
    drop(conn.batch_execute(sql).now_or_never());
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(mut conn) = self.conn.take().filter(|_| !self.each) else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    if conn.batch_execute("ROLLBACK").await.is_err() {
                        drop(Object::take(conn));
                    }
                });
            }
            Err(_) => drop(Object::take(conn)),
        }
    }
}

macro_rules! transaction {
    ($name:ident) => {
        impl $name {
            /// Makes what was written visible. An error means that nothing was.
            pub async fn commit(self) -> Result<()> {
                self.tx.commit("COMMIT").await
            }
        }

        impl Deref for $name {
            type Target = AsyncPgConnection;
            #[allow(clippy::expect_used)] // taken only by commit and drop, which consume self
            fn deref(&self) -> &AsyncPgConnection {
                self.tx.conn.as_ref().expect("an open transaction")
            }
        }

        impl DerefMut for $name {
            #[allow(clippy::expect_used)] // as above
            fn deref_mut(&mut self) -> &mut AsyncPgConnection {
                self.tx.conn.as_mut().expect("an open transaction")
            }
        }
    };
}

/// A transaction of one organization.
pub struct TenantTx {
    tx: Tx,
    organization: OrganizationId,
}

impl TenantTx {
    /// Its begin is not waited for: were it to fail on a connection that lives, no organization would be set, and none of
    /// its rows would be there to see or to write.
    pub(crate) fn begin(conn: Object<AsyncPgConnection>, organization: OrganizationId) -> Self {
        let sql = format!("BEGIN; SET LOCAL studio.organization_id = '{organization}'");
        Self { tx: Tx::begin_unheard(conn, &sql), organization }
    }

    /// Ends one that only read: nothing is made visible, and nothing is waited for.
    pub fn done(self) {
        self.tx.done();
    }

    /// As `commit` without waiting for the disk: what was written is visible at once, and lost only when the database itself
    /// crashes within the next second (PostgreSQL, "Asynchronous Commit").
    pub async fn commit_soon(self) -> Result<()> {
        self.tx.commit("SET LOCAL synchronous_commit TO off; COMMIT").await
    }

    /// Whose transaction it is.
    pub fn organization(&self) -> OrganizationId {
        self.organization
    }
}

/// A transaction of the Studio itself, before the tenant is known.
pub struct SystemTx {
    tx: Tx,
}

impl SystemTx {
    pub(crate) async fn begin(conn: Object<AsyncPgConnection>) -> Result<Self> {
        Ok(Self { tx: Tx::begin(conn, "BEGIN").await? })
    }

    pub(crate) fn each(conn: Object<AsyncPgConnection>) -> Self {
        Self { tx: Tx { conn: Some(conn), each: true } }
    }
}

transaction!(TenantTx);
transaction!(SystemTx);
