//! Doing: what a message reminds of is done, or given to a colleague, without leaving the message.

use std::collections::BTreeSet;

use entity::notification::{self, NotificationKind};
use entity::{deadline, event};
use openapi::{HandOver, MatterActionName, MatterStep};
use policy::action::Action;
use policy::handing::{Handing, Unfit, may_take};
use policy::transfer::Team;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::shown::{item_of, one};
use crate::app::App;
use crate::auth::{Practitioner, actor};
use crate::error::ApiError;
use crate::repository::{deadlines, events, notifications, practitioners};
use crate::service::anchor::Anchor;
use crate::service::matters;
use crate::service::once::Made;
use crate::service::transfers::recording::{blank, insert, message};
use crate::service::transfers::{self, Asked, Cause, Loaded, sides, team_value};
use crate::view::notifications::is_owed;

/// What a message reminds of.
enum Subject {
    Transfer(Box<Loaded>),
    Matter(Box<matters::Loaded>),
}

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
    let (row, deadline, subject) = owed(txn, app, caller, id).await?;
    match subject {
        Subject::Transfer(loaded) => {
            let item = item_to_tick(&*loaded, &deadline)?;
            let asked = Asked {
                detail: json!({ "item": item }),
                action: Action::Tick { item },
                occurred_at: None,
                note: None,
            };
            let transfer = loaded.row.id.to_string();
            transfers::apply(txn, app, caller, &transfer, None, asked).await?;
        }
        Subject::Matter(loaded) => {
            let said = MatterStep {
                item: Some(item_to_tick(&*loaded, &deadline)?),
                ..MatterStep::default()
            };
            let matter = loaded.row.id.to_string();
            matters::step(
                txn,
                app,
                caller,
                &matter,
                None,
                MatterActionName::Tick,
                said,
            )
            .await?;
        }
    }
    settle(txn, app, row).await
}

fn item_to_tick(anchor: &impl Anchor, deadline: &deadline::Model) -> Result<String, ApiError> {
    item_of(anchor.pack(), &deadline.key).ok_or_else(|| {
        ApiError::invalid(
            "id",
            "this is met by another step, not by saying that it is done",
            "one of the next steps of what it is about",
        )
    })
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
    let (row, deadline, subject) = owed(txn, app, caller, id).await?;
    let given = (&row, &deadline, asked.to);
    match subject {
        Subject::Transfer(loaded) => give(txn, app, caller, &*loaded, given).await?,
        Subject::Matter(loaded) => give(txn, app, caller, &*loaded, given).await?,
    }
    settle(txn, app, row).await
}

async fn give(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    anchor: &impl Anchor,
    (row, deadline, to): (&notification::Model, &deadline::Model, Uuid),
) -> Result<(), ApiError> {
    let to = practitioners::find(txn, caller.authority_id(), to)
        .await?
        .filter(|person| person.suspended_at.is_none())
        .ok_or_else(|| unfit("there is no such practitioner, or they are suspended"))?;
    let roles = practitioners::list_roles(txn, to.authority_id, to.id).await?;
    let teams: Vec<Team> = sides(deadline.owed_side)
        .iter()
        .filter_map(|side| anchor.team(*side))
        .chain(anchor.others())
        .map(team_value)
        .collect();
    let what = Handing {
        teams: &teams,
        role: deadline.role.as_deref(),
        is_theirs: row.recipient_id == caller.row.id,
    };
    match may_take(anchor.pack(), what, &caller.actor, &actor(&to, &roles)) {
        Ok(()) => record(txn, app, caller, (anchor, deadline), &to).await,
        Err(wrong @ Unfit::NotTheirs) => Err(ApiError::Forbidden(wrong.to_string())),
        Err(wrong) => Err(unfit(&wrong.to_string())),
    }
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
    (anchor, deadline): (&impl Anchor, &deadline::Model),
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
        ..blank(anchor, cause, now, now)
    };
    let key = event.id;
    events::insert(txn, [event]).await?;
    let (reference, label) = (anchor.reference(), &deadline.label);
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
            anchor,
            kind,
            Some(deadline.id),
            person,
            text.clone(),
            key,
            now,
        )
    });
    insert(txn, anchor, rows.collect(), now).await
}

/// A message that the caller was sent, or that stands in the channel of something that they may see, with what it reminds of.
async fn owed(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
) -> Result<(notification::Model, deadline::Model, Subject), ApiError> {
    let missing = || ApiError::NotFound("notification");
    let row = notifications::find(txn, caller.authority_id(), id)
        .await?
        .filter(|row| row.recipient_id == caller.row.id || row.team_id.is_some())
        .ok_or_else(missing)?;
    let subject = match (row.transfer_id, row.matter_id) {
        (Some(id), _) => {
            let loaded = transfers::find(txn, app, caller, &id.to_string()).await?;
            Subject::Transfer(Box::new(loaded))
        }
        (None, Some(id)) => {
            let loaded = matters::find(txn, app, caller, &id.to_string()).await?;
            Subject::Matter(Box::new(loaded))
        }
        (None, None) => return Err(missing()),
    };
    let deadline = match row.deadline_id {
        Some(id) => deadlines::find(txn, row.authority_id, id).await?,
        None => None,
    };
    let deadline = deadline.ok_or_else(missing)?;
    let reference = match &subject {
        Subject::Transfer(loaded) => loaded.reference(),
        Subject::Matter(loaded) => loaded.reference(),
    };
    match is_owed(&deadline) {
        true => Ok((row, deadline, subject)),
        false => Err(ApiError::Exists(format!(
            "{reference}: this waits for nobody any more"
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
