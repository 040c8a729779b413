//! Takes out of a wasm what only debuggers read. wasm-bindgen does so for the main part; the splitter leaves it in the others,
//! where it is two thirds of the bytes.

use anyhow::{Context, Result};

/// Length of the magic number and the version.
const HEADER: usize = 8;

/// Names of custom sections that are of no use at run time.
const USELESS: [&[u8]; 2] = [b"name", b"producers"];

/// The same module without the sections `name` and `producers`.
pub(super) fn slim(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut out = wasm.get(..HEADER).context("no wasm")?.to_vec();
    let mut rest = &wasm[HEADER..];
    while let Some((&id, after_id)) = rest.split_first() {
        let (length, body) = number(after_id)?;
        let (body, next) = body.split_at_checked(length).context("a section is cut off")?;
        if id != 0 || !USELESS.contains(&name(body)?) {
            out.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Ok(out)
}

/// The name at the beginning of a custom section.
fn name(section: &[u8]) -> Result<&[u8]> {
    let (length, rest) = number(section)?;
    rest.get(..length).context("a name is cut off")
}

/// An unsigned LEB128 number and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (i, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[i + 1..]));
        }
    }
    anyhow::bail!("a number is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_and_the_rest_stays() -> Result<()> {
        let header = b"\0asm\x01\0\0\0";
        let types = [1, 4, 1, 0x60, 0, 0];
        let names = [0, 6, 4, b'n', b'a', b'm', b'e', 0];
        let other = [0, 3, 1, b'x', 7];
        let wasm = [&header[..], &types, &names, &other].concat();
        assert_eq!(slim(&wasm)?, [&header[..], &types, &other].concat());
        Ok(())
    }

    #[test]
    fn a_cut_module_is_refused() {
        assert!(slim(b"\0asm").is_err());
        assert!(slim(b"\0asm\x01\0\0\0\x01\x7f").is_err());
    }
}
