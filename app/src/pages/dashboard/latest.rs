//! The latest executions.

use leptos::prelude::*;
use model::ExecutionView;

use crate::components::execution::ExecutionTable;
use crate::i18n::use_i18n;
use crate::ui::{Card, LinkButton, Variant};
use crate::{paths, t};

/// The latest executions, newest first.
#[component]
pub(super) fn LatestExecutions(
    /// Slug of the organization.
    org: String,
    /// The executions.
    executions: Vec<ExecutionView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (href, words) = (paths::executions(&org), t!(i18n, "dashboard-latest-all"));
    let all = move || {
        view! {
            <LinkButton href variant=Variant::Ghost small=true>
                {words}
            </LinkButton>
        }
    };
    view! {
        <Card title=t!(i18n, "dashboard-latest") actions=all flush=true>
            <ExecutionTable org executions />
        </Card>
    }
}
