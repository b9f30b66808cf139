//! Topics that the procedure is silent on, and the entries that speak of them all the same.

use rustc_hash::FxHashMap;

use super::index::phrase;
use super::language::Language;
use super::words::{self, Word};
use crate::pack::Pack;
use crate::pack::format::Silence;

/// The phrases of each topic, in the pack's order.
#[derive(Debug, Default)]
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
    /// * `told` – what each entry says, apart from what it says not to do, as [`phrase`] has it
    pub(super) fn new(pack: &Pack, told: &[Vec<Vec<String>>], language: &Language) -> Self {
        let told = Places::new(told.iter().enumerate().flat_map(|(at, texts)| {
            let texts = texts.iter().map(Vec::as_slice);
            texts.map(move |text| (at, text))
        }));
        let silent = |text: &String| {
            let stems = stems(text, language);
            SilentPhrase {
                told_by: told.by(&stems).collect(),
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
        let asked = phrase(words, Language::english());
        let topics = self.0.iter().zip(&pack.header.silent_on);
        let named = topics.filter_map(|(phrases, silence)| {
            let phrase = phrases.iter().find(|phrase| has(&asked, &phrase.stems))?;
            Some((phrase, silence))
        });
        named.collect()
    }
}

/// Phrases that other procedures know and this one does not, such as another authority's front door.
#[derive(Debug)]
pub(super) struct Elsewhere(Vec<(&'static str, Vec<String>)>);

impl Elsewhere {
    pub(super) fn new(pack: &Pack, language: &'static Language) -> Self {
        let told: Vec<_> = own_words(pack).map(|text| stems(text, language)).collect();
        let phrases = language.elsewhere.iter();
        let phrases = phrases.map(|phrase| (phrase.as_str(), stems(phrase, language)));
        let told = Places::new(told.iter().map(|text| (0, text.as_slice())));
        Self(
            phrases
                .filter(|(_, phrase)| told.by(phrase).next().is_none())
                .collect(),
        )
    }

    /// The first such phrase in a question.
    pub(super) fn find(&self, words: &[Word]) -> Option<&'static str> {
        let asked = phrase(words, Language::english());
        let found = self.0.iter().find(|(_, phrase)| has(&asked, phrase));
        found.map(|(phrase, _)| *phrase)
    }
}

/// What the pack itself says, apart from what people ask.
fn own_words(pack: &Pack) -> impl Iterator<Item = &String> {
    let entries = &pack.entries;
    let rules = entries.rule.iter().map(|rule| &rule.text);
    let guidance = entries.guidance.iter();
    let guidance = guidance.flat_map(|entry| {
        std::iter::once(&entry.title)
            .chain(&entry.steps)
            .chain(&entry.words)
    });
    let services = entries
        .service
        .iter()
        .flat_map(|service| std::iter::once(&service.name).chain(&service.synonyms));
    let roles = entries
        .role
        .iter()
        .flat_map(|role| std::iter::once(&role.name).chain(&role.synonyms));
    let forums = entries
        .forum
        .iter()
        .flat_map(|forum| std::iter::once(&forum.name).chain(&forum.synonyms));
    let points = entries.contact_point.iter().map(|point| &point.name);
    let terms = entries.term.iter();
    let terms = terms.flat_map(|term| {
        std::iter::once(&term.term)
            .chain(&term.expansion)
            .chain(&term.synonyms)
    });
    let silences = pack
        .header
        .silent_on
        .iter()
        .flat_map(|silence| &silence.words);
    rules
        .chain(guidance)
        .chain(services)
        .chain(roles)
        .chain(forums)
        .chain(points)
        .chain(terms)
        .chain(silences)
}

/// Where each stem stands in texts that somebody tells, so that phrases are found without going through every text.
struct Places<'a>(FxHashMap<&'a str, Vec<(usize, &'a [String])>>);

impl<'a> Places<'a> {
    /// * `texts` – each with the number of who tells it
    fn new(texts: impl Iterator<Item = (usize, &'a [String])>) -> Self {
        let mut rest: FxHashMap<&str, Vec<_>> = FxHashMap::default();
        for (teller, text) in texts {
            for at in 0..text.len() {
                rest.entry(&text[at])
                    .or_default()
                    .push((teller, &text[at..]));
            }
        }
        Self(rest)
    }

    /// Who tells a phrase; once for each place where it stands.
    fn by<'b>(&'b self, phrase: &'b [String]) -> impl Iterator<Item = usize> + 'b {
        let begun = phrase.first().and_then(|first| self.0.get(first.as_str()));
        let begun = begun.into_iter().flatten();
        let told = begun.filter(|(_, rest)| rest.starts_with(phrase));
        told.map(|(teller, _)| *teller)
    }
}

/// Whether a phrase stands in a text, side by side.
pub(super) fn has(text: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && text.windows(phrase.len()).any(|part| part == phrase)
}

fn stems(text: &str, language: &Language) -> Vec<String> {
    phrase(&words::known(text, language), language)
}
