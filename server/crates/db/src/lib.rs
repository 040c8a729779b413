//! Rows and queries: diesel only. Rows are never `Serialize`; views are made in `studio-core`.
//!
//! A tenant table is reached through [`Db::tenant`] and nowhere else: its functions take a [`TenantTx`], a transaction in
//! which row-level security compares every row's `organization_id` with the tenant set at its beginning.

mod connect;
mod inspect;
mod migrate;
pub mod models;
pub mod notify;
mod pool;
#[allow(missing_docs)]
#[rustfmt::skip]
pub mod schema;
mod tx;

pub use connect::{ConnectorError, Roots};
pub use diesel::result::{DatabaseErrorKind, Error as DbError};
pub use inspect::{Inspection, inspect};
pub use migrate::{MigrateError, RolePasswords, migrate};
pub use pool::{Db, DbConfig, DbOpenError, Error, Result};
pub use tx::{SystemTx, TenantTx};
