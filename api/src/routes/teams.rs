//! Teams.

use actix_web::{HttpResponse, web};
use openapi::{NewTeam, Page, PageQuery, Team};
use utoipa::OpenApi;
use uuid::Uuid;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::once::once;
use crate::service::teams;

/// The teams of your authority
#[utoipa::path(get, path = "/v1/teams", tag = "directory", params(PageQuery), responses(
    (status = 200, description = "A page of teams", body = Page<Team>),
    ReadProblems,
))]
async fn list_teams(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<Team>>, ApiError> {
    Ok(web::Json(teams::list(&app, &caller, &query.0).await?))
}

/// Set up a team
///
/// For administrators.
#[utoipa::path(post, path = "/v1/teams", tag = "directory", request_body = NewTeam, params(Repeatable), responses(
    (status = 201, description = "The team", body = Team, headers(("Location" = String, description = "Where it is"))),
    ChangeProblems,
))]
async fn set_up_team(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewTeam>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        teams::set_up(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// One team
#[utoipa::path(get, path = "/v1/teams/{id}", tag = "directory", params(("id" = Uuid, Path, description = "Id of the team")), responses(
    (status = 200, description = "The team", body = Team),
    ReadProblems,
))]
async fn show_team(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<Uuid>,
) -> Result<web::Json<Team>, ApiError> {
    Ok(web::Json(teams::show(&app, &caller, *id).await?))
}

/// The routes of teams, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_teams, set_up_team, show_team))]
pub struct Document;

/// Register every route of teams.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/teams", "GET, POST")
                .route(web::get().to(list_teams))
                .route(web::post().to(set_up_team)),
        )
        .service(resource("/v1/teams/{id}", "GET").route(web::get().to(show_team)));
}
