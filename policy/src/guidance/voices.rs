//! What each word says for and against each of several classes, learnt from texts when an index is built.
//!
//! Words that join others are heard too: "who", "do I" and "how long" tell what is asked where the rest tells of what.

use std::collections::BTreeSet;
use std::hash::Hash;

use learning::{Features, Learnt, Lesson};
use rustc_hash::FxHashMap;

use super::fragments::{self, Fragment};
use super::words::Word;

/// How much of what is heard are words; the rest are letters, in which a misspelling is half recognised.
const WORDS: f32 = 0.6;

/// A text that a class is known by.
pub(super) struct Text<'a> {
    pub(super) class: usize,
    /// What it says, in order: stems that stand for a meaning, and names.
    pub(super) told: Vec<String>,
    /// The words it says that with.
    pub(super) words: &'a [Word],
    /// How much it counts, 1 for an example.
    pub(super) counts: f32,
}

/// What was learnt, and what it was learnt from.
#[derive(Debug, Default)]
pub(super) struct Voices {
    words: Known<String>,
    fragments: Known<Fragment>,
    learnt: Learnt,
}

impl Voices {
    /// Learn to tell classes apart, numbered from nought.
    pub(super) fn learn(texts: &[Text<'_>], classes: usize) -> Self {
        let mut voices = Self::default();
        let mut next = 0;
        for text in texts {
            voices.words.meet(singles_and_pairs(&text.told), &mut next);
            voices.fragments.meet(fragments::of(text.words), &mut next);
        }
        voices.words.weigh(texts.len());
        voices.fragments.weigh(texts.len());
        let lessons: Vec<Lesson> = texts
            .iter()
            .map(|text| Lesson {
                class: text.class,
                features: voices.features(&text.told, text.words),
                counts: text.counts,
            })
            .collect();
        voices.learnt = Learnt::from(&lessons, next as usize, classes);
        voices
    }

    /// How likely a text is of each class, from 0 to 1; together 1.
    pub(super) fn heard(&self, told: &[String], words: &[Word]) -> Vec<f64> {
        let shares = self.learnt.shares(&self.features(told, words));
        shares.into_iter().map(f64::from).collect()
    }

    fn features(&self, told: &[String], words: &[Word]) -> Features {
        let mut features = self.words.features(singles_and_pairs(told), WORDS);
        features.extend(self.fragments.features(fragments::of(words), 1.0 - WORDS));
        features
    }
}

fn singles_and_pairs(told: &[String]) -> impl Iterator<Item = String> {
    let pairs = told
        .windows(2)
        .map(|pair| format!("{} {}", pair[0], pair[1]));
    told.iter().cloned().chain(pairs)
}

/// Features of one kind by number, each with what it weighs: more the fewer texts have it.
#[derive(Debug)]
struct Known<Feature>(FxHashMap<Feature, Weighed>);

#[derive(Debug, Clone, Copy)]
struct Weighed {
    number: u32,
    weight: f32,
}

impl<Feature> Default for Known<Feature> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<Feature: Eq + Hash + Ord> Known<Feature> {
    /// Count the features of a text, once each, and number those never met.
    fn meet(&mut self, features: impl Iterator<Item = Feature>, next: &mut u32) {
        for feature in features.collect::<BTreeSet<_>>() {
            let known = self.0.entry(feature).or_insert_with(|| {
                *next += 1;
                Weighed {
                    number: *next - 1,
                    weight: 0.0,
                }
            });
            known.weight += 1.0;
        }
    }

    /// Make of each count what the feature weighs.
    fn weigh(&mut self, texts: usize) {
        for known in self.0.values_mut() {
            known.weight = 1.0 + ((1.0 + texts as f32) / (1.0 + known.weight)).ln();
        }
    }

    /// The known features of a text; the sum of their squares is `share`.
    fn features(&self, features: impl Iterator<Item = Feature>, share: f32) -> Features {
        let known = features.filter_map(|feature| self.0.get(&feature));
        let mut known: Features = known.map(|known| (known.number, known.weight)).collect();
        known.sort_unstable_by_key(|(number, _)| *number);
        let mut counted: Vec<(u32, f32, f32)> = Vec::new();
        for (number, weight) in known {
            match counted.last_mut() {
                Some((last, _, times)) if *last == number => *times += 1.0,
                _ => counted.push((number, weight, 1.0)),
            }
        }
        let weights =
            |(number, weight, times): (u32, f32, f32)| (number, weight * (1.0 + times.ln()));
        let mut features: Features = counted.into_iter().map(weights).collect();
        let square: f32 = features.iter().map(|(_, weight)| weight * weight).sum();
        let scale = (share / square.max(f32::MIN_POSITIVE)).sqrt();
        for (_, weight) in &mut features {
            *weight *= scale;
        }
        features
    }
}
