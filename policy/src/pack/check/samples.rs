//! Sample circumstances in which conditions are tried.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::Value;

use super::mentions::Mentions;
use crate::absence::{AbsenceKind, WITHOUT_END, Worker};
use crate::fact::{self, Facts};
use crate::pack::format::{Fact, FactKind};

/// The instant of the trials: any will do, and a fixed one gives the same findings every day.
pub(super) const NOW: DateTime<Utc> =
    DateTime::from_timestamp(1_795_000_000, 0).expect("an instant");

/// Days from today of the sample dates: births of children and young people, the recent past, the near future.
const DAYS: [i64; 9] = [-7_000, -6_300, -5_600, -900, -40, -1, 0, 6, 200];

/// One thing that may vary, with its sample values.
pub(super) enum Dimension<'a> {
    Fact(&'a str, Vec<Option<Value>>),
    OfSibling(&'a str, Vec<Option<Value>>),
    Siblings,
    Transfer(&'static str, Vec<&'a str>),
    Happened(&'a str),
    Ticked(&'a str),
    Planned(Vec<Option<NaiveDate>>),
    /// One list of calls or another.
    Contacts(Vec<Vec<Facts>>),
    Decision(Vec<&'a str>),
    Worker(Vec<Worker>),
}

impl Dimension<'_> {
    /// How many values it has.
    pub(super) fn size(&self) -> u64 {
        let size = match self {
            Self::Fact(_, values) | Self::OfSibling(_, values) => values.len(),
            Self::Siblings | Self::Happened(_) | Self::Ticked(_) => 2,
            Self::Transfer(_, values) => values.len(),
            Self::Planned(values) => values.len(),
            Self::Contacts(values) => values.len(),
            Self::Decision(values) => values.len(),
            Self::Worker(values) => values.len(),
        };
        size as u64
    }
}

/// One set of sample circumstances.
#[derive(Default)]
pub(super) struct Sample {
    pub(super) facts: Facts,
    pub(super) sibling: Facts,
    pub(super) has_sibling: bool,
    pub(super) transfer: BTreeMap<&'static str, String>,
    pub(super) events: BTreeMap<String, DateTime<Utc>>,
    pub(super) ticked: BTreeMap<String, DateTime<Utc>>,
    pub(super) planned_on: Option<NaiveDate>,
    pub(super) contacts: Vec<Facts>,
    pub(super) decision: String,
    pub(super) worker: Worker,
}

impl Sample {
    fn set(&mut self, dimension: &Dimension<'_>, choice: usize) {
        let named = |id: &str, values: &[Option<Value>]| {
            let value = values.get(choice)?.clone()?;
            Some((id.to_owned(), value))
        };
        match dimension {
            Dimension::Fact(id, values) => self.facts.extend(named(id, values)),
            Dimension::OfSibling(id, values) => self.sibling.extend(named(id, values)),
            Dimension::Siblings => self.has_sibling = choice == 1,
            Dimension::Transfer(field, values) => {
                let value = values.get(choice).copied().unwrap_or_default();
                self.transfer.insert(field, value.to_owned());
            }
            Dimension::Happened(event) if choice == 1 => {
                self.events.insert((*event).to_owned(), NOW);
            }
            Dimension::Ticked(item) if choice == 1 => {
                self.ticked.insert((*item).to_owned(), NOW);
            }
            Dimension::Happened(_) | Dimension::Ticked(_) => {}
            Dimension::Planned(values) => self.planned_on = values.get(choice).copied().flatten(),
            Dimension::Contacts(values) => {
                self.contacts = values.get(choice).cloned().unwrap_or_default();
            }
            Dimension::Decision(values) => {
                values
                    .get(choice)
                    .copied()
                    .unwrap_or_default()
                    .clone_into(&mut self.decision);
            }
            Dimension::Worker(values) => {
                self.worker = values.get(choice).cloned().unwrap_or_default();
            }
        }
    }
}

/// The `number`th sample: every combination in turn, or combinations spread over all there are.
pub(super) fn pick(dimensions: &[Dimension<'_>], number: u64, in_turn: bool) -> Sample {
    let mut sample = Sample::default();
    let mut left = number;
    for (index, dimension) in dimensions.iter().enumerate() {
        let choice = if in_turn {
            let choice = left % dimension.size().max(1);
            left /= dimension.size().max(1);
            choice
        } else {
            // Neighbouring dimensions move at different speeds, so that their values meet in many ways.
            let mixed = (number + 1)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(7 * index as u32 % 64);
            (mixed >> 17) % dimension.size().max(1)
        };
        sample.set(dimension, usize::try_from(choice).unwrap_or(0));
    }
    sample
}

/// Sample workers: nobody, somebody who is there, and somebody away, short of, at and beyond the lengths written out.
pub(super) fn workers(mentions: &Mentions) -> Vec<Worker> {
    let named = Worker {
        named: true,
        ..Worker::default()
    };
    let lengths = mentions.numbers.iter().flat_map(|n| [n - 1, *n, n + 1]);
    let lengths: Vec<i64> = lengths.chain([1, WITHOUT_END]).collect();
    let kinds = [AbsenceKind::Sick, AbsenceKind::Leave, AbsenceKind::Other];
    let away = kinds.into_iter().flat_map(|kind| {
        let of_length = |away_days: &i64| Worker {
            away: Some(kind),
            away_days: *away_days,
            named: true,
        };
        lengths.iter().map(of_length).collect::<Vec<_>>()
    });
    [Worker::default(), named].into_iter().chain(away).collect()
}

fn shifted(days: i64) -> Option<NaiveDate> {
    let today = NOW.date_naive();
    let length = Days::new(days.unsigned_abs());
    if days < 0 {
        today.checked_sub_days(length)
    } else {
        today.checked_add_days(length)
    }
}

/// The sample dates.
pub(super) fn dates() -> impl Iterator<Item = NaiveDate> {
    DAYS.iter().filter_map(|days| shifted(*days))
}

/// Sample values of a fact: its usual ones, and those that the expression compares with.
pub(super) fn values(mentions: &Mentions, fact: &Fact) -> Vec<Option<Value>> {
    let values: Vec<Value> = match fact.kind {
        FactKind::Bool => vec![true.into(), false.into()],
        FactKind::Choice => fact
            .choices
            .iter()
            .map(|choice| choice.id.as_str().into())
            .collect(),
        FactKind::Integer => {
            let near = mentions
                .numbers
                .iter()
                .flat_map(|n| [n.saturating_sub(1), *n, n.saturating_add(1)]);
            near.chain([0, 1, 40]).map(Value::from).collect()
        }
        FactKind::Text => mentions
            .texts
            .iter()
            .map(|text| text.as_str().into())
            .chain(["".into(), "A.B.".into()])
            .collect(),
        FactKind::Date => {
            let written = mentions.texts.iter().filter_map(|text| fact::date(text));
            written
                .chain(dates())
                .map(|day| day.to_string().into())
                .collect()
        }
        FactKind::Instant => dates()
            .map(|day| format!("{day}T10:30:00Z").into())
            .collect(),
    };
    values.into_iter().map(Some).collect()
}

/// Sample lists of calls: none, one, and several over the past months, with the first choice of what may be said of each.
pub(super) fn calls(facts: &[Fact]) -> Vec<Vec<Facts>> {
    let said = |on: NaiveDate, index: usize| {
        let mut call = Facts::from([
            ("on".to_owned(), Value::from(on.to_string())),
            ("urgent".into(), (index.is_multiple_of(2)).into()),
            ("referral".into(), (index % 2 == 1).into()),
        ]);
        call.extend(facts.iter().filter_map(|fact| {
            let value = match fact.kind {
                FactKind::Bool => Value::from(index.is_multiple_of(2)),
                FactKind::Choice => {
                    let choices = fact.choices.len().max(1);
                    fact.choices.get(index % choices)?.id.as_str().into()
                }
                _ => return None,
            };
            Some((fact.id.clone(), value))
        }));
        call
    };
    let list = |days: &[i64]| {
        let dates = days.iter().filter_map(|days| shifted(*days));
        dates.enumerate().map(|(at, on)| said(on, at)).collect()
    };
    vec![
        Vec::new(),
        list(&[0]),
        list(&[-40, -1, 0]),
        list(&[-900, -190, -40, -20, -6, -1, 0]),
    ]
}
