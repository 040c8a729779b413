//! What a value breaks of a schema, before it is sent.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use super::entry::below;
use super::keyword::TYPES;
use super::reference::target;
use super::{Fault, FaultCode, format};

/// Schemas applied before it is left to the server: a small schema can ask for any number of them.
const MAX_STEPS: usize = 50_000;
/// Schemas within each other before it is left to the server: references can go round in circles.
const MAX_NESTING: usize = 100;
/// Items that are compared with each other.
const MAX_UNIQUE: usize = 1_000;
/// A keyword, its fault, what the fault calls the bound, and how a number compares that is beyond.
type Bound = (&'static str, FaultCode, &'static str, fn(Ordering) -> bool);

const NONE: &[Value] = &[];
/// Keywords that are not looked at here.
const LEFT_OUT: [&str; 12] = [
    "pattern",
    "not",
    "contains",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$dynamicRef",
];

/// What is wrong with a value, in the order of its parts.
///
/// It never refuses what is valid, but it lets through some of what is not: regular expressions (`pattern`,
/// `patternProperties`), `not`, `contains`, the number of properties and `unevaluated…` are left to the validator on the
/// server, and so is what a schema says in more than a bounded number of steps. `format` is checked, unlike the default
/// of the specification, where it is one this module knows.
pub fn validate(schema: &Value, value: &Value) -> Vec<Fault> {
    let mut checker = Checker { root: schema, steps: 0, faults: Vec::new(), unsure: false };
    checker.check(schema, value, "", 0);
    checker.faults
}

struct Checker<'s> {
    root: &'s Value,
    steps: usize,
    faults: Vec<Fault>,
    /// Something was left out, so that "no fault" is not "valid".
    unsure: bool,
}

/// What applying a schema would say.
struct Outcome {
    faults: Vec<Fault>,
    unsure: bool,
}

impl<'s> Checker<'s> {
    fn check(&mut self, schema: &'s Value, value: &Value, at: &str, depth: usize) {
        self.steps += 1;
        if self.steps > MAX_STEPS || depth > MAX_NESTING {
            self.unsure = true;
            return;
        }
        let schema = match schema {
            Value::Object(schema) => schema,
            Value::Bool(false) => return self.fault(Fault::new(at, FaultCode::AdditionalProperties)),
            _ => return,
        };
        self.unsure |= LEFT_OUT.iter().any(|keyword| schema.contains_key(*keyword));
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let root: &'s Value = self.root;
            match target(root, reference).flatten() {
                Some(referred) => self.check(referred, value, at, depth + 1),
                None => self.unsure = true,
            }
        }
        if !self.is_of_type(schema, value, at) {
            return;
        }
        self.check_values(schema, value, at);
        match value {
            Value::Number(number) => self.check_number(schema, number, at),
            Value::String(text) => self.check_text(schema, text, at),
            Value::Array(items) => self.check_array(schema, items, at, depth),
            Value::Object(object) => self.check_object(schema, object, at, depth),
            Value::Null | Value::Bool(_) => {}
        }
        self.check_combined(schema, value, at, depth);
    }

    fn fault(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Applies a schema without telling its faults.
    fn probe(&mut self, schema: &'s Value, value: &Value, at: &str, depth: usize) -> Outcome {
        let faults = std::mem::take(&mut self.faults);
        let unsure = std::mem::replace(&mut self.unsure, false);
        self.check(schema, value, at, depth + 1);
        let faults = std::mem::replace(&mut self.faults, faults);
        Outcome { faults, unsure: std::mem::replace(&mut self.unsure, unsure) }
    }

    fn is_of_type(&mut self, schema: &Map<String, Value>, value: &Value, at: &str) -> bool {
        let Some(types) = schema.get("type") else { return true };
        let words: Vec<&str> = match types {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        // A word that is no type says nothing here; reading the schema tells of it.
        let fits = words.is_empty() || words.iter().any(|word| !TYPES.contains(word) || is_type(word, value));
        if !fits {
            self.fault(Fault::new(at, FaultCode::Type).with("expected", words.join(", ")));
        }
        fits
    }

    fn check_values(&mut self, schema: &Map<String, Value>, value: &Value, at: &str) {
        if let Some(only) = schema.get("const")
            && !equal(only, value)
        {
            self.fault(Fault::new(at, FaultCode::Const).with("expected", only));
        }
        if let Some(Value::Array(options)) = schema.get("enum")
            && !options.iter().any(|option| equal(option, value))
        {
            self.fault(Fault::new(at, FaultCode::Enum));
        }
    }

    fn check_number(&mut self, schema: &Map<String, Value>, number: &Number, at: &str) {
        let rules: [Bound; 4] = [
            ("minimum", FaultCode::Minimum, "min", Ordering::is_lt),
            ("maximum", FaultCode::Maximum, "max", Ordering::is_gt),
            ("exclusiveMinimum", FaultCode::ExclusiveMinimum, "min", Ordering::is_le),
            ("exclusiveMaximum", FaultCode::ExclusiveMaximum, "max", Ordering::is_ge),
        ];
        for (keyword, code, param, is_wrong) in rules {
            let Some(bound) = schema.get(keyword).and_then(Value::as_number) else { continue };
            if compare(number, bound).is_some_and(is_wrong) {
                self.fault(Fault::new(at, code).with(param, bound));
            }
        }
        if let Some(step) = schema.get("multipleOf").and_then(Value::as_number)
            && !is_multiple(number, step)
        {
            self.fault(Fault::new(at, FaultCode::MultipleOf).with("step", step));
        }
    }

    fn check_text(&mut self, schema: &Map<String, Value>, text: &str, at: &str) {
        self.check_count(schema, ["minLength", "maxLength"], text.chars().count(), at);
        if let Some(format) = schema.get("format").and_then(Value::as_str)
            && !format::is_of(format, text)
        {
            self.fault(Fault::new(at, FaultCode::Format).with("format", format));
        }
    }

    /// Lengths of texts and arrays.
    fn check_count(&mut self, schema: &Map<String, Value>, [least, most]: [&str; 2], count: usize, at: &str) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let (short, long) = match least {
            "minLength" => (FaultCode::MinLength, FaultCode::MaxLength),
            _ => (FaultCode::MinItems, FaultCode::MaxItems),
        };
        let count = count as u64;
        if let Some(min) = limit(least).filter(|min| count < *min) {
            self.fault(Fault::new(at, short).with("min", min));
        }
        if let Some(max) = limit(most).filter(|max| count > *max) {
            self.fault(Fault::new(at, long).with("max", max));
        }
    }

    fn check_array(&mut self, schema: &'s Map<String, Value>, items: &[Value], at: &str, depth: usize) {
        self.check_count(schema, ["minItems", "maxItems"], items.len(), at);
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            self.unsure |= items.len() > MAX_UNIQUE;
            let mut seen = items.iter().take(MAX_UNIQUE).enumerate();
            if seen.any(|(i, item)| items[..i].iter().any(|earlier| equal(earlier, item))) {
                self.fault(Fault::new(at, FaultCode::UniqueItems));
            }
        }
        let (prefix, rest) = match (schema.get("prefixItems"), schema.get("items")) {
            (None, Some(Value::Array(prefix))) => (prefix.as_slice(), schema.get("additionalItems")),
            (Some(Value::Array(prefix)), rest) => (prefix.as_slice(), rest),
            (_, rest) => (NONE, rest),
        };
        if rest == Some(&Value::Bool(false)) && items.len() > prefix.len() {
            self.fault(Fault::new(at, FaultCode::MaxItems).with("max", prefix.len()));
        }
        for (i, item) in items.iter().enumerate() {
            if let Some(schema) = prefix.get(i).or(rest.filter(|rest| rest.is_object())) {
                self.check(schema, item, &below(at, &i.to_string()), depth + 1);
            }
        }
    }

    fn check_object(&mut self, schema: &'s Map<String, Value>, object: &Map<String, Value>, at: &str, depth: usize) {
        if let Some(Value::Array(names)) = schema.get("required") {
            self.check_required(names, object, at);
        }
        if let Some(Value::Object(dependent)) = schema.get("dependentRequired") {
            for (_, names) in dependent.iter().filter(|(name, _)| object.contains_key(*name)) {
                self.check_required(names.as_array().map_or(NONE, Vec::as_slice), object, at);
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let patterns = schema.contains_key("patternProperties");
        for (name, value) in object {
            let place = below(at, name);
            let others = schema.get("additionalProperties").filter(|_| !patterns);
            if let Some(schema) = properties.and_then(|properties| properties.get(name)).or(others) {
                self.check(schema, value, &place, depth + 1);
            }
        }
    }

    fn check_required(&mut self, names: &[Value], object: &Map<String, Value>, at: &str) {
        for name in names.iter().filter_map(Value::as_str).filter(|name| !object.contains_key(*name)) {
            self.fault(Fault::new(&below(at, name), FaultCode::Required));
        }
    }

    fn check_combined(&mut self, schema: &'s Map<String, Value>, value: &Value, at: &str, depth: usize) {
        if let Some(Value::Array(all)) = schema.get("allOf") {
            for part in all {
                self.check(part, value, at, depth + 1);
            }
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(Value::Array(variants)) = schema.get(keyword) {
                self.check_variants(variants, keyword == "oneOf", value, at, depth);
            }
        }
        if let Some(condition) = schema.get("if") {
            let outcome = self.probe(condition, value, at, depth);
            let branch = if outcome.faults.is_empty() { "then" } else { "else" };
            match schema.get(branch) {
                Some(_) if outcome.faults.is_empty() && outcome.unsure => self.unsure = true,
                Some(branch) => self.check(branch, value, at, depth + 1),
                None => {}
            }
        }
    }

    /// When nothing fits, the faults of the variant that was meant are told beside it, as far as one can tell which; and
    /// where null is the only other variant, nothing but these.
    fn check_variants(&mut self, variants: &'s [Value], only_one: bool, value: &Value, at: &str, depth: usize) {
        let outcomes: Vec<Outcome> = variants.iter().map(|variant| self.probe(variant, value, at, depth)).collect();
        self.unsure |= outcomes.iter().any(|outcome| outcome.unsure);
        let fitting: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.faults.is_empty()).collect();
        if !fitting.is_empty() {
            if only_one && fitting.len() > 1 && fitting.iter().all(|outcome| !outcome.unsure) {
                self.fault(Fault::new(at, FaultCode::OneOf));
            }
            return;
        }
        let is_null = |schema: &Value| schema.get("type").is_some_and(|type_| type_ == "null");
        let mut named =
            variants.iter().zip(&outcomes).filter(|(variant, _)| !is_null(variant)).map(|(_, outcome)| outcome);
        if let (Some(single), None) = (named.next(), named.next()) {
            single.faults.iter().for_each(|fault| self.fault(fault.clone()));
            return;
        }
        self.fault(Fault::new(at, FaultCode::OneOf));
        let mut meant = outcomes.iter().filter(|outcome| !outcome.faults.iter().any(|fault| is_another(fault, at)));
        if let (Some(single), None) = (meant.next(), meant.next()) {
            single.faults.iter().for_each(|fault| self.fault(fault.clone()));
        }
    }
}

/// Whether a fault shows that another variant was meant: it is of another type, or the constant that tells variants
/// apart is another one.
fn is_another(fault: &Fault, at: &str) -> bool {
    match fault.code {
        FaultCode::Type | FaultCode::Enum => fault.pointer == at,
        FaultCode::Const => fault.pointer[at.len()..].matches('/').count() <= 1,
        _ => false,
    }
}

/// Whether a value is of one of the seven types. `1.0` is an integer.
fn is_type(word: &str, value: &Value) -> bool {
    match word {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        _ => value.as_f64().is_some_and(|number| number.fract() == 0.0),
    }
}

fn integer(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

/// Equal as JSON Schema has it: `1` is `1.0`.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b) == Some(Ordering::Equal),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// With fractions as exact as doubles are: 0.3 is a multiple of 0.1. A step that is not above zero says nothing.
fn is_multiple(number: &Number, step: &Number) -> bool {
    if let (Some(number), Some(step)) = (integer(number), integer(step)) {
        return step <= 0 || number % step == 0;
    }
    let (Some(number), Some(step)) = (number.as_f64(), step.as_f64()) else { return true };
    let ratio = number / step;
    step <= 0.0 || (ratio - ratio.round()).abs() <= ratio.abs() * f64::EPSILON * 4.0
}
