//! The checks of a registered server one by one: what works and what does not.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::ServerId;

use crate::api::server::stream_server_checks;
use crate::components::server::check_run::RunStatus;
use crate::components::server::{CheckList, LiveChecks};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, Card, ErrorPanel, IconName, use_clock};

/// Runs the checks where one looks at them. The button is there when the page is alive: without a program there is nothing to
/// follow them with.
#[component]
pub(super) fn Steps(
    /// Slug of the organization.
    org: String,
    /// The server.
    id: ServerId,
    /// Its name.
    name: String,
    /// The run, which outlives a refresh of the page's data.
    live: LiveChecks,
) -> impl IntoView {
    let i18n = use_i18n();
    let alive = use_clock().is_alive();
    let status = Memo::new(move |_| live.run.read().status);
    let checks = Signal::derive(move || live.run.read().checks.clone());
    let busy = Signal::derive(move || status.get() == RunStatus::Running);
    let start = Callback::new(move |_: MouseEvent| live.start(stream_server_checks(org.clone(), id)));
    let words = move || match status.get() {
        RunStatus::NotRun | RunStatus::Running => t!(i18n, "server-wizard-run"),
        _ => t!(i18n, "server-wizard-run-again"),
    };
    let actions =
        move || move || alive.get().then(|| view! { <Button icon=IconName::Play busy on_click=start>{words}</Button> });
    let outcome = move || match status.get() {
        RunStatus::NotRun => t!(i18n, "server-steps-text"),
        RunStatus::Running => t!(i18n, "server-wizard-running"),
        RunStatus::Passed => t!(i18n, "server-steps-passed"),
        RunStatus::Failed => t!(i18n, "server-steps-failed"),
        RunStatus::Interrupted => t!(i18n, "server-wizard-interrupted"),
    };
    let label = t!(i18n, "server-wizard-checks", name = &name);
    let list = move || (status.get() != RunStatus::NotRun).then(|| view! { <CheckList label=label.clone() checks /> });
    let problem = move || live.error.get().map(|error| view! { <ErrorPanel error /> });
    view! {
        <Card title=t!(i18n, "server-steps") actions>
            <div class="stack">
                <p role="status">{outcome}</p>
                {problem}
                {list}
            </div>
        </Card>
    }
}
