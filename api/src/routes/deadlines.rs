//! Deadlines across transfers.

use actix_web::web;
use openapi::{DeadlineEntry, DeadlineQuery, Page};
use utoipa::OpenApi;

use super::problems::ReadProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::query::Query;
use crate::service::deadlines;

/// What is due on the transfers of your teams, soonest first
#[utoipa::path(get, path = "/v1/deadlines", tag = "deadlines", params(DeadlineQuery), responses(
    (status = 200, description = "A page of deadlines", body = Page<DeadlineEntry>),
    ReadProblems,
))]
async fn list_deadlines(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<DeadlineQuery>,
) -> Result<web::Json<Page<DeadlineEntry>>, ApiError> {
    Ok(web::Json(deadlines::list(&app, &caller, &query.0).await?))
}

/// The route of deadlines, as the document describes it.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_deadlines))]
pub struct Document;

/// Register the route of deadlines.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(resource("/v1/deadlines", "GET").route(web::get().to(list_deadlines)));
}
