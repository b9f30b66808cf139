//! What each word says for and against each entry, learnt from the pack's own texts when its index is built.

use std::collections::HashMap;

use learning::{Features, Learnt, Lesson};

use super::index::{Weights, length};

/// How much of what is heard are words; the rest are letters, in which a misspelling is half recognised.
const WORDS: f64 = 0.6;

/// A text that an entry is known by.
pub(super) struct Text {
    pub(super) entry: usize,
    /// What it speaks of.
    pub(super) words: Weights,
    /// Its letters.
    pub(super) fragments: Weights,
    /// How much it counts, 1 for an example.
    pub(super) counts: f32,
}

/// What was learnt, with the number of each feature.
#[derive(Debug, Default)]
pub(super) struct Voices {
    numbers: HashMap<String, u32>,
    learnt: Learnt,
}

impl Voices {
    /// Learn to tell the entries apart.
    pub(super) fn learn(texts: &[Text], entries: usize) -> Self {
        let mut voices = Self::default();
        for feature in texts
            .iter()
            .flat_map(|text| text.words.keys().chain(text.fragments.keys()))
        {
            if !voices.numbers.contains_key(feature) {
                let next = voices.numbers.len() as u32;
                voices.numbers.insert(feature.clone(), next);
            }
        }
        let lessons: Vec<Lesson> = texts
            .iter()
            .map(|text| Lesson {
                class: text.entry,
                features: voices.features(&text.words, &text.fragments),
                counts: text.counts,
            })
            .collect();
        voices.learnt = Learnt::from(&lessons, voices.numbers.len(), entries);
        voices
    }

    /// How likely a question is each entry's, from 0 to 1.
    pub(super) fn heard(&self, words: &Weights, fragments: &Weights) -> Vec<f64> {
        let shares = self.learnt.shares(&self.features(words, fragments));
        shares.into_iter().map(f64::from).collect()
    }

    fn features(&self, words: &Weights, fragments: &Weights) -> Features {
        let part = |weights: &Weights, share: f64| -> Features {
            let length = length(weights).max(f64::MIN_POSITIVE);
            let known = weights.iter().filter_map(|(feature, weight)| {
                Some((
                    *self.numbers.get(feature)?,
                    (share * weight / length) as f32,
                ))
            });
            known.collect()
        };
        let mut features = part(words, WORDS.sqrt());
        features.extend(part(fragments, (1.0 - WORDS).sqrt()));
        features
    }
}
