//! Blanks: a key whose text says nothing is filled in or left out.

use super::conditions::CONDITIONS;
use super::numbers::texts;
use super::{Draft, Spot};
use crate::pack::finding::Finding;

/// Texts about which more is said elsewhere where they are empty.
const SAID_ELSEWHERE: [&str; 2] = ["question", "version"];

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let whole = draft.sources.iter().map(Spot::whole);
    whole
        .flat_map(|spot| texts(&spot))
        .filter(|spot| spot.text().is_some_and(|text| text.trim().is_empty()))
        .filter(|spot| !is_said_elsewhere(spot.key()))
        .map(|spot| spot.mistake("nothing stands here", "words, or no such key"))
        .collect()
}

fn is_said_elsewhere(key: &str) -> bool {
    let conditions = CONDITIONS
        .iter()
        .filter_map(|(_, path)| path.rsplit('/').next());
    let mut keys = conditions.chain(SAID_ELSEWHERE);
    keys.any(|known| known == key)
}
