//! The letters of words in overlapping fragments, in which a misspelling is still half recognised.

use super::words::Word;

/// Letters of a fragment.
const LETTERS: usize = 4;

/// Some letters of a word that follow one another; a shorter word is filled up with nothing.
pub(super) type Fragment = [char; LETTERS];

/// The fragments of these words, each word between edges.
pub(super) fn of(words: &[Word]) -> impl Iterator<Item = Fragment> {
    words.iter().flat_map(|word| {
        let edge = std::iter::once('_');
        let letters: Vec<char> = (edge.clone().chain(word.surface.chars()).chain(edge)).collect();
        let parts = letters.windows(LETTERS.min(letters.len()));
        let filled = parts.map(|part| {
            let mut fragment = Fragment::default();
            fragment[..part.len()].copy_from_slice(part);
            fragment
        });
        filled.collect::<Vec<_>>()
    })
}
