//! Absences of practitioners, and the caseload of someone who is away.

use actix_web::{HttpResponse, web};
use openapi::{Absence, EndAbsence, NewAbsence, Reallocate, Reallocation};
use utoipa::OpenApi;
use uuid::Uuid;

use super::guards::{Repeatable, Versioned};
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::service::absences;
use crate::service::once::once;

/// The absences of a practitioner, latest first
#[utoipa::path(get, path = "/v1/practitioners/{id}/absences", tag = "directory",
    params(("id" = Uuid, Path, description = "Id")), responses(
    (status = 200, description = "The absences", body = Vec<Absence>),
    ReadProblems,
))]
async fn list_absences(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<Uuid>,
) -> Result<web::Json<Vec<Absence>>, ApiError> {
    Ok(web::Json(absences::list(&app, &caller, *id).await?))
}

/// Record that a practitioner is, was or will be away
///
/// What the procedure asks for is opened at once, or on the day on which it falls due.
#[utoipa::path(post, path = "/v1/practitioners/{id}/absences", tag = "directory", request_body = NewAbsence,
    params(("id" = Uuid, Path, description = "Id"), Repeatable), responses(
    (status = 201, description = "The absence, with what it opened", body = Absence,
        headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn record_absence(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<NewAbsence>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        absences::record(txn, &app, &caller, *id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Say when an absence ends, or that nobody knows any more
#[utoipa::path(post, path = "/v1/practitioners/{id}/absences/{absence}", tag = "directory", request_body = EndAbsence,
    params(("id" = Uuid, Path, description = "Id"), ("absence" = Uuid, Path, description = "Id of the absence"), Repeatable, Versioned),
    responses(
    (status = 200, description = "The absence as it is now", body = Absence, headers(("ETag" = String, description = "Its version"))),
    ChangeProblems,
))]
async fn end_absence(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    path: web::Path<(Uuid, Uuid)>,
    body: Body<EndAbsence>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        absences::end(txn, &app, &caller, *path, guards.version, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Give the whole caseload of a practitioner to colleagues, in one job with a result a case
///
/// What cannot be given stays where it is, and says why. Sent again, it goes on with what is left.
#[utoipa::path(post, path = "/v1/practitioners/{id}/reallocation", tag = "directory", request_body = Reallocate,
    params(("id" = Uuid, Path, description = "Id")), responses(
    (status = 200, description = "One result a case", body = Reallocation),
    ChangeProblems,
))]
async fn reallocate(
    app: web::Data<App>,
    caller: Practitioner,
    id: web::Path<Uuid>,
    body: Body<Reallocate>,
) -> Result<web::Json<Reallocation>, ApiError> {
    Ok(web::Json(
        absences::reallocate(&app, &caller, *id, body.value).await?,
    ))
}

/// The routes of absences, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_absences, record_absence, end_absence, reallocate))]
pub struct Document;

/// Register every route of absences.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/practitioners/{id}/absences", "GET, POST")
                .route(web::get().to(list_absences))
                .route(web::post().to(record_absence)),
        )
        .service(
            resource("/v1/practitioners/{id}/absences/{absence}", "POST")
                .route(web::post().to(end_absence)),
        )
        .service(
            resource("/v1/practitioners/{id}/reallocation", "POST")
                .route(web::post().to(reallocate)),
        );
}
