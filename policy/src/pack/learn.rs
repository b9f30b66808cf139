//! Learning: questions that people have said the right answer to become examples of the pack.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{ArrayOfTables, DocumentMut, Value};

use super::Pack;
use super::read::Files;
use crate::privacy::GAP;

/// Fewest words that make an example.
const FEWEST_WORDS: usize = 2;

/// A question, and the entry that somebody says answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The question as it was kept.
    pub question: String,
    /// Id of the entry.
    pub entry: String,
}

/// An example that a pack could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Id of the entry.
    pub entry: String,
    /// The example.
    pub example: String,
    /// How often it was asked and so judged.
    pub times: usize,
}

/// Why an example cannot be written into a pack's files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotLearn {
    /// No file has the entry.
    #[error("no file of the pack has the entry `{0}` with a list of examples")]
    NoEntry(String),
    /// A file is not TOML.
    #[error("{0} is not TOML")]
    NotToml(String),
}

/// The examples that lessons come to, those asked most often first.
///
/// Left out are questions that are examples already, that come to fewer than two words, that name an entry which the pack does
/// not have, and those for which people say different entries equally often.
pub fn proposals(pack: &Pack, lessons: &[Lesson]) -> Vec<Proposal> {
    let known: BTreeSet<String> = pack
        .entries
        .guidance
        .iter()
        .flat_map(|entry| entry.examples.iter().map(|example| plain(example)))
        .collect();
    let mut told: BTreeMap<String, BTreeMap<&str, (usize, String)>> = BTreeMap::new();
    for lesson in lessons {
        let example = example(&lesson.question);
        let same = plain(&example);
        let is_new = !known.contains(&same) && same.split(' ').count() >= FEWEST_WORDS;
        if is_new && pack.guidance(&lesson.entry).is_some() {
            let entries = told.entry(same).or_default();
            entries.entry(&lesson.entry).or_insert((0, example)).0 += 1;
        }
    }
    let mut found: Vec<_> = told.values().filter_map(agreed).collect();
    found.sort_by(|one, other| (other.times, &one.entry).cmp(&(one.times, &other.entry)));
    found
}

/// What most say, where one entry is said most often.
fn agreed(entries: &BTreeMap<&str, (usize, String)>) -> Option<Proposal> {
    let most = entries.values().map(|(times, _)| *times).max()?;
    let mut best = entries.iter().filter(|(_, (times, _))| *times == most);
    let (entry, (times, example)) = best.next()?;
    best.next().is_none().then(|| Proposal {
        entry: (*entry).to_owned(),
        example: example.clone(),
        times: *times,
    })
}

/// The question without its gaps.
fn example(question: &str) -> String {
    let words = question
        .split_whitespace()
        .filter(|word| !word.contains(GAP));
    words.collect::<Vec<_>>().join(" ")
}

/// The letters and digits of a text, so that marks and capitals make no difference.
pub fn plain(text: &str) -> String {
    let letters = text
        .to_lowercase()
        .replace(|letter: char| !letter.is_alphanumeric(), " ");
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files with the examples in them; comments, order and layout stay as they are.
///
/// # Errors
///
/// [`CannotLearn::NoEntry`] for an entry that no file has, [`CannotLearn::NotToml`] for a file that cannot be read.
pub fn accept(files: &Files, accepted: &[Proposal]) -> Result<Files, CannotLearn> {
    let mut files = files.clone();
    for proposal in accepted {
        let is_written = files
            .iter_mut()
            .map(|(name, text)| write(name, text, proposal))
            .try_fold(false, |done, written| Ok(done | written?))?;
        if !is_written {
            return Err(CannotLearn::NoEntry(proposal.entry.clone()));
        }
    }
    Ok(files)
}

/// Writes an example into a file, where that has the entry; whether it has.
fn write(name: &str, text: &mut String, proposal: &Proposal) -> Result<bool, CannotLearn> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|_| CannotLearn::NotToml(name.to_owned()))?;
    let entries = document
        .get_mut("guidance")
        .and_then(|item| item.as_array_of_tables_mut());
    let is_written = entries.is_some_and(|entries| add(entries, proposal));
    if is_written {
        *text = document.to_string();
    }
    Ok(is_written)
}

fn add(entries: &mut ArrayOfTables, proposal: &Proposal) -> bool {
    let examples = entries
        .iter_mut()
        .find(|entry| entry.get("id").and_then(|id| id.as_str()) == Some(&proposal.entry))
        .and_then(|entry| entry.get_mut("examples"))
        .and_then(|examples| examples.as_array_mut());
    let Some(examples) = examples else {
        return false;
    };
    let layout = examples
        .iter()
        .last()
        .and_then(|last| last.decor().prefix());
    let layout = layout
        .and_then(|prefix| prefix.as_str())
        .unwrap_or("")
        .to_owned();
    let mut example = Value::from(proposal.example.as_str());
    example.decor_mut().set_prefix(layout);
    examples.push_formatted(example);
    true
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::pack::builtin;
    use crate::pack::read::{Borrowed, read};

    fn files() -> Files {
        builtin::files().into_values().next().unwrap()
    }

    fn pack(files: &Files) -> Pack {
        let borrowed = Borrowed {
            rrule: |_| Ok(()),
            today: "2026-11-23".parse().unwrap(),
        };
        read(files, &borrowed).0.unwrap()
    }

    fn lesson(question: &str, entry: &str) -> Lesson {
        Lesson {
            question: question.into(),
            entry: entry.into(),
        }
    }

    #[test]
    fn what_was_asked_most_often_is_proposed_first_and_what_is_known_not_at_all() {
        let pack = pack(&files());
        let (one, other) = (&pack.entries.guidance[0], &pack.entries.guidance[1]);
        let found = proposals(
            &pack,
            &[
                lesson("zebra crossing near …", &one.id),
                lesson("zebra Crossing near?", &one.id),
                lesson("purple elephant parade", &other.id),
                lesson(&one.examples[0].to_uppercase(), &one.id),
                lesson("… hello", &one.id),
                lesson("some other question", "no_such_entry"),
                lesson("said both ways", &one.id),
                lesson("said both ways", &other.id),
            ],
        );
        let said: Vec<_> = found
            .iter()
            .map(|proposal| {
                (
                    proposal.example.as_str(),
                    proposal.entry.as_str(),
                    proposal.times,
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                ("zebra crossing near", one.id.as_str(), 2),
                ("purple elephant parade", other.id.as_str(), 1)
            ]
        );
    }

    #[test]
    fn an_accepted_example_is_the_only_thing_that_changes_in_the_files() {
        let before = files();
        let entry = pack(&before).entries.guidance[0].id.clone();
        let proposal = Proposal {
            entry: entry.clone(),
            example: "zebra \"crossing\" near".into(),
            times: 1,
        };
        let after = accept(&before, &[proposal]).unwrap();
        let examples = &pack(&after).entries.guidance[0].examples;
        assert_eq!(examples.last().unwrap(), "zebra \"crossing\" near");
        for (name, text) in &after {
            let new: Vec<_> = text
                .lines()
                .filter(|line| !before[name].lines().any(|old| old == *line))
                .collect();
            let is_changed = *text != before[name];
            assert_eq!(new.len(), usize::from(is_changed), "{name}: {new:?}");
        }
    }

    #[test]
    fn an_entry_that_no_file_has_cannot_learn() {
        let proposal = Proposal {
            entry: "no_such_entry".into(),
            example: "zebra crossing".into(),
            times: 1,
        };
        assert_eq!(
            accept(&files(), &[proposal]),
            Err(CannotLearn::NoEntry("no_such_entry".into()))
        );
    }
}
