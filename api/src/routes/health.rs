//! Health: whether the service runs, and whether it can work.

use actix_web::{HttpResponse, web};
use openapi::{Health, HealthStatus};
use tracing::warn;
use utoipa::OpenApi;

use super::resource;
use crate::app::App;

/// Whether the service runs
///
/// Asks nothing else: a service that answers this need not be started again.
#[utoipa::path(get, path = "/health/live", tag = "health", security(()), responses(
    (status = 200, description = "It runs", body = Health),
))]
async fn live() -> web::Json<Health> {
    web::Json(health(HealthStatus::Ok, None))
}

/// Whether the service can work
///
/// Asks the database. While this says no, requests are better sent elsewhere.
#[utoipa::path(get, path = "/health/ready", tag = "health", security(()), responses(
    (status = 200, description = "It can work", body = Health),
    (status = 503, description = "The database does not answer", body = Health),
))]
async fn ready(app: web::Data<App>) -> HttpResponse {
    match app.db.ping().await {
        Ok(()) => HttpResponse::Ok().json(health(HealthStatus::Ok, Some(HealthStatus::Ok))),
        Err(cause) => {
            warn!(%cause, "not ready");
            HttpResponse::ServiceUnavailable().json(health(
                HealthStatus::Unavailable,
                Some(HealthStatus::Unavailable),
            ))
        }
    }
}

fn health(status: HealthStatus, database: Option<HealthStatus>) -> Health {
    Health {
        status,
        database,
        version: env!("CARGO_PKG_VERSION").into(),
    }
}

/// The routes of health, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(live, ready))]
pub struct Document;

/// Register every route of health.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/health/live", "GET").route(web::get().to(live)))
        .service(resource("/health/ready", "GET").route(web::get().to(ready)));
}
