//! From a schema to its fields.

use serde_json::{Map, Value, json};

use super::entry::below;
use super::keyword::{choice, is_null, label, labelled, number, only_requires, options, required, text, types};
use super::merge::merge;
use super::reference::{target, unescape};
use super::{
    Additional, ArrayField, ChoiceOption, Kind, MAX_DEPTH, MAX_NODES, MAX_OPTIONS, MAX_PROPERTIES, MAX_VARIANTS, Node,
    ObjectField, Property, SchemaFault, SchemaFaultCode,
};

/// Values in the schemas that are copied while references and `allOf` are resolved. A schema can double itself with each
/// reference; what comes after this is JSON.
const MAX_WORK: usize = 1_000_000;
/// References and `allOf` within each other; a schema with more is JSON.
const MAX_NESTING: usize = 64;

/// Reads a whole schema.
pub(super) fn read(schema: &Value) -> Result<Node, SchemaFault> {
    if *schema == Value::Bool(false) {
        return Err(SchemaFault::new("", SchemaFaultCode::Nothing));
    }
    let mut reader = Reader { root: schema, nodes: 0, work: 0, nesting: 0, refs: vec!["#".to_owned()] };
    reader.node(schema, "", 0)
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
    nesting: usize,
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
        if self.nesting == MAX_NESTING || self.work > MAX_WORK {
            return Err(Stop::Json);
        }
        self.nesting += 1;
        let flat = self.resolve(schema, at, passed);
        self.nesting -= 1;
        flat
    }

    fn resolve(&mut self, schema: &Value, at: &str, passed: &mut Vec<String>) -> Result<Map<String, Value>, Stop> {
        let mut flat = match schema {
            Value::Object(schema) => schema.clone(),
            Value::Bool(_) => return Err(Stop::Json),
            _ => return Err(Stop::Fault(SchemaFault::new(at, SchemaFaultCode::NotASchema))),
        };
        flat.remove("$defs");
        flat.remove("definitions");
        self.work = self.work.saturating_add(flat.values().map(size).sum::<usize>());
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

/// How many values a value is made of.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum::<usize>(),
        Value::Object(values) => values.values().map(size).sum::<usize>(),
        _ => 0,
    }
}
