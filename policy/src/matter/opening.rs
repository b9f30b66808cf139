//! Opening: what a call, an absence or somebody's hand opens, and what is known of it from the start.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{Matter, State};
use crate::absence::Worker;
use crate::calendar::Calendar;
use crate::expression::{Circumstances, Knowledge, Verdict};
use crate::fact::Facts;
use crate::pack::Pack;
use crate::pack::format::{self, CaseIs, FilledBy, OpensOn};
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::transfer::{Dispute, Record, RecordedFact, Team};

/// A matter that something opens.
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    /// As the pack declares it.
    pub matter: &'a format::Matter,
    /// The facts without which nobody can tell whether it has to be: it opens, and asks.
    pub missing_facts: Vec<String>,
}

/// Every matter that something opens by itself in these circumstances.
///
/// * `held` – whether a team holds the case; none where no case is meant
pub fn opens<'a>(
    pack: &'a Pack,
    on: OpensOn,
    held: Option<bool>,
    knowledge: &Knowledge,
) -> Vec<Opening<'a>> {
    let matters = pack.entries.matter.iter();
    matters
        .filter(|matter| matter.opens_on == Some(on) && suits(matter, held))
        .filter_map(|matter| {
            let missing_facts = match knowledge.holds(matter.opens_when.as_deref()) {
                Verdict::Yes => Vec::new(),
                Verdict::Lacks(facts) => facts,
                Verdict::No | Verdict::Wrong(_) => return None,
            };
            Some(Opening {
                matter,
                missing_facts,
            })
        })
        .collect()
}

fn suits(matter: &format::Matter, held: Option<bool>) -> bool {
    match matter.case {
        None => true,
        Some(CaseIs::Open) => held == Some(true),
        Some(CaseIs::Closed) => held == Some(false),
    }
}

/// What somebody wants to open by hand.
#[derive(Debug, Clone, Copy)]
pub struct ByHand<'a> {
    /// The matter's id in the pack.
    pub kind: &'a str,
    /// The team whose it would be.
    pub team: Option<&'a Team>,
    /// Whether a team holds the case; none where no case is meant.
    pub held: Option<bool>,
}

/// The matter that somebody may open by hand.
///
/// # Errors
///
/// [`Refusal::Invalid`] naming `matter` or `case`, [`Refusal::NotYours`] naming the roles that may.
pub fn by_hand<'a>(
    pack: &'a Pack,
    actor: &Actor,
    asked: ByHand<'_>,
) -> Result<&'a format::Matter, Refusal> {
    let Some(matter) = pack.matter(asked.kind) else {
        let known = pack.entries.matter.iter().map(|matter| matter.id.as_str());
        return Err(Refusal::Invalid {
            field: "matter".into(),
            message: format!("the procedure knows no matter `{}`", asked.kind),
            expected: format!("one of {}", known.collect::<Vec<_>>().join(", ")),
        });
    };
    if !suits(matter, asked.held) {
        let (message, expected) = match matter.case {
            Some(CaseIs::Closed) => ("this is for a closed case", "a case that nobody holds"),
            _ => ("this is for an open case", "a case that a team holds"),
        };
        return Err(Refusal::Invalid {
            field: "case".into(),
            message: message.into(),
            expected: expected.into(),
        });
    }
    let may = match (asked.team, matter.opened_by.as_slice()) {
        (_, []) if matter.opens_on.is_some() => false,
        (Some(team), []) => actor.works_for(team, pack),
        (None, []) => !actor.roles.is_empty(),
        (Some(team), roles) => {
            actor.role_over(&[team], roles).is_some() || holds_anywhere(actor, roles)
        }
        (None, roles) => holds_anywhere(actor, roles),
    };
    match may {
        true => Ok(matter),
        false => Err(Refusal::NotYours {
            message: match matter.opened_by.as_slice() {
                [] if matter.opens_on.is_some() => "this opens by itself, never by hand".into(),
                [] => "this is for the team to open that has to do with it".into(),
                roles => {
                    let names: Vec<_> = roles.iter().map(|role| pack.role_name(role)).collect();
                    format!("to open this takes a {}", names.join(" or "))
                }
            },
            side: None,
            roles: matter.opened_by.clone(),
            rule: Some(matter.rule.first().to_owned()),
        }),
    }
}

/// What an authority gives to a rota or a front door is opened by whoever keeps that, not by the team it goes to.
fn holds_anywhere(actor: &Actor, roles: &[String]) -> bool {
    actor.roles.iter().any(|held| roles.contains(&held.role))
}

/// What is recorded of a matter from its start.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its id.
    pub id: Uuid,
    /// Its short name.
    pub reference: String,
    /// The team whose it is.
    pub team: Option<Team>,
    /// Who opened it by hand.
    pub by: Option<Uuid>,
    /// Who recorded what opened it.
    pub recorded_by: Uuid,
    /// When what opened it happened, UTC: its clocks run from here.
    pub at: DateTime<Utc>,
    /// What is known of it.
    pub facts: Facts,
}

/// A matter as it is when it opens; one with a ladder stands on its first rung.
pub fn open(declared: &format::Matter, opened: Opened) -> Matter {
    let mut record = Record::default();
    record.events.insert("opened".into(), opened.at);
    record
        .facts
        .extend(opened.facts.into_iter().map(|(id, value)| {
            let fact = RecordedFact {
                value,
                at: opened.at,
                recorded_at: None,
                by: opened.recorded_by,
            };
            (id, fact)
        }));
    record.dispute = declared.ladder.as_ref().map(|ladder| Dispute {
        ladder: ladder.clone(),
        rung: 0,
        raised_at: opened.at,
        rung_since: opened.at,
        decided: false,
    });
    if record.dispute.is_some() {
        record.events.insert("disputed".into(), opened.at);
    }
    Matter {
        id: opened.id,
        reference: opened.reference,
        kind: declared.id.clone(),
        state: State::Open,
        team: opened.team,
        opened_by: opened.by,
        opened_at: opened.at,
        state_since: opened.at,
        record,
    }
}

/// The facts of a pack that the server knows itself, with their values.
///
/// * `known` – what it knows; a choice that the fact does not offer is left out
pub fn filled(pack: &Pack, known: &[(FilledBy, Value)]) -> Facts {
    let facts = pack.entries.fact.iter().filter_map(|fact| {
        let source = fact.filled_by?;
        let (_, value) = known.iter().find(|(which, _)| *which == source)?;
        Some((fact.id.clone(), crate::fact::read(fact, value).ok()?))
    });
    facts.collect()
}

/// What conditions of openings may look at, at an instant.
///
/// * `facts` – what is known of the case, of what happened, and what the server knows itself
/// * `contacts` – the calls about the child, earliest first, the one that was just logged last
pub fn knowledge<'a>(
    pack: &'a Pack,
    calendar: &Arc<Calendar>,
    facts: &Facts,
    siblings: &[Facts],
    contacts: &[Facts],
    at: DateTime<Utc>,
) -> Knowledge<'a> {
    let circumstances = Circumstances {
        facts,
        siblings,
        contacts,
        events: &BTreeMap::new(),
        recorded: &BTreeMap::new(),
        ticked: &BTreeMap::new(),
        items: &pack.item_ids,
        transfer: BTreeMap::new(),
        decision: "",
        planned_on: None,
        worker: Worker::default(),
        now: at,
    };
    pack.knowledge(&circumstances, calendar)
}
