//! The Studio as a program sees it: REST with a token, or with a cookie where register answers none.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use hyper::{HeaderMap, Method, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::http::{Answer, Connection};

/// How long a short execution may take from the queue to its end.
const END_LIMIT: Duration = Duration::from_secs(60);

/// A member of a fresh organization.
pub(crate) struct Studio {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// What says who we are, on every request.
    pub(crate) credentials: HeaderMap,
    organization: String,
}

/// What the benchmarks need to know of an execution.
#[derive(Deserialize)]
pub(crate) struct Execution {
    /// Its id.
    pub(crate) id: String,
    /// Its state.
    pub(crate) state: String,
    error: Option<Value>,
}

/// What the benchmarks need to know of a server.
#[derive(Deserialize)]
pub(crate) struct Server {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// It answered at the last check; `None` before the first.
    pub(crate) reachable: Option<bool>,
    /// When it was checked last.
    pub(crate) last_checked_at: Option<String>,
    /// Why it is not healthy.
    pub(crate) last_error: Option<Value>,
}

/// When an execution went which way.
#[derive(Deserialize)]
pub(crate) struct Run {
    /// Its state.
    pub(crate) state: String,
    /// Why it did not succeed.
    pub(crate) error: Option<Value>,
    queued_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

impl Run {
    /// When it was queued, in milliseconds.
    pub(crate) fn queued_ms(&self) -> f64 {
        ms(self.queued_at)
    }

    /// When the remote side was asked to begin.
    pub(crate) fn started_ms(&self) -> Option<f64> {
        self.started_at.map(ms)
    }

    /// When it ended.
    pub(crate) fn finished_ms(&self) -> Option<f64> {
        self.finished_at.map(ms)
    }
}

fn ms(at: DateTime<Utc>) -> f64 {
    at.timestamp_micros() as f64 / 1e3
}

#[derive(Deserialize)]
struct Page<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Registered {
    organization: Slug,
    #[serde(default)]
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct Slug {
    slug: String,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

impl Studio {
    /// Makes an account with an organization.
    pub(crate) async fn sign_up(address: SocketAddr) -> Result<Self> {
        let mut studio = Self { address, credentials: HeaderMap::new(), organization: String::new() };
        let body = json!({
            "name": "Bench",
            "email": "bench@example.org",
            "password": "measured, not guessed",
            "organization_name": "Bench",
        });
        let answer = studio.send(Method::POST, "/api/v1/auth/register", Some(&body)).await?;
        let registered: Registered = serde_json::from_slice(&answer.body).context("the answer to register")?;
        studio.organization = registered.organization.slug;
        match registered.access_token {
            Some(token) => {
                studio.credentials.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
            }
            None => {
                studio.credentials.insert(COOKIE, cookies(&answer.headers)?.parse()?);
                // A cookie alone proves nothing: whoever sends one says from where.
                studio.credentials.insert(ORIGIN, format!("http://{address}").parse()?);
            }
        }
        Ok(studio)
    }

    /// Registers a server that wants no credentials and gives its id.
    pub(crate) async fn add_server(&self, name: &str, url: &str) -> Result<String> {
        let body = json!({ "name": name, "url": url, "auth": { "kind": "none" } });
        let Created { id } = self.call(Method::POST, &self.path("/servers"), Some(&body)).await?;
        Ok(id)
    }

    /// All servers.
    pub(crate) async fn servers(&self) -> Result<Vec<Server>> {
        let mut servers = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = self.path(&format!("/servers?limit=100&cursor={cursor}"));
            let page: Page<Server> = self.call(Method::GET, &path, None).await?;
            servers.extend(page.items);
            let Some(next) = page.next_cursor else { return Ok(servers) };
            cursor = next;
        }
    }

    /// Deletes a server.
    pub(crate) async fn delete_server(&self, server: &str) -> Result<()> {
        self.send(Method::DELETE, &self.path(&format!("/servers/{server}")), None).await.map(drop)
    }

    /// Registers a master agent and gives the server's id.
    pub(crate) async fn add_agent(&self, name: &str, url: &str, token: &str) -> Result<String> {
        let body = json!({ "name": name, "url": url, "auth": { "kind": "bearer", "token": token } });
        let Created { id } = self.call(Method::POST, &self.path("/servers"), Some(&body)).await?;
        let server: Value = self.call(Method::POST, &self.path(&format!("/servers/{id}/check")), None).await?;
        ensure!(!server["master_agent"].is_null(), "the master agent at {url} is not found: {server}");
        Ok(id)
    }

    /// Writes a task with a command.
    pub(crate) async fn task(&self, server: &str, title: &str, command: &str) -> Result<String> {
        self.task_of(server, title, &json!({ "kind": "command", "command": command })).await
    }

    /// Writes a task with any action.
    pub(crate) async fn task_of(&self, server: &str, title: &str, action: &Value) -> Result<String> {
        let body = json!({ "title": title, "server_id": server, "action": action });
        let Created { id } = self.call(Method::POST, &self.path("/tasks"), Some(&body)).await?;
        Ok(id)
    }

    /// Runs a task.
    pub(crate) async fn run(&self, task: &str) -> Result<Execution> {
        self.call(Method::POST, &self.path(&format!("/tasks/{task}/executions")), None).await
    }

    /// Asks for an execution's end.
    pub(crate) async fn cancel(&self, execution: &str) -> Result<Execution> {
        self.call(Method::POST, &self.path(&format!("/executions/{execution}/cancel")), None).await
    }

    /// Waits until an execution is in one of the given states.
    pub(crate) async fn until(&self, execution: &str, wanted: &[&str]) -> Result<()> {
        let began = Instant::now();
        loop {
            let now: Execution = self.call(Method::GET, &self.path(&format!("/executions/{execution}")), None).await?;
            if wanted.contains(&now.state.as_str()) {
                return Ok(());
            }
            let ended = matches!(now.state.as_str(), "succeeded" | "failed" | "timed_out" | "cancelled" | "lost");
            if ended || began.elapsed() > END_LIMIT {
                bail!("execution {} is {}, not {}: {:?}", now.id, now.state, wanted.join(" or "), now.error);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Checks a server and waits until it is known to offer an MCP tool.
    pub(crate) async fn until_offered(&self, server: &str, tool: &str) -> Result<()> {
        let _: Value = self.call(Method::POST, &self.path(&format!("/servers/{server}/check")), None).await?;
        let began = Instant::now();
        let path = self.path(&format!("/servers/{server}/mcp-tools?q={tool}"));
        loop {
            let page: Page<Value> = self.call(Method::GET, &path, None).await?;
            if page.items.iter().any(|found| found["name"] == tool) {
                return Ok(());
            }
            ensure!(began.elapsed() < END_LIMIT, "the server does not offer {tool}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether any execution of these tasks is not over.
    pub(crate) async fn works(&self, tasks: &[String]) -> Result<bool> {
        for task in tasks {
            for state in ["queued", "claimed", "running"] {
                let path = self.path(&format!("/executions?task_id={task}&state={state}&limit=1"));
                let page: Page<Value> = self.call(Method::GET, &path, None).await?;
                if !page.items.is_empty() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The newest executions of these tasks, so many of each.
    pub(crate) async fn runs(&self, tasks: &[String], each: usize) -> Result<Vec<Run>> {
        let mut runs = Vec::new();
        for task in tasks {
            let (mut cursor, mut left) = (String::new(), each);
            while left > 0 {
                let limit = left.min(100);
                let path = self.path(&format!("/executions?task_id={task}&limit={limit}&cursor={cursor}"));
                let page: Page<Run> = self.call(Method::GET, &path, None).await?;
                left -= page.items.len();
                runs.extend(page.items);
                match page.next_cursor {
                    Some(next) => cursor = next,
                    None => break,
                }
            }
            ensure!(left == 0, "{left} executions are missing");
        }
        Ok(runs)
    }

    /// A path in our organization.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/v1/orgs/{}{rest}", self.organization)
    }

    /// A request with our credentials.
    pub(crate) fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::new(Full::new(body.map_or_else(Bytes::new, |body| body.to_string().into())));
        *request.method_mut() = method;
        *request.uri_mut() = path.parse()?;
        request.headers_mut().extend(self.credentials.clone());
        request.headers_mut().insert(HOST, self.address.to_string().parse()?);
        if body.is_some() {
            request.headers_mut().insert(CONTENT_TYPE, "application/json".parse()?);
        }
        Ok(request)
    }

    async fn call<T: DeserializeOwned>(&self, method: Method, path: &str, body: Option<&Value>) -> Result<T> {
        let answer = self.send(method, path, body).await?;
        serde_json::from_slice(&answer.body).with_context(|| format!("the answer to {path}"))
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Answer> {
        let name = format!("{method} {path}");
        let request = self.request(method, path, body)?;
        let answer = Connection::open(self.address).await?.send(request).await.with_context(|| name.clone())?;
        if !answer.status.is_success() {
            bail!("{name} is answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        Ok(answer)
    }
}

/// `name=value` of every cookie that an answer sets.
fn cookies(headers: &HeaderMap) -> Result<String> {
    let set = headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs: Vec<&str> = set.filter_map(|cookie| cookie.split(';').next()).collect();
    ensure!(!pairs.is_empty(), "register answers neither a token nor a cookie");
    Ok(pairs.join("; "))
}
