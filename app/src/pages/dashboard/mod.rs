//! An organization's first page.

mod first_steps;
mod latest;
mod page;
mod steps_card;

pub use page::DashboardPage;
