//! A program that uses REST, at whichever replica answers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// How long an answer may take to come, from one or the other.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Program {
    http: reqwest::Client,
    ports: Vec<u16>,
    next: AtomicUsize,
    token: String,
    organization: String,
}

impl Program {
    pub async fn sign_up(ports: Vec<u16>) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
        let mut program =
            Self { http, ports, next: AtomicUsize::new(0), token: String::new(), organization: String::new() };
        let ada = json!({
            "name": "Ada", "email": "ada@example.org", "password": "correct horse battery", "organization_name": "Acme",
        });
        let registered = program.until_answered(Method::POST, "/api/v1/auth/register", Some(&ada)).await;
        program.token = registered["access_token"].as_str().unwrap().to_owned();
        program.organization = "/api/v1/orgs/acme".to_owned();
        program
    }

    /// Asks for a change until somebody says that it is done; it may be done more than once.
    pub async fn post(&self, path: &str, body: &Value) -> Value {
        self.until_answered(Method::POST, &format!("{}{path}", self.organization), Some(body)).await
    }

    pub async fn get(&self, path: &str) -> Value {
        self.until_answered(Method::GET, &format!("{}{path}", self.organization), None).await
    }

    /// Asks for the end of an execution until it is known: whether that came before its own.
    pub async fn cancel(&self, execution: &str) {
        let path = format!("{}/executions/{execution}/cancel", self.organization);
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match self.ask(Method::POST, &path, None).await {
                Some((status, _)) if status.is_success() || status == StatusCode::CONFLICT => return,
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        panic!("nobody cancels {execution}");
    }

    pub async fn output(&self, execution: &str) -> Vec<u8> {
        let path = format!("{}/executions/{execution}/output", self.organization);
        let url = format!("http://127.0.0.1:{}{path}", self.ports[0]);
        let answer = self.http.get(url).bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    async fn until_answered(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let began = Instant::now();
        let mut last = None;
        while began.elapsed() < PATIENCE {
            last = self.ask(method.clone(), path, body).await;
            match &last {
                Some((status, text)) if status.is_success() => return serde_json::from_str(text).unwrap(),
                Some((status, text)) if status.is_client_error() && *status != StatusCode::TOO_MANY_REQUESTS => {
                    panic!("{path}: {status} {text}");
                }
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        panic!("{path}: nobody answers: {last:?}");
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Option<(StatusCode, String)> {
        let port = self.ports[self.next.fetch_add(1, Ordering::Relaxed) % self.ports.len()];
        let mut request = self.http.request(method, format!("http://127.0.0.1:{port}{path}"));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.ok()?;
        let status = answer.status();
        Some((status, answer.text().await.ok()?))
    }
}
