//! Executions.

mod actions;
mod failure;
mod feed;
mod filter;
#[cfg(test)]
pub(crate) mod fixture;
mod history;
mod list;
mod nothing;
mod resolution;
mod state;
mod table;
mod terminal;
mod terminal_bar;
mod terminal_download;
mod terminal_first_error;
mod terminal_look;
mod terminal_notes;
mod terminal_session;
mod terminal_start;
mod time;

pub use actions::*;
pub use failure::*;
pub use filter::*;
pub use history::*;
pub use list::*;
pub use resolution::*;
pub use state::*;
pub use table::*;
pub use terminal::*;
pub use time::*;
