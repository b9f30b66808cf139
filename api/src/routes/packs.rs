//! Packs: the procedures in readable form.

use actix_web::http::header::{ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
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
    params(("pack" = String, Path, description = "Id of the pack"),
           ("If-None-Match" = Option<String>, Header, description = "The ETag that you read: nothing is sent where it still holds")), responses(
    (status = 200, description = "The procedure, and where each rule is executed or shown", body = Pack,
        headers(("ETag" = String, description = "Changes with the procedure, and on the day on which its review is due"))),
    (status = 304, description = "It is what you have", headers(("ETag" = String, description = "As you have it"))),
    ReadProblems,
))]
async fn show_pack(
    app: web::Data<App>,
    _caller: Practitioner,
    pack: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let edition = packs::edition(&app, &pack)?;
    let known = request.headers().get(IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == edition.as_bytes()) {
        return Ok(HttpResponse::NotModified()
            .insert_header((ETAG, edition))
            .finish());
    }
    let shown = packs::show(&app, &pack)?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, edition))
        .json(shown))
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
