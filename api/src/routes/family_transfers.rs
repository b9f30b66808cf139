//! Families: several children asked for in one request.

use actix_web::{HttpResponse, web};
use openapi::{ActTogether, FamilyResults, FamilyTransfer, NewFamilyTransfer};
use utoipa::OpenApi;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::service::family_transfers;
use crate::service::once::{Made, once};

/// Ask for several children of a family at once: a draft for each, all or none
#[utoipa::path(post, path = "/v1/family-transfers", tag = "transfers", request_body = NewFamilyTransfer, params(Repeatable), responses(
    (status = 201, description = "The request, one row a child", body = FamilyTransfer,
        headers(("Location" = String, description = "Where it is"))),
    ChangeProblems,
))]
async fn open_family_transfer(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewFamilyTransfer>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        let request = family_transfers::open(txn, &app, &caller, body.value).await?;
        let shown = family_transfers::whole(txn, &app, &caller, &request).await?;
        Made::created(
            &shown,
            format!("/v1/family-transfers/{}", request.reference),
        )
    });
    Ok(answer::made(made.await?))
}

/// A family's request as it stands, one row a child
#[utoipa::path(get, path = "/v1/family-transfers/{id}", tag = "transfers",
    params(("id" = String, Path, description = "Reference or id")), responses(
    (status = 200, description = "The request", body = FamilyTransfer),
    ReadProblems,
))]
async fn show_family_transfer(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let conn = app.db.read();
    let request = family_transfers::find(conn, &app, &caller, &id).await?;
    let shown = family_transfers::whole(conn, &app, &caller, &request).await?;
    Ok(answer::made(Made::changed(&shown)?))
}

/// Take one action for every child that still goes along: a result a child
#[utoipa::path(post, path = "/v1/family-transfers/{id}/act", tag = "transfers", request_body = ActTogether,
    params(("id" = String, Path, description = "Reference or id"), Repeatable), responses(
    (status = 200, description = "What became of it, child by child; one that was refused does not hold the others", body = FamilyResults),
    ChangeProblems,
))]
async fn act_together(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<String>,
    body: Body<ActTogether>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        let request = family_transfers::find(txn, &app, &caller, &id).await?;
        let results = family_transfers::act(txn, &app, &caller, &request, body.value).await?;
        Made::changed(&results)
    });
    Ok(answer::made(made.await?))
}

/// The routes of families' requests, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(open_family_transfer, show_family_transfer, act_together))]
pub struct Document;

/// Register every route of families' requests.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/family-transfers", "POST").route(web::post().to(open_family_transfer)),
        )
        .service(
            resource("/v1/family-transfers/{id}", "GET").route(web::get().to(show_family_transfer)),
        )
        .service(
            resource("/v1/family-transfers/{id}/act", "POST").route(web::post().to(act_together)),
        );
}
