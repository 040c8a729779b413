//! What a form knows while it is filled in.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use model::schema_form::{ChoiceOption, Fault, SchemaForm, entry};
use serde_json::Value;

use crate::i18n::I18n;
use crate::ui::SubmittedForm;

/// The entries of a form and the value they stand for, copied freely into its fields.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    prefix: StoredValue<String>,
    form: StoredValue<SchemaForm>,
    entries: StoredValue<BTreeMap<String, String>>,
    value: RwSignal<Value>,
    unreadable: RwSignal<Vec<Fault>>,
    faults: Signal<Vec<Fault>>,
}

/// Where a field stands.
#[derive(Clone)]
pub(super) struct Place {
    /// Its pointer in the entries.
    pub(super) at: String,
    /// Its pointer in the value: rows that were taken out do not count there.
    pub(super) to: Signal<String>,
    /// Arrays and maps around it.
    pub(super) rows: usize,
}

impl Place {
    pub(super) fn root() -> Self {
        Self { at: String::new(), to: Signal::stored(String::new()), rows: 0 }
    }

    /// A property, or a fixed item.
    pub(super) fn child(&self, name: &str) -> Self {
        let (to, token) = (self.to, name.to_owned());
        Self {
            at: entry::below(&self.at, name),
            to: Signal::derive(move || entry::below(&to.read(), &token)),
            rows: self.rows,
        }
    }

    /// A row, whose name in the value may change.
    pub(super) fn row(&self, number: usize, token: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let to = self.to;
        Self {
            at: entry::below(&self.at, &number.to_string()),
            to: Signal::derive(move || entry::below(&to.read(), &token())),
            rows: self.rows + 1,
        }
    }
}

impl Editing {
    /// Starts with what was posted when the form came back, else with the value.
    pub(super) fn new(form: SchemaForm, value: RwSignal<Value>, faults: Signal<Vec<Fault>>, prefix: &str) -> Self {
        let posted = posted_entries(prefix);
        let came_back = !posted.is_empty();
        let entries = if came_back { posted } else { form.fill(&value.read_untracked()) };
        let editing = Self {
            prefix: StoredValue::new(prefix.to_owned()),
            form: StoredValue::new(form),
            entries: StoredValue::new(entries.into_iter().collect()),
            value,
            unreadable: RwSignal::new(Vec::new()),
            faults,
        };
        if came_back {
            editing.collect();
        }
        editing
    }

    /// The name of a control.
    pub(super) fn control(self, name: &str) -> String {
        self.prefix.with_value(|prefix| entry::control(prefix, name))
    }

    /// What an entry says; blank when there is none.
    pub(super) fn text(self, name: &str) -> String {
        self.entries.with_value(|entries| entries.get(name).cloned().unwrap_or_default())
    }

    /// Whether the form can show a value.
    pub(super) fn shows(self, value: &Value) -> bool {
        self.form.with_value(|form| form.shows(value))
    }

    /// Begins again with another value.
    pub(super) fn refill(self, value: Value) {
        let entries = self.form.with_value(|form| form.fill(&value));
        self.entries.set_value(entries.into_iter().collect());
        self.unreadable.set(Vec::new());
        self.value.set(value);
    }

    /// Takes what a control of the form says now. Others are none of its business.
    pub(super) fn control_changed(self, control: &str, text: String) {
        let name = self.prefix.with_value(|prefix| inner(prefix, control).map(str::to_owned));
        let Some((name, text)) = name.and_then(|name| entry::posted([(name, text)]).pop()) else { return };
        self.set(name, text);
    }

    /// Writes an entry.
    pub(super) fn set(self, name: String, text: String) {
        self.entries.update_value(|entries| {
            entries.insert(name, text);
        });
        self.collect();
    }

    /// Forgets the entries at a place and below it.
    pub(super) fn clear(self, at: &str) {
        let below = format!("{at}/");
        self.entries.update_value(|entries| {
            entries.retain(|name, _| {
                let pointer = entry::pointer(name);
                pointer != at && !pointer.starts_with(&below)
            });
        });
        self.collect();
    }

    /// The numbers of the rows below a place.
    pub(super) fn rows(self, at: &str) -> Vec<usize> {
        let below = format!("{at}/");
        let number =
            |name: &String| entry::pointer(name).strip_prefix(&below)?.split('/').next()?.parse::<usize>().ok();
        let numbers: BTreeSet<usize> = self.entries.with_value(|entries| entries.keys().filter_map(number).collect());
        numbers.into_iter().collect()
    }

    /// Gives the rows of a choice of several the numbers of their options, as the checkboxes have them.
    pub(super) fn number_by_option(self, at: &str, options: &[ChoiceOption], keys: &[String]) {
        let below = format!("{at}/");
        self.entries.update_value(|entries| {
            entries.retain(|name, _| !name.starts_with(&below));
            let chosen = options.iter().enumerate().filter(|(_, option)| keys.contains(&option.key));
            entries.extend(chosen.map(|(i, option)| (format!("{below}{i}"), option.key.clone())));
        });
    }

    /// What is wrong at a place, in words.
    pub(super) fn problem(self, to: Signal<String>, i18n: I18n) -> Signal<Option<String>> {
        Signal::derive(move || {
            let to = to.read();
            let (unreadable, faults) = (self.unreadable.read(), self.faults.read());
            let fault = unreadable.iter().chain(faults.iter()).find(|fault| fault.pointer == *to)?;
            Some(i18n.message(&fault.message()))
        })
    }

    fn collect(self) {
        let entries: Vec<(String, String)> = self.entries.with_value(|entries| entries.clone().into_iter().collect());
        match self.form.with_value(|form| form.collect(&entries)) {
            Ok(value) => {
                self.unreadable.set(Vec::new());
                self.value.set(value);
            }
            Err(faults) => self.unreadable.set(faults),
        }
    }
}

/// `/a` of `arguments[/a]`.
fn inner<'c>(prefix: &str, control: &'c str) -> Option<&'c str> {
    control.strip_prefix(prefix)?.strip_prefix('[')?.strip_suffix(']')
}

fn posted_entries(prefix: &str) -> Vec<(String, String)> {
    let Some(submitted) = use_context::<SubmittedForm>() else { return Vec::new() };
    let controls = submitted.values.into_iter();
    entry::posted(controls.filter_map(|(name, text)| Some((inner(prefix, &name)?.to_owned(), text))))
}
