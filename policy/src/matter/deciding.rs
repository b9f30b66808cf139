//! The one door for matters: whether an action may be taken, and what then becomes of the matter. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::agreeing::agree;
use super::owing::{deciders, decides, owed};
use super::telling::told;
use super::{ActionKind, DECIDED, Matter, State};
use crate::deadline::Owed;
use crate::decide::{Capacity, Change, Standing, Told, before_item, check_future, invalid, said};
use crate::fact::{Facts, utc};
use crate::pack::format::{self, Does, FactKind};
use crate::refusal::{Blocker, Refusal};
use crate::role::Actor;
use crate::setting::{Setting, Subject};
use crate::transfer::{Decided, RecordedFact};

/// One action. Free text may be personal: it is stored, and never sent to a chat platform.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Done.
    Tick {
        /// The item.
        item: String,
    },
    /// Not done after all.
    Untick {
        /// The item.
        item: String,
    },
    /// Known.
    RecordFact {
        /// Values by fact.
        facts: Facts,
    },
    /// Let pass.
    Override {
        /// The gate or item.
        of: String,
        /// Why.
        reason: String,
    },
    /// Another day for what is due.
    AgreeDate {
        /// The deadline.
        deadline: String,
        /// The day.
        date: NaiveDate,
        /// Why.
        reason: String,
        /// Who agreed to it.
        agreed_with: Uuid,
    },
    /// A rung higher.
    Escalate,
    /// Decided.
    Decide {
        /// What, as the pack names it.
        decision: String,
    },
    /// Finished.
    Finish,
    /// Taken back.
    Withdraw {
        /// Why.
        text: String,
    },
}

impl Action {
    /// Which action it is.
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::Tick { .. } => ActionKind::Tick,
            Self::Untick { .. } => ActionKind::Untick,
            Self::RecordFact { .. } => ActionKind::RecordFact,
            Self::Override { .. } => ActionKind::Override,
            Self::AgreeDate { .. } => ActionKind::AgreeDate,
            Self::Escalate => ActionKind::Escalate,
            Self::Decide { .. } => ActionKind::Decide,
            Self::Finish => ActionKind::Finish,
            Self::Withdraw { .. } => ActionKind::Withdraw,
        }
    }
}

/// What becomes of a matter, to be recorded in one transaction.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The matter as it is from now on.
    pub matter: Matter,
    /// What was done.
    pub action: ActionKind,
    /// When it happened, UTC.
    pub occurred_at: DateTime<Utc>,
    /// The rules that it rests on.
    pub rules: Vec<String>,
    /// What is owed from now on.
    pub owed: Vec<Owed>,
    /// Who is told; roles over the matter's team count as those of the transferring one.
    pub told: Vec<Told>,
    /// What was let pass with a warning.
    pub warnings: Vec<Blocker>,
    /// What its end does to the case, where it ends now.
    pub does: Does,
}

/// Decide on an action.
///
/// # Errors
///
/// [`Refusal`], with the rule and what would make it possible; nothing has changed then.
pub fn decide(
    setting: &Setting,
    matter: &Matter,
    actor: &Actor,
    action: &Action,
    occurred_at: DateTime<Utc>,
    note: Option<String>,
) -> Result<Decision, Refusal> {
    let declared = declared(setting, matter)?;
    let kind = action.kind();
    if !kind.is_allowed(matter.state, decides(declared)) {
        return Err(wrong_state(matter, declared, kind));
    }
    check_future(setting, occurred_at)?;
    let capacity = capacity(setting, matter, declared, actor, kind)?;
    let change = Change {
        setting,
        actor,
        capacity: &capacity,
        at: occurred_at,
        note: note.clone(),
    };
    let mut after = matter.clone();
    record(&change, declared, &mut after, action)?;
    let standing = standing(setting, &after, action, occurred_at);
    if !standing.blockers.is_empty() {
        return Err(Refusal::Blocked(standing.blockers));
    }
    let events = advance(&change, declared, &mut after, action);
    let ends = matter.state.is_open() && after.state == State::Finished;
    Ok(Decision {
        owed: owed(setting, &after, occurred_at),
        told: told(setting, &after, kind, &events),
        rules: rules(setting, declared, action),
        does: outcome(declared, &after)
            .filter(|_| ends)
            .map(|outcome| outcome.does)
            .unwrap_or_default(),
        action: kind,
        occurred_at,
        warnings: standing.warnings,
        matter: after,
    })
}

fn declared<'a>(setting: &Setting<'a>, matter: &Matter) -> Result<&'a format::Matter, Refusal> {
    setting.pack.matter(&matter.kind).ok_or_else(|| {
        invalid(
            "matter",
            &format!("the procedure knows no matter `{}`", matter.kind),
            "a matter of the pack",
        )
    })
}

fn wrong_state(matter: &Matter, declared: &format::Matter, action: ActionKind) -> Refusal {
    let allowed = ActionKind::ALL
        .into_iter()
        .filter(|kind| kind.is_allowed(matter.state, decides(declared)));
    Refusal::MatterState {
        action,
        state: matter.state,
        allowed: allowed.collect(),
    }
}

/// Whoever works for the team records; deciding and escalating are for the roles that the pack names.
fn capacity(
    setting: &Setting,
    matter: &Matter,
    declared: &format::Matter,
    actor: &Actor,
    kind: ActionKind,
) -> Result<Capacity, Refusal> {
    let in_role = |role: String| Capacity {
        side: None,
        role,
        party: None,
    };
    let by_itself = match kind {
        ActionKind::Escalate => true,
        ActionKind::Finish => declared.ends_on.is_some(),
        _ => false,
    };
    if actor.is_clockwork && by_itself {
        return Ok(in_role(String::new()));
    }
    let roles = deciders(setting, matter);
    let teams = matter.teams();
    let as_decider = actor.role_over(&teams, &roles);
    let as_member = teams
        .iter()
        .filter(|team| actor.works_for(team, setting.pack))
        .find_map(|team| actor.roles_over(team).next())
        .map(str::to_owned);
    let as_opener = actor.role_over(&teams, &declared.opened_by);
    let own = matter.opened_by == Some(actor.practitioner);
    let found = match kind {
        ActionKind::Decide => as_decider,
        ActionKind::Withdraw if declared.opens_on.is_some() => as_decider,
        _ => as_decider
            .or(as_member)
            .or(as_opener)
            .or_else(|| own.then(String::new)),
    };
    found.map(in_role).ok_or_else(|| {
        let names: Vec<_> = roles
            .iter()
            .map(|role| setting.pack.role_name(role))
            .collect();
        let decides = matches!(kind, ActionKind::Decide | ActionKind::Withdraw);
        Refusal::NotYours {
            message: match decides && !names.is_empty() {
                true => format!("to {} this takes a {}", kind.name(), names.join(" or ")),
                false => "this is for the team to do whose matter it is".into(),
            },
            side: None,
            roles: if decides { roles } else { Vec::new() },
            rule: Some(declared.rule.first().to_owned()),
        }
    })
}

fn record(
    change: &Change<'_>,
    declared: &format::Matter,
    matter: &mut Matter,
    action: &Action,
) -> Result<(), Refusal> {
    match action {
        Action::Tick { item } => change.tick(matter, item),
        Action::Untick { item } => change.untick(matter, item),
        Action::RecordFact { facts } => change.learn(matter, facts),
        Action::Override { of, reason } => change.let_pass(matter, of, reason),
        Action::AgreeDate {
            deadline,
            date,
            reason,
            agreed_with,
        } => agree(change, matter, deadline, *date, reason, *agreed_with),
        Action::Escalate => change.climb(matter),
        Action::Withdraw { text } => said("text", text),
        Action::Finish => Ok(()),
        Action::Decide { decision } => {
            let mut known = declared.decisions.iter();
            let Some(outcome) = known.find(|known| known.id == *decision) else {
                let ids: Vec<_> = declared.decisions.iter().map(|it| it.id.as_str()).collect();
                return Err(invalid(
                    "decision",
                    "this cannot be decided here",
                    &format!("one of {}", ids.join(", ")),
                ));
            };
            make_known(change, matter, outcome);
            matter
                .record
                .reasons
                .insert(DECIDED.into(), decision.clone());
            matter.record.decision = Some(Decided {
                at: change.at,
                by: change.actor.practitioner,
                role: change.capacity.role.clone(),
                route: None,
                route_reason: None,
                forum: None,
                meeting_on: None,
                note: change.note.clone(),
            });
            Ok(())
        }
    }
}

/// Put on record what a decision makes known of the case, and when it was taken.
fn make_known(change: &Change<'_>, matter: &mut Matter, outcome: &format::Outcome) {
    let moment = outcome
        .moment_as
        .as_deref()
        .and_then(|id| change.setting.pack.fact(id));
    let moment = moment.map(|fact| {
        let at = match fact.kind {
            FactKind::Date => change.setting.calendar.local_date(change.at).to_string(),
            _ => utc(change.at),
        };
        (fact.id.clone(), at.into())
    });
    let values = outcome.makes_known.clone().into_iter().chain(moment);
    for (id, value) in values {
        let recorded = RecordedFact {
            value,
            at: change.at,
            recorded_at: Some(change.setting.now),
            by: change.actor.practitioner,
        };
        matter.record.facts.insert(id, recorded);
    }
}

/// What stands before an action once everything said with it is on the record. A decision that finishes the matter at
/// once passes what stands before both.
pub fn standing(
    setting: &Setting,
    matter: &Matter,
    action: &Action,
    at: DateTime<Utc>,
) -> Standing {
    if let Action::Tick { item } = action {
        return before_item(setting, matter, item, at);
    }
    let mut standing = Standing::default();
    let Some(stage) = action.kind().stage() else {
        return standing;
    };
    let knowledge = setting.knowledge(matter, at, "", "");
    let finishes = matches!(action, Action::Decide { .. })
        && setting
            .pack
            .matter(&matter.kind)
            .and_then(|declared| outcome(declared, matter))
            .is_some_and(|outcome| outcome.finishes);
    standing.look(setting, matter, stage, &knowledge);
    if finishes {
        standing.look(setting, matter, format::Stage::Close, &knowledge);
        let mut seen = BTreeSet::new();
        standing
            .blockers
            .retain(|blocker| seen.insert(blocker.id.clone()));
    }
    standing
}

fn outcome<'a>(declared: &'a format::Matter, matter: &Matter) -> Option<&'a format::Outcome> {
    let decided = matter.decided()?;
    declared.decisions.iter().find(|known| known.id == decided)
}

fn advance(
    change: &Change<'_>,
    declared: &format::Matter,
    matter: &mut Matter,
    action: &Action,
) -> Vec<String> {
    let (to, mut events) = match action {
        Action::Decide { .. } => {
            let finishes = outcome(declared, matter).is_some_and(|outcome| outcome.finishes);
            match finishes {
                true => (
                    Some(State::Finished),
                    vec![DECIDED.to_owned(), "closed".into()],
                ),
                false => (Some(State::Decided), vec![DECIDED.to_owned()]),
            }
        }
        Action::Finish => (Some(State::Finished), vec!["closed".into()]),
        Action::Withdraw { .. } => (Some(State::Withdrawn), vec!["withdrawn".into()]),
        Action::Escalate => (None, vec!["escalated".into()]),
        _ => (None, Vec::new()),
    };
    if let (Action::Escalate, Some(dispute)) = (action, &matter.record.dispute) {
        events.push(format!("rung_{}", dispute.rung + 1));
    }
    if let Some(state) = to {
        matter.state = state;
        matter.state_since = change.at;
    }
    for event in &events {
        matter.record.events.insert(event.clone(), change.at);
    }
    events
}

fn rules(setting: &Setting, declared: &format::Matter, action: &Action) -> Vec<String> {
    let pack = setting.pack;
    let of = match action {
        Action::Tick { item } | Action::Untick { item } => pack.item(item).map(|it| &it.rule),
        Action::Override { of, .. } => pack
            .gate(of)
            .map(|gate| &gate.rule)
            .or_else(|| pack.item(of).map(|item| &item.rule)),
        Action::AgreeDate { deadline, .. } => pack.deadline(deadline).map(|due| &due.rule),
        _ => None,
    };
    of.unwrap_or(&declared.rule).ids().to_vec()
}
