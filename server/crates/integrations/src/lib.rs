//! Outside services and the means to keep their secrets: a trait and a real implementation each.

pub mod seal;
