//! Practitioners, and the caller.

use actix_web::{HttpResponse, web};
use openapi::{Me, NewPractitioner, Page, PageQuery};
use utoipa::OpenApi;
use uuid::Uuid;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards, Nothing};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::once::once;
use crate::service::practitioners;

/// The practitioners of your authority
#[utoipa::path(get, path = "/v1/practitioners", tag = "directory", params(PageQuery), responses(
    (status = 200, description = "A page of practitioners, suspended or not", body = Page<openapi::Practitioner>),
    ReadProblems,
))]
async fn list_practitioners(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<openapi::Practitioner>>, ApiError> {
    Ok(web::Json(
        practitioners::list(&app, &caller, &query.0).await?,
    ))
}

/// Add a practitioner with their roles
///
/// For administrators.
#[utoipa::path(post, path = "/v1/practitioners", tag = "directory", request_body = NewPractitioner, params(Repeatable), responses(
    (status = 201, description = "The practitioner", body = openapi::Practitioner,
        headers(("Location" = String, description = "Where they are"))),
    ChangeProblems,
))]
async fn add_practitioner(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewPractitioner>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        practitioners::add(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// One practitioner
#[utoipa::path(get, path = "/v1/practitioners/{id}", tag = "directory",
    params(("id" = Uuid, Path, description = "Id of the practitioner")), responses(
    (status = 200, description = "The practitioner", body = openapi::Practitioner),
    ReadProblems,
))]
async fn show_practitioner(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<Uuid>,
) -> Result<web::Json<openapi::Practitioner>, ApiError> {
    Ok(web::Json(practitioners::show(&app, &caller, *id).await?))
}

/// Switch a practitioner's access off
///
/// For administrators. At once they sign in nowhere, and nobody speaks for them in the chat.
#[utoipa::path(post, path = "/v1/practitioners/{id}/suspend", tag = "directory",
    params(("id" = Uuid, Path, description = "Id of the practitioner"), Repeatable), responses(
    (status = 200, description = "The practitioner", body = openapi::Practitioner),
    ChangeProblems,
))]
async fn suspend_practitioner(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        practitioners::suspend(txn, &app, &caller, *id, true).await
    });
    Ok(answer::made(made.await?))
}

/// Switch a practitioner's access on again
///
/// For administrators.
#[utoipa::path(post, path = "/v1/practitioners/{id}/reinstate", tag = "directory",
    params(("id" = Uuid, Path, description = "Id of the practitioner"), Repeatable), responses(
    (status = 200, description = "The practitioner", body = openapi::Practitioner),
    ChangeProblems,
))]
async fn reinstate_practitioner(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        practitioners::suspend(txn, &app, &caller, *id, false).await
    });
    Ok(answer::made(made.await?))
}

/// Who you are here: your roles, your teams, your authority's procedure
#[utoipa::path(get, path = "/v1/me", tag = "directory", responses(
    (status = 200, description = "The caller", body = Me),
    ReadProblems,
))]
async fn show_me(app: web::Data<App>, caller: Practitioner) -> Result<web::Json<Me>, ApiError> {
    Ok(web::Json(practitioners::me(&app, &caller).await?))
}

/// The routes of practitioners, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_practitioners,
    add_practitioner,
    show_practitioner,
    suspend_practitioner,
    reinstate_practitioner,
    show_me
))]
pub struct Document;

/// Register every route of practitioners.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/practitioners", "GET, POST")
                .route(web::get().to(list_practitioners))
                .route(web::post().to(add_practitioner)),
        )
        .service(
            resource("/v1/practitioners/{id}/suspend", "POST")
                .route(web::post().to(suspend_practitioner)),
        )
        .service(
            resource("/v1/practitioners/{id}/reinstate", "POST")
                .route(web::post().to(reinstate_practitioner)),
        )
        .service(resource("/v1/practitioners/{id}", "GET").route(web::get().to(show_practitioner)))
        .service(resource("/v1/me", "GET").route(web::get().to(show_me)));
}
