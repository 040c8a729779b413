//! The three controls that fields are made of.

use leptos::prelude::*;

use crate::ui::{Choice, Field, FieldIds};

/// A control with what stands around it. Nothing is `required` in HTML: what is hidden could not be filled in.
pub(super) struct Control {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    pub(super) required: bool,
    pub(super) problem: Signal<Option<String>>,
}

impl Control {
    /// A line of text.
    pub(super) fn line(self, kind: &'static str, input_mode: Option<&'static str>, example: Option<String>) -> AnyView {
        let Self { name, value, label, help, required, problem } = self;
        let ids = FieldIds::new(&name, help.is_some(), problem.into());
        let (described_by, invalid) = (ids.described_by(), ids.invalid());
        view! {
            <Field ids=ids.clone() label help required>
                <input
                    class="input"
                    type=kind
                    id=ids.control
                    name=name
                    value=value
                    inputmode=input_mode
                    placeholder=example
                    autocomplete="off"
                    aria-invalid=invalid
                    aria-describedby=described_by
                />
            </Field>
        }
        .into_any()
    }

    /// Several lines of text.
    pub(super) fn area(self, rows: u32, mono: bool, example: Option<String>) -> AnyView {
        let Self { name, value, label, help, required, problem } = self;
        let ids = FieldIds::new(&name, help.is_some(), problem.into());
        let (described_by, invalid) = (ids.described_by(), ids.invalid());
        view! {
            <Field ids=ids.clone() label help required>
                <textarea
                    class="input input--area schema-form__area"
                    class:input--mono=mono
                    id=ids.control
                    name=name
                    rows=rows.to_string()
                    placeholder=example
                    spellcheck=mono.then_some("false")
                    aria-invalid=invalid
                    aria-describedby=described_by
                >
                    {value}
                </textarea>
            </Field>
        }
        .into_any()
    }

    /// A list that opens.
    pub(super) fn list(self, choices: Vec<Choice>) -> AnyView {
        let Self { name, value, label, help, required, problem } = self;
        let ids = FieldIds::new(&name, help.is_some(), problem.into());
        let (described_by, invalid) = (ids.described_by(), ids.invalid());
        let options: Vec<_> = choices
            .into_iter()
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
                    aria-invalid=invalid
                    aria-describedby=described_by
                >
                    {options}
                </select>
            </Field>
        }
        .into_any()
    }
}
