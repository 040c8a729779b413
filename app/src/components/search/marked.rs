//! Which part of a text was looked for.

use leptos::prelude::*;

/// A text with the words that were looked for marked.
#[component]
pub fn Marked(
    /// The text.
    #[prop(into)]
    text: String,
    /// What was looked for.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let pieces: Vec<_> = pieces(&text, &words)
        .into_iter()
        .map(|(piece, marked)| if marked { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() })
        .collect();
    view! { <span>{pieces}</span> }
}

/// Lower case, a character for a character, so that places in the text stay what they are.
pub fn folded(text: &str) -> Vec<char> {
    text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect()
}

/// The text in pieces, each with whether it is one of the words; capitals and small letters are one.
fn pieces(text: &str, words: &str) -> Vec<(String, bool)> {
    let text_folded = folded(text);
    let mut marked = vec![false; text_folded.len()];
    for word in words.split_whitespace().map(folded) {
        for start in 0..text_folded.len() {
            if text_folded[start..].starts_with(&word) {
                marked[start..start + word.len()].fill(true);
            }
        }
    }
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for (c, marked) in text.chars().zip(marked) {
        match pieces.last_mut() {
            Some((piece, was)) if *was == marked => piece.push(c),
            _ => pieces.push((c.to_string(), marked)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    fn shown(text: &str, words: &str) -> String {
        let show = |(piece, marked): (String, bool)| if marked { format!("[{piece}]") } else { piece };
        pieces(text, words).into_iter().map(show).collect()
    }

    #[test]
    fn every_place_of_every_word_is_marked() {
        assert_eq!(shown("Web server, web", "WEB"), "[Web] server, [web]");
        assert_eq!(shown("Deploy the site", "site dep"), "[Dep]loy the [site]");
        assert_eq!(shown("aaa", "aa"), "[aaa]");
        assert_eq!(shown("Élan in İzmir", "él zm"), "[Él]an in İ[zm]ir");
        assert_eq!(shown("short", "longer than it"), "short");
        assert_eq!(shown("as it is", " "), "as it is");
        assert_eq!(shown("", "x"), "");
    }
}
