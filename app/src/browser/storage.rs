//! What this browser keeps.

use leptos::prelude::window;

/// What was kept under this name, if anything.
pub fn remembered(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(name).ok()?
}

/// Keeps a text under this name. A browser that keeps nothing for sites, or has no room, forgets it.
pub fn remember(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        _ = storage.set_item(name, text);
    }
}
