//! The command palette: go anywhere, run any action, with the keyboard alone.

mod act;
mod dialog;
mod entry;
mod finder;
mod list;
mod own;
mod recent;

pub use dialog::*;
