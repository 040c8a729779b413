//! Talking to remote MCP servers: one connector that negotiates, pools and bounds connections, checks servers and
//! speaks the master agent's contract. Every connection passes the egress guard. Knows no database.
//!
//! A rustls `CryptoProvider` must be installed before [`Connector::new`].

mod call;
mod catalog;
mod connector;
mod convert;
mod egress;
mod endpoint;
mod exchange;
mod facts;
mod failure;
mod handler;
mod http_client;
mod listen;
mod master_agent;
mod offered;
mod pool;
mod probe;
mod progress;
mod tls;
mod tools;
mod validate;

pub use call::ToolCall;
pub use connector::{Connector, ConnectorConfig, ConnectorError};
pub use egress::EgressPolicy;
pub use endpoint::{Endpoint, PoolKey};
pub use facts::ServerFacts;
pub use failure::{CallError, Sent};
pub use ipnet::IpNet;
pub use listen::tells_of_tools;
pub use master_agent::{MasterAgentClient, OutputBytes};
pub use probe::Probe;
pub use progress::Progress;
