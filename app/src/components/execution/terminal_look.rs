//! How the terminal looks to whoever uses this browser.

use leptos::prelude::*;

use crate::browser::{remember, remembered};

/// Smallest and largest height of a character, in CSS pixels.
const FONT_SIZES: (u32, u32) = (9, 24);

const FONT_SIZE_AT_FIRST: u32 = 13;

/// Under these names the browser keeps it.
const FONT_SIZE: &str = "terminal-font-size";
const WRAP: &str = "terminal-wrap";

/// What can be chosen of it.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Height of a character in CSS pixels.
    pub(super) font_size: RwSignal<u32>,
    /// Lines that do not fit are broken.
    pub(super) wrap: RwSignal<bool>,
}

impl Look {
    /// That of somebody who has chosen nothing.
    pub(super) fn new() -> Self {
        Self { font_size: RwSignal::new(FONT_SIZE_AT_FIRST), wrap: RwSignal::new(true) }
    }

    /// Takes what was chosen before. Only once the page is alive.
    pub(super) fn recall(self) {
        let size = remembered(FONT_SIZE).and_then(|size| size.parse().ok());
        if let Some(size) = size.filter(|size| (FONT_SIZES.0..=FONT_SIZES.1).contains(size)) {
            self.font_size.set(size);
        }
        if remembered(WRAP).is_some_and(|wrap| wrap == "off") {
            self.wrap.set(false);
        }
    }

    /// Makes characters so many pixels higher.
    pub(super) fn change_font_size(self, by: i32) {
        let (least, most) = FONT_SIZES;
        self.font_size.update(|size| *size = size.saturating_add_signed(by).clamp(least, most));
        remember(FONT_SIZE, &self.font_size.get_untracked().to_string());
    }

    /// Breaks lines, or not any more.
    pub(super) fn toggle_wrap(self) {
        self.wrap.update(|wrap| *wrap = !*wrap);
        remember(WRAP, if self.wrap.get_untracked() { "on" } else { "off" });
    }
}
