//! What was asked, and what it was worth.

use actix_web::{HttpResponse, web};
use openapi::{AskedQuery, AskedQuestion, Page, Verdict};
use utoipa::OpenApi;
use uuid::Uuid;

use super::guards::Repeatable;
use super::problems::{ChangeProblems, ReadProblems};
use super::{answer, resource};
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{Body, Guards};
use crate::error::ApiError;
use crate::query::Query;
use crate::service::asked;
use crate::service::once::once;

/// What was asked of your authority's procedure
///
/// For administrators: unanswered questions, and those whose answers were judged. No one is named, not even who asked.
#[utoipa::path(get, path = "/v1/asks", tag = "packs", params(AskedQuery), responses(
    (status = 200, description = "A page of questions, oldest first", body = Page<AskedQuestion>),
    ReadProblems,
))]
async fn list_asked(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<AskedQuery>,
) -> Result<web::Json<Page<AskedQuestion>>, ApiError> {
    Ok(web::Json(asked::list(&app, &caller, &query.0).await?))
}

/// Say what an answer was worth
///
/// Thumb up or down, and which entry is the right one; the last verdict stands. What is said so becomes an example of the pack
/// once a person has accepted it.
#[utoipa::path(post, path = "/v1/asks/{id}/verdict", tag = "packs", request_body = Verdict,
    params(("id" = Uuid, Path, description = "The `id` of the answer"), Repeatable), responses(
    (status = 200, description = "The question with the verdict", body = AskedQuestion),
    ChangeProblems,
))]
async fn judge_answer(
    app: web::Data<App>,
    caller: Practitioner,
    guards: Guards,
    id: web::Path<Uuid>,
    body: Body<Verdict>,
) -> Result<HttpResponse, ApiError> {
    let made = once(&app, &caller, &guards, &body.digest, async |txn| {
        asked::judge(txn, &app, &caller, *id, &body.value).await
    });
    Ok(answer::made(made.await?))
}

/// The routes of what was asked, as the document describes them.
#[derive(Debug, OpenApi)]
#[openapi(paths(list_asked, judge_answer))]
pub struct Document;

/// Register every route of what was asked.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(resource("/v1/asks", "GET").route(web::get().to(list_asked)))
        .service(resource("/v1/asks/{id}/verdict", "POST").route(web::post().to(judge_answer)));
}
