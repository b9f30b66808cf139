//! Versions: an open transfer keeps the version of its procedure, unless it is taken to the current one with a reason.

use actix_web::{HttpResponse, web};
use openapi::{ChangeVersion, Transfer, VersionDifference};
use utoipa::OpenApi;

use super::answer;
use super::problems::{ChangeProblems, ReadProblems};
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::service::once::{Made, once};
use crate::service::{transfers, versions};

/// What the current version of the procedure would change for a transfer
#[utoipa::path(get, path = "/v1/transfers/{id}/version", tag = "transfers",
    params(("id" = String, Path, description = "Reference or id")), responses(
    (status = 200, description = "The version it is under, the current one, and what would be different", body = VersionDifference),
    ReadProblems,
))]
async fn show_version(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<web::Json<VersionDifference>, ApiError> {
    Ok(web::Json(versions::show(&app, &caller, &id).await?))
}

/// Take a transfer to the current version of the procedure, with a reason
///
/// A manager of one of the two teams does so, one transfer at a time. Refused where its pathway is gone, while a
/// disagreement stands, and where others would have to agree than those who have.
#[utoipa::path(post, path = "/v1/transfers/{id}/version", tag = "transfers", request_body = ChangeVersion,
    params(
        ("id" = String, Path, description = "Reference or id"),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat safe: it gets the first answer"),
        ("If-Match" = Option<String>, Header, description = "The ETag that you read: refused where the transfer has changed since"),
    ),
    responses(
    (status = 200, description = "The transfer as it stands now", body = Transfer,
        headers(("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn change_version(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<String>,
    body: Body<ChangeVersion>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        let changed = versions::change(txn, &app, &caller, &id, guards.version, body.value);
        let loaded = changed.await?;
        let shown = transfers::whole(txn, &app, &caller, &loaded).await?;
        Ok(Made::changed(&shown)?.version(loaded.row.version))
    });
    Ok(answer::made(made.await?))
}

/// The routes of versions, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(show_version, change_version))]
pub struct Document;

/// Register every route of versions.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(
        resource("/v1/transfers/{id}/version", "GET, POST")
            .route(web::get().to(show_version))
            .route(web::post().to(change_version)),
    );
}
