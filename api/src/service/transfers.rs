//! Transfers: the one door. Load, ask the policy, record, in one transaction.

mod listing;
pub(crate) mod loaded;
mod owners;
pub(crate) mod recording;
pub mod refusals;

use chrono::{DateTime, Utc};
use entity::{child_case, team, transfer};
use openapi::{NewTransfer, TransferKind};
use policy::action::Action;
use policy::decide::decide;
use policy::opening;
use policy::pack::format::Pathway;
use policy::refusal::Refusal;
use policy::role::{Actor, Permission, may};
use policy::transfer::{FamilyRequest, Kind, Record, RecordedFact, Side, State};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::reference;
use crate::repository::{cases, holdings, practitioners, teams, transfers};

pub use listing::{list, summaries, whole};
pub use loaded::{Loaded, load, load_under};
pub(crate) use owners::{parties, sides};
pub(crate) use recording::{Cause, record};

/// A transfer that the caller may see, by id or reference.
///
/// # Errors
///
/// [`ApiError::NotFound`] where there is none, or the caller works for neither team.
pub async fn find<C: ConnectionTrait>(
    conn: &C,
    app: &App,
    caller: &Practitioner,
    id: &str,
) -> Result<Loaded, ApiError> {
    let authority = caller.authority_id();
    let row = match id.parse::<Uuid>() {
        Ok(id) => transfers::find(conn, authority, id).await?,
        Err(_) => match reference::read(id) {
            Some(reference) => transfers::find_by_reference(conn, authority, &reference).await?,
            None => None,
        },
    };
    let loaded = load(conn, app, row.ok_or(ApiError::NotFound("transfer"))?).await?;
    let pack = &loaded.procedure.pack;
    let teams = [
        loaded.transfer.transferring.clone(),
        loaded.transfer.receiving.clone(),
    ];
    if may(&caller.actor, &Permission::SeeCase(&teams), pack) || decides(&loaded, &caller.actor) {
        return Ok(loaded);
    }
    Err(ApiError::NotFound("transfer"))
}

/// Whether somebody speaks for a third service that decides on the transfer.
fn decides(loaded: &Loaded, actor: &Actor) -> bool {
    let setting = loaded.setting(&[], loaded.transfer.state_since);
    let pathway = loaded.procedure.pack.pathway(&loaded.transfer.pathway);
    let mut parties = pathway.into_iter().flat_map(Pathway::all_parties);
    parties.any(|party| {
        party.service.is_some() && party.of(&setting, &loaded.transfer, actor).is_some()
    })
}

/// Open a transfer as a draft.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Invalid`] naming the field, [`ApiError::Forbidden`] where the caller does not work
/// for the team that asks, [`ApiError::Exists`] where the case is on the move already.
pub async fn open(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewTransfer,
) -> Result<Loaded, ApiError> {
    open_with(txn, app, caller, new, None).await
}

/// Open a transfer as a draft, by itself or as one of a family's request.
///
/// # Errors
///
/// As [`open`].
pub async fn open_with(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewTransfer,
    family: Option<FamilyRequest>,
) -> Result<Loaded, ApiError> {
    let authority = caller.authority_id();
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let case = find_case(txn, authority, &new.case).await?;
    let holding = holdings::find_current(txn, authority, case.id)
        .await?
        .ok_or_else(|| ApiError::invalid("case", "this case is closed", "an open case"))?;
    let holder = teams::find(txn, authority, holding.team_id)
        .await?
        .ok_or(ApiError::NotFound("team"))?;
    let receiving = teams::find(txn, authority, new.receiving_team_id)
        .await?
        .ok_or_else(|| {
            ApiError::invalid(
                "receiving_team_id",
                "there is no such team",
                "a team of your authority",
            )
        })?;
    let kind = match new.kind {
        TransferKind::Push => Kind::Push,
        TransferKind::Pull => Kind::Pull,
    };
    let (from, to) = (team_value(&holder), team_value(&receiving));
    let pathway = opening::pathway(&procedure.pack, &new.pathway, kind, &from, &to)
        .map_err(|refusal| ApiError::refused(refusal, &procedure.pack))?;
    let asking = if kind == Kind::Push {
        &holder
    } else {
        &receiving
    };
    caller.must(
        &Permission::OpenTransfer(&team_value(asking)),
        &procedure,
        "only the team that holds the case can push it, and only the team that should hold it can pull it",
    )?;
    if let Some(other) = transfers::list_open_of_case(txn, authority, case.id)
        .await?
        .first()
    {
        return Err(ApiError::Exists(format!(
            "{} is on the move already, with {}: finish or withdraw that one first",
            case.reference, other.reference
        )));
    }
    let mut row = draft(
        app,
        caller,
        &procedure,
        &case,
        pathway,
        kind,
        (&holder, &receiving),
        &new,
    )?;
    row.reference = reference::unused('T', async |taken: &str| {
        Ok(transfers::find_by_reference(txn, authority, taken)
            .await?
            .is_some())
    })
    .await?;
    if let Some(members) = row.record.as_object_mut() {
        members.insert("family".into(), serde_json::json!(family));
    }
    transfers::insert(txn, row.clone()).await?;
    let loaded = load(txn, app, row).await?;
    recording::opened(txn, app, caller, &loaded, new.note).await?;
    load(txn, app, loaded.row).await
}

pub(crate) async fn find_case<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    id: &str,
) -> Result<child_case::Model, ApiError> {
    let found = match id.parse::<Uuid>() {
        Ok(id) => cases::find(conn, authority, id).await?,
        Err(_) => match reference::read(id) {
            Some(reference) => cases::find_by_reference(conn, authority, &reference).await?,
            None => None,
        },
    };
    found.ok_or(ApiError::NotFound("case"))
}

#[expect(
    clippy::too_many_arguments,
    reason = "each is a separate thing that a new row says"
)]
fn draft(
    app: &App,
    caller: &Practitioner,
    procedure: &Procedure,
    case: &child_case::Model,
    pathway: &Pathway,
    kind: Kind,
    (holder, receiving): (&team::Model, &team::Model),
    new: &NewTransfer,
) -> Result<transfer::Model, ApiError> {
    let now = app.clock.now();
    let mut record = Record::default();
    record.events.insert("opened".into(), now);
    for (id, value) in new.facts.iter().flatten() {
        let value = read_fact(procedure, id, value)?;
        let sides = [team_value(holder), team_value(receiving)];
        check_recorder(procedure, id, &caller.actor, &sides)?;
        record.facts.insert(
            id.clone(),
            RecordedFact {
                value,
                at: now,
                recorded_at: Some(now),
                by: caller.row.id,
            },
        );
    }
    Ok(transfer::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        reference: String::new(),
        case_id: case.id,
        pack: procedure.pack.header.id.clone(),
        pack_version: procedure.pack.header.version.clone(),
        pack_digest: procedure.digest.clone(),
        pathway: pathway.id.clone(),
        kind: transfers::row_kind(kind),
        state: transfers::row_state(State::Draft),
        transferring_team_id: holder.id,
        receiving_team_id: receiving.id,
        opened_by: caller.row.id,
        opened_at: now,
        state_since: now,
        planned_on: new.planned_on,
        version: 1,
        record: serde_json::to_value(&record)
            .map_err(|wrong| ApiError::Broken(wrong.to_string()))?,
    })
}

/// A fact's value as it is kept.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming `facts.ID`, where the pack declares no such fact or the value is of another type.
pub fn read_fact(
    procedure: &Procedure,
    id: &str,
    value: &serde_json::Value,
) -> Result<serde_json::Value, ApiError> {
    let field = format!("facts.{id}");
    let fact = procedure.pack.fact(id).ok_or_else(|| {
        ApiError::invalid(
            &field,
            format!("the procedure knows no fact `{id}`"),
            "a fact that the procedure declares",
        )
    })?;
    policy::fact::read(fact, value)
        .map_err(|wrong| ApiError::invalid(&field, wrong.to_string(), policy::fact::expected(fact)))
}

/// Some facts only named roles may record.
///
/// # Errors
///
/// [`ApiError::Refused`], naming them.
pub fn check_recorder(
    procedure: &Procedure,
    id: &str,
    actor: &Actor,
    teams: &[policy::transfer::Team],
) -> Result<(), ApiError> {
    let pack = &procedure.pack;
    let teams: Vec<_> = teams.iter().collect();
    match pack.fact(id).filter(|fact| !actor.may_record(fact, &teams)) {
        Some(fact) => Err(ApiError::refused(Refusal::not_theirs(pack, fact), pack)),
        None => Ok(()),
    }
}

/// Take an action.
///
/// * `version` – the version that the caller read, where they say so
///
/// # Errors
///
/// [`ApiError::Refused`] by the procedure, [`ApiError::OutdatedVersion`], [`ApiError::ChangedMeanwhile`] where somebody
/// else was first, [`ApiError::NotFound`]. Nothing has changed then.
pub async fn apply(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: &str,
    version: Option<i64>,
    asked: Asked,
) -> Result<Loaded, ApiError> {
    let loaded = find(txn, app, caller, id).await?;
    if version.is_some_and(|version| version != loaded.row.version) {
        return Err(ApiError::OutdatedVersion {
            current: loaded.row.version,
        });
    }
    let people = actors(txn, caller.authority_id(), asked.action.people()).await?;
    let now = app.clock.now();
    let occurred_at = crate::db::to_micros(asked.occurred_at.unwrap_or(now));
    let decision = decide(
        &loaded.setting(&people, now),
        &loaded.transfer,
        &caller.actor,
        &asked.action,
        occurred_at,
        asked.note.clone(),
    )
    .map_err(|refusal| ApiError::refused(refusal, &loaded.procedure.pack))?;
    let cause = Cause::action(caller, &asked);
    record(txn, app, loaded, decision, cause).await
}

/// An action as it was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What.
    pub action: Action,
    /// When it happened; absent means now.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Anything to add.
    pub note: Option<String>,
    /// The body as it was sent, for the journey.
    pub detail: serde_json::Value,
}

/// Who other people are whom an action names; whoever is suspended cannot be named.
///
/// # Errors
///
/// Whatever the database says.
pub async fn actors<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    named: Vec<Uuid>,
) -> Result<Vec<Actor>, ApiError> {
    let mut found = Vec::new();
    for row in practitioners::find_many(conn, authority, named).await? {
        if row.suspended_at.is_none() {
            let roles = practitioners::list_roles(conn, authority, row.id).await?;
            found.push(crate::auth::actor(&row, &roles));
        }
    }
    Ok(found)
}

/// A team as the policy knows it.
pub fn team_value(row: &team::Model) -> policy::transfer::Team {
    policy::transfer::Team {
        id: row.id,
        service: row.service.clone(),
    }
}

/// The teams that someone works for, of all the teams of their authority.
///
/// # Errors
///
/// Whatever the database says.
pub async fn teams_of<C: ConnectionTrait>(
    conn: &C,
    caller: &Practitioner,
    procedure: &Procedure,
) -> Result<Vec<team::Model>, ApiError> {
    let all = teams::list(conn, caller.authority_id(), None, None, u64::from(u16::MAX)).await?;
    Ok(all
        .into_iter()
        .filter(|team| caller.actor.works_for(&team_value(team), &procedure.pack))
        .collect())
}

/// The row of the team on a side.
pub fn team_on(loaded: &Loaded, side: Side) -> &team::Model {
    match side {
        Side::Transferring => &loaded.transferring,
        Side::Receiving => &loaded.receiving,
    }
}
