//! Doing: what a message reminds of is done, or given to a colleague, without leaving the message.

use std::collections::BTreeSet;

use entity::notification::{self, NotificationKind};
use entity::{deadline, event};
use openapi::HandOver;
use policy::action::Action;
use policy::handing::{Handing, Unfit, may_take};
use policy::transfer::Team;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::{item_of, one};
use crate::app::App;
use crate::auth::{Practitioner, actor};
use crate::error::ApiError;
use crate::repository::{deadlines, events, notifications, practitioners};
use crate::service::once::Made;
use crate::service::transfers::recording::{blank, insert, message};
use crate::service::transfers::{self, Asked, Cause, Loaded, sides, team_on, team_value};
use crate::view::notifications::is_owed;

/// Say that what a message reminds of is done: its item is ticked through the one door, with everything that stands before it.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Invalid`] where nothing that can be ticked meets it, and whatever the door says.
pub async fn done(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<Made, ApiError> {
    let (row, deadline, loaded) = owed(txn, app, caller, id).await?;
    let item = item_of(txn, app, &loaded.row, &deadline.key).await?;
    let Some(item) = item else {
        return Err(ApiError::invalid(
            "id",
            "this is met by an action on the transfer, not by saying that it is done",
            "one of the transfer's next steps",
        ));
    };
    let asked = Asked {
        detail: json!({ "item": item }),
        action: Action::Tick { item },
        occurred_at: None,
        note: None,
    };
    let transfer = loaded.row.id.to_string();
    transfers::apply(txn, app, caller, &transfer, None, asked).await?;
    settle(txn, app, row).await
}

/// Give what a message reminds of to a colleague of the team that owes it. Both are told; the colleague is reminded from now
/// on.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Forbidden`] where it is not theirs to give, [`ApiError::Invalid`] where the colleague
/// cannot take it.
pub async fn hand_over(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
    asked: HandOver,
) -> Result<Made, ApiError> {
    let (row, deadline, loaded) = owed(txn, app, caller, id).await?;
    let to = practitioners::find(txn, caller.authority_id(), asked.to)
        .await?
        .filter(|person| person.suspended_at.is_none())
        .ok_or_else(|| unfit("there is no such practitioner, or they are suspended"))?;
    let roles = practitioners::list_roles(txn, to.authority_id, to.id).await?;
    let teams: Vec<Team> = sides(deadline.owed_side)
        .iter()
        .map(|side| team_value(team_on(&loaded, *side)))
        .chain(loaded.others.iter().map(team_value))
        .collect();
    let what = Handing {
        teams: &teams,
        role: deadline.role.as_deref(),
        is_theirs: row.recipient_id == caller.row.id,
    };
    let pack = &loaded.procedure.pack;
    match may_take(pack, what, &caller.actor, &actor(&to, &roles)) {
        Ok(()) => {}
        Err(wrong @ Unfit::NotTheirs) => return Err(ApiError::Forbidden(wrong.to_string())),
        Err(wrong) => return Err(unfit(&wrong.to_string())),
    }
    record(txn, app, caller, (&loaded, &deadline), &to).await?;
    settle(txn, app, row).await
}

fn unfit(message: &str) -> ApiError {
    ApiError::invalid(
        "to",
        message,
        "a colleague of the team that owes it, in the role that it is owed in",
    )
}

async fn record(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    (loaded, deadline): (&Loaded, &deadline::Model),
    to: &entity::practitioner::Model,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let handed = deadline::Model {
        handed_to: Some(to.id),
        ..deadline.clone()
    };
    deadlines::save(txn, handed).await?;
    let cause = Cause {
        practitioner: Some(caller.row.id),
        detail: json!({ "deadline": deadline.key, "label": deadline.label, "to": to.id }),
    };
    let event = event::Model {
        kind: "deadline_handed_over".into(),
        rules: json!([deadline.rule]),
        ..blank(loaded, cause, now, now)
    };
    let key = event.id;
    events::insert(txn, [event]).await?;
    let (reference, label) = (&loaded.transfer.reference, &deadline.label);
    let by = &caller.row.name;
    let text = format!(
        "{reference}: {label}. {by} has handed this over to {}.",
        to.name
    );
    let people = BTreeSet::from([caller.row.id, to.id]);
    let rows = people.into_iter().map(|person| {
        let kind = NotificationKind::Notice;
        let key = format!("{key}:{person}");
        message(
            loaded,
            kind,
            Some(deadline.id),
            person,
            text.clone(),
            key,
            now,
        )
    });
    insert(txn, loaded, rows.collect(), now).await
}

/// A message that the caller was sent, or that stands in the channel of a transfer that they may see, with what it reminds of.
async fn owed(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<(notification::Model, deadline::Model, Loaded), ApiError> {
    let missing = || ApiError::NotFound("notification");
    let row = notifications::find(txn, caller.authority_id(), id)
        .await?
        .filter(|row| row.recipient_id == caller.row.id || row.team_id.is_some())
        .ok_or_else(missing)?;
    let transfer = row.transfer_id.ok_or_else(missing)?.to_string();
    let loaded = transfers::find(txn, app, caller, &transfer).await?;
    let deadline = match row.deadline_id {
        Some(id) => deadlines::find(txn, row.authority_id, id).await?,
        None => None,
    };
    let deadline = deadline.ok_or_else(missing)?;
    match is_owed(&deadline) {
        true => Ok((row, deadline, loaded)),
        false => Err(ApiError::Exists(format!(
            "{}: this waits for nobody any more",
            loaded.transfer.reference
        ))),
    }
}

/// Nobody needs to be shown it again.
async fn settle(
    txn: &DatabaseTransaction,
    app: &App,
    row: notification::Model,
) -> Result<Made, ApiError> {
    let row = notification::Model {
        acknowledged_at: row.acknowledged_at.or(Some(app.clock.now())),
        lease_until: None,
        ..row
    };
    notifications::save(txn, row.clone()).await?;
    Made::changed(&one(txn, app, row).await?)
}
