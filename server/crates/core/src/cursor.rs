//! Opaque cursors of lists.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Error, FieldCode, Page, PageQuery};
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

/// A page of what is there as a whole, in its order: of the items of which one of `texts` holds the words looked for. The
/// cursor is a place among them.
pub(crate) fn slice<T>(
    items: Vec<T>,
    query: &PageQuery,
    texts: impl Fn(&T) -> [Option<&String>; 3],
) -> Result<Page<T>> {
    let from: usize = decode(query.cursor.as_deref())?.unwrap_or(0);
    let limit = usize::try_from(query.rows()).unwrap_or(usize::MAX);
    let words = query.q.as_deref().unwrap_or_default().trim().to_lowercase();
    let wanted = |item: &T| texts(item).into_iter().flatten().any(|text| text.to_lowercase().contains(&words));
    let rows = items.into_iter().filter(wanted).skip(from).take(limit.saturating_add(1)).collect();
    page(rows, query.rows(), |_| from.saturating_add(limit), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_go_on_where_the_one_before_ended() {
        let items: Vec<String> = (0..5).map(|n| format!("Item {n}")).chain(["other".to_owned()]).collect();
        let mut query = PageQuery { limit: Some(2), cursor: None, q: Some(" item".to_owned()) };
        let mut seen = Vec::new();
        loop {
            let page = slice(items.clone(), &query, |item| [Some(item), None, None]).unwrap();
            seen.push(page.items.len());
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, [2, 2, 1]);
    }
}
