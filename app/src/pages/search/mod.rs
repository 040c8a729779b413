//! Search.

mod page;

pub use page::SearchPage;
