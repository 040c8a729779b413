//! Tasks.

mod run;

pub use run::*;
