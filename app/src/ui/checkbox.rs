//! Yes or no.

use leptos::prelude::*;

use super::use_form;

/// A checkbox with its words beside it. Unchecked, it sends nothing.
#[component]
pub fn Checkbox(
    /// Name of the value it sends.
    #[prop(into)]
    name: String,
    /// The words.
    #[prop(into)]
    label: String,
    /// What it sends when checked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Checked at first, unless the form comes back with other values.
    #[prop(optional)]
    checked: bool,
    /// A sentence below.
    #[prop(optional, into)]
    help: Option<String>,
) -> impl IntoView {
    let form = use_form();
    let id = form.id_of(&name);
    let help_id = help.is_some().then(|| format!("{id}-help"));
    let checked = if form.came_back() { form.submitted(&name).is_some_and(|sent| sent == value) } else { checked };
    view! {
        <div class="checkbox">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=checked
                aria-describedby=help_id.clone()
            />
            <div class="checkbox__words">
                <label for=id>{label}</label>
                {help.map(|help| view! { <p class="field__help" id=help_id>{help}</p> })}
            </div>
        </div>
    }
}
