//! Organizations and the members in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{OrganizationId, Role};

/// Longest retention, ten years, in days.
pub const MAX_RETENTION_DAYS: u32 = 3_650;
/// Least output that is kept of an attempt, in MiB.
pub const MIN_OUTPUT_CAP_MIB: u32 = 8;
/// Most output that is kept of an attempt, in MiB.
pub const MAX_OUTPUT_CAP_MIB: u32 = 4_096;

/// An organization as its members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationView {
    /// Its id.
    pub id: OrganizationId,
    /// Its word in URLs.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// So many days after their end executions are deleted, with their output; 0: never.
    #[serde(default)]
    pub retention_days: u32,
    /// Of the output of an attempt so many MiB are kept: three quarters of them from the beginning, the rest from the end.
    #[serde(default = "usual_output_cap")]
    pub output_cap_mib: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

fn usual_output_cap() -> u32 {
    128
}

/// An organization of a user, with the role there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MembershipView {
    /// The organization.
    pub organization: OrganizationView,
    /// The user's role in it.
    pub role: Role,
}

/// An organization to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewOrganization {
    /// Name, 1 to 80 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub name: String,
}

/// Changes to an organization; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationPatch {
    /// New name, 1 to 80 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub name: Option<String>,
    /// So many days after their end executions are deleted, 0 to 3,650; 0: never.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 3650))]
    pub retention_days: Option<u32>,
    /// Of the output of an attempt so many MiB are kept, 8 to 4,096.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 8, maximum = 4096))]
    pub output_cap_mib: Option<u32>,
}
