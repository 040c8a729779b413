//! From a schema to its fields.

use serde_json::{Map, Value, json};

use super::entry::below;
use super::merge::merge;
use super::{
    Additional, ArrayField, ChoiceOption, Kind, MAX_DEPTH, MAX_NODES, MAX_OPTIONS, MAX_PROPERTIES, MAX_VARIANTS, Node,
    NumberField, ObjectField, Property, SchemaFault, SchemaFaultCode, TextField, TextInput,
};

/// Keywords looked at while references and `allOf` are resolved. A schema can double itself with each reference; one
/// that takes more than this is JSON.
const MAX_WORK: usize = 100_000;
/// The seven types of JSON Schema.
pub(super) const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/// Reads a whole schema.
pub(super) fn read(schema: &Value) -> Result<Node, SchemaFault> {
    if *schema == Value::Bool(false) {
        return Err(SchemaFault::new("", SchemaFaultCode::Nothing));
    }
    let mut reader = Reader { root: schema, nodes: 0, work: 0, refs: vec!["#".to_owned()] };
    reader.node(schema, "", 0)
}

/// The schema that a reference within the document points at: `None` for a reference to elsewhere, `Some(None)` for one
/// to nothing.
pub(super) fn target<'s>(root: &'s Value, reference: &str) -> Option<Option<&'s Value>> {
    let pointer = reference.strip_prefix('#')?;
    (pointer.is_empty() || pointer.starts_with('/')).then(|| root.pointer(&unescape(pointer)))
}

/// Undoes the percent-encoding of a URI fragment.
fn unescape(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why a schema has no simple field.
enum Stop {
    /// No form can say it.
    Json,
    /// It is no schema.
    Fault(SchemaFault),
}

struct Reader<'s> {
    root: &'s Value,
    nodes: usize,
    work: usize,
    /// The references that led here. Following one of them again would never end.
    refs: Vec<String>,
}

impl<'s> Reader<'s> {
    /// The field of the schema at a place.
    fn node(&mut self, schema: &Value, at: &str, depth: usize) -> Result<Node, SchemaFault> {
        self.nodes += 1;
        if self.nodes > MAX_NODES || depth > MAX_DEPTH {
            return Ok(Node::new(Kind::Json));
        }
        let mut passed = Vec::new();
        let flat = match self.flatten(schema, at, &mut passed) {
            Ok(flat) => flat,
            Err(Stop::Json) => return Ok(labelled(Node::new(Kind::Json), schema.as_object())),
            Err(Stop::Fault(fault)) => return Err(fault),
        };
        let outer = self.refs.len();
        self.refs.append(&mut passed);
        let node = self.flat(&flat, at, depth);
        self.refs.truncate(outer);
        Ok(labelled(node?, Some(&flat)))
    }

    /// The schema with its references and `allOf` put into one. `passed` collects the references followed.
    fn flatten(&mut self, schema: &Value, at: &str, passed: &mut Vec<String>) -> Result<Map<String, Value>, Stop> {
        let mut flat = match schema {
            Value::Object(schema) => schema.clone(),
            Value::Bool(_) => return Err(Stop::Json),
            _ => return Err(Stop::Fault(SchemaFault::new(at, SchemaFaultCode::NotASchema))),
        };
        flat.remove("$defs");
        flat.remove("definitions");
        self.spend(&flat)?;
        if flat.contains_key("$dynamicRef") || flat.contains_key("$recursiveRef") {
            return Err(Stop::Json);
        }
        if let Some(reference) = flat.remove("$ref") {
            let Some(reference) = reference.as_str() else { return Err(Stop::Fault(SchemaFault::keyword(at, "$ref"))) };
            let referred = self.follow(reference, at, passed)?;
            flat = merge(flat, referred).ok_or(Stop::Json)?;
        }
        if let Some(all) = flat.remove("allOf") {
            let Some(all) = all.as_array() else { return Err(Stop::Fault(SchemaFault::keyword(at, "allOf"))) };
            for (i, part) in all.iter().enumerate() {
                if *part == Value::Bool(true) {
                    continue;
                }
                let part = self.flatten(part, &below(&below(at, "allOf"), &i.to_string()), passed)?;
                flat = merge(flat, part).ok_or(Stop::Json)?;
            }
        }
        Ok(flat)
    }

    /// What a reference points at, resolved.
    fn follow(&mut self, reference: &str, at: &str, passed: &mut Vec<String>) -> Result<Map<String, Value>, Stop> {
        let root: &'s Value = self.root;
        let found = target(root, reference).ok_or(Stop::Json)?;
        let dangling = || SchemaFault::new(&below(at, "$ref"), SchemaFaultCode::DanglingRef).with("ref", reference);
        let found = found.ok_or_else(|| Stop::Fault(dangling()))?;
        if self.refs.iter().any(|known| known == reference) {
            return Err(Stop::Json);
        }
        self.refs.push(reference.to_owned());
        let flat = self.flatten(found, &unescape(reference.trim_start_matches('#')), passed);
        self.refs.pop();
        passed.push(reference.to_owned());
        flat
    }

    fn spend(&mut self, flat: &Map<String, Value>) -> Result<(), Stop> {
        let properties = flat.get("properties").and_then(Value::as_object).map_or(0, Map::len);
        self.work = self.work.saturating_add(1 + flat.len() + properties);
        if self.work > MAX_WORK { Err(Stop::Json) } else { Ok(()) }
    }

    /// The field of a resolved schema, without its labels.
    fn flat(&mut self, flat: &Map<String, Value>, at: &str, depth: usize) -> Result<Node, SchemaFault> {
        if let Some(options) = options(flat, at)? {
            return Ok(choice(options));
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(node) = self.alternatives(flat, keyword, at, depth)? {
                return Ok(node);
            }
        }
        let (types, nullable) = types(flat, at)?;
        let mut node = match types.as_slice() {
            [] if nullable => return Ok(choice(vec![ChoiceOption::new(Value::Null, None)])),
            [] => Node::new(Kind::Json),
            [one] => Node::new(self.typed(flat, one, at, depth)?),
            several => {
                let mut variants = Vec::with_capacity(several.len());
                for type_ in several {
                    let mut variant = Node::new(self.typed(flat, type_, at, depth + 1)?);
                    variant.title = Some((*type_).to_owned());
                    variants.push(variant);
                }
                Node::new(Kind::OneOf(variants))
            }
        };
        node.nullable = nullable;
        Ok(node)
    }

    fn typed(&mut self, flat: &Map<String, Value>, type_: &str, at: &str, depth: usize) -> Result<Kind, SchemaFault> {
        match type_ {
            "object" => self.object(flat, at, depth),
            "array" => self.array(flat, at, depth),
            _ if ["not", "if"].iter().any(|keyword| flat.contains_key(*keyword)) => Ok(Kind::Json),
            "string" => Ok(Kind::Text(text(flat))),
            "integer" => Ok(Kind::Integer(number(flat))),
            "number" => Ok(Kind::Number(number(flat))),
            "boolean" => Ok(Kind::Boolean),
            _ => Ok(Kind::Json),
        }
    }

    /// `oneOf` and `anyOf`: a choice when all are constants, optional when one is null, else variants. Nothing when they
    /// only say which of the object's own properties are required; then it stays the form of the object.
    fn alternatives(
        &mut self,
        flat: &Map<String, Value>,
        keyword: &str,
        at: &str,
        depth: usize,
    ) -> Result<Option<Node>, SchemaFault> {
        let Some(list) = flat.get(keyword) else { return Ok(None) };
        let Some(list) = list.as_array().filter(|list| !list.is_empty()) else {
            return Err(SchemaFault::keyword(at, keyword));
        };
        if flat.contains_key("properties") && list.iter().all(only_requires) {
            return Ok(None);
        }
        let place = below(at, keyword);
        let named = list.iter().enumerate().filter(|(_, variant)| !is_null(variant));
        let named: Vec<(String, &Value)> = named.map(|(i, variant)| (below(&place, &i.to_string()), variant)).collect();
        let nullable = named.len() < list.len();
        if named.iter().all(|(_, variant)| variant.get("const").is_some()) && named.len() <= MAX_OPTIONS {
            let options = named.iter().filter_map(|(_, variant)| {
                let title = label(variant, "title").or_else(|| label(variant, "description"));
                Some(ChoiceOption::new(variant.get("const")?.clone(), title))
            });
            let mut options: Vec<ChoiceOption> = options.collect();
            if options.is_empty() {
                options.push(ChoiceOption::new(Value::Null, None));
                return Ok(Some(choice(options)));
            }
            return Ok(Some(Node { nullable, ..choice(options) }));
        }
        if named.len() > MAX_VARIANTS {
            return Ok(Some(Node::new(Kind::Json)));
        }
        let mut base = flat.clone();
        base.retain(|key, _| ![keyword, "title", "description", "default", "examples"].contains(&key.as_str()));
        let mut node = Node::new(Kind::Json);
        let mut variants = Vec::with_capacity(named.len());
        for (place, variant) in named {
            let variant = match base.is_empty() {
                true => self.node(variant, &place, depth + 1)?,
                false => self.node(&json!({ "allOf": [variant, base] }), &place, depth + 1)?,
            };
            // Null is no variant, and variants of variants are variants: one select is enough.
            node.nullable |= variant.nullable;
            match variant.kind {
                Kind::OneOf(inner) => variants.extend(inner),
                _ => variants.push(Node { nullable: false, ..variant }),
            }
        }
        match variants.len() {
            1 => node = Node { nullable: node.nullable, ..variants.remove(0) },
            2..=MAX_VARIANTS => node.kind = Kind::OneOf(variants),
            _ => {}
        }
        node.nullable |= nullable;
        Ok(Some(node))
    }

    fn object(&mut self, flat: &Map<String, Value>, at: &str, depth: usize) -> Result<Kind, SchemaFault> {
        let none = Map::new();
        let properties = match flat.get("properties") {
            None => &none,
            Some(Value::Object(properties)) => properties,
            Some(_) => return Err(SchemaFault::keyword(at, "properties")),
        };
        let required = required(flat, at)?;
        if properties.len() > MAX_PROPERTIES || required.len() > MAX_PROPERTIES {
            return Ok(Kind::Json);
        }
        let additional = self.additional(flat, properties.is_empty() && required.is_empty(), at, depth)?;
        let optional = properties.keys().map(String::as_str).filter(|name| !required.contains(name));
        let names: Vec<&str> = required.iter().copied().chain(optional).collect();
        let mut fields = Vec::with_capacity(names.len());
        for (i, name) in names.into_iter().enumerate() {
            let place = below(&below(at, "properties"), name);
            let node = match properties.get(name) {
                Some(Value::Bool(false)) => continue,
                Some(schema) => self.node(schema, &place, depth + 1)?,
                None if additional == Additional::Closed => continue,
                None => Node::new(Kind::Json),
            };
            fields.push(Property { name: name.to_owned(), required: i < required.len(), node });
        }
        Ok(Kind::Object(ObjectField { properties: fields, additional }))
    }

    fn additional(
        &mut self,
        flat: &Map<String, Value>,
        alone: bool,
        at: &str,
        depth: usize,
    ) -> Result<Additional, SchemaFault> {
        if flat.get("patternProperties").and_then(Value::as_object).is_some_and(|patterns| !patterns.is_empty()) {
            return Ok(Additional::Open);
        }
        match flat.get("additionalProperties").or_else(|| flat.get("unevaluatedProperties")) {
            None | Some(Value::Bool(true)) => Ok(Additional::Open),
            Some(Value::Bool(false)) => Ok(Additional::Closed),
            Some(Value::Object(schema)) if alone && !schema.is_empty() => {
                let place = below(at, "additionalProperties");
                let node = self.node(&Value::Object(schema.clone()), &place, depth + 1)?;
                Ok(Additional::Map(Box::new(node)))
            }
            Some(Value::Object(_)) => Ok(Additional::Open),
            Some(_) => Err(SchemaFault::keyword(at, "additionalProperties")),
        }
    }

    fn array(&mut self, flat: &Map<String, Value>, at: &str, depth: usize) -> Result<Kind, SchemaFault> {
        let (first, then) = match (flat.get("prefixItems"), flat.get("items")) {
            (None, Some(Value::Array(_))) => ("items", "additionalItems"),
            _ => ("prefixItems", "items"),
        };
        let mut prefix = Vec::new();
        match flat.get(first) {
            None => {}
            Some(Value::Array(schemas)) if schemas.len() > MAX_VARIANTS => return Ok(Kind::Json),
            Some(Value::Array(schemas)) => {
                for (i, schema) in schemas.iter().enumerate() {
                    prefix.push(self.node(schema, &below(&below(at, first), &i.to_string()), depth + 1)?);
                }
            }
            Some(_) => return Err(SchemaFault::keyword(at, first)),
        }
        let items = match flat.get(then) {
            Some(Value::Bool(false)) => None,
            Some(schema) => Some(Box::new(self.node(schema, &below(at, then), depth + 1)?)),
            None => Some(Box::new(Node::new(Kind::Json))),
        };
        let count = |keyword: &str| flat.get(keyword).and_then(Value::as_u64);
        Ok(Kind::Array(ArrayField {
            prefix,
            items,
            min_items: count("minItems"),
            max_items: count("maxItems"),
            unique: flat.get("uniqueItems") == Some(&Value::Bool(true)),
        }))
    }
}

/// The node with the labels of a schema, where it has not got its own.
fn labelled(mut node: Node, schema: Option<&Map<String, Value>>) -> Node {
    let Some(schema) = schema else { return node };
    let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(str::to_owned);
    node.title = text("title").or(node.title);
    node.description = text("description").or(node.description);
    node.default = schema.get("default").cloned().or(node.default);
    if let Some(Value::Array(examples)) = schema.get("examples") {
        node.examples.clone_from(examples);
    }
    node
}

fn label(schema: &Value, keyword: &str) -> Option<String> {
    schema.get(keyword)?.as_str().map(str::to_owned)
}

/// A schema that says nothing but which properties are required, or what must not be.
fn only_requires(schema: &Value) -> bool {
    let known = ["required", "not", "title", "description", "$comment"];
    schema.as_object().is_some_and(|schema| schema.keys().all(|key| known.contains(&key.as_str())))
}

/// A schema that only null fits.
fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|type_| type_ == "null") || schema.get("const") == Some(&Value::Null)
}

/// A choice; null among its options makes it nullable instead.
fn choice(mut options: Vec<ChoiceOption>) -> Node {
    let all = options.len();
    if all > 1 {
        options.retain(|option| !option.value.is_null());
    }
    let nullable = options.len() < all;
    Node { nullable, ..Node::new(if options.len() > MAX_OPTIONS { Kind::Json } else { Kind::Choice(options) }) }
}

/// The options of `const` or `enum`.
fn options(flat: &Map<String, Value>, at: &str) -> Result<Option<Vec<ChoiceOption>>, SchemaFault> {
    if let Some(only) = flat.get("const") {
        return Ok(Some(vec![ChoiceOption::new(only.clone(), None)]));
    }
    match flat.get("enum") {
        None => Ok(None),
        Some(Value::Array(values)) if !values.is_empty() => {
            let mut options: Vec<ChoiceOption> = Vec::with_capacity(values.len().min(MAX_OPTIONS + 2));
            for value in values.iter().take(MAX_OPTIONS + 2) {
                if !options.iter().any(|known| known.value == *value) {
                    options.push(ChoiceOption::new(value.clone(), None));
                }
            }
            Ok(Some(options))
        }
        Some(_) => Err(SchemaFault::keyword(at, "enum")),
    }
}

/// The types but null, and whether null is one. Where the schema names none, what its keywords are about.
fn types<'f>(flat: &'f Map<String, Value>, at: &str) -> Result<(Vec<&'f str>, bool), SchemaFault> {
    let mut types: Vec<&str> = Vec::new();
    let named: &[Value] = match flat.get("type") {
        None => &[],
        Some(Value::Array(types)) if !types.is_empty() => types.as_slice(),
        Some(Value::Array(_)) => return Err(SchemaFault::keyword(at, "type")),
        Some(one) => std::slice::from_ref(one),
    };
    for type_ in named {
        let Some(word) = type_.as_str() else { return Err(SchemaFault::keyword(at, "type")) };
        if !TYPES.contains(&word) {
            return Err(SchemaFault::new(&below(at, "type"), SchemaFaultCode::UnknownType).with("type", word));
        }
        if !types.contains(&word) {
            types.push(word);
        }
    }
    if named.is_empty() {
        let says = |keywords: &[&str]| keywords.iter().any(|keyword| flat.contains_key(*keyword));
        if says(&["properties", "required", "additionalProperties"]) {
            types.push("object");
        } else if says(&["items", "prefixItems"]) {
            types.push("array");
        }
    }
    let all = types.len();
    types.retain(|type_| *type_ != "null");
    let nullable = types.len() < all;
    Ok((types, nullable))
}

/// The names in `required`, each once. Draft-03 had a boolean there, which is still met; it says nothing here.
fn required<'f>(flat: &'f Map<String, Value>, at: &str) -> Result<Vec<&'f str>, SchemaFault> {
    let mut names: Vec<&str> = Vec::new();
    match flat.get("required") {
        None | Some(Value::Bool(_)) => {}
        Some(Value::Array(list)) => {
            for name in list {
                let Some(name) = name.as_str() else { return Err(SchemaFault::keyword(at, "required")) };
                if names.len() <= MAX_PROPERTIES && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        Some(_) => return Err(SchemaFault::keyword(at, "required")),
    }
    Ok(names)
}

fn text(flat: &Map<String, Value>) -> TextField {
    let length = |keyword: &str| flat.get(keyword).and_then(Value::as_u64);
    let long = |keyword: &str| length(keyword).is_some_and(|characters| characters > 255);
    let input = match flat.get("format").and_then(Value::as_str) {
        Some("email" | "idn-email") => TextInput::Email,
        Some("uri" | "iri" | "url") => TextInput::Uri,
        Some("date") => TextInput::Date,
        Some("date-time") => TextInput::DateTime,
        Some("time") => TextInput::Time,
        Some("uuid") => TextInput::Uuid,
        Some("password") => TextInput::Password,
        _ if flat.contains_key("contentMediaType") || long("minLength") || long("maxLength") => TextInput::Area,
        _ => TextInput::Line,
    };
    let pattern = flat.get("pattern").and_then(Value::as_str).map(str::to_owned);
    TextField { input, min_length: length("minLength"), max_length: length("maxLength"), pattern }
}

fn number(flat: &Map<String, Value>) -> NumberField {
    let bound = |keyword: &str| flat.get(keyword).and_then(Value::as_number).cloned();
    NumberField {
        minimum: bound("minimum"),
        maximum: bound("maximum"),
        exclusive_minimum: bound("exclusiveMinimum"),
        exclusive_maximum: bound("exclusiveMaximum"),
        multiple_of: bound("multipleOf").filter(|step| step.as_f64().is_some_and(|step| step > 0.0)),
    }
}
