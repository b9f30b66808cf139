//! How much a text sounds like danger, learnt from what people tell: `language/told/*.txt`.
//!
//! The signs in `danger.rs` are words that somebody foresaw. This hears what nobody listed, because it is told as danger is told.

use super::language::Language;
use super::voices::{Text, Voices};
use super::words::{self, Word};

/// Places of the two things that a text may tell.
const CALM: usize = 0;
const DANGER: usize = 1;

/// What was learnt of danger and of calm.
#[derive(Debug, Default)]
pub(super) struct Alarm(Voices);

impl Alarm {
    /// Learn from texts of both kinds, one a line.
    pub(super) fn new(danger: &str, calm: &str, language: &Language) -> Self {
        let read = |told: &str, class| -> Vec<(usize, Vec<Word>)> {
            let lines = told.lines().filter(|line| !line.trim().is_empty());
            let lines = lines.map(|line| (class, words::known(line, language)));
            lines.collect()
        };
        let mut lines = read(danger, DANGER);
        lines.extend(read(calm, CALM));
        let texts = lines.iter().map(|(class, words)| Text {
            class: *class,
            told: told(words, language),
            words,
            counts: 1.0,
        });
        Self(Voices::learn(&texts.collect::<Vec<_>>(), 2))
    }

    /// How likely these words tell of danger, from 0 to 1.
    pub(super) fn sounds(&self, words: &[Word], language: &Language) -> f64 {
        self.0.heard(&told(words, language), words)[DANGER]
    }
}

fn told(words: &[Word], language: &Language) -> Vec<String> {
    let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    language.meanings(&stems)
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
