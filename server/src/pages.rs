//! Pages: rendered whole on the server, so that they are complete without JavaScript and carry the right status.

use app::i18n::{Appearance, I18n};
use app::shell::{ShellContext, shell};
use app::ui::{RenderedAt, SubmittedForm};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse as _, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
use studio_core::OpCtx;

use crate::http::problem::Problem;
use crate::state::AppState;

/// Whatever is no other route is a page, if only the one that says that it does not exist.
pub(crate) async fn page(State(state): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::from(model::Error::MethodNotAllowed).into_response();
    }
    render(state, request, None).await
}

/// Renders the page of a request; with `form`, one whose form came back with an error.
pub(crate) async fn render(state: AppState, request: Request<Body>, form: Option<SubmittedForm>) -> Response {
    let appearance = request.extensions().get::<Appearance>().copied().unwrap_or_default();
    let Some(ctx) = request.extensions().get::<OpCtx>().cloned() else {
        return Problem::from(model::Error::Unavailable).into_response();
    };
    let context = move || {
        provide_context(ctx.clone());
        provide_context(RenderedAt(ctx.now()));
        provide_context(appearance);
        provide_context(I18n::for_lang(appearance.lang));
        if let Some(form) = form.clone() {
            provide_context(form);
        }
    };
    let assets = state.assets;
    let document = move || {
        set_content_policy();
        shell(ShellContext { assets: assets.clone(), lang: appearance.lang, theme: appearance.theme })
    };
    leptos_axum::render_app_async_with_context(context, document)(request).await
}

/// Scripts of ours only, by nonce; `wasm-unsafe-eval` compiles WebAssembly and nothing else. Inline styles are what
/// components and the terminal set on elements. Pictures and sounds of MCP tools come as `data:` addresses, never from elsewhere.
fn set_content_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         font-src 'self'; img-src 'self' data:; media-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}
