//! What a server offers: MCP tools, resources, resource templates and prompts, listed to the end within bounds.

use std::sync::Arc;
use std::time::Duration;

use model::{IssueCode, McpPrompt, McpResource, McpResourceTemplate, McpToolDefinition};
use rmcp::model::{
    ClientRequest, ErrorCode, ListPromptsRequest, ListResourceTemplatesRequest, ListResourcesRequest, ListToolsRequest,
    PaginatedRequestParams, Prompt, Resource, ResourceTemplate, ServerResult,
};
use serde::Serialize;
use serde_json::Value;

use crate::connector::{Connection, Connector};
use crate::convert;
use crate::endpoint::{Endpoint, PoolKey};
use crate::exchange::Failure;
use crate::failure::{self, CallError, Sent};
use crate::offered::{self, OfferedTool};

/// Most entries of a list, and most pages of it. Beyond, the list is refused with an issue.
const MAX_ENTRIES: usize = 5_000;
/// Most bytes of all entries of a list, as JSON.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Longest time for all pages of a list.
const LIST_TIMEOUT: Duration = Duration::from_secs(30);

/// One of the lists of the protocol.
pub(crate) struct Listing<T> {
    /// What is listed, for messages.
    what: &'static str,
    /// The capability with which a server offers it.
    capability: &'static str,
    request: fn(PaginatedRequestParams) -> ClientRequest,
    page: fn(ServerResult) -> Option<Page<T>>,
}

/// Entries, and where the next page begins.
pub(crate) type Page<T> = (Vec<T>, Option<String>);

pub(crate) const TOOLS: Listing<OfferedTool> = Listing {
    what: "MCP tools",
    capability: "tools",
    request: |params| ClientRequest::ListToolsRequest(ListToolsRequest::with_param(params)),
    page: offered::page,
};

const RESOURCES: Listing<Resource> = Listing {
    what: "resources",
    capability: "resources",
    request: |params| ClientRequest::ListResourcesRequest(ListResourcesRequest::with_param(params)),
    page: |answer| match answer {
        ServerResult::ListResourcesResult(page) => Some((page.resources, page.next_cursor)),
        _ => None,
    },
};

const RESOURCE_TEMPLATES: Listing<ResourceTemplate> = Listing {
    what: "resource templates",
    capability: "resources",
    request: |params| ClientRequest::ListResourceTemplatesRequest(ListResourceTemplatesRequest::with_param(params)),
    page: |answer| match answer {
        ServerResult::ListResourceTemplatesResult(page) => Some((page.resource_templates, page.next_cursor)),
        _ => None,
    },
};

const PROMPTS: Listing<Prompt> = Listing {
    what: "prompts",
    capability: "prompts",
    request: |params| ClientRequest::ListPromptsRequest(ListPromptsRequest::with_param(params)),
    page: |answer| match answer {
        ServerResult::ListPromptsResult(page) => Some((page.prompts, page.next_cursor)),
        _ => None,
    },
};

impl Connector {
    /// All MCP tools of a server; none when it offers no such capability. More than 5,000, or more than 8 MiB of them,
    /// are [`IssueCode::ResponseTooLarge`].
    pub async fn list_tools(&self, key: PoolKey, endpoint: &Endpoint) -> Result<Vec<McpToolDefinition>, CallError> {
        // Made for this alone where none stands: of thousands of servers few are in use at a time.
        let connection = match self.inner.pool.peek(key) {
            Some(connection) => connection,
            None => Arc::new(self.inner.connect(endpoint, None).await.map_err(CallError::unsent)?),
        };
        let tools = self.list(key, &connection, &TOOLS).await?;
        tools
            .into_iter()
            .map(convert::tool)
            .collect::<Result<Vec<_>, CallError>>()
            .map_err(|error| connection.redact(error))
    }

    /// All resources of a server, within the bounds of [`Self::list_tools`].
    pub async fn list_resources(&self, key: PoolKey, endpoint: &Endpoint) -> Result<Vec<McpResource>, CallError> {
        let connection = self.connection(key, endpoint).await.map_err(CallError::unsent)?;
        let resources = self.list(key, &connection, &RESOURCES).await?;
        Ok(resources.into_iter().map(convert::resource).collect())
    }

    /// All resource templates of a server, within the bounds of [`Self::list_tools`].
    pub async fn list_resource_templates(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
    ) -> Result<Vec<McpResourceTemplate>, CallError> {
        let connection = self.connection(key, endpoint).await.map_err(CallError::unsent)?;
        let templates = self.list(key, &connection, &RESOURCE_TEMPLATES).await?;
        Ok(templates.into_iter().map(convert::resource_template).collect())
    }

    /// All prompts of a server, within the bounds of [`Self::list_tools`].
    pub async fn list_prompts(&self, key: PoolKey, endpoint: &Endpoint) -> Result<Vec<McpPrompt>, CallError> {
        let connection = self.connection(key, endpoint).await.map_err(CallError::unsent)?;
        let prompts = self.list(key, &connection, &PROMPTS).await?;
        Ok(prompts.into_iter().map(convert::prompt).collect())
    }

    /// Whether the list of MCP tools may have changed since this was asked last: the connection is new, or the server said
    /// so.
    pub fn take_tools_changed(&self, key: PoolKey) -> bool {
        self.inner.pool.standing(key).is_some_and(|connection| connection.http.ear().take_tools_changed())
    }

    async fn list<T: Serialize>(
        &self,
        key: PoolKey,
        connection: &Arc<Connection>,
        listing: &Listing<T>,
    ) -> Result<Vec<T>, CallError> {
        let timeout = self.inner.config.request_timeout;
        let _permit = self.inner.pool.permit(key.server, timeout).await?;
        let listed = list(connection, listing, timeout).await.map_err(CallError::from);
        if let Err(error) = &listed
            && error.breaks_connection()
        {
            self.inner.pool.discard(key.server, connection);
        }
        listed.map_err(|error| connection.redact(error))
    }
}

/// All entries, page by page; `timeout` is for one page.
pub(crate) async fn list<T: Serialize>(
    connection: &Connection,
    listing: &Listing<T>,
    timeout: Duration,
) -> Result<Vec<T>, Failure> {
    if connection.facts.capabilities.get(listing.capability).is_none_or(Value::is_null) {
        return Ok(Vec::new());
    }
    match tokio::time::timeout(LIST_TIMEOUT, pages(connection, listing, timeout)).await {
        // Servers that offer resources need no templates, and some do not know the method at all.
        Ok(Err(Failure::Refused(error)))
            if error.code == ErrorCode::METHOD_NOT_FOUND && listing.what == RESOURCE_TEMPLATES.what =>
        {
            Ok(Vec::new())
        }
        Ok(listed) => listed,
        Err(_) => {
            let detail = format!("the list of {}: {} s", listing.what, LIST_TIMEOUT.as_secs());
            Err(CallError::new(IssueCode::ResponseTimeout, detail, Sent::Maybe).into())
        }
    }
}

async fn pages<T: Serialize>(
    connection: &Connection,
    listing: &Listing<T>,
    timeout: Duration,
) -> Result<Vec<T>, Failure> {
    let too_large = |detail: String| {
        Err(Failure::from(CallError::new(IssueCode::ResponseTooLarge, format!("more than {detail}"), Sent::Maybe)))
    };
    let mut entries = Vec::new();
    let mut bytes = 0;
    let mut cursor: Option<String> = None;
    for _ in 0..MAX_ENTRIES {
        let params = PaginatedRequestParams::default().with_cursor(cursor.clone());
        let answer = connection.exchange((listing.request)(params), timeout, &mut |_| {}).await?;
        let (page, next) = (listing.page)(answer).ok_or_else(failure::unexpected_answer)?;
        for entry in page {
            bytes += serde_json::to_vec(&entry).map_or(0, |json| json.len());
            entries.push(entry);
        }
        if entries.len() > MAX_ENTRIES {
            return too_large(format!("{MAX_ENTRIES} {}", listing.what));
        }
        if bytes > MAX_BYTES {
            return too_large(format!("{MAX_BYTES} bytes of {}", listing.what));
        }
        match next {
            None => return Ok(entries),
            Some(next) if Some(&next) == cursor.as_ref() => break,
            next => cursor = next,
        }
    }
    let detail = format!("the list of {} does not end", listing.what);
    Err(CallError::new(IssueCode::ServerError, detail, Sent::Maybe).into())
}
