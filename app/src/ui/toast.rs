//! Short news about what was just done, with a way to undo it.

use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconButton, IconName, Tone};
use crate::i18n::use_i18n;
use crate::t;

/// How long news stay.
const STAY: Duration = Duration::from_secs(8);

#[derive(Clone)]
struct Toast {
    id: u64,
    tone: Tone,
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// Where news are sent.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    last_id: StoredValue<u64>,
}

impl Toasts {
    /// Tells something for some seconds.
    pub fn tell(self, tone: Tone, text: impl Into<String>) {
        self.push(tone, text.into(), None);
    }

    /// Tells what was done, with a button (its words) that undoes it.
    pub fn tell_with(self, text: impl Into<String>, words: impl Into<String>, action: Callback<()>) {
        self.push(Tone::Success, text.into(), Some((words.into(), action)));
    }

    fn push(self, tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
        let id = self.last_id.get_value() + 1;
        self.last_id.set_value(id);
        self.shown.update(|shown| shown.push(Toast { id, tone, text, action }));
        set_timeout(move || self.dismiss(id), STAY);
    }

    fn dismiss(self, id: u64) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Makes room for news. Call once, at the root.
pub fn provide_toasts() {
    provide_context(Toasts { shown: RwSignal::new(Vec::new()), last_id: StoredValue::new(0) });
}

/// Where news are sent; a place nobody sees when none is provided.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts { shown: RwSignal::new(Vec::new()), last_id: StoredValue::new(0) })
}

/// Shows the news and has screen readers say them when they are idle.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let dismiss = t!(i18n, "ui-dismiss");
    let item = move |toast: Toast| {
        let id = toast.id;
        let action = toast.action.map(|(words, action)| {
            let on_click = move |_| {
                action.run(());
                toasts.dismiss(id);
            };
            view! { <button type="button" class="toast__action" on:click=on_click>{words}</button> }
        });
        view! {
            <div class=format!("toast toast--{}", toast.tone.word())>
                <Icon name=toast.tone.icon() />
                <span class="toast__text">{toast.text}</span>
                {action}
                <IconButton
                    icon=IconName::X
                    label=dismiss.clone()
                    on_click=Callback::new(move |_| toasts.dismiss(id))
                />
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-label=t!(i18n, "ui-news")>
            <For each=move || toasts.shown.get() key=|toast| toast.id children=item />
        </div>
    }
}
