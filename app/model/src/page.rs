//! Lists: pages with an opaque cursor.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Pass it as `cursor` to get the next page; `None` on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page with other rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

/// What part of a list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PageQuery {
    /// Rows a page, 1 to 100; 25 when left out.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Words to look for.
    #[serde(default)]
    pub q: Option<String>,
}

impl PageQuery {
    /// The number of rows to fetch, within its bounds.
    pub fn rows(&self) -> i64 {
        rows(self.limit)
    }
}

/// The number of rows to fetch for a page that asks for `limit`, within its bounds.
pub fn rows(limit: Option<u32>) -> i64 {
    i64::from(limit.unwrap_or(25).clamp(1, 100))
}
