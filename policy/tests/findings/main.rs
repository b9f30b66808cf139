//! Broken packs, each with what the checker says of it and where.
#![allow(clippy::unwrap_used)]

mod conditions;
mod entries;
mod front_door;
mod sample;
mod shape;
mod suspicious;

use policy::pack::Pack;
use policy::pack::finding::Finding;
use policy::pack::read::{self, Borrowed, Files};
use sample::sample;

fn findings(files: &Files) -> Vec<Finding> {
    let (pack, findings) = read(files);
    assert_eq!(
        pack.is_some(),
        !findings.iter().any(Finding::is_mistake),
        "a pack has no mistakes"
    );
    findings
}

fn read(files: &Files) -> (Option<Pack>, Vec<Finding>) {
    read::read(files, &borrowed())
}

fn borrowed() -> Borrowed {
    let rrule = |text: &str| {
        if text.starts_with("FREQ=") {
            Ok(())
        } else {
            Err("no FREQ".to_owned())
        }
    };
    Borrowed {
        rrule,
        today: "2026-11-23".parse().unwrap(),
    }
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

/// The coded reasons of the sample with some of its own, each with the number of pathways that it is for alone.
fn reasons(own: &str) -> Vec<(String, usize)> {
    let mut files = sample();
    files.insert("words.toml".into(), own.to_owned());
    let (pack, findings) = read(&files);
    let pack = pack.unwrap_or_else(|| panic!("{findings:#?}"));
    let reasons = pack.entries.reason.iter();
    reasons
        .map(|reason| (reason.id.clone(), reason.pathways.len()))
        .collect()
}

#[test]
fn a_procedure_that_names_no_reasons_lets_people_say_no_all_the_same() {
    let named = |id: &str, count| (id.to_owned(), count);
    let [no, back, hold] = ["declined_in_words", "withdrawn_in_words", "held_in_words"];
    assert_eq!(reasons(""), [named(no, 0), named(back, 0), named(hold, 0)]);
    let full = "[[reason]]\nid = \"full\"\nlabel = \"Full\"\non = [\"decline\", \"hold\"]\n";
    assert_eq!(reasons(full), [named("full", 0), named(back, 0)]);
    let refused = format!("{full}refused = \"That is none.\"\n");
    assert_eq!(
        reasons(&refused),
        [
            named("full", 0),
            named(no, 0),
            named(back, 0),
            named(hold, 0)
        ],
        "a reason that is refused is none"
    );
}

#[test]
fn a_version_that_was_kept_is_read_whatever_later_checks_say_unless_an_entry_is_unreadable() {
    let kept = |old: &str, new: &str| {
        let mut files = sample();
        let changed = files["deadlines.toml"].replacen(old, new, 1);
        assert_ne!(changed, files["deadlines.toml"]);
        files.insert("deadlines.toml".to_owned(), changed);
        assert!(read(&files).0.is_none(), "{new} is a mistake in a new pack");
        read::read_kept(&files, &borrowed()).0
    };
    let too_long = kept("length = 5", "length = 50000").unwrap();
    assert!(
        too_long
            .entries
            .deadline
            .iter()
            .any(|one| one.length == 50_000)
    );
    assert!(kept("length = 5", "length = \"five\"").is_none());
    assert!(kept("length = 5", "length = ").is_none());
}
