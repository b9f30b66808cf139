//! Duty: who answers now, and the rota.

use actix_web::{HttpResponse, web};
use openapi::{DutyQuery, DutyShift, DutyShiftQuery, NewDutyShift, OnDuty, Page};
use utoipa::OpenApi;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::duty;
use crate::service::once::once;

/// Who is on duty
#[utoipa::path(get, path = "/v1/duty", tag = "duty", params(DutyQuery), responses(
    (status = 200, description = "Everyone on duty at that moment; who began first comes first", body = Vec<OnDuty>),
    ReadProblems,
))]
async fn show_duty(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<DutyQuery>,
) -> Result<web::Json<Vec<OnDuty>>, ApiError> {
    Ok(web::Json(duty::now(&app, &caller, &query.0).await?))
}

/// The shifts of the rota
#[utoipa::path(get, path = "/v1/duty/shifts", tag = "duty", params(DutyShiftQuery), responses(
    (status = 200, description = "A page of shifts", body = Page<DutyShift>),
    ReadProblems,
))]
async fn list_shifts(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<DutyShiftQuery>,
) -> Result<web::Json<Page<DutyShift>>, ApiError> {
    Ok(web::Json(duty::list(&app, &caller, &query.0).await?))
}

/// Put someone on the rota
///
/// For the team's managers and for administrators.
#[utoipa::path(post, path = "/v1/duty/shifts", tag = "duty", request_body = NewDutyShift, params(Repeatable), responses(
    (status = 201, description = "The shift", body = DutyShift, headers(("Location" = String, description = "Where it is listed"))),
    ChangeProblems,
))]
async fn add_shift(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewDutyShift>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        duty::add(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// The routes of duty, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(show_duty, list_shifts, add_shift))]
pub struct Document;

/// Register every route of duty.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/duty", "GET").route(web::get().to(show_duty)))
        .service(
            resource("/v1/duty/shifts", "GET, POST")
                .route(web::get().to(list_shifts))
                .route(web::post().to(add_shift)),
        );
}
