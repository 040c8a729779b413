//! The rows of arrays and maps.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::schema_form::{ArrayField, ChoiceOption, Kind, Node, entry};

use super::control::Control;
use super::field::{Label, field, words};
use super::input::SchemaInput;
use super::place::Place;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, Checkbox, IconButton, IconName};

/// Blank rows for a browser without a program, which cannot add any.
const SPARE: usize = 2;

/// Which row it is among those that are there.
type Position = Box<dyn Fn() -> usize + Send + Sync>;

/// The items of an array: checkboxes where all that can be in it is known, else a field each.
pub(super) fn array_rows(input: SchemaInput, array: &ArrayField, place: &Place) -> AnyView {
    let i18n = use_i18n();
    let taken = input.rows(&place.at);
    if let Some(options) = array.options() {
        let keys: Vec<String> = taken.iter().map(|i| input.entry(&entry::below(&place.at, &i.to_string()))).collect();
        let distinct = keys.iter().enumerate().all(|(i, key)| !keys[..i].contains(key));
        if distinct && keys.iter().all(|key| options.iter().any(|option| option.key == *key)) {
            return checkboxes(input, options, &keys, place);
        }
    }
    let label = move |i: usize| Label { words: t!(i18n, "schema-form-item", number = i + 1), required: true };
    let fixed = array.prefix.iter().enumerate();
    let fixed: Vec<AnyView> =
        fixed.map(|(i, node)| field(input, node, &place.child(&i.to_string()), label(i))).collect();
    let Some(item) = array.items.as_deref() else { return fixed.into_any() };
    let first = array.prefix.len();
    let given = matches!(item.kind, Kind::Object(_) | Kind::Array(_));
    let item = StoredValue::new(item.clone());
    let row = move |i: usize, place: Place| item.with_value(|item| field(input, item, &place, label(i)));
    (
        fixed,
        rows(input, place, first, given, move |place, i, position| place.row(i, move || position().to_string()), row),
    )
        .into_any()
}

/// The pairs of a map: a key and a field each.
pub(super) fn map_rows(input: SchemaInput, node: &Node, place: &Place) -> AnyView {
    let given = matches!(node.kind, Kind::Object(_) | Kind::Array(_));
    let node = StoredValue::new(node.clone());
    let row = move |_: usize, place: Place| {
        let i18n = use_i18n();
        let name = entry::key(&place.at);
        let key = RwSignal::new(input.entry(&name));
        let select = Control {
            name: input.control(&name),
            value: key.get_untracked(),
            label: t!(i18n, "schema-form-key"),
            help: None,
            required: true,
            problem: Signal::stored(None),
        }
        .line("text", None, None);
        let outer = place.to;
        let to = Signal::derive(move || entry::below(&outer.read(), &key.read()));
        let label = Label { words: t!(i18n, "schema-form-value"), required: true };
        let value = node.with_value(|node| field(input, node, &Place { to, ..place }, label));
        view! {
            <div class="schema-form__key" on:input=move |event| key.set(event_target_value(&event))>{select}</div>
            {value}
        }
        .into_any()
    };
    // The key is the row's own, so its place in the value is that of the map until then.
    let to = place.to;
    rows(input, place, 0, given, move |place, i, _| Place { to, ..place.row(i, String::new) }, row)
}

/// A checkbox for each option. The number of a row is that of its option.
fn checkboxes(input: SchemaInput, options: &[ChoiceOption], keys: &[String], place: &Place) -> AnyView {
    let boxes: Vec<_> = options
        .iter()
        .enumerate()
        .map(|(i, option)| {
            let name = input.control(&entry::below(&place.at, &i.to_string()));
            let checked = keys.contains(&option.key);
            view! { <Checkbox name label=words(option) value=option.key.clone() checked /> }
        })
        .collect();
    input.number_by_option(&place.at, options, keys);
    view! { <div class="schema-form__checkboxes">{boxes}</div> }.into_any()
}

/// Rows that can be added and taken out.
fn rows(
    input: SchemaInput,
    place: &Place,
    first: usize,
    given: bool,
    place_of: impl Fn(&Place, usize, Position) -> Place + Clone + Send + Sync + 'static,
    row: impl Fn(usize, Place) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let i18n = use_i18n();
    let taken: Vec<usize> = input.rows(&place.at).into_iter().filter(|i| *i >= first).collect();
    let next = taken.last().map_or(first, |last| last + 1);
    let numbers = RwSignal::new(taken);
    let place = place.clone();
    // Rows within rows get none: they would be many, and JSON says it as well.
    let spare = if place.rows == 0 { next..next + SPARE } else { next..next };
    let free = StoredValue::new(spare.end);
    let spare: Vec<AnyView> = spare.map(|i| row(i, place_of(&place, i, Box::new(move || i)))).collect();
    let at = place.at.clone();
    let add = move |_: MouseEvent| {
        let i = free.get_value();
        free.set_value(i + 1);
        if given {
            input.set(entry::is(&entry::below(&at, &i.to_string())), "given".to_owned());
        }
        numbers.update(|numbers| numbers.push(i));
    };
    let one = move |i: usize| {
        let position = move || numbers.read().iter().position(|known| *known == i).unwrap_or_default() + first;
        let place = place_of(&place, i, Box::new(position));
        let at = place.at.clone();
        let remove = move |_: MouseEvent| {
            numbers.update(|numbers| numbers.retain(|known| *known != i));
            input.clear(&at);
        };
        view! {
            <div class="schema-form__row">
                <div class="schema-form__cells">{row(i, place)}</div>
                <div class="schema-form__remove">
                    <IconButton
                        icon=IconName::Trash
                        label=t!(i18n, "schema-form-remove", number = i + 1)
                        on_click=Callback::new(remove)
                    />
                </div>
            </div>
        }
    };
    view! {
        <For each=move || numbers.get() key=|i| *i children=one />
        <div class="schema-form__spare">{spare}</div>
        <div class="schema-form__add">
            <Button small=true icon=IconName::Plus on_click=Callback::new(add)>
                {t!(i18n, "schema-form-add")}
            </Button>
        </div>
    }
    .into_any()
}
