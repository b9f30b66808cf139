//! Meetings: when those of the procedure sit.

use actix_web::web;
use openapi::Meeting;
use utoipa::OpenApi;

use super::problems::ReadProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::service::meetings;

/// When the meetings sit next
///
/// What waits for one are the transfers of its pathways: `GET /v1/transfers?state=requested`.
#[utoipa::path(get, path = "/v1/meetings", tag = "directory", responses(
    (status = 200, description = "Every meeting of the procedure, in its order", body = Vec<Meeting>),
    ReadProblems,
))]
async fn list_meetings(
    app: web::Data<App>,
    caller: Practitioner,
) -> Result<web::Json<Vec<Meeting>>, ApiError> {
    Ok(web::Json(meetings::list(&app, &caller).await?))
}

/// The route of meetings, as the document describes it.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_meetings))]
pub struct Document;

/// Register the route of meetings.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(resource("/v1/meetings", "GET").route(web::get().to(list_meetings)));
}
