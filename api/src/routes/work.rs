//! Work around a move, across transfers.

use actix_web::web;
use openapi::{Page, TrackingQuery, TrackingRow, WorkEntry, WorkQuery};
use utoipa::OpenApi;

use super::problems::ReadProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::query::Query;
use crate::service::{tracking, work};

/// What your teams owe around moves, tasks and responsibilities, on cases that they hold or do not hold
#[utoipa::path(get, path = "/v1/work", tag = "work", params(WorkQuery), responses(
    (status = 200, description = "A page of work, oldest first", body = Page<WorkEntry>),
    ReadProblems,
))]
async fn list_work(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<WorkQuery>,
) -> Result<web::Json<Page<WorkEntry>>, ApiError> {
    Ok(web::Json(work::list(&app, &caller, &query.0).await?))
}

/// The tracking sheet of your teams' transfers, one row a child
#[utoipa::path(get, path = "/v1/tracking", tag = "work", params(TrackingQuery), responses(
    (status = 200, description = "A page of rows, oldest first", body = Page<TrackingRow>),
    ReadProblems,
))]
async fn list_tracking(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<TrackingQuery>,
) -> Result<web::Json<Page<TrackingRow>>, ApiError> {
    Ok(web::Json(tracking::list(&app, &caller, &query.0).await?))
}

/// The routes of work and of the tracking sheet, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_work, list_tracking))]
pub struct Document;

/// Register the routes of work and of the tracking sheet.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/work", "GET").route(web::get().to(list_work)))
        .service(resource("/v1/tracking", "GET").route(web::get().to(list_tracking)));
}
