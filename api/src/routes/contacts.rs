//! Contacts: calls, logged and answered.

use actix_web::{HttpResponse, web};
use openapi::{Contact, ContactQuery, NewContact, Page, RespondToContact};
use utoipa::OpenApi;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards, Nothing};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::contacts;
use crate::service::once::once;

/// Calls that your teams have to do with
#[utoipa::path(get, path = "/v1/contacts", tag = "contacts", params(ContactQuery), responses(
    (status = 200, description = "A page of calls, oldest first", body = Page<Contact>),
    ReadProblems,
))]
async fn list_contacts(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<ContactQuery>,
) -> Result<web::Json<Page<Contact>>, ApiError> {
    Ok(web::Json(contacts::list(&app, &caller, &query.0).await?))
}

/// Log a call, in one step
///
/// Whoever is on duty for the team is told, and whoever holds the case. An urgent call is answered with what the procedure says to do now.
#[utoipa::path(post, path = "/v1/contacts", tag = "contacts", request_body = NewContact, params(Repeatable), responses(
    (status = 201, description = "The call as it was logged", body = Contact, headers(("Location" = String, description = "Where it is"))),
    ChangeProblems,
))]
async fn log_contact(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<NewContact>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        contacts::log(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Record that a call was answered
///
/// The first response stands.
#[utoipa::path(post, path = "/v1/contacts/{id}/respond", tag = "contacts", request_body = RespondToContact,
    params(("id" = String, Path, description = "Reference or id"), Repeatable), responses(
    (status = 200, description = "The call with its response", body = Contact),
    ChangeProblems,
))]
async fn respond_to_contact(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<String>,
    body: Body<RespondToContact>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        contacts::respond(txn, &app, &caller, &id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Acknowledge an urgent call
///
/// Somebody has been reached: it climbs no further, and whoever logged it is told. For those on duty for the team and those
/// on its ladder.
#[utoipa::path(post, path = "/v1/contacts/{id}/acknowledge", tag = "contacts",
    params(("id" = String, Path, description = "Id or reference of the call"), Repeatable), responses(
    (status = 200, description = "The call, acknowledged", body = Contact),
    ChangeProblems,
))]
async fn acknowledge_contact(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<String>,
    body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        contacts::acknowledge(txn, &app, &caller, &id).await
    });
    Ok(answer::made(made.await?))
}

/// The routes of contacts, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_contacts, log_contact, respond_to_contact, acknowledge_contact))]
pub struct Document;

/// Register every route of contacts.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(
            resource("/v1/contacts", "GET, POST")
                .route(web::get().to(list_contacts))
                .route(web::post().to(log_contact)),
        )
        .service(
            resource("/v1/contacts/{id}/respond", "POST").route(web::post().to(respond_to_contact)),
        )
        .service(
            resource("/v1/contacts/{id}/acknowledge", "POST")
                .route(web::post().to(acknowledge_contact)),
        );
}
