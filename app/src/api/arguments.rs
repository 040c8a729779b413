//! What a form sends as the arguments of an MCP tool: `components::schema_form` says how.

use std::collections::HashMap;

use model::schema_form::{Fault, FaultCode, SchemaForm, entry, validate};
use model::{Action, Error, FieldCode, Noun, ServerId};
use serde_json::{Map, Value};
use studio_core::OrgCtx;

/// The two halves of the form, and which one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entered {
    /// What the fields hold, by entry.
    pub(super) entries: HashMap<String, String>,
    /// The text of the editor.
    pub(super) json: String,
    /// `form` where the fields count.
    pub(super) mode: String,
}

impl Entered {
    /// The arguments, held against the MCP tool's schema as the page holds them; without it, fields cannot be read. They
    /// are read for those who may do `what` they are for. Where no server is named, no schema is known.
    pub(super) async fn read(
        self,
        ctx: &OrgCtx,
        what: Action,
        server: Option<ServerId>,
        tool: &str,
    ) -> Result<Map<String, Value>, studio_core::Error> {
        ctx.authorize(what)?;
        let tool = match server {
            Some(server) => studio_core::mcp_tool::known(ctx, server, tool).await,
            None => Err(Error::NotFound { noun: Noun::McpTool }.into()),
        };
        let read = match (self.mode == "form", tool) {
            (true, tool) => from_fields(&tool?.input_schema, self.entries),
            (false, Ok(tool)) => valid(&tool.input_schema, from_json(&self.json)?),
            (false, Err(studio_core::Error::Public(Error::NotFound { .. }))) => Ok(from_json(&self.json)?),
            (false, Err(error)) => return Err(error),
        };
        read.map_err(|faults| {
            let fields = faults.iter().map(|fault| fault.field_error("arguments")).collect();
            Error::Invalid { fields }.into()
        })
    }
}

/// Reads the text of a JSON object; nothing is an empty one.
fn from_json(text: &str) -> Result<Map<String, Value>, Error> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(text)
        .map_err(|error| Error::invalid("arguments", FieldCode::Shape { detail: error.to_string() }))
}

fn from_fields(schema: &Value, entries: HashMap<String, String>) -> Result<Map<String, Value>, Vec<Fault>> {
    let form = SchemaForm::read(schema).map_err(|fault| {
        vec![Fault::new("", FaultCode::Json).with("detail", format!("{}: {}", fault.pointer, fault.code.as_str()))]
    })?;
    match form.collect(&entry::posted(entries))? {
        Value::Object(arguments) => valid(schema, arguments),
        _ => Err(vec![Fault::new("", FaultCode::Type).with("expected", "object")]),
    }
}

fn valid(schema: &Value, arguments: Map<String, Value>) -> Result<Map<String, Value>, Vec<Fault>> {
    let value = Value::Object(arguments);
    let faults = validate(schema, &value);
    match value {
        Value::Object(arguments) if faults.is_empty() => Ok(arguments),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arguments_are_an_object_or_told_why_not() {
        assert!(from_json(" \n").unwrap().is_empty());
        assert_eq!(from_json(r#"{"a": [1]}"#).unwrap()["a"], json!([1]));
        for wrong in ["[1]", "{\"a\":", "null", "{} {}"] {
            let Err(Error::Invalid { fields }) = from_json(wrong) else { panic!("{wrong}") };
            assert!(matches!(&fields[0].code, FieldCode::Shape { .. }), "{wrong}: {fields:?}");
        }
    }

    #[test]
    fn fields_are_read_by_their_schema() {
        let schema = json!({
            "type": "object",
            "properties": { "a[0]": { "type": "integer", "minimum": 1 }, "b": { "type": "string" } }
        });
        let with = |a: &str| {
            let entries = [("/a~20~3", a), ("/b", "x\r\ny")].map(|(name, text)| (name.to_owned(), text.to_owned()));
            from_fields(&schema, entries.into())
        };
        assert_eq!(Value::Object(with("7").unwrap()), json!({ "a[0]": 7, "b": "x\ny" }));
        assert_eq!(with("0").unwrap_err()[0].code, FaultCode::Minimum);
        assert_eq!(with("seven").unwrap_err()[0].code, FaultCode::Type);
        assert!(from_fields(&json!({ "type": "array" }), HashMap::new()).is_err());
    }

    /// A browser's names through the parser of server functions, and a page's own through its writer first.
    #[test]
    fn names_of_controls_survive_the_way() {
        #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        struct Form {
            #[serde(default)]
            arguments: HashMap<String, String>,
        }
        for name in ["/a", "/a/0/b", "is/a", "rest", "/x~1y~0z", "/a.b c&d=e", "/a[0]", "/é%5B+", "/"] {
            let control = entry::control("arguments", name);
            let posted = url::form_urlencoded::Serializer::new(String::new()).append_pair(&control, "v\n1").finish();
            let read = |text: &str| serde_qs::Config::new(5, false).deserialize_str::<Form>(text).unwrap();
            let form = read(&posted);
            let written = read(&serde_qs::to_string(&form).unwrap());
            for form in [form, written] {
                assert_eq!(entry::posted(form.arguments), [(name.to_owned(), "v\n1".to_owned())], "{posted}");
            }
        }
    }
}
