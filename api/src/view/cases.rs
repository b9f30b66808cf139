//! Cases as the contract shows them.

use std::collections::HashMap;

use entity::{case_fact, child_case, family, holding};
use openapi::{Case, Holder, Holding, Reference};
use uuid::Uuid;

use crate::error::ApiError;
use crate::service::names::Names;

/// What belongs to the cases that are shown.
#[derive(Debug, Default)]
pub struct Around {
    /// Present holdings, by case.
    pub holders: HashMap<Uuid, holding::Model>,
    /// What is known, of any of the cases.
    pub facts: Vec<case_fact::Model>,
    /// Families, by id.
    pub families: HashMap<Uuid, family::Model>,
    /// Every case of those families.
    pub children: Vec<child_case::Model>,
    /// Teams and people.
    pub names: Names,
}

/// A case.
///
/// # Errors
///
/// Where `around` lacks the holder's team or practitioner.
pub fn case(row: &child_case::Model, around: &Around) -> Result<Case, ApiError> {
    let holder = around
        .holders
        .get(&row.id)
        .map(|holding| holder(holding, &around.names))
        .transpose()?;
    let family = row.family_id.and_then(|id| around.families.get(&id));
    let facts = around.facts.iter().filter(|fact| fact.case_id == row.id);
    Ok(Case {
        id: row.id,
        reference: row.reference.clone(),
        external_id: row.external_id.clone(),
        initials: row.initials.clone(),
        date_of_birth: row.date_of_birth,
        family: family.map(|family| Reference {
            id: family.id,
            reference: family.reference.clone(),
        }),
        siblings: siblings(row, around),
        holder,
        facts: facts
            .map(|fact| (fact.fact.clone(), fact.value.clone()))
            .collect(),
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        version: row.version,
    })
}

fn siblings(row: &child_case::Model, around: &Around) -> Vec<Reference> {
    let others = around
        .children
        .iter()
        .filter(|other| other.family_id == row.family_id && other.id != row.id);
    others
        .filter(|_| row.family_id.is_some())
        .map(reference)
        .collect()
}

/// A case by its reference.
pub fn reference(row: &child_case::Model) -> Reference {
    Reference {
        id: row.id,
        reference: row.reference.clone(),
    }
}

fn holder(row: &holding::Model, names: &Names) -> Result<Holder, ApiError> {
    Ok(Holder {
        team: names.team(row.team_id)?,
        practitioner: row.practitioner_id.map(|id| names.person(id)).transpose()?,
        since: row.starts_at,
    })
}

/// A span in which a team held a case.
///
/// # Errors
///
/// Where `names` lacks someone or something that it names.
pub fn holding(row: &holding::Model, names: &Names) -> Result<Holding, ApiError> {
    Ok(Holding {
        id: row.id,
        team: names.team(row.team_id)?,
        practitioner: row.practitioner_id.map(|id| names.person(id)).transpose()?,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        transfer: row.transfer_id.map(|id| names.transfer(id)).transpose()?,
    })
}
