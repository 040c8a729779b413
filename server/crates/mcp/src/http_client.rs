//! The HTTP client inside rmcp's transport: guarded, without redirects or proxies, bounded in time and size, and with
//! errors that are issues already.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use http::{HeaderName, HeaderValue};
use model::{Issue, IssueCode};
use reqwest::redirect;
use rmcp::model::{ClientJsonRpcMessage, ClientRequest, GetExtensions, GetMeta, RequestId, ServerJsonRpcMessage};
use rmcp::transport::streamable_http_client::{
    SseError, StreamableHttpClient, StreamableHttpError, StreamableHttpPostResponse, StreamableHttpResponseLimits,
};
use sse_stream::Sse;
use url::Url;

use crate::ConnectorConfig;
use crate::egress::{EgressPolicy, GuardedResolver};
use crate::endpoint::Endpoint;
use crate::failure::{self, CallError, Redirected, Sent, TransportError};
use crate::listen::{self, Ear, Opening};
use crate::progress::{self, Hearer, Hearers};

/// A connection whose peer vanished without a word is given up after about this long.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// Idle connections kept open to one host, more than calls may be under way there, so that none is made for each call; and
/// for how long: shorter than the usual 60 s of servers and proxies.
const IDLE_PER_HOST: usize = 64;
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Largest event of what a server says unasked, in bytes: notifications are short.
const MAX_UNASKED: usize = 64 * 1024;

/// The reqwest client of the whole connector; also the only place that makes one.
#[derive(Clone)]
pub(crate) struct GuardedHttp {
    client: reqwest::Client,
    policy: Arc<EgressPolicy>,
}

impl GuardedHttp {
    pub(crate) fn new(config: &ConnectorConfig, tls: rustls::ClientConfig) -> Result<Self, reqwest::Error> {
        let policy = Arc::new(config.egress.clone());
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(GuardedResolver(policy.clone())))
            .no_proxy()
            .redirect(redirect::Policy::custom(refuse_redirect))
            .referer(false)
            .connect_timeout(config.connect_timeout)
            .tcp_nodelay(true)
            .tcp_keepalive(KEEPALIVE)
            .tcp_keepalive_interval(KEEPALIVE / 3)
            .tcp_keepalive_retries(3)
            .http2_keep_alive_interval(KEEPALIVE)
            .http2_keep_alive_timeout(KEEPALIVE)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .user_agent(concat!("mcp-agent-studio/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, policy })
    }

    /// A GET to judged addresses only, with the endpoint's credentials.
    pub(crate) fn get(&self, endpoint: &Endpoint, url: Url) -> Result<reqwest::RequestBuilder, Issue> {
        self.policy.check_url(&url)?;
        let headers = endpoint.headers()?.into_iter().collect();
        Ok(self.client.get(url).headers(headers))
    }
}

fn refuse_redirect(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let target = attempt.url();
    let target = format!("{}{}", target.origin().ascii_serialization(), target.path());
    let words = format!("{} → {target}", attempt.status());
    attempt.error(Redirected(words))
}

/// [`GuardedHttp`] for the connection to one server.
#[derive(Clone)]
pub(crate) struct ServerHttp {
    http: GuardedHttp,
    endpoint: Arc<Endpoint>,
    handshake_timeout: Duration,
    stream_failures: Arc<Mutex<HashMap<RequestId, CallError>>>,
    ear: Arc<Ear>,
    hearers: Arc<Hearers>,
}

impl ServerHttp {
    pub(crate) fn new(http: GuardedHttp, endpoint: &Endpoint, handshake_timeout: Duration, ear: Ear) -> Self {
        let endpoint = Arc::new(endpoint.clone());
        let (stream_failures, hearers) = Default::default();
        Self { http, endpoint, handshake_timeout, stream_failures, ear: Arc::new(ear), hearers }
    }

    /// What the server is listened to with.
    pub(crate) fn ear(&self) -> &Arc<Ear> {
        &self.ear
    }

    /// Who waits for the progress of calls.
    pub(crate) fn hearers(&self) -> &Hearers {
        &self.hearers
    }

    /// Why the stream that answered this request broke off. rmcp says no more than that it ended.
    pub(crate) fn take_stream_failure(&self, id: &RequestId) -> Option<CallError> {
        self.stream_failures.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
    }

    /// The same for the handshake, whose request id is not known outside rmcp.
    pub(crate) fn take_any_stream_failure(&self) -> Option<CallError> {
        let mut failures = self.stream_failures.lock().unwrap_or_else(PoisonError::into_inner);
        let id = failures.keys().next().cloned()?;
        failures.remove(&id)
    }

    fn check(&self, uri: &str) -> Result<(), TransportError> {
        // Nearly always the endpoint's own address, which need not be read again for each request.
        let own = &self.endpoint.url;
        let checked = if uri == own.as_str() {
            self.http.policy.check_url(own).map_err(CallError::unsent)
        } else {
            Url::parse(uri)
                .map_err(|error| CallError::new(IssueCode::NotMcp, error.to_string(), Sent::No))
                .and_then(|url| self.http.policy.check_url(&url).map_err(CallError::unsent))
        };
        checked.map_err(TransportError::Client)
    }

    /// rmcp neither bounds nor cancels the handshake's requests and notifications by itself: a silent server would
    /// hold its worker for ever.
    fn limit(&self, message: &ClientJsonRpcMessage) -> Option<Duration> {
        match message {
            ClientJsonRpcMessage::Request(request) => {
                let handshake =
                    matches!(request.request, ClientRequest::InitializeRequest(_) | ClientRequest::DiscoverRequest(_));
                handshake.then_some(self.handshake_timeout)
            }
            _ => Some(self.handshake_timeout),
        }
    }

    fn silence(&self, limit: Duration) -> CallError {
        let detail = format!("{}: {} s", self.endpoint.authority(), limit.as_secs_f32());
        CallError::new(IssueCode::ResponseTimeout, detail, Sent::Maybe)
    }

    /// Redacted here already, because rmcp logs the errors it is given.
    fn explain(&self, error: StreamableHttpError<reqwest::Error>) -> TransportError {
        match failure::of_transport(error, &self.endpoint.authority()) {
            TransportError::Client(mut error) => {
                error.issue = self.endpoint.redact(error.issue);
                TransportError::Client(error)
            }
            other => other,
        }
    }

    /// Tells of the progress in a stream, ends it at the limit and remembers why it failed.
    fn watch(
        &self,
        id: RequestId,
        limit: Option<Duration>,
        events: BoxStream<'static, Result<Sse, SseError>>,
    ) -> BoxStream<'static, Result<Sse, SseError>> {
        let this = self.clone();
        let record = move |failure: CallError| {
            let mut failures = this.stream_failures.lock().unwrap_or_else(PoisonError::into_inner);
            // Calls take theirs out; this bound is for those that nobody waits for any more.
            if failures.len() >= 256 {
                failures.clear();
            }
            failures.insert(id.clone(), failure);
        };
        let on_error = record.clone();
        let hearers = self.hearers.clone();
        let events = events.filter_map(move |event| {
            if let Err(error) = &event {
                on_error(failure::of_event_stream(error));
            }
            let hearers = hearers.clone();
            async move {
                let Some(told) = progress::of_event(&event) else { return Some(event) };
                hearers.tell(told).await;
                None
            }
        });
        let Some(limit) = limit else { return events.boxed() };
        let silence = self.silence(limit);
        let deadline = async move {
            tokio::time::sleep(limit).await;
            record(silence);
        };
        events.take_until(Box::pin(deadline)).boxed()
    }
}

impl StreamableHttpClient for ServerHttp {
    type Error = CallError;

    async fn post_message(
        &self,
        uri: Arc<str>,
        message: ClientJsonRpcMessage,
        session_id: Option<Arc<str>>,
        auth_header: Option<String>,
        custom_headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<StreamableHttpPostResponse, TransportError> {
        let limits = StreamableHttpResponseLimits::default();
        self.post_message_with_response_limits(uri, message, session_id, auth_header, custom_headers, limits).await
    }

    async fn post_message_with_response_limits(
        &self,
        uri: Arc<str>,
        message: ClientJsonRpcMessage,
        session_id: Option<Arc<str>>,
        auth_header: Option<String>,
        custom_headers: HashMap<HeaderName, HeaderValue>,
        limits: StreamableHttpResponseLimits,
    ) -> Result<StreamableHttpPostResponse, TransportError> {
        self.check(&uri)?;
        let limit = self.limit(&message);
        let id = match &message {
            ClientJsonRpcMessage::Request(request) => {
                let hearer = request.request.extensions().get::<Hearer>();
                if let (Some(hearer), Some(token)) = (hearer, request.request.get_meta().get_progress_token()) {
                    self.hearers.add(token, hearer.clone());
                }
                Some(request.id.clone())
            }
            _ => None,
        };
        let in_session = session_id.is_some();
        let post = self.http.client.post_message_with_response_limits(
            uri,
            message,
            session_id,
            auth_header,
            custom_headers,
            limits,
        );
        let answer = match limit {
            Some(limit) => {
                tokio::time::timeout(limit, post).await.map_err(|_| TransportError::Client(self.silence(limit)))?
            }
            None => post.await,
        };
        match answer.map_err(|error| self.explain(error))? {
            StreamableHttpPostResponse::Sse(events, session) => {
                let events = match id {
                    Some(id) => self.watch(id, limit, events),
                    None => events,
                };
                Ok(StreamableHttpPostResponse::Sse(events, session))
            }
            // An error that does not say of which request it is: of this one, which it answers. rmcp would drop it and wait.
            StreamableHttpPostResponse::Json(ServerJsonRpcMessage::Error(mut error), session)
                if error.id.is_none() && id.is_some() =>
            {
                // The request was not even read. server-everything says so (400) of a session from before its restart; rmcp
                // makes a new one and repeats the request once.
                if in_session {
                    return Err(TransportError::SessionExpired);
                }
                error.id = id;
                Ok(StreamableHttpPostResponse::Json(ServerJsonRpcMessage::Error(error), session))
            }
            // Its answer would come on the stream that is never opened.
            StreamableHttpPostResponse::Accepted if id.is_some() => {
                Err(TransportError::Client(CallError::new(IssueCode::NotMcp, "202 without an answer", Sent::Maybe)))
            }
            other => Ok(other),
        }
    }

    async fn delete_session(
        &self,
        uri: Arc<str>,
        session_id: Arc<str>,
        auth_header: Option<String>,
        custom_headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<(), TransportError> {
        self.check(&uri)?;
        self.http
            .client
            .delete_session(uri, session_id, auth_header, custom_headers)
            .await
            .map_err(|error| self.explain(error))
    }

    /// Silent until somebody listens: with thousands of servers thousands of standing connections would be the price.
    async fn get_stream(
        &self,
        uri: Arc<str>,
        session_id: Option<Arc<str>>,
        last_event_id: Option<String>,
        auth_header: Option<String>,
        custom_headers: HashMap<HeaderName, HeaderValue>,
    ) -> Result<BoxStream<'static, Result<Sse, SseError>>, TransportError> {
        // With an id it would be the rest of an answer that broke off: that is told at once and not asked for again.
        if last_event_id.is_some() || !self.ear.is_of_a_server() {
            return Err(TransportError::ServerDoesNotSupportSse);
        }
        let this = self.clone();
        let open = move || -> Opening {
            let (this, uri, session_id) = (this.clone(), uri.clone(), session_id.clone());
            let (auth_header, custom_headers) = (auth_header.clone(), custom_headers.clone());
            Box::pin(async move {
                this.check(&uri)?;
                let answer = this.http.client.get_stream_with_max_sse_event_size(
                    uri,
                    session_id,
                    None,
                    auth_header,
                    custom_headers,
                    MAX_UNASKED,
                );
                let limit = this.handshake_timeout;
                let answer = tokio::time::timeout(limit, answer).await;
                let answer = answer.map_err(|_| TransportError::Client(this.silence(limit)))?;
                answer.map_err(|error| this.explain(error))
            })
        };
        Ok(listen::heard(self.ear.clone(), open))
    }
}
