//! Questions after the meaning of a word or an abbreviation.

use std::collections::BTreeSet;

use super::language::Language;
use super::words::{self, Word};
use crate::pack::Pack;
use crate::pack::format::Term;

/// Words of other kinds that may stand in a question that plainly asks what one term means.
const MOST_BESIDE: usize = 3;

/// The pack's terms, by the stems of every way to write them.
#[derive(Debug, Default)]
pub(super) struct Terms {
    phrases: Vec<Vec<Vec<String>>>,
}

/// What a question asks of meanings.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The meaning of these terms, by their places in the pack.
    Meaning(Vec<usize>),
    /// The meaning of something that is no term of the pack.
    Elsewhere,
    /// Something else.
    Nothing,
}

impl Terms {
    pub(super) fn new(pack: &Pack, language: &Language) -> Self {
        let stems = |text: &String| {
            words::known(text, language)
                .into_iter()
                .map(|word| word.stem)
                .collect()
        };
        let phrases = pack.entries.term.iter().map(|term| {
            let all = std::iter::once(&term.term)
                .chain(&term.expansion)
                .chain(&term.synonyms);
            all.map(stems)
                .filter(|phrase: &Vec<String>| !phrase.is_empty())
                .collect()
        });
        Self {
            phrases: phrases.collect(),
        }
    }

    /// Whether the question asks for meanings, and of which terms.
    ///
    /// It does where it is made of terms and of words such as "what does … mean" alone.
    pub(super) fn asked(&self, words: &[Word], language: &Language) -> Asked {
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let mut covered = BTreeSet::new();
        let mut found = Vec::new();
        for (at, phrases) in self.phrases.iter().enumerate() {
            let before = covered.len();
            for phrase in phrases {
                let starts = (0..stems.len()).filter(|start| {
                    stems[*start..]
                        .starts_with(&phrase.iter().map(String::as_str).collect::<Vec<_>>())
                });
                covered.extend(starts.flat_map(|start| start..start + phrase.len()));
            }
            if covered.len() > before {
                found.push(at);
            }
        }
        let rest = words
            .iter()
            .enumerate()
            .filter(|(at, _)| !covered.contains(at));
        let mut rest = rest
            .map(|(_, word)| word)
            .filter(|word| !language.is_of_meaning(&word.surface));
        let asks = language.asks_meaning.is_in(words, &BTreeSet::new());
        let rest: Vec<&Word> = rest.by_ref().collect();
        match rest.first() {
            None if !found.is_empty() => Asked::Meaning(found),
            Some(_) if asks && rest.len() <= MOST_BESIDE && found.len() == 1 => {
                Asked::Meaning(found)
            }
            Some(word) if asks && found.is_empty() && !word.is_known => Asked::Elsewhere,
            _ => Asked::Nothing,
        }
    }
}

/// What a term means, as a sentence; what the source never expands is said to be never expanded.
pub(super) fn sentence(term: &Term) -> String {
    let name = &term.term;
    let meaning = term.meaning.as_deref().unwrap_or_default();
    let is_abbreviation =
        name.chars().filter(|c| c.is_uppercase()).count() > 1 && !name.contains(' ');
    match &term.expansion {
        Some(expansion) => format!("{name}: {expansion}. {meaning}")
            .trim_end()
            .to_owned(),
        None if is_abbreviation => format!("{name}: the procedure never spells it out. {meaning}")
            .trim_end()
            .to_owned(),
        None if meaning.is_empty() => {
            format!("{name}: the procedure uses the word and does not explain it.")
        }
        None => format!("{name}: {meaning}"),
    }
}
