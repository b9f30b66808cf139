//! Practitioners: who signs in, and what they are.

use entity::{practitioner, practitioner_role};
use openapi::{Me, NewPractitioner, NewRole, Page, PageQuery, Practitioner as Shown};
use policy::pack::Pack;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::checks::Checks;
use super::directory::{keep, see};
use super::names::Names;
use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::reference;
use crate::repository::{practitioners, teams};
use crate::view;

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Most roles of one practitioner.
const MOST_ROLES: usize = 50;

/// A page of the authority's practitioners, suspended or not.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &PageQuery,
) -> Result<Page<Shown>, ApiError> {
    see(app, caller)?;
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let rows = practitioners::list(
        app.db.read(),
        caller.authority_id(),
        page.after,
        page.rows(),
    )
    .await?;
    let (rows, next_cursor) = page.cut(rows, |row| row.id);
    Ok(Page {
        items: shown(app.db.read(), caller.authority_id(), &rows).await?,
        next_cursor,
    })
}

/// One practitioner.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Forbidden`] for someone without a role.
pub async fn show(app: &App, caller: &Practitioner, id: Uuid) -> Result<Shown, ApiError> {
    see(app, caller)?;
    let found = practitioners::find(app.db.read(), caller.authority_id(), id).await?;
    one(
        app.db.read(),
        found.ok_or(ApiError::NotFound("practitioner"))?,
    )
    .await
}

/// The caller, with the teams in which they hold a role.
///
/// # Errors
///
/// Whatever the database says.
pub async fn me(app: &App, caller: &Practitioner) -> Result<Me, ApiError> {
    let practitioner = one(app.db.read(), caller.row.clone()).await?;
    let mut teams: Vec<openapi::Team> = Vec::new();
    for team in practitioner
        .roles
        .iter()
        .filter_map(|held| held.team.as_ref())
    {
        if teams.iter().all(|known| known.id != team.id) {
            teams.push(team.clone());
        }
    }
    Ok(Me {
        practitioner,
        teams,
        pack: caller.authority.pack.clone(),
    })
}

async fn one<C: ConnectionTrait>(conn: &C, row: practitioner::Model) -> Result<Shown, ApiError> {
    let shown = shown(conn, row.authority_id, std::slice::from_ref(&row)).await?;
    shown
        .into_iter()
        .next()
        .ok_or(ApiError::NotFound("practitioner"))
}

async fn shown<C: ConnectionTrait>(
    conn: &C,
    authority: Uuid,
    rows: &[practitioner::Model],
) -> Result<Vec<Shown>, ApiError> {
    let roles =
        practitioners::list_roles_of(conn, authority, rows.iter().map(|row| row.id)).await?;
    let names = Names::default()
        .teams(
            conn,
            authority,
            roles.iter().filter_map(|role| role.team_id),
        )
        .await?;
    rows.iter()
        .map(|row| view::practitioners::practitioner(row, &roles, &names))
        .collect()
}

/// Add a practitioner with their roles.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::Invalid`] naming the members.
pub async fn add(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewPractitioner,
) -> Result<Made, ApiError> {
    let procedure = keep(app, caller)?;
    check(txn, caller, &procedure.pack, &new).await?;
    let authority = caller.authority_id();
    let is_taken = async |reference: &str| {
        Ok(practitioners::find_by_reference(txn, authority, reference)
            .await?
            .is_some())
    };
    let row = practitioner::Model {
        id: Uuid::now_v7(),
        authority_id: authority,
        reference: reference::unused('P', is_taken).await?,
        name: new.name.trim().to_owned(),
        is_administrator: new.is_administrator.unwrap_or(false),
        suspended_at: None,
        created_at: app.clock.now(),
    };
    practitioners::insert(txn, row.clone()).await?;
    for role in new.roles {
        practitioners::insert_role(txn, role_row(&row, role)).await?;
    }
    let location = format!("/v1/practitioners/{}", row.id);
    Made::created(&one(txn, row).await?, location)
}

/// Switch someone's access off, or on again. Whoever speaks for them in the chat falls silent with them.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::NotFound`], [`ApiError::Invalid`] for oneself.
pub async fn suspend(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    id: Uuid,
    suspended: bool,
) -> Result<Made, ApiError> {
    keep(app, caller)?;
    let row = practitioners::find(txn, caller.authority_id(), id)
        .await?
        .ok_or(ApiError::NotFound("practitioner"))?;
    if row.id == caller.row.id {
        return Err(ApiError::invalid(
            "id",
            "nobody switches their own access off",
            "another practitioner of your authority",
        ));
    }
    let since = row.suspended_at.unwrap_or_else(|| app.clock.now());
    let row = practitioner::Model {
        suspended_at: suspended.then_some(since),
        ..row
    };
    practitioners::save(txn, row.clone()).await?;
    Made::changed(&one(txn, row).await?)
}

fn role_row(of: &practitioner::Model, role: NewRole) -> practitioner_role::Model {
    practitioner_role::Model {
        id: Uuid::now_v7(),
        authority_id: of.authority_id,
        practitioner_id: of.id,
        role: role.role,
        team_id: role.team_id,
        service: role.service,
    }
}

async fn check(
    txn: &DatabaseTransaction,
    caller: &Practitioner,
    pack: &Pack,
    new: &NewPractitioner,
) -> Result<(), ApiError> {
    let mut checks = Checks::default();
    checks.line("name", &new.name, LONGEST_NAME);
    if new.roles.len() > MOST_ROLES {
        checks.wrong(
            "roles",
            format!("{} roles are too many", new.roles.len()),
            format!("at most {MOST_ROLES}"),
        );
    }
    let asked = new.roles.iter().filter_map(|role| role.team_id);
    let known: Vec<_> = teams::find_many(txn, caller.authority_id(), asked)
        .await?
        .into_iter()
        .map(|team| team.id)
        .collect();
    for (number, role) in new.roles.iter().enumerate() {
        check_role(&mut checks, pack, &known, &format!("roles.{number}"), role);
    }
    checks.done()
}

fn check_role(checks: &mut Checks, pack: &Pack, teams: &[Uuid], within: &str, role: &NewRole) {
    if pack.role(&role.role).is_none() {
        let message = format!("the procedure knows no role `{}`", role.role);
        checks.wrong(
            &format!("{within}.role"),
            message,
            "a role of the procedure, as the pack lists them",
        );
    }
    if role.team_id.is_some_and(|team| !teams.contains(&team)) {
        checks.wrong(
            &format!("{within}.team_id"),
            "there is no such team",
            "a team of your authority",
        );
    }
    match &role.service {
        Some(_) if role.team_id.is_some() => {
            checks.wrong(
                &format!("{within}.service"),
                "a role is held in a team or across a service",
                "`team_id` or `service`, not both",
            );
        }
        Some(service) if pack.service(service).is_none() => {
            let message = format!("the procedure knows no service `{service}`");
            checks.wrong(
                &format!("{within}.service"),
                message,
                "a service of the procedure, as the pack lists them",
            );
        }
        _ => {}
    }
}
