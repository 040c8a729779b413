//! What becomes of a form when it is sent: held back while what is entered breaks its schema, or answered.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::{Error, FieldError};

use super::SchemaInput;

/// What the server found wrong with the fields of a form whose last answer is `sent`.
pub fn told(sent: Signal<Option<Error>>) -> Signal<Vec<FieldError>> {
    Signal::derive(move || match sent.get() {
        Some(Error::Invalid { fields }) => fields,
        _ => Vec::new(),
    })
}

/// The check of a form that is all arguments, before it is sent.
#[derive(Clone, Copy)]
pub struct Sending {
    input: SchemaInput,
    held: RwSignal<Option<Error>>,
    sent: Signal<Option<Error>>,
}

impl Sending {
    /// Checks `input` in a form whose last answer is `sent`.
    pub fn new(input: SchemaInput, sent: Signal<Option<Error>>) -> Self {
        Self { input, held: RwSignal::new(None), sent }
    }

    /// Why it was not sent, else what came of it: for `<FormFrame>`.
    pub fn error(self) -> Signal<Option<Error>> {
        Signal::derive(move || self.held.get().or_else(|| self.sent.get()))
    }

    /// Stops what would be refused. Listen to it in the capture phase, which comes before the form is sent.
    pub fn check(self, event: &SubmitEvent) {
        let faults = self.input.check();
        if faults.is_empty() {
            self.held.set(None);
            return;
        }
        event.prevent_default();
        let fields = faults.iter().map(|fault| fault.field_error("arguments")).collect();
        self.held.set(Some(Error::Invalid { fields }));
    }
}
