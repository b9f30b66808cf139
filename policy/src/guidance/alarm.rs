//! How much a text sounds like danger, learnt from what people tell: `language/told/*.txt`.
//!
//! The signs in `danger.rs` are words that somebody foresaw. This hears what nobody listed, because it is told as danger is told.

use super::language::Language;
use super::voices::{Text, Voices};
use super::words::{self, Word};
use super::{fragments, index::Weights};

/// What a word that joins others counts beside one that says something.
const JOINING: f64 = 0.3;

/// What two words side by side count.
const PAIR: f64 = 0.7;

/// Places of the two things that a text may tell.
const CALM: usize = 0;
const DANGER: usize = 1;

/// What was learnt of danger and of calm.
#[derive(Debug, Default)]
pub(super) struct Alarm(Voices);

impl Alarm {
    /// Learn from texts of both kinds, one a line.
    pub(super) fn new(danger: &str, calm: &str, language: &Language) -> Self {
        let texts = |told: &str, entry| -> Vec<Text> {
            let lines = told.lines().filter(|line| !line.trim().is_empty());
            lines
                .map(|line| {
                    let words = words::known(line, language);
                    Text {
                        entry,
                        words: said(&words, language),
                        fragments: fragments::of(&words, language, |_| 1.0),
                        counts: 1.0,
                    }
                })
                .collect()
        };
        let mut all = texts(danger, DANGER);
        all.extend(texts(calm, CALM));
        Self(Voices::learn(&all, 2))
    }

    /// How likely these words tell of danger, from 0 to 1.
    pub(super) fn sounds(&self, words: &[Word], language: &Language) -> f64 {
        let fragments = fragments::of(words, language, |_| 1.0);
        self.0.heard(&said(words, language), &fragments)[DANGER]
    }
}

fn said(words: &[Word], language: &Language) -> Weights {
    let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    let told = language.meanings(&stems);
    let mut said = Weights::new();
    for pair in told.windows(2) {
        said.insert(format!("{} {}", pair[0], pair[1]), PAIR);
    }
    for stem in told {
        let weight = if language.is_stop(&stem) {
            JOINING
        } else {
            1.0
        };
        said.insert(stem, weight);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: impl Fn(f64) -> bool) {
        let language = Language::english();
        let sounds = language
            .alarm
            .sounds(&words::known(text, language), language);
        assert!(expected(sounds), "{text}: {sounds:.3}");
    }

    #[test]
    fn what_no_list_foresees_still_sounds_of_danger() {
        for told in [
            "granddad gives her sweets to sit on his lap and now she is sore",
            "the boys are by themselves in a caravan and it is snowing",
            "she has swallowed every tablet in the cupboard",
            "he says his mam will be buried in the garden by sunday",
        ] {
            check(told, |sounds| sounds > 0.5);
        }
    }

    #[test]
    fn alarming_words_about_work_sound_calm() {
        for told in [
            "which form goes with the risk assessment before the transfer meeting",
            "how many days has the manager to decide about the case",
            "the summary of last year's domestic abuse is in the chronology, who signs it",
        ] {
            check(told, |sounds| sounds < 0.1);
        }
    }

    #[test]
    fn nothing_is_taught_both_ways_and_nothing_twice() {
        let lines = || {
            let danger = super::super::language::DANGER_TOLD.lines();
            danger.chain(super::super::language::CALM_TOLD.lines())
        };
        let told: std::collections::BTreeSet<String> = lines().map(str::to_lowercase).collect();
        assert_eq!(told.len(), lines().count());
    }
}
