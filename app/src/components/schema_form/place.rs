//! Where a field stands.

use leptos::prelude::*;
use model::schema_form::entry;

/// A place among the entries and in the value.
#[derive(Clone)]
pub(super) struct Place {
    /// Its pointer in the entries.
    pub(super) at: String,
    /// Its pointer in the value: rows that were taken out do not count there.
    pub(super) to: Signal<String>,
    /// Arrays and maps around it.
    pub(super) rows: usize,
}

impl Place {
    pub(super) fn root() -> Self {
        Self { at: String::new(), to: Signal::stored(String::new()), rows: 0 }
    }

    /// A property, or a fixed item.
    pub(super) fn child(&self, name: &str) -> Self {
        let (to, token) = (self.to, name.to_owned());
        Self {
            at: entry::below(&self.at, name),
            to: Signal::derive(move || entry::below(&to.read(), &token)),
            rows: self.rows,
        }
    }

    /// A row, whose name in the value may change.
    pub(super) fn row(&self, number: usize, token: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let to = self.to;
        Self {
            at: entry::below(&self.at, &number.to_string()),
            to: Signal::derive(move || entry::below(&to.read(), &token())),
            rows: self.rows + 1,
        }
    }
}
