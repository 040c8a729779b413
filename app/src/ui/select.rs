//! One of several, in a list that opens.

use leptos::prelude::*;

use super::{Field, FieldIds, submitted_value};

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A sentence below; shown by radio buttons.
    pub help: Option<String>,
}

impl Choice {
    /// A value and its label.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), help: None }
    }

    /// Adds a sentence.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A labelled list that opens. Its error comes from the `<FormFrame>` around it, by its name.
#[component]
pub fn Select(
    /// Name of the value it sends.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen at first, unless the form comes back with another.
    #[prop(optional, into)]
    value: String,
    /// Adds an empty choice with these words at the top.
    #[prop(optional, into)]
    empty: Option<String>,
    /// A sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// Whether something must be chosen.
    #[prop(optional)]
    required: bool,
    /// What is wrong with it, when the form around it does not say.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let ids = FieldIds::new(&name, help.is_some(), error);
    let value = submitted_value(&name).unwrap_or(value);
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    let options: Vec<_> = empty
        .map(|words| Choice::new("", words))
        .into_iter()
        .chain(choices)
        .map(|choice| {
            let selected = choice.value == value;
            view! {
                <option value=choice.value selected=selected>
                    {choice.label}
                </option>
            }
        })
        .collect();
    view! {
        <Field ids=ids.clone() label help required>
            <select
                class="input input--select"
                id=ids.control
                name=name
                required=required
                aria-invalid=invalid
                aria-describedby=described_by
            >
                {options}
            </select>
        </Field>
    }
}
