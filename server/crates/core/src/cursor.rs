//! Opaque cursors of lists.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Error, FieldCode, Page};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Result;

/// The value a cursor was made of.
pub(crate) fn decode<T: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<T>> {
    let Some(cursor) = cursor.filter(|c| !c.is_empty()) else { return Ok(None) };
    let value = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|json| serde_json::from_slice(&json).ok());
    match value {
        Some(value) => Ok(Some(value)),
        None => Err(Error::invalid("cursor", FieldCode::UnknownReference).into()),
    }
}

/// A page of at most `limit` rows from a query for one row more; the cursor is made from the last row kept.
pub(crate) fn page<R, V, C: Serialize>(
    mut rows: Vec<R>,
    limit: i64,
    cursor: impl Fn(&R) -> C,
    view: impl FnMut(R) -> Result<V>,
) -> Result<Page<V>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = match rows.last() {
        Some(last) if more => Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor(last))?)),
        _ => None,
    };
    Ok(Page { items: rows.into_iter().map(view).collect::<Result<_>>()?, next_cursor })
}
