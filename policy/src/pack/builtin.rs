//! The packs that come with Landsafe, as their files were when it was built.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::read::Files;

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/packs");

/// The files of every built-in pack, by the pack's id.
pub fn files() -> BTreeMap<String, Files> {
    PACKS
        .dirs()
        .filter_map(|folder| {
            Some((
                folder.path().file_name()?.to_str()?.to_owned(),
                texts(folder),
            ))
        })
        .collect()
}

fn texts(folder: &Dir<'_>) -> Files {
    folder
        .files()
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|extension| extension == "toml")
        })
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            Some((name.to_owned(), file.contents_utf8()?.to_owned()))
        })
        .collect()
}
