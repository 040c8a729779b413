//! Users and their sessions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Lang, MembershipView, Theme, UserId};

/// A user as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserView {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address, in lower case.
    pub email: String,
    /// Their language; `None` follows the browser.
    pub lang: Option<Lang>,
    /// Their theme.
    pub theme: Theme,
    /// When they signed up.
    pub created_at: DateTime<Utc>,
}

/// Who is signed in and where they may go: what the frame of every page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The user.
    pub user: UserView,
    /// The organizations, by name.
    pub memberships: Vec<MembershipView>,
}
