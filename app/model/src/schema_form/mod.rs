//! A form for the arguments of an MCP tool, made from its JSON Schema 2020-12.
//!
//! [`SchemaForm::read`] makes the tree of fields, [`SchemaForm::fill`] the entries that show a value, and
//! [`SchemaForm::collect`] the value that entries stand for; `collect(fill(value)) == value` for every valid value.
//! [`validate`] finds what a value breaks, before it is sent.
//!
//! What no form can say becomes [`Kind::Json`]: recursion below its first round, schemas without a type, references to
//! other documents (they are never fetched), contradictions, and whatever exceeds the bounds below. `not`, `if`,
//! `patternProperties` and `dependentSchemas` beside the properties of an object leave it a form: they are left to the
//! validator on the server.
//!
//! # Order
//! A JSON object read by `serde_json` is sorted (`preserve_order` is off, and Postgres' `jsonb` does not keep the order
//! either), so the order in which a schema lists its properties is lost. Fields come in the order of `required`, then
//! the others by name.
//!
//! # Entries
//! A form is posted as flat pairs, so that it works without JavaScript. The name is a JSON Pointer (RFC 6901), with a
//! word before it where it is not the value itself ([`entry`]):
//!
//! | name | value |
//! | --- | --- |
//! | `/a/b` | the value as text; of a choice the [`ChoiceOption::key`]; of [`Kind::Json`] the JSON. Blank is absent |
//! | `is/a` | `null`: it is null. `given`: it is there even when nothing in it is filled in (`""`, `{}`, `[]`) |
//! | `variant/a` | which variant of a one-of, from 0, or `null`. Blank is absent |
//! | `key/a/0` | the key of row 0 of a map; its value is `/a/0` |
//! | `rest/a` | the properties that have no field, as a JSON object |
//!
//! Items of an array are `/a/0`, `/a/1` …; rows that are blank are left out, and the numbers may have gaps. A required
//! object or array is there even when nothing in it is filled in; a required constant needs no entry.
//!
//! # Numbers
//! Integers are exact within 64 bits, which is more than the 53 bits of JavaScript; longer ones are refused rather than
//! rounded. Numbers with a fraction or an exponent are doubles.

mod collect;
pub mod entry;
mod fault;
mod fill;
mod format;
mod keyword;
mod merge;
mod node;
mod place;
mod read;
mod reference;
mod validate;

pub use fault::{Fault, FaultCode, SchemaFault, SchemaFaultCode};
pub use node::{
    Additional, ArrayField, ChoiceOption, Kind, Node, NumberField, ObjectField, Property, TextField, TextInput,
};

pub use place::pointer_of;
pub use validate::validate;

use serde_json::Value;

/// Levels of nesting that become fields; what lies deeper is JSON.
pub const MAX_DEPTH: usize = 12;
/// Fields of a form; what comes after is JSON.
pub const MAX_NODES: usize = 2_000;
/// Properties of an object; one with more is JSON.
pub const MAX_PROPERTIES: usize = 256;
/// Options of a choice; one with more is JSON.
pub const MAX_OPTIONS: usize = 1_000;
/// Variants of a one-of and fixed items of an array; one with more is JSON.
pub const MAX_VARIANTS: usize = 32;

/// The tree of fields that a schema asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaForm {
    /// The field of the whole value: an object for every MCP tool whose schema a form can say.
    pub root: Node,
}

impl SchemaForm {
    /// Reads a schema: 2020-12, with the spellings of draft-07 that are still met (`definitions`, `items` as an array).
    ///
    /// # Errors
    /// When it is no schema, with the place in it: the first one found.
    pub fn read(schema: &Value) -> Result<Self, SchemaFault> {
        read::read(schema).map(|root| Self { root })
    }

    /// The value that a new form starts with: defaults, constants, and what is required of objects and arrays. A default
    /// that does not fit its own field is left out, and so is a default of null where the property may be absent.
    pub fn start(&self) -> Value {
        fill::start(&self.root, true).unwrap_or_else(|| Value::Object(serde_json::Map::new()))
    }

    /// The entries that show a value. What does not fit its field is left out; [`shows`](Self::shows) tells.
    pub fn fill(&self, value: &Value) -> Vec<(String, String)> {
        fill::fill(&self.root, value)
    }

    /// The value that entries stand for. It is not validated, and absent properties are just absent.
    ///
    /// # Errors
    /// When an entry cannot be read as what its field is: [`FaultCode::Type`], [`FaultCode::Enum`],
    /// [`FaultCode::Json`], [`FaultCode::Key`], [`FaultCode::OneOf`], [`FaultCode::Required`] for a gap in fixed items.
    pub fn collect(&self, entries: &[(String, String)]) -> Result<Value, Vec<Fault>> {
        collect::collect(&self.root, entries)
    }

    /// Whether the form can show a value without losing any of it. One it cannot is left to the JSON editor.
    pub fn shows(&self, value: &Value) -> bool {
        self.collect(&self.fill(value)).as_ref() == Ok(value)
    }
}
