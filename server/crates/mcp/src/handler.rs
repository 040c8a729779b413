//! Our side of a connection: who we are, and what a server says beside its answers.

use std::sync::atomic::{AtomicBool, Ordering};

use rmcp::handler::client::progress::ProgressDispatcher;
use rmcp::model::{ClientConfig, ProgressNotificationParam};
use rmcp::service::NotificationContext;
use rmcp::{ClientHandler, RoleClient};

/// Hears progress of calls, and that the list of MCP tools changed.
pub(crate) struct Handler {
    config: ClientConfig,
    /// Progress by call.
    pub(crate) progress: ProgressDispatcher,
    tools_changed: AtomicBool,
}

impl Handler {
    /// Of a new connection: who answers now may offer something else than who answered before.
    pub(crate) fn new(config: ClientConfig) -> Self {
        Self { config, progress: ProgressDispatcher::new(), tools_changed: AtomicBool::new(true) }
    }

    /// Whether its list of MCP tools may have changed since this was asked last: the connection is new, or the server said
    /// so. It is heard only on the stream of an answer: no other is kept open.
    pub(crate) fn take_tools_changed(&self) -> bool {
        self.tools_changed.swap(false, Ordering::Relaxed)
    }
}

impl ClientHandler for Handler {
    async fn on_progress(&self, params: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        self.progress.handle_notification(params).await;
    }

    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.tools_changed.store(true, Ordering::Relaxed);
    }

    fn get_info(&self) -> ClientConfig {
        self.config.clone()
    }
}
