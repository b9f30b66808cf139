//! A pack: an authority's transfer procedure, read, checked and compiled.

pub mod builtin;
mod check;
pub mod diff;
pub mod finding;
pub mod format;
pub mod learn;
pub mod read;
mod reasons;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::expression::{Circumstances, Expressions, Knowledge};
use crate::place::Place;
use format::{Header, PackFile, RuleIds};

/// A pack, ready to decide from.
#[derive(Debug)]
pub struct Pack {
    /// What the pack is.
    pub header: Header,
    /// Every entry of every file.
    pub entries: PackFile,
    /// Every condition, compiled.
    pub expressions: Expressions,
    /// The ids of all items, for conditions.
    pub item_ids: Vec<String>,
}

macro_rules! find {
    ($(#[$doc:meta])* $name:ident, $kind:ident) => {
        $(#[$doc])*
        pub fn $name(&self, id: &str) -> Option<&format::$kind> {
            self.entries.$name.iter().find(|entry| entry.id == id)
        }
    };
}

impl Pack {
    find!(/** A rule of the register. */ rule, Rule);
    find!(/** A service. */ service, Service);
    find!(/** A role. */ role, Role);
    find!(/** A fact. */ fact, Fact);
    find!(/** A pathway. */ pathway, Pathway);
    find!(/** A matter of its own. */ matter, Matter);
    find!(/** A rota of services. */ rota, Rota);
    find!(/** A gate. */ gate, Gate);
    find!(/** An item. */ item, Item);
    find!(/** A deadline. */ deadline, Deadline);
    find!(/** A forum. */ forum, Forum);
    find!(/** A ladder. */ ladder, Ladder);
    find!(/** A coded reason. */ reason, Reason);
    find!(/** Where a matter goes. */ route, Route);
    find!(/** A nudge plan. */ nudge_plan, NudgePlan);
    find!(/** A guidance entry. */ guidance, Guidance);
    find!(/** A contact point. */ contact_point, ContactPoint);
    find!(/** A task list. */ task_list, TaskList);
    find!(/** A responsibility. */ responsibility, Responsibility);

    /// What is known in these circumstances, ready to be asked.
    pub fn knowledge(
        &self,
        circumstances: &Circumstances,
        calendar: &Arc<Calendar>,
    ) -> Knowledge<'_> {
        let defaults: BTreeMap<_, _> = self
            .entries
            .fact
            .iter()
            .filter_map(|fact| Some((fact.id.as_str(), fact.default.as_deref()?)))
            .collect();
        let facts = self.entries.fact.iter().map(|fact| fact.id.as_str());
        Knowledge::new(&self.expressions, facts, defaults, circumstances, calendar)
    }

    /// The rule's place in the source, such as `Timeliness`; empty for an unknown id.
    pub fn clause(&self, rule: &str) -> &str {
        self.rule(rule).map_or("", |rule| rule.clause.as_str())
    }

    /// The facts that a pathway's conditions and deadlines speak of, defaults included.
    pub fn facts_of(&self, pathway: &str) -> BTreeSet<&str> {
        self.facts_in_place(Place::Pathway(pathway))
    }

    /// The facts that the conditions and deadlines of a place speak of, defaults included.
    pub fn facts_in_place(&self, place: Place<'_>) -> BTreeSet<&str> {
        let mut texts: Vec<&str> = Vec::new();
        let mut starts: Vec<&str> = Vec::new();
        for gate in self.entries.gate.iter().filter(|gate| place.has(*gate)) {
            texts.extend(
                gate.when
                    .as_deref()
                    .into_iter()
                    .chain([gate.require.as_str()]),
            );
        }
        for item in self.entries.item.iter().filter(|item| place.has(*item)) {
            texts.extend(item.when.as_deref());
            texts.extend(item.after.iter().filter_map(|order| order.when.as_deref()));
            starts.extend(item.after.iter().map(|order| order.needs.as_str()));
        }
        for deadline in self
            .entries
            .deadline
            .iter()
            .filter(|deadline| place.has(*deadline))
        {
            texts.extend(deadline.when.as_deref());
            starts.extend(
                deadline
                    .starts_from
                    .all()
                    .iter()
                    .chain(deadline.met_by.all())
                    .map(String::as_str),
            );
        }
        match place {
            Place::Pathway(id) => {
                texts.extend(self.pathway(id).into_iter().flat_map(|it| it.conditions()));
            }
            Place::Matter(id) => {
                texts.extend(self.matter(id).and_then(|it| it.opens_when.as_deref()))
            }
            Place::Anywhere => {}
        }
        let mut found: BTreeSet<&str> = starts
            .iter()
            .filter_map(|name| name.strip_prefix("fact:"))
            .collect();
        loop {
            let defaults = self
                .entries
                .fact
                .iter()
                .filter(|fact| found.contains(fact.id.as_str()));
            texts.extend(defaults.filter_map(|fact| fact.default.as_deref()));
            let before = found.len();
            found.extend(texts.drain(..).flat_map(|text| self.facts_in(text)));
            if found.len() == before {
                return found;
            }
        }
    }

    fn facts_in(&self, text: &str) -> Vec<&str> {
        let names = self.expressions.get(text).map(|program| {
            program
                .references()
                .variables()
                .into_iter()
                .map(str::to_owned)
                .collect()
        });
        let names: Vec<String> = names.unwrap_or_default();
        self.entries
            .fact
            .iter()
            .map(|fact| fact.id.as_str())
            .filter(|id| names.iter().any(|name| name == id))
            .collect()
    }

    /// The name of a service, or its id where the pack declares none.
    pub fn service_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.service(id).map_or(id, |service| service.name.as_str())
    }

    /// The label of a role, or its id where the pack declares none.
    pub fn role_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.role(id).map_or(id, |role| role.name.as_str())
    }

    /// The roles that decide for a team, or above teams.
    pub fn managers(&self) -> Vec<String> {
        use format::Standing::{Manager, SeniorManager};
        let roles = self.entries.role.iter();
        roles
            .filter(|role| matches!(role.standing, Manager | SeniorManager))
            .map(|role| role.id.clone())
            .collect()
    }

    /// The name of a role or of a service, or its id where the pack declares neither.
    pub fn party_name<'a>(&'a self, id: &'a str) -> &'a str {
        match self.role(id) {
            Some(role) => &role.name,
            None => self.service_name(id),
        }
    }

    /// Whether an item stops its action: as it says, or else as its first rule's strength says.
    pub fn is_blocking(&self, item: &format::Item) -> bool {
        item.blocking.unwrap_or_else(|| self.binds(&item.rule))
    }

    fn binds(&self, rules: &RuleIds) -> bool {
        self.rule(rules.first()).is_some_and(|rule| {
            matches!(
                rule.strength,
                format::Strength::Must | format::Strength::FirmShould
            )
        })
    }
}
