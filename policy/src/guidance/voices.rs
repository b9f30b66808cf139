//! What each word says for and against each entry, learnt from the pack's own texts when its index is built.
//!
//! For every entry a line is drawn between its texts and those of all others, as wide as can be (a linear support vector
//! machine, solved by coordinate descent in the pack's order, so that the same pack always learns the same).

use std::collections::HashMap;

use super::index::{Weights, length};

/// How much a text on the wrong side costs.
const COST: f64 = 1.0;

/// Times that every text is looked at; the line hardly moves after that.
const ROUNDS: usize = 5;

/// A text that an entry is known by.
pub(super) struct Lesson {
    pub(super) entry: usize,
    pub(super) features: Weights,
    /// How much it counts, 1 for an example.
    pub(super) counts: f64,
}

/// For each feature, what it says for each entry.
#[derive(Debug, Default)]
pub(super) struct Voices {
    by_feature: HashMap<String, Vec<f32>>,
    silence: Vec<f32>,
}

impl Voices {
    /// Learn to tell the entries apart.
    pub(super) fn learn(lessons: &[Lesson], entries: usize) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let texts: Vec<Vec<(usize, f64)>> = lessons
            .iter()
            .map(|lesson| {
                let length = length(&lesson.features).max(f64::MIN_POSITIVE);
                let features = lesson.features.iter();
                let numbered = features.map(|(feature, weight)| {
                    let next = numbers.len();
                    (*numbers.entry(feature).or_insert(next), weight / length)
                });
                numbered.collect()
            })
            .collect();
        let mut voices = Self {
            by_feature: numbers
                .keys()
                .map(|feature| ((*feature).to_owned(), vec![0.0; entries]))
                .collect(),
            silence: vec![0.0; entries],
        };
        for entry in 0..entries {
            let line = line(entry, lessons, &texts, numbers.len());
            for (feature, number) in &numbers {
                if let Some(voice) = voices.by_feature.get_mut(*feature) {
                    voice[entry] = line[*number] as f32;
                }
            }
            voices.silence[entry] = line[numbers.len()] as f32;
        }
        voices
    }

    /// How far a question lies on each entry's side, from 0 (the others') to 1 (its own).
    pub(super) fn heard(&self, features: &Weights) -> Vec<f64> {
        let length = length(features).max(f64::MIN_POSITIVE);
        let mut heard: Vec<f64> = self.silence.iter().map(|said| f64::from(*said)).collect();
        for (feature, weight) in features {
            let voice = self.by_feature.get(feature).into_iter().flatten();
            for (sum, said) in heard.iter_mut().zip(voice) {
                *sum += weight / length * f64::from(*said);
            }
        }
        heard
            .into_iter()
            .map(|side| f64::midpoint(side, 1.0).clamp(0.0, 1.0))
            .collect()
    }
}

/// The line between the texts of one entry and all others: a weight for each feature, and last what holds without any.
fn line(
    entry: usize,
    lessons: &[Lesson],
    texts: &[Vec<(usize, f64)>],
    features: usize,
) -> Vec<f64> {
    let mut line = vec![0.0; features + 1];
    let mut pulls = vec![0.0_f64; texts.len()];
    for _ in 0..ROUNDS {
        for ((lesson, text), pull) in lessons.iter().zip(texts).zip(&mut pulls) {
            let side = if lesson.entry == entry { 1.0 } else { -1.0 };
            let softness = 0.5 / (COST * lesson.counts);
            let reached: f64 = text
                .iter()
                .map(|(feature, share)| line[*feature] * share)
                .sum();
            let gap = side * (reached + line[features]) - 1.0 + softness * *pull;
            // A text has length 1, and so has what holds without any feature.
            let pulled = (*pull - gap / (2.0 + softness)).max(0.0);
            let moved = (pulled - *pull) * side;
            *pull = pulled;
            if moved != 0.0 {
                for (feature, share) in text {
                    line[*feature] += moved * share;
                }
                line[features] += moved;
            }
        }
    }
    line
}
