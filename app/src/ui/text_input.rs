//! One line of text.

use leptos::prelude::*;

use super::{Field, FieldIds, submitted_value};

/// A labelled line of text. Its error comes from the `<FormFrame>` around it, by its name.
#[component]
pub fn TextInput(
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
    /// `type` of the control: `text`, `email`, `url`, `number` …
    #[prop(default = "text")]
    kind: &'static str,
    /// An example of what to enter.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// What browsers may fill in (HTML `autocomplete`).
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Regular expression that the whole value must match.
    #[prop(optional, into)]
    pattern: Option<String>,
    /// Most characters that can be entered.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// In the mono font: addresses, commands, tokens.
    #[prop(optional)]
    mono: bool,
    /// Id of a `<datalist>` to pick from.
    #[prop(optional, into)]
    list: Option<String>,
    /// Has the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// What is wrong with it, when the form around it does not say.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name, help.is_some(), error);
    let value = submitted_value(&name).unwrap_or(value);
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    view! {
        <Field ids=ids.clone() label help required>
            <input
                class="input"
                class:input--mono=mono
                type=kind
                id=ids.control
                name=name
                value=value
                required=required
                placeholder=placeholder
                autocomplete=autocomplete
                autocapitalize=mono.then_some("none")
                spellcheck=mono.then_some("false")
                pattern=pattern
                maxlength=maxlength.map(|n| n.to_string())
                list=list
                autofocus=autofocus
                aria-invalid=invalid
                aria-describedby=described_by
            />
        </Field>
    }
}
