//! The names of entries.

/// The pointer of a child: a property or the number of an item.
pub fn below(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// How it is there: `null` or `given`.
pub fn is(pointer: &str) -> String {
    format!("is{pointer}")
}

/// Which variant of a one-of.
pub fn variant(pointer: &str) -> String {
    format!("variant{pointer}")
}

/// The key of a row of a map; the pointer is that of the row.
pub fn key(row: &str) -> String {
    format!("key{row}")
}

/// The properties without a field.
pub fn rest(pointer: &str) -> String {
    format!("rest{pointer}")
}

/// The pointer of an entry's name, without the word before it.
pub fn pointer(name: &str) -> &str {
    name.find('/').map_or("", |slash| &name[slash..])
}

/// The name as an HTML control has it, so that a server function reads the controls as one map: `arguments[/a/b]`.
/// Brackets in it, which would end the name, become `~2` and `~3`, which no JSON Pointer has.
pub fn control(prefix: &str, name: &str) -> String {
    format!("{prefix}[{}]", name.replace('[', "~2").replace(']', "~3"))
}

/// The name of a control beside the entries: `arguments_json`, `task[arguments_json]`.
pub fn beside(prefix: &str, word: &str) -> String {
    match prefix.strip_suffix(']') {
        Some(open) => format!("{open}_{word}]"),
        None => format!("{prefix}_{word}"),
    }
}

/// The entries of controls as a browser posts them: brackets come back into the names, and the line ends that browsers
/// write in a text area (CR LF) are line feeds again.
pub fn posted(controls: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let entry = |(name, value): (String, String)| (brackets(&name), value.replace("\r\n", "\n"));
    controls.into_iter().map(entry).collect()
}

fn brackets(name: &str) -> String {
    name.replace("~2", "[").replace("~3", "]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_pointer() {
        let pointer_of_slash = below("/a", "b/c~d");
        assert_eq!(pointer_of_slash, "/a/b~1c~0d");
        assert_eq!(pointer(&rest(&pointer_of_slash)), pointer_of_slash);
        assert_eq!(pointer(&variant("")), "");
    }

    #[test]
    fn what_stands_beside_the_entries_is_named_after_them() {
        assert_eq!(beside("arguments", "json"), "arguments_json");
        assert_eq!(beside("task[arguments]", "mode"), "task[arguments_mode]");
    }

    #[test]
    fn brackets_survive_a_control() {
        assert_eq!(control("arguments", "/a[0]"), "arguments[/a~20~3]");
        let posted = posted([("/a~20~3".to_owned(), "b\r\nc".to_owned())]);
        assert_eq!(posted, [("/a[0]".to_owned(), "b\nc".to_owned())]);
    }
}
