//! What a form for a schema knows while it is filled in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use leptos::prelude::*;
use model::schema_form::{ChoiceOption, Fault, FaultCode, Kind, Node, SchemaForm, entry, pointer_of, validate};
use model::{FieldError, Message};
use serde_json::{Map, Value};

use super::place::Place;
use crate::i18n::I18n;
use crate::ui::{SubmittedForm, submitted_value};

/// How many there were.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A value that is entered in the fields of a schema or as JSON. Made by the page, shown by
/// [`SchemaForm`](super::SchemaForm), copied freely.
#[derive(Clone, Copy)]
pub struct SchemaInput {
    number: u64,
    prefix: StoredValue<String>,
    schema: StoredValue<Value>,
    /// None where no fields can be made of the schema.
    form: StoredValue<Option<SchemaForm>>,
    /// Why not, if the schema is to blame.
    broken: StoredValue<Option<Message>>,
    entries: StoredValue<BTreeMap<String, String>>,
    value: RwSignal<Value>,
    /// The fields that cannot be read; the value is that of before.
    unread: RwSignal<Vec<Fault>>,
    /// The text of the editor, and why it cannot be read.
    text: RwSignal<String>,
    unread_text: RwSignal<Option<Fault>>,
    in_json: RwSignal<bool>,
    cannot_show: RwSignal<bool>,
    /// It was to be sent once: from then on every fault is told.
    checked: RwSignal<bool>,
    /// It was changed since the server answered.
    changed: RwSignal<bool>,
    problems: Memo<Vec<Problem>>,
}

/// What is wrong at a place in the value.
#[derive(Clone, Debug, PartialEq)]
struct Problem {
    pointer: String,
    message: Message,
}

/// What a new form for a schema starts with.
pub fn start_of(schema: &Value) -> Value {
    SchemaForm::read(schema).map_or_else(|_| Value::Object(Map::new()), |form| form.start())
}

impl SchemaInput {
    /// Starts with `value`; with `posted`, with what was entered in the form that came back. `schema` is null where it is
    /// not known. The controls' names begin with `prefix`, and `told` is what the server found wrong with the arguments.
    pub fn new(
        schema: Value,
        value: RwSignal<Value>,
        prefix: &str,
        told: Signal<Vec<FieldError>>,
        posted: bool,
    ) -> Self {
        let read = (!schema.is_null()).then(|| SchemaForm::read(&schema));
        let (form, broken) = match read {
            Some(Ok(form)) => (Some(form).filter(|form| matches!(form.root.kind, Kind::Object(_))), None),
            Some(Err(fault)) => (None, Some(fault.message())),
            None => (None, None),
        };
        let now = value.get_untracked();
        let shows = form.as_ref().is_some_and(|form| form.shows(&now));
        let entries = form.as_ref().map(|form| form.fill(&now)).unwrap_or_default();
        let cannot_show = form.is_some() && !shows;
        let (schema, form) = (StoredValue::new(schema), StoredValue::new(form));
        let (unread, unread_text) = (RwSignal::new(Vec::new()), RwSignal::new(None::<Fault>));
        let (in_json, checked, changed) = (RwSignal::new(!shows), RwSignal::new(false), RwSignal::new(false));
        let faults = Memo::new(move |_| {
            let unread = if in_json.get() { unread_text.get().into_iter().collect() } else { unread.get() };
            let told = || told.read().iter().any(|error| place_of(&error.field).is_some());
            match (unread.is_empty(), checked.get() || told()) {
                (true, true) => schema.with_value(|schema| validate(schema, &value.read())),
                _ => unread,
            }
        });
        Effect::new(move || {
            told.track();
            changed.set(false);
        });
        let problems = Memo::new(move |_| {
            let own = |fault: &Fault| Problem { pointer: fault.pointer.clone(), message: fault.message() };
            let mut problems: Vec<_> = faults.read().iter().map(own).collect();
            if !changed.get() {
                for error in told.read().iter() {
                    let Some(place) = place_of(&error.field) else { continue };
                    let pointer = pointer_of(place, &value.read());
                    if problems.iter().all(|problem| problem.pointer != pointer) {
                        problems.push(Problem { pointer, message: error.message() });
                    }
                }
            }
            problems
        });
        let input = Self {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            prefix: StoredValue::new(prefix.to_owned()),
            schema,
            form,
            broken: StoredValue::new(broken),
            entries: StoredValue::new(entries.into_iter().collect()),
            value,
            unread,
            text: RwSignal::new(pretty(&now)),
            unread_text,
            in_json,
            cannot_show: RwSignal::new(cannot_show),
            checked,
            changed,
            problems,
        };
        if posted {
            input.come_back();
        }
        input
    }

    /// Takes what was posted, if anything was.
    fn come_back(self) {
        let Some(mode) = submitted_value(&self.beside("mode")) else { return };
        self.checked.set(true);
        self.cannot_show.set(false);
        if mode == "form" && self.has_fields() {
            self.in_json.set(false);
            let controls = use_context::<SubmittedForm>().unwrap_or_default().values.into_iter();
            let inner = controls.filter_map(|(name, text)| Some((self.inner(&name)?, text)));
            self.entries.set_value(entry::posted(inner).into_iter().collect());
            self.collect();
            self.text.set(pretty(&self.value.read_untracked()));
        } else {
            self.in_json.set(true);
            self.write(submitted_value(&self.beside("json")).unwrap_or_default());
        }
        self.changed.set(false);
    }

    /// What is wrong with it as it stands. From now on it is told while it is entered.
    pub fn check(self) -> Vec<Fault> {
        self.checked.set(true);
        if self.in_json.get_untracked() {
            if let Some(fault) = self.unread_text.get_untracked() {
                return vec![fault];
            }
        } else if !self.unread.read_untracked().is_empty() {
            return self.unread.get_untracked();
        }
        self.schema.with_value(|schema| validate(schema, &self.value.read_untracked()))
    }

    /// Tells it from others.
    pub(super) fn number(self) -> u64 {
        self.number
    }

    /// Whether fields can be made of the schema.
    pub(super) fn has_fields(self) -> bool {
        self.form.with_value(Option::is_some)
    }

    /// The field of the whole value.
    pub(super) fn root(self) -> Option<Node> {
        self.form.with_value(|form| form.as_ref().map(|form| form.root.clone()))
    }

    /// Why the schema makes no fields, in words.
    pub(super) fn broken(self, i18n: I18n) -> Option<String> {
        self.broken.with_value(|message| message.as_ref().map(|message| i18n.message(message)))
    }

    /// The text of the editor.
    pub(super) fn text_of_editor(self) -> RwSignal<String> {
        self.text
    }

    /// Whether it is entered as JSON.
    pub(super) fn in_json(self) -> RwSignal<bool> {
        self.in_json
    }

    /// Whether the fields cannot show the value.
    pub(super) fn cannot_show(self) -> RwSignal<bool> {
        self.cannot_show
    }

    /// The name of a control of a field.
    pub(super) fn control(self, name: &str) -> String {
        self.prefix.with_value(|prefix| entry::control(prefix, name))
    }

    /// The name of a control beside the fields.
    pub(super) fn beside(self, word: &str) -> String {
        self.prefix.with_value(|prefix| entry::beside(prefix, word))
    }

    /// `/a` of `arguments[/a]`.
    fn inner(self, control: &str) -> Option<String> {
        self.prefix
            .with_value(|prefix| Some(control.strip_prefix(prefix)?.strip_prefix('[')?.strip_suffix(']')?.to_owned()))
    }

    /// What an entry says; blank when there is none.
    pub(super) fn entry(self, name: &str) -> String {
        self.entries.with_value(|entries| entries.get(name).cloned().unwrap_or_default())
    }

    /// Goes on as JSON.
    pub(super) fn to_json(self) {
        self.text.set(pretty(&self.value.read_untracked()));
        self.unread_text.set(None);
        self.in_json.set(true);
    }

    /// Goes on in the fields, if they can show the value. False when not.
    pub(super) fn to_fields(self) -> bool {
        if self.unread_text.read_untracked().is_some() {
            return false;
        }
        let value = self.value.get_untracked();
        let entries = self.form.with_value(|form| Some(form.as_ref().filter(|form| form.shows(&value))?.fill(&value)));
        self.cannot_show.set(entries.is_none());
        let Some(entries) = entries else { return false };
        self.entries.set_value(entries.into_iter().collect());
        self.unread.set(Vec::new());
        self.in_json.set(false);
        true
    }

    /// Takes what the editor says now; nothing is an empty object.
    pub(super) fn write(self, text: String) {
        let read = if text.trim().is_empty() { Ok(Value::Object(Map::new())) } else { serde_json::from_str(&text) };
        match read {
            Ok(value) => {
                self.unread_text.set(None);
                self.value.set(value);
            }
            Err(error) => self.unread_text.set(Some(Fault::new("", FaultCode::Json).with("detail", error))),
        }
        self.text.set(text);
        self.changed.set(true);
    }

    /// Takes what a control of the fields says now. Others are none of its business.
    pub(super) fn control_changed(self, control: &str, text: String) {
        let Some((name, text)) = self.inner(control).and_then(|name| entry::posted([(name, text)]).pop()) else {
            return;
        };
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

    /// What is wrong at the field of a place, in words.
    pub(super) fn problem(self, place: &Place, i18n: I18n) -> Signal<Option<String>> {
        let to = place.to;
        Signal::derive(move || {
            if self.in_json.get() {
                return None;
            }
            let (to, problems) = (to.read(), self.problems.read());
            self.form.with_value(|form| {
                let form = form.as_ref()?;
                let problem = problems.iter().find(|problem| form.field_of(&problem.pointer) == *to)?;
                let words = i18n.message(&problem.message);
                // Of what lies in the field and has none of its own, where it lies.
                let within = problem.pointer[to.len()..].trim_start_matches('/');
                Some(if within.is_empty() { words } else { format!("{within}: {words}") })
            })
        })
    }

    /// What is wrong with the text of the editor, a line each.
    pub(super) fn problem_of_text(self, i18n: I18n) -> Signal<Option<String>> {
        Signal::derive(move || {
            if !self.in_json.get() {
                return None;
            }
            let line = |problem: &Problem| {
                let words = i18n.message(&problem.message);
                if problem.pointer.is_empty() { words } else { format!("{}: {words}", problem.pointer) }
            };
            let lines: Vec<_> = self.problems.read().iter().map(line).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        })
    }

    fn collect(self) {
        let entries: Vec<(String, String)> = self.entries.with_value(|entries| entries.clone().into_iter().collect());
        let read = self.form.with_value(|form| form.as_ref().map(|form| form.collect(&entries)));
        match read {
            Some(Ok(value)) => {
                self.unread.set(Vec::new());
                self.value.set(value);
            }
            Some(Err(faults)) => self.unread.set(faults),
            None => {}
        }
        self.changed.set(true);
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

/// `user.name` of `arguments.user.name`; nothing of what does not concern the arguments.
fn place_of(field: &str) -> Option<&str> {
    let rest = field.strip_prefix("action.").unwrap_or(field).strip_prefix("arguments")?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_place_in_the_arguments() {
        assert_eq!(place_of("arguments.user.name"), Some("user.name"));
        assert_eq!(place_of("action.arguments"), Some(""));
        for other in ["name", "arguments_of_another"] {
            assert_eq!(place_of(other), None);
        }
    }
}
