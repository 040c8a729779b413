//! Passwords and other secrets.

use leptos::prelude::*;

use super::{Field, FieldIds, Icon, IconName, use_clock};
use crate::i18n::use_i18n;
use crate::t;

/// A labelled secret, hidden unless the reader asks to see it. What was entered never comes back from the server.
#[component]
pub fn PasswordInput(
    /// Name of the value it sends.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// A sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// Whether something must be entered.
    #[prop(optional)]
    required: bool,
    /// An example of what to enter, or that there is one already.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// `current-password`, `new-password`, or `off` for tokens.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Fewest characters.
    #[prop(optional, into)]
    minlength: Option<u32>,
    /// What is wrong with it, when the form around it does not say.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let ids = FieldIds::new(&name, help.is_some(), error);
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    let alive = use_clock().is_alive();
    let shown = RwSignal::new(false);
    let toggle = t!(i18n, "ui-show-secret");
    view! {
        <Field ids=ids.clone() label help required>
            <div class="input-with-button">
                <input
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    id=ids.control
                    name=name
                    required=required
                    placeholder=placeholder
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    minlength=minlength.map(|n| n.to_string())
                    aria-invalid=invalid
                    aria-describedby=described_by
                />
                <Show when=move || alive.get()>
                    <button
                        type="button"
                        class="button button--ghost button--icon"
                        aria-label=toggle.clone()
                        aria-pressed=move || if shown.get() { "true" } else { "false" }
                        data-tooltip=toggle.clone()
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        <Icon name=IconName::Eye />
                    </button>
                </Show>
            </div>
        </Field>
    }
}
