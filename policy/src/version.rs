//! Versions: what another version of a procedure would change for an open transfer, and taking one to it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::checklist;
use crate::deadline::Owed;
use crate::decide::{Told, has, owed, said};
use crate::expression::Verdict;
use crate::gate::{self, Outcome};
use crate::opening;
use crate::pack::format::Stage;
use crate::refusal::Refusal;
use crate::setting::Setting;
use crate::transfer::{Next, State, TRANSITIONS, Transfer};

/// What would be different for one transfer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Why it could not be taken to the other version, where it could not.
    pub refused: Option<Refusal>,
    /// Gates that would say something else, or would come or go.
    pub gates: Vec<Flip>,
    /// Items that would come, go, or be waited for otherwise.
    pub items: Vec<Turn>,
    /// Deadlines that would come, go or move.
    pub deadlines: Vec<Moved>,
}

impl Difference {
    /// Whether nothing would be different.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A gate before one action; nothing where it does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// The gate; `pathway` is the pathway's own.
    pub id: String,
    /// The action.
    pub stage: Stage,
    /// What it says now; without the facts that it lacks.
    pub before: Option<Outcome>,
    /// What it would say.
    pub after: Option<Outcome>,
}

/// An item that is still open; nothing where it does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The item.
    pub id: String,
    /// Whether its action waits for it now.
    pub before: Option<bool>,
    /// Whether it would.
    pub after: Option<bool>,
}

/// A deadline that is not met; nothing where it is not owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The deadline.
    pub key: String,
    /// When it is due now, UTC.
    pub before: Option<DateTime<Utc>>,
    /// When it would be due, UTC.
    pub after: Option<DateTime<Utc>>,
}

/// What would be different for a transfer, if it went on under another version of its procedure.
///
/// * `old`, `new` – the same case and moment under the two versions
pub fn difference(old: &Setting, new: &Setting, transfer: &Transfer) -> Difference {
    if let Err(refusal) = may_go_on(old, new, transfer) {
        return Difference {
            refused: Some(refusal),
            ..Difference::default()
        };
    }
    Difference {
        refused: None,
        gates: compared(&gates(old, transfer), &gates(new, transfer))
            .map(|((id, stage), before, after)| Flip {
                id,
                stage,
                before,
                after,
            })
            .collect(),
        items: compared(&items(old, transfer), &items(new, transfer))
            .map(|(id, before, after)| Turn { id, before, after })
            .collect(),
        deadlines: compared(&due(old, transfer), &due(new, transfer))
            .map(|(key, before, after)| Moved { key, before, after })
            .collect(),
    }
}

/// What becomes of a transfer that goes on under another version.
#[derive(Debug, Clone)]
pub struct TakenOver {
    /// What it owes from now on.
    pub owed: Vec<Owed>,
    /// Who is told: the managers of both teams.
    pub told: Told,
}

/// What a transfer owes under another version from now on, and who is told, where it may be taken there.
///
/// # Errors
///
/// [`Refusal::Invalid`] without a reason, or whatever [`difference`] would say.
pub fn taken_over(
    old: &Setting,
    new: &Setting,
    transfer: &Transfer,
    reason: &str,
) -> Result<TakenOver, Refusal> {
    said("reason", reason)?;
    may_go_on(old, new, transfer)?;
    let managers = new.pack.managers();
    let version = &new.pack.header.version;
    Ok(TakenOver {
        owed: owed(new, transfer, new.now),
        told: Told {
            transferring: managers.clone(),
            receiving: managers,
            people: Vec::new(),
            others: Vec::new(),
            message: format!(
                "{} goes on under version {version} of the procedure.",
                transfer.reference
            ),
            key: "version".into(),
        },
    })
}

/// Whether a transfer can go on under another version as it stands.
fn may_go_on(old: &Setting, new: &Setting, transfer: &Transfer) -> Result<(), Refusal> {
    if !transfer.state.is_open() {
        return Err(refuse(
            format!("the transfer is {}", transfer.state.name()),
            "an open transfer; one that has ended keeps its version",
        ));
    }
    let pathway = opening::pathway(
        new.pack,
        &transfer.pathway,
        transfer.kind,
        &transfer.transferring,
        &transfer.receiving,
    )
    .map_err(|gone| {
        refuse(
            format!(
                "version {} has no such pathway: {gone}",
                new.pack.header.version
            ),
            "withdraw the transfer and open another, or leave it under its own version",
        )
    })?;
    if is_disputed(transfer) {
        return Err(refuse(
            "a disagreement keeps the ladder that it started on".into(),
            "first a decision about the disagreement",
        ));
    }
    let parties = |decided_by| serde_json::to_value(decided_by).ok();
    if !transfer.record.approvals.is_empty()
        && parties(&old.pathway(transfer)?.decided_by) != parties(&pathway.decided_by)
    {
        return Err(refuse(
            "others have to agree in the new version, and some have agreed already".into(),
            "a transfer to which nobody has agreed yet",
        ));
    }
    Ok(())
}

fn is_disputed(transfer: &Transfer) -> bool {
    transfer.state == State::Disputed
        || (transfer.state == State::OnHold && transfer.record.held_from == Some(State::Disputed))
}

fn refuse(message: String, expected: &str) -> Refusal {
    Refusal::Invalid {
        field: "version".into(),
        message,
        expected: expected.into(),
    }
}

/// By gate and action what it says, of the actions that can still come.
fn gates(setting: &Setting, transfer: &Transfer) -> BTreeMap<(String, Stage), Outcome> {
    let ahead = stages_ahead(setting, transfer);
    let knowledge = setting.knowledge(transfer, setting.now, "", "");
    let place = Some(&transfer.pathway);
    let readings = gate::readings(setting.pack, place, &knowledge);
    let mut found: BTreeMap<_, _> = readings
        .iter()
        .map(|reading| {
            (
                (reading.gate.id.clone(), reading.stage),
                told(&reading.outcome),
            )
        })
        .collect();
    let open_when = setting
        .pathway(transfer)
        .ok()
        .and_then(|pathway| pathway.open_when.as_deref());
    if let Some(open_when) = open_when {
        let outcome = match knowledge.holds(Some(open_when)) {
            Verdict::Yes => Outcome::Passes,
            Verdict::Lacks(facts) => Outcome::LacksFact(facts),
            Verdict::No | Verdict::Wrong(_) => Outcome::Blocks,
        };
        found.insert(("pathway".into(), Stage::Request), told(&outcome));
    }
    found.retain(|(_, stage), _| ahead.contains(stage));
    found
}

/// What can still come of an open transfer by the table, whatever stands before it.
fn stages_ahead(setting: &Setting, transfer: &Transfer) -> BTreeSet<Stage> {
    let mut ahead = BTreeSet::from([Stage::EndInvolvement]);
    let mut reached = vec![transfer.state];
    let mut next = 0;
    while let Some(&state) = reached.get(next) {
        next += 1;
        let from_here = TRANSITIONS.iter().filter(|row| row.0 == state);
        for (_, _, action, to) in from_here.filter(|row| has(setting, transfer, state, row.2)) {
            ahead.extend(action.stage());
            if *to == Next::AsDecided {
                ahead.insert(Stage::Accept);
            }
            for state in leads_to(*to, transfer) {
                if !reached.contains(&state) {
                    reached.push(state);
                }
            }
        }
    }
    ahead
}

fn leads_to(next: Next, transfer: &Transfer) -> Vec<State> {
    match next {
        Next::To(State::Accepted) => vec![State::Accepted, State::Supported],
        Next::To(state) => vec![state],
        Next::Stay => Vec::new(),
        Next::Back => transfer.record.held_from.into_iter().collect(),
        Next::AsDecided => vec![State::Accepted, State::Supported, State::Declined],
        Next::AsReasoned => vec![State::Declined, State::Disputed],
    }
}

/// Which facts exactly a gate lacks is no difference.
fn told(outcome: &Outcome) -> Outcome {
    match outcome {
        Outcome::LacksFact(_) => Outcome::LacksFact(Vec::new()),
        other => other.clone(),
    }
}

/// By open item whether its action waits for it; those of which nobody can tell yet are left out.
fn items(setting: &Setting, transfer: &Transfer) -> BTreeMap<String, bool> {
    let knowledge = setting.knowledge(transfer, setting.now, "", "");
    let supported = transfer.record.events.contains_key("supported");
    checklist::readings(setting.pack, Some(&transfer.pathway), supported, &knowledge)
        .into_iter()
        .filter(|reading| reading.missing_facts.is_empty())
        .filter(|reading| !transfer.record.ticks.contains_key(&reading.item.id))
        .map(|reading| (reading.item.id.clone(), reading.blocking))
        .collect()
}

/// By deadline when it is due, those met left out.
fn due(setting: &Setting, transfer: &Transfer) -> BTreeMap<String, DateTime<Utc>> {
    owed(setting, transfer, setting.now)
        .into_iter()
        .filter(|owed| owed.met_at.is_none())
        .map(|owed| (owed.key, owed.due_at))
        .collect()
}

/// Whatever differs between two readings, in the order of their names.
fn compared<'a, K: Ord + Clone, V: PartialEq + Clone>(
    old: &'a BTreeMap<K, V>,
    new: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (K, Option<V>, Option<V>)> {
    let keys: BTreeSet<K> = old.keys().chain(new.keys()).cloned().collect();
    keys.into_iter().filter_map(|key| {
        let (before, after) = (old.get(&key).cloned(), new.get(&key).cloned());
        (before != after).then_some((key, before, after))
    })
}
