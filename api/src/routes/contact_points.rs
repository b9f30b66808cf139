//! Contact points: numbers and addresses.

use actix_web::{HttpResponse, web};
use openapi::{ContactPoint, SetContactPoint};
use utoipa::OpenApi;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::service::contact_points;
use crate::service::once::once;

/// The numbers and addresses of your authority
#[utoipa::path(get, path = "/v1/contact-points", tag = "directory", responses(
    (status = 200, description = "Every slot of the procedure, filled or not", body = Vec<ContactPoint>),
    ReadProblems,
))]
async fn list_contact_points(
    app: web::Data<App>,
    caller: Practitioner,
) -> Result<web::Json<Vec<ContactPoint>>, ApiError> {
    Ok(web::Json(contact_points::list(&app, &caller).await?))
}

/// Enter a number or address, or that it was verified
///
/// For administrators. A member left out stays as it is; a new value is not verified by an old check.
#[utoipa::path(put, path = "/v1/contact-points/{slot}", tag = "directory", request_body = SetContactPoint,
    params(("slot" = String, Path, description = "Slot of the procedure"), Repeatable), responses(
    (status = 200, description = "The contact point as it stands now", body = ContactPoint),
    ChangeProblems,
))]
async fn set_contact_point(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    slot: web::Path<String>,
    body: Body<SetContactPoint>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        contact_points::set(txn, &app, &caller, &slot, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// The routes of contact points, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_contact_points, set_contact_point))]
pub struct Document;

/// Register every route of contact points.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/contact-points", "GET").route(web::get().to(list_contact_points)))
        .service(
            resource("/v1/contact-points/{slot}", "PUT").route(web::put().to(set_contact_point)),
        );
}
