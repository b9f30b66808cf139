//! Where a matter goes: routes and pathways whose conditions hold, what holds them, and where they clash.

use std::collections::BTreeSet;

use super::{ConflictReading, Recommendation, Standing};
use crate::expression::{Knowledge, Verdict};
use crate::pack::Pack;
use crate::pack::format::{Conflict, Pathway, Route};

/// What was found at the front door.
#[derive(Debug, Default)]
pub(super) struct Doors<'a> {
    /// Where the matter goes: urgent first, then what keeps it where it is, then where it goes, then what is held.
    pub(super) recommended: Vec<Recommendation>,
    /// Rules that clash.
    pub(super) conflicts: Vec<ConflictReading>,
    /// Doors of which it cannot be told yet whether they are open.
    pub(super) undecided: Vec<Undecided<'a>>,
}

/// A door that lacks facts.
#[derive(Debug)]
pub(super) struct Undecided<'a> {
    /// The route or pathway.
    pub(super) id: &'a str,
    /// Its condition.
    pub(super) when: &'a str,
    /// Whether it cannot wait.
    pub(super) urgent: bool,
    /// The facts that its condition names and nobody knows.
    pub(super) lacks: Vec<String>,
}

/// Everything at the front door, in the order in which it matters.
pub(super) fn doors<'a>(pack: &'a Pack, knowledge: &Knowledge) -> Doors<'a> {
    let mut found = Doors::default();
    for (id, when, urgent, recommendation) in all(pack) {
        match knowledge.holds(Some(when)) {
            Verdict::Yes => found.recommended.push(recommendation),
            Verdict::Lacks(lacks) => found.undecided.push(Undecided {
                id,
                when,
                urgent,
                lacks,
            }),
            Verdict::No | Verdict::Wrong(_) => {}
        }
    }
    same_door_once(&mut found.recommended);
    found.conflicts = conflicts(pack, knowledge, &mut found.recommended);
    hold(pack, &mut found.recommended);
    found.recommended.sort_by_key(place);
    found
}

fn place(recommendation: &Recommendation) -> u8 {
    match recommendation.standing {
        _ if recommendation.urgent => 0,
        Standing::Stays => 1,
        Standing::Goes | Standing::Discuss => 2,
        Standing::Held => 3,
    }
}

type Door<'a> = (&'a str, &'a str, bool, Recommendation);

fn all(pack: &Pack) -> impl Iterator<Item = Door<'_>> {
    let routes = pack.entries.route.iter().map(|route| {
        let id = route.id.as_str();
        (id, route.when.as_str(), route.urgent, by_route(route))
    });
    let pathways = pack.entries.pathway.iter().filter_map(|pathway| {
        let when = pathway.recommend_when.as_deref()?;
        Some((pathway.id.as_str(), when, false, by_pathway(pathway)))
    });
    routes.chain(pathways)
}

fn by_route(route: &Route) -> Recommendation {
    Recommendation {
        route: Some(route.id.clone()),
        pathway: route.pathway.clone(),
        matter: route.matter.clone(),
        service: route.service.clone(),
        advice: route.then.clone(),
        urgent: route.urgent,
        standing: match route.holds.as_slice() {
            [] => Standing::Goes,
            _ => Standing::Stays,
        },
        because: Vec::new(),
        holder: route.holder.clone(),
        document: route.document.clone(),
        ask_instead: route.ask_instead.clone(),
        rules: route.rule.ids().to_vec(),
    }
}

fn by_pathway(pathway: &Pathway) -> Recommendation {
    Recommendation {
        route: None,
        pathway: Some(pathway.id.clone()),
        matter: None,
        service: match pathway.to.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        },
        advice: format!("{}: {}", pathway.name, pathway.trigger),
        urgent: false,
        standing: Standing::Goes,
        because: Vec::new(),
        holder: None,
        document: None,
        ask_instead: None,
        rules: pathway.rule.ids().to_vec(),
    }
}

/// A pathway to which a route leads is said once, in the words of the route.
fn same_door_once(recommended: &mut Vec<Recommendation>) {
    let led_to: BTreeSet<String> = recommended
        .iter()
        .filter(|one| one.route.is_some())
        .filter_map(|one| one.pathway.clone())
        .collect();
    recommended.retain(|one| {
        one.route.is_some() || one.pathway.as_ref().is_none_or(|id| !led_to.contains(id))
    });
}

impl Recommendation {
    /// Whether a route or a pathway of this name is this door.
    fn is_named(&self, name: &str) -> bool {
        [&self.route, &self.pathway]
            .iter()
            .any(|id| id.as_deref() == Some(name))
    }
}

fn conflicts(
    pack: &Pack,
    knowledge: &Knowledge,
    recommended: &mut [Recommendation],
) -> Vec<ConflictReading> {
    let is_settled = |conflict: &Conflict| {
        let when = conflict.settled_when.as_deref();
        when.is_some() && knowledge.holds(when) == Verdict::Yes
    };
    let open = pack.entries.conflict.iter();
    open.filter(|conflict| !is_settled(conflict))
        .filter_map(|conflict| conflicting(conflict, recommended))
        .collect()
}

/// A clash, where at least two of its doors are open; what is urgent is never part of one.
fn conflicting(conflict: &Conflict, recommended: &mut [Recommendation]) -> Option<ConflictReading> {
    let mut doors: Vec<_> = recommended
        .iter_mut()
        .filter(|one| !one.urgent && conflict.among.iter().any(|id| one.is_named(id)))
        .collect();
    if doors.len() < 2 {
        return None;
    }
    for door in &mut doors {
        door.because.push(conflict.id.clone());
        if door.standing == Standing::Goes {
            door.standing = Standing::Discuss;
        }
    }
    let names = doors
        .iter()
        .filter_map(|door| door.route.clone().or_else(|| door.pathway.clone()));
    Some(ConflictReading {
        id: conflict.id.clone(),
        doors: names.collect(),
        between: conflict.between.clone(),
        reading: conflict.reading.clone(),
        meanwhile: conflict.meanwhile.clone(),
        holder: conflict.holder.clone(),
        rules: conflict.rule.ids().to_vec(),
    })
}

/// Holds come before what sets a move off; what is urgent is never held.
fn hold(pack: &Pack, recommended: &mut [Recommendation]) {
    let holding: Vec<&Route> = recommended
        .iter()
        .filter_map(|one| pack.route(one.route.as_deref()?))
        .filter(|route| !route.holds.is_empty())
        .collect();
    for one in recommended.iter_mut().filter(|one| !one.urgent) {
        for route in &holding {
            if route.holds.iter().any(|held| one.is_named(held)) {
                one.standing = Standing::Held;
                one.because.push(route.id.clone());
            }
        }
    }
}
