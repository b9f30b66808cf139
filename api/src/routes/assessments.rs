//! Assessments: what a procedure says about given facts.

use actix_web::web;
use openapi::{Assessment, AssessmentRequest};
use utoipa::OpenApi;

use super::problems::AskProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::Body;
use crate::error::ApiError;
use crate::service::assessments;

/// What the procedure says about given facts
///
/// Where the matter goes, what stands in the way, what must be handed over, what is due when, and which facts would decide
/// what is open. Nothing is stored.
#[utoipa::path(post, path = "/v1/packs/{pack}/assessments", tag = "packs", request_body = AssessmentRequest,
    params(("pack" = String, Path, description = "Id of the pack")), responses(
    (status = 200, description = "What the procedure says", body = Assessment),
    AskProblems,
))]
async fn assess(
    app: web::Data<App>,
    caller: Practitioner,
    pack: web::Path<String>,
    body: Body<AssessmentRequest>,
) -> Result<web::Json<Assessment>, ApiError> {
    Ok(web::Json(
        assessments::assess(&app, &caller, &pack, body.value).await?,
    ))
}

/// The route of assessments, as the document describes it.
#[derive(Debug, OpenApi)]
#[openapi(paths(assess))]
pub struct Document;

/// Register the route of assessments.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(resource("/v1/packs/{pack}/assessments", "POST").route(web::post().to(assess)));
}
