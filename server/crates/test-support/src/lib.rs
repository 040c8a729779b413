//! A test starts in one line: a database of its own on a real Postgres, services on it, a clock that stands still, a
//! member who is signed in, a real master agent.

mod agent;
mod clock;
mod database;
mod mcp_server;
mod proxy;
mod refused;
mod site;
mod studio;

pub use agent::TestAgent;
pub use clock::TestClock;
pub use database::TestDatabase;
pub use mcp_server::TestMcpServer;
pub use proxy::Proxy;
pub use refused::refused;
pub use site::site;
pub use studio::{Member, TestStudio};
