//! Scrolling.

use leptos::prelude::document;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// Scrolls no further than needed for the element with this id to be seen.
pub fn reveal(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
