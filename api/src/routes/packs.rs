//! Packs: the procedures in readable form.

use actix_web::web;
use openapi::{Pack, PackSummary};
use utoipa::OpenApi;

use super::problems::ReadProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::service::packs;

/// The procedures that can be asked
#[utoipa::path(get, path = "/v1/packs", tag = "packs", responses(
    (status = 200, description = "Every procedure that was loaded", body = Vec<PackSummary>),
    ReadProblems,
))]
async fn list_packs(
    app: web::Data<App>,
    _caller: Practitioner,
) -> Result<web::Json<Vec<PackSummary>>, ApiError> {
    Ok(web::Json(packs::list(&app)?))
}

/// One procedure: its rules, services, roles, facts, pathways, meetings and words
#[utoipa::path(get, path = "/v1/packs/{pack}", tag = "packs",
    params(("pack" = String, Path, description = "Id of the pack")), responses(
    (status = 200, description = "The procedure, and where each rule is executed or shown", body = Pack),
    ReadProblems,
))]
async fn show_pack(
    app: web::Data<App>,
    _caller: Practitioner,
    pack: web::Path<String>,
) -> Result<web::Json<Pack>, ApiError> {
    Ok(web::Json(packs::show(&app, &pack)?))
}

/// The routes of packs, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_packs, show_pack))]
pub struct Document;

/// Register every route of packs.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/packs", "GET").route(web::get().to(list_packs)))
        .service(resource("/v1/packs/{pack}", "GET").route(web::get().to(show_pack)));
}
