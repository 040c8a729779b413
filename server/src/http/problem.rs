//! Errors as `application/problem+json` (RFC 9457), in the reader's language.

use std::any::Any;

use app::i18n::I18n;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use model::{Error, Lang, Noun};
use serde::Serialize;
use utoipa::ToSchema;

use super::Ctx;

/// Its media type.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// What every refusal is answered with (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// `urn:mcp-agent-studio:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Stable machine word, such as `not_found`.
    code: &'static str,
    /// What went wrong and what to do, in the caller's language.
    detail: String,
    /// Which fields break which rules; with status 422 only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

/// A rule that a field breaks.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Name of the field as in the body, nested ones with dots: `action.command`.
    field: String,
    /// Stable machine word of the rule, such as `too_long`.
    code: &'static str,
    /// What is wrong and what to do, in the caller's language.
    message: String,
}

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
        let fields = match &self.error {
            Error::Invalid { fields } => fields.as_slice(),
            _ => &[],
        };
        let errors = fields.iter().map(|f| FieldProblem {
            field: f.field.clone(),
            code: f.code.code(),
            message: i18n.message(&f.message()),
        });
        let body = ProblemBody {
            kind: format!("urn:mcp-agent-studio:problem:{}", self.error.code()),
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            code: self.error.code(),
            detail: i18n.message(&self.error.message()),
            errors: errors.collect(),
        };
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
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
