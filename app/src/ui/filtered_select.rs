//! One of many, in a list that opens and can be narrowed.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::{Choice, Field, FieldIds, Icon, IconName, in_step};
use crate::i18n::{format, use_i18n};
use crate::t;

/// So many are found at a glance; where there are more, a field narrows them.
const MANY: usize = 20;

/// Rows in sight while the list is narrowed.
const ROWS: usize = 8;

/// A labelled list that opens; where it is long, a field over it narrows it to what has the words. What is chosen stays in it.
/// Its error comes from the `<FormFrame>` around it, by its name.
#[component]
pub fn FilteredSelect(
    /// Name of the value it sends.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What is narrowed, as a placeholder and for screen readers.
    #[prop(into)]
    filter: String,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen; kept up to date.
    chosen: RwSignal<String>,
    /// Words of the empty choice at the top.
    #[prop(into)]
    empty: String,
    /// A sentence below.
    #[prop(into)]
    help: String,
) -> impl IntoView {
    let ids = FieldIds::new(&name, true, MaybeProp::default());
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    let is_long = choices.len() > MANY;
    let all = choices.len();
    let choices = StoredValue::new(choices);
    let words = RwSignal::new(String::new());
    let shown = Memo::new(move |_| choices.with_value(|all| narrowed(all, &words.read(), &chosen.read())));
    let options = move || {
        let now = chosen.get_untracked();
        let option = |choice: Choice| {
            let selected = choice.value == now;
            view! {
                <option value=choice.value selected=selected>
                    {choice.label}
                </option>
            }
        };
        std::iter::once(Choice::new("", empty.clone())).chain(shown.get()).map(option).collect::<Vec<_>>()
    };
    let select = NodeRef::<html::Select>::new();
    let field = NodeRef::<html::Input>::new();
    let value = move || {
        // New options leave the browser's own choice behind.
        shown.track();
        chosen.get()
    };
    in_step(select, value, |select, value| select.set_value(value));
    let on_input = move |event| {
        words.set(event_target_value(&event));
        let only = choices.with_value(|all| only_one(all, &words.read_untracked()));
        if let Some(only) = only {
            chosen.set(only);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | "ArrowDown") {
            event.prevent_default();
            // Fails for no element that is in the page.
            _ = select.get_untracked().map(|select| select.focus());
        }
    };
    let on_change = move |event| {
        chosen.set(event_target_value(&event));
        words.set(String::new());
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
    };
    let rows = move || if words.read().trim().is_empty() { 1 } else { ROWS.min(shown.read().len() + 1).max(2) };
    let i18n = use_i18n();
    let found = move || {
        let words = words.read();
        let count = choices.with_value(|all| all.iter().filter(|choice| has(choice, &words)).count());
        let number = |count: usize| format::number(i18n.lang(), count as f64);
        (!words.trim().is_empty()).then(|| t!(i18n, "ui-select-found", count = number(count), all = number(all)))
    };
    let narrow = is_long.then(|| {
        // In no form: Enter would send it.
        view! {
            <div class="search-field select-filter">
                <Icon name=IconName::Filter />
                <input
                    class="input search-field__input"
                    type="search"
                    form=""
                    placeholder=filter.clone()
                    aria-label=filter
                    node_ref=field
                    on:input=on_input
                    on:keydown=on_key
                />
                <span class="select-filter__found" role="status">
                    {found}
                </span>
            </div>
        }
    });
    view! {
        <Field ids=ids.clone() label help=help required=true>
            {narrow}
            <select
                class="input input--select"
                id=ids.control
                name=name
                size=rows
                required=true
                aria-invalid=invalid
                aria-describedby=described_by
                node_ref=select
                on:change=on_change
            >
                {options}
            </select>
        </Field>
    }
    .into_any()
}

fn has(choice: &Choice, words: &str) -> bool {
    choice.label.to_lowercase().contains(&words.trim().to_lowercase())
}

/// Those with these words, and the chosen one.
fn narrowed(choices: &[Choice], words: &str, chosen: &str) -> Vec<Choice> {
    choices.iter().filter(|choice| choice.value == chosen || has(choice, words)).cloned().collect()
}

/// The value of the only one with these words.
fn only_one(choices: &[Choice], words: &str) -> Option<String> {
    let mut with = choices.iter().filter(|choice| has(choice, words));
    let first = with.next()?;
    with.next().is_none().then(|| first.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_narrowed_and_keeps_what_is_chosen() {
        let choices =
            [("1", "Web one"), ("2", "web two"), ("3", "Mail")].map(|(value, label)| Choice::new(value, label));
        let values = |words: &str, chosen: &str| -> Vec<String> {
            narrowed(&choices, words, chosen).into_iter().map(|choice| choice.value).collect()
        };
        assert_eq!(values("", ""), ["1", "2", "3"]);
        assert_eq!(values(" WEB ", ""), ["1", "2"]);
        assert_eq!(values("two", "3"), ["2", "3"]);
        assert_eq!(values("none", ""), [""; 0]);
        assert_eq!(only_one(&choices, "web"), None);
        assert_eq!(only_one(&choices, "web t").as_deref(), Some("2"));
        assert_eq!(only_one(&choices, "none"), None);
    }
}
