//! How long an execution takes.

use leptos::prelude::*;
use model::ExecutionView;

use crate::ui::{Duration, Elapsed};

/// How long it has been going on, ticking; how long it took, once it is over.
#[component]
pub fn ExecutionTime(
    /// The execution.
    #[prop(into)]
    execution: Signal<ExecutionView>,
) -> impl IntoView {
    let times = Memo::new(move |_| execution.with(|e| (e.started_at, e.duration_ms, e.state.is_final())));
    move || match times.get() {
        (_, Some(ms), true) => Some(view! { <Duration ms=ms.max(0).unsigned_abs() /> }.into_any()),
        (Some(since), _, false) => Some(view! { <Elapsed since /> }.into_any()),
        _ => None,
    }
}
