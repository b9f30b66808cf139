//! What each word says for and against each entry, learnt from the pack's own texts when its index is built.

use std::hash::Hash;

use learning::{Features, Learnt, Lesson};
use rustc_hash::FxHashMap;

use super::fragments::Fragment;
use super::index::{Weights, length};

/// How much of what is heard are words; the rest are letters, in which a misspelling is half recognised.
const WORDS: f64 = 0.6;

/// A text that an entry is known by.
pub(super) struct Text {
    pub(super) entry: usize,
    /// What it speaks of.
    pub(super) words: Weights,
    /// Its letters.
    pub(super) fragments: Weights<Fragment>,
    /// How much it counts, 1 for an example.
    pub(super) counts: f32,
}

/// The number of each feature.
type Numbers<Feature> = FxHashMap<Feature, u32>;

/// What was learnt, with the number of each feature.
#[derive(Debug, Default)]
pub(super) struct Voices {
    words: Numbers<String>,
    fragments: Numbers<Fragment>,
    learnt: Learnt,
}

impl Voices {
    /// Learn to tell the entries apart.
    pub(super) fn learn(texts: &[Text], entries: usize) -> Self {
        let mut voices = Self::default();
        let mut next = 0;
        for text in texts {
            number(&mut voices.words, &text.words, &mut next);
            number(&mut voices.fragments, &text.fragments, &mut next);
        }
        let lessons: Vec<Lesson> = texts
            .iter()
            .map(|text| Lesson {
                class: text.entry,
                features: voices.features(&text.words, &text.fragments),
                counts: text.counts,
            })
            .collect();
        voices.learnt = Learnt::from(&lessons, next as usize, entries);
        voices
    }

    /// How likely a question is each entry's, from 0 to 1.
    pub(super) fn heard(&self, words: &Weights, fragments: &Weights<Fragment>) -> Vec<f64> {
        let shares = self.learnt.shares(&self.features(words, fragments));
        shares.into_iter().map(f64::from).collect()
    }

    fn features(&self, words: &Weights, fragments: &Weights<Fragment>) -> Features {
        let mut features = part(&self.words, words, WORDS);
        features.extend(part(&self.fragments, fragments, 1.0 - WORDS));
        features
    }
}

/// Give every feature that has none yet a number.
fn number<Feature: Clone + Eq + Hash>(
    numbers: &mut Numbers<Feature>,
    weights: &Weights<Feature>,
    next: &mut u32,
) {
    for feature in weights.keys() {
        if !numbers.contains_key(feature) {
            numbers.insert(feature.clone(), *next);
            *next += 1;
        }
    }
}

/// The known features by their numbers; the sum of the squares of all is `share`.
fn part<Feature: Eq + Hash>(
    numbers: &Numbers<Feature>,
    weights: &Weights<Feature>,
    share: f64,
) -> Features {
    let length = length(weights).max(f64::MIN_POSITIVE);
    let known = weights.iter().filter_map(|(feature, weight)| {
        let number = *numbers.get(feature)?;
        Some((number, (share.sqrt() * weight / length) as f32))
    });
    known.collect()
}
