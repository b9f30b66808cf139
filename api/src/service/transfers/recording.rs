//! Recording a decision: row, event, holding, facts, deadlines, notifications, all in the caller's transaction.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::deadline::{DeadlineState, OwedSide};
use entity::notification::NotificationKind;
use entity::{case_fact, deadline, event, holding, notification};
use policy::clockwork::{Running, first_look, plan};
use policy::deadline::Owed;
use policy::decide::{Decision, Told, owed};
use policy::pack::format::PartySide;
use policy::transfer::{ActionKind, Side, Transfer};
use policy::version::TakenOver;
use policy::work;
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Asked, Loaded, load};
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::{cases, deadlines, events, holdings, notifications, transfers};
use crate::service;
use crate::service::anchor::Anchor;
use crate::service::notifications::fresh;
use crate::service::owing::holders;
use crate::service::standing_in::with_copies;

/// Who caused a change, and what they said.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    /// Nobody where time passed.
    pub(crate) practitioner: Option<Uuid>,
    /// As it was sent.
    pub(crate) detail: Value,
}

impl Cause {
    /// Someone's action.
    pub(crate) fn action(caller: &Practitioner, asked: &Asked) -> Self {
        Self {
            practitioner: Some(caller.row.id),
            detail: asked.detail.clone(),
        }
    }

    /// What someone said beside the actions of a transfer.
    pub(crate) fn said(caller: &Practitioner, detail: Value) -> Self {
        Self {
            practitioner: Some(caller.row.id),
            detail,
        }
    }

    /// With what the action brought about beside what it says: conditions that flipped, work that began or ended.
    fn with_effects(mut self, decision: &Decision) -> Self {
        let keys =
            |work: &[work::Work]| -> Vec<_> { work.iter().map(|one| one.key.clone()).collect() };
        let effects = [
            ("flips", json!(decision.flips)),
            ("began", json!(keys(&decision.work.began))),
            ("ended", json!(keys(&decision.work.ended))),
        ];
        if let Some(members) = self.detail.as_object_mut() {
            for (name, effect) in effects {
                if effect.as_array().is_some_and(|list| !list.is_empty()) {
                    members.insert(name.into(), effect);
                }
            }
        }
        self
    }

    /// Time passing.
    pub(crate) fn clockwork(detail: Value) -> Self {
        Self {
            practitioner: None,
            detail,
        }
    }
}

/// Record that a transfer was opened.
pub(super) async fn opened(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    loaded: &Loaded,
    note: Option<String>,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let pathway = loaded.procedure.pack.pathway(&loaded.transfer.pathway);
    let event = event::Model {
        kind: "opened".into(),
        side: Some(row_side(loaded.transfer.asking())),
        to_state: Some(loaded.row.state),
        rules: json!(
            pathway
                .map(|pathway| pathway.rule.ids())
                .unwrap_or_default()
        ),
        ..blank(
            loaded,
            Cause {
                practitioner: Some(caller.row.id),
                detail: json!({ "note": note }),
            },
            now,
            now,
        )
    };
    events::insert(txn, [event]).await?;
    save_facts(
        txn,
        loaded,
        &Transfer {
            record: policy::transfer::Record::default(),
            ..loaded.transfer.clone()
        },
        &loaded.transfer,
    )
    .await?;
    let owed = owed(&loaded.setting(&[], now), &loaded.transfer, now);
    save_deadlines(txn, loaded, &owed, now).await?;
    keep_work(txn, loaded, now).await
}

/// The work on a transfer as it stands, and when to look at it again.
async fn keep_work(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let work = work::work(&loaded.setting(&[], now), &loaded.transfer, now);
    service::work::save(txn, loaded, &work, now).await?;
    service::daily::plan(txn, loaded, &work, now).await
}

/// Record a decision of the policy.
///
/// # Errors
///
/// [`ApiError::ChangedMeanwhile`] where somebody else was first.
pub(crate) async fn record(
    txn: &DatabaseTransaction,
    app: &App,
    loaded: Loaded,
    decision: Decision,
    cause: Cause,
) -> Result<Loaded, ApiError> {
    let now = app.clock.now();
    let row = transfers::write(&loaded.row, &decision.transfer)
        .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    if !transfers::save(txn, row.clone(), loaded.row.version).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    let acted = cause.practitioner;
    let event = event::Model {
        kind: decision.action.name().replace('-', "_"),
        side: decision.side.map(row_side),
        from_state: Some(loaded.row.state),
        to_state: Some(row.state),
        rules: json!(decision.rules),
        ..blank(
            &loaded,
            cause.with_effects(&decision),
            decision.occurred_at,
            now,
        )
    };
    let event_id = event.id;
    events::insert(txn, [event]).await?;
    if let Some(practitioner) = decision.moves {
        move_case(txn, &loaded, practitioner, decision.occurred_at).await?;
    }
    save_facts(txn, &loaded, &loaded.transfer, &decision.transfer).await?;
    save_deadlines(txn, &loaded, &decision.owed, now).await?;
    if decision.action == ActionKind::Resume {
        look_again(txn, &loaded, now).await?;
    }
    tell(txn, &loaded, &decision.told, event_id, acted, now).await?;
    let row = entity::transfer::Model {
        version: loaded.row.version + 1,
        ..row
    };
    let loaded = load(txn, app, row).await?;
    keep_work(txn, &loaded, now).await?;
    Ok(loaded)
}

/// Record that a transfer goes on under another version of its procedure.
///
/// * `next` – the transfer as it is there, with the version that was read
///
/// # Errors
///
/// [`ApiError::ChangedMeanwhile`] where somebody else was first.
pub(crate) async fn changed_version(
    txn: &DatabaseTransaction,
    app: &App,
    next: Loaded,
    change: &TakenOver,
    cause: Cause,
) -> Result<Loaded, ApiError> {
    let now = app.clock.now();
    if !transfers::save(txn, next.row.clone(), next.row.version).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    let acted = cause.practitioner;
    let event = event::Model {
        kind: "change_version".into(),
        from_state: Some(next.row.state),
        to_state: Some(next.row.state),
        ..blank(&next, cause, now, now)
    };
    let event_id = event.id;
    events::insert(txn, [event]).await?;
    save_deadlines(txn, &next, &change.owed, now).await?;
    let told = std::slice::from_ref(&change.told);
    tell(txn, &next, told, event_id, acted, now).await?;
    load(
        txn,
        app,
        entity::transfer::Model {
            version: next.row.version + 1,
            ..next.row
        },
    )
    .await
}

/// An event of a transfer or a matter, to be completed.
pub(crate) fn blank(
    anchor: &impl Anchor,
    cause: Cause,
    occurred_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> event::Model {
    let (ids, header) = (anchor.ids(), &anchor.pack().header);
    event::Model {
        id: Uuid::now_v7(),
        authority_id: ids.authority,
        case_id: ids.case,
        transfer_id: ids.transfer,
        matter_id: ids.matter,
        kind: String::new(),
        practitioner_id: cause.practitioner,
        side: None,
        occurred_at,
        recorded_at: now,
        from_state: None,
        to_state: None,
        rules: json!([]),
        pack: Some(header.id.clone()),
        pack_version: Some(header.version.clone()),
        detail: cause.detail,
    }
}

/// The one moment at which the holder changes: the old holding ends when the new one begins.
async fn move_case(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    practitioner: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<(), ApiError> {
    let authority = loaded.row.authority_id;
    let current = holdings::find_current(txn, authority, loaded.case.id)
        .await?
        .ok_or(ApiError::ChangedMeanwhile)?;
    if current.team_id != loaded.transferring.id {
        return Err(ApiError::ChangedMeanwhile);
    }
    let next = holding::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        case_id: loaded.case.id,
        team_id: loaded.receiving.id,
        practitioner_id: practitioner,
        starts_at: at,
        ends_at: None,
        transfer_id: Some(loaded.row.id),
    };
    match holdings::move_holding(txn, &current, next).await? {
        true => Ok(()),
        false => Err(ApiError::invalid(
            "occurred_at",
            "the present holding began later",
            format!("at the earliest {}", current.starts_at),
        )),
    }
}

/// What was newly recorded with a transfer is known of the case.
async fn save_facts(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    before: &Transfer,
    after: &Transfer,
) -> Result<(), ApiError> {
    let rows: Vec<_> = after
        .record
        .facts
        .iter()
        .filter(|(id, fact)| before.record.facts.get(*id) != Some(fact))
        .map(|(id, fact)| case_fact::Model {
            id: Uuid::now_v7(),
            authority_id: loaded.row.authority_id,
            case_id: loaded.case.id,
            fact: id.clone(),
            value: fact.value.clone(),
            recorded_at: fact.entered_at(),
            recorded_by: fact.by,
        })
        .collect();
    match rows.is_empty() {
        true => Ok(()),
        false => Ok(cases::save_facts(txn, rows).await?),
    }
}

/// Bring the deadline rows in line with what the policy says is owed.
pub(crate) async fn save_deadlines(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    owed: &[Owed],
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let ids = anchor.ids();
    let kept = match (ids.transfer, ids.matter) {
        (Some(id), _) => deadlines::list_of_transfer(txn, ids.authority, id).await?,
        (None, Some(id)) => deadlines::list_of_matter(txn, ids.authority, id).await?,
        (None, None) => Vec::new(),
    };
    for owed in owed {
        match kept.iter().find(|row| row.key == owed.key) {
            None => deadlines::insert(txn, begun(anchor, owed, now)).await?,
            Some(row) => {
                let next = brought_in_line(anchor, row, owed, now);
                if next != *row {
                    deadlines::save(txn, next).await?;
                }
            }
        }
    }
    for row in kept
        .iter()
        .filter(|row| owed.iter().all(|owed| owed.key != row.key))
    {
        if matches!(row.state, DeadlineState::Open | DeadlineState::Breached) {
            let cancelled = deadline::Model {
                state: DeadlineState::Cancelled,
                next_action_at: None,
                ..row.clone()
            };
            deadlines::save(txn, cancelled).await?;
        }
    }
    Ok(())
}

/// What was missed while the transfer was on hold is looked at now: a dispute may have to climb.
async fn look_again(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    for row in deadlines::list_owed(txn, loaded.row.authority_id, [loaded.row.id]).await? {
        if row.state == DeadlineState::Breached {
            let waiting = deadline::Model {
                next_action_at: Some(now),
                ..row
            };
            deadlines::save(txn, waiting).await?;
        }
    }
    Ok(())
}

fn begun(anchor: &impl Anchor, owed: &Owed, now: DateTime<Utc>) -> deadline::Model {
    let ids = anchor.ids();
    let row = deadline::Model {
        id: Uuid::now_v7(),
        authority_id: ids.authority,
        transfer_id: ids.transfer,
        matter_id: ids.matter,
        key: owed.key.clone(),
        label: owed.label.clone(),
        rule: owed.rule.clone(),
        started_at: owed.started_at,
        due_at: owed.due_at,
        original_due_at: owed.original_due_at,
        is_immediate: owed.immediate,
        in_hours: owed.in_hours,
        advisory: owed.advisory,
        lapses: owed.lapses,
        owed_side: row_owed_side(owed.owed_by),
        role: owed.role.clone(),
        state: state(owed),
        met_at: owed.met_at,
        breached_at: None,
        climbed_at: None,
        nudges_sent: 0,
        handed_to: None,
        next_action_at: None,
    };
    with_first_look(anchor, row, now)
}

fn state(owed: &Owed) -> DeadlineState {
    match owed.met_at {
        Some(_) => DeadlineState::Met,
        None => DeadlineState::Open,
    }
}

/// A deadline that moved starts afresh; one that did not keeps what the clockwork has noted.
fn brought_in_line(
    anchor: &impl Anchor,
    row: &deadline::Model,
    owed: &Owed,
    now: DateTime<Utc>,
) -> deadline::Model {
    let moved = row.started_at != owed.started_at
        || row.due_at != owed.due_at
        || row.state == DeadlineState::Cancelled;
    if moved {
        return deadline::Model {
            id: row.id,
            handed_to: row.handed_to,
            ..begun(anchor, owed, now)
        };
    }
    match (owed.met_at, row.state) {
        (Some(_), DeadlineState::Met)
        | (None, DeadlineState::Open | DeadlineState::Breached | DeadlineState::Lapsed) => {
            row.clone()
        }
        (Some(met_at), _) => deadline::Model {
            state: DeadlineState::Met,
            met_at: Some(met_at),
            next_action_at: None,
            ..row.clone()
        },
        (None, _) => deadline::Model {
            id: row.id,
            handed_to: row.handed_to,
            ..begun(anchor, owed, now)
        },
    }
}

/// With when the clockwork looks at it first.
fn with_first_look(
    anchor: &impl Anchor,
    row: deadline::Model,
    now: DateTime<Utc>,
) -> deadline::Model {
    if row.state != DeadlineState::Open {
        return row;
    }
    let pack = anchor.pack();
    let running = running(&row, now);
    let hours = pack.header.conventions.nudge_hours;
    let plan = plan(pack, &row.key);
    let next = first_look(&plan, &running, hours, anchor.calendar(), now);
    deadline::Model {
        next_action_at: next,
        ..row
    }
}

/// A row as the policy's clockwork knows it.
pub(crate) fn running(row: &deadline::Model, seen_until: DateTime<Utc>) -> Running {
    Running {
        started_at: row.started_at,
        due_at: row.due_at,
        in_hours: row.in_hours,
        lapses: row.lapses,
        advisory: row.advisory,
        breached: row.breached_at.is_some(),
        climbed: row.climbed_at.is_some(),
        seen_until,
    }
}

/// Tell whoever is to be told, the one who acted left out, nobody twice.
pub(crate) async fn tell(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    told: &[Told],
    event: Uuid,
    acted: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let mut rows = Vec::new();
    for told in told {
        let mut people: BTreeSet<Uuid> = told.people.iter().copied().collect();
        for (side, roles) in [
            (Side::Transferring, &told.transferring),
            (Side::Receiving, &told.receiving),
        ] {
            if let Some(team) = anchor.team(side) {
                people.extend(holders(txn, team, roles).await?);
            }
        }
        for (service, roles) in &told.others {
            let of_service = anchor.others().iter();
            for team in of_service.filter(|team| team.service == *service) {
                people.extend(holders(txn, team, roles).await?);
            }
        }
        let others = people.into_iter().filter(|person| Some(*person) != acted);
        rows.extend(others.map(|person| {
            let key = format!("{event}:{}:{person}", told.key);
            message(
                anchor,
                NotificationKind::Notice,
                None,
                person,
                told.message.clone(),
                key,
                now,
            )
        }));
    }
    insert(txn, anchor, rows, now).await
}

/// One message about a transfer or a matter.
pub(crate) fn message(
    anchor: &impl Anchor,
    kind: NotificationKind,
    deadline: Option<Uuid>,
    recipient: Uuid,
    message: String,
    dedupe_key: String,
    now: DateTime<Utc>,
) -> notification::Model {
    let ids = anchor.ids();
    notification::Model {
        transfer_id: ids.transfer,
        matter_id: ids.matter,
        deadline_id: deadline,
        dedupe_key,
        ..fresh(ids.authority, recipient, kind, message, now)
    }
}

/// Write messages, those already written left out; whoever stands in for a recipient is told too.
pub(crate) async fn insert(
    txn: &DatabaseTransaction,
    anchor: &impl Anchor,
    rows: Vec<notification::Model>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    if !rows.is_empty() {
        let rows = with_copies(txn, rows, anchor.calendar().local_date(now)).await?;
        notifications::insert(txn, rows).await?;
    }
    Ok(())
}

fn row_side(side: Side) -> event::Side {
    match side {
        Side::Transferring => event::Side::Transferring,
        Side::Receiving => event::Side::Receiving,
    }
}

pub(crate) fn row_owed_side(side: PartySide) -> OwedSide {
    match side {
        PartySide::Transferring => OwedSide::Transferring,
        PartySide::Receiving => OwedSide::Receiving,
        PartySide::Both => OwedSide::Both,
    }
}
