//! Our side of a connection: who we are, and what a server says beside its answers.

use rmcp::model::{ClientConfig, ProgressNotificationParam};
use rmcp::service::NotificationContext;
use rmcp::{ClientHandler, RoleClient};

use crate::http_client::ServerHttp;

/// Hears that the list of MCP tools changed, and what a server tells of the progress of calls outside their answers.
pub(crate) struct Handler {
    config: ClientConfig,
    http: ServerHttp,
}

impl Handler {
    /// Of a new connection.
    pub(crate) fn new(config: ClientConfig, http: ServerHttp) -> Self {
        Self { config, http }
    }
}

impl ClientHandler for Handler {
    async fn on_progress(&self, params: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        self.http.hearers().tell(params).await;
    }

    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.http.ear().tools_changed();
    }

    fn get_info(&self) -> ClientConfig {
        self.config.clone()
    }
}
