//! URI templates (RFC 6570) whose variables are text: how a resource template becomes the URI of a resource.
//!
//! All operators and the prefix modifier are known; a list or a map cannot be a value, so `*` changes nothing. Names may
//! also hold hyphens and literals any character, for servers write both.

use std::collections::BTreeMap;

/// A template that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UriTemplate {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Expression { operator: Operator, variables: Vec<Variable> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Variable {
    name: String,
    /// Only so many characters of its value.
    prefix: Option<usize>,
}

/// What an expression begins with, and what follows from it (RFC 6570, appendix A).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Operator {
    first: &'static str,
    separator: &'static str,
    /// `name=value` instead of the value.
    named: bool,
    /// What follows the name of an empty value.
    if_empty: &'static str,
    /// Reserved characters stand for themselves.
    reserved: bool,
}

impl Operator {
    fn new(first: &'static str, separator: &'static str) -> Self {
        Self { first, separator, named: false, if_empty: "", reserved: false }
    }

    /// The operator of an expression, and the rest of it.
    fn of(expression: &str) -> Option<(Self, &str)> {
        let rest = expression.get(1..).unwrap_or_default();
        let operator = match expression.chars().next()? {
            '+' => Self { reserved: true, ..Self::new("", ",") },
            '#' => Self { reserved: true, ..Self::new("#", ",") },
            '.' => Self::new(".", "."),
            '/' => Self::new("/", "/"),
            ';' => Self { named: true, ..Self::new(";", ";") },
            '?' => Self { named: true, if_empty: "=", ..Self::new("?", "&") },
            '&' => Self { named: true, if_empty: "=", ..Self::new("&", "&") },
            _ => return Some((Self::new("", ","), expression)),
        };
        Some((operator, rest))
    }
}

impl UriTemplate {
    /// Reads a template; `None` when it is none.
    pub fn parse(template: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            let (literal, from) = rest.split_at(at);
            let (expression, after) = from.strip_prefix('{')?.split_once('}')?;
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            let (operator, names) = Operator::of(expression)?;
            let variables = names.split(',').map(Variable::parse).collect::<Option<_>>()?;
            parts.push(Part::Expression { operator, variables });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Some(Self { parts })
    }

    /// The names of its variables, each once, in their order.
    pub fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in &self.parts {
            let Part::Expression { variables, .. } = part else { continue };
            for variable in variables {
                if !names.contains(&variable.name.as_str()) {
                    names.push(variable.name.as_str());
                }
            }
        }
        names
    }

    /// The URI with these values for its variables. One without a value is left out, with what would name it.
    pub fn expand(&self, values: &BTreeMap<String, String>) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => encode(&mut out, text, true),
                Part::Expression { operator, variables } => {
                    let given = variables.iter().filter_map(|variable| Some((variable, values.get(&variable.name)?)));
                    for (at, (variable, value)) in given.enumerate() {
                        out.push_str(if at == 0 { operator.first } else { operator.separator });
                        variable.expand(&mut out, *operator, value);
                    }
                }
            }
        }
        out
    }
}

impl Variable {
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('*').unwrap_or(text);
        let (name, prefix) = match text.split_once(':') {
            Some((name, length)) => {
                (name, Some(length.parse::<usize>().ok().filter(|length| (1..10_000).contains(length))?))
            }
            None => (text, None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '%');
        let found = !name.is_empty() && name.chars().all(is_name);
        found.then(|| Self { name: name.to_owned(), prefix })
    }

    fn expand(&self, out: &mut String, operator: Operator, value: &str) {
        if operator.named {
            out.push_str(&self.name);
            out.push_str(if value.is_empty() { operator.if_empty } else { "=" });
        }
        let end = self.prefix.and_then(|length| value.char_indices().nth(length)).map_or(value.len(), |(at, _)| at);
        encode(out, &value[..end], operator.reserved);
    }
}

/// Percent-encodes what may not stand in a URI. With `reserved`, reserved characters and what is encoded already stay.
fn encode(out: &mut String, text: &str, reserved: bool) {
    for (at, byte) in text.bytes().enumerate() {
        let stays = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => true,
            b'%' => reserved && is_encoded(&text.as_bytes()[at..]),
            _ => reserved && b":/?#[]@!$&'()*+,;=".contains(&byte),
        };
        if stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

fn is_encoded(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(template: &str) -> String {
        let values = [
            ("var", "value"),
            ("hello", "Hello World!"),
            ("path", "/foo/bar"),
            ("empty", ""),
            ("x", "1024"),
            ("y", "768"),
            ("half", "50%"),
            ("base", "http://example.com/home/"),
            ("v", "6"),
        ];
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        UriTemplate::parse(template).unwrap().expand(&values)
    }

    #[test]
    fn expands_as_the_examples_of_the_rfc() {
        // RFC 6570, 1.2 and 3.2.2 to 3.2.9.
        let examples = [
            ("{var}", "value"),
            ("{hello}", "Hello%20World%21"),
            ("{half}", "50%25"),
            ("O{empty}X", "OX"),
            ("O{undef}X", "OX"),
            ("map?{x,y}", "map?1024,768"),
            ("{x,hello,y}", "1024,Hello%20World%21,768"),
            ("?{x,undef}", "?1024"),
            ("{var:3}", "val"),
            ("{var:30}", "value"),
            ("{+hello}", "Hello%20World!"),
            ("{+half}", "50%25"),
            ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"),
            ("{+base}index", "http://example.com/home/index"),
            ("{+path}/here", "/foo/bar/here"),
            ("{+path:6}/here", "/foo/b/here"),
            ("X{#var}", "X#value"),
            ("{#path,x}/here", "#/foo/bar,1024/here"),
            ("foo{#empty}", "foo#"),
            ("foo{#undef}", "foo"),
            ("X{.x,y}", "X.1024.768"),
            ("{/var,x}/here", "/value/1024/here"),
            ("{/var,empty}", "/value/"),
            ("{;x,y,empty}", ";x=1024;y=768;empty"),
            ("{;v,empty,undef}", ";v=6;empty"),
            ("{?x,y,empty}", "?x=1024&y=768&empty="),
            ("?fixed=yes{&x}", "?fixed=yes&x=1024"),
            ("{/var*}", "/value"),
        ];
        for (template, expected) in examples {
            assert_eq!(expand(template), expected, "{template}");
        }
    }

    #[test]
    fn literals_stay_but_for_what_no_uri_may_hold() {
        assert_eq!(expand("file:///a%20b c/é?q=[1]#{var}"), "file:///a%20b%20c/%C3%A9?q=[1]#value");
        assert_eq!(expand("demo://100%"), "demo://100%25");
    }

    #[test]
    fn prefixes_count_characters() {
        let values = BTreeMap::from([("var".to_owned(), "éàü".to_owned())]);
        assert_eq!(UriTemplate::parse("{var:2}").unwrap().expand(&values), "%C3%A9%C3%A0");
    }

    #[test]
    fn variables_come_once_and_in_order() {
        let template = UriTemplate::parse("git://{owner}/{repo}/contents{/path*}{?ref,owner:3}").unwrap();
        assert_eq!(template.variables(), ["owner", "repo", "path", "ref"]);
        assert!(UriTemplate::parse("file:///readme").unwrap().variables().is_empty());
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for wrong in ["{", "a}", "{}", "{a", "{a}}", "{{a}}", "{a,}", "{a:0}", "{a:x}", "{a b}", "{=a}", "{+}", "{é}"]
        {
            assert_eq!(UriTemplate::parse(wrong), None, "{wrong}");
        }
    }
}
