//! Recording a decision about a matter: row, event, holding, deadlines, notifications, all in the caller's transaction.

use chrono::{DateTime, Utc};
use entity::notification::NotificationKind;
use entity::{case_fact, event, holding};
use policy::decide::standing;
use policy::matter::Decision;
use policy::pack::format::{Does, Stage};
use policy::refusal::Refusal;
use policy::setting::decided_at;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::loaded::{Loaded, load};
use crate::app::App;
use crate::error::ApiError;
use crate::repository::{cases, events, holdings, matters, teams, transfers};
use crate::service::owing::holders;
use crate::service::transfers::recording::{blank, insert, message, save_deadlines, tell};
use crate::service::transfers::{Cause, load as load_transfer};

/// Record a decision of the policy.
///
/// # Errors
///
/// [`ApiError::ChangedMeanwhile`] where somebody else was first, [`ApiError::Exists`] where the case that is to be closed
/// is on the move.
pub(super) async fn record(
    txn: &DatabaseTransaction,
    app: &App,
    loaded: Loaded,
    decision: Decision,
    cause: Cause,
) -> Result<Loaded, ApiError> {
    let now = app.clock.now();
    let row = matters::write(&loaded.row, &decision.matter)
        .map_err(|wrong| ApiError::Broken(wrong.to_string()))?;
    if !matters::save(txn, &row, loaded.row.version).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    let acted = cause.practitioner;
    let event = event::Model {
        kind: format!("matter_{}", decision.action.name().replace('-', "_")),
        rules: json!(decision.rules),
        ..blank(
            &loaded,
            with_matter(&loaded, cause, &decision),
            decision.occurred_at,
            now,
        )
    };
    let event_id = event.id;
    events::insert(txn, [event]).await?;
    end(txn, app, &loaded, &decision, acted).await?;
    save_facts(txn, &loaded, &decision).await?;
    save_deadlines(txn, &loaded, &decision.owed, now).await?;
    tell(txn, &loaded, &decision.told, event_id, acted, now).await?;
    let row = entity::matter::Model {
        version: loaded.row.version + 1,
        ..row
    };
    load(txn, app, row).await
}

/// The journey names the matter, its kind and what was decided.
fn with_matter(loaded: &Loaded, mut cause: Cause, decision: &Decision) -> Cause {
    if let Some(members) = cause.detail.as_object_mut() {
        let pack = &loaded.procedure.pack;
        let name = pack
            .matter(&loaded.row.kind)
            .map(|matter| matter.name.as_str());
        members.insert("matter".into(), json!(loaded.row.reference));
        members.insert("name".into(), json!(name));
        members.insert("state".into(), json!(decision.matter.state.name()));
        if let Some(decided) = decision.matter.decided() {
            members.insert("decision".into(), json!(decided));
        }
    }
    cause
}

/// What the end of a matter does to the case.
async fn end(
    txn: &DatabaseTransaction,
    app: &App,
    loaded: &Loaded,
    decision: &Decision,
    acted: Option<Uuid>,
) -> Result<(), ApiError> {
    let now = app.clock.now();
    let Some(case) = &loaded.case else {
        return Ok(());
    };
    match decision.does {
        Does::Nothing => Ok(()),
        Does::ClosesCase => {
            let event = event::Model {
                kind: "case_closed".into(),
                rules: json!(decision.rules),
                ..blank(
                    loaded,
                    Cause {
                        practitioner: acted,
                        detail: json!({ "matter": loaded.row.reference }),
                    },
                    decision.occurred_at,
                    now,
                )
            };
            close_case(txn, app, case, decision.occurred_at, event).await
        }
        Does::GivesCaseToLastTeam => {
            give_to_last_team(txn, loaded, case, decision, acted, now).await
        }
    }
}

/// The one moment at which a case is closed: its holding ends, and nothing about it is on the move.
///
/// # Errors
///
/// [`ApiError::Refused`] naming the rule that keeps the holder's involvement open while a transfer is, [`ApiError::Exists`]
/// naming the transfer where no rule does, [`ApiError::Invalid`] where the holding began later.
pub(crate) async fn close_case(
    txn: &DatabaseTransaction,
    app: &App,
    case: &entity::child_case::Model,
    at: DateTime<Utc>,
    event: event::Model,
) -> Result<(), ApiError> {
    let open = transfers::list_open_of_case(txn, case.authority_id, case.id).await?;
    for row in &open {
        involvement_may_end(txn, app, row.clone(), at).await?;
    }
    if let Some(transfer) = open.first() {
        return Err(ApiError::Exists(format!(
            "{} is on the move, with {}: finish or withdraw that first, then close the case",
            case.reference, transfer.reference
        )));
    }
    let current = holdings::find_current(txn, case.authority_id, case.id)
        .await?
        .ok_or(ApiError::ChangedMeanwhile)?;
    if !holdings::end(txn, &current, at).await? {
        return Err(ApiError::invalid(
            "occurred_at",
            "the present holding began later",
            format!("at the earliest {}", current.starts_at),
        ));
    }
    cases::set_closed(txn, case.authority_id, case.id, Some(at)).await?;
    Ok(events::insert(txn, [event]).await?)
}

/// Whether the procedure lets the transferring team's part in a transfer end.
async fn involvement_may_end(
    txn: &DatabaseTransaction,
    app: &App,
    row: entity::transfer::Model,
    at: DateTime<Utc>,
) -> Result<(), ApiError> {
    let loaded = load_transfer(txn, app, row).await?;
    let (setting, transfer) = (loaded.setting(&[], app.clock.now()), &loaded.transfer);
    let stage = Some(Stage::EndInvolvement);
    let blockers = standing(&setting, transfer, stage, decided_at(transfer), "", at).blockers;
    match blockers.is_empty() {
        true => Ok(()),
        false => Err(ApiError::refused(
            Refusal::Blocked(blockers),
            &loaded.procedure.pack,
        )),
    }
}

async fn give_to_last_team(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    case: &entity::child_case::Model,
    decision: &Decision,
    acted: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let all = holdings::list_of_case(txn, case.authority_id, case.id).await?;
    let closed = all.windows(2).rev().find(|pair| {
        pair[0]
            .ends_at
            .is_some_and(|ended| ended < pair[1].starts_at)
    });
    let (Some([last, _]), Some(current)) = (closed, all.last()) else {
        return Err(ApiError::Exists(
            "no team held this case before: it stays where it is".into(),
        ));
    };
    if current.team_id == last.team_id {
        return Ok(());
    }
    let next = holding::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: case.id,
        team_id: last.team_id,
        practitioner_id: None,
        starts_at: decision.occurred_at,
        ends_at: None,
        transfer_id: None,
    };
    if !holdings::move_holding(txn, current, next).await? {
        return Err(ApiError::ChangedMeanwhile);
    }
    let event = event::Model {
        kind: "case_given_back".into(),
        rules: json!(decision.rules),
        ..blank(
            loaded,
            Cause {
                practitioner: acted,
                detail: json!({ "matter": loaded.row.reference, "team": last.team_id }),
            },
            decision.occurred_at,
            now,
        )
    };
    let id = event.id;
    events::insert(txn, [event]).await?;
    tell_last_team(txn, loaded, case, last.team_id, (id, acted), now).await
}

/// The managers of the team that the case goes back to are told.
async fn tell_last_team(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    case: &entity::child_case::Model,
    team: Uuid,
    (event, acted): (Uuid, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let team = teams::find(txn, case.authority_id, team)
        .await?
        .ok_or(ApiError::NotFound("team"))?;
    let text = format!(
        "{}: {} comes back to {}, which held it last.",
        loaded.row.reference, case.reference, team.name
    );
    let people = holders(txn, &team, &loaded.procedure.pack.managers()).await?;
    let others = people.into_iter().filter(|person| Some(*person) != acted);
    let rows = others.map(|person| {
        let key = format!("{event}:given-back:{person}");
        let kind = NotificationKind::Notice;
        message(loaded, kind, None, person, text.clone(), key, now)
    });
    insert(txn, loaded, rows.collect(), now).await
}

/// What was newly recorded with a matter is known of the case.
async fn save_facts(
    txn: &DatabaseTransaction,
    loaded: &Loaded,
    decision: &Decision,
) -> Result<(), ApiError> {
    let Some(case) = &loaded.case else {
        return Ok(());
    };
    let before = &loaded.matter.record.facts;
    let rows: Vec<_> = decision
        .matter
        .record
        .facts
        .iter()
        .filter(|(id, fact)| before.get(*id) != Some(fact))
        .map(|(id, fact)| case_fact::Model {
            id: Uuid::now_v7(),
            authority_id: case.authority_id,
            case_id: case.id,
            fact: id.clone(),
            value: fact.value.clone(),
            recorded_at: fact.at,
            recorded_by: fact.by,
        })
        .collect();
    match rows.is_empty() {
        true => Ok(()),
        false => Ok(cases::save_facts(txn, rows).await?),
    }
}
