//! Suggestions: what somebody may mean who has begun to type.

use actix_web::web;
use openapi::{Suggestion, SuggestionQuery};
use utoipa::OpenApi;

use super::problems::ReadProblems;
use super::resource;
use crate::app::App;
use crate::auth::Practitioner;
use crate::error::ApiError;
use crate::query::Query;
use crate::service::suggestions;

/// What may be meant
///
/// Of what you may see; references only, never a child's name.
#[utoipa::path(get, path = "/v1/suggestions", tag = "directory", params(SuggestionQuery), responses(
    (status = 200, description = "The suggestions, likeliest first", body = Vec<Suggestion>),
    ReadProblems,
))]
async fn suggest(
    app: web::Data<App>,
    caller: Practitioner,
    query: Query<SuggestionQuery>,
) -> Result<web::Json<Vec<Suggestion>>, ApiError> {
    Ok(web::Json(
        suggestions::suggest(&app, &caller, &query.0).await?,
    ))
}

/// The route of suggestions, as the document describes it.
#[derive(Debug, OpenApi)]
#[openapi(paths(suggest))]
pub struct Document;

/// Register the route of suggestions.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(resource("/v1/suggestions", "GET").route(web::get().to(suggest)));
}
