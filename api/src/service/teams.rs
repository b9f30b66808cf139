//! Teams: the real teams of an authority.

use entity::team;
use openapi::{NewTeam, Page, PageQuery, Team};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::checks::Checks;
use super::directory::{keep, see};
use super::once::Made;
use super::pages::Wanted;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::repository::teams;
use crate::view::transfers::team_view;

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;

/// A page of the authority's teams.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for someone without a role, [`ApiError::Invalid`] naming the parameter.
pub async fn list(
    app: &App,
    caller: &Practitioner,
    query: &PageQuery,
) -> Result<Page<Team>, ApiError> {
    see(app, caller)?;
    let page = Wanted::new(query.limit, query.cursor.as_deref())?;
    let rows = teams::list(
        app.db.read(),
        caller.authority_id(),
        None,
        page.after,
        page.rows(),
    )
    .await?;
    Ok(page.page(rows, |row| row.id, |row| team_view(&row)))
}

/// One team.
///
/// # Errors
///
/// [`ApiError::NotFound`], [`ApiError::Forbidden`] for someone without a role.
pub async fn show(app: &App, caller: &Practitioner, id: Uuid) -> Result<Team, ApiError> {
    see(app, caller)?;
    let found = teams::find(app.db.read(), caller.authority_id(), id).await?;
    found
        .map(|row| team_view(&row))
        .ok_or(ApiError::NotFound("team"))
}

/// Set up a team.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for anyone but administrators, [`ApiError::Invalid`] naming the members, [`ApiError::Exists`]
/// where another team has the name.
pub async fn set_up(
    txn: &DatabaseTransaction,
    app: &App,
    caller: &Practitioner,
    new: NewTeam,
) -> Result<Made, ApiError> {
    let pack = &keep(app, caller)?.pack;
    let mut checks = Checks::default();
    checks.line("name", &new.name, LONGEST_NAME);
    if pack.service(&new.service).is_none() {
        let known: Vec<_> = pack
            .entries
            .service
            .iter()
            .map(|service| service.id.as_str())
            .collect();
        checks.wrong(
            "service",
            format!("the procedure knows no service `{}`", new.service),
            format!("one of {}", known.join(", ")),
        );
    }
    checks.done()?;
    let row = team::Model {
        id: Uuid::now_v7(),
        authority_id: caller.authority_id(),
        service: new.service,
        name: new.name.trim().to_owned(),
    };
    if teams::find_by_name(txn, row.authority_id, &row.name)
        .await?
        .is_some()
    {
        return Err(ApiError::Exists(format!(
            "there is a team called {} already",
            row.name
        )));
    }
    teams::insert(txn, row.clone()).await?;
    Made::created(&team_view(&row), format!("/v1/teams/{}", row.id))
}
