//! Walks every REST route and every server function as nobody, as a member of another organization and in each role, and
//! fails for one that has no expectation here.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use app::shell::Assets;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::{
    Action, NewServer, NewTask, Priority, Role, Schedule, ServerAuth, ServerAuthEntry, ServerAuthKind, TaskAction,
    TaskLimits,
};
use serde_json::{Value, json};
use server::router::{document, router};
use server::state::AppState;
use studio_core::{server as servers, server_draft, server_import, task};
use test_support::{Member, TestStudio};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// Who may come in.
#[derive(Clone, Copy, Debug)]
enum Access {
    /// Anybody.
    Public,
    /// Anybody signed in.
    SignedIn,
    /// Members whose role may do this.
    Org(Action),
}

use Access::{Org, Public, SignedIn};

/// REST routes: method, path, who, body.
const REST: &[(&str, &str, Access, &str)] = &[
    ("POST", "/auth/register", Public, r#"{"name":"","email":"","password":"","organization_name":""}"#),
    ("POST", "/auth/login", Public, "{}"),
    ("POST", "/auth/refresh", Public, "{}"),
    ("POST", "/auth/logout", Public, ""),
    ("GET", "/me", SignedIn, ""),
    ("GET", "/orgs", SignedIn, ""),
    ("POST", "/orgs", SignedIn, r#"{"name":""}"#),
    ("GET", "/orgs/{org}", Org(Action::OrganizationRead), ""),
    ("PATCH", "/orgs/{org}", Org(Action::OrganizationUpdate), r#"{"name":""}"#),
    ("GET", "/orgs/{org}/servers", Org(Action::ServerRead), ""),
    ("POST", "/orgs/{org}/servers", Org(Action::ServerCreate), r#"{"name":"","url":"","auth":{"kind":"none"}}"#),
    (
        "POST",
        "/orgs/{org}/servers/validate",
        Org(Action::ServerCreate),
        r#"{"name":"","url":"","auth":{"kind":"none"}}"#,
    ),
    ("POST", "/orgs/{org}/servers/import/preview", Org(Action::ServerCreate), r#"{"text":""}"#),
    ("POST", "/orgs/{org}/servers/import", Org(Action::ServerCreate), r#"{"text":""}"#),
    ("GET", "/orgs/{org}/servers/export", Org(Action::ServerRead), ""),
    ("GET", "/orgs/{org}/servers/{server}", Org(Action::ServerRead), ""),
    ("PATCH", "/orgs/{org}/servers/{server}", Org(Action::ServerUpdate), r#"{"description":"x"}"#),
    ("DELETE", "/orgs/{org}/servers/{server}", Org(Action::ServerDelete), ""),
    ("POST", "/orgs/{org}/servers/{server}/check", Org(Action::ServerCheck), ""),
    ("GET", "/orgs/{org}/mcp-tools", Org(Action::McpToolRead), ""),
    ("GET", "/orgs/{org}/servers/{server}/mcp-tools", Org(Action::McpToolRead), ""),
    ("GET", "/orgs/{org}/servers/{server}/mcp-tools/{name}", Org(Action::McpToolRead), ""),
    ("POST", "/orgs/{org}/servers/{server}/mcp-tools/{name}/call", Org(Action::McpToolCall), r#"{"arguments":{}}"#),
    ("GET", "/orgs/{org}/servers/{server}/mcp-tools/{name}/calls", Org(Action::ExecutionRead), ""),
    ("POST", "/orgs/{org}/servers/{server}/mcp-tools/{name}/calls", Org(Action::McpToolCall), r#"{"arguments":{}}"#),
    ("GET", "/orgs/{org}/servers/{server}/resources", Org(Action::McpToolRead), ""),
    ("GET", "/orgs/{org}/servers/{server}/resource-templates", Org(Action::McpToolRead), ""),
    // Without `uri`: whose role refuses it is asked first.
    ("GET", "/orgs/{org}/servers/{server}/resources/read", Org(Action::McpToolCall), ""),
    ("GET", "/orgs/{org}/servers/{server}/prompts", Org(Action::McpToolRead), ""),
    ("POST", "/orgs/{org}/servers/{server}/prompts/{name}/preview", Org(Action::McpToolCall), r#"{"arguments":{}}"#),
    ("GET", "/orgs/{org}/servers/{server}/health", Org(Action::ServerRead), ""),
    ("GET", "/orgs/{org}/tasks", Org(Action::TaskRead), ""),
    (
        "POST",
        "/orgs/{org}/tasks",
        Org(Action::TaskCreate),
        r#"{"title":"","server_id":"00000000-0000-7000-8000-000000000000","action":{"kind":"command","command":"x"}}"#,
    ),
    ("GET", "/orgs/{org}/tasks/{task}", Org(Action::TaskRead), ""),
    ("PATCH", "/orgs/{org}/tasks/{task}", Org(Action::TaskUpdate), r#"{"title":"x"}"#),
    ("DELETE", "/orgs/{org}/tasks/{task}", Org(Action::TaskDelete), ""),
    ("GET", "/orgs/{org}/tasks/{task}/versions", Org(Action::TaskRead), ""),
    ("POST", "/orgs/{org}/tasks/{task}/executions", Org(Action::TaskRun), ""),
    ("GET", "/orgs/{org}/tasks/{task}/fires", Org(Action::TaskRead), ""),
    ("POST", "/orgs/{org}/schedules/preview", Org(Action::TaskRead), r#"{"kind":"cron","expression":"@daily"}"#),
    ("GET", "/orgs/{org}/executions", Org(Action::ExecutionRead), ""),
    ("GET", "/orgs/{org}/executions/{execution}", Org(Action::ExecutionRead), ""),
    ("GET", "/orgs/{org}/executions/{execution}/output", Org(Action::ExecutionRead), ""),
    ("GET", "/orgs/{org}/executions/{execution}/output/first-error", Org(Action::ExecutionRead), ""),
    ("POST", "/orgs/{org}/executions/{execution}/cancel", Org(Action::ExecutionCancel), ""),
    ("GET", "/orgs/{org}/search", Org(Action::OrganizationRead), ""),
    ("GET", "/orgs/{org}/events", Org(Action::OrganizationRead), ""),
    ("POST", "/orgs/{org}/executions/{execution}/input", Org(Action::ExecutionInput), r#"{"data":"x"}"#),
    ("POST", "/orgs/{org}/executions/{execution}/retry", Org(Action::ExecutionRetry), ""),
    ("POST", "/orgs/{org}/executions/{execution}/resolve", Org(Action::ExecutionRetry), r#"{"verdict":"done"}"#),
    ("GET", "/orgs/{org}/executions/{execution}/terminal", Org(Action::ExecutionRead), ""),
];

/// Server functions: name, who, form.
const FUNCTIONS: &[(&str, Access, &str)] = &[
    ("sign-up", Public, "name=&email=&password=&organization_name="),
    ("sign-in", Public, "email=ada@example.org&password=correct horse battery"),
    ("sign-out", Public, ""),
    ("first-run-link", Public, "link=x"),
    ("session", Public, ""),
    ("update-profile", SignedIn, "name=Ada"),
    ("update-appearance", Public, "lang=fr"),
    ("change-password", SignedIn, "current_password=x&new_password=y"),
    ("create-organization", SignedIn, "name="),
    ("update-organization", Org(Action::OrganizationUpdate), "org={org}&name="),
    ("permissions", Org(Action::OrganizationRead), "org={org}"),
    ("search", Org(Action::OrganizationRead), "org={org}&q=x"),
    ("is-allowed", Org(Action::OrganizationRead), "org={org}&action=server:delete"),
    ("dashboard", Org(Action::OrganizationRead), "org={org}&utc_offset=60"),
    ("dashboard-week", Org(Action::OrganizationRead), "org={org}"),
    ("list-servers", Org(Action::ServerRead), "org={org}&query[q]="),
    ("get-server", Org(Action::ServerRead), "org={org}&id={server}"),
    ("save-server-draft", Org(Action::ServerCreate), "org={org}&name=&url=&auth[kind]=none"),
    ("get-server-draft", Org(Action::ServerCreate), "org={org}&draft={draft}"),
    ("stream-server-draft-checks", Org(Action::ServerCreate), "org={org}&draft={draft}"),
    ("validate-server-draft", Org(Action::ServerCreate), "org={org}&draft={draft}"),
    ("submit-server-draft", Org(Action::ServerCreate), "org={org}&draft={draft}"),
    ("save-server-import", Org(Action::ServerCreate), "org={org}&text="),
    ("get-server-import", Org(Action::ServerCreate), "org={org}&import={import}"),
    ("submit-server-import", Org(Action::ServerCreate), "org={org}&import={import}"),
    ("local-server-offered", Org(Action::ServerRead), "org={org}"),
    // Where the installation offers none there is nothing to add: 404 also for those who may.
    ("add-local-server", Org(Action::ServerCreate), "org={org}"),
    ("update-server", Org(Action::ServerUpdate), "org={org}&id={server}&name=&url=&auth[kind]=none"),
    ("enable-server", Org(Action::ServerUpdate), "org={org}&id={server}&enabled=false"),
    ("server-health", Org(Action::ServerRead), "org={org}&id={server}&range=24h"),
    ("stream-server-checks", Org(Action::ServerCheck), "org={org}&id={server}"),
    ("check-server", Org(Action::ServerCheck), "org={org}&id={server}"),
    ("delete-server", Org(Action::ServerDelete), "org={org}&id={server}&confirm=x"),
    ("server-dependents", Org(Action::ServerRead), "org={org}&id={server}"),
    ("list-mcp-tools", Org(Action::McpToolRead), "org={org}&server={server}&query[q]="),
    ("search-mcp-tools", Org(Action::McpToolRead), "org={org}&query[q]="),
    ("get-mcp-tool", Org(Action::McpToolRead), "org={org}&server={server}&name=x"),
    ("begin-call", Org(Action::McpToolCall), "org={org}&server={server}&name=x&arguments_json={}"),
    ("mcp-tool-calls", Org(Action::ExecutionRead), "org={org}&server={server}&name=x&query[q]="),
    ("count-mcp-tools", Org(Action::McpToolRead), "org={org}&server={server}"),
    ("list-mcp-resources", Org(Action::McpToolRead), "org={org}&server={server}&query[q]="),
    ("list-mcp-resource-templates", Org(Action::McpToolRead), "org={org}&server={server}&query[q]="),
    // Without a URI: whose role refuses it is asked first.
    ("read-mcp-resource", Org(Action::McpToolCall), "org={org}&server={server}&uri="),
    ("list-mcp-prompts", Org(Action::McpToolRead), "org={org}&server={server}&query[q]="),
    ("preview-mcp-prompt", Org(Action::McpToolCall), "org={org}&server={server}&name=x&arguments={}"),
    ("list-tasks", Org(Action::TaskRead), "org={org}&query[q]="),
    ("get-task", Org(Action::TaskRead), "org={org}&id={task}"),
    ("create-task", Org(Action::TaskCreate), "org={org}&task[title]=&task[server_id]={server}&task[command]=x"),
    (
        "update-task",
        Org(Action::TaskUpdate),
        "org={org}&id={task}&task[title]=&task[server_id]={server}&task[command]=x",
    ),
    ("run-task", Org(Action::TaskRun), "org={org}&id={task}"),
    ("delete-task", Org(Action::TaskDelete), "org={org}&id={task}"),
    ("task-servers", Org(Action::TaskRead), "org={org}"),
    ("list-executions", Org(Action::ExecutionRead), "org={org}&filter[q]="),
    ("get-execution", Org(Action::ExecutionRead), "org={org}&id={execution}"),
    ("output-tail", Org(Action::ExecutionRead), "org={org}&id={execution}"),
    ("find-first-error", Org(Action::ExecutionRead), "org={org}&id={execution}"),
    ("cancel-execution", Org(Action::ExecutionCancel), "org={org}&id={execution}"),
    ("retry-execution", Org(Action::ExecutionRetry), "org={org}&id={execution}"),
    ("resolve-execution", Org(Action::ExecutionRetry), "org={org}&id={execution}&verdict=done"),
    ("get-task-times", Org(Action::TaskRead), "org={org}&id={task}"),
    ("get-schedule-form", Org(Action::TaskRead), "org={org}&id={task}"),
    ("preview-schedule", Org(Action::TaskRead), "org={org}&schedule[kind]=cron&schedule[expression]=@daily"),
    ("pause-task", Org(Action::TaskUpdate), "org={org}&id={task}&paused=true"),
    ("list-task-versions", Org(Action::TaskRead), "org={org}&id={task}"),
];

/// A request that is sent as each of the personas.
struct Probe {
    name: String,
    method: Method,
    path: String,
    kind: &'static str,
    body: String,
    access: Access,
}

fn probes() -> Vec<Probe> {
    let rest = REST.iter().map(|(method, path, access, body)| Probe {
        name: format!("{method} {path}"),
        method: method.parse().unwrap(),
        path: format!("/api/v1{path}"),
        kind: "application/json",
        body: (*body).to_owned(),
        access: *access,
    });
    let functions = FUNCTIONS.iter().map(|(name, access, body)| Probe {
        name: (*name).to_owned(),
        method: Method::POST,
        path: format!("/api/fn/{name}"),
        kind: "application/x-www-form-urlencoded",
        body: (*body).to_owned(),
        access: *access,
    });
    rest.chain(functions).collect()
}

/// What the personas' requests are about: fresh for each, because some delete it.
async fn things(owner: &Member) -> BTreeMap<&'static str, String> {
    let ctx = &owner.ctx;
    let name = format!("s{:08x}", rand::random::<u32>());
    let url = "http://127.0.0.1:9/mcp".to_owned();
    let new = NewServer {
        name: name.clone(),
        description: None,
        url: url.clone(),
        auth: ServerAuth::None,
        labels: Vec::new(),
    };
    let server = servers::create(ctx, new).await.unwrap();
    let auth = ServerAuthEntry::empty(ServerAuthKind::None);
    let basics = server_draft::Basics { name: format!("{name}-draft"), description: None, url, auth };
    let draft = server_draft::save(ctx, None, basics).await.unwrap();
    let file = r#"{ "mcpServers": { "x": { "url": "http://127.0.0.1:9/mcp" } } }"#.to_owned();
    let import = server_import::save(ctx, &file.into()).await.unwrap();
    let action = TaskAction::Command { command: "true".to_owned(), pty: false, cwd: None, env: Default::default() };
    let new = NewTask {
        title: name,
        description: None,
        server_id: Some(server.id),
        labels: Vec::new(),
        action,
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits::default(),
        concurrency_key: None,
    };
    let task = task::create(ctx, new).await.unwrap();
    let execution = task::run(ctx, task.id).await.unwrap();
    BTreeMap::from([
        ("{org}", ctx.slug.clone()),
        ("{server}", server.id.to_string()),
        ("{draft}", draft.id.to_string()),
        ("{import}", import.to_string()),
        ("{task}", task.id.to_string()),
        ("{execution}", execution.id.to_string()),
        ("{name}", "echo".to_owned()),
    ])
}

async fn send(
    router: &Router,
    probe: &Probe,
    things: &BTreeMap<&'static str, String>,
    token: Option<&str>,
) -> StatusCode {
    let fill = |text: &str| things.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
    let mut request = Request::builder()
        .method(&probe.method)
        .uri(fill(&probe.path))
        .header("host", "studio.test")
        .header("origin", "http://studio.test")
        .header("content-type", probe.kind);
    if let Some(token) = token {
        request = request.header("cookie", format!("mas_session={token}"));
    }
    let request = request.body(Body::from(fill(&probe.body))).unwrap();
    router.clone().oneshot(request).await.unwrap().status()
}

async fn studio_and_router() -> (TestStudio, Router) {
    let studio = TestStudio::start().await.unwrap();
    let names = ["frontend.js", "frontend.wasm", "main.css"].map(str::to_owned).into_iter();
    let names = names.chain(["en", "fr", "es", "de"].map(|lang| format!("messages.{lang}.ftl")));
    let manifest: BTreeMap<String, String> = names.map(|name| (name.clone(), format!("/assets/{name}"))).collect();
    let state = AppState {
        services: studio.services.clone(),
        assets: Assets::from_manifest(&serde_json::to_string(&manifest).unwrap()).unwrap(),
        site: std::env::temp_dir(),
        public_origin: None,
    };
    (studio, router(state, CancellationToken::new()))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_lets_in_whom_it_should() {
    let (studio, router) = studio_and_router().await;
    let owner = studio.owner("ada").await.unwrap();
    // Whether a validation may be begun is limited per user; who asks as often as this test does is not the question here.
    let forget_limits = async || {
        studio.database.owner().await.unwrap().batch_execute("DELETE FROM rate_limits").await.unwrap();
    };
    let stranger = studio.owner("eve").await.unwrap();
    let mut faults = Vec::new();
    for probe in probes() {
        forget_limits().await;
        let fresh = async || {
            studio.in_role(&owner, Role::Owner).await.unwrap();
            things(&owner).await
        };
        let mut expect = |who: &str, got: StatusCode, fine: bool| {
            // The server of these requests is none: who may ask it is told so.
            let ours = got.is_server_error() && got != StatusCode::BAD_GATEWAY;
            if !fine || ours {
                faults.push(format!("{} as {who}: {got}", probe.name));
            }
        };
        let got = send(&router, &probe, &fresh().await, None).await;
        expect("nobody", got, matches!(probe.access, Public) == (got != StatusCode::UNAUTHORIZED));
        if let Org(action) = probe.access {
            let got = send(&router, &probe, &fresh().await, Some(&stranger.token)).await;
            expect("a member of another organization", got, got == StatusCode::NOT_FOUND);
            for role in Role::ALL {
                let things = fresh().await;
                studio.in_role(&owner, *role).await.unwrap();
                let got = send(&router, &probe, &things, Some(&owner.token)).await;
                let allowed = studio.services.authorizer.allows(*role, action);
                expect(
                    role.as_str(),
                    got,
                    allowed == (got != StatusCode::FORBIDDEN) && got != StatusCode::UNAUTHORIZED,
                );
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The path as a route has it.
fn generic(path: &str) -> String {
    ["{server}", "{task}", "{execution}"].iter().fold(path.to_owned(), |path, id| path.replace(id, "{id}"))
}

#[test]
fn every_door_has_an_expectation() {
    let mut known: Vec<String> = REST.iter().map(|(method, path, ..)| format!("{method} {}", generic(path))).collect();
    let document = serde_json::to_value(document()).unwrap();
    let mut found: Vec<String> =
        operations(&document).into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    known.sort();
    found.sort();
    assert_eq!(found, known, "router.rs and the list REST above");

    let mut known: Vec<String> = FUNCTIONS.iter().map(|(name, ..)| format!("/api/fn/{name}")).collect();
    let mut found: Vec<String> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    known.sort();
    found.sort();
    assert_eq!(found, known, "app/src/api and the list FUNCTIONS above");
}

/// The document that the handlers make of themselves: method, path beneath `/api/v1`, operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(path) = path.strip_prefix("/api/v1") else { continue };
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.to_uppercase(), path.to_owned(), operation.clone()));
        }
    }
    found
}

#[test]
fn every_door_is_described() {
    let document = serde_json::to_value(document()).unwrap();
    let tags: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{name}: operationId");
        assert!(operation["summary"].as_str().is_some_and(|summary| summary.ends_with('.')), "{name}: summary");
        assert!(operation["tags"].as_array().unwrap().iter().all(|tag| tags.contains(&tag)), "{name}: tags");
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2') || status == "101"), "{name}: answers");
        assert!(answers.contains_key("429") && answers.contains_key("500"), "{name}: refusals");
        let found = REST.iter().find(|(m, p, ..)| *m == method && generic(p) == path).unwrap();
        // Public: one of the ways in asks for nothing. Else what holds for all holds here.
        let open = operation["security"].as_array().is_some_and(|ways| ways.contains(&json!({})));
        assert_eq!(open, matches!(found.2, Public), "{name}: security");
        assert_eq!(answers.contains_key("404"), matches!(found.2, Org(_)), "{name}: 404");
    }
    assert_eq!(document["security"], json!([{ "bearer": [] }, { "cookie": [] }]));
}

#[test]
fn what_the_document_refers_to_is_in_it() {
    let document = serde_json::to_value(document()).unwrap();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        if let Some(to) = value["$ref"].as_str() {
            assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to}");
        }
        match value {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

#[test]
fn secrets_only_come_in() {
    let document = serde_json::to_value(document()).unwrap();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Secret"]["writeOnly"], true);
    assert_eq!(schemas["Register"]["properties"]["password"]["writeOnly"], true);
    assert_eq!(schemas["NewServer"]["required"], json!(["name", "url", "auth"]));
    assert_eq!(schemas["TaskId"]["format"], "uuid");
    assert_eq!(schemas["Role"]["enum"][0], "owner");
    for (name, schema) in schemas.as_object().unwrap().iter().filter(|(name, _)| name.ends_with("View")) {
        assert!(!schema.to_string().contains("/Secret"), "{name}");
    }
}
