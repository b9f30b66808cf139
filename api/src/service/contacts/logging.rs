//! Logging a call: the call, the event of its case, and word to whoever is on duty, in one transaction.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::notification::{self, NotificationKind};
use entity::{child_case, contact, team};
use openapi::NewContact;
use policy::call;
use policy::fact::Facts;
use policy::pack::Pack;
use policy::pack::format::Standing;
use policy::role::Scope;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::{LONGEST_TEXT, climbing, event, find_any, must_log, one};
use crate::app::App;
use crate::auth::Practitioner;
use crate::db::to_micros;
use crate::error::ApiError;
use crate::reference;
use crate::repository::{authorities, contacts, duty, events, holdings, notifications, teams};
use crate::service::asks::desk;
use crate::service::checks::Checks;
use crate::service::matters::causes::by_contact;
use crate::service::notifications::fresh;
use crate::service::once::Made;
use crate::service::owing::holders;
use crate::service::standing_in::{attending, day, with_copies};
use crate::view;

/// Longest word for the caller, in characters.
const LONGEST_CALLER: usize = 200;

/// Log a call. An urgent one is answered with what the procedure says to do now.
///
/// A call may be about any case of the authority: whoever takes it need not be involved in the case.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::Invalid`] naming the members.
pub async fn log(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewContact,
) -> Result<Made, ApiError> {
    must_log(app, caller)?;
    let now = app.clock.now();
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let (case, facts) = check(txn, caller, &procedure.pack, &new, now).await?;
    let team = team(txn, caller, new.team_id, case.as_ref(), now).await?;
    let row = contact::Model {
        facts: json!(facts),
        ..row(txn, caller, new, case.as_ref(), team.as_ref(), now).await?
    };
    contacts::insert(txn, row.clone()).await?;
    events::insert(
        txn,
        event(
            &row,
            "contact_logged",
            Some(caller.row.id),
            row.received_at,
            now,
        ),
    )
    .await?;
    by_contact(txn, app, &procedure, &row, case.as_ref(), team.as_ref()).await?;
    let row = match &team {
        Some(team) => told(txn, app, row, team, case.as_ref()).await?,
        None => row,
    };
    let advice = match row.urgent {
        true => view::asks::urgent(
            &procedure.pack,
            &desk(txn, app, caller, &procedure, now).await?,
        ),
        false => None,
    };
    let location = format!("/v1/contacts/{}", row.reference);
    Made::created(&one(txn, row, advice).await?, location)
}

/// The case that a call is about, and what is recorded of the call, where nothing is wrong.
async fn check(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    pack: &Pack,
    new: &NewContact,
    now: DateTime<Utc>,
) -> Result<(Option<child_case::Model>, Facts), ApiError> {
    let mut checks = Checks::default();
    checks.line("caller", &new.caller, LONGEST_CALLER);
    checks.text("concern", &new.concern, LONGEST_TEXT);
    if new.received_at.is_some_and(|at| at > now) {
        checks.wrong(
            "received_at",
            "this is in the future",
            "an instant not after now",
        );
    }
    let case = match &new.case {
        Some(case) => find_any(txn, caller.authority_id(), case).await?,
        None => None,
    };
    if new.case.is_some() && case.is_none() {
        checks.wrong(
            "case",
            "there is no such case",
            "reference or id of a case; left out where there is none",
        );
    }
    let facts = checks.facts("facts", pack, &new.facts.clone().unwrap_or_default());
    checks.done()?;
    Ok((case, facts))
}

/// The team that the call reached: the one named, else the one for which the caller is on duty, else their own, else the
/// one that holds the case.
async fn team(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    named: Option<Uuid>,
    case: Option<&child_case::Model>,
    now: DateTime<Utc>,
) -> Result<Option<team::Model>, ApiError> {
    let authority = caller.authority_id();
    if let Some(id) = named {
        let found = teams::find(txn, authority, id).await?;
        return found.map(Some).ok_or_else(|| {
            ApiError::invalid(
                "team_id",
                "there is no such team",
                "a team of your authority",
            )
        });
    }
    let shifts = duty::on_duty_in(txn, authority, None, now).await?;
    let on_duty = shifts
        .iter()
        .find(|shift| shift.practitioner_id == caller.row.id)
        .map(|shift| shift.team_id);
    let own = caller.actor.roles.iter().find_map(|held| match held.scope {
        Scope::Team(id) => Some(id),
        Scope::Service(_) | Scope::Authority => None,
    });
    let holder = match case {
        Some(case) => holdings::find_current(txn, authority, case.id)
            .await?
            .map(|holding| holding.team_id),
        None => None,
    };
    match on_duty.or(own).or(holder) {
        Some(id) => Ok(teams::find(txn, authority, id).await?),
        None => Ok(None),
    }
}

async fn row(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    new: NewContact,
    case: Option<&child_case::Model>,
    team: Option<&team::Model>,
    now: DateTime<Utc>,
) -> Result<contact::Model, ApiError> {
    let authority = caller.authority_id();
    let is_taken = async |reference: &str| {
        Ok(contacts::find_by_reference(txn, authority, reference)
            .await?
            .is_some())
    };
    Ok(contact::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        reference: reference::unused('K', is_taken).await?,
        case_id: case.map(|case| case.id),
        team_id: team.map(|team| team.id),
        received_at: to_micros(new.received_at.unwrap_or(now)),
        recorded_at: now,
        received_by: caller.row.id,
        caller: new.caller,
        concern: new.concern,
        urgent: new.urgent,
        referral: new.referral.unwrap_or_default(),
        facts: json!({}),
        responded_at: None,
        responded_by: None,
        response: None,
        ladder: None,
        rung: None,
        next_climb_at: None,
        acknowledged_at: None,
        acknowledged_by: None,
    })
}

/// Tell whoever is to know: an urgent call climbs until somebody acknowledges it, any other is a notice.
async fn told(
    txn: &DatabaseTransaction,
    app: &App,
    row: contact::Model,
    team: &team::Model,
    case: Option<&child_case::Model>,
) -> Result<contact::Model, ApiError> {
    let mut people = holder(txn, &row).await?;
    let row = match row.urgent {
        true => {
            let climbing = climbing::start(txn, app, row, team).await?;
            contacts::save(txn, climbing.clone()).await?;
            for step in contacts::list_steps(txn, climbing.authority_id, [climbing.id]).await? {
                let told: Vec<Uuid> = serde_json::from_value(step.people).unwrap_or_default();
                people.retain(|person| !told.contains(person));
            }
            climbing
        }
        false => {
            people.extend(desk_of(txn, app, &row, team).await?);
            row
        }
    };
    people.remove(&row.received_by);
    let rows: Vec<_> = people
        .into_iter()
        .map(|person| message(&row, team, case, person))
        .collect();
    if !rows.is_empty() {
        let day = day(txn, app, row.authority_id, row.recorded_at).await?;
        notifications::insert(txn, with_copies(txn, rows, day).await?).await?;
    }
    Ok(row)
}

/// Whoever holds the case that a call is about.
async fn holder(
    txn: &DatabaseTransaction,
    row: &contact::Model,
) -> Result<BTreeSet<Uuid>, ApiError> {
    let holding = match row.case_id {
        Some(case) => holdings::find_current(txn, row.authority_id, case).await?,
        None => None,
    };
    Ok(holding
        .and_then(|holding| holding.practitioner_id)
        .into_iter()
        .collect())
}

/// Whoever is on duty for the team, or where nobody is, its managers.
async fn desk_of(
    txn: &DatabaseTransaction,
    app: &App,
    row: &contact::Model,
    team: &team::Model,
) -> Result<BTreeSet<Uuid>, ApiError> {
    let authority = authorities::find(txn, row.authority_id)
        .await?
        .ok_or(ApiError::NotFound("authority"))?;
    let procedure = app.procedures.of_authority(&authority)?;
    let on_duty = attending(txn, app, row.authority_id, Some(team.id), row.recorded_at).await?;
    let mut people: BTreeSet<_> = on_duty.iter().map(|one| one.who).collect();
    for standing in [Standing::DutyOfficer, Standing::Manager] {
        if people.is_empty() || standing == Standing::DutyOfficer {
            people.extend(holders(txn, team, &call::roles(&procedure.pack, standing)).await?);
        }
    }
    Ok(people)
}

/// References only: what was said stays here.
fn message(
    row: &contact::Model,
    team: &team::Model,
    case: Option<&child_case::Model>,
    recipient: Uuid,
) -> notification::Model {
    let (reference, team) = (&row.reference, &team.name);
    let about = case
        .map(|case| format!(" about {}", case.reference))
        .unwrap_or_default();
    let message = match row.urgent {
        true => format!("{reference}: an urgent call{about} was logged for {team}."),
        false => format!("{reference}: a call{about} was logged for {team}."),
    };
    notification::Model {
        contact_id: Some(row.id),
        at_any_hour: row.urgent,
        dedupe_key: format!("{}:{recipient}", row.id),
        ..fresh(
            row.authority_id,
            recipient,
            NotificationKind::Notice,
            message,
            row.recorded_at,
        )
    }
}
