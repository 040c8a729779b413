//! JSON, drawn.

use leptos::prelude::*;
use serde_json::Value;

use super::data::{DEPTH, Data, entries};
use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Code, CodeBlock};

/// A value as a table or a tree, with its JSON a click away.
#[component]
pub fn DataView(
    /// The value.
    value: Value,
) -> impl IntoView {
    let i18n = use_i18n();
    let json = format!("{value:#}");
    let drawn = match Data::of(&value) {
        Data::Table { columns, rows } => table(columns, rows),
        Data::Tree(entries) => tree(i18n, entries, 0),
        Data::Json => return view! { <CodeBlock code=json wrap=true /> }.into_any(),
    };
    view! {
        <div class="data">
            {drawn} <details class="data__json">
                <summary>{t!(i18n, "mcp-call-as-json")}</summary>
                <CodeBlock code=json wrap=true />
            </details>
        </div>
    }
    .into_any()
}

fn table(columns: Vec<String>, rows: Vec<Vec<String>>) -> AnyView {
    let head: Vec<_> = columns
        .into_iter()
        .map(|name| {
            if name.trim().is_empty() {
                view! { <td></td> }.into_any()
            } else {
                view! { <th scope="col">{name}</th> }.into_any()
            }
        })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="table-region" tabindex="0">
            <table class="table data__table">
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn tree(i18n: I18n, entries: Vec<(String, Value)>, level: usize) -> AnyView {
    let items: Vec<_> = entries.into_iter().map(|(name, value)| item(i18n, name, &value, level)).collect();
    view! { <ul class="tree">{items}</ul> }.into_any()
}

/// A name with its value; what holds others opens, the first level at once.
fn item(i18n: I18n, name: String, value: &Value, level: usize) -> AnyView {
    match entries(value) {
        Some(below) if level < DEPTH => {
            let count = t!(i18n, "mcp-call-entries", count = below.len());
            let open = level == 0;
            view! {
                <li>
                    <details open=open>
                        <summary>
                            <span class="tree__name">{name}</span>
                            <span class="tree__count">{count}</span>
                        </summary>
                        {tree(i18n, below, level + 1)}
                    </details>
                </li>
            }
            .into_any()
        }
        Some(_) => view! {
            <li>
                <span class="tree__name">{name}</span>
                <CodeBlock code=format!("{value:#}") wrap=true />
            </li>
        }
        .into_any(),
        None => {
            let value = value.to_string();
            view! {
                <li>
                    <span class="tree__name">{name}</span>
                    <Code>{value}</Code>
                </li>
            }
            .into_any()
        }
    }
}
