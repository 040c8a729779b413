//! Where a task runs.

use leptos::prelude::*;
use model::TaskView;

use crate::i18n::use_i18n;
use crate::{paths, t};

/// The server with a link to it, or what any server must have.
#[component]
pub fn TaskPlace(
    /// Slug of the organization.
    org: String,
    /// The task.
    task: TaskView,
) -> impl IntoView {
    let i18n = use_i18n();
    match task.server_id {
        Some(id) => view! { <a href=paths::server(&org, id)>{task.server_name}</a> }.into_any(),
        None if task.labels.is_empty() => t!(i18n, "task-server-any").into_any(),
        None => t!(i18n, "task-server-any-with", labels = task.labels.join(", ")).into_any(),
    }
}
