//! The way to the first line that reports an error.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ExecutionId;
use model::execution::FirstError;

use super::terminal_session::SessionSignals;
use super::terminal_start::Start;
use crate::api::ApiResult;
use crate::api::execution::find_first_error;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, IconName, Variant};

/// What a search came to; `None` before the first.
pub(super) type Found = RwSignal<Option<ApiResult<FirstError>>>;

/// Searches, on the server, and shows the line.
#[component]
pub(super) fn FirstErrorButton(org: String, id: ExecutionId, signals: SessionSignals, found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let search = move |_| {
        let org = org.clone();
        busy.set(true);
        spawn_local(async move {
            let result = find_first_error(org, id).await;
            if let Ok(FirstError { line: Some(line), .. }) = &result {
                signals.start.try_set(Start::Line(line.offset));
            }
            found.try_set(Some(result));
            busy.try_set(false);
        });
    };
    view! {
        <Button small=true variant=Variant::Ghost icon=IconName::CircleAlert busy on_click=Callback::new(search)>
            {t!(i18n, "execution-terminal-first-error")}
        </Button>
    }
}

/// Tells what the search came to.
#[component]
pub(super) fn FirstErrorFound(found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || {
        found.get().map(|result| match result {
            Ok(FirstError { line: Some(line), .. }) => t!(i18n, "execution-terminal-first-error-is", line = line.text),
            Ok(FirstError { line: None, .. }) => t!(i18n, "execution-terminal-first-error-none"),
            Err(error) => i18n.error(&error.0),
        })
    };
    view! {
        <p class="viewer__hint viewer__hint--line" role="status">
            {words}
        </p>
    }
}
