//! Server functions, called by our pages, or posted to by a form where there is no JavaScript.

use app::i18n::{Appearance, I18n};
use app::ui::SubmittedForm;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse as _, Response};
use leptos::prelude::provide_context;
use studio_core::OpCtx;
use url::Url;

use crate::http::problem::Problem;
use crate::router::MAX_BODY;
use crate::state::AppState;

/// Calls a server function. A form that fails comes back as its own page, with what was entered and what is wrong: the
/// browser posted it itself, so nothing else would keep the values.
pub(crate) async fn server_function(State(state): State<AppState>, request: Request) -> Response {
    let Some(ctx) = request.extensions().get::<OpCtx>().cloned() else {
        return Problem::from(model::Error::Unavailable).into_response();
    };
    let appearance = request.extensions().get::<Appearance>().copied().unwrap_or_default();
    let from_form = *request.method() == Method::POST && accepts_html(request.headers());
    let path = request.uri().path().to_owned();
    if leptos::server_fn::axum::get_server_fn_service(&path, request.method().clone()).is_none() {
        return Problem::from(model::Error::NotFound { noun: model::Noun::Page }).into_response();
    }
    let extensions = request.extensions().clone();
    let headers = request.headers().clone();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Problem::from(model::Error::TooLarge { limit: MAX_BODY as u64 }).into_response();
    };
    let context = {
        let ctx = ctx.clone();
        move || {
            provide_context(ctx.clone());
            provide_context(appearance);
            provide_context(I18n::for_lang(appearance.lang));
        }
    };
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    let Some((page, error)) = from_form.then(|| failed(&response)).flatten() else { return response };
    let mut values = values(&headers, &body);
    let page = values.remove("page").and_then(|page| own_page(&page)).unwrap_or(page);
    let form = SubmittedForm { action: path, error, values };
    let mut page = Request::builder().uri(page).body(Body::empty()).unwrap_or_default();
    *page.extensions_mut() = extensions;
    *page.headers_mut() = headers;
    let status = response.status();
    let mut rendered = crate::pages::render(state, page, Some(form)).await;
    if status.is_client_error() || status.is_server_error() {
        *rendered.status_mut() = status;
    }
    rendered
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// The page a failed form came from and the error, as Leptos puts both into the redirect (`__path`, `__err`).
fn failed(response: &Response) -> Option<(Uri, String)> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    // The referrer is absolute; only its path counts, so that nobody is sent elsewhere.
    let url =
        Url::parse(location).or_else(|_| Url::parse("http://studio.invalid").and_then(|b| b.join(location))).ok()?;
    let error = url.query_pairs().find(|(name, _)| name == "__err")?.1.into_owned();
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "__err" && name != "__path")
        .map(|(n, v)| (n.into(), v.into()))
        .collect();
    let mut page = url.clone();
    page.set_query(None);
    if !kept.is_empty() {
        page.query_pairs_mut().extend_pairs(kept);
    }
    let path = match page.query() {
        Some(query) => format!("{}?{query}", page.path()),
        None => page.path().to_owned(),
    };
    Some((path.parse().ok()?, error))
}

/// The page that a form says it is on, if it is one of ours.
fn own_page(page: &str) -> Option<Uri> {
    let uri: Uri = page.parse().ok()?;
    let foreign = !page.starts_with('/') || page.starts_with("//") || uri.path().starts_with("/api/");
    (!foreign).then_some(uri)
}

/// Words in the names of what must not be shown again.
const SECRETS: [&str; 4] = ["password", "token", "secret", "link"];

/// Whether it is an argument of an MCP tool: those are kept with the call and shown there, whatever they are called.
fn is_argument(name: &str) -> bool {
    name.starts_with("arguments[") || name.starts_with("task[arguments]")
}

/// What was entered, without what must not be shown again.
fn values(headers: &HeaderMap, body: &[u8]) -> std::collections::BTreeMap<String, String> {
    let encoded = headers
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !encoded {
        return Default::default();
    }
    url::form_urlencoded::parse(body)
        .filter(|(name, _)| is_argument(name) || !SECRETS.iter().any(|word| name.contains(word)))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_come_back() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let values = values(&headers, b"name=Ada&password=pw&new_password=pw&token=t");
        assert_eq!(values.into_iter().collect::<Vec<_>>(), [("name".to_owned(), "Ada".to_owned())]);
        let values = super::values(&headers, b"arguments%5B%2Fmax_tokens%5D=5");
        assert_eq!(values["arguments[/max_tokens]"], "5");
    }

    #[test]
    fn only_the_path_of_the_page_counts() {
        let response = |location: &str| Response::builder().header(LOCATION, location).body(Body::empty()).unwrap();
        let (page, error) = failed(&response("http://evil.test/sign-up?a=b&__path=%2Fx&__err=YWJj")).unwrap();
        assert_eq!((page.to_string().as_str(), error.as_str()), ("/sign-up?a=b", "YWJj"));
        assert!(failed(&response("/o/acme")).is_none());
        assert_eq!(own_page("/sign-up?a=b").unwrap().to_string(), "/sign-up?a=b");
        for foreign in ["http://evil.test/", "//evil.test/", "sign-up", "/api/fn/sign-up", ""] {
            assert_eq!(own_page(foreign), None, "{foreign}");
        }
    }
}
