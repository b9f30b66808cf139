//! Finding what lets a transfer through: values for the facts on which blocks rest, found by trying, whatever the pack.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use policy::action::Action;
use policy::expression::{Knowledge, Verdict};
use policy::pack::format::{Fact, FactKind, GateOutcome, Stage};
use policy::refusal::{Blocker, BlockerKind};
use policy::setting::decided_at;
use serde_json::Value;

use super::ground::Ground;
use super::payloads;
use super::world::World;

/// Days from today of the dates that are tried: the near, then births of children from fourteen and a half on, then the rest.
const DAYS: [i64; 17] = [
    0, 1, 6, -1, -40, 14, 40, -5_300, -5_700, -6_000, -6_300, -4_000, -900, -400, -100, 200, -7_000,
];

/// Most values that are tried in one search.
const PATIENCE: usize = 600;

/// Values of a fact's type.
pub(crate) fn values(fact: &Fact, today: NaiveDate) -> Vec<Value> {
    let dates = || DAYS.iter().map(|days| shifted(today, *days));
    match fact.kind {
        FactKind::Bool => vec![true.into(), false.into()],
        FactKind::Choice => fact
            .choices
            .iter()
            .map(|choice| choice.id.as_str().into())
            .collect(),
        FactKind::Integer => [1, 0, 2, 3, 4, 5, 6, 10, 12, 16, 18, 40]
            .map(Value::from)
            .to_vec(),
        FactKind::Date => dates().map(|day| day.to_string().into()).collect(),
        FactKind::Instant => dates()
            .map(|day| format!("{day}T08:30:00Z").into())
            .collect(),
        FactKind::Text => vec!["A.B.".into(), "".into()],
    }
}

fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let length = Days::new(days.unsigned_abs());
    if days < 0 { day - length } else { day + length }
}

/// Do what the blocks before an action ask: talk, tick, tell. `None` where nothing more can be done about them.
pub(crate) fn clear(
    ground: &Ground,
    world: &World,
    action: &Action,
    blockers: &[Blocker],
) -> Option<World> {
    let mut cleared = world.clone();
    if blockers
        .iter()
        .any(|blocker| blocker.kind == BlockerKind::Discussion)
    {
        let talk = payloads::discussion(ground, None);
        cleared = done_by_somebody(ground, &cleared, &talk)?;
    }
    if blockers
        .iter()
        .any(|blocker| waits_for_review(ground, blocker))
    {
        let review = Action::RecordReview {
            outcome: None,
            forum: None,
            meeting_on: None,
        };
        cleared = done_by_somebody(ground, &cleared, &review)?;
    }
    cleared.tick_all(ground);
    learn(ground, &mut cleared, action.kind().stage(), action);
    cleared.reckon(ground);
    (cleared.shape(ground) != world.shape(ground) || changed_dates(&cleared, world))
        .then_some(cleared)
}

fn waits_for_review(ground: &Ground, blocker: &Blocker) -> bool {
    let gate = ground.pack.gate(&blocker.id);
    gate.is_some_and(|gate| gate.require.contains("happened.reviewed"))
}

fn done_by_somebody(ground: &Ground, world: &World, action: &Action) -> Option<World> {
    let mut people = ground.people.iter();
    let taken = people.find_map(|actor| world.try_action(ground, actor, action, world.at).ok())?;
    Some(world.after(&taken))
}

fn changed_dates(cleared: &World, world: &World) -> bool {
    let values = |world: &World| -> Vec<Value> {
        let facts = world.transfer.record.facts.values();
        facts.map(|fact| fact.value.clone()).collect()
    };
    values(cleared) != values(world)
}

/// Tell facts until nothing that blocks at a stage (at any, where none is named) rests on them, or patience ends.
pub(crate) fn learn(ground: &Ground, world: &mut World, stage: Option<Stage>, action: &Action) {
    let mut tried = 0;
    let mut weight = weigh(ground, world, stage, action);
    while weight.sum > 0 && tried < PATIENCE {
        let Some((better, lighter)) = improve(ground, world, stage, action, &weight, &mut tried)
        else {
            break;
        };
        *world = better;
        weight = lighter;
    }
}

/// One fact more or told otherwise, so that less weighs; or, where nothing does that, one fact more whatever it weighs:
/// what then fails names the facts that can be told otherwise.
fn improve(
    ground: &Ground,
    world: &World,
    stage: Option<Stage>,
    action: &Action,
    weight: &Weight,
    tried: &mut usize,
) -> Option<(World, Weight)> {
    let today = ground.calendar.local_date(world.at);
    if weight.facts.contains("planned_on") && world.transfer.planned_on.is_none() {
        let mut planned = world.clone();
        planned.transfer.planned_on = Some(shifted(today, 14));
        let lighter = weigh(ground, &planned, stage, action);
        return Some((planned, lighter));
    }
    let mut instead: Option<(World, Weight)> = None;
    let facts = ground.pack.entries.fact.iter();
    for fact in facts.filter(|fact| weight.facts.contains(&fact.id)) {
        let is_new = !world.transfer.record.facts.contains_key(&fact.id);
        for value in values(fact, today) {
            *tried += 1;
            let mut told = world.clone();
            told.learn(&fact.id, value);
            let lighter = weigh(ground, &told, stage, action);
            if lighter.sum < weight.sum {
                return Some((told, lighter));
            }
            if is_new
                && instead
                    .as_ref()
                    .is_none_or(|(_, least)| lighter.sum < least.sum)
            {
                instead = Some((told, lighter));
            }
        }
    }
    instead
}

/// Whether the pathway's own condition holds once facts are told: a pair of services may never meet it.
pub(crate) fn is_open(ground: &Ground) -> bool {
    let mut world = World::opened(ground);
    learn(ground, &mut world, Some(Stage::Request), &Action::Close);
    let setting = ground.setting(world.at);
    let knowledge = setting.knowledge(&world.transfer, world.at, "", "");
    knowledge.holds(ground.pathway.open_when.as_deref()) == Verdict::Yes
}

/// Whether no gate that asks who asks stands before the request whatever is told.
pub(crate) fn may_be_asked(ground: &Ground) -> bool {
    let mut world = World::opened(ground);
    learn(ground, &mut world, Some(Stage::Request), &Action::Close);
    let setting = ground.setting(world.at);
    let knowledge = setting.knowledge(&world.transfer, world.at, "", "");
    let gates = ground.pack.entries.gate.iter().filter(|gate| {
        ground.has(*gate)
            && gate.outcome == GateOutcome::Block
            && gate.on.contains(&Stage::Request)
            && gate.require.contains("transfer.kind")
    });
    gates.into_iter().all(|gate| {
        knowledge.holds(gate.when.as_deref()) == Verdict::No
            || knowledge.holds(Some(&gate.require)) != Verdict::No
    })
}

/// How heavily conditions weigh against the action, and the facts that could change it.
struct Weight {
    sum: usize,
    facts: BTreeSet<String>,
}

impl Weight {
    /// A condition that fails weighs more than one that lacks facts, and lacking less is better.
    fn add(&mut self, ground: &Ground, text: &str, verdict: Verdict) {
        match verdict {
            Verdict::Yes => {}
            Verdict::No | Verdict::Wrong(_) => {
                self.sum += 100;
                self.facts.extend(named(ground, text));
            }
            Verdict::Lacks(missing) => {
                self.sum += 10 + missing.len();
                self.facts.extend(missing);
            }
        }
    }
}

fn weigh(ground: &Ground, world: &World, stage: Option<Stage>, action: &Action) -> Weight {
    let setting = ground.setting(world.at);
    let met = ground.pathway.forum.as_deref().filter(|_| stage.is_none());
    let forum = action
        .forum()
        .or(met)
        .unwrap_or_else(|| decided_at(&world.transfer));
    let knowledge = setting.knowledge(
        &world.transfer,
        world.at,
        forum,
        action.reason().unwrap_or(""),
    );
    let mut weight = Weight {
        sum: 0,
        facts: BTreeSet::new(),
    };
    if let Some(text) = ground.pathway.open_when.as_deref() {
        weight.add(ground, text, knowledge.holds(Some(text)));
    }
    weigh_gates(ground, &knowledge, stage, &mut weight);
    for item in ground
        .pack
        .entries
        .item
        .iter()
        .filter(|item| ground.has(*item))
    {
        if let (Verdict::Lacks(missing), Some(text)) =
            (knowledge.holds(item.when.as_deref()), item.when.as_deref())
        {
            weight.add(ground, text, Verdict::Lacks(missing));
        }
    }
    weight
}

fn weigh_gates(ground: &Ground, knowledge: &Knowledge, stage: Option<Stage>, weight: &mut Weight) {
    let gates = ground.pack.entries.gate.iter().filter(|gate| {
        gate.outcome == GateOutcome::Block
            && ground.has(*gate)
            && stage.is_none_or(|stage| gate.on.contains(&stage))
    });
    for gate in gates {
        match (knowledge.holds(gate.when.as_deref()), gate.when.as_deref()) {
            (Verdict::Yes, _) => {
                let verdict = knowledge.holds(Some(&gate.require));
                if verdict == Verdict::No {
                    // Either the requirement is met or the gate is made not to apply.
                    weight
                        .facts
                        .extend(gate.when.iter().flat_map(|text| named(ground, text)));
                }
                weight.add(ground, &gate.require, verdict);
            }
            (Verdict::Lacks(missing), Some(text)) => {
                weight.add(ground, text, Verdict::Lacks(missing))
            }
            _ => {}
        }
    }
}

/// The facts that a condition speaks of, and those on which their defaults rest. A longer name may contain a
/// shorter one: then one fact more is tried.
fn named(ground: &Ground, text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut texts = vec![text];
    while let Some(text) = texts.pop() {
        for fact in ground
            .pack
            .entries
            .fact
            .iter()
            .filter(|fact| text.contains(&fact.id))
        {
            if found.insert(fact.id.clone()) {
                texts.extend(fact.default.as_deref());
            }
        }
    }
    found
}
