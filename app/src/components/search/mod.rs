//! What a search found.

mod hit;
mod marked;

pub use hit::*;
pub use marked::*;
