//! Errors as `application/problem+json` (RFC 9457), in the reader's language.

use std::any::Any;

use app::i18n::I18n;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use model::{Error, Lang, Noun};
use serde_json::json;

use super::Ctx;

/// An error on its way out.
pub(crate) struct Problem {
    error: Error,
    lang: Lang,
}

impl Problem {
    /// From core; logs what is a defect of ours.
    pub(crate) fn of(error: studio_core::Error, request_id: &str) -> Self {
        error.into_public(request_id).into()
    }

    /// In a language.
    pub(crate) fn in_lang(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self { error, lang: Lang::En }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let i18n = I18n::for_lang(self.lang);
        let status = StatusCode::from_u16(self.error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut body = json!({
            "type": format!("urn:mcp-agent-studio:problem:{}", self.error.code()),
            "title": status.canonical_reason().unwrap_or_default(),
            "status": status.as_u16(),
            "code": self.error.code(),
            "detail": i18n.message(&self.error.message()),
        });
        if let Error::Invalid { fields } = &self.error {
            body["errors"] = fields
                .iter()
                .map(|f| json!({ "field": f.field, "code": f.code.code(), "message": i18n.message(&f.message()) }))
                .collect();
        }
        let mut response = (status, Body::from(body.to_string())).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(self.error, Error::Unauthenticated) {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Error::TooManyRequests { retry_after_s } = self.error {
            headers.insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
        }
        response
    }
}

/// Extension methods that turn core's results into answers.
pub(crate) trait OrProblem<T> {
    /// The value, or the error in the language of the caller.
    fn or_problem(self, ctx: &studio_core::OpCtx) -> Result<T, Problem>;
}

impl<T> OrProblem<T> for studio_core::Result<T> {
    fn or_problem(self, ctx: &studio_core::OpCtx) -> Result<T, Problem> {
        self.map_err(|e| Problem::of(e, &ctx.request_id).in_lang(ctx.lang))
    }
}

/// No such route.
pub(crate) async fn not_found(Ctx(ctx): Ctx) -> Problem {
    Problem::from(Error::NotFound { noun: Noun::Page }).in_lang(ctx.lang)
}

/// The route has other methods.
pub(crate) async fn method_not_allowed(Ctx(ctx): Ctx) -> Problem {
    Problem::from(Error::MethodNotAllowed).in_lang(ctx.lang)
}

/// A panic is a defect; the caller gets an answer all the same.
pub(crate) fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("?"), "a handler panicked");
    Problem::from(Error::Internal { request_id: String::new() }).into_response()
}
