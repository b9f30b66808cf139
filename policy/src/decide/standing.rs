//! What stands before an action: gates, open items, the managers' discussion, the meeting.

use chrono::{DateTime, Utc};

use super::order::before_item;
use crate::action::Action;
use crate::expression::{Knowledge, Verdict};
use crate::pack::format::{DecisionRoute, OverrideTakes, Pathway, Stage};
use crate::refusal::{Blocker, BlockerKind};
use crate::setting::{Setting, Subject, decided_at};
use crate::transfer::{Record, Side, State, Transfer};
use crate::{checklist, gate, task};

/// What stops an action, and what only warns.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What stops it.
    pub blockers: Vec<Blocker>,
    /// What is said and let pass.
    pub warnings: Vec<Blocker>,
}

/// What stands before an action once everything said with it is on the record.
pub fn standing_before(
    setting: &Setting,
    transfer: &Transfer,
    action: &Action,
    at: DateTime<Utc>,
) -> Standing {
    if let Action::Tick { item } | Action::RecordVisit { item } = action {
        return before_item(setting, transfer, item, at);
    }
    let decides_for_the_move = matches!(action, Action::DecideDispute { accept: true, .. });
    let stage = if decides_for_the_move {
        Some(Stage::Accept)
    } else {
        action.kind().stage()
    };
    let forum = if decides_for_the_move {
        forum_of(setting, transfer)
    } else {
        action.forum()
    };
    standing(
        setting,
        transfer,
        stage,
        forum.unwrap_or_else(|| decided_at(transfer)),
        action.reason().unwrap_or(""),
        at,
    )
}

/// The meeting that considers such transfers: whoever decides a dispute about one decides in its place.
fn forum_of<'a>(setting: &'a Setting, transfer: &Transfer) -> Option<&'a str> {
    setting.pathway(transfer).ok()?.forum.as_deref()
}

/// What stands before a stage, at an instant, while a meeting and a reason are named.
pub fn standing(
    setting: &Setting,
    transfer: &Transfer,
    stage: Option<Stage>,
    forum: &str,
    reason: &str,
    at: DateTime<Utc>,
) -> Standing {
    let mut standing = Standing::default();
    let (Some(stage), Ok(pathway)) = (stage, setting.pathway(transfer)) else {
        return standing;
    };
    let knowledge = setting.knowledge(transfer, at, forum, reason);
    if stage == Stage::Decline && transfer.state == State::Accepted {
        standing
            .blockers
            .extend(agreed_already(setting, pathway, &knowledge));
    }
    if stage == Stage::Request {
        standing
            .blockers
            .extend(discussion(setting, transfer, pathway));
        standing.blockers.extend(not_open(
            setting,
            pathway,
            &knowledge.holds(pathway.open_when.as_deref()),
        ));
    }
    if stage == Stage::Accept {
        let route = transfer.record.route.as_deref();
        let route = route.and_then(|id| pathway.route(id));
        let decided_at = (!forum.is_empty()).then_some(forum);
        standing.blockers.extend(where_decided(
            setting, pathway, route, decided_at, &knowledge,
        ));
    }
    standing.look(setting, transfer, stage, &knowledge);
    if stage == Stage::Close {
        standing
            .blockers
            .extend(task::standing(setting.pack, transfer));
    }
    standing
}

impl Standing {
    /// The gates and the open items that stand before a stage of a transfer or a matter.
    pub(crate) fn look(
        &mut self,
        setting: &Setting,
        subject: &impl Subject,
        stage: Stage,
        knowledge: &Knowledge,
    ) {
        for reading in gate::readings(setting.pack, subject.place(), knowledge) {
            if reading.stage == stage && reading.outcome != gate::Outcome::Passes {
                let stops = reading.stops();
                self.add(subject.record(), reading.blocker(setting.pack), stops);
            }
        }
        let supported = subject.is_supported();
        for reading in checklist::readings(setting.pack, subject.place(), supported, knowledge) {
            let open = !subject.record().ticks.contains_key(&reading.item.id);
            if open && checklist::is_due_before(reading.item, stage) {
                let stops = reading.blocking;
                self.add(subject.record(), reading.blocker(setting.pack), stops);
            }
        }
    }

    pub(super) fn add(&mut self, record: &Record, mut blocker: Blocker, stops: bool) {
        if stops && !record.lets_pass(&blocker.id, blocker.override_takes) {
            if let Some(half) = half_passed(record, &blocker) {
                blocker.remedy = format!("{half} {}", blocker.remedy);
            }
            self.blockers.push(blocker);
        } else {
            self.warnings.push(blocker);
        }
    }
}

/// What is said where one side has let something pass that takes both.
fn half_passed(record: &Record, blocker: &Blocker) -> Option<String> {
    let overridden = record.overrides.get(&blocker.id)?;
    let side = overridden.first()?.side?;
    let (for_, still) = match side {
        Side::Transferring => ("transferring", "receiving"),
        Side::Receiving => ("receiving", "transferring"),
    };
    Some(format!(
        "Let pass for the {for_} team so far; somebody else has to let it pass for the {still} team."
    ))
}

/// The meeting that takes the decision on its route, and the route itself where it is not open.
fn where_decided(
    setting: &Setting,
    pathway: &Pathway,
    route: Option<&DecisionRoute>,
    forum: Option<&str>,
    knowledge: &Knowledge,
) -> Vec<Blocker> {
    let Some(route) = route else {
        let needs = pathway.forum_decides && forum != pathway.forum.as_deref();
        let needed = pathway.forum.as_deref().filter(|_| needs);
        let blocker = needed.and_then(|id| meeting(setting, pathway, id));
        return blocker.into_iter().collect();
    };
    let needed = route.forum.as_deref().filter(|id| forum != Some(*id));
    let meeting = needed.and_then(|id| meeting(setting, pathway, id));
    let closed = not_open_route(setting, route, &knowledge.holds(route.when.as_deref()));
    closed.into_iter().chain(meeting).collect()
}

fn not_open_route(setting: &Setting, route: &DecisionRoute, verdict: &Verdict) -> Option<Blocker> {
    let missing_facts = missing(verdict)?;
    let rule = route.rule.first();
    let message = match &route.message {
        Some(message) if missing_facts.is_empty() => message.clone(),
        _ => format!("\"{}\" is no way to decide this one", route.name),
    };
    Some(Blocker {
        kind: BlockerKind::Pathway,
        id: route.id.clone(),
        rule: rule.to_owned(),
        clause: setting.pack.clause(rule).to_owned(),
        message,
        remedy: gate::remedy(
            setting.pack,
            "Decide on the ordinary route, without `route`.",
            &missing_facts,
        ),
        overridable_by: Vec::new(),
        override_takes: OverrideTakes::One,
        missing_facts,
    })
}

/// What an action lacks where a condition does not hold; nothing where it does.
fn missing(verdict: &Verdict) -> Option<Vec<String>> {
    match verdict {
        Verdict::Yes => None,
        Verdict::Lacks(facts) => Some(facts.clone()),
        Verdict::No | Verdict::Wrong(_) => Some(Vec::new()),
    }
}

/// What was agreed is declined only where the procedure says so, and then under its condition.
fn agreed_already(setting: &Setting, pathway: &Pathway, knowledge: &Knowledge) -> Option<Blocker> {
    let decline = pathway.decline_after_accept.as_ref()?;
    let missing_facts = missing(&knowledge.holds(Some(&decline.when)))?;
    let rule = decline.rule.first();
    Some(Blocker {
        kind: BlockerKind::Pathway,
        id: pathway.id.clone(),
        rule: rule.to_owned(),
        clause: setting.pack.clause(rule).to_owned(),
        message: decline.message.clone(),
        remedy: gate::remedy(
            setting.pack,
            "Record what has been found, or move the case as agreed.",
            &missing_facts,
        ),
        overridable_by: Vec::new(),
        override_takes: OverrideTakes::One,
        missing_facts,
    })
}

fn discussion(setting: &Setting, transfer: &Transfer, pathway: &Pathway) -> Option<Blocker> {
    let needed = pathway.discussion.as_ref()?;
    transfer.record.discussions.is_empty().then(|| Blocker {
        kind: BlockerKind::Discussion,
        id: "discussion".into(),
        rule: needed.rule.first().to_owned(),
        clause: setting.pack.clause(needed.rule.first()).to_owned(),
        message: needed.message.clone(),
        remedy: format!(
            "Record the managers' discussion ({}).",
            needed.ways.join(", ").replace('_', " ")
        ),
        overridable_by: Vec::new(),
        override_takes: OverrideTakes::One,
        missing_facts: Vec::new(),
    })
}

fn not_open(setting: &Setting, pathway: &Pathway, verdict: &Verdict) -> Option<Blocker> {
    let missing_facts = missing(verdict)?;
    Some(Blocker {
        kind: BlockerKind::Pathway,
        id: pathway.id.clone(),
        rule: pathway.rule.first().to_owned(),
        clause: setting.pack.clause(pathway.rule.first()).to_owned(),
        message: format!(
            "\"{}\" is not open for this case: {}",
            pathway.name, pathway.trigger
        ),
        remedy: gate::remedy(
            setting.pack,
            "Choose another pathway, or wait until this one opens.",
            &missing_facts,
        ),
        overridable_by: Vec::new(),
        override_takes: OverrideTakes::One,
        missing_facts,
    })
}

fn meeting(setting: &Setting, pathway: &Pathway, forum: &str) -> Option<Blocker> {
    let forum = setting.pack.forum(forum)?;
    let otherwise = pathway.decision_routes.iter().map(|route| {
        format!(
            " Or on another route: `route` \"{}\" ({}).",
            route.id, route.name
        )
    });
    Some(Blocker {
        kind: BlockerKind::Meeting,
        id: forum.id.clone(),
        rule: forum.rule.first().to_owned(),
        clause: setting.pack.clause(forum.rule.first()).to_owned(),
        message: format!("this is decided at the {}", forum.name),
        remedy: format!(
            "Record the decision with `forum` \"{}\" and the day of the meeting.{}",
            forum.id,
            otherwise.collect::<String>()
        ),
        overridable_by: Vec::new(),
        override_takes: OverrideTakes::One,
        missing_facts: Vec::new(),
    })
}
