//! Gates: what must be true before an action.

use crate::expression::{Knowledge, Verdict};
use crate::pack::Pack;
use crate::pack::format::{Gate, GateOutcome, Stage};
use crate::place::Place;
use crate::refusal::{Blocker, BlockerKind};

/// What a gate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The condition holds.
    Passes,
    /// It does not, and the gate only warns.
    Warns,
    /// It does not, and the gate stops the action.
    Blocks,
    /// It cannot be told without these facts; a gate that blocks then stops the action.
    LacksFact(Vec<String>),
}

/// A gate, read in the present circumstances, before one action.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The gate.
    pub gate: &'a Gate,
    /// The action it stands before.
    pub stage: Stage,
    /// What it says.
    pub outcome: Outcome,
}

/// Every gate that applies in a place, before each of its actions.
pub fn readings<'a, 'p>(
    pack: &'a Pack,
    place: impl Into<Place<'p>>,
    knowledge: &Knowledge,
) -> Vec<Reading<'a>> {
    let place = place.into();
    pack.entries
        .gate
        .iter()
        .filter(|gate| place.has(*gate))
        .filter_map(|gate| Some((gate, outcome(gate, knowledge)?)))
        .flat_map(|(gate, outcome)| {
            gate.on.iter().map(move |stage| Reading {
                gate,
                stage: *stage,
                outcome: outcome.clone(),
            })
        })
        .collect()
}

/// What a gate says; `None` where it does not apply.
fn outcome(gate: &Gate, knowledge: &Knowledge) -> Option<Outcome> {
    match knowledge.holds(gate.when.as_deref()) {
        Verdict::No => return None,
        Verdict::Lacks(facts) => return Some(Outcome::LacksFact(facts)),
        Verdict::Wrong(why) => return Some(Outcome::LacksFact(vec![why])),
        Verdict::Yes => {}
    }
    Some(match knowledge.holds(Some(&gate.require)) {
        Verdict::Yes => Outcome::Passes,
        Verdict::No if gate.outcome == GateOutcome::Warn => Outcome::Warns,
        Verdict::No => Outcome::Blocks,
        Verdict::Lacks(facts) => Outcome::LacksFact(facts),
        Verdict::Wrong(why) => Outcome::LacksFact(vec![why]),
    })
}

impl Reading<'_> {
    /// Whether it stops its action unless somebody overrides it.
    pub fn stops(&self) -> bool {
        self.outcome == Outcome::Blocks
            || (matches!(self.outcome, Outcome::LacksFact(_))
                && self.gate.outcome == GateOutcome::Block)
    }

    /// The facts that somebody has to tell first.
    pub fn missing_facts(&self) -> &[String] {
        match &self.outcome {
            Outcome::LacksFact(facts) => facts,
            _ => &[],
        }
    }

    /// What is wrong, or what is not known yet: a fact that nobody has told is not one that speaks against it.
    fn message(&self, pack: &Pack) -> String {
        match self.missing_facts() {
            [] => self.gate.message.clone(),
            facts => {
                let label = |id: &String| {
                    pack.fact(id)
                        .map_or_else(|| id.clone(), |fact| fact.label.clone())
                };
                let labels: Vec<_> = facts.iter().map(label).collect();
                format!("not known yet: {}", labels.join(", "))
            }
        }
    }

    /// The reading as something that stands before the action, or is warned of.
    pub fn blocker(&self, pack: &Pack) -> Blocker {
        let rule = self.gate.rule.first();
        Blocker {
            kind: BlockerKind::Gate,
            id: self.gate.id.clone(),
            rule: rule.to_owned(),
            clause: pack.clause(rule).to_owned(),
            message: self.message(pack),
            remedy: remedy(pack, &self.gate.remedy, self.missing_facts()),
            overridable_by: self.gate.overridable_by.clone(),
            override_takes: self.gate.override_takes,
            missing_facts: self.missing_facts().to_vec(),
        }
    }
}

/// The remedy, with the questions whose answers are missing put first.
pub(crate) fn remedy(pack: &Pack, remedy: &str, missing: &[String]) -> String {
    let questions: Vec<_> = missing
        .iter()
        .filter_map(|id| pack.fact(id))
        .map(|fact| fact.question.as_str())
        .collect();
    match (questions.is_empty(), remedy.is_empty()) {
        (true, _) => remedy.to_owned(),
        (false, true) => format!("Answer first: {}", questions.join(" ")),
        (false, false) => format!("Answer first: {} {remedy}", questions.join(" ")),
    }
}
