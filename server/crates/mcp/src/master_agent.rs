//! The master agent's tools, typed.

use std::time::Duration;

use agent_protocol::*;
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use model::{Issue, IssueCode, MasterAgentView};
use reqwest::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;
use uuid::Uuid;

use crate::connector::Connector;
use crate::endpoint::{Endpoint, PoolKey};
use crate::failure::{self, CallError, Sent};
use crate::tools;

/// What a long poll may take beyond its wait.
const LONG_POLL_MARGIN: Duration = Duration::from_secs(10);

/// The bytes of a run as they come. Ends at the run's end; a cut connection is an error, never an end.
pub type OutputBytes = BoxStream<'static, Result<Bytes, CallError>>;

/// The master agent of a server. Holds no connection: each call uses the pooled one and makes it anew when it failed.
#[derive(Clone)]
pub struct MasterAgentClient {
    connector: Connector,
    key: PoolKey,
    endpoint: Endpoint,
    announced: MasterAgentExtension,
}

impl Connector {
    /// The master agent of a server; [`IssueCode::NoMasterAgent`] when it announces none.
    pub async fn master_agent(&self, key: PoolKey, endpoint: &Endpoint) -> Result<MasterAgentClient, Issue> {
        let connection = self.connection(key, endpoint).await?;
        let announced = understood(connection.facts.master_agent.clone())?;
        Ok(MasterAgentClient { connector: self.clone(), key, endpoint: endpoint.clone(), announced })
    }
}

/// The announcement, if there is one and its contract is not newer than ours.
pub(crate) fn understood(announced: Option<MasterAgentExtension>) -> Result<MasterAgentExtension, Issue> {
    let announced = announced.ok_or_else(|| Issue::new(IssueCode::NoMasterAgent, ""))?;
    if announced.contract > CONTRACT_VERSION {
        let detail = format!("master agent contract {} (known: {CONTRACT_VERSION})", announced.contract);
        return Err(Issue::new(IssueCode::ProtocolMismatch, detail));
    }
    Ok(announced)
}

/// The announcement with what the host told.
pub(crate) fn view(announced: &MasterAgentExtension, host: &HostInfo) -> MasterAgentView {
    MasterAgentView {
        version: announced.version.clone(),
        instance_id: announced.instance_id.to_string(),
        hostname: Some(host.hostname.clone()),
        os: Some(host.os.clone()),
        arch: Some(host.architecture.clone()),
        output_stream: announced.output_stream,
    }
}

impl MasterAgentClient {
    /// What it announced when the connection in use was negotiated. A host rebuilt since then shows with the next
    /// probe or with the first call it refuses for its instance; clients made after that know.
    pub fn announced(&self) -> &MasterAgentExtension {
        &self.announced
    }

    /// What the host is.
    pub async fn host_info(&self) -> Result<HostInfo, CallError> {
        self.call(TOOL_HOST_INFO, &HostInfoArgs {}).await
    }

    /// The host's resources at this moment.
    pub async fn host_metrics(&self) -> Result<HostMetrics, CallError> {
        self.call(TOOL_HOST_METRICS, &HostMetricsArgs {}).await
    }

    /// Starts a run, once per `run_id`: repeating it after [`Sent::Maybe`] is safe.
    pub async fn exec_start(&self, args: &ExecStartArgs) -> Result<ExecStartResult, CallError> {
        self.call(TOOL_EXEC_START, args).await
    }

    /// Output and state of a run, after waiting for news at most `wait_ms`.
    pub async fn exec_read(&self, args: &ExecReadArgs) -> Result<ExecReadResult, CallError> {
        let wait = Duration::from_millis(args.wait_ms.min(MAX_WAIT_MS));
        self.call_within(TOOL_EXEC_READ, args, wait + LONG_POLL_MARGIN).await
    }

    /// Gives a run input.
    pub async fn exec_write(&self, args: &ExecWriteArgs) -> Result<ExecWriteResult, CallError> {
        self.call(TOOL_EXEC_WRITE, args).await
    }

    /// Changes the size of a run's terminal.
    pub async fn exec_resize(&self, args: &ExecResizeArgs) -> Result<ExecResizeResult, CallError> {
        self.call(TOOL_EXEC_RESIZE, args).await
    }

    /// Signals a run's processes.
    pub async fn exec_signal(&self, args: &ExecSignalArgs) -> Result<ExecSignalResult, CallError> {
        self.call(TOOL_EXEC_SIGNAL, args).await
    }

    /// What runs or has run.
    pub async fn exec_list(&self, args: &ExecListArgs) -> Result<ExecListResult, CallError> {
        self.call(TOOL_EXEC_LIST, args).await
    }

    /// Drops a finished run's output.
    pub async fn exec_forget(&self, args: &ExecForgetArgs) -> Result<ExecForgetResult, CallError> {
        self.call(TOOL_EXEC_FORGET, args).await
    }

    /// The raw output of a run from byte `from` until its end. Only where [`MasterAgentExtension::output_stream`] is
    /// announced. A run that is not known is [`IssueCode::RunUnknown`]; output that was forgotten carries
    /// [`ToolErrorCode::Forgotten`]; a `from` past what there is carries [`ToolErrorCode::InvalidInput`].
    pub async fn output_stream(&self, run_id: Uuid, from: u64) -> Result<OutputBytes, CallError> {
        let config = &self.connector.inner.config;
        let connection = self.connector.connection(self.key, &self.endpoint).await.map_err(CallError::unsent)?;
        let permit = self.connector.inner.pool.permit(self.key.server, config.request_timeout).await?;
        let endpoint = &connection.endpoint;
        let request = self
            .connector
            .inner
            .http
            .get(endpoint, output_url(&endpoint.url, run_id, from))
            .map_err(CallError::unsent)?;
        let authority = endpoint.authority();
        let response = match tokio::time::timeout(config.request_timeout, request.send()).await {
            Ok(response) => response.map_err(|error| failure::of_reqwest(&error, &authority))?,
            Err(_) => return Err(CallError::new(IssueCode::ResponseTimeout, authority, Sent::Maybe)),
        };
        if response.status() != StatusCode::OK {
            return Err(output_refused(response.status()));
        }
        let bytes = response.bytes_stream().map(move |piece| {
            let _room = &permit;
            piece.map_err(|error| failure::of_reqwest(&error, &authority))
        });
        Ok(bytes.boxed())
    }

    async fn call<A: Serialize, R: DeserializeOwned>(&self, tool: &'static str, args: &A) -> Result<R, CallError> {
        self.call_within(tool, args, self.connector.inner.config.request_timeout).await
    }

    async fn call_within<A: Serialize, R: DeserializeOwned>(
        &self,
        tool: &'static str,
        args: &A,
        timeout: Duration,
    ) -> Result<R, CallError> {
        let request = tools::call_request(tool, args)?;
        let answer = self.connector.request(self.key, &self.endpoint, request, timeout).await?;
        tools::call_answer(tool, answer).map_err(|mut error: CallError| {
            // The host was rebuilt: the next client must read the new announcement.
            if error.issue.code == IssueCode::HostReplaced {
                self.connector.inner.pool.renew(self.key.server);
            }
            error.issue = self.endpoint.redact(error.issue);
            error
        })
    }
}

/// The output's path stands beside the MCP endpoint's, below the same prefix where a proxy adds one.
fn output_url(mcp: &Url, run_id: Uuid, from: u64) -> Url {
    let mut url = mcp.clone();
    let path = output_path(run_id, from, true);
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let prefix = mcp.path().strip_suffix(MCP_PATH).unwrap_or_default();
    url.set_path(&format!("{prefix}{path}"));
    url.set_query(Some(query));
    url
}

fn output_refused(status: StatusCode) -> CallError {
    let refused = |code, refusal| CallError { refusal: Some(refusal), ..failure_of(status, code) };
    match status {
        StatusCode::NOT_FOUND => refused(IssueCode::RunUnknown, ToolErrorCode::UnknownRun),
        StatusCode::GONE => refused(IssueCode::ServerError, ToolErrorCode::Forgotten),
        StatusCode::RANGE_NOT_SATISFIABLE => refused(IssueCode::ServerError, ToolErrorCode::InvalidInput),
        _ => failure::of_status(status, ""),
    }
}

fn failure_of(status: StatusCode, code: IssueCode) -> CallError {
    CallError::new(code, status.to_string(), Sent::Maybe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_output_beside_the_endpoint() {
        let run = Uuid::nil();
        let url = |mcp: &str| output_url(&Url::parse(mcp).unwrap(), run, 7).to_string();
        assert_eq!(url("http://h:7400/mcp"), format!("http://h:7400/runs/{run}/output?from=7&follow=true"));
        assert_eq!(
            url("https://h/agents/a/mcp?x=1"),
            format!("https://h/agents/a/runs/{run}/output?from=7&follow=true")
        );
        assert_eq!(url("http://h/elsewhere"), format!("http://h/runs/{run}/output?from=7&follow=true"));
    }
}
