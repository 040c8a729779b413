//! Joins the message files of each language, so that the server carries them and a new file needs no list.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("locales");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    println!("cargo::rerun-if-changed={}", locales.display());
    for lang in ["en", "fr", "es", "de"] {
        let mut files: Vec<_> =
            fs::read_dir(locales.join(lang))?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        files.retain(|f| f.extension().is_some_and(|e| e == "ftl"));
        files.sort();
        let texts: Vec<_> = files.iter().map(fs::read_to_string).collect::<Result<_, _>>()?;
        fs::write(Path::new(&out).join(format!("messages.{lang}.ftl")), texts.join("\n"))?;
    }
    Ok(())
}
