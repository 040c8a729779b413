//! What is wrong with a value, or with a schema.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{FieldCode, FieldError, Message};

word_enum!(
    /// The rules of a schema that a value can break.
    FaultCode {
        /** Another type; `expected` names those allowed. */ Type = "type",
        /** A required property is absent. */ Required = "required",
        /** None of the values offered. */ Enum = "enum",
        /** Not the one value allowed; `expected` is its JSON. */ Const = "const",
        /** Less than `min`. */ Minimum = "minimum",
        /** More than `max`. */ Maximum = "maximum",
        /** Not more than `min`. */ ExclusiveMinimum = "exclusive_minimum",
        /** Not less than `max`. */ ExclusiveMaximum = "exclusive_maximum",
        /** No multiple of `step`. */ MultipleOf = "multiple_of",
        /** Fewer than `min` characters. */ MinLength = "min_length",
        /** More than `max` characters. */ MaxLength = "max_length",
        /** Fewer than `min` items. */ MinItems = "min_items",
        /** More than `max` items. */ MaxItems = "max_items",
        /** Two items are equal. */ UniqueItems = "unique_items",
        /** A property that the schema does not allow. */ AdditionalProperties = "additional_properties",
        /** Not of the `format` named. */ Format = "format",
        /** It fits none of the variants, or more than one where one is asked for. */ OneOf = "one_of",
        /** The text entered is no JSON; `detail` has the parser's words. */ Json = "json",
        /** Two rows of a map have the same key. */ Key = "key",
    }
);

/// A rule that a value breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) of the value; of the missing or surplus property itself for `required` and
    /// `additional_properties`.
    pub pointer: String,
    /// The rule.
    pub code: FaultCode,
    /// What the sentence about it needs, such as `min`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl Fault {
    /// A fault without parameters.
    pub fn new(pointer: &str, code: FaultCode) -> Self {
        Self { pointer: pointer.to_owned(), code, params: BTreeMap::new() }
    }

    /// Adds a parameter.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same as an error of a form: its place with dots after `prefix`, its rule in words for programs.
    pub fn field_error(&self, prefix: &str) -> FieldError {
        let steps = self.pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        let field = steps.fold(prefix.to_owned(), |field, step| format!("{field}.{step}"));
        let code = match self.code {
            FaultCode::Required => FieldCode::Required,
            code => {
                let params = self.params.iter().map(|(name, value)| format!(", {name}: {value}"));
                FieldCode::Shape { detail: format!("{}{}", code.as_str(), params.collect::<String>()) }
            }
        };
        FieldError::new(&field, code)
    }

    /// The sentence to show beside the field: what is wrong and what to do.
    pub fn message(&self) -> Message {
        Message { key: format!("schema-fault-{}", self.code.as_str().replace('_', "-")), params: self.params.clone() }
    }
}

word_enum!(
    /// What makes a schema none.
    SchemaFaultCode {
        /** Neither an object nor true or false. */ NotASchema = "not_a_schema",
        /** `type` names none of the seven types; `type` is the word found. */ UnknownType = "unknown_type",
        /** The value of `keyword` has the wrong shape. */ Keyword = "keyword",
        /** `$ref` points at nothing; `ref` is what it says. */ DanglingRef = "dangling_ref",
        /** The schema is `false`: no value is valid. */ Nothing = "nothing",
    }
);

/// Why no form can be made of a schema, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaFault {
    /// JSON Pointer into the schema.
    pub pointer: String,
    /// What is wrong.
    pub code: SchemaFaultCode,
    /// What the sentence about it needs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl SchemaFault {
    /// A fault at a place in the schema.
    pub fn new(pointer: &str, code: SchemaFaultCode) -> Self {
        Self { pointer: pointer.to_owned(), code, params: BTreeMap::new() }
    }

    /// Adds a parameter.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// A keyword whose value has the wrong shape; `pointer` is that of the schema it stands in.
    pub(super) fn keyword(pointer: &str, keyword: &str) -> Self {
        Self::new(&super::entry::below(pointer, keyword), SchemaFaultCode::Keyword).with("keyword", keyword)
    }

    /// The sentence to show in place of the form. Its parameter `pointer` is `/` for the schema as a whole.
    pub fn message(&self) -> Message {
        let key = format!("schema-broken-{}", self.code.as_str().replace('_', "-"));
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        Message { key, params: self.params.clone() }.with("pointer", pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_an_error_of_its_field() {
        let fault = Fault::new("/user/a~1b/1", FaultCode::Minimum).with("min", 3);
        let error = fault.field_error("arguments");
        assert_eq!(error.field, "arguments.user.a/b.1");
        assert!(matches!(&error.code, FieldCode::Shape { detail } if detail == "minimum, min: 3"), "{error:?}");
        assert_eq!(Fault::new("", FaultCode::Required).field_error("arguments").code, FieldCode::Required);
    }
}
