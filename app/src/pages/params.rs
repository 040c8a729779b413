//! What the address of a page says.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_url};
use uuid::Uuid;

use crate::paths::query_value;

/// An id. A word that is none becomes the nil id, which names nothing: the server answers that it is not found.
pub fn use_id<T>(name: &'static str) -> Memo<T>
where
    T: FromStr + From<Uuid> + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).and_then(|id| id.parse().ok()).unwrap_or_else(|| Uuid::nil().into()))
}

/// The query as it was written, decoded once. The router's own map decodes values twice, which makes another URI of one that
/// holds an encoded character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands after the question mark of an address.
    pub fn parse(search: &str) -> Self {
        let pairs = search.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(n, v)| (decode(n), decode(v))).collect(),
        )
    }

    /// The value of a parameter, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Name and value of the parameters whose name has this beginning, without it; empty ones are left out.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let named = self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())));
        named.filter(|(name, value)| !name.is_empty() && !value.is_empty())
    }
}

/// The query of the page.
pub fn use_query() -> Memo<Query> {
    let url = use_url();
    Memo::new(move |_| Query::parse(url.read().search()))
}

/// A path with parameters; those without a value are left out.
pub fn list_url(path: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let pairs = parameters.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}={}", query_value(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// Decodes `application/x-www-form-urlencoded`; what is no UTF-8 is replaced.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_hex = |hex: &&str| *byte == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit());
        let encoded = text.get(at + 1..at + 3).filter(is_hex);
        match encoded.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(if *byte == b'+' { b' ' } else { *byte });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_were_written() {
        for value in ["file:///a%20b/ü?c=d&e#f", "100%", "a+b c", "%zz%+1"] {
            let query = Query::parse(&format!("x=1&uri={}&y", query_value(value)));
            assert_eq!(query.get("uri"), Some(value));
        }
        assert_eq!(Query::parse("q=a+b").get("q"), Some("a b"));
        assert_eq!(Query::parse("q=&y").get("q"), None);
    }

    #[test]
    fn addresses_of_lists() {
        assert_eq!(list_url("/o", &[("q", None), ("cursor", None)]), "/o");
        assert_eq!(list_url("/o", &[("q", Some("a b")), ("cursor", Some("c+"))]), "/o?q=a%20b&cursor=c%2B");
    }

    #[test]
    fn groups_of_parameters() {
        let query = Query::parse("name=n&arg.city=Paris&arg.a%26b=%2B&arg.none=&arg.=x");
        assert_eq!(query.below("arg.").collect::<Vec<_>>(), [("city", "Paris"), ("a&b", "+")]);
    }
}
