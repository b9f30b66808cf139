//! Meetings: when those of the procedure sit next.

use openapi::Meeting;

use super::directory::see;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{authorities, forums};
use crate::sittings;
use crate::view;

/// Every meeting of the caller's procedure, with its next sitting from now on.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role.
pub async fn list(app: &App, caller: &Practitioner) -> Result<Vec<Meeting>, ApiError> {
    let procedure = see(app, caller)?;
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let closures = authorities::list_closures(conn, authority).await?;
    let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
    let schedules = forums::list(conn, authority).await?;
    let next = sittings::next(&schedules, calendar.zone(), app.clock.now());
    let meetings = procedure.pack.entries.forum.iter().map(|forum| Meeting {
        forum: forum.id.clone(),
        name: forum.name.clone(),
        cadence: view::packs::cadence(forum),
        next_at: next.get(&forum.id).copied(),
    });
    Ok(meetings.collect())
}
