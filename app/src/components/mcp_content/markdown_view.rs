//! Markdown, drawn.

use leptos::prelude::*;

use super::markdown::{Kind, Node, words};
use crate::ui::{Code, CodeBlock};

/// A text with titles, lists, tables and links.
#[component]
pub(super) fn MarkdownView(nodes: Vec<Node>) -> impl IntoView {
    view! { <div class="markdown">{pieces(nodes)}</div> }
}

fn pieces(nodes: Vec<Node>) -> Vec<AnyView> {
    nodes.into_iter().map(piece).collect()
}

fn piece(node: Node) -> AnyView {
    match node {
        Node::Text(text) => text.into_any(),
        Node::Code(text) => view! { <Code>{text}</Code> }.into_any(),
        Node::Break => view! { <br /> }.into_any(),
        Node::Rule => view! { <hr class="markdown__rule" /> }.into_any(),
        Node::Within(kind, nodes) => within(kind, nodes),
    }
}

/// Titles are of one level, the one below a card's: those of a stranger may skip levels.
fn within(kind: Kind, nodes: Vec<Node>) -> AnyView {
    match kind {
        Kind::CodeBlock => view! { <CodeBlock code=words(&nodes) /> }.into_any(),
        Kind::Table => table(nodes),
        Kind::Head | Kind::Row | Kind::Cell | Kind::Plain => pieces(nodes).into_any(),
        Kind::Paragraph => view! { <p>{pieces(nodes)}</p> }.into_any(),
        Kind::Title => view! { <h3 class="markdown__title">{pieces(nodes)}</h3> }.into_any(),
        Kind::Quote => view! { <blockquote class="markdown__quote">{pieces(nodes)}</blockquote> }.into_any(),
        Kind::List => view! { <ul>{pieces(nodes)}</ul> }.into_any(),
        Kind::Numbered(first) => view! { <ol start=first.to_string()>{pieces(nodes)}</ol> }.into_any(),
        Kind::Item => view! { <li>{pieces(nodes)}</li> }.into_any(),
        Kind::Emphasis => view! { <em>{pieces(nodes)}</em> }.into_any(),
        Kind::Strong => view! { <strong>{pieces(nodes)}</strong> }.into_any(),
        Kind::Deleted => view! { <del>{pieces(nodes)}</del> }.into_any(),
        Kind::Link(href) => view! {
            <a href=href target="_blank" rel="noopener noreferrer nofollow external">
                {pieces(nodes)}
            </a>
        }
        .into_any(),
    }
}

fn table(nodes: Vec<Node>) -> AnyView {
    let (head, rows): (Vec<_>, Vec<_>) =
        nodes.into_iter().partition(|node| matches!(node, Node::Within(Kind::Head, _)));
    let cells = |node: Node| match node {
        Node::Within(_, cells) => cells,
        other => vec![other],
    };
    let head: Vec<_> = head
        .into_iter()
        .flat_map(cells)
        .map(|cell| {
            if words(std::slice::from_ref(&cell)).trim().is_empty() {
                view! { <td></td> }.into_any()
            } else {
                view! { <th scope="col">{piece(cell)}</th> }.into_any()
            }
        })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = cells(row).into_iter().map(|cell| view! { <td>{piece(cell)}</td> }).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="table-region" tabindex="0">
            <table class="table">
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
