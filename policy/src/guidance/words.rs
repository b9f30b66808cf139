//! From a text to its words: lower case, without control characters, contractions spread, and stems.

use std::cell::RefCell;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::language::Language;

/// Characters read of a question; what comes after them is left unread.
const MOST_CHARACTERS: usize = 12_000;

/// Stems kept in memory; a procedure has some thousands of words.
const MOST_STEMS: usize = 20_000;

thread_local! {
    /// Stems found before: a procedure says the same words again and again.
    static STEMS: RefCell<FxHashMap<String, String>> = RefCell::default();
}

/// A word as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, spelling put right.
    pub(super) surface: String,
    /// Its stem, irregular forms brought together.
    pub(super) stem: String,
    /// Whether the pack or the language knows it.
    pub(super) is_known: bool,
}

/// The words of a text, contractions and short forms spread out, spelling as it is.
pub(super) fn split(text: &str, language: &Language) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = text
        .chars()
        .take(MOST_CHARACTERS)
        .filter(|c| !is_invisible(*c))
        .peekable();
    while let Some(character) = characters.next() {
        let continues = characters.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            c if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            '\'' | '’' | '‘' | '`' if !word.is_empty() && continues => word.push('\''),
            // "e-mail" and "s.47" are one word, "step-up" is two.
            '-' | '.' if word.chars().count() == 1 && continues => {}
            _ => spread(&mut word, language, &mut words),
        }
    }
    spread(&mut word, language, &mut words);
    words
}

/// The stem of one word in lower case.
pub(super) fn stem(word: &str, language: &Language) -> String {
    let word = language.form(word);
    if word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    STEMS.with_borrow_mut(|known| {
        if let Some(stem) = known.get(word) {
            return stem.clone();
        }
        let stem = Stemmer::create(Algorithm::English).stem(word).into_owned();
        if known.len() < MOST_STEMS {
            known.insert(word.to_owned(), stem.clone());
        }
        stem
    })
}

/// A text that is known to be well spelt, such as the pack's.
pub(super) fn known(text: &str, language: &Language) -> Vec<Word> {
    let surfaces = split(text, language).into_iter();
    surfaces
        .map(|surface| Word {
            stem: stem(&surface, language),
            surface,
            is_known: true,
        })
        .collect()
}

/// Zero-width characters, which would otherwise cut words in two; control characters do cut them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

fn spread(word: &mut String, language: &Language, words: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    let plain = word.replace('\'', "");
    match language.spread(&plain) {
        Some(longer) => words.extend(longer.iter().cloned()),
        None => match word.split_once('\'') {
            Some((owner, "s" | "re" | "ll" | "ve" | "d" | "m")) => words.push(owner.to_owned()),
            _ => words.push(plain),
        },
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(split(text, Language::english()), expected, "{text}");
    }

    #[test]
    fn contractions_and_slang_are_spread() {
        check("She's hurt", &["she", "is", "hurt"]);
        check("isnt SAFE 2nite", &["is", "not", "safe", "tonight"]);
        check("the child’s mum", &["the", "child", "mum"]);
    }

    #[test]
    fn a_hyphen_or_a_full_stop_after_one_letter_joins() {
        check("e-mail, s.47; step-up", &["email", "s47", "step", "up"]);
    }

    #[test]
    fn control_characters_part_words_and_invisible_ones_do_not() {
        check("kni\u{200b}fe\u{0}now", &["knife", "now"]);
    }
}
