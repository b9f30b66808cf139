//! The demonstration's clock; these routes are there in a demonstration only.

use actix_web::web;
use openapi::{Clock, SetClock};
use utoipa::OpenApi;

use super::problems::AskProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::Body;
use crate::error::ApiError;
use crate::service::demo;

/// Move the clock
///
/// In a demonstration only. What becomes due on the way (reminders, missed deadlines, ladders) has happened when the answer
/// arrives.
#[utoipa::path(put, path = "/demo/clock", tag = "demo", request_body = SetClock, responses(
    (status = 200, description = "The clock as it runs on from there", body = Clock),
    AskProblems,
))]
async fn set_clock(
    app: web::Data<App>,
    _caller: Practitioner,
    body: Body<SetClock>,
) -> Result<web::Json<Clock>, ApiError> {
    Ok(web::Json(demo::set_clock(&app, &body.value).await?))
}

/// The route of the clock, as the document describes it.
#[derive(Debug, OpenApi)]
#[openapi(paths(set_clock))]
pub struct Document;

/// Register the route of the clock.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(resource("/demo/clock", "PUT").route(web::put().to(set_clock)));
}
