//! The checks of a server, one by one.

use leptos::prelude::*;
use model::{Check, CheckStatus, Issue};

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Duration, IconName, Status, Tone};

/// Each check with its outcome and time; for a failure what happened and what to do.
#[component]
pub fn CheckList(
    /// What is being checked, for screen readers.
    #[prop(into)]
    label: String,
    /// The checks in their order, each as it stands.
    #[prop(into)]
    checks: Signal<Vec<Check>>,
) -> impl IntoView {
    let rows = move || checks.get().into_iter().map(|check| view! { <CheckRow check /> }).collect::<Vec<_>>();
    view! {
        <ol class="check-list" aria-label=label>
            {rows}
        </ol>
    }
}

#[component]
fn CheckRow(check: Check) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, icon, word) = look(&i18n, check.status);
    let name = i18n.text(&format!("check-{}", check.name.as_str().replace('_', "-")), &[]);
    let detail = check.detail.as_ref().map(|detail| i18n.message(detail));
    let ended = matches!(check.status, CheckStatus::Passed | CheckStatus::Failed);
    view! {
        <li class=format!("check-list__row check-list__row--{}", check.status.as_str())>
            <span class="check-list__name">{name}</span>
            <span class="check-list__detail">{detail}</span>
            <span class="check-list__time">{ended.then(|| view! { <Duration ms=check.duration_ms /> })}</span>
            <span class="check-list__state">
                <Status tone icon spin=check.status == CheckStatus::Running>
                    {word}
                </Status>
            </span>
            {check.issue.map(|issue| view! { <IssueText issue /> })}
        </li>
    }
}

/// What happened and what to do about it.
#[component]
pub fn IssueText(
    /// The issue.
    issue: Issue,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="issue">
            <p class="issue__text">{i18n.message(&issue.message())}</p>
            <p class="issue__remedy">
                <span class="issue__label">{t!(i18n, "server-remedy")}</span>
                " "
                {i18n.message(&issue.remedy())}
            </p>
        </div>
    }
}

fn look(i18n: &I18n, status: CheckStatus) -> (Tone, IconName, String) {
    match status {
        CheckStatus::Pending => (Tone::Neutral, IconName::CircleDashed, t!(i18n, "server-check-pending")),
        CheckStatus::Running => (Tone::Info, IconName::Loader, t!(i18n, "server-check-running")),
        CheckStatus::Passed => (Tone::Success, IconName::CircleCheck, t!(i18n, "server-check-passed")),
        CheckStatus::Failed => (Tone::Danger, IconName::CircleX, t!(i18n, "server-check-failed")),
        CheckStatus::Skipped => (Tone::Neutral, IconName::CircleSlash, t!(i18n, "server-check-skipped")),
    }
}
