//! Asks: questions answered from a procedure.

use actix_web::web;
use openapi::{Answer, AskRequest};
use utoipa::OpenApi;

use super::problems::AskProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::Body;
use crate::error::ApiError;
use crate::service::asks;

/// Ask a question in plain words
///
/// Answers are the procedure's own; nothing is made up. A question of your own authority's procedure is
/// kept for a year, stripped of names, numbers and dates. Any sign of immediate danger puts the urgent
/// route first. Numbers are shown for your own authority's procedure only, as its administrators have entered them.
#[utoipa::path(post, path = "/v1/packs/{pack}/ask", tag = "packs", request_body = AskRequest,
    params(("pack" = String, Path, description = "Id of the pack")), responses(
    (status = 200, description = "The answer, a choice of answers, or that the procedure does not cover it", body = Answer),
    AskProblems,
))]
async fn ask(
    app: web::Data<App>,
    caller: Practitioner,
    pack: web::Path<String>,
    body: Body<AskRequest>,
) -> Result<web::Json<Answer>, ApiError> {
    Ok(web::Json(
        asks::answer(&app, &caller, &pack, &body.value).await?,
    ))
}

/// The route of asks, as the document describes it.
#[derive(Debug, OpenApi)]
#[openapi(paths(ask))]
pub struct Document;

/// Register the route of asks.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(resource("/v1/packs/{pack}/ask", "POST").route(web::post().to(ask)));
}
