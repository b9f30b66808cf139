//! Broken packs, each with what the checker says of it and where.
#![allow(clippy::unwrap_used)]

mod conditions;
mod entries;
mod front_door;
mod sample;
mod shape;
mod suspicious;

use policy::pack::finding::Finding;
use policy::pack::read::{self, Borrowed, Files};
use sample::sample;

fn findings(files: &Files) -> Vec<Finding> {
    let rrule = |text: &str| {
        if text.starts_with("FREQ=") {
            Ok(())
        } else {
            Err("no FREQ".to_owned())
        }
    };
    let borrowed = Borrowed {
        rrule,
        today: "2026-11-23".parse().unwrap(),
    };
    let (pack, findings) = read::read(files, &borrowed);
    assert_eq!(
        pack.is_some(),
        !findings.iter().any(Finding::is_mistake),
        "a pack has no mistakes"
    );
    findings
}

/// Write `new` for the first `old` in a file of the sample, and expect one finding that starts as given.
#[track_caller]
fn check(file: &str, old: &str, new: &str, expected: &str) {
    let mut files = sample();
    let text = &files[file];
    assert!(text.contains(old), "{file} has no {old}");
    let broken = text.replacen(old, new, 1);
    files.insert(file.to_owned(), broken);
    let said: Vec<_> = findings(&files).iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(|line| line.starts_with(expected)),
        "expected {expected}\ngot:\n{}",
        said.join("\n")
    );
}

#[test]
fn the_sample_is_sound_and_not_suspicious() {
    assert_eq!(findings(&sample()), []);
}
