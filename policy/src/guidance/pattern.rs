//! Patterns of words: in their order, with fillers between, gaps and alternatives.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::language::Language;
use super::words::{self, Word};

/// Fillers that may stand between two words of a pattern.
const MOST_FILLERS: usize = 3;

/// Classes of words by name.
pub(super) type Classes = BTreeMap<String, Vec<String>>;

/// Many patterns, found by their first word.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    all: Vec<Vec<Element>>,
    by_first: FxHashMap<String, Vec<usize>>,
    surfaces: BTreeSet<String>,
}

#[derive(Debug)]
enum Element {
    /// Up to so many words of any kind.
    Gap(usize),
    /// One of these, as [`key`] writes them.
    OneOf(BTreeSet<String>),
}

impl Patterns {
    /// Compile patterns in the notation of `language/danger.toml`.
    pub(super) fn new(texts: &[String], classes: &Classes, language: &Language) -> Self {
        let mut patterns = Self::default();
        for text in texts {
            let elements = patterns.compile(text, classes, language);
            if let Some(Element::OneOf(first)) = elements.first() {
                for key in first {
                    patterns
                        .by_first
                        .entry(key.clone())
                        .or_default()
                        .push(patterns.all.len());
                }
            }
            patterns.all.push(elements);
        }
        patterns
    }

    /// The words of the patterns themselves, without those of classes.
    pub(super) fn surfaces(&self) -> impl Iterator<Item = &String> {
        self.surfaces.iter()
    }

    /// Every place at which a pattern matches.
    pub(super) fn find<'a>(
        &'a self,
        words: &'a [Word],
        fillers: &'a BTreeSet<String>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        (0..words.len()).flat_map(move |start| {
            let word = &words[start];
            let by_stem = self.by_first.get(&word.stem);
            let by_surface = self.by_first.get(&format!("={}", word.surface));
            let candidates = by_stem.into_iter().chain(by_surface).flatten();
            candidates.filter_map(move |at| {
                Some(start..ends(&self.all[*at], words, start, true, fillers)?)
            })
        })
    }

    /// Whether any pattern matches anywhere.
    pub(super) fn is_in(&self, words: &[Word], fillers: &BTreeSet<String>) -> bool {
        self.find(words, fillers).next().is_some()
    }

    fn compile(&mut self, text: &str, classes: &Classes, language: &Language) -> Vec<Element> {
        text.split(' ')
            .flat_map(|part| match part.strip_prefix('*') {
                Some(number) => vec![Element::Gap(number.parse().unwrap_or(3))],
                None => self.alternatives(part, classes, language),
            })
            .collect()
    }

    /// One element, or several where a single word is read as several.
    fn alternatives(&mut self, part: &str, classes: &Classes, language: &Language) -> Vec<Element> {
        let mut keys = BTreeSet::new();
        for word in part.split('|') {
            if let Some(class) = word
                .strip_prefix('{')
                .and_then(|word| word.strip_suffix('}'))
            {
                let class = classes
                    .get(class)
                    .expect("language/danger.toml has its classes");
                keys.extend(class.iter().map(|word| words::stem(word, language)));
            } else if let Some(exact) = word.strip_prefix('=') {
                self.surfaces.insert(exact.to_owned());
                keys.insert(word.to_owned());
            } else {
                let parts = words::known(word, language);
                self.surfaces
                    .extend(parts.iter().map(|word| word.surface.clone()));
                if parts.len() != 1 {
                    return parts
                        .into_iter()
                        .map(|word| Element::OneOf(BTreeSet::from([word.stem])))
                        .collect();
                }
                keys.extend(parts.into_iter().map(|word| word.stem));
            }
        }
        vec![Element::OneOf(keys)]
    }
}

/// Where a match of these elements from `at` ends; `is_first` forbids fillers before it.
fn ends(
    elements: &[Element],
    words: &[Word],
    at: usize,
    is_first: bool,
    fillers: &BTreeSet<String>,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(at);
    };
    match element {
        Element::Gap(most) => {
            (0..=*most).find_map(|gap| ends(rest, words, at + gap, true, fillers))
        }
        Element::OneOf(keys) => {
            let most = if is_first { 0 } else { MOST_FILLERS };
            for skipped in 0..=most {
                let word = words.get(at + skipped)?;
                if is_one_of(word, keys)
                    && let Some(end) = ends(rest, words, at + skipped + 1, false, fillers)
                {
                    return Some(end);
                }
                if !fillers.contains(&word.stem) {
                    return None;
                }
            }
            None
        }
    }
}

fn is_one_of(word: &Word, keys: &BTreeSet<String>) -> bool {
    keys.contains(&word.stem) || keys.contains(&format!("={}", word.surface))
}
