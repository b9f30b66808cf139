//! The letters of words in overlapping fragments, in which a misspelling is still half recognised.

use super::index::Weights;
use super::language::Language;
use super::words::Word;

/// Letters of a fragment.
const LETTERS: usize = 4;

/// Some letters of a word that follow one another; a shorter word is filled up with nothing.
pub(super) type Fragment = [char; LETTERS];

/// The fragments of the words that say something; those of a word weigh together as much as `weight` has its stem.
pub(super) fn of(
    words: &[Word],
    language: &Language,
    weight: impl Fn(&str) -> f64,
) -> Weights<Fragment> {
    let mut fragments = Weights::new();
    for word in words.iter().filter(|word| !language.is_stop(&word.stem)) {
        let edge = std::iter::once('_');
        let letters: Vec<char> = (edge.clone().chain(word.surface.chars()).chain(edge)).collect();
        let number = letters.len().saturating_sub(LETTERS) + 1;
        let share = weight(&word.stem) / (number as f64).sqrt();
        for part in letters.windows(LETTERS.min(letters.len())) {
            let mut fragment = Fragment::default();
            fragment[..part.len()].copy_from_slice(part);
            *fragments.entry(fragment).or_default() += share;
        }
    }
    fragments
}
