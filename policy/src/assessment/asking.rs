//! What to ask first: the facts that nobody has told, in the order in which they would decide.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::Value;

use super::Missing;
use super::recommending::Undecided;
use crate::expression::{Knowledge, Verdict};
use crate::fact;
use crate::pack::Pack;
use crate::pack::format::{Fact, FactKind, Stage};

/// What waits for facts, and when it matters.
#[derive(Debug, Default)]
pub(super) struct Waiting(BTreeMap<String, BTreeSet<(Rank, String)>>);

/// When something that waits for a fact matters: before this action, or, for deadlines, at last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u8);

impl Rank {
    /// After everything that stands before an action.
    pub(super) const DEADLINE: Self = Self(9);
}

impl From<Stage> for Rank {
    fn from(stage: Stage) -> Self {
        Self(stage as u8)
    }
}

impl Waiting {
    /// Something lacks facts.
    pub(super) fn add<'t>(
        &mut self,
        rank: impl Into<Rank>,
        id: &str,
        lacks: impl IntoIterator<Item = &'t String>,
    ) {
        let rank = rank.into();
        for fact in lacks {
            let entry = self.0.entry(fact.clone()).or_default();
            entry.insert((rank, id.to_owned()));
        }
    }
}

/// The questions, the most useful first: what would show an urgent route, then what would decide the most doors, then
/// what stands before the earliest action; those that are equally useful in the order of the pack.
///
/// * `suppose` – what would be known with one fact more
pub(super) fn ordered<'k>(
    pack: &Pack,
    at: DateTime<Utc>,
    undecided: &[Undecided<'_>],
    waiting: &Waiting,
    suppose: impl Fn(&str, Value) -> Knowledge<'k>,
) -> Vec<Missing> {
    let mut lacked: BTreeSet<&str> = waiting.0.keys().map(String::as_str).collect();
    lacked.extend(
        undecided
            .iter()
            .flat_map(|door| door.lacks.iter())
            .map(String::as_str),
    );
    let mut questions: Vec<_> = lacked
        .into_iter()
        .filter(|id| pack.fact(id).is_some() || *id == "planned_on")
        .map(|id| {
            let doors: Vec<_> = undecided
                .iter()
                .filter(|door| door.lacks.iter().any(|lack| lack == id))
                .collect();
            let fact = pack.fact(id).filter(|_| !doors.is_empty());
            let use_at_door = fact.map_or((0, 0), |fact| usefulness(fact, at, &doors, &suppose));
            let rank = waiting.0.get(id).and_then(|list| list.first());
            let order = (
                Reverse(use_at_door),
                rank.map(|(rank, _)| *rank),
                pack.entries.fact.iter().position(|fact| fact.id == id),
            );
            (order, missing(id, &doors, waiting))
        })
        .collect();
    questions.sort_by_key(|(order, _)| *order);
    questions.into_iter().map(|(_, missing)| missing).collect()
}

fn missing(id: &str, doors: &[&Undecided<'_>], waiting: &Waiting) -> Missing {
    let doors = doors.iter().map(|door| door.id.to_owned());
    let others = waiting
        .0
        .get(id)
        .into_iter()
        .flatten()
        .map(|(_, id)| id.clone());
    let mut decides: Vec<String> = Vec::new();
    for each in doors.chain(others) {
        if !decides.contains(&each) {
            decides.push(each);
        }
    }
    Missing {
        fact: id.to_owned(),
        decides,
    }
}

/// How many doors an answer would decide on average, in thousandths: of the urgent ones, and of all.
fn usefulness<'k>(
    fact: &Fact,
    at: DateTime<Utc>,
    doors: &[&Undecided<'_>],
    suppose: &impl Fn(&str, Value) -> Knowledge<'k>,
) -> (usize, usize) {
    let answers = answers(fact, at);
    let (mut urgent, mut all) = (0, 0);
    for answer in &answers {
        let knowledge = suppose(&fact.id, answer.clone());
        for door in doors {
            if !matches!(knowledge.holds(Some(door.when)), Verdict::Lacks(_)) {
                all += 1;
                urgent += usize::from(door.urgent);
            }
        }
    }
    let share = |count: usize| count * 1000 / answers.len().max(1);
    (share(urgent), share(all))
}

/// Days from today that answers about dates are tried with: a birth, last year, lately, soon, next year.
const DAYS: [i64; 8] = [-6_000, -4_000, -400, -60, -1, 1, 60, 400];

/// Answers that people might give; they only order questions and never decide anything.
fn answers(fact: &Fact, at: DateTime<Utc>) -> Vec<Value> {
    let today = at.date_naive();
    match fact.kind {
        FactKind::Bool => vec![true.into(), false.into()],
        FactKind::Choice => fact
            .choices
            .iter()
            .map(|choice| choice.id.as_str().into())
            .collect(),
        FactKind::Integer => [0, 1, 10, 100].map(Value::from).to_vec(),
        FactKind::Text => vec!["A.B.".into()],
        FactKind::Date => DAYS
            .iter()
            .filter_map(|days| Some(shifted(today, *days)?.to_string().into()))
            .collect(),
        FactKind::Instant => DAYS
            .iter()
            .filter_map(|days| {
                let at = shifted(today, *days)?.and_time(at.time()).and_utc();
                Some(fact::utc(at).into())
            })
            .collect(),
    }
}

fn shifted(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let length = Days::new(days.unsigned_abs());
    match days {
        ..0 => day.checked_sub_days(length),
        _ => day.checked_add_days(length),
    }
}
