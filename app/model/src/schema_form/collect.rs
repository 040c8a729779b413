//! From entries to the value they stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde_json::{Map, Number, Value};

use super::entry::{below, is, key, rest, variant};
use super::{Additional, ArrayField, ChoiceOption, Fault, FaultCode, Kind, Node, ObjectField};

/// The value of a form.
pub(super) fn collect(root: &Node, entries: &[(String, String)]) -> Result<Value, Vec<Fault>> {
    let entries = entries.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut collector = Collector { entries, faults: Vec::new() };
    let value = collector.take(root, "", "", true);
    match (value, collector.faults.is_empty()) {
        (Some(value), true) => Ok(value),
        (None, true) => Err(vec![Fault::new("", FaultCode::Required)]),
        (_, false) => Err(collector.faults),
    }
}

struct Collector<'e> {
    entries: BTreeMap<&'e str, &'e str>,
    faults: Vec<Fault>,
}

impl<'e> Collector<'e> {
    fn text(&self, name: &str) -> &'e str {
        self.entries.get(name).copied().unwrap_or_default()
    }

    /// The entries whose name begins so.
    fn under(&self, start: &str) -> impl Iterator<Item = (&'e str, &'e str)> {
        let from = self.entries.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        from.map(|(name, text)| (*name, *text)).take_while(move |(name, _)| name.starts_with(start))
    }

    /// Whether something is filled in at a place or below it.
    fn filled(&self, at: &str) -> bool {
        let names = [at.to_owned(), is(at), variant(at), key(at), rest(at)];
        names.iter().any(|name| {
            !self.text(name).is_empty() || self.under(&format!("{name}/")).any(|(_, text)| !text.is_empty())
        })
    }

    /// The numbers of the rows below a place, in order.
    fn rows(&self, at: &str) -> BTreeSet<usize> {
        let mut rows = BTreeSet::new();
        for name in [at.to_owned(), is(at), variant(at), key(at), rest(at)] {
            let start = format!("{name}/");
            let numbers =
                self.under(&start).filter_map(|(name, _)| name[start.len()..].split('/').next()?.parse::<usize>().ok());
            rows.extend(numbers);
        }
        rows
    }

    /// The value of a field: `at` is its pointer in the entries, `to` in the value.
    fn take(&mut self, node: &Node, at: &str, to: &str, required: bool) -> Option<Value> {
        if let Some(only) = node.constant().filter(|_| required) {
            return Some(only.clone());
        }
        let text = self.text(at);
        let state = self.text(&is(at));
        match &node.kind {
            Kind::Json if text.trim().is_empty() => None,
            Kind::Json => self.json(text, to),
            Kind::Boolean | Kind::Choice(_) if text.is_empty() => None,
            Kind::Choice(options) => self.choice(options, node.nullable, text, to),
            Kind::Boolean => match text {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                "null" if node.nullable => Some(Value::Null),
                _ => self.fault(Fault::new(to, FaultCode::Type).with("expected", "boolean")),
            },
            Kind::OneOf(variants) => self.variant(variants, node.nullable, at, to),
            _ if state == "null" && node.nullable => Some(Value::Null),
            Kind::Text(_) => (!text.is_empty() || state == "given").then(|| Value::from(text)),
            Kind::Number(_) => self.number(text, to, false),
            Kind::Integer(_) => self.number(text, to, true),
            Kind::Object(_) | Kind::Array(_) if !required && !self.filled(at) => None,
            Kind::Object(object) => Some(self.object(object, at, to)),
            Kind::Array(array) => Some(self.array(array, at, to)),
        }
    }

    fn fault(&mut self, fault: Fault) -> Option<Value> {
        self.faults.push(fault);
        None
    }

    fn json(&mut self, text: &str, to: &str) -> Option<Value> {
        match serde_json::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => self.fault(Fault::new(to, FaultCode::Json).with("detail", error)),
        }
    }

    fn choice(&mut self, options: &[ChoiceOption], nullable: bool, text: &str, to: &str) -> Option<Value> {
        match options.iter().find(|option| option.key == text) {
            Some(chosen) => Some(chosen.value.clone()),
            None if nullable && text == "null" => Some(Value::Null),
            None => self.fault(Fault::new(to, FaultCode::Enum)),
        }
    }

    fn variant(&mut self, variants: &[Node], nullable: bool, at: &str, to: &str) -> Option<Value> {
        match self.text(&variant(at)) {
            "" => None,
            "null" if nullable => Some(Value::Null),
            number => match number.parse().ok().and_then(|i: usize| variants.get(i)) {
                Some(chosen) => self.take(chosen, at, to, true),
                None => self.fault(Fault::new(to, FaultCode::OneOf)),
            },
        }
    }

    /// Integers beyond 64 bits are refused: a double would be another number than the one written.
    fn number(&mut self, text: &str, to: &str, integer: bool) -> Option<Value> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Ok(number) = text.parse::<u64>() {
            return Some(Value::from(number));
        }
        if let Ok(number) = text.parse::<i64>() {
            return Some(Value::from(number));
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() {
            return self.fault(match text.starts_with('-') {
                true => Fault::new(to, FaultCode::Minimum).with("min", i64::MIN),
                false => Fault::new(to, FaultCode::Maximum).with("max", u64::MAX),
            });
        }
        // The parser of the standard library also knows "inf" and "nan", which have no digit in front, and are no JSON.
        let number = text
            .parse::<f64>()
            .ok()
            .filter(|_| digits.starts_with(|first: char| first.is_ascii_digit() || first == '.'));
        match number.filter(|number| !integer || number.fract() == 0.0).and_then(Number::from_f64) {
            Some(number) => Some(Value::Number(number)),
            None => {
                let expected = if integer { "integer" } else { "number" };
                self.fault(Fault::new(to, FaultCode::Type).with("expected", expected))
            }
        }
    }

    fn object(&mut self, object: &ObjectField, at: &str, to: &str) -> Value {
        let mut values = Map::new();
        for property in &object.properties {
            let (from, to) = (below(at, &property.name), below(to, &property.name));
            if let Some(value) = self.take(&property.node, &from, &to, property.required) {
                values.insert(property.name.clone(), value);
            }
        }
        if let Additional::Map(node) = &object.additional {
            self.map(node, at, to, &mut values);
            return Value::Object(values);
        }
        let others = self.text(&rest(at));
        if others.trim().is_empty() {
            return Value::Object(values);
        }
        match self.json(others, to) {
            Some(Value::Object(others)) => {
                for (name, value) in others {
                    if object.property(&name).is_some() {
                        self.faults.push(Fault::new(&below(to, &name), FaultCode::Key));
                    } else {
                        values.insert(name, value);
                    }
                }
            }
            Some(_) => self.faults.push(Fault::new(to, FaultCode::Type).with("expected", "object")),
            None => {}
        }
        Value::Object(values)
    }

    /// The rows of a map. A row without a key is left out when it is blank, and a fault when not; a text without a value
    /// is the empty text.
    fn map(&mut self, node: &Node, at: &str, to: &str, values: &mut Map<String, Value>) {
        for row in self.rows(at) {
            let row = below(at, &row.to_string());
            if !self.filled(&row) {
                continue;
            }
            let name = self.text(&key(&row));
            let to = below(to, name);
            if values.contains_key(name) || (name.is_empty() && self.text(&is(&row)).is_empty()) {
                self.faults.push(Fault::new(&to, FaultCode::Key));
                continue;
            }
            let faults = self.faults.len();
            match (self.take(node, &row, &to, true), &node.kind) {
                (Some(value), _) => {
                    values.insert(name.to_owned(), value);
                }
                (None, Kind::Text(_)) => {
                    values.insert(name.to_owned(), Value::from(""));
                }
                (None, _) if self.faults.len() == faults => {
                    self.faults.push(Fault::new(&to, FaultCode::Required));
                }
                (None, _) => {}
            }
        }
    }

    /// The rows of an array that are not blank. A fixed item before another one cannot be left out.
    fn array(&mut self, array: &ArrayField, at: &str, to: &str) -> Value {
        let mut items = Vec::new();
        let mut gaps = Vec::new();
        let rows: BTreeSet<usize> = (0..array.prefix.len()).chain(self.rows(at)).collect();
        for row in rows {
            let Some(node) = array.item(row) else { continue };
            let place = below(at, &row.to_string());
            let fixed = row < array.prefix.len();
            let faults = self.faults.len();
            match self.take(node, &place, &below(to, &items.len().to_string()), false) {
                Some(item) => {
                    let missing =
                        gaps.drain(..).map(|gap: usize| Fault::new(&below(to, &gap.to_string()), FaultCode::Required));
                    self.faults.extend(missing);
                    items.push(item);
                }
                None if fixed && self.faults.len() == faults => gaps.push(row),
                None => {}
            }
        }
        Value::Array(items)
    }
}
