//! Spelling: a word that nobody knows is read as the nearest one that somebody does.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::language::Language;
use super::words;

/// Letters from which on a word may be two changes away.
const TWO_OFF: usize = 6;

/// Whose word it is; at equal distance the first is taken, because a sign of danger must not be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Danger,
    Pack,
    Ordinary,
}

/// The words that are known.
#[derive(Debug)]
pub(super) struct Speller {
    /// Rank and the set of letters, by word.
    words: BTreeMap<String, (Rank, u32)>,
    /// The same by length in letters.
    by_length: HashMap<usize, Vec<(String, Rank, u32)>>,
    stems: HashSet<String>,
}

/// How a word was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Spelt {
    /// As it is written.
    Known,
    /// As another word, or as two words written together.
    As(Vec<String>),
    /// Nobody knows it.
    Unknown,
}

impl Speller {
    /// A speller that knows the language's words and these of the pack.
    pub(super) fn new<'a>(pack_words: impl Iterator<Item = &'a str>, language: &Language) -> Self {
        let mut words = BTreeMap::new();
        let all = pack_words.map(|word| (word, Rank::Pack));
        let all = all.chain(
            language
                .ordinary_words
                .iter()
                .map(|word| (word.as_str(), Rank::Ordinary)),
        );
        let all = all.chain(
            language
                .danger_words
                .iter()
                .map(|word| (word.as_str(), Rank::Danger)),
        );
        for (word, rank) in all {
            let entry = words
                .entry(word.to_owned())
                .or_insert((rank, letters(word)));
            entry.0 = entry.0.min(rank);
        }
        let mut by_length: HashMap<usize, Vec<(String, Rank, u32)>> = HashMap::new();
        for (word, (rank, letters)) in &words {
            by_length.entry(word.chars().count()).or_default().push((
                word.clone(),
                *rank,
                *letters,
            ));
        }
        let stems = words
            .keys()
            .map(|word| words::stem(word, language))
            .collect();
        Self {
            words,
            by_length,
            stems,
        }
    }

    /// How to read a word in lower case whose stem is `stem`.
    pub(super) fn read(&self, word: &str, stem: &str) -> Spelt {
        let length = word.chars().count();
        if self.knows(word, stem) || length < 2 || word.chars().all(|c| c.is_ascii_digit()) {
            return Spelt::Known;
        }
        if let Some(calmer) = self.without_drawl(word) {
            return Spelt::As(vec![calmer]);
        }
        let one_off = self.nearest(word, length, 1);
        let parts = || self.parts(word).map(|(one, other)| vec![one, other]);
        let two_off = || {
            (length >= TWO_OFF)
                .then(|| self.nearest(word, length, 2))
                .flatten()
                .map(|word| vec![word])
        };
        one_off
            .map(|word| vec![word])
            .or_else(parts)
            .or_else(two_off)
            .map_or(Spelt::Unknown, Spelt::As)
    }

    fn knows(&self, word: &str, stem: &str) -> bool {
        self.words.contains_key(word) || self.stems.contains(stem)
    }

    /// "heeelp" as "help", "noooo" as "no".
    fn without_drawl(&self, word: &str) -> Option<String> {
        [2, 1]
            .into_iter()
            .map(|most| squeeze(word, most))
            .find(|calmer| calmer != word && self.words.contains_key(calmer))
    }

    fn nearest(&self, word: &str, length: usize, most: usize) -> Option<String> {
        let own = letters(word);
        let near = (length.saturating_sub(most)..=length + most)
            .filter_map(|length| self.by_length.get(&length))
            .flatten();
        near.filter(|(other, rank, letters)| {
            // One change alters at most two letters of the set.
            (own ^ letters).count_ones() as usize <= 2 * most
                && may_be(word, length, other, own == *letters, *rank)
        })
        .map(|(other, rank, letters)| {
            let unlikeness = unlikeness(word, other, own == *letters);
            (strsim::osa_distance(word, other), *rank, unlikeness, other)
        })
        .filter(|(distance, ..)| *distance <= most)
        .min()
        .map(|(.., other)| other.clone())
    }

    /// Two known words written together.
    fn parts(&self, word: &str) -> Option<(String, String)> {
        let cuts = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 2);
        cuts.map(|at| word.split_at(at))
            .find(|(one, other)| {
                other.len() >= 3 && self.words.contains_key(*one) && self.words.contains_key(*other)
            })
            .map(|(one, other)| (one.to_owned(), other.to_owned()))
    }
}

/// The rows of a keyboard.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Whether two words of one length differ in one letter, by the key beside it.
fn is_slip(word: &str, other: &str) -> bool {
    let mut unlike = word.bytes().zip(other.bytes()).filter(|(a, b)| a != b);
    let (one, more) = (unlike.next(), unlike.next());
    let is_beside = |(a, b): (u8, u8)| {
        ROWS.iter().any(|row| {
            let pair = row.as_bytes().windows(2);
            pair.into_iter()
                .any(|pair| pair == [a, b] || pair == [b, a])
        })
    };
    word.len() == other.len() && more.is_none() && one.is_some_and(is_beside)
}

/// Among words equally near: those with a letter too few or too many of a double one come first, then those with the same
/// letters in another order or a slip to the key beside, then those that begin alike.
fn unlikeness(word: &str, other: &str, has_same_letters: bool) -> u8 {
    if squeeze(word, 1) == squeeze(other, 1) {
        0
    } else if (has_same_letters && word.len() == other.len()) || is_slip(word, other) {
        1
    } else if word.chars().next() == other.chars().next() {
        2
    } else {
        3
    }
}

/// Short words are near to too many others: of three letters an exchange counts, and where the first letter is kept a letter
/// left out or the key beside it, which is enough for a sign of danger; of four the first letter is kept or the key beside it.
fn may_be(word: &str, length: usize, other: &str, has_same_letters: bool, rank: Rank) -> bool {
    match length {
        0..=2 => false,
        3 => {
            let begins_alike = word.chars().next() == other.chars().next();
            (has_same_letters && other.len() == word.len())
                || (begins_alike && other.len() == 4)
                || ((begins_alike || rank == Rank::Danger) && is_slip(word, other))
        }
        4 => {
            let begins_alike = word.chars().next() == other.chars().next();
            (begins_alike && other.chars().count() >= 3) || is_slip(word, other)
        }
        _ => true,
    }
}

/// The set of letters, one bit each, in which a distance can be bounded quickly.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| match byte {
        b'a'..=b'z' => set | 1 << (byte - b'a'),
        _ => set | 1 << 26,
    })
}

fn squeeze(word: &str, most: usize) -> String {
    let mut calmer = String::new();
    let mut run = 0;
    for character in word.chars() {
        run = if calmer.ends_with(character) {
            run + 1
        } else {
            1
        };
        if run <= most {
            calmer.push(character);
        }
    }
    calmer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        Speller::new(["okapi", "safeguarding"].into_iter(), Language::english())
    }

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let stem = words::stem(word, Language::english());
        let expected = match expected {
            [] => Spelt::Unknown,
            [same] if *same == word => Spelt::Known,
            words => Spelt::As(words.iter().map(|word| (*word).to_owned()).collect()),
        };
        assert_eq!(speller().read(word, &stem), expected, "{word}");
    }

    #[test]
    fn a_misspelling_is_read_as_the_nearest_known_word() {
        check("kinfe", &["knife"]);
        check("brused", &["bruised"]);
        check("saefgaurding", &["safeguarding"]);
        check("okpi", &["okapi"]);
        check("heeelp", &["help"]);
        check("chuld", &["child"]);
        check("hlp", &["help"]);
        check("gurt", &["hurt"]);
        check("stsbbd", &["stabbed"]);
    }

    #[test]
    fn two_words_written_together_are_read_apart() {
        check("beenhurt", &["been", "hurt"]);
    }

    #[test]
    fn a_known_word_is_left_alone_and_a_strange_one_stays_strange() {
        check("hunt", &["hunt"]);
        check("knives", &["knives"]);
        check("mash", &[]);
        check("bcvd", &[]);
    }
}
