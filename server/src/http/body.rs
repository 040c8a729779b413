//! JSON bodies and queries, with errors that name the field.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use model::{Error, FieldCode};
use serde::de::DeserializeOwned;
use studio_core::OpCtx;

use super::problem::Problem;
use crate::router::MAX_BODY;

/// A JSON body. Malformed: 400; of the wrong shape: 422 with the field; another media type: 415; too large: 413.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let lang = request.extensions().get::<OpCtx>().map_or(model::Lang::En, |ctx| ctx.lang);
        read(request, state).await.map(Self).map_err(|e| Problem::from(e).in_lang(lang))
    }
}

async fn read<S: Send + Sync, T: DeserializeOwned>(request: Request, state: &S) -> Result<T, Error> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != "application/json" && !kind.ends_with("+json") {
        return Err(Error::UnsupportedMediaType);
    }
    let bytes = Bytes::from_request(request, state).await.map_err(|_| Error::TooLarge { limit: MAX_BODY as u64 })?;
    // Two steps, so that malformed JSON and a wrong shape are told apart.
    let value: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|e| Error::Malformed { detail: e.to_string() })?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let detail = error.into_inner().to_string();
        // A missing field is told by its parent; name the field itself.
        let missing = detail.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()).map(str::to_owned);
        let (field, code) = match missing {
            Some(name) if path == "." => (name, FieldCode::Required),
            Some(name) => (format!("{path}.{name}"), FieldCode::Required),
            None => (path, FieldCode::Shape { detail }),
        };
        Error::invalid(&field, code)
    })
}

/// A query string, with the field named when it is wrong.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs)).map(Self).map_err(|error| {
            let field = error.path().to_string();
            let detail = error.into_inner().to_string();
            Problem::from(Error::invalid(&field, FieldCode::Shape { detail }))
        })
    }
}
