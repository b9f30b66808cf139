//! References: every name that an entry gives is the name of something.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Spot};
use crate::pack::finding::{Finding, choices, closest};
use crate::transfer::EVENTS;

/// What a name may be the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// An entry of this kind.
    Entry(&'static str),
    /// Whoever may answer: a role or a service.
    RoleOrService,
    /// A door: a route or a pathway.
    RouteOrPathway,
    /// An event of the life of a transfer.
    Event,
    /// An event, `item:ID`, `fact:ID`, or `deadline:ID` where a chain makes sense.
    Moment {
        /// Whether `deadline:ID` is one.
        chains: bool,
    },
    /// What a date in a question may be: an event, `item:ID`, `fact:ID`, or `planned`.
    DateAsked,
    /// A way of talking that counts as a discussion.
    WayOfTalking,
}

use Target::{DateAsked, Entry, Event, Moment, RoleOrService, RouteOrPathway, WayOfTalking};

const WAYS: [&str; 3] = ["phone", "video", "in_person"];

/// Kind, path of the name, and what it may name; the rules that entries serve are checked beside this table.
const REFERENCES: &[(&str, &str, Target)] = &[
    ("pack", "urgent_guidance", Entry("guidance")),
    ("pathway", "from", Entry("service")),
    ("pathway", "to", Entry("service")),
    ("pathway", "requested_by", Entry("role")),
    ("pathway", "decided_by/*/roles", Entry("role")),
    ("pathway", "decided_by/*/service", Entry("service")),
    ("pathway", "decision_routes/*/rule", Entry("rule")),
    (
        "pathway",
        "decision_routes/*/decided_by/*/roles",
        Entry("role"),
    ),
    (
        "pathway",
        "decision_routes/*/decided_by/*/service",
        Entry("service"),
    ),
    ("pathway", "decision_routes/*/forum", Entry("forum")),
    ("pathway", "ladder_when/*/ladder", Entry("ladder")),
    ("pathway", "decline_after_accept/rule", Entry("rule")),
    ("pathway", "decline_after_accept/decided_by", Entry("role")),
    ("pathway", "released_by", Entry("role")),
    ("pathway", "forum", Entry("forum")),
    ("pathway", "ladder", Entry("ladder")),
    ("pathway", "discussion/rule", Entry("rule")),
    ("pathway", "discussion/transferring", Entry("role")),
    ("pathway", "discussion/receiving", Entry("role")),
    ("pathway", "discussion/ways", WayOfTalking),
    ("matter", "opened_by", Entry("role")),
    ("matter", "given_to", Entry("service")),
    ("matter", "rota", Entry("rota")),
    ("matter", "decided_by", Entry("role")),
    ("matter", "ladder", Entry("ladder")),
    ("rota", "services", Entry("service")),
    ("rota", "kept_by", Entry("role")),
    ("gate", "matters", Entry("matter")),
    ("item", "matters", Entry("matter")),
    ("deadline", "matters", Entry("matter")),
    ("notice", "matters", Entry("matter")),
    ("responsibility", "matters", Entry("matter")),
    ("advice", "matters", Entry("matter")),
    ("route", "matter", Entry("matter")),
    ("reason", "opens", Entry("matter")),
    ("gate", "pathways", Entry("pathway")),
    ("gate", "overridable_by", Entry("role")),
    ("item", "pathways", Entry("pathway")),
    ("item", "role", Entry("role")),
    ("item", "overridable_by", Entry("role")),
    ("item", "after/*/needs", Moment { chains: false }),
    ("item", "after/*/rule", Entry("rule")),
    ("fact", "recorded_by", Entry("role")),
    ("deadline", "pathways", Entry("pathway")),
    ("deadline", "starts_from", Moment { chains: true }),
    ("deadline", "no_later_than", Entry("deadline")),
    ("deadline", "met_by", Moment { chains: false }),
    ("deadline", "role", Entry("role")),
    ("deadline", "agreed_by", Entry("role")),
    ("deadline", "nudges", Entry("nudge_plan")),
    ("deadline", "on_breach/tell", Entry("role")),
    ("call_ladder", "rungs/*/roles", Entry("role")),
    ("forum", "attendees", Entry("role")),
    ("forum", "chairs", Entry("role")),
    ("forum", "responsible", Entry("role")),
    ("ladder", "rungs/*/roles", Entry("role")),
    ("ladder", "rungs/*/deadline", Entry("deadline")),
    ("ladder", "clocks/*/deadline", Entry("deadline")),
    ("reason", "pathways", Entry("pathway")),
    ("reason", "suggests", Entry("pathway")),
    ("notice", "on", Event),
    ("notice", "pathways", Entry("pathway")),
    ("notice", "tell", Entry("role")),
    ("responsibility", "pathways", Entry("pathway")),
    ("responsibility", "starts_from", Moment { chains: false }),
    ("responsibility", "until", Moment { chains: false }),
    ("task_list", "pathways", Entry("pathway")),
    ("task_list", "raised_by_roles", Entry("role")),
    ("task_list", "role", Entry("role")),
    ("task_list", "audit", Entry("item")),
    ("task_list", "notice", Entry("item")),
    ("task_list", "completed", Entry("item")),
    ("task_list", "deadline", Entry("deadline")),
    ("task_list", "climbs_to", Entry("role")),
    ("tracking", "pathways", Entry("pathway")),
    ("tracking", "forum", Entry("forum")),
    ("family", "pathways", Entry("pathway")),
    ("advice", "pathways", Entry("pathway")),
    ("route", "service", Entry("service")),
    ("route", "pathway", Entry("pathway")),
    ("route", "holds", RouteOrPathway),
    ("route", "holder", Entry("service")),
    ("conflict", "among", RouteOrPathway),
    ("conflict", "between", RoleOrService),
    ("conflict", "holder", Entry("service")),
    ("guidance", "contact_points", Entry("contact_point")),
    ("guidance", "services", Entry("service")),
    ("guidance", "asks", Entry("fact")),
    (
        "guidance",
        "variant/*/contact_points",
        Entry("contact_point"),
    ),
    ("guidance", "reckons/pathway", Entry("pathway")),
    ("guidance", "reckons/matter", Entry("matter")),
    ("guidance", "reckons/dates/*/is", DateAsked),
    ("guidance", "reckons/deadlines", Entry("deadline")),
    ("guidance", "reckons/gates", Entry("gate")),
    ("contact_point", "answered_by", RoleOrService),
    ("contact_point", "fallback", Entry("contact_point")),
    ("pack", "rule", Entry("rule")),
    ("service", "rule", Entry("rule")),
    ("role", "rule", Entry("rule")),
    ("fact", "rule", Entry("rule")),
    ("reason", "rule", Entry("rule")),
    ("term", "rule", Entry("rule")),
];

/// Kinds of which every entry must serve a rule.
pub(super) const SERVING: &[&str] = &[
    "pathway",
    "matter",
    "rota",
    "gate",
    "item",
    "deadline",
    "forum",
    "ladder",
    "notice",
    "responsibility",
    "task_list",
    "tracking",
    "family",
    "advice",
    "route",
    "conflict",
    "guidance",
    "contact_point",
];

/// Where entries say which rules they serve.
const RULES: [&str; 5] = [
    "rule",
    "discussion/rule",
    "decision_routes/*/rule",
    "decline_after_accept/rule",
    "after/*/rule",
];

type Declared<'a> = BTreeMap<&'static str, BTreeSet<&'a str>>;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Finding> {
    let declared: Declared<'_> = super::ids::KINDS
        .iter()
        .map(|(kind, _)| (*kind, draft.declared(kind).into_iter().collect()))
        .collect();
    let serving = SERVING.iter().map(|kind| (*kind, "rule", Entry("rule")));
    let mut findings = Vec::new();
    for (kind, path, target) in REFERENCES.iter().copied().chain(serving) {
        for entry in draft.raw(kind) {
            for spot in entry.each(path) {
                findings.extend(resolve(&spot, target, &declared));
            }
        }
    }
    findings.extend(unserved(draft));
    findings
}

fn resolve(spot: &Spot<'_>, target: Target, declared: &Declared<'_>) -> Option<Finding> {
    let name = spot.text()?;
    match target {
        Entry(kind) => known(spot, name, kind, names(declared, &[kind])),
        RoleOrService => known(
            spot,
            name,
            "role or service",
            names(declared, &["role", "service"]),
        ),
        RouteOrPathway => known(
            spot,
            name,
            "route or pathway",
            names(declared, &["route", "pathway"]),
        ),
        Event => known(spot, name, "event", events()),
        WayOfTalking => known(spot, name, "way of talking", WAYS.to_vec()),
        DateAsked if name == "planned" => None,
        DateAsked => moment(spot, name, false, declared),
        Moment { chains } => moment(spot, name, chains, declared),
    }
}

fn names<'a>(declared: &Declared<'a>, kinds: &[&str]) -> Vec<&'a str> {
    kinds
        .iter()
        .filter_map(|kind| declared.get(kind))
        .flatten()
        .copied()
        .collect()
}

fn events() -> Vec<&'static str> {
    EVENTS.iter().map(|(event, _)| *event).collect()
}

fn known(spot: &Spot<'_>, name: &str, what: &str, candidates: Vec<&str>) -> Option<Finding> {
    if candidates.contains(&name) {
        return None;
    }
    let what = what.replace('_', " ");
    let expected = match closest(name, candidates.iter().copied()) {
        Some(meant) => format!("`{meant}`"),
        None => choices(candidates.iter().copied()),
    };
    Some(spot.mistake(format!("no {what} is named `{name}`"), expected))
}

fn moment(spot: &Spot<'_>, name: &str, chains: bool, declared: &Declared<'_>) -> Option<Finding> {
    match name.split_once(':') {
        None => known(spot, name, "event", events()),
        Some(("item", id)) => known(spot, id, "item", names(declared, &["item"])),
        Some(("fact", id)) => known(spot, id, "fact", names(declared, &["fact"])),
        Some(("deadline", id)) if chains => {
            known(spot, id, "deadline", names(declared, &["deadline"]))
        }
        Some(_) if chains => {
            let expected = "an event, `item:ID`, `fact:ID` or `deadline:ID`";
            Some(spot.mistake(format!("`{name}` is no moment"), expected))
        }
        Some(_) => Some(spot.mistake(
            format!("`{name}` is no moment"),
            "an event, `item:ID` or `fact:ID`",
        )),
    }
}

/// Rules of the register that nothing executes or shows, and entries that serve none.
fn unserved(draft: &Draft<'_>) -> Vec<Finding> {
    let mut served = BTreeSet::new();
    for (kind, _) in super::ids::KINDS.iter().chain(&[("pack", "id")]) {
        for entry in draft.raw(kind) {
            let spots = RULES.iter().flat_map(|path| entry.each(path));
            served.extend(spots.filter_map(|spot| spot.text()));
        }
    }
    let unserved = draft.raw("rule").into_iter().filter_map(|rule| {
        let spot = rule.below("id");
        let id = spot.text()?;
        let message = format!("no entry serves {id}: it would be neither executed nor shown");
        (!served.contains(id))
            .then(|| spot.mistake(message, format!("an entry with `rule = \"{id}\"`")))
    });
    let idle = SERVING
        .iter()
        .flat_map(|kind| draft.raw(kind))
        .filter_map(|entry| {
            let spot = entry.below("rule");
            let is_empty = spot.value().as_array().is_some_and(Vec::is_empty);
            is_empty.then(|| {
                spot.mistake(
                    "this entry serves no rule",
                    "the id of a rule of the register",
                )
            })
        });
    unserved.chain(idle).collect()
}
