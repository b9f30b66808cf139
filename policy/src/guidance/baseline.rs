//! Plain BM25 over the same entries, to see what the rest of the matching is worth.

use std::collections::{BTreeMap, HashMap};

use super::language::Language;
use super::words;
use crate::pack::Pack;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// The entries of a pack as bags of stems: no synonyms, no spelling, no names, no signs of danger.
#[derive(Debug)]
pub struct Baseline {
    ids: Vec<String>,
    counts: Vec<HashMap<String, f64>>,
    lengths: Vec<f64>,
    rarity: BTreeMap<String, f64>,
}

impl Baseline {
    /// Titles, steps, examples and words of every entry.
    pub fn new(pack: &Pack) -> Self {
        let mut baseline = Self {
            ids: Vec::new(),
            counts: Vec::new(),
            lengths: Vec::new(),
            rarity: BTreeMap::new(),
        };
        for entry in &pack.entries.guidance {
            let texts = std::iter::once(&entry.title).chain(&entry.steps);
            let texts = texts.chain(&entry.examples).chain(&entry.words);
            let stems: Vec<String> = texts.flat_map(|text| stems(text)).collect();
            let mut counts = HashMap::new();
            for stem in &stems {
                *counts.entry(stem.clone()).or_default() += 1.0;
            }
            baseline.ids.push(entry.id.clone());
            baseline.lengths.push(stems.len() as f64);
            baseline.counts.push(counts);
        }
        let number = baseline.ids.len() as f64;
        let mut holders: BTreeMap<String, f64> = BTreeMap::new();
        for stem in baseline.counts.iter().flat_map(HashMap::keys) {
            *holders.entry(stem.clone()).or_default() += 1.0;
        }
        let rarity = |held: f64| (1.0 + (number - held + 0.5) / (held + 0.5)).ln();
        baseline.rarity = holders
            .into_iter()
            .map(|(stem, held)| (stem, rarity(held)))
            .collect();
        baseline
    }

    /// The ids of the entries that share a word with the question, best first; equals in the pack's order.
    pub fn rank(&self, question: &str) -> Vec<&str> {
        let asked = stems(question);
        let average = self.lengths.iter().sum::<f64>() / (self.lengths.len().max(1) as f64);
        let score = |at: usize| -> f64 {
            let norm = K1 * (1.0 - B + B * self.lengths[at] / average);
            let found = asked.iter().filter_map(|stem| {
                let count = self.counts[at].get(stem)?;
                Some(self.rarity.get(stem)? * count * (K1 + 1.0) / (count + norm))
            });
            found.sum()
        };
        let mut scored: Vec<(f64, usize)> = (0..self.ids.len()).map(|at| (score(at), at)).collect();
        scored.retain(|(score, _)| *score > 0.0);
        scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        scored
            .into_iter()
            .map(|(_, at)| self.ids[at].as_str())
            .collect()
    }
}

fn stems(text: &str) -> Vec<String> {
    let words = words::known(text, Language::english()).into_iter();
    words.map(|word| word.stem).collect()
}
