//! Notifications: claimed, acknowledged, put off.

use actix_web::{HttpResponse, web};
use openapi::{
    AcknowledgeNotification, ClaimNotifications, FailedDelivery, HandOver, Notification, Page,
    PageQuery, SnoozeNotification,
};
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
use crate::service::notifications;
use crate::service::once::once;

/// Your notifications that wait for acknowledgement
#[utoipa::path(get, path = "/v1/notifications", tag = "notifications", params(PageQuery), responses(
    (status = 200, description = "A page of notifications, oldest first", body = Page<Notification>),
    ReadProblems,
))]
async fn list_notifications(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<Notification>>, ApiError> {
    Ok(web::Json(
        notifications::list(&app, &caller, &query.0).await?,
    ))
}

/// Claim notifications for delivery
///
/// Nobody else gets them until the lease ends. Deliver, then acknowledge; what is not acknowledged is delivered again under
/// the same id. Everyone's are claimed by administrators only.
#[utoipa::path(post, path = "/v1/notifications/claim", tag = "notifications", request_body = ClaimNotifications, params(Repeatable),
    responses(
    (status = 200, description = "The notifications, longest due first", body = Vec<Notification>),
    ChangeProblems,
))]
async fn claim_notifications(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    body: Body<ClaimNotifications>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        notifications::claim(txn, &app, &caller, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Say that a notification was delivered
///
/// Saying so again changes nothing. On a chat platform, say where it was shown.
#[utoipa::path(post, path = "/v1/notifications/{id}/acknowledge", tag = "notifications",
    request_body = Option<AcknowledgeNotification>,
    params(("id" = Uuid, Path, description = "Id of the notification"), Repeatable), responses(
    (status = 200, description = "The notification", body = Notification),
    ChangeProblems,
))]
async fn acknowledge_notification(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<AcknowledgeNotification>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        notifications::acknowledge(txn, &app, &caller, *id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Say that a notification could not be delivered
///
/// It comes again, later each time. Where the recipient cannot be reached at all, their team's channel is told that
/// something waits, without what.
#[utoipa::path(post, path = "/v1/notifications/{id}/fail", tag = "notifications", request_body = FailedDelivery,
    params(("id" = Uuid, Path, description = "Id of the notification"), Repeatable), responses(
    (status = 200, description = "The notification", body = Notification),
    ChangeProblems,
))]
async fn fail_notification(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<FailedDelivery>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        notifications::fail(txn, &app, &caller, *id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Say that what a notification reminds of is done
///
/// Its item is ticked, with everything that the procedure asks of that. What only an action meets is refused.
#[utoipa::path(post, path = "/v1/notifications/{id}/done", tag = "notifications",
    params(("id" = Uuid, Path, description = "Id of the notification"), Repeatable), responses(
    (status = 200, description = "The notification", body = Notification),
    ChangeProblems,
))]
async fn finish_notification(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<Nothing>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        notifications::done(txn, &app, &caller, *id).await
    });
    Ok(answer::made(made.await?))
}

/// Give what a notification reminds of to a colleague
///
/// Of the team that owes it, in the role that it is owed in. Both are told, and the colleague is reminded from now on.
#[utoipa::path(post, path = "/v1/notifications/{id}/hand-over", tag = "notifications", request_body = HandOver,
    params(("id" = Uuid, Path, description = "Id of the notification"), Repeatable), responses(
    (status = 200, description = "The notification", body = Notification),
    ChangeProblems,
))]
async fn hand_over_notification(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<HandOver>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        notifications::hand_over(txn, &app, &caller, *id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// Put a notification off
///
/// Never past the time at which the thing is due.
#[utoipa::path(post, path = "/v1/notifications/{id}/snooze", tag = "notifications", request_body = SnoozeNotification,
    params(("id" = Uuid, Path, description = "Id of the notification"), Repeatable), responses(
    (status = 200, description = "The notification, to be delivered again then", body = Notification),
    ChangeProblems,
))]
async fn snooze_notification(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<SnoozeNotification>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        notifications::snooze(txn, &app, &caller, *id, body.value).await
    });
    Ok(answer::made(made.await?))
}

/// The routes of notifications, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(
    list_notifications,
    claim_notifications,
    acknowledge_notification,
    fail_notification,
    finish_notification,
    hand_over_notification,
    snooze_notification
))]
pub struct Document;

/// Register every route of notifications.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/notifications", "GET").route(web::get().to(list_notifications)))
        .service(
            resource("/v1/notifications/claim", "POST").route(web::post().to(claim_notifications)),
        )
        .service(
            resource("/v1/notifications/{id}/acknowledge", "POST")
                .route(web::post().to(acknowledge_notification)),
        )
        .service(
            resource("/v1/notifications/{id}/done", "POST")
                .route(web::post().to(finish_notification)),
        )
        .service(
            resource("/v1/notifications/{id}/hand-over", "POST")
                .route(web::post().to(hand_over_notification)),
        )
        .service(
            resource("/v1/notifications/{id}/fail", "POST")
                .route(web::post().to(fail_notification)),
        )
        .service(
            resource("/v1/notifications/{id}/snooze", "POST")
                .route(web::post().to(snooze_notification)),
        );
}
