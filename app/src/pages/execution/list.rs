//! The executions of an organization.

use leptos::prelude::*;

use crate::components::execution::ExecutionList;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::PageHeader;
use crate::{paths, t};

/// Search and filters, and the executions, newest first.
#[component]
pub fn ExecutionsPage() -> impl IntoView {
    let path = paths::executions(&use_org().get_untracked());
    view! {
        <PageHeader title=t!(use_i18n(), "execution-title") />
        <ExecutionList path />
    }
}
