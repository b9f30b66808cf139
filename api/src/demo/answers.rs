//! What has to be known and done before an action: found by trying, on a copy, until nothing stands before it.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use policy::decide::standing;
use policy::fact::utc;
use policy::pack::format::{Fact, FactKind};
use policy::refusal::{Blocker, BlockerKind};
use policy::setting::decided_at;
use policy::transfer::{ActionKind, Discussed, Entry, RecordedFact, Transfer};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::service::transfers::Loaded;

/// No transfer needs more; one that does goes round in circles.
const MOST_STEPS: usize = 80;

/// Days from today that are tried for a date: the likeliest first.
const DAYS: [i64; 12] = [0, 3, 10, -3, -14, 30, -60, 90, -200, -400, -800, 200];

/// The action that something stands before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal<'a> {
    pub(super) action: ActionKind,
    /// The meeting named with it.
    pub(super) forum: Option<&'a str>,
    /// The coded reason given with it; empty where none is.
    pub(super) reason: &'a str,
    /// Number of the story, so that not all answer alike.
    pub(super) turn: usize,
}

/// What makes an action possible.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Facts to record.
    pub(super) facts: BTreeMap<String, Value>,
    /// Items to do, in order.
    pub(super) items: Vec<String>,
    /// Whether the managers have to talk first.
    pub(super) discussion: bool,
}

/// Find what makes an action possible at an instant; nothing where nothing that was tried does.
pub(super) fn plan(loaded: &Loaded, goal: &Goal, now: DateTime<Utc>) -> Option<Plan> {
    let trial = Trial { loaded, goal, now };
    let mut transfer = loaded.transfer.clone();
    let mut plan = Plan::default();
    for _ in 0..MOST_STEPS {
        let blockers = trial.blockers(&transfer);
        let Some(first) = blockers.first() else {
            return Some(plan);
        };
        trial.resolve(&mut transfer, &mut plan, first)?;
    }
    None
}

struct Trial<'a> {
    loaded: &'a Loaded,
    goal: &'a Goal<'a>,
    now: DateTime<Utc>,
}

impl Trial<'_> {
    fn blockers(&self, transfer: &Transfer) -> Vec<Blocker> {
        let setting = self.loaded.setting(&[], self.now);
        let forum = self.goal.forum.unwrap_or_else(|| decided_at(transfer));
        standing(
            &setting,
            transfer,
            self.goal.action.stage(),
            forum,
            self.goal.reason,
            self.now,
        )
        .blockers
    }

    fn resolve(&self, transfer: &mut Transfer, plan: &mut Plan, blocker: &Blocker) -> Option<()> {
        if let Some(missing) = blocker.missing_facts.first() {
            return self.answer(transfer, plan, self.free_fact(missing)?);
        }
        match blocker.kind {
            BlockerKind::Item => {
                self.tick(transfer, plan, &blocker.id);
                Some(())
            }
            BlockerKind::Discussion => {
                transfer.record.discussions.push(self.discussion());
                plan.discussion = true;
                Some(())
            }
            BlockerKind::Gate => self.open_gate(transfer, plan, &blocker.id),
            BlockerKind::Fact | BlockerKind::Meeting | BlockerKind::Pathway => None,
        }
    }

    /// A fact that somebody may answer: not the date of birth, and nothing that is worked out.
    fn free_fact(&self, id: &str) -> Option<&Fact> {
        let fact = self.loaded.procedure.pack.fact(id)?;
        (is_anybodys(fact) && !self.loaded.case_facts.contains_key(id)).then_some(fact)
    }

    /// Give the answer after which the least stands in the way.
    fn answer(&self, transfer: &mut Transfer, plan: &mut Plan, fact: &Fact) -> Option<()> {
        let tried = self.candidates(fact).into_iter().map(|value| {
            let after = self.with(transfer, fact, &value);
            let blockers = self.blockers(&after);
            let shut = blockers
                .iter()
                .filter(|blocker| {
                    blocker.kind == BlockerKind::Gate && blocker.missing_facts.is_empty()
                })
                .count();
            let lacking = blockers
                .iter()
                .filter(|blocker| blocker.missing_facts.contains(&fact.id))
                .count();
            ((lacking, shut), after, value)
        });
        let (_, after, value) = tried.min_by_key(|(score, ..)| *score)?;
        *transfer = after;
        plan.facts.insert(fact.id.clone(), value);
        Some(())
    }

    /// A gate that is shut opens when an item that it names is done, or a fact that it names has another value.
    fn open_gate(&self, transfer: &mut Transfer, plan: &mut Plan, id: &str) -> Option<()> {
        let pack = &self.loaded.procedure.pack;
        let gate = pack.gate(id)?;
        let texts = gate.when.iter().chain([&gate.require]);
        let names: Vec<_> = texts
            .flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
            .collect();
        let is_open =
            |name: &&&str| pack.item(name).is_some() && !transfer.record.ticks.contains_key(**name);
        if let Some(item) = names.iter().find(is_open) {
            self.tick(transfer, plan, item);
            return Some(());
        }
        for fact in names
            .iter()
            .filter_map(|name| self.changeable(transfer, name))
        {
            for value in self.candidates(fact) {
                let after = self.with(transfer, fact, &value);
                if self.blockers(&after).iter().all(|blocker| blocker.id != id) {
                    *transfer = after;
                    plan.facts.insert(fact.id.clone(), value);
                    return Some(());
                }
            }
        }
        None
    }

    /// A fact that was recorded with this transfer, or never.
    fn changeable(&self, transfer: &Transfer, id: &str) -> Option<&Fact> {
        let fact = self.loaded.procedure.pack.fact(id)?;
        let is_recorded = transfer.record.facts.contains_key(id);
        (is_anybodys(fact) && (is_recorded || !self.loaded.case_facts.contains_key(id)))
            .then_some(fact)
    }

    /// Done, after what comes before it.
    fn tick(&self, transfer: &mut Transfer, plan: &mut Plan, item: &str) {
        if transfer.record.ticks.contains_key(item) {
            return;
        }
        let declared = self.loaded.procedure.pack.item(item);
        let first = declared.into_iter().flat_map(|item| &item.after);
        for first in first.filter_map(|order| order.needs.strip_prefix("item:")) {
            self.tick(transfer, plan, first);
        }
        let entry = Entry {
            at: self.now,
            recorded_at: None,
            by: Uuid::nil(),
            note: None,
        };
        transfer.record.ticks.insert(item.to_owned(), entry);
        plan.items.push(item.to_owned());
    }

    fn discussion(&self) -> Discussed {
        Discussed {
            at: self.now,
            way: String::new(),
            transferring_manager: Uuid::nil(),
            receiving_manager: Uuid::nil(),
            note: None,
        }
    }

    fn with(&self, transfer: &Transfer, fact: &Fact, value: &Value) -> Transfer {
        let mut after = transfer.clone();
        let recorded = RecordedFact {
            value: value.clone(),
            at: self.now,
            recorded_at: None,
            by: Uuid::nil(),
        };
        after.record.facts.insert(fact.id.clone(), recorded);
        after
    }

    fn candidates(&self, fact: &Fact) -> Vec<Value> {
        let today = self.loaded.calendar.local_date(self.now);
        let mut values: Vec<Value> = match fact.kind {
            FactKind::Bool => vec![json!(false), json!(true)],
            FactKind::Choice => fact.choices.iter().map(|choice| json!(choice.id)).collect(),
            FactKind::Integer => [4, 3, 2, 1, 5, 0].map(|number| json!(number)).into(),
            FactKind::Text => vec![json!("Recorded on the case.")],
            FactKind::Date => {
                return DAYS
                    .map(|days| json!((today + Duration::days(days)).to_string()))
                    .into();
            }
            FactKind::Instant => {
                return DAYS
                    .map(|days| json!(utc(self.now - Duration::days(days.abs()))))
                    .into();
            }
        };
        let turn = self.goal.turn % values.len().max(1);
        values.rotate_left(turn);
        values
    }
}

/// A fact that is neither worked out nor for named roles alone to record.
fn is_anybodys(fact: &Fact) -> bool {
    fact.default.is_none() && fact.recorded_by.is_empty()
}
