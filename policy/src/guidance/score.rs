//! How well each entry of a pack speaks of a question.

use super::index::{Document, Index, Query, Ways, Weights, phrase};
use super::language::Language;
use super::silence::has;
use crate::pack::Pack;

/// BM25's saturation and its share of length.
const K1: f64 = 1.2;
const B: f64 = 0.4;

/// Shares of the parts in a score.
const BY_WORDS: f64 = 0.5;
const BY_EXAMPLE: f64 = 0.42;
const BY_OWN_PHRASE: f64 = 0.1;
const BY_LONGER_PHRASE: f64 = 0.05;
const MOST_BY_PHRASE: f64 = 0.3;

/// An entry for the asker's own service counts more, one for other services less.
const OWN_SERVICE: f64 = 1.25;
const OTHER_SERVICE: f64 = 0.5;

/// In a question about how the procedure works, an urgent entry is seldom what is meant.
const URGENT_WHEN_CALM: f64 = 0.7;

/// One entry and how well it fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    /// Its place in the pack.
    pub(super) at: usize,
    /// From 0 to 1.
    pub(super) score: f64,
}

/// Every entry that fits at all, best first; equals in the pack's order.
pub(super) fn rank(
    pack: &Pack,
    index: &Index,
    query: &Query,
    service: Option<&str>,
    is_calm: bool,
) -> Vec<Scored> {
    let asked = phrase(&query.words, Language::english());
    let entries = pack
        .entries
        .guidance
        .iter()
        .zip(&index.documents)
        .enumerate();
    let mut ranked: Vec<Scored> = entries
        .map(|(at, (entry, document))| {
            let plain =
                by_ways(document, index.average_length, &query.ways) + by_phrase(document, &asked);
            let calmed = if is_calm && entry.urgent {
                URGENT_WHEN_CALM
            } else {
                1.0
            };
            Scored {
                at,
                score: (plain * calmed * by_service(&entry.services, service)).min(1.0),
            }
        })
        .filter(|scored| scored.score > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    ranked
}

/// The better of the two ways to read the question.
fn by_ways(document: &Document, average_length: f64, ways: &Ways) -> f64 {
    let scores = ways.iter().enumerate().map(|(way, features)| {
        let examples = document.examples.iter().map(|example| &example[way]);
        BY_WORDS * by_words(document, average_length, features)
            + BY_EXAMPLE * by_example(examples, features)
    });
    scores.fold(0.0, f64::max)
}

/// BM25, as a share of what it would be if every word of the question stood there without end.
fn by_words(document: &Document, average_length: f64, features: &Weights) -> f64 {
    let norm = K1 * (1.0 - B + B * document.length / average_length);
    let reached = features.iter().filter_map(|(feature, weight)| {
        let count = document.counts.get(feature)?;
        Some(weight * count / (count + norm))
    });
    share(reached.sum(), features.values().sum())
}

/// Cosine with the nearest of the questions that the entry gives as examples.
fn by_example<'a>(examples: impl Iterator<Item = &'a Weights>, features: &Weights) -> f64 {
    let length = |features: &Weights| {
        features
            .values()
            .map(|weight| weight * weight)
            .sum::<f64>()
            .sqrt()
    };
    let own = length(features);
    let cosines = examples.map(|example| {
        let common = features
            .iter()
            .filter_map(|(feature, weight)| Some(weight * example.get(feature)?));
        share(common.sum(), own * length(example))
    });
    cosines.fold(0.0, f64::max)
}

fn by_phrase(document: &Document, asked: &[String]) -> f64 {
    let found = document.phrases.iter().filter(|phrase| has(asked, phrase));
    let worth = found.map(|phrase| BY_OWN_PHRASE + BY_LONGER_PHRASE * (phrase.len() - 1) as f64);
    worth.sum::<f64>().min(MOST_BY_PHRASE)
}

fn by_service(services: &[String], asker: Option<&str>) -> f64 {
    match asker {
        Some(asker) if services.iter().any(|service| service == asker) => OWN_SERVICE,
        Some(_) if !services.is_empty() => OTHER_SERVICE,
        _ => 1.0,
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
