//! Suggestions: what somebody may mean who has begun to type, of what they may see.

use openapi::{Suggested, Suggestion, SuggestionQuery};
use uuid::Uuid;

use super::checks::Checks;
use super::directory::see;
use super::transfers::teams_of;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{cases, matters, practitioners, teams, transfers};
use crate::view::kinds::row_state_name;

/// Most suggestions.
const MOST: u32 = 25;
/// Longest text that is searched for, and longest label, in characters.
const LONGEST: usize = 100;
/// So many teams and people of an authority are looked through.
const LOOKED_THROUGH: u64 = 2000;

/// What may be meant, likeliest first.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::Invalid`] naming the parameter.
pub async fn suggest(
    app: &App,
    caller: &Practitioner,
    query: &SuggestionQuery,
) -> Result<Vec<Suggestion>, ApiError> {
    let procedure = see(app, caller)?;
    let typed = query.q.as_deref().unwrap_or("").trim().to_lowercase();
    let limit = query.limit.unwrap_or(MOST);
    let what = check(query.what, &typed, limit)?;
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let own = teams_of(conn, caller, &procedure).await?;
    let ids: Vec<Uuid> = own.iter().map(|team| team.id).collect();
    let prefix = typed.to_uppercase();
    let all = match what {
        Suggested::Transfer => {
            let rows = transfers::suggest(conn, authority, &ids, &prefix, limit.into()).await?;
            let all = teams::list(conn, authority, None, None, LOOKED_THROUGH).await?;
            let name = |id| {
                let team = all.iter().find(|team| team.id == id);
                team.map_or("", |team| team.name.as_str())
            };
            rows.iter()
                .map(|row| {
                    let state = row_state_name(row.state);
                    let (from, to) = (name(row.transferring_team_id), name(row.receiving_team_id));
                    let label = format!("{}, {}: {from} to {to}", row.reference, plain(state));
                    suggestion(&row.reference, label)
                })
                .collect()
        }
        Suggested::Matter => {
            let concerning = (ids.as_slice(), caller.row.id);
            let rows = matters::suggest(conn, authority, concerning, &prefix, limit.into()).await?;
            rows.iter()
                .map(|row| {
                    let kind = procedure.pack.matter(&row.kind);
                    let kind = kind.map_or(row.kind.as_str(), |kind| kind.name.as_str());
                    suggestion(&row.reference, format!("{}: {kind}", row.reference))
                })
                .collect()
        }
        Suggested::Case => {
            let rows = cases::suggest(conn, authority, &ids, &prefix, limit.into()).await?;
            rows.iter()
                .map(|row| suggestion(&row.reference, row.reference.clone()))
                .collect()
        }
        Suggested::Team => {
            let rows = teams::list(conn, authority, None, None, LOOKED_THROUGH).await?;
            let all = rows
                .iter()
                .map(|row| suggestion(&row.id.to_string(), row.name.clone()));
            fitting(all, &typed)
        }
        Suggested::Practitioner => {
            let rows = practitioners::list(conn, authority, None, LOOKED_THROUGH).await?;
            let all = rows
                .iter()
                .filter(|row| row.suspended_at.is_none())
                .map(|row| {
                    suggestion(
                        &row.id.to_string(),
                        format!("{} ({})", row.name, row.reference),
                    )
                });
            fitting(all, &typed)
        }
        Suggested::Pathway => {
            let pathways = procedure.pack.entries.pathway.iter();
            fitting(
                pathways.map(|row| suggestion(&row.id, row.name.clone())),
                &typed,
            )
        }
    };
    Ok(all.into_iter().take(limit as usize).collect())
}

fn check(what: Option<Suggested>, typed: &str, limit: u32) -> Result<Suggested, ApiError> {
    let mut checks = Checks::default();
    if what.is_none() {
        let expected = "what kind of thing is meant, such as `transfer`";
        checks.wrong("what", "this is missing", expected);
    }
    if !typed.is_empty() {
        checks.line("q", typed, LONGEST);
    }
    if !(1..=MOST).contains(&limit) {
        checks.wrong("limit", "this is out of range", format!("1 to {MOST}"));
    }
    checks.done()?;
    Ok(what.unwrap_or(Suggested::Transfer))
}

fn plain(state: openapi::TransferState) -> String {
    let name = serde_json::to_value(state).ok();
    let name = name
        .as_ref()
        .and_then(|name| name.as_str())
        .unwrap_or_default();
    name.replace('_', " ")
}

fn suggestion(value: &str, label: String) -> Suggestion {
    Suggestion {
        value: value.to_owned(),
        label: label.chars().take(LONGEST).collect(),
    }
}

/// Those that contain what was typed; those that begin with it first.
fn fitting(all: impl Iterator<Item = Suggestion>, typed: &str) -> Vec<Suggestion> {
    let mut found: Vec<_> = all
        .filter(|one| one.label.to_lowercase().contains(typed))
        .collect();
    found.sort_by_key(|one| {
        let label = one.label.to_lowercase();
        (!label.starts_with(typed), label)
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_what_was_typed_comes_first() {
        let all = ["Assessment East", "East Help", "North"];
        let all = all.iter().map(|label| suggestion("x", (*label).to_owned()));
        let labels: Vec<_> = fitting(all, "east")
            .into_iter()
            .map(|one| one.label)
            .collect();
        assert_eq!(labels, ["East Help", "Assessment East"]);
    }
}
