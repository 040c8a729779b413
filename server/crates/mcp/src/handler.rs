//! Our side of a connection: who we are, and what a server says beside its answers.

use std::sync::Arc;

use rmcp::handler::client::progress::ProgressDispatcher;
use rmcp::model::{ClientConfig, ProgressNotificationParam};
use rmcp::service::NotificationContext;
use rmcp::{ClientHandler, RoleClient};

use crate::listen::Ear;

/// Hears progress of calls, and that the list of MCP tools changed.
pub(crate) struct Handler {
    config: ClientConfig,
    /// Progress by call.
    pub(crate) progress: ProgressDispatcher,
    ear: Arc<Ear>,
}

impl Handler {
    /// Of a new connection.
    pub(crate) fn new(config: ClientConfig, ear: Arc<Ear>) -> Self {
        Self { config, progress: ProgressDispatcher::new(), ear }
    }
}

impl ClientHandler for Handler {
    async fn on_progress(&self, params: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        self.progress.handle_notification(params).await;
    }

    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.ear.tools_changed();
    }

    fn get_info(&self) -> ClientConfig {
        self.config.clone()
    }
}
