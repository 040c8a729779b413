//! Server functions, 3 to 8 lines each: get the context, call core, reply. They are a public API: core authorizes.

#![allow(missing_docs)] // the arguments of a server function become fields of a generated struct; its own comment explains them

#[cfg(feature = "ssr")]
mod arguments;
pub mod auth;
pub mod dashboard;
pub mod execution;
pub mod mcp_prompt;
pub mod mcp_resource;
pub mod mcp_tool;
pub mod organization;
pub mod schedule_form;
pub mod search;
pub mod server;
pub mod server_import;
pub mod task;
pub mod task_form;
pub mod user;

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// [`model::Error`] as server functions carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiError(pub model::Error);

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Args(detail) | ServerFnErrorErr::MissingArg(detail) => model::Error::Malformed { detail },
            ServerFnErrorErr::Request(_) => model::Error::Unavailable,
            other => model::Error::Malformed { detail: other.to_string() },
        };
        #[cfg(feature = "ssr")]
        status(error.status());
        Self(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

/// The result of every server function.
pub type ApiResult<T> = Result<T, ApiError>;

/// Answers with the status 404: there is no page at this address. Nothing to do in the browser.
pub fn page_not_found() {
    #[cfg(feature = "ssr")]
    status(404);
}

#[cfg(feature = "ssr")]
pub(crate) use ssr::{ctx, org, redirect, set_session_cookie, status};

#[cfg(feature = "ssr")]
mod ssr {
    use axum::http::{HeaderValue, StatusCode, header::SET_COOKIE};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;
    use studio_core::{OpCtx, OrgCtx};

    use super::ApiError;

    impl From<model::Error> for ApiError {
        /// Also gives the answer the error's HTTP status.
        fn from(error: model::Error) -> Self {
            status(error.status());
            Self(error)
        }
    }

    impl From<studio_core::Error> for ApiError {
        fn from(error: studio_core::Error) -> Self {
            let request = use_context::<OpCtx>().map(|ctx| ctx.request_id).unwrap_or_default();
            error.into_public(&request).into()
        }
    }

    /// Who calls, as the middleware found out.
    pub(crate) fn ctx() -> Result<OpCtx, ApiError> {
        use_context::<OpCtx>().ok_or_else(|| ApiError::from(model::Error::Unauthenticated))
    }

    /// Who calls, within an organization they are a member of.
    pub(crate) async fn org(slug: &str) -> Result<OrgCtx, ApiError> {
        Ok(ctx()?.organization(slug).await?)
    }

    /// Sets the HTTP status of the answer.
    pub(crate) fn status(code: u16) {
        if let (Some(response), Ok(code)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(code)) {
            response.set_status(code);
        }
    }

    /// Sends the browser to another page, with or without JavaScript.
    pub(crate) fn redirect(path: &str) {
        leptos_axum::redirect(path);
    }

    /// Sets (or, with `None`, removes) the session cookie.
    pub(crate) fn set_session_cookie(ctx: &OpCtx, token: Option<&str>) {
        let cookie = studio_core::auth::session_cookie(ctx, token);
        if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
            response.append_header(SET_COOKIE, value);
        }
    }
}
