//! A name of any characters as one segment of a path, in pages and REST alike.
//!
//! Percent-encoding does not carry it: browsers and proxies take `%2E` for the segment `.`, which they remove, some take
//! `%2F` for a slash, and the router of the pages decodes more than once. `~` stands for itself everywhere (RFC 3986, 2.3).

/// The name with `~` and two hexadecimal digits for each byte that is none of `A-Z a-z 0-9 _ . -`, and for the dots of the
/// names `.` and `..`.
pub fn encoded(name: &str) -> String {
    let only_dots = matches!(name, "." | "..");
    let mut segment = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => segment.push(char::from(byte)),
            b'.' if !only_dots => segment.push('.'),
            _ => segment.push_str(&format!("~{byte:02X}")),
        }
    }
    segment
}

/// The name of a segment, which is percent-decoded already. A `~` without two hexadecimal digits stands for itself; what is
/// no UTF-8 is replaced.
pub fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, after @ ..] = rest {
        match (first, after) {
            (b'~', [high, low, behind @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push((digit(*high) << 4) | digit(*low));
                rest = behind;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte.to_ascii_lowercase() - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_comes_back_from_a_segment_that_nothing_changes() {
        let names =
            ["echo", "a.b_c-1", ".", "..", "...", "a/b", "50%", "%2e", "a b?c#d&e+f", "~", "~2E", "grüße", "\\"];
        for name in names {
            let segment = encoded(name);
            assert_eq!(decoded(&segment), name, "{segment}");
            assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-~".contains(&b)), "{segment}");
            assert!(!["", ".", ".."].contains(&segment.as_str()), "{name}");
        }
        assert_eq!(encoded("echo"), "echo");
        assert_eq!(encoded("a/.."), "a~2F..");
    }

    #[test]
    fn what_nobody_encoded_stands_for_itself() {
        for segment in ["a b", "~", "~2", "a~zz", "50%"] {
            assert_eq!(decoded(segment), segment);
        }
        assert_eq!(decoded("~2f~2F"), "//");
    }
}
