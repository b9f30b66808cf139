//! Signs of danger: the one thing that is looked for before any other.

use std::collections::BTreeSet;
use std::ops::Range;

use toml_edit::{Document, Table};

use super::language::{Language, strings, table};
use super::pattern::{Classes, Patterns};
use super::words::{self, Word};

/// Words within which two things stand close together.
const CLOSE: usize = 7;

/// Words before a phrase of `no_sign` within which a doubt undoes it.
const DOUBT: usize = 4;

/// Words before and after a phrase such as "years ago" that it speaks of.
const PAST: usize = 8;
const AFTER_PAST: usize = 2;

/// A text with fewer words to each one of casework is about casework.
const WORDS_TO_ONE_OF_CASEWORK: usize = 12;

/// What was seen of danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing.
    Nothing,
    /// A question about how the procedure works, whatever it speaks of.
    Calm,
    /// Words that seldom stand where nobody is in danger, in a question.
    Alarming,
    /// Words that never do, or that somebody states.
    Grave,
}

impl Sign {
    /// Whether it is one of danger.
    pub(super) fn is_danger(self) -> bool {
        matches!(self, Self::Alarming | Self::Grave)
    }
}

/// The signs, as `language/danger.toml` lists them.
#[derive(Debug, Default)]
pub(super) struct Danger {
    /// Said with every urgent answer.
    pub(super) safe_default: String,
    /// Said where the pack has neither an urgent route nor words of its own for that.
    pub(super) no_route: String,
    /// Words that may stand between two words of a pattern.
    pub(super) fillers: BTreeSet<String>,
    grave: Patterns,
    alarming: Patterns,
    named: Patterns,
    calls: Patterns,
    questions: BTreeSet<String>,
    inversions: Patterns,
    pairs: Vec<(BTreeSet<String>, BTreeSet<String>)>,
    no_sign: Patterns,
    doubt: BTreeSet<String>,
    cries: BTreeSet<String>,
    cries_with: BTreeSet<String>,
    openers: BTreeSet<String>,
    about: BTreeSet<String>,
    casework: BTreeSet<String>,
    frames: Patterns,
    present: Patterns,
    past: Patterns,
    vocabulary: BTreeSet<String>,
}

impl Danger {
    pub(super) fn new(document: &Document<String>, language: &Language) -> Self {
        let classes = classes(table(document, "classes"));
        let patterns = |table: &Table, key| Patterns::new(&strings(table, key), &classes, language);
        let stems = |table: &Table, key| {
            strings(table, key)
                .iter()
                .map(|word| words::stem(word, language))
                .collect()
        };
        let (signs, calm) = (table(document, "signs"), table(document, "calm"));
        let mut danger = Self {
            safe_default: text(document, "safe_default"),
            no_route: text(document, "no_route"),
            fillers: stems(document, "fillers"),
            grave: patterns(signs, "grave"),
            alarming: patterns(signs, "alarming"),
            named: patterns(signs, "named"),
            calls: patterns(calm, "calls"),
            questions: stems(calm, "questions"),
            inversions: patterns(calm, "inversions"),
            pairs: pairs(signs, &classes, language),
            no_sign: patterns(signs, "no_sign"),
            doubt: stems(signs, "doubt"),
            cries: stems(signs, "cries"),
            cries_with: stems(signs, "cries_with"),
            openers: stems(signs, "openers"),
            about: stems(signs, "about"),
            casework: stems(signs, "casework"),
            frames: patterns(calm, "frames"),
            present: patterns(calm, "present"),
            past: patterns(calm, "past"),
            vocabulary: BTreeSet::new(),
        };
        danger.vocabulary = danger
            .grave
            .surfaces()
            .chain(danger.alarming.surfaces())
            .chain(danger.named.surfaces())
            .cloned()
            .collect();
        danger.vocabulary.extend(classes.into_values().flatten());
        danger
    }

    /// Every word of the signs.
    pub(super) fn vocabulary(&self) -> BTreeSet<String> {
        self.vocabulary.clone()
    }

    /// Whether this is a statement about a child or somebody near one, rather than a question.
    ///
    /// Where no entry answers it, somebody may be telling of a danger in words that no list foresees.
    pub(super) fn is_statement_about_somebody(&self, words: &[Word], last: &[Word]) -> bool {
        let is_opener = |word: &Word| self.openers.contains(&word.stem);
        let opens = words
            .iter()
            .position(|word| is_opener(word) || !self.fillers.contains(&word.stem));
        // "Don't want to leave her here" asks nothing.
        let is_denial = opens
            .and_then(|at| words.get(at + 1))
            .is_some_and(|word| word.stem == "not");
        let is_question = !is_denial && opens.is_none_or(|at| is_opener(&words[at]));
        let count = |stems: &BTreeSet<String>| {
            words
                .iter()
                .filter(|word| stems.contains(&word.stem))
                .count()
        };
        let is_about_work = count(&self.casework) * WORDS_TO_ONE_OF_CASEWORK > words.len();
        let is_safe = self.no_sign.is_in(words, &self.fillers);
        let is_told = !is_question && !self.asks(last);
        let is_now = self.present.is_in(words, &self.fillers);
        (is_told || is_now) && count(&self.about) > 0 && !is_about_work && !is_safe
    }

    /// Whether the words ask something about how things are done; "what do I do" alone asks for help.
    fn asks(&self, words: &[Word]) -> bool {
        let words = without(words, self.calls.find(words, &self.fillers));
        let opens = words
            .iter()
            .find(|word| !self.fillers.contains(&word.stem) || self.openers.contains(&word.stem));
        opens.is_some_and(|word| self.openers.contains(&word.stem))
            || words.iter().any(|word| self.questions.contains(&word.stem))
            || self.inversions.is_in(&words, &BTreeSet::new())
    }

    /// What a question shows.
    ///
    /// A grave sign counts, unless a question says that it lies long back. An alarming one that is stated is grave; it does not
    /// count in a question about the procedure, unless something shows that it is happening. A word that only names urgency
    /// counts in a statement and not in a question, and a question about what lies long back is calm.
    pub(super) fn see(&self, words: &[Word]) -> Sign {
        let words = self.without_denials(words);
        let is_present = self.present.is_in(&words, &self.fillers);
        let asks = self.asks(&words);
        let past = if asks && !is_present {
            self.long_back(&words)
        } else {
            Vec::new()
        };
        let is_past = !past.is_empty();
        let words = without(&words, past.into_iter());
        if self.grave.is_in(&words, &self.fillers) || self.is_cry(&words) {
            return Sign::Grave;
        }
        let is_calm = self.frames.is_in(&words, &self.fillers) && !is_present;
        let is_alarming = self.alarming.is_in(&words, &self.fillers) || self.is_close(&words);
        let is_named = self.named.is_in(&words, &self.fillers);
        match (is_calm, is_alarming, is_named) {
            (true, ..) => Sign::Calm,
            (false, true, _) if asks => Sign::Alarming,
            (false, true, _) => Sign::Grave,
            (false, false, true) if asks && !is_present => Sign::Calm,
            (false, false, true) => Sign::Grave,
            (false, false, false) if is_past => Sign::Calm,
            (false, false, false) => Sign::Nothing,
        }
    }

    /// The words without the phrases that hold a sign and say that there is none.
    ///
    /// Such a phrase becomes one word that matches nothing, so that its neighbours do not form a new sign.
    fn without_denials(&self, words: &[Word]) -> Vec<Word> {
        let denials = self.no_sign.find(words, &self.fillers).filter(|range| {
            let before = &words[range.start.saturating_sub(DOUBT)..range.start];
            !before.iter().any(|word| self.doubt.contains(&word.stem))
        });
        without(words, denials)
    }

    /// What lies long back: the words around each phrase that says so.
    fn long_back(&self, words: &[Word]) -> Vec<Range<usize>> {
        let phrases = self.past.find(words, &self.fillers);
        phrases
            .map(|phrase| {
                phrase.start.saturating_sub(PAST)..(phrase.end + AFTER_PAST).min(words.len())
            })
            .collect()
    }

    fn is_cry(&self, words: &[Word]) -> bool {
        let is_one = |word: &Word| self.cries.contains(&word.stem);
        words.iter().any(is_one)
            && words
                .iter()
                .all(|word| is_one(word) || self.cries_with.contains(&word.stem))
    }

    fn is_close(&self, words: &[Word]) -> bool {
        self.pairs.iter().any(|(one, other)| {
            let places = |keys: &BTreeSet<String>| -> Vec<usize> {
                let is_there = |at: &usize| keys.contains(&words[*at].stem);
                (0..words.len()).filter(is_there).collect()
            };
            let others = places(other);
            places(one).into_iter().any(|at| {
                others
                    .iter()
                    .any(|other| *other != at && at.abs_diff(*other) < CLOSE)
            })
        })
    }
}

/// The words with these stretches blotted out, so that their neighbours do not form a new phrase.
fn without(words: &[Word], ranges: impl Iterator<Item = Range<usize>>) -> Vec<Word> {
    let mut kept = words.to_vec();
    for word in ranges.flatten() {
        kept[word].stem.clear();
        kept[word].surface.clear();
    }
    kept
}

fn classes(table: &Table) -> Classes {
    table
        .iter()
        .map(|(name, _)| (name.to_owned(), strings(table, name)))
        .collect()
}

fn pairs(
    signs: &Table,
    classes: &Classes,
    language: &Language,
) -> Vec<(BTreeSet<String>, BTreeSet<String>)> {
    let side = |text: &str| -> BTreeSet<String> {
        let class = text.trim_matches(['{', '}']);
        match classes.get(class) {
            Some(words) => words
                .iter()
                .map(|word| words::stem(word, language))
                .collect(),
            None => BTreeSet::from([words::stem(text, language)]),
        }
    };
    let list = signs
        .get("pairs")
        .and_then(|item| item.as_array())
        .expect("language/danger.toml has its pairs");
    let pairs = list.iter().filter_map(|pair| {
        let pair = pair.as_array()?;
        Some((side(pair.get(0)?.as_str()?), side(pair.get(1)?.as_str()?)))
    });
    pairs.collect()
}

fn text(table: &Table, key: &str) -> String {
    table
        .get(key)
        .and_then(|item| item.as_str())
        .expect("language/danger.toml has its sentences")
        .to_owned()
}
