//! One of a few, all in sight.

use leptos::prelude::*;

use super::{Choice, submitted_value, use_form};

/// Radio buttons under a legend.
#[component]
pub fn RadioGroup(
    /// Name of the value it sends.
    #[prop(into)]
    name: String,
    /// What is being chosen.
    #[prop(into)]
    legend: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen at first, unless the form comes back with another.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let form = use_form();
    let value = submitted_value(&name).unwrap_or(value);
    let buttons: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let id = form.id_of(&format!("{name}-{}", choice.value));
            let help_id = choice.help.is_some().then(|| format!("{id}-help"));
            let checked = choice.value == value;
            view! {
                <div class="radio">
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=choice.value
                        checked=checked
                        aria-describedby=help_id.clone()
                    />
                    <div class="radio__words">
                        <label for=id>{choice.label}</label>
                        {choice.help.map(|help| view! { <p class="field__help" id=help_id>{help}</p> })}
                    </div>
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="radio-group">
            <legend class="field__label">{legend}</legend>
            <div class="radio-group__choices">{buttons}</div>
        </fieldset>
    }
}
