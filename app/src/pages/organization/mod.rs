//! Organizations beyond the one that came with the account.

mod new;

pub use new::OrganizationNewPage;
