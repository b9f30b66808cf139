//! The ground that is explored: one pathway of one pack, asked from one side, between two teams.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use policy::calendar::Calendar;
use policy::fact::Facts;
use policy::pack::Pack;
use policy::pack::format::Pathway;
use policy::place::Placed;
use policy::role::Actor;
use policy::setting::{Setting, kind_name};
use policy::transfer::{EVENTS, Kind, Side, Team};
use uuid::Uuid;

use super::packs::PACKS;
use super::{learning, people};

/// Whoever works the case before it moves.
pub(crate) const HOLDER: Uuid = Uuid::from_u128(0xF4);

/// A Monday morning; an exploration starts then, where its pathway is open at that time of the year.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// One pathway, asked from one side, between two teams, with everybody who may try something.
pub(crate) struct Ground<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) calendar: &'a Arc<Calendar>,
    pub(crate) pathway: &'a Pathway,
    pub(crate) kind: Kind,
    pub(crate) transferring: Team,
    pub(crate) receiving: Team,
    pub(crate) people: Vec<Actor>,
    /// When it starts, UTC.
    pub(crate) start: DateTime<Utc>,
    /// Events that some condition or deadline of the pack speaks of: no other tells two worlds apart.
    pub(crate) watched: BTreeSet<&'static str>,
    /// Whether these are the first services between which the pathway opens.
    pub(crate) is_first: bool,
    sittings: BTreeMap<String, DateTime<Utc>>,
    nothing: Facts,
    never: BTreeMap<String, DateTime<Utc>>,
    /// A team of each third service that decides on the pathway.
    pub(crate) others: Vec<Team>,
}

/// Every ground of every pack.
pub(crate) fn grounds() -> Vec<Ground<'static>> {
    PACKS
        .iter()
        .flat_map(|(pack, calendar)| of_pack(pack, calendar))
        .collect()
}

fn of_pack<'a>(pack: &'a Pack, calendar: &'a Arc<Calendar>) -> Vec<Ground<'a>> {
    let mut found = Vec::new();
    for pathway in &pack.entries.pathway {
        for kind in [Kind::Push, Kind::Pull] {
            // Where nobody may let the case go, nobody can pull it.
            if kind == Kind::Pull && pathway.released_by.is_empty() {
                continue;
            }
            let mut open = pairs(pathway)
                .into_iter()
                .map(|(from, to)| Ground::new(pack, calendar, pathway, kind, from, to))
                .filter_map(Ground::in_season);
            let first = open.next();
            let first = first.unwrap_or_else(|| panic!("{}: never opens", pathway.id));
            found.push(Ground {
                is_first: true,
                ..first
            });
            found.extend(open);
        }
    }
    found
}

/// The services between which a pathway leads; within a team both are the same.
fn pairs(pathway: &Pathway) -> Vec<(&str, &str)> {
    let from = pathway.from.iter();
    from.flat_map(|from| {
        pathway
            .to
            .iter()
            .map(move |to| (from.as_str(), to.as_str()))
    })
    .filter(|(from, to)| !pathway.within_team || from == to)
    .collect()
}

impl<'a> Ground<'a> {
    fn new(
        pack: &'a Pack,
        calendar: &'a Arc<Calendar>,
        pathway: &'a Pathway,
        kind: Kind,
        from: &str,
        to: &str,
    ) -> Self {
        let team = |id, service: &str| Team {
            id: Uuid::from_u128(id),
            service: service.to_owned(),
        };
        let mut ground = Self {
            pack,
            calendar,
            pathway,
            kind,
            transferring: team(0x7E_A1, from),
            receiving: match pathway.within_team {
                true => team(0x7E_A1, from),
                false => team(0x7E_A2, to),
            },
            people: Vec::new(),
            start: start(),
            watched: watched(pack),
            is_first: false,
            sittings: sittings(pack, start()),
            nothing: Facts::new(),
            never: BTreeMap::new(),
            others: pathway
                .third_services()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .zip(0x7E_B0..)
                .map(|(service, id)| team(id, service))
                .collect(),
        };
        ground.people = people::around(&ground);
        ground
    }

    /// The ground at the first time of the year at which its pathway opens, if there is one.
    fn in_season(self) -> Option<Self> {
        if self.pathway.open_when.is_none() {
            return Some(self);
        }
        let mut ground = self;
        (0..13).find(|months| {
            ground.start = start() + Duration::weeks(4 * months);
            ground.sittings = sittings(ground.pack, ground.start);
            learning::is_open(&ground)
        })?;
        Some(ground)
    }

    /// Whether it may be asked for from this side: a gate may say that the pathway is only pushed, or only pulled.
    pub(crate) fn may_be_asked(&self) -> bool {
        learning::may_be_asked(self)
    }

    /// The setting at an instant.
    pub(crate) fn setting(&self, now: DateTime<Utc>) -> Setting<'_> {
        Setting {
            pack: self.pack,
            calendar: self.calendar,
            case_facts: &self.nothing,
            siblings: &[],
            contacts: &[],
            sittings: &self.sittings,
            case_recorded: &self.never,
            holder: Some(HOLDER),
            others: &self.others,
            absences: &[],
            people: &self.people,
            now,
        }
    }

    /// The team on a side.
    pub(crate) fn team(&self, side: Side) -> &Team {
        match side {
            Side::Transferring => &self.transferring,
            Side::Receiving => &self.receiving,
        }
    }

    /// How the ground is built: grounds that are built alike have the same paths through the table.
    pub(crate) fn build(&self) -> String {
        let pathway = self.pathway;
        let sides: Vec<_> = pathway.all_parties().map(|party| party.side).collect();
        let special = (
            pathway.decision_routes.len(),
            pathway.within_team,
            pathway.decline_after_accept.is_some(),
        );
        let meeting = (pathway.forum.is_some(), pathway.forum_decides);
        let talk = pathway.discussion.is_some();
        let ladder = pathway
            .ladder
            .as_deref()
            .and_then(|id| self.pack.ladder(id));
        let rungs = ladder.map(|ladder| ladder.rungs.len());
        let built = (
            (self.kind, sides, meeting, talk),
            (rungs, pathway.outcome, special),
        );
        format!("{}: {built:?}", self.pack.header.id)
    }

    /// Whether an entry stands on this pathway: one that names only matters stands on none.
    pub(crate) fn has(&self, entry: &impl Placed) -> bool {
        let of_a_matter = entry.pathways().is_empty() && !entry.matters().is_empty();
        !of_a_matter && self.belongs(entry.pathways())
    }

    /// Whether what names pathways (none means all) speaks of this one.
    pub(crate) fn belongs(&self, named: &[String]) -> bool {
        named.is_empty() || named.contains(&self.pathway.id)
    }
}

impl std::fmt::Display for Ground<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (from, to) = (&self.transferring.service, &self.receiving.service);
        let (pack, pathway) = (&self.pack.header.id, &self.pathway.id);
        write!(
            f,
            "{pack}/{pathway} ({}, {from} to {to})",
            kind_name(self.kind)
        )
    }
}

/// Forums that sit regularly have a next sitting; one called for a case has none until somebody calls it.
fn sittings(pack: &Pack, start: DateTime<Utc>) -> BTreeMap<String, DateTime<Utc>> {
    let regular = pack.entries.forum.iter().filter(|forum| !forum.per_case);
    regular
        .map(|forum| (forum.id.clone(), start + Duration::days(7)))
        .collect()
}

fn watched(pack: &Pack) -> BTreeSet<&'static str> {
    let entries = &pack.entries;
    let mut texts: Vec<&str> = Vec::new();
    for gate in &entries.gate {
        texts.extend(gate.when.as_deref());
        texts.push(&gate.require);
    }
    texts.extend(entries.item.iter().filter_map(|item| item.when.as_deref()));
    texts.extend(
        entries
            .notice
            .iter()
            .filter_map(|notice| notice.when.as_deref()),
    );
    texts.extend(
        entries
            .fact
            .iter()
            .filter_map(|fact| fact.default.as_deref()),
    );
    texts.extend(entries.pathway.iter().flat_map(Pathway::conditions));
    for order in entries.item.iter().flat_map(|item| &item.after) {
        texts.extend(order.when.as_deref());
        texts.push(&order.needs);
    }
    for deadline in &entries.deadline {
        texts.extend(deadline.when.as_deref());
        let moments = deadline
            .starts_from
            .all()
            .iter()
            .chain(deadline.met_by.all());
        texts.extend(moments.map(String::as_str));
    }
    let events = EVENTS.iter().map(|(event, _)| *event);
    events
        .filter(|event| texts.iter().any(|text| text.contains(event)))
        .collect()
}
