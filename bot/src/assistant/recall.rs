//! Recall: questions that asked something back, for as long as somebody may still answer.
//!
//! A question is somebody's own words and goes into no button. It is kept in memory only, for a quarter of an hour; after
//! that, or after a restart, it is asked again.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use openapi::AnswerQuestion;
use serde_json::Value;
use uuid::Uuid;

/// For how long, and how many.
const FOR: Duration = Duration::from_secs(15 * 60);
const AT_MOST: usize = 2000;

/// The questions, oldest first.
#[derive(Debug, Default)]
pub struct Recall(Mutex<VecDeque<(Uuid, Instant, Question)>>);

/// A question with what is known so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Question {
    /// In the words in which it was asked.
    pub(super) text: String,
    /// What was told beside it, by fact.
    pub(super) facts: BTreeMap<String, Value>,
    /// What was asked back; where nothing was, one of several entries is to be chosen.
    pub(super) missing: Option<AnswerQuestion>,
}

impl Question {
    /// A question of which nothing is known beside it.
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

impl Recall {
    /// Keeps a question; under what it is found again.
    pub(super) fn keep(&self, question: Question) -> Uuid {
        let id = Uuid::now_v7();
        let mut kept = self.kept();
        while kept.len() >= AT_MOST || kept.front().is_some_and(|(_, at, _)| at.elapsed() > FOR) {
            kept.pop_front();
        }
        kept.push_back((id, Instant::now(), question));
        id
    }

    /// The question, where it is still known.
    pub(super) fn find(&self, id: Uuid) -> Option<Question> {
        let kept = self.kept();
        let found = kept
            .iter()
            .find(|(known, at, _)| *known == id && at.elapsed() <= FOR);
        found.map(|(_, _, question)| question.clone())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<(Uuid, Instant, Question)>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_questions_are_known() {
        let recall = Recall::default();
        let first = recall.keep(Question::new("first"));
        let second = recall.keep(Question::new("second"));
        assert_eq!(recall.find(first), Some(Question::new("first")));
        for _ in 1..AT_MOST {
            recall.keep(Question::default());
        }
        assert_eq!(recall.find(first), None);
        assert_eq!(recall.find(second), Some(Question::new("second")));
    }
}
