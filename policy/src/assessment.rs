//! Assessments: what the procedure says of circumstances that are only supposed; nothing is stored.

mod asking;
mod gates;
mod recommending;
mod request;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::absence::Worker;
use crate::calendar::Calendar;
use crate::deadline::{self, Moments, Owed};
use crate::expression::{Circumstances, Knowledge, Verdict};
use crate::gate::Outcome;
use crate::pack::Pack;
use crate::pack::format::{Item, Notice, Pathway, PathwayOutcome, Stage};
use crate::place::Place;
use crate::{checklist, responsibility};

use asking::{Rank, Waiting};
use gates::gates;
pub use request::{Problem, Request, checked};

/// What the procedure says.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    /// Where the matter goes: urgent first, then what keeps it where it is, then where it goes, then what is held.
    pub recommended: Vec<Recommendation>,
    /// Rules that point to different doors, and who talks it over.
    pub conflicts: Vec<ConflictReading>,
    /// What stands before which action.
    pub gates: Vec<GateReading>,
    /// What is owed.
    pub checklist: Vec<ItemReading>,
    /// What is due.
    pub deadlines: Vec<DeadlineReading>,
    /// Work owned by one side while the other holds the case.
    pub responsibilities: Vec<responsibility::Reading>,
    /// What to bear in mind: rule and sentence.
    pub advice: Vec<(Vec<String>, String)>,
    /// What nobody has told and something depends on, the most useful question first.
    pub missing_facts: Vec<Missing>,
    /// What the asker should know.
    pub warnings: Vec<String>,
}

/// Where a matter goes.
#[derive(Debug, Clone)]
pub struct Recommendation {
    /// The route that says so; none where a pathway does itself.
    pub route: Option<String>,
    /// Along which pathway.
    pub pathway: Option<String>,
    /// Which matter of its own it is.
    pub matter: Option<String>,
    /// To which service.
    pub service: Option<String>,
    /// In a sentence.
    pub advice: String,
    /// Whether it cannot wait.
    pub urgent: bool,
    /// Whether the matter goes there now.
    pub standing: Standing,
    /// The routes that hold it, or the clashes that it is part of.
    pub because: Vec<String>,
    /// Service that has the case meanwhile.
    pub holder: Option<String>,
    /// A document beside the procedure that decides.
    pub document: Option<String>,
    /// Whom to ask where the procedure leaves it open.
    pub ask_instead: Option<String>,
    /// By which rules.
    pub rules: Vec<String>,
}

/// Whether a matter goes where a rule sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It goes there.
    Goes,
    /// It stays where it is: this keeps others from applying.
    Stays,
    /// It would go there, and something keeps it.
    Held,
    /// People have to talk first, because rules clash.
    Discuss,
}

/// Rules that point to different doors.
#[derive(Debug, Clone)]
pub struct ConflictReading {
    /// The clash.
    pub id: String,
    /// The doors: routes, and pathways without one.
    pub doors: Vec<String>,
    /// Roles and services that talk it over.
    pub between: Vec<String>,
    /// How the clash is read until they have.
    pub reading: String,
    /// What happens meanwhile.
    pub meanwhile: String,
    /// Service that has the case meanwhile.
    pub holder: Option<String>,
    /// By which rules.
    pub rules: Vec<String>,
}

/// A fact that nobody has told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The fact, or `planned_on`.
    pub fact: String,
    /// Routes, pathways, gates, items and deadlines that wait for it.
    pub decides: Vec<String>,
}

/// What a gate says before an action.
#[derive(Debug, Clone)]
pub struct GateReading {
    /// The gate; `discussion`, `meeting` and `pathway` are the pathway's own.
    pub id: String,
    /// Its rules.
    pub rules: Vec<String>,
    /// The action it stands before.
    pub action: Stage,
    /// What it says.
    pub outcome: Outcome,
    /// What is wrong where it does not pass.
    pub message: String,
    /// What would make it pass.
    pub remedy: String,
    /// Who may override it.
    pub overridable_by: Vec<String>,
}

/// An item that applies.
#[derive(Debug, Clone)]
pub struct ItemReading {
    /// The item.
    pub id: String,
    /// The item as the pack declares it.
    pub item: Item,
    /// Whether its action waits for it.
    pub blocking: bool,
}

/// A deadline that can be reckoned.
#[derive(Debug, Clone)]
pub struct DeadlineReading {
    /// The deadline.
    pub id: String,
    /// When it is due, UTC; none where it is immediate, for which the procedure gives no number.
    pub due_at: Option<DateTime<Utc>>,
    /// At once.
    pub immediate: bool,
    /// Everything about it.
    pub owed: Owed,
}

/// Say what the procedure says of the circumstances.
pub fn assess(pack: &Pack, calendar: &Arc<Calendar>, request: &Request) -> Assessment {
    let pathway = request.pathway.as_deref().and_then(|id| pack.pathway(id));
    let (knowledge, events) = supposed(pack, calendar, request);
    let place = request.place();
    let nowhere = place == Place::Anywhere;
    let mut waiting = Waiting::default();
    let mut doors = recommending::doors(pack, &knowledge);
    if !nowhere {
        // Whoever has chosen a pathway or a matter is not asked where else it might go.
        doors.undecided.clear();
    }
    let mut assessment = Assessment {
        recommended: doors.recommended,
        conflicts: doors.conflicts,
        gates: gates(pack, place, &knowledge, &events),
        responsibilities: responsibility::readings(pack, place, &knowledge, &events, calendar),
        advice: advice(pack, place, None, &knowledge),
        ..Assessment::default()
    };
    for reading in checklist::readings(pack, place, is_supported(pathway, &events), &knowledge) {
        waiting.add(
            reading.item.before,
            &reading.item.id,
            &reading.missing_facts,
        );
        if reading.missing_facts.is_empty() {
            let item = reading.item.clone();
            assessment.checklist.push(ItemReading {
                id: item.id.clone(),
                item,
                blocking: reading.blocking,
            });
        }
    }
    let reckoning = reckoning(pack, calendar, request, &knowledge, &events);
    for (deadline, lacks) in &reckoning.lacking {
        waiting.add(Rank::DEADLINE, deadline, lacks);
    }
    for gate in &assessment.gates {
        if let Outcome::LacksFact(facts) = &gate.outcome {
            waiting.add(gate.action, &gate.id, facts);
        }
    }
    assessment.warnings = warnings(pack, &reckoning.owed, nowhere);
    assessment.deadlines = reckoning.owed.into_iter().map(deadline_reading).collect();
    assessment.missing_facts =
        asking::ordered(pack, request.at, &doors.undecided, &waiting, |id, value| {
            let mut supposed = request.clone();
            supposed.facts.insert(id.to_owned(), value);
            know(pack, calendar, &supposed, pathway, &events)
        });
    assessment
}

/// Only what is due in supposed circumstances, which is told quicker than everything.
pub(crate) fn due(
    pack: &Pack,
    calendar: &Arc<Calendar>,
    request: &Request,
) -> Vec<DeadlineReading> {
    let (knowledge, events) = supposed(pack, calendar, request);
    let reckoning = reckoning(pack, calendar, request, &knowledge, &events);
    reckoning.owed.into_iter().map(deadline_reading).collect()
}

/// Only what stands before which action in supposed circumstances, which is told quicker than everything.
pub(crate) fn before(pack: &Pack, calendar: &Arc<Calendar>, request: &Request) -> Vec<GateReading> {
    let (knowledge, events) = supposed(pack, calendar, request);
    gates(pack, request.place(), &knowledge, &events)
}

type Events = BTreeMap<String, DateTime<Utc>>;

fn supposed<'a>(
    pack: &'a Pack,
    calendar: &Arc<Calendar>,
    request: &Request,
) -> (Knowledge<'a>, Events) {
    let pathway = request.pathway.as_deref().and_then(|id| pack.pathway(id));
    let events = request.events.iter().cloned().collect();
    (know(pack, calendar, request, pathway, &events), events)
}

fn reckoning(
    pack: &Pack,
    calendar: &Arc<Calendar>,
    request: &Request,
    knowledge: &Knowledge,
    events: &Events,
) -> deadline::Reckoning {
    let agreed = BTreeMap::new();
    let moments = Moments {
        events,
        agreed: &agreed,
        now: request.at,
    };
    deadline::reckon(pack, request.place(), knowledge, &moments, calendar)
}

fn is_supported(pathway: Option<&Pathway>, events: &BTreeMap<String, DateTime<Utc>>) -> bool {
    pathway.is_some_and(|pathway| pathway.outcome == PathwayOutcome::Support)
        || events.contains_key("supported")
}

fn know<'a>(
    pack: &'a Pack,
    calendar: &Arc<Calendar>,
    request: &Request,
    pathway: Option<&Pathway>,
    events: &BTreeMap<String, DateTime<Utc>>,
) -> Knowledge<'a> {
    let ticked = events
        .iter()
        .filter_map(|(event, at)| Some((event.strip_prefix("item:")?.to_owned(), *at)))
        .collect();
    let facts = request.facts.keys();
    let mut recorded: BTreeMap<_, _> = facts.map(|id| (id.clone(), request.at)).collect();
    recorded.extend(request.recorded.clone());
    let first = |services: &[String]| match services {
        [only] => only.clone(),
        _ => String::new(),
    };
    let circumstances = Circumstances {
        facts: &request.facts,
        siblings: &request.siblings,
        contacts: &request.contacts,
        events,
        recorded: &recorded,
        ticked: &ticked,
        items: &pack.item_ids,
        transfer: BTreeMap::from([
            ("pathway", request.pathway.clone().unwrap_or_default()),
            ("kind", "push".to_owned()),
            ("from", pathway.map(|p| first(&p.from)).unwrap_or_default()),
            ("to", pathway.map(|p| first(&p.to)).unwrap_or_default()),
            (
                "forum",
                pathway.and_then(|p| p.forum.clone()).unwrap_or_default(),
            ),
        ]),
        decision: &request.decision,
        planned_on: request.planned_on,
        worker: Worker::default(),
        now: request.at,
    };
    pack.knowledge(&circumstances, calendar)
}

fn deadline_reading(owed: Owed) -> DeadlineReading {
    DeadlineReading {
        id: owed.key.clone(),
        due_at: (!owed.immediate).then_some(owed.due_at),
        immediate: owed.immediate,
        owed,
    }
}

/// Whom the system would tell of what on a pathway, should it come to that.
pub fn notices<'a>(pack: &'a Pack, calendar: &Arc<Calendar>, request: &Request) -> Vec<&'a Notice> {
    let (knowledge, _) = supposed(pack, calendar, request);
    pack.entries
        .notice
        .iter()
        .filter(|notice| request.place().has(*notice))
        .filter(|notice| knowledge.holds(notice.when.as_deref()) == Verdict::Yes)
        .collect()
}

/// The sentences to bear in mind in a place, at a stage or at any.
pub fn advice<'p>(
    pack: &Pack,
    place: impl Into<Place<'p>>,
    stage: Option<Stage>,
    knowledge: &Knowledge,
) -> Vec<(Vec<String>, String)> {
    let place = place.into();
    pack.entries
        .advice
        .iter()
        .filter(|advice| place.has(*advice))
        .filter(|advice| {
            stage.is_none_or(|stage| advice.at.is_empty() || advice.at.contains(&stage))
        })
        .filter(|advice| knowledge.holds(advice.when.as_deref()) == Verdict::Yes)
        .map(|advice| (advice.rule.ids().to_vec(), advice.text.clone()))
        .collect()
}

fn warnings(pack: &Pack, owed: &[Owed], no_pathway: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    if no_pathway {
        warnings
            .push("No pathway was named: only what belongs to every pathway is shown.".to_owned());
    }
    if owed.iter().any(|owed| owed.beyond_known_holidays) {
        warnings.push("A date lies beyond the last year whose bank holidays are known: check it again when they are.".to_owned());
    }
    let rules: BTreeSet<_> = owed.iter().map(|owed| owed.rule.as_str()).collect();
    warnings.extend(rules.iter().filter_map(|id| {
        let reading = pack.rule(id)?.reading.as_ref()?;
        Some(format!("{id} is read so: {reading}"))
    }));
    warnings
}
