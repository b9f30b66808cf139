//! The tracking sheet: one row for each child's transfer, read from the record and the events.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{child_case, event, transfer};
use openapi::{Page, Reference, ReviewOutcome, TrackedAnswer, TrackingQuery, TrackingRow};
use policy::calendar::Calendar;
use policy::pack::Pack;
use policy::tracking;
use policy::transfer::{State, Transfer};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::pages::Wanted as Paged;
use super::transfers::teams_of;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::transfers::Wanted;
use crate::repository::{authorities, cases, events, teams, transfers};
use crate::view;

/// The events that say why a request was answered as it was.
const ANSWERS: [&str; 3] = ["accept", "decline", "ask_information"];

/// A page of the rows of the caller's teams, oldest first.
///
/// # Errors
///
/// [`ApiError::NotFound`] for a team that is not theirs; [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &TrackingQuery,
) -> Result<Page<TrackingRow>, ApiError> {
    let (conn, authority) = (app.db.read(), caller.authority_id());
    let page = Paged::new(query.limit, query.cursor.as_deref())?;
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let mine = teams_of(conn, caller, &procedure).await?;
    let of: Vec<Uuid> = mine
        .iter()
        .map(|team| team.id)
        .filter(|id| query.team.is_none_or(|team| team == *id))
        .collect();
    if of.is_empty() {
        return match query.team {
            Some(_) => Err(ApiError::NotFound("team")),
            None => Ok(Page {
                items: Vec::new(),
                next_cursor: None,
            }),
        };
    }
    let wanted = Wanted {
        transferring: of.clone(),
        receiving: of,
        ..Wanted::default()
    };
    let found = transfers::list(conn, authority, &wanted, page.after, page.rows()).await?;
    let (found, next_cursor) = page.cut(found, |row| row.id);
    Ok(Page {
        items: rows(conn, app, authority, &found).await?,
        next_cursor,
    })
}

async fn rows<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    authority: Uuid,
    found: &[transfer::Model],
) -> Result<Vec<TrackingRow>, ApiError> {
    let ids = found.iter().map(|row| row.case_id);
    let of: HashMap<_, _> = cases::find_many(conn, authority, ids)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let sides = found
        .iter()
        .flat_map(|row| [row.transferring_team_id, row.receiving_team_id]);
    let teams: HashMap<_, _> = teams::find_many(conn, authority, sides)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let answers =
        events::list_of_kinds(conn, authority, found.iter().map(|row| row.id), ANSWERS).await?;
    let closures = authorities::list_closures(conn, authority).await?;
    let mut shown = Vec::with_capacity(found.len());
    for row in found {
        let procedure = app
            .procedures
            .kept(conn, &row.pack_digest, app.clock.now())
            .await?;
        let sides = teams
            .get(&row.transferring_team_id)
            .zip(teams.get(&row.receiving_team_id));
        let (Some(case), Some((from, to))) = (of.get(&row.case_id), sides) else {
            continue;
        };
        let transfer =
            transfers::read(row, from, to).map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
        let calendar = app.procedures.calendar(&procedure.pack, &closures)?;
        let last = answers
            .iter()
            .rfind(|event| event.transfer_id == Some(row.id));
        shown.push(tracked(
            row,
            &transfer,
            case,
            &procedure.pack,
            &calendar,
            last,
        ));
    }
    Ok(shown)
}

fn tracked(
    row: &transfer::Model,
    transfer: &Transfer,
    case: &child_case::Model,
    pack: &Pack,
    calendar: &Calendar,
    last: Option<&event::Model>,
) -> TrackingRow {
    let record = &transfer.record;
    let pathway = pack.pathway(&transfer.pathway);
    let discussed_on = tracking::discussed_on(transfer);
    let answer = answer(transfer);
    TrackingRow {
        transfer: Reference {
            id: row.id,
            reference: row.reference.clone(),
        },
        state: view::kinds::state_name(transfer.state),
        direction: pathway.map_or(openapi::Direction::Across, |pathway| {
            view::kinds::direction(pathway.direction)
        }),
        requested_at: record.events.get("requested").copied(),
        case: Reference {
            id: case.id,
            reference: case.reference.clone(),
        },
        external_id: case.external_id.clone(),
        date_of_birth: case.date_of_birth,
        family_transfer: view::transfers::family_transfer(&row.record),
        times_discussed: u32::try_from(discussed_on.len()).unwrap_or(u32::MAX),
        discussed_on,
        reason: answer.and_then(|_| reason(pack, last?)),
        answer,
        reviewed_on: reviewed_on(transfer, calendar),
        outcome: outcome(pack, transfer),
    }
}

fn answer(transfer: &Transfer) -> Option<TrackedAnswer> {
    match transfer.state {
        State::InformationRequired => Some(TrackedAnswer::InformationRequired),
        State::Declined => Some(TrackedAnswer::Declined),
        _ if transfer.record.decision.is_some() => Some(TrackedAnswer::Accepted),
        _ => None,
    }
}

/// The coded reason by its label, and what was written beside it.
fn reason(pack: &Pack, event: &event::Model) -> Option<String> {
    let said = |member: &str| event.detail.get(member)?.as_str();
    let coded = said("reason").map(|code| {
        pack.reason(code)
            .map_or(code, |reason| reason.label.as_str())
    });
    let written = said("text")
        .or_else(|| said("question"))
        .or_else(|| said("note"));
    let parts: Vec<_> = coded.into_iter().chain(written).collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

fn reviewed_on(transfer: &Transfer, calendar: &Calendar) -> Vec<NaiveDate> {
    let reviews = transfer.record.reviews.iter();
    reviews
        .map(|review| match &review.meeting {
            Some((_, day)) => *day,
            None => calendar.local_date(review.at),
        })
        .collect()
}

fn outcome(pack: &Pack, transfer: &Transfer) -> Option<ReviewOutcome> {
    let said = tracking::outcome(pack, transfer)?;
    let known = tracking::outcomes(pack, &transfer.pathway);
    let label = known
        .iter()
        .find(|outcome| outcome.id == said)
        .map_or(said, |outcome| outcome.label.as_str());
    Some(ReviewOutcome {
        id: said.to_owned(),
        label: label.to_owned(),
        look_again: false,
    })
}
