//! Topics that the procedure is silent on, and the entries that speak of them all the same.

use super::language::Language;
use super::words::{self, Word};
use crate::pack::Pack;
use crate::pack::format::{Guidance, Silence};

/// The phrases of each topic, in the pack's order.
#[derive(Debug)]
pub(super) struct Silences(Vec<Vec<SilentPhrase>>);

/// A phrase that names a topic of silence.
#[derive(Debug)]
pub(super) struct SilentPhrase {
    stems: Vec<String>,
    /// The places of the entries that hold the phrase.
    told_by: Vec<usize>,
}

impl SilentPhrase {
    /// Whether the entry at this place speaks of the topic all the same.
    pub(super) fn is_told_by(&self, at: usize) -> bool {
        self.told_by.contains(&at)
    }
}

impl Silences {
    pub(super) fn new(pack: &Pack, language: &Language) -> Self {
        let told: Vec<_> = pack
            .entries
            .guidance
            .iter()
            .map(|entry| told(entry, language))
            .collect();
        let silent = |text: &String| {
            let stems = stems(text, language);
            let tells = |at: &usize| told[*at].iter().any(|text| has(text, &stems));
            SilentPhrase {
                told_by: (0..told.len()).filter(tells).collect(),
                stems,
            }
        };
        let topics = pack.header.silent_on.iter();
        Self(
            topics
                .map(|silence| silence.words.iter().map(silent).collect())
                .collect(),
        )
    }

    /// The topics named in a question, with the phrase that names them.
    pub(super) fn find<'a>(
        &self,
        pack: &'a Pack,
        words: &[Word],
    ) -> Vec<(&SilentPhrase, &'a Silence)> {
        let asked: Vec<String> = words.iter().map(|word| word.stem.clone()).collect();
        let topics = self.0.iter().zip(&pack.header.silent_on);
        let named = topics.filter_map(|(phrases, silence)| {
            let phrase = phrases.iter().find(|phrase| has(&asked, &phrase.stems))?;
            Some((phrase, silence))
        });
        named.collect()
    }
}

/// Whether a phrase stands in a text, side by side.
pub(super) fn has(text: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && text.windows(phrase.len()).any(|part| part == phrase)
}

/// What an entry says, apart from what it says not to do.
fn told(entry: &Guidance, language: &Language) -> Vec<Vec<String>> {
    let asked = std::iter::once(&entry.title).chain(&entry.examples);
    let texts = asked.chain(&entry.words).chain(&entry.steps);
    texts.map(|text| stems(text, language)).collect()
}

fn stems(text: &str, language: &Language) -> Vec<String> {
    words::known(text, language)
        .into_iter()
        .map(|word| word.stem)
        .collect()
}
