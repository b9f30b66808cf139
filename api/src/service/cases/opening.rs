//! Opening a case: the case, its facts, its first holding and the first event of its journey, in one transaction.

use entity::{case_fact, child_case, event, family, holding, team};
use openapi::NewCase;
use policy::fact::Facts;
use policy::role::Permission;
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;

use super::{may_see, show};
use crate::app::App;
use crate::auth::{Practitioner, actor};
use crate::error::ApiError;
use crate::procedures::Procedure;
use crate::reference;
use crate::repository::{cases, events, holdings, practitioners, teams};
use crate::service::checks::Checks;
use crate::service::once::Made;
use crate::service::transfers::{check_recorder, team_value};

/// Most characters of initials: more would be a name.
const MOST_INITIALS: usize = 8;
/// Longest id of the case system, in characters.
const LONGEST_EXTERNAL_ID: usize = 100;

/// Open a case. Without a family it starts one, so that siblings can join it.
///
/// # Errors
///
/// [`ApiError::Invalid`] naming the members, [`ApiError::Forbidden`] where the caller does not work for the team,
/// [`ApiError::Exists`] where the case system's id belongs to another case.
pub async fn open(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewCase,
) -> Result<Made, ApiError> {
    let procedure = app.procedures.of_authority(&caller.authority)?;
    let no_team = || {
        ApiError::invalid(
            "team_id",
            "there is no such team",
            "a team of your authority",
        )
    };
    let team = teams::find(txn, caller.authority_id(), new.team_id)
        .await?
        .ok_or_else(no_team)?;
    let own = "a case is opened by those who work for the team that holds it";
    caller.must(&Permission::OpenCase(&team_value(&team)), &procedure, own)?;
    let facts = check(txn, app, caller, &procedure, &team, &new).await?;
    let case = row(txn, app, caller, &new).await?;
    cases::insert(txn, case.clone()).await?;
    if !facts.is_empty() {
        cases::save_facts(txn, fact_rows(&case, caller, facts)).await?;
    }
    holdings::insert(txn, first_holding(&case, &new)).await?;
    events::insert(txn, [opened(&case, caller, &procedure, &new)]).await?;
    Ok(Made::created(
        &show(txn, &case).await?,
        format!("/v1/cases/{}", case.reference),
    )?
    .version(case.version))
}

/// Facts in the form in which they are kept, where nothing is wrong.
async fn check(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    procedure: &Procedure,
    team: &team::Model,
    new: &NewCase,
) -> Result<Facts, ApiError> {
    let mut checks = Checks::default();
    let pack = &procedure.pack;
    checks.line("initials", &new.initials, MOST_INITIALS);
    if let Some(external_id) = &new.external_id {
        checks.line("external_id", external_id, LONGEST_EXTERNAL_ID);
    }
    if pack
        .service(&team.service)
        .is_some_and(|service| !service.holds_cases)
    {
        checks.wrong(
            "team_id",
            format!("{} holds no cases", team.name),
            "a team of a service that holds cases",
        );
    }
    let today = app
        .procedures
        .calendar(pack, &[])?
        .local_date(app.clock.now());
    if new.date_of_birth.is_some_and(|day| day > today) {
        checks.wrong(
            "date_of_birth",
            "this day is in the future",
            format!("{today} or earlier; left out where the child is not born yet"),
        );
    }
    if !is_worker(txn, caller, procedure, team, new.practitioner_id).await? {
        checks.wrong(
            "practitioner_id",
            "nobody of the team is called so",
            "someone who works for the team; left out for the duty tray",
        );
    }
    if !is_known_family(txn, app, caller, new.family_id).await? {
        checks.wrong(
            "family_id",
            "there is no such family, or it is not yours to see",
            "the family of a case that you may see",
        );
    }
    let none = Default::default();
    let facts = checks.facts("facts", pack, new.facts.as_ref().unwrap_or(&none));
    checks.done()?;
    for id in facts.keys() {
        check_recorder(procedure, id, &caller.actor, &[team_value(team)])?;
    }
    match is_new(txn, caller, new.external_id.as_deref()).await? {
        true => Ok(facts),
        false => Err(ApiError::Exists(
            "the case system's id belongs to another case here".into(),
        )),
    }
}

async fn is_worker(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    procedure: &Procedure,
    team: &team::Model,
    id: Option<Uuid>,
) -> Result<bool, ApiError> {
    let Some(id) = id else {
        return Ok(true);
    };
    let Some(row) = practitioners::find(txn, caller.authority_id(), id).await? else {
        return Ok(false);
    };
    let roles = practitioners::list_roles(txn, caller.authority_id(), id).await?;
    Ok(row.suspended_at.is_none()
        && actor(&row, &roles).works_for(&team_value(team), &procedure.pack))
}

/// A family is known by a case of it that the caller may see: nobody learns of siblings by guessing.
async fn is_known_family(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Option<Uuid>,
) -> Result<bool, ApiError> {
    let Some(id) = id else {
        return Ok(true);
    };
    for child in cases::list_of_families(txn, caller.authority_id(), [id]).await? {
        if may_see(txn, app, caller, child.id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn is_new(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    external_id: Option<&str>,
) -> Result<bool, ApiError> {
    match external_id {
        None => Ok(true),
        Some(id) => Ok(
            cases::find_by_external_id(txn, caller.authority_id(), id.trim())
                .await?
                .is_none(),
        ),
    }
}

async fn row(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: &NewCase,
) -> Result<child_case::Model, ApiError> {
    let authority = caller.authority_id();
    let family_id = match new.family_id {
        Some(id) => id,
        None => start_family(txn, authority).await?,
    };
    let is_taken = async |reference: &str| {
        Ok(cases::find_by_reference(txn, authority, reference)
            .await?
            .is_some())
    };
    Ok(child_case::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        reference: reference::unused('C', is_taken).await?,
        external_id: new.external_id.as_deref().map(|id| id.trim().to_owned()),
        family_id: Some(family_id),
        initials: new.initials.trim().to_owned(),
        date_of_birth: new.date_of_birth,
        opened_at: app.clock.now(),
        closed_at: None,
        version: 1,
    })
}

async fn start_family(txn: &DatabaseTransaction, authority: Uuid) -> Result<Uuid, ApiError> {
    let is_taken = async |reference: &str| {
        Ok(cases::find_family_by_reference(txn, authority, reference)
            .await?
            .is_some())
    };
    let row = family::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        reference: reference::unused('F', is_taken).await?,
    };
    let id = row.id;
    cases::insert_family(txn, row).await?;
    Ok(id)
}

fn fact_rows(
    case: &child_case::Model,
    caller: &Practitioner,
    facts: Facts,
) -> Vec<case_fact::Model> {
    let row = |(fact, value)| case_fact::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: case.id,
        fact,
        value,
        recorded_at: case.opened_at,
        recorded_by: caller.row.id,
    };
    facts.into_iter().map(row).collect()
}

fn first_holding(case: &child_case::Model, new: &NewCase) -> holding::Model {
    holding::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: case.id,
        team_id: new.team_id,
        practitioner_id: new.practitioner_id,
        starts_at: case.opened_at,
        ends_at: None,
        transfer_id: None,
    }
}

fn opened(
    case: &child_case::Model,
    caller: &Practitioner,
    procedure: &Procedure,
    new: &NewCase,
) -> event::Model {
    event::Model {
        id: Uuid::now_v7(),
        authority_id: case.authority_id,
        case_id: Some(case.id),
        transfer_id: None,
        matter_id: None,
        kind: "case_opened".into(),
        practitioner_id: Some(caller.row.id),
        side: None,
        occurred_at: case.opened_at,
        recorded_at: case.opened_at,
        from_state: None,
        to_state: None,
        rules: json!([]),
        pack: Some(procedure.pack.header.id.clone()),
        pack_version: Some(procedure.pack.header.version.clone()),
        detail: json!({ "team": new.team_id, "practitioner": new.practitioner_id }),
    }
}
