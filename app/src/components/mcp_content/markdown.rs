//! Markdown as a tree of what our pages show. Of a stranger's text nothing becomes markup but what is named here: raw HTML
//! stays text, pictures become links, and links lead to the web or to mail only.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// Deepest nesting; a text that is deeper is shown as it is written.
const MAX_DEPTH: usize = 24;

/// A piece of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Words.
    Text(String),
    /// Words in the mono font.
    Code(String),
    /// The line ends here.
    Break,
    /// A line across.
    Rule,
    /// Something with pieces in it.
    Within(Kind, Vec<Node>),
}

/// What holds pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing by itself.
    Plain,
    Paragraph,
    Title,
    Quote,
    CodeBlock,
    List,
    /// A list whose first item has this number.
    Numbered(u64),
    Item,
    Table,
    Head,
    Row,
    Cell,
    Emphasis,
    Strong,
    Deleted,
    /// To an address that may be followed.
    Link(String),
}

/// Reads a text; `None` when it is nested too deep.
pub(super) fn parse(text: &str) -> Option<Vec<Node>> {
    let mut open = vec![(Kind::Plain, Vec::new())];
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => {
                if open.len() > MAX_DEPTH {
                    return None;
                }
                // A link in a link is no HTML: a picture may be one.
                let linked = open.iter().any(|(kind, _)| matches!(kind, Kind::Link(_)));
                let kind = match kind(tag) {
                    Kind::Link(_) if linked => Kind::Plain,
                    kind => kind,
                };
                open.push((kind, Vec::new()));
            }
            Event::End(_) => {
                let (kind, mut nodes) = open.pop()?;
                if let Kind::Link(href) = &kind
                    && words(&nodes).trim().is_empty()
                {
                    nodes.push(Node::Text(href.clone()));
                }
                push(&mut open, Node::Within(kind, nodes));
            }
            Event::Text(text) | Event::Html(text) | Event::FootnoteReference(text) => {
                push(&mut open, Node::Text(text.into_string()));
            }
            Event::Code(text) => push(&mut open, Node::Code(text.into_string())),
            Event::SoftBreak => push(&mut open, Node::Text("\n".to_owned())),
            Event::HardBreak => push(&mut open, Node::Break),
            Event::Rule => push(&mut open, Node::Rule),
            Event::TaskListMarker(done) => {
                push(&mut open, Node::Text(if done { "[x] " } else { "[ ] " }.to_owned()));
            }
        }
    }
    open.pop().map(|(_, nodes)| nodes)
}

fn push(open: &mut [(Kind, Vec<Node>)], node: Node) {
    let Some((_, nodes)) = open.last_mut() else { return };
    if let (Node::Text(text), Some(Node::Text(before))) = (&node, nodes.last_mut()) {
        before.push_str(text);
    } else {
        nodes.push(node);
    }
}

fn kind(tag: Tag<'_>) -> Kind {
    match tag {
        Tag::Paragraph | Tag::FootnoteDefinition(_) => Kind::Paragraph,
        Tag::Heading(..) => Kind::Title,
        Tag::BlockQuote => Kind::Quote,
        Tag::CodeBlock(_) => Kind::CodeBlock,
        Tag::List(None) => Kind::List,
        Tag::List(Some(first)) => Kind::Numbered(first),
        Tag::Item => Kind::Item,
        Tag::Table(_) => Kind::Table,
        Tag::TableHead => Kind::Head,
        Tag::TableRow => Kind::Row,
        Tag::TableCell => Kind::Cell,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strong => Kind::Strong,
        Tag::Strikethrough => Kind::Deleted,
        Tag::Link(_, to, _) | Tag::Image(_, to, _) => address(&to).map_or(Kind::Plain, Kind::Link),
    }
}

/// An address that may be followed: of the web or of mail.
fn address(to: &str) -> Option<String> {
    let to = to.trim();
    let scheme = to.split_once(':')?.0.to_ascii_lowercase();
    ["http", "https", "mailto"].contains(&scheme.as_str()).then(|| to.to_owned())
}

/// All words of some pieces.
pub(super) fn words(nodes: &[Node]) -> String {
    let word = |node: &Node| match node {
        Node::Text(text) | Node::Code(text) => text.clone(),
        Node::Break | Node::Rule => "\n".to_owned(),
        Node::Within(_, nodes) => words(nodes),
    };
    nodes.iter().map(word).collect()
}

/// Whether a text is plainly Markdown. What is in doubt stays as it is written: columns of output would lose their places.
pub(super) fn is_markdown(text: &str) -> bool {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let heading = |i: usize| {
        let words = lines[i].trim_start_matches('#');
        let level = lines[i].len() - words.len();
        let alone = |j: Option<usize>| j.and_then(|j| lines.get(j)).is_none_or(|line| line.is_empty());
        (1..=6).contains(&level) && words.starts_with(' ') && alone(i.checked_sub(1)) && alone(Some(i + 1))
    };
    (0..lines.len()).any(|i| {
        let line = lines[i];
        line.starts_with("```") || heading(i) || line.contains("](http") || is_bold(line) || is_table_rule(line)
    })
}

/// Words between two pairs of asterisks.
fn is_bold(line: &str) -> bool {
    let begins = |at: usize| {
        let before = line[..at].chars().next_back().is_none_or(char::is_whitespace);
        before && line[at + 2..].starts_with(char::is_alphanumeric)
    };
    line.match_indices("**").any(|(at, _)| begins(at) && line[at + 2..].contains("**"))
}

/// The line under the head of a table.
fn is_table_rule(line: &str) -> bool {
    line.starts_with('|') && line.contains("---") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(nodes: &[Node]) -> Vec<String> {
        let of = |node: &Node| match node {
            Node::Within(Kind::Link(href), nodes) => [vec![href.clone()], links(nodes)].concat(),
            Node::Within(_, nodes) => links(nodes),
            _ => Vec::new(),
        };
        nodes.iter().flat_map(of).collect()
    }

    #[test]
    fn html_stays_text() {
        let text = "<script>alert(1)</script>\n\na <b onclick=x>b</b> <img src=x onerror=y>\n";
        let nodes = parse(text).unwrap();
        assert!(words(&nodes).contains("<script>alert(1)</script>"), "{nodes:?}");
        assert!(words(&nodes).contains("<b onclick=x>b</b> <img src=x onerror=y>"), "{nodes:?}");
    }

    #[test]
    fn links_lead_to_the_web_or_to_mail_only() {
        for to in ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "/o/acme", "//evil.example"]
        {
            for text in [format!("[a]({to})"), format!("![a](<{to}>)"), format!("[a]\n\n[a]: {to}")] {
                let nodes = parse(&text).unwrap();
                assert!(links(&nodes).is_empty(), "{text}: {nodes:?}");
                assert!(words(&nodes).contains('a'), "{text}: {nodes:?}");
            }
        }
        assert!(links(&parse("[a](java&#115;cript:x) [a](&#x6A;avascript:x) <javascript:x>").unwrap()).is_empty());
        let nodes = parse("[a](https://a.example) <mailto:b@b.example>").unwrap();
        assert_eq!(links(&nodes), ["https://a.example", "mailto:b@b.example"]);
    }

    #[test]
    fn pictures_are_links_with_words_and_never_in_another_link() {
        let nodes = parse("![](https://a.example/x.png) [![b](https://b.example/y.png)](https://c.example)").unwrap();
        assert_eq!(links(&nodes), ["https://a.example/x.png", "https://c.example"]);
        assert!(words(&nodes).starts_with("https://a.example/x.png"));
    }

    #[test]
    fn a_tree_has_blocks_and_tables() {
        let nodes = parse("# A\n\n| b | c |\n|---|---|\n| 1 | 2 |\n").unwrap();
        let cell = |text: &str| Node::Within(Kind::Cell, vec![Node::Text(text.to_owned())]);
        let head = Node::Within(Kind::Head, vec![cell("b"), cell("c")]);
        let row = Node::Within(Kind::Row, vec![cell("1"), cell("2")]);
        let title = Node::Within(Kind::Title, vec![Node::Text("A".to_owned())]);
        assert_eq!(nodes, [title, Node::Within(Kind::Table, vec![head, row])]);
    }

    #[test]
    fn what_is_too_deep_is_not_read() {
        assert_eq!(parse(&"> ".repeat(1_000)), None);
    }

    #[test]
    fn output_is_no_markdown() {
        let output = "total 8\n# comment\nkey: value\n- one\n2**3**4\nUSER   PID\nroot     1 | grep --- x\n";
        assert!(!is_markdown(output));
        for text in ["# Title\n\nWords", "a **bold** word", "```\nx\n```", "|a|\n|---|", "[a](https://a.example)"] {
            assert!(is_markdown(text), "{text}");
        }
    }
}
