//! Interactions that were dealt with: Discord may deliver one twice.

use std::collections::{HashSet, VecDeque};
use std::sync::Mutex;

/// How many are remembered; more than arrive in the minutes in which one may come again.
const REMEMBERED: usize = 10_000;

/// The latest interactions.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<(HashSet<u64>, VecDeque<u64>)>);

impl Seen {
    /// Whether this one comes for the first time.
    pub(super) fn is_new(&self, id: u64) -> bool {
        let mut seen = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if !seen.0.insert(id) {
            return false;
        }
        seen.1.push_back(id);
        if seen.1.len() > REMEMBERED
            && let Some(oldest) = seen.1.pop_front()
        {
            seen.0.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_interaction_is_dealt_with_once() {
        let seen = Seen::default();
        assert!(seen.is_new(1) && seen.is_new(2));
        assert!(!seen.is_new(1));
    }
}
