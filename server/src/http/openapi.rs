//! `/api/openapi.json`: what the handlers say about themselves, and what the layers around them add to each.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::event::{EventCommand, EventFrame};
use model::execution::{OutputFormat, TerminalCommand, TerminalFrame};
use sha2::{Digest as _, Sha256};
use studio_core::auth::SESSION_COOKIE;
use studio_core::idempotency;
use utoipa::OpenApi as _;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{Components, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, HttpMethod, OpenApi, Ref, RefOr, Required, ResponseBuilder};

use super::problem::{PROBLEM_JSON, ProblemBody};

/// What is said once: what this is, how to come in, what the nouns are, and what sockets say.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "MCP Agent Studio",
        description = "Register remote MCP servers, run tasks on them, watch and keep their real output.\n\n\
            Bodies are JSON, times RFC 3339 in UTC, ids UUIDv7. `{org}` is an organization's slug or id. Lists come in \
            pages: pass `next_cursor` as `cursor`. Every refusal is a `Problem` (RFC 9457).\n\n\
            Every answer has `X-Request-Id`; beneath `/api/v1` also `RateLimit-Limit`, `RateLimit-Remaining` and \
            `RateLimit-Reset`."
    ),
    components(schemas(ProblemBody, EventCommand, EventFrame, OutputFormat, TerminalCommand, TerminalFrame)),
    security(("bearer" = []), ("cookie" = [])),
    tags(
        (name = "auth", description = "Accounts and sessions of programs."),
        (name = "me", description = "Who calls."),
        (name = "organization", description = "Tenants: everything but a user belongs to exactly one."),
        (name = "server", description = "Registered remote MCP servers."),
        (name = "mcp_tool", description = "What servers offer to be called."),
        (name = "mcp_resource", description = "What servers let be read."),
        (name = "mcp_prompt", description = "Messages that servers make from arguments."),
        (name = "task", description = "What should be done."),
        (name = "execution", description = "Work carried out, and its output."),
        (name = "search", description = "Finding the above by a few characters."),
        (name = "event", description = "What changes, as it changes."),
        (name = "health", description = "For those who watch the process."),
        (name = "docs", description = "This description.")
    )
)]
struct Frame;

/// The document before any route is in it.
pub(crate) fn frame() -> OpenApi {
    Frame::openapi()
}

/// The document, made when it is first asked for.
pub(crate) static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(crate::router::document);

/// The document as it is sent, with its tag.
static JSON: LazyLock<(String, String)> = LazyLock::new(|| {
    let json = DOCUMENT.to_json().unwrap_or_else(|error| {
        tracing::error!(%error, "the OpenAPI document cannot be written");
        String::new()
    });
    let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&json)[..8]));
    (json, tag)
});

/// Gives this description as an OpenAPI document.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "docs",
    security(()),
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of the copy one has.")),
    responses(
        (status = 200, description = "The document.", body = serde_json::Value, content_type = "application/json", headers(
            ("ETag" = String, description = "Changes with the document.")
        )),
        (status = 304, description = "The copy is the document as it is.")
    )
)]
pub(crate) async fn get_openapi(headers: HeaderMap) -> Response {
    let (json, tag) = &*JSON;
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let caching = [(CACHE_CONTROL, "no-cache"), (ETAG, tag.as_str())];
    if known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(CONTENT_TYPE, "application/json")], json.as_str()).into_response()
}

/// Headers that every answer beneath `/api/v1` has, with what they tell.
const LIMITS: [(&str, &str); 3] = [
    ("RateLimit-Limit", "Requests a minute that one user or address may send."),
    ("RateLimit-Remaining", "How many of them are left."),
    ("RateLimit-Reset", "Seconds until all of them are there again."),
];
const REQUEST_ID: &str = "X-Request-Id";

/// Refusals that come from the layers and extractors around the handlers: name, status, when.
const REFUSALS: [(&str, &str, &str); 11] = [
    ("Malformed", "400", "The body is no JSON."),
    ("Unauthenticated", "401", "No credentials, or such that are no longer good."),
    ("Forbidden", "403", "One may not do this, or a browser sent it from another site."),
    ("NotFound", "404", "It does not exist, or one may not know that it does."),
    ("Conflict", "409", "A request with the same `Idempotency-Key` is still being carried out."),
    ("TooLarge", "413", "The body is larger than 1 MiB."),
    ("UnsupportedMediaType", "415", "The body is not announced as JSON."),
    ("Invalid", "422", "Input that breaks a rule; `errors` names the fields."),
    ("TooManyRequests", "429", "A rate limit was hit; `Retry-After` says when to try again."),
    ("Internal", "500", "A defect of ours; the log holds the cause under the request's id."),
    ("Unavailable", "503", "Something the Studio needs is not there at the moment."),
];

/// Adds to what the handlers say what the layers around them do to each.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_mut(item) {
            if path.starts_with("/api/v1/") {
                complete_api(path, &method, operation);
            }
            let parameters = operation.parameters.get_or_insert_default();
            parameters.iter_mut().for_each(never_null);
            parameters.push(reference("parameters", REQUEST_ID));
            for response in operation.responses.responses.values_mut() {
                if let RefOr::T(response) = response {
                    response.headers.insert(REQUEST_ID.to_owned(), reference("headers", REQUEST_ID));
                }
            }
        }
    }
    add_components(document.components.get_or_insert_default());
    document
}

/// A header is there or is not, where the handler's type says `Option`.
fn never_null(parameter: &mut RefOr<Parameter>) {
    if let RefOr::T(parameter) = parameter
        && parameter.parameter_in == ParameterIn::Header
        && let Some(RefOr::T(Schema::Object(text))) = &mut parameter.schema
    {
        text.schema_type = Type::String.into();
    }
}

/// The operations of a path.
pub(crate) fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// An operation beneath `/api/v1`: its organization, its key, its refusals and its limits.
fn complete_api(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let in_organization = path.contains("{org}");
    let changes = *method != HttpMethod::Get;
    let keyed = *method == HttpMethod::Post && !path.starts_with("/api/v1/auth/");
    let body = operation.request_body.is_some();
    let parameters = operation.parameters.get_or_insert_default();
    let query = parameters.iter().any(|p| matches!(p, RefOr::T(p) if p.parameter_in == ParameterIn::Query));
    if in_organization {
        parameters.insert(0, reference("parameters", "org"));
    }
    if keyed {
        parameters.push(reference("parameters", idempotency::HEADER));
    }
    let refused = |status: &str| match status {
        "400" | "415" => body,
        "401" => operation.security.is_none(),
        "403" => in_organization || changes,
        "404" => in_organization,
        "409" => keyed,
        "413" => body || keyed,
        "422" => body || keyed || query,
        _ => true,
    };
    let refusals: Vec<_> = REFUSALS.iter().filter(|(_, status, _)| refused(status)).collect();
    for (name, status, _) in refusals {
        let answer = operation.responses.responses.entry((*status).to_owned());
        answer.or_insert_with(|| RefOr::Ref(Ref::from_response_name(*name)));
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        // A range that is not there is told by headers alone.
        if status.as_str() >= "400" && status != "416" && response.content.is_empty() {
            response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(problem()));
        }
        for (name, _) in LIMITS {
            response.headers.insert(name.to_owned(), reference("headers", name));
        }
    }
}

/// What operations refer to by name.
fn add_components(components: &mut Components) {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let number = || ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0_i32));
    let optional = |name: &str, description: &str, schema: ObjectBuilder| {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header);
        parameter.required(Required::False).description(Some(description)).schema(Some(schema)).build()
    };
    let key = text().min_length(Some(1)).max_length(Some(255)).pattern(Some("^[!-~]+$"));
    let key = optional(
        idempotency::HEADER,
        "A word of one's own for this request. Sent again within 24 hours with the same body, the request is not carried \
         out again: the answer is the first one's, with `Idempotency-Replayed: true`.",
        key,
    );
    let request =
        "Names the request in the log: up to 64 letters, digits, `-`, `_` and `.`; another is made up instead.";
    let request = optional(REQUEST_ID, request, text());
    let org = ParameterBuilder::new().name("org").parameter_in(ParameterIn::Path).required(Required::True);
    let org = org.description(Some("The organization's slug or id.")).schema(Some(text())).build();
    for (name, parameter) in [(idempotency::HEADER, key), (REQUEST_ID, request), ("org", org)] {
        components.parameters.insert(name.to_owned(), RefOr::T(parameter));
    }

    for (name, description) in LIMITS {
        let header = HeaderBuilder::new().schema(Some(number())).description(Some(description)).build();
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
    let header = HeaderBuilder::new().schema(Some(text())).description(Some("The request's name in the log.")).build();
    components.headers.insert(REQUEST_ID.to_owned(), RefOr::T(header));
    let header = HeaderBuilder::new().schema(Some(number())).description(Some("Seconds to wait.")).build();
    components.headers.insert("Retry-After".to_owned(), RefOr::T(header));

    for (name, status, description) in REFUSALS {
        let mut response = ResponseBuilder::new().description(description).content(PROBLEM_JSON, problem()).build();
        let named =
            LIMITS.iter().map(|(name, _)| *name).chain([REQUEST_ID]).chain((status == "429").then_some("Retry-After"));
        for name in named {
            response.headers.insert(name.to_owned(), reference("headers", name));
        }
        components.responses.insert(name.to_owned(), RefOr::T(response));
    }

    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    let bearer = bearer.description(Some("The `access_token` of a sign-in.")).build();
    let cookie = "The session of a browser. What changes something must come from the Studio's own pages (`Origin`).";
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description(SESSION_COOKIE, cookie));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
}

fn problem() -> Content {
    Content::new(Some(Ref::from_schema_name("Problem")))
}

/// A reference to a component.
fn reference<T>(kind: &str, name: &str) -> RefOr<T> {
    RefOr::Ref(Ref::new(format!("#/components/{kind}/{name}")))
}
