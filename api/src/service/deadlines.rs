//! Deadlines: what is due across transfers, soonest first.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, SecondsFormat, Utc};
use entity::deadline;
use entity::deadline::DeadlineState as Row;
use openapi::{DeadlineEntry, DeadlineQuery, DeadlineState, Page};
use uuid::Uuid;

use super::names::Names;
use super::pages::{bad_cursor, cut, entries};
use super::transfers::{team_value, teams_of};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::deadlines::{Owner, Wanted};
use crate::repository::{deadlines, matters, transfers};
use crate::view;
use crate::view::deadlines::Of;

/// A page of the deadlines of transfers in which the caller's teams take part.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &DeadlineQuery,
) -> Result<Page<DeadlineEntry>, ApiError> {
    let (conn, authority, now) = (app.db.read(), caller.authority_id(), app.clock.now());
    let limit = entries(query.limit)?;
    let after = query.cursor.as_deref().map(position).transpose()?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let own = teams_of(conn, caller, &procedure).await?;
    let wanted = wanted(caller, &own, query, now);
    let mut rows = deadlines::list(conn, authority, &wanted, after, u64::from(limit) + 1).await?;
    let next_cursor = cut(&mut rows, limit, cursor);
    let ids = rows.iter().filter_map(|row| row.transfer_id);
    let moves: HashMap<_, _> = by_id(transfers::find_many(conn, authority, ids).await?, |row| {
        row.id
    });
    let ids = rows.iter().filter_map(|row| row.matter_id);
    let others: HashMap<_, _> = by_id(matters::find_many(conn, authority, ids).await?, |row| {
        row.id
    });
    let of = |row: &deadline::Model| match (row.transfer_id, row.matter_id) {
        (Some(id), _) => moves.get(&id).map(Of::Transfer),
        (None, id) => others.get(&id?).map(Of::Matter),
    };
    let rows: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row, of(row)?)))
        .collect();
    let teams = rows
        .iter()
        .map(|(row, of)| view::deadlines::owed_team(row, of));
    let names = Names::default().teams(conn, authority, teams).await?;
    let items = rows
        .iter()
        .map(|(row, of)| view::deadlines::entry(row, of, &names, now))
        .collect::<Result<_, _>>()?;
    Ok(Page { items, next_cursor })
}

fn by_id<T>(rows: Vec<T>, id: impl Fn(&T) -> Uuid) -> HashMap<Uuid, T> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

fn wanted(
    caller: &Practitioner,
    own: &[entity::team::Model],
    query: &DeadlineQuery,
    now: DateTime<Utc>,
) -> Wanted {
    let mut owed_by = Vec::new();
    if let Some(team) = query.team {
        owed_by.push(vec![Owner {
            teams: vec![team],
            roles: None,
        }]);
    }
    if query.mine == Some(true) {
        owed_by.push(owners(caller, own));
    }
    Wanted {
        states: query.state.map(row_state).into_iter().collect(),
        seen_by: own.iter().map(|team| team.id).collect(),
        owed_by,
        overdue: query.overdue.map(|overdue| (overdue, now)),
    }
}

/// The caller's teams by the roles that the caller holds over them.
fn owners(caller: &Practitioner, own: &[entity::team::Model]) -> Vec<Owner> {
    let mut teams: BTreeMap<Vec<String>, Vec<Uuid>> = BTreeMap::new();
    for team in own {
        let roles = caller
            .actor
            .roles_over(&team_value(team))
            .map(str::to_owned)
            .collect();
        teams.entry(roles).or_default().push(team.id);
    }
    teams
        .into_iter()
        .map(|(roles, teams)| Owner {
            teams,
            roles: Some(roles),
        })
        .collect()
}

fn row_state(state: DeadlineState) -> Row {
    match state {
        DeadlineState::Running => Row::Open,
        DeadlineState::Met => Row::Met,
        DeadlineState::Breached => Row::Breached,
        DeadlineState::Lapsed => Row::Lapsed,
        DeadlineState::Cancelled => Row::Cancelled,
    }
}

/// A list by time goes on after a time and, among those due at it, an id.
fn cursor(row: &deadline::Model) -> String {
    format!(
        "{}_{}",
        row.due_at.to_rfc3339_opts(SecondsFormat::Micros, true),
        row.id
    )
}

fn position(cursor: &str) -> Result<(DateTime<Utc>, Uuid), ApiError> {
    let (due_at, id) = cursor.split_once('_').ok_or_else(bad_cursor)?;
    Ok((
        due_at.parse().map_err(|_| bad_cursor())?,
        id.parse().map_err(|_| bad_cursor())?,
    ))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_deadline() {
        let (due_at, id) = (
            "2026-12-31T23:59:59.999999Z"
                .parse::<DateTime<Utc>>()
                .unwrap(),
            Uuid::now_v7(),
        );
        assert_eq!(
            position(&format!("2026-12-31T23:59:59.999999Z_{id}")).unwrap(),
            (due_at, id)
        );
    }

    #[test]
    fn a_cursor_that_no_page_gave_is_refused() {
        for cursor in [
            "",
            "_",
            "2026-12-31T23:59:59Z",
            "2026-12-31_7",
            "x_0199f000-0000-7000-8000-000000000091",
        ] {
            assert!(position(cursor).is_err(), "{cursor}");
        }
    }
}
