//! An organization's first page.

mod first_steps;
#[cfg(test)]
mod fixture;
mod numbers;
mod outcomes;
mod page;
mod recent;
mod steps_card;
mod waiting;

pub use page::DashboardPage;
