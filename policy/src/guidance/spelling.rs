//! Spelling: a word that nobody knows is read as the known one that was most likely meant.
//!
//! What is likely is what the pack itself says often, and says beside the words around it, weighed against how a hand errs: two
//! letters exchanged, one doubled or left out, the key beside it.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::language::Language;
use super::slips;
use super::words;

/// Letters from which on a word may be two changes away.
const TWO_OFF: usize = 6;

/// How much more likely a sign of danger is than how often it is said, so that none is lost.
const OF_DANGER: f64 = 1.5;

/// How often a word is taken to be said that the language knows and the pack does not say.
const UNSAID: f64 = 0.3;

/// How often a word that joins others, such as "from", is said beyond what the pack says.
const JOINING: f64 = 3.0;

/// What it adds that the pack says a word beside the one before or after it.
const BESIDE: f64 = 1.5;

/// Whose word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Danger,
    Pack,
    Ordinary,
}

/// A word that is known.
#[derive(Debug)]
struct Known {
    word: String,
    rank: Rank,
    /// The set of its letters, one bit each.
    letters: u32,
    /// The logarithm of how often it is said.
    said: f64,
}

/// The words that are known.
#[derive(Debug)]
pub(super) struct Speller {
    words: Vec<Known>,
    numbers: FxHashMap<String, usize>,
    by_length: FxHashMap<usize, Vec<usize>>,
    /// Numbers of words that the pack says side by side.
    beside: FxHashSet<(usize, usize)>,
    stems: FxHashSet<String>,
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

/// The words around the one that is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// The word before it, as it was read.
    pub(super) before: Option<&'a str>,
    /// The word after it, as it is written.
    pub(super) after: Option<&'a str>,
}

impl Speller {
    /// A speller that knows the language's words and those of these texts of a pack.
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>, language: &Language) -> Self {
        let texts: Vec<Vec<String>> = texts.map(|text| words::split(text, language)).collect();
        let mut said: BTreeMap<&str, (Rank, f64)> = BTreeMap::new();
        for word in texts.iter().flatten() {
            said.entry(word).or_insert((Rank::Pack, 0.0)).1 += 1.0;
        }
        for word in &language.ordinary_words {
            let joins = language.is_stop(&words::stem(word, language));
            let more = if joins { JOINING } else { UNSAID };
            said.entry(word).or_insert((Rank::Ordinary, 0.0)).1 += more;
        }
        for word in &language.danger_words {
            let entry = said.entry(word).or_insert((Rank::Danger, UNSAID));
            entry.0 = Rank::Danger;
        }
        let mut speller = Self {
            words: Vec::new(),
            numbers: FxHashMap::default(),
            by_length: FxHashMap::default(),
            beside: FxHashSet::default(),
            stems: FxHashSet::default(),
        };
        for (word, (rank, often)) in said {
            let number = speller.words.len();
            let length = word.chars().count();
            speller.by_length.entry(length).or_default().push(number);
            speller.numbers.insert(word.to_owned(), number);
            speller.stems.insert(words::stem(word, language));
            speller.words.push(Known {
                word: word.to_owned(),
                rank,
                letters: slips::letters(word),
                said: often.ln(),
            });
        }
        for pair in texts.iter().flat_map(|text| text.windows(2)) {
            let numbers = (speller.numbers[&pair[0]], speller.numbers[&pair[1]]);
            speller.beside.insert(numbers);
        }
        speller
    }

    /// How to read a word in lower case whose stem is `stem`.
    pub(super) fn read(&self, word: &str, stem: &str, around: Around<'_>) -> Spelt {
        let length = word.chars().count();
        if self.knows(word, stem) || length < 2 || word.chars().all(|c| c.is_ascii_digit()) {
            return Spelt::Known;
        }
        if let Some(calmer) = self.without_drawl(word) {
            return Spelt::As(vec![calmer]);
        }
        let one = |most| {
            self.likeliest(word, length, most, around)
                .map(|word| vec![word])
        };
        let parts = || self.parts(word).map(|(one, other)| vec![one, other]);
        one(1)
            .or_else(parts)
            .or_else(|| (length >= TWO_OFF).then(|| one(2)).flatten())
            .map_or(Spelt::Unknown, Spelt::As)
    }

    /// A word in lower case as it was most likely meant, whatever stands around it; as it is where that is two words.
    pub(super) fn one(&self, word: &str, language: &Language) -> String {
        match self.read(word, &words::stem(word, language), Around::default()) {
            Spelt::As(mut meant) if meant.len() == 1 => meant.remove(0),
            _ => word.to_owned(),
        }
    }

    /// Whether two words are one that was written apart.
    pub(super) fn joins(&self, word: &str, next: &str) -> Option<String> {
        let joined = format!("{word}{next}");
        let is_torn = |part: &str| !self.numbers.contains_key(part);
        let is_one = self.numbers.contains_key(&joined) && (is_torn(word) || is_torn(next));
        is_one.then_some(joined)
    }

    /// The word of danger that an unknown one may stand for, likely or not.
    pub(super) fn danger(&self, word: &str) -> Option<String> {
        let near = self.near(word, word.chars().count(), 1);
        let near = near.filter(|known| known.rank == Rank::Danger);
        near.map(|known| (slips::cost(&known.word, word), known))
            .min_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, known)| known.word.clone())
    }

    fn knows(&self, word: &str, stem: &str) -> bool {
        self.numbers.contains_key(word) || self.stems.contains(stem)
    }

    /// "heeelp" as "help", "noooo" as "no".
    fn without_drawl(&self, word: &str) -> Option<String> {
        [2, 1]
            .into_iter()
            .map(|most| slips::squeeze(word, most))
            .find(|calmer| calmer != word && self.numbers.contains_key(calmer))
    }

    fn likeliest(
        &self,
        word: &str,
        length: usize,
        most: usize,
        around: Around<'_>,
    ) -> Option<String> {
        let likely = |known: &Known| {
            let danger = if known.rank == Rank::Danger {
                OF_DANGER
            } else {
                0.0
            };
            known.said + danger + self.beside(known, around) - slips::cost(&known.word, word)
        };
        let near = self.near(word, length, most);
        near.map(|known| (likely(known), known))
            .max_by(|one, other| {
                one.0
                    .total_cmp(&other.0)
                    .then(other.1.word.cmp(&one.1.word))
            })
            .map(|(_, known)| known.word.clone())
    }

    /// The known words within so many changes.
    fn near<'a>(
        &'a self,
        word: &'a str,
        length: usize,
        most: usize,
    ) -> impl Iterator<Item = &'a Known> {
        let own = slips::letters(word);
        let lengths = length.saturating_sub(most)..=length + most;
        let near = lengths.filter_map(|length| self.by_length.get(&length));
        let near = near.flatten().map(|number| &self.words[*number]);
        near.filter(move |known| {
            // One change alters at most two letters of the set.
            (own ^ known.letters).count_ones() as usize <= 2 * most
                && may_be(word, length, known)
                && strsim::osa_distance(word, &known.word) <= most
        })
    }

    /// What the words around it say for a word.
    fn beside(&self, known: &Known, around: Around<'_>) -> f64 {
        let number = |word: Option<&str>| self.numbers.get(word?).copied();
        let Some(own) = self.numbers.get(&known.word).copied() else {
            return 0.0;
        };
        let before = number(around.before).is_some_and(|one| self.beside.contains(&(one, own)));
        let after = number(around.after).is_some_and(|one| self.beside.contains(&(own, one)));
        BESIDE * (f64::from(before) + f64::from(after))
    }

    /// Two known words written together.
    fn parts(&self, word: &str) -> Option<(String, String)> {
        let cuts = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 2);
        cuts.map(|at| word.split_at(at))
            .find(|(one, other)| {
                other.len() >= 3
                    && self.numbers.contains_key(*one)
                    && self.numbers.contains_key(*other)
            })
            .map(|(one, other)| (one.to_owned(), other.to_owned()))
    }
}

/// Short words are near to too many others: of three letters an exchange counts, and where the first letter is kept a letter
/// left out or the key beside it, which is enough for a sign of danger; of four the first letter is kept or the key beside it.
fn may_be(word: &str, length: usize, known: &Known) -> bool {
    let other = &known.word;
    let begins_alike = || word.chars().next() == other.chars().next();
    match length {
        0..=2 => false,
        3 => {
            (slips::letters(word) == known.letters && other.len() == word.len())
                || (begins_alike() && other.len() == 4)
                || ((begins_alike() || known.rank == Rank::Danger) && slips::is_slip(word, other))
        }
        4 => {
            (begins_alike() && other.chars().count() >= 3)
                || slips::is_slip(word, other)
                || slips::cost(other, word) < slips::USUAL
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speller() -> Speller {
        let texts = [
            "okapi",
            "safeguarding",
            "the form is due",
            "the form is lost",
            "a transfer form",
        ];
        Speller::new(texts.into_iter(), Language::english())
    }

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        check_around(word, Around::default(), expected);
    }

    #[track_caller]
    fn check_around(word: &str, around: Around<'_>, expected: &[&str]) {
        let stem = words::stem(word, Language::english());
        let expected = match expected {
            [] => Spelt::Unknown,
            [same] if *same == word => Spelt::Known,
            words => Spelt::As(words.iter().map(|word| (*word).to_owned()).collect()),
        };
        assert_eq!(speller().read(word, &stem, around), expected, "{word}");
    }

    #[test]
    fn a_misspelling_is_read_as_the_likeliest_known_word() {
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
    fn the_words_around_a_misspelling_say_what_it_is() {
        let around = Around {
            before: Some("transfer"),
            after: Some("is"),
        };
        check_around("forn", around, &["form"]);
    }

    #[test]
    fn two_words_written_together_are_read_apart_and_one_written_apart_as_one() {
        check("beenhurt", &["been", "hurt"]);
        let speller = speller();
        assert_eq!(speller.joins("trans", "fer"), Some("transfer".into()));
        assert_eq!(speller.joins("the", "form"), None);
    }

    #[test]
    fn a_known_word_is_left_alone_and_a_strange_one_stays_strange() {
        check("hunt", &["hunt"]);
        check("knives", &["knives"]);
        check("mash", &[]);
        check("bcvd", &[]);
    }
}
