//! A request: circumstances that are supposed, read and checked before anything is said of them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use crate::fact::{self, FactProblem, Facts};
use crate::pack::Pack;
use crate::place::Place;
use crate::transfer::EVENTS;

/// What is supposed.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The pathway meant; without one only what belongs to every pathway is shown, and which is recommended.
    pub pathway: Option<String>,
    /// What is known.
    pub facts: Facts,
    /// What is known of the other children of the family.
    pub siblings: Vec<Facts>,
    /// The matter meant, where it is one of its own and no move.
    pub matter: Option<String>,
    /// The calls about the child, earliest first, as conditions see them.
    pub contacts: Vec<Facts>,
    /// What was decided in the matter; empty before.
    pub decision: String,
    /// What has happened and when: events, and items done as `item:ID`.
    pub events: Vec<(String, DateTime<Utc>)>,
    /// The instant of asking, UTC.
    pub at: DateTime<Utc>,
    /// The planned day of landing.
    pub planned_on: Option<NaiveDate>,
    /// When facts were put on record, UTC, where that matters; otherwise they are known from `at` on.
    pub recorded: BTreeMap<String, DateTime<Utc>>,
}

impl Request {
    /// Where the entries that matter are looked for.
    pub fn place(&self) -> Place<'_> {
        match &self.matter {
            Some(matter) => Place::Matter(matter),
            None => Place::from(self.pathway.as_deref()),
        }
    }
}

/// Why circumstances cannot be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// No such pathway.
    #[error("the procedure knows no pathway `{0}`")]
    Pathway(String),
    /// No such matter.
    #[error("the procedure knows no matter `{0}`")]
    Matter(String),
    /// No such event or item.
    #[error("the procedure knows no event `{0}`")]
    Event(String),
    /// A fact that cannot be taken.
    #[error(transparent)]
    Fact(#[from] FactProblem),
}

/// Check what was sent and bring facts to the form in which they are kept.
///
/// # Errors
///
/// [`Problem`], for the first field that is wrong.
pub fn checked(pack: &Pack, mut request: Request) -> Result<Request, Problem> {
    if let Some(id) = &request.pathway
        && pack.pathway(id).is_none()
    {
        return Err(Problem::Pathway(id.clone()));
    }
    if let Some(id) = &request.matter
        && pack.matter(id).is_none()
    {
        return Err(Problem::Matter(id.clone()));
    }
    for (event, _) in &request.events {
        let known = match event.strip_prefix("item:") {
            Some(item) => pack.item(item).is_some(),
            None => EVENTS.iter().any(|(name, _)| name == event),
        };
        if !known {
            return Err(Problem::Event(event.clone()));
        }
    }
    if let Some(id) = request.recorded.keys().find(|id| pack.fact(id).is_none()) {
        return Err(Problem::Fact(FactProblem::Unknown { id: id.clone() }));
    }
    request.facts = read_facts(pack, &request.facts)?;
    request.siblings = request
        .siblings
        .iter()
        .map(|facts| read_facts(pack, facts))
        .collect::<Result<_, _>>()?;
    Ok(request)
}

fn read_facts(pack: &Pack, facts: &Facts) -> Result<Facts, FactProblem> {
    facts
        .iter()
        .map(|(id, value)| {
            let declared = pack
                .fact(id)
                .ok_or_else(|| FactProblem::Unknown { id: id.clone() })?;
            Ok((id.clone(), fact::read(declared, value)?))
        })
        .collect()
}
