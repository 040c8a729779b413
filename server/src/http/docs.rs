//! `/api/docs`: the OpenAPI document as a page. Rendered here, once whole and without scripts, so that the program of the
//! browser does not grow by it.

use std::collections::BTreeMap;

use app::i18n::{Appearance, I18n};
use app::shell::Assets;
use app::t;
use app::ui::{CONTENT_ID, Column, Table};
use axum::Extension;
use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse as _, Response};
use leptos::prelude::*;
use model::{Error, Theme};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Components, Object, Schema};
use utoipa::openapi::tag::Tag;
use utoipa::openapi::{OpenApi, Ref, RefOr};

use super::openapi::{DOCUMENT, operations};
use super::problem::Problem;
use crate::state::AppState;

/// Styles, fonts and the icon; nothing that runs.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Gives this description as a page.
#[utoipa::path(
    get,
    path = "/api/docs",
    tag = "docs",
    security(()),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html"))
)]
pub(crate) async fn get_docs(State(state): State<AppState>, Extension(appearance): Extension<Appearance>) -> Response {
    let Some(components) = &DOCUMENT.components else { return Problem::from(Error::Unavailable).into_response() };
    let docs = Docs { i18n: I18n::for_lang(appearance.lang), api: &DOCUMENT, components };
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(docs.document(&state.assets, appearance))).into_response()
}

/// An operation with its address.
#[derive(Clone, Copy)]
struct Door {
    method: &'static str,
    path: &'static str,
    operation: &'static Operation,
}

impl Door {
    /// Its name: the anchor, too.
    fn id(self) -> &'static str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }

    fn summary(self) -> String {
        self.operation.summary.as_deref().unwrap_or_default().trim_end_matches('.').to_owned()
    }

    fn is_socket(self) -> bool {
        self.operation.responses.responses.contains_key("101")
    }

    /// What its method means, as a colour.
    fn badge(self) -> AnyView {
        let tone = match self.method {
            "GET" => "info",
            "POST" => "success",
            "DELETE" => "danger",
            _ => "warning",
        };
        view! { <span class=format!("badge badge--{tone} docs__method")>{self.method}</span> }.into_any()
    }
}

/// The page in the reader's language.
#[derive(Clone, Copy)]
struct Docs {
    i18n: I18n,
    api: &'static OpenApi,
    components: &'static Components,
}

impl Docs {
    fn document(self, assets: &Assets, appearance: Appearance) -> String {
        let Appearance { lang, theme } = appearance;
        let title = format!("{} – {}", t!(self.i18n, "docs-title"), self.api.info.title);
        let (style, font) = (assets.url("main.css").to_owned(), assets.url("fonts/inter.woff2").to_owned());
        let color_scheme = match theme {
            Theme::System => "light dark",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let page = view! {
            <!DOCTYPE html>
            <html lang=lang.as_str() data-theme=theme.as_str()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content=color_scheme />
                    <title>{title}</title>
                    <link rel="stylesheet" href=style />
                    <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                    <link rel="icon" href="/favicon.svg" r#type="image/svg+xml" />
                </head>
                <body>{self.body()}</body>
            </html>
        };
        page.to_html()
    }

    fn body(self) -> AnyView {
        let contents = t!(self.i18n, "docs-contents");
        let nouns: Vec<AnyView> = self.nouns().into_iter().map(|(tag, doors)| self.noun(tag, &doors)).collect();
        let schemas: Vec<AnyView> =
            self.components.schemas.iter().map(|(name, schema)| self.schema(name, schema)).collect();
        let version = self.api.info.version.as_str();
        view! {
            <a class="skip-link" href=format!("#{CONTENT_ID}")>{t!(self.i18n, "ui-skip")}</a>
            <div class="docs">
                <header class="docs__head">
                    <a class="docs__home" href="/">{self.api.info.title.as_str()}</a>
                    <details class="docs__menu">
                        <summary class="button button--secondary">{contents.clone()}</summary>
                        <nav aria-label=contents.clone()>{self.contents()}</nav>
                    </details>
                </header>
                <nav class="docs__nav" aria-label=contents>{self.contents()}</nav>
                <main id=CONTENT_ID class="docs__content">
                    <h1 class="page-header__title">{t!(self.i18n, "docs-title")}</h1>
                    <p class="docs__sub">
                        {version} " · " <a href="/api/openapi.json">"openapi.json"</a>
                    </p>
                    <div class="docs__text">{self.api.info.description.as_deref().map(prose)}</div>
                    {nouns}
                    <section>
                        <h2 id="schemas" class="docs__noun">{t!(self.i18n, "docs-schemas")}</h2>
                        {schemas}
                    </section>
                </main>
            </div>
        }
        .into_any()
    }

    /// The operations by noun, in the order of the nouns.
    fn nouns(self) -> Vec<(&'static Tag, Vec<Door>)> {
        let paths = self.api.paths.paths.iter();
        let doors: Vec<Door> = paths
            .flat_map(|(path, item)| {
                operations(item).map(move |(method, operation)| Door { method, path: path.as_str(), operation })
            })
            .collect();
        let is_of = |door: &Door, tag: &Tag| door.operation.tags.iter().flatten().any(|name| *name == tag.name);
        let of =
            |tag: &'static Tag| (tag, doors.iter().copied().filter(|door| is_of(door, tag)).collect::<Vec<Door>>());
        self.api.tags.iter().flatten().map(of).collect()
    }

    fn contents(self) -> AnyView {
        let nouns: Vec<AnyView> = self
            .nouns()
            .into_iter()
            .map(|(tag, doors)| {
                let doors: Vec<AnyView> = doors
                    .into_iter()
                    .map(|door| {
                        let href = format!("#{}", door.id());
                        view! { <li><a class="docs__link" href=href>{door.summary()}</a></li> }.into_any()
                    })
                    .collect();
                view! {
                    <li>
                        <a class="docs__link docs__link--noun" href=format!("#noun-{}", tag.name)>{tag.name.as_str()}</a>
                        <ul>{doors}</ul>
                    </li>
                }
                .into_any()
            })
            .collect();
        view! {
            <ul class="docs__contents">
                {nouns}
                <li>
                    <a class="docs__link docs__link--noun" href="#schemas">{t!(self.i18n, "docs-schemas")}</a>
                </li>
            </ul>
        }
        .into_any()
    }

    fn noun(self, tag: &'static Tag, doors: &[Door]) -> AnyView {
        let doors: Vec<AnyView> = doors.iter().map(|door| self.door(*door)).collect();
        view! {
            <section>
                <h2 id=format!("noun-{}", tag.name) class="docs__noun">{tag.name.as_str()}</h2>
                <div class="docs__text">{tag.description.as_deref().map(prose)}</div>
                {doors}
            </section>
        }
        .into_any()
    }

    fn door(self, door: Door) -> AnyView {
        let access = match door.operation.security {
            None => t!(self.i18n, "docs-access-needed"),
            Some(_) => t!(self.i18n, "docs-access-open"),
        };
        view! {
            <article id=door.id() class="card docs__door">
                <h3 class="docs__title">{door.summary()}</h3>
                <p class="docs__route">{door.badge()} <code>{door.path}</code></p>
                <p class="docs__sub">{access}</p>
                <div class="docs__text">{door.operation.description.as_deref().map(prose)}</div>
                {self.parameters(door)}
                {self.request(door)}
                {self.answers(door)}
                <h4 class="docs__part">{t!(self.i18n, "docs-example")}</h4>
                <pre class="code-block code-block__text docs__example" tabindex="0"><code>{self.example(door)}</code></pre>
            </article>
        }
        .into_any()
    }

    fn parameters(self, door: Door) -> Option<AnyView> {
        let found = door.operation.parameters.iter().flatten();
        let rows: Vec<AnyView> = found
            .filter_map(|parameter| resolve(&self.components.parameters, parameter))
            .map(|parameter| self.parameter(parameter))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let title = t!(self.i18n, "docs-parameters");
        let columns = vec![
            Column::text(t!(self.i18n, "docs-name")),
            Column::text(t!(self.i18n, "docs-place")),
            Column::text(t!(self.i18n, "docs-type")),
            Column::text(t!(self.i18n, "docs-description")),
        ];
        let label = format!("{}: {title}", door.id());
        let table = view! {
            <h4 class="docs__part">{title}</h4>
            <Table label columns>{rows}</Table>
        };
        Some(table.into_any())
    }

    fn parameter(self, parameter: &'static Parameter) -> AnyView {
        let required = (word(&parameter.required) == "true").then(|| self.required());
        view! {
            <tr>
                <td><code>{parameter.name.as_str()}</code> " " {required}</td>
                <td>{word(&parameter.parameter_in)}</td>
                <td>{parameter.schema.as_ref().map(kind)}</td>
                <td>{parameter.description.as_deref().map(prose)}</td>
            </tr>
        }
        .into_any()
    }

    fn required(self) -> AnyView {
        view! { <span class="docs__required">{t!(self.i18n, "docs-required")}</span> }.into_any()
    }

    fn request(self, door: Door) -> Option<AnyView> {
        let schema = body_of(door)?.content.values().find_map(|content| match content {
            RefOr::T(content) => content.schema.as_ref(),
            RefOr::Ref(_) => None,
        })?;
        let request = view! {
            <h4 class="docs__part">{t!(self.i18n, "docs-body")}</h4>
            <p>{kind(schema)}</p>
            {self.inside(schema)}
        };
        Some(request.into_any())
    }

    fn answers(self, door: Door) -> AnyView {
        let answers = &door.operation.responses.responses;
        let rows: Vec<AnyView> = answers
            .iter()
            .filter_map(|(status, answer)| Some((status, resolve(&self.components.responses, answer)?)))
            .map(|(status, answer)| {
                let headers: Vec<AnyView> = answer
                    .headers
                    .iter()
                    .filter_map(|(name, header)| match header {
                        // Those that every answer has are told of once, at the top.
                        RefOr::Ref(_) => None,
                        RefOr::T(header) => {
                            let description = header.description.as_deref().map(inline);
                            Some(view! { <li><code>{name.as_str()}</code> ": " {description}</li> }.into_any())
                        }
                    })
                    .collect();
                let contents: Vec<AnyView> = answer
                    .content
                    .iter()
                    .map(|(media, content)| {
                        let schema = match content {
                            RefOr::T(content) => content.schema.as_ref().map(kind),
                            RefOr::Ref(_) => None,
                        };
                        view! { <div>{schema} " " <span class="docs__media">{media.as_str()}</span></div> }.into_any()
                    })
                    .collect();
                let headers = (!headers.is_empty()).then(|| view! { <ul>{headers}</ul> });
                view! {
                    <tr>
                        <td><code>{status.as_str()}</code></td>
                        <td>{prose(&answer.description)} {headers}</td>
                        <td>{contents}</td>
                    </tr>
                }
                .into_any()
            })
            .collect();
        let title = t!(self.i18n, "docs-answers");
        let columns = vec![
            Column::text(t!(self.i18n, "docs-status")),
            Column::text(t!(self.i18n, "docs-description")),
            Column::text(t!(self.i18n, "docs-type")),
        ];
        let label = format!("{}: {title}", door.id());
        view! {
            <h4 class="docs__part">{title}</h4>
            <Table label columns>{rows}</Table>
        }
        .into_any()
    }

    fn schema(self, name: &'static str, schema: &'static RefOr<Schema>) -> AnyView {
        view! {
            <section id=format!("schema-{name}") class="card docs__door">
                <h3 class="docs__title"><code>{name}</code></h3>
                <div class="docs__text">{description(schema).map(prose)}</div>
                {self.inside(schema)}
            </section>
        }
        .into_any()
    }

    /// What a value of this type consists of.
    fn inside(self, schema: &'static RefOr<Schema>) -> AnyView {
        match schema {
            RefOr::Ref(to) => self.named(to).map(|schema| self.inside(schema)).into_any(),
            RefOr::T(Schema::Object(object)) if !object.properties.is_empty() => {
                let properties: Vec<AnyView> = object
                    .properties
                    .iter()
                    .map(|(name, property)| self.property(name, property, object.required.contains(name)))
                    .collect();
                view! { <ul class="docs__properties">{properties}</ul> }.into_any()
            }
            RefOr::T(Schema::OneOf(one)) => {
                let variants: Vec<AnyView> = one
                    .items
                    .iter()
                    .map(|variant| {
                        view! {
                            <li class="docs__variant">
                                {description(variant).map(prose)}
                                {self.inside(variant)}
                            </li>
                        }
                        .into_any()
                    })
                    .collect();
                view! { <ul class="docs__properties">{variants}</ul> }.into_any()
            }
            RefOr::T(Schema::AllOf(all)) => {
                all.items.iter().map(|part| self.inside(part)).collect::<Vec<AnyView>>().into_any()
            }
            schema => view! { <p>{kind(schema)} {facts(schema)}</p> }.into_any(),
        }
    }

    fn property(self, name: &'static str, schema: &'static RefOr<Schema>, required: bool) -> AnyView {
        let required = required.then(|| self.required());
        // What has a name of its own is shown there.
        let inner = matches!(schema, RefOr::T(Schema::Object(object)) if !object.properties.is_empty());
        let inner = inner.then(|| self.inside(schema));
        view! {
            <li class="docs__property">
                <p><code class="docs__name">{name}</code> " " {kind(schema)} " " {required} {facts(schema)}</p>
                {description(schema).map(prose)}
                {inner}
            </li>
        }
        .into_any()
    }

    fn named(self, to: &'static Ref) -> Option<&'static RefOr<Schema>> {
        self.components.schemas.get(name_of(to))
    }

    /// The operation on a command line.
    fn example(self, door: Door) -> String {
        let path = door.path.replace("{org}", "$ORG").replace("{id}", "$ID");
        let authorization = "-H \"Authorization: Bearer $TOKEN\"";
        if door.is_socket() {
            return format!("websocat {authorization} \\\n  \"ws://127.0.0.1:3000{path}\"");
        }
        let mut lines = vec![format!("curl -X {} \"http://127.0.0.1:3000{path}\"", door.method)];
        if door.operation.security.is_none() {
            lines.push(authorization.to_owned());
        }
        let schema = body_of(door).and_then(|body| body.content.values().next()).and_then(|content| match content {
            RefOr::T(content) => content.schema.as_ref(),
            RefOr::Ref(_) => None,
        });
        if let Some(schema) = schema {
            lines.push("-H 'Content-Type: application/json'".to_owned());
            lines.push(format!("-d '{}'", self.sample(schema)));
        }
        lines.join(" \\\n  ")
    }

    /// A value of this type with what it must have.
    fn sample(self, schema: &'static RefOr<Schema>) -> Value {
        match schema {
            RefOr::Ref(to) => self.named(to).map_or(Value::Null, |schema| self.sample(schema)),
            RefOr::T(Schema::Object(object)) => self.sample_object(object),
            RefOr::T(Schema::Array(_)) => json!([]),
            RefOr::T(Schema::OneOf(one)) => one.items.last().map_or(Value::Null, |item| self.sample(item)),
            RefOr::T(Schema::AllOf(all)) => {
                let parts = all.items.iter().map(|part| self.sample(part));
                let members = parts.filter_map(|part| match part {
                    Value::Object(members) => Some(members),
                    _ => None,
                });
                Value::Object(members.flatten().collect())
            }
            RefOr::T(_) => Value::Null,
        }
    }

    fn sample_object(self, object: &'static Object) -> Value {
        if let Some(first) = object.enum_values.iter().flatten().next() {
            return first.clone();
        }
        let types = word(&object.schema_type);
        let format = object.format.as_ref().map(word).unwrap_or_default();
        match (types.split(" | ").next().unwrap_or_default(), format.as_str()) {
            ("string", "uuid") => json!("01939f6e-0000-7000-8000-000000000000"),
            ("string", "date-time") => json!("2026-01-01T00:00:00Z"),
            ("string", _) => json!("…"),
            ("integer" | "number", _) => json!(1),
            ("boolean", _) => json!(true),
            _ => {
                let required = object.properties.iter().filter(|(name, _)| object.required.contains(name));
                Value::Object(required.map(|(name, property)| (name.clone(), self.sample(property))).collect())
            }
        }
    }
}

fn body_of(door: Door) -> Option<&'static RequestBody> {
    match door.operation.request_body.as_ref()? {
        RefOr::T(body) => Some(body),
        RefOr::Ref(_) => None,
    }
}

/// The thing itself, or the component that is meant.
fn resolve<T>(components: &'static BTreeMap<String, RefOr<T>>, what: &'static RefOr<T>) -> Option<&'static T> {
    let found = match what {
        RefOr::Ref(to) => components.get(name_of(to))?,
        found @ RefOr::T(_) => found,
    };
    match found {
        RefOr::T(found) => Some(found),
        RefOr::Ref(_) => None,
    }
}

fn name_of(to: &'static Ref) -> &'static str {
    to.ref_location.rsplit('/').next().unwrap_or_default()
}

/// A type in the notation of the page: `string`, `array<Check>`, `Lang | null`.
fn kind(schema: &'static RefOr<Schema>) -> AnyView {
    view! { <code class="docs__type">{notation(schema)}</code> }.into_any()
}

fn notation(schema: &'static RefOr<Schema>) -> AnyView {
    match schema {
        RefOr::Ref(to) => {
            let name = name_of(to);
            view! { <a href=format!("#schema-{name}")>{name}</a> }.into_any()
        }
        RefOr::T(Schema::Array(array)) => {
            let items = match &array.items {
                ArrayItems::RefOrSchema(items) => Some(notation(items)),
                ArrayItems::False => None,
            };
            let null = word(&array.schema_type).contains("null").then_some(" | null");
            view! { "array<" {items} ">" {null} }.into_any()
        }
        RefOr::T(Schema::OneOf(one)) => joined(&one.items, " | "),
        RefOr::T(Schema::AnyOf(any)) => joined(&any.items, " | "),
        RefOr::T(Schema::AllOf(all)) => joined(&all.items, " & "),
        RefOr::T(Schema::Object(object)) => {
            if let Some(AdditionalProperties::RefOr(values)) = object.additional_properties.as_deref() {
                return view! { "map<string, " {notation(values)} ">" }.into_any();
            }
            let format = object.format.as_ref().map(|format| format!(" ({})", word(format))).unwrap_or_default();
            format!("{}{format}", word(&object.schema_type)).into_any()
        }
        RefOr::T(_) => "any".into_any(),
    }
}

fn joined(items: &'static [RefOr<Schema>], between: &'static str) -> AnyView {
    let pieces: Vec<AnyView> = items
        .iter()
        .enumerate()
        .map(|(i, item)| view! { {(i > 0).then_some(between)} {notation(item)} }.into_any())
        .collect();
    pieces.into_any()
}

/// The words and bounds of a value, in the words of JSON Schema.
fn facts(schema: &'static RefOr<Schema>) -> AnyView {
    let RefOr::T(Schema::Object(object)) = schema else { return ().into_any() };
    let words: Vec<AnyView> = object
        .enum_values
        .iter()
        .flatten()
        .map(|value| view! { <code class="code">{word(value)}</code> " " }.into_any())
        .collect();
    let bounds = [
        ("minLength", object.min_length.as_ref().map(word)),
        ("maxLength", object.max_length.as_ref().map(word)),
        ("minimum", object.minimum.as_ref().map(word)),
        ("maximum", object.maximum.as_ref().map(word)),
        ("pattern", object.pattern.clone()),
        ("writeOnly", object.write_only.as_ref().map(word)),
    ];
    let bounds = bounds.into_iter().filter_map(|(name, value)| Some(format!(" {name} {}", value?)));
    view! { {words} <span class="docs__bounds">{bounds.collect::<String>()}</span> }.into_any()
}

fn description(schema: &'static RefOr<Schema>) -> Option<&'static str> {
    let text = match schema {
        RefOr::Ref(to) => Some(&to.description),
        RefOr::T(Schema::Array(array)) => array.description.as_ref(),
        RefOr::T(Schema::Object(object)) => object.description.as_ref(),
        RefOr::T(Schema::OneOf(one)) => one.description.as_ref(),
        RefOr::T(Schema::AllOf(all)) => all.description.as_ref(),
        RefOr::T(_) => None,
    };
    text.map(String::as_str).filter(|text| !text.is_empty())
}

/// How JSON writes a word, a number or a list of words.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Array(words)) => words.iter().map(word).collect::<Vec<_>>().join(" | "),
        Ok(Value::Null) => "any".to_owned(),
        // Bounds are floating numbers in the document's own types.
        Ok(Value::Number(number)) => number.as_f64().map_or_else(String::new, |number| number.to_string()),
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    }
}

/// Paragraphs, in which backticks mark code.
fn prose(text: &str) -> AnyView {
    let paragraphs = text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
    paragraphs.map(|paragraph| view! { <p>{inline(paragraph)}</p> }.into_any()).collect::<Vec<AnyView>>().into_any()
}

fn inline(text: &str) -> AnyView {
    let pieces = text.split('`').enumerate().map(|(i, piece)| {
        let piece = piece.to_owned();
        match i % 2 {
            1 => view! { <code class="code">{piece}</code> }.into_any(),
            _ => piece.into_any(),
        }
    });
    pieces.collect::<Vec<AnyView>>().into_any()
}
