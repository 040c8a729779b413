//! The word for a server's three facts.

use leptos::prelude::*;
use model::ServerStatus;

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Badge, IconName, Status, Tone};

/// The status in a frame, for headers.
#[component]
pub fn ServerBadge(
    /// The status.
    status: ServerStatus,
) -> impl IntoView {
    let (tone, icon, word) = look(&use_i18n(), status);
    view! { <Badge tone icon>{word}</Badge> }
}

/// The status without a frame, for rows.
#[component]
pub fn ServerState(
    /// The status.
    status: ServerStatus,
) -> impl IntoView {
    let (tone, icon, word) = look(&use_i18n(), status);
    view! { <Status tone icon>{word}</Status> }
}

/// The word for a status.
pub fn server_status_word(i18n: &I18n, status: ServerStatus) -> String {
    look(i18n, status).2
}

fn look(i18n: &I18n, status: ServerStatus) -> (Tone, IconName, String) {
    match status {
        ServerStatus::Disabled => (Tone::Neutral, IconName::Power, t!(i18n, "server-status-disabled")),
        ServerStatus::Unknown => (Tone::Neutral, IconName::CircleDashed, t!(i18n, "server-status-unknown")),
        ServerStatus::Healthy => (Tone::Success, IconName::CircleCheck, t!(i18n, "server-status-healthy")),
        ServerStatus::Unreachable => (Tone::Danger, IconName::Unplug, t!(i18n, "server-status-unreachable")),
        ServerStatus::Unauthorized => (Tone::Warning, IconName::Lock, t!(i18n, "server-status-unauthorized")),
    }
}
