//! The one chart.

mod data;
mod option;
mod view;

pub use data::*;
pub use view::*;
