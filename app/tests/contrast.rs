//! Contrast of the colour tokens in both themes (WCAG 2.2, 1.4.3 and 1.4.11, level AA).

use std::collections::BTreeMap;

type Tokens = BTreeMap<String, [f64; 3]>;

/// The `--color-…: #rrggbb` of a piece of Sass.
fn tokens(sass: &str) -> Tokens {
    let channel = |hex: &str, i: usize| u8::from_str_radix(&hex[i..i + 2], 16).map(|byte| f64::from(byte) / 255.0);
    let token = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--color-")?.split_once(": #")?;
        let hex = value.strip_suffix(';').filter(|hex| hex.len() == 6)?;
        Some((name.to_owned(), [channel(hex, 0).ok()?, channel(hex, 2).ok()?, channel(hex, 4).ok()?]))
    };
    sass.lines().filter_map(token).collect()
}

/// Relative luminance as WCAG defines it.
fn luminance(rgb: [f64; 3]) -> f64 {
    let [r, g, b] = rgb.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

const GROUNDS: [&str; 6] = ["sunken", "page", "surface", "raised", "hover", "pressed"];
const MEANINGS: [&str; 4] = ["success", "warning", "danger", "info"];

/// Pairs of text and ground with the least contrast each must have.
fn pairs() -> Vec<(String, String, f64)> {
    let mut pairs = Vec::new();
    let mut need = |text: &str, ground: &str, least| pairs.push((text.to_owned(), ground.to_owned(), least));
    for ground in GROUNDS {
        for text in ["text", "text-soft", "text-faint", "accent-text"].into_iter().chain(MEANINGS) {
            need(text, ground, 4.5);
        }
    }
    for meaning in MEANINGS {
        for text in ["text", "text-soft", "text-faint", meaning] {
            need(text, &format!("{meaning}-ground"), 4.5);
        }
    }
    for (text, ground) in [
        ("on-accent", "accent"),
        ("on-accent", "accent-hover"),
        ("on-danger", "danger-strong"),
        ("on-danger", "danger-strong-hover"),
        ("accent-text", "accent-ground"),
    ] {
        need(text, ground, 4.5);
    }
    for ground in ["page", "surface", "raised"] {
        for edge in ["control-line", "focus", "accent"] {
            need(edge, ground, 3.0);
        }
    }
    pairs
}

#[test]
fn every_pair_is_readable_in_both_themes() {
    let sass = include_str!("../../style/tokens/_color.scss");
    let (light, dark) = sass.split_once("@mixin dark").unwrap();
    for (theme, tokens) in [("light", tokens(light)), ("dark", tokens(dark))] {
        for (text, ground, least) in pairs() {
            let is = contrast(tokens[&text], tokens[&ground]);
            assert!(is >= least, "{theme}: {text} on {ground} has {is:.2}:1, needs {least}:1");
        }
    }
}
