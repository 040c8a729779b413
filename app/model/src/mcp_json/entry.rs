//! One server of a file, as the clients write it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use url::Url;

use super::auth;
use super::template::Template;
use crate::server::is_reserved_header;
use crate::server_import::{ImportEntry, ImportNeed, ImportRefusal, RefusalReason};
use crate::{Secret, ServerAuth, ServerAuthKind};

/// What the file says about its `${input:…}`: key → description.
pub(super) type Inputs = BTreeMap<String, String>;

/// A server of a file. Printing it shows no secret.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What people are told of it.
    pub told: ImportEntry,
    url: Template,
    headers: Vec<(String, Template)>,
}

impl Entry {
    /// Reads an entry and judges it.
    pub(super) fn read(name: &str, value: &Value, inputs: &Inputs) -> Self {
        let mut told = ImportEntry {
            name: name.trim().to_owned(),
            url: None,
            auth_kind: ServerAuthKind::None,
            headers: Vec::new(),
            headers_left_out: Vec::new(),
            disabled: value.get("disabled").and_then(Value::as_bool).unwrap_or_default(),
            needs: Vec::new(),
            refusal: None,
        };
        match Target::read(name, value) {
            Ok(target) => {
                told.auth_kind = auth::kind(&target.headers);
                told.headers = target.headers.iter().map(|(name, _)| name.clone()).collect();
                told.headers_left_out = target.left_out;
                told.needs = needs(&target.url, &target.headers, inputs);
                told.url = Some(target.written_url);
                let long = told.name.chars().count() > 80;
                if told.name.is_empty() || long || told.name.chars().any(char::is_control) {
                    told.refusal = Some(ImportRefusal::new(RefusalReason::Name, ""));
                }
                Self { told, url: target.url, headers: target.headers }
            }
            Err(refusal) => {
                told.refusal = Some(refusal);
                Self { told, url: Template::default(), headers: Vec::new() }
            }
        }
    }

    /// Address and credentials, with these values in the place of the placeholders. The error is the keys of those that
    /// are missing. Of a refused entry the address is empty.
    pub fn fill(&self, values: &BTreeMap<String, Secret>) -> Result<(String, ServerAuth), Vec<String>> {
        let headers: Option<Vec<_>> =
            self.headers.iter().map(|(name, value)| Some((name.clone(), value.fill(values)?))).collect();
        match (self.url.fill(values), headers) {
            (Some(url), Some(headers)) => Ok((url, auth::of_headers(headers))),
            _ => Err(self.missing(values)),
        }
    }

    fn missing(&self, values: &BTreeMap<String, Secret>) -> Vec<String> {
        let given = |key: &str| values.get(key).is_some_and(|value| !value.expose().trim().is_empty());
        self.told.needs.iter().map(|need| need.key.clone()).filter(|key| !given(key)).collect()
    }
}

/// Where an entry leads.
struct Target {
    written_url: String,
    url: Template,
    headers: Vec<(String, Template)>,
    left_out: Vec<String>,
}

impl Target {
    fn read(name: &str, value: &Value) -> Result<Self, ImportRefusal> {
        let Some(object) = value.as_object() else { return refuse(RefusalReason::Shape, name) };
        let Written { url: written_url, headers: written, environment } = Written::read(object)?;
        let template = |text: &str| match Template::parse(text) {
            Ok(template) => Ok(template.resolve(&environment)),
            Err(placeholder) => refuse(RefusalReason::Variable, &placeholder),
        };
        let url = template(&written_url)?;
        if let Some(url) = url.fill(&BTreeMap::new()) {
            check_url(&url)?;
        }
        let (left_out, sent): (Vec<_>, Vec<_>) = written.into_iter().partition(|(name, _)| is_reserved_header(name));
        let mut headers = Vec::new();
        for (name, value) in sent {
            let is_token = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            if !is_token || headers.len() == 32 {
                return refuse(RefusalReason::Header, &name);
            }
            let value = template(&value)?;
            headers.push((name, value));
        }
        Ok(Self { written_url, url, headers, left_out: left_out.into_iter().map(|(name, _)| name).collect() })
    }
}

/// Address and headers as the file has them, and the variables that it sets itself.
struct Written {
    url: String,
    headers: Vec<(String, String)>,
    environment: BTreeMap<String, Template>,
}

impl Written {
    fn read(object: &Map<String, Value>) -> Result<Self, ImportRefusal> {
        let transport = first_text(object, &["type", "transport", "transportType"])?.unwrap_or_default();
        // `serverUrl` is Windsurf's, `httpUrl` Gemini's.
        let url = first_text(object, &["url", "serverUrl", "httpUrl"])?;
        match transport.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
            "sse" => return refuse(RefusalReason::Sse, ""),
            "" | "http" | "streamablehttp" | "stdio" => {}
            _ => return refuse(RefusalReason::Transport, transport),
        }
        let (Some(url), false) = (url, transport.eq_ignore_ascii_case("stdio")) else {
            return Self::of_command(object);
        };
        for key in ["oauth", "auth", "headersHelper", "authProviderType"] {
            if object.get(key).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false))) {
                return refuse(RefusalReason::SignIn, key);
            }
        }
        let headers = texts(object, "headers")?;
        Ok(Self { url: url.trim().to_owned(), headers, environment: BTreeMap::new() })
    }

    /// A command is refused, but for `mcp-remote`, which leads clients that know only commands to a server elsewhere
    /// (<https://github.com/geelen/mcp-remote>).
    fn of_command(object: &Map<String, Value>) -> Result<Self, ImportRefusal> {
        // Zed once wrote `"command": {"path": …, "args": …}`.
        let inner = object.get("command").and_then(Value::as_object);
        let (command, holder) = match inner {
            Some(inner) => (first_text(inner, &["path"])?, inner),
            None => (first_text(object, &["command"])?, object),
        };
        let Some(command) = command else { return refuse(RefusalReason::NoAddress, "") };
        let args: Vec<&str> = match holder.get("args") {
            Some(Value::Array(args)) => args.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let is_bridge = |word: &&str| *word == "mcp-remote" || word.starts_with("mcp-remote@");
        let after = args.iter().position(is_bridge).map(|at| &args[at + 1..]);
        let bridged = after.or_else(|| is_bridge(&command).then_some(args.as_slice()));
        let url = bridged.and_then(|args| args.iter().find(|arg| arg.starts_with("http") || arg.starts_with("${")));
        let (Some(args), Some(url)) = (bridged, url) else { return refuse(RefusalReason::Stdio, command) };
        let mut headers = Vec::new();
        for pair in args.windows(2) {
            match *pair {
                ["--transport", "sse-only"] => return refuse(RefusalReason::Sse, ""),
                ["--header", header] => match header.split_once(':') {
                    Some((name, value)) => headers.push((name.trim().to_owned(), value.trim().to_owned())),
                    None => return refuse(RefusalReason::Shape, "--header"),
                },
                [option, _] if option.starts_with("--static-oauth") => return refuse(RefusalReason::SignIn, option),
                _ => {}
            }
        }
        let mut environment = BTreeMap::new();
        for (name, value) in texts(object, "env")? {
            match Template::parse(&value) {
                Ok(template) => environment.insert(name, template),
                Err(placeholder) => return refuse(RefusalReason::Variable, &placeholder),
            };
        }
        Ok(Self { url: (*url).to_owned(), headers, environment })
    }
}

fn refuse<T>(reason: RefusalReason, detail: &str) -> Result<T, ImportRefusal> {
    Err(ImportRefusal::new(reason, detail))
}

/// The first of these properties that is there; one that is no text is refused.
fn first_text<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> Result<Option<&'a str>, ImportRefusal> {
    for key in keys {
        match object.get(*key) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => return Ok(Some(text)),
            Some(_) => return refuse(RefusalReason::Shape, key),
        }
    }
    Ok(None)
}

/// The members of a property that is an object of texts; absent is empty.
fn texts(object: &Map<String, Value>, key: &str) -> Result<Vec<(String, String)>, ImportRefusal> {
    let members = match object.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(members)) => members,
        Some(_) => return refuse(RefusalReason::Shape, key),
    };
    let mut texts = Vec::new();
    for (name, value) in members {
        match value {
            Value::String(text) => texts.push((name.clone(), text.clone())),
            _ => return refuse(RefusalReason::Shape, &format!("{key}.{name}")),
        }
    }
    Ok(texts)
}

fn check_url(text: &str) -> Result<(), ImportRefusal> {
    match Url::parse(text) {
        Ok(url) if !url.username().is_empty() || url.password().is_some() => refuse(RefusalReason::UrlCredentials, ""),
        Ok(url)
            if matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|host| !host.is_empty())
                && text.len() <= 2000 =>
        {
            Ok(())
        }
        _ => refuse(RefusalReason::Url, text),
    }
}

/// The open values of an entry, each once, in the order of its address and headers.
fn needs(url: &Template, headers: &[(String, Template)], inputs: &Inputs) -> Vec<ImportNeed> {
    let mut needs: Vec<ImportNeed> = Vec::new();
    let in_headers = headers.iter().map(|(name, value)| (Some(name), value));
    for (header, template) in std::iter::once((None, url)).chain(in_headers) {
        for key in template.wanted() {
            let at = needs.iter().position(|need| need.key == key).unwrap_or_else(|| {
                let description = inputs.get(key).cloned();
                needs.push(ImportNeed { key: key.to_owned(), description, headers: Vec::new(), in_url: false });
                needs.len() - 1
            });
            match header {
                Some(header) if needs[at].headers.contains(header) => {}
                Some(header) => needs[at].headers.push(header.clone()),
                None => needs[at].in_url = true,
            }
        }
    }
    needs
}
