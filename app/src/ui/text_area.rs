//! Several lines of text.

use leptos::prelude::*;

use super::{Field, FieldIds, submitted_value};

/// A labelled text of several lines. Its error comes from the `<FormFrame>` around it, by its name.
#[component]
pub fn TextArea(
    /// Name of the value it sends.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What stands in it at first, unless the form comes back with another.
    #[prop(optional, into)]
    value: String,
    /// A sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// Whether something must be entered.
    #[prop(optional)]
    required: bool,
    /// Height in lines.
    #[prop(default = 3)]
    rows: u32,
    /// An example of what to enter.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Most characters that can be entered.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// In the mono font: commands.
    #[prop(optional)]
    mono: bool,
    /// What is wrong with it, when the form around it does not say.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name, help.is_some(), error);
    let value = submitted_value(&name).unwrap_or(value);
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    view! {
        <Field ids=ids.clone() label help required>
            <textarea
                class="input input--area"
                class:input--mono=mono
                id=ids.control
                name=name
                rows=rows.to_string()
                required=required
                placeholder=placeholder
                autocapitalize=mono.then_some("none")
                spellcheck=mono.then_some("false")
                maxlength=maxlength.map(|n| n.to_string())
                aria-invalid=invalid
                aria-describedby=described_by
            >
                {value}
            </textarea>
        </Field>
    }
}
