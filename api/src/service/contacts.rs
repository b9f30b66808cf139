//! Contacts: calls about a child, logged in one step and answered.

mod climbing;
mod logging;

use std::collections::HashMap;

use entity::{contact, contact_step};
use openapi::{AnswerEntry, Contact, ContactQuery, Page, RespondToContact};
use policy::fact::utc;
use policy::role::Permission;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use uuid::Uuid;

use super::cases::{find_any, may_see};
use super::checks::Checks;
use super::matters::ending::by_answer;
use super::names::Names;
use super::once::Made;
use super::pages::Wanted;
use super::transfers::teams_of;
use crate::app::App;
use crate::auth::Practitioner;
use crate::db::to_micros;
use crate::error::ApiError;
use crate::reference;
use crate::repository::{cases, contacts, events, matters};
use crate::view;

pub use climbing::{acknowledge, look};
pub use logging::log;

/// Longest narrative, in characters.
const LONGEST_TEXT: usize = 4000;

/// A page of the calls that the caller's teams have to do with.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::Invalid`] naming the parameter, [`ApiError::NotFound`]
/// for a case that is not theirs to see.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &ContactQuery,
) -> Result<Page<Contact>, ApiError> {
    must_log(app, caller)?;
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let case = match &query.case {
        Some(case) => Some(super::cases::find(conn, app, caller, case).await?.id),
        None => None,
    };
    let wanted = contacts::Wanted {
        teams: teams_of(conn, caller, &procedure)
            .await?
            .iter()
            .map(|team| team.id)
            .collect(),
        received_by: caller.row.id,
        team: query.team,
        case,
        urgent: query.urgent,
        waiting: query.waiting,
    };
    let rows = contacts::list(conn, authority, &wanted, page.after, page.rows()).await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    Ok(Page {
        items: shown(conn, authority, &rows, None).await?,
        next_cursor,
    })
}

/// Whoever may log a call may see those of their teams.
fn must_log(app: &App, caller: &Practitioner) -> Result<(), ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    caller.must(
        &Permission::LogContact,
        &procedure,
        "calls are logged by those who have a role: ask an administrator for one",
    )
}

/// Record that a call was answered. The first response stands.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Invalid`] naming the members, [`ApiError::Exists`] where it was answered already.
pub async fn respond(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
    said: RespondToContact,
) -> Result<Made, ApiError> {
    must_log(app, caller)?;
    let row = find(txn, app, caller, id).await?;
    let now = app.clock.now();
    let responded_at = to_micros(said.responded_at.unwrap_or(now));
    let response = said.response.filter(|text| !text.trim().is_empty());
    let mut checks = Checks::default();
    if let Some(response) = &response {
        checks.text("response", response, LONGEST_TEXT);
    }
    if responded_at > now || responded_at < row.received_at {
        checks.wrong(
            "responded_at",
            "this is before the call or in the future",
            format!("from {} to now", utc(row.received_at)),
        );
    }
    checks.done()?;
    if !contacts::respond(
        txn,
        row.authority_id,
        row.id,
        response.as_deref(),
        (caller.row.id, responded_at),
    )
    .await?
    {
        return Err(ApiError::Exists(format!(
            "{} was answered already",
            row.reference
        )));
    }
    events::insert(
        txn,
        event(
            &row,
            "contact_answered",
            Some(caller.row.id),
            responded_at,
            now,
        ),
    )
    .await?;
    let answered = contact::Model {
        response,
        responded_at: Some(responded_at),
        responded_by: Some(caller.row.id),
        ..row
    };
    // Whoever answers has it, and it climbs no further.
    let answered = match answered.acknowledged_at {
        None if answered.urgent => {
            let taken = climbing::taken(txn, answered, caller.row.id, now).await?;
            contacts::save(txn, taken.clone()).await?;
            taken
        }
        _ => answered,
    };
    by_answer(txn, app, &answered, caller.row.id, responded_at).await?;
    Made::changed(&one(txn, answered, None).await?)
}

async fn find(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<contact::Model, ApiError> {
    let authority = caller.authority_id();
    let found = match (id.parse::<Uuid>(), reference::read(id)) {
        (Ok(id), _) => contacts::find(txn, authority, id).await?,
        (_, Some(reference)) => contacts::find_by_reference(txn, authority, &reference).await?,
        (_, None) => None,
    };
    let row = found.ok_or(ApiError::NotFound("contact"))?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let own = teams_of(txn, caller, &procedure).await?;
    let reached_them =
        row.received_by == caller.row.id || own.iter().any(|team| Some(team.id) == row.team_id);
    let is_theirs = match row.case_id {
        _ if reached_them => true,
        Some(case) => may_see(txn, app, caller, case).await?,
        None => false,
    };
    if is_theirs {
        Ok(row)
    } else {
        Err(ApiError::NotFound("contact"))
    }
}

/// The event of a call about a case, without what was said; none where there is no case.
fn event(
    row: &contact::Model,
    kind: &str,
    by: Option<Uuid>,
    occurred_at: chrono::DateTime<chrono::Utc>,
    recorded_at: chrono::DateTime<chrono::Utc>,
) -> Option<entity::event::Model> {
    Some(entity::event::Model {
        id: Uuid::now_v7(),
        authority_id: row.authority_id,
        case_id: Some(row.case_id?),
        transfer_id: None,
        matter_id: None,
        kind: kind.into(),
        practitioner_id: by,
        side: None,
        occurred_at,
        recorded_at,
        from_state: None,
        to_state: None,
        rules: json!([]),
        pack: None,
        pack_version: None,
        detail: json!({ "contact": row.id, "reference": row.reference, "urgent": row.urgent, "team": row.team_id }),
    })
}

async fn one<C: ConnectionTrait>(
    conn: &C,
    row: contact::Model,
    advice: Option<AnswerEntry>,
) -> Result<Contact, ApiError> {
    let shown = shown(conn, row.authority_id, std::slice::from_ref(&row), advice).await?;
    shown
        .into_iter()
        .next()
        .ok_or(ApiError::NotFound("contact"))
}

async fn shown<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    rows: &[contact::Model],
    advice: Option<AnswerEntry>,
) -> Result<Vec<Contact>, ApiError> {
    let found =
        cases::find_many(conn, authority, rows.iter().filter_map(|row| row.case_id)).await?;
    let about: HashMap<_, _> = found
        .iter()
        .map(|case| (case.id, view::cases::reference(case)))
        .collect();
    let steps = contacts::list_steps(conn, authority, rows.iter().map(|row| row.id)).await?;
    let names = Names::default()
        .teams(conn, authority, rows.iter().filter_map(|row| row.team_id))
        .await?
        .people(
            conn,
            authority,
            rows.iter()
                .flat_map(|row| [Some(row.received_by), row.responded_by, row.acknowledged_by])
                .flatten()
                .chain(steps.iter().flat_map(told)),
        )
        .await?;
    let case = |row: &contact::Model| row.case_id.and_then(|id| about.get(&id).cloned());
    let opened = matters::list_of_contacts(conn, authority, rows.iter().map(|row| row.id)).await?;
    let opened_by = |row: &contact::Model| {
        let these = opened
            .iter()
            .filter(|matter| matter.contact_id == Some(row.id));
        these.map(view::matters::reference).collect()
    };
    rows.iter()
        .map(|row| {
            let of_row: Vec<_> = steps
                .iter()
                .filter(|step| step.contact_id == row.id)
                .collect();
            let ladder = climbing::ladder_of(row);
            let call = view::contacts::call(row, ladder.as_ref(), &of_row, &names)?;
            let shown =
                view::contacts::contact(row, case(row), opened_by(row), &names, advice.clone())?;
            Ok(Contact { call, ..shown })
        })
        .collect()
}

/// Everybody whom a step names.
fn told(step: &contact_step::Model) -> Vec<Uuid> {
    let told: Vec<Uuid> = serde_json::from_value(step.people.clone()).unwrap_or_default();
    told.into_iter().chain(step.practitioner_id).collect()
}
