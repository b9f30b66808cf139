//! Journeys, and the rules that they say they show: stories in `rules`, Rust in a line `/// Shows DUR-12, DUR-25.`

use std::fs;
use std::path::{Path, PathBuf};

use policy::pack::builtin;
use serde::Deserialize;

/// Every journey with the rules that it shows.
pub(crate) fn named() -> Vec<(String, Vec<String>)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let mut found = Vec::new();
    for path in files(&tests.join("stories"), "toml") {
        let text = fs::read_to_string(&path).expect("a text");
        let book: Book = toml_edit::de::from_str(&text).expect("a file of stories");
        if !builtin::files().contains_key(&book.pack) {
            continue;
        }
        found.extend(
            book.story
                .into_iter()
                .map(|story| (story.name, story.rules)),
        );
    }
    for path in files(&tests.join("journeys"), "rs") {
        found.extend(shown_in(&fs::read_to_string(&path).expect("a text")));
    }
    found
}

#[derive(Deserialize)]
struct Book {
    pack: String,
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    name: String,
    rules: Vec<String>,
}

/// Each function that a line says shows rules, by its name in words.
fn shown_in(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut rules: Option<Vec<String>> = None;
    for line in text.lines() {
        if let Some(list) = line.trim().strip_prefix("/// Shows ") {
            let ids = list.trim_end_matches('.').split(", ");
            rules = Some(ids.map(str::to_owned).collect());
        } else if let Some(rest) = line.strip_prefix("async fn ") {
            let name = rest.split('(').next().unwrap_or_default();
            found.extend(rules.take().map(|rules| (name.replace('_', " "), rules)));
        }
    }
    found
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let found = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => files(&path, end),
        false => vec![path],
    });
    found
        .filter(|path| path.extension().is_some_and(|found| found == end))
        .collect()
}
