//! Forms made from schemas: hand-made ones, hostile ones, and those of real servers in `schemas/`.

use std::path::Path;

use model::schema_form::{
    Additional, Fault, FaultCode, Kind, MAX_NODES, MAX_PROPERTIES, Node, SchemaFaultCode, SchemaForm, entry, validate,
};
use serde_json::{Map, Value, json};

const FINE: [Fault; 0] = [];

fn form(schema: &Value) -> SchemaForm {
    SchemaForm::read(schema).unwrap_or_else(|fault| panic!("{schema} is no schema: {fault:?}"))
}

fn field<'f>(form: &'f SchemaForm, name: &str) -> &'f Node {
    let Kind::Object(object) = &form.root.kind else { panic!("{form:?} is no object") };
    &object.property(name).unwrap_or_else(|| panic!("no field {name}")).node
}

/// The value comes back from its entries as it was.
fn assert_round_trip(schema: &Value, value: &Value) {
    let form = form(schema);
    let entries = form.fill(value);
    assert_eq!(form.collect(&entries).as_ref(), Ok(value), "{schema} with {entries:?}");
}

fn codes(faults: &[Fault]) -> Vec<(&str, FaultCode)> {
    faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect()
}

fn count(node: &Node) -> usize {
    1 + match &node.kind {
        Kind::Object(object) => {
            let map = if let Additional::Map(node) = &object.additional { count(node) } else { 0 };
            map + object.properties.iter().map(|property| count(&property.node)).sum::<usize>()
        }
        Kind::Array(array) => array.prefix.iter().chain(array.items.as_deref()).map(count).sum(),
        Kind::OneOf(variants) => variants.iter().map(count).sum(),
        _ => 0,
    }
}

fn entries(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A deployment: about every kind of field there is.
fn deployment() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["name", "target"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 20, "title": "Name"},
            "replicas": {"type": "integer", "minimum": 1, "maximum": 9, "default": 2},
            "weight": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.1},
            "dry_run": {"type": "boolean"},
            "note": {"type": ["string", "null"]},
            "level": {"enum": ["low", "high", 3, "3", "", null]},
            "colour": {"oneOf": [{"const": "r", "title": "Red"}, {"const": "g", "title": "Green"}]},
            "tags": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": true, "maxItems": 2},
            "env": {"type": "object", "additionalProperties": {"type": "string"}},
            "target": {"anyOf": [{"$ref": "#/$defs/host"}, {"$ref": "#/$defs/group"}]},
            "parent": {"anyOf": [{"$ref": "#/$defs/host"}, {"type": "null"}], "default": null},
            "point": {"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}], "items": false},
            "steps": {"type": "array", "items": {"type": "object", "properties": {"run": {"type": "string"}}, "required": ["run"]}},
            "anything": {}
        },
        "additionalProperties": false,
        "$defs": {
            "host": {
                "type": "object",
                "properties": {"kind": {"const": "host"}, "address": {"type": "string", "format": "ipv4"}},
                "required": ["kind", "address"]
            },
            "group": {
                "type": "object",
                "properties": {"kind": {"const": "group"}, "members": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
                "required": ["kind", "members"]
            }
        }
    })
}

#[test]
fn fields_come_required_first_then_by_name() {
    let form = form(&json!({"required": ["z", "b"], "properties": {"a": {}, "b": {}, "c": {}, "z": {}}}));
    let Kind::Object(object) = &form.root.kind else { panic!("an object") };
    let names: Vec<&str> = object.properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["z", "b", "a", "c"]);
}

#[test]
fn every_kind_of_field_is_recognized() {
    let form = form(&deployment());
    assert!(matches!(field(&form, "name").kind, Kind::Text(_)));
    assert!(matches!(field(&form, "replicas").kind, Kind::Integer(_)));
    assert!(matches!(field(&form, "weight").kind, Kind::Number(_)));
    assert!(matches!(field(&form, "dry_run").kind, Kind::Boolean));
    assert!(field(&form, "note").nullable);
    assert!(field(&form, "level").nullable);
    assert!(
        matches!(&field(&form, "colour").kind, Kind::Choice(options) if options[0].title.as_deref() == Some("Red"))
    );
    assert!(matches!(&field(&form, "tags").kind, Kind::Array(array) if array.options().is_some()));
    assert!(
        matches!(&field(&form, "env").kind, Kind::Object(object) if matches!(object.additional, Additional::Map(_)))
    );
    assert!(matches!(&field(&form, "target").kind, Kind::OneOf(variants) if variants.len() == 2));
    assert!(matches!(&field(&form, "parent").kind, Kind::Object(_)));
    assert!(field(&form, "parent").nullable);
    assert!(
        matches!(&field(&form, "point").kind, Kind::Array(array) if array.prefix.len() == 2 && array.items.is_none())
    );
    assert_eq!(field(&form, "anything").kind, Kind::Json);
}

#[test]
fn values_come_back_as_they_were() {
    let schema = deployment();
    for value in [
        json!({"name": "a", "target": {"kind": "host", "address": "192.0.2.1"}}),
        json!({
            "name": "line\nline", "replicas": 3, "weight": 0.3, "dry_run": false, "note": null, "level": "3",
            "colour": "g", "tags": ["c", "a"], "env": {"": "", "HOME": "", "a/b~c[0]": "null"},
            "target": {"kind": "group", "members": ["", "x"], "surplus": [1.5, {"deep": null}]},
            "parent": {"kind": "host", "address": "192.0.2.1"}, "point": [1, "x"],
            "steps": [{"run": ""}, {"run": "ls", "more": {}}], "anything": [null, {"a": 1e300}]
        }),
        json!({"name": "n", "target": {"kind": "host", "address": "192.0.2.1"}, "note": "", "level": 3, "parent": null,
               "tags": [], "env": {}, "steps": [], "anything": null}),
        json!({"name": "n", "target": {"kind": "host", "address": "192.0.2.1"}, "note": "null", "level": null, "anything": ""}),
        json!({"name": "n", "target": {"kind": "host", "address": "192.0.2.1"}, "level": ""}),
    ] {
        assert_eq!(validate(&schema, &value), FINE, "{value}");
        assert_round_trip(&schema, &value);
    }
}

#[test]
fn large_integers_stay_exact() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer"}, "f": {"type": "number"}}});
    for value in [json!({"n": u64::MAX}), json!({"n": i64::MIN}), json!({"n": 1.0}), json!({"n": 1e20, "f": 0.1})] {
        assert_eq!(validate(&schema, &value), FINE);
        assert_round_trip(&schema, &value);
    }
    let refused = form(&schema).collect(&entries(&[("/n", "99999999999999999999999")])).unwrap_err();
    assert_eq!(codes(&refused), [("/n", FaultCode::Maximum)]);
}

#[test]
fn a_posted_form_leaves_out_what_is_blank() {
    let schema = deployment();
    let posted = [
        ("/name", "web"),
        ("/replicas", ""),
        ("/weight", " 0.5 "),
        ("/dry_run", ""),
        ("/note", ""),
        ("/level", ""),
        ("/tags/2", "c"),
        ("key/env/0", ""),
        ("/env/0", ""),
        ("key/env/1", "HOME"),
        ("/env/1", ""),
        ("variant/target", "1"),
        ("/target/members/0", ""),
        ("/target/members/1", "x"),
        ("/steps/0/run", ""),
        ("/point/0", ""),
        ("/anything", ""),
    ];
    let value = form(&schema).collect(&entries(&posted)).unwrap();
    let expected = json!({
        "name": "web", "weight": 0.5, "tags": ["c"], "env": {"HOME": ""}, "target": {"kind": "group", "members": ["x"]}
    });
    assert_eq!(value, expected);
}

#[test]
fn entries_that_cannot_be_read_are_faults_at_their_fields() {
    let posted = [
        ("/name", "web"),
        ("/replicas", "two"),
        ("/weight", "inf"),
        ("/dry_run", "perhaps"),
        ("/level", "medium"),
        ("/anything", "{"),
        ("variant/target", "7"),
        ("key/env/0", "A"),
        ("key/env/1", "A"),
        ("/point/1", "x"),
    ];
    let mut faults = form(&deployment()).collect(&entries(&posted)).unwrap_err();
    faults.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    let expected = [
        ("/anything", FaultCode::Json),
        ("/dry_run", FaultCode::Type),
        ("/env/A", FaultCode::Key),
        ("/level", FaultCode::Enum),
        ("/point/0", FaultCode::Required),
        ("/replicas", FaultCode::Type),
        ("/target", FaultCode::OneOf),
        ("/weight", FaultCode::Type),
    ];
    assert_eq!(codes(&faults), expected);
}

#[test]
fn faults_name_the_rule_and_the_place() {
    let schema = deployment();
    let host = json!({"kind": "host", "address": "192.0.2.1"});
    for (value, pointer, code) in [
        (json!({"target": host}), "/name", FaultCode::Required),
        (json!({"name": "", "target": host}), "/name", FaultCode::MinLength),
        (json!({"name": "ä".repeat(21), "target": host}), "/name", FaultCode::MaxLength),
        (json!({"name": "n", "target": host, "replicas": 1.5}), "/replicas", FaultCode::Type),
        (json!({"name": "n", "target": host, "replicas": 0}), "/replicas", FaultCode::Minimum),
        (json!({"name": "n", "target": host, "replicas": 10}), "/replicas", FaultCode::Maximum),
        (json!({"name": "n", "target": host, "weight": 0}), "/weight", FaultCode::ExclusiveMinimum),
        (json!({"name": "n", "target": host, "weight": 0.25}), "/weight", FaultCode::MultipleOf),
        (json!({"name": "n", "target": host, "level": "x"}), "/level", FaultCode::Enum),
        (json!({"name": "n", "target": host, "colour": "b"}), "/colour", FaultCode::OneOf),
        (json!({"name": "n", "target": host, "tags": ["a", "a"]}), "/tags", FaultCode::UniqueItems),
        (json!({"name": "n", "target": host, "tags": ["a", "b", "c"]}), "/tags", FaultCode::MaxItems),
        (json!({"name": "n", "target": host, "point": [1, "a", 2]}), "/point", FaultCode::MaxItems),
        (json!({"name": "n", "target": host, "a/b": 1}), "/a~1b", FaultCode::AdditionalProperties),
        (json!({"name": "n", "target": {"kind": "host", "address": "x"}}), "/target/address", FaultCode::Format),
        (json!({"name": "n", "target": {"kind": "group", "members": []}}), "/target/members", FaultCode::MinItems),
        (json!({"name": "n", "target": {"kind": "other"}}), "/target", FaultCode::OneOf),
        (
            json!({"name": "n", "target": host, "parent": {"kind": "x", "address": "192.0.2.1"}}),
            "/parent/kind",
            FaultCode::Const,
        ),
    ] {
        let faults = validate(&schema, &value);
        assert!(codes(&faults).contains(&(pointer, code)), "{value}: {faults:?}");
    }
}

#[test]
fn what_is_left_to_the_server_is_never_refused_here() {
    let either = json!({"oneOf": [{"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^b"}]});
    assert_eq!(validate(&either, &json!("a")), FINE);
    let both = json!({"oneOf": [{"type": "string"}, {"minLength": 1}]});
    assert_eq!(codes(&validate(&both, &json!("a"))), [("", FaultCode::OneOf)]);
}

#[test]
fn a_new_form_starts_with_defaults_and_constants() {
    let schema = json!({
        "type": "object",
        "required": ["kind", "options"],
        "properties": {
            "kind": {"const": "x"},
            "size": {"type": "integer", "default": 3},
            "wrong": {"type": "integer", "default": "three"},
            "none": {"type": ["string", "null"], "default": null},
            "options": {"type": "object", "properties": {"deep": {"type": "boolean", "default": true}}},
            "optional": {"type": "object", "properties": {"deep": {"type": "boolean", "default": true}}}
        }
    });
    assert_eq!(form(&schema).start(), json!({"kind": "x", "size": 3, "options": {"deep": true}}));
}

#[test]
fn what_is_no_schema_is_told_with_its_place() {
    for (schema, pointer, code) in [
        (json!(false), "", SchemaFaultCode::Nothing),
        (json!(42), "", SchemaFaultCode::NotASchema),
        (json!({"type": "banana"}), "/type", SchemaFaultCode::UnknownType),
        (json!({"properties": {"a/b": 42}}), "/properties/a~1b", SchemaFaultCode::NotASchema),
        (json!({"properties": ["a"]}), "/properties", SchemaFaultCode::Keyword),
        (json!({"type": "object", "required": [1]}), "/required", SchemaFaultCode::Keyword),
        (json!({"enum": []}), "/enum", SchemaFaultCode::Keyword),
        (json!({"anyOf": []}), "/anyOf", SchemaFaultCode::Keyword),
        (json!({"properties": {"a": {"$ref": "#/$defs/none"}}}), "/properties/a/$ref", SchemaFaultCode::DanglingRef),
        (json!({"type": "array", "items": "string"}), "/items", SchemaFaultCode::NotASchema),
    ] {
        let fault = SchemaForm::read(&schema).unwrap_err();
        assert_eq!((fault.pointer.as_str(), fault.code), (pointer, code), "{schema}");
    }
}

#[test]
fn what_no_form_can_say_is_json() {
    for schema in [
        json!(true),
        json!({}),
        json!({"$ref": "https://example.org/schema.json"}),
        json!({"$ref": "#"}),
        json!({"type": "string", "not": {"const": "a"}}),
        json!({"allOf": [{"type": "string"}, {"type": "integer"}]}),
        json!({"allOf": [{"const": 1}, {"const": 2}]}),
    ] {
        assert_eq!(form(&schema).root.kind, Kind::Json, "{schema}");
        assert_round_trip(&schema, &json!({"any": ["thing", null]}));
    }
}

#[test]
fn recursion_ends_in_json() {
    let schema = json!({"$ref": "#/$defs/node", "$defs": {"node": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}
    }}});
    let form = form(&schema);
    let Kind::Array(children) = &field(&form, "children").kind else { panic!("an array") };
    assert_eq!(children.item(0).map(|node| &node.kind), Some(&Kind::Json));
    let value = json!({"name": "a", "children": [{"name": "b", "children": []}]});
    assert_eq!(validate(&schema, &value), FINE);
    assert_round_trip(&schema, &value);
    let wrong = json!({"children": [{"children": [{"name": 1}]}]});
    assert_eq!(codes(&validate(&schema, &wrong)), [("/children/0/children/0/name", FaultCode::Type)]);
}

#[test]
fn parts_said_by_all_of_are_one_object() {
    let schema = json!({
        "allOf": [{"$ref": "#/definitions/base"}, {"properties": {"b": {"type": "string"}}, "required": ["b"]}],
        "definitions": {"base": {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}}
    });
    let form = form(&schema);
    assert!(matches!(field(&form, "a").kind, Kind::Integer(_)) && matches!(field(&form, "b").kind, Kind::Text(_)));
    assert_eq!(codes(&validate(&schema, &json!({"a": "x"}))), [("/a", FaultCode::Type), ("/b", FaultCode::Required)]);
}

#[test]
fn hostile_schemas_stay_small() {
    let wide: Map<String, Value> = (0..10_000).map(|i| (format!("p{i}"), json!({"type": "string"}))).collect();
    let wide = json!({"type": "object", "properties": wide});
    assert_eq!(form(&wide).root.kind, Kind::Json);

    let mut deep = json!({"type": "string"});
    for _ in 0..200 {
        deep = json!({"type": "object", "properties": {"a": deep}, "required": ["a"]});
    }
    assert!(count(&form(&deep).root) < 50);
    validate(&deep, &form(&deep).start());

    // Each level refers twice to the next: 2^30 fields, and as many ways to fail.
    let level = |i: usize| {
        json!({"type": "object", "properties": {
            "l": {"$ref": format!("#/$defs/l{}", i + 1)}, "r": {"$ref": format!("#/$defs/l{}", i + 1)}
        }})
    };
    let mut levels: Map<String, Value> = (0..30).map(|i| (format!("l{i}"), level(i))).collect();
    levels.insert("l30".to_owned(), json!({"type": "string"}));
    let doubling = json!({"$ref": "#/$defs/l0", "$defs": levels});
    assert!(count(&form(&doubling).root) <= MAX_NODES + 20 * MAX_PROPERTIES);

    let all: Map<String, Value> = (0..30)
        .map(|i| {
            let next = json!({"$ref": format!("#/$defs/l{}", i + 1)});
            (format!("l{i}"), json!({"allOf": [next, next], "anyOf": [next, next]}))
        })
        .chain([("l30".to_owned(), json!({"type": "string"}))])
        .collect();
    let branching = json!({"$ref": "#/$defs/l0", "$defs": all});
    assert!(count(&form(&branching).root) <= MAX_NODES);
    validate(&branching, &json!(1));

    let mut chain: Map<String, Value> =
        (0..10_000).map(|i| (format!("l{i}"), json!({"$ref": format!("#/$defs/l{}", i + 1)}))).collect();
    chain.insert("l10000".to_owned(), json!({"type": "string"}));
    let chain = json!({"$ref": "#/$defs/l0", "$defs": chain});
    assert_eq!(form(&chain).root.kind, Kind::Json);
    validate(&chain, &json!(1));

    let circle = json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}});
    assert_eq!(form(&circle).root.kind, Kind::Json);
    validate(&circle, &json!(1));
}

#[test]
fn names_of_controls_come_back() {
    let schema = json!({"type": "object", "properties": {"a[b]": {"type": "string"}}});
    let form = form(&schema);
    let value = json!({"a[b]": "x"});
    let controls = form.fill(&value).into_iter().map(|(name, text)| {
        let control = entry::control("arguments", &name);
        let inner = control.strip_prefix("arguments[").and_then(|rest| rest.strip_suffix(']')).unwrap();
        assert!(!inner.contains(['[', ']']));
        (inner.to_owned(), text)
    });
    assert_eq!(form.collect(&entry::posted(controls)), Ok(value));
}

/// What each file in `schemas/` claims of a tool that a real server offers.
#[test]
fn schemas_of_real_servers_become_forms() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    let mut read = 0;
    for file in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let schema = &file["schema"];
        let form = SchemaForm::read(schema).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert!(matches!(form.root.kind, Kind::Object(_)), "{name}: the root is no object form");
        for value in file["valid"].as_array().unwrap() {
            assert_eq!(validate(schema, value), FINE, "{name}: {value}");
            assert_eq!(form.collect(&form.fill(value)).as_ref(), Ok(value), "{name}");
        }
        for case in file["invalid"].as_array().unwrap() {
            let faults = validate(schema, &case["arguments"]);
            let expected = (case["pointer"].as_str().unwrap(), case["code"].as_str().unwrap());
            let found = faults.iter().any(|fault| (fault.pointer.as_str(), fault.code.as_str()) == expected);
            assert!(found, "{name}: {} should break {expected:?} but breaks {faults:?}", case["arguments"]);
        }
        read += 1;
    }
    assert!(read >= 30, "only {read} schemas in {}", folder.display());
}
