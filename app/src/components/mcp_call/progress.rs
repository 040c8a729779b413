//! How far a call is.

use leptos::prelude::*;
use model::{CallProgress, ExecutionState, ExecutionView};

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::Progress;

/// How far a call is, or how far it came before it ended; nothing where its server does not say it or once it succeeded.
#[component]
pub fn CallAdvance(
    /// The execution.
    #[prop(into)]
    execution: Signal<ExecutionView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let progress =
        Memo::new(move |_| execution.with(|e| e.progress.clone().filter(|_| e.state != ExecutionState::Succeeded)));
    let value = Signal::derive(move || progress.read().as_ref().and_then(share));
    // What moves without end says that something goes on.
    let has_bar = Memo::new(move |_| value.get().is_some() || !execution.read().state.is_final());
    view! {
        <Show when=move || progress.read().is_some()>
            <div class="call-progress">
                {move || has_bar.get().then(|| view! { <Progress label=t!(i18n, "mcp-call-progress") value /> })}
                <p class="call-progress__words">{move || progress.get().map(|progress| words(&i18n, progress))}</p>
            </div>
        </Show>
    }
    .into_any()
}

/// From 0 to 1, where the server says what there is to do.
fn share(progress: &CallProgress) -> Option<f64> {
    let total = progress.total.filter(|total| *total > 0.0)?;
    Some((progress.current / total).clamp(0.0, 1.0))
}

fn words(i18n: &I18n, progress: CallProgress) -> String {
    let far = match progress.total {
        Some(total) => t!(i18n, "mcp-call-progress-of", current = progress.current, total = total),
        None => t!(i18n, "mcp-call-progress-so-far", current = progress.current),
    };
    match progress.message.filter(|message| !message.trim().is_empty()) {
        Some(message) => format!("{far} · {message}"),
        None => far,
    }
}

#[cfg(test)]
mod tests {
    use model::Lang;

    use super::*;

    fn progress(current: f64, total: Option<f64>, message: Option<&str>) -> CallProgress {
        CallProgress { current, total, message: message.map(str::to_owned) }
    }

    #[test]
    fn a_share_is_known_with_the_total_only() {
        assert_eq!(share(&progress(1.0, Some(4.0), None)), Some(0.25));
        assert_eq!(share(&progress(9.0, Some(4.0), None)), Some(1.0));
        assert_eq!(share(&progress(9.0, None, None)), None);
        assert_eq!(share(&progress(0.0, Some(0.0), None)), None);
    }

    #[test]
    fn the_server_s_words_stand_behind_the_numbers() {
        let text =
            "mcp-call-progress-of = { $current } of { $total }\nmcp-call-progress-so-far = { $current } so far\n";
        let i18n = I18n::from_ftl(Lang::En, text.to_owned());
        assert_eq!(words(&i18n, progress(2.0, Some(5.0), Some("reading"))), "2 of 5 · reading");
        assert_eq!(words(&i18n, progress(2.0, None, Some(" "))), "2 so far");
    }
}
