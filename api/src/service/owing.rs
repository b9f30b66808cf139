//! Owing: on whom something falls, first choice first. Whoever is told or reminded is found along these lines, and so is
//! whether it can be anybody at all whom the chat reaches.

use std::collections::BTreeSet;

use entity::team;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::ApiError;
use crate::repository::{holdings, practitioners};

/// Somebody on whom something may fall.
#[derive(Debug, Clone)]
pub(crate) enum Choice<'t> {
    /// One person.
    Person(Uuid),
    /// Whoever works the case, where this team holds it.
    Worker(Uuid, &'t team::Model),
    /// Whoever holds one of these roles over one of these teams.
    Holders(Vec<&'t team::Model>, Vec<String>),
}

/// Choices in their order: the first on which there is anybody counts.
pub(crate) type Line<'t> = Vec<Choice<'t>>;

/// Everybody on whom it falls, along each of the lines.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn whoever<C: ConnectionTrait>(
    conn: &C,
    lines: &[Line<'_>],
) -> Result<BTreeSet<Uuid>, ApiError> {
    let mut found = BTreeSet::new();
    for line in lines {
        for choice in line {
            let these = people(conn, choice).await?;
            if !these.is_empty() {
                found.extend(these);
                break;
            }
        }
    }
    Ok(found)
}

async fn people<C: ConnectionTrait>(conn: &C, choice: &Choice<'_>) -> Result<Vec<Uuid>, ApiError> {
    match choice {
        Choice::Person(person) => Ok(vec![*person]),
        Choice::Worker(case, team) => {
            let holding = holdings::find_current(conn, team.authority_id, *case).await?;
            let theirs = holding.filter(|holding| holding.team_id == team.id);
            Ok(theirs
                .and_then(|holding| holding.practitioner_id)
                .into_iter()
                .collect())
        }
        Choice::Holders(teams, roles) => {
            let mut found = Vec::new();
            for team in teams {
                found.extend(holders(conn, team, roles).await?);
            }
            Ok(found)
        }
    }
}

/// Whoever holds one of the roles over a team.
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn holders<C: ConnectionTrait>(
    conn: &C,
    team: &team::Model,
    roles: &[String],
) -> Result<Vec<Uuid>, ApiError> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let found = practitioners::list_holders(conn, team.authority_id, roles, team).await?;
    Ok(found.iter().map(|row| row.id).collect())
}
