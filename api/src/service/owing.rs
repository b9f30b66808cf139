//! Owing: who there is on whom something falls, along the lines that the policy draws.

use std::collections::BTreeSet;

use entity::team;
use policy::owners;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::error::ApiError;
use crate::repository::{holdings, practitioners};

/// Somebody on whom something may fall.
pub(crate) type Choice<'t> = owners::Choice<&'t team::Model>;

/// Choices in their order: the first on which there is anybody counts.
pub(crate) type Line<'t> = owners::Line<&'t team::Model>;

/// Everybody on whom it falls, along each of the lines.
///
/// * `case` – what it is about, where that is a case
///
/// # Errors
///
/// Whatever the database says.
pub(crate) async fn whoever<C: ConnectionTrait>(
    conn: &C,
    case: Option<Uuid>,
    lines: &[Line<'_>],
) -> Result<BTreeSet<Uuid>, ApiError> {
    let mut found = BTreeSet::new();
    for line in lines {
        for choice in line {
            let these = people(conn, case, choice).await?;
            if !these.is_empty() {
                found.extend(these);
                break;
            }
        }
    }
    Ok(found)
}

async fn people<C: ConnectionTrait>(
    conn: &C,
    case: Option<Uuid>,
    choice: &Choice<'_>,
) -> Result<Vec<Uuid>, ApiError> {
    match choice {
        Choice::Person(person) => Ok(vec![*person]),
        Choice::Worker(team) => {
            let Some(case) = case else {
                return Ok(Vec::new());
            };
            let holding = holdings::find_current(conn, team.authority_id, case).await?;
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
