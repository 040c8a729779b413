//! Hashed names, references between assets, compressed twins, and the swap.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{Assets, Mode, Published, compress, libraries, short_hash, wasm::Parts};
use crate::layout::Layout;

/// Sites kept besides the newest: servers that were started with them may still run.
const KEPT: usize = 3;

pub(super) fn publish(layout: &Layout, mode: Mode, mut assets: Assets, parts: Parts) -> Result<Published> {
    let manifest = name_assets(&mut assets)?;
    let public = public_files(&layout.source("public"))?;
    let licences = libraries::licences(layout)?;
    let sites = layout.work("sites")?;
    let folder = sites.join(fingerprint(&manifest, &public, &licences, mode));
    if !folder.exists() {
        let unfinished = sites.join("unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        write_site(layout, mode, &unfinished, &assets, &manifest, &public, &licences)?;
        fs::write(unfinished.join("parts.json"), serde_json::to_vec_pretty(&part_urls(&parts, &manifest))?)?;
        fs::rename(&unfinished, &folder)?;
    }
    point_to(&layout.site(), &folder)?;
    remove_old(&sites, &folder)?;
    Ok(Published { folder, manifest, parts })
}

/// What to preload for a lazily loaded function or route.
fn part_urls(parts: &Parts, manifest: &BTreeMap<String, String>) -> Parts {
    let urls = |names: &[String]| names.iter().filter_map(|name| manifest.get(name).cloned()).collect();
    parts.iter().map(|(name, files)| (name.clone(), urls(files))).collect()
}

/// Gives each asset its URL, style sheets last because they refer to others.
fn name_assets(assets: &mut Assets) -> Result<BTreeMap<String, String>> {
    let mut manifest = BTreeMap::new();
    let (styles, others): (Vec<String>, Vec<String>) = assets.keys().cloned().partition(|name| name.ends_with(".css"));
    for name in others.into_iter().chain(styles) {
        let Some(bytes) = assets.get_mut(&name) else { continue };
        if name.ends_with(".css") {
            let css = std::str::from_utf8(bytes).with_context(|| format!("{name} is not text"))?;
            *bytes = rewrite_urls(css, &manifest).with_context(|| name.clone())?.into_bytes();
        }
        manifest.insert(name.clone(), format!("/assets/{}", hashed_name(&name, bytes)));
    }
    Ok(manifest)
}

/// `fonts/inter.woff2` → `inter.0123456789abcdef.woff2`, a file in `/assets/`.
pub(super) fn hashed_name(logical: &str, bytes: &[u8]) -> String {
    let name = logical.rsplit('/').next().unwrap_or(logical);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("{stem}.{}.{extension}", short_hash(bytes))
}

/// Puts the hashed URL for each `url(<logical name>)`; absolute and `data:` ones stay.
fn rewrite_urls(css: &str, manifest: &BTreeMap<String, String>) -> Result<String> {
    let mut written = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let (inside, after) = after.split_once(')').context("a url( is not closed")?;
        let target = inside.trim().trim_matches(['"', '\'']);
        written.push_str(before);
        match manifest.get(target) {
            Some(url) => written.push_str(&format!("url({url})")),
            None if target.starts_with(['/', '#']) || target.contains(':') => {
                written.push_str(&format!("url({inside})"));
            }
            None => bail!("url({target}) is no asset; there are: {}", names(manifest)),
        }
        rest = after;
    }
    written.push_str(rest);
    Ok(written)
}

fn names(manifest: &BTreeMap<String, String>) -> String {
    manifest.keys().cloned().collect::<Vec<_>>().join(", ")
}

/// The files of `public/` by their path in it.
fn public_files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                found.insert(path.strip_prefix(folder)?.to_path_buf(), bytes);
            }
        }
    }
    Ok(found)
}

/// The name of a site's folder: the same inputs give the same one, and nothing is written again.
fn fingerprint(
    manifest: &BTreeMap<String, String>,
    public: &BTreeMap<PathBuf, Vec<u8>>,
    licences: &str,
    mode: Mode,
) -> String {
    let mut all = format!("{mode:?}{manifest:?}{licences}").into_bytes();
    for (path, bytes) in public {
        all.extend(format!("{}{}", path.display(), short_hash(bytes)).into_bytes());
    }
    short_hash(&all)
}

fn write_site(
    layout: &Layout,
    mode: Mode,
    folder: &Path,
    assets: &Assets,
    manifest: &BTreeMap<String, String>,
    public: &BTreeMap<PathBuf, Vec<u8>>,
    licences: &str,
) -> Result<()> {
    let mut files: Vec<(PathBuf, &[u8])> = Vec::new();
    for (name, bytes) in assets {
        files.push((folder.join(manifest[name].trim_start_matches('/')), bytes));
    }
    files.extend(public.iter().map(|(path, bytes)| (folder.join(path), bytes.as_slice())));
    files.push((folder.join("third-party-licenses.txt"), licences.as_bytes()));
    for (path, bytes) in &files {
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let to_compress: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).filter(|path| compresses(path)).collect();
    compress::compress(layout, mode, &to_compress)?;
    fs::write(folder.join("manifest.json"), serde_json::to_vec_pretty(manifest)?)?;
    Ok(())
}

fn compresses(path: &Path) -> bool {
    const TEXTS: [&str; 9] = ["js", "wasm", "css", "ftl", "svg", "txt", "json", "webmanifest", "html"];
    path.extension().is_some_and(|extension| TEXTS.iter().any(|text| extension == *text))
}

/// A link is replaced in one step: nobody sees half a site.
fn point_to(link: &Path, folder: &Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|now| now == folder) {
        return Ok(());
    }
    let new = link.with_extension("new");
    if new.symlink_metadata().is_ok() {
        fs::remove_file(&new)?;
    }
    symlink(folder, &new)?;
    fs::rename(&new, link).with_context(|| format!("cannot replace {}", link.display()))
}

fn remove_old(sites: &Path, newest: &Path) -> Result<()> {
    let mut others = Vec::new();
    for entry in fs::read_dir(sites)? {
        let entry = entry?;
        if entry.path() != newest {
            others.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    others.sort();
    let surplus = others.len().saturating_sub(KEPT);
    for (_, path) in others.into_iter().take(surplus) {
        fs::remove_dir_all(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_refer_to_hashed_names() {
        let mut assets = Assets::new();
        assets.insert("fonts/inter.woff2".into(), b"font".to_vec());
        assets.insert(
            "main.css".into(),
            b"a{src:url(\"fonts/inter.woff2\")}b{src:url(data:image/png;base64,x)}c{fill:url(#d)}".to_vec(),
        );
        let manifest = name_assets(&mut assets).unwrap();
        let font = &manifest["fonts/inter.woff2"];
        assert!(font.starts_with("/assets/inter.") && font.ends_with(".woff2"), "{font}");
        let css = String::from_utf8(assets["main.css"].clone()).unwrap();
        assert_eq!(css, format!("a{{src:url({font})}}b{{src:url(data:image/png;base64,x)}}c{{fill:url(#d)}}"));
    }

    #[test]
    fn a_style_sheet_that_refers_to_nothing_is_refused() {
        let mut assets = Assets::from([("main.css".to_owned(), b"a{src:url(gone.woff2)}".to_vec())]);
        let error = format!("{:#}", name_assets(&mut assets).unwrap_err());
        assert!(error.contains("url(gone.woff2) is no asset"), "{error}");
    }

    #[test]
    fn the_link_is_replaced_and_old_sites_go() {
        let dir = tempfile::tempdir().unwrap();
        let sites = dir.path().join("sites");
        for name in ["a", "b", "c", "d", "e"] {
            fs::create_dir_all(sites.join(name)).unwrap();
            point_to(&dir.path().join("site"), &sites.join(name)).unwrap();
        }
        remove_old(&sites, &sites.join("e")).unwrap();
        assert_eq!(fs::read_link(dir.path().join("site")).unwrap(), sites.join("e"));
        assert_eq!(fs::read_dir(&sites).unwrap().count(), KEPT + 1);
    }
}
